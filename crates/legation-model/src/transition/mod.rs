//! The transition models: a scorer over features of a state, and the two state machines that it drives.

pub(crate) mod ner;
pub(crate) mod parser;
pub(crate) mod projective;

use crate::Result;
use crate::file::ModelFile;
use crate::net::kernel::Level;
use crate::net::matrix::Matrix;
use crate::net::tok2vec::WIDTH;

/// Width of a scorer's hidden layer.
pub(crate) const HIDDEN: usize = 64;
/// Sums per feature: two pieces for each hidden unit, first all first pieces, then all second ones.
const SUMS: usize = 2 * HIDDEN;

/// No token.
pub(crate) const NONE: u32 = u32::MAX;

/// A transition model's network: sums per token and feature are computed beforehand, a state's scores from them.
#[derive(Debug)]
pub(crate) struct Scorer {
    features: usize,
    projection: Matrix,
    lower: Matrix,
    /// Sums of each feature where there is no token.
    pad: Vec<f32>,
    bias: Vec<f32>,
    /// Weights of each action.
    upper: Vec<[f32; HIDDEN]>,
    upper_bias: Vec<f32>,
}

/// Buffers of a scorer: sums of every token and feature of a sequence.
#[derive(Debug, Default)]
pub(crate) struct Sums {
    projected: Vec<f32>,
    features: Vec<f32>,
}

impl Scorer {
    /// Reads the scorer called `name` with so many features and actions.
    pub(crate) fn new(
        file: &ModelFile,
        name: &str,
        features: usize,
        actions: usize,
    ) -> Result<Self> {
        let part = |part: &str, len: usize| {
            Ok::<_, crate::Error>(file.view(file.floats(&format!("{name}.{part}"), len)?))
        };
        // In the file hidden unit and piece follow each other as (unit, piece).
        let order: Vec<usize> =
            (0..2).flat_map(|piece| (0..HIDDEN).map(move |unit| 2 * unit + piece)).collect();
        let all: Vec<usize> = (0..features)
            .flat_map(|feature| order.iter().map(move |&o| feature * SUMS + o))
            .collect();
        let lower = part("lower.W", features * SUMS * HIDDEN)?;
        let pad = part("lower.pad", features * SUMS)?;
        let bias = part("lower.b", SUMS)?;
        let upper = part("upper.W", actions * HIDDEN)?;
        Ok(Self {
            features,
            projection: Matrix::plain(
                part("projection.W", HIDDEN * WIDTH)?,
                part("projection.b", HIDDEN)?,
                WIDTH,
            ),
            lower: Matrix::new(lower, &[], HIDDEN, &all),
            pad: all.iter().map(|&o| pad[o]).collect(),
            bias: order.iter().map(|&o| bias[o]).collect(),
            upper: upper.as_chunks::<HIDDEN>().0.to_vec(),
            upper_bias: part("upper.b", actions)?.to_vec(),
        })
    }

    /// Computes the sums of all tokens, whose vectors are given.
    pub(crate) fn prepare(&self, level: Level, vectors: &[f32], sums: &mut Sums) {
        let rows = vectors.len() / WIDTH;
        self.projection.apply(level, vectors, WIDTH, rows, &mut sums.projected);
        self.lower.apply(level, &sums.projected, self.projection.width(), rows, &mut sums.features);
    }

    /// The hidden layer of a state with these tokens as features.
    pub(crate) fn hidden<const F: usize>(&self, sums: &Sums, tokens: [u32; F]) -> [f32; HIDDEN] {
        let mut total: [f32; SUMS] = std::array::from_fn(|i| self.bias[i]);
        let width = self.features * SUMS;
        for (feature, token) in tokens.into_iter().enumerate() {
            let part = if token == NONE {
                &self.pad[feature * SUMS..(feature + 1) * SUMS]
            } else {
                let start = token as usize * width + feature * SUMS;
                &sums.features[start..start + SUMS]
            };
            for (total, part) in total.iter_mut().zip(part) {
                *total += part;
            }
        }
        std::array::from_fn(|unit| total[unit].max(total[HIDDEN + unit]))
    }

    /// The score of one action.
    pub(crate) fn score(&self, hidden: &[f32; HIDDEN], action: usize) -> f32 {
        let mut sums = [0.0; 16];
        let weights = &self.upper[action];
        for (weights, hidden) in weights.as_chunks::<16>().0.iter().zip(hidden.as_chunks::<16>().0)
        {
            for ((sum, weight), hidden) in sums.iter_mut().zip(weights).zip(hidden) {
                *sum += weight * hidden;
            }
        }
        for width in [8, 4, 2, 1] {
            for i in 0..width {
                sums[i] += sums[i + width];
            }
        }
        sums[0] + self.upper_bias[action]
    }

    /// The best of some actions, the first of equals.
    pub(crate) fn best(
        &self,
        hidden: &[f32; HIDDEN],
        actions: impl IntoIterator<Item = usize>,
    ) -> Option<usize> {
        let mut best = None;
        for action in actions {
            let score = self.score(hidden, action);
            if best.is_none_or(|(_, highest)| score > highest) {
                best = Some((action, score));
            }
        }
        best.map(|(action, _)| action)
    }
}
