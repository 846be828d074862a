//! From the tables into the columns of the [`Cube`], all of them or those of articles that changed.

use super::{Actor, Article, Cube, Event, NO_DAY, NONE, Place, Status, UNRATED};
use crate::{Result, Store};
use rusqlite::Connection;
use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};

/// How far a store was read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Seen {
    /// The last write of an article's records, and the last correction: each has a number of its own, higher than all before.
    records: i64,
    corrections: i64,
    articles: i64,
    /// Changes where `SQLite` gives new numbers.
    layout: i64,
}

impl Seen {
    fn of(conn: &Connection) -> Result<Self> {
        let sql = "SELECT (SELECT ifnull(max(rowid), 0) FROM article_json), (SELECT ifnull(max(rowid), 0) FROM corrections), \
                   (SELECT ifnull(sum(records), 0) FROM record_counts WHERE kind = 'articles')";
        let layout = conn.pragma_query_value(None, "schema_version", |row| row.get(0))?;
        Ok(conn.prepare_cached(sql)?.query_row([], |row| {
            let (records, corrections, articles) = (row.get(0)?, row.get(1)?, row.get(2)?);
            Ok(Self { records, corrections, articles, layout })
        })?)
    }
}

/// So many changed articles are read one by one; more are read with all others.
const CHANGED: u32 = 20_000;

impl Cube {
    /// Catches up with the store. False where it cannot: it must then be loaded anew.
    ///
    /// # Errors
    /// Where the store cannot be read; the cube must then be loaded anew as well.
    pub fn renew(&mut self, store: &Store) -> Result<bool> {
        let conn = store.connection();
        let _tx = conn.unchecked_transaction()?;
        let (was, now) = (self.seen, Seen::of(conn)?);
        let lost = now.records < was.records || now.corrections < was.corrections;
        if lost || now.layout != was.layout || self.gone > self.events.len() / 2 {
            return Ok(false);
        }
        if (now.records, now.corrections) != (was.records, was.corrections) {
            let mut query = conn.prepare_cached(
                "SELECT article FROM article_json WHERE rowid > ?1 \
                 UNION SELECT article FROM corrections WHERE rowid > ?2 AND article IS NOT NULL LIMIT ?3",
            )?;
            let changed =
                query.query_map((was.records, was.corrections, CHANGED + 1), |row| row.get(0))?;
            let changed: Vec<String> = changed.collect::<rusqlite::Result<_>>()?;
            if changed.len() > CHANGED as usize {
                return Ok(false);
            }
            // Whatever fails from here on leaves a cube that cannot catch up.
            self.seen.layout = -1;
            self.forget(&changed);
            self.read(conn, Some(&changed))?;
        }
        self.copies(conn)?;
        self.seen = now;
        let whole = self.articles.len() as i64 == now.articles;
        Ok(whole && self.events.len() as u64 <= Self::MOST)
    }

    pub(super) fn read_all(&mut self, store: &Store) -> Result<bool> {
        let conn = store.connection();
        let _tx = conn.unchecked_transaction()?;
        let kept = "SELECT ifnull(sum(records), 0) FROM record_counts WHERE kind = 'events'";
        let events: i64 = conn.query_row(kept, [], |row| row.get(0))?;
        if events as u64 > Self::MOST {
            return Ok(false);
        }
        let seen = Seen::of(conn)?;
        self.read(conn, None)?;
        self.copies(conn)?;
        self.seen = seen;
        Ok(true)
    }

    /// Takes the events of articles out.
    fn forget(&mut self, articles: &[String]) {
        let changed = self.article_ids.among(articles);
        if !changed.contains(&true) {
            return;
        }
        for event in &mut self.events {
            if event.status != Status::Gone && changed[event.article as usize] {
                event.status = Status::Gone;
                self.gone += 1;
            }
        }
    }

