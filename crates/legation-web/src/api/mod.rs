//! The REST API: one module per question.

mod about;
mod actors;
mod articles;
mod briefing;
mod code;
mod corrections;
mod ledger;
mod lists;
mod places;
mod progress;
mod reply;
mod schema;
mod scorecard;
mod series;
mod session;
mod sql;

use crate::App;
use crate::problem::Problem;
use axum::Json;
use axum::http::StatusCode;
use utoipa::OpenApi;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The head of the description.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "Legation",
        description = "Records of political reporting: who did what to whom and when, who said what, which figures are claimed by whom. \
            Every record points at the words it comes from; spans count Unicode code points of the article's text. \
            Answers have the shape {ok, data, next}, errors {ok: false, error, remedy}. Lists may be asked for as `.csv` or `.json`.",
        version = "1",
        license(name = "Apache-2.0 OR MIT", identifier = "Apache-2.0 OR MIT"),
        contact()
    ),
    servers((url = "/api/v1")),
    tags(
        (name = "records", description = "Lists of records"),
        (name = "articles", description = "Articles with all their records"),
        (name = "overview", description = "Counts, series, networks"),
        (name = "people", description = "Corrections and sessions")
    )
)]
struct Head;

/// The routes under `/api/v1`, with their description.
pub(crate) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::with_openapi(Head::openapi())
        .routes(routes!(about::about))
        .routes(routes!(about::runs))
        .routes(routes!(lists::events))
        .routes(routes!(lists::statements))
        .routes(routes!(lists::figures))
        .routes(routes!(lists::ties))
        .routes(routes!(lists::assessments))
        .routes(routes!(lists::actors))
        .routes(routes!(lists::articles))
        .routes(routes!(lists::facets))
        .routes(routes!(articles::article))
        .routes(routes!(articles::record))
        .routes(routes!(actors::actor))
        .routes(routes!(actors::positions))
        .routes(routes!(series::timeline))
        .routes(routes!(places::places))
        .routes(routes!(places::countries))
        .routes(routes!(ledger::ledger))
        .routes(routes!(scorecard::scorecard))
        .routes(routes!(progress::progress))
        .routes(routes!(series::network))
        .routes(routes!(briefing::briefing))
        .routes(routes!(briefing::review))
        .routes(routes!(sql::sql))
        .routes(routes!(code::code))
        .routes(routes!(corrections::list, corrections::correct))
        .routes(routes!(session::begin, session::end))
}

/// The description of the API, as committed in `openapi.json`.
pub fn openapi() -> serde_json::Value {
    let (_, description) = router().split_for_parts();
    schema::with_errors(schema::with_columns(serde_json::to_value(description).unwrap_or_default()))
}

/// Gives the description.
pub(crate) async fn document() -> Json<serde_json::Value> {
    Json(openapi())
}

/// Answers addresses that do not exist.
pub(crate) async fn nothing() -> Problem {
    Problem::new(
        StatusCode::NOT_FOUND,
        "there is nothing at this address",
        "see /api/v1/openapi.json for what can be asked",
    )
}

/// Answers methods that an address does not know.
pub(crate) async fn wrong_method() -> Problem {
    Problem::new(
        StatusCode::METHOD_NOT_ALLOWED,
        "this address does not take that method",
        "see /api/v1/openapi.json for what can be asked",
    )
}
