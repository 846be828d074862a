//! The usual questions: all of them answered on a small store in every run, and timed on a large one when asked for.
//!
//! `LEGATION_BENCH_RECORDS=10000000 cargo test --release -p legation-store --test it usual -- --ignored --nocapture`
//! builds a store of that many records (statements, events, figures, ties, assessments) and prints the times.

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
    let wanted: u64 = std::env::var("LEGATION_BENCH_RECORDS")
        .ok()
        .and_then(|n| n.parse().ok())
        .unwrap_or(1_000_000);
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("large.db");
    let mut store = Store::open(&path).unwrap();
    let started = Instant::now();
    let articles = fill(&mut store, wanted);
    let seconds = started.elapsed().as_secs_f64();
    let size = Path::new(&path).metadata().unwrap().len() as f64 / f64::from(1 << 20);
    println!(
        "| {wanted} records in {articles} articles written in {seconds:.0} s | {:.0} articles/s | {size:.0} MiB |",
        articles as f64 / seconds
    );
    store.tune().unwrap();
    println!("| question | rows | first ms | again ms |\n|---|---|---|---|");
    let mut slowest = Duration::ZERO;
    for (name, ask) in questions(&store) {
        let started = Instant::now();
        let rows = ask(&mut store).unwrap();
        let first = started.elapsed();
        let started = Instant::now();
        ask(&mut store).unwrap();
        let again = started.elapsed();
        slowest = slowest.max(again);
        println!(
            "| {name} | {rows} | {:.1} | {:.1} |",
            first.as_secs_f64() * 1e3,
            again.as_secs_f64() * 1e3
        );
    }
    assert!(slowest < Duration::from_secs(10), "the slowest took {slowest:?}");
}

/// Writes made-up articles until there are `wanted` records: one thread makes them, this one writes.
fn fill(store: &mut Store, wanted: u64) -> u64 {
    let (send, receive) = mpsc::sync_channel::<(Prepared, u64)>(256);
    std::thread::spawn(move || {
        for seed in 0.. {
            let (doc, coded) = testing::article_of(seed, 8);
            let records = coded.statements.len()
                + coded.events.len()
                + coded.figures.len()
                + coded.ties.len()
                + coded.assessments.len();
            if send.send((Prepared::new(&doc, &coded).unwrap(), records as u64)).is_err() {
                break;
            }
        }
    });
    let run = run("bench");
    let mut writer = store.writer();
    let (mut records, mut articles) = (0, 0);
    for (article, n) in receive {
        writer.write_prepared(&article, &run).unwrap();
        records += n;
        articles += 1;
        if records >= wanted {
            break;
        }
    }
    writer.commit().unwrap();
    articles
}
