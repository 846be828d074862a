//! Kernels in plain Rust.

use super::Panel;

/// Rows that are worked on together.
const ROWS: usize = 4;

/// The matrix product of all rows with a panel of `W` times sixteen outputs.
pub(super) fn panel<const W: usize>(panel: &Panel<'_>, out: &mut [f32]) {
    let mut row = 0;
    while row + ROWS <= panel.rows {
        tile::<W, ROWS>(panel, row, out);
        row += ROWS;
    }
    while row < panel.rows {
        tile::<W, 1>(panel, row, out);
        row += 1;
    }
}

fn tile<const W: usize, const R: usize>(panel: &Panel<'_>, row: usize, out: &mut [f32]) {
    let rows: [&[f32]; R] = std::array::from_fn(|r| {
        let start = (row + r) * panel.stride;
        &panel.input[start..start + panel.inputs]
    });
    let (bias, _) = panel.bias.as_chunks::<16>();
    let mut sums: [[[f32; 16]; W]; R] = [std::array::from_fn(|w| bias[w]); R];
    for (k, weights) in panel.weights.as_chunks::<16>().0.chunks_exact(W).enumerate() {
        for (sums, row) in sums.iter_mut().zip(rows) {
            let value = row[k];
            for (sums, weights) in sums.iter_mut().zip(weights) {
                for (sum, weight) in sums.iter_mut().zip(weights) {
                    *sum += value * weight;
                }
            }
        }
    }
    for (r, sums) in sums.iter().enumerate() {
        let start = (row + r) * panel.out_stride;
        for (w, sums) in sums.iter().enumerate() {
            out[start + w * 16..start + w * 16 + 16].copy_from_slice(sums);
        }
    }
}
