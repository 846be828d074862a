//! Corrections by people: applied, switchable, undoable, and outliving a new coding.

use crate::common::{content, filled, run, write};
use legation_core::{Coded, RecordId};
use legation_store::columns::EVENTS;
use legation_store::{Change, Correction, Corrections, Error, Filter, Page, Row, Store, testing};
use serde_json::json;

fn correction(minute: u32, change: Change) -> Correction {
    Correction {
        change,
        made_by: "ada".to_owned(),
        made_at: format!("2031-05-06T10:{minute:02}:00Z"),
        reason: Some("seen in the original".to_owned()),
    }
}

fn event(store: &Store) -> Row {
    store.events(&Filter::all(), &Page::first(1)).unwrap().rows.remove(0)
}

fn ids(store: &Store, corrections: Corrections) -> Vec<String> {
    let filter = Filter { corrections, ..Filter::default() };
    let page = store.events(&filter, &Page::first(1000)).unwrap();
    page.rows.iter().map(|r| r.str("id").to_owned()).collect()
}

#[test]
fn a_rejected_record_is_gone_unless_corrections_are_switched_off() {
    let mut store = filled(0..10);
    let before = content(&store);
    let event = event(&store);
    let id = event.str("id").to_owned();
    let made = store.correct(&correction(1, Change::Reject { record: id.clone() })).unwrap();
    assert!(!ids(&store, Corrections::Applied).contains(&id));
    assert!(ids(&store, Corrections::Ignored).contains(&id));
    let article = store.article(event.str("article")).unwrap().unwrap();
    assert!(!article["events"].to_string().contains(&id));
    let original = store.article_with(event.str("article"), Corrections::Ignored).unwrap().unwrap();
    assert!(original["events"].to_string().contains(&id));
    // Taken back, all is as before but for the log.
    store.correct(&correction(2, Change::Undo { correction: made })).unwrap();
    let log = |text: String| text.split("# corrections").next().unwrap().to_owned();
    assert_eq!(log(content(&store)), log(before));
    assert!(store.corrections().unwrap()[0].undone);
}

/// The article as a program coded it whose ids were hashes from the first bit on.
fn with_older_ids(coded: &Coded) -> Coded {
    let mut coded = coded.clone();
    let ids = coded.events.iter_mut().map(|event| &mut event.id);
    for id in ids.chain(coded.statements.iter_mut().map(|statement| &mut statement.id)) {
        *id = RecordId::try_from(format!("{}abcdef", &id.to_string()[6..])).unwrap();
    }
    coded
}

#[test]
fn corrections_of_records_outlive_their_ids() {
    let (doc, coded) = testing::article(7);
    let older = with_older_ids(&coded);
    assert_ne!(older.events[0].id, coded.events[0].id);
    let mut store = Store::in_memory().unwrap();
    store.writer().write(&doc, &older, &run("test 1")).unwrap();
    let [first, second] = [0, 1].map(|at| older.events[at].id.to_string());
    store.correct(&correction(1, Change::Reject { record: first })).unwrap();
    let changes = json!({"type": "RETREAT", "mode": "resign"});
    store.correct(&correction(2, Change::Edit { record: second, changes })).unwrap();
    // Coded anew, the records have other ids; the corrections still find them.
    store.writer().write(&doc, &coded, &run("test 2")).unwrap();
    assert!(store.corrections().unwrap().iter().all(|c| c.applies));
    let coded_ids: Vec<String> = coded.events.iter().map(|e| e.id.to_string()).collect();
    let now = ids(&store, Corrections::Applied);
    assert_eq!(now.iter().filter(|id| coded_ids.contains(id)).count(), coded_ids.len() - 2);
    assert_eq!(now.len(), coded_ids.len() - 1);
    assert_eq!(ids(&store, Corrections::Ignored).len(), coded_ids.len());
    assert!(store.gold().unwrap().iter().all(|gold| gold["before"].is_object()));
    assert_eq!(store.check().unwrap(), Vec::<String>::new());
}

