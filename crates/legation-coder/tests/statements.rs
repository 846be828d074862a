//! The codebook's pages on statements: every example in them is checked.
//!
//! The layers of the examples are kept in `codebook/statements/examples.layers.jsonl`, one line a text, as the model gave
//! them; so the pages are checked without a model. A page with a new text needs its line there.

use legation_coder::actor::Cast;
use legation_coder::statement::{self, Cues, quote};
use legation_coder::{Codebook, Syntax, clause};
use legation_core::record::Manner;
use legation_core::{Article, Document, Layers, Span, Statement};
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

fn pages() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../codebook/statements")
}

/// A text of a page and the lines after its "=>".
struct Example {
    at: String,
    text: String,
    expected: Vec<String>,
}

fn examples(manner: &str) -> Vec<Example> {
    let page = std::fs::read_to_string(pages().join(format!("{manner}.md"))).unwrap();
    let mut out = Vec::new();
    let mut rest = page.as_str();
    while let Some((_, after)) = rest.split_once("```statement\n") {
        let (block, after) = after.split_once("```").unwrap();
        let lines = block.lines().filter(|l| !l.trim().is_empty());
        let (expected, text): (Vec<&str>, Vec<&str>) = lines.partition(|l| l.starts_with("=>"));
        let expected = expected.iter().map(|l| l[2..].trim().to_owned()).collect();
        let at = format!("{manner}.md: {}", text[0]);
        out.push(Example { at, text: text.join("\n\n"), expected });
        rest = after;
    }
    out
}

fn stored_layers() -> HashMap<String, Layers> {
    let text = std::fs::read_to_string(pages().join("examples.layers.jsonl")).unwrap();
    text.lines()
        .map(|line| {
            let row: serde_json::Value = serde_json::from_str(line).unwrap();
            let layers = serde_json::from_value(row["layers"].clone()).unwrap();
            (row["text"].as_str().unwrap().to_owned(), layers)
        })
        .collect()
}

fn found(text: &str, layers: &Layers) -> Vec<Statement> {
    let doc = Document::new(Article::new("example", text));
    let syntax = Syntax::new(&doc, layers);
    let clauses = clause::find(&syntax, &|_| false);
    statement::find(&syntax, &clauses, &Cast::default(), cues())
}

fn cues() -> &'static Cues {
    static CUES: OnceLock<Cues> = OnceLock::new();
    CUES.get_or_init(Cues::builtin)
}

fn shown(text: &str, statement: &Statement) -> String {
    let words = |s: Option<Span>| s.map_or("-", |s| s.of(text)).to_owned();
    let content: Vec<&str> = statement.content.iter().map(|c| c.of(text)).collect();
    let (source, cue) = (words(statement.speaker_span), words(statement.cue));
    format!("{source} | {cue} | {}", content.join(" // "))
}

fn check(name: &str, manner: Manner) {
    let layers = stored_layers();
    let examples = examples(name);
    assert!(examples.len() >= 40, "{} examples in {name}.md", examples.len());
    let mut wrong = Vec::new();
    for example in &examples {
        let Some(layers) = layers.get(&example.text) else {
            wrong.push(format!("{}: no layers", example.at));
            continue;
        };
        let found = found(&example.text, layers);
        let lines: Vec<String> = found
            .iter()
            .map(|s| format!("{} | {}", shown(&example.text, s), s.manner.as_str()))
            .collect();
        for (at, expected) in example.expected.iter().enumerate() {
            let right = if expected == "none" {
                !found.iter().any(statement::is_spoken)
            } else if at == 0 {
                lines.contains(&format!("{expected} | {}", manner.as_str()))
            } else {
                lines.contains(expected)
            };
            if !right {
                wrong.push(format!("{}\n  expected {expected}\n  found {lines:#?}", example.at));
            }
        }
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn direct_statements() {
    check("direct", Manner::Direct);
}

#[test]
fn indirect_statements() {
    check("indirect", Manner::Indirect);
}

#[test]
fn mixed_statements() {
    check("mixed", Manner::Mixed);
}

/// No text and no layers, however odd, make the step panic or leave the text.
#[test]
fn spans_stay_in_the_text() {
    for (text, mut layers) in stored_layers() {
        for twist in 0..4u32 {
            for (at, token) in layers.tokens.iter_mut().enumerate() {
                // Any tree, but a tree: every head before its child.
                token.head = (token.head * 7 + twist) % (at as u32 + 1);
            }
            for statement in found(&text, &layers) {
                let spans = statement.content.iter().chain(&statement.quoted);
                let spans = spans.chain(&statement.speaker_span).chain(&statement.cue);
                for span in spans {
                    assert!(text.get(span.range()).is_some(), "{span:?} in {text:?}");
                }
            }
        }
        assert_eq!(quote::check(&text), Ok(()));
    }
}

#[test]
fn what_lies_inside_is_attributed_to_the_innermost_speaker() {
    let text = "Two officials said that the president had told them to wait.";
    let layers = stored_layers().remove(text).expect("layers of an example of indirect.md");
    let statements = found(text, &layers);
    let at = text.find("wait").unwrap();
    let around = statement::enclosing(&statements, Span::from(at..at + 4));
    let cues: Vec<&str> =
        around.iter().map(|i| statements[i.0 as usize].cue.unwrap().of(text)).collect();
    assert_eq!(cues, ["had told", "said"]);
}

#[test]
fn where_it_was_said() {
    let layers = stored_layers();
    let codebook = Codebook::builtin();
    for (text, place) in [
        ("The deal is dead, the minister said at a summit in Geneva.", Some("Geneva")),
        ("The envoy told Reuters in Port Vela that the talks had failed.", Some("Port Vela")),
        ("The mayor said on Monday that the port in Odessa was closed.", None),
    ] {
        let layers = &layers[text];
        let doc = Document::new(Article::new("example", text));
        let syntax = Syntax::new(&doc, layers);
        let mut statements = found(text, layers);
        statement::add_places(&mut statements, &syntax, &Cast::default(), &codebook.knowledge);
        let found = statements[0].place.as_ref().map(|p| p.name.as_str());
        assert_eq!(found, place, "{text}");
    }
}
