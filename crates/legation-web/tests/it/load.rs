//! How fast the usual questions are answered on a large store. Not run by default:
//!
//! `LEGATION_BENCH_ARTICLES=100000 LEGATION_BENCH_STORE=/tmp/large.db cargo test -p legation-web --test it load -- --ignored --nocapture`
//!
//! The store is made where it is not there yet, and kept.

use crate::common::{Site, settings};
use legation_store::testing;
use std::time::Instant;

const QUESTIONS: [(&str, &str); 16] = [
    ("what is served", "about"),
    ("what is new, contested, promised", "briefing"),
    ("network of actors", "network?limit=60"),
    ("network in a quarter", "network?limit=60&since=2022-01-01&until=2022-03-31"),
    ("events by month", "timeline?by=month"),
    ("the latest events", "events?limit=50"),
    ("facets of all events", "facets/events?columns=quad,type,factuality,source,target,contexts"),
    ("events of an actor", "events?actor=CHN&limit=50"),
    ("events between two", "events?dyad=CHN,RUS&limit=50"),
    ("events by country", "countries"),
    ("events by place", "places?limit=300"),
    ("statements with a word", "statements?text=talks&limit=40"),
    ("the latest figures", "figures?limit=60"),
    ("numbers that differ", "ledger?limit=60"),
    ("the most frequent actors", "actors?limit=60"),
    ("events to review", "review"),
];

#[tokio::test(flavor = "multi_thread")]
#[ignore = "takes minutes; see the module's documentation"]
async fn usual_questions_on_a_large_store() {
    let number = |name: &str| std::env::var(name).ok().and_then(|n| n.parse().ok());
    let articles: u64 = number("LEGATION_BENCH_ARTICLES").unwrap_or(2_000);
    let scratch = tempfile::TempDir::new().unwrap();
    let db = std::env::var_os("LEGATION_BENCH_STORE")
        .map_or_else(|| scratch.path().join("store.db"), Into::into);
    let mut store = legation_store::Store::open(&db).unwrap();
    let have: i64 =
        store.counts().unwrap().iter().find(|(n, _)| *n == "articles").unwrap().1 as i64;
    let mut writer = store.writer();
    for seed in have as u64..articles {
        let (document, coded) = testing::article_of(seed, 2 + (seed % 3) as usize);
        writer.write(&document, &coded, &legation_store::RunInfo::default()).unwrap();
    }
    writer.commit().unwrap();
    drop(writer);
    store.tune().unwrap();
    println!("{articles} articles, {:?}", store.counts().unwrap());
    drop(store);
    let (settings, token) = settings(db, "127.0.0.1:8222".parse().unwrap(), None);
    let site = Site { router: legation_web::app(settings).unwrap(), token, folder: scratch };
    println!("| question | kB | first ms | again ms (median of 9) |\n|---|---|---|---|");
    for (name, path) in QUESTIONS {
        let mut times = Vec::new();
        let mut size = 0;
        for _ in 0..10 {
            let since = Instant::now();
            let got = site.get(&format!("/api/v1/{path}")).await;
            times.push(since.elapsed().as_secs_f64() * 1e3);
            assert_eq!(got.status, 200, "{path}: {}", got.text);
            size = got.text.len() / 1000;
        }
        let first = times.remove(0);
        times.sort_by(f64::total_cmp);
        println!("| {name} | {size} | {first:.1} | {:.1} |", times[4]);
    }
}
