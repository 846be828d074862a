//! The pages of the event codebook: every example is checked. Those that the coder does not get right yet stand in
//! `codebook/events/known-failures.txt`; a line there that is right again must be taken out, so that the list only shrinks.

use super::{engine, root};
use legation_coder::event::pair::{self, SOURCE, TARGET};
use legation_coder::event::{Input, Stage};
use legation_coder::{Syntax, actor, clause};
use legation_core::{Article, Document, Event, Layers, Span};
use std::collections::BTreeSet;
use std::fs;

pub(crate) struct Example {
    pub(crate) page: String,
    pub(crate) line: usize,
    pub(crate) text: String,
    /// `None` for "=> none".
    pub(crate) wanted: Option<Wanted>,
}

pub(crate) struct Wanted {
    pub(crate) event_type: String,
    pub(crate) mode: Option<String>,
    pub(crate) source: Vec<String>,
    pub(crate) target: Vec<String>,
    pub(crate) factuality: String,
}

fn examples() -> Vec<Example> {
    let mut out = Vec::new();
    let mut pages: Vec<_> = fs::read_dir(root().join("codebook/events"))
        .unwrap()
        .map(|e| e.unwrap().path())
        .filter(|p| p.extension().is_some_and(|e| e == "md"))
        .collect();
    pages.sort();
    for page in pages {
        let name = page.file_stem().unwrap().to_string_lossy().into_owned();
        let text = fs::read_to_string(&page).unwrap();
        let mut lines = text.lines().enumerate();
        while let Some((at, line)) = lines.next() {
            if line != "```example" {
                continue;
            }
            let body: Vec<&str> =
                lines.by_ref().map(|(_, l)| l).take_while(|l| *l != "```").collect();
            let (verdict, sentence): (Vec<&str>, Vec<&str>) =
                body.iter().partition(|l| l.starts_with("=>"));
            for verdict in verdict {
                let wanted = parse(verdict.trim_start_matches("=>").trim());
                out.push(Example {
                    page: name.clone(),
                    line: at + 1,
                    text: sentence.join(" "),
                    wanted,
                });
            }
        }
    }
    out
}

fn parse(verdict: &str) -> Option<Wanted> {
    let mut parts = verdict.split('|').map(str::trim);
    let kind = parts.next()?;
    if kind == "none" {
        return None;
    }
    let roles = parts.next().unwrap_or_default();
    let (event_type, mode) =
        kind.split_once('/').map_or((kind, None), |(t, m)| (t, Some(m.to_owned())));
    let (source, target) = roles.split_once(" > ").unwrap_or((roles, "-"));
    let list = |side: &str, separators: &[&str]| {
        let mut items = vec![side.to_owned()];
        for separator in separators {
            items = items
                .iter()
                .flat_map(|i| i.split(separator))
                .map(|i| i.trim().to_owned())
                .collect();
        }
        items.into_iter().filter(|i| !i.is_empty() && i != "-").collect::<Vec<_>>()
    };
    Some(Wanted {
        event_type: event_type.trim_end_matches('*').to_owned(),
        mode,
        source: list(source, &[" + ", " ; "]),
        target: list(target, &[" + ", " ; "]),
        factuality: parts.next().unwrap_or("occurred").to_owned(),
    })
}

/// Where the pieces stand in the text.
pub(crate) fn spans(text: &str, pieces: &[String]) -> Vec<Span> {
    pieces
        .iter()
        .filter_map(|p| text.find(p.as_str()).map(|at| Span::from(at..at + p.len())))
        .collect()
}

