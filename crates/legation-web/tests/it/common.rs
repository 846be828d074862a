//! A store of made-up articles behind a router, and a client.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode};
use legation_core::{Article, Coded, Document};
use legation_store::{RunInfo, Store, testing};
use legation_web::{Coder, Settings, Tokens};
use serde_json::Value;
use std::sync::Arc;
use tempfile::TempDir;
use tower::ServiceExt as _;

pub(crate) struct Site {
    pub(crate) router: Router,
    pub(crate) token: String,
    pub(crate) folder: TempDir,
}

pub(crate) struct Got {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) text: String,
}

impl Got {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|e| panic!("{e}: {}", self.text))
    }

    pub(crate) fn rows(&self) -> Vec<Value> {
        self.json()["data"].as_array().expect("rows").clone()
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |v| v.to_str().unwrap())
    }

    /// Asserts the one shape of errors.
    pub(crate) fn is_problem(&self, status: u16) -> &Self {
        assert_eq!(self.status.as_u16(), status, "{}", self.text);
        let body = self.json();
        assert_eq!(body["ok"], false);
        for field in ["error", "remedy"] {
            assert!(!body[field].as_str().unwrap().is_empty(), "{field}: {}", self.text);
        }
        self
    }
}

impl Site {
    /// A store of `n` made-up articles.
    pub(crate) fn of(n: u64) -> Self {
        Self::with(&(0..n).map(testing::article).collect::<Vec<_>>(), None)
    }

    pub(crate) fn with(articles: &[(Document, Coded)], coder: Option<Coder>) -> Self {
        let folder = TempDir::new().unwrap();
        let db = folder.path().join("store.db");
        write(&db, articles);
        let (settings, token) = settings(db, "127.0.0.1:8222".parse().unwrap(), coder);
        Self { router: legation_web::app(settings).unwrap(), token, folder }
    }

    pub(crate) fn db(&self) -> std::path::PathBuf {
        self.folder.path().join("store.db")
    }

    pub(crate) async fn send(&self, request: Request<Body>) -> Got {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (status, headers) = (response.status(), response.headers().clone());
        let bytes = to_bytes(response.into_body(), 64 << 20).await.unwrap();
        Got { status, headers, text: String::from_utf8_lossy(&bytes).into_owned() }
    }

    pub(crate) async fn get(&self, path: &str) -> Got {
        self.send(request("GET", path).body(Body::empty()).unwrap()).await
    }

    pub(crate) async fn post(&self, path: &str, body: &Value, token: Option<&str>) -> Got {
        let mut builder = request("POST", path).header("content-type", "application/json");
        if let Some(token) = token {
            builder = builder.header("authorization", format!("Bearer {token}"));
        }
        self.send(builder.body(Body::from(body.to_string())).unwrap()).await
    }
}

/// Settings for a store on this machine, and the token that allows writing.
pub(crate) fn settings(
    db: std::path::PathBuf,
    address: std::net::SocketAddr,
    coder: Option<Coder>,
) -> (Settings, String) {
    let (tokens, token) = Tokens::local();
    let settings = Settings {
        db,
        address,
        hosts: Vec::new(),
        tokens,
        coder,
        program: "legation test".to_owned(),
        scorecard: serde_json::json!({"set": {"f1": 0.5, "n": 4}}),
    };
    (settings, token)
}

pub(crate) fn request(method: &str, path: &str) -> axum::http::request::Builder {
    Request::builder().method(method).uri(path).header("host", "127.0.0.1:8222")
}

pub(crate) fn write(db: &std::path::Path, articles: &[(Document, Coded)]) {
    let mut store = Store::open(db).unwrap();
    let mut writer = store.writer();
    for (document, coded) in articles {
        writer.write(document, coded, &RunInfo::default()).unwrap();
    }
    writer.commit().unwrap();
}

/// A coder that finds nothing, for tests of the way there and back.
pub(crate) fn no_finder() -> Coder {
    Arc::new(|article: Article| {
        if article.text.contains("no model") {
            return Err("no language model is installed".to_owned());
        }
        let document = Document::new(article);
        Ok(legation_core::json::article(&document, &Coded::default()))
    })
}
