//! [`Store`]: one `SQLite` file of articles and records, opened for writing or for reading only.

use crate::columns::RUNS;
use crate::schema::{self, State};
use crate::value::Value;
use crate::{Error, Result, Writer};
use rusqlite::{Connection, OpenFlags, OptionalExtension};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// From so many rows on, a condition on another table counts as frequent: a page of rows in order of date is then found sooner by
/// testing row after row than by collecting all that meet the condition.
const FREQUENT: u32 = 20_000;
/// Kibibytes of pages that a connection keeps in memory.
pub(crate) const CACHE_KIB: i64 = 64 << 10;
/// How long to wait for another process that is writing.
const BUSY: Duration = Duration::from_secs(20);

/// One file of articles and their records.
///
/// A store is a connection: it may move to another thread, but each thread wants its own. One process writes at a
/// time; any number may read meanwhile and see the state of the last commit.
#[derive(Debug)]
pub struct Store {
    pub(crate) conn: Connection,
    pub(crate) frequent: u32,
    path: PathBuf,
    read_only: bool,
}

impl Store {
    /// Opens the store at `path` for reading and writing, making it or bringing it up to date where needed.
    pub fn open(path: impl AsRef<Path>) -> Result<Self> {
        let path = path.as_ref();
        let wrap = |source| Error::Open { path: path.to_owned(), source };
        let mut conn = Connection::open(path).map_err(wrap)?;
        conn.busy_timeout(BUSY)?;
        schema::check(&conn, path)?;
        conn.pragma_update_and_check(None, "journal_mode", "WAL", |_| Ok(()))?;
        // FULL: a commit has reached the disk before it is reported.
        conn.pragma_update(None, "synchronous", "FULL")?;
        schema::migrate(&mut conn, path)?;
        Self::ready(conn, path, false)
    }

    /// A store in memory, for tests and one-off questions.
    pub fn in_memory() -> Result<Self> {
        let path = Path::new(":memory:");
        let mut conn = Connection::open_in_memory()?;
        schema::migrate(&mut conn, path)?;
        Self::ready(conn, path, false)
    }

    /// Opens a store for reading only, also while another process writes to it.
    ///
    /// A store of an older schema is brought up to date first where the file may be written.
    pub fn open_read_only(path: impl AsRef<Path>) -> Result<Self> {
        let path = path.as_ref();
        let conn = Self::connect_read_only(path)?;
        match schema::state(&conn, path)? {
            State::Version(found) if found < schema::VERSION => {
                drop(conn);
                if Self::open(path).is_err() {
                    return Err(Error::Older { found, known: schema::VERSION });
                }
                Self::ready(Self::connect_read_only(path)?, path, true)
            }
            State::Version(_) => {
                schema::check(&conn, path)?;
                Self::ready(conn, path, true)
            }
            State::Empty => Err(Error::NotAStore { path: path.to_owned() }),
        }
    }

    fn connect_read_only(path: &Path) -> Result<Connection> {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let wrap = |source| Error::Open { path: path.to_owned(), source };
        let conn = Connection::open_with_flags(path, flags).map_err(wrap)?;
        conn.busy_timeout(BUSY)?;
        match conn.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(())) {
            Ok(()) => Ok(conn),
            Err(e) if e.sqlite_error_code() == Some(rusqlite::ErrorCode::CannotOpen) => {
                // A folder that may not be written has no room for the shared-memory file of a store in
                // WAL mode. Nobody else can be writing there either, so the file can be read as it lies.
                let uri = format!("file:{}?immutable=1", escape_uri(path));
                Connection::open_with_flags(uri, flags | OpenFlags::SQLITE_OPEN_URI).map_err(wrap)
            }
            Err(e) if e.sqlite_error_code() == Some(rusqlite::ErrorCode::NotADatabase) => {
                Err(Error::NotAStore { path: path.to_owned() })
            }
            Err(e) => Err(wrap(e)),
        }
    }

    fn ready(conn: Connection, path: &Path, read_only: bool) -> Result<Self> {
        conn.pragma_update(None, "foreign_keys", true)?;
        conn.pragma_update(None, "cache_size", -CACHE_KIB)?;
        conn.set_prepared_statement_cache_capacity(256);
        Ok(Self { conn, frequent: FREQUENT, path: path.to_owned(), read_only })
    }

    /// Changes from how many rows on a condition counts as frequent, which decides how queries run, never what they find.
    pub fn set_frequent(&mut self, rows: u32) {
        self.frequent = rows;
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Whether the store was opened for reading only.
    pub fn is_read_only(&self) -> bool {
        self.read_only
    }

    /// The connection, for questions that this crate does not ask.
    pub fn connection(&self) -> &Connection {
        &self.conn
    }

    /// Starts writing.
    pub fn writer(&mut self) -> Writer<'_> {
        Writer::new(&self.conn)
    }

    /// Whether the article is here as that run codes it.
    pub fn has(&self, article: &str, run: &str) -> Result<bool> {
        let mut query =
            self.conn.prepare_cached("SELECT 1 FROM articles WHERE id = ?1 AND run = ?2")?;
        Ok(query.exists((article, run))?)
    }

    /// The run that coded an article; `None` where the article is not here.
    pub fn run_of(&self, article: &str) -> Result<Option<String>> {
        let mut query = self.conn.prepare_cached("SELECT run FROM articles WHERE id = ?1")?;
        Ok(query.query_row([article], |row| row.get(0)).optional()?)
    }

    /// The runs that coded the articles, by id.
    pub fn runs(&self) -> Result<Vec<crate::Row>> {
        crate::query::rows(&self.conn, &RUNS, "1", &[], "id")
    }

    /// How many articles are here, and how many of them are no copies of others.
    pub fn origins(&self) -> Result<(u64, u64)> {
        let sql = "SELECT count(*), count(*) - count(duplicate_of) FROM articles";
        let count = |row: &rusqlite::Row<'_>| Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?));
        let (all, origins) = self.conn.query_row(sql, [], count)?;
        Ok((all as u64, origins as u64))
    }

    /// Says which articles are near-duplicates: each with the first article of its cluster, or `None` for those that
    /// stand alone. Articles or firsts that are not in the store are passed over.
    pub fn set_duplicates(&mut self, pairs: &[(String, Option<String>)]) -> Result<usize> {
        let tx = self.conn.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
        let mut changed = 0;
        {
            let mut update = tx.prepare(
                "UPDATE articles SET duplicate_of = (SELECT id FROM articles WHERE id = ?2) \
                 WHERE id = ?1 AND duplicate_of IS NOT ?2",
            )?;
            let mut known = tx.prepare("SELECT duplicate_of FROM articles WHERE id = ?1")?;
            for (article, first) in pairs {
                let first = first.as_ref().filter(|first| *first != article);
                let before: Option<Option<String>> =
                    known.query_row([article], |row| row.get(0)).optional()?;
                if before.is_none_or(|before| before.as_ref() == first) {
                    continue;
                }
                let first = first.map_or(Value::Null, |f| Value::Text(f.clone()));
                crate::counts::take(&tx, article)?;
                changed += update.execute((article, &first))?;
                crate::counts::put(&tx, article)?;
            }
        }
        tx.commit()?;
        Ok(changed)
    }
}

/// Escapes what has a meaning in `file:` addresses.
fn escape_uri(path: &Path) -> String {
    path.to_string_lossy().replace('%', "%25").replace('?', "%3f").replace('#', "%23")
}
