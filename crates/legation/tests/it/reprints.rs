//! Reprints are known from reports: 200 reprints made of the examples, and different reports of the same events.

use super::root;
use legation::read::duplicates::{Signature, clusters};
use std::collections::HashMap;
use std::fs;

/// Reprints in all; with the example it was made of, each is a pair.
const REPRINTS: usize = 200;

struct Dice(u64);

impl Dice {
    fn below(&mut self, most: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) % most.max(1) as u64) as usize
    }
}

/// A reprint as agencies' customers make them: cut, with another title, other punctuation, an introduction by an agency, two
/// paragraphs dropped, sometimes a frame of the site around it.
fn reprint(text: &str, dice: &mut Dice) -> String {
    let mut paragraphs: Vec<&str> = text.split("\n\n").filter(|p| !p.trim().is_empty()).collect();
    for _ in 0..2 {
        if paragraphs.len() > 5 {
            paragraphs.remove(1 + dice.below(paragraphs.len() - 1));
        }
    }
    let cut = paragraphs.len() - dice.below(paragraphs.len() / 4 + 1);
    paragraphs.truncate(cut.max(3));
    let title = [
        "Dispute enters new phase",
        "What happened this week",
        "Analysis: the view from the capital",
        "World in brief",
    ];
    let agency = [
        "NORTHPORT (Reuters) - ",
        "LONDON, Jan 5 (AFP) -- ",
        "(AP) ",
        "BEIJING, Xinhua: ",
        "MOSCOW. TASS/ ",
        "By our correspondent. This story was first published by an agency partner.\n\n",
    ];
    let mut out = format!(
        "{}\n\n{}{}",
        title[dice.below(title.len())],
        agency[dice.below(agency.len())],
        paragraphs.join("\n\n")
    );
    out = match dice.below(4) {
        0 => out.replace(['\u{201c}', '\u{201d}'], "\"").replace(['\u{2018}', '\u{2019}'], "'"),
        1 => out.replace('"', "\u{201c}").replace(" - ", " \u{2013} ").replace(", ", ",  "),
        2 => out.replace("\n\n", "\n").to_uppercase(),
        _ => out.replace(". ", ".\n\n"),
    };
    if dice.below(2) == 0 {
        out.push_str("\n\nRead more: other news of the day\n\nLeave a Reply\n\nYour email address will not be published.\n\nFirst!");
    }
    out
}

/// Precision, recall and F1 over all pairs of texts.
fn pairwise(found: &[usize], truth: &[usize]) -> (f64, f64, f64) {
    let (mut both, mut only_found, mut only_true) = (0.0, 0.0, 0.0);
    for a in 0..found.len() {
        for b in 0..a {
            match (found[a] == found[b], truth[a] == truth[b]) {
                (true, true) => both += 1.0,
                (true, false) => only_found += 1.0,
                (false, true) => only_true += 1.0,
                _ => {}
            }
        }
    }
    let precision = if both > 0.0 { both / (both + only_found) } else { 0.0 };
    let recall = if both > 0.0 { both / (both + only_true) } else { 0.0 };
    (
        precision,
        recall,
        if both > 0.0 { 2.0 * precision * recall / (precision + recall) } else { 0.0 },
    )
}

#[test]
fn reprints_of_the_examples_are_found() {
    let mut files: Vec<_> = fs::read_dir(root().join("examples"))
        .unwrap()
        .map(|e| e.unwrap().path())
        .filter(|p| p.extension().is_some_and(|e| e == "md") && !p.ends_with("README.md"))
        .collect();
    files.sort();
    let (mut texts, mut truth) = (Vec::new(), Vec::new());
    for (at, file) in files.iter().enumerate() {
        let text = fs::read_to_string(file).unwrap();
        // The front matter goes: it is no part of what is printed.
        let text = text.splitn(3, "---\n").last().unwrap_or_default().to_owned();
        texts.push(text);
        truth.push(at);
    }
    let mut dice = Dice(7);
    for at in 0..REPRINTS {
        let of = at % files.len();
        texts.push(reprint(&texts[of], &mut dice));
        truth.push(of);
    }
    let signatures: Vec<_> = texts.iter().map(|t| Signature::of(t)).collect();
    let found = clusters(&signatures);
    let (precision, recall, f1) = pairwise(&found, &truth);
    eprintln!(
        "{} texts: pairwise precision {precision:.3}, recall {recall:.3}, F1 {f1:.3}",
        texts.len()
    );
    assert!(f1 >= 0.97, "F1 {f1:.3}");
    for (at, first) in found.iter().enumerate().take(files.len()) {
        assert_eq!(*first, at, "examples are no copies of each other");
    }
}

/// Reports by different outlets of one event share names and figures, but are no copies. Needs gold data that are not part of
/// the repository.
#[test]
fn reports_of_one_event_are_no_reprints() {
    let set = root().join("../shared/bench/dev/ecbplus");
    let (mut ids, mut texts) = (Vec::new(), Vec::new());
    for split in ["train.jsonl", "dev.jsonl"] {
        let Ok(rows) = fs::read_to_string(set.join(split)) else {
            eprintln!("SKIPPED: no {split} of ecbplus at hand");
            continue;
        };
        for row in rows.lines().filter(|l| !l.trim().is_empty()) {
            let row: serde_json::Value = serde_json::from_str(row).unwrap();
            ids.push(row["id"].to_string());
            texts.push(row["text"].as_str().unwrap_or_default().to_owned());
        }
    }
    let signatures: Vec<_> = texts.iter().map(|t| Signature::of(t)).collect();
    let found = clusters(&signatures);
    let mut merged: HashMap<usize, Vec<usize>> = HashMap::new();
    for (at, first) in found.iter().enumerate().filter(|(at, first)| at != *first) {
        merged.entry(*first).or_default().push(at);
    }
    // No two reporters write the same dozen words in a row.
    for (first, copies) in merged {
        for copy in copies {
            let run = longest_run(&texts[first], &texts[copy]);
            eprintln!("{} and {}: {run} words in a row are the same", ids[first], ids[copy]);
            assert!(run >= 12, "{}\n\n{}", texts[first], texts[copy]);
        }
    }
}

/// The longest run of words that stands in both texts.
fn longest_run(a: &str, b: &str) -> usize {
    let words = |text: &str| -> Vec<String> {
        let all = text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty());
        all.map(str::to_lowercase).collect()
    };
    let (a, b) = (words(a), words(b));
    let mut longest = 0;
    let mut before = vec![0; b.len() + 1];
    for word in &a {
        let mut now = vec![0; b.len() + 1];
        for (at, other) in b.iter().enumerate() {
            if word == other {
                now[at + 1] = before[at] + 1;
                longest = longest.max(now[at + 1]);
            }
        }
        before = now;
    }
    longest
}
