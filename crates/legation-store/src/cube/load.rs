//! From the tables into the columns of the [`Cube`], all of them or those of articles that changed.

use super::{Article, Cube, Item, NO_DAY, NONE, Place, Records, Status, UNRATED};
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
        if lost || now.layout != was.layout || self.all().iter().any(|r| r.gone > r.items.len() / 2)
        {
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
            let known = self.article_ids.among(&changed).contains(&true);
            self.forget(&changed);
            self.read(conn, Some(&changed))?;
            // Actors that an article names no more, or that somebody merged, stand in no list.
            if known || now.corrections != was.corrections {
                self.read_actors(conn, &Scope(None))?;
            }
        }
        self.copies(conn)?;
        self.seen = now;
        let whole = self.articles.len() as i64 == now.articles;
        Ok(whole && self.events.items.len() as u64 <= Self::MOST)
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

    /// Takes the records of articles out.
    fn forget(&mut self, articles: &[String]) {
        let changed = self.article_ids.among(articles);
        if !changed.contains(&true) {
            return;
        }
        for records in [&mut self.events, &mut self.statements, &mut self.figures] {
            for item in &mut records.items {
                if item.status != Status::Gone && changed[item.article as usize] {
                    item.status = Status::Gone;
                    records.gone += 1;
                }
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

    /// Reads the records of articles, or all of them, and what belongs to them.
    fn read(&mut self, conn: &Connection, only: Option<&[String]>) -> Result<()> {
        let first = self.events.items.len();
        let scope = Scope(only.map(|articles| serde_json::json!(articles).to_string()));
        scope.each(conn, "SELECT r.id, r.row, r.publisher FROM {articles} r", &mut |row| {
            let known = self.articles.len();
            let number = self.article_ids.number(text(row, 0)?) as usize;
            let publisher = or_null(row, 2)?.map_or(NONE, |name| self.publishers.number(name));
            let article = Article { row: row.get(1)?, publisher, copy: false };
            if number == known {
                self.articles.push(article);
            } else {
                self.articles[number] = article;
            }
            Ok(())
        })?;
        let speakers = self.read_statements(conn, &scope)?;
        let columns = "r.type, r.other_type, r.mode, r.attribution <> '[]', r.factuality, r.intensity, r.confidence, r.quad, \
                       r.symmetric, r.contexts, r.place, r.place_country, r.place_lat, r.place_lon";
        let (mut events, mut contexts) = (HashMap::new(), Vec::new());
        scope.each(conn, &records("events", columns), &mut |row| {
            let at = self.events.items.len() as u32;
            events.insert(key(text(row, 0)?), at);
            let intensity: Option<f64> = row.get(LONE + 5)?;
            let of: Vec<String> = serde_json::from_str(text(row, LONE + 9)?).unwrap_or_default();
            contexts.extend(of.iter().map(|context| (at, self.context_ids.number(context))));
            let item = Item {
                factuality: self.factualities.number(text(row, LONE + 4)?) as u8,
                intensity: intensity.map_or(UNRATED, |i| (i * 1000.0).round() as i32),
                confidence: row.get(LONE + 6)?,
                quad: row.get::<_, Option<u8>>(LONE + 7)?.unwrap_or(0),
                symmetric: row.get(LONE + 8)?,
                place: self.place(row, LONE + 10)?,
                ..self.item(row)?
            };
            self.events.items.push(item);
            Ok(())
        })?;
        self.events.contexts.fill(first, self.events.items.len(), contexts);
        let sql = "SELECT x.event, x.actor, x.role = 'target' FROM {events of event_actors} x";
        let parts = self.parts(conn, &scope, sql, &events)?;
        let sql = "SELECT x.event, x.statement FROM {events of event_statements} x";
        let said = said(conn, &scope, sql, &events, &speakers)?;
        self.events.belong(first, parts, said);
        self.read_figures(conn, &scope, &speakers)?;
        self.countries_of(conn, &scope, first)?;
        self.read_actors(conn, &scope)?;
        self.pairs_of(first);
        Ok(())
    }

    /// Reads statements. Returns who makes them.
    fn read_statements(&mut self, conn: &Connection, scope: &Scope) -> Result<Numbers> {
        let first = self.statements.items.len();
        let columns = "r.act, r.cue_class, r.manner, r.within IS NOT NULL, r.speaker, r.via";
        let (mut statements, mut speakers) = (Numbers::new(), Numbers::new());
        let (mut parts, mut said) = (Vec::new(), Vec::new());
        scope.each(conn, &records("statements", columns), &mut |row| {
            let at = self.statements.items.len() as u32;
            let id = key(text(row, 0)?);
            statements.insert(id, at);
            if let Some(speaker) = or_null(row, LONE + 4)? {
                let speaker = self.actor_ids.number(speaker);
                speakers.insert(id, speaker);
                said.push((at, speaker));
                parts.push((at, 2 * speaker));
            }
            if let Some(via) = or_null(row, LONE + 5)? {
                parts.push((at, 2 * self.actor_ids.number(via) + 1));
            }
            let item = self.item(row)?;
            self.statements.items.push(item);
            Ok(())
        })?;
        let sql = "SELECT x.statement, x.actor, 1 FROM {statements of statement_actors} x";
        parts.extend(self.parts(conn, scope, sql, &statements)?);
        self.statements.belong(first, parts, said);
        Ok(speakers)
    }

    fn read_figures(&mut self, conn: &Connection, scope: &Scope, speakers: &Numbers) -> Result<()> {
        let first = self.figures.items.len();
        let mut figures = Numbers::new();
        let columns = "r.unit, NULL, NULL, r.attribution <> '[]'";
        scope.each(conn, &records("figures", columns), &mut |row| {
            figures.insert(key(text(row, 0)?), self.figures.items.len() as u32);
            let item = self.item(row)?;
            self.figures.items.push(item);
            Ok(())
        })?;
        let sql = "SELECT x.figure, x.actor, x.role = 'object' FROM {figures of figure_actors} x";
        let parts = self.parts(conn, scope, sql, &figures)?;
        let sql = "SELECT x.figure, x.statement FROM {figures of figure_statements} x";
        let said = said(conn, scope, sql, &figures, speakers)?;
        self.figures.belong(first, parts, said);
        Ok(())
    }

    /// Who takes part in records: the query gives record, actor and whether on the other side.
    fn parts(
        &mut self,
        conn: &Connection,
        scope: &Scope,
        sql: &str,
        records: &Numbers,
    ) -> Result<Vec<(u32, u32)>> {
        let mut parts = Vec::with_capacity(2 * records.len());
        scope.each(conn, sql, &mut |row| {
            if let Some(&record) = records.get(&key(text(row, 0)?)) {
                let other_side: u32 = row.get(2)?;
                parts.push((record, 2 * self.actor_ids.number(text(row, 1)?) + other_side));
            }
            Ok(())
        })?;
        Ok(parts)
    }

    /// What all records have, from a row of [`records`].
    fn item(&mut self, row: &rusqlite::Row<'_>) -> Result<Item> {
        let day = |at: usize| Ok::<_, crate::Error>(or_null(row, at)?.map_or(NO_DAY, day));
        let (from, to) = (day(3)?, day(4)?);
        let number = |names: &mut super::Names, at: usize| -> Result<u32> {
            Ok(or_null(row, at)?.map_or(NONE, |name| names.number(name)))
        };
        Ok(Item {
            row: row.get(1)?,
            id: super::page::beginning(text(row, 0)?),
            article: self.article_ids.number(text(row, 2)?),
            from,
            to: if to == NO_DAY { from } else { to },
            exact: from == to && from != NO_DAY,
            rule: number(&mut self.rules, 5)?,
            status: match text(row, 6)? {
                "withdrawn" => Status::Withdrawn,
                "added" => Status::Added,
                _ => Status::Coded,
            },
            kind: number(&mut self.kinds, LONE)?,
            other: number(&mut self.others, LONE + 1)?,
            mode: number(&mut self.modes, LONE + 2)?,
            attributed: row.get(LONE + 3)?,
            intensity: UNRATED,
            confidence: 0.0,
            place: NONE,
            factuality: 0,
            quad: 0,
            symmetric: false,
        })
    }

    fn place(&mut self, row: &rusqlite::Row<'_>, at: usize) -> Result<u32> {
        let Some(name) = row.get::<_, Option<String>>(at)? else { return Ok(NONE) };
        let country: Option<String> = row.get(at + 1)?;
        let (lat, lon): (Option<f64>, Option<f64>) = (row.get(at + 2)?, row.get(at + 3)?);
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

    /// The countries of the participants as their articles have them.
    fn countries_of(&mut self, conn: &Connection, scope: &Scope, first: usize) -> Result<()> {
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
        for event in first..self.events.items.len() {
            let article = self.events.items[event].article;
            let parts = self.events.actors.of(event);
            let country = |part: &u32| at_the_time.get(&(article, part / 2)).copied();
            let mut countries: Vec<u32> = parts.iter().filter_map(country).collect();
            countries.sort_unstable();
            countries.dedup();
            self.countries.push(countries);
        }
        drop(at_the_time);
        Ok(())
    }

    /// Which pairs of actors the events are between, each once.
    fn pairs_of(&mut self, first: usize) {
        let mut pairs = Vec::new();
        for event in first..self.events.items.len() {
            pairs.clear();
            let parts = self.events.actors.of(event);
            let symmetric = self.events.items[event].symmetric;
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

impl Records {
    /// Adds who takes part in the records from `first` on, and in whose statements they stand.
    fn belong(&mut self, first: usize, parts: Vec<(u32, u32)>, said: Vec<(u32, u32)>) {
        self.actors.fill(first, self.items.len(), parts);
        self.speakers.fill(first, self.items.len(), said);
    }
}

/// Numbers of records or actors by the short form of an id.
type Numbers = HashMap<u64, u32>;

/// So many columns come before those that are named in [`records`].
const LONE: usize = 7;

/// The query for the records of a table; further columns begin with kind, other kind, mode, and whether somebody says it.
fn records(table: &str, columns: &str) -> String {
    format!(
        "SELECT r.id, r.rowid, r.article, r.date_from, r.date_to, r.rule, r.status, {columns} FROM {{{table}}} r"
    )
}

/// In whose statements records stand.
fn said(
    conn: &Connection,
    scope: &Scope,
    sql: &str,
    records: &Numbers,
    speakers: &Numbers,
) -> Result<Vec<(u32, u32)>> {
    let mut said = Vec::new();
    scope.each(conn, sql, &mut |row| {
        let record = records.get(&key(text(row, 0)?));
        said.extend(record.copied().zip(speakers.get(&key(text(row, 1)?)).copied()));
        Ok(())
    })?;
    Ok(said)
}

/// The articles to be read, as a JSON list; `None` for all.
pub(super) struct Scope(pub(super) Option<String>);

impl Scope {
    /// Asks, with `{table}` for the table's rows of these articles and `{events of table}` for those of their events, or of
    /// whatever records.
    pub(super) fn each(
        &self,
        conn: &Connection,
        sql: &str,
        take: &mut dyn FnMut(&rusqlite::Row<'_>) -> Result<()>,
    ) -> Result<()> {
        let mut out = String::new();
        for (n, part) in sql.split(['{', '}']).enumerate() {
            let table = match (n % 2, part.split_once(" of ")) {
                (0, _) => part.to_owned(),
                (_, of) if self.0.is_none() => of.map_or(part, |(_, table)| table).to_owned(),
                (_, None) => {
                    let key = if part == "articles" { "id" } else { "article" };
                    format!(
                        "(SELECT q.*, q.rowid AS rowid FROM json_each(?1) j CROSS JOIN {part} q ON q.{key} = j.value)"
                    )
                }
                (_, Some((records, table))) => format!(
                    "(SELECT q.* FROM json_each(?1) j CROSS JOIN {records} e ON e.article = j.value \
                     CROSS JOIN {table} q ON q.{} = e.id)",
                    records.trim_end_matches('s')
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

pub(super) fn text<'r>(row: &'r rusqlite::Row<'_>, at: usize) -> Result<&'r str> {
    Ok(row.get_ref(at)?.as_str().map_err(rusqlite::Error::from)?)
}

pub(super) fn or_null<'r>(row: &'r rusqlite::Row<'_>, at: usize) -> Result<Option<&'r str>> {
    Ok(row.get_ref(at)?.as_str_or_null().map_err(rusqlite::Error::from)?)
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
