//! What is held in memory answers as the store does, under every filter and after every change.

use crate::common::{filled, run, write};
use legation_core::Coded;
use legation_store::columns::{ACTORS, EVENTS, FIGURES, STATEMENTS, Table};
use legation_store::{
    Attitudes, Attribution, Change, Correction, Corrections, Cube, Duplicates, Filter, Listing,
    Order, Page, PairCount, PlaceCount, Row, Store, testing,
};
use serde_json::json;

fn filters(store: &Store) -> Vec<Filter> {
    let any = Filter::default;
    let actors = store.list(&ACTORS, &any(), &Page::first(2)).unwrap().rows;
    let [one, other] = [0, 1].map(|i| vec![actors[i].str("id").to_owned()]);
    let value = |column: &str| {
        let counted = store.facet(&EVENTS, column, &any(), 1).unwrap();
        vec![counted[0].0.to_string()]
    };
    let country = store.countries(&any()).unwrap()[0].country.clone();
    let articles = store.documents(&any(), &Page::first(3)).unwrap().rows;
    let texts = |of: &[&str]| of.iter().map(|t| (*t).to_owned()).collect::<Vec<_>>();
    let (from, to) = ("2018-03-04".parse().ok(), "2020-10-31".parse().ok());
    vec![
        any(),
        Filter { min_confidence: Some(0.55), ..any() },
        Filter { actors: one.clone(), ..any() },
        Filter { sources: one.clone(), targets: other.clone(), ..any() },
        Filter { targets: one.clone(), ..any() },
        Filter { about: vec![actors[1].str("name").to_owned()], ..any() },
        Filter { dyad: Some((one[0].clone(), other[0].clone())), ..any() },
        Filter { actors: texts(&["nobody"]), ..any() },
        Filter { countries: vec![country], from, ..any() },
        Filter { sectors: texts(&["MIL", "GOV"]), ..any() },
        Filter { types: value("type"), modes: value("mode"), ..any() },
        Filter { types: texts(&["CONSULT", "summit_held"]), ..any() },
        Filter { types: texts(&["nothing"]), ..any() },
        Filter { quads: vec![3, 4], contexts: value("contexts"), ..any() },
        Filter { factualities: value("factuality"), rules: value("rule"), ..any() },
        Filter { attribution: Some(Attribution::Attributed), ..any() },
        Filter { attribution: Some(Attribution::Reporter), from, to, ..any() },
        Filter { speakers: one.clone(), ..any() },
        Filter { to, ..any() },
        Filter { publishers: vec![articles[0].str("publisher").to_owned()], ..any() },
        Filter { articles: articles.iter().map(|a| a.str("id").to_owned()).collect(), ..any() },
        Filter { text: Some("met".into()), ..any() },
        Filter { duplicates: Duplicates::Collapse, ..any() },
        Filter { corrections: Corrections::Ignored, ..any() },
    ]
}

/// The middle of a place is a mean, of which the last digits depend on the order.
fn coarse(places: Vec<PlaceCount>) -> Vec<PlaceCount> {
    let near = |degrees: Option<f64>| degrees.map(|d| (d * 1e6).round() / 1e6);
    let one = |p: PlaceCount| PlaceCount { lat: near(p.lat), lon: near(p.lon), ..p };
    places.into_iter().map(one).collect()
}

/// What of the filters fits the other tables, and what only these know.
fn filters_of(store: &Store, table: &'static Table) -> Vec<Filter> {
    let texts = |of: &[&str]| of.iter().map(|t| (*t).to_owned()).collect::<Vec<_>>();
    let mut filters: Vec<Filter> = filters(store)
        .iter()
        .map(|filter| filter.fitted(table))
        .filter(|filter| table.name != "statements" || filter.about.is_empty())
        .collect();
    if table.name == "actors" {
        let text = Filter { text: Some("An".into()), ..Filter::default() };
        let kinds = Filter { types: texts(&["person", "state"]), ..Filter::default() };
        let both = Filter { sectors: texts(&["GOV"]), ..kinds.clone() };
        filters.extend([text, kinds, both]);
    }
    if table.name == "statements" {
        let cues = Filter { cues: texts(&["deny", "attitude"]), ..Filter::default() };
        let shown = Filter { attitudes: Attitudes::Shown, ..Filter::default() };
        let acts = Filter { types: texts(&["denial", "promise"]), ..Filter::default() };
        filters.extend([cues, shown, acts]);
    }
    filters
}

