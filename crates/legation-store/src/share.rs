//! [`Share`]: what new articles add to the counts and to the actors of the store, gathered over a transaction.
//!
//! It is worked out from the rows that are written anyway, on the threads that prepare them, and comes to the same as
//! [`counts`](crate::counts) finds by asking the store; a known actor's row is then changed once a transaction, not once an
//! article.

use crate::Result;
use crate::columns::{ARTICLE_ACTORS, ARTICLES, EVENT_ACTORS, EVENT_CONTEXTS, EVENTS, Table};
use crate::flatten::{ActorRow, TableRows};
use crate::value::Value;
use rusqlite::Connection;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Events, facts, events with an intensity, the sum of these in thousandths.
type Rated = [i64; 4];
/// Events, cooperation, conflict.
type Balance = [i64; 3];

/// What one or several articles add.
#[derive(Clone, Debug, Default)]
pub(crate) struct Share {
    actors: BTreeMap<String, ActorShare>,
    /// By source, target, month and quadrant.
    dyads: BTreeMap<(String, String, String, i64), Rated>,
    /// By actor, year, role and quadrant.
    years: BTreeMap<(String, String, String, i64), Rated>,
    /// By facet and value.
    kinds: BTreeMap<(&'static str, String), Balance>,
    /// By both actors; beside the balance the events with an intensity and the sum.
    pairs: BTreeMap<(String, String), [i64; 5]>,
    /// The same by day, of events that have one.
    pair_days: BTreeMap<(String, String, String), [i64; 5]>,
    /// The same by month, empty where no day is known.
    pair_months: BTreeMap<(String, String, String), [i64; 5]>,
    /// Rows of the tables that are counted.
    records: BTreeMap<&'static str, i64>,
    /// By day, whether it is exact, and quadrant.
    days: BTreeMap<(String, bool, i64), i64>,
}

/// An actor's mentions, and its values in the article with the lowest id.
#[derive(Clone, Debug)]
struct ActorShare {
    fields: [Value; 5],
    article: String,
    articles: i64,
    mentions: i64,
}

/// One event, as far as it is counted.
struct Event<'r> {
    quad: Option<i64>,
    day: Option<&'r str>,
    rated: Rated,
    balance: Balance,
    symmetric: bool,
    actors: Vec<(&'r str, &'r str)>,
}

impl Share {
    /// What an article adds, from its rows.
    pub(crate) fn of(article: &str, actors: &[ActorRow], rows: &[TableRows]) -> Self {
        let mut share = Self::default();
        for actor in actors {
            let one = ActorShare {
                fields: actor.fields.clone(),
                article: article.to_owned(),
                articles: 1,
                mentions: actor.mentions,
            };
            share.actors.insert(actor.id.clone(), one);
        }
        for (table, _) in crate::months::COUNTED {
            let rows = rows.iter().find(|(t, _)| t.name == table).map_or(0, |(_, r)| r.len());
            share.records.insert(table, rows as i64);
        }
        let mut of_event: HashMap<&str, Vec<(&str, &str)>> = HashMap::new();
        for row in read(rows, &EVENT_ACTORS, ["event", "role", "actor"]) {
            let [event, role, actor] = row.map(text);
            of_event.entry(event).or_default().push((role, actor));
        }
        let mut countries: HashMap<&str, &str> = HashMap::new();
        for row in read(rows, &ARTICLE_ACTORS, ["actor", "country"]) {
            countries.entry(text(row[0])).or_insert_with(|| text(row[1]));
        }
        let mut quads: HashMap<&str, Balance> = HashMap::new();
        let original =
            read(rows, &ARTICLES, ["duplicate_of"]).next().is_some_and(|row| row[0].is_null());
        let columns =
            ["id", "quad", "intensity", "factuality", "symmetric", "type", "date_from", "date_to"];
        for [id, quad, intensity, factuality, symmetric, kind, from, to] in
            read(rows, &EVENTS, columns)
        {
            let quad = quad.as_i64();
            let balance = balance(quad);
            quads.insert(text(id), balance);
            let rating = intensity.as_f64();
            let event = Event {
                quad,
                day: from.as_str(),
                rated: [
                    1,
                    i64::from(matches!(text(factuality), "occurred" | "ongoing")),
                    i64::from(rating.is_some()),
                    (rating.unwrap_or_default() * 1000.0).round() as i64,
                ],
                balance,
                symmetric: symmetric.is_true(),
                actors: of_event.remove(text(id)).unwrap_or_default(),
            };
            share.kind("total", "", balance);
            share.kind("type", text(kind), balance);
            share.kind("quad", &quad.map_or_else(String::new, |q| q.to_string()), balance);
            share.kind("factuality", text(factuality), balance);
            share.event(&event, &countries, original);
            if let Some(day) = event.day {
                let exact = to.as_str() == Some(day);
                *share.days.entry((day.to_owned(), exact, quad.unwrap_or(0))).or_default() += 1;
            }
        }
        for row in read(rows, &EVENT_CONTEXTS, ["event", "context"]) {
            if let Some(balance) = quads.get(text(row[0])) {
                share.kind("context", text(row[1]), *balance);
            }
        }
        share
    }

