//! Which drafts are reports: a sum of weights over what speaks for and against it.
//!
//! Weights that ship may only be learned from text of our own (the codebook's pages, sentences written for the project):
//! the articles of PolNeAR have no licence, so nothing learned from them, and no list of words drawn from them, may be
//! part of the project. Without weights a cue is judged by its class in the cue tables and its construction.

use super::cue::{Cues, Entry, Part};
use super::draft::{Draft, Frame};
use super::extent;
use super::quote::Quote;
use crate::Syntax;
use crate::codebook::{TableError, Tsv};
use legation_core::{Dep, EntityLabel, Pos, Tag};
use std::collections::{BTreeMap, HashMap};
use std::fmt::Write;

/// The weight of each feature.
#[derive(Clone, Debug, Default)]
pub struct Weights(HashMap<String, f32>);

impl Weights {
    /// Adds the rows of a table with the columns `feature` and `weight`.
    pub fn read(&mut self, name: &str, text: &str) -> Result<(), TableError> {
        for row in Tsv::parse(name, text, &["feature", "weight"])?.rows() {
            let weight = row.required("weight")?;
            let weight =
                weight.parse().map_err(|_| row.error(format!("weight {weight:?} is no number")))?;
            self.0.insert(row.required("feature")?.to_owned(), weight);
        }
        Ok(())
    }

    /// The sum over some features.
    pub fn sum(&self, features: &[String]) -> f32 {
        features.iter().filter_map(|f| self.0.get(f)).sum()
    }
}

/// What the tables know of the cue of a draft.
pub fn entry<'c>(syntax: &Syntax<'_>, cues: &'c Cues, draft: &Draft) -> Option<&'c Entry> {
    let lemma = syntax.lemma(draft.head);
    match draft.frame {
        Frame::According => cues.entry(Part::Phrase, &words(syntax, draft)),
        Frame::Adverb => cues.entry(Part::Adverb, syntax.lower(draft.head)),
        Frame::Noun | Frame::Copula => cues.entry(Part::Noun, lemma),
        Frame::LightVerb => cues
            .entry(Part::Noun, lemma)
            .or_else(|| cues.entry(Part::Verb, syntax.lemma(syntax.head(draft.head)))),
        Frame::Adjective => cues.entry(Part::Adjective, lemma),
        Frame::Colon => None,
        _ => cues.verb(syntax, draft.head, draft.preposition.as_deref()),
    }
}

fn words(syntax: &Syntax<'_>, draft: &Draft) -> String {
    let words: Vec<&str> = draft.cue.iter().map(|i| syntax.lower(i)).collect();
    words.join(" ")
}