#[test]
fn stores_of_older_ids_are_compared_record_by_record() {
    let (doc, coded) = testing::article(7);
    let [mut old, mut new] = [(); 2].map(|()| Store::in_memory().unwrap());
    old.writer().write(&doc, &with_older_ids(&coded), &run("test 1")).unwrap();
    new.writer().write(&doc, &coded, &run("test 2")).unwrap();
    let summary = legation_store::diff(&old, &new, &mut |difference| {
        panic!("{difference:?}");
    });
    assert_eq!(summary.unwrap().articles_compared, 1);
}

#[test]
fn an_edit_changes_what_filters_find() {
    let mut store = filled(0..10);
    let old = event(&store);
    let id = old.str("id").to_owned();
    let changes = json!({"type": "RETREAT", "mode": "resign", "date": {"value": "2031", "from": "2031-01-01", "to": "2031-12-31"}});
    store.correct(&correction(1, Change::Edit { record: id.clone(), changes })).unwrap();
    let filter = Filter {
        modes: vec!["resign".into()],
        from: "2031-01-01".parse().ok(),
        ..Filter::default()
    };
    let found = store.events(&filter, &Page::default()).unwrap().rows;
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].str("replaces"), id);
    assert_eq!(found[0].str("status"), "added");
    assert_eq!(found[0].get("quad").as_i64(), Some(2), "the quadrant follows the type");
    assert_eq!(found[0].get("intensity").as_f64(), Some(4.5), "and the intensity the mode");
    assert_eq!(found[0].get("source"), old.get("source"), "what was not changed stays");
    assert!(found[0].str("rule").contains("ada"));
    assert_eq!(store.record(&id).unwrap().unwrap().replaced_by, [found[0].str("id")]);
    // An edit of the edit stands on it.
    let again = Change::Edit {
        record: found[0].str("id").to_owned(),
        changes: json!({"mode": "withdraw"}),
    };
    store.correct(&correction(2, again)).unwrap();
    assert_eq!(store.count(&EVENTS, &filter).unwrap(), 0);
    let article = store.article(old.str("article")).unwrap().unwrap();
    let modes = article["events"].to_string();
    assert!(modes.contains("\"withdraw\"") && !modes.contains("\"resign\""), "{modes}");
}

#[test]
fn a_misspelt_field_is_refused_and_an_added_event_need_not_say_all() {
    let mut store = filled(0..10);
    let old = event(&store);
    let id = old.str("id").to_owned();
    for change in [
        Change::Edit { record: id.clone(), changes: json!({"sauce": ["x"]}) },
        Change::Split { record: id.clone(), into: vec![json!({}), json!({"moode": "resign"})] },
    ] {
        let refused = store.correct(&correction(1, change)).unwrap_err().to_string();
        assert!(refused.contains("have no field") && refused.contains("source"), "{refused}");
    }
    let mode = Change::Edit { record: id, changes: json!({"type": "RETREAT", "mode": "x"}) };
    let refused = store.correct(&correction(1, mode)).unwrap_err().to_string();
    assert!(refused.contains("resign"), "the modes that there are: {refused}");
    assert!(store.corrections().unwrap().is_empty());
    let record = json!({
        "source": old.get("source").as_list(), "target": [], "type": "RETREAT", "span": [0, 9], "factuality": "occurred",
    });
    let article = old.str("article").to_owned();
    let add = Change::Add { article, kind: "events".to_owned(), record };
    store.correct(&correction(2, add)).unwrap();
    let filter = Filter { rules: vec!["correction".into()], ..Filter::default() };
    let added = store.events(&filter, &Page::default()).unwrap().rows;
    assert_eq!(added.len(), 1);
    assert_eq!(added[0].str("trigger"), added[0].str("text"), "the words of the span");
    assert_eq!(added[0].str("date_basis"), "unknown");
}

