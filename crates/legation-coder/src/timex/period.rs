//! Lengths of time: TIMEX3 periods, and how far they reach on the calendar.

use super::calendar::{Grain, shift_days, shift_months};
use super::expr::Amount;
use super::lexicon::Unit;
use jiff::civil::Date;

/// The size of a unit on the calendar; times of day have none.
pub(super) fn grain_of(unit: Unit) -> Option<Grain> {
    Some(match unit {
        Unit::Day => Grain::Day,
        Unit::Week | Unit::Weekend => Grain::Week,
        Unit::Month => Grain::Month,
        Unit::Quarter => Grain::Quarter,
        Unit::Year | Unit::FiscalYear => Grain::Year,
        Unit::Decade => Grain::Decade,
        Unit::Century => Grain::Century,
        Unit::Second | Unit::Minute | Unit::Hour | Unit::Night | Unit::Millennium => return None,
    })
}

/// A count of units as whole steps of the calendar: "two and a half years" are 30 months.
pub(super) fn whole_steps(unit: Unit, count: f64) -> Option<(Grain, i32)> {
    let whole =
        |count: f64| (count.fract() == 0.0 && count.abs() < 100_000.0).then_some(count as i32);
    let (grain, finer) = match unit {
        Unit::Day | Unit::Night => (Grain::Day, None),
        Unit::Week | Unit::Weekend => (Grain::Week, Some((Grain::Day, 7.0))),
        Unit::Month => (Grain::Month, Some((Grain::Day, 30.0))),
        Unit::Quarter => (Grain::Quarter, Some((Grain::Month, 3.0))),
        Unit::Year | Unit::FiscalYear => (Grain::Year, Some((Grain::Month, 12.0))),
        Unit::Decade => (Grain::Decade, Some((Grain::Year, 10.0))),
        Unit::Century => (Grain::Century, Some((Grain::Year, 100.0))),
        Unit::Millennium => (Grain::Century, None),
        Unit::Second | Unit::Minute | Unit::Hour => return None,
    };
    let count = if unit == Unit::Millennium { count * 10.0 } else { count };
    whole(count).map(|n| (grain, n)).or_else(|| {
        let (finer, times) = finer?;
        whole(count * times).map(|n| (finer, n))
    })
}

/// A day moved by steps of the calendar.
pub(super) fn move_by(day: Date, step: Grain, steps: i32) -> Option<Date> {
    let months = |per: i32| steps.checked_mul(per).and_then(|m| shift_months(day, m));
    match step {
        Grain::Day => shift_days(day, steps),
        Grain::Week => shift_days(day, steps.checked_mul(7)?),
        Grain::Month => months(1),
        Grain::Quarter => months(3),
        Grain::Year => months(12),
        Grain::Decade => months(120),
        Grain::Century => months(1200),
    }
}

/// The TIMEX3 period of an amount of a unit: `P9M`, `PT1M30S`, `PXY`.
pub(super) fn period(amount: Amount, unit: Unit) -> Option<String> {
    let (prefix, letter, times) = match unit {
        Unit::Second => ("PT", "S", 1.0),
        Unit::Minute => ("PT", "M", 1.0),
        Unit::Hour => ("PT", "H", 1.0),
        Unit::Day | Unit::Night => ("P", "D", 1.0),
        Unit::Week => ("P", "W", 1.0),
        Unit::Weekend => ("P", "WE", 1.0),
        Unit::Month => ("P", "M", 1.0),
        Unit::Quarter => ("P", "Q", 1.0),
        Unit::Year | Unit::FiscalYear => ("P", "Y", 1.0),
        Unit::Decade => ("P", "Y", 10.0),
        Unit::Century => ("P", "Y", 100.0),
        Unit::Millennium => ("P", "Y", 1000.0),
    };
    let Amount::Count(count) = amount else {
        let letter = match unit {
            Unit::Decade => "DE",
            Unit::Century => "CE",
            Unit::Millennium => "ML",
            _ => letter,
        };
        return Some(format!("{prefix}X{letter}"));
    };
    let count = count * times;
    if !count.is_finite() || !(0.0..1e9).contains(&count) {
        return None;
    }
    let (whole, rest) = (count.trunc(), count.fract());
    let finer = match unit {
        _ if rest == 0.0 => None,
        Unit::Year | Unit::FiscalYear | Unit::Decade | Unit::Century => Some((rest * 12.0, "M")),
        Unit::Minute => Some((rest * 60.0, "S")),
        Unit::Hour => Some((rest * 60.0, "M")),
        _ => None,
    };
    Some(match finer {
        None => format!("{prefix}{count}{letter}"),
        Some((more, code)) if whole == 0.0 => format!("{prefix}{}{code}", more.round()),
        Some((more, code)) => format!("{prefix}{whole}{letter}{}{code}", more.round()),
    })
}
