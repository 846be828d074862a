//! The inner loops, at the best level that the processor has.

mod portable;

/// Outputs in a panel of packed weights: three pieces of sixteen.
pub(crate) const PANEL: usize = 48;

/// Which instructions the kernels use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Whatever the compiler's base line is.
    Portable,
}

impl Level {
    /// The best level of this processor.
    pub fn detect() -> Self {
        Self::Portable
    }
}

/// The arguments of a matrix product with one panel of weights.
pub(crate) struct Panel<'a> {
    pub(crate) input: &'a [f32],
    pub(crate) stride: usize,
    pub(crate) rows: usize,
    pub(crate) inputs: usize,
    pub(crate) weights: &'a [f32],
    pub(crate) bias: &'a [f32],
    pub(crate) out_stride: usize,
}

impl Level {
    /// Multiplies rows of input with a panel of weights into rows of `out`.
    pub(crate) fn panel(self, panel: &Panel<'_>, out: &mut [f32]) {
        match panel.bias.len() {
            16 => portable::panel::<1>(panel, out),
            32 => portable::panel::<2>(panel, out),
            _ => portable::panel::<3>(panel, out),
        }
    }
}

/// Maximum over three pieces, sixteen outputs at a time: 288 sums become 96 activations.
pub(crate) fn maxout(sums: &[f32], out: &mut [f32]) {
    for (group, out) in sums.chunks_exact(48).zip(out.chunks_exact_mut(16)) {
        for (i, out) in out.iter_mut().enumerate() {
            *out = group[i].max(group[16 + i]).max(group[32 + i]);
        }
    }
}

/// Normalises `values` to mean 0 and variance 1, then scales and shifts.
pub(crate) fn layer_norm(values: &mut [f32], scale: &[f32], shift: &[f32]) {
    let count = values.len() as f32;
    let mean = sum16(values, |v| v) / count;
    let variance = sum16(values, |v| (v - mean) * (v - mean)) / count;
    let factor = 1.0 / (variance + 1e-8).sqrt();
    for ((value, scale), shift) in values.iter_mut().zip(scale).zip(shift) {
        *value = (*value - mean) * factor * scale + shift;
    }
}

/// A sum with sixteen accumulators, so that its order does not depend on the instructions used.
fn sum16(values: &[f32], of: impl Fn(f32) -> f32) -> f32 {
    let mut sums = [0.0; 16];
    for chunk in values.chunks_exact(16) {
        for (sum, &value) in sums.iter_mut().zip(chunk) {
            *sum += of(value);
        }
    }
    for width in [8, 4, 2, 1] {
        for i in 0..width {
            sums[i] += sums[i + width];
        }
    }
    sums[0]
}
