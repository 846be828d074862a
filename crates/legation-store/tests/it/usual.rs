//! The usual questions: all of them answered on a small store in every run, and timed on a large one when asked for.
//!
//! `LEGATION_BENCH_EVENTS=10000000 cargo test -p legation-store --test it usual -- --ignored --nocapture` builds a store of that many
//! events (`large.rs` says how), in `LEGATION_BENCH_FOLDER` if set, and prints the times. Needs about 1.2 kB of disk an event.
//! `LEGATION_BENCH_STORE=FILE` keeps the store, for other measurements, and `LEGATION_BENCH_ASK=1` asks one that was kept; `LEGATION_BENCH_EVERY=1` copies articles with every event.

use crate::common::{filled, run};
use legation_store::columns::{ACTORS, ARTICLES, EVENTS, FIGURES, STATEMENTS, TIES, Table};
use legation_store::{
    Attribution, Duplicates, Filter, Order, Page, Prepared, Result, Store, testing,
};
use std::path::Path;
use std::sync::mpsc;
use std::time::{Duration, Instant};

/// A question, and how many rows answer it.
type Question = (&'static str, Box<dyn Fn(&mut Store) -> Result<usize>>);

fn list(name: &'static str, table: &'static Table, filter: Filter) -> Question {
    (name, Box::new(move |store| Ok(store.list(table, &filter, &Page::first(100))?.rows.len())))
}

fn sql(name: &'static str, query: String) -> Question {
    (name, Box::new(move |store| Ok(store.sql(&query, 1000, Duration::from_mins(10))?.rows.len())))
}

/// Twenty questions about the actors that a store mentions most and one that it mentions rarely.
fn questions(store: &Store) -> Vec<Question> {
    let filter = Filter::default;
    let states = Filter { types: vec!["state".into()], ..filter() };
    let states = store.actors(&states, &Page::first(2)).unwrap().rows;
    let [one, other] = [0, 1].map(|i| states[i].str("id").to_owned());
    let rare = store.actors(&filter(), &Page::first(1).ordered(Order::Oldest)).unwrap().rows[0]
        .str("id")
        .to_owned();
    let article = store.documents(&filter(), &Page::first(1)).unwrap().rows[0].str("id").to_owned();
    let event = store.events(&filter(), &Page::first(1)).unwrap().rows[0].str("id").to_owned();
    let (from, to) = ("2020-01-01".parse().ok(), "2020-03-31".parse().ok());
    let far = Filter { actors: vec![one.clone()], from, to, ..filter() };
    vec![
        list("the latest events", &EVENTS, filter()),
        list(
            "events of a frequent actor",
            &EVENTS,
            Filter { actors: vec![one.clone()], ..filter() },
        ),
        list("events of a rare actor", &EVENTS, Filter { actors: vec![rare.clone()], ..filter() }),
        list(
            "events between two frequent actors",
            &EVENTS,
            Filter { dyad: Some((one.clone(), other.clone())), ..filter() },
        ),
        list(
            "what one did to the other in a quarter",
            &EVENTS,
            Filter {
                sources: vec![one.clone()],
                targets: vec![other.clone()],
                from,
                to,
                ..filter()
            },
        ),
        list(
            "material conflict in a quarter",
            &EVENTS,
            Filter { quads: vec![4], from, to, ..filter() },
        ),
        list(
            "events of a type and mode",
            &EVENTS,
            Filter { types: vec!["CONSULT".into()], modes: vec!["visit".into()], ..filter() },
        ),
        list("events in a context", &EVENTS, Filter { contexts: vec!["cyber".into()], ..filter() }),
        list("denied events", &EVENTS, Filter { factualities: vec!["denied".into()], ..filter() }),
        list(
            "events that somebody alleges",
            &EVENTS,
            Filter {
                speakers: vec![one.clone()],
                attribution: Some(Attribution::Attributed),
                ..filter()
            },
        ),
        list(
            "events of a country's actors",
            &EVENTS,
            Filter { countries: vec!["000".into()], ..filter() },
        ),
        list(
            "events in articles with a word",
            &EVENTS,
            Filter { text: Some("met".into()), ..filter() },
        ),
        list(
            "statements by a speaker",
            &STATEMENTS,
            Filter { speakers: vec![one.clone()], ..filter() },
        ),
        list(
            "statements with a phrase",
            &STATEMENTS,
            Filter { text: Some("\"aided\" beltow*".into()), ..filter() },
        ),
        list("figures about an actor in a quarter", &FIGURES, far),
        list("ties of an actor", &TIES, Filter { actors: vec![other.clone()], ..filter() }),
        list("the most mentioned actors", &ACTORS, filter()),
        list(
            "articles of a publisher, duplicates collapsed",
            &ARTICLES,
            Filter {
                publishers: vec!["Kelun Post".into()],
                duplicates: Duplicates::Collapse,
                ..filter()
            },
        ),
        (
            "an article with all its records, and a record with its article",
            Box::new(move |store| {
                Ok(usize::from(store.article(&article)?.is_some())
                    + usize::from(store.record(&event)?.is_some()))
            }),
        ),
        sql(
            "a dyad by month",
            format!(
                "SELECT * FROM dyad_months WHERE source = '{one}' AND target = '{other}' ORDER BY month"
            ),
        ),
    ]
}

#[test]
fn the_usual_questions_have_answers() {
    let mut store = filled(0..100);
    let questions = questions(&store);
    assert_eq!(questions.len(), 20);
    let answered = questions.iter().filter(|(_, ask)| ask(&mut store).unwrap() > 0).count();
    assert!(answered >= 15, "only {answered} questions have answers");
}

#[test]
#[ignore = "measures; see the module"]
fn the_usual_questions_are_answered_quickly() {
    let wanted: u64 = std::env::var("LEGATION_BENCH_EVENTS")
        .ok()
        .and_then(|n| n.parse().ok())
        .unwrap_or(1_000_000);
    let folder =
        std::env::var_os("LEGATION_BENCH_FOLDER").map_or_else(std::env::temp_dir, Into::into);
    let dir = tempfile::tempdir_in::<std::path::PathBuf>(folder).unwrap();
    let path = std::env::var_os("LEGATION_BENCH_STORE")
        .map_or_else(|| dir.path().join("large.db"), Into::into);
    let every = std::env::var("LEGATION_BENCH_EVERY").ok().and_then(|n| n.parse().ok());
    if std::env::var_os("LEGATION_BENCH_ASK").is_none() {
        make(&path, wanted, every.unwrap_or(8));
    }
    let mut store = Store::open(&path).unwrap();
    store.tune().unwrap();
    for (table, rows) in store.counts().unwrap() {
        println!("{rows:>12} {table}");
    }
    let questions = questions(&store);
    drop(store);
    let size = Path::new(&path).metadata().unwrap().len() as f64 / f64::from(1 << 20);
    println!("\n{size:.0} MiB\n\n| question | rows | cold ms | again ms |\n|---|---|---|---|");
    let mut slowest = Duration::ZERO;
    for (name, ask) in questions {
        forget(&path);
        let started = Instant::now();
        let mut store = Store::open_read_only(&path).unwrap();
        let rows = ask(&mut store).unwrap();
        let cold = started.elapsed();
        let started = Instant::now();
        ask(&mut store).unwrap();
        let again = started.elapsed();
        slowest = slowest.max(cold);
        println!(
            "| {name} | {rows} | {:.1} | {:.1} |",
            cold.as_secs_f64() * 1e3,
            again.as_secs_f64() * 1e3
        );
    }
    println!("\nThe slowest took {:.0} ms.", slowest.as_secs_f64() * 1e3);
    assert!(slowest < Duration::from_secs(5), "the slowest took {slowest:?}");
}

/// Makes the store.
fn make(path: &Path, wanted: u64, every: u64) {
    let started = Instant::now();
    let mut store = Store::open(path).unwrap();
    let (articles, records) = fill(&mut store, wanted.min(WRITTEN));
    let seconds = started.elapsed().as_secs_f64();
    println!(
        "{articles} articles with {records} records written in {seconds:.1} s: {:.0} articles/s, {:.0} records/s",
        articles as f64 / seconds,
        records as f64 / seconds
    );
    drop(store);
    let started = Instant::now();
    let events = crate::large::grow(path, wanted, every);
    println!("copied to {events} events in {:.0} s", started.elapsed().as_secs_f64());
}

/// So many events are written as articles; the rest are copies.
const WRITTEN: u64 = 40_000;

/// Makes the system forget what it has read of a file, as far as it has a command for that.
fn forget(path: &Path) {
    let done = std::process::Command::new("dd")
        .arg(format!("of={}", path.display()))
        .args(["oflag=nocache", "conv=notrunc,fdatasync", "count=0", "status=none"])
        .status();
    if !done.is_ok_and(|status| status.success()) {
        eprintln!("the file stays in memory: the times are not cold");
    }
}

/// Writes made-up articles until there are `wanted` events: one thread makes them, this one writes.
fn fill(store: &mut Store, wanted: u64) -> (u64, u64) {
    let (send, receive) = mpsc::sync_channel::<(Prepared, u64, u64)>(256);
    std::thread::spawn(move || {
        for seed in 0.. {
            let (doc, coded) = testing::article_of(seed, 8);
            let events = coded.events.len() as u64;
            let records = coded.statements.len()
                + coded.figures.len()
                + coded.ties.len()
                + coded.assessments.len();
            let ready = (Prepared::new(&doc, &coded).unwrap(), events, events + records as u64);
            if send.send(ready).is_err() {
                break;
            }
        }
    });
    let run = run("bench");
    let mut writer = store.writer();
    let (mut events, mut records, mut articles) = (0, 0, 0);
    for (article, n, all) in receive {
        writer.write_prepared(&article, &run).unwrap();
        events += n;
        records += all;
        articles += 1;
        if events >= wanted {
            break;
        }
    }
    writer.commit().unwrap();
    (articles, records)
}
