//! Anchoring: what a time expression stands for, given when the article appeared and what it told before.

use super::calendar::{Calendar, Grain, Season, shift_days, shift_months};
use super::expr::{Amount, Core, Expr, Name, Shift, TimeOfDay, Window, YearRef};
use super::lexicon::{Direction, Edge, Lexicon, Reference, Unit};
use super::period::{grain_of, move_by, period, whole_steps};
use super::tense::Leaning;
use jiff::civil::{Date, Weekday};
use legation_core::TimexType;

/// What an expression stands for.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Resolved {
    pub(super) kind: TimexType,
    pub(super) value: Option<String>,
    pub(super) interval: Option<(Date, Date)>,
    /// The stretch of the calendar, to be told on from.
    pub(super) calendar: Option<Calendar>,
}

/// What was told before.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Narrated {
    /// The last date, at its grain.
    pub(super) date: Option<Calendar>,
    /// The last day, and its sentence.
    pub(super) day: Option<(Date, u32)>,
    /// The last quarter, and its sentence.
    pub(super) quarter: Option<(Calendar, u32)>,
    /// The last year named for a date of its own, and its sentence.
    pub(super) year: Option<(i16, u32)>,
}

/// Anchors expressions of one article.
pub(super) struct Resolver {
    pub(super) anchor: Option<Date>,
    pub(super) lexicon: &'static Lexicon,
    pub(super) told: Narrated,
    /// The sentence of the last date that was told.
    pub(super) told_at: u32,
    /// The sentence of the expression at hand.
    pub(super) sentence: u32,
}

/// For how many sentences a quarter that was told stays the topic.
const QUARTER_TOPIC: u32 = 12;
/// A bare date that would lie longer ago than this many days by the tense …
const LONG_AGO: i32 = 240;
/// … is read on the other side where it is so near.
const SOON: i32 = 75;
/// For how many sentences a year that was told goes with bare months.
const YEAR_TOPIC: u32 = 1;
/// For how many sentences a day that was told goes with bare times.
const DAY_TOPIC: u32 = 3;

impl Resolved {
    /// A weekday named together with an earlier one is the next such day: "next Tuesday and Wednesday".
    pub(super) fn go_on_from(&mut self, first: Date) {
        let Some((day, _)) = self.interval.filter(|(day, _)| *day < first) else { return };
        let weeks = (i32::from(first.since(day).map_or(0, |s| s.get_days() as i16)) + 6) / 7;
        let moved = shift_days(day, 7 * weeks).and_then(Calendar::from_date);
        let time = self.value.as_deref().and_then(|v| v.split_once('T')).map(|(_, t)| t.to_owned());
        *self = Self { kind: self.kind, ..dated(moved) };
        if let (Some(value), Some(time)) = (&mut self.value, time) {
            value.push('T');
            value.push_str(&time);
        }
    }
}

impl Resolver {
    pub(super) fn resolve(&mut self, expr: &Expr, lean: Leaning) -> Resolved {
        let lean = lean_of(expr, lean);
        let mut out = self.core(&expr.core, lean);
        if expr.rule == "week-of" {
            out = dated(out.calendar.and_then(|c| Calendar::week_of(c.first())));
        }
        if expr.rule == "fiscal-year" {
            out.interval = None;
        }
        if expr.rule == "next-part" {
            out = dated(out.calendar.and_then(|c| c.plus(1, Grain::Day)));
        }
        if expr.rule == "year-end" {
            out = dated(out.calendar.and_then(|c| Calendar::from_date(c.last())));
        }
        self.tell(&out, expr);
        if let Some(time) = expr.time {
            with_time(&mut out, time);
        }
        out
    }

    fn tell(&mut self, out: &Resolved, expr: &Expr) {
        let Some(calendar) = out.calendar else { return };
        // A comparison ("a year earlier") does not move the story's own time.
        if matches!(
            expr.core,
            Core::Shift { unit: Unit::Year, .. } | Core::Named { year: YearRef::Narrated(_), .. }
        ) {
            return;
        }
        self.told.date = Some(calendar);
        self.told_at = self.sentence;
        match calendar {
            Calendar::Day(day) => self.told.day = Some((day, self.sentence)),
            Calendar::Quarter(..) if self.is_current(calendar) => {
                self.told.quarter = Some((calendar, self.sentence));
            }
            _ => {}
        }
        let explicit = matches!(
            expr.core,
            Core::Fixed(Calendar::Year(_) | Calendar::Month(..) | Calendar::Day(_))
                | Core::Named { year: YearRef::Relative(_) | YearRef::Is(_), .. }
        );
        if explicit && expr.rule != "numeric" {
            self.told.year = Some((calendar.first().year(), self.sentence));
        }
    }

