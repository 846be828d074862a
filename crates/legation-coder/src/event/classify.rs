//! The pair classifier: which PLOVER type a source and a target are in, where frames are silent or disagree.
//!
//! Multinomial logistic regression over what the frames found, the words around the pair and the path between them. The
//! participants' own words are left out, so that no name is learned. `cargo xtask train` learns the weights from the
//! project's own sentences (`codebook/training/`) and writes them to `codebook/events/pair-weights.tsv`; the same input gives
//! the same file, byte for byte.

use super::pair;
use crate::Syntax;
use crate::codebook::{TableError, Tsv};
use foldhash::HashMap;
use legation_core::plover::EventType;
use legation_core::{Dep, Event, Pos, Span, Tag};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

/// How many classes there are: PLOVER's types.
pub const CLASSES: usize = EventType::ALL.len();
/// Weights are stored as whole numbers of this part.
const UNIT: f32 = 100.0;

/// Learned weights.
#[derive(Clone, Debug, Default)]
pub struct Classifier {
    weights: HashMap<String, [f32; CLASSES]>,
}

impl Classifier {
    /// Reads weights: a feature and one whole number a class, in the order of [`EventType::ALL`], separated by blanks.
    pub fn parse(file: &str, text: &str) -> Result<Self, TableError> {
        let mut weights = HashMap::default();
        for row in Tsv::parse(file, text, &["feature", "weights"])?.rows() {
            let mut values = [0.0; CLASSES];
            let mut cells = row.get("weights").split(' ');
            for value in &mut values {
                let cell = cells.next().unwrap_or_default();
                let number = if cell.is_empty() {
                    0
                } else {
                    cell.parse::<i32>().map_err(|_| row.error(format!("{cell:?} is no number")))?
                };
                *value = number as f32 / UNIT;
            }
            weights.insert(row.required("feature")?.to_owned(), values);
        }
        Ok(Self { weights })
    }

    /// The score of each class.
    pub fn scores(&self, features: &BTreeSet<String>) -> [f32; CLASSES] {
        let mut out = [0.0; CLASSES];
        for values in features.iter().filter_map(|f| self.weights.get(f)) {
            for (sum, value) in out.iter_mut().zip(values) {
                *sum += value;
            }
        }
        out
    }

    /// The likeliest class and its probability; the first of equals.
    pub fn best(&self, features: &BTreeSet<String>) -> (EventType, f32) {
        let scores = self.scores(features);
        let mut best = 0;
        for class in 1..CLASSES {
            if scores[class] > scores[best] {
                best = class;
            }
        }
        let sum: f32 = scores.iter().map(|s| (s - scores[best]).exp()).sum();
        (EventType::ALL[best], 1.0 / sum)
    }
}

/// What is known of a pair, as names of features.
pub fn features(
    tables: &super::Tables,
    syntax: &Syntax<'_>,
    source: &[Span],
    target: &[Span],
    events: &[Event],
) -> BTreeSet<String> {
    let frames = &tables.frames;
    let mut out = BTreeSet::new();
    out.insert("bias".to_owned());
    from_frames(events, &mut out);
    let inside = |i: u32, spans: &[Span]| spans.iter().any(|s| s.overlaps(syntax.token(i).span));
    let is_open = |i: u32| !inside(i, source) && !inside(i, target);
    let head = |spans: &[Span]| {
        let tokens = spans.first().map(|s| syntax.tokens_in(*s))?;
        tokens.iter().find(|&i| syntax.head(i) == i || !tokens.contains(syntax.head(i)))
    };
    let (from, to) = (head(source), head(target));
    let path = from.zip(to).map(|(a, b)| path(syntax, a, b)).unwrap_or_default();
    for (word, event_type, frame, score) in pair::matches(tables, syntax, source, target) {
        let name = event_type.as_str();
        if path.contains(&word) {
            out.insert(format!("on path {name}"));
            out.insert(format!("on path frame {frame}"));
            if score >= 2.0 {
                out.insert(format!("on path sure {name}"));
            }
        } else {
            out.insert(format!("off path {name}"));
        }
    }
    for i in 0..syntax.len() {
        if !is_open(i)
            || !matches!(
                syntax.pos(i),
                Pos::Verb
                    | Pos::Noun
                    | Pos::Adj
                    | Pos::Adv
                    | Pos::Adp
                    | Pos::Part
                    | Pos::Sconj
                    | Pos::Aux
            )
        {
            continue;
        }
        let lemma = syntax.lemma(i).to_lowercase();
        let content = matches!(syntax.pos(i), Pos::Verb | Pos::Noun | Pos::Adj);
        if content {
            out.insert(format!("word {lemma}"));
            for entry in frames.verb(&lemma).iter().filter(|_| syntax.pos(i) == Pos::Verb) {
                out.extend(
                    frames.get(entry.frame).event_type.map(|t| format!("verb of {}", t.as_str())),
                );
            }
            for entry in frames.noun(&lemma).iter().filter(|_| syntax.pos(i) == Pos::Noun) {
                out.extend(
                    frames.get(entry.frame).event_type.map(|t| format!("noun of {}", t.as_str())),
                );
            }
        }
        let near = path.contains(&i) || path.contains(&syntax.head(i));
        if near && content {
            out.insert(format!("near {lemma}"));
        }
        if near
            && matches!(
                syntax.dep(i),
                Dep::Dobj | Dep::Prt | Dep::Prep | Dep::Xcomp | Dep::Ccomp | Dep::Neg | Dep::Acomp
            )
        {
            let above = syntax.lemma(syntax.head(i)).to_lowercase();
            out.insert(format!("pair {above} {lemma}"));
        }
    }
    if let Some((from, to)) = from.zip(to) {
        let top = path.iter().copied().min_by_key(|&i| syntax.ancestors(i).count()).unwrap_or(from);
        out.insert(format!("top {}", syntax.lemma(top).to_lowercase()));
        out.insert(format!("ends {} {}", syntax.dep(from).as_str(), syntax.dep(to).as_str()));
        mood(syntax, top, &mut out);
    }
    out
}

