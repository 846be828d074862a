//! What is written is found again, whole, the same in any order, and only once.

use crate::common::{content, filled, run, write};
use legation_core::{Article, Coded, Document};
use legation_store::columns;
use legation_store::{
    Change, Correction, Error, Filter, Order, Outcome, Page, Prepared, Store, testing,
};

#[test]
fn an_article_comes_back_to_the_byte() {
    let store = filled(0..20);
    for seed in 0..20 {
        let (doc, coded) = testing::article(seed);
        let wanted = legation_core::json::article(&doc, &coded);
        let found = store.article(&doc.id.to_string()).unwrap().unwrap();
        assert_eq!(found.to_string(), wanted.to_string());
    }
    assert!(store.article("0").unwrap().is_none());
}

#[test]
fn the_order_of_reading_does_not_matter() {
    let wanted = content(&filled(0..30));
    assert_eq!(content(&filled((0..30).rev())), wanted);
    let mut store = filled((0..30).filter(|s| s % 3 == 1));
    write(&mut store, 0..30, "test 1");
    assert_eq!(content(&store), wanted);
}

#[test]
fn reading_again_changes_nothing() {
    let mut store = filled(0..10);
    let before = content(&store);
    assert!(write(&mut store, 0..10, "test 1").iter().all(|o| *o == Outcome::Same));
    assert_eq!(content(&store), before);
}

#[test]
fn another_run_replaces_the_records() {
    let mut store = filled(0..10);
    let (doc, coded) = testing::article(3);
    let id = doc.id.to_string();
    assert!(store.has(&id, &run("test 1").fingerprint()).unwrap());
    // Coded by a program that finds nothing at all …
    let empty = Coded { sentences: coded.sentences.clone(), ..Coded::default() };
    let outcome = store.writer().write(&doc, &empty, &run("test 2")).unwrap();
    assert_eq!(outcome, Outcome::Replaced);
    assert!(!store.has(&id, &run("test 1").fingerprint()).unwrap());
    let filter = Filter { articles: vec![id], ..Filter::default() };
    assert_eq!(store.count(&columns::EVENTS, &filter).unwrap(), 0);
    // … and once more by all of the new program: nothing of the old one is left over.
    write(&mut store, 0..10, "test 2");
    let mut fresh = Store::in_memory().unwrap();
    write(&mut fresh, 0..10, "test 2");
    let runs = |text: String| text.split("# articles").nth(1).unwrap().to_owned();
    assert_eq!(runs(content(&store)), runs(content(&fresh)));
}

#[test]
fn spans_in_the_database_are_code_points() {
    let mut store = filled(0..10);
    let second = std::time::Duration::from_secs(5);
    for (table, words) in [
        ("events", "text"),
        ("figures", "text"),
        ("ties", "text"),
        ("mentions", "text"),
        ("statement_pieces", "text"),
    ] {
        let article = match table {
            "statement_pieces" => "(SELECT s.article FROM statements s WHERE s.id = r.statement)",
            _ => "r.article",
        };
        let sql = format!(
            "SELECT count(*), sum(substr(a.text, r.span_start + 1, r.span_end - r.span_start) = r.{words}) \
             FROM {table} r JOIN articles a ON a.id = {article}"
        );
        let answer = store.sql(&sql, 1, second).unwrap();
        assert!(answer.rows[0][0].as_i64() > Some(0), "no {table}");
        assert_eq!(answer.rows[0][0], answer.rows[0][1], "words of {table}");
    }
}

#[test]
fn a_bad_article_hurts_no_other() {
    let mut store = Store::in_memory().unwrap();
    let mut writer = store.writer();
    let (doc, coded) = testing::article(1);
    writer.write(&doc, &coded, &run("t")).unwrap();
    let bad = serde_json::json!({
        "document": {"id": "feed", "uri": "u", "text": "x", "byline": [], "published": {"basis": "unknown"}},
        "actors": [], "events": [{"id": "e", "source": ["nobody"]}],
    });
    let error = Prepared::from_json(bad).unwrap_err();
    assert!(matches!(error, Error::Contract { .. }), "{error}");
    assert!(error.to_string().contains("feed"), "{error}");
    let (doc, coded) = testing::article(2);
    writer.write(&doc, &coded, &run("t")).unwrap();
    assert_eq!(writer.commit().unwrap(), 2);
}

