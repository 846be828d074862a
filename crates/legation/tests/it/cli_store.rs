//! The commands that look after a store, correct and export it, as a user runs them.

use super::program::{done, refused};
use super::{engine, root};
use serde_json::Value;
use std::fs;
use std::path::Path;

/// A folder with a store of the example articles.
fn store() -> Option<tempfile::TempDir> {
    engine()?;
    let dir = tempfile::tempdir().unwrap();
    let examples = root().join("examples").canonicalize().unwrap();
    done(dir.path(), &["read", &examples.display().to_string(), "--quiet"]);
    Some(dir)
}

/// The first row of a list.
fn first(dir: &Path, arguments: &[&str]) -> Value {
    let arguments = [arguments, &["--format", "jsonl", "-n", "1"]].concat();
    serde_json::from_str(done(dir, &arguments).lines().next().unwrap()).unwrap()
}

fn rows(dir: &Path, sql: &str) -> Vec<Value> {
    let lines = done(dir, &["sql", sql, "--json", "-n", "100000"]);
    lines.lines().map(|l| serde_json::from_str(l).unwrap()).collect()
}

#[test]
fn every_format_is_written_with_a_summary_of_what_was_lost() {
    let Some(dir) = store() else { return };
    let dir = dir.path();
    for format in legation_store::Export::ALL {
        let format = format.as_str();
        let said = done(dir, &["export", "--as", format, "--out", format]);
        assert!(said.contains("records in") && said.contains("loss.json"), "{said}");
        let report = fs::read(dir.join(format).join(format!("{format}.loss.json"))).unwrap();
        let report: Value = serde_json::from_slice(&report).unwrap();
        for file in report["files"].as_array().unwrap() {
            assert!(dir.join(format).join(file.as_str().unwrap()).exists(), "{file}");
        }
    }
    let exported = |out: &str, more: &[&str]| {
        done(dir, &[&["export", "--as", "icews", "--out", out], more].concat());
        let report = fs::read(dir.join(out).join("icews.loss.json")).unwrap();
        serde_json::from_slice::<Value>(&report).unwrap()["exported"].as_u64().unwrap()
    };
    assert!(exported("dated", &["--undated", "published"]) >= exported("strict", &[]));
    assert_eq!(exported("none", &["--until", "1900-01-01"]), 0);
    let said = refused(dir, &["export", "--as", "papyrus", "--out", "x"]);
    assert!(said.contains("papyrus") && said.contains("polecat"), "{said}");
}

#[test]
fn lists_go_into_files() {
    let Some(dir) = store() else { return };
    let dir = dir.path();
    let events = rows(dir, "SELECT id FROM events WHERE status <> 'withdrawn'").len();
    done(dir, &["events", "--format", "parquet", "--out", "events.parquet"]);
    assert!(fs::read(dir.join("events.parquet")).unwrap().starts_with(b"PAR1"));
    done(dir, &["events", "--format", "tsv", "--out", "events.tsv"]);
    let lines = fs::read_to_string(dir.join("events.tsv")).unwrap().lines().count();
    assert_eq!(lines, events + 1, "all events and a header");
    done(dir, &["events", "--format", "tsv", "--out", "two.tsv", "-n", "2"]);
    assert_eq!(fs::read_to_string(dir.join("two.tsv")).unwrap().lines().count(), 3);
    assert!(refused(dir, &["events", "--format", "parquet"]).contains("--out"));
    assert!(refused(dir, &["events", "--out", "x"]).contains("--format"));
}

