//! The built pages, embedded in the program. They come from `ui/`, which is built with `npm run build`.

use crate::problem::Problem;
use axum::http::{HeaderMap, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse as _, Response};
use rust_embed::RustEmbed;

#[derive(RustEmbed)]
#[folder = "assets/dist"]
struct Pages;

/// Files with a hash in their name never change.
const FOREVER: &str = "public, max-age=31536000, immutable";

/// Gives a file; every other address is a view of the one page.
pub(crate) async fn serve(method: Method, uri: Uri, headers: HeaderMap) -> Response {
    if !matches!(method, Method::GET | Method::HEAD) {
        return crate::api::wrong_method().await.into_response();
    }
    let path = uri.path().trim_start_matches('/');
    let (name, cache) = match path {
        p if p.starts_with("assets/") => (p, FOREVER),
        p if Pages::get(p).is_some() => (p, "no-cache"),
        _ => ("index.html", "no-cache"),
    };
    let Some(file) = Pages::get(name) else {
        return Problem::new(
            StatusCode::NOT_FOUND,
            "there is no such file",
            "open the server's first page",
        )
        .into_response();
    };
    let hash = blake3::hash(&file.data).to_hex();
    let tag = format!("W/\"{}\"", &hash[..20]);
    let same = headers.get(header::IF_NONE_MATCH).is_some_and(|v| v.as_bytes() == tag.as_bytes());
    let head = [
        (header::CONTENT_TYPE, media(name).to_owned()),
        (header::CACHE_CONTROL, cache.to_owned()),
        (header::ETAG, tag),
    ];
    if same {
        return (StatusCode::NOT_MODIFIED, head).into_response();
    }
    (head, file.data.into_owned()).into_response()
}

fn media(name: &str) -> &'static str {
    match name.rsplit_once('.').map_or("", |(_, ending)| ending) {
        "html" => "text/html; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "json" => "application/json",
        "svg" => "image/svg+xml",
        "woff2" => "font/woff2",
        "png" => "image/png",
        _ => "application/octet-stream",
    }
}