#[test]
fn references_must_lead_somewhere() {
    let (doc, mut coded) = testing::article(1);
    let mut json = legation_core::json::article(&doc, &coded);
    json["events"][0]["source"] = serde_json::json!(["a-stranger"]);
    let error = Prepared::from_json(json).unwrap_err();
    assert!(error.to_string().contains("a-stranger"), "{error}");
    // Two records with one id: the first stands, and a remark says so.
    let twin = coded.events[0].clone();
    coded.events.push(twin);
    let mut store = Store::in_memory().unwrap();
    store.writer().write(&doc, &coded, &run("t")).unwrap();
    let answer = store
        .sql(
            "SELECT count(*) FROM remarks WHERE code = 'repeated_id'",
            1,
            std::time::Duration::from_secs(1),
        )
        .unwrap();
    assert_eq!(answer.rows[0][0], 1);
}

#[test]
fn versions_are_found_by_the_address_that_a_page_calls_its_own() {
    let mut store = Store::in_memory().unwrap();
    for text in ["The two sides met.", "The two sides met again."] {
        let mut article = Article::new("saved/talks.html", text);
        article.canonical = Some("https://courier.example/talks".to_owned());
        store.writer().write(&Document::new(article), &Coded::default(), &run("t")).unwrap();
    }
    let known = store.versions("saved/talks.html").unwrap();
    assert_eq!(known.len(), 2);
    assert_eq!(store.versions("https://courier.example/talks").unwrap(), known);
    assert_eq!(store.versions(&known[0].id).unwrap(), known);
    assert!(store.versions("https://courier.example/other").unwrap().is_empty());
}

#[test]
fn pages_follow_one_another_without_gap_or_overlap() {
    let store = filled(0..40);
    for table in [
        &columns::EVENTS,
        &columns::STATEMENTS,
        &columns::FIGURES,
        &columns::TIES,
        &columns::ASSESSMENTS,
        &columns::ACTORS,
        &columns::ARTICLES,
    ] {
        let all = store.count(table, &Filter::all()).unwrap() as usize;
        for order in [Order::Newest, Order::Oldest] {
            let mut seen = Vec::new();
            let mut page = Page::first(7).ordered(order);
            loop {
                let listing = store.list(table, &Filter::all(), &page).unwrap();
                seen.extend(listing.rows.iter().map(|r| r.str("id").to_owned()));
                if listing.next.is_none() {
                    break;
                }
                page = page.after(listing.next);
            }
            assert_eq!(seen.len(), all, "{} {order:?}", table.name);
            let mut unique = seen.clone();
            unique.sort();
            unique.dedup();
            assert_eq!(unique.len(), all, "{} {order:?}", table.name);
        }
    }
    let wrong = store.events(&Filter::all(), &Page::first(1).after(Some("nonsense".to_owned())));
    assert!(matches!(wrong, Err(Error::Cursor(_))));
}

#[test]
fn a_record_is_found_by_its_id_with_its_article() {
    let store = filled(0..5);
    let event = store.events(&Filter::all(), &Page::first(1)).unwrap().rows.remove(0);
    let found = store.record(event.str("id")).unwrap().unwrap();
    assert_eq!(found.table.name, "events");
    assert_eq!(found.row.values, event.values);
    assert_eq!(found.article.unwrap().str("id"), event.str("article"));
    assert!(store.record("ffffffffffffffff").unwrap().is_none());
}

