//! Where and on which days things happen: [`Store::places`], [`Store::countries`] and [`Store::days`] count events.

use crate::columns::EVENTS;
use crate::filter::Filter;
use crate::{Result, Store, condition};
use rusqlite::params_from_iter;
use serde::Serialize;

/// Events at a place.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PlaceCount {
    /// The name of the place.
    pub place: String,
    /// ISO 3166 alpha-3 of its country.
    pub country: Option<String>,
    /// Degrees north.
    pub lat: Option<f64>,
    /// Degrees east.
    pub lon: Option<f64>,
    /// How many events happened there.
    pub events: u64,
    /// How many of them are cooperation.
    pub cooperation: u64,
    /// How many are conflict.
    pub conflict: u64,
}

/// A day, a quadrant, and how many events of it begin on that day.
pub type DayCount = (String, Option<u8>, u64);

/// Events in which a country takes part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CountryCount {
    /// ISO 3166 alpha-3.
    pub country: String,
    /// In how many events one of its actors takes part.
    pub events: u64,
    /// How many of them are cooperation.
    pub cooperation: u64,
    /// How many are conflict.
    pub conflict: u64,
}

impl CountryCount {
    /// From a row of the four columns.
    pub(crate) fn read(row: &rusqlite::Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            country: row.get(0)?,
            events: row.get::<_, i64>(1)? as u64,
            cooperation: row.get::<_, i64>(2)? as u64,
            conflict: row.get::<_, i64>(3)? as u64,
        })
    }
}

impl Store {
    /// The places of the events that the filter finds, the busiest first.
    pub fn places(&self, filter: &Filter, limit: u32) -> Result<Vec<PlaceCount>> {
        let condition = condition::build(self, &EVENTS, filter)?;
        let sql = format!(
            "SELECT t.place, t.place_country, avg(t.place_lat), avg(t.place_lon), count(*), \
             total(t.quad <= 2), total(t.quad >= 3) FROM events t \
             WHERE t.place IS NOT NULL AND {} GROUP BY 1, 2 ORDER BY 5 DESC, 1, 2 LIMIT {limit}",
            condition.sql
        );
        let mut statement = self.conn.prepare_cached(&sql)?;
        let found = statement.query_map(params_from_iter(&condition.params), |row| {
            Ok(PlaceCount {
                place: row.get(0)?,
                country: row.get(1)?,
                lat: row.get(2)?,
                lon: row.get(3)?,
                events: row.get::<_, i64>(4)? as u64,
                cooperation: row.get::<_, f64>(5)? as u64,
                conflict: row.get::<_, f64>(6)? as u64,
            })
        })?;
        Ok(found.collect::<rusqlite::Result<_>>()?)
    }

    /// The countries whose actors take part in the events that the filter finds, the busiest first.
    pub fn countries(&self, filter: &Filter) -> Result<Vec<CountryCount>> {
        if *filter == Filter::all() {
            return self.whole_countries();
        }
        let condition = condition::build(self, &EVENTS, filter)?;
        // Each event counts once for a country, however many of its actors take part.
        let sql = format!(
            "SELECT country, count(*), count(*) FILTER (WHERE quad <= 2), count(*) FILTER (WHERE quad >= 3) FROM ( \
               SELECT DISTINCT t.id, t.quad, a.country FROM events t \
               JOIN event_actors x ON x.event = t.id \
               JOIN article_actors a ON a.article = t.article AND a.actor = x.actor \
               WHERE a.country IS NOT NULL AND {} \
             ) GROUP BY 1 ORDER BY 2 DESC, 1",
            condition.sql
        );
        let mut statement = self.conn.prepare_cached(&sql)?;
        let found = statement.query_map(params_from_iter(&condition.params), CountryCount::read)?;
        Ok(found.collect::<rusqlite::Result<_>>()?)
    }

    /// The days on which the events that the filter finds begin, with quadrant and number; `exact` for those only whose one day is
    /// known.
    pub fn days(&self, filter: &Filter, exact: bool) -> Result<Vec<DayCount>> {
        if *filter == Filter::all() {
            return self.whole_days(exact);
        }
        let condition = condition::build(self, &EVENTS, filter)?;
        let known = if exact { "t.date_from = t.date_to" } else { "t.date_from IS NOT NULL" };
        let sql = format!(
            "SELECT t.date_from, t.quad, count(*) FROM events t WHERE {known} AND {} GROUP BY 1, 2 ORDER BY 1, 2",
            condition.sql
        );
        let mut statement = self.conn.prepare_cached(&sql)?;
        let found = statement.query_map(params_from_iter(&condition.params), |row| {
            Ok((row.get(0)?, row.get(1)?, row.get::<_, i64>(2)? as u64))
        })?;
        Ok(found.collect::<rusqlite::Result<_>>()?)
    }
}
