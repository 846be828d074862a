//! The counts that are kept while articles are written say what a look at every event says.

use crate::common::{filled, run, write};
use legation_core::Coded;
use legation_store::columns::{ACTORS, EVENTS};
use legation_store::{Change, Correction, Filter, Page, Store, testing};
use serde_json::{Value as Json, json};
use std::time::Duration;

/// The views, written out over the events themselves.
const DYADS: &str = "
    SELECT d.source, d.target, substr(d.date_from, 1, 7) AS month, d.quad, count(*) AS events,
      sum(d.factuality IN ('occurred', 'ongoing')) AS facts, round(avg(d.intensity), 2) AS mean_intensity
    FROM dyads d JOIN articles a ON a.id = d.article
    WHERE a.duplicate_of IS NULL AND d.date_from IS NOT NULL
    GROUP BY d.source, d.target, month, d.quad ORDER BY 1, 2, 3, 4";
const ACTOR_YEARS: &str = "
    SELECT ifnull(n.merged_into, x.actor) AS actor, substr(e.date_from, 1, 4) AS year, x.role, e.quad, count(*) AS events,
      sum(e.factuality IN ('occurred', 'ongoing')) AS facts, round(avg(e.intensity), 2) AS mean_intensity
    FROM event_actors x JOIN events e ON e.id = x.event JOIN actors n ON n.id = x.actor JOIN articles a ON a.id = e.article
    WHERE e.status <> 'withdrawn' AND a.duplicate_of IS NULL AND e.date_from IS NOT NULL
    GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4";

fn rows(store: &mut Store, sql: &str) -> Vec<Vec<Json>> {
    store.sql(sql, 1_000_000, Duration::from_mins(1)).unwrap().rows
}

pub(crate) fn agree(store: &mut Store) {
    for (view, long) in [("dyad_months", DYADS), ("actor_years", ACTOR_YEARS)] {
        let kept = rows(store, &format!("SELECT * FROM {view} ORDER BY 1, 2, 3, 4"));
        let found = rows(store, long);
        assert_eq!(kept.len(), found.len(), "rows of {view}");
        for (kept, found) in kept.iter().zip(&found) {
            assert_eq!(kept[..6], found[..6], "{view}");
            // Halves are rounded either way.
            let mean = |row: &[Json]| row[6].as_f64().unwrap_or_default();
            assert!((mean(kept) - mean(found)).abs() < 0.011, "{view}: {kept:?} {found:?}");
        }
    }
    assert_eq!(store.check().unwrap(), Vec::<String>::new());
    whole(store);
}

/// What is answered from counts is what a filter that leaves nothing out finds in the events themselves.
fn whole(store: &Store) {
    let (all, open) = (Filter::all(), Filter { min_confidence: Some(-1.0), ..Filter::all() });
    assert_eq!(store.count(&EVENTS, &all).unwrap(), store.count(&EVENTS, &open).unwrap());
    for column in ["type", "quad", "factuality", "contexts", "source", "target"] {
        for limit in [3, 1000] {
            let [kept, found] =
                [&all, &open].map(|f| store.facet(&EVENTS, column, f, limit).unwrap());
            assert_eq!(kept, found, "{column}");
        }
    }
    assert_eq!(store.countries(&all).unwrap(), store.countries(&open).unwrap());
    for exact in [false, true] {
        assert_eq!(store.days(&all, exact).unwrap(), store.days(&open, exact).unwrap());
    }
}

fn correct(store: &mut Store, minute: u32, change: Change) -> String {
    let made_at = format!("2031-05-06T10:{minute:02}:00Z");
    let correction = Correction { change, made_by: "ada".to_owned(), made_at, reason: None };
    store.correct(&correction).unwrap()
}

#[test]
fn counts_follow_every_change() {
    let mut store = filled(0..40);
    agree(&mut store);
    let total = rows(&mut store, "SELECT sum(events) FROM dyad_months")[0][0].as_i64().unwrap();
    // Coded anew, once with nothing left.
    let (doc, coded) = testing::article(3);
    let empty = Coded { sentences: coded.sentences.clone(), ..Coded::default() };
    store.writer().write(&doc, &empty, &run("test 2")).unwrap();
    agree(&mut store);
    write(&mut store, 0..40, "test 3");
    agree(&mut store);
    assert_eq!(rows(&mut store, "SELECT sum(events) FROM dyad_months")[0][0], total);
    // Near-duplicates count once, and again when they turn out to be none.
    let articles = store.documents(&Filter::all(), &Page::first(2)).unwrap().rows;
    let [first, second] = [0, 1].map(|i| articles[i].str("id").to_owned());
    store.set_duplicates(&[(second.clone(), Some(first))]).unwrap();
    agree(&mut store);
    assert!(
        rows(&mut store, "SELECT sum(events) FROM dyad_months")[0][0].as_i64().unwrap() < total
    );
    store.set_duplicates(&[(second, None)]).unwrap();
    agree(&mut store);
    // People reject, edit, merge and undo.
    let events = store.events(&Filter::all(), &Page::first(3)).unwrap().rows;
    let id = |i: usize| events[i].str("id").to_owned();
    let rejected = correct(&mut store, 1, Change::Reject { record: id(0) });
    agree(&mut store);
    let changes = json!({"type": "RETREAT", "date": {"value": "2031", "from": "2031-01-01", "to": "2031-12-31"}});
    correct(&mut store, 2, Change::Edit { record: id(1), changes });
    agree(&mut store);
    let actors = store.actors(&Filter::all(), &Page::first(3)).unwrap().rows;
    let actor = |i: usize| actors[i].str("id").to_owned();
    correct(&mut store, 3, Change::Merge { actor: actor(1), into: actor(0) });
    agree(&mut store);
    let merged = correct(&mut store, 4, Change::Merge { actor: actor(2), into: actor(1) });
    agree(&mut store);
    write(&mut store, 30..60, "test 4");
    agree(&mut store);
    correct(&mut store, 5, Change::Undo { correction: merged });
    correct(&mut store, 6, Change::Undo { correction: rejected });
    agree(&mut store);
    store.compact().unwrap();
    agree(&mut store);
}

