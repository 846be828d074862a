//! Filters find exactly what a look at every record finds, whichever way the query runs.

use crate::common::filled;
use legation_core::{Coded, Document};
use legation_store::columns::{
    ACTORS, ARTICLES, ASSESSMENTS, EVENTS, FIGURES, STATEMENTS, TIES, Table,
};
use legation_store::{Attitudes, Attribution, Filter, Page, Store, actor_key, testing};
use serde_json::Value as Json;
use std::collections::{BTreeMap, BTreeSet};

const SEEDS: std::ops::Range<u64> = 0..60;

/// Every record of every article, as JSON, with its article and with actors under the ids of the store.
struct World {
    records: Vec<(&'static Table, Json, Json)>,
    actors: BTreeMap<(String, String), Json>,
}

impl World {
    fn new() -> Self {
        let mut world = Self { records: Vec::new(), actors: BTreeMap::new() };
        for (doc, coded) in SEEDS.map(testing::article) {
            world.add(&doc, &coded);
        }
        world
    }

    fn add(&mut self, doc: &Document, coded: &Coded) {
        let mut article = legation_core::json::article(doc, coded);
        let id = doc.id.to_string();
        for actor in article["actors"].as_array().unwrap() {
            let key = (id.clone(), actor["id"].as_str().unwrap().to_owned());
            self.actors.insert(key, actor.clone());
        }
        let attitudes = article["attitudes"].as_array().unwrap().clone();
        article["statements"].as_array_mut().unwrap().extend(attitudes);
        for table in [&EVENTS, &STATEMENTS, &FIGURES, &TIES, &ASSESSMENTS] {
            for record in article[table.name].as_array().unwrap() {
                self.records.push((table, record.clone(), article.clone()));
            }
        }
    }

    /// The participants of a record on a side (0 acting, 1 other), or all; as JSON of the actor and id in the store.
    fn participants(
        &self,
        table: &Table,
        record: &Json,
        article: &Json,
        side: Option<usize>,
    ) -> Vec<(String, &Json)> {
        let fields: [&[&str]; 2] = match table.name {
            "events" => [&["source"], &["target"]],
            "statements" => [&["speaker"], &["via", "addressees"]],
            "figures" => [&["subject"], &["object"]],
            "ties" => [&["a"], &["b"]],
            _ => [&["holder"], &["about"]],
        };
        let sides = side.map_or_else(|| fields.concat(), |s| fields[s].to_vec());
        let document = article["document"]["id"].as_str().unwrap();
        let ids = sides.iter().flat_map(|field| match &record[*field] {
            Json::Array(ids) => ids.iter().filter_map(Json::as_str).collect(),
            Json::String(id) => vec![id.as_str()],
            _ => vec![],
        });
        ids.map(|local| {
            let actor = &self.actors[&(document.to_owned(), local.to_owned())];
            (actor_key(document, local, actor["known"].as_bool().unwrap()), actor)
        })
        .collect()
    }

