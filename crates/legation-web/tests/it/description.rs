//! The committed description is that of the routes, and the routes do what it says.

use crate::common::{Site, no_finder};
use legation_store::testing;
use serde_json::Value;
use std::path::Path;

#[test]
fn the_committed_description_is_the_real_one() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("openapi.json");
    let now = serde_json::to_string_pretty(&legation_web::openapi()).unwrap() + "\n";
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(&file, &now).unwrap();
    }
    let committed = std::fs::read_to_string(&file).unwrap_or_default();
    assert!(
        committed == now,
        "openapi.json is not that of the routes; run this test with BLESS=1 and commit it"
    );
}

#[tokio::test]
async fn every_described_question_is_answered() {
    let articles: Vec<_> = (0..2).map(testing::article).collect();
    let site = Site::with(&articles, Some(no_finder()));
    let description = site.get("/api/v1/openapi.json").await.json();
    assert!(description["openapi"].as_str().unwrap().starts_with("3.1"));
    let article = site.get("/api/v1/articles").await.rows()[0]["id"].as_str().unwrap().to_owned();
    let event = site.get("/api/v1/events").await.rows()[0]["id"].as_str().unwrap().to_owned();
    let actors = site.get("/api/v1/actors").await.rows();
    let actor =
        actors.iter().find(|a| a["known"] == true).unwrap()["id"].as_str().unwrap().to_owned();
    for (path, item) in description["paths"].as_object().unwrap() {
        // The progress never ends; tests/it/live.rs listens to it.
        if item["get"].is_null() || path == "/progress" {
            continue;
        }
        let id = match path.as_str() {
            "/articles/{id}" => &article,
            "/actors/{id}" | "/actors/{id}/positions" => &actor,
            _ => &event,
        };
        let mut asked = path.replace("{id}", id).replace("{list}", "events");
        match path.as_str() {
            "/facets/{list}" => asked.push_str("?columns=type"),
            "/sql" => asked.push_str("?query=SELECT%201"),
            _ => {}
        }
        let got = site.get(&format!("/api/v1{asked}")).await;
        assert_eq!(got.status, 200, "{path}: {}", got.text);
        assert_eq!(got.json()["ok"], true, "{path}");
        let schema = &item["get"]["responses"]["200"]["content"]["application/json"]["schema"];
        assert!(schema.is_object(), "{path} does not say what it answers");
    }
}

#[tokio::test]
async fn the_columns_of_every_row_are_described() {
    let site = Site::of(2);
    let description = legation_web::openapi();
    for (list, schema) in [
        ("events", "event_row"),
        ("statements", "statement_row"),
        ("actors", "actor_row"),
        ("articles", "article_row"),
    ] {
        let row = site.get(&format!("/api/v1/{list}?limit=1")).await.rows().remove(0);
        let described = &description["components"]["schemas"][schema]["properties"];
        let names = |v: &Value| v.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
        assert_eq!(names(&row), names(described), "{list}");
    }
}
