//! Rows as files: JSON, JSON lines, CSV, TSV and Parquet, all by the same list of columns.

mod parquet;

use crate::columns::{Column, Kind};
use crate::value::{Row, Value};
use crate::{Error, Result};
use serde::{Deserialize, Serialize};
use std::io::Write;
use std::sync::Arc;

pub use parquet::{ParquetSink, read_parquet, write_answer};

/// A file format for rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Format {
    /// One JSON array of objects.
    Json,
    /// A JSON object a line.
    Jsonl,
    /// RFC 4180, UTF-8, with a header.
    Csv,
    /// Parted by tabs, with a header; tabs and line breaks in fields become spaces.
    Tsv,
    /// Apache Parquet.
    Parquet,
}

impl Format {
    /// All formats.
    pub const ALL: [Self; 5] = [Self::Json, Self::Jsonl, Self::Csv, Self::Tsv, Self::Parquet];

    /// The name, which is also the ending of files.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Jsonl => "jsonl",
            Self::Csv => "csv",
            Self::Tsv => "tsv",
            Self::Parquet => "parquet",
        }
    }

    /// The format of that name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|f| f.as_str() == name)
    }
}

/// What to do with text that a spreadsheet would take for a formula.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Formulas {
    /// Put an apostrophe before it, so that opening the file runs nothing.
    #[default]
    Quoted,
    /// Leave it as it is, for programs that read the file.
    Raw,
}

/// Takes rows and writes them.
pub trait Sink {
    /// Writes a row.
    fn row(&mut self, row: &Row) -> Result<()>;
    /// Writes what is left. Without it the file is not whole.
    fn finish(self: Box<Self>) -> Result<()>;
}

/// A sink of that format for rows of these columns.
pub fn sink<'w>(
    format: Format,
    columns: &Arc<[&'static Column]>,
    out: impl Write + Send + 'w,
    formulas: Formulas,
) -> Result<Box<dyn Sink + 'w>> {
    Ok(match format {
        Format::Json => Box::new(JsonSink { out, rows: 0, lines: false }),
        Format::Jsonl => Box::new(JsonSink { out, rows: 0, lines: true }),
        Format::Csv => Box::new(CsvFile::new(columns, out, formulas)?),
        Format::Tsv => Box::new(CsvFile::tabs(columns, out, formulas)?),
        Format::Parquet => Box::new(ParquetSink::new(columns, out, &[])?),
    })
}

