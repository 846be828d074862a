//! [`Writer`]: articles into the store, each whole or not at all.
//!
//! Articles are gathered in one transaction and become durable together: with [`Writer::commit`], or by themselves
//! every [`Writer::BATCH`] articles and once a second, so that others who want to write need not wait long. Each article has a savepoint, so that one that cannot be written leaves nothing
//! behind and does not hurt the others. What `commit` counts has reached the disk; whatever it has not yet counted is
//! rolled back when the program is killed, and read again by the next run.

use crate::columns::{ACTORS, ARTICLES, From, RUNS, Rows, TABLES, Table};
use crate::flatten::{ActorRow, Prepared};
use crate::value::Value;
use crate::{Error, Result, RunInfo};
use crate::{correct, counts, words};
use legation_core::{Coded, Document};
use rusqlite::{CachedStatement, Connection, OptionalExtension, params_from_iter};
use std::collections::HashSet;
use std::fmt::Write as _;
use std::time::{Duration, Instant};

/// So long a transaction may stay open while articles are coming in.
const LONGEST: Duration = Duration::from_secs(1);

/// What became of an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It is new.
    New,
    /// It was here, exactly so.
    Same,
    /// It was here as another run coded it; its records were replaced.
    Replaced,
}

/// Writes articles. Dropping it commits what is pending, as far as possible.
#[derive(Debug)]
pub struct Writer<'s> {
    conn: &'s Connection,
    open: Option<Instant>,
    pending: u64,
    committed: u64,
    runs: HashSet<String>,
    /// Articles of this transaction whose share is not in the counts yet.
    uncounted: Vec<String>,
}

impl<'s> Writer<'s> {
    /// After so many articles the transaction is committed.
    pub const BATCH: u64 = 256;

    pub(crate) fn new(conn: &'s Connection) -> Self {
        // Every article's savepoint keeps copies of pages; in a file they cost more than the pages themselves. A connection
        // that cannot be told so only writes more slowly.
        let _ = conn.pragma_update(None, "temp_store", "MEMORY");
        Self {
            conn,
            open: None,
            pending: 0,
            committed: 0,
            runs: HashSet::new(),
            uncounted: Vec::new(),
        }
    }

    /// Writes an article with its records. It is durable after the next [`commit`](Self::commit).
    pub fn write(&mut self, doc: &Document, coded: &Coded, run: &RunInfo) -> Result<Outcome> {
        self.write_prepared(&Prepared::new(doc, coded)?, run)
    }

    /// Writes an article that was prepared, perhaps by another thread.
    pub fn write_prepared(&mut self, article: &Prepared, run: &RunInfo) -> Result<Outcome> {
        let wrap = |source| match source {
            Error::Full | Error::Busy | Error::Damaged(_) => source,
            source => Error::Article { article: article.id.clone(), source: Box::new(source) },
        };
        self.begin()?;
        if self.uncounted.contains(&article.id) {
            // It comes again, and its share will be taken out.
            counts::put_all(self.conn, &std::mem::take(&mut self.uncounted))?;
        }
        self.conn.execute_batch("SAVEPOINT article")?;
        match self.put(article, &run.fingerprint(), run) {
            Ok(outcome) => {
                self.conn.execute_batch("RELEASE article").map_err(Into::into).map_err(wrap)?;
                if outcome != Outcome::Same {
                    self.pending += 1;
                    self.uncounted.push(article.id.clone());
                }
                let long = self.open.is_some_and(|since| since.elapsed() > LONGEST);
                if self.pending >= Self::BATCH || long {
                    self.commit()?;
                }
                Ok(outcome)
            }
            Err(error) => {
                // On a full disk SQLite has rolled back the whole transaction already.
                if self.conn.is_autocommit() {
                    self.forget();
                } else {
                    self.conn.execute_batch("ROLLBACK TO article; RELEASE article")?;
                }
                Err(wrap(error))
            }
        }
    }

    /// Makes everything written so far durable. Returns how many articles this writer has made durable in all.
    pub fn commit(&mut self) -> Result<u64> {
        if self.open.is_some() {
            if let Err(error) = self.settle() {
                self.abandon();
                return Err(error);
            }
            self.open = None;
            self.committed += std::mem::take(&mut self.pending);
        }
        Ok(self.committed)
    }

