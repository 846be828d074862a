//! [`Store::dyad`]: two sides over time - cooperation and conflict, in words and deeds, counted in distinct happenings, with the
//! records behind each point and what a change rests on.

use crate::filter::Filter;
use crate::happenings::Happening;
use crate::{Result, Store};
use jiff::civil::Date;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// The length of a period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Period {
    /// From Monday to Sunday.
    Week,
    /// A calendar month.
    Month,
    /// A calendar quarter.
    Quarter,
    /// A calendar year.
    Year,
    /// Two: before a day, and from it on.
    Around(Date),
}

impl Period {
    /// The first day and the name of the period in which a day lies.
    fn of(self, day: Date) -> (Date, String) {
        match self {
            Self::Week => {
                let back = i64::from(day.weekday().to_monday_zero_offset());
                let week = day.iso_week_date();
                let first = day.checked_sub(jiff::Span::new().days(back)).unwrap_or(day);
                (first, format!("{}-W{:02}", week.year(), week.week()))
            }
            Self::Month => (day.first_of_month(), format!("{}-{:02}", day.year(), day.month())),
            Self::Quarter => {
                let quarter = (day.month() - 1) / 3;
                let first = Date::new(day.year(), quarter * 3 + 1, 1).unwrap_or(day);
                (first, format!("{}-Q{}", day.year(), quarter + 1))
            }
            Self::Year => (day.first_of_year(), day.year().to_string()),
            Self::Around(middle) if day < middle => (Date::MIN, format!("before {middle}")),
            Self::Around(middle) => (middle, format!("from {middle}")),
        }
    }
}

/// What happened between the two sides in one period. Counts are of distinct happenings that occurred, go on or recur.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Point {
    /// The period: `2022-12`, `2022-W51`, `2022-Q4`.
    pub period: String,
    /// Distinct happenings.
    pub events: usize,
    /// Talks, statements of support, agreements.
    pub verbal_cooperation: usize,
    /// Aid, exchange, concessions made.
    pub material_cooperation: usize,
    /// Accusations, demands, threats, refusals.
    pub verbal_conflict: usize,
    /// Sanctions, coercion, violence.
    pub material_conflict: usize,
    /// By the first side towards the second.
    pub by_a: usize,
    /// By the second side towards the first.
    pub by_b: usize,
    /// Mean PLOVER intensity of the happenings, -10 (conflict) to 10 (cooperation).
    pub intensity: Option<f64>,
    /// Planned, possible, alleged, denied and negated events, which count for nothing above.
    pub open: usize,
    /// Articles that report any of it.
    pub articles: usize,
    /// Articles that are no near-duplicates of one another.
    pub origins: usize,
    /// `warmer`, `colder` or `steady`, against the period before that has events.
    pub change: Option<&'static str>,
    /// What the change rests on: types with their counts here and before.
    pub reasons: Vec<String>,
    /// The ids of the events, one for each happening.
    pub records: Vec<String>,
}

/// Two sides over time.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Dyad {
    /// The actors of the first side.
    pub a: Vec<String>,
    /// The actors of the second side.
    pub b: Vec<String>,
    /// The periods with events, in order.
    pub points: Vec<Point>,
    /// Events between the two whose day is not known, by id.
    pub undated: Vec<String>,
}

/// A difference in mean intensity below this is none.
const STEADY: f64 = 0.5;
/// So many reasons are given for a change.
const REASONS: usize = 3;

