//! Lists, pages, files, tags.

use crate::common::{Site, request, write};
use axum::body::Body;
use legation_store::testing;
use std::collections::BTreeSet;

const LISTS: [&str; 7] =
    ["events", "statements", "figures", "ties", "assessments", "actors", "articles"];

#[tokio::test]
async fn every_list_has_the_one_shape() {
    let site = Site::of(4);
    for list in LISTS {
        let got = site.get(&format!("/api/v1/{list}?limit=3")).await;
        assert_eq!(got.status, 200, "{}", got.text);
        let body = got.json();
        assert_eq!(body["ok"], true);
        assert!(!got.rows().is_empty(), "{list} is empty");
        assert!(body.as_object().unwrap().contains_key("next"), "{list}");
    }
}

#[tokio::test]
async fn pages_visit_every_row_once() {
    let site = Site::of(6);
    for list in LISTS {
        let all = site.get(&format!("/api/v1/{list}?limit=1000")).await.rows();
        let mut seen = Vec::new();
        let mut after = String::new();
        loop {
            let got = site.get(&format!("/api/v1/{list}?limit=7{after}")).await;
            seen.extend(got.rows());
            let Some(next) = got.json()["next"].as_str().map(str::to_owned) else { break };
            let escaped: String = url::form_urlencoded::byte_serialize(next.as_bytes()).collect();
            after = format!("&after={escaped}");
        }
        assert_eq!(seen, all, "{list}");
        let ids: BTreeSet<_> = seen.iter().map(|r| r["id"].to_string()).collect();
        assert_eq!(ids.len(), all.len(), "{list}");
    }
}

#[tokio::test]
async fn lists_come_as_files() {
    let site = Site::of(3);
    let rows = site.get("/api/v1/events?limit=1000").await.rows().len();
    let file = site.get("/api/v1/events.csv?limit=1000").await;
    assert_eq!(file.header("content-type"), "text/csv; charset=utf-8");
    assert!(file.header("content-disposition").contains("events.csv"));
    assert_eq!(csv::Reader::from_reader(file.text.as_bytes()).records().count(), rows);
    let by_header = request("GET", "/api/v1/events?limit=1000").header("accept", "text/csv");
    assert_eq!(site.send(by_header.body(Body::empty()).unwrap()).await.text, file.text);
    let json = site.get("/api/v1/events.json?limit=1000").await;
    assert_eq!(json.rows().len(), rows);
    let short = site.get("/api/v1/events.csv?limit=2").await;
    assert!(!short.header("x-next").is_empty());
}

#[tokio::test]
async fn filters_narrow_and_facets_count_what_is_left() {
    let site = Site::of(6);
    let facets = site.get("/api/v1/facets/events?columns=type,quad").await.json();
    let all = facets["data"]["count"].as_u64().unwrap();
    let first = &facets["data"]["facets"]["type"][0];
    let kind = first["value"].as_str().unwrap();
    let rows = site.get(&format!("/api/v1/events?type={kind}&limit=1000")).await.rows();
    assert_eq!(rows.len() as u64, first["count"].as_u64().unwrap());
    assert!(rows.len() as u64 <= all);
    assert!(rows.iter().all(|r| r["type"] == kind));
}

#[tokio::test]
async fn series_add_up() {
    let site = Site::of(6);
    let rows = site.get("/api/v1/events?limit=1000").await.rows();
    let dated = rows.iter().filter(|r| !r["date_from"].is_null()).count() as u64;
    for by in ["day", "week", "month", "year"] {
        let periods = site.get(&format!("/api/v1/timeline?by={by}")).await.rows();
        let sum: u64 = periods.iter().map(|p| p["events"].as_u64().unwrap()).sum();
        assert_eq!(sum, dated, "{by}");
    }
    let is_day =
        |r: &&serde_json::Value| !r["date_from"].is_null() && r["date_from"] == r["date_to"];
    let exact = rows.iter().filter(is_day).count() as u64;
    let days = site.get("/api/v1/timeline?by=day&exact=true").await.rows();
    assert_eq!(days.iter().map(|p| p["events"].as_u64().unwrap()).sum::<u64>(), exact);
    let pairs = site.get("/api/v1/network?limit=5").await.rows();
    assert!(!pairs.is_empty() && pairs.len() <= 5);
    let (a, b) = (pairs[0]["a"].as_str().unwrap(), pairs[0]["b"].as_str().unwrap());
    let between = site.get(&format!("/api/v1/events?dyad={a},{b}&limit=1000")).await.rows();
    assert!(between.len() as u64 >= pairs[0]["events"].as_u64().unwrap());
}

