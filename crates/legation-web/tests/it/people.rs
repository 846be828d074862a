//! Tokens, sessions, corrections, live coding.

use crate::common::{Site, no_finder, request};
use axum::body::Body;
use legation_web::{Refused, Settings, Tokens};
use serde_json::json;

#[tokio::test]
async fn corrections_need_the_token_and_are_applied() {
    let site = Site::of(2);
    let event =
        site.get("/api/v1/events?limit=1").await.rows()[0]["id"].as_str().unwrap().to_owned();
    let reject = json!({"change": {"action": "reject", "record": event}, "made_by": "Ana", "reason": "no event"});
    site.post("/api/v1/corrections", &reject, None).await.is_problem(401);
    site.post("/api/v1/corrections", &reject, Some("wrong")).await.is_problem(401);
    let kept = site.post("/api/v1/corrections", &reject, Some(&site.token)).await;
    assert_eq!(kept.status, 200, "{}", kept.text);
    let left = site.get(&format!("/api/v1/events?id={event}")).await.rows();
    assert!(left.is_empty(), "the rejected event is still there");
    let list = site.get("/api/v1/corrections").await.rows();
    assert_eq!(list[0]["made_by"], "Ana");
    let undo = json!({"change": {"action": "undo", "correction": list[0]["id"]}, "made_by": "Ana"});
    assert_eq!(site.post("/api/v1/corrections", &undo, Some(&site.token)).await.status, 200);
    assert_eq!(site.get(&format!("/api/v1/events?id={event}")).await.rows().len(), 1);
    let nobody = json!({"change": {"action": "reject", "record": event}, "made_by": " "});
    site.post("/api/v1/corrections", &nobody, Some(&site.token)).await.is_problem(400);
    let nothing = json!({"change": {"action": "reject", "record": "none"}, "made_by": "Ana"});
    site.post("/api/v1/corrections", &nothing, Some(&site.token)).await.is_problem(400);
}

#[tokio::test]
async fn a_token_becomes_a_cookie_that_scripts_cannot_read() {
    let site = Site::of(1);
    site.post("/api/v1/session", &json!({"token": "wrong"}), None).await.is_problem(401);
    let begun = site.post("/api/v1/session", &json!({"token": site.token}), None).await;
    assert_eq!(begun.status, 200);
    let cookie = begun.header("set-cookie");
    assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict"), "{cookie}");
    let pair = cookie.split(';').next().unwrap();
    let about = request("GET", "/api/v1/about").header("cookie", pair).body(Body::empty()).unwrap();
    assert_eq!(site.send(about).await.json()["data"]["may_write"], true);
    assert_eq!(site.get("/api/v1/about").await.json()["data"]["may_write"], false);
}

#[tokio::test]
async fn others_get_in_with_a_token_only() {
    let site = Site::of(1);
    let (reader, writer) = ("r".repeat(40), "w".repeat(40));
    let settings = Settings {
        db: site.db(),
        address: "0.0.0.0:8222".parse().unwrap(),
        hosts: vec!["desk.example.org".to_owned()],
        tokens: Tokens::parse(&format!("{writer}\nread {reader}")).unwrap(),
        coder: None,
        program: "legation test".to_owned(),
        scorecard: serde_json::json!({"set": {"f1": 0.5, "n": 4}}),
    };
    let open = Settings { tokens: Tokens::local().0, ..settings.clone() };
    assert_eq!(legation_web::app(open).err(), Some(Refused::Open(settings.address)));
    let site = Site { router: legation_web::app(settings).unwrap(), ..site };
    let ask = |token: Option<&str>| {
        let mut builder =
            axum::http::Request::get("/api/v1/events").header("host", "desk.example.org");
        if let Some(token) = token {
            builder = builder.header("authorization", format!("Bearer {token}"));
        }
        builder.body(Body::empty()).unwrap()
    };
    site.send(ask(None)).await.is_problem(401);
    site.send(ask(Some("guess"))).await.is_problem(401);
    assert_eq!(site.send(ask(Some(&reader))).await.status, 200);
    let page = axum::http::Request::get("/").header("host", "desk.example.org");
    assert_eq!(site.send(page.body(Body::empty()).unwrap()).await.status, 200);
}

#[tokio::test]
async fn an_article_is_coded_live_and_not_kept() {
    let site = Site::with(&[], Some(no_finder()));
    let given =
        json!({"text": "Arvenia met Ostavia.", "title": "Talks", "published": "2024-03-14"});
    let got = site.post("/api/v1/code", &given, None).await;
    let document = &got.json()["data"]["document"];
    assert_eq!(document["text"], "Arvenia met Ostavia.");
    assert_eq!(document["published"]["value"], "2024-03-14");
    assert!(site.get("/api/v1/articles").await.rows().is_empty());
    site.post("/api/v1/code", &json!({"text": " "}), None).await.is_problem(400);
    site.post("/api/v1/code", &json!({"text": "x", "published": "May"}), None)
        .await
        .is_problem(400);
    site.post("/api/v1/code", &json!({"text": "no model"}), None).await.is_problem(503);
    let off = Site::of(1);
    off.post("/api/v1/code", &given, None).await.is_problem(503);
    assert_eq!(off.get("/api/v1/about").await.json()["data"]["may_code"], false);
}