#[test]
fn corrections_outlive_a_new_coding() {
    let mut store = filled(0..10);
    let edited = event(&store).str("id").to_owned();
    let rejected = ids(&store, Corrections::Applied)[5].clone();
    let merged = store.actors(&Filter::all(), &Page::first(2)).unwrap().rows;
    let (one, other) = (merged[0].str("id").to_owned(), merged[1].str("id").to_owned());
    store
        .correct(&correction(
            1,
            Change::Edit { record: edited, changes: json!({"type": "RETREAT", "mode": "resign"}) },
        ))
        .unwrap();
    store.correct(&correction(2, Change::Reject { record: rejected })).unwrap();
    store.correct(&correction(3, Change::Merge { actor: one, into: other })).unwrap();
    let before = content(&store);
    write(&mut store, 0..10, "test 2");
    let records = |text: &str| text.split("# sentences").nth(1).unwrap().to_owned();
    assert_eq!(records(&content(&store)), records(&before));
    assert!(store.corrections().unwrap().iter().all(|k| k.applies));
    // A coding that no longer finds the record keeps the correction and says so.
    let first = store.corrections().unwrap().remove(0);
    let article = first.article.clone().unwrap();
    let (doc, _) =
        (0..10).map(testing::article).find(|(d, _)| d.id.to_string() == article).unwrap();
    store.writer().write(&doc, &Coded::default(), &run("test 3")).unwrap();
    let now = store.corrections().unwrap();
    assert_eq!(now.len(), 3);
    assert!(!now[0].applies);
}

#[test]
fn merged_actors_are_one_in_queries() {
    let mut store = filled(0..20);
    let actors = store.actors(&Filter::all(), &Page::first(3)).unwrap().rows;
    let [a, b, c] = [0, 1, 2].map(|i| actors[i].str("id").to_owned());
    let count = |store: &Store, actor: &str, corrections| {
        let filter = Filter { actors: vec![actor.to_owned()], corrections, ..Filter::default() };
        store.count(&EVENTS, &filter).unwrap()
    };
    let machine = count(&store, &a, Corrections::Ignored);
    store.correct(&correction(1, Change::Merge { actor: a.clone(), into: b.clone() })).unwrap();
    store.correct(&correction(2, Change::Merge { actor: b.clone(), into: c.clone() })).unwrap();
    let all = count(&store, &c, Corrections::Applied);
    assert_eq!(count(&store, &a, Corrections::Applied), all);
    assert_eq!(count(&store, &b, Corrections::Applied), all);
    assert_eq!(count(&store, &a, Corrections::Ignored), machine);
    assert!(all > machine);
    let listed = store.actors(&Filter::all(), &Page::first(1000)).unwrap().rows;
    assert!(!listed.iter().any(|r| r.str("id") == a || r.str("id") == b));
    let filter = Filter { sources: vec![a.clone()], ..Filter::default() };
    let rows = store.events(&filter, &Page::first(1000)).unwrap().rows;
    assert!(rows.iter().all(|r| !r.get("source").as_list().contains(&a)));
    let circle = store.correct(&correction(3, Change::Merge { actor: c, into: a }));
    assert!(matches!(circle, Err(Error::Correction(_))));
}