/// What lists by candidate find is what a count by the other way finds, in either order, in pages.
#[test]
fn pages_of_candidates_follow_one_another() {
    let mut store = filled(0..60);
    let actors = store.actors(&Filter::all(), &Page::first(2)).unwrap().rows;
    let [one, other] = [0, 1].map(|i| actors[i].str("id").to_owned());
    let any = Filter::default;
    let (from, to) = ("2016-01-01".parse().ok(), "2020-12-31".parse().ok());
    let context = legation_core::plover::CONTEXTS[3].name.to_owned();
    for filter in [
        Filter { actors: vec![one.clone()], ..any() },
        Filter { actors: vec![one.clone(), other.clone()], from, to, ..any() },
        Filter { sources: vec![one.clone()], countries: vec!["001".into()], ..any() },
        Filter { dyad: Some((one.clone(), other.clone())), ..any() },
        Filter { countries: vec!["000".into(), "001".into()], quads: vec![1, 4], to, ..any() },
        Filter { contexts: vec![context], actors: vec![one.clone()], ..any() },
        Filter { sectors: vec!["MIL".into()], publishers: vec!["Kelun Post".into()], ..any() },
    ] {
        let all = store.count(&EVENTS, &filter).unwrap() as usize;
        for frequent in [0, 1, u32::MAX] {
            store.set_frequent(frequent);
            let mut orders = Vec::new();
            for order in [legation_store::Order::Newest, legation_store::Order::Oldest] {
                let mut seen: Vec<String> = Vec::new();
                let mut page = Page::first(3).ordered(order);
                loop {
                    let listing = store.events(&filter, &page).unwrap();
                    seen.extend(listing.rows.iter().map(|r| r.str("id").to_owned()));
                    if listing.next.is_none() {
                        break;
                    }
                    page = page.after(listing.next);
                }
                assert_eq!(seen.len(), all, "{filter:?} {frequent} {order:?}");
                orders.push(seen);
            }
            orders[1].reverse();
            assert_eq!(orders[0], orders[1]);
        }
    }
    assert!(store.count(&ACTORS, &Filter::all()).unwrap() > 0);
}

/// Pairs, as the dyads themselves say, merged actors as one.
#[test]
fn pairs_are_those_of_the_dyads() {
    let mut store = filled(0..60);
    let sql = "SELECT min(source, target), max(source, target), count(DISTINCT event), \
        count(DISTINCT CASE WHEN quad <= 2 THEN event END), count(DISTINCT CASE WHEN quad >= 3 THEN event END) \
        FROM dyads WHERE source <> target GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2";
    for limit in [5, 10_000] {
        let found = rows(&mut store, sql);
        let pairs = store.pairs(limit).unwrap();
        assert_eq!(pairs.len(), found.len().min(limit as usize));
        for (kept, found) in pairs.iter().zip(&found) {
            let kept = json!([kept.a, kept.b, kept.events, kept.cooperation, kept.conflict]);
            assert_eq!(kept, Json::from(found.clone()));
        }
    }
    // Undated events stand in no span of days.
    let (from, to) = ("1000-01-01".parse().ok(), "2999-12-31".parse().ok());
    let dated = sql.replace("WHERE", "WHERE date_from IS NOT NULL AND");
    let between = store.pairs_between(from, to, 10_000).unwrap();
    assert_eq!(between.len(), rows(&mut store, &dated).len());
    let before = store.pairs(1).unwrap().remove(0);
    let other = store.pairs(9).unwrap().into_iter().find(|p| p.a != before.a && p.b != before.a);
    let other = other.unwrap().b;
    correct(&mut store, 1, Change::Merge { actor: other.clone(), into: before.a.clone() });
    let pairs = store.pairs(10_000).unwrap();
    assert!(pairs.iter().all(|p| p.a != other && p.b != other && p.a != p.b));
}

