//! The product with AVX2 and AVX-512.

use super::{LANES, Product, Simd};
use std::arch::x86_64::{
    __m256, __m512, _MM_HINT_T0, _mm_add_ps, _mm_add_ss, _mm_cvtss_f32, _mm_movehdup_ps,
    _mm_movehl_ps, _mm_prefetch, _mm256_add_ps, _mm256_castps256_ps128, _mm256_extractf128_ps,
    _mm256_fmadd_ps, _mm256_loadu_ps, _mm256_max_ps, _mm256_mul_ps, _mm256_set1_ps,
    _mm256_setzero_ps, _mm256_storeu_ps, _mm256_sub_ps, _mm512_add_ps, _mm512_castps512_ps256,
    _mm512_extractf32x8_ps, _mm512_fmadd_ps, _mm512_loadu_ps, _mm512_max_ps, _mm512_mul_ps,
    _mm512_set1_ps, _mm512_setzero_ps, _mm512_storeu_ps, _mm512_sub_ps,
};

/// Asks for numbers to be brought into the cache.
#[inline]
#[expect(unsafe_code, reason = "a hint to the processor")]
pub(super) fn fetch(numbers: &[f32]) {
    for line in numbers.chunks(LANES) {
        // SAFETY: every x86-64 processor has the instruction, which reads nothing.
        unsafe { _mm_prefetch::<_MM_HINT_T0>(line.as_ptr().cast()) };
    }
}

/// The AVX-512 level.
pub(super) struct Avx512;

#[expect(unsafe_code, reason = "vector instructions")]
impl Simd for Avx512 {
    type Vector = __m512;

    #[inline(always)]
    unsafe fn load(from: &[f32; LANES]) -> Self::Vector {
        // SAFETY: the caller vouches for the level; the array is as long as the vector. So below.
        unsafe { _mm512_loadu_ps(from.as_ptr()) }
    }

    #[inline(always)]
    unsafe fn store(vector: Self::Vector, to: &mut [f32; LANES]) {
        // SAFETY: as above.
        unsafe { _mm512_storeu_ps(to.as_mut_ptr(), vector) }
    }

    #[inline(always)]
    unsafe fn splat(value: f32) -> Self::Vector {
        // SAFETY: as above.
        unsafe { _mm512_set1_ps(value) }
    }

    #[inline(always)]
    unsafe fn add(one: Self::Vector, other: Self::Vector) -> Self::Vector {
        // SAFETY: as above.
        unsafe { _mm512_add_ps(one, other) }
    }

    #[inline(always)]
    unsafe fn sub(one: Self::Vector, other: Self::Vector) -> Self::Vector {
        // SAFETY: as above.
        unsafe { _mm512_sub_ps(one, other) }
    }

    #[inline(always)]
    unsafe fn mul(one: Self::Vector, other: Self::Vector) -> Self::Vector {
        // SAFETY: as above.
        unsafe { _mm512_mul_ps(one, other) }
    }

    #[inline(always)]
    unsafe fn add_product(
        one: Self::Vector,
        other: Self::Vector,
        sum: Self::Vector,
    ) -> Self::Vector {
        // SAFETY: as above.
        unsafe { _mm512_fmadd_ps(one, other, sum) }
    }

    #[inline(always)]
    unsafe fn total(vector: Self::Vector) -> f32 {
        // SAFETY: as above.
        unsafe {
            eight(_mm256_add_ps(
                _mm512_castps512_ps256(vector),
                _mm512_extractf32x8_ps::<1>(vector),
            ))
        }
    }

    #[inline(always)]
    unsafe fn max(one: Self::Vector, other: Self::Vector) -> Self::Vector {
        // SAFETY: as above.
        unsafe { _mm512_max_ps(one, other) }
    }

