//! [`Calendar`]: a stretch of the calendar at its own grain, written as TIMEX3 writes it.
//!
//! `2022`, `2022-Q3`, `2022-12`, `2022-W51`, `2022-W51-WE`, `2023-SP`, `2022-H1`, `2022-12-30`, `199` (the 1990s),
//! `20` (the twenty-first century). Writing and reading are inverse, and every stretch knows its first and last day.

use jiff::civil::{Date, ISOWeekDate, Weekday, date};
use std::fmt;
use std::str::FromStr;

/// A season of the year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Season {
    /// March to May.
    Spring,
    /// June to August.
    Summer,
    /// September to November.
    Fall,
    /// December to February of the next year.
    Winter,
}

impl Season {
    const ALL: [(Self, &'static str); 4] =
        [(Self::Spring, "SP"), (Self::Summer, "SU"), (Self::Fall, "FA"), (Self::Winter, "WI")];

    /// The first month.
    pub const fn first_month(self) -> i8 {
        match self {
            Self::Spring => 3,
            Self::Summer => 6,
            Self::Fall => 9,
            Self::Winter => 12,
        }
    }

    /// The code of TIMEX3.
    pub fn code(self) -> &'static str {
        Self::ALL.iter().find(|s| s.0 == self).map_or("", |s| s.1)
    }

    /// The season with that code.
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.iter().find(|s| s.1 == code).map(|s| s.0)
    }
}

/// A stretch of the calendar. Build with the functions below, which refuse what is not on the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Calendar {
    /// A hundred years, counted from 0: `20` is 2000 to 2099.
    Century(i16),
    /// Ten years, counted from 0: `199` is 1990 to 1999.
    Decade(i16),
    /// A year.
    Year(i16),
    /// A half year, 1 or 2.
    Half(i16, i8),
    /// A quarter, 1 to 4.
    Quarter(i16, i8),
    /// A season.
    Season(i16, Season),
    /// A month.
    Month(i16, i8),
    /// An ISO week.
    Week(i16, i8),
    /// Saturday and Sunday of an ISO week.
    Weekend(i16, i8),
    /// A day.
    Day(Date),
}

/// The years that can be written with four digits and for which all arithmetic here is safe.
pub const YEARS: std::ops::RangeInclusive<i16> = 1..=9998;

impl Calendar {
    /// The year, if it is one of [`YEARS`].
    pub fn year(year: i16) -> Option<Self> {
        YEARS.contains(&year).then_some(Self::Year(year))
    }

    /// The month, if it exists.
    pub fn month(year: i16, month: i8) -> Option<Self> {
        (YEARS.contains(&year) && (1..=12).contains(&month)).then_some(Self::Month(year, month))
    }

    /// The day, if it exists.
    pub fn day(year: i16, month: i8, day: i8) -> Option<Self> {
        Date::new(year, month, day).ok().and_then(Self::from_date)
    }

    /// The day, if its year is one of [`YEARS`].
    pub fn from_date(day: Date) -> Option<Self> {
        YEARS.contains(&day.year()).then_some(Self::Day(day))
    }

    /// The quarter, if it exists.
    pub fn quarter(year: i16, quarter: i8) -> Option<Self> {
        (YEARS.contains(&year) && (1..=4).contains(&quarter))
            .then_some(Self::Quarter(year, quarter))
    }

    /// The half year, if it exists.
    pub fn half(year: i16, half: i8) -> Option<Self> {
        (YEARS.contains(&year) && (1..=2).contains(&half)).then_some(Self::Half(year, half))
    }

    /// The season that begins in `year`.
    pub fn season(year: i16, season: Season) -> Option<Self> {
        YEARS.contains(&year).then_some(Self::Season(year, season))
    }

    /// The ISO week, if it exists.
    pub fn week(year: i16, week: i8) -> Option<Self> {
        (YEARS.contains(&year) && ISOWeekDate::new(year, week, Weekday::Monday).is_ok())
            .then_some(Self::Week(year, week))
    }

    /// The decade that holds `year`.
    pub fn decade(year: i16) -> Option<Self> {
        (10..=9979).contains(&year).then_some(Self::Decade(year / 10))
    }