    /// Whether a quarter is one of those that a report of this day is about: the last two or the one in progress.
    fn is_current(&self, quarter: Calendar) -> bool {
        self.anchor.is_none_or(|anchor| {
            quarter.first() <= anchor
                && shift_months(quarter.last(), 6).is_some_and(|reach| reach >= anchor)
        })
    }

    fn core(&self, core: &Core, lean: Leaning) -> Resolved {
        match core {
            Core::Fixed(calendar) => dated(Some(*calendar)),
            Core::Range(from, to) => Resolved {
                kind: TimexType::Duration,
                value: Some(format!("{from}/{to}")),
                interval: Some((from.first(), to.last())),
                calendar: None,
            },
            Core::Named { name, year, direction } => self.named(*name, *year, *direction, lean),
            Core::Weekday { day, direction } => self.weekday(*day, *direction, lean),
            Core::Days(days) => {
                dated(self.anchor.and_then(|a| shift_days(a, *days)).and_then(Calendar::from_date))
            }
            Core::NarratedDay => dated(self.narrated_day().and_then(Calendar::from_date)),
            Core::Unit { unit, direction, definite: _ } => self.unit(*unit, *direction, lean),
            Core::Shift { amount, unit, .. } if unit.is_clock() => {
                self.length(*amount, *unit, &Window::Open, lean)
            }
            Core::Shift { amount, unit, shift } => self.shift(*amount, *unit, *shift),
            Core::Length { amount, unit, window } => self.length(*amount, *unit, window, lean),
            Core::Set(value) => Resolved {
                kind: TimexType::Set,
                value: Some(value.clone()),
                interval: None,
                calendar: None,
            },
            Core::Long(value) => Resolved {
                kind: TimexType::Duration,
                value: Some(value.clone()),
                interval: None,
                calendar: None,
            },
            Core::Reference(reference) => referenced(*reference),
        }
    }

    fn narrated_day(&self) -> Option<Date> {
        let told = self.told.day.filter(|(_, at)| self.sentence.saturating_sub(*at) <= DAY_TOPIC);
        told.map(|(day, _)| day).or(self.anchor)
    }

    fn narrated(&self) -> Option<Date> {
        self.told.date.map(Calendar::first).or(self.anchor)
    }

    // ---- names that come back every year ----

