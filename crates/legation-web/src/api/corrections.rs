//! Corrections by people. What the program coded stays; corrections are kept beside it.

use super::reply::{self, Body, One, Rows};
use crate::App;
use crate::access::Access;
use crate::problem::{Problem, ProblemBody};
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use legation_store::{Change, Correction};
use serde_json::json;

/// What is wrong, and who says so.
#[derive(Debug, serde::Deserialize, utoipa::ToSchema)]
pub(crate) struct ToCorrect {
    /// `{"action": "reject" | "edit" | "split" | "add" | "merge" | "undo", …}`, as in `legation correct`.
    #[schema(value_type = Object)]
    change: Change,
    /// Who.
    made_by: String,
    /// Why.
    reason: Option<String>,
}

/// All corrections, in the order in which they were made.
#[utoipa::path(
    get, path = "/corrections", tag = "people",
    responses((status = 200, description = "The corrections", body = Rows))
)]
pub(crate) async fn list(State(app): State<App>) -> Result<Response, Problem> {
    let kept = app.pool.read(|store| Ok(json!(store.corrections()?))).await?;
    Ok(reply::one(kept))
}

/// Keeps a correction and applies it. Needs a token that allows writing.
#[utoipa::path(
    post, path = "/corrections", tag = "people", request_body = ToCorrect,
    responses(
        (status = 200, description = "The id of the correction", body = One),
        (status = 400, description = "The correction cannot be applied", body = ProblemBody),
        (status = 401, description = "A token is needed", body = ProblemBody)
    )
)]
pub(crate) async fn correct(
    State(app): State<App>,
    headers: HeaderMap,
    Body(given): Body<ToCorrect>,
) -> Result<Response, Problem> {
    if app.settings.tokens.access(&headers) != Access::Write {
        return Err(Problem::new(
            StatusCode::UNAUTHORIZED,
            "correcting needs a token that allows writing",
            "open the address that legation serve printed, or send Authorization: Bearer …",
        ));
    }
    if given.made_by.trim().is_empty() {
        return Err(Problem::bad("made_by is empty", "say who corrects"));
    }
    let correction = Correction {
        change: given.change,
        made_by: given.made_by,
        made_at: jiff::Timestamp::now().to_string(),
        reason: given.reason.filter(|r| !r.trim().is_empty()),
    };
    let id = app.pool.write(move |store| Ok(store.correct(&correction)?)).await?;
    Ok(reply::one(json!({"id": id})))
}
