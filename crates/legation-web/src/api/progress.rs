//! The progress of a running read, as server-sent events.

use crate::App;
use crate::problem::{Problem, ProblemBody};
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse as _, Response};
use futures_util::stream;
use std::convert::Infallible;
use std::time::Duration;

/// Tells as server-sent events how the store grows while `legation read` or `recode` writes to it. Each event's data is
/// `{"reading": …, "articles": …, "events": …, "statements": …, "new": …, "per_second": …}`; the first comes at once.
#[utoipa::path(
    get, path = "/progress", tag = "overview",
    responses(
        (status = 200, description = "Events until the connection is closed", body = String, content_type = "text/event-stream"),
        (status = 503, description = "Too many are listening", body = ProblemBody)
    )
)]
pub(crate) async fn progress(State(app): State<App>) -> Result<Response, Problem> {
    let Some(mut receiver) = app.watch.listen(&app.pool) else {
        return Err(Problem::new(
            StatusCode::SERVICE_UNAVAILABLE,
            "too many are listening to the progress",
            "ask /api/v1/about now and then instead",
        ));
    };
    receiver.mark_changed();
    let events = stream::unfold(receiver, |mut receiver| async move {
        let now = loop {
            receiver.changed().await.ok()?;
            if let Some(now) = *receiver.borrow_and_update() {
                break now;
            }
        };
        let event = Event::default().event("progress").json_data(now).ok()?;
        Some((Ok::<_, Infallible>(event), receiver))
    });
    let alive = KeepAlive::new().interval(Duration::from_secs(20));
    // A browser that kept a stream would let the next one wait for it.
    let head = [(header::CACHE_CONTROL, "no-store")];
    Ok((head, Sse::new(events).keep_alive(alive)).into_response())
}