/// Pages and facets of the tables.
fn lists_agree(store: &Store, cube: &Cube) {
    let columns: [(&'static Table, &[&str]); 4] = [
        (&ACTORS, &["kind", "country", "sectors"]),
        (&EVENTS, &["type", "source"]),
        (&STATEMENTS, &["act", "cue_class", "manner", "speaker"]),
        (&FIGURES, &["unit", "subject", "object"]),
    ];
    for (table, names) in columns {
        let names: Vec<String> = names.iter().map(|&n| n.to_owned()).collect();
        for filter in filters_of(store, table) {
            let Some(found) = cube.facets(store, table, &names, &filter, 10).unwrap() else {
                // Of actors that stand in certain articles, and of statements that hold certain events, only the store knows.
                assert!(["actors", "statements"].contains(&table.name), "{filter:?}");
                assert!(cube.page(store, table, &filter, &Page::first(60)).unwrap().is_none());
                continue;
            };
            let known = store.facets(table, &names, &filter, 1000, 1_000_000).unwrap();
            assert_eq!(found.rows, known.rows, "{} {filter:?}", table.name);
            for (counted, mut known) in found.columns.into_iter().zip(known.columns) {
                known.truncate(10);
                assert_eq!(counted, known, "{} {filter:?}", table.name);
            }
            for order in [Order::Newest, Order::Oldest] {
                let mut page = Page::first(60).ordered(order);
                loop {
                    let found = cube.page(store, table, &filter, &page).unwrap().unwrap();
                    let known = store.list(table, &filter, &page).unwrap();
                    let rows = |of: &Listing| of.rows.iter().map(Row::to_json).collect::<Vec<_>>();
                    assert_eq!(rows(&found), rows(&known), "{filter:?} {page:?}");
                    assert_eq!(found.next, known.next, "{filter:?} {page:?}");
                    match found.next {
                        Some(next) => page = page.after(Some(next)),
                        None => break,
                    }
                }
            }
        }
    }
}

fn agree(store: &Store, cube: &mut Cube) {
    if !cube.renew(store).unwrap() {
        *cube = Cube::load(store).unwrap().unwrap();
    }
    let names = ["type", "mode", "quad", "factuality", "source", "target", "contexts"];
    let names = names.map(str::to_owned);
    for filter in filters(store) {
        let found = cube.facets(store, &EVENTS, &names, &filter, 10).unwrap().unwrap();
        assert_eq!(found.rows, store.count(&EVENTS, &filter).unwrap(), "{filter:?}");
        for (name, counted) in names.iter().zip(found.columns) {
            assert_eq!(
                counted,
                store.facet(&EVENTS, name, &filter, 10).unwrap(),
                "{name} {filter:?}"
            );
        }
        let countries = cube.countries(store, &filter).unwrap().unwrap();
        assert_eq!(countries, store.countries(&filter).unwrap(), "{filter:?}");
        let places = cube.places(store, &filter, 50).unwrap().unwrap();
        assert_eq!(coarse(places), coarse(store.places(&filter, 50).unwrap()), "{filter:?}");
        for exact in [false, true] {
            let days = cube.days(store, &filter, exact).unwrap().unwrap();
            assert_eq!(days, store.days(&filter, exact).unwrap(), "{filter:?}");
        }
    }
    lists_agree(store, cube);
    let actor =
        store.list(&ACTORS, &Filter::all(), &Page::first(1)).unwrap().rows[0].str("id").to_owned();
    let partners = cube.partners(store, &actor, 1000).unwrap();
    let known = store.pairs(1_000_000).unwrap();
    let known = known.into_iter().filter(|p| p.a == actor || p.b == actor);
    let mut known: Vec<PairCount> =
        known.map(|p| if p.a == actor { p } else { PairCount { b: p.a, a: p.b, ..p } }).collect();
    known.sort_by(|x, y| y.events.cmp(&x.events).then_with(|| x.b.cmp(&y.b)));
    assert!(!known.is_empty());
    assert_eq!(partners, known);
    let day = |text: &str| text.parse().ok();
    for (from, to) in [
        (day("2019-02-03"), day("2020-06-30")),
        (None, day("2018-01-01")),
        (day("2017-05-01"), None),
    ] {
        for limit in [5, 1000] {
            let pairs = cube.pairs_between(store, from, to, limit).unwrap();
            assert_eq!(pairs, store.pairs_between(from, to, limit).unwrap());
        }
    }
}

fn correct(store: &mut Store, minute: u32, change: Change) -> String {
    let made_at = format!("2031-05-06T10:{minute:02}:00Z");
    let correction = Correction { change, made_by: "ada".to_owned(), made_at, reason: None };
    store.correct(&correction).unwrap()
}

#[test]
fn memory_follows_every_change() {
    let mut store = filled(0..30);
    let mut cube = Cube::load(&store).unwrap().unwrap();
    agree(&store, &mut cube);
    // New articles, articles coded anew, once with nothing left.
    write(&mut store, 30..60, "test 1");
    assert!(cube.renew(&store).unwrap(), "new articles are read alone");
    agree(&store, &mut cube);
    let (doc, coded) = testing::article(3);
    let empty = Coded { sentences: coded.sentences.clone(), ..Coded::default() };
    store.writer().write(&doc, &empty, &run("test 2")).unwrap();
    assert!(cube.renew(&store).unwrap());
    agree(&store, &mut cube);
    write(&mut store, 0..50, "test 3");
    agree(&store, &mut cube);
    // Near-duplicates come and go.
    let articles = store.documents(&Filter::all(), &Page::first(2)).unwrap().rows;
    let [first, second] = [0, 1].map(|i| articles[i].str("id").to_owned());
    store.set_duplicates(&[(second.clone(), Some(first))]).unwrap();
    agree(&store, &mut cube);
    store.set_duplicates(&[(second, None)]).unwrap();
    agree(&store, &mut cube);
    // People reject, edit, merge and undo.
    let events = store.events(&Filter::all(), &Page::first(3)).unwrap().rows;
    let id = |i: usize| events[i].str("id").to_owned();
    let rejected = correct(&mut store, 1, Change::Reject { record: id(0) });
    assert!(cube.renew(&store).unwrap());
    agree(&store, &mut cube);
    correct(&mut store, 2, Change::Edit { record: id(1), changes: json!({"type": "RETREAT"}) });
    agree(&store, &mut cube);
    let actors = store.actors(&Filter::all(), &Page::first(3)).unwrap().rows;
    let actor = |i: usize| actors[i].str("id").to_owned();
    correct(&mut store, 3, Change::Merge { actor: actor(1), into: actor(0) });
    agree(&store, &mut cube);
    correct(&mut store, 4, Change::Undo { correction: rejected });
    agree(&store, &mut cube);
    store.compact().unwrap();
    agree(&store, &mut cube);
}

#[test]
fn what_memory_does_not_hold_is_left_to_the_store() {
    let store = filled(0..5);
    let cube = Cube::load(&store).unwrap().unwrap();
    let ids = Filter { ids: vec!["x".into()], ..Filter::all() };
    assert!(cube.countries(&store, &ids).unwrap().is_none());
    assert!(
        cube.facets(&store, &EVENTS, &["trigger".to_owned()], &Filter::all(), 5).unwrap().is_none()
    );
    let misfit = Filter { cues: vec!["say".into()], ..Filter::all() };
    assert!(cube.days(&store, &misfit, false).is_err());
}
