//! A convolution over three tokens, by Winograd's algorithm.
//!
//! Six outputs of a three-tap convolution need eighteen products directly and eight in a transformed space: input rows
//! are combined to the values of a polynomial at 0, ±1, ±2, ±½ and ∞, multiplied there, and combined back. Only the order
//! of summation is different; the weights are transformed once, in double precision.

use super::aligned::Aligned;
use super::elements::{Norm, SUMS, WIDTH, add_to, normalise};
use super::{LANES, PANEL, Product, Simd};

/// Output rows of a tile.
pub(crate) const TILE: usize = 6;
/// Points of the transformed space.
const POINTS: usize = 8;
/// Tiles that are worked on together.
const GROUP: usize = 8;

/// Weights of a convolution block, transformed and packed.
#[derive(Debug)]
pub(crate) struct Convolution {
    /// For each panel and each point, `WIDTH` rows of `PANEL` weights.
    weights: Aligned,
    /// In the order of the panels' columns.
    bias: Vec<f32>,
}

/// Up to six output rows: the first one's position, and how many there are.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Tile {
    pub(crate) row: u32,
    pub(crate) rows: u32,
}

/// Buffers of the convolution.
#[derive(Debug, Default)]
pub(crate) struct Buffers {
    /// For each point, a row for each tile.
    transformed: Aligned,
    /// Activations of each tile's rows.
    activations: Aligned,
}

/// A group's products at each point, at the beginning of a cache line.
#[repr(align(64))]
struct Products([[[f32; PANEL]; GROUP]; POINTS]);