/// Writes rows in one go.
pub fn write_rows(
    format: Format,
    columns: &Arc<[&'static Column]>,
    rows: &[Row],
    out: impl Write + Send,
    formulas: Formulas,
) -> Result<()> {
    let mut sink = sink(format, columns, out, formulas)?;
    for row in rows {
        sink.row(row)?;
    }
    sink.finish()
}

struct JsonSink<W> {
    out: W,
    rows: u64,
    lines: bool,
}

impl<W: Write> Sink for JsonSink<W> {
    fn row(&mut self, row: &Row) -> Result<()> {
        let before = match (self.lines, self.rows) {
            (true, _) => "",
            (false, 0) => "[\n",
            (false, _) => ",\n",
        };
        let after = if self.lines { "\n" } else { "" };
        self.rows += 1;
        write!(self.out, "{before}{}{after}", row.to_json()).map_err(Error::format("JSON"))
    }

    fn finish(mut self: Box<Self>) -> Result<()> {
        let end = match (self.lines, self.rows) {
            (true, _) => "",
            (false, 0) => "[]\n",
            (false, _) => "\n]\n",
        };
        self.out
            .write_all(end.as_bytes())
            .and_then(|()| self.out.flush())
            .map_err(Error::format("JSON"))
    }
}

/// Writes rows to a CSV or TSV file.
pub struct CsvFile<W: Write> {
    out: csv::Writer<W>,
    formulas: Formulas,
    tabs: bool,
}

impl<W: Write> CsvFile<W> {
    /// Starts a CSV file with these columns.
    pub fn new(columns: &Arc<[&'static Column]>, out: W, formulas: Formulas) -> Result<Self> {
        Self::parted(columns, out, b',', formulas)
    }

    /// Starts a TSV file with these columns.
    pub fn tabs(columns: &Arc<[&'static Column]>, out: W, formulas: Formulas) -> Result<Self> {
        Self::parted(columns, out, b'\t', formulas)
    }

    fn parted(
        columns: &Arc<[&'static Column]>,
        out: W,
        delimiter: u8,
        formulas: Formulas,
    ) -> Result<Self> {
        let mut out = csv::WriterBuilder::new()
            .delimiter(delimiter)
            .terminator(if delimiter == b',' {
                csv::Terminator::CRLF
            } else {
                csv::Terminator::Any(b'\n')
            })
            .from_writer(out);
        out.write_record(columns.iter().map(|c| c.name)).map_err(Error::format("CSV"))?;
        Ok(Self { out, formulas, tabs: delimiter == b'\t' })
    }
}

impl<W: Write> Sink for CsvFile<W> {
    fn row(&mut self, row: &Row) -> Result<()> {
        for (column, value) in row.columns.iter().zip(&row.values) {
            let mut cell = plain(value, column.kind);
            if self.tabs {
                cell = cell.replace(['\t', '\n', '\r'], " ");
            }
            if self.formulas == Formulas::Quoted && is_text(value) {
                cell = safe_cell(&cell);
            }
            self.out.write_field(&cell).map_err(Error::format("CSV"))?;
        }
        self.out.write_record(None::<&[u8]>).map_err(Error::format("CSV"))
    }

    fn finish(mut self: Box<Self>) -> Result<()> {
        self.out.flush().map_err(Error::format("CSV"))
    }
}

fn is_text(value: &Value) -> bool {
    matches!(value, Value::Text(_) | Value::List(_) | Value::Json(_))
}

/// The field as text: SQLite's 1 and 0 become `true` and `false`, lists are joined.
fn plain(value: &Value, kind: Kind) -> String {
    match (value, kind) {
        (Value::Integer(i), Kind::Bool) => (*i != 0).to_string(),
        (value, _) => value.to_string(),
    }
}

/// Text that no spreadsheet takes for a formula.
pub fn safe_cell(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: Column = Column::new("text", Kind::Text, crate::columns::From::Store, "");
    const NUMBER: Column = Column::new("number", Kind::Real, crate::columns::From::Store, "");
    const LIST: Column = Column::new("list", Kind::List, crate::columns::From::Store, "");

    fn written(format: Format, formulas: Formulas, rows: &[[Value; 3]]) -> String {
        let columns: Arc<[&'static Column]> = Arc::from([&TEXT, &NUMBER, &LIST]);
        let rows: Vec<Row> = rows
            .iter()
            .map(|values| Row { columns: Arc::clone(&columns), values: values.to_vec() })
            .collect();
        let mut out = Vec::new();
        write_rows(format, &columns, &rows, &mut out, formulas).unwrap();
        String::from_utf8(out).unwrap()
    }

    fn row() -> [Value; 3] {
        let list = vec!["a".to_owned(), "b".to_owned()];
        [Value::Text("=1+\"x\"\n".to_owned()), Value::Real(-2.5), Value::List(list)]
    }

    #[test]
    fn csv_is_safe_in_spreadsheets_and_numbers_stay_numbers() {
        let safe = written(Format::Csv, Formulas::Quoted, &[row()]);
        assert_eq!(safe, "text,number,list\r\n\"'=1+\"\"x\"\"\n\",-2.5,a; b\r\n");
        let raw = written(Format::Csv, Formulas::Raw, &[row()]);
        assert!(raw.contains("\"=1+"), "{raw}");
    }

    #[test]
    fn json_is_one_array_or_lines() {
        let object = r#"{"text":"=1+\"x\"\n","number":-2.5,"list":["a","b"]}"#;
        assert_eq!(
            written(Format::Json, Formulas::Raw, &[row(), row()]),
            format!("[\n{object},\n{object}\n]\n")
        );
        assert_eq!(written(Format::Json, Formulas::Raw, &[]), "[]\n");
        assert_eq!(written(Format::Jsonl, Formulas::Raw, &[row()]), format!("{object}\n"));
    }

    #[test]
    fn a_row_of_tsv_is_one_line() {
        let empty = [Value::Text("a\tb".to_owned()), Value::Null, Value::List(vec![])];
        assert_eq!(written(Format::Tsv, Formulas::Raw, &[empty]), "text\tnumber\tlist\na b\t\t\n");
    }
}
