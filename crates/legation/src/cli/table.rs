//! Tables that are no list of records: on the terminal, as JSON, CSV or TSV.

use super::list::Format;
use anyhow::Context as _;
use serde_json::{Map, Value};
use std::io::Write;
use std::path::Path;

/// A table: the names of its columns, and for each row a value a column.
pub(super) struct Table {
    pub(super) columns: Vec<&'static str>,
    /// The columns that a person looks at first.
    pub(super) shown: Vec<&'static str>,
    pub(super) rows: Vec<Vec<Value>>,
}

impl Table {
    /// Writes the table to a file or to standard output.
    ///
    /// # Errors
    /// Where the file cannot be written, or the format is none for this.
    pub(super) fn print(&self, format: Format, out: Option<&Path>) -> anyhow::Result<()> {
        match out {
            Some(path) => {
                let file = std::fs::File::create(path).with_context(|| {
                    format!("{} cannot be written; name another file", path.display())
                })?;
                self.write(format, std::io::BufWriter::new(file))
            }
            None => self.write(format, std::io::stdout().lock()),
        }
    }

    fn write(&self, format: Format, mut out: impl Write) -> anyhow::Result<()> {
        match format {
            Format::Table => {
                let mut table = comfy_table::Table::new();
                table.load_preset(comfy_table::presets::UTF8_HORIZONTAL_ONLY);
                table.set_content_arrangement(comfy_table::ContentArrangement::Dynamic);
                table.set_header(self.shown.iter().map(|c| c.replace('_', " ")));
                let shown: Vec<usize> = self
                    .shown
                    .iter()
                    .filter_map(|name| self.columns.iter().position(|c| c == name))
                    .collect();
                for row in &self.rows {
                    table.add_row(shown.iter().map(|&i| cell(&row[i])));
                }
                writeln!(out, "{table}")?;
            }
            Format::Json => {
                let rows: Vec<Value> = self.rows.iter().map(|r| self.object(r)).collect();
                writeln!(out, "{}", serde_json::to_string_pretty(&rows)?)?;
            }
            Format::Jsonl => {
                for row in &self.rows {
                    writeln!(out, "{}", self.object(row))?;
                }
            }
            Format::Csv | Format::Tsv => {
                let delimiter = if format == Format::Tsv { b'\t' } else { b',' };
                let mut writer =
                    csv::WriterBuilder::new().delimiter(delimiter).from_writer(&mut out);
                writer.write_record(&self.columns)?;
                for row in &self.rows {
                    writer.write_record(row.iter().map(|v| harmless(v, format)))?;
                }
                writer.flush()?;
            }
            Format::Parquet => anyhow::bail!(
                "this table has no Parquet form; use --format csv or json, or legation export --as parquet for the records"
            ),
        }
        out.flush()?;
        Ok(())
    }

    fn object(&self, row: &[Value]) -> Value {
        let fields = self.columns.iter().map(|c| (*c).to_owned()).zip(row.iter().cloned());
        Value::Object(fields.collect::<Map<_, _>>())
    }
}

fn cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Bool(true) => "yes".to_owned(),
        Value::Bool(false) => String::new(),
        Value::Array(items) => items.iter().map(cell).collect::<Vec<_>>().join("; "),
        other => other.to_string(),
    }
}

/// The cell for a spreadsheet, which must not take text for a formula.
fn harmless(value: &Value, format: Format) -> String {
    let mut text = match value {
        Value::Bool(b) => b.to_string(),
        other => cell(other),
    };
    if format == Format::Tsv {
        text = text.replace(['\t', '\n', '\r'], " ");
    }
    let formula = value.is_string() && text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    if formula { format!("'{text}") } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn one_table_in_every_format() {
        let table = Table {
            columns: vec!["period", "records"],
            shown: vec!["period"],
            rows: vec![vec![json!("2031-05"), json!(["a", "b"])], vec![json!("=x"), json!([])]],
        };
        let printed = |format| {
            let mut out = Vec::new();
            table.write(format, &mut out).unwrap();
            String::from_utf8(out).unwrap()
        };
        assert_eq!(printed(Format::Csv), "period,records\n2031-05,a; b\n'=x,\n");
        assert!(printed(Format::Json).contains("\"records\": ["));
        assert_eq!(printed(Format::Jsonl).lines().count(), 2);
        assert!(printed(Format::Table).contains("2031-05"));
        assert!(table.write(Format::Parquet, Vec::new()).is_err());
    }
}