/// Transforms and packs weights: `rows` holds for each sum the weights of the previous, this and the next token;
/// `order` says which sum stands at each column.
pub(crate) fn transform_weights(rows: &[f32], bias: &[f32], order: &[usize]) -> Convolution {
    const TRANSFORM: [[f64; 3]; POINTS] = [
        [1.0, 0.0, 0.0],
        [-2.0 / 9.0, -2.0 / 9.0, -2.0 / 9.0],
        [-2.0 / 9.0, 2.0 / 9.0, -2.0 / 9.0],
        [1.0 / 90.0, 1.0 / 45.0, 2.0 / 45.0],
        [1.0 / 90.0, -1.0 / 45.0, 2.0 / 45.0],
        [32.0 / 45.0, 16.0 / 45.0, 8.0 / 45.0],
        [32.0 / 45.0, -16.0 / 45.0, 8.0 / 45.0],
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
    Convolution {
        weights: Aligned::from(weights),
        bias: order.iter().map(|&column| bias[column]).collect(),
    }
}

/// Adds to each row of the tiles the normalised maximum of the convolution around it. Rows of `x` are `WIDTH` long; every
/// tile has a row before it and, counting six rows, one after it.
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
    let transformed = transformed.at_least(POINTS * count * WIDTH);
    let activations = activations.at_least(TILE * count * WIDTH);
    let (transformed_rows, _) = transformed.as_chunks_mut::<WIDTH>();
    for (t, tile) in tiles.iter().enumerate() {
        let from = tile.row as usize - 1;
        let Some(input) = rows[from..].first_chunk::<POINTS>() else { return };
        let places = std::array::from_fn(|point| point * count + t);
        let Ok(out) = transformed_rows.get_disjoint_mut(places) else { return };
        // SAFETY: the caller vouches for the level.
        unsafe { transform_input::<S>(input, out) };
    }
    let mut products = Products([[[0.0; PANEL]; GROUP]; POINTS]);
    let panels = block
        .weights
        .get()
        .chunks_exact(POINTS * WIDTH * PANEL)
        .zip(block.bias.as_chunks::<PANEL>().0);
    for (panel, (weights, bias)) in panels.enumerate() {
        for group in (0..count).step_by(GROUP) {
            let members = GROUP.min(count - group);
            for (point, products) in products.0.iter_mut().enumerate() {
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
    let [r0, r1, r2, r3, r4, r5, r6, r7] = rows.each_ref().map(|row| row.as_chunks::<LANES>().0);
    let [o0, o1, o2, o3, o4, o5, o6, o7] = out.map(|row| row.as_chunks_mut::<LANES>().0);
    for i in 0..WIDTH / LANES {
        // SAFETY: the caller vouches for the level.
        unsafe {
            let (d0, d1, d2, d3) =
                (S::load(&r0[i]), S::load(&r1[i]), S::load(&r2[i]), S::load(&r3[i]));
            let (d4, d5, d6, d7) =
                (S::load(&r4[i]), S::load(&r5[i]), S::load(&r6[i]), S::load(&r7[i]));
            let times = |factor: f32, vector, sum| S::add_product(S::splat(factor), vector, sum);
            S::store(times(5.25, S::sub(d4, d2), S::sub(d0, d6)), &mut o0[i]);
            let even = times(-4.25, d4, S::add(d2, d6));
            let odd = times(-4.25, d3, S::add(d1, d5));
            S::store(S::add(even, odd), &mut o1[i]);
            S::store(S::sub(even, odd), &mut o2[i]);
            let even = times(0.25, d2, times(-1.25, d4, d6));
            let odd = times(0.5, d1, times(-2.5, d3, S::add(d5, d5)));
            S::store(S::add(even, odd), &mut o3[i]);
            S::store(S::sub(even, odd), &mut o4[i]);
            let even = times(4.0, d2, times(-5.0, d4, d6));
            let odd = times(0.5, d5, times(-2.5, d3, S::add(d1, d1)));
            S::store(S::add(even, odd), &mut o5[i]);
            S::store(S::sub(even, odd), &mut o6[i]);
            S::store(times(5.25, S::sub(d3, d5), S::sub(d7, d1)), &mut o7[i]);
        }
    }
}

/// Combines a tile's products at all points to six rows, adds the bias and takes the maximum over pieces.
#[inline(always)]
#[expect(unsafe_code, reason = "kernels need the processor's level")]
unsafe fn transform_output<S: Simd>(
    products: &Products,
    member: usize,
    bias: &[f32; PANEL],
    out: &mut [[f32; WIDTH]; TILE],
    panel: usize,
) {
    let [p0, p1, p2, p3, p4, p5, p6, p7] =
        products.0.each_ref().map(|point| point[member].as_chunks::<LANES>().0);
    let bias = bias.as_chunks::<LANES>().0;
    // SAFETY: the caller vouches for the level.
    unsafe {
        let times = |factor: f32, vector, sum| S::add_product(S::splat(factor), vector, sum);
        let mut best = [S::splat(f32::NEG_INFINITY); TILE];
        for i in 0..PANEL / LANES {
            let (m1, m2, m3) = (S::load(&p1[i]), S::load(&p2[i]), S::load(&p3[i]));
            let (m4, m5, m6) = (S::load(&p4[i]), S::load(&p5[i]), S::load(&p6[i]));
            let bias = S::load(&bias[i]);
            let (sum1, sum2, sum3) = (S::add(m1, m2), S::add(m3, m4), S::add(m5, m6));
            let (odd1, odd2, odd3) = (S::sub(m1, m2), S::sub(m3, m4), S::sub(m5, m6));
            let (even, odd) = (S::add(sum1, bias), S::add(odd1, bias));
            let rows = [
                S::add(S::add(S::load(&p0[i]), sum2), S::add(sum3, even)),
                times(2.0, odd2, times(0.5, odd3, odd)),
                times(4.0, sum2, times(0.25, sum3, even)),
                times(8.0, odd2, times(0.125, odd3, odd)),
                times(16.0, sum2, times(0.0625, sum3, even)),
                times(32.0, odd2, times(0.03125, odd3, S::add(S::load(&p7[i]), odd))),
            ];
            for (best, row) in best.iter_mut().zip(rows) {
                *best = S::max(*best, row);
            }
        }
        for (best, out) in best.into_iter().zip(out) {
            S::store(best, &mut out.as_chunks_mut::<LANES>().0[panel]);
        }
    }
}
