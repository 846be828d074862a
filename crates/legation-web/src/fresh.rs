//! `ETag`s: an answer stays the same while the store's files do.

use crate::App;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use std::path::Path;
use std::time::UNIX_EPOCH;

/// Answers `304 Not Modified` where nothing changed, and marks answers.
pub(crate) async fn mark(State(app): State<App>, request: Request, next: Next) -> Response {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return next.run(request).await;
    }
    let accept = request.headers().get(header::ACCEPT).map_or(&b""[..], HeaderValue::as_bytes);
    // What may be done is part of some answers.
    let access = app.settings.tokens.access(request.headers()) as u8;
    let tag = tag(
        app.pool.path(),
        &app.settings.program,
        &request.uri().to_string(),
        &[accept, &[access]].concat(),
    );
    let same = request
        .headers()
        .get(header::IF_NONE_MATCH)
        .and_then(|v| v.to_str().ok())
        .is_some_and(|v| v.split(',').any(|t| t.trim().trim_start_matches("W/") == tag));
    let mut response =
        if same { StatusCode::NOT_MODIFIED.into_response() } else { next.run(request).await };
    if (response.status().is_success() || same)
        && let Ok(value) = HeaderValue::from_str(&format!("W/{tag}"))
    {
        response.headers_mut().insert(header::ETAG, value);
    }
    response
}

/// A tag for what is asked of the store as it is now.
fn tag(store: &Path, program: &str, uri: &str, more: &[u8]) -> String {
    let mut hasher = blake3::Hasher::new();
    hasher.update(program.as_bytes()).update(b"\0").update(uri.as_bytes()).update(b"\0");
    hasher.update(more);
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
