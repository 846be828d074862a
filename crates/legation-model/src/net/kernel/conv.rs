//! A convolution over three tokens, by Winograd's algorithm.
//!
//! Four outputs of a three-tap convolution need twelve products directly and six in a transformed space: input rows
//! are combined to the values of a polynomial at 0, ±1, ±2 and ∞, multiplied there, and combined back. Only the order of
//! summation is different; the weights are transformed once, in double precision.

use super::elements::{Norm, SUMS, WIDTH, add_to, normalise};
use super::{LANES, PANEL, Product, Simd};

/// Output rows of a tile.
pub(crate) const TILE: usize = 4;
/// Points of the transformed space.
const POINTS: usize = 6;
/// Tiles that are worked on together.
const GROUP: usize = 8;

/// Weights of a convolution block, transformed and packed.
#[derive(Debug)]
pub(crate) struct Convolution {
    /// For each panel and each point, `WIDTH` rows of `PANEL` weights.
    weights: Vec<f32>,
    /// In the order of the panels' columns.
    bias: Vec<f32>,
}

/// Up to four output rows: the first one's position, and how many there are.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Tile {
    pub(crate) row: u32,
    pub(crate) rows: u32,
}

/// Buffers of the convolution.
#[derive(Debug, Default)]
pub(crate) struct Buffers {
    /// For each point, a row for each tile.
    transformed: Vec<f32>,
    /// Activations of each tile's rows.
    activations: Vec<f32>,
}

/// Transforms and packs weights: `rows` holds for each sum the weights of the previous, this and the next token;
/// `order` says which sum stands at each column.
pub(crate) fn transform_weights(rows: &[f32], bias: &[f32], order: &[usize]) -> Convolution {
    const TRANSFORM: [[f64; 3]; POINTS] = [
        [1.0 / 4.0, 0.0, 0.0],
        [-1.0 / 6.0, -1.0 / 6.0, -1.0 / 6.0],
        [-1.0 / 6.0, 1.0 / 6.0, -1.0 / 6.0],
        [1.0 / 24.0, 1.0 / 12.0, 1.0 / 6.0],
        [1.0 / 24.0, -1.0 / 12.0, 1.0 / 6.0],
        [0.0, 0.0, 1.0],
    ];
    let mut weights = Vec::with_capacity(POINTS * WIDTH * SUMS);
    for columns in order.chunks_exact(PANEL) {
        for point in TRANSFORM {
            for k in 0..WIDTH {
                for &column in columns {
                    let row = &rows[column * SUMS..(column + 1) * SUMS];
                    let taps = [row[k], row[WIDTH + k], row[2 * WIDTH + k]];
                    let sum: f64 =
                        taps.iter().zip(point).map(|(&tap, factor)| f64::from(tap) * factor).sum();
                    weights.push(sum as f32);
                }
            }
        }
    }
    Convolution { weights, bias: order.iter().map(|&column| bias[column]).collect() }
}

/// Adds to each row of the tiles the normalised maximum of the convolution around it. Rows of `x` are `WIDTH` long; every
/// tile has a row before it and, counting four rows, one after it.
#[inline(always)]
#[expect(unsafe_code, reason = "kernels need the processor's level")]
pub(super) unsafe fn convolve<S: Simd>(
    block: &Convolution,
    norm: Norm<'_>,
    tiles: &[Tile],
    x: &mut [f32],
    buffers: &mut Buffers,
) {
    let (rows, _) = x.as_chunks_mut::<WIDTH>();
    let count = tiles.len();
    let Buffers { transformed, activations } = buffers;
    if transformed.len() < POINTS * count * WIDTH {
        transformed.resize(POINTS * count * WIDTH, 0.0);
        activations.resize(TILE * count * WIDTH, 0.0);
    }
    let (transformed_rows, _) = transformed.as_chunks_mut::<WIDTH>();
    for (t, tile) in tiles.iter().enumerate() {
        let from = tile.row as usize - 1;
        let Some(input) = rows[from..].first_chunk::<POINTS>() else { return };
        let places = [t, count + t, 2 * count + t, 3 * count + t, 4 * count + t, 5 * count + t];
        let Ok(out) = transformed_rows.get_disjoint_mut(places) else { return };
        // SAFETY: the caller vouches for the level.
        unsafe { transform_input::<S>(input, out) };
    }
    let panels =
        block.weights.chunks_exact(POINTS * WIDTH * PANEL).zip(block.bias.as_chunks::<PANEL>().0);
    for (panel, (weights, bias)) in panels.enumerate() {
        for group in (0..count).step_by(GROUP) {
            let members = GROUP.min(count - group);
            let mut products = [[[0.0; PANEL]; GROUP]; POINTS];
            for (point, products) in products.iter_mut().enumerate() {
                let product = Product {
                    input: &transformed[(point * count + group) * WIDTH..],
                    stride: WIDTH,
                    inputs: WIDTH,
                    weights: &weights[point * WIDTH * PANEL..(point + 1) * WIDTH * PANEL],
                    bias: None,
                    out: products.as_flattened_mut(),
                    out_stride: PANEL,
                };
                // SAFETY: the caller vouches for the level.
                unsafe { multiply::<S>(product, members) };
            }
            let (activations, _) = activations.as_chunks_mut::<WIDTH>();
            for member in 0..members {
                let out = &mut activations[(group + member) * TILE..];
                let Some(out) = out.first_chunk_mut::<TILE>() else { return };
                // SAFETY: the caller vouches for the level.
                unsafe { transform_output::<S>(&products, member, bias, out, panel) };
            }
        }
    }
    for (tile, activations) in tiles.iter().zip(activations.as_chunks_mut::<{ TILE * WIDTH }>().0) {
        let (activations, _) = activations.as_chunks_mut::<WIDTH>();
        for (r, activation) in activations.iter_mut().enumerate().take(tile.rows as usize) {
            // SAFETY: the caller vouches for the level.
            unsafe { normalise::<S>(activation, norm) };
            // SAFETY: as above.
            unsafe { add_to::<S>(&mut rows[tile.row as usize + r], activation) };
        }
    }
}