fn from_frames(events: &[Event], out: &mut BTreeSet<String>) {
    for (rank, event) in events.iter().enumerate() {
        let Some(event_type) = event.event_type else { continue };
        let fit = pair::fit(event).floor();
        if rank == 0 {
            out.insert(format!("frame {} {fit}", event_type.as_str()));
            out.insert(format!("first {}", event_type.as_str()));
            out.insert(format!("rule {}", event.rule));
        } else if rank < 4 {
            out.insert(format!("also {}", event_type.as_str()));
        }
    }
    if events.is_empty() {
        out.insert("no frame".to_owned());
    }
}

/// Future, modality and negation around the word at the top of the path.
fn mood(syntax: &Syntax<'_>, top: u32, out: &mut BTreeSet<String>) {
    for child in syntax.children(top) {
        match syntax.dep(child) {
            Dep::Neg => {
                out.insert("negated".to_owned());
            }
            Dep::Aux if syntax.tag(child) == Tag::Md => {
                out.insert(format!("modal {}", syntax.lower(child)));
            }
            Dep::Auxpass => {
                out.insert("passive".to_owned());
            }
            _ => {}
        }
    }
}

/// The tokens on the way from source to target; the one end where the other is not named.
pub(super) fn way(syntax: &Syntax<'_>, source: &[Span], target: &[Span]) -> Vec<u32> {
    let head = |spans: &[Span]| {
        let tokens = spans.first().map(|s| syntax.tokens_in(*s))?;
        tokens.iter().find(|&i| syntax.head(i) == i || !tokens.contains(syntax.head(i)))
    };
    match (head(source), head(target)) {
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

/// One example to learn from.
#[derive(Clone, Debug)]
pub struct Example {
    /// Its features.
    pub features: BTreeSet<String>,
    /// The position of its type in [`EventType::ALL`].
    pub class: usize,
}

/// How the weights are learned.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// Features in fewer examples are left out.
    pub least: usize,
    /// Passes over the examples.
    pub passes: usize,
    /// Step size of `AdaGrad`.
    pub rate: f32,
    /// Strength of the L2 penalty.
    pub decay: f32,
}

impl Default for Settings {
    fn default() -> Self {
        Self { least: 3, passes: 12, rate: 0.1, decay: 0.01 }
    }
}

/// The same order on every machine and run (Fisher-Yates over a linear congruential generator).
fn shuffle(order: &mut [usize], dice: &mut u64) {
    for at in (1..order.len()).rev() {
        *dice =
            dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        order.swap(at, ((*dice >> 33) as usize) % (at + 1));
    }
}

/// Learns weights and writes them as a table. The order of the examples is part of the input.
pub fn train(examples: &[Example], settings: Settings) -> String {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for feature in examples.iter().flat_map(|e| &e.features) {
        *counts.entry(feature).or_default() += 1;
    }
    counts.retain(|_, n| *n >= settings.least);
    let names: Vec<&str> = counts.keys().copied().collect();
    let index: HashMap<&str, usize> = names.iter().enumerate().map(|(i, n)| (*n, i)).collect();
    let rows: Vec<(Vec<usize>, usize)> = examples
        .iter()
        .map(|e| {
            (e.features.iter().filter_map(|f| index.get(f.as_str()).copied()).collect(), e.class)
        })
        .collect();
    let mut weights = vec![[0.0f32; CLASSES]; names.len()];
    let mut squares = vec![[1e-4f32; CLASSES]; names.len()];
    let mut order: Vec<usize> = (0..rows.len()).collect();
    let mut dice = 0x9e37_79b9_7f4a_7c15u64;
    for _ in 0..settings.passes {
        shuffle(&mut order, &mut dice);
        for (features, class) in order.iter().map(|&at| &rows[at]) {
            let mut scores = [0.0f32; CLASSES];
            for f in features {
                for (score, weight) in scores.iter_mut().zip(&weights[*f]) {
                    *score += weight;
                }
            }
            let top = scores.iter().copied().fold(f32::MIN, f32::max);
            let sum: f32 = scores.iter().map(|s| (s - top).exp()).sum();
            for (c, score) in scores.iter().enumerate() {
                let slope = (score - top).exp() / sum - f32::from(u8::from(c == *class));
                for f in features {
                    let step = slope + settings.decay * weights[*f][c];
                    squares[*f][c] += step * step;
                    weights[*f][c] -= settings.rate * step / squares[*f][c].sqrt();
                }
            }
        }
    }
    let mut out = String::from(
        "# Learned by `cargo xtask train` from codebook/training; do not edit.\nfeature\tweights\n",
    );
    for (name, values) in names.iter().zip(&weights) {
        let cells: Vec<i32> = values.iter().map(|v| (v * UNIT).round() as i32).collect();
        if cells.iter().all(|c| c.abs() < 3) {
            continue;
        }
        let _ = write!(out, "{name}\t");
        let cells: Vec<String> =
            cells.iter().map(|c| if *c == 0 { String::new() } else { c.to_string() }).collect();
        let _ = writeln!(out, "{}", cells.join(" "));
    }
    out
}