#[tokio::test]
async fn places_and_countries_count_what_the_filter_finds() {
    let site = Site::of(8);
    let rows = site.get("/api/v1/events?limit=1000").await.rows();
    let placed = rows.iter().filter(|r| !r["place"].is_null()).count() as u64;
    let places = site.get("/api/v1/places?limit=1000").await.rows();
    let sum: u64 = places.iter().map(|p| p["events"].as_u64().unwrap()).sum();
    assert_eq!(sum, placed);
    assert!(places.iter().any(|p| p["lat"].is_number() && p["lon"].is_number()));
    let countries = site.get("/api/v1/countries").await.rows();
    let first = &countries[0];
    let code = first["country"].as_str().unwrap();
    let with = site.get(&format!("/api/v1/events?country={code}&limit=1000")).await.rows();
    assert_eq!(with.len() as u64, first["events"].as_u64().unwrap());
    let narrowed = site.get("/api/v1/countries?quad=4").await.rows();
    assert!(narrowed.iter().all(|c| c["cooperation"] == 0));
    site.get("/api/v1/places.csv").await.header("content-type").starts_with("text/csv");
    site.get("/api/v1/places?by=x&since=never").await.is_problem(400);
}

#[tokio::test]
async fn the_ledger_lists_claims_that_differ() {
    let site = Site::of(40);
    let claims = site.get("/api/v1/ledger?limit=200").await.rows();
    let mut groups: std::collections::BTreeMap<String, BTreeSet<String>> =
        std::collections::BTreeMap::new();
    for claim in &claims {
        groups.entry(claim["measure"].to_string()).or_default().insert(claim["value"].to_string());
    }
    assert!(!groups.is_empty(), "no figures differ");
    assert!(groups.values().all(|values| values.len() > 1), "{groups:?}");
    assert_eq!(site.get("/api/v1/ledger?until=1800-01-01").await.rows().len(), 0);
}

#[tokio::test]
async fn what_is_to_be_reviewed_comes_with_its_sentence() {
    let site = Site::of(3);
    let queue = site.get("/api/v1/review").await.rows();
    assert!(!queue.is_empty());
    for event in queue.iter().filter(|e| e["sentence"].is_string()) {
        let start =
            event["trigger_start"].as_i64().unwrap() - event["sentence_start"].as_i64().unwrap();
        let sentence: Vec<char> = event["sentence"].as_str().unwrap().chars().collect();
        let words: String = sentence[start as usize..].iter().collect();
        assert!(words.starts_with(event["trigger"].as_str().unwrap()), "{event}");
    }
}

#[tokio::test]
async fn runs_and_scorecard_are_told() {
    let site = Site::of(3);
    let runs = site.get("/api/v1/runs").await.rows();
    assert_eq!(runs[0]["articles"], 3);
    let card = site.get("/api/v1/scorecard").await.rows();
    assert_eq!(card[0], serde_json::json!({"set": "set", "measure": "f1", "value": 0.5}));
    assert!(site.get("/api/v1/scorecard.csv").await.text.starts_with("set,measure,value"));
}

#[tokio::test]
async fn an_article_and_its_records_are_found_by_id() {
    let site = Site::of(2);
    let event = site.get("/api/v1/events?limit=1").await.rows().remove(0);
    let article = event["article"].as_str().unwrap();
    let whole = site.get(&format!("/api/v1/articles/{article}")).await.json();
    let events = whole["data"]["events"].as_array().unwrap();
    assert!(events.iter().any(|e| e["id"] == event["id"]));
    let record =
        site.get(&format!("/api/v1/records/{}", event["id"].as_str().unwrap())).await.json();
    assert_eq!(record["data"]["kind"], "event");
    assert_eq!(record["data"]["article"]["id"], article);
    let actor = site.get("/api/v1/actors?limit=1").await.rows().remove(0);
    let id: String =
        url::form_urlencoded::byte_serialize(actor["id"].as_str().unwrap().as_bytes()).collect();
    let found = site.get(&format!("/api/v1/actors/{}", id.replace('+', "%20"))).await.json();
    assert_eq!(found["data"]["actor"]["id"], actor["id"]);
    for missing in ["articles/none", "records/none", "actors/none", "facets/none?columns=x"] {
        site.get(&format!("/api/v1/{missing}")).await.is_problem(404);
    }
}

#[tokio::test]
async fn tags_hold_until_the_store_changes() {
    let site = Site::of(2);
    let first = site.get("/api/v1/events").await;
    let tag = first.header("etag").to_owned();
    assert!(!tag.is_empty());
    let again = |tag: String| {
        request("GET", "/api/v1/events").header("if-none-match", tag).body(Body::empty()).unwrap()
    };
    let same = site.send(again(tag.clone())).await;
    assert_eq!((same.status.as_u16(), same.text.as_str()), (304, ""));
    write(&site.db(), &[testing::article(77)]);
    let changed = site.send(again(tag)).await;
    assert_eq!(changed.status, 200);
    assert_ne!(changed.text, first.text);
}