    fn kind(&mut self, facet: &'static str, value: &str, balance: Balance) {
        add(self.kinds.entry((facet, value.to_owned())).or_default(), balance);
    }

    /// Counts an event's participants.
    fn event(&mut self, event: &Event<'_>, countries: &HashMap<&str, &str>, original: bool) {
        let quad = event.quad.unwrap_or(0);
        let day = event.day.filter(|_| original);
        let mut from = BTreeSet::new();
        for &(role, actor) in &event.actors {
            let facet = if role == "source" { "source" } else { "target" };
            self.kind(facet, actor, event.balance);
            from.extend(countries.get(actor).filter(|c| !c.is_empty()));
            if let Some(year) = day.map(|day| first(day, 4)) {
                let key = (actor.to_owned(), year, role.to_owned(), quad);
                add(self.years.entry(key).or_default(), event.rated);
            }
        }
        for country in from {
            self.kind("country", country, event.balance);
        }
        let mut pairs = BTreeSet::new();
        for &(_, s) in event.actors.iter().filter(|(role, _)| *role == "source") {
            for &(role, t) in &event.actors {
                if role != "target" && !(event.symmetric && t != s) {
                    continue;
                }
                if let Some(month) = day.map(|day| first(day, 7)) {
                    let key = (s.to_owned(), t.to_owned(), month, quad);
                    add(self.dyads.entry(key).or_default(), event.rated);
                }
                if s != t {
                    pairs.insert((s.min(t), s.max(t)));
                }
            }
        }
        let ([events, cooperation, conflict], [.., rated, sum]) = (event.balance, event.rated);
        let counted = [events, cooperation, conflict, rated, sum];
        let month = event.day.map_or_else(String::new, |day| first(day, 7));
        for (a, b) in pairs {
            let (a, b) = (a.to_owned(), b.to_owned());
            if let Some(day) = event.day {
                let key = (day.to_owned(), a.clone(), b.clone());
                add(self.pair_days.entry(key).or_default(), counted);
            }
            let key = (month.clone(), a.clone(), b.clone());
            add(self.pair_months.entry(key).or_default(), counted);
            add(self.pairs.entry((a, b)).or_default(), counted);
        }
    }

    /// Adds what another article adds.
    pub(crate) fn merge(&mut self, other: &Self) {
        for (actor, share) in &other.actors {
            match self.actors.get_mut(actor) {
                None => {
                    self.actors.insert(actor.clone(), share.clone());
                }
                Some(mine) => {
                    mine.articles += share.articles;
                    mine.mentions += share.mentions;
                    if share.article < mine.article {
                        mine.article.clone_from(&share.article);
                        mine.fields.clone_from(&share.fields);
                    }
                }
            }
        }
        merge(&mut self.dyads, &other.dyads);
        merge(&mut self.years, &other.years);
        merge(&mut self.kinds, &other.kinds);
        merge(&mut self.pairs, &other.pairs);
        merge(&mut self.pair_days, &other.pair_days);
        merge(&mut self.pair_months, &other.pair_months);
        for (table, count) in &other.records {
            *self.records.entry(table).or_default() += count;
        }
        for (key, count) in &other.days {
            *self.days.entry(key.clone()).or_default() += count;
        }
    }

    /// Counts the actors' mentions in. An actor's values follow the article with the lowest id, so that they do not depend on the
    /// order of reading.
    pub(crate) fn put_actors(&self, conn: &Connection) -> Result<()> {
        let mut upsert = conn.prepare_cached(
            "INSERT INTO actors (id, name, kind, country, sectors, known, articles, mentions, from_article) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) \
             ON CONFLICT (id) DO UPDATE SET articles = articles + excluded.articles, mentions = mentions + excluded.mentions",
        )?;
        let mut follow = conn.prepare_cached(
            "UPDATE actors SET name = ?2, kind = ?3, country = ?4, sectors = ?5, known = ?6, from_article = ?7 \
             WHERE id = ?1 AND from_article > ?7",
        )?;
        for (id, actor) in &self.actors {
            let [name, kind, country, sectors, known] = &actor.fields;
            let (articles, mentions, article) = (actor.articles, actor.mentions, &actor.article);
            upsert
                .execute((id, name, kind, country, sectors, known, articles, mentions, article))?;
            follow.execute((id, name, kind, country, sectors, known, article))?;
        }
        Ok(())
    }

