//! Days, weekends and weeks counted inside a month: "the first Monday of June", "the last weekend in May 2024".

use super::calendar::{Calendar, shift_days};
use super::expr::{Core, Expr, Name};
use super::lexicon::Unit;
use super::scan::Scan;
use jiff::civil::{Date, Weekday};

/// What is counted inside a month.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Counted {
    /// A weekday, Monday = 1.
    Weekday(i8),
    Weekend,
    Week,
    Day,
}

impl Scan<'_, '_> {
    /// "the second week of March", "the final day of February", "first Tuesday in November".
    pub(super) fn nth_of_month(&self, i: u32) -> Option<Expr> {
        let at = self.skip(i, "the");
        let last = self.any(at, &["last", "final", "closing"]);
        let opening = self.is(at, "opening");
        let rank = match (last, opening) {
            (true, _) => -1,
            (_, true) => 1,
            _ => self.numbers.ordinal(self.syntax.lower(at)).filter(|n| *n <= 31.0)? as i8,
        };
        let (end, counted) = self.counted(at + 1)?;
        let most = if counted == Counted::Day { 31 } else { 5 };
        if !(self.any(end, &["of", "in"]) && rank <= most) {
            return None;
        }
        let (after, month) = self.month(end + 1)?;
        let (end, year) = self.year_after(after);
        let name = Name::Nth(rank, counted, month);
        Some(Expr::new(i, end, Core::Named { name, year, direction: None }, "nth-of-month"))
    }

    fn counted(&self, i: u32) -> Option<(u32, Counted)> {
        if let Some((end, day)) = self.weekday(i) {
            return Some((end, Counted::Weekday(day)));
        }
        match self.unit(i)? {
            (end, Unit::Weekend, _, false) => Some((end, Counted::Weekend)),
            (end, Unit::Week, _, false) => Some((end, Counted::Week)),
            (end, Unit::Day, _, false) => Some((end, Counted::Day)),
            _ => None,
        }
    }
}

/// The `rank`-th stretch of a month, counted from its end where `rank` is negative. Weeks begin on Monday, and the first is that
/// of the month's first day.
pub(super) fn nth(year: i16, month: i8, rank: i8, counted: Counted) -> Option<Calendar> {
    let whole = Calendar::month(year, month)?;
    let (first, last) = (whole.first(), whole.last());
    let inside = |day: Date| (first <= day && day <= last).then_some(day);
    let weekday = |day: Weekday| {
        if rank < 0 {
            shift_days(last, -i32::from(last.weekday().since(day)))
        } else {
            let ahead = i32::from(first.weekday().until(day));
            shift_days(first, ahead + 7 * (i32::from(rank) - 1)).and_then(inside)
        }
    };
    match counted {
        Counted::Weekday(day) => {
            weekday(Weekday::from_monday_one_offset(day).ok()?).and_then(Calendar::from_date)
        }
        Counted::Weekend => Calendar::weekend_of(weekday(Weekday::Saturday)?),
        Counted::Week if rank < 0 => Calendar::week_of(last),
        Counted::Week => Calendar::week_of(shift_days(first, 7 * (i32::from(rank) - 1))?),
        Counted::Day if rank < 0 => Calendar::from_date(last),
        Counted::Day => Calendar::day(year, month, rank),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(year: i16, month: i8, rank: i8, counted: Counted) -> Option<String> {
        nth(year, month, rank, counted).map(|c| c.to_string())
    }

    #[test]
    fn counted_days_and_weekends() {
        assert_eq!(written(2025, 6, 1, Counted::Weekday(1)).as_deref(), Some("2025-06-02"));
        assert_eq!(written(2024, 11, 1, Counted::Weekday(2)).as_deref(), Some("2024-11-05"));
        assert_eq!(written(2025, 5, -1, Counted::Weekday(1)).as_deref(), Some("2025-05-26"));
        assert_eq!(written(2025, 2, 5, Counted::Weekday(1)), None);
        assert_eq!(written(2025, 5, -1, Counted::Weekend).as_deref(), Some("2025-W22-WE"));
        assert_eq!(written(2025, 3, 2, Counted::Week).as_deref(), Some("2025-W10"));
        assert_eq!(written(2024, 2, -1, Counted::Day).as_deref(), Some("2024-02-29"));
    }
}
