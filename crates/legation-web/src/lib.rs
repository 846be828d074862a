//! A Legation store in the browser: pages to read and follow, and a REST API over the same queries as the command line.
//!
//! - [`Settings`] say which store, on which address, with which tokens; [`app`] makes the router, [`serve`] runs it.
//! - [`api`] holds the handlers, one module per question; every answer has the shape `{ok, data, next}`, every error the
//!   shape `{ok, error, remedy}` ([`problem`]).
//! - [`guard`] stands before all of them: hosts, origins, rates, tokens, headers. Articles are hostile text: they leave
//!   this crate as JSON only, and the pages render them as text.
//! - [`assets`] are the built pages, embedded in the program.
//! - [`mcp`] gives the same queries to language models as tools of the Model Context Protocol; each answer carries the
//!   article and the span it stands on.
//!
//! The crate knows the store and the record types, not the language model: coding an article live goes through a
//! function that the caller hands in ([`Coder`]).

mod access;
mod answers;
mod api;
mod assets;
mod fresh;
mod guard;
mod mcp;
mod memory;
mod params;
mod pool;
mod problem;
mod serve;
mod settings;
mod suffix;
mod watch;

use axum::Router;
use axum::middleware::from_fn_with_state;
use std::sync::Arc;
use tower::ServiceExt as _;

pub use access::Tokens;
pub use api::openapi;
pub use mcp::{Broken, mcp, mcp_stdio};
pub use serve::serve;
pub use settings::{Coder, Refused, Settings};

/// What the handlers share.
pub(crate) struct Shared {
    pub(crate) settings: Settings,
    pub(crate) pool: Arc<pool::Pool>,
    pub(crate) memory: Arc<memory::Memory>,
    pub(crate) watch: Arc<watch::Watch>,
    pub(crate) answers: answers::Answers,
    pub(crate) limits: guard::Limits,
    pub(crate) coding: tokio::sync::Semaphore,
}

/// The state of the router.
pub(crate) type App = Arc<Shared>;

/// The longest request body.
const BODY: usize = 4 << 20;

/// The router for a store.
///
/// # Errors
/// Where the settings are unsafe: an address that others reach, without tokens.
pub fn app(settings: Settings) -> Result<Router, Refused> {
    settings.check()?;
    let shared: App = Arc::new(Shared {
        pool: Arc::new(pool::Pool::new(settings.db.clone())),
        memory: Arc::default(),
        watch: Arc::new(watch::Watch::new()),
        answers: answers::Answers::default(),
        limits: guard::Limits::new(settings.address.ip().is_loopback()),
        coding: tokio::sync::Semaphore::new(1),
        settings,
    });
    let (api, _) = api::router().split_for_parts();
    let inner = Router::new()
        .nest("/api/v1", api.route_layer(from_fn_with_state(Arc::clone(&shared), fresh::mark)))
        .route("/api/v1/openapi.json", axum::routing::get(api::document))
        .route("/api/{*rest}", axum::routing::any(api::nothing))
        .fallback(assets::serve)
        .method_not_allowed_fallback(api::wrong_method)
        .layer(axum::extract::DefaultBodyLimit::max(BODY))
        .layer(from_fn_with_state(Arc::clone(&shared), guard::check))
        .layer(tower_http::compression::CompressionLayer::new())
        .with_state(Arc::clone(&shared));
    // Endings such as `.csv` are taken off before the router looks at the path.
    Ok(Router::new().fallback_service(inner.into_service().map_request(suffix::strip)))
}
