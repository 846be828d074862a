//! [`Matrix`]: weights packed for the kernels.

use super::kernel::{Aligned, LANES, Level, PANEL, Panel};

/// A matrix of `outputs` by `inputs`, stored in panels of outputs: for each input in turn the weights of the panel's
/// outputs. The last panel may be narrower; all are padded to whole vectors.
#[derive(Clone, Debug, Default)]
pub(crate) struct Matrix {
    inputs: usize,
    /// Outputs with padding.
    outputs: usize,
    /// Outputs in a panel.
    panel: usize,
    weights: Aligned,
    bias: Vec<f32>,
}

impl Matrix {
    /// Packs a row-major matrix with one row per output; `order` says which output stands at each place of the
    /// result.
    pub(crate) fn new(weights: &[f32], bias: &[f32], inputs: usize, order: &[usize]) -> Self {
        Self::with_panel(weights, bias, inputs, order, PANEL)
    }

    /// Packs a matrix whose outputs stay in order.
    pub(crate) fn plain(weights: &[f32], bias: &[f32], inputs: usize) -> Self {
        let order: Vec<usize> = (0..weights.len() / inputs).collect();
        Self::new(weights, bias, inputs, &order)
    }

    /// Packs a matrix for products with single rows: as few panels as possible.
    pub(crate) fn for_rows(weights: &[f32], bias: &[f32], inputs: usize, order: &[usize]) -> Self {
        let vectors = order.len().div_ceil(LANES);
        let panels = vectors.div_ceil(7).max(1);
        Self::with_panel(weights, bias, inputs, order, vectors.div_ceil(panels) * LANES)
    }

    fn with_panel(
        weights: &[f32],
        bias: &[f32],
        inputs: usize,
        order: &[usize],
        panel: usize,
    ) -> Self {
        let outputs = order.len().next_multiple_of(LANES);
        let mut packed = Vec::with_capacity(outputs * inputs);
        for first in (0..outputs).step_by(panel) {
            let width = panel.min(outputs - first);
            for input in 0..inputs {
                for place in first..first + width {
                    packed.push(order.get(place).map_or(0.0, |&o| weights[o * inputs + input]));
                }
            }
        }
        let bias = (0..outputs)
            .map(|place| order.get(place).and_then(|&o| bias.get(o)).copied().unwrap_or(0.0))
            .collect();
        Self { inputs, outputs, panel, weights: Aligned::from(packed), bias }
    }

    /// Length of a row of the result: the outputs with padding.
    pub(crate) const fn outputs(&self) -> usize {
        self.outputs
    }

    /// `input · weightsᵀ + bias` for all rows of `input`, written over the beginning of `out`.
    pub(crate) fn apply<'o>(
        &self,
        level: Level,
        input: &[f32],
        out: &'o mut Aligned,
    ) -> &'o mut [f32] {
        let rows = input.len() / self.inputs;
        let out = &mut out.at_least(rows * self.outputs)[..rows * self.outputs];
        if rows > 0 {
            self.apply_to(level, input, out);
        }
        out
    }

    /// Like [`Self::apply`], into a slice as long as the result.
    pub(crate) fn apply_to(&self, level: Level, input: &[f32], out: &mut [f32]) {
        self.apply_strided(level, input, self.outputs, out);
    }

    /// Like [`Self::apply_to`], with the rows of the result `out_stride` apart.
    pub(crate) fn apply_strided(
        &self,
        level: Level,
        input: &[f32],
        out_stride: usize,
        out: &mut [f32],
    ) {
        let mut weights = self.weights.get();
        for first in (0..self.outputs).step_by(self.panel) {
            let width = self.panel.min(self.outputs - first);
            let (panel, rest) = weights.split_at(width * self.inputs);
            weights = rest;
            let panel = Panel {
                input,
                stride: self.inputs,
                rows: input.len() / self.inputs,
                inputs: self.inputs,
                weights: panel,
                bias: &self.bias[first..first + width],
                out_stride,
            };
            level.panel(&panel, &mut out[first..]);
        }
    }
}

/// The order that puts a maxout layer's pieces for the kernels: sixteen outputs at a time, piece by piece.
pub(crate) fn maxout_order(outputs: usize, pieces: usize) -> Vec<usize> {
    let mut order = Vec::with_capacity(outputs * pieces);
    for first in (0..outputs).step_by(LANES) {
        for piece in 0..pieces {
            order.extend((first..first + LANES).map(|output| output * pieces + piece));
        }
    }
    order
}
