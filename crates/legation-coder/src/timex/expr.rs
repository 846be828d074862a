//! What a time expression says before it is anchored.

use super::calendar::{Calendar, Season};
use super::lexicon::{Direction, Edge, Part, Reference, Unit};
use super::nth::Counted;
use legation_core::TokenRange;

/// A name on the calendar that comes back every year.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Name {
    Month(i8),
    MonthDay(i8, i8),
    Season(Season),
    Quarter(i8),
    Half(i8),
    Holiday(usize),
    /// "the last weekend of May": rank (negative from the end), what is counted, month.
    Nth(i8, Counted, i8),
}

/// The year that goes with a name.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) enum YearRef {
    /// Not said.
    #[default]
    Open,
    /// "1998".
    Is(i16),
    /// "last year": years from the anchor's.
    Relative(i32),
    /// "a year earlier": years from the one told before.
    Narrated(i32),
}

/// How many.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Amount {
    Count(f64),
    Vague,
}

/// From where a shift counts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Shift {
    Ago,
    Ahead,
    Earlier,
    Later,
}

/// Where a length of time lies.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Window {
    /// Not said.
    Open,
    /// "the past three months".
    Past,
    /// "the next three months".
    Next,
    /// "the first nine months of this year"; of nothing: the first of what was told before.
    First(Option<Box<Core>>),
    /// "the last two months of 2021".
    Last(Option<Box<Core>>),
}

/// The heart of a time expression.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Core {
    Fixed(Calendar),
    /// "1995-98", "from May to July" are two; "2010-2012" in one word is a range.
    Range(Calendar, Calendar),
    Named {
        name: Name,
        year: YearRef,
        direction: Option<Direction>,
    },
    Weekday {
        day: i8,
        direction: Option<Direction>,
    },
    Days(i32),
    /// A day of the date told before: "that day", and a bare time of day.
    NarratedDay,
    Unit {
        unit: Unit,
        direction: Option<Direction>,
        definite: bool,
    },
    Shift {
        amount: Amount,
        unit: Unit,
        shift: Shift,
    },
    Length {
        amount: Amount,
        unit: Unit,
        window: Window,
    },
    /// A length in one word: "weeklong".
    Long(String),
    Set(String),
    Reference(Reference),
}

/// A time of day.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum TimeOfDay {
    At { hour: u8, minute: Option<u8>, universal: bool },
    Part(Part),
}

/// A time expression as written.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Expr {
    pub(super) tokens: TokenRange,
    pub(super) core: Core,
    pub(super) time: Option<TimeOfDay>,
    pub(super) edge: Option<Edge>,
    pub(super) modifier: Option<&'static str>,
    pub(super) rule: &'static str,
}

impl Expr {
    pub(super) fn new(start: u32, end: u32, core: Core, rule: &'static str) -> Self {
        Self {
            tokens: TokenRange::new(start, end),
            core,
            time: None,
            edge: None,
            modifier: None,
            rule,
        }
    }
}