    /// The century that begins with the year `100 * century`.
    pub fn century(century: i16) -> Option<Self> {
        (1..=97).contains(&century).then_some(Self::Century(century))
    }

    /// The weekend of the ISO week that holds a day.
    pub fn weekend_of(day: Date) -> Option<Self> {
        let week = day.iso_week_date();
        Self::week(week.year(), week.week())?;
        Some(Self::Weekend(week.year(), week.week()))
    }

    /// The ISO week that holds a day.
    pub fn week_of(day: Date) -> Option<Self> {
        let week = day.iso_week_date();
        Self::week(week.year(), week.week())
    }

    /// First and last day.
    pub fn interval(self) -> (Date, Date) {
        let months = |year: i16, first: i8, count: i8| {
            let start = first_of_month(year, first);
            let last = i32::from(first) - 1 + i32::from(count) - 1;
            let end = first_of_month(year + (last / 12) as i16, (last % 12) as i8 + 1);
            (start, end.last_of_month())
        };
        match self {
            Self::Century(c) => {
                (first_of_month(c * 100, 1), first_of_month(c * 100 + 99, 1).last_of_year())
            }
            Self::Decade(d) => {
                (first_of_month(d * 10, 1), first_of_month(d * 10 + 9, 1).last_of_year())
            }
            Self::Year(y) => months(y, 1, 12),
            Self::Half(y, h) => months(y, h * 6 - 5, 6),
            Self::Quarter(y, q) => months(y, q * 3 - 2, 3),
            Self::Season(y, s) => months(y, s.first_month(), 3),
            Self::Month(y, m) => months(y, m, 1),
            Self::Week(y, w) => (in_week(y, w, Weekday::Monday), in_week(y, w, Weekday::Sunday)),
            Self::Weekend(y, w) => {
                (in_week(y, w, Weekday::Saturday), in_week(y, w, Weekday::Sunday))
            }
            Self::Day(day) => (day, day),
        }
    }

    /// First day.
    pub fn first(self) -> Date {
        self.interval().0
    }

    /// Last day.
    pub fn last(self) -> Date {
        self.interval().1
    }

    /// How fine the stretch is: the grain of `self`, to be taken by another day with [`Grain::around`].
    pub fn grain(self) -> Grain {
        match self {
            Self::Century(_) => Grain::Century,
            Self::Decade(_) => Grain::Decade,
            Self::Year(_) => Grain::Year,
            Self::Half(..) | Self::Quarter(..) | Self::Season(..) => Grain::Quarter,
            Self::Month(..) => Grain::Month,
            Self::Week(..) | Self::Weekend(..) => Grain::Week,
            Self::Day(_) => Grain::Day,
        }
    }

    /// The same stretch `years` later: the same quarter, month or day of that year. 29 February becomes the 28th.
    #[must_use]
    pub fn plus_years(self, years: i32) -> Option<Self> {
        let shift = |year: i16| i16::try_from(i32::from(year).checked_add(years)?).ok();
        match self {
            Self::Century(_) | Self::Decade(_) => None,
            Self::Year(y) => Self::year(shift(y)?),
            Self::Half(y, h) => Self::half(shift(y)?, h),
            Self::Quarter(y, q) => Self::quarter(shift(y)?, q),
            Self::Season(y, s) => Self::season(shift(y)?, s),
            Self::Month(y, m) => Self::month(shift(y)?, m),
            Self::Week(y, w) => Self::week(shift(y)?, w),
            Self::Weekend(y, w) => Self::week(shift(y)?, w).map(|_| Self::Weekend(y, w)),
            Self::Day(_) => self.plus(years, Grain::Year),
        }
    }

    /// The stretch `count` grains after this one, at the grain of `unit`; a day moves by months and years on its date.
    #[must_use]
    pub fn plus(self, count: i32, unit: Grain) -> Option<Self> {
        let first = self.first();
        let moved = match unit {
            Grain::Day => shift_days(first, count)?,
            Grain::Week => shift_days(first, count.checked_mul(7)?)?,
            Grain::Month => shift_months(first, count)?,
            Grain::Quarter => shift_months(first, count.checked_mul(3)?)?,
            Grain::Year => shift_months(first, count.checked_mul(12)?)?,
            Grain::Decade => shift_months(first, count.checked_mul(120)?)?,
            Grain::Century => shift_months(first, count.checked_mul(1200)?)?,
        };
        if let Self::Day(_) = self { Self::from_date(moved) } else { self.grain().around(moved) }
    }
}