    /// Which articles are near-duplicates of others.
    fn copies(&mut self, conn: &Connection) -> Result<()> {
        let sql = "SELECT row FROM articles WHERE duplicate_of IS NOT NULL";
        let mut query = conn.prepare_cached(sql)?;
        let rows = query.query_map([], |row| row.get(0))?;
        let copies: HashSet<i64> = rows.collect::<rusqlite::Result<_>>()?;
        for article in &mut self.articles {
            article.copy = copies.contains(&article.row);
        }
        Ok(())
    }

    /// Reads the events of articles, or all of them, and what belongs to them.
    fn read(&mut self, conn: &Connection, only: Option<&[String]>) -> Result<()> {
        let first = self.events.len();
        let scope = Scope(only.map(|articles| serde_json::json!(articles).to_string()));
        scope.each(conn, "SELECT r.id, r.row, r.publisher FROM {articles} r", &mut |row| {
            let known = self.articles.len();
            let number = self.article_ids.number(text(row, 0)?) as usize;
            let publisher = row.get_ref(2)?.as_str_or_null().map_err(rusqlite::Error::from)?;
            let publisher = publisher.map_or(NONE, |name| self.publishers.number(name));
            let article = Article { row: row.get(1)?, publisher, copy: false };
            if number == known {
                self.articles.push(article);
            } else {
                self.articles[number] = article;
            }
            Ok(())
        })?;
        let mut events: HashMap<u64, u32> = HashMap::new();
        let columns = "r.id, r.article, r.date_from, r.date_to, r.intensity, r.confidence, r.type, r.other_type, r.mode, r.rule, \
                       r.factuality, r.quad, r.status, r.symmetric, r.attribution, r.contexts, r.place, r.place_country, \
                       r.place_lat, r.place_lon, r.rowid";
        scope.each(conn, &format!("SELECT {columns} FROM {{events}} r"), &mut |row| {
            events.insert(key(text(row, 0)?), self.events.len() as u32);
            let event = self.event(row)?;
            self.events.push(event);
            let contexts: Vec<String> = serde_json::from_str(text(row, 15)?).unwrap_or_default();
            let contexts: Vec<u32> = contexts.iter().map(|c| self.context_ids.number(c)).collect();
            self.contexts.push(contexts);
            Ok(())
        })?;
        let end = self.events.len();
        let mut parts = Vec::with_capacity(2 * events.len());
        let sql = "SELECT x.event, x.role, x.actor FROM {events of event_actors} x";
        scope.each(conn, sql, &mut |row| {
            if let Some(&event) = events.get(&key(text(row, 0)?)) {
                let target = u32::from(text(row, 1)? == "target");
                parts.push((event, 2 * self.actor_ids.number(text(row, 2)?) + target));
            }
            Ok(())
        })?;
        self.actors.fill(first, end, parts);
        self.speakers_of(conn, &scope, &events, first)?;
        self.countries_of(conn, &scope, first)?;
        self.pairs_of(first);
        Ok(())
    }

    fn event(&mut self, row: &rusqlite::Row<'_>) -> Result<Event> {
        let or_null = |at: usize| -> Result<Option<&str>> {
            Ok(row.get_ref(at)?.as_str_or_null().map_err(rusqlite::Error::from)?)
        };
        let mut number = |names: fn(&mut Self) -> &mut super::Names, at: usize| -> Result<u32> {
            Ok(or_null(at)?.map_or(NONE, |name| names(self).number(name)))
        };
        let (kind, other) = (number(|c| &mut c.kinds, 6)?, number(|c| &mut c.others, 7)?);
        let (mode, rule) = (number(|c| &mut c.modes, 8)?, number(|c| &mut c.rules, 9)?);
        let factuality = number(|c| &mut c.factualities, 10)?;
        let article = number(|c| &mut c.article_ids, 1)?;
        let day = |at: usize| Ok::<_, crate::Error>(or_null(at)?.map_or(NO_DAY, day));
        let intensity: Option<f64> = row.get(4)?;
        let (from, to) = (day(2)?, day(3)?);
        Ok(Event {
            row: row.get(20)?,
            id: super::page::beginning(text(row, 0)?),
            article,
            from,
            to: if to == NO_DAY { from } else { to },
            intensity: intensity.map_or(UNRATED, |i| (i * 1000.0).round() as i32),
            confidence: row.get(5)?,
            kind,
            other,
            mode,
            place: self.place(row)?,
            rule,
            factuality: factuality as u8,
            quad: row.get::<_, Option<u8>>(11)?.unwrap_or(0),
            status: match text(row, 12)? {
                "withdrawn" => Status::Withdrawn,
                "added" => Status::Added,
                _ => Status::Coded,
            },
            exact: from == to && from != NO_DAY,
            symmetric: row.get(13)?,
            attributed: text(row, 14)? != "[]",
        })
    }