    fn named(
        &self,
        name: Name,
        year: YearRef,
        direction: Option<Direction>,
        lean: Leaning,
    ) -> Resolved {
        let anchor_year = self.anchor.map(|a| i32::from(a.year()));
        let year = match year {
            YearRef::Is(y) => Some(y),
            YearRef::Relative(by) => anchor_year.and_then(|y| i16::try_from(y + by).ok()),
            YearRef::Narrated(by) if matches!(name, Name::Quarter(_)) => {
                let base = self.topic_quarter().or_else(|| self.completed_quarter());
                base.and_then(|q| i16::try_from(i32::from(q.first().year()) + by).ok())
            }
            YearRef::Narrated(by) => {
                let told = self.told.date.map(|c| i32::from(c.first().year())).or(anchor_year);
                told.and_then(|y| i16::try_from(y + by).ok())
            }
            YearRef::Open => None,
        };
        if let Name::Quarter(0) = name {
            let quarter = self.topic_quarter().or_else(|| self.completed_quarter());
            let found = match (quarter, year) {
                (Some(Calendar::Quarter(_, q)), Some(y)) => Calendar::quarter(y, q),
                _ => None,
            };
            return dated(found.or_else(|| year.and_then(Calendar::year)));
        }
        if let Some(year) = year {
            return dated(self.in_year(name, year));
        }
        if let Name::Quarter(quarter) = name
            && let Some(near) = self.near_quarter(quarter, lean)
        {
            return dated(Some(near));
        }
        let Some(anchor) = self.anchor else { return unanchored(name) };
        // "In 1979 ... and in March": a year told just before goes with a bare name of the past.
        if direction.is_none()
            && let Some((told, at)) = self.told.year
            && told < anchor.year()
            && self.sentence.saturating_sub(at) <= YEAR_TOPIC
            && matches!(lean, Leaning::Past | Leaning::Loose)
            && matches!(name, Name::Month(_))
            && at == self.sentence
        {
            return dated(self.in_year(name, told));
        }
        let candidates = (-1..=1).filter_map(|by| self.in_year(name, anchor.year() + by));
        let started = |c: &Calendar| c.first() <= anchor;
        let ended = |c: &Calendar| c.last() < anchor;
        let days_to = |c: &Calendar| c.first().since(anchor).map_or(0, |s| s.get_days());
        let holds = |c: &Calendar| c.first() <= anchor && anchor <= c.last();
        let found = match (direction, lean) {
            (Some(Direction::Last | Direction::Previous), _) => candidates.rev().find(ended),
            (Some(Direction::Next | Direction::Following), _) => {
                candidates.into_iter().find(|c| !started(c))
            }
            (Some(_), _) => self.in_year(name, season_year(name, anchor)),
            (None, Leaning::Past) => candidates.rev().find(started),
            (None, Leaning::Loose) => {
                let near = candidates.clone().find(|c| !started(c)).filter(|c| days_to(c) <= SOON);
                let past = candidates.rev().find(started);
                // "declared a dividend payable Dec. 15": eleven months back is less likely than one ahead.
                match (past, near) {
                    (Some(past), Some(near)) if -days_to(&past) > LONG_AGO => Some(near),
                    (past, _) => past,
                }
            }
            (None, Leaning::Future) if !matches!(name, Name::Season(_)) => {
                let next = candidates.clone().find(|c| !ended(c));
                let just = candidates.rev().find(ended).filter(|c| -days_to(c) <= SOON);
                match (next, just) {
                    (Some(next), Some(just)) if days_to(&next) > LONG_AGO => Some(just),
                    (next, _) => next,
                }
            }
            (None, Leaning::Future) => candidates
                .into_iter()
                .find(|c| !ended(c) && (!matches!(name, Name::Season(_)) || !holds(c))),
            (None, _) => candidates.min_by_key(|c| {
                let days = days_to(c);
                if holds(c) { 0 } else { days.abs() * 2 + i32::from(days > 0) }
            }),
        };
        dated(found)
    }

    /// A quarter by its number: the one just completed or in progress where the number fits, whatever the tense
    /// ("will report its third-quarter results").
    fn near_quarter(&self, quarter: i8, lean: Leaning) -> Option<Calendar> {
        let now = Grain::Quarter.around(self.anchor?)?;
        let done = self.completed_quarter()?;
        let is = |c: Calendar| matches!(c, Calendar::Quarter(_, q) if q == quarter);
        if is(done) {
            return Some(done);
        }
        (is(now) && !matches!(lean, Leaning::Past | Leaning::Loose)).then_some(now)
    }

    fn in_year(&self, name: Name, year: i16) -> Option<Calendar> {
        match name {
            Name::Month(m) => Calendar::month(year, m),
            Name::MonthDay(m, d) => Calendar::day(year, m, d),
            Name::Season(s) => Calendar::season(year, s),
            Name::Quarter(q) => Calendar::quarter(year, q),
            Name::Half(h) => Calendar::half(year, h),
            Name::Nth(rank, counted, month) => super::nth::nth(year, month, rank, counted),
            Name::Holiday(at) => {
                self.lexicon.holidays.get(at)?.in_year(year).and_then(Calendar::from_date)
            }
        }
    }

    // ---- weekdays ----

    fn weekday(&self, day: i8, direction: Option<Direction>, lean: Leaning) -> Resolved {
        let Ok(weekday) = Weekday::from_monday_one_offset(day) else { return dated(None) };
        let Some(anchor) = self.anchor else {
            return Resolved {
                kind: TimexType::Date,
                value: Some(format!("XXXX-WXX-{day}")),
                interval: None,
                calendar: None,
            };
        };
        let back = |from: Date| i32::from(from.weekday().since(weekday));
        let ahead = |from: Date| i32::from(from.weekday().until(weekday));
        let never_today = |days: i32| if days == 0 { 7 } else { days };
        let found = match (direction, lean) {
            (Some(Direction::Last), _) => shift_days(anchor, -never_today(back(anchor))),
            (Some(Direction::Next), _) => shift_days(anchor, never_today(ahead(anchor))),
            (Some(Direction::Previous), _) => {
                let told = self.narrated_day().unwrap_or(anchor);
                shift_days(told, -never_today(back(told)))
            }
            (Some(Direction::Following), _) => {
                let told = self.narrated_day().unwrap_or(anchor);
                shift_days(told, never_today(ahead(told)))
            }
            (Some(_), Leaning::Past | Leaning::Loose)
            | (None, Leaning::Past | Leaning::Loose | Leaning::Unknown) => {
                shift_days(anchor, -back(anchor))
            }
            (Some(_), _) | (None, Leaning::Present | Leaning::Future) => {
                shift_days(anchor, ahead(anchor))
            }
        };
        dated(found.and_then(Calendar::from_date))
    }