#[tokio::test]
async fn mistakes_are_named() {
    let site = Site::of(1);
    for (path, status, says) in [
        ("events?colour=red", 400, "colour"),
        ("events?since=yesterday", 400, "since"),
        ("events?after=nonsense", 400, "cursor"),
        ("figures?quad=1", 400, "quad"),
        ("facets/events", 400, "columns"),
        ("facets/events?columns=nothing", 404, "nothing"),
        ("timeline?by=hour", 400, "by"),
        ("sql", 400, "query"),
        ("nowhere", 404, "nothing at this address"),
    ] {
        let got = site.get(&format!("/api/v1/{path}")).await;
        let error = got.is_problem(status).json()["error"].as_str().unwrap().to_owned();
        assert!(error.contains(says), "{path}: {error}");
    }
    let wrong = site.send(request("DELETE", "/api/v1/events").body(Body::empty()).unwrap()).await;
    wrong.is_problem(405);
}

#[tokio::test]
async fn readers_are_answered_while_articles_are_written() {
    let site = std::sync::Arc::new(Site::of(2));
    let db = site.db();
    let writing = tokio::task::spawn_blocking(move || {
        for seed in 100..112 {
            write(&db, &[testing::article(seed)]);
        }
    });
    let readers: Vec<_> = (0..200)
        .map(|_| {
            let site = std::sync::Arc::clone(&site);
            tokio::spawn(async move { site.get("/api/v1/events?limit=5").await.status })
        })
        .collect();
    for reader in readers {
        assert_eq!(reader.await.unwrap(), 200);
    }
    writing.await.unwrap();
}

#[tokio::test]
async fn a_correction_is_seen_at_once_in_what_was_asked_before() {
    let site = Site::of(3);
    let facets = "/api/v1/facets/events?columns=type";
    let before = site.get(facets).await.json()["data"]["count"].as_u64().unwrap();
    assert_eq!(site.get(facets).await.json()["data"]["count"].as_u64().unwrap(), before);
    let event = site.get("/api/v1/events?limit=1").await.rows()[0]["id"].clone();
    let reject =
        serde_json::json!({"change": {"action": "reject", "record": event}, "made_by": "Ana"});
    assert_eq!(site.post("/api/v1/corrections", &reject, Some(&site.token)).await.status, 200);
    assert_eq!(site.get(facets).await.json()["data"]["count"].as_u64().unwrap(), before - 1);
    // JSON and CSV are answers of their own, and so are those to other rights.
    assert!(site.get("/api/v1/events").await.text.starts_with('{'));
    assert!(!site.get("/api/v1/events.csv").await.text.starts_with('{'));
    assert_eq!(site.get("/api/v1/about").await.json()["data"]["may_write"], false);
    let about = request("GET", "/api/v1/about")
        .header("authorization", format!("Bearer {}", site.token))
        .body(Body::empty())
        .unwrap();
    assert_eq!(site.send(about).await.json()["data"]["may_write"], true);
}

#[tokio::test]
async fn positions_are_told_statement_by_statement() {
    let site = Site::of(20);
    let speakers = site.get("/api/v1/facets/statements?columns=speaker").await.json();
    let speakers = speakers["data"]["facets"]["speaker"].as_array().unwrap().clone();
    let mut seen = 0;
    for speaker in speakers.iter().filter_map(|s| s["value"].as_str()) {
        let got = site.get(&format!("/api/v1/actors/{speaker}/positions")).await;
        let rows = got.rows();
        seen += rows.len();
        for topic in rows.iter().map(|r| r["topic"].as_str().unwrap()) {
            assert_ne!(topic, speaker);
            let turns: Vec<&str> = rows
                .iter()
                .filter(|r| r["topic"] == topic)
                .map(|r| r["turn"].as_str().unwrap())
                .collect();
            assert!(matches!(turns[0], "first" | "only"), "{turns:?}");
            assert_eq!(turns.len() == 1, turns[0] == "only", "{turns:?}");
        }
        if let Some(row) = rows.first() {
            let record = row["statement"].as_str().unwrap();
            let record = site.get(&format!("/api/v1/records/{record}")).await.json();
            assert_eq!(record["data"]["record"]["content"], row["content"]);
        }
    }
    assert!(seen > 0, "nobody takes a position");
    assert_eq!(site.get("/api/v1/actors/nobody/positions").await.status, 404);
}

#[tokio::test]
async fn articles_without_a_title_are_called_by_their_first_line() {
    let article = |text: &str, title: Option<&str>| {
        let mut article = legation_core::Article::new(text, text);
        article.title = title.map(str::to_owned);
        (legation_core::Document::new(article), legation_core::Coded::default())
    };
    let site = Site::with(
        &[
            article("Envoys meet again\n\nThey met on Monday.", None),
            article("They met on Tuesday.\n\nNothing came of it.", None),
            article("Long ago\n\nThey met.", Some("Given")),
        ],
        None,
    );
    let mut headlines: Vec<_> = site
        .get("/api/v1/articles")
        .await
        .rows()
        .iter()
        .map(|r| r["headline"].to_string())
        .collect();
    headlines.sort();
    assert_eq!(headlines, ["\"Envoys meet again\"", "\"Given\"", "null"]);
}