    /// Does what is done once for all articles of a transaction, and ends it.
    fn settle(&mut self) -> Result<()> {
        counts::put_all(self.conn, &std::mem::take(&mut self.uncounted))?;
        words::index(self.conn)?;
        Ok(self.conn.execute_batch("COMMIT")?)
    }

    /// How many articles this writer has made durable.
    pub fn committed(&self) -> u64 {
        self.committed
    }

    fn begin(&mut self) -> Result<()> {
        if self.open.is_none() {
            self.conn.execute_batch("BEGIN IMMEDIATE")?;
            self.open = Some(Instant::now());
        }
        Ok(())
    }

    fn abandon(&mut self) {
        if !self.conn.is_autocommit() {
            // Nothing can be done about a failing rollback; the next opening recovers from the log.
            let _ = self.conn.execute_batch("ROLLBACK");
        }
        self.forget();
    }

    /// The transaction is gone.
    fn forget(&mut self) {
        self.open = None;
        self.pending = 0;
        self.runs.clear();
        self.uncounted.clear();
    }

    fn put(&mut self, article: &Prepared, fingerprint: &str, run: &RunInfo) -> Result<Outcome> {
        let known = self
            .conn
            .prepare_cached(
                "SELECT a.run, j.hash FROM articles a JOIN article_json j ON j.article = a.id WHERE a.id = ?1",
            )?
            .query_row([&article.id], |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?)))
            .optional()?;
        if known.as_ref().is_some_and(|(run, hash)| run == fingerprint && *hash == article.hash) {
            return Ok(Outcome::Same);
        }
        if !self.runs.contains(fingerprint) {
            let mut insert = insert(self.conn, &RUNS, "INSERT OR IGNORE")?;
            insert.execute(params_from_iter(run.row()))?;
            self.runs.insert(fingerprint.to_owned());
        }
        if known.is_some() {
            counts::take(self.conn, &article.id)?;
            remove_records(self.conn, &article.id)?;
        }
        for (table, rows) in &article.rows {
            if table.name == ARTICLES.name {
                put_article(self.conn, rows, fingerprint, known.is_some())?;
                for actor in &article.actors {
                    add_actor(self.conn, &article.id, actor)?;
                }
            } else {
                insert_rows(self.conn, table, rows)?;
            }
        }
        self.conn
            .prepare_cached(
                "INSERT OR REPLACE INTO article_json (article, hash, json) VALUES (?1, ?2, ?3)",
            )?
            .execute((&article.id, &article.hash, &article.json))?;
        correct::apply(self.conn, &article.id)?;
        if correct::has_merges(self.conn)? {
            correct::apply_merges(self.conn)?;
        }
        Ok(if known.is_some() { Outcome::Replaced } else { Outcome::New })
    }
}

impl Drop for Writer<'_> {
    fn drop(&mut self) {
        // Whoever wants to know calls `commit`.
        let _ = self.commit();
        let _ = self.conn.pragma_update(None, "temp_store", "DEFAULT");
    }
}

/// The cached statement that inserts a row into a table.
pub(crate) fn insert<'c>(
    conn: &'c Connection,
    table: &Table,
    verb: &str,
) -> rusqlite::Result<CachedStatement<'c>> {
    let mut names = String::new();
    let mut marks = String::new();
    for (i, column) in table.columns.iter().enumerate() {
        let comma = if i == 0 { "" } else { ", " };
        let _ = write!(names, "{comma}{}", column.name);
        let _ = write!(marks, "{comma}?{}", i + 1);
    }
    conn.prepare_cached(&format!("{verb} INTO {} ({names}) VALUES ({marks})", table.name))
}

/// Inserts rows.
pub(crate) fn insert_rows(conn: &Connection, table: &Table, rows: &[Vec<Value>]) -> Result<()> {
    if rows.is_empty() {
        return Ok(());
    }
    // Two actors of one article may turn out to be the same; the first stands.
    let verb = if matches!(table.rows, Rows::List(["actors"]) | Rows::Nested(["actors"], _)) {
        "INSERT OR IGNORE"
    } else {
        "INSERT"
    };
    let mut insert = insert(conn, table, verb)?;
    for row in rows {
        insert.execute(params_from_iter(row))?;
    }
    Ok(())
}

