//! Endings: `/api/v1/events.csv` is `/api/v1/events` with `Accept: text/csv`.

use axum::extract::{FromRequestParts, Request};
use axum::http::request::Parts;
use axum::http::{HeaderValue, Uri, header};
use std::convert::Infallible;

/// How rows are wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wants {
    Json,
    Csv,
}

/// Takes a known ending off an address of the API.
pub(crate) fn strip(mut request: Request) -> Request {
    let path = request.uri().path();
    if !path.starts_with("/api/v1/") || path == "/api/v1/openapi.json" {
        return request;
    }
    let (short, media) = match (path.strip_suffix(".csv"), path.strip_suffix(".json")) {
        (Some(short), _) => (short, "text/csv"),
        (_, Some(short)) => (short, "application/json"),
        _ => return request,
    };
    let whole = match request.uri().query() {
        Some(query) => format!("{short}?{query}"),
        None => short.to_owned(),
    };
    if let Ok(uri) = whole.parse::<Uri>() {
        *request.uri_mut() = uri;
        request.headers_mut().insert(header::ACCEPT, HeaderValue::from_static(media));
    }
    request
}

impl<S: Send + Sync> FromRequestParts<S> for Wants {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let accept = parts.headers.get(header::ACCEPT).and_then(|v| v.to_str().ok());
        Ok(if accept.is_some_and(|a| a.starts_with("text/csv")) { Self::Csv } else { Self::Json })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body::Body;

    #[test]
    fn endings_become_media_types() {
        let of = |uri: &str| {
            let request = strip(Request::builder().uri(uri).body(Body::empty()).unwrap());
            let accept =
                request.headers().get(header::ACCEPT).map(|v| v.to_str().unwrap().to_owned());
            (request.uri().to_string(), accept)
        };
        assert_eq!(
            of("/api/v1/events.csv?type=SUE"),
            ("/api/v1/events?type=SUE".into(), Some("text/csv".into()))
        );
        assert_eq!(
            of("/api/v1/events.json"),
            ("/api/v1/events".into(), Some("application/json".into()))
        );
        assert_eq!(of("/api/v1/openapi.json"), ("/api/v1/openapi.json".into(), None));
        assert_eq!(of("/elsewhere.csv"), ("/elsewhere.csv".into(), None));
    }
}
