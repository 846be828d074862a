//! Two names with words between them that make a stretch of time ("from late April to mid-June"): the first month or day is
//! read together with the last, so that it begins before it ends and lasts less than a year.

use super::calendar::Calendar;
use super::expr::{Core, Expr, YearRef};
use super::tense::Leaning;
use crate::Syntax;
use jiff::civil::Date;

/// A stretch named by months or days of no year lasts at most so many days; what would last longer is no stretch.
const LONGEST: i32 = 300;

/// Both ends of a stretch, put in order: `None` where they stand as they should, or make no stretch.
pub(super) fn in_order(
    syntax: &Syntax<'_>,
    first: (&Expr, Calendar),
    last: (&Expr, Calendar),
    lean: Leaning,
) -> Option<(Calendar, Calendar)> {
    let (begin, end) = (first.1, last.1);
    let open =
        |e: &Expr| matches!(e.core, Core::Named { year: YearRef::Open, direction: None, .. });
    if !joined(syntax, first.0.tokens.end, last.0.tokens.start, first.0.tokens.start)
        || !(open(first.0) || open(last.0))
    {
        return None;
    }
    let fits = |b: Calendar, e: Calendar| {
        days(b.first(), e.last()).is_some_and(|length| (0..=LONGEST).contains(&length))
    };
    if fits(begin, end) {
        return None;
    }
    // The end of the two that moves comes into the year of the other or the one beside it.
    let apart = i32::from(end.first().year()) - i32::from(begin.first().year());
    let begins = || {
        let moved = [apart, apart - 1].into_iter().filter_map(|by| begin.plus_years(by));
        moved.map(|b| (b, end)).find(|(b, e)| fits(*b, *e))
    };
    let ends = || {
        let moved = [-apart, 1 - apart].into_iter().filter_map(|by| end.plus_years(by));
        moved.map(|e| (begin, e)).find(|(b, e)| fits(*b, *e))
    };
    match (open(first.0), open(last.0)) {
        (true, false) => begins(),
        (false, true) => ends(),
        _ if lean == Leaning::Future => ends(),
        _ => begins(),
    }
}

/// Whether the words between and before two expressions make one stretch of them: "from … to …", "between … and …",
/// "… through …", "…-…".
fn joined(syntax: &Syntax<'_>, from: u32, to: u32, first: u32) -> bool {
    if to != from + 1 {
        return false;
    }
    let opens = |word: &str| (first.saturating_sub(2)..first).any(|i| syntax.lower(i) == word);
    match syntax.lower(from) {
        "to" | "until" | "till" | "through" | "-" | "–" => true,
        "and" => opens("between"),
        _ => false,
    }
}

fn days(from: Date, to: Date) -> Option<i32> {
    from.until(to).ok().map(|s| s.get_days())
}