/// Sizes of stretches of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Grain {
    /// A day.
    Day,
    /// An ISO week.
    Week,
    /// A month.
    Month,
    /// A quarter.
    Quarter,
    /// A year.
    Year,
    /// Ten years.
    Decade,
    /// A hundred years.
    Century,
}

impl Grain {
    /// The stretch of this size that holds `day`.
    pub fn around(self, day: Date) -> Option<Calendar> {
        match self {
            Self::Day => Calendar::from_date(day),
            Self::Week => Calendar::week_of(day),
            Self::Month => Calendar::month(day.year(), day.month()),
            Self::Quarter => Calendar::quarter(day.year(), (day.month() + 2) / 3),
            Self::Year => Calendar::year(day.year()),
            Self::Decade => Calendar::decade(day.year()),
            Self::Century => Calendar::century(day.year() / 100),
        }
    }
}

/// `day` moved by a number of days, if that stays on the calendar.
pub fn shift_days(day: Date, days: i32) -> Option<Date> {
    let moved = day.checked_add(jiff::Span::new().try_days(days).ok()?).ok()?;
    YEARS.contains(&moved.year()).then_some(moved)
}

/// `day` moved by a number of months; a day that the month lacks becomes its last.
pub fn shift_months(day: Date, months: i32) -> Option<Date> {
    let moved = day.checked_add(jiff::Span::new().try_months(months).ok()?).ok()?;
    YEARS.contains(&moved.year()).then_some(moved)
}

/// The first of a month that is known to exist.
fn first_of_month(year: i16, month: i8) -> Date {
    Date::new(year, month, 1).unwrap_or(date(1, 1, 1))
}

fn in_week(year: i16, week: i8, weekday: Weekday) -> Date {
    ISOWeekDate::new(year, week, weekday).map_or(date(1, 1, 1), ISOWeekDate::date)
}

impl fmt::Display for Calendar {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::Century(c) => write!(f, "{c:02}"),
            Self::Decade(d) => write!(f, "{d:03}"),
            Self::Year(y) => write!(f, "{y:04}"),
            Self::Half(y, h) => write!(f, "{y:04}-H{h}"),
            Self::Quarter(y, q) => write!(f, "{y:04}-Q{q}"),
            Self::Season(y, s) => write!(f, "{y:04}-{}", s.code()),
            Self::Month(y, m) => write!(f, "{y:04}-{m:02}"),
            Self::Week(y, w) => write!(f, "{y:04}-W{w:02}"),
            Self::Weekend(y, w) => write!(f, "{y:04}-W{w:02}-WE"),
            Self::Day(day) => write!(f, "{day}"),
        }
    }
}

/// The text is not a stretch of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotOnCalendar;

impl FromStr for Calendar {
    type Err = NotOnCalendar;

    fn from_str(text: &str) -> Result<Self, NotOnCalendar> {
        parse(text).ok_or(NotOnCalendar)
    }
}

