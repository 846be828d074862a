//! The schema and its steps. A newer program opens every older store; an older one refuses a newer store.
//!
//! Each step is an SQL file that runs in a transaction of its own together with the new `user_version`. The file's
//! checksum is kept in `schema_steps`, so that a store changed by other hands is noticed.

use crate::{Error, Result};
use rusqlite::{Connection, TransactionBehavior};
use std::path::Path;

/// The steps in order. A step that has been released is never edited; changes are new steps.
const STEPS: &[(&str, &str)] = &[
    ("records", include_str!("0001_records.sql")),
    ("questions", include_str!("0002_questions.sql")),
    ("counts", include_str!("0003_counts.sql")),
    ("whole", include_str!("0004_whole.sql")),
    ("months", include_str!("0005_months.sql")),
    ("lighter", include_str!("0006_lighter.sql")),
    ("signatures", include_str!("0007_signatures.sql")),
];

/// "LGTN", the mark of a store in the file's header.
const APPLICATION_ID: i32 = 0x4C47_544E;

/// The version that this program writes.
pub const VERSION: u32 = STEPS.len() as u32;

/// The state of a file's schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum State {
    /// An empty file.
    Empty,
    /// A store of that version.
    Version(u32),
}

/// Looks at the header.
pub(crate) fn state(conn: &Connection, path: &Path) -> Result<State> {
    let number = |pragma: &str| conn.query_row(pragma, [], |row| row.get::<_, i64>(0));
    let not_a_store = || Error::NotAStore { path: path.to_owned() };
    let mark = match number("PRAGMA application_id") {
        Err(e) if e.sqlite_error_code() == Some(rusqlite::ErrorCode::NotADatabase) => {
            return Err(not_a_store());
        }
        other => other?,
    };
    let version = number("PRAGMA user_version")? as u32;
    if mark == i64::from(APPLICATION_ID) {
        return Ok(State::Version(version));
    }
    let objects = number("SELECT count(*) FROM sqlite_schema")?;
    if mark == 0 && version == 0 && objects == 0 { Ok(State::Empty) } else { Err(not_a_store()) }
}

/// Brings the file up to [`VERSION`].
pub(crate) fn migrate(conn: &mut Connection, path: &Path) -> Result<()> {
    loop {
        let version = check(conn, path)?;
        if version >= VERSION {
            return Ok(());
        }
        let (name, sql) = STEPS[version as usize];
        let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
        // Another process may have taken this step meanwhile.
        let now: u32 = tx.query_row("PRAGMA user_version", [], |row| row.get(0))?;
        if now != version {
            continue;
        }
        tx.execute_batch(sql)?;
        tx.execute(
            "INSERT INTO schema_steps (version, name, checksum) VALUES (?1, ?2, ?3)",
            (version + 1, name, checksum(sql)),
        )?;
        tx.pragma_update(None, "user_version", version + 1)?;
        tx.pragma_update(None, "application_id", APPLICATION_ID)?;
        tx.commit()?;
    }
}

/// The version of the file, which this program knows and whose steps are this program's.
pub(crate) fn check(conn: &Connection, path: &Path) -> Result<u32> {
    let found = match state(conn, path)? {
        State::Empty => return Ok(0),
        State::Version(found) => found,
    };
    if found > VERSION {
        return Err(Error::Newer { found, known: VERSION });
    }
    let mut steps = conn.prepare("SELECT version, checksum FROM schema_steps ORDER BY version")?;
    let steps = steps.query_map([], |row| Ok((row.get::<_, u32>(0)?, row.get::<_, String>(1)?)))?;
    for step in steps {
        let (version, sum) = step?;
        let known = STEPS.get((version as usize).wrapping_sub(1));
        if known.is_none_or(|(_, sql)| checksum(sql) != sum) {
            return Err(Error::ForeignSchema { version });
        }
    }
    Ok(found)
}

/// The views with what they show: the comment above each.
pub(crate) fn views() -> Vec<(String, String)> {
    let mut views = Vec::new();
    let mut comment = String::new();
    for line in STEPS.iter().flat_map(|(_, sql)| sql.lines()) {
        if let Some(text) = line.strip_prefix("--") {
            if !comment.is_empty() {
                comment.push(' ');
            }
            comment.push_str(text.trim());
            continue;
        }
        if let Some(rest) = line.strip_prefix("CREATE VIEW ") {
            let name = rest.split_whitespace().next().unwrap_or_default();
            // A later step may have made it anew.
            views.retain(|(known, _)| known != name);
            views.push((name.to_owned(), comment.clone()));
        }
        if line.starts_with("DROP VIEW ") {
            continue;
        }
        comment.clear();
    }
    views
}

/// The checksum of a step, over its statements only: line ends and comments may change.
fn checksum(sql: &str) -> String {
    let mut hasher = blake3::Hasher::new();
    for line in sql.lines() {
        let code = line.split("--").next().unwrap_or_default().trim();
        if !code.is_empty() {
            hasher.update(code.as_bytes()).update(b"\n");
        }
    }
    hasher.finalize().to_hex()[..32].to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::columns::TABLES;

    #[test]
    fn sql_and_column_list_agree() {
        let mut conn = Connection::open_in_memory().unwrap();
        migrate(&mut conn, Path::new(":memory:")).unwrap();
        for table in TABLES {
            let mut info = conn.prepare(&format!("PRAGMA table_info({})", table.name)).unwrap();
            let found: Vec<(String, String, bool)> = info
                .query_map([], |r| Ok((r.get(1)?, r.get(2)?, !r.get::<_, bool>(3)?)))
                .unwrap()
                .map(Result::unwrap)
                .filter(|(name, ..)| name != "row")
                .collect();
            let wanted: Vec<_> = table
                .columns
                .iter()
                .map(|c| (c.name.to_owned(), c.kind.sql().to_owned(), c.nullable))
                .collect();
            assert_eq!(found, wanted, "columns of {}", table.name);
        }
    }

    #[test]
    fn a_newer_store_is_refused_and_foreign_files_too() {
        let path = Path::new("x.db");
        let mut conn = Connection::open_in_memory().unwrap();
        migrate(&mut conn, path).unwrap();
        conn.pragma_update(None, "user_version", VERSION + 1).unwrap();
        let refused = migrate(&mut conn, path).unwrap_err();
        assert!(matches!(refused, Error::Newer { found, .. } if found == VERSION + 1));
        assert!(refused.to_string().contains("newer legation"));

        let mut other = Connection::open_in_memory().unwrap();
        other.execute_batch("CREATE TABLE t (x)").unwrap();
        assert!(matches!(migrate(&mut other, path), Err(Error::NotAStore { .. })));
    }

    #[test]
    fn a_changed_step_is_noticed() {
        let path = Path::new("x.db");
        let mut conn = Connection::open_in_memory().unwrap();
        migrate(&mut conn, path).unwrap();
        conn.execute("UPDATE schema_steps SET checksum = 'other' WHERE version = 1", []).unwrap();
        assert!(matches!(migrate(&mut conn, path), Err(Error::ForeignSchema { version: 1 })));
    }
}
