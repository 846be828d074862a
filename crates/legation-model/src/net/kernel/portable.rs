//! The product in plain Rust.

use super::{LANES, Product, Simd};

/// The portable level.
pub(super) struct Portable;

impl Simd for Portable {
    #[inline(always)]
    #[expect(unsafe_code, reason = "the trait's method is unsafe for other levels' sake")]
    unsafe fn product<const R: usize, const W: usize>(product: Product<'_>) {
        product.check::<R, W>();
        let mut sums = [[[0.0f32; LANES]; W]; R];
        if let Some(bias) = product.bias {
            for sums in &mut sums {
                for (sums, bias) in sums.iter_mut().zip(bias.as_chunks::<LANES>().0) {
                    *sums = *bias;
                }
            }
        }
        let weights = product.weights.as_chunks::<LANES>().0.chunks_exact(W).take(product.inputs);
        for (k, weights) in weights.enumerate() {
            for (r, sums) in sums.iter_mut().enumerate() {
                let value = product.input[r * product.stride + k];
                for (sums, weights) in sums.iter_mut().zip(weights) {
                    for (sum, weight) in sums.iter_mut().zip(weights) {
                        *sum += value * weight;
                    }
                }
            }
        }
        for (r, sums) in sums.iter().enumerate() {
            let row = &mut product.out[r * product.out_stride..r * product.out_stride + W * LANES];
            row.copy_from_slice(sums.as_flattened());
        }
    }
}