#[test]
fn corrections_hold_are_undone_and_become_gold() {
    let Some(dir) = store() else { return };
    let dir = dir.path();
    let event = first(dir, &["events"]);
    let id = event["id"].as_str().unwrap();
    let here = || {
        !rows(dir, &format!("SELECT 1 FROM events WHERE id = '{id}' AND status = 'coded'"))
            .is_empty()
    };
    done(dir, &["correct", "reject", id, "--reason", "never took place"]);
    assert!(!here());
    let gold: Value = serde_json::from_str(done(dir, &["gold"]).trim()).unwrap();
    assert_eq!(gold["before"]["id"].as_str(), Some(id));
    assert_eq!(gold["correction"]["made_by"], "tester");
    assert_eq!(gold["correction"]["reason"], "never took place");
    let kept: Value = serde_json::from_str(done(dir, &["correct", "list"]).trim()).unwrap();
    done(dir, &["correct", "undo", kept["id"].as_str().unwrap()]);
    assert!(here());
    assert_eq!(done(dir, &["gold"]), "");
    done(dir, &["correct", "edit", id, r#"{"factuality": "denied"}"#]);
    let edited = rows(dir, &format!("SELECT factuality FROM events WHERE replaces = '{id}'"));
    assert_eq!(edited[0]["factuality"], "denied");
    assert!(refused(dir, &["correct", "edit", id, "denied"]).contains("not JSON"));
    assert!(refused(dir, &["correct", "reject", "nothing"]).contains("nothing"));
}

#[test]
fn a_store_is_checked_copied_compacted_and_compared() {
    let Some(dir) = store() else { return };
    let dir = dir.path();
    assert!(done(dir, &["check-store"]).contains("is sound"));
    done(dir, &["backup", "copy.db"]);
    assert!(refused(dir, &["backup", "copy.db"]).contains("copy.db is there already"));
    assert!(done(dir, &["compact"]).contains("bytes before"));
    let same = done(dir, &["diff", "copy.db", "legation.db"]);
    assert!(same.contains("8 articles compared") && same.contains("0 came, 0 went, 0 changed"));
    assert!(refused(dir, &["diff", "copy.db", "gone.db"]).contains("gone.db"));
    assert!(refused(dir, &["compact", "--db", "gone.db"]).contains("gone.db"));
}

/// What is coded from the store's own texts is what was coded from the files.
#[test]
fn articles_of_another_run_are_coded_again_from_the_store() {
    let Some(dir) = store() else { return };
    let dir = dir.path();
    assert!(done(dir, &["recode"]).starts_with("0 of 8"));
    done(dir, &["backup", "before.db"]);
    let mut store = legation_store::Store::open(dir.join("legation.db")).unwrap();
    let old = legation_store::RunInfo { program: "an older one".to_owned(), ..Default::default() };
    let ids: Vec<String> = rows(dir, "SELECT id FROM articles ORDER BY id LIMIT 3")
        .iter()
        .map(|row| row["id"].as_str().unwrap().to_owned())
        .collect();
    let mut writer = store.writer();
    for id in &ids {
        let source = legation_store::Store::open_read_only(dir.join("before.db")).unwrap();
        let mut article = source.article(id).unwrap().unwrap();
        article["events"] = Value::Array(Vec::new());
        let article = legation_store::Prepared::from_json(article).unwrap();
        writer.write_prepared(&article, &old).unwrap();
    }
    writer.commit().unwrap();
    drop(writer);
    drop(store);
    assert!(done(dir, &["recode", "--dry-run"]).contains("3 of 8"));
    assert!(done(dir, &["recode"]).starts_with("3 of 8"));
    let same = done(dir, &["diff", "before.db", "legation.db"]);
    assert!(same.contains("0 came, 0 went, 0 changed"), "{same}");
    assert!(done(dir, &["recode"]).starts_with("0 of 8"));
}

#[test]
fn silent_sentences_are_shown_with_the_reason() {
    if engine().is_none() {
        return;
    }
    let dir = tempfile::tempdir().unwrap();
    let text = "Russia resembles Norway.\n\nChina condemned Japan on Monday.";
    fs::write(dir.path().join("a.txt"), text).unwrap();
    let said = done(dir.path(), &["check", "a.txt"]);
    assert!(said.contains("Russia resembles Norway."), "{said}");
    assert!(said.contains("no frame for the predicate"), "{said}");
    assert!(!said.contains("China condemned"), "{said}");
    let line: Value =
        serde_json::from_str(done(dir.path(), &["check", "--json", "a.txt"]).trim()).unwrap();
    assert_eq!(line["span"], serde_json::json!([0, 24]));
}

#[test]
fn the_scorecard_needs_no_store() {
    let dir = tempfile::tempdir().unwrap();
    assert!(!done(dir.path(), &["scorecard"]).is_empty());
    let all: Value = serde_json::from_str(&done(dir.path(), &["scorecard", "--json"])).unwrap();
    assert!(all.is_object());
    assert!(refused(dir.path(), &["scorecard", "no-such-set"]).contains("no-such-set"));
}

#[test]
fn the_page_of_commands_is_current() {
    let path = root().join("docs/commands.md");
    let page = legation::cli::commands_page();
    if std::env::var_os("UPDATE_DOCS").is_some() {
        fs::write(&path, &page).unwrap();
    }
    let kept = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        kept == page,
        "docs/commands.md is out of date: UPDATE_DOCS=1 cargo test -p legation --test it commands"
    );
}