fn parse(text: &str) -> Option<Calendar> {
    let (head, rest) = text.split_once('-').map_or((text, None), |(h, r)| (h, Some(r)));
    if !head.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let number: i16 = head.parse().ok()?;
    let Some(rest) = rest else {
        return match head.len() {
            2 => Calendar::century(number),
            3 => Calendar::decade(number * 10),
            4 => Calendar::year(number),
            _ => None,
        };
    };
    if head.len() != 4 {
        return None;
    }
    if let Some(season) = Season::parse(rest) {
        return Calendar::season(number, season);
    }
    let digits = |text: &str, len: usize| -> Option<i8> {
        (text.len() == len && text.bytes().all(|b| b.is_ascii_digit()))
            .then(|| text.parse().ok())?
    };
    if let Some(week) = rest.strip_prefix('W') {
        return match week.strip_suffix("-WE") {
            Some(week) => {
                let week = digits(week, 2)?;
                Calendar::week(number, week).map(|_| Calendar::Weekend(number, week))
            }
            None => Calendar::week(number, digits(week, 2)?),
        };
    }
    if let Some(quarter) = rest.strip_prefix('Q') {
        return Calendar::quarter(number, digits(quarter, 1)?);
    }
    if let Some(half) = rest.strip_prefix('H') {
        return Calendar::half(number, digits(half, 1)?);
    }
    match rest.split_once('-') {
        Some((month, day)) => Calendar::day(number, digits(month, 2)?, digits(day, 2)?),
        None => Calendar::month(number, digits(rest, 2)?),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn any_calendar() -> impl Strategy<Value = Calendar> {
        let year = 1i16..=9998;
        prop_oneof![
            (1i16..=97).prop_map(|c| Calendar::century(c).unwrap()),
            (10i16..=9979).prop_map(|y| Calendar::decade(y).unwrap()),
            year.clone().prop_map(|y| Calendar::year(y).unwrap()),
            (year.clone(), 1i8..=2).prop_map(|(y, h)| Calendar::half(y, h).unwrap()),
            (year.clone(), 1i8..=4).prop_map(|(y, q)| Calendar::quarter(y, q).unwrap()),
            (year.clone(), 0usize..4)
                .prop_map(|(y, s)| Calendar::season(y, Season::ALL[s].0).unwrap()),
            (year.clone(), 1i8..=12).prop_map(|(y, m)| Calendar::month(y, m).unwrap()),
            (year.clone(), 1i8..=52).prop_map(|(y, w)| Calendar::week(y, w).unwrap()),
            (year.clone(), 1i8..=52).prop_map(|(y, w)| Calendar::Weekend(y, w)),
            (year, 1i16..=365).prop_map(|(y, d)| {
                Calendar::from_date(shift_days(date(y, 1, 1), i32::from(d) - 1).unwrap()).unwrap()
            }),
        ]
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(calendar in any_calendar()) {
            prop_assert_eq!(calendar.to_string().parse(), Ok(calendar));
        }

        #[test]
        fn intervals_are_ordered_and_hold_their_own_days(calendar in any_calendar()) {
            let (from, to) = calendar.interval();
            prop_assert!(from <= to);
            if !matches!(calendar, Calendar::Half(..) | Calendar::Season(..) | Calendar::Weekend(..)) {
                prop_assert_eq!(calendar.grain().around(from), Some(calendar));
                prop_assert_eq!(calendar.grain().around(to), Some(calendar));
            }
        }

        #[test]
        fn moving_there_and_back(calendar in any_calendar(), count in -500i32..500) {
            for unit in [Grain::Day, Grain::Week] {
                if let Calendar::Day(_) = calendar && let Some(there) = calendar.plus(count, unit) {
                    prop_assert_eq!(there.plus(-count, unit), Some(calendar));
                }
            }
        }

        #[test]
        fn no_text_panics(text in "\\PC{0,12}") {
            let _ = text.parse::<Calendar>();
        }
    }

    #[test]
    fn leap_years_and_year_ends() {
        assert_eq!(
            "2024-02-29".parse::<Calendar>().map(|c| c.plus(1, Grain::Year)),
            Ok(Calendar::day(2025, 2, 28))
        );
        assert_eq!("2023-02-29".parse::<Calendar>(), Err(NotOnCalendar));
        assert_eq!("2024-02".parse::<Calendar>().map(Calendar::last), Ok(date(2024, 2, 29)));
        assert_eq!(Calendar::week_of(date(2021, 1, 3)), Calendar::week(2020, 53));
        assert_eq!(Calendar::week_of(date(2018, 12, 31)), Calendar::week(2019, 1));
        assert_eq!(
            "2022-WI".parse::<Calendar>().map(Calendar::interval),
            Ok((date(2022, 12, 1), date(2023, 2, 28)))
        );
        assert_eq!(
            "2022-12-30".parse::<Calendar>().map(|c| c.plus(2, Grain::Day)),
            Ok(Calendar::day(2023, 1, 1))
        );
    }
}
