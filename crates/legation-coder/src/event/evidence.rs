//! What is known of a pair of participants, as names of features for the pair classifier.
//!
//! Three kinds: what the frames found; the words around the pair; and the path between its ends, with the tense, modality and
//! negation of each predicate on it. The participants' own words are left out, so that no name is learned.

use super::{Tables, pair};
use crate::Syntax;
use legation_core::{Dep, Event, Pos, Span, Tag};
use std::collections::BTreeSet;

/// How many of the events that fit best are told apart.
const RANKS: usize = 4;

/// What is known of a pair, as names of features.
pub fn features(
    tables: &Tables,
    syntax: &Syntax<'_>,
    source: &[Span],
    target: &[Span],
    events: &[Event],
) -> BTreeSet<String> {
    let mut pair = Pair {
        tables,
        syntax,
        source,
        target,
        path: Vec::new(),
        out: BTreeSet::from(["bias".to_owned()]),
    };
    pair.path = way(syntax, source, target);
    let ends = (pair.head(source), pair.head(target));
    pair.add_events(events);
    pair.add_frames();
    pair.add_words();
    match ends {
        (Some(from), Some(to)) => pair.add_path(from, to),
        (Some(one), None) | (None, Some(one)) => pair.add_end(one, ends.0.is_some()),
        (None, None) => {}
    }
    pair.out
}

/// A pair and what has been found of it.
struct Pair<'a, 's> {
    tables: &'a Tables,
    syntax: &'a Syntax<'s>,
    source: &'a [Span],
    target: &'a [Span],
    path: Vec<u32>,
    out: BTreeSet<String>,
}

impl Pair<'_, '_> {
    fn add(&mut self, feature: String) {
        self.out.insert(feature);
    }

    fn head(&self, spans: &[Span]) -> Option<u32> {
        head(self.syntax, spans)
    }

    fn lemma(&self, i: u32) -> String {
        self.syntax.lemma(i).to_lowercase()
    }

    fn is_open(&self, i: u32) -> bool {
        let span = self.syntax.token(i).span;
        !self.source.iter().chain(self.target).any(|s| s.overlaps(span))
    }

    fn is_content(&self, i: u32) -> bool {
        matches!(self.syntax.pos(i), Pos::Verb | Pos::Noun | Pos::Adj)
    }

    /// The events that were coded of the pair.
    fn add_events(&mut self, events: &[Event]) {
        if events.is_empty() {
            self.add("no frame".to_owned());
        }
        for (rank, event) in events.iter().take(RANKS).enumerate() {
            let Some(event_type) = event.event_type else { continue };
            let name = event_type.as_str();
            if rank > 0 {
                self.add(format!("also {name}"));
                continue;
            }
            self.add(format!("frame {name} {}", pair::fit(event).floor()));
            self.add(format!("first {name}"));
            self.add(format!("first {name} {}", event.factuality.as_str()));
            self.add(format!("rule {}", event.rule));
        }
    }

    /// The frames that fit, whether or not the pair fills their roles.
    fn add_frames(&mut self) {
        let matches = pair::matches(self.tables, self.syntax, self.source, self.target);
        for (word, event_type, frame, score) in matches {
            let name = event_type.as_str();
            if !self.path.contains(&word) {
                self.add(format!("off path {name}"));
                continue;
            }
            self.add(format!("on path {name}"));
            self.add(format!("on path frame {frame}"));
            self.add(format!("{} {name}", mood(self.syntax, word)));
            if score >= 2.0 {
                self.add(format!("on path sure {name}"));
            }
        }
    }

    /// The words that are no part of the participants.
    fn add_words(&mut self) {
        let syntax = self.syntax;
        for i in 0..syntax.len() {
            if !self.is_open(i) {
                continue;
            }
            let (pos, lemma) = (syntax.pos(i), self.lemma(i));
            if self.is_content(i) {
                self.add(format!("word {lemma}"));
                self.types_of(i, &lemma);
            } else if !matches!(pos, Pos::Adv | Pos::Adp | Pos::Part | Pos::Sconj | Pos::Aux) {
                continue;
            }
            let above = syntax.head(i);
            if !self.path.contains(&i) && !self.path.contains(&above) {
                continue;
            }
            if self.is_content(i) {
                self.add(format!("near {lemma}"));
            }
            if matches!(
                syntax.dep(i),
                Dep::Dobj | Dep::Prt | Dep::Prep | Dep::Xcomp | Dep::Ccomp | Dep::Neg | Dep::Acomp
            ) {
                self.add(format!("pair {} {lemma}", self.lemma(above)));
            }
        }
    }

    /// The types whose frames name a word.
    fn types_of(&mut self, i: u32, lemma: &str) {
        let frames = &self.tables.frames;
        let (kind, found): (_, Vec<u32>) = match self.syntax.pos(i) {
            Pos::Verb => ("verb", frames.verb(lemma).iter().map(|e| e.frame).collect()),
            Pos::Noun => ("noun", frames.noun(lemma).iter().map(|e| e.frame).collect()),
            _ => return,
        };
        for event_type in found.into_iter().filter_map(|f| frames.get(f).event_type) {
            self.add(format!("{kind} of {}", event_type.as_str()));
        }
    }

