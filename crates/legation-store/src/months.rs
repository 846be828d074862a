//! Who has to do with whom in a span of days, from counts by month and by day that are kept while articles are written; and how
//! many records of each kind there are.
//!
//! Whole months are added up, of a month that the span only touches its days. Where little is outside of the span, that is taken
//! from the counts of all events.

use crate::counts::{ADD_BALANCE, BALANCE, EVENTS, SIDES, STANDS};
use crate::whole::{FREQUENT, PairCount};
use crate::{Result, Store};
use jiff::ToSpan as _;
use jiff::civil::Date;
use std::cmp::Reverse;
use std::collections::HashMap;

/// The tables whose rows are counted, with what leaves rows out.
pub(crate) const COUNTED: [(&str, &str); 6] = [
    ("articles", "1"),
    ("statements", "r.status <> 'withdrawn'"),
    ("events", "r.status <> 'withdrawn'"),
    ("figures", "r.status <> 'withdrawn'"),
    ("ties", "r.status <> 'withdrawn'"),
    ("assessments", "r.status <> 'withdrawn'"),
];

/// The statements that put the shares of articles in or take them out; parameters as in [`counts`](crate::counts).
pub(crate) fn kept() -> [String; 3] {
    let pairs = |table: &str, column: &str, period: &str, which: &str| {
        format!(
            "INSERT INTO {table} ({column}, a, b, events, cooperation, conflict, rated, intensity) \
             SELECT f.period, f.a, f.b, {BALANCE}, ?2 * count(f.intensity), \
               ?2 * total(CAST(round(ifnull(f.intensity, 0) * 1000) AS INTEGER)) \
             FROM ( \
               SELECT DISTINCT e.id, e.quad, e.intensity, {period} AS period, \
                 min(s.actor, t.actor) AS a, max(s.actor, t.actor) AS b \
               FROM {EVENTS} {SIDES} WHERE {STANDS} AND s.actor <> t.actor{which} \
             ) f WHERE 1 GROUP BY 1, 2, 3 ON CONFLICT ({column}, a, b) DO UPDATE SET {ADD_BALANCE}, \
             rated = rated + excluded.rated, intensity = intensity + excluded.intensity"
        )
    };
    let of = |(table, stands): &(&str, &str)| {
        let article = if *table == "articles" { "id" } else { "article" };
        format!(
            "SELECT '{table}', ?2 * count(*) FROM json_each(?1) j CROSS JOIN {table} r ON r.{article} = j.value WHERE {stands}"
        )
    };
    let records = format!(
        "INSERT INTO record_counts (kind, records) SELECT * FROM ({}) WHERE 1 \
         ON CONFLICT (kind) DO UPDATE SET records = records + excluded.records",
        COUNTED.iter().map(of).collect::<Vec<_>>().join(" UNION ALL ")
    );
    [
        pairs("pair_days", "day", "e.date_from", " AND e.date_from IS NOT NULL"),
        pairs("pair_months", "month", "substr(ifnull(e.date_from, ''), 1, 7)", ""),
        records,
    ]
}

/// What is kept, with what it must add up to: table, sum, query.
pub(crate) fn checks() -> Vec<(&'static str, String, String)> {
    let pairs = |which: &str| {
        format!(
            "count(*) FROM (SELECT DISTINCT e.id, min(s.actor, t.actor), max(s.actor, t.actor) FROM events e {SIDES} \
             WHERE {STANDS} AND s.actor <> t.actor{which})"
        )
    };
    let sum = || "sum(events)".to_owned();
    let mut out = vec![
        ("pair_days", sum(), pairs(" AND e.date_from IS NOT NULL")),
        ("pair_months", sum(), pairs("")),
    ];
    out.extend(COUNTED.iter().map(|(table, stands)| {
        let kept = format!("sum(records) FILTER (WHERE kind = '{table}')");
        ("record_counts", kept, format!("count(*) FROM {table} r WHERE {stands}"))
    }));
    out
}

/// Events between two actors.
#[derive(Clone, Copy, Debug, Default)]
struct Sum {
    events: i64,
    cooperation: i64,
    conflict: i64,
    rated: i64,
    /// In thousandths.
    intensity: i64,
}

