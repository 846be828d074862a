//! The codebook's pages on ties, assessments and links: every example in them is checked with the model.

use super::{engine, root};
use legation::pipeline::Read;
use legation_core::record::{AssessmentKind, LinkKind, Polarity, TieType};
use legation_core::{Article, RecordId};
use std::fs;

struct Example {
    line: usize,
    text: String,
    /// What stands after `=>`, in parts.
    wanted: Vec<Vec<String>>,
}

/// The coder knows the states of the world and no others, so the pages' invented ones lend them their places.
const STAND_INS: &[(&str, &str)] =
    &[("Arvenia", "Norway"), ("Belmark", "Peru"), ("Costrava", "Japan"), ("Dorland", "Kenya")];

fn examples(page: &str) -> Vec<Example> {
    let mut text = fs::read_to_string(root().join("codebook").join(page)).unwrap();
    for (invented, real) in STAND_INS {
        text = text.replace(invented, real);
    }
    let mut out = Vec::new();
    let mut lines = text.lines().enumerate();
    while let Some((at, line)) = lines.next() {
        if line != "```example" {
            continue;
        }
        let body: Vec<&str> = lines.by_ref().map(|(_, l)| l).take_while(|l| *l != "```").collect();
        let (verdicts, sentences): (Vec<&str>, Vec<&str>) =
            body.iter().partition(|l| l.starts_with("=>"));
        let parts = |v: &&str| -> Vec<String> {
            v.trim_start_matches("=>").split(" | ").map(|p| p.trim().to_owned()).collect()
        };
        out.push(Example {
            line: at + 1,
            text: sentences.join(" "),
            wanted: verdicts.iter().map(parts).collect(),
        });
    }
    assert!(out.len() > 8, "{page}: only {} examples", out.len());
    out
}

/// Codes every example of a page and reports those for which `right` says no.
fn check(page: &str, right: &dyn Fn(&Read, &[String]) -> bool) {
    let Some(engine) = engine() else { return };
    let mut wrong = Vec::new();
    for example in examples(page) {
        let read = engine.code(Article::new("example", example.text.clone()));
        for wanted in &example.wanted {
            if !right(&read, wanted) {
                wrong.push(format!("{page}:{}: {} {wanted:?}", example.line, example.text));
            }
        }
    }
    assert!(wrong.is_empty(), "{} examples are wrong:\n{}", wrong.len(), wrong.join("\n"));
}

/// The words of a record: the trigger of an event, the text of anything else.
fn words(read: &Read, id: RecordId) -> String {
    let (text, coded) = (read.document.text(), &read.coded);
    let mut spans = Vec::new();
    spans.extend(coded.events.iter().filter(|r| r.id == id).map(|r| r.trigger));
    spans.extend(coded.statements.iter().filter(|r| r.id == id).map(|r| r.span));
    spans.extend(coded.figures.iter().filter(|r| r.id == id).map(|r| r.span));
    spans.extend(coded.ties.iter().filter(|r| r.id == id).map(|r| r.span));
    spans.extend(coded.assessments.iter().filter(|r| r.id == id).map(|r| r.span));
    spans.first().map(|s| s.of(text).to_owned()).unwrap_or_default()
}

#[test]
fn every_example_of_the_page_on_links() {
    check("links/links.md", &|read, wanted| {
        let links = &read.coded.links;
        if let Some(kind) = wanted[0].strip_prefix("no ") {
            let kind = LinkKind::parse(kind).unwrap();
            return links.iter().all(|l| l.kind != kind);
        }
        let kind = LinkKind::parse(&wanted[0]).unwrap();
        let holds = |id, part: &str| {
            let words = words(read, id);
            words.contains(part) || !words.is_empty() && part.contains(&words)
        };
        let ends = |l: &legation_core::record::Link| {
            holds(l.from, &wanted[1]) && holds(l.to, &wanted[2])
                || kind == LinkKind::Contradicts
                    && holds(l.to, &wanted[1])
                    && holds(l.from, &wanted[2])
        };
        links.iter().any(|l| l.kind == kind && ends(l))
    });
}

#[test]
fn every_example_of_the_page_on_ties() {
    check("ties/ties.md", &|read, wanted| {
        let coded = &read.coded;
        if let Some(kind) = wanted[0].strip_prefix("no ") {
            let kind = TieType::parse(kind).unwrap();
            return coded.ties.iter().all(|t| t.kind != kind);
        }
        let kind = TieType::parse(&wanted[0]).unwrap();
        let (a, b) = wanted[1].split_once(" > ").unwrap();
        let called = |actor, name: &str| {
            coded.actor(actor).is_some_and(|x| {
                x.name.contains(name)
                    || x.mentions.iter().any(|m| m.span.of(read.document.text()).contains(name))
            })
        };
        coded.ties.iter().any(|t| {
            let forth = called(t.a, a) && called(t.b, b);
            let back = called(t.a, b) && called(t.b, a);
            t.kind == kind && (forth || kind.is_symmetric() && back)
        })
    });
}

#[test]
fn every_example_of_the_page_on_assessments() {
    check("assessments/assessments.md", &|read, wanted| {
        let all = &read.coded.assessments;
        if let Some(kind) = wanted[0].strip_prefix("no ") {
            let kind = AssessmentKind::parse(kind).unwrap();
            return all.iter().all(|a| a.kind != kind);
        }
        let (kind, polarity) = wanted[0].split_once(' ').unwrap();
        let (kind, polarity) = (AssessmentKind::parse(kind).unwrap(), Polarity::parse(polarity));
        all.iter().any(|a| {
            a.kind == kind
                && polarity.is_none_or(|p| p == a.polarity)
                && a.span.of(read.document.text()).contains(&wanted[1])
        })
    });
}
