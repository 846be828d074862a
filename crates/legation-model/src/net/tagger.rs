//! [`Tagger`]: one linear layer over token vectors.

use super::kernel::{Aligned, Level, WIDTH};
use super::matrix::Matrix;
use crate::Result;
use crate::file::ModelFile;

/// The tagger.
#[derive(Debug)]
pub(crate) struct Tagger {
    weights: Matrix,
    labels: usize,
}

impl Tagger {
    /// Reads the tagger.
    pub(crate) fn new(file: &ModelFile, labels: usize) -> Result<Self> {
        let weights = file.view(file.floats("tagger.W", labels * WIDTH)?);
        let bias = file.view(file.floats("tagger.b", labels)?);
        Ok(Self { weights: Matrix::plain(weights, bias, WIDTH), labels })
    }

    /// The best label of each token whose vector is given, the first of equals.
    pub(crate) fn tag(
        &self,
        level: Level,
        vectors: &[f32],
        scores: &mut Aligned,
        tags: &mut Vec<u16>,
    ) {
        let scores = self.weights.apply(level, vectors, scores);
        tags.clear();
        tags.extend(scores.chunks_exact(self.weights.outputs()).map(|scores| {
            let mut best = 0;
            for (label, score) in scores[..self.labels].iter().enumerate() {
                if *score > scores[best] {
                    best = label;
                }
            }
            best as u16
        }));
    }
}