/// What speaks for and against a draft, as names of features.
pub fn features(syntax: &Syntax<'_>, quotes: &[Quote], cues: &Cues, draft: &Draft) -> Vec<String> {
    let frame = draft.frame.as_str();
    let mut out: Vec<String> = Vec::with_capacity(32);
    let mut add = |parts: &[&str]| {
        let mut name = String::new();
        for (at, part) in parts.iter().enumerate() {
            let _ = write!(name, "{}{part}", if at == 0 { "" } else { "|" });
        }
        out.push(name);
    };
    let head = draft.head;
    let lemma = syntax.lemma(head).to_lowercase();
    let particle = syntax.child(head, Dep::Prt).map_or("", |p| syntax.lower(p));
    let key = match draft.frame {
        Frame::According => words(syntax, draft),
        Frame::Colon => String::new(),
        _ if particle.is_empty() => lemma,
        _ => format!("{lemma} {particle}"),
    };
    let preposition = draft.preposition.as_deref().unwrap_or("");
    let class = entry(syntax, cues, draft).map_or("none", |e| e.class.as_str());
    let quoted = if extent::is_quoted(syntax, quotes, head) { "in" } else { "out" };
    let tag = syntax.tag(head).as_str();
    add(&["frame", frame]);
    add(&["key", &key]);
    add(&["key+frame", &key, frame]);
    if !preposition.is_empty() {
        add(&["key+prep", &key, frame, preposition]);
        add(&["prep", frame, preposition]);
        add(&["class+prep", class, frame, preposition]);
    }
    add(&["class+frame", class, frame]);
    add(&["quoted", quoted, frame]);
    add(&["quoted+class", quoted, class]);
    add(&["tag", tag, frame]);
    add(&["tag+class", tag, class]);
    add(&["dep", syntax.dep(head).as_str(), frame]);
    // The speaker.
    let source = draft.source.map_or("no", |s| speaker_sort(syntax, s.head));
    add(&["source", source]);
    add(&["source+frame", source, frame]);
    add(&["source+class", source, class, if quoted == "in" { "q" } else { "" }]);
    if let Some(s) = draft.source {
        let word = syntax.lemma(s.head).to_lowercase();
        if matches!(source, "noun" | "noun:own" | "pronoun" | "relative" | "first" | "it" | "other")
        {
            add(&["source word", &word]);
            add(&["source word+frame", &word, frame]);
        }
        let side = if s.head < draft.cue.start { "left" } else { "right" };
        add(&["side", side, frame]);
    }
    // The form of the cue.
    for i in draft.cue.iter() {
        match syntax.dep(i) {
            Dep::Neg => add(&["negated", frame]),
            Dep::Aux if syntax.tag(i) == Tag::Md => {
                add(&["modal", syntax.lower(i)]);
                add(&["modal+frame", frame]);
                add(&["modal+class", class]);
            }
            Dep::Aux if syntax.tag(i) == Tag::To => add(&["to", class, frame]),
            Dep::Aux => add(&["aux", syntax.lemma(i), frame]),
            _ => {}
        }
    }
    if syntax.children(head).any(|c| syntax.dep(c) == Dep::Mark && syntax.lower(c) != "that") {
        add(&["mark", frame]);
    }
    // What is said.
    if let Some(c) = draft.content_head {
        add(&["content", syntax.pos(c).as_str(), frame]);
        add(&["content tag+class", syntax.tag(c).as_str(), class]);
        let marker = syntax.children(c).next().filter(|m| {
            matches!(syntax.dep(*m), Dep::Mark | Dep::Advmod | Dep::Dobj | Dep::Nsubj | Dep::Attr)
        });
        if let Some(m) =
            marker.filter(|m| matches!(syntax.tag(*m), Tag::In | Tag::Wrb | Tag::Wp | Tag::Wdt))
        {
            add(&["marker", syntax.lower(m), frame]);
        }
        if matches!(
            draft.frame,
            Frame::Object | Frame::Preposition | Frame::Passive | Frame::Noun | Frame::Copula
        ) {
            let word = syntax.lemma(c).to_lowercase();
            if !matches!(syntax.pos(c), Pos::Propn) {
                add(&["content word", &word]);
            }
            add(&["content sort", entity(syntax, c), frame]);
            add(&["content sort+class", entity(syntax, c), class]);
        }
        let side = if c < draft.cue.start { "left" } else { "right" };
        add(&["content side", side, frame]);
    }
    let marks = draft.content.iter().any(|c| quotes.iter().any(|q| c.contains(q.span)));
    add(&["marks", if marks { "yes" } else { "no" }, frame]);
    if marks {
        add(&["marks+class", class]);
    }
    let length: u32 = draft.content.iter().map(|c| c.len()).sum();
    let bucket = match length {
        0..=8 => "8",
        9..=20 => "20",
        21..=50 => "50",
        51..=150 => "150",
        _ => "more",
    };
    add(&["length", bucket, frame]);
    if syntax.paragraph_of(head) == 0 {
        add(&["headline", frame]);
    }
    out
}

