//! The inner loops, at the best level that the processor has.
//!
//! Every kernel is written once, over the [`Simd`] product of a few rows with a panel of weights, and compiled for
//! each [`Level`]. Sums are made in the same order at all levels, so two levels with fused multiplication give the same
//! bits; the portable one rounds once more a step and gives the same decisions.

#![expect(clippy::inline_always, reason = "kernels must be part of each level's version")]

mod aligned;
mod conv;
mod elements;
mod portable;
#[cfg(target_arch = "x86_64")]
mod x86;

pub(crate) use aligned::Aligned;
pub(crate) use conv::{Convolution, TILE, transform_weights};
pub(crate) use elements::{Pieces, SUMS, TYPE, WIDTH};

use crate::transition::HIDDEN;
use elements::Norm;

/// Numbers in a vector of the widest level: panels are multiples of it.
pub(crate) const LANES: usize = 16;
/// Outputs in a panel of packed weights: three pieces of sixteen.
pub(crate) const PANEL: usize = 3 * LANES;
/// Vectors in the widest panel.
const WIDEST: usize = 8;

/// Which instructions the kernels use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Level {
    /// Whatever the compiler's base line is.
    Portable,
    /// AVX2 with fused multiplication.
    #[cfg(target_arch = "x86_64")]
    Avx2,
    /// AVX-512.
    #[cfg(target_arch = "x86_64")]
    Avx512,
}

impl Level {
    /// The best level of this processor.
    pub fn detect() -> Self {
        Self::available().pop().unwrap_or(Self::Portable)
    }

    /// All levels of this processor, the best last.
    pub fn available() -> Vec<Self> {
        let mut levels = vec![Self::Portable];
        #[cfg(target_arch = "x86_64")]
        {
            if is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma") {
                levels.push(Self::Avx2);
                if is_x86_feature_detected!("avx512f")
                    && is_x86_feature_detected!("avx512vl")
                    && is_x86_feature_detected!("avx512dq")
                    && is_x86_feature_detected!("avx512bw")
                {
                    levels.push(Self::Avx512);
                }
            }
        }
        levels
    }
}

/// The vectors of sixteen numbers, and the product, that a level provides.
///
/// # Safety
///
/// For all methods the processor must have the level.
#[expect(unsafe_code, reason = "kernels need the processor's level")]
trait Simd {
    /// Sixteen numbers.
    type Vector: Copy;

    /// Reads sixteen numbers.
    unsafe fn load(from: &[f32; LANES]) -> Self::Vector;
    /// Writes sixteen numbers.
    unsafe fn store(vector: Self::Vector, to: &mut [f32; LANES]);
    /// Sixteen times the same.
    unsafe fn splat(value: f32) -> Self::Vector;
    /// Sums.
    unsafe fn add(one: Self::Vector, other: Self::Vector) -> Self::Vector;
    /// Differences.
    unsafe fn sub(one: Self::Vector, other: Self::Vector) -> Self::Vector;
    /// Products.
    unsafe fn mul(one: Self::Vector, other: Self::Vector) -> Self::Vector;
    /// `one · other + sum`, rounded once where the level can.
    unsafe fn add_product(
        one: Self::Vector,
        other: Self::Vector,
        sum: Self::Vector,
    ) -> Self::Vector;
    /// The sum of all sixteen: halves are added to each other until one number is left.
    unsafe fn total(vector: Self::Vector) -> f32;
    /// The larger of each two.
    unsafe fn max(one: Self::Vector, other: Self::Vector) -> Self::Vector;
    /// `out[r][c] = bias[c] + Σ_k input[r][k] · weights[k][c]` for `R` rows and `W` vectors of columns.
    ///
    /// # Safety
    ///
    /// The processor must have the level.
    unsafe fn product<const R: usize, const W: usize>(product: Product<'_>);
}

/// Asks for numbers to be brought from memory, as they will be read soon.
#[inline]
pub(crate) fn fetch(numbers: &[f32]) {
    #[cfg(target_arch = "x86_64")]
    x86::fetch(numbers);
    #[cfg(not(target_arch = "x86_64"))]
    let _ = numbers;
}

/// The arguments of [`Simd::product`]. Rows of input begin `stride` apart, rows of output `out_stride`.
struct Product<'a> {
    input: &'a [f32],
    stride: usize,
    inputs: usize,
    weights: &'a [f32],
    bias: Option<&'a [f32]>,
    out: &'a mut [f32],
    out_stride: usize,
}

impl Product<'_> {
    /// Panics unless all slices are as long as the product of `R` rows and `W` vectors needs.
    #[inline(always)]
    fn check<const R: usize, const W: usize>(&self) {
        assert!(self.input.len() >= (R - 1) * self.stride + self.inputs, "input is too short");
        assert!(self.weights.len() >= self.inputs * W * LANES, "weights are too short");
        assert!(self.bias.is_none_or(|bias| bias.len() >= W * LANES), "bias is too short");
        assert!(self.out.len() >= (R - 1) * self.out_stride + W * LANES, "output is too short");
    }
}

