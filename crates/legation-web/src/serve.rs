//! [`serve`]: accepts connections. Clients that are slow to say what they want are not waited for.

use axum::Router;
use axum::extract::connect_info::ConnectInfo;
use axum::http::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1::Builder;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::Semaphore;
use tower::ServiceExt as _;

/// So long a client may take to send the head of a request; also how long it may leave a connection unused.
const HEAD: Duration = Duration::from_secs(8);
/// The most connections at one time; further ones wait to be accepted.
const MOST: usize = 4096;
/// After the stop, answers under way have so long to end.
const LAST: Duration = Duration::from_secs(2);

/// What the first pages ask, as they ask it.
const FIRST: [&str; 6] = [
    "about",
    "briefing",
    "network?limit=60",
    "timeline?by=month",
    "facets/events?columns=quad%2Ctype%2Cfactuality%2Csource%2Ctarget%2Ccontexts",
    "network?limit=60&since=2000-01-01",
];

/// Asks what the first pages ask, so that the first visitor need not wait for it. Where reading needs a token, nothing happens.
async fn warm(app: Router, address: SocketAddr) {
    for question in FIRST {
        let request = Request::get(format!("/api/v1/{question}"))
            .header("host", address.to_string())
            .body(axum::body::Body::empty());
        let Ok(request) = request else { continue };
        let Ok(response) = app.clone().oneshot(request).await;
        drop(response);
    }
}

/// Serves a router until `stop` is done.
///
/// # Errors
/// Never at present: a connection that fails concerns its client only.
pub async fn serve(
    listener: TcpListener,
    app: Router,
    stop: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    let mut builder = Builder::new();
    builder.timer(TokioTimer::new()).header_read_timeout(HEAD);
    let places = Arc::new(Semaphore::new(MOST));
    let graceful = GracefulShutdown::new();
    if let Ok(address) = listener.local_addr() {
        tokio::spawn(warm(app.clone(), address));
    }
    let mut stop = pin!(stop);
    loop {
        let next = async {
            let place = Arc::clone(&places).acquire_owned().await;
            (place, listener.accept().await)
        };
        let (place, accepted) = tokio::select! {
            next = next => next,
            () = &mut stop => break,
        };
        let Ok((stream, peer)) = accepted else {
            // Out of file descriptors, most likely: connections that end give some back.
            tokio::time::sleep(Duration::from_millis(50)).await;
            continue;
        };
        let service = app.clone().map_request(move |mut request: Request<Incoming>| {
            request.extensions_mut().insert(ConnectInfo(peer));
            request.map(axum::body::Body::new)
        });
        let service = TowerToHyperService::new(service);
        let connection = graceful.watch(builder.serve_connection(TokioIo::new(stream), service));
        tokio::spawn(async move {
            let _place = place;
            // What goes wrong with a connection concerns its client only.
            let _ = connection.await;
        });
    }
    // Event streams never end by themselves.
    let _ = tokio::time::timeout(LAST, graceful.shutdown()).await;
    Ok(())
}
