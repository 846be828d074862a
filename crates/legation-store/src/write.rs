//! [`Writer`]: articles into the store, each whole or not at all.
//!
//! Articles are gathered in one transaction and become durable together: with [`Writer::commit`], or by themselves
//! every [`Writer::BATCH`] articles and every few seconds, so that others who want to write need not wait long. An article
//! that cannot be written leaves nothing behind and does not hurt the others. What `commit` counts has reached the disk;
//! whatever it has not yet counted is rolled back when the program is killed, and read again by the next run.
//!
//! New articles point at nothing but themselves, which [`Prepared`] has made sure of, so that the database need not check
//! each reference again; and their rows are all new, so that one that fails is taken out by their numbers. Articles that
//! were here before, and corrections by people, are written with the database's own checks and a savepoint each.

use crate::columns::{ACTORS, ARTICLES, From, RUNS, TABLES, Table};
use crate::flatten::Prepared;
use crate::gather::Gatherer;
use crate::insert::{Inserts, Written};
use crate::value::Value;
use crate::{Error, Result, RunInfo};
use crate::{correct, counts, words};
use legation_core::{Coded, Document};
use rusqlite::{Connection, OptionalExtension, params_from_iter};
use std::collections::HashSet;
use std::time::{Duration, Instant};

/// So long a transaction may stay open while articles are coming in.
const LONGEST: Duration = Duration::from_secs(5);

/// Kibibytes of pages that are kept in memory while writing: a batch of articles touches pages all over a large store.
const CACHE_KIB: i64 = 128 << 10;
/// So many pages of 4 kB gather in the log before they go to their places in the store: the longer, the more often a page that was
/// changed several times is written once.
const LOG_PAGES: i64 = 65_536;

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
    /// Whether the database checks references and follows them when rows are taken out.
    checked: bool,
    /// The rows of the article at hand.
    written: Written,
    /// What the articles of this transaction add to actors and counts, where nobody asks for it before the end.
    shares: Gatherer,
    inserts: Inserts<'s>,
}

impl<'s> Writer<'s> {
    /// After so many articles the transaction is committed.
    pub const BATCH: u64 = 2048;

    pub(crate) fn new(conn: &'s Connection) -> Self {
        // A savepoint keeps copies of pages; in a file they cost more than the pages themselves. A connection that cannot be
        // told so only writes more slowly.
        let _ = conn.pragma_update(None, "temp_store", "MEMORY");
        let _ = conn.pragma_update(None, "cache_size", -CACHE_KIB);
        let _ = conn.pragma_update(None, "wal_autocheckpoint", LOG_PAGES);
        let checked = conn.pragma_update(None, "foreign_keys", false).is_err();
        Self {
            conn,
            open: None,
            pending: 0,
            committed: 0,
            runs: HashSet::new(),
            uncounted: Vec::new(),
            checked,
            written: Written::default(),
            shares: Gatherer::new(),
            inserts: Inserts::new(conn),
        }
    }

    /// Prepares what every article needs, so that the first one need not wait for it. To be called while articles are still being
    /// coded; without it, all happens when it is needed.
    ///
    /// # Errors
    /// Where the store cannot be read.
    pub fn ready(&mut self) -> Result<()> {
        self.inserts.ready()
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
        let fingerprint = run.fingerprint();
        self.begin()?;
        let mut known = self.known(article).map_err(wrap)?;
        if known.as_ref().is_some_and(|known| known.is(article, &fingerprint)) {
            self.commit_if_long()?;
            return Ok(Outcome::Same);
        }
        if !self.checked && (known.is_some() || correct::concerns(self.conn, &article.id)?) {
            self.commit()?;
            self.check_references()?;
            self.begin()?;
            // Somebody else may have written meanwhile.
            known = self.known(article).map_err(wrap)?;
        }
        if self.uncounted.contains(&article.id) {
            // It comes again, and its share will be taken out.
            counts::put_all(self.conn, &std::mem::take(&mut self.uncounted))?;
        }
        if self.checked {
            self.conn.execute_batch("SAVEPOINT article")?;
        }
        self.written.clear();
        match self.put(article, known.is_some(), run) {
            Ok(()) => {
                if self.checked {
                    self.conn.execute_batch("RELEASE article").map_err(Into::into).map_err(wrap)?;
                }
                self.pending += 1;
                if self.checked {
                    self.uncounted.push(article.id.clone());
                } else {
                    self.shares.add(&article.share);
                }
                self.commit_if_long()?;
                Ok(if known.is_some() { Outcome::Replaced } else { Outcome::New })
            }
            Err(error) => {
                // On a full disk SQLite has rolled back the whole transaction already.
                if self.conn.is_autocommit() {
                    self.forget();
                } else if self.checked {
                    self.conn.execute_batch("ROLLBACK TO article; RELEASE article")?;
                } else if !self.written.take_out(self.conn).unwrap_or(false) {
                    self.abandon();
                }
                Err(wrap(error))
            }
        }
    }