impl Sum {
    fn add(&mut self, other: &Self, sign: i64) {
        self.events += sign * other.events;
        self.cooperation += sign * other.cooperation;
        self.conflict += sign * other.conflict;
        self.rated += sign * other.rated;
        self.intensity += sign * other.intensity;
    }
}

/// Sums by the id that comes first, then by the other.
type Sums = HashMap<String, HashMap<String, Sum>>;

/// Puts events between two actors to those that are known already.
fn add(sums: &mut Sums, a: &str, b: &str, sum: &Sum) {
    let of = match sums.get_mut(a) {
        Some(of) => of,
        None => sums.entry(a.to_owned()).or_default(),
    };
    match of.get_mut(b) {
        Some(known) => known.add(sum, 1),
        None => {
            of.insert(b.to_owned(), *sum);
        }
    }
}

/// Of so many months every pair is looked at.
const FEW: i64 = 12;

/// Rows of a table of pairs: from a period on, up to another one that is not among them.
struct Rows {
    table: &'static str,
    column: &'static str,
    first: String,
    end: String,
}

impl Store {
    /// How many records of each kind there are that were not withdrawn, articles and actors among them.
    pub fn counts(&self) -> Result<Vec<(&'static str, u64)>> {
        let mut kept =
            self.conn.prepare_cached("SELECT records FROM record_counts WHERE kind = ?1")?;
        let mut out = Vec::with_capacity(COUNTED.len() + 1);
        for (table, _) in COUNTED {
            let mut rows = kept.query([table])?;
            let records: i64 = rows.next()?.map_or(Ok(0), |row| row.get(0))?;
            out.push((table, records as u64));
            if table == "articles" {
                let sql = "SELECT count(*) FROM actors";
                let actors: i64 = self.conn.prepare_cached(sql)?.query_row([], |row| row.get(0))?;
                out.push(("actors", actors as u64));
            }
        }
        Ok(out)
    }

    /// The pairs with most events that begin in a span of days; merged actors are one.
    ///
    /// # Errors
    /// Where the store cannot be read.
    pub fn pairs_between(
        &self,
        from: Option<Date>,
        to: Option<Date>,
        limit: u32,
    ) -> Result<Vec<PairCount>> {
        let (whole, rests) = parts(from, to);
        let mut inside: Vec<Rows> = rests.iter().map(|(first, last)| days(*first, *last)).collect();
        if let Some((first, last)) = &whole {
            inside.push(months(first, past(last)));
            if let Some(pairs) = self.frequent(first, last, &inside, limit)? {
                return Ok(pairs);
            }
        }
        let mut sums = Sums::new();
        for rows in &inside {
            self.each_pair(rows, &mut |a, b, sum| add(&mut sums, a, b, sum))?;
        }
        Ok(most(self.merged(sums)?, limit))
    }

    /// The answer for a span of many months, from those pairs that are frequent in the whole store: the others, of which there are
    /// many, cannot be among the first. `None` for few months, and where that cannot tell.
    fn frequent(
        &self,
        first: &str,
        last: &str,
        inside: &[Rows],
        limit: u32,
    ) -> Result<Option<Vec<PairCount>>> {
        let merged = "SELECT 1 FROM actors WHERE merged_into IS NOT NULL";
        let Some((within, without)) = self.within_and_without(first, last)? else {
            return Ok(None);
        };
        if within <= FEW || self.conn.prepare_cached(merged)?.exists([])? {
            return Ok(None);
        }
        // What is outside of the whole months is taken from all, where that is less; undated events stand before the first month.
        let from_all = without < within / 2;
        let mut sums = Sums::new();
        let sql = format!(
            "SELECT a, b, events, cooperation, conflict, rated, intensity FROM pair_counts WHERE events > {FREQUENT}"
        );
        self.each_row(&sql, &[], &mut |a, b, sum| {
            add(&mut sums, a, b, &if from_all { *sum } else { Sum::default() });
        })?;
        let mut change = |rows: &Rows, sign: i64| {
            self.each_pair(rows, &mut |a, b, sum| {
                if let Some(whole) = sums.get_mut(a).and_then(|of| of.get_mut(b)) {
                    whole.add(sum, sign);
                }
            })
        };
        for rows in inside.iter().filter(|rows| !(from_all && rows.table == "pair_months")) {
            change(rows, 1)?;
        }
        if from_all {
            change(&months("", first.to_owned()), -1)?;
            change(&months(&past(last), past("9999")), -1)?;
        }
        let pairs = most(sums, limit);
        let known = pairs.len() == limit as usize
            && pairs.last().is_some_and(|p| p.events > u64::from(FREQUENT));
        Ok(known.then_some(pairs))
    }

