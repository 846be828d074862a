//! One article with all its records, one record with its article.

use super::reply::{self, One};
use crate::App;
use crate::problem::{Problem, ProblemBody};
use axum::extract::{Path, State};
use axum::response::Response;
use serde_json::{Value, json};

/// An article with its text and all its records, as `legation code` prints it.
#[utoipa::path(
    get, path = "/articles/{id}", tag = "articles",
    params(("id" = String, Path, description = "The article")),
    responses(
        (status = 200, description = "The article", body = One),
        (status = 404, description = "There is no such article", body = ProblemBody)
    )
)]
pub(crate) async fn article(
    State(app): State<App>,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    let article = app
        .pool
        .read(move |store| store.article(&id)?.ok_or_else(|| Problem::missing("article", &id)))
        .await?;
    Ok(reply::one(article))
}

/// A record by its id, in whichever list it is, with its article and what replaced it.
#[utoipa::path(
    get, path = "/records/{id}", tag = "articles",
    params(("id" = String, Path, description = "The record or actor")),
    responses(
        (status = 200, description = "The record", body = One),
        (status = 404, description = "There is no such record", body = ProblemBody)
    )
)]
pub(crate) async fn record(
    State(app): State<App>,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    let found = app
        .pool
        .read(move |store| store.record(&id)?.ok_or_else(|| Problem::missing("record", &id)))
        .await?;
    Ok(reply::one(json!({
        "kind": found.table.singular(),
        "record": found.row.to_json(),
        "article": found.article.map_or(Value::Null, |a| a.to_json()),
        "replaced_by": found.replaced_by,
    })))
}
