//! Kernels over single rows, in plain Rust that the compiler turns into vectors.

use super::{LANES, Simd};

/// Width of a token's vector.
pub(crate) const WIDTH: usize = 96;
/// Sums before the maximum over three pieces.
pub(crate) const SUMS: usize = 3 * WIDTH;
/// Numbers kept per word type: the mixer's output and its products as previous, this and next token.
pub(crate) const TYPE: usize = WIDTH + 3 * SUMS;

/// Scale and shift of a layer normalisation.
#[derive(Clone, Copy)]
pub(crate) struct Norm<'a> {
    pub(crate) scale: &'a [f32; WIDTH],
    pub(crate) shift: &'a [f32; WIDTH],
}

/// Maximum over three pieces, sixteen outputs at a time: 288 sums become 96 activations.
#[inline(always)]
pub(super) fn maxout(sums: &[f32; SUMS], out: &mut [f32; WIDTH]) {
    let groups = sums.as_chunks::<{ 3 * LANES }>().0;
    for (group, out) in groups.iter().zip(out.as_chunks_mut::<LANES>().0) {
        for (i, out) in out.iter_mut().enumerate() {
            let larger = if group[i] > group[LANES + i] { group[i] } else { group[LANES + i] };
            *out = if larger > group[2 * LANES + i] { larger } else { group[2 * LANES + i] };
        }
    }
}

/// Normalises `values` to mean 0 and variance 1, then scales and shifts.
#[inline(always)]
pub(super) fn normalise(values: &mut [f32; WIDTH], norm: Norm<'_>) {
    let mean = sum(values) / WIDTH as f32;
    for value in values.iter_mut() {
        *value -= mean;
    }
    let mut squares = *values;
    for square in &mut squares {
        *square *= *square;
    }
    let factor = 1.0 / (sum(&squares) / WIDTH as f32 + 1e-8).sqrt();
    for (i, value) in values.iter_mut().enumerate() {
        *value = *value * factor * norm.scale[i] + norm.shift[i];
    }
}

/// A sum with sixteen accumulators, so that its order does not depend on the level.
#[inline(always)]
fn sum(values: &[f32; WIDTH]) -> f32 {
    let mut sums = [0.0; LANES];
    for chunk in values.as_chunks::<LANES>().0 {
        for (sum, value) in sums.iter_mut().zip(chunk) {
            *sum += value;
        }
    }
    let half: [f32; 8] = std::array::from_fn(|i| sums[i] + sums[i + 8]);
    let quarter: [f32; 4] = std::array::from_fn(|i| half[i] + half[i + 4]);
    (quarter[0] + quarter[2]) + (quarter[1] + quarter[3])
}

/// Maximum over pieces and normalisation of each row of sums.
#[inline(always)]
#[expect(unsafe_code, reason = "kernels need the processor's level")]
pub(super) unsafe fn activate<S: Simd>(sums: &[f32], norm: Norm<'_>, out: &mut [f32]) {
    for (sums, out) in sums.as_chunks::<SUMS>().0.iter().zip(out.as_chunks_mut::<WIDTH>().0) {
        maxout(sums, out);
        normalise(out, norm);
    }
}

/// The first block for one token; see [`super::Level::first_block`].
#[inline(always)]
#[expect(unsafe_code, reason = "kernels need the processor's level")]
pub(super) unsafe fn first_block<S: Simd>(
    types: [Option<&[f32]>; 3],
    bias: &[f32],
    norm: Norm<'_>,
    out: &mut [f32],
) {
    let mut sums = [0.0; SUMS];
    let [previous, this, next] = types.map(|of| of.and_then(<[f32]>::first_chunk::<TYPE>));
    sums.copy_from_slice(this.map_or(&bias[..SUMS], |this| &this[WIDTH + SUMS..WIDTH + 2 * SUMS]));
    for (side, start) in [(previous, WIDTH), (next, WIDTH + 2 * SUMS)] {
        let Some(side) = side else { continue };
        for (sum, value) in sums.iter_mut().zip(&side[start..start + SUMS]) {
            *sum += value;
        }
    }
    let Some(out) = out.first_chunk_mut::<WIDTH>() else { return };
    maxout(&sums, out);
    normalise(out, norm);
    if let Some(this) = this {
        for (out, value) in out.iter_mut().zip(&this[..WIDTH]) {
            *out += value;
        }
    }
}

/// Adds four rows of an embedding table to `out`.
#[inline(always)]
#[expect(unsafe_code, reason = "kernels need the processor's level")]
pub(super) unsafe fn add_rows<S: Simd>(rows: [&[f32]; 4], out: &mut [f32]) {
    for row in rows {
        for (out, value) in out.iter_mut().zip(row) {
            *out += value;
        }
    }
}

/// The hidden layer of a transition model; first pieces come before second ones.
#[inline(always)]
#[expect(unsafe_code, reason = "kernels need the processor's level")]
pub(super) unsafe fn hidden<S: Simd>(bias: &[f32], features: &[&[f32]], out: &mut [f32]) {
    const HIDDEN: usize = crate::transition::HIDDEN;
    let Some(bias) = bias.first_chunk::<{ 2 * HIDDEN }>() else { return };
    let mut sums = *bias;
    for feature in features {
        let Some(feature) = feature.first_chunk::<{ 2 * HIDDEN }>() else { continue };
        for (sum, value) in sums.iter_mut().zip(feature) {
            *sum += value;
        }
    }
    let (first, second) = sums.split_at(HIDDEN);
    for ((out, first), second) in out.iter_mut().zip(first).zip(second) {
        *out = if first > second { *first } else { *second };
    }
}