fn put_article(conn: &Connection, rows: &[Vec<Value>], run: &str, known: bool) -> Result<()> {
    let Some(row) = rows.first() else { return Ok(()) };
    let mut row = row.clone();
    if let Some(at) = ARTICLES.position("run") {
        row[at] = Value::Text(run.to_owned());
    }
    if !known {
        insert(conn, &ARTICLES, "INSERT")?.execute(params_from_iter(&row))?;
        return Ok(());
    }
    // What the store has found out about duplicates outlives a new coding.
    let mut sets = Vec::new();
    for (i, column) in ARTICLES.columns.iter().enumerate() {
        if !matches!(column.name, "id" | "duplicate_of") {
            sets.push(format!("{} = ?{}", column.name, i + 1));
        }
    }
    // The parameter of `duplicate_of` must be used somewhere.
    let sql = format!(
        "UPDATE articles SET {}, duplicate_of = ifnull(?{}, duplicate_of) WHERE id = ?1",
        sets.join(", "),
        ARTICLES.position("duplicate_of").unwrap_or_default() + 1
    );
    conn.prepare_cached(&sql)?.execute(params_from_iter(&row))?;
    Ok(())
}

/// Counts an article's mention of an actor in. The actor's values follow the article with the lowest id, so that they
/// do not depend on the order of reading.
fn add_actor(conn: &Connection, article: &str, actor: &ActorRow) -> Result<()> {
    let mut upsert = conn.prepare_cached(
        "INSERT INTO actors (id, name, kind, country, sectors, known, articles, mentions, from_article) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, 1, ?7, ?8) \
         ON CONFLICT (id) DO UPDATE SET articles = articles + 1, mentions = mentions + excluded.mentions",
    )?;
    let [name, kind, country, sectors, known] = &actor.fields;
    upsert.execute((&actor.id, name, kind, country, sectors, known, actor.mentions, article))?;
    let mut follow = conn.prepare_cached(
        "UPDATE actors SET name = ?2, kind = ?3, country = ?4, sectors = ?5, known = ?6, from_article = ?7 \
         WHERE id = ?1 AND from_article > ?7",
    )?;
    follow.execute((&actor.id, name, kind, country, sectors, known, article))?;
    Ok(())
}

/// Takes everything that was coded from an article out again; the article itself stays.
pub(crate) fn remove_records(conn: &Connection, article: &str) -> Result<()> {
    let mut counted = conn.prepare_cached(
        "SELECT x.actor, (SELECT count(*) FROM mentions m WHERE m.article = x.article AND m.actor = x.actor) \
         FROM article_actors x WHERE x.article = ?1 ORDER BY x.actor",
    )?;
    let counted: Vec<(String, i64)> = counted
        .query_map([article], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<rusqlite::Result<_>>()?;
    for table in TABLES.iter().rev().filter(|t| has_article(t)) {
        let sql = format!("DELETE FROM {} WHERE article = ?1", table.name);
        conn.prepare_cached(&sql)?.execute([article])?;
    }
    for (actor, mentions) in counted {
        conn.prepare_cached(
            "UPDATE actors SET articles = articles - 1, mentions = mentions - ?2 WHERE id = ?1",
        )?
        .execute((&actor, mentions))?;
        // A record that a person added to another article may still need the actor.
        conn.prepare_cached(
            "DELETE FROM actors WHERE id = ?1 AND articles = 0 \
             AND NOT EXISTS (SELECT 1 FROM event_actors WHERE actor = ?1) \
             AND NOT EXISTS (SELECT 1 FROM statements WHERE speaker = ?1 OR via = ?1) \
             AND NOT EXISTS (SELECT 1 FROM statement_actors WHERE actor = ?1) \
             AND NOT EXISTS (SELECT 1 FROM figure_actors WHERE actor = ?1) \
             AND NOT EXISTS (SELECT 1 FROM ties WHERE a = ?1 OR b = ?1) \
             AND NOT EXISTS (SELECT 1 FROM assessments WHERE holder = ?1) \
             AND NOT EXISTS (SELECT 1 FROM assessment_actors WHERE actor = ?1)",
        )?
        .execute([&actor])?;
        conn.prepare_cached(
            "UPDATE actors SET (name, kind, country, sectors, known, from_article) = \
             (SELECT x.name, x.kind, x.country, x.sectors, x.known, x.article FROM article_actors x \
              WHERE x.actor = actors.id ORDER BY x.article LIMIT 1) \
             WHERE id = ?1 AND from_article = ?2 AND articles > 0",
        )?
        .execute((&actor, article))?;
    }
    Ok(())
}

fn has_article(table: &Table) -> bool {
    table.name != ACTORS.name && table.columns.iter().any(|c| c.from == From::Article)
}
