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
#[expect(unsafe_code, reason = "kernels need the processor's level")]
unsafe fn maxout<S: Simd>(sums: &[f32; SUMS], out: &mut [f32; WIDTH]) {
    let groups = sums.as_chunks::<LANES>().0.as_chunks::<3>().0;
    for (group, out) in groups.iter().zip(out.as_chunks_mut::<LANES>().0) {
        // SAFETY: the caller vouches for the level.
        unsafe {
            let larger = S::max(S::load(&group[0]), S::load(&group[1]));
            S::store(S::max(larger, S::load(&group[2])), out);
        }
    }
}

/// Normalises `values` to mean 0 and variance 1, then scales and shifts.
#[inline(always)]
#[expect(unsafe_code, reason = "kernels need the processor's level")]
pub(super) unsafe fn normalise<S: Simd>(values: &mut [f32; WIDTH], norm: Norm<'_>) {
    let values = values.as_chunks_mut::<LANES>().0;
    let (scale, shift) = (norm.scale.as_chunks::<LANES>().0, norm.shift.as_chunks::<LANES>().0);
    // SAFETY: the caller vouches for the level.
    unsafe {
        let mut sums = S::splat(0.0);
        for value in values.iter() {
            sums = S::add(sums, S::load(value));
        }
        let mean = S::splat(total::<S>(sums) / WIDTH as f32);
        let mut squares = S::splat(0.0);
        for value in values.iter_mut() {
            let centred = S::sub(S::load(value), mean);
            S::store(centred, value);
            squares = S::add(squares, S::mul(centred, centred));
        }
        let factor = S::splat(1.0 / (total::<S>(squares) / WIDTH as f32 + 1e-8).sqrt());
        for ((value, scale), shift) in values.iter_mut().zip(scale).zip(shift) {
            let scaled = S::mul(S::mul(S::load(value), factor), S::load(scale));
            S::store(S::add(scaled, S::load(shift)), value);
        }
    }
}

/// The sum of sixteen numbers, in an order that does not depend on the level.
#[inline(always)]
#[expect(unsafe_code, reason = "kernels need the processor's level")]
unsafe fn total<S: Simd>(vector: S::Vector) -> f32 {
    let mut sums = [0.0; LANES];
    // SAFETY: the caller vouches for the level.
    unsafe { S::store(vector, &mut sums) };
    for width in [8, 4, 2, 1] {
        for i in 0..width {
            sums[i] += sums[i + width];
        }
    }
    sums[0]
}

/// Maximum over pieces and normalisation of each row of sums.
#[inline(always)]
#[expect(unsafe_code, reason = "kernels need the processor's level")]
pub(super) unsafe fn activate<S: Simd>(sums: &[f32], norm: Norm<'_>, out: &mut [f32]) {
    for (sums, out) in sums.as_chunks::<SUMS>().0.iter().zip(out.as_chunks_mut::<WIDTH>().0) {
        // SAFETY: the caller vouches for the level.
        unsafe {
            maxout::<S>(sums, out);
            normalise::<S>(out, norm);
        }
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
    // SAFETY: the caller vouches for the level.
    unsafe {
        maxout::<S>(&sums, out);
        normalise::<S>(out, norm);
    }
    if let Some(this) = this {
        for (out, value) in out.iter_mut().zip(&this[..WIDTH]) {
            *out += value;
        }
    }
}

/// A sum of rows.
#[inline(always)]
#[expect(unsafe_code, reason = "kernels need the processor's level")]
pub(super) unsafe fn add_rows<S: Simd>(bias: &[f32], rows: &[&[f32]], out: &mut [f32]) {
    let Some(bias) = bias.first_chunk::<SUMS>() else { return };
    let mut sums = *bias;
    for row in rows {
        let Some(row) = row.first_chunk::<SUMS>() else { continue };
        for (sum, value) in sums.iter_mut().zip(row) {
            *sum += value;
        }
    }
    if let Some(out) = out.first_chunk_mut::<SUMS>() {
        *out = sums;
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
