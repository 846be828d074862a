//! Inserting the rows of a table, several with one statement.
//!
//! A statement that inserts eight rows opens the table and its indexes once, not eight times. It fails without undoing the
//! rows before the failing one, so that `SQLite` need not keep copies of pages for it; whoever inserts takes them out again
//! ([`Written`]).

use crate::Result;
use crate::columns::{Rows, TABLES, Table};
use crate::value::Value;
use rusqlite::{CachedStatement, Connection, ErrorCode, params_from_iter};
use std::collections::HashMap;
use std::sync::LazyLock;

/// How many rows a statement inserts, the largest that fits first.
const SIZES: [usize; 3] = [32, 8, 1];

/// The rows that were inserted, by table and number.
#[derive(Debug, Default)]
pub(crate) struct Written {
    rows: Vec<(&'static str, i64, i64)>,
    /// Whether a statement failed in a way that leaves open what it did.
    unsure: bool,
}

impl Written {
    /// Forgets them.
    pub(crate) fn clear(&mut self) {
        self.rows.clear();
        self.unsure = false;
    }

    /// Takes them out again; says whether that is known to be all of them.
    pub(crate) fn take_out(&mut self, conn: &Connection) -> Result<bool> {
        for (table, first, last) in std::mem::take(&mut self.rows).into_iter().rev() {
            let sql = format!("DELETE FROM {table} WHERE rowid BETWEEN ?1 AND ?2");
            conn.prepare_cached(&sql)?.execute((first, last))?;
        }
        Ok(!self.unsure)
    }
}

/// Statements by table and number of rows.
static STATEMENTS: LazyLock<HashMap<(&str, usize), String>> = LazyLock::new(|| {
    let tables = TABLES.iter().copied();
    tables.flat_map(|t| SIZES.map(|n| ((t.name, n), statement(t, n)))).collect()
});

fn statement(table: &Table, rows: usize) -> String {
    // Two actors of one article may turn out to be the same, and a run is written by all who use it: the first stands.
    let or = match table.rows {
        Rows::List(["actors"]) | Rows::Nested(["actors"], _) => "IGNORE",
        _ if table.name == "runs" => "IGNORE",
        _ => "FAIL",
    };
    let names: Vec<&str> = table.columns.iter().map(|c| c.name).collect();
    let marks = format!("({})", vec!["?"; names.len()].join(", "));
    let (name, names, marks) = (table.name, names.join(", "), vec![marks; rows].join(", "));
    format!("INSERT OR {or} INTO {name} ({names}) VALUES {marks}")
}

fn prepared<'c>(
    conn: &'c Connection,
    table: &Table,
    rows: usize,
) -> rusqlite::Result<CachedStatement<'c>> {
    match STATEMENTS.get(&(table.name, rows)) {
        Some(sql) => conn.prepare_cached(sql),
        None => conn.prepare_cached(&statement(table, rows)),
    }
}

/// Inserts rows, and says which.
pub(crate) fn insert(
    conn: &Connection,
    table: &'static Table,
    mut rows: &[Vec<Value>],
    written: &mut Written,
) -> Result<()> {
    for size in SIZES {
        if rows.len() < size {
            continue;
        }
        let mut insert = prepared(conn, table, size)?;
        while let Some((now, later)) = rows.split_at_checked(size) {
            let done = insert.execute(params_from_iter(now.iter().flatten()));
            let n = match &done {
                Ok(n) => *n as i64,
                Err(e) if e.sqlite_error_code() == Some(ErrorCode::ConstraintViolation) => {
                    conn.changes() as i64
                }
                Err(_) => {
                    written.unsure = true;
                    0
                }
            };
            if n > 0 {
                // Numbers are given in order.
                let last = conn.last_insert_rowid();
                written.rows.push((table.name, last - n + 1, last));
            }
            done?;
            rows = later;
        }
    }
    Ok(())
}
