//! Questions about all events of the store, answered from the counts that are kept while articles are written.
//!
//! With a filter the events themselves are looked at; without one their number decides how long that takes, so that the answer
//! must be there already.

use crate::filter::Filter;
use crate::places::CountryCount;
use crate::value::Value;
use crate::{Result, Store};
use rusqlite::{OptionalExtension as _, params_from_iter};
use serde::Serialize;

/// From how many events on a value or pair stands in the index by number.
pub(crate) const FREQUENT: u32 = 7;

/// Two actors that have to do with each other.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PairCount {
    /// The actor whose id comes first.
    pub a: String,
    /// The other.
    pub b: String,
    /// How many events there are between them, in either direction.
    pub events: u64,
    /// How many of them are cooperation.
    pub cooperation: u64,
    /// How many are conflict.
    pub conflict: u64,
    /// The mean intensity, -10 to 10, of those events that have one.
    pub intensity: Option<f64>,
}

/// The facet that counts the values of a column of events.
fn facet_of(column: &str) -> Option<&'static str> {
    Some(match column {
        "type" => "type",
        "quad" => "quad",
        "factuality" => "factuality",
        "contexts" => "context",
        "source" => "source",
        "target" => "target",
        _ => return None,
    })
}

impl Store {
    /// The values of a column of events in the whole store; `None` where they are not counted or the filter asks for less.
    pub(crate) fn whole_facet(
        &self,
        column: &str,
        filter: &Filter,
        limit: u32,
    ) -> Result<Option<Vec<(Value, u64)>>> {
        let Some(facet) = facet_of(column).filter(|_| *filter == Filter::all()) else {
            return Ok(None);
        };
        let rows = |least: u32| -> Result<Vec<(Value, u64)>> {
            let mut query = self.conn.prepare_cached(&format!(
                "SELECT value, events FROM event_counts WHERE facet = ?1 AND events > {least} \
                 ORDER BY events DESC, value LIMIT ?2"
            ))?;
            let found = query.query_map((facet, limit), |row| {
                let text: String = row.get(0)?;
                let value = match (text.as_str(), column) {
                    ("", _) => Value::Null,
                    (_, "quad") => text.parse().map_or(Value::Null, Value::Integer),
                    _ => Value::Text(text),
                };
                Ok((value, row.get::<_, i64>(1)? as u64))
            })?;
            Ok(found.collect::<rusqlite::Result<_>>()?)
        };
        let frequent = rows(FREQUENT)?;
        Ok(Some(if frequent.len() == limit as usize { frequent } else { rows(0)? }))
    }

    /// How many events there are; `None` where the filter asks for less.
    pub(crate) fn whole_count(&self, filter: &Filter) -> Result<Option<u64>> {
        if *filter != Filter::all() {
            return Ok(None);
        }
        let sql = "SELECT events FROM event_counts WHERE facet = 'total'";
        let found: Option<i64> =
            self.conn.prepare_cached(sql)?.query_row([], |row| row.get(0)).optional()?;
        Ok(Some(found.unwrap_or_default() as u64))
    }

    /// The countries of all events.
    pub(crate) fn whole_countries(&self) -> Result<Vec<CountryCount>> {
        let mut query = self.conn.prepare_cached(
            "SELECT value, events, cooperation, conflict FROM event_counts WHERE facet = 'country' AND events > 0 \
             ORDER BY events DESC, value",
        )?;
        let found = query.query_map([], CountryCount::read)?;
        Ok(found.collect::<rusqlite::Result<_>>()?)
    }

    /// On which days all events begin, with quadrant and number; `exact` for those only whose one day is known.
    pub(crate) fn whole_days(&self, exact: bool) -> Result<Vec<(String, Option<u8>, u64)>> {
        let mut query = self.conn.prepare_cached(
            "SELECT day, nullif(quad, 0), sum(events) FROM day_counts WHERE events > 0 AND exact >= ?1 \
             GROUP BY day, quad ORDER BY day, quad",
        )?;
        let found = query.query_map([exact], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get::<_, i64>(2)? as u64))
        })?;
        Ok(found.collect::<rusqlite::Result<_>>()?)
    }

    /// The pairs of actors with most events between them, in either direction; merged actors are one.
    ///
    /// # Errors
    /// Where the store cannot be read.
    pub fn pairs(&self, limit: u32) -> Result<Vec<PairCount>> {
        let merged = self
            .conn
            .prepare_cached("SELECT 1 FROM actors WHERE merged_into IS NOT NULL")?
            .exists([])?;
        if merged {
            return self.pairs_from(None, limit);
        }
        let frequent = self.pairs_from(Some(FREQUENT), limit)?;
        if frequent.len() == limit as usize {
            Ok(frequent)
        } else {
            self.pairs_from(Some(0), limit)
        }
    }

    /// Pairs of their own ids with more events than that; all pairs, merged actors as one, where no number is given.
    fn pairs_from(&self, least: Option<u32>, limit: u32) -> Result<Vec<PairCount>> {
        let sql = match least {
            Some(least) => format!(
                "SELECT a, b, events, cooperation, conflict, round(intensity / 1000.0 / nullif(rated, 0), 2) \
                 FROM pair_counts WHERE events > {least} ORDER BY events DESC, a, b LIMIT ?1"
            ),
            None => "SELECT min(x, y), max(x, y), sum(events), sum(cooperation), sum(conflict), \
                     round(sum(intensity) / 1000.0 / nullif(sum(rated), 0), 2) FROM ( \
                       SELECT ifnull(n.merged_into, c.a) AS x, ifnull(m.merged_into, c.b) AS y, c.events, c.cooperation, \
                         c.conflict, c.rated, c.intensity \
                       FROM pair_counts c JOIN actors n ON n.id = c.a JOIN actors m ON m.id = c.b WHERE c.events > 0 \
                     ) WHERE x <> y GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2 LIMIT ?1"
                .to_owned(),
        };
        self.pairs_of(&sql, &[Value::Integer(i64::from(limit))])
    }

    fn pairs_of(&self, sql: &str, params: &[Value]) -> Result<Vec<PairCount>> {
        let mut query = self.conn.prepare_cached(sql)?;
        let found = query.query_map(params_from_iter(params), |row| {
            let number = |i: usize| Ok::<_, rusqlite::Error>(row.get::<_, i64>(i)? as u64);
            Ok(PairCount {
                a: row.get(0)?,
                b: row.get(1)?,
                events: number(2)?,
                cooperation: number(3)?,
                conflict: number(4)?,
                intensity: row.get(5)?,
            })
        })?;
        Ok(found.collect::<rusqlite::Result<_>>()?)
    }
}
