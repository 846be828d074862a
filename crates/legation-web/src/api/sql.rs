//! The user's own questions in SQL, reading only.

use super::reply::{self, Rows};
use crate::App;
use crate::params::Asked;
use crate::problem::{Problem, ProblemBody};
use crate::suffix::Wants;
use axum::extract::State;
use axum::http::HeaderValue;
use axum::response::Response;
use std::time::Duration;

/// How long a question may take.
pub(super) const TIME: Duration = Duration::from_secs(10);
/// How long one of our own may take, which counts over the whole store.
pub(super) const OURS: Duration = Duration::from_secs(45);

/// Answers one SELECT, with at most 1000 rows and ten seconds. The header `x-more` says whether there are more rows.
#[utoipa::path(
    get, path = "/sql", tag = "overview",
    params(
        ("query" = String, Query, description = "A SELECT statement"),
        ("limit" = Option<u32>, Query, description = "How many rows at most")
    ),
    responses(
        (status = 200, description = "The rows", body = Rows),
        (status = 400, description = "The statement is wrong, or not only reading", body = ProblemBody),
        (status = 408, description = "The statement took too long", body = ProblemBody)
    )
)]
pub(crate) async fn sql(
    State(app): State<App>,
    wants: Wants,
    asked: Asked,
) -> Result<Response, Problem> {
    let query = asked
        .own("query")
        .ok_or_else(|| Problem::bad("the query is missing", "write query=SELECT …"))?
        .to_owned();
    let limit = if asked.own("limit").is_some() { asked.page.limit } else { 1000 };
    let answer = app.pool.read(move |store| Ok(store.sql(&query, limit as usize, TIME)?)).await?;
    let mut response = reply::table("query", &answer.columns, &answer.rows, wants)?;
    if answer.more {
        response.headers_mut().insert("x-more", HeaderValue::from_static("true"));
    }
    Ok(response)
}
