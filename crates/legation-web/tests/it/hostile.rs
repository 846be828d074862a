//! Hostile text, hostile requests.

use crate::common::{Site, no_finder, request};
use axum::body::Body;
use legation_core::{Actor, ActorKind, Article, Coded, Document};
use serde_json::json;

const SCRIPTS: [&str; 9] = [
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "</title><svg/onload=alert(1)>",
    "javascript:alert(1)",
    "<!--<script>",
    "'-alert(1)-'",
    "{{constructor.constructor('alert(1)')()}}",
    "\u{202e}gnirts\u{2066}",
    "=HYPERLINK(\"http://x\")",
];

fn article(script: &str) -> (Document, Coded) {
    let mut article =
        Article::new(format!("file:{script}"), format!("{script} met {script}.\n\n{script}"));
    article.title = Some(script.to_owned());
    article.publisher = Some(script.to_owned());
    article.byline = vec![script.to_owned()];
    let actor = Actor {
        id: "x".into(),
        name: script.to_owned(),
        kind: ActorKind::Group,
        country: None,
        sectors: Vec::new(),
        roles: Vec::new(),
        members: Vec::new(),
        known: false,
        mentions: Vec::new(),
        rule: "test".to_owned(),
    };
    (Document::new(article), Coded { actors: vec![actor], ..Coded::default() })
}

#[tokio::test]
async fn hostile_words_stay_words() {
    let articles: Vec<_> = SCRIPTS.iter().map(|s| article(s)).collect();
    let site = Site::with(&articles, None);
    for path in ["articles", "actors", "briefing", "review", "articles.csv", "actors.csv"] {
        let got = site.get(&format!("/api/v1/{path}")).await;
        assert_eq!(got.status, 200, "{path}: {}", got.text);
        let media = got.header("content-type");
        assert!(
            media.starts_with("application/json") || media.starts_with("text/csv"),
            "{path}: {media}"
        );
        assert_eq!(got.header("x-content-type-options"), "nosniff");
    }
    let titles: Vec<_> = site
        .get("/api/v1/articles")
        .await
        .rows()
        .iter()
        .map(|r| r["title"].as_str().unwrap().to_owned())
        .collect();
    for script in SCRIPTS {
        assert!(titles.iter().any(|t| t == script), "{script} was changed");
    }
    let csv = site.get("/api/v1/articles.csv").await.text;
    assert!(csv.contains("'=HYPERLINK"), "a spreadsheet would run {csv}");
    // No page holds any data: whatever the address says, it is the same file.
    let page = site.get("/").await.text;
    for path in ["/articles/%3Cscript%3Ealert(1)%3C/script%3E", "/events?text=<script>"] {
        let path = path.replace('<', "%3C").replace('>', "%3E");
        assert_eq!(site.get(&path).await.text, page);
    }
}

#[tokio::test]
async fn every_answer_has_the_headers() {
    let site = Site::of(1);
    for path in ["/", "/api/v1/events", "/api/v1/none", "/assets/none.js", "/api/v1/openapi.json"] {
        let got = site.get(path).await;
        let policy = got.header("content-security-policy");
        for part in
            ["default-src 'none'", "script-src 'self'", "frame-ancestors 'none'", "base-uri 'none'"]
        {
            assert!(policy.contains(part), "{path}: {policy}");
        }
        assert!(!policy.contains("unsafe"), "{policy}");
        assert_eq!(got.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(got.header("referrer-policy"), "no-referrer", "{path}");
    }
    let page = site.get("/").await.text;
    assert!(
        !page.contains("<script>") && !page.contains("<style"),
        "the page has parts that the policy forbids"
    );
}

#[tokio::test]
async fn other_names_and_other_sites_are_refused() {
    let site = Site::with(&[article("a")], Some(no_finder()));
    for host in ["evil.example", "evil.example:8222", "127.0.0.1:9999", ""] {
        let request = axum::http::Request::get("/api/v1/events").header("host", host);
        site.send(request.body(Body::empty()).unwrap()).await.is_problem(421);
    }
    let from = |name: &str, value: &str| {
        let body = json!({"text": "A met B."}).to_string();
        request("POST", "/api/v1/code")
            .header(name, value)
            .header("content-type", "application/json")
            .body(Body::from(body))
            .unwrap()
    };
    for origin in [
        "http://evil.example",
        "null",
        "http://127.0.0.1:9999",
        "http://127.0.0.1:8222.evil.example",
    ] {
        site.send(from("origin", origin)).await.is_problem(403);
    }
    site.send(from("sec-fetch-site", "cross-site")).await.is_problem(403);
    assert_eq!(site.send(from("origin", "http://127.0.0.1:8222")).await.status, 200);
}

#[tokio::test]
async fn nothing_outside_is_readable() {
    let site = Site::of(1);
    let page = site.get("/").await.text;
    for path in [
        "/../Cargo.toml",
        "/..%2f..%2fCargo.toml",
        "/assets/../../Cargo.toml",
        "/assets/..%2f..%2f..%2fCargo.toml",
        "/%2e%2e/%2e%2e/etc/passwd",
        "//etc/passwd",
        "/assets/%00",
        "/store.db",
        "/api/v1/articles/..%2f..%2fstore.db",
        "/api/v1/../../store.db",
    ] {
        let got = site.get(path).await;
        let known = got.text == page || got.status == 404 || got.status == 400;
        assert!(known, "{path}: {} {}", got.status, got.text);
        assert!(!got.text.contains("[package]") && !got.text.contains("SQLite format"), "{path}");
    }
    let missing = site.get("/api/v1/records/none").await;
    assert!(!missing.text.contains(site.folder.path().to_str().unwrap()), "a path leaks");
}

#[tokio::test]
async fn sql_reads_and_nothing_else() {
    let site = Site::of(2);
    for bad in [
        "DELETE FROM articles",
        "ATTACH '/etc/passwd' AS p",
        "PRAGMA writable_schema=1",
        "SELECT load_extension('x')",
        "SELECT 1; DROP TABLE events",
        "INSERT INTO runs VALUES (1)",
        "VACUUM INTO '/tmp/x.db'",
        "SELECT readfile('/etc/passwd')",
    ] {
        let query: String = url::form_urlencoded::byte_serialize(bad.as_bytes()).collect();
        site.get(&format!("/api/v1/sql?query={query}")).await.is_problem(400);
    }
    // What was asked is no advice.
    let two = site.get("/api/v1/sql?query=SELECT+1;+DROP+TABLE+events").await.json();
    assert!(!two["remedy"].as_str().unwrap().contains("DROP"), "{two}");
    let many = "/api/v1/sql?query=SELECT+a.id+FROM+events+a,+events+b,+events+c&limit=10";
    let got = site.get(many).await;
    assert_eq!(got.rows().len(), 10);
    assert_eq!(got.header("x-more"), "true");
}

#[tokio::test]
async fn too_much_is_refused_in_our_words() {
    let site = Site::with(&[], Some(no_finder()));
    let long = json!({"text": "a".repeat(5 << 20)});
    site.post("/api/v1/code", &long, None).await.is_problem(413);
    let longish = json!({"text": "a".repeat(300_000)});
    site.post("/api/v1/code", &longish, None).await.is_problem(413);
    let request = request("POST", "/api/v1/code").body(Body::from("{")).unwrap();
    site.send(request).await.is_problem(415);
    site.post("/api/v1/code", &json!({"text": 1}), None).await.is_problem(422);
    let mut limited = false;
    for _ in 0..40 {
        limited |=
            site.post("/api/v1/code", &json!({"text": "A met B."}), None).await.status == 429;
    }
    assert!(limited, "live coding is not limited");
}
