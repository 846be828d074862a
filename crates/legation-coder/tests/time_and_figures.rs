//! The codebook's pages on time and figures: every example in them is checked.
//!
//! The layers of the examples are kept in `codebook/time/examples.layers.jsonl`, one line a sentence, as the model gave
//! them; so the pages are checked without a model. A page with a new sentence needs its line there: write `{"text": "…"}` and
//! let `LEGATION_BLESS=1 cargo test -p legation layers` fill it in.

use legation_coder::clause::{self, ClauseIdx};
use legation_coder::timex::{self, Anchor, event_date};
use legation_coder::{Codebook, Syntax, actor, figure, quantity, statement};
use legation_core::record::Statement;
use legation_core::{Article, Basis, Document, Figure, Layers, Published, Timex};
use std::collections::HashMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

fn codebook() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../codebook")
}

/// A fenced block of a page: its language, publication date and lines.
struct Block {
    page: String,
    line: usize,
    published: Option<String>,
    lines: Vec<String>,
}

fn blocks(folder: &str, language: &str) -> Vec<Block> {
    let mut pages: Vec<PathBuf> = std::fs::read_dir(codebook().join(folder))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|e| e == "md"))
        .collect();
    pages.sort();
    let mut out = Vec::new();
    for page in pages {
        let text = std::fs::read_to_string(&page).unwrap();
        let name = page.file_name().unwrap().to_string_lossy().into_owned();
        let mut open: Option<Block> = None;
        for (at, line) in text.lines().enumerate() {
            if let Some(info) = line.strip_prefix("```") {
                if let Some(block) = open.take() {
                    out.push(block);
                } else if info.split(' ').next() == Some(language) {
                    let published = info.split("published=").nth(1).map(str::to_owned);
                    open = Some(Block {
                        page: name.clone(),
                        line: at + 1,
                        published,
                        lines: Vec::new(),
                    });
                }
            } else if let Some(block) = &mut open {
                block.lines.push(line.to_owned());
            }
        }
    }
    assert!(!out.is_empty(), "no examples of {language}");
    out
}

fn stored_layers() -> HashMap<String, Layers> {
    let file = codebook().join("time/examples.layers.jsonl");
    let text = std::fs::read_to_string(&file).unwrap();
    text.lines()
        .map(|line| {
            let row: serde_json::Value = serde_json::from_str(line).unwrap();
            let layers = serde_json::from_value(row["layers"].clone()).unwrap();
            (row["text"].as_str().unwrap().to_owned(), layers)
        })
        .collect()
}

fn document(text: &str, published: Option<&str>) -> Document {
    let mut article = Article::new("example", text);
    if let Some(date) = published {
        article.published = Published { date: Some(date.parse().unwrap()), basis: Basis::Given };
    }
    Document::new(article)
}

/// Text without marks, and the marked words with what stands in brackets after them.
fn unmarked(line: &str) -> (String, Vec<(String, String)>) {
    let mut text = String::new();
    let mut marks = Vec::new();
    let mut rest = line;
    while let Some((before, after)) = rest.split_once('[') {
        let (words, after) =
            after.split_once("](").unwrap_or_else(|| panic!("no \"](\" in {line:?}"));
        let (value, after) =
            after.split_once(')').unwrap_or_else(|| panic!("no \")\" in {line:?}"));
        text.push_str(before);
        text.push_str(words);
        marks.push((words.to_owned(), value.to_owned()));
        rest = after;
    }
    text.push_str(rest);
    (text, marks)
}

fn shown(timex: &Timex, with_interval: bool) -> String {
    let mut out = timex.value.clone().unwrap_or_else(|| "-".to_owned());
    if let Some(modifier) = timex.modifier {
        let _ = write!(out, " {modifier}");
    }
    if let (true, Some(from), Some(to)) = (with_interval, timex.from, timex.to) {
        let _ = write!(out, " {from}..{to}");
    }
    out
}

