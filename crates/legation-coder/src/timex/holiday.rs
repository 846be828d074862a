//! Holidays by name: fixed dates, the n-th weekday of a month, and days counted from Easter.

use super::calendar::{YEARS, shift_days};
use jiff::civil::{Date, Weekday};
use serde::Deserialize;

/// When a holiday falls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holiday {
    /// The same date every year.
    Fixed {
        /// The month.
        month: i8,
        /// The day.
        day: i8,
    },
    /// The first such weekday on or after a date.
    OnOrAfter {
        /// The month.
        month: i8,
        /// The day.
        day: i8,
        /// The weekday.
        weekday: Weekday,
    },
    /// So many days after Western Easter.
    Easter(i32),
    /// So many days after Orthodox Easter.
    OrthodoxEaster(i32),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct HolidayTable {
    pub(super) holiday: Vec<HolidayRow>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct HolidayRow {
    pub(super) names: Vec<String>,
    month: Option<i8>,
    day: Option<i8>,
    weekday: Option<i8>,
    easter: Option<i32>,
    orthodox_easter: Option<i32>,
}

impl HolidayRow {
    pub(super) fn day(&self) -> Result<Holiday, String> {
        match (self.month, self.day, self.weekday, self.easter, self.orthodox_easter) {
            (Some(month), Some(day), None, None, None) if Date::new(2000, month, day).is_ok() => {
                Ok(Holiday::Fixed { month, day })
            }
            (Some(month), Some(day), Some(weekday), None, None)
                if Date::new(2001, month, day).is_ok() =>
            {
                let weekday =
                    Weekday::from_monday_one_offset(weekday).map_err(|e| e.to_string())?;
                Ok(Holiday::OnOrAfter { month, day, weekday })
            }
            (None, None, None, Some(days), None) => Ok(Holiday::Easter(days)),
            (None, None, None, None, Some(days)) => Ok(Holiday::OrthodoxEaster(days)),
            _ => Err(format!(
                "{:?} needs month and day (and perhaps weekday), or easter, or orthodox_easter",
                self.names
            )),
        }
    }
}

impl Holiday {
    /// The day on which it falls in a year.
    pub fn in_year(self, year: i16) -> Option<Date> {
        if !YEARS.contains(&year) {
            return None;
        }
        match self {
            Self::Fixed { month, day } => Date::new(year, month, day).ok(),
            Self::OnOrAfter { month, day, weekday } => {
                let first = Date::new(year, month, day).ok()?;
                shift_days(first, i32::from(first.weekday().until(weekday)))
            }
            Self::Easter(days) => shift_days(easter(year)?, days),
            Self::OrthodoxEaster(days) => shift_days(orthodox_easter(year)?, days),
        }
    }
}

/// Western Easter by the Gregorian computus (Meeus, Jones, Butcher).
fn easter(year: i16) -> Option<Date> {
    let year_number = i32::from(year);
    let (golden, century, rest) = (year_number % 19, year_number / 100, year_number % 100);
    let leap = century / 4;
    let moon = (century - (century + 8) / 25 + 1) / 3;
    let epact = (19 * golden + century - leap - moon + 15) % 30;
    let sunday = (32 + 2 * (century % 4) + 2 * (rest / 4) - epact - rest % 4) % 7;
    let late = (golden + 11 * epact + 22 * sunday) / 451;
    let days = epact + sunday - 7 * late + 114;
    Date::new(year, (days / 31) as i8, (days % 31 + 1) as i8).ok()
}

/// Orthodox Easter: the Julian computus, moved to the Gregorian calendar.
fn orthodox_easter(year: i16) -> Option<Date> {
    let y = i32::from(year);
    let d = (19 * (y % 19) + 15) % 30;
    let e = (2 * (y % 4) + 4 * (y % 7) - d + 34) % 7;
    let days = d + e + 114;
    let julian = Date::new(year, (days / 31) as i8, (days % 31 + 1) as i8).ok()?;
    shift_days(julian, y / 100 - y / 400 - 2)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn moving_feasts() {
        assert_eq!(Holiday::Easter(0).in_year(2024), Some(date(2024, 3, 31)));
        assert_eq!(Holiday::Easter(-2).in_year(2011), Some(date(2011, 4, 22)));
        assert_eq!(Holiday::OrthodoxEaster(0).in_year(2023), Some(date(2023, 4, 16)));
        assert_eq!(Holiday::OrthodoxEaster(0).in_year(2024), Some(date(2024, 5, 5)));
        let thanksgiving = Holiday::OnOrAfter { month: 11, day: 22, weekday: Weekday::Thursday };
        assert_eq!(thanksgiving.in_year(2024), Some(date(2024, 11, 28)));
        let election = Holiday::OnOrAfter { month: 11, day: 2, weekday: Weekday::Tuesday };
        assert_eq!(election.in_year(2016), Some(date(2016, 11, 8)));
        assert_eq!(Holiday::Fixed { month: 2, day: 29 }.in_year(2023), None);
    }
}
