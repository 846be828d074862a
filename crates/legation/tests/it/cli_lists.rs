//! Every list with every filter and every format, as a user types them.

use super::program::{done, legation};
use super::{engine, root};
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

const LISTS: [&str; 7] =
    ["actors", "events", "statements", "figures", "ties", "assessments", "documents"];

fn rows(dir: &Path, arguments: &[&str]) -> Vec<Value> {
    let arguments = [arguments, &["--format", "jsonl", "-n", "100000"]].concat();
    done(dir, &arguments).lines().map(|l| serde_json::from_str(l).unwrap()).collect()
}

fn ids(rows: &[Value]) -> BTreeSet<String> {
    rows.iter().map(|r| r["id"].as_str().unwrap().to_owned()).collect()
}

fn store() -> Option<tempfile::TempDir> {
    engine()?;
    let dir = tempfile::tempdir().unwrap();
    let examples = root().join("examples").canonicalize().unwrap();
    done(dir.path(), &["read", &examples.display().to_string(), "--quiet"]);
    Some(dir)
}

/// What is left by a filter is a part of the whole, and not nothing in the list that it is made for. Where a list has no such
/// field, the complaint says so.
#[test]
fn every_filter_works_on_every_list_that_has_the_field() {
    let Some(dir) = store() else { return };
    let dir = dir.path();
    let whole: Vec<BTreeSet<String>> =
        LISTS.iter().map(|list| ids(&rows(dir, &[list, "--attitudes"]))).collect();
    // Which event comes first depends on the articles' ids, and these on where the examples lie.
    let events = rows(dir, &["events", "--oldest-first"]);
    let event =
        events.iter().find(|e| e["source"][0].is_string() && e["type"].is_string()).unwrap();
    let text = |name: &str| event[name].as_str().unwrap_or_default().to_owned();
    let source = event["source"][0].as_str().unwrap().to_owned();
    let speaker = rows(dir, &["statements"])
        .iter()
        .find_map(|s| s["speaker"].as_str().map(str::to_owned))
        .unwrap();
    let article = text("article");
    let publisher = rows(dir, &["documents"])
        .iter()
        .find_map(|d| d["publisher"].as_str().map(str::to_owned))
        .unwrap_or_else(|| "nobody".to_owned());
    let pair = rows(dir, &["events"])
        .iter()
        .find_map(|e| Some(format!("{},{}", e["source"][0].as_str()?, e["target"][0].as_str()?)))
        .unwrap();
    // The option, its value, and a list in which it must find something.
    let filters: &[(&str, &str, &str)] = &[
        ("--actor", &source, "events"),
        ("--source", &source, "events"),
        ("--target", pair.split(',').nth(1).unwrap(), "events"),
        ("--dyad", &pair, "events"),
        ("--about", &source, "documents"),
        ("--country", "CHN", "events"),
        ("--sector", "GOV", "actors"),
        ("--type", &text("type"), "events"),
        ("--mode", "direct", "statements"),
        ("--quad", "1", "events"),
        ("--context", "diplomatic", "events"),
        ("--factuality", "occurred", "events"),
        ("--cue", "say", "statements"),
        ("--rule", "frame:", "events"),
        ("--attribution", "reporter", "events"),
        ("--attribution", "attributed", "events"),
        ("--speaker", &speaker, "statements"),
        ("--since", "2020-01-01", "events"),
        ("--until", "2030-12-31", "events"),
        ("--publisher", &publisher, ""),
        ("--text", "the", "documents"),
        ("--article", &article, "events"),
        ("--id", &text("id"), "events"),
        ("--min-confidence", "0.5", "events"),
    ];
    for (option, value, must) in filters {
        for (list, whole) in LISTS.iter().zip(&whole) {
            let arguments =
                [*list, option, value, "--attitudes", "--format", "jsonl", "-n", "100000"];
            let out = legation(dir, &arguments);
            let said = String::from_utf8_lossy(&out.stderr);
            if !out.status.success() {
                let refused = format!("cannot be narrowed by {option}; it is for ");
                assert!(said.contains(&refused), "{arguments:?}: {said}");
                assert_ne!(list, must, "{arguments:?}: {said}");
                continue;
            }
            let lines = String::from_utf8(out.stdout).unwrap();
            let found: Vec<Value> =
                lines.lines().map(|l| serde_json::from_str(l).unwrap()).collect();
            assert!(ids(&found).is_subset(whole), "{arguments:?}");
            assert!(list != must || !found.is_empty(), "{arguments:?} finds nothing");
            for row in &found {
                holds(option, value, row, list);
            }
        }
    }
    // Without duplicates is a part of all; several values are alternatives, several options must all hold.
    let both = ids(&rows(dir, &["events", "--quad", "1", "--quad", "4"]));
    let one = ids(&rows(dir, &["events", "--quad", "1"]));
    let four = ids(&rows(dir, &["events", "--quad", "4"]));
    assert_eq!(both, &one | &four);
    let narrow = ids(&rows(dir, &["events", "--quad", "1", "--country", "CHN"]));
    assert_eq!(narrow, &one & &ids(&rows(dir, &["events", "--country", "CHN"])));
    assert!(rows(dir, &["events", "--collapse-duplicates"]).len() <= whole[1].len());
    let unknown = legation(dir, &["events", "--actor", "Nobody Inparticular"]);
    assert!(String::from_utf8_lossy(&unknown.stderr).contains("no actor of the store is called"));
}