fn report(wrong: &[String], checked: usize) {
    assert!(
        wrong.is_empty(),
        "{} of {checked} examples are wrong:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

#[test]
fn time_expressions() {
    let stored = stored_layers();
    let (mut wrong, mut checked) = (Vec::new(), 0);
    for block in blocks("time", "timex") {
        for line in &block.lines {
            let (text, marks) = unmarked(line);
            let Some(layers) = stored.get(&text) else {
                wrong.push(format!(
                    "{}:{}: no layers are stored for {text:?}",
                    block.page, block.line
                ));
                continue;
            };
            let doc = document(&text, block.published.as_deref());
            let syntax = Syntax::new(&doc, layers);
            let found: Vec<(String, String)> = timex::find(&syntax, &Anchor::of(&doc))
                .iter()
                .map(|t| {
                    let words = t.span.of(&text).to_owned();
                    let expected = marks.iter().find(|m| m.0 == words);
                    (words, shown(t, expected.is_some_and(|m| m.1.contains(".."))))
                })
                .collect();
            checked += 1;
            if found != marks {
                wrong.push(format!(
                    "{}:{}: {text}\n  expected {marks:?}\n  found    {found:?}",
                    block.page, block.line
                ));
            }
        }
    }
    report(&wrong, checked);
}

/// Sentences of a block, each with its expectations.
fn cases(block: &Block) -> Vec<(String, Vec<String>)> {
    let mut out: Vec<(String, Vec<String>)> = Vec::new();
    for line in block.lines.iter().filter(|l| !l.is_empty()) {
        match line.strip_prefix("= ") {
            Some(expected) => out.last_mut().unwrap().1.push(expected.to_owned()),
            None => out.push((line.clone(), Vec::new())),
        }
    }
    out
}

#[test]
fn dates_of_events() {
    let stored = stored_layers();
    let (mut wrong, mut checked) = (Vec::new(), 0);
    for block in blocks("time", "event-date") {
        for (text, expected) in cases(&block) {
            let Some(layers) = stored.get(&text) else {
                wrong.push(format!("{}: no layers are stored for {text:?}", block.page));
                continue;
            };
            let doc = document(&text, block.published.as_deref());
            let syntax = Syntax::new(&doc, layers);
            let timexes = timex::find(&syntax, &Anchor::of(&doc));
            let clauses = clause::find(&syntax, &|_: &str| false);
            for line in expected {
                checked += 1;
                let predicate = line.split(" | ").next().unwrap();
                let clause = clauses.list.iter().position(|c| syntax.word(c.head) == predicate);
                let found = clause.map(|at| {
                    let date = event_date(&syntax, &clauses, &timexes, ClauseIdx(at as u32));
                    let value = date.value.clone().unwrap_or_else(|| "-".to_owned());
                    format!("{predicate} | {value} | {}", date.basis.as_str())
                });
                if found.as_deref() != Some(&line) {
                    wrong.push(format!(
                        "{}: {text}\n  expected {line}\n  found    {found:?}",
                        block.page
                    ));
                }
            }
        }
    }
    report(&wrong, checked);
}

fn number(value: f64) -> String {
    format!("{}", (value * 1000.0).round() / 1000.0)
}

fn shown_figure(figure: &Figure, text: &str) -> String {
    let value = match (figure.value, figure.value_to) {
        (Some(from), Some(to)) => format!("{}..{}", number(from), number(to)),
        (Some(value), None) => number(value),
        _ => "-".to_owned(),
    };
    format!(
        "{} | {value} {} | {} | {}",
        figure.span.of(text),
        figure.unit.as_deref().unwrap_or("-"),
        figure.comparator.as_str(),
        figure.measures.as_deref().unwrap_or("-")
    )
}

/// The figures of the pages' blocks in this language, each as `shown` gives it, against what the page expects.
fn check_figures(language: &str, shown: impl Fn(&Figure, &[Statement], &str) -> String) {
    let stored = stored_layers();
    let codebook = Codebook::builtin();
    let (mut wrong, mut checked) = (Vec::new(), 0);
    for block in blocks("figures", language) {
        for (text, expected) in cases(&block) {
            let Some(layers) = stored.get(&text) else {
                wrong.push(format!("{}: no layers are stored for {text:?}", block.page));
                continue;
            };
            let doc = document(&text, block.published.as_deref());
            let syntax = Syntax::new(&doc, layers);
            let timexes = timex::find(&syntax, &Anchor::of(&doc));
            let quantities = quantity::find(&syntax, &timexes);
            let clauses = clause::find(&syntax, &|_: &str| false);
            let cast = actor::resolve(&syntax, &codebook.knowledge, doc.article.published.date);
            let statements = statement::find(&syntax, &clauses, &cast, &codebook.cues);
            let found: Vec<String> =
                figure::link(&syntax, &clauses, &cast, &timexes, &quantities, &statements)
                    .iter()
                    .map(|f| shown(f, &statements, &text))
                    .collect();
            checked += 1;
            if found != expected {
                wrong.push(format!(
                    "{}: {text}\n  expected {expected:#?}\n  found    {found:#?}",
                    block.page
                ));
            }
        }
    }
    report(&wrong, checked);
}

#[test]
fn figures() {
    check_figures("figures", |figure, _, text| shown_figure(figure, text));
}

#[test]
fn claimants() {
    check_figures("claimants", |figure, statements, text| {
        let by = figure.attribution.first().and_then(|s| statements[s.0 as usize].speaker_span);
        format!("{} | {}", figure.span.of(text), by.map_or("-", |s| s.of(text)))
    });
}