    /// How many of the store's months lie within a span of months, and how many outside.
    fn within_and_without(&self, first: &str, last: &str) -> Result<Option<(i64, i64)>> {
        let sql = "SELECT (SELECT min(month) FROM pair_months WHERE month > ''), (SELECT max(month) FROM pair_months)";
        let ends = |row: &rusqlite::Row<'_>| {
            Ok((row.get::<_, Option<String>>(0)?, row.get::<_, Option<String>>(1)?))
        };
        let (Some(earliest), Some(latest)) = self.conn.prepare_cached(sql)?.query_row([], ends)?
        else {
            return Ok(None);
        };
        let number = |month: &str| {
            let (year, month) = month.split_once('-')?;
            Some(year.parse::<i64>().ok()? * 12 + month.parse::<i64>().ok()?)
        };
        let from_to = |from: &str, to: &str| Some((number(to)? - number(from)? + 1).max(0));
        let all = from_to(&earliest, &latest);
        let within = from_to(first.max(&*earliest), last.min(&*latest));
        Ok(all.zip(within).map(|(all, within)| (within, all - within)))
    }

    fn each_pair(&self, rows: &Rows, f: &mut dyn FnMut(&str, &str, &Sum)) -> Result<()> {
        let sql = format!(
            "SELECT a, b, events, cooperation, conflict, rated, intensity FROM {0} WHERE {1} >= ?1 AND {1} < ?2",
            rows.table, rows.column
        );
        self.each_row(&sql, &[&rows.first, &rows.end], f)
    }

    fn each_row(
        &self,
        sql: &str,
        params: &[&String],
        f: &mut dyn FnMut(&str, &str, &Sum),
    ) -> Result<()> {
        let mut query = self.conn.prepare_cached(sql)?;
        let mut rows = query.query(rusqlite::params_from_iter(params))?;
        while let Some(row) = rows.next()? {
            let sum = Sum {
                events: row.get(2)?,
                cooperation: row.get(3)?,
                conflict: row.get(4)?,
                rated: row.get(5)?,
                intensity: row.get(6)?,
            };
            let text = |at: usize| -> Result<&str> {
                Ok(row.get_ref(at)?.as_str().map_err(rusqlite::Error::from)?)
            };
            f(text(0)?, text(1)?, &sum);
        }
        Ok(())
    }

    /// Puts the pairs of merged actors together.
    fn merged(&self, sums: Sums) -> Result<Sums> {
        let sql = "SELECT id, merged_into FROM actors WHERE merged_into IS NOT NULL";
        let mut query = self.conn.prepare_cached(sql)?;
        let into: HashMap<String, String> = query
            .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
            .collect::<rusqlite::Result<_>>()?;
        if into.is_empty() {
            return Ok(sums);
        }
        let mut out = Sums::new();
        for (a, of) in &sums {
            for (b, sum) in of {
                let [a, b] = [a, b].map(|id| into.get(id).unwrap_or(id));
                if a != b {
                    add(&mut out, a.min(b), a.max(b), sum);
                }
            }
        }
        Ok(out)
    }
}

