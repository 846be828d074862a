//! What stands before every request: names, origins, rates, tokens; and the headers of every answer.

use crate::App;
use crate::access::Access;
use crate::problem::Problem;
use axum::extract::{ConnectInfo, Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::num::NonZeroU32;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

/// Nothing but the program's own files is loaded, run or asked, and nobody may frame the pages.
const CSP: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; \
    connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// The headers of every answer.
const HEADERS: [(&str, &str); 6] = [
    ("content-security-policy", CSP),
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
    ("referrer-policy", "no-referrer"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
];

/// No answer takes longer.
const LONGEST: Duration = Duration::from_mins(1);

/// How often one address may ask.
pub(crate) struct Limits {
    asking: DefaultKeyedRateLimiter<IpAddr>,
    coding: DefaultKeyedRateLimiter<IpAddr>,
    asked: AtomicU32,
}

impl Limits {
    /// Limits for this machine's user, or for others.
    pub(crate) fn new(local: bool) -> Self {
        let per_second = |n: u32| NonZeroU32::new(n).unwrap_or(NonZeroU32::MIN);
        let (rate, burst) = if local { (20_000, 20_000) } else { (50, 200) };
        let asking = Quota::per_second(per_second(rate)).allow_burst(per_second(burst));
        let coding = Quota::per_second(per_second(2)).allow_burst(per_second(10));
        Self {
            asking: RateLimiter::keyed(asking),
            coding: RateLimiter::keyed(coding),
            asked: AtomicU32::new(0),
        }
    }

    fn check(&self, from: IpAddr, coding: bool) -> Result<(), Problem> {
        // Now and then addresses that have not asked for long are forgotten.
        if self.asked.fetch_add(1, Ordering::Relaxed) % 4096 == 4095 {
            self.asking.retain_recent();
            self.coding.retain_recent();
        }
        let enough = self.asking.check_key(&from).is_err()
            || (coding && self.coding.check_key(&from).is_err());
        if enough {
            return Err(Problem::new(
                StatusCode::TOO_MANY_REQUESTS,
                "too many requests",
                "wait a second and ask again",
            ));
        }
        Ok(())
    }
}

/// Checks a request, has it answered, and adds the headers.
pub(crate) async fn check(State(app): State<App>, request: Request, next: Next) -> Response {
    let mut response = match admit(&app, &request) {
        Err(problem) => problem.into_response(),
        Ok(()) => match tokio::time::timeout(LONGEST, next.run(request)).await {
            Ok(response) => response,
            Err(_) => Problem::new(
                StatusCode::REQUEST_TIMEOUT,
                "the answer took too long",
                "ask for less at a time",
            )
            .into_response(),
        },
    };
    let limited = response.status() == StatusCode::TOO_MANY_REQUESTS;
    let headers = response.headers_mut();
    for (name, value) in HEADERS {
        headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-cache, private"));
    headers.entry(header::VARY).or_insert(HeaderValue::from_static("accept, cookie"));
    if limited {
        headers.insert(header::RETRY_AFTER, HeaderValue::from_static("1"));
    }
    response
}

fn admit(app: &App, request: &Request) -> Result<(), Problem> {
    let headers = request.headers();
    let host = host_of(request).unwrap_or_default();
    if !app.settings.is_host(host) {
        return Err(Problem::new(
            StatusCode::MISDIRECTED_REQUEST,
            "this server does not answer to that name",
            "open it under the address that legation serve printed, or name it with --host",
        ));
    }
    let reads = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    if !reads && is_foreign(headers, host) {
        return Err(Problem::new(
            StatusCode::FORBIDDEN,
            "the request comes from another site",
            "send it from the server's own pages, or without an Origin header",
        ));
    }
    let path = request.uri().path();
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>();
    let peer = peer.map_or(IpAddr::V4(Ipv4Addr::LOCALHOST), |c| c.0.ip());
    app.limits.check(peer, path == "/api/v1/code")?;
    // The pages themselves hold no data; everything else may need a token.
    let open = !path.starts_with("/api/") || path == "/api/v1/session";
    if !open && app.settings.tokens.access(headers) < Access::Read {
        return Err(Problem::new(
            StatusCode::UNAUTHORIZED,
            "reading needs a token here",
            "send it as Authorization: Bearer …, or open the page and enter it",
        ));
    }
    Ok(())
}

/// The name by which the server was called.
fn host_of(request: &Request) -> Option<&str> {
    let header = request.headers().get(header::HOST).and_then(|v| v.to_str().ok());
    header.or_else(|| request.uri().authority().map(axum::http::uri::Authority::as_str))
}

/// Whether a browser says that another site sends this.
fn is_foreign(headers: &HeaderMap, host: &str) -> bool {
    let site = headers.get("sec-fetch-site").and_then(|v| v.to_str().ok());
    let origin = headers.get(header::ORIGIN).map(|v| v.to_str().unwrap_or("null"));
    let other_origin = origin.is_some_and(|o| {
        o.split_once("://").is_none_or(|(_, authority)| !authority.eq_ignore_ascii_case(host))
    });
    other_origin || matches!(site, Some("cross-site" | "same-site"))
}