/// The arguments of a matrix product with one panel of weights.
pub(crate) struct Panel<'a> {
    pub(crate) input: &'a [f32],
    pub(crate) stride: usize,
    pub(crate) rows: usize,
    pub(crate) inputs: usize,
    pub(crate) weights: &'a [f32],
    pub(crate) bias: &'a [f32],
    pub(crate) out_stride: usize,
}

/// Multiplies all rows with a panel.
///
/// # Safety
///
/// The processor must have the level.
#[inline(always)]
#[expect(unsafe_code, reason = "kernels need the processor's level")]
unsafe fn product_with_panel<S: Simd>(panel: &Panel<'_>, out: &mut [f32]) {
    // SAFETY: the caller vouches for the level.
    unsafe {
        match panel.bias.len() / LANES {
            1 => rows::<S, 1>(panel, out),
            2 => rows::<S, 2>(panel, out),
            3 => rows::<S, 3>(panel, out),
            4 => rows::<S, 4>(panel, out),
            5 => rows::<S, 5>(panel, out),
            6 => rows::<S, 6>(panel, out),
            7 => rows::<S, 7>(panel, out),
            _ => rows::<S, WIDEST>(panel, out),
        }
    }
}

#[inline(always)]
#[expect(unsafe_code, reason = "kernels need the processor's level")]
unsafe fn rows<S: Simd, const W: usize>(panel: &Panel<'_>, out: &mut [f32]) {
    let mut row = 0;
    while row < panel.rows {
        let product = Product {
            input: &panel.input[row * panel.stride..],
            stride: panel.stride,
            inputs: panel.inputs,
            weights: panel.weights,
            bias: Some(panel.bias),
            out: &mut out[row * panel.out_stride..],
            out_stride: panel.out_stride,
        };
        // SAFETY: the caller vouches for the level.
        row += unsafe {
            match panel.rows - row {
                8.. if W <= 3 => {
                    S::product::<8, W>(product);
                    8
                }
                4.. if W <= 3 => {
                    S::product::<4, W>(product);
                    4
                }
                2.. if W <= 3 => {
                    S::product::<2, W>(product);
                    2
                }
                _ => {
                    S::product::<1, W>(product);
                    1
                }
            }
        };
    }
}

/// Declares kernels: for each a method of [`Level`] and one version for each level.
macro_rules! kernels {
    ($($(#[$doc:meta])* fn $name:ident = $path:path => ($($argument:ident: $type:ty),* $(,)?);)*) => {
        impl Level {
            $(
                $(#[$doc])*
                #[expect(unsafe_code, reason = "kernels need the processor's level")]
                pub(crate) fn $name(self, $($argument: $type),*) {
                    use $path as body;
                    #[cfg(target_arch = "x86_64")]
                    #[target_feature(enable = "avx2,fma")]
                    unsafe fn avx2($($argument: $type),*) {
                        // SAFETY: the processor has the level.
                        unsafe { body::<x86::Avx2>($($argument),*) }
                    }
                    #[cfg(target_arch = "x86_64")]
                    #[target_feature(enable = "avx2,fma,avx512f,avx512vl,avx512dq,avx512bw")]
                    unsafe fn avx512($($argument: $type),*) {
                        // SAFETY: the processor has the level.
                        unsafe { body::<x86::Avx512>($($argument),*) }
                    }
                    // SAFETY: a level is only made where the processor was found to have it.
                    unsafe {
                        match self {
                            Self::Portable => body::<portable::Portable>($($argument),*),
                            #[cfg(target_arch = "x86_64")]
                            Self::Avx2 => avx2($($argument),*),
                            #[cfg(target_arch = "x86_64")]
                            Self::Avx512 => avx512($($argument),*),
                        }
                    }
                }
            )*
        }
    };
}

kernels! {
    /// Multiplies rows of input with a panel of weights into rows of `out`.
    fn panel = product_with_panel => (panel: &Panel<'_>, out: &mut [f32]);
    /// Maximum over pieces and normalisation of each row of sums.
    fn activate = elements::activate => (sums: &[f32], norm: Norm<'_>, out: &mut [f32]);
    /// The first block, from what is known of the types of the previous, this and the next token.
    fn first_block = elements::first_block => (
        types: [Option<&[f32; TYPE]>; 3], bias: &[f32], norm: Norm<'_>, out: &mut [f32]);
    /// The sum of rows.
    fn add_rows = elements::add_rows => (rows: &[&[f32; SUMS]], out: &mut [f32; SUMS]);
    /// The hidden layer of a transition model: maximum over two pieces of a sum of features.
    fn hidden = elements::hidden => (bias: &Pieces, features: &[&Pieces], out: &mut [f32; HIDDEN]);
    /// A block of convolution over tiles of a sequence.
    fn convolve = conv::convolve => (
        block: &Convolution, norm: Norm<'_>, tiles: &[conv::Tile], x: &mut [f32], buffers: &mut conv::Buffers);
}

pub(crate) use conv::{Buffers as ConvBuffers, Tile};
pub(crate) use elements::Norm as NormWeights;