/// Pairs in a span of days, whole months and parts of them, are those of the dyads themselves, merged actors as one.
#[test]
fn pairs_in_a_span_are_those_of_the_dyads() {
    let mut store = filled(0..20);
    let mut writer = store.writer();
    for seed in 20..100 {
        let (doc, coded) = testing::article_of(seed, 40);
        writer.write(&doc, &coded, &run("test 1")).unwrap();
    }
    writer.commit().unwrap();
    drop(writer);
    let agree = |store: &mut Store| {
        let (mut found_any, mut frequent) = (0, 0);
        for (from, to) in [
            ("2016-01-01", "2016-12-31"),
            ("2016-02-11", "2019-08-03"),
            ("2018-05-04", "2018-05-28"),
            ("2017-12-31", "2018-02-01"),
            ("1000-01-01", "2999-12-31"),
        ] {
            let sql = format!(
                "SELECT min(source, target), max(source, target), count(DISTINCT event), \
                 count(DISTINCT CASE WHEN quad <= 2 THEN event END), count(DISTINCT CASE WHEN quad >= 3 THEN event END) \
                 FROM dyads WHERE source <> target AND date_from BETWEEN '{from}' AND '{to}' \
                 GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2"
            );
            let found = rows(store, &sql);
            found_any += found.len();
            for limit in [3, 10_000] {
                let pairs = store.pairs_between(from.parse().ok(), to.parse().ok(), limit).unwrap();
                assert_eq!(pairs.len(), found.len().min(limit as usize), "{from} {to}");
                frequent += u32::from(pairs.last().is_some_and(|p| p.events > 7));
                for (kept, found) in pairs.iter().zip(&found) {
                    let kept =
                        json!([kept.a, kept.b, kept.events, kept.cooperation, kept.conflict]);
                    assert_eq!(kept, Json::from(found.clone()), "{from} {to}");
                }
            }
        }
        // Some are found among the frequent pairs alone.
        assert!(found_any > 50 && frequent > 0, "{found_any} {frequent}");
    };
    agree(&mut store);
    let events = store.events(&Filter::all(), &Page::first(1)).unwrap().rows;
    correct(&mut store, 1, Change::Reject { record: events[0].str("id").to_owned() });
    agree(&mut store);
    // Two that no third has to do with: what both did to one would count twice.
    let pairs = store.pairs(10_000).unwrap();
    let near = |a: &str, b: &str| pairs.iter().any(|p| (&*p.a, &*p.b) == (a.min(b), a.max(b)));
    let ends = |p: &legation_store::PairCount| [p.a.clone(), p.b.clone()];
    let ids: Vec<String> = pairs.iter().flat_map(ends).collect();
    let apart = |a: &String, b: &String| {
        a != b && !near(a, b) && !ids.iter().any(|c| near(a, c) && near(b, c))
    };
    let alike = ids.iter().flat_map(|a| ids.iter().map(move |b| (a, b))).find(|(a, b)| apart(a, b));
    if let Some((actor, into)) = alike {
        correct(&mut store, 2, Change::Merge { actor: actor.clone(), into: into.clone() });
        agree(&mut store);
    }
}

/// What the store says it has is what is there.
#[test]
fn records_are_counted() {
    let mut store = filled(0..20);
    let agree = |store: &mut Store| {
        let counts = store.counts().unwrap();
        assert_eq!(counts.len(), 7);
        for (table, count) in counts {
            let stands =
                if matches!(table, "articles" | "actors") { "1" } else { "status <> 'withdrawn'" };
            let found = &rows(store, &format!("SELECT count(*) FROM {table} WHERE {stands}"))[0][0];
            assert_eq!(*found, json!(count), "{table}");
        }
    };
    agree(&mut store);
    for (kind, minute) in [("statements", 1), ("figures", 2), ("ties", 3)] {
        let id = &rows(&mut store, &format!("SELECT id FROM {kind} ORDER BY id LIMIT 1"))[0][0];
        let record = id.as_str().unwrap().to_owned();
        correct(&mut store, minute, Change::Reject { record });
        agree(&mut store);
    }
    write(&mut store, 10..30, "test 2");
    agree(&mut store);
}

/// An article that comes again within one transaction is counted and found once.
#[test]
fn what_comes_again_before_the_commit_counts_once() {
    let mut store = Store::in_memory().unwrap();
    let (doc, coded) = testing::article(3);
    let empty = Coded { sentences: coded.sentences.clone(), ..Coded::default() };
    let mut writer = store.writer();
    for (coded, program) in [(&coded, "1"), (&empty, "2"), (&coded, "3"), (&coded, "3")] {
        writer.write(&doc, coded, &run(program)).unwrap();
    }
    writer.commit().unwrap();
    drop(writer);
    agree(&mut store);
    assert_eq!(store.count(&EVENTS, &Filter::all()).unwrap(), coded.events.len() as u64);
}
