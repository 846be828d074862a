//! `ETag`s: an answer stays the same while the store's files do.

use crate::App;
use crate::answers::{Kept, Life, Place};
use axum::extract::{Request, State};
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Instant, UNIX_EPOCH};

/// A stream has no state that could be the same.
const STREAM: &str = "/progress";
/// What changes the store.
const CHANGING: &str = "/corrections";
/// Answers whose life is not that of the store: questions may ask for chance or the time.
const PASSING: &str = "/sql";

/// Answers `304 Not Modified` where nothing changed, gives answers again that still hold, and marks answers.
pub(crate) async fn mark(State(app): State<App>, request: Request, next: Next) -> Response {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        // Sessions and live coding change nothing that is asked for.
        let changes = request.uri().path().ends_with(CHANGING);
        let response = next.run(request).await;
        if changes && response.status().is_success() {
            app.answers.clear();
        }
        return response;
    }
    let uri = request.uri().to_string();
    let path = request.uri().path();
    if path.ends_with(STREAM) {
        return next.run(request).await;
    }
    let is_passing = request.method() == Method::HEAD || path.ends_with(PASSING);
    let accept = request.headers().get(header::ACCEPT).map_or(&b""[..], HeaderValue::as_bytes);
    let form = if accept.starts_with(b"text/csv") { "csv" } else { "json" };
    // What may be done is part of one answer.
    let access = app.settings.tokens.access(request.headers()) as u8;
    let access = if path.ends_with("/about") { access } else { 0 };
    let question = format!("{uri} {form} {access}");
    let tag = tag(app.pool.path(), &app.settings.program, &question);
    let asked = request.headers().get(header::IF_NONE_MATCH).cloned();
    let same = |tag: &str| {
        let asked = asked.as_ref().and_then(|v| v.to_str().ok());
        asked.is_some_and(|v| v.split(',').any(|t| t.trim().trim_start_matches("W/") == tag))
    };
    if same(&tag) {
        return tagged(StatusCode::NOT_MODIFIED.into_response(), &tag);
    }
    if is_passing {
        let response = next.run(request).await;
        return if response.status().is_success() { tagged(response, &tag) } else { response };
    }
    let place = app.answers.place(&question);
    let mut kept = place.lock().await;
    if let Some(answer) = kept.clone() {
        let life = answer.life(&tag);
        if life != Life::Over {
            if life == Life::Fading && !answer.renewing.swap(true, Ordering::AcqRel) {
                let place = Arc::clone(&place);
                tokio::spawn(renew(Arc::clone(&answer), place, next, request, tag.clone()));
            }
            if same(&answer.tag) {
                return tagged(StatusCode::NOT_MODIFIED.into_response(), &answer.tag);
            }
            let mut response = answer.response();
            if answer.tag != tag {
                let age = answer.at.elapsed().as_secs();
                response.headers_mut().insert(header::AGE, age.into());
            }
            return tagged(response, &answer.tag);
        }
    }
    let answer = match work_out(next, request, tag).await {
        Ok(answer) => Arc::new(answer),
        Err(response) => return response,
    };
    *kept = answer.fits().then(|| Arc::clone(&answer));
    drop(kept);
    app.answers.weigh(&question, if answer.fits() { answer.body.len() } else { 0 });
    tagged(answer.response(), &answer.tag)
}

/// Works an answer out; what is no success is not kept.
async fn work_out(next: Next, request: Request, tag: String) -> Result<Kept, Response> {
    let since = Instant::now();
    let response = next.run(request).await;
    if !response.status().is_success() {
        return Err(response);
    }
    let (parts, body) = response.into_parts();
    match axum::body::to_bytes(body, usize::MAX).await {
        Ok(body) => Ok(Kept::new(tag, parts.status, parts.headers, body, since.elapsed())),
        Err(_) => Err(StatusCode::INTERNAL_SERVER_ERROR.into_response()),
    }
}

/// Works an answer out anew while the old one is still given.
async fn renew(old: Arc<Kept>, place: Place, next: Next, request: Request, tag: String) {
    match work_out(next, request, tag).await {
        Ok(answer) if answer.fits() => *place.lock().await = Some(Arc::new(answer)),
        _ => old.renewing.store(false, Ordering::Release),
    }
}

fn tagged(mut response: Response, tag: &str) -> Response {
    if let Ok(value) = HeaderValue::from_str(&format!("W/{tag}")) {
        response.headers_mut().insert(header::ETAG, value);
    }
    response
}

/// A tag for what is asked of the store as it is now.
fn tag(store: &Path, program: &str, question: &str) -> String {
    let mut hasher = blake3::Hasher::new();
    hasher.update(program.as_bytes()).update(b"\0").update(question.as_bytes());
    for (length, modified) in state(store).into_iter().flatten() {
        hasher.update(&length.to_le_bytes());
        hasher.update(&modified.to_le_bytes());
    }
    format!("\"{}\"", &hasher.finalize().to_hex()[..20])
}

/// Length and time of the last change, in nanoseconds, of a store's file and of its log: different once something is written.
pub(crate) fn state(store: &Path) -> [Option<(u64, u128)>; 2] {
    let mut wal = store.as_os_str().to_owned();
    wal.push("-wal");
    [store, Path::new(&wal)].map(|file| {
        // A reader may make the log, which is empty until something is written.
        let meta = file.metadata().ok().filter(|meta| meta.len() > 0)?;
        let since = meta.modified().ok().and_then(|t| t.duration_since(UNIX_EPOCH).ok());
        Some((meta.len(), since.unwrap_or_default().as_nanos()))
    })
}
