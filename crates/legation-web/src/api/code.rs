//! Live coding: an article in, its records out; nothing is kept.

use super::reply::{self, Body, One};
use crate::App;
use crate::pool::blocking;
use crate::problem::{Problem, ProblemBody};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use legation_core::{Article, Basis, Published};
use std::time::Duration;

/// An article to code.
#[derive(Debug, serde::Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ToCode {
    /// The text, or the HTML of a saved page.
    text: String,
    /// The headline, where it is not part of the text.
    title: Option<String>,
    /// When it was published, `YYYY-MM-DD`. Without it relative dates stay relative.
    published: Option<String>,
    /// The outlet.
    publisher: Option<String>,
}

/// The longest text that is coded while somebody waits.
const LONGEST: usize = 200_000;
/// So long an article waits until those before it are coded.
const PATIENCE: Duration = Duration::from_secs(20);
/// The longest page, most of which is not the article.
const LONGEST_PAGE: usize = 2_000_000;

/// Codes an article and gives it with its records, as `/articles/{id}` would. Nothing is kept.
#[utoipa::path(
    post, path = "/code", tag = "articles", request_body = ToCode,
    responses(
        (status = 200, description = "The article with its records", body = One),
        (status = 400, description = "There is nothing to code", body = ProblemBody),
        (status = 413, description = "The text is too long", body = ProblemBody),
        (status = 503, description = "No language model is installed", body = ProblemBody)
    )
)]
pub(crate) async fn code(
    State(app): State<App>,
    Body(given): Body<ToCode>,
) -> Result<Response, Problem> {
    let Some(coder) = app.settings.coder.clone() else {
        return Err(Problem::new(
            StatusCode::SERVICE_UNAVAILABLE,
            "live coding is switched off here",
            "run legation code on your own machine",
        ));
    };
    if given.text.trim().is_empty() {
        return Err(Problem::bad("the text is empty", "paste an article"));
    }
    let is_page = given.text.trim_start().starts_with('<');
    if given.text.len() > if is_page { LONGEST_PAGE } else { LONGEST } {
        return Err(Problem::new(
            StatusCode::PAYLOAD_TOO_LARGE,
            "the text is too long to be coded while you wait",
            "use legation read, which takes articles of any length",
        ));
    }
    let mut article = Article::new("pasted", given.text);
    article.title = given.title.filter(|t| !t.trim().is_empty());
    article.publisher = given.publisher.filter(|p| !p.trim().is_empty());
    if let Some(day) = given.published.filter(|d| !d.trim().is_empty()) {
        let date = day.trim().parse().map_err(|_| {
            Problem::bad("published is not a day", "write it as 2022-12-30, or leave it out")
        })?;
        article.published = Published { date: Some(date), basis: Basis::Given };
    }
    // One at a time: the model uses all processors.
    let Ok(Ok(_turn)) = tokio::time::timeout(PATIENCE, app.coding.acquire()).await else {
        return Err(Problem::new(
            StatusCode::SERVICE_UNAVAILABLE,
            "other articles are being coded",
            "try again in a few seconds",
        ));
    };
    let coded = blocking(move || {
        coder(article).map_err(|why| {
            Problem::new(
                StatusCode::SERVICE_UNAVAILABLE,
                why,
                "install a language model: legation model install",
            )
        })
    })
    .await?;
    Ok(reply::one(coded))
}