/// What sort of word the speaker is.
fn speaker_sort(syntax: &Syntax<'_>, i: u32) -> &'static str {
    let first = matches!(syntax.lower(i), "i" | "we" | "my" | "our" | "you" | "your" | "me" | "us");
    match (syntax.tag(i), syntax.pos(i)) {
        _ if first => "first",
        (Tag::Prp | Tag::PrpS, _) if matches!(syntax.lower(i), "it" | "its") => "it",
        (Tag::Prp | Tag::PrpS, _) => "pronoun",
        (Tag::Wp | Tag::Wdt | Tag::WpS, _) => "relative",
        (_, Pos::Propn) => entity(syntax, i),
        (_, Pos::Noun) if syntax.child(i, Dep::Poss).is_some() => "noun:own",
        (_, Pos::Noun) => "noun",
        (_, Pos::Verb | Pos::Aux) => "verb",
        _ => "other",
    }
}

/// The sort of named entity a word belongs to.
fn entity(syntax: &Syntax<'_>, i: u32) -> &'static str {
    let entities = &syntax.layers.entities;
    let at = entities.partition_point(|e| e.tokens.end <= i);
    match entities.get(at).filter(|e| e.tokens.contains(i)).map(|e| e.label) {
        Some(EntityLabel::Person) => "person",
        Some(EntityLabel::Org) => "org",
        Some(EntityLabel::Gpe | EntityLabel::Loc) => "place",
        Some(EntityLabel::Norp) => "norp",
        Some(EntityLabel::Date | EntityLabel::Time) => "date",
        Some(
            EntityLabel::Cardinal
            | EntityLabel::Percent
            | EntityLabel::Money
            | EntityLabel::Quantity
            | EntityLabel::Ordinal,
        ) => "number",
        Some(_) => "name",
        None if syntax.pos(i) == Pos::Propn => "proper",
        None => "none",
    }
}

/// A draft with its features and whether it is a report.
#[derive(Clone, Debug)]
pub struct Example {
    /// Names of features.
    pub features: Vec<String>,
    /// Whether it is a report.
    pub is_report: bool,
}

/// Learns weights by logistic regression (`AdaGrad`, L2), examples in the order given: the same on every run.
///
/// Features seen fewer than `least` times and weights nearer to zero than 0.05 are left out.
pub fn train(examples: &[Example], least: u32, passes: u32) -> BTreeMap<String, f32> {
    let mut count: BTreeMap<&str, u32> = BTreeMap::new();
    for feature in examples.iter().flat_map(|e| &e.features) {
        *count.entry(feature).or_default() += 1;
    }
    let kept = count.iter().filter(|&(_, n)| *n >= least).map(|(f, _)| *f);
    let index: HashMap<&str, usize> = kept.clone().zip(0..).collect();
    let rows: Vec<(Vec<usize>, f32)> = examples
        .iter()
        .map(|e| {
            let features =
                e.features.iter().filter_map(|f| index.get(f.as_str()).copied()).collect();
            (features, if e.is_report { 1.0 } else { 0.0 })
        })
        .collect();
    let (rate, decay) = (0.1_f32, 1e-5_f32);
    let mut weights = vec![0.0_f32; index.len()];
    let mut squares = vec![1e-2_f32; index.len()];
    let mut order: Vec<usize> = (0..rows.len()).collect();
    let mut seed = 0x9E37_79B9_7F4A_7C15_u64;
    for _ in 0..passes {
        for at in (1..order.len()).rev() {
            seed = seed
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            order.swap(at, ((seed >> 33) as usize) % (at + 1));
        }
        for &row in &order {
            let (features, label) = &rows[row];
            let sum: f32 = features.iter().map(|&f| weights[f]).sum();
            let slope = 1.0 / (1.0 + (-sum).exp()) - label;
            for &f in features {
                let step = slope + decay * weights[f] * rows.len() as f32 / 1e3;
                squares[f] += step * step;
                weights[f] -= rate * step / squares[f].sqrt();
            }
        }
    }
    kept.zip(weights)
        .filter(|(_, w)| w.abs() >= 0.05)
        .map(|(f, w)| (f.to_owned(), (w * 100.0).round() / 100.0))
        .collect()
}
