//! Why the failing examples of the event pages fail: grouped by cause, with the clauses and the frames that were tried.
//! `LEGATION_REPORT=FILE cargo test -p legation --test it event_pages` writes it.

use super::codebook::{Example, Wanted, spans};
use super::engine;
use legation_coder::clause::{Clause, Clauses, Voice};
use legation_coder::event::pair::{self, SOURCE, TARGET};
use legation_coder::{Syntax, clause};
use legation_core::{Document, Event, Layers};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// The failures of one run.
#[derive(Default)]
pub(crate) struct Report {
    by_cause: BTreeMap<&'static str, Vec<String>>,
}

impl Report {
    /// Adds a failing example.
    pub(crate) fn add(
        &mut self,
        example: &Example,
        what: &str,
        doc: &Document,
        layers: &Layers,
        found: &[Event],
    ) {
        let syntax = Syntax::new(doc, layers);
        let tables = &engine().unwrap().codebook.events;
        let clauses = clause::find(&syntax, &|lemma| tables.is_event_noun(lemma));
        let none = (Vec::new(), Vec::new());
        let (source, target) = example
            .wanted
            .as_ref()
            .map_or(none, |w| (spans(&example.text, &w.source), spans(&example.text, &w.target)));
        let matches = pair::matches(tables, &syntax, &source, &target);
        let cause = match (&example.wanted, what) {
            (Some(wanted), "type") => type_cause(wanted, found, &matches),
            (Some(_), "roles") => {
                let swapped =
                    found.iter().any(|e| e.source.contains(&TARGET) && e.target.contains(&SOURCE));
                if swapped { "roles the other way round" } else { "source or target missing" }
            }
            (_, "mode") => "mode",
            (_, "factuality") => "factuality",
            _ => "extra event",
        };
        let mut text = format!("{} {}: {}\n", example.page, example.line, example.text);
        if let Some(w) = &example.wanted {
            let mode = w.mode.as_deref().unwrap_or("-");
            let (source, target) = (w.source.join(" + "), w.target.join(" + "));
            let _ = writeln!(
                text,
                "  want  {}/{mode} | {source} > {target} | {}",
                w.event_type, w.factuality
            );
        }
        for e in found {
            let name = |actors: &[_]| {
                let name = |a: &_| if *a == SOURCE { "S" } else { "T" };
                actors.iter().map(name).collect::<Vec<_>>().join("+")
            };
            let _ = writeln!(
                text,
                "  found {}/{} | {} > {} | {} | {} “{}”",
                e.event_type.map_or("-", |t| t.as_str()),
                e.mode.unwrap_or("-"),
                name(&e.source),
                name(&e.target),
                e.factuality.as_str(),
                e.rule,
                e.trigger.of(doc.text())
            );
            let _ = writeln!(text, "        {}", e.why.join("; "));
        }
        for (word, kind, frame, score) in matches {
            let _ = writeln!(
                text,
                "  frame {} {frame} {score:.1} at “{}”",
                kind.as_str(),
                syntax.word(word)
            );
        }
        for at in clauses.iter() {
            let _ = writeln!(text, "    {}", show(&syntax, &clauses, clauses.get(at)));
        }
        self.by_cause.entry(cause).or_default().push(text);
    }

    /// All of it, the largest groups first.
    pub(crate) fn text(&self) -> String {
        let mut groups: Vec<_> = self.by_cause.iter().collect();
        groups.sort_by_key(|(_, list)| std::cmp::Reverse(list.len()));
        let mut out = String::new();
        for (cause, list) in &groups {
            let _ = writeln!(out, "{:4} {cause}", list.len());
        }
        for (cause, list) in groups {
            let _ = writeln!(out, "\n# {cause}\n\n{}", list.join("\n"));
        }
        out
    }
}

/// Why no event of the wanted type came out.
fn type_cause(
    wanted: &Wanted,
    found: &[Event],
    matches: &[(u32, legation_core::plover::EventType, &str, f32)],
) -> &'static str {
    if matches.iter().any(|m| m.1.as_str() == wanted.event_type) {
        "frame there, not filled or changed"
    } else if found.is_empty() && matches.is_empty() {
        "no frame at all"
    } else {
        "no frame of the type, others match"
    }
}

fn show(syntax: &Syntax<'_>, clauses: &Clauses, c: &Clause) -> String {
    let words = |list: &[u32]| list.iter().map(|&i| syntax.word(i)).collect::<Vec<_>>().join(",");
    let mut out = format!("[{:?} {:?}", c.kind, c.link);
    if let Some(parent) = c.parent {
        let _ = write!(out, " of {}", syntax.word(clauses.get(parent).head));
    }
    let voice = if c.voice == Voice::Passive { " passive" } else { "" };
    let control = if c.controlled { " controlled" } else { "" };
    let _ = write!(out, "] {}{voice}{control}", syntax.word(c.head));
    if let Some(p) = c.particle {
        let _ = write!(out, " +{}", syntax.word(p));
    }
    let parts = [("agents", &c.agents), ("patients", &c.patients), ("to", &c.recipients)];
    for (name, list) in parts {
        if !list.is_empty() {
            let _ = write!(out, " {name}={}", words(list));
        }
    }
    for o in &c.obliques {
        let _ = write!(out, " {}={}", o.word, words(&o.objects));
    }
    out
}