#[test]
fn articles_written_together_are_as_written_one_by_one() {
    let prepared: Vec<Prepared> = (0..9)
        .map(|seed| {
            let (doc, coded) = testing::article(seed);
            Prepared::new(&doc, &coded).unwrap()
        })
        .collect();
    let (old, new) = (run("test 0"), run("test 1"));
    let mut store = Store::in_memory().unwrap();
    write(&mut store, [2], "test 0");
    write(&mut store, [3], "test 1");
    let mut writer = store.writer();
    // One is there as another run coded it, one just so, one comes twice.
    let mut together: Vec<_> = prepared.iter().map(|article| (article, &new)).collect();
    together.push((&prepared[0], &new));
    let outcomes = writer.write_all(&together).unwrap();
    let wanted: Vec<Outcome> = (0..10)
        .map(|seed| match seed {
            2 => Outcome::Replaced,
            3 | 9 => Outcome::Same,
            _ => Outcome::New,
        })
        .collect();
    assert_eq!(outcomes, wanted);
    assert!(writer.write_all(&[]).unwrap().is_empty());
    writer.commit().unwrap();
    drop(writer);
    let articles = |text: String| text.split("# articles").nth(1).unwrap().to_owned();
    assert_eq!(articles(content(&store)), articles(content(&filled(0..9))));
    crate::counts::agree(&mut store);

    // With corrections, the database checks each article by itself.
    let record =
        store.events(&Filter::all(), &Page::first(1)).unwrap().rows[0].str("id").to_owned();
    let change = Change::Reject { record };
    let made_at = "2031-05-06T10:00:00Z".to_owned();
    let correction = Correction { change, made_by: "ada".to_owned(), made_at, reason: None };
    store.correct(&correction).unwrap();
    let before = content(&store);
    let again: Vec<_> = prepared.iter().map(|article| (article, &old)).collect();
    let outcomes = store.writer().write_all(&again).unwrap();
    assert!(outcomes.iter().all(|outcome| *outcome == Outcome::Replaced));
    let again: Vec<_> = prepared.iter().map(|article| (article, &new)).collect();
    store.writer().write_all(&again).unwrap();
    assert_eq!(articles(content(&store)), articles(before));
}

#[test]
fn of_articles_written_together_the_broken_one_hurts_no_other() {
    let id = testing::article(5).0.id.to_string();
    let broken = format!(
        "CREATE TRIGGER broken BEFORE INSERT ON article_json WHEN new.article = '{id}' \
         BEGIN SELECT RAISE(FAIL, 'no room for it'); END"
    );
    let mut store = Store::in_memory().unwrap();
    store.connection().execute_batch(&broken).unwrap();
    let prepared: Vec<Prepared> = (1..9)
        .map(|seed| {
            let (doc, coded) = testing::article(seed);
            Prepared::new(&doc, &coded).unwrap()
        })
        .collect();
    let run = run("test 1");
    let together: Vec<_> = prepared.iter().map(|article| (article, &run)).collect();
    let mut writer = store.writer();
    let error = writer.write_all(&together).unwrap_err();
    assert!(matches!(&error, Error::Article { article, .. } if *article == id), "{error}");
    assert_eq!(writer.commit().unwrap(), 7);
    drop(writer);
    let wanted = filled((1..5).chain(6..9));
    let articles = |text: String| text.split("# articles").nth(1).unwrap().to_owned();
    assert_eq!(articles(content(&store)), articles(content(&wanted)));
    crate::counts::agree(&mut store);
}

#[test]
fn signatures_stay_with_their_articles_and_copies_are_marked_by_rows() {
    let mut store = filled(0..5);
    let texts = store.unsigned(1, i64::MIN, usize::MAX).unwrap();
    assert_eq!(texts.len(), 5);
    assert_eq!(store.unsigned(1, i64::MIN, 1).unwrap().len(), 1, "one at least");
    let signed: Vec<(i64, Vec<u8>)> =
        texts.iter().map(|(row, text)| (*row, text.as_bytes()[..4].to_vec())).collect();
    store.sign(1, &signed).unwrap();
    assert!(store.unsigned(1, i64::MIN, usize::MAX).unwrap().is_empty());
    // Made in another way they are no use.
    assert_eq!(store.unsigned(2, i64::MIN, usize::MAX).unwrap().len(), 5);
    let mut kept = Vec::new();
    store.each_signature(&mut |row, bytes| kept.push((row, bytes.to_vec()))).unwrap();
    assert_eq!(kept, signed);
    assert_eq!(store.signature(signed[2].0).unwrap().as_ref(), Some(&signed[2].1));
    assert_eq!(store.signature(99).unwrap(), None);
    // An article that is gone is not signed, and its signature goes with it.
    store.sign(1, &[(99, vec![1])]).unwrap();
    assert_eq!(store.signature(99).unwrap(), None);

    let order = store.rows_by_date().unwrap();
    assert_eq!(store.mark_copies(&order, &[0, 1, 0, 3, 3]).unwrap(), 2);
    assert_eq!(store.mark_copies(&order, &[0, 1, 0, 3, 3]).unwrap(), 0);
    assert_eq!(store.origins().unwrap(), (5, 3));
    assert_eq!(store.mark_copies(&order, &[0, 0, 2, 3, 3]).unwrap(), 2);
    assert_eq!(store.origins().unwrap(), (5, 3));
    crate::counts::agree(&mut store);
    assert_eq!(store.check().unwrap(), Vec::<String>::new());
}