    #[inline(always)]
    unsafe fn product<const R: usize, const W: usize>(product: Product<'_>) {
        product.check::<R, W>();
        let (input, weights) = (product.input.as_ptr(), product.weights.as_ptr());
        // SAFETY: the caller vouches for the level; all reads and writes are within the lengths that were checked.
        unsafe {
            let mut sums = [[_mm512_setzero_ps(); W]; R];
            if let Some(bias) = product.bias {
                for w in 0..W {
                    let bias = _mm512_loadu_ps(bias.as_ptr().add(w * LANES));
                    for sums in &mut sums {
                        sums[w] = bias;
                    }
                }
            }
            for k in 0..product.inputs {
                let mut columns = [_mm512_setzero_ps(); W];
                for (w, column) in columns.iter_mut().enumerate() {
                    *column = _mm512_loadu_ps(weights.add((k * W + w) * LANES));
                }
                for (r, sums) in sums.iter_mut().enumerate() {
                    let value = _mm512_set1_ps(*input.add(r * product.stride + k));
                    for (sum, column) in sums.iter_mut().zip(columns) {
                        *sum = _mm512_fmadd_ps(value, column, *sum);
                    }
                }
            }
            let out = product.out.as_mut_ptr();
            for (r, sums) in sums.iter().enumerate() {
                for (w, sum) in sums.iter().enumerate() {
                    _mm512_storeu_ps(out.add(r * product.out_stride + w * LANES), *sum);
                }
            }
        }
    }
}

/// The sum of eight numbers: halves are added to each other until one number is left.
///
/// # Safety
///
/// The processor must have AVX2.
#[inline(always)]
#[expect(unsafe_code, reason = "vector instructions")]
unsafe fn eight(vector: __m256) -> f32 {
    // SAFETY: the caller vouches for the level.
    unsafe {
        let four = _mm_add_ps(_mm256_castps256_ps128(vector), _mm256_extractf128_ps::<1>(vector));
        let two = _mm_add_ps(four, _mm_movehl_ps(four, four));
        _mm_cvtss_f32(_mm_add_ss(two, _mm_movehdup_ps(two)))
    }
}

/// The AVX2 level.
pub(super) struct Avx2;

/// Numbers in one of its vectors.
const HALF: usize = LANES / 2;

#[expect(unsafe_code, reason = "vector instructions")]
impl Simd for Avx2 {
    type Vector = [__m256; 2];

    #[inline(always)]
    unsafe fn load(from: &[f32; LANES]) -> Self::Vector {
        // SAFETY: the caller vouches for the level; the array is as long as the two vectors. So below.
        unsafe { [_mm256_loadu_ps(from.as_ptr()), _mm256_loadu_ps(from.as_ptr().add(HALF))] }
    }

    #[inline(always)]
    unsafe fn store(vector: Self::Vector, to: &mut [f32; LANES]) {
        // SAFETY: as above.
        unsafe {
            _mm256_storeu_ps(to.as_mut_ptr(), vector[0]);
            _mm256_storeu_ps(to.as_mut_ptr().add(HALF), vector[1]);
        }
    }

    #[inline(always)]
    unsafe fn splat(value: f32) -> Self::Vector {
        // SAFETY: as above.
        unsafe { [_mm256_set1_ps(value); 2] }
    }

    #[inline(always)]
    unsafe fn add(one: Self::Vector, other: Self::Vector) -> Self::Vector {
        // SAFETY: as above.
        unsafe { [_mm256_add_ps(one[0], other[0]), _mm256_add_ps(one[1], other[1])] }
    }

    #[inline(always)]
    unsafe fn sub(one: Self::Vector, other: Self::Vector) -> Self::Vector {
        // SAFETY: as above.
        unsafe { [_mm256_sub_ps(one[0], other[0]), _mm256_sub_ps(one[1], other[1])] }
    }

    #[inline(always)]
    unsafe fn mul(one: Self::Vector, other: Self::Vector) -> Self::Vector {
        // SAFETY: as above.
        unsafe { [_mm256_mul_ps(one[0], other[0]), _mm256_mul_ps(one[1], other[1])] }
    }