#[test]
fn a_record_can_be_split_and_one_can_be_added() {
    let mut store = filled(0..10);
    let old = event(&store);
    let before = ids(&store, Corrections::Applied).len();
    let parts = vec![
        json!({"type": "CONSULT", "mode": "visit"}),
        json!({"type": "CONSULT", "mode": "phone"}),
    ];
    let split = Change::Split { record: old.str("id").to_owned(), into: parts };
    store.correct(&correction(1, split)).unwrap();
    assert_eq!(ids(&store, Corrections::Applied).len(), before + 1);
    let source = old.get("source").as_list().to_vec();
    let record = json!({
        "span": [0, 6], "source": source, "target": [], "type": "PROTEST", "quad": 4, "trigger": {"span": [0, 6], "text": "x"},
        "date": {"basis": "unknown"}, "factuality": "occurred", "attribution": [], "why": ["missed"], "contexts": ["legal"],
    });
    let add = |record| Change::Add {
        article: old.str("article").to_owned(),
        kind: "events".to_owned(),
        record,
    };
    store.correct(&correction(2, add(record.clone()))).unwrap();
    assert_eq!(ids(&store, Corrections::Applied).len(), before + 2);
    assert_eq!(ids(&store, Corrections::Ignored).len(), before);
    // A record of somebody unknown, and one that lacks what it needs, are refused and leave no trace.
    let mut stranger = record.clone();
    stranger["source"] = json!(["nobody"]);
    let refused = store.correct(&correction(3, add(stranger))).unwrap_err();
    assert!(refused.to_string().contains("nobody"), "{refused}");
    assert!(store.correct(&correction(4, add(json!({"span": [0, 6]})))).is_err());
    for (field, value, said) in [
        ("type", json!("FIGHT"), "FIGHT"),
        ("mode", json!("visit"), "not a mode of PROTEST"),
        ("factuality", json!("sure"), "factuality"),
        ("contexts", json!(["weather"]), "weather"),
        ("date", json!({"basis": "timex", "from": "soon"}), "soon"),
        ("span", json!([0, 1_000_000]), "does not lie in the text"),
    ] {
        let mut wrong = record.clone();
        wrong[field] = value;
        let refused = store.correct(&correction(5, add(wrong))).unwrap_err();
        assert!(refused.to_string().contains(said), "{refused}");
    }
    assert_eq!(store.corrections().unwrap().len(), 2);
    let added = store.events(
        &Filter {
            rules: vec!["correction".into()],
            types: vec!["PROTEST".into()],
            ..Filter::default()
        },
        &Page::default(),
    );
    let added = added.unwrap().rows.remove(0);
    assert_eq!(added.str("trigger"), added.str("text"), "the words are those of the text");
    let gold = store.gold().unwrap();
    assert_eq!(gold[0]["after"].as_array().unwrap().len(), 2);
    assert_eq!(gold[0]["before"]["id"], old.str("id"));
    assert_eq!(gold[1]["correction"]["made_by"], "ada");
}

#[test]
fn corrections_of_events_become_proposals_for_the_codebook() {
    let mut store = filled(0..10);
    assert_eq!(store.proposals().unwrap(), "");
    let rows = store.events(&Filter::all(), &Page::first(2)).unwrap().rows;
    let [edited, rejected] = [0, 1].map(|i| rows[i].str("id").to_owned());
    let changes = json!({"type": "RETREAT", "mode": "resign", "factuality": "planned"});
    store.correct(&correction(1, Change::Edit { record: edited, changes })).unwrap();
    store.correct(&correction(2, Change::Reject { record: rejected })).unwrap();
    let page = store.proposals().unwrap();
    assert_eq!(page.matches("```example").count(), 2, "{page}");
    assert!(page.contains("## RETREAT"), "{page}");
    assert!(page.contains("=> RETREAT/resign | ") && page.contains(" | planned\n"), "{page}");
    assert!(page.contains("=> none"), "{page}");
    assert!(page.contains("seen in the original") && page.contains("`frame "), "{page}");
    // The sentence is whole and its actors are called as in it.
    let example = page.split("## RETREAT").nth(1).unwrap().split("```example\n").nth(1).unwrap();
    let (sentence, verdict) = example.split_once("\n=> ").unwrap();
    assert!(sentence.ends_with("🕊."), "{page}");
    let source = verdict.split(" | ").nth(1).unwrap().split(" > ").next().unwrap();
    assert!(sentence.contains(source), "{source} in {page}");
}