impl Store {
    /// The actors that stand for a side: the actor itself and, if it is a state, all of that country.
    ///
    /// # Errors
    /// Where the store cannot be read.
    pub fn side(&self, id: &str) -> Result<Vec<String>> {
        let mut query = self.conn.prepare_cached(
            "SELECT id FROM actors WHERE id = ?1 OR country = (SELECT country FROM actors WHERE id = ?1 AND kind = 'state') \
             ORDER BY id = ?1 DESC, id",
        )?;
        Ok(query.query_map([id], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?)
    }

    /// What the two sides did to one another, by period. `filter` may ask for time, types, publishers and the like; its actors are
    /// not used.
    ///
    /// # Errors
    /// Where the filter does not fit events or the store cannot be read.
    pub fn dyad(
        &self,
        a: &[String],
        b: &[String],
        filter: &Filter,
        period: Period,
    ) -> Result<Dyad> {
        // The condition on one side is left to the store, the other is looked at here.
        let fewer = if a.len() <= b.len() { a } else { b };
        let filter = Filter { actors: fewer.to_vec(), dyad: None, ..filter.clone() };
        let (first, second): (BTreeSet<&String>, BTreeSet<&String>) =
            (a.iter().collect(), b.iter().collect());
        let mut periods: BTreeMap<Date, (String, Vec<(Happening, Direction)>)> = BTreeMap::new();
        let mut out = Dyad { a: a.to_vec(), b: b.to_vec(), ..Dyad::default() };
        for happening in self.happenings(&filter)? {
            let Some(direction) = direction(&happening, &first, &second) else { continue };
            match happening.day() {
                Some(day) => {
                    let (start, name) = period.of(day);
                    periods
                        .entry(start)
                        .or_insert_with(|| (name, Vec::new()))
                        .1
                        .push((happening, direction));
                }
                None => out.undated.push(happening.main().str("id").to_owned()),
            }
        }
        let mut before: Option<Tally> = None;
        for (name, happenings) in periods.into_values() {
            let (mut point, tally) = point(name, &happenings);
            if let (Some(before), Some(_)) = (&before, point.intensity) {
                compare(&mut point, before, &tally);
            }
            if point.intensity.is_some() {
                before = Some(tally);
            }
            out.points.push(point);
        }
        Ok(out)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Direction {
    ByA,
    ByB,
    Both,
}

/// Which side acted on the other; `None` where they did not.
fn direction(
    happening: &Happening,
    a: &BTreeSet<&String>,
    b: &BTreeSet<&String>,
) -> Option<Direction> {
    let row = happening.main();
    let has = |column: &str, side: &BTreeSet<&String>| {
        row.get(column).as_list().iter().any(|id| side.contains(id))
    };
    let symmetric = row.get("symmetric").is_true();
    let everyone = |side| has("source", side) || has("target", side);
    if symmetric && everyone(a) && everyone(b) {
        return Some(Direction::Both);
    }
    match (has("source", a) && has("target", b), has("source", b) && has("target", a)) {
        (true, true) => Some(Direction::Both),
        (true, false) => Some(Direction::ByA),
        (false, true) => Some(Direction::ByB),
        (false, false) => None,
    }
}

/// For each type the number of happenings and the sum of their intensities.
type Tally = BTreeMap<String, (usize, f64)>;

fn point(period: String, happenings: &[(Happening, Direction)]) -> (Point, Tally) {
    let mut point = Point { period, ..Point::default() };
    let mut tally = Tally::new();
    let (mut sum, mut weighed) = (0.0, 0_usize);
    let (mut articles, mut origins) = (BTreeSet::new(), BTreeSet::new());
    for (happening, direction) in happenings {
        let row = happening.main();
        point.records.push(row.str("id").to_owned());
        articles.extend(&happening.articles);
        origins.extend(&happening.origins);
        if !matches!(row.str("factuality"), "occurred" | "ongoing" | "habitual") {
            point.open += 1;
            continue;
        }
        point.events += 1;
        match row.get("quad").as_i64() {
            Some(1) => point.verbal_cooperation += 1,
            Some(2) => point.material_cooperation += 1,
            Some(3) => point.verbal_conflict += 1,
            Some(4) => point.material_conflict += 1,
            _ => {}
        }
        match direction {
            Direction::ByA => point.by_a += 1,
            Direction::ByB => point.by_b += 1,
            Direction::Both => {
                point.by_a += 1;
                point.by_b += 1;
            }
        }
        if let Some(intensity) = row.get("intensity").as_f64() {
            sum += intensity;
            weighed += 1;
            let entry = tally.entry(row.str("type").to_owned()).or_default();
            entry.0 += 1;
            entry.1 += intensity;
        }
    }
    point.articles = articles.len();
    point.origins = origins.len();
    if weighed > 0 {
        point.intensity = Some((sum / weighed as f64 * 100.0).round() / 100.0);
    }
    (point, tally)
}

fn total(tally: &Tally) -> (usize, f64) {
    tally.values().fold((0, 0.0), |(n, sum), (m, s)| (n + m, sum + s))
}

/// Says in which direction a period departs from the one before, and by which types.
fn compare(point: &mut Point, before: &Tally, now: &Tally) {
    let ((n0, s0), (n1, s1)) = (total(before), total(now));
    if n0 == 0 || n1 == 0 {
        return;
    }
    let change = s1 / n1 as f64 - s0 / n0 as f64;
    point.change = Some(if change > STEADY {
        "warmer"
    } else if change < -STEADY {
        "colder"
    } else {
        "steady"
    });
    if change.abs() <= STEADY {
        return;
    }
    // How much each type adds to the mean here, less how much it added before.
    let types: BTreeSet<&String> = before.keys().chain(now.keys()).collect();
    let share = |tally: &Tally, kind: &String, n: usize| {
        tally.get(kind).map_or((0, 0.0), |(m, s)| (*m, s / n as f64))
    };
    let mut parts: Vec<(f64, String)> = types
        .into_iter()
        .map(|kind| {
            let ((m0, part0), (m1, part1)) = (share(before, kind, n0), share(now, kind, n1));
            (part1 - part0, format!("{kind} {m1} (before: {m0})"))
        })
        .filter(|(part, _)| part.signum() == change.signum() && part.abs() > 0.05)
        .collect();
    parts.sort_by(|x, y| y.0.abs().total_cmp(&x.0.abs()).then_with(|| x.1.cmp(&y.1)));
    point.reasons = parts.into_iter().take(REASONS).map(|(_, text)| text).collect();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_have_names_and_first_days() {
        let day: Date = "2022-12-30".parse().unwrap();
        let of = |p: Period| {
            let (first, name) = p.of(day);
            format!("{first} {name}")
        };
        assert_eq!(of(Period::Week), "2022-12-26 2022-W52");
        assert_eq!(of(Period::Month), "2022-12-01 2022-12");
        assert_eq!(of(Period::Quarter), "2022-10-01 2022-Q4");
        assert_eq!(of(Period::Year), "2022-01-01 2022");
        let around = Period::Around("2022-12-31".parse().unwrap());
        assert_eq!(around.of(day).1, "before 2022-12-31");
    }

    #[test]
    fn a_change_names_its_reasons() {
        let tally = |list: &[(&str, usize, f64)]| -> Tally {
            list.iter().map(|(k, n, s)| ((*k).to_owned(), (*n, *s))).collect()
        };
        let mut point = Point { intensity: Some(-4.0), ..Point::default() };
        let before = tally(&[("CONSULT", 2, 3.0)]);
        compare(&mut point, &before, &tally(&[("CONSULT", 1, 1.5), ("SANCTION", 3, -18.0)]));
        assert_eq!(point.change, Some("colder"));
        assert_eq!(point.reasons[0], "SANCTION 3 (before: 0)");
        let mut same = Point { intensity: Some(1.5), ..Point::default() };
        compare(&mut same, &before, &tally(&[("CONSULT", 1, 1.5)]));
        assert_eq!((same.change, same.reasons.len()), (Some("steady"), 0));
    }
}
