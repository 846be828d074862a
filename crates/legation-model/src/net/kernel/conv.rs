//! A convolution over three tokens, by Winograd's algorithm.
//!
//! Four outputs of a three-tap convolution need twelve products directly and six in a transformed space: input rows
//! are combined to the values of a polynomial at 0, ±1, ±2 and ∞, multiplied there, and combined back. Only the order of
//! summation is different; the weights are transformed once, in double precision.

use super::elements::{Norm, SUMS, WIDTH, normalise};
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
        for (point, values) in transform_input(input).into_iter().enumerate() {
            transformed_rows[point * count + t] = values;
        }
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
                transform_output(&products, member, bias, out, panel * LANES);
            }
        }
    }
    for (tile, activations) in tiles.iter().zip(activations.as_chunks_mut::<{ TILE * WIDTH }>().0) {
        let (activations, _) = activations.as_chunks_mut::<WIDTH>();
        for (r, activation) in activations.iter_mut().enumerate().take(tile.rows as usize) {
            normalise(activation, norm);
            for (x, value) in rows[tile.row as usize + r].iter_mut().zip(activation) {
                *x += *value;
            }
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

#[inline(always)]
fn transform_input(rows: &[[f32; WIDTH]; POINTS]) -> [[f32; WIDTH]; POINTS] {
    let [d0, d1, d2, d3, d4, d5] = rows;
    let mut out = [[0.0; WIDTH]; POINTS];
    for i in 0..WIDTH {
        let (even4, odd4) = (d4[i] - 4.0 * d2[i], d3[i] - 4.0 * d1[i]);
        let (even1, odd1) = (d4[i] - d2[i], 2.0 * (d3[i] - d1[i]));
        out[0][i] = 4.0 * d0[i] - 5.0 * d2[i] + d4[i];
        out[1][i] = even4 + odd4;
        out[2][i] = even4 - odd4;
        out[3][i] = even1 + odd1;
        out[4][i] = even1 - odd1;
        out[5][i] = 4.0 * d1[i] - 5.0 * d3[i] + d5[i];
    }
    out
}

/// Combines a tile's products at all points to four rows, adds the bias and takes the maximum over pieces.
#[inline(always)]
fn transform_output(
    products: &[[[f32; PANEL]; GROUP]; POINTS],
    member: usize,
    bias: &[f32; PANEL],
    out: &mut [[f32; WIDTH]; TILE],
    first: usize,
) {
    let mut sums = [[0.0; PANEL]; TILE];
    let m: [&[f32; PANEL]; POINTS] = std::array::from_fn(|point| &products[point][member]);
    for i in 0..PANEL {
        let (sum1, difference1) = (m[1][i] + m[2][i], m[1][i] - m[2][i]);
        let (sum2, difference2) = (m[3][i] + m[4][i], m[3][i] - m[4][i]);
        sums[0][i] = (m[0][i] + sum1) + (sum2 + bias[i]);
        sums[1][i] = difference1 + (2.0 * difference2 + bias[i]);
        sums[2][i] = sum1 + (4.0 * sum2 + bias[i]);
        sums[3][i] = (difference1 + 8.0 * difference2) + (m[5][i] + bias[i]);
    }
    for (sums, out) in sums.iter().zip(out) {
        let Some(out) = out[first..].first_chunk_mut::<LANES>() else { return };
        for (i, out) in out.iter_mut().enumerate() {
            let larger = if sums[i] > sums[LANES + i] { sums[i] } else { sums[LANES + i] };
            *out = if larger > sums[2 * LANES + i] { larger } else { sums[2 * LANES + i] };
        }
    }
}
