//! Inserting the rows of a table, several with one statement.
//!
//! A statement that inserts eight rows opens the table and its indexes once, not eight times. It fails without undoing the
//! rows before the failing one, so that `SQLite` need not keep copies of pages for it; whoever inserts takes them out again
//! ([`Written`]).

use crate::columns::{Rows, TABLES, Table};
use crate::value::Value;
use crate::{Error, Result};
use rusqlite::{Connection, ErrorCode, Statement, params_from_iter};

/// How many rows a statement inserts, the largest that fits first.
const SIZES: [usize; 6] = [32, 16, 8, 4, 2, 1];

/// Tables whose rows have no numbers.
const UNNUMBERED: [&str; 1] = ["mentions"];

/// The rows that were inserted, by table and number; or by article, where rows have none.
#[derive(Debug, Default)]
pub(crate) struct Written {
    rows: Vec<(&'static str, i64, i64)>,
    of_articles: Vec<(&'static str, String)>,
    /// Whether a statement failed in a way that leaves open what it did.
    unsure: bool,
}

impl Written {
    /// Forgets them.
    pub(crate) fn clear(&mut self) {
        self.rows.clear();
        self.of_articles.clear();
        self.unsure = false;
    }

    /// Takes them out again; says whether that is known to be all of them.
    pub(crate) fn take_out(&mut self, conn: &Connection) -> Result<bool> {
        for (table, article) in std::mem::take(&mut self.of_articles) {
            conn.prepare_cached(&format!("DELETE FROM {table} WHERE article = ?1"))?
                .execute([article])?;
        }
        for (table, first, last) in std::mem::take(&mut self.rows).into_iter().rev() {
            let sql = format!("DELETE FROM {table} WHERE rowid BETWEEN ?1 AND ?2");
            conn.prepare_cached(&sql)?.execute((first, last))?;
        }
        Ok(!self.unsure)
    }
}

fn sql(table: &Table, rows: usize) -> String {
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

/// The statements that insert rows, kept for the next article.
#[derive(Debug)]
pub(crate) struct Inserts<'c> {
    conn: &'c Connection,
    /// By table and size.
    statements: Vec<[Option<Statement<'c>>; SIZES.len()]>,
}

impl<'c> Inserts<'c> {
    pub(crate) fn new(conn: &'c Connection) -> Self {
        Self { conn, statements: TABLES.iter().map(|_| [const { None }; SIZES.len()]).collect() }
    }

    /// Prepares the statements of all tables that come from articles, so that the first article need not wait for it.
    pub(crate) fn ready(&mut self) -> Result<()> {
        for (at, table) in TABLES.iter().enumerate().filter(|(_, t)| t.rows != Rows::Store) {
            // Articles come one by one.
            let sizes = if table.rows == Rows::Document { SIZES.len() - 1 } else { 0 };
            let kept = SIZES.into_iter().zip(&mut self.statements[at]).skip(sizes);
            for (size, kept) in kept.filter(|(_, kept)| kept.is_none()) {
                *kept = Some(self.conn.prepare(&sql(table, size))?);
            }
        }
        Ok(())
    }

    /// Inserts rows, and says which.
    pub(crate) fn insert<R: AsRef<[Value]>>(
        &mut self,
        table: &'static Table,
        mut rows: &[R],
        written: &mut Written,
    ) -> Result<()> {
        let Some(at) = TABLES.iter().position(|t| t.name == table.name) else {
            return Err(Error::NotFound { what: "table", id: table.name.to_owned() });
        };
        let numbered = !UNNUMBERED.contains(&table.name);
        if !numbered {
            // The article is the first column.
            let mut articles: Vec<&str> =
                rows.iter().filter_map(|row| row.as_ref().first()?.as_str()).collect();
            articles.dedup();
            let articles = articles.into_iter().map(|article| (table.name, article.to_owned()));
            written.of_articles.extend(articles);
        }
        for (size, kept) in SIZES.into_iter().zip(&mut self.statements[at]) {
            if rows.len() < size {
                continue;
            }
            let insert = match kept {
                Some(insert) => insert,
                None => kept.insert(self.conn.prepare(&sql(table, size))?),
            };
            while let Some((now, later)) = rows.split_at_checked(size) {
                let done = insert.execute(params_from_iter(now.iter().flat_map(AsRef::as_ref)));
                // `SQLite` has little room that is quick to get; statements that wait must not hold it.
                insert.clear_bindings();
                let n = match &done {
                    Ok(n) => *n as i64,
                    Err(e) if e.sqlite_error_code() == Some(ErrorCode::ConstraintViolation) => {
                        self.conn.changes() as i64
                    }
                    Err(_) => {
                        written.unsure = true;
                        0
                    }
                };
                if n > 0 && numbered {
                    // Numbers are given in order.
                    let last = self.conn.last_insert_rowid();
                    written.rows.push((table.name, last - n + 1, last));
                }
                done?;
                rows = later;
            }
        }
        Ok(())
    }
}