    fn expect(&self, table: &Table, test: impl Fn(&Json, &Json) -> bool) -> BTreeSet<String> {
        let mine = self.records.iter().filter(|(t, ..)| t.name == table.name);
        mine.filter(|(_, record, article)| test(record, article))
            .map(|(_, record, _)| record["id"].as_str().unwrap().to_owned())
            .collect()
    }
}

fn found(store: &Store, table: &'static Table, filter: &Filter) -> BTreeSet<String> {
    let filter = Filter { attitudes: Attitudes::Shown, ..filter.clone() };
    let rows = store.list(table, &filter, &Page::first(100_000)).unwrap().rows;
    let ids: BTreeSet<String> = rows.iter().map(|r| r.str("id").to_owned()).collect();
    assert_eq!(ids.len() as u64, store.count(table, &filter).unwrap());
    ids
}

/// Runs every query both ways.
fn check(store: &mut Store, table: &'static Table, filter: &Filter, wanted: &BTreeSet<String>) {
    for frequent in [0, u32::MAX] {
        store.set_frequent(frequent);
        assert_eq!(found(store, table, filter), *wanted, "{} {filter:?} {frequent}", table.name);
    }
}

#[test]
fn by_participants() {
    let world = World::new();
    let mut store = filled(SEEDS);
    let actors = store.actors(&Filter::all(), &Page::first(2)).unwrap().rows;
    let (id, name) = (actors[0].str("id").to_owned(), actors[1].str("name").to_owned());
    for table in [&EVENTS, &STATEMENTS, &FIGURES, &TIES, &ASSESSMENTS] {
        for side in [None, Some(0), Some(1)] {
            let takes_part = |record: &Json, article: &Json| {
                world
                    .participants(table, record, article, side)
                    .iter()
                    .any(|(key, actor)| *key == id || actor["name"] == name.as_str())
            };
            let names = vec![id.clone(), name.to_lowercase()];
            let mut filter = Filter::default();
            match side {
                None => filter.actors = names,
                Some(0) => filter.sources = names,
                _ => filter.targets = names,
            }
            check(&mut store, table, &filter, &world.expect(table, takes_part));
        }
    }
    let dyad = Filter { dyad: Some((id.clone(), name.clone())), ..Filter::default() };
    let both = world.expect(&EVENTS, |record, article| {
        let all = world.participants(&EVENTS, record, article, None);
        all.iter().any(|(key, _)| *key == id) && all.iter().any(|(_, a)| a["name"] == name.as_str())
    });
    check(&mut store, &EVENTS, &dyad, &both);
    check(
        &mut store,
        &EVENTS,
        &Filter { actors: vec!["nobody".into()], ..Filter::default() },
        &BTreeSet::new(),
    );
}

#[test]
fn statements_about_an_actor() {
    let world = World::new();
    let mut store = filled(SEEDS);
    let actors = store.actors(&Filter::all(), &Page::first(1)).unwrap().rows;
    let id = actors[0].str("id").to_owned();
    let filter = Filter { about: vec![id.clone()], ..Filter::default() };
    let about = world.expect(&STATEMENTS, |statement, article| {
        let document = article["document"]["id"].as_str().unwrap();
        let span = |v: &Json| (v["span"][0].as_u64().unwrap(), v["span"][1].as_u64().unwrap());
        let pieces: Vec<_> = statement["content"].as_array().unwrap().iter().map(span).collect();
        let inside = |m: &Json| pieces.iter().any(|p| p.0 <= span(m).0 && span(m).1 <= p.1);
        article["actors"].as_array().unwrap().iter().any(|a| {
            let local = a["id"].as_str().unwrap();
            let addressed = statement["addressees"].as_array().unwrap().iter().any(|x| x == local);
            let mentioned = a["mentions"].as_array().unwrap().iter().any(inside);
            actor_key(document, local, a["known"].as_bool().unwrap()) == id
                && (addressed || mentioned)
        })
    });
    assert!(!about.is_empty());
    check(&mut store, &STATEMENTS, &filter, &about);
}

#[test]
fn by_country_sector_context_and_speaker() {
    let world = World::new();
    let mut store = filled(SEEDS);
    let country = Filter { countries: vec!["000".into(), "001".into()], ..Filter::default() };
    let of_country = world.expect(&EVENTS, |r, a| {
        world
            .participants(&EVENTS, r, a, None)
            .iter()
            .any(|(_, x)| x["country"] == "000" || x["country"] == "001")
    });
    assert!(!of_country.is_empty());
    check(&mut store, &EVENTS, &country, &of_country);
    let sector = Filter { sectors: vec!["MIL".into()], ..Filter::default() };
    let of_sector = world.expect(&STATEMENTS, |r, a| {
        let all = world.participants(&STATEMENTS, r, a, None);
        all.iter().any(|(_, x)| x["sectors"].as_array().unwrap().iter().any(|s| s == "MIL"))
    });
    check(&mut store, &STATEMENTS, &sector, &of_sector);
    let name = legation_core::plover::CONTEXTS[3].name;
    let context = Filter { contexts: vec![name.into()], ..Filter::default() };
    let in_context =
        world.expect(&EVENTS, |r, _| r["contexts"].as_array().unwrap().iter().any(|c| c == name));
    check(&mut store, &EVENTS, &context, &in_context);
    let speaker = store.statements(&Filter::all(), &Page::first(1)).unwrap().rows[0]
        .str("speaker")
        .to_owned();
    for table in [&EVENTS, &FIGURES, &TIES] {
        let said = world.expect(table, |r, a| {
            let chain = r["attribution"].as_array().unwrap();
            let statements =
                a["statements"].as_array().unwrap().iter().filter(|s| chain.contains(&s["id"]));
            let mut speakers =
                statements.flat_map(|s| world.participants(&STATEMENTS, s, a, Some(0)));
            speakers.any(|(key, _)| key == speaker)
        });
        check(
            &mut store,
            table,
            &Filter { speakers: vec![speaker.clone()], ..Filter::default() },
            &said,
        );
    }
}

#[test]
fn by_the_record_itself() {
    let world = World::new();
    let mut store = filled(SEEDS);
    let any = Filter::default;
    let is = |field: &'static str, value: &'static str| move |r: &Json, _: &Json| r[field] == value;
    check(
        &mut store,
        &EVENTS,
        &Filter { types: vec!["ASSAULT".into()], ..any() },
        &world.expect(&EVENTS, is("type", "ASSAULT")),
    );
    check(
        &mut store,
        &EVENTS,
        &Filter { modes: vec!["visit".into()], ..any() },
        &world.expect(&EVENTS, is("mode", "visit")),
    );
    check(
        &mut store,
        &TIES,
        &Filter { types: vec!["arms".into()], ..any() },
        &world.expect(&TIES, is("type", "arms")),
    );
    check(
        &mut store,
        &STATEMENTS,
        &Filter { types: vec!["denial".into()], ..any() },
        &world.expect(&STATEMENTS, is("act", "denial")),
    );
    check(
        &mut store,
        &STATEMENTS,
        &Filter { cues: vec!["deny".into()], ..any() },
        &world.expect(&STATEMENTS, |r, _| r["cue"]["class"] == "deny"),
    );
    check(
        &mut store,
        &EVENTS,
        &Filter { quads: vec![1, 4], ..any() },
        &world.expect(&EVENTS, |r, _| r["quad"] == 1 || r["quad"] == 4),
    );
    check(
        &mut store,
        &EVENTS,
        &Filter { factualities: vec!["denied".into()], ..any() },
        &world.expect(&EVENTS, is("factuality", "denied")),
    );
    check(
        &mut store,
        &EVENTS,
        &Filter { min_confidence: Some(0.8), ..any() },
        &world.expect(&EVENTS, |r, _| r["confidence"].as_f64() >= Some(0.8)),
    );
    check(
        &mut store,
        &EVENTS,
        &Filter { rules: vec!["frame a".into()], ..any() },
        &world.expect(&EVENTS, |r, _| r["rule"].as_str().unwrap().starts_with("frame a")),
    );
    let own = Filter { attribution: Some(Attribution::Reporter), ..any() };
    check(
        &mut store,
        &FIGURES,
        &own,
        &world.expect(&FIGURES, |r, _| r["attribution"].as_array().unwrap().is_empty()),
    );
    let (from, to) = ("2018-03-01", "2020-06-30");
    let between = Filter { from: from.parse().ok(), to: to.parse().ok(), ..any() };
    let days = world.expect(&EVENTS, |r, _| {
        let date = |field: &str| r["date"][field].as_str();
        date("to").is_some_and(|d| d >= from) && date("from").is_some_and(|d| d <= to)
    });
    check(&mut store, &EVENTS, &between, &days);
    let publisher = Filter { publishers: vec!["Kelun Post".into()], ..any() };
    check(
        &mut store,
        &TIES,
        &publisher,
        &world.expect(&TIES, |_, a| a["document"]["publisher"] == "Kelun Post"),
    );
}

#[test]
fn what_has_no_day_or_attribution_of_its_own() {
    let world = World::new();
    let mut store = filled(SEEDS);
    let any = Filter::default;
    // A statement is attributed where it stands within another.
    for attribution in [Attribution::Reporter, Attribution::Attributed] {
        let wanted = world.expect(&STATEMENTS, |r, _| {
            r["within"].is_null() == (attribution == Attribution::Reporter)
        });
        let filter = Filter { attribution: Some(attribution), ..any() };
        check(&mut store, &STATEMENTS, &filter, &wanted);
    }
    let (from, to) = ("2018-03-01", "2020-06-30");
    let between = Filter { from: from.parse().ok(), to: to.parse().ok(), ..any() };
    let read = |a: &Json| {
        a["document"]["published"]["value"].as_str().is_some_and(|d| (from..=to).contains(&d))
    };
    let wanted = world.expect(&ASSESSMENTS, |_, a| read(a));
    assert!(!wanted.is_empty());
    check(&mut store, &ASSESSMENTS, &between, &wanted);
    // An actor is found where one article meets everything that is asked of articles.
    let of = Filter { publishers: vec!["Kelun Post".into()], ..between };
    let mut wanted = BTreeSet::new();
    for (doc, coded) in SEEDS.map(testing::article) {
        let article = legation_core::json::article(&doc, &coded);
        if article["document"]["publisher"] == "Kelun Post" && read(&article) {
            let (document, actors) = (doc.id.to_string(), article["actors"].as_array().unwrap());
            wanted.extend(actors.iter().map(|actor| {
                let local = actor["id"].as_str().unwrap();
                actor_key(&document, local, actor["known"].as_bool().unwrap())
            }));
        }
    }
    assert!(!wanted.is_empty());
    check(&mut store, &ACTORS, &of, &wanted);
}

/// Whether an event is meant.
type Test = fn(&Json) -> bool;

#[test]
fn statements_articles_and_actors_by_their_events() {
    let world = World::new();
    let mut store = filled(SEEDS);
    let any = Filter::default;
    let has = |record: &Json, field: &str, value: &str| {
        record[field].as_array().unwrap().iter().any(|item| item == value)
    };
    let cases: [(Filter, Test); 4] = [
        (Filter { quads: vec![4], ..any() }, |e| e["quad"] == 4),
        (Filter { factualities: vec!["denied".into()], ..any() }, |e| e["factuality"] == "denied"),
        (Filter { quads: vec![1, 2], factualities: vec!["planned".into()], ..any() }, |e| {
            e["quad"].as_i64().is_some_and(|q| q < 3) && e["factuality"] == "planned"
        }),
        (Filter { min_confidence: Some(0.9), ..any() }, |e| {
            e["confidence"].as_f64().unwrap() >= 0.9
        }),
    ];
    let mut found = 0;
    for (filter, test) in cases {
        let holds = |article: &Json, which: &dyn Fn(&Json) -> bool| {
            article["events"].as_array().unwrap().iter().any(|e| test(e) && which(e))
        };
        let wanted = world.expect(&STATEMENTS, |statement, article| {
            holds(article, &|e| has(e, "attribution", statement["id"].as_str().unwrap()))
        });
        let shown = Filter { attitudes: Attitudes::Shown, ..filter.clone() };
        check(&mut store, &STATEMENTS, &shown, &wanted);
        found += wanted.len();
        let (mut articles, mut actors) = (BTreeSet::new(), BTreeSet::new());
        for (_, event, article) in
            world.records.iter().filter(|(t, e, _)| t.name == "events" && test(e))
        {
            articles.insert(article["document"]["id"].as_str().unwrap().to_owned());
            actors.extend(
                world.participants(&EVENTS, event, article, None).into_iter().map(|(id, _)| id),
            );
        }
        check(&mut store, &ARTICLES, &filter, &articles);
        check(&mut store, &ACTORS, &filter, &actors);
        found += articles.len() + actors.len();
    }
    assert!(found > 20);
    // Who did what to whom is asked of one and the same event.
    let (_, event, article) = world
        .records
        .iter()
        .find(|(t, e, _)| t.name == "events" && !e["target"].as_array().unwrap().is_empty())
        .unwrap();
    let [source, target] =
        [0, 1].map(|side| world.participants(&EVENTS, event, article, Some(side))[0].0.clone());
    let filter = Filter {
        sources: vec![source.clone()],
        targets: vec![target.clone()],
        types: vec![event["type"].as_str().unwrap().to_owned()],
        ..any()
    };
    let mut articles = BTreeSet::new();
    for (_, e, article) in world.records.iter().filter(|(t, ..)| t.name == "events") {
        let side = |side| world.participants(&EVENTS, e, article, Some(side));
        let (sources, mut targets) = (side(0), side(1));
        if e["symmetric"] == true {
            targets.extend(side(0));
        }
        let among = |all: &[(String, &Json)], id: &str| all.iter().any(|(actor, _)| actor == id);
        if e["type"] == event["type"] && among(&sources, &source) && among(&targets, &target) {
            articles.insert(article["document"]["id"].as_str().unwrap().to_owned());
        }
    }
    check(&mut store, &ARTICLES, &filter, &articles);
}

#[test]
fn by_words() {
    let world = World::new();
    let mut store = filled(SEEDS);
    // Without accents, in any case, from the beginning of a word.
    let filter = Filter { text: Some("BELT* perhaps".into()), ..Filter::default() };
    let with = |text: &str| text.contains("Béltown") && text.contains("perhaps");
    check(
        &mut store,
        &EVENTS,
        &filter,
        &world.expect(&EVENTS, |_, a| with(a["document"]["text"].as_str().unwrap())),
    );
    let said = world.expect(&STATEMENTS, |r, _| {
        let pieces = r["content"].as_array().unwrap();
        with(&pieces.iter().map(|p| p["text"].as_str().unwrap()).collect::<String>())
    });
    assert!(!said.is_empty());
    check(&mut store, &STATEMENTS, &filter, &said);
    let empty = Filter { text: Some(" * ".into()), ..Filter::default() };
    assert!(filled(0..1).events(&empty, &Page::default()).is_err());
}

#[test]
fn facets_count_what_filters_find() {
    let store = filled(SEEDS);
    let filter = Filter { quads: vec![3, 4], ..Filter::default() };
    let all = store.count(&EVENTS, &filter).unwrap();
    let types = store.facet(&EVENTS, "type", &filter, 100).unwrap();
    assert_eq!(types.iter().map(|(_, n)| n).sum::<u64>(), all);
    assert!(types.is_sorted_by(|a, b| a.1 >= b.1));
    for (value, n) in store.facet(&EVENTS, "contexts", &filter, 5).unwrap() {
        let one = Filter { contexts: vec![value.as_str().unwrap().to_owned()], ..filter.clone() };
        assert_eq!(store.count(&EVENTS, &one).unwrap(), n);
    }
    assert!(store.facet(&EVENTS, "nothing", &filter, 5).is_err());
}