    // ---- units ----

    fn topic_quarter(&self) -> Option<Calendar> {
        self.told
            .quarter
            .filter(|(_, at)| self.sentence.saturating_sub(*at) <= QUARTER_TOPIC)
            .map(|q| q.0)
    }

    fn completed_quarter(&self) -> Option<Calendar> {
        let anchor = self.anchor?;
        Grain::Quarter.around(anchor)?.plus(-1, Grain::Quarter)
    }

    fn unit(&self, unit: Unit, direction: Option<Direction>, lean: Leaning) -> Resolved {
        use Direction::{Following, Last, Latest, Next, Previous, That, This};
        let Some(grain) = grain_of(unit) else {
            return if direction == Some(This) {
                referenced(Reference::Present)
            } else {
                dated(None)
            };
        };
        if unit == Unit::Weekend {
            return dated(self.weekend(direction, lean));
        }
        let told = matches!(direction, Some(Previous | Following | That));
        let base = if told { self.narrated() } else { self.anchor };
        let around = |by: i32| base.and_then(|b| grain.around(b)).and_then(|c| c.plus(by, grain));
        let found = match direction {
            Some(Last | Previous) => around(-1),
            Some(Next | Following) => around(1),
            Some(This | That) => around(0),
            Some(Latest) if unit == Unit::Quarter => self.completed_quarter(),
            Some(Latest) => around(if unit == Unit::Day { 0 } else { -1 }),
            None if unit == Unit::Quarter => {
                self.topic_quarter().or_else(|| self.completed_quarter())
            }
            None => around(0),
        };
        let mut out = dated(found);
        if unit == Unit::FiscalYear {
            out.interval = None;
        }
        out
    }

    fn weekend(&self, direction: Option<Direction>, lean: Leaning) -> Option<Calendar> {
        let anchor = self.anchor?;
        let by = match (direction, lean) {
            (Some(Direction::Last | Direction::Previous | Direction::Latest), _) => -1,
            (Some(Direction::Next | Direction::Following), _) => 1,
            (Some(_), _) | (None, Leaning::Present | Leaning::Future) => 0,
            (None, _) => -i32::from(anchor.weekday().to_monday_one_offset() < 6),
        };
        Calendar::weekend_of(shift_days(anchor, by * 7)?)
    }

    // ---- shifts ----

    fn shift(&self, amount: Amount, unit: Unit, shift: Shift) -> Resolved {
        let back = matches!(shift, Shift::Ago | Shift::Earlier);
        let Amount::Count(count) = amount else {
            return referenced(if back { Reference::Past } else { Reference::Future });
        };
        let told = matches!(shift, Shift::Earlier | Shift::Later);
        if unit == Unit::Year && (count - 1.0).abs() < f64::EPSILON && back {
            // "rose from $4 million a year ago": the same month or quarter of the year before.
            let just =
                self.told.date.filter(|d| matches!(d, Calendar::Month(..) | Calendar::Quarter(..)));
            let near = just.filter(|d| self.told_at == self.sentence && self.is_current(*d));
            if let Some(period) = near.or_else(|| self.topic_quarter()) {
                return dated(period.plus_years(-1));
            }
        }
        let Some((step, steps)) = whole_steps(unit, count) else {
            return referenced(if back { Reference::Past } else { Reference::Future });
        };
        let steps = if back { -steps } else { steps };
        if !told {
            let moved = self.anchor.and_then(|a| move_by(a, step, steps));
            let grain = match step {
                Grain::Decade | Grain::Century => Grain::Year,
                other => other,
            };
            return dated(moved.and_then(|m| grain.around(m)));
        }
        let Some(base) = self.told.date.or_else(|| self.anchor.and_then(Calendar::from_date))
        else {
            return dated(None);
        };
        let found = match (base, step) {
            (
                Calendar::Month(..)
                | Calendar::Quarter(..)
                | Calendar::Season(..)
                | Calendar::Half(..),
                Grain::Year,
            ) => base.plus_years(steps),
            _ => move_by(base.first(), step, steps).and_then(|d| {
                if step == Grain::Day && base.grain() != Grain::Day {
                    None
                } else {
                    step.max(Grain::Day).around(d)
                }
            }),
        };
        dated(found)
    }

