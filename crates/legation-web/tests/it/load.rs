//! How fast everything that the pages ask is answered on a large store, with and without each filter. Not run by default:
//!
//! `LEGATION_BENCH_STORE=FILE cargo test --release -p legation-web --test it load -- --ignored --nocapture`
//!
//! The store's own test `usual` makes such a store (`LEGATION_BENCH_EVERY=1`). Without one, a small store is made.
//! `LEGATION_BENCH_ONLY=WORD` asks only what has the word in it.

use crate::common::{Site, settings};
use legation_store::columns::{ARTICLES, EVENTS, Table};
use legation_store::{Filter, Page, Store, testing};
use std::fmt::Write as _;
use std::time::{Duration, Instant};

/// So many questions of each kind are asked, each with values of its own.
const ASKED: usize = 9;

/// What is asked without filters, or with the id of something.
const PLAIN: [(&str, &str); 11] = [
    ("what is served", "about"),
    ("what is new, contested, promised", "briefing"),
    ("events to review", "review"),
    ("network of actors", "network?limit=60"),
    ("an actor", "actors/{actor}"),
    ("positions of an actor", "actors/{actor}/positions"),
    ("an article", "articles/{article}"),
    ("a record", "records/{event}"),
    ("runs", "runs"),
    ("corrections", "corrections"),
    ("scorecard", "scorecard"),
];

/// What is asked with filters, as the pages ask it.
const FILTERED: [(&str, &str); 14] = [
    ("events", "events?limit=40"),
    ("facets of events", "facets/events?columns=quad,type,factuality,source,target,contexts"),
    ("events by country", "countries?limit=250"),
    ("events by place", "places?limit=300"),
    ("events by month", "timeline?by=month"),
    ("events by day", "timeline?by=day&exact=true"),
    ("network", "network?limit=60"),
    ("statements", "statements?limit=40"),
    ("facets of statements", "facets/statements?columns=act,cue_class,speaker,manner"),
    ("figures", "figures?limit=60"),
    ("numbers that differ", "ledger?limit=60"),
    ("actors", "actors?limit=60"),
    ("facets of actors", "facets/actors?columns=kind,country,sectors"),
    ("articles", "articles?limit=40"),
];

const FILTERS: [(&str, &str); 19] = [
    ("–", ""),
    ("copies once", "&collapse_duplicates=true"),
    ("actor", "&actor={actor}"),
    ("two actors", "&dyad={actor},{other}"),
    ("source and target", "&source={actor}&target={other}"),
    ("country", "&country={country}"),
    ("sector", "&sector={sector}"),
    ("type", "&type={type}"),
    ("mode", "&mode={mode}"),
    ("quadrant", "&quad={quad}"),
    ("context", "&context={context}"),
    ("factuality", "&factuality={factuality}"),
    ("attribution", "&attribution={attribution}"),
    ("speaker", "&speaker={actor}"),
    ("publisher", "&publisher={publisher}"),
    ("word", "&text={word}"),
    ("a quarter", "&since={year}-01-01&until={year}-03-31"),
    ("half of all days", "&since={early}-05-02"),
    ("quadrant, six weeks", "&quad={quad}&since={year}-02-10&until={year}-03-24"),
];