/// What a filter asks for holds of a row, as far as the row itself says.
fn holds(option: &str, value: &str, row: &Value, list: &str) {
    let is = |field: &str| assert_eq!(row[field], value, "{list} {option} {value}");
    let lists = |field: &str| {
        let items = row[field].as_array().unwrap();
        assert!(items.iter().any(|i| i == value), "{list} {option} {value}: {row}");
    };
    match (option, list) {
        // Asked of the events in it, or of those that an actor takes part in.
        ("--factuality" | "--quad" | "--min-confidence", "statements" | "actors" | "documents")
        | ("--context", "statements" | "actors") => {}
        ("--factuality", _) => is("factuality"),
        ("--cue", _) => is("cue_class"),
        ("--id", _) => is("id"),
        ("--quad", _) => assert_eq!(row["quad"].to_string(), value),
        ("--article", "events" | "statements" | "figures" | "ties" | "assessments") => {
            is("article");
        }
        ("--type" | "--mode", "events") => is(&option[2..]),
        ("--mode", "statements") => is("manner"),
        ("--context", _) => lists("contexts"),
        ("--sector", "actors") => lists("sectors"),
        ("--country", "actors") => is("country"),
        ("--publisher", "documents") => is("publisher"),
        ("--source", "events") => lists("source"),
        ("--attribution", "statements") => {
            assert_eq!(row["within"].is_null(), value == "reporter", "{row}");
        }
        ("--attribution", _) => {
            let own = row["attribution"].as_array().unwrap().is_empty();
            assert_eq!(own, value == "reporter", "{row}");
        }
        ("--since", "events" | "figures" | "ties" | "statements") => {
            let last = row["date_to"].as_str().or_else(|| row["date_from"].as_str());
            assert!(last.unwrap() >= value, "{row}");
        }
        ("--until", "events" | "figures" | "ties" | "statements") => {
            assert!(row["date_from"].as_str().unwrap() <= value, "{row}");
        }
        ("--rule", _) => assert!(row["rule"].as_str().unwrap().starts_with(value)),
        ("--min-confidence", _) => assert!(row["confidence"].as_f64().unwrap() >= 0.5),
        _ => {}
    }
}