    // ---- lengths ----

    fn length(&self, amount: Amount, unit: Unit, window: &Window, lean: Leaning) -> Resolved {
        let mut out = Resolved {
            kind: TimexType::Duration,
            value: period(amount, unit),
            interval: None,
            calendar: None,
        };
        let steps = match amount {
            Amount::Count(count) => whole_steps(unit, count),
            Amount::Vague => None,
        };
        let interval = |from: Option<Date>, to: Option<Date>| from.zip(to).filter(|(f, t)| f <= t);
        match window {
            Window::Open => {}
            Window::Past => {
                if let (Some(anchor), Some((step, steps))) = (self.anchor, steps) {
                    out.interval = interval(move_by(anchor, step, -steps), Some(anchor));
                }
            }
            Window::Next => {
                if let (Some(anchor), Some((step, steps))) = (self.anchor, steps) {
                    out.interval = interval(Some(anchor), move_by(anchor, step, steps));
                }
            }
            Window::First(whole) | Window::Last(whole) => {
                let whole = whole.as_ref().and_then(|w| self.core(w, lean).interval);
                if let (Some((from, to)), Some((step, steps))) = (whole, steps) {
                    out.interval = if let Window::First(_) = window {
                        let end = move_by(from, step, steps).and_then(|d| shift_days(d, -1));
                        interval(Some(from), end.map(|e| e.min(to)))
                    } else {
                        let start = shift_days(to, 1).and_then(|d| move_by(d, step, -steps));
                        interval(start.map(|s| s.max(from)), Some(to))
                    };
                }
            }
        }
        out
    }
}

/// "early next month" is ahead and "earlier this month" behind whatever the verb.
fn lean_of(expr: &Expr, lean: Leaning) -> Leaning {
    match expr.edge {
        Some(Edge::Start) if lean == Leaning::Unknown => Leaning::Past,
        _ => lean,
    }
}

/// The year of "this winter": one that began in December belongs to the year before.
fn season_year(name: Name, anchor: Date) -> i16 {
    let winter = name == Name::Season(Season::Winter) && anchor.month() <= 2;
    anchor.year() - i16::from(winter)
}

pub(super) fn dated(calendar: Option<Calendar>) -> Resolved {
    Resolved {
        kind: TimexType::Date,
        value: calendar.map(|c| c.to_string()),
        interval: calendar.map(Calendar::interval),
        calendar,
    }
}

fn referenced(reference: Reference) -> Resolved {
    Resolved {
        kind: TimexType::Date,
        value: Some(reference.as_str().to_owned()),
        interval: None,
        calendar: None,
    }
}

/// The TIMEX3 form of a name whose year cannot be known.
fn unanchored(name: Name) -> Resolved {
    let value = match name {
        Name::Month(m) => Some(format!("XXXX-{m:02}")),
        Name::MonthDay(m, d) => Some(format!("XXXX-{m:02}-{d:02}")),
        Name::Season(s) => Some(format!("XXXX-{}", s.code())),
        Name::Quarter(q) => Some(format!("XXXX-Q{q}")),
        Name::Half(h) => Some(format!("XXXX-H{h}")),
        Name::Holiday(_) | Name::Nth(..) => None,
    };
    Resolved { kind: TimexType::Date, value, interval: None, calendar: None }
}

fn with_time(out: &mut Resolved, time: TimeOfDay) {
    out.kind = TimexType::Time;
    let day = match (out.calendar, &out.value) {
        (Some(Calendar::Day(day)), _) => day.to_string(),
        (_, Some(value)) => value.clone(),
        _ => "XXXX-XX-XX".to_owned(),
    };
    out.value = Some(match time {
        TimeOfDay::Part(part) => format!("{day}T{}", part.as_str()),
        TimeOfDay::At { hour, minute, universal } => {
            let zone = if universal { "Z" } else { "" };
            format!("{day}T{hour:02}:{:02}{zone}", minute.unwrap_or(0))
        }
    });
}