/// Values for the questions.
struct Values(Vec<(&'static str, Vec<String>)>);

impl Values {
    fn of(store: &Store) -> Self {
        let all = Filter::all();
        let events = |column: &str| {
            let counted = store.facet(&EVENTS, column, &all, ASKED as u32).unwrap();
            let texts = counted.iter().map(|(value, _)| value.to_string());
            texts.filter(|text| !text.is_empty()).collect::<Vec<_>>()
        };
        let first = |table: &'static Table, column: &str| {
            let rows = store.list(table, &all, &Page::first(400)).unwrap().rows;
            let mut texts: Vec<String> =
                rows.iter().map(|row| row.str(column).to_owned()).collect();
            texts.retain(|text| !text.is_empty());
            texts.sort_unstable();
            texts.dedup();
            texts
        };
        let countries = store.countries(&all).unwrap();
        let some = |texts: &[&str]| texts.iter().map(|t| (*t).to_owned()).collect();
        let days = store.days(&all, true).unwrap();
        let year = |at: usize| days[at * (days.len() - 1) / 20].0[..4].to_owned();
        Self(vec![
            ("actor", events("source")),
            ("other", events("target").into_iter().rev().collect()),
            ("article", first(&ARTICLES, "id")),
            ("event", first(&EVENTS, "id")),
            ("country", countries.into_iter().map(|c| c.country).take(ASKED).collect()),
            ("sector", some(&["GOV", "MIL", "CVL", "COP", "LEG"])),
            ("type", events("type")),
            ("mode", events("mode")),
            ("quad", some(&["1", "4", "2", "3"])),
            ("context", events("contexts")),
            ("factuality", events("factuality")),
            ("attribution", some(&["attributed", "reporter"])),
            ("publisher", first(&ARTICLES, "publisher")),
            ("word", some(&["met", "talks", "aided", "sanctions", "troops"])),
            ("year", (0..ASKED).map(|n| year(2 + 2 * n)).collect()),
            ("early", (0..ASKED).map(|n| year(6 + n)).collect()),
        ])
    }

    /// A question of a kind, with the nth values.
    fn fill(&self, question: &str, nth: usize) -> String {
        let mut out = question.to_owned();
        for (name, values) in &self.0 {
            if let Some(value) = values.get(nth % values.len().max(1)) {
                let value: String =
                    url::form_urlencoded::byte_serialize(value.as_bytes()).collect();
                out = out.replace(&format!("{{{name}}}"), &value);
            }
        }
        out
    }
}

/// The processor time of all threads.
fn worked() -> Duration {
    let tasks = std::fs::read_dir("/proc/self/task").into_iter().flatten().flatten();
    let of = |task: std::fs::DirEntry| {
        let text = std::fs::read_to_string(task.path().join("schedstat")).ok()?;
        text.split(' ').next()?.parse::<u64>().ok()
    };
    Duration::from_nanos(tasks.filter_map(of).sum())
}

/// Asks one kind of question; a row of the table, and the longest processor time; nothing where the filter does not fit.
async fn timed(site: &Site, questions: &[String]) -> Option<(String, f64)> {
    let (mut times, mut work, mut size) = (Vec::new(), Vec::new(), 0);
    for question in questions {
        let (since, before) = (Instant::now(), worked());
        let got = site.get(&format!("/api/v1/{question}")).await;
        times.push(since.elapsed().as_secs_f64() * 1e3);
        work.push((worked().saturating_sub(before)).as_secs_f64() * 1e3);
        if got.status == 400 {
            return None;
        }
        assert_eq!(got.status, 200, "{question}: {}", got.text);
        size = size.max(got.text.len() / 1000);
    }
    let mut row = format!("{size}");
    for list in [&mut times, &mut work] {
        list.sort_by(f64::total_cmp);
        write!(row, " | {:.0} | {:.0}", list[list.len() / 2], list[list.len() - 1]).unwrap();
    }
    Some((row, work[work.len() - 1]))
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "takes minutes; see the module's documentation"]
async fn all_that_the_pages_ask_of_a_large_store() {
    let scratch = tempfile::TempDir::new().unwrap();
    let kept = std::env::var_os("LEGATION_BENCH_STORE").map(std::path::PathBuf::from);
    let db = kept.clone().unwrap_or_else(|| scratch.path().join("store.db"));
    let mut store = Store::open(&db).unwrap();
    if kept.is_none() {
        let mut writer = store.writer();
        for seed in 0..500 {
            let (document, coded) = testing::article_of(seed, 2 + (seed % 3) as usize);
            writer.write(&document, &coded, &legation_store::RunInfo::default()).unwrap();
        }
        writer.commit().unwrap();
        drop(writer);
        store.tune().unwrap();
    }
    println!("{:?}", store.counts().unwrap());
    let values = Values::of(&store);
    drop(store);
    let (settings, token) = settings(db, "127.0.0.1:8222".parse().unwrap(), None);
    let site = Site { router: legation_web::app(settings).unwrap(), token, folder: scratch };
    // Until all events are in memory, the number of those that are not counted is told.
    let since = Instant::now();
    let (mut tries, before) = (0, worked());
    while site
        .get(&format!("/api/v1/facets/events?columns=type&min_confidence=0.{tries:04}"))
        .await
        .json()["data"]["more"]
        == true
    {
        tokio::time::sleep(Duration::from_millis(200)).await;
        tries += 1;
    }
    println!(
        "in memory after {:.1} s, {:.1} s of processor time\n",
        since.elapsed().as_secs_f64(),
        (worked().saturating_sub(before)).as_secs_f64()
    );
    let only = std::env::var("LEGATION_BENCH_ONLY").unwrap_or_default();
    println!(
        "| question | filter | kB | median ms | longest | processor ms | longest |\n|---|---|---|---|---|---|---|"
    );
    let plain = PLAIN.iter().map(|(name, path)| (*name, "", (*path).to_owned()));
    let filtered = FILTERED.iter().flat_map(|(name, path)| {
        FILTERS.iter().map(move |(filter, more)| {
            let joint = if path.contains('?') { "" } else { "?" };
            (*name, *filter, format!("{path}{joint}{more}"))
        })
    });
    let mut slow = Vec::new();
    for (name, filter, path) in plain.chain(filtered) {
        let wanted = format!("{name} {filter} {path}");
        let takes = !path.contains("network?") && !path.contains("ledger?")
            || filter.is_empty()
            || filter.contains("day")
            || filter == "a quarter"
            || filter == "–";
        if !wanted.contains(&only) || !takes {
            continue;
        }
        let mut questions: Vec<String> = (0..ASKED).map(|nth| values.fill(&path, nth)).collect();
        questions.dedup();
        if let Some((row, longest)) = timed(&site, &questions).await {
            println!("| {name} | {filter} | {row} |");
            if longest > 100.0 {
                slow.push(format!("{name}, {filter}: {longest:.0}"));
            }
        }
    }
    println!("\n{} take more than 100 ms of processor time: {slow:#?}", slow.len());
}