    fn place(&mut self, row: &rusqlite::Row<'_>) -> Result<u32> {
        let Some(name) = row.get::<_, Option<String>>(16)? else { return Ok(NONE) };
        let country: Option<String> = row.get(17)?;
        let (lat, lon): (Option<f64>, Option<f64>) = (row.get(18)?, row.get(19)?);
        let key = format!("{name}\0{country:?}\0{lat:?}\0{lon:?}");
        let next = self.places.len() as u32;
        let number = *self.place_ids.entry(key).or_insert(next);
        if number == next {
            self.places.push(Place {
                name: name.into(),
                country: country.map(Into::into),
                lat,
                lon,
            });
        }
        Ok(number)
    }

    /// Who says what the events stand in.
    fn speakers_of(
        &mut self,
        conn: &Connection,
        scope: &Scope,
        events: &HashMap<u64, u32>,
        first: usize,
    ) -> Result<()> {
        let mut speakers: HashMap<u64, u32> = HashMap::new();
        let sql = "SELECT r.id, r.speaker FROM {statements} r WHERE r.speaker IS NOT NULL";
        scope.each(conn, sql, &mut |row| {
            speakers.insert(key(text(row, 0)?), self.actor_ids.number(text(row, 1)?));
            Ok(())
        })?;
        let mut said = Vec::new();
        let sql = "SELECT x.event, x.statement FROM {events of event_statements} x";
        scope.each(conn, sql, &mut |row| {
            let event = events.get(&key(text(row, 0)?));
            said.extend(event.copied().zip(speakers.get(&key(text(row, 1)?)).copied()));
            Ok(())
        })?;
        self.speakers.fill(first, self.events.len(), said);
        Ok(())
    }

    /// The countries of the participants: in their articles, for counting, and over all, for filters.
    fn countries_of(&mut self, conn: &Connection, scope: &Scope, first: usize) -> Result<()> {
        self.about.resize(self.actor_ids.list.len(), Actor::default());
        let mut at_the_time: HashMap<(u32, u32), u32> = HashMap::new();
        let sql = "SELECT r.article, r.actor, r.country FROM {article_actors} r WHERE r.country IS NOT NULL";
        scope.each(conn, sql, &mut |row| {
            let article = self.article_ids.by.get(text(row, 0)?);
            let actor = self.actor_ids.by.get(text(row, 1)?);
            if let Some((&article, &actor)) = article.zip(actor) {
                let country = self.country_ids.number(text(row, 2)?);
                at_the_time.insert((article, actor), country);
            }
            Ok(())
        })?;
        for event in first..self.events.len() {
            let article = self.events[event].article;
            let parts = self.actors.of(event);
            let country = |part: &u32| at_the_time.get(&(article, part / 2)).copied();
            let mut countries: Vec<u32> = parts.iter().filter_map(country).collect();
            countries.sort_unstable();
            countries.dedup();
            self.countries.push(countries);
        }
        drop(at_the_time);
        let sql = if scope.0.is_none() {
            "SELECT n.id, n.country, n.sectors FROM actors n"
        } else {
            "SELECT n.id, n.country, n.sectors FROM actors n WHERE n.id IN (SELECT r.actor FROM {article_actors} r)"
        };
        scope.each(conn, sql, &mut |row| {
            let Some(&number) = self.actor_ids.by.get(text(row, 0)?) else { return Ok(()) };
            let country = row.get_ref(1)?.as_str_or_null().map_err(rusqlite::Error::from)?;
            let sectors: Vec<String> = serde_json::from_str(text(row, 2)?).unwrap_or_default();
            let bits =
                sectors.iter().map(|s| 1_u64.checked_shl(self.sector_ids.number(s)).unwrap_or(0));
            self.about[number as usize] = Actor {
                country: country.map_or(u16::MAX, |c| self.country_ids.number(c) as u16),
                sectors: bits.fold(0, |all, bit| all | bit),
            };
            Ok(())
        })
    }