    /// Writes articles together, each with its run: the rows of all new ones go into a table at once, which is quicker than one article
    /// after the other. Where an article cannot be written the others are, and the first such error is returned.
    pub fn write_all(&mut self, articles: &[(&Prepared, &RunInfo)]) -> Result<Vec<Outcome>> {
        let mut outcomes: Vec<Option<Outcome>> = vec![None; articles.len()];
        self.begin()?;
        if !self.checked && !correct::any(self.conn)? {
            let mut ids = HashSet::new();
            let mut new = Vec::new();
            for (at, (article, _)) in articles.iter().enumerate() {
                if ids.insert(article.id.as_str()) && self.known(article)?.is_none() {
                    new.push(at);
                }
            }
            let together: Vec<(&Prepared, &RunInfo)> = new.iter().map(|at| articles[*at]).collect();
            if self.put_together(&together)? {
                for (at, (article, _)) in new.into_iter().zip(together) {
                    outcomes[at] = Some(Outcome::New);
                    self.shares.add(&article.share);
                    self.pending += 1;
                }
                // The next articles are being coded meanwhile; at the commit somebody may be waiting.
                words::index(self.conn)?;
                self.commit_if_long()?;
            }
        }
        let mut failed = None;
        for ((article, run), outcome) in articles.iter().zip(&mut outcomes) {
            if outcome.is_none() {
                match self.write_prepared(article, run) {
                    Ok(done) => *outcome = Some(done),
                    Err(error @ Error::Article { .. }) => failed = failed.or(Some(error)),
                    Err(error) => return Err(error),
                }
            }
        }
        failed.map_or_else(|| Ok(outcomes.into_iter().flatten().collect()), Err)
    }

    /// Puts new articles in, or none of them; says whether they are in.
    fn put_together(&mut self, articles: &[(&Prepared, &RunInfo)]) -> Result<bool> {
        self.written.clear();
        let Err(error) = self.put_new(articles) else { return Ok(true) };
        if self.conn.is_autocommit() {
            self.forget();
            return Err(error);
        }
        if matches!(error, Error::Full | Error::Busy | Error::Damaged(_))
            || !self.written.take_out(self.conn).unwrap_or(false)
        {
            self.abandon();
            return Err(error);
        }
        Ok(false)
    }

    fn put_new(&mut self, articles: &[(&Prepared, &RunInfo)]) -> Result<()> {
        let mut of_articles = Vec::with_capacity(articles.len());
        for (article, run) in articles {
            let run = self.put_run(run)?;
            of_articles.extend(article.rows_of(ARTICLES.name).map(|row| with_run(row, &run)));
        }
        self.inserts.insert(&ARTICLES, &of_articles, &mut self.written)?;
        // In order of their ids neighbours in the indexes come one after the other.
        let mut ordered: Vec<&Prepared> = articles.iter().map(|(article, _)| *article).collect();
        ordered.sort_unstable_by(|a, b| a.id.cmp(&b.id));
        for table in TABLES.iter().filter(|table| table.name != ARTICLES.name) {
            let rows: Vec<&Vec<Value>> =
                ordered.iter().flat_map(|article| article.rows_of(table.name)).collect();
            self.inserts.insert(table, &rows, &mut self.written)?;
        }
        for article in ordered {
            self.put_json(article)?;
        }
        Ok(())
    }

