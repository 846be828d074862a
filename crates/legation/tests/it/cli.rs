//! The program as a user runs it: exit states, messages, formats, and a reader that is killed.

use super::program::{command, legation};
use super::{engine, root};
use std::fmt::Write as _;
use std::fs;
use std::process::Stdio;
use std::time::Duration;

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[test]
fn explain_needs_neither_model_nor_store() {
    let dir = tempfile::tempdir().unwrap();
    let out = legation(dir.path(), &["explain", "REJECT"]);
    assert!(out.status.success());
    assert!(text(&out.stdout).contains("verbal conflict"));
    let out = legation(dir.path(), &["explain", "nothing-like-that"]);
    assert_eq!(out.status.code(), Some(1));
}

#[test]
fn a_list_without_a_store_says_what_to_do() {
    let dir = tempfile::tempdir().unwrap();
    let out = legation(dir.path(), &["events"]);
    assert_eq!(out.status.code(), Some(1));
    assert!(text(&out.stderr).contains("legation read"), "{}", text(&out.stderr));
}

#[test]
fn read_twice_lists_and_formats() {
    if engine().is_none() {
        return;
    }
    let dir = tempfile::tempdir().unwrap();
    let examples = root().join("examples").canonicalize().unwrap().display().to_string();
    let out = legation(dir.path(), &["read", &examples]);
    assert!(out.status.success(), "{}", text(&out.stderr));
    assert!(text(&out.stdout).contains("8 new"), "{}", text(&out.stdout));
    let again = legation(dir.path(), &["read", &examples]);
    assert!(text(&again.stdout).contains("0 new, 8 unchanged"), "{}", text(&again.stdout));
    for list in ["actors", "events", "statements", "figures", "ties", "assessments", "documents"] {
        for format in ["table", "json", "jsonl", "csv"] {
            let out = legation(dir.path(), &[list, "--format", format, "-n", "3"]);
            assert!(out.status.success(), "{list} {format}: {}", text(&out.stderr));
            assert!(!out.stdout.is_empty() || format == "jsonl", "{list} {format}");
        }
    }
    let sql = legation(dir.path(), &["sql", "SELECT count(*) AS n FROM articles", "--json"]);
    assert_eq!(text(&sql.stdout).trim(), "{\"n\":8}");
    let refused = legation(dir.path(), &["sql", "DELETE FROM articles"]);
    assert!(!refused.status.success());
    let first = legation(dir.path(), &["events", "--format", "jsonl", "-n", "1"]);
    let row: serde_json::Value =
        serde_json::from_str(text(&first.stdout).lines().next().unwrap()).unwrap();
    let explained = legation(dir.path(), &["explain", row["id"].as_str().unwrap()]);
    assert!(explained.status.success());
    assert!(text(&explained.stdout).contains("rule"), "{}", text(&explained.stdout));
}

#[test]
fn exit_status_tells_partly_from_wholly_failed() {
    if engine().is_none() {
        return;
    }
    let dir = tempfile::tempdir().unwrap();
    fs::write(
        dir.path().join("good.txt"),
        "Arvenia recalled its ambassador from Belmark on Monday.",
    )
    .unwrap();
    fs::write(dir.path().join("bad.txt"), b"\x00\x01").unwrap();
    let partly = legation(dir.path(), &["read", "good.txt", "bad.txt", "missing.txt"]);
    assert_eq!(partly.status.code(), Some(2));
    assert!(
        text(&partly.stderr).contains("bad.txt") && text(&partly.stderr).contains("missing.txt")
    );
    let wholly = legation(dir.path(), &["read", "bad.txt"]);
    assert_eq!(wholly.status.code(), Some(1));
}

/// Killing `read` at any moment and running it again gives the same store as an undisturbed run.
#[test]
fn a_killed_reader_loses_nothing() {
    if engine().is_none() {
        return;
    }
    let dir = tempfile::tempdir().unwrap();
    let mut lines = String::new();
    for i in 0..400 {
        let line = format!(
            "Minister {i} of Arvenia met Belmark's premier on Monday. “We agree,” said the premier. Costrava condemned the talks."
        );
        let _ = writeln!(lines, "{{\"id\":{i},\"text\":\"{line}\",\"date\":\"2031-05-06\"}}");
    }
    fs::write(dir.path().join("many.jsonl"), lines).unwrap();
    let dump = |db: &str| {
        let tables = ["articles", "events", "statements", "actors"];
        let queries = tables.map(|t| {
            let out = legation(
                dir.path(),
                &[
                    "sql",
                    &format!("SELECT id FROM {t} ORDER BY id"),
                    "--json",
                    "-n",
                    "100000",
                    "--db",
                    db,
                ],
            );
            assert!(out.status.success(), "{}", text(&out.stderr));
            text(&out.stdout)
        });
        queries.join("\n")
    };
    assert!(
        legation(dir.path(), &["read", "many.jsonl", "--db", "whole.db", "--quiet"])
            .status
            .success()
    );
    let read = ["read", "many.jsonl", "--db", "killed.db", "--quiet"];
    for milliseconds in [60, 150, 300, 600] {
        let mut child =
            command(dir.path(), &read).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        std::thread::sleep(Duration::from_millis(milliseconds));
        let _ = child.kill();
        child.wait().unwrap();
    }
    assert!(
        legation(dir.path(), &["read", "many.jsonl", "--db", "killed.db", "--quiet"])
            .status
            .success()
    );
    assert_eq!(dump("whole.db"), dump("killed.db"));
}
