//! What is served: counts, version, what may be done.

use super::reply::{self, One};
use crate::App;
use crate::access::Access;
use crate::problem::Problem;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use serde_json::{Map, Value, json};

/// The store at a glance: how many records of each kind, and what the bearer may do.
#[utoipa::path(
    get, path = "/about", tag = "overview",
    responses((status = 200, description = "Counts, version, rights", body = One))
)]
pub(crate) async fn about(State(app): State<App>, headers: HeaderMap) -> Result<Response, Problem> {
    let (counts, span) = app
        .pool
        .read(|store| {
            let counts: Map<String, Value> =
                store.counts()?.into_iter().map(|(name, n)| (name.to_owned(), n.into())).collect();
            let query =
                "SELECT min(published), max(published), count(DISTINCT publisher) FROM articles";
            let span = store.sql(query, 1, super::sql::TIME)?;
            Ok((counts, span.rows.into_iter().next().unwrap_or_default()))
        })
        .await?;
    Ok(reply::one(json!({
        "program": app.settings.program,
        "counts": counts,
        "published": {"from": span.first(), "to": span.get(1)},
        "publishers": span.get(2),
        "may_write": app.settings.tokens.access(&headers) == Access::Write,
        "may_code": app.settings.coder.is_some(),
    })))
}

/// What coded the articles: versions and hashes.
#[utoipa::path(
    get, path = "/runs", tag = "overview",
    responses((status = 200, description = "The runs", body = reply::Rows))
)]
pub(crate) async fn runs(State(app): State<App>) -> Result<Response, Problem> {
    let runs: Vec<Value> = app
        .pool
        .read(|store| Ok(store.runs()?.iter().map(legation_store::Row::to_json).collect()))
        .await?;
    Ok(reply::one(runs))
}