/// The pairs with most events, by number, then by name.
fn most(sums: Sums, limit: u32) -> Vec<PairCount> {
    let pair = |a: String, (b, sum): (String, Sum)| ((a, b), sum);
    let mut pairs: Vec<((String, String), Sum)> = sums
        .into_iter()
        .flat_map(|(a, of)| of.into_iter().map(move |other| pair(a.clone(), other)))
        .filter(|(_, sum)| sum.events > 0)
        .collect();
    let limit = limit as usize;
    if limit > 0 && pairs.len() > limit {
        // Only those that may be among the first are put in order by name.
        let mut numbers: Vec<i64> = pairs.iter().map(|(_, sum)| sum.events).collect();
        let least = *numbers.select_nth_unstable_by_key(limit - 1, |n| Reverse(*n)).1;
        pairs.retain(|(_, sum)| sum.events >= least);
    }
    pairs.sort_by(|(x, p), (y, q)| q.events.cmp(&p.events).then_with(|| x.cmp(y)));
    pairs.truncate(limit);
    pairs.into_iter().map(|((a, b), sum)| count(a, b, &sum)).collect()
}

fn months(first: &str, end: String) -> Rows {
    Rows { table: "pair_months", column: "month", first: first.to_owned(), end }
}

fn days(first: Date, last: Date) -> Rows {
    let (first, end) = (first.to_string(), past(&last.to_string()));
    Rows { table: "pair_days", column: "day", first, end }
}

/// A text that sorts right after a day or month, and before the next.
fn past(period: &str) -> String {
    format!("{period}~")
}

fn count(a: String, b: String, sum: &Sum) -> PairCount {
    let mean = sum.intensity as f64 / 1000.0 / sum.rated as f64;
    PairCount {
        a,
        b,
        events: sum.events as u64,
        cooperation: sum.cooperation as u64,
        conflict: sum.conflict as u64,
        intensity: (sum.rated > 0).then_some((mean * 100.0).round() / 100.0),
    }
}

/// Two months, if any, and spans of days.
type Parts = (Option<(String, String)>, Vec<(Date, Date)>);

/// The first and the last whole month of a span of days, and the days outside of whole months.
fn parts(from: Option<Date>, to: Option<Date>) -> Parts {
    let month = |day: Date| day.to_string()[..7].to_owned();
    let from = from.unwrap_or(Date::constant(1, 1, 1));
    let to = to.unwrap_or(Date::constant(9998, 12, 31));
    if from > to {
        return (None, Vec::new());
    }
    let next = |day: Date| day.last_of_month().checked_add(1.day()).unwrap_or(Date::MAX);
    let before = |day: Date| day.first_of_month().checked_sub(1.day()).unwrap_or(Date::MIN);
    let first = if from == from.first_of_month() { from } else { next(from) };
    let last = if to == to.last_of_month() { to } else { before(to) };
    if first > last {
        return (None, vec![(from, to)]);
    }
    let mut rests = Vec::new();
    if from < first {
        rests.push((from, from.last_of_month()));
    }
    if last < to {
        rests.push((to.first_of_month(), to));
    }
    (Some((month(first), month(last))), rests)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_are_whole_months_and_the_days_around() {
        let of = |from: &str, to: &str| {
            let day = |text: &str| if text.is_empty() { None } else { text.parse().ok() };
            let (whole, rests) = parts(day(from), day(to));
            let months = whole.map_or(String::new(), |(a, b)| format!("{a}/{b}"));
            let rests = rests.iter().map(|(a, b)| format!(" {a}..{b}"));
            months + &rests.collect::<String>()
        };
        assert_eq!(of("2022-01-01", "2022-03-31"), "2022-01/2022-03");
        assert_eq!(
            of("2022-01-31", "2022-03-01"),
            "2022-02/2022-02 2022-01-31..2022-01-31 2022-03-01..2022-03-01"
        );
        assert_eq!(of("2022-01-02", "2022-02-03"), " 2022-01-02..2022-02-03");
        assert_eq!(of("2022-01-02", "2022-01-31"), " 2022-01-02..2022-01-31");
        assert_eq!(of("2021-12-31", "2022-01-31"), "2022-01/2022-01 2021-12-31..2021-12-31");
        assert_eq!(of("", "2022-01-15"), "0001-01/2021-12 2022-01-01..2022-01-15");
        assert_eq!(of("2022-01-15", ""), "2022-02/9998-12 2022-01-15..2022-01-31");
        assert_eq!(of("2022-02-01", "2022-01-01"), "");
    }
}