#[test]
fn every_list_comes_in_every_format_and_in_pages() {
    let Some(dir) = store() else { return };
    let dir = dir.path();
    for list in LISTS {
        let all = rows(dir, &[list]);
        assert!(!all.is_empty(), "{list}");
        let table = done(dir, &[list, "-n", "3"]);
        assert!(table.contains('─') && table.lines().count() > 2, "{table}");
        let json: Value =
            serde_json::from_str(&done(dir, &[list, "--format", "json", "-n", "100000"])).unwrap();
        assert_eq!(json.as_array().unwrap(), &all);
        let csv = done(dir, &[list, "--format", "csv", "-n", "100000"]);
        let mut csv = csv::Reader::from_reader(csv.as_bytes());
        assert_eq!(csv.headers().unwrap().len(), all[0].as_object().unwrap().len());
        assert_eq!(csv.records().map(Result::unwrap).count(), all.len());
        let tsv = done(dir, &[list, "--format", "tsv", "-n", "100000"]);
        assert_eq!(tsv.lines().count(), all.len() + 1);
        let file = format!("{list}.parquet");
        done(dir, &[list, "--format", "parquet", "--out", &file]);
        assert!(fs::read(dir.join(file)).unwrap().ends_with(b"PAR1"));
        // Page by page, by the cursor that the command prints.
        let mut seen = Vec::new();
        let mut after: Option<String> = None;
        loop {
            let mut arguments = vec![list, "--format", "jsonl", "-n", "7"];
            arguments.extend(after.iter().flat_map(|a| ["--after", a.as_str()]));
            let out = legation(dir, &arguments);
            assert!(out.status.success());
            let lines = String::from_utf8(out.stdout).unwrap();
            seen.extend(lines.lines().map(|l| serde_json::from_str::<Value>(l).unwrap()));
            let said = String::from_utf8(out.stderr).unwrap();
            match said.trim().strip_prefix("more: add --after ") {
                Some(cursor) => after = Some(cursor.to_owned()),
                None => break,
            }
        }
        assert_eq!(seen, all, "{list}");
    }
}

#[test]
fn questions_in_sql_come_in_every_format_and_are_stopped_in_time() {
    let Some(dir) = store() else { return };
    let dir = dir.path();
    let query =
        "SELECT '=1+1' AS cell, type, count(*) AS n FROM events GROUP BY type ORDER BY type";
    let jsonl = done(dir, &["sql", query, "--format", "jsonl"]);
    assert_eq!(jsonl, done(dir, &["sql", query, "--json"]));
    let rows: Vec<Value> = jsonl.lines().map(|l| serde_json::from_str(l).unwrap()).collect();
    let json: Value =
        serde_json::from_str(&done(dir, &["sql", query, "--format", "json"])).unwrap();
    assert_eq!(json.as_array().unwrap(), &rows);
    let csv = done(dir, &["sql", query, "--format", "csv"]);
    assert!(csv.starts_with("cell,type,n\r\n'=1+1,"), "{csv}");
    assert_eq!(csv.lines().count(), rows.len() + 1);
    done(dir, &["sql", query, "--format", "tsv", "--out", "types.tsv"]);
    let tsv = fs::read_to_string(dir.join("types.tsv")).unwrap();
    assert!(tsv.starts_with("cell\ttype\tn\n=1+1\t"), "{tsv}");
    done(dir, &["sql", query, "--format", "parquet", "--out", "types.parquet"]);
    assert!(fs::read(dir.join("types.parquet")).unwrap().starts_with(b"PAR1"));
    let out = legation(dir, &["sql", query, "--format", "parquet"]);
    assert!(String::from_utf8_lossy(&out.stderr).contains("--out"));
    let endless =
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n";
    let started = std::time::Instant::now();
    let out = legation(dir, &["sql", endless, "--seconds", "1"]);
    assert!(String::from_utf8_lossy(&out.stderr).contains("was stopped after 1s"));
    assert!(started.elapsed() < std::time::Duration::from_secs(20));
    let out = legation(dir, &["sql", "DELETE FROM events"]);
    assert!(String::from_utf8_lossy(&out.stderr).contains("only a single reading statement"));
}

#[test]
fn corrections_are_switched_off_in_lists_and_exports() {
    let Some(dir) = store() else { return };
    let dir = dir.path();
    let before = ids(&rows(dir, &["events"]));
    let id = before.first().unwrap();
    done(dir, &["correct", "reject", id, "--reason", "no such thing"]);
    assert!(!ids(&rows(dir, &["events"])).contains(id));
    assert_eq!(ids(&rows(dir, &["events", "--ignore-corrections"])), before);
    let exported = |out: &str, more: &[&str]| {
        done(dir, &[&["export", "--as", "webannotation", "--out", out], more].concat());
        fs::read_to_string(dir.join(out).join("annotations.jsonld")).unwrap().contains(id.as_str())
    };
    assert!(!exported("with", &[]));
    assert!(exported("without", &["--ignore-corrections"]));
    let proposals = done(dir, &["gold", "--proposals"]);
    assert!(proposals.contains("```example") && proposals.contains("no such thing"), "{proposals}");
    assert!(done(dir, &["scorecard"]).contains("event quadrant"));
}
