//! [`DateValue`]: a date with its interval and the basis on which it is known.

use crate::Span;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// How a record's date is known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DateBasis {
    /// A time expression governs the record.
    Timex,
    /// Inherited from the clause, sentence or statement around it.
    Inherited,
    /// The date of the event it belongs to.
    Event,
    /// The publication date, by a stated rule (never silently).
    Publication,
    /// Not known.
    #[default]
    Unknown,
}

impl DateBasis {
    /// The name used in every output.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Timex => "timex",
            Self::Inherited => "inherited",
            Self::Event => "event",
            Self::Publication => "publication",
            Self::Unknown => "unknown",
        }
    }
}

/// A date, season, quarter, interval … after TIMEX3, or nothing, with its basis.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DateValue {
    /// The TIMEX3 value: `2022-12-30`, `2022-12`, `2022-W51`, `2023-SP`, `2022-01/2022-09`.
    pub value: Option<String>,
    /// First day that the value stands for.
    pub from: Option<Date>,
    /// Last day that the value stands for (inclusive).
    pub to: Option<Date>,
    /// How the date is known.
    pub basis: DateBasis,
    /// The time expression it was read from.
    pub timex_span: Option<Span>,
}

impl DateValue {
    /// A date that is not known.
    pub fn unknown() -> Self {
        Self::default()
    }

    /// Whether nothing is known.
    pub fn is_unknown(&self) -> bool {
        self.basis == DateBasis::Unknown
    }

    /// The single day `date`.
    pub fn day(date: Date, basis: DateBasis) -> Self {
        Self {
            value: Some(date.to_string()),
            from: Some(date),
            to: Some(date),
            basis,
            timex_span: None,
        }
    }
}
