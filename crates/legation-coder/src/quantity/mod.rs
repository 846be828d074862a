//! Quantities: every amount, share, count, measure and rank that the text names, with its value and comparator.
//!
//! [`find`] reads numbers where no time expression and no name stands, then what they count ([`units`]), how they stand
//! to the value ([`words`]: "more than", "as many as") and whether two of them make a range.

mod find;
pub mod number;
mod shares;
pub mod units;
pub mod words;

pub use find::find;
pub use number::{Number, number_at};
pub use words::NumberWords;

use legation_core::record::Comparator;
use legation_core::{Span, TokenRange};

/// What sort of quantity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// An amount of money.
    Money,
    /// A percentage or percentage points.
    Percent,
    /// A part of a whole in words: "a quarter", "half", "the majority".
    Share,
    /// So many of something.
    Count,
    /// So many units of measure.
    Measure,
    /// So many times.
    Times,
    /// A place in an order: "the third", "second-largest".
    Rank,
    /// A record that is set, without a number: "its record for single-day deliveries".
    Record,
}

/// A quantity as the text names it.
#[derive(Clone, Debug, PartialEq)]
pub struct Quantity {
    /// The words: comparator, sign, number and unit.
    pub span: Span,
    /// The same in tokens.
    pub tokens: TokenRange,
    /// The token that stands for the quantity in the tree: what hangs on the rest of the sentence.
    pub head: u32,
    /// The noun that is counted, measured or shared.
    pub noun: Option<u32>,
    /// The value; shares and percentages as fractions of 1. `None` where no number can be given.
    pub value: Option<f64>,
    /// The upper end of a range.
    pub value_to: Option<f64>,
    /// An ISO 4217 code, `share`, `points`, `persons`, a unit of measure, or the noun counted.
    pub unit: Option<String>,
    /// The unit it is spread over: "per share", "a day".
    pub per: Option<String>,
    /// What sort.
    pub kind: Kind,
    /// How the number stands to the value.
    pub comparator: Comparator,
}
