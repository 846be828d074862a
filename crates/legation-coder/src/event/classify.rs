//! The pair classifier: which PLOVER type a source and a target are in, where frames are silent or disagree.
//!
//! Multinomial logistic regression over what the frames found, the words around the pair and the path between them. The
//! participants' own words are left out, so that no name is learned. `cargo xtask train` learns the weights from the
//! project's own sentences (`codebook/training/`) and writes them to `codebook/events/pair-weights.tsv`; the same input gives
//! the same file, byte for byte.

use crate::codebook::{TableError, Tsv};
use foldhash::HashMap;
use legation_core::plover::EventType;
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
