//! [`Error`]: what can go wrong with a store, in words that say what to do.

use std::path::PathBuf;

/// The result of working with a store.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// What went wrong, while doing what, and what to try.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The file cannot be opened.
    #[error("cannot open the store {path}: {source}")]
    Open {
        /// The file.
        path: PathBuf,
        /// What `SQLite` says.
        source: rusqlite::Error,
    },
    /// The file is not a store.
    #[error(
        "{path} is not a Legation store; name another file, or move this one away and a new store is made"
    )]
    NotAStore {
        /// The file.
        path: PathBuf,
    },
    /// A newer program wrote the store.
    #[error(
        "the store has schema version {found}, this program knows versions up to {known}; use a newer legation"
    )]
    Newer {
        /// The version of the file.
        found: u32,
        /// The last version that this program knows.
        known: u32,
    },
    /// The store has an older schema and may not be changed.
    #[error(
        "the store has schema version {found} and cannot be upgraded to {known} because it is read-only; \
         make it writable once, or copy it"
    )]
    Older {
        /// The version of the file.
        found: u32,
        /// The version that this program works with.
        known: u32,
    },
    /// A migration recorded in the file differs from the program's.
    #[error(
        "schema step {version} of the store is not the one this program knows; \
         the file was made by a modified program: export with that one and read again"
    )]
    ForeignSchema {
        /// The step.
        version: u32,
    },
    /// One article could not be written. The others are not affected.
    #[error("article {article} was not written: {source}")]
    Article {
        /// Its id.
        article: String,
        /// What `SQLite` says.
        source: Box<Error>,
    },
    /// The records handed in do not follow the contract.
    #[error("{what} does not follow the record contract: {problem}")]
    Contract {
        /// What was read.
        what: String,
        /// What is wrong.
        problem: String,
    },
    /// A filter asks for something that the table does not have.
    #[error("{table} cannot be narrowed by `{option}`; it is for {}", others.join(", "))]
    Filter {
        /// The table.
        table: &'static str,
        /// What was asked for, as the command line's options (with dashes) and the API's parameters call it.
        option: &'static str,
        /// The tables that can be narrowed so.
        others: Vec<&'static str>,
    },
    /// A page cursor that this program did not make for this query.
    #[error("the page cursor {0:?} does not belong to this query; start again from the first page")]
    Cursor(String),
    /// Nothing in the store has that id.
    #[error("there is no {what} {id} in the store")]
    NotFound {
        /// What was looked for.
        what: &'static str,
        /// The id.
        id: String,
    },
    /// A statement that is not a single read-only question.
    #[error("only a single reading statement (SELECT, WITH … SELECT, EXPLAIN) is allowed: {0}")]
    NotReadOnly(String),
    /// The user's SQL is wrong.
    #[error("SQL: {0}")]
    Sql(String),
    /// The user's SQL took too long.
    #[error("the query was stopped after {0:?}; narrow it or raise the time limit")]
    TooLong(std::time::Duration),
    /// A correction that cannot be applied.
    #[error("the correction cannot be applied: {0}")]
    Correction(String),
    /// The store is damaged.
    #[error(
        "the store is damaged: {0}; restore a backup or read the articles again into a new store"
    )]
    Damaged(String),
    /// The disk is full.
    #[error(
        "the disk is full; nothing of the unfinished articles was kept, free some space and run again"
    )]
    Full,
    /// Another program holds the store.
    #[error(
        "another program is writing to the store and did not finish; wait for it, then run again"
    )]
    Busy,
    /// Something that `SQLite` reports.
    #[error("the store: {0}")]
    Sqlite(rusqlite::Error),
    /// Reading or writing a file beside the store.
    #[error("{path}: {source}")]
    File {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// Writing a format.
    #[error("cannot write {format}: {problem}")]
    Format {
        /// The format.
        format: &'static str,
        /// What went wrong.
        problem: String,
    },
}

impl From<rusqlite::Error> for Error {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(rusqlite::ErrorCode::DiskFull) => Self::Full,
            Some(rusqlite::ErrorCode::DatabaseBusy) => Self::Busy,
            Some(rusqlite::ErrorCode::DatabaseCorrupt | rusqlite::ErrorCode::NotADatabase) => {
                Self::Damaged(error.to_string())
            }
            _ => Self::Sqlite(error),
        }
    }
}

impl Error {
    /// Wraps what went wrong with a file.
    pub(crate) fn file(path: impl Into<PathBuf>) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.into();
        move |source| Self::File { path, source }
    }

    /// Wraps what went wrong while writing a format.
    pub(crate) fn format<E: std::fmt::Display>(format: &'static str) -> impl FnOnce(E) -> Self {
        move |problem| Self::Format { format, problem: problem.to_string() }
    }
}