#[test]
fn duplicates_are_marked_and_collapsed() {
    let mut store = Store::in_memory().unwrap();
    let text = "Arvenia met Ostavia. 🕊";
    let docs = ["a", "b"].map(|uri| Document::new(Article::new(uri, text)));
    for doc in &docs {
        store.writer().write(doc, &Coded::default(), &run("t")).unwrap();
    }
    let ids = docs.map(|d| d.id.to_string());
    let pairs = vec![(ids[1].clone(), Some(ids[0].clone())), ("gone".to_owned(), None)];
    assert_eq!(store.set_duplicates(&pairs).unwrap(), 1);
    assert_eq!(store.set_duplicates(&pairs).unwrap(), 0);
    let collapsed =
        Filter { duplicates: legation_store::Duplicates::Collapse, ..Filter::default() };
    assert_eq!(store.count(&columns::ARTICLES, &collapsed).unwrap(), 1);
    assert_eq!(
        store.article(&ids[1]).unwrap().unwrap()["document"]["duplicate_of"],
        ids[0].as_str()
    );
}

#[test]
fn an_article_that_cannot_be_written_leaves_nothing_behind() {
    let (doc, coded) = testing::article(5);
    let id = doc.id.to_string();
    for broken in [
        // Fails in the middle of a statement; before a row; at the last table.
        format!("CREATE UNIQUE INDEX broken ON sentences (article) WHERE article = '{id}'"),
        format!(
            "CREATE TRIGGER broken BEFORE INSERT ON event_actors \
             WHEN new.event IN (SELECT id FROM events WHERE article = '{id}') \
             BEGIN SELECT RAISE(ABORT, 'no room for it'); END"
        ),
        format!(
            "CREATE TRIGGER broken BEFORE INSERT ON article_json WHEN new.article = '{id}' \
             BEGIN SELECT RAISE(FAIL, 'no room for it'); END"
        ),
    ] {
        for known in [false, true] {
            let mut store = Store::in_memory().unwrap();
            if known {
                // The same fate where the database checks references: an earlier article is written once more.
                write(&mut store, [1], "test 0");
            }
            store.connection().execute_batch(&broken).unwrap();
            let mut writer = store.writer();
            for seed in 1..5 {
                let (doc, coded) = testing::article(seed);
                writer.write(&doc, &coded, &run("test 1")).unwrap();
            }
            let error = writer.write(&doc, &coded, &run("test 1")).unwrap_err();
            assert!(matches!(error, Error::Article { .. }), "{error}");
            for seed in 6..9 {
                let (doc, coded) = testing::article(seed);
                writer.write(&doc, &coded, &run("test 1")).unwrap();
            }
            assert_eq!(writer.commit().unwrap(), 7, "{broken}");
            drop(writer);
            let kind = if broken.contains("INDEX") { "INDEX" } else { "TRIGGER" };
            store.connection().execute_batch(&format!("DROP {kind} broken")).unwrap();
            let wanted = filled((1..5).chain(6..9));
            let articles = |text: String| text.split("# articles").nth(1).unwrap().to_owned();
            assert_eq!(articles(content(&store)), articles(content(&wanted)), "{broken}");
            crate::counts::agree(&mut store);
            write(&mut store, [5], "test 1");
            let wanted = filled(1..9);
            assert_eq!(articles(content(&store)), articles(content(&wanted)));
        }
    }
}
