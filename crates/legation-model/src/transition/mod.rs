//! The transition models: a scorer over features of a state, and the two state machines that it drives.

pub(crate) mod ner;
pub(crate) mod parser;
pub(crate) mod projective;

use crate::Result;
use crate::file::ModelFile;
use crate::net::kernel::{Aligned, Level, Pieces, WIDTH};
use crate::net::matrix::Matrix;

/// Width of a scorer's hidden layer.
pub(crate) const HIDDEN: usize = 64;
/// Sums per feature: two pieces for each hidden unit, first all first pieces, then all second ones.
const SUMS: usize = 2 * HIDDEN;
/// Most features that are computed when asked for.
const RARE: usize = 2;
/// Most actions of a model.
const MOST_ACTIONS: usize = 1 << 12;

/// No token.
pub(crate) const NONE: u32 = u32::MAX;

/// A transition model's network: sums per token and feature are computed beforehand, a state's scores from them.
#[derive(Debug)]
pub(crate) struct Scorer {
    /// Features whose sums are computed for every token beforehand; the others' are computed when asked for.
    eager: usize,
    projection: Matrix,
    lower: Matrix,
    rare: Vec<Matrix>,
    /// Sums of each feature where there is no token.
    pad: Vec<Pieces>,
    bias: Pieces,
    /// Weights of each action, one by one and all together.
    upper: Vec<[f32; HIDDEN]>,
    upper_bias: Vec<f32>,
    all: Matrix,
}

/// Buffers of a scorer: sums of every token and feature of some sequences, and scores of every action.
#[derive(Debug, Default)]
pub(crate) struct Sums {
    projected: Aligned,
    features: Aligned,
    scores: Aligned,
}

impl Scorer {
    /// Reads the scorer called `name` with so many features and actions. The first `eager` features are asked for often;
    /// `together` are the actions that are scored together.
    pub(crate) fn new(
        file: &ModelFile,
        name: &str,
        (features, eager): (usize, usize),
        actions: usize,
        together: &[usize],
    ) -> Result<Self> {
        if actions > MOST_ACTIONS {
            let reason = format!("{name} has too many actions");
            return Err(crate::Error::Package { package: file.path().to_owned(), reason });
        }
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
        let upper_bias = part("upper.b", actions)?;
        let projection = (part("projection.W", HIDDEN * WIDTH)?, part("projection.b", HIDDEN)?);
        let sums = |feature: usize| &all[feature * SUMS..(feature + 1) * SUMS];
        Ok(Self {
            eager,
            projection: Matrix::plain(projection.0, projection.1, WIDTH),
            lower: Matrix::new(lower, &[], HIDDEN, &all[..eager * SUMS]),
            rare: (eager..features)
                .map(|f| Matrix::for_rows(lower, &[], HIDDEN, sums(f)))
                .collect(),
            pad: all.as_chunks::<SUMS>().0.iter().map(|row| row.map(|o| pad[o])).collect(),
            bias: std::array::from_fn(|i| bias[order[i]]),
            upper: upper.as_chunks::<HIDDEN>().0.to_vec(),
            upper_bias: upper_bias.to_vec(),
            all: Matrix::for_rows(upper, upper_bias, HIDDEN, together),
        })
    }

    /// Computes the sums of all tokens, whose vectors are given.
    pub(crate) fn prepare(&self, level: Level, vectors: &[f32], sums: &mut Sums) {
        let projected = self.projection.apply(level, vectors, &mut sums.projected);
        self.lower.apply(level, projected, &mut sums.features);
    }

    /// The hidden layer of a state with these tokens as features. Tokens are counted from `first`, a place among
    /// those that were prepared.
    pub(crate) fn hidden<const F: usize>(
        &self,
        level: Level,
        sums: &Sums,
        first: u32,
        tokens: [u32; F],
    ) -> [f32; HIDDEN] {
        let mut rare = [[0.0; SUMS]; RARE];
        for ((out, weights), token) in rare.iter_mut().zip(&self.rare).zip(&tokens[self.eager..]) {
            if *token != NONE {
                let start = (first + token) as usize * HIDDEN;
                weights.apply_to(level, &sums.projected.get()[start..start + HIDDEN], out);
            }
        }
        let eager = sums.features.get().as_chunks::<SUMS>().0;
        let rows: [&Pieces; F] = std::array::from_fn(|feature| match tokens[feature] {
            NONE => &self.pad[feature],
            _ if feature >= self.eager => &rare[feature - self.eager],
            token => &eager[(first + token) as usize * self.eager + feature],
        });

        let mut hidden = [0.0; HIDDEN];
        level.hidden(&self.bias, &rows, &mut hidden);
        hidden
    }

    /// The scores of the actions that are scored together, in their order.
    pub(crate) fn scores<'s>(
        &self,
        level: Level,
        hidden: &[f32; HIDDEN],
        sums: &'s mut Sums,
    ) -> &'s [f32] {
        self.all.apply(level, hidden, &mut sums.scores)
    }

    /// The score of one action.
    fn score(&self, hidden: &[f32; HIDDEN], action: usize) -> f32 {
        let mut sum = self.upper_bias[action];
        for (weight, hidden) in self.upper[action].iter().zip(hidden) {
            sum += weight * hidden;
        }
        sum
    }

    /// Whether the first of two actions is at least as good as the second, which must come later among all actions.
    pub(crate) fn prefers(&self, hidden: &[f32; HIDDEN], first: usize, second: usize) -> bool {
        debug_assert!(first < second, "ties go to the earlier action");
        self.score(hidden, first) >= self.score(hidden, second)
    }
}

/// The place of the highest score in a range, the first of equals.
pub(crate) fn best(scores: &[f32]) -> (usize, f32) {
    let mut lanes = [f32::NEG_INFINITY; 16];
    let (chunks, rest) = scores.as_chunks::<16>();
    for chunk in chunks {
        for (lane, &score) in lanes.iter_mut().zip(chunk) {
            *lane = if score > *lane { score } else { *lane };
        }
    }
    let highest = lanes.iter().chain(rest).copied().fold(f32::NEG_INFINITY, f32::max);
    let place = scores.iter().position(|&score| score >= highest).unwrap_or(0);
    (place, highest)
}