/// Multiplies a group's rows at one point.
#[inline(always)]
#[expect(unsafe_code, reason = "kernels need the processor's level")]
unsafe fn multiply<S: Simd>(product: Product<'_>, rows: usize) {
    const W: usize = PANEL / LANES;
    // SAFETY: the caller vouches for the level.
    unsafe {
        match rows {
            1 => S::product::<1, W>(product),
            2 => S::product::<2, W>(product),
            3 => S::product::<3, W>(product),
            4 => S::product::<4, W>(product),
            5 => S::product::<5, W>(product),
            6 => S::product::<6, W>(product),
            7 => S::product::<7, W>(product),
            _ => S::product::<GROUP, W>(product),
        }
    }
}

/// The rows of a tile's input, combined to values at the points.
#[inline(always)]
#[expect(unsafe_code, reason = "kernels need the processor's level")]
unsafe fn transform_input<S: Simd>(
    rows: &[[f32; WIDTH]; POINTS],
    out: [&mut [f32; WIDTH]; POINTS],
) {
    let [r0, r1, r2, r3, r4, r5] = rows.each_ref().map(|row| row.as_chunks::<LANES>().0);
    let [o0, o1, o2, o3, o4, o5] = out.map(|row| row.as_chunks_mut::<LANES>().0);
    for i in 0..WIDTH / LANES {
        // SAFETY: the caller vouches for the level.
        unsafe {
            let (two, four, five) = (S::splat(2.0), S::splat(4.0), S::splat(5.0));
            let (d0, d1, d2) = (S::load(&r0[i]), S::load(&r1[i]), S::load(&r2[i]));
            let (d3, d4, d5) = (S::load(&r3[i]), S::load(&r4[i]), S::load(&r5[i]));
            let (even4, odd4) = (S::sub(d4, S::mul(four, d2)), S::sub(d3, S::mul(four, d1)));
            let (even1, odd1) = (S::sub(d4, d2), S::mul(two, S::sub(d3, d1)));
            S::store(S::add(S::sub(S::mul(four, d0), S::mul(five, d2)), d4), &mut o0[i]);
            S::store(S::add(even4, odd4), &mut o1[i]);
            S::store(S::sub(even4, odd4), &mut o2[i]);
            S::store(S::add(even1, odd1), &mut o3[i]);
            S::store(S::sub(even1, odd1), &mut o4[i]);
            S::store(S::add(S::sub(S::mul(four, d1), S::mul(five, d3)), d5), &mut o5[i]);
        }
    }
}

/// Combines a tile's products at all points to four rows, adds the bias and takes the maximum over pieces.
#[inline(always)]
#[expect(unsafe_code, reason = "kernels need the processor's level")]
unsafe fn transform_output<S: Simd>(
    products: &[[[f32; PANEL]; GROUP]; POINTS],
    member: usize,
    bias: &[f32; PANEL],
    out: &mut [[f32; WIDTH]; TILE],
    panel: usize,
) {
    let [p0, p1, p2, p3, p4, p5] =
        products.each_ref().map(|point| point[member].as_chunks::<LANES>().0);
    let bias = bias.as_chunks::<LANES>().0;
    // SAFETY: the caller vouches for the level.
    unsafe {
        let (two, four, eight) = (S::splat(2.0), S::splat(4.0), S::splat(8.0));
        let mut best = [S::splat(f32::NEG_INFINITY); TILE];
        for i in 0..PANEL / LANES {
            let (m0, m1, m2) = (S::load(&p0[i]), S::load(&p1[i]), S::load(&p2[i]));
            let (m3, m4, m5) = (S::load(&p3[i]), S::load(&p4[i]), S::load(&p5[i]));
            let bias = S::load(&bias[i]);
            let (sum1, difference1) = (S::add(m1, m2), S::sub(m1, m2));
            let (sum2, difference2) = (S::add(m3, m4), S::sub(m3, m4));
            best[0] = S::max(best[0], S::add(S::add(m0, sum1), S::add(sum2, bias)));
            best[1] = S::max(best[1], S::add(difference1, S::add(S::mul(two, difference2), bias)));
            best[2] = S::max(best[2], S::add(sum1, S::add(S::mul(four, sum2), bias)));
            let last = S::add(difference1, S::mul(eight, difference2));
            best[3] = S::max(best[3], S::add(last, S::add(m5, bias)));
        }
        for (best, out) in best.into_iter().zip(out) {
            S::store(best, &mut out.as_chunks_mut::<LANES>().0[panel]);
        }
    }
}
