//! Kernels over single rows, in plain Rust that the compiler turns into vectors.

use super::{LANES, Simd};
use crate::transition::HIDDEN;

/// Width of a token's vector.
pub(crate) const WIDTH: usize = 96;
/// Sums before the maximum over three pieces.
pub(crate) const SUMS: usize = 3 * WIDTH;
/// Numbers kept per word type: the mixer's output and its products as previous, this and next token.
pub(crate) const TYPE: usize = WIDTH + 3 * SUMS;

/// Sums of a transition model's hidden layer before the maximum over two pieces.
pub(crate) type Pieces = [f32; 2 * HIDDEN];

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
        let mean = S::splat(S::total(sums) / WIDTH as f32);
        let mut squares = S::splat(0.0);
        for value in values.iter_mut() {
            let centred = S::sub(S::load(value), mean);
            S::store(centred, value);
            squares = S::add(squares, S::mul(centred, centred));
        }
        let factor = S::splat(1.0 / (S::total(squares) / WIDTH as f32 + 1e-8).sqrt());
        for ((value, scale), shift) in values.iter_mut().zip(scale).zip(shift) {
            let scaled = S::mul(S::mul(S::load(value), factor), S::load(scale));
            S::store(S::add(scaled, S::load(shift)), value);
        }
    }
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
    types: [Option<&[f32; TYPE]>; 3],
    bias: &[f32],
    norm: Norm<'_>,
    out: &mut [f32],
) {
    // What a missing neighbour adds.
    const NOTHING: [f32; SUMS] = [0.0; SUMS];
    fn part(of: Option<&[f32; TYPE]>, side: usize) -> Option<&[f32; SUMS]> {
        of?[WIDTH + side * SUMS..].first_chunk::<SUMS>()
    }
    let [previous, this, next] = types;
    let Some(bias) = bias.first_chunk::<SUMS>() else { return };
    let Some(out) = out.first_chunk_mut::<WIDTH>() else { return };
    let sides = [
        part(this, 1).unwrap_or(bias),
        part(previous, 0).unwrap_or(&NOTHING),
        part(next, 2).unwrap_or(&NOTHING),
    ];
    let [this_sums, previous, next] = sides.map(|side| side.as_chunks::<LANES>().0);
    // SAFETY: the caller vouches for the level.
    unsafe {
        for (group, out) in out.as_chunks_mut::<LANES>().0.iter_mut().enumerate() {
            let mut best = S::splat(f32::NEG_INFINITY);
            for at in 3 * group..3 * group + 3 {
                let sum = S::add(S::load(&this_sums[at]), S::load(&previous[at]));
                best = S::max(best, S::add(sum, S::load(&next[at])));
            }
            S::store(best, out);
        }
        normalise::<S>(out, norm);
        if let Some(mixed) = this.and_then(|this| this.first_chunk::<WIDTH>()) {
            add_to::<S>(out, mixed);
        }
    }
}

/// Adds a row to another.
#[inline(always)]
#[expect(unsafe_code, reason = "kernels need the processor's level")]
pub(super) unsafe fn add_to<S: Simd>(to: &mut [f32; WIDTH], row: &[f32; WIDTH]) {
    for (to, row) in to.as_chunks_mut::<LANES>().0.iter_mut().zip(row.as_chunks::<LANES>().0) {
        // SAFETY: the caller vouches for the level.
        unsafe { S::store(S::add(S::load(to), S::load(row)), to) };
    }
}

/// A sum of rows.
#[inline(always)]
#[expect(unsafe_code, reason = "kernels need the processor's level")]
pub(super) unsafe fn add_rows<S: Simd>(rows: &[&[f32; SUMS]], out: &mut [f32; SUMS]) {
    /// Vectors that stay in registers at all levels.
    const PART: usize = 6;
    let Some((first, rest)) = rows.split_first() else { return };
    let out = out.as_chunks_mut::<LANES>().0;
    for (part, out) in out.as_chunks_mut::<PART>().0.iter_mut().enumerate() {
        // SAFETY: the caller vouches for the level.
        unsafe {
            let vectors =
                |row: &&[f32; SUMS]| row.as_chunks::<LANES>().0.as_chunks::<PART>().0[part];
            let mut sums = [S::splat(0.0); PART];
            for (sum, value) in sums.iter_mut().zip(&vectors(first)) {
                *sum = S::load(value);
            }
            for row in rest {
                for (sum, value) in sums.iter_mut().zip(&vectors(row)) {
                    *sum = S::add(*sum, S::load(value));
                }
            }
            for (sum, out) in sums.into_iter().zip(out) {
                S::store(sum, out);
            }
        }
    }
}

/// The hidden layer of a transition model; first pieces come before second ones.
#[inline(always)]
#[expect(unsafe_code, reason = "kernels need the processor's level")]
pub(super) unsafe fn hidden<S: Simd>(bias: &Pieces, features: &[&Pieces], out: &mut [f32; HIDDEN]) {
    let bias = bias.as_chunks::<LANES>().0;
    for (at, out) in out.as_chunks_mut::<LANES>().0.iter_mut().enumerate() {
        let second = at + HIDDEN / LANES;
        // SAFETY: the caller vouches for the level.
        unsafe {
            let mut sums = [S::load(&bias[at]), S::load(&bias[second])];
            for feature in features {
                let feature = feature.as_chunks::<LANES>().0;
                sums[0] = S::add(sums[0], S::load(&feature[at]));
                sums[1] = S::add(sums[1], S::load(&feature[second]));
            }
            S::store(S::max(sums[0], sums[1]), out);
        }
    }
}
