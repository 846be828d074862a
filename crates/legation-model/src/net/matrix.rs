//! [`Matrix`]: weights packed for the kernels.

use super::kernel::{Level, PANEL};

/// A matrix of `outputs` by `inputs`, stored in panels of up to [`PANEL`] outputs: for each input in turn the weights
/// of the panel's outputs. The last panel is narrower, padded to a multiple of 16.
#[derive(Clone, Debug, Default)]
pub(crate) struct Matrix {
    pub(super) inputs: usize,
    /// Outputs with padding.
    pub(super) outputs: usize,
    pub(super) panels: Vec<f32>,
    pub(super) bias: Vec<f32>,
}

impl Matrix {
    /// Packs a row-major matrix with one row per output; `order` says which output stands at each place of the
    /// result.
    pub(crate) fn new(weights: &[f32], bias: &[f32], inputs: usize, order: &[usize]) -> Self {
        let outputs = order.len().next_multiple_of(16);
        let mut panels = Vec::with_capacity(outputs * inputs);
        for first in (0..outputs).step_by(PANEL) {
            let width = PANEL.min(outputs - first);
            for input in 0..inputs {
                for place in first..first + width {
                    panels.push(order.get(place).map_or(0.0, |&o| weights[o * inputs + input]));
                }
            }
        }
        let bias = (0..outputs)
            .map(|place| order.get(place).and_then(|&o| bias.get(o)).copied().unwrap_or(0.0))
            .collect();
        Self { inputs, outputs, panels, bias }
    }

    /// Packs a matrix whose outputs stay in order.
    pub(crate) fn plain(weights: &[f32], bias: &[f32], inputs: usize) -> Self {
        let order: Vec<usize> = (0..weights.len() / inputs).collect();
        Self::new(weights, bias, inputs, &order)
    }

    /// Outputs with padding: the length of a row of [`Self::apply`]'s result.
    pub(crate) const fn width(&self) -> usize {
        self.outputs
    }

    /// `out = input · weightsᵀ + bias` for `rows` rows of `input`, which begin `stride` apart.
    pub(crate) fn apply(
        &self,
        level: Level,
        input: &[f32],
        stride: usize,
        rows: usize,
        out: &mut Vec<f32>,
    ) {
        out.clear();
        out.resize(rows * self.outputs, 0.0);
        let mut panels = self.panels.as_slice();
        for first in (0..self.outputs).step_by(PANEL) {
            let width = PANEL.min(self.outputs - first);
            let (panel, rest) = panels.split_at(width * self.inputs);
            panels = rest;
            level.panel(
                &super::kernel::Panel {
                    input,
                    stride,
                    rows,
                    inputs: self.inputs,
                    weights: panel,
                    bias: &self.bias[first..first + width],
                    out_stride: self.outputs,
                },
                &mut out[first..],
            );
        }
    }
}

/// The order that puts a maxout layer's pieces for [`super::kernel::maxout`]: sixteen outputs at a time, piece by piece.
pub(crate) fn maxout_order(outputs: usize, pieces: usize) -> Vec<usize> {
    let mut order = Vec::with_capacity(outputs * pieces);
    for first in (0..outputs).step_by(16) {
        for piece in 0..pieces {
            order.extend((first..first + 16).map(|output| output * pieces + piece));
        }
    }
    order
}