    /// Which pairs of actors the events are between, each once.
    fn pairs_of(&mut self, first: usize) {
        let mut pairs = Vec::new();
        for event in first..self.events.len() {
            pairs.clear();
            let parts = self.actors.of(event);
            let symmetric = self.events[event].symmetric;
            for source in parts.iter().filter(|part| *part % 2 == 0).map(|part| part / 2) {
                for part in parts {
                    let other = part / 2;
                    if source != other && (part % 2 == 1 || symmetric) {
                        let (a, b) = (self.actor_ids.get(source), self.actor_ids.get(other));
                        pairs.push(if a <= b { (source, other) } else { (other, source) });
                    }
                }
            }
            pairs.sort_unstable();
            pairs.dedup();
            let numbers: Vec<u32> = pairs
                .iter()
                .map(|pair| {
                    let next = self.pair_list.len() as u32;
                    let number = *self.pair_ids.entry(*pair).or_insert(next);
                    if number == next {
                        self.pair_list.push(*pair);
                    }
                    number
                })
                .collect();
            self.pairs.push(numbers);
        }
    }
}

/// The articles to be read, as a JSON list; `None` for all.
struct Scope(Option<String>);

impl Scope {
    /// Asks, with `{table}` for the table's rows of these articles and `{events of table}` for those of their events.
    fn each(
        &self,
        conn: &Connection,
        sql: &str,
        take: &mut dyn FnMut(&rusqlite::Row<'_>) -> Result<()>,
    ) -> Result<()> {
        let mut out = String::new();
        for (n, part) in sql.split(['{', '}']).enumerate() {
            let table = match (n % 2, part.strip_prefix("events of ")) {
                (0, _) => part.to_owned(),
                (_, None) if self.0.is_none() => part.to_owned(),
                (_, Some(table)) if self.0.is_none() => table.to_owned(),
                (_, None) => {
                    let key = if part == "articles" { "id" } else { "article" };
                    format!(
                        "(SELECT q.*, q.rowid AS rowid FROM json_each(?1) j CROSS JOIN {part} q ON q.{key} = j.value)"
                    )
                }
                (_, Some(table)) => format!(
                    "(SELECT q.* FROM json_each(?1) j CROSS JOIN events e ON e.article = j.value CROSS JOIN {table} q ON q.event = e.id)"
                ),
            };
            out.push_str(&table);
        }
        let mut query = conn.prepare_cached(&out)?;
        let mut rows = match &self.0 {
            Some(articles) => query.query([articles])?,
            None => query.query([])?,
        };
        while let Some(row) = rows.next()? {
            take(row)?;
        }
        Ok(())
    }
}

fn text<'r>(row: &'r rusqlite::Row<'_>, at: usize) -> Result<&'r str> {
    Ok(row.get_ref(at)?.as_str().map_err(rusqlite::Error::from)?)
}

/// A short form of an id, while events are read. That two of ten million are the same is less likely than one in 100,000.
fn key(id: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    id.hash(&mut hasher);
    hasher.finish()
}

/// A day as a number: 20221230.
pub(super) fn day(text: &str) -> i32 {
    let part = |from: usize, to: usize| text.get(from..to).and_then(|t| t.parse::<i32>().ok());
    match (part(0, 4), part(5, 7), part(8, 10)) {
        (Some(year), Some(month), Some(day)) => year * 10_000 + month * 100 + day,
        _ => NO_DAY,
    }
}
