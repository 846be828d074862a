//! Reading tables: TOML for rules; for facts, tab-separated values with a header line, `#` comments and blank lines.
//! Errors name file and line.

use jiff::civil::Date;
use serde::de::DeserializeOwned;
use std::fmt;

/// What is wrong with a table, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableError {
    /// The table's file name.
    pub file: String,
    /// The line, counted from 1; 0 where the table as a whole is meant.
    pub line: usize,
    /// What is wrong and what was expected.
    pub message: String,
}

impl fmt::Display for TableError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.file, self.line, self.message)
    }
}

impl std::error::Error for TableError {}

/// Reads a table of rules written in TOML; `file` is only used in errors.
///
/// # Errors
/// The first place where `text` is not TOML, or not of the shape of `T`.
pub fn read_toml<T: DeserializeOwned>(file: &str, text: &str) -> Result<T, TableError> {
    toml::from_str(text).map_err(|error| TableError {
        file: file.to_owned(),
        line: error
            .span()
            .and_then(|span| text.get(..span.start))
            .map_or(0, |before| before.matches('\n').count() + 1),
        message: error.message().to_owned(),
    })
}

/// A table of the program itself. Tests compile every one, so that it cannot fail where it is used.
///
/// # Panics
/// Where the table does not compile: the program was built with a broken table.
pub fn builtin<T>(compiled: Result<T, TableError>) -> T {
    compiled.unwrap_or_else(|error| unreachable!("a builtin table does not compile: {error}"))
}

/// A table of facts: a header line with column names, then one row a line.
#[derive(Clone, Debug)]
pub struct Tsv<'t> {
    file: &'t str,
    header: Vec<&'t str>,
    rows: Vec<(usize, Vec<&'t str>)>,
}

/// One row of a [`Tsv`].
#[derive(Clone, Copy, Debug)]
pub struct Row<'r, 't> {
    table: &'r Tsv<'t>,
    at: usize,
}

impl<'t> Tsv<'t> {
    /// Parses `text`; `file` is only used in errors. Every name in `columns` must be in the header.
    pub fn parse(file: &'t str, text: &'t str, columns: &[&str]) -> Result<Self, TableError> {
        let mut lines =
            text.lines().enumerate().filter(|(_, l)| !l.trim().is_empty() && !l.starts_with('#'));
        let error =
            |line: usize, message: String| TableError { file: file.to_owned(), line, message };
        let Some((_, header)) = lines.next() else {
            return Err(error(
                0,
                format!("empty table; expected a header with the columns {columns:?}"),
            ));
        };
        let header: Vec<&str> = header.split('\t').map(str::trim).collect();
        if let Some(missing) = columns.iter().find(|c| !header.contains(c)) {
            return Err(error(1, format!("no column {missing:?} in the header {header:?}")));
        }
        let mut rows = Vec::new();
        for (at, line) in lines {
            let cells: Vec<&str> = line.split('\t').map(str::trim).collect();
            if cells.len() > header.len() {
                let message = format!(
                    "{} cells where the header names {} columns",
                    cells.len(),
                    header.len()
                );
                return Err(error(at + 1, message));
            }
            rows.push((at + 1, cells));
        }
        Ok(Self { file, header, rows })
    }

    /// The rows in order.
    pub fn rows(&self) -> impl ExactSizeIterator<Item = Row<'_, 't>> {
        (0..self.rows.len()).map(|at| Row { table: self, at })
    }
}

impl<'t> Row<'_, 't> {
    /// The cell in a column; empty where the row is short or there is no such column.
    pub fn get(&self, column: &str) -> &'t str {
        let at = self.table.header.iter().position(|c| *c == column);
        at.and_then(|at| self.table.rows[self.at].1.get(at)).copied().unwrap_or("")
    }

    /// The cell, unless it is empty.
    pub fn some(&self, column: &str) -> Option<&'t str> {
        Some(self.get(column)).filter(|c| !c.is_empty())
    }

    /// The cell, which must not be empty.
    pub fn required(&self, column: &str) -> Result<&'t str, TableError> {
        self.some(column).ok_or_else(|| self.error(format!("column {column:?} must not be empty")))
    }

    /// The cell's parts, separated by `|`.
    pub fn list(&self, column: &str) -> impl Iterator<Item = &'t str> + use<'t> {
        self.get(column).split('|').map(str::trim).filter(|p| !p.is_empty())
    }

    /// The first day of a date written `2022`, `2022-12` or `2022-12-30`; `None` if the cell is empty.
    pub fn from_day(&self, column: &str) -> Result<Option<Date>, TableError> {
        self.some(column)
            .map(|cell| first_and_last(cell).map(|d| d.0).ok_or_else(|| self.bad_date(column)))
            .transpose()
    }

    /// The last day of such a date.
    pub fn to_day(&self, column: &str) -> Result<Option<Date>, TableError> {
        self.some(column)
            .map(|cell| first_and_last(cell).map(|d| d.1).ok_or_else(|| self.bad_date(column)))
            .transpose()
    }

    fn bad_date(&self, column: &str) -> TableError {
        self.error(format!(
            "{column} {:?} is not a date like 2022, 2022-12 or 2022-12-30",
            self.get(column)
        ))
    }

    /// An error at this row.
    pub fn error(&self, message: impl Into<String>) -> TableError {
        TableError {
            file: self.table.file.to_owned(),
            line: self.table.rows[self.at].0,
            message: message.into(),
        }
    }
}

/// The first and last day of `2022`, `2022-12` or `2022-12-30`.
pub fn first_and_last(text: &str) -> Option<(Date, Date)> {
    let mut parts = text.split('-');
    let year = parts.next()?.parse().ok()?;
    let month: Option<i8> = parts.next().map(str::parse).transpose().ok()?;
    let day: Option<i8> = parts.next().map(str::parse).transpose().ok()?;
    if parts.next().is_some() {
        return None;
    }
    let first = Date::new(year, month.unwrap_or(1), day.unwrap_or(1)).ok()?;
    let last = match (month, day) {
        (_, Some(_)) => first,
        (Some(_), None) => first.last_of_month(),
        (None, None) => first.last_of_year(),
    };
    Some((first, last))
}
