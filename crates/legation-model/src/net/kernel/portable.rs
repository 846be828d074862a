//! The product in plain Rust.

use super::{LANES, Product, Simd};

/// The portable level.
pub(super) struct Portable;

#[expect(unsafe_code, reason = "the trait's methods are unsafe for other levels' sake")]
impl Simd for Portable {
    type Vector = [f32; LANES];

    #[inline(always)]
    unsafe fn load(from: &[f32; LANES]) -> Self::Vector {
        *from
    }

    #[inline(always)]
    unsafe fn store(vector: Self::Vector, to: &mut [f32; LANES]) {
        *to = vector;
    }

    #[inline(always)]
    unsafe fn splat(value: f32) -> Self::Vector {
        [value; LANES]
    }

    #[inline(always)]
    unsafe fn add(mut one: Self::Vector, other: Self::Vector) -> Self::Vector {
        for i in 0..LANES {
            one[i] += other[i];
        }
        one
    }

    #[inline(always)]
    unsafe fn sub(mut one: Self::Vector, other: Self::Vector) -> Self::Vector {
        for i in 0..LANES {
            one[i] -= other[i];
        }
        one
    }

    #[inline(always)]
    unsafe fn mul(mut one: Self::Vector, other: Self::Vector) -> Self::Vector {
        for i in 0..LANES {
            one[i] *= other[i];
        }
        one
    }

    #[inline(always)]
    unsafe fn add_product(
        one: Self::Vector,
        other: Self::Vector,
        mut sum: Self::Vector,
    ) -> Self::Vector {
        for i in 0..LANES {
            sum[i] += one[i] * other[i];
        }
        sum
    }

    #[inline(always)]
    unsafe fn total(mut vector: Self::Vector) -> f32 {
        for width in [8, 4, 2, 1] {
            for i in 0..width {
                vector[i] += vector[i + width];
            }
        }
        vector[0]
    }

    #[inline(always)]
    unsafe fn max(mut one: Self::Vector, other: Self::Vector) -> Self::Vector {
        for i in 0..LANES {
            one[i] = if one[i] > other[i] { one[i] } else { other[i] };
        }
        one
    }

    #[inline(always)]
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
