//! Quantities: every amount, share, count, measure and rank that the text names, with its value and comparator.

pub mod number;
pub mod words;

pub use number::{Number, number_at};
pub use words::NumberWords;
