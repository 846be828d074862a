//! [`Share`]: what new articles add to the counts and to the actors of the store, gathered over a transaction.
//!
//! It is worked out from the rows that are written anyway, on the threads that prepare them, and comes to the same as
//! [`counts`](crate::counts) finds by asking the store; a known actor's row is then changed once a transaction, not once an
//! article.

use crate::Result;
use crate::columns::{ARTICLE_ACTORS, ARTICLES, EVENT_ACTORS, EVENT_CONTEXTS, EVENTS, Table};
use crate::flatten::{ActorRow, TableRows};
use crate::value::Value;
use rusqlite::{Connection, ToSql, params_from_iter};
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
    /// The same by day, of events that have one; and by month, empty where no day is known.
    pair_periods: [BTreeMap<(String, String, String), [i64; 5]>; 2],
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
                add(self.pair_periods[0].entry(key).or_default(), counted);
            }
            let key = (month.clone(), a.clone(), b.clone());
            add(self.pair_periods[1].entry(key).or_default(), counted);
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
        for (mine, others) in self.pair_periods.iter_mut().zip(&other.pair_periods) {
            merge(mine, others);
        }
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
        add_rows(
            conn,
            "actors (id, name, kind, country, sectors, known, articles, mentions, from_article)",
            "(id) DO UPDATE SET articles = articles + excluded.articles, mentions = mentions + excluded.mentions",
            self.actors.iter().map(|(id, actor)| {
                let ActorShare { fields: [name, kind, country, sectors, known], .. } = actor;
                let (articles, mentions, from) = (&actor.articles, &actor.mentions, &actor.article);
                [id as &dyn ToSql, name, kind, country, sectors, known, articles, mentions, from]
            }),
        )?;
        let mut follow = conn.prepare_cached(
            "UPDATE actors SET name = ?2, kind = ?3, country = ?4, sectors = ?5, known = ?6, from_article = ?7 \
             WHERE id = ?1 AND from_article > ?7",
        )?;
        // Actors that only one article knows follow that one already.
        for (id, actor) in self.actors.iter().filter(|(_, actor)| actor.fields[4].is_true()) {
            let [name, kind, country, sectors, known] = &actor.fields;
            follow.execute((id, name, kind, country, sectors, known, &actor.article))?;
        }
        Ok(())
    }

    /// Puts the events into the counts.
    pub(crate) fn put_counts(&self, conn: &Connection) -> Result<()> {
        let added = "DO UPDATE SET events = events + excluded.events";
        let sums = "rated = rated + excluded.rated, intensity = intensity + excluded.intensity";
        let rated = format!("{added}, facts = facts + excluded.facts, {sums}");
        let balance = format!(
            "{added}, cooperation = cooperation + excluded.cooperation, conflict = conflict + excluded.conflict"
        );
        add_rows(
            conn,
            "dyad_counts (source, target, month, quad, events, facts, rated, intensity)",
            &format!("(source, target, month, quad) {rated}"),
            self.dyads.iter().map(|((source, target, month, quad), [n, facts, known, sum])| {
                [source as &dyn ToSql, target, month, quad, n, facts, known, sum]
            }),
        )?;
        add_rows(
            conn,
            "actor_counts (actor, year, role, quad, events, facts, rated, intensity)",
            &format!("(actor, year, role, quad) {rated}"),
            self.years.iter().map(|((actor, year, role, quad), [n, facts, known, sum])| {
                [actor as &dyn ToSql, year, role, quad, n, facts, known, sum]
            }),
        )?;
        add_rows(
            conn,
            "event_counts (facet, value, events, cooperation, conflict)",
            &format!("(facet, value) {balance}"),
            self.kinds.iter().map(|((facet, value), [n, cooperation, conflict])| {
                [facet as &dyn ToSql, value, n, cooperation, conflict]
            }),
        )?;
        add_rows(
            conn,
            "pair_counts (a, b, events, cooperation, conflict, rated, intensity)",
            &format!("(a, b) {balance}, {sums}"),
            self.pairs.iter().map(|((a, b), [n, cooperation, conflict, known, sum])| {
                [a as &dyn ToSql, b, n, cooperation, conflict, known, sum]
            }),
        )?;
        for (period, pairs) in ["day", "month"].into_iter().zip(&self.pair_periods) {
            add_rows(
                conn,
                &format!(
                    "pair_{period}s ({period}, a, b, events, cooperation, conflict, rated, intensity)"
                ),
                &format!("({period}, a, b) {balance}, {sums}"),
                pairs.iter().map(|((period, a, b), [n, cooperation, conflict, known, sum])| {
                    [period as &dyn ToSql, a, b, n, cooperation, conflict, known, sum]
                }),
            )?;
        }
        add_rows(
            conn,
            "record_counts (kind, records)",
            "(kind) DO UPDATE SET records = records + excluded.records",
            self.records.iter().map(|(table, count)| [table as &dyn ToSql, count]),
        )?;
        add_rows(
            conn,
            "day_counts (day, exact, quad, events)",
            &format!("(day, exact, quad) {added}"),
            self.days.iter().map(|((day, exact, quad), n)| [day as &dyn ToSql, exact, quad, n]),
        )
    }
}

/// So many rows are added with one statement.
const TOGETHER: usize = 32;

/// Adds rows, or what they count to the rows of the same key; several with one statement, which opens the table once.
fn add_rows<'r, const N: usize>(
    conn: &Connection,
    into: &str,
    conflict: &str,
    rows: impl Iterator<Item = [&'r dyn ToSql; N]>,
) -> Result<()> {
    let marks = format!("({})", vec!["?"; N].join(", "));
    let sql = |rows: usize| {
        let marks = vec![marks.as_str(); rows].join(", ");
        format!("INSERT OR FAIL INTO {into} VALUES {marks} ON CONFLICT {conflict}")
    };
    let rows: Vec<[&dyn ToSql; N]> = rows.collect();
    for (size, rows) in [
        (TOGETHER, rows.chunks_exact(TOGETHER)),
        (1, rows.chunks_exact(TOGETHER).remainder().chunks_exact(1)),
    ] {
        if rows.len() == 0 {
            continue;
        }
        let mut add = conn.prepare_cached(&sql(size))?;
        for rows in rows {
            add.execute(params_from_iter(rows.iter().flatten()))?;
        }
    }
    Ok(())
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
