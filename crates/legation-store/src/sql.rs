//! [`Store::sql`]: the user's own questions, reading only, within limits.

use crate::{Error, Result, Store};
use rusqlite::hooks::{AuthAction, AuthContext, Authorization};
use rusqlite::limits::Limit;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, ErrorCode};
use serde_json::Value as Json;
use std::time::{Duration, Instant};

/// The answer to a question in SQL.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Answer {
    /// The names of the columns.
    pub columns: Vec<String>,
    /// The rows.
    pub rows: Vec<Vec<Json>>,
    /// Whether there are more rows than were asked for.
    pub more: bool,
}

/// The longest text or blob that a question may build.
const LONGEST: i32 = 64 << 20;
/// How many steps of `SQLite`'s machine pass between two looks at the clock.
const STEPS: i32 = 10_000;

/// Pragmas that only tell about the schema, and the one by which full-text search notices changes.
const HARMLESS: [&str; 6] =
    ["data_version", "table_list", "table_info", "table_xinfo", "index_list", "foreign_key_list"];

impl Store {
    /// Answers a single `SELECT`, with at most `limit` rows and within `time`. Nothing can be changed by it, whatever it says.
    pub fn sql(&mut self, query: &str, limit: usize, time: Duration) -> Result<Answer> {
        let guard = Guard::new(&mut self.conn, time)?;
        let started = Instant::now();
        let explain = |error: rusqlite::Error| match error.sqlite_error_code() {
            Some(ErrorCode::OperationInterrupted) => Error::TooLong(started.elapsed().min(time)),
            Some(ErrorCode::AuthorizationForStatementDenied) => {
                Error::NotReadOnly(query.trim().chars().take(80).collect())
            }
            _ if matches!(error, rusqlite::Error::MultipleStatement) => {
                Error::NotReadOnly("there is more than one statement".to_owned())
            }
            _ => Error::Sql(error.to_string()),
        };
        let mut statement = guard.conn.prepare(query).map_err(explain)?;
        if !statement.readonly() {
            return Err(Error::NotReadOnly(query.trim().chars().take(80).collect()));
        }
        let columns: Vec<String> = statement.column_names().map(str::to_owned).collect();
        let mut answer = Answer { columns, ..Answer::default() };
        let width = answer.columns.len();
        let mut rows = statement.query([]).map_err(explain)?;
        while let Some(row) = rows.next().map_err(explain)? {
            if answer.rows.len() == limit {
                answer.more = true;
                break;
            }
            let fields = (0..width).map(|i| Ok(to_json(row.get_ref(i)?)));
            answer.rows.push(fields.collect::<rusqlite::Result<_>>().map_err(explain)?);
        }
        Ok(answer)
    }
}

fn to_json(value: ValueRef<'_>) -> Json {
    match value {
        ValueRef::Null => Json::Null,
        ValueRef::Integer(i) => Json::from(i),
        ValueRef::Real(r) => Json::from(r),
        ValueRef::Text(text) => Json::from(String::from_utf8_lossy(text)),
        ValueRef::Blob(bytes) => Json::from(format!("({} bytes)", bytes.len())),
    }
}

/// Lets nothing but reading through while it lives.
struct Guard<'c> {
    conn: &'c mut Connection,
    longest: i32,
}

impl<'c> Guard<'c> {
    fn new(conn: &'c mut Connection, time: Duration) -> Result<Self> {
        let longest = conn.limit(Limit::SQLITE_LIMIT_LENGTH)?;
        conn.set_limit(Limit::SQLITE_LIMIT_LENGTH, LONGEST)?;
        let guard = Self { conn, longest };
        guard.conn.authorizer(Some(authorize))?;
        let end = Instant::now() + time;
        guard.conn.progress_handler(STEPS, Some(move || Instant::now() >= end))?;
        Ok(guard)
    }
}

impl Drop for Guard<'_> {
    fn drop(&mut self) {
        // Taking a handler away cannot fail on a connection that has one.
        let _ = self.conn.authorizer(None::<fn(AuthContext<'_>) -> Authorization>);
        let _ = self.conn.progress_handler(0, None::<fn() -> bool>);
        let _ = self.conn.set_limit(Limit::SQLITE_LIMIT_LENGTH, self.longest);
    }
}

fn authorize(context: AuthContext<'_>) -> Authorization {
    match context.action {
        AuthAction::Select | AuthAction::Read { .. } | AuthAction::Recursive => {
            Authorization::Allow
        }
        AuthAction::Function { function_name } => match function_name {
            "load_extension" | "fts3_tokenizer" => Authorization::Deny,
            _ => Authorization::Allow,
        },
        AuthAction::Pragma { pragma_name, .. } if HARMLESS.contains(&pragma_name) => {
            Authorization::Allow
        }
        _ => Authorization::Deny,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    #[test]
    fn questions_are_answered_within_limits() {
        let mut store = Store::in_memory().unwrap();
        let query = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i, 'x' AS x FROM n";
        let answer = store.sql(query, 3, SECOND).unwrap();
        assert_eq!(answer.columns, ["i", "x"]);
        assert_eq!(answer.rows.len(), 3);
        assert!(answer.more);
        let endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n";
        let stopped = store.sql(endless, 1, Duration::from_millis(50)).unwrap_err();
        assert!(matches!(stopped, Error::TooLong(_)), "{stopped}");
        // The connection works as before.
        assert_eq!(
            store.sql("SELECT count(*) FROM events", 1, SECOND).unwrap().rows,
            [[Json::from(0)]]
        );
        assert!(
            store
                .sql("SELECT rowid FROM articles_fts WHERE articles_fts MATCH 'talks'", 9, SECOND)
                .is_ok()
        );
    }

    #[test]
    fn the_schema_can_be_asked_for() {
        let mut store = Store::in_memory().unwrap();
        let columns =
            store.sql("SELECT name FROM pragma_table_info('events')", 100, SECOND).unwrap();
        assert_eq!(columns.rows[0][0], "id");
        let tables =
            store.sql("SELECT sql FROM sqlite_schema WHERE name = 'events'", 1, SECOND).unwrap();
        assert!(tables.rows[0][0].as_str().unwrap().contains("-- Who acts."));
    }

    #[test]
    fn nothing_but_reading_is_let_through() {
        let mut store = Store::in_memory().unwrap();
        for bad in [
            "DELETE FROM articles",
            "INSERT INTO schema_steps VALUES (9, 'x', 'y')",
            "DROP TABLE events",
            "ATTACH '/etc/passwd' AS p",
            "PRAGMA writable_schema = 1",
            "PRAGMA journal_mode = DELETE",
            "BEGIN",
            "VACUUM",
            "SELECT load_extension('x')",
            "CREATE TEMP TABLE t (x)",
            "SELECT 1; DELETE FROM articles",
            "INSERT INTO articles_fts (articles_fts) VALUES ('delete-all')",
        ] {
            assert!(store.sql(bad, 1, SECOND).is_err(), "{bad} was let through");
        }
        let wrong = store.sql("SELECT nothing FROM nowhere", 1, SECOND).unwrap_err();
        assert!(wrong.to_string().contains("nowhere"), "{wrong}");
    }
}