    #[inline(always)]
    unsafe fn add_product(
        one: Self::Vector,
        other: Self::Vector,
        sum: Self::Vector,
    ) -> Self::Vector {
        // SAFETY: as above.
        unsafe {
            [_mm256_fmadd_ps(one[0], other[0], sum[0]), _mm256_fmadd_ps(one[1], other[1], sum[1])]
        }
    }

    #[inline(always)]
    unsafe fn total(vector: Self::Vector) -> f32 {
        // SAFETY: as above.
        unsafe { eight(_mm256_add_ps(vector[0], vector[1])) }
    }

    #[inline(always)]
    unsafe fn max(one: Self::Vector, other: Self::Vector) -> Self::Vector {
        // SAFETY: as above.
        unsafe { [_mm256_max_ps(one[0], other[0]), _mm256_max_ps(one[1], other[1])] }
    }

    #[inline(always)]
    unsafe fn product<const R: usize, const W: usize>(product: Product<'_>) {
        product.check::<R, W>();
        // SAFETY: the caller vouches for the level; lengths were checked for the whole, of which each part takes some rows
        // and columns.
        unsafe {
            if W > 3 {
                // One row; every vector of it at once fits into the registers.
                for r in 0..R {
                    match W {
                        4 => part::<1, 8>(&product, r, 0, W),
                        5 => part::<1, 10>(&product, r, 0, W),
                        6 => part::<1, 12>(&product, r, 0, W),
                        7 => part::<1, 14>(&product, r, 0, W),
                        _ => {
                            part::<1, 8>(&product, r, 0, W);
                            part::<1, 8>(&product, r, 8, W);
                        }
                    }
                }
                return;
            }
            let mut r = 0;
            while r < R {
                let four = R - r >= 4;
                match (W, four) {
                    (3, true) => {
                        part::<4, 3>(&product, r, 0, W);
                        part::<4, 3>(&product, r, 3, W);
                    }
                    (3, false) => part::<1, 6>(&product, r, 0, W),
                    (2, true) => {
                        part::<4, 2>(&product, r, 0, W);
                        part::<4, 2>(&product, r, 2, W);
                    }
                    (2, false) => part::<1, 4>(&product, r, 0, W),
                    (_, true) => part::<4, 2>(&product, r, 0, W),
                    (_, false) => part::<1, 2>(&product, r, 0, W),
                }
                r += if four { 4 } else { 1 };
            }
        }
    }
}

/// `R` rows from `row` on and `H` half vectors of columns from `half` on, of a panel of `width` vectors.
///
/// # Safety
///
/// The processor must have AVX2 and FMA, and the product's slices must hold the part.
#[inline(always)]
#[expect(unsafe_code, reason = "vector loads and stores")]
unsafe fn part<const R: usize, const H: usize>(
    product: &Product<'_>,
    row: usize,
    half: usize,
    width: usize,
) {
    let input = product.input.as_ptr();
    let weights = product.weights.as_ptr();
    // SAFETY: the caller vouches for the level and the lengths.
    unsafe {
        let mut sums = [[_mm256_setzero_ps(); H]; R];
        if let Some(bias) = product.bias {
            for h in 0..H {
                let bias = _mm256_loadu_ps(bias.as_ptr().add((half + h) * HALF));
                for sums in &mut sums {
                    sums[h] = bias;
                }
            }
        }
        for k in 0..product.inputs {
            let mut columns = [_mm256_setzero_ps(); H];
            for (h, column) in columns.iter_mut().enumerate() {
                *column = _mm256_loadu_ps(weights.add(k * width * LANES + (half + h) * HALF));
            }
            for (r, sums) in sums.iter_mut().enumerate() {
                let value = _mm256_set1_ps(*input.add((row + r) * product.stride + k));
                for (sum, column) in sums.iter_mut().zip(columns) {
                    *sum = _mm256_fmadd_ps(value, column, *sum);
                }
            }
        }
        let out = product.out.as_ptr().cast_mut();
        for (r, sums) in sums.iter().enumerate() {
            for (h, sum) in sums.iter().enumerate() {
                _mm256_storeu_ps(out.add((row + r) * product.out_stride + (half + h) * HALF), *sum);
            }
        }
    }
}