    /// Sees to it that the store knows the run; returns its fingerprint.
    fn put_run(&mut self, run: &RunInfo) -> Result<String> {
        let fingerprint = run.fingerprint();
        if !self.runs.contains(&fingerprint) {
            self.inserts.insert(&RUNS, &[run.row()], &mut Written::default())?;
            self.runs.insert(fingerprint.clone());
        }
        Ok(fingerprint)
    }

    fn put_json(&self, article: &Prepared) -> Result<()> {
        let sql = "INSERT OR REPLACE INTO article_json (article, hash, json) VALUES (?1, ?2, ?3)";
        let values = (&article.id, &article.hash, &article.json);
        self.conn.prepare_cached(sql)?.execute(values)?;
        Ok(())
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

    fn commit_if_long(&mut self) -> Result<()> {
        let long = self.open.is_some_and(|since| since.elapsed() > LONGEST);
        if self.pending >= Self::BATCH || long {
            self.commit()?;
        }
        Ok(())
    }

    /// Does what is done once for all articles of a transaction, and ends it.
    fn settle(&mut self) -> Result<()> {
        let share = self.shares.take();
        share.put_actors(self.conn)?;
        share.put_counts(self.conn)?;
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

    /// From here on the database checks references itself. It cannot be told so within a transaction.
    fn check_references(&mut self) -> Result<()> {
        self.conn.pragma_update(None, "foreign_keys", true)?;
        self.checked = true;
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
        self.shares.take();
    }

    /// What the store holds of the article.
    fn known(&self, article: &Prepared) -> Result<Option<Known>> {
        let mut query = self.conn.prepare_cached(
            "SELECT a.run, j.hash FROM articles a JOIN article_json j ON j.article = a.id WHERE a.id = ?1",
        )?;
        let known =
            query.query_row([&article.id], |row| Ok(Known { run: row.get(0)?, hash: row.get(1)? }));
        Ok(known.optional()?)
    }

    fn put(&mut self, article: &Prepared, known: bool, run: &RunInfo) -> Result<()> {
        let fingerprint = self.put_run(run)?;
        if known {
            counts::take(self.conn, &article.id)?;
            remove_records(self.conn, &article.id)?;
        }
        for (table, rows) in &article.rows {
            if table.name == ARTICLES.name {
                self.put_article(rows, &fingerprint, known)?;
                if self.checked {
                    article.share.put_actors(self.conn)?;
                }
            } else {
                self.inserts.insert(table, rows, &mut self.written)?;
            }
        }
        self.put_json(article)?;
        if self.checked {
            correct::apply(self.conn, &article.id)?;
            if correct::has_merges(self.conn)? {
                correct::apply_merges(self.conn)?;
            }
        }
        Ok(())
    }

    fn put_article(&mut self, rows: &[Vec<Value>], run: &str, known: bool) -> Result<()> {
        let Some(row) = rows.first() else { return Ok(()) };
        let row = with_run(row, run);
        if !known {
            return self.inserts.insert(&ARTICLES, &[row], &mut self.written);
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
        self.conn.prepare_cached(&sql)?.execute(params_from_iter(&row))?;
        Ok(())
    }
}

/// An article's row, with the run.
fn with_run(row: &[Value], run: &str) -> Vec<Value> {
    let mut row = row.to_vec();
    if let Some(at) = ARTICLES.position("run") {
        row[at] = Value::Text(run.to_owned());
    }
    row
}

/// As what the store knows an article.
struct Known {
    run: String,
    hash: String,
}

impl Known {
    fn is(&self, article: &Prepared, run: &str) -> bool {
        self.run == run && self.hash == article.hash
    }
}

impl Drop for Writer<'_> {
    fn drop(&mut self) {
        // Whoever wants to know calls `commit`.
        let _ = self.commit();
        let _ = self.conn.pragma_update(None, "foreign_keys", true);
        let _ = self.conn.pragma_update(None, "temp_store", "DEFAULT");
        let _ = self.conn.pragma_update(None, "cache_size", -crate::store::CACHE_KIB);
    }
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