    /// The way from one end to the other: its predicates in order, each with its mood, and its shape.
    fn add_path(&mut self, from: u32, to: u32) {
        let syntax = self.syntax;
        let top =
            self.path.iter().copied().min_by_key(|&i| syntax.ancestors(i).count()).unwrap_or(from);
        self.add(format!("top {}", self.lemma(top)));
        self.add(format!("top {} {}", mood(syntax, top), syntax.dep(top).as_str()));
        self.add(format!("ends {} {}", syntax.dep(from).as_str(), syntax.dep(to).as_str()));
        let open: Vec<u32> = self.path.iter().copied().filter(|&i| self.is_open(i)).collect();
        let shape: Vec<&str> = open.iter().map(|&i| syntax.dep(i).as_str()).collect();
        if open.len() <= 5 {
            self.add(format!("shape {}", shape.join(" ")));
        }
        let content = self.add_predicates(&open);
        for &i in &content {
            let lemma = self.lemma(i);
            let below = syntax.lower(to);
            let preposition = syntax.head(to);
            if syntax.dep(to) == Dep::Pobj && syntax.head(preposition) == i {
                self.add(format!("to T {lemma} {}", syntax.lower(preposition)));
            } else if syntax.head(to) == i && !below.is_empty() {
                self.add(format!("to T {lemma} {}", syntax.dep(to).as_str()));
            }
        }
        // "S said that T must leave": what is said of the target.
        if syntax.dep(from) == Dep::Nsubj && matches!(syntax.dep(to), Dep::Nsubj | Dep::Nsubjpass) {
            let (verb, said) = (syntax.head(from), syntax.head(to));
            if syntax.head(said) == verb && syntax.dep(said) == Dep::Ccomp {
                self.add(format!("said of T {}", mood(syntax, said)));
            }
        }
        if syntax.lower(syntax.head(from)) == "by" {
            self.add("by S".to_owned());
        }
    }
}

impl Pair<'_, '_> {
    /// Where only one end is named: the predicates above it.
    fn add_end(&mut self, end: u32, is_source: bool) {
        let syntax = self.syntax;
        let side = if is_source { "S" } else { "T" };
        self.add(format!("only {side} {}", syntax.dep(end).as_str()));
        let open: Vec<u32> = self.path.iter().copied().filter(|&i| self.is_open(i)).collect();
        let mut content = self.add_predicates(&open);
        // "S agreed to resign": what hangs on the predicates, too.
        let below: Vec<u32> = content
            .iter()
            .flat_map(|&i| syntax.children(i))
            .filter(|&c| matches!(syntax.dep(c), Dep::Xcomp | Dep::Ccomp) && self.is_content(c))
            .collect();
        content = self.add_predicates(&below);
        for i in content {
            self.add(format!("pair {} {}", self.lemma(syntax.head(i)), self.lemma(i)));
        }
    }

    /// The verbs, nouns and adjectives among these words, each with its mood, and each with the next.
    fn add_predicates(&mut self, words: &[u32]) -> Vec<u32> {
        let content: Vec<u32> = words.iter().copied().filter(|&i| self.is_content(i)).collect();
        for &i in &content {
            let lemma = self.lemma(i);
            self.add(format!("{} {lemma}", mood(self.syntax, i)));
            self.add(format!("path {lemma}"));
        }
        for (one, next) in content.iter().zip(content.iter().skip(1)) {
            self.add(format!("path {} {}", self.lemma(*one), self.lemma(*next)));
        }
        content
    }
}

/// Negation, modality and tense of a predicate, in one word or two.
fn mood(syntax: &Syntax<'_>, at: u32) -> String {
    let mut out = String::new();
    let mut form = match syntax.tag(at) {
        Tag::Vb => "base",
        Tag::Vbg => "ing",
        Tag::Vbz | Tag::Vbp => "present",
        Tag::Vbd | Tag::Vbn => "past",
        _ => "noun",
    };
    for child in syntax.children(at) {
        match syntax.dep(child) {
            Dep::Neg => out.push_str("not "),
            Dep::Aux => {
                form = match syntax.lower(child) {
                    "will" | "wo" | "'ll" | "shall" => "will",
                    "would" | "'d" => "would",
                    "must" | "should" | "ought" => "must",
                    "may" | "might" | "could" | "can" | "ca" => "may",
                    "to" => "to",
                    _ => form,
                };
            }
            _ => {}
        }
    }
    out.push_str(form);
    out
}

fn head(syntax: &Syntax<'_>, spans: &[Span]) -> Option<u32> {
    let tokens = syntax.tokens_in(*spans.first()?);
    tokens.iter().find(|&i| syntax.head(i) == i || !tokens.contains(syntax.head(i)))
}

/// The tokens on the way from source to target; the one end where the other is not named.
pub(super) fn way(syntax: &Syntax<'_>, source: &[Span], target: &[Span]) -> Vec<u32> {
    match (head(syntax, source), head(syntax, target)) {
        (Some(a), Some(b)) => path(syntax, a, b),
        (Some(a), None) | (None, Some(a)) => {
            std::iter::once(a).chain(syntax.ancestors(a)).collect()
        }
        (None, None) => Vec::new(),
    }
}

/// The tokens on the way from `a` over their lowest common ancestor to `b`.
fn path(syntax: &Syntax<'_>, a: u32, b: u32) -> Vec<u32> {
    let up_a: Vec<u32> = std::iter::once(a).chain(syntax.ancestors(a)).collect();
    let up_b: Vec<u32> = std::iter::once(b).chain(syntax.ancestors(b)).collect();
    let meet = up_a.iter().find(|i| up_b.contains(i)).copied();
    let until =
        |up: &[u32]| up.iter().take_while(|i| Some(**i) != meet).copied().collect::<Vec<_>>();
    let mut out = until(&up_a);
    out.extend(meet);
    out.extend(until(&up_b));
    out
}
