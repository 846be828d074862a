//! The commands that show the system described: dyads over time, the ledger of figures, the briefing in its three forms.

use super::program::{done, refused};
use super::{engine, root};
use serde_json::Value;
use std::fs;

const FIRST: &str = "PORTO VELL, May 6, 2031 - Russia imposed sanctions on Turkey on Monday because Turkey had arrested its consul. \
Ayla Deniz, the health minister of Turkey, said a raid killed 12 people on Monday.\n\n\
Russia accused Turkey of smuggling weapons. Turkey denied the accusation.\n";
const SECOND: &str = "ANKARA, May 7, 2031 - Russia imposed sanctions on Turkey on Monday, officials said. \
Omar Tan, the governor of the province, said the raid killed 31 people on Monday.\n\n\
Russia and Turkey held talks in Geneva on June 2, 2030.\n";

fn store() -> Option<tempfile::TempDir> {
    engine()?;
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("a.txt"), FIRST).unwrap();
    fs::write(dir.path().join("b.txt"), SECOND).unwrap();
    done(dir.path(), &["read", "a.txt", "--published", "2031-05-06", "--quiet"]);
    done(dir.path(), &["read", "b.txt", "--published", "2031-05-07", "--quiet"]);
    Some(dir)
}

#[test]
fn two_sides_over_time() {
    let Some(dir) = store() else { return };
    let json = done(dir.path(), &["dyad", "RUS", "TUR", "--by", "year", "--format", "json"]);
    let points: Vec<Value> = serde_json::from_str(&json).unwrap();
    let of = |period: &str| points.iter().find(|p| p["period"] == period).unwrap();
    assert!(of("2030")["verbal_cooperation"].as_u64().unwrap() >= 1, "{json}");
    let later = of("2031");
    assert_eq!(later["change"], "colder", "{json}");
    assert!(later["reasons"][0].as_str().unwrap().contains("before"), "{json}");
    assert!(later["articles"].as_u64().unwrap() == 2, "{json}");
    // Both articles report the sanctions: one happening.
    let sanctions = done(
        dir.path(),
        &["dyad", "RUS", "TUR", "--type", "SANCTION", "--by", "year", "--format", "jsonl"],
    );
    let sanctions: Value = serde_json::from_str(sanctions.lines().next().unwrap()).unwrap();
    assert_eq!((&sanctions["events"], &sanctions["by_a"]), (&1.into(), &1.into()));
    let around =
        done(dir.path(), &["dyad", "RUS", "TUR", "--around", "2031-01-01", "--format", "csv"]);
    assert!(around.contains("before 2031-01-01") && around.contains("from 2031-01-01"), "{around}");
    let shown = done(dir.path(), &["dyad", "RUS", "TUR", "--records"]);
    assert!(shown.contains("SANCTION"), "{shown}");
}

#[test]
fn the_claims_of_one_measure_side_by_side() {
    let Some(dir) = store() else { return };
    let csv = done(dir.path(), &["figures", "--contested", "--format", "csv"]);
    assert!(csv.lines().count() == 3 && csv.contains("12") && csv.contains("31"), "{csv}");
    assert!(csv.contains("Deniz") && csv.contains("Omar Tan"), "{csv}");
    let table = done(dir.path(), &["figures", "--ledger"]);
    assert!(table.contains("claimed by"), "{table}");
}

#[test]
fn a_briefing_shows_causes_and_what_is_contested() {
    let Some(dir) = store() else { return };
    let text = done(dir.path(), &["brief"]);
    for part in
        ["What led to what", "Contested", "Different figures", "2 articles", "Denied by Turkey"]
    {
        assert!(text.contains(part), "no {part:?} in\n{text}");
    }
    assert!(done(dir.path(), &["brief", "--format", "markdown"]).contains("## Contested"));
    done(dir.path(), &["brief", "--html", "page.html"]);
    let page = fs::read_to_string(dir.path().join("page.html")).unwrap();
    assert!(!page.contains("http://") && !page.contains("https://"), "the page fetches something");
    for part in ["<nav", "id=\"contested\"", "<mark data-c", "href=\"#timeline-1\""] {
        assert!(page.contains(part), "no {part:?}");
    }
}

#[test]
fn a_briefing_on_an_actor_takes_part_of_a_name() {
    let Some(dir) = store() else { return };
    for (name, part, figure) in
        [("Ayla Deniz", "Deniz", "12 people"), ("Omar Tan", "Omar", "31 people")]
    {
        let whole = done(dir.path(), &["brief", "--actor", name]);
        assert!(whole.contains(figure), "{whole}");
        assert_eq!(done(dir.path(), &["brief", "--actor", part]), whole);
    }
    let said = refused(dir.path(), &["brief", "--actor", "u"]);
    assert!(said.contains("several actors"), "{said}");
}

#[test]
fn every_example_can_be_briefed_on() {
    let Some(_) = engine() else { return };
    let dir = tempfile::tempdir().unwrap();
    for example in fs::read_dir(root().join("examples")).unwrap() {
        let path = example.unwrap().path().canonicalize().unwrap();
        if path.file_name().is_some_and(|n| n != "README.md") {
            let text = done(dir.path(), &["brief", &path.display().to_string()]);
            assert!(text.contains("Actors") && text.contains("What happened"), "{text}");
        }
    }
}
