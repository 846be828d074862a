//! `cargo xtask parity`: compares the model runtime with spaCy itself, token by token.

use crate::spacy::{Arguments, Spacy, root};
use anyhow::{Context, Result};
use legation_core::Layers;
use serde::Deserialize;
use std::io::Write;

/// At most one token in so many may differ in each attribute; none in its bounds.
const BOUND: usize = 10_000;

/// Bytes, head, label, tag, class, lemma and features of a token.
type Token = (u32, u32, u32, String, String, String, String, String);

/// What spaCy says of a text.
#[derive(Debug, Deserialize)]
struct Reference {
    text: String,
    tokens: Vec<Token>,
    sentences: Vec<u32>,
    entities: Vec<(u32, u32, String)>,
}

/// How many tokens differ, by attribute.
#[derive(Debug, Default)]
struct Differences {
    texts: usize,
    words: usize,
    tokens: usize,
    bounds: usize,
    heads: usize,
    labels: usize,
    tags: usize,
    classes: usize,
    features: usize,
    lemmas: usize,
    sentences: usize,
    entities: usize,
}

/// Compares a text file's lines, or writes fixtures; whether the bound was kept.
pub(crate) fn run(arguments: &[String]) -> Result<bool> {
    let arguments = Arguments::read(arguments, &["--bless"])?;
    let spacy = Spacy::set_up(&arguments.model)?;
    if arguments.has("--bless") {
        bless(&spacy, &arguments.model)?;
        return Ok(true);
    }
    let texts = arguments.lines()?;
    let model = arguments.load()?;
    let mut annotator = legation_model::Annotator::default();
    let mut total = Differences::default();
    for (text, reference) in texts.iter().zip(spacy.run(&["layers"], &texts)?) {
        let reference: Reference = serde_json::from_value(reference)?;
        debug_assert_eq!(*text, reference.text);
        let layers = annotator.annotate_text(&model, text);
        total.add(&layers, &annotator.features(&model), &reference, text);
    }
    let within = total.within();
    println!(
        "parity of {} with spaCy: {total}: {}",
        model.label(),
        if within { "ok" } else { "FAILED" }
    );
    Ok(within)
}

/// Writes spaCy's answers for the fixtures' texts.
fn bless(spacy: &Spacy, model: &str) -> Result<()> {
    let folder = root().join("crates/legation-model/tests/data");
    let stem = if model.starts_with("fr") { "fixtures-fr" } else { "fixtures" };
    let texts = std::fs::read_to_string(folder.join(format!("{stem}.txt")))
        .context("reading the fixtures")?;
    let texts: Vec<String> = texts.lines().map(serde_json::from_str).collect::<Result<_, _>>()?;
    let mut out = Vec::new();
    for row in spacy.run(&["layers"], &texts)? {
        writeln!(out, "{row}")?;
    }
    std::fs::write(folder.join(format!("{stem}.jsonl")), out)?;
    println!("wrote {} fixtures", texts.len());
    Ok(())
}

impl Differences {
    fn add(&mut self, ours: &Layers, features: &[&str], theirs: &Reference, text: &str) {
        self.texts += 1;
        self.words += text.split_whitespace().count();
        self.tokens += theirs.tokens.len();
        let bounds = |ours: &Layers| {
            ours.tokens.iter().map(|t| (t.span.start, t.span.end)).collect::<Vec<_>>()
        };
        if bounds(ours) != theirs.tokens.iter().map(|t| (t.0, t.1)).collect::<Vec<_>>() {
            self.bounds += theirs.tokens.len();
            eprintln!("tokens differ: {text:?}");
            return;
        }
        let before = self.sum();
        for (i, (our, their)) in (0u32..).zip(ours.tokens.iter().zip(&theirs.tokens)) {
            self.heads += usize::from(our.head != their.2);
            self.labels += usize::from(our.dep.as_str() != their.3);
            self.tags += usize::from(our.tag.as_str() != their.4);
            self.classes += usize::from(our.pos.as_str() != their.5);
            self.lemmas += usize::from(ours.lemma(i) != their.6);
            self.features += usize::from(features.get(i as usize) != Some(&their.7.as_str()));
        }
        let starts: Vec<u32> = ours.sentences.iter().map(|s| s.start).collect();
        self.sentences += unshared(&starts, &theirs.sentences);
        let entities: Vec<_> = ours
            .entities
            .iter()
            .map(|e| (e.tokens.start, e.tokens.end, e.label.as_str().to_owned()))
            .collect();
        self.entities += unshared(&entities, &theirs.entities);
        if self.sum() != before {
            eprintln!("annotation differs: {text:?}");
        }
    }

    const fn sum(&self) -> usize {
        self.heads
            + self.labels
            + self.tags
            + self.classes
            + self.features
            + self.lemmas
            + self.sentences
            + self.entities
    }

    fn within(&self) -> bool {
        let all = [
            self.heads,
            self.labels,
            self.tags,
            self.classes,
            self.features,
            self.lemmas,
            self.sentences,
            self.entities,
        ];
        self.bounds == 0
            && self.tokens > 0
            && all.into_iter().all(|count| count * BOUND <= self.tokens)
    }
}

impl std::fmt::Display for Differences {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "{} texts, {} words, {} tokens; different tokens {}, heads {}, labels {}, tags {}, classes {}, features {}, lemmas {}, sentences {}, entities {}",
            self.texts,
            self.words,
            self.tokens,
            self.bounds,
            self.heads,
            self.labels,
            self.tags,
            self.classes,
            self.features,
            self.lemmas,
            self.sentences,
            self.entities
        )
    }
}

/// How many members of either list the other lacks, whichever is more.
fn unshared<T: PartialEq>(ours: &[T], theirs: &[T]) -> usize {
    let lacking =
        |some: &[T], others: &[T]| some.iter().filter(|one| !others.contains(one)).count();
    lacking(ours, theirs).max(lacking(theirs, ours))
}