fn events(example: &Example, doc: &Document, layers: &Layers) -> Vec<Event> {
    let tables = &engine().unwrap().codebook.events;
    let syntax = Syntax::new(doc, layers);
    match &example.wanted {
        Some(wanted) => pair::events(
            tables,
            &syntax,
            &spans(doc.text(), &wanted.source),
            &spans(doc.text(), &wanted.target),
        ),
        None => {
            let book = &engine().unwrap().codebook;
            let cast = actor::resolve(&syntax, &book.knowledge, None);
            let clauses = clause::find(&syntax, &|lemma| tables.is_event_noun(lemma));
            let stage = Stage { syntax: &syntax, cast: &cast };
            let input = Input {
                stage,
                clauses: &clauses,
                timexes: &[],
                statements: &[],
                boilerplate: &[],
                knowledge: None,
            };
            let mut events = legation_coder::event::code(tables, &input);
            events.retain(|e| e.event_type.is_some());
            events
        }
    }
}

/// What is wrong, from the type down; nothing if all is right.
fn judge(wanted: Option<&Wanted>, events: &[Event]) -> Option<&'static str> {
    let Some(wanted) = wanted else { return (!events.is_empty()).then_some("spurious event") };
    let typed: Vec<&Event> = events
        .iter()
        .filter(|e| e.event_type.is_some_and(|t| t.as_str() == wanted.event_type))
        .collect();
    let Some(first) = typed.first() else { return Some("type") };
    let roles = |e: &&&Event| {
        let all: Vec<_> = e.source.iter().chain(&e.target).collect();
        let needs_source = wanted.source.is_empty() || all.contains(&&SOURCE);
        let needs_target = wanted.target.is_empty() || all.contains(&&TARGET);
        let swapped = e.source.contains(&TARGET) && e.target.contains(&SOURCE);
        needs_source && needs_target && !swapped
    };
    let Some(event) = typed.iter().find(roles).or(Some(first)) else { return Some("roles") };
    if !roles(&event) {
        return Some("roles");
    }
    if wanted.mode.as_deref() != event.mode && wanted.mode.is_some() {
        return Some("mode");
    }
    if wanted.factuality != event.factuality.as_str() {
        return Some("factuality");
    }
    None
}

#[test]
fn every_example_of_the_event_pages() {
    let Some(engine) = engine() else { return };
    let examples = examples();
    assert!(examples.len() > 900, "only {} examples were found", examples.len());
    let documents: Vec<Document> =
        examples.iter().map(|e| Document::new(Article::new("example", e.text.clone()))).collect();
    let layers = engine.annotate(&documents);
    let mut failures = BTreeSet::new();
    let mut report = super::causes::Report::default();
    for ((example, doc), layers) in examples.iter().zip(&documents).zip(&layers) {
        let found = events(example, doc, layers);
        if let Some(what) = judge(example.wanted.as_ref(), &found) {
            let words: String = example.text.chars().take(90).collect();
            report.add(example, what, doc, layers, &found);
            failures.insert(format!("{}: {what}: {words}", example.page));
        }
    }
    let right = examples.len() - failures.len();
    eprintln!("event pages: {right} of {} examples right", examples.len());
    if let Some(to) = std::env::var_os("LEGATION_REPORT") {
        fs::write(to, report.text()).unwrap();
    }
    let file = root().join("codebook/events/known-failures.txt");
    if std::env::var_os("LEGATION_BLESS").is_some() {
        let lines: Vec<&str> = failures.iter().map(String::as_str).collect();
        let lines = lines.join("\n");
        fs::write(&file, format!("# Examples that the coder does not get right yet: page, what is wrong, words. This list only shrinks.\n{lines}\n")).unwrap();
        return;
    }
    let known: BTreeSet<String> = fs::read_to_string(&file)
        .unwrap_or_default()
        .lines()
        .filter(|l| !l.starts_with('#') && !l.is_empty())
        .map(str::to_owned)
        .collect();
    let new: Vec<_> = failures.difference(&known).collect();
    let mended: Vec<_> = known.difference(&failures).collect();
    assert!(new.is_empty(), "examples that were right and are not any more: {new:#?}");
    assert!(
        mended.is_empty(),
        "right again, take out of known-failures.txt (LEGATION_BLESS=1): {mended:#?}"
    );
}
