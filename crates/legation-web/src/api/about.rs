//! What is served: counts, version, what may be done.

use super::reply::{self, One};
use crate::App;
use crate::access::Access;
use crate::problem::Problem;
use crate::suffix::Wants;
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
            // Each is read off an index.
            let query = "SELECT \
                (SELECT published FROM articles WHERE ifnull(published, '') > '' ORDER BY ifnull(published, '') LIMIT 1), \
                (SELECT published FROM articles WHERE ifnull(published, '') > '' ORDER BY ifnull(published, '') DESC LIMIT 1), \
                (WITH RECURSIVE p (name) AS (SELECT min(publisher) FROM articles UNION ALL \
                  SELECT (SELECT min(publisher) FROM articles WHERE publisher > p.name) FROM p WHERE p.name IS NOT NULL) \
                  SELECT count(name) FROM p)";
            let span = store.sql(query, 1, super::sql::OURS)?;
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

const RUNS: &str = "SELECT r.id, r.program, r.model, r.model_hash, r.codebook, r.codebook_hash, r.knowledge, r.knowledge_hash, \
    count(a.id) AS articles, min(a.published) AS published_from, max(a.published) AS published_to \
    FROM runs r LEFT JOIN articles a ON a.run = r.id GROUP BY r.id ORDER BY articles DESC, r.id";

/// What coded the articles: versions and hashes, and how many articles each run coded that nothing coded since.
#[utoipa::path(
    get, path = "/runs", tag = "overview",
    responses((status = 200, description = "The runs", body = reply::Rows))
)]
pub(crate) async fn runs(State(app): State<App>, wants: Wants) -> Result<Response, Problem> {
    let answer = app.pool.read(|store| Ok(store.sql(RUNS, 1000, super::sql::OURS)?)).await?;
    reply::table("runs", &answer.columns, &answer.rows, wants)
}
