//! Sessions of the pages: a token becomes a cookie that scripts cannot read.

use super::reply::{self, Body, One};
use crate::App;
use crate::access::{Access, COOKIE};
use crate::problem::{Problem, ProblemBody};
use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use serde_json::json;

/// A token.
#[derive(serde::Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Login {
    /// The token that `legation serve` printed, or one of the token file.
    token: String,
}

/// Turns a token into a cookie.
#[utoipa::path(
    post, path = "/session", tag = "people", request_body = Login,
    responses(
        (status = 200, description = "The cookie is set", body = One),
        (status = 401, description = "The token is not known", body = ProblemBody)
    )
)]
pub(crate) async fn begin(
    State(app): State<App>,
    Body(login): Body<Login>,
) -> Result<Response, Problem> {
    let tokens = &app.settings.tokens;
    let access = tokens.allows(Some(&login.token));
    if access == tokens.allows(None) {
        return Err(Problem::new(
            StatusCode::UNAUTHORIZED,
            "that token is not known here",
            "look at what legation serve printed when it started",
        ));
    }
    let mut response = reply::one(json!({"may_write": access == Access::Write}));
    set_cookie(&mut response, &format!("{COOKIE}={}; Max-Age=604800", login.token));
    Ok(response)
}

/// Forgets the cookie.
#[utoipa::path(
    delete, path = "/session", tag = "people",
    responses((status = 200, description = "The cookie is gone", body = One))
)]
pub(crate) async fn end() -> Response {
    let mut response = reply::one(json!({"may_write": false}));
    set_cookie(&mut response, &format!("{COOKIE}=; Max-Age=0"));
    response
}

fn set_cookie(response: &mut Response, cookie: &str) {
    let whole = format!("{cookie}; Path=/api; HttpOnly; SameSite=Strict");
    if let Ok(value) = HeaderValue::from_str(&whole) {
        response.headers_mut().insert(header::SET_COOKIE, value);
    }
}