    /// Puts the events into the counts.
    pub(crate) fn put_counts(&self, conn: &Connection) -> Result<()> {
        let added = "DO UPDATE SET events = events + excluded.events";
        let rated = format!(
            "{added}, facts = facts + excluded.facts, rated = rated + excluded.rated, \
             intensity = intensity + excluded.intensity"
        );
        let balance = format!(
            "{added}, cooperation = cooperation + excluded.cooperation, conflict = conflict + excluded.conflict"
        );
        let mut dyads = conn.prepare_cached(&format!(
            "INSERT INTO dyad_counts (source, target, month, quad, events, facts, rated, intensity) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT (source, target, month, quad) {rated}"
        ))?;
        for ((source, target, month, quad), [n, facts, rated, sum]) in &self.dyads {
            dyads.execute((source, target, month, quad, n, facts, rated, sum))?;
        }
        let mut years = conn.prepare_cached(&format!(
            "INSERT INTO actor_counts (actor, year, role, quad, events, facts, rated, intensity) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT (actor, year, role, quad) {rated}"
        ))?;
        for ((actor, year, role, quad), [n, facts, rated, sum]) in &self.years {
            years.execute((actor, year, role, quad, n, facts, rated, sum))?;
        }
        let mut kinds = conn.prepare_cached(&format!(
            "INSERT INTO event_counts (facet, value, events, cooperation, conflict) \
             VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (facet, value) {balance}"
        ))?;
        for ((facet, value), [n, cooperation, conflict]) in &self.kinds {
            kinds.execute((facet, value, n, cooperation, conflict))?;
        }
        let mut pairs = conn.prepare_cached(&format!(
            "INSERT INTO pair_counts (a, b, events, cooperation, conflict, rated, intensity) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT (a, b) {balance}, rated = rated + excluded.rated, \
             intensity = intensity + excluded.intensity"
        ))?;
        for ((a, b), [n, cooperation, conflict, rated, sum]) in &self.pairs {
            pairs.execute((a, b, n, cooperation, conflict, rated, sum))?;
        }
        for (table, column, periods) in
            [("pair_days", "day", &self.pair_days), ("pair_months", "month", &self.pair_months)]
        {
            let mut pairs = conn.prepare_cached(&format!(
                "INSERT INTO {table} ({column}, a, b, events, cooperation, conflict, rated, intensity) \
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT ({column}, a, b) {balance}, \
                 rated = rated + excluded.rated, intensity = intensity + excluded.intensity"
            ))?;
            for ((period, a, b), [n, cooperation, conflict, rated, sum]) in periods {
                pairs.execute((period, a, b, n, cooperation, conflict, rated, sum))?;
            }
        }
        let mut records = conn.prepare_cached(
            "INSERT INTO record_counts (kind, records) VALUES (?1, ?2) \
             ON CONFLICT (kind) DO UPDATE SET records = records + excluded.records",
        )?;
        for (table, count) in &self.records {
            records.execute((table, count))?;
        }
        let mut days = conn.prepare_cached(&format!(
            "INSERT INTO day_counts (day, exact, quad, events) VALUES (?1, ?2, ?3, ?4) \
             ON CONFLICT (day, exact, quad) {added}"
        ))?;
        for ((day, exact, quad), n) in &self.days {
            days.execute((day, exact, quad, n))?;
        }
        Ok(())
    }
}

/// Some columns of a table's rows.
fn read<'r, const N: usize>(
    rows: &'r [TableRows],
    table: &'static Table,
    columns: [&str; N],
) -> impl Iterator<Item = [&'r Value; N]> {
    let at = columns.map(|column| table.position(column).unwrap_or_default());
    let rows = rows.iter().find(|(t, _)| t.name == table.name).map_or(&[][..], |(_, rows)| rows);
    rows.iter().map(move |row| at.map(|at| &row[at]))
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

fn first(day: &str, n: usize) -> String {
    day.chars().take(n).collect()
}

fn balance(quad: Option<i64>) -> Balance {
    [1, i64::from(quad.is_some_and(|q| q <= 2)), i64::from(quad.is_some_and(|q| q >= 3))]
}

fn add<const N: usize>(to: &mut [i64; N], more: [i64; N]) {
    for (to, more) in to.iter_mut().zip(more) {
        *to += more;
    }
}

fn merge<K: Ord + Clone, const N: usize>(
    to: &mut BTreeMap<K, [i64; N]>,
    from: &BTreeMap<K, [i64; N]>,
) where
    [i64; N]: Default,
{
    for (key, more) in from {
        match to.get_mut(key) {
            Some(to) => add(to, *more),
            None => {
                to.insert(key.clone(), *more);
            }
        }
    }
}
