//! [`Problem`]: the one shape of errors, `{"ok": false, "error": …, "remedy": …}`.

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use legation_store::Error;

/// What went wrong, and what to do.
#[derive(Debug)]
pub(crate) struct Problem {
    pub(crate) status: StatusCode,
    pub(crate) error: String,
    pub(crate) remedy: String,
}

/// The body of an error.
#[derive(Debug, serde::Serialize, utoipa::ToSchema)]
pub(crate) struct ProblemBody {
    /// Always false.
    ok: bool,
    /// What went wrong.
    error: String,
    /// What to do.
    remedy: String,
}

impl Problem {
    pub(crate) fn new(
        status: StatusCode,
        error: impl Into<String>,
        remedy: impl Into<String>,
    ) -> Self {
        Self { status, error: error.into(), remedy: remedy.into() }
    }

    /// The request cannot be understood.
    pub(crate) fn bad(error: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, error, remedy)
    }

    /// There is nothing there.
    pub(crate) fn missing(what: &str, id: &str) -> Self {
        let shown: String = id.chars().take(80).collect();
        Self::new(
            StatusCode::NOT_FOUND,
            format!("there is no {what} {shown:?} in this store"),
            "check the id; the lists under /api/v1 show what is there",
        )
    }
}

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        let status = match &error {
            Error::Filter { .. }
            | Error::Cursor(_)
            | Error::NotReadOnly(_)
            | Error::Sql(_)
            | Error::Correction(_)
            | Error::Contract { .. } => StatusCode::BAD_REQUEST,
            Error::NotFound { .. } => StatusCode::NOT_FOUND,
            Error::TooLong(_) => StatusCode::REQUEST_TIMEOUT,
            _ => StatusCode::SERVICE_UNAVAILABLE,
        };
        // The store's own messages end with what to do, after a semicolon.
        let text = match &error {
            // Paths of this machine are nobody's business.
            Error::Open { .. } | Error::NotAStore { .. } | Error::File { .. } => {
                "the store cannot be opened; check the file given to legation serve".to_owned()
            }
            other => other.to_string(),
        };
        // These repeat what was asked, which may hold a semicolon.
        if let Error::Sql(_) | Error::NotReadOnly(_) = &error {
            let remedy =
                "the tables and their columns are told by SELECT name, sql FROM sqlite_schema";
            return Self::new(status, text, remedy);
        }
        match text.rsplit_once("; ") {
            Some((error, remedy)) => Self::new(status, error, remedy),
            None => Self::new(status, text, "see /api/v1/openapi.json for what can be asked"),
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let body = ProblemBody { ok: false, error: self.error, remedy: self.remedy };
        (self.status, Json(body)).into_response()
    }
}
