//! `legation sql`.

use super::Db;
use super::list::open;
use anyhow::Context as _;
use legation_store::Answer;
use legation_store::format::{safe_cell, write_answer};
use serde_json::Value;
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

/// Options of `legation sql`.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Tables, views and columns: docs/schema.md, or SELECT name, sql FROM sqlite_schema.\n\n\
Examples:
  legation sql \"SELECT * FROM dyad_months WHERE source = 'CHN' ORDER BY month\"
  legation sql \"SELECT type, count(*) AS n FROM events GROUP BY type\" --format csv --out types.csv
  legation sql \"SELECT * FROM dyad_months\" --format parquet --out dyads.parquet"
)]
pub(super) struct SqlCommand {
    /// A SELECT statement. Nothing can be changed.
    query: String,
    /// How many rows at most. Default: 1000, and all of them with --out.
    #[arg(long, short = 'n', value_name = "ROWS")]
    limit: Option<usize>,
    /// Seconds before the query is stopped.
    #[arg(long, default_value_t = 30)]
    seconds: u64,
    /// How to print.
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
    /// The same as --format jsonl.
    #[arg(long, conflicts_with = "format")]
    json: bool,
    /// Write to this file instead of the terminal.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    #[command(flatten)]
    db: Db,
}

/// How an answer is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum Format {
    /// A table for people.
    Table,
    /// One JSON array.
    Json,
    /// One JSON object a line.
    Jsonl,
    /// Comma-separated values with a header; safe to open in spreadsheets.
    Csv,
    /// Values parted by tabs with a header.
    Tsv,
    /// Apache Parquet; needs --out.
    Parquet,
}

/// Rows of an answer on the terminal.
const SHOWN: usize = 1000;

pub(super) fn run(command: &SqlCommand) -> anyhow::Result<ExitCode> {
    anyhow::ensure!(
        command.format != Format::Parquet || command.out.is_some(),
        "Parquet is not for a terminal; add --out answer.parquet"
    );
    let mut store = open(&command.db)?;
    let most = if command.out.is_some() { usize::MAX } else { SHOWN };
    let limit = command.limit.unwrap_or(most);
    let answer = store.sql(&command.query, limit, Duration::from_secs(command.seconds))?;
    let format = if command.json { Format::Jsonl } else { command.format };
    if let Some(path) = &command.out {
        let place = path.display();
        let file = std::fs::File::create(path)
            .with_context(|| format!("{place} cannot be written; name another file"))?;
        let mut out = std::io::BufWriter::new(file);
        print(&answer, format, &mut out)
            .and_then(|()| Ok(out.flush()?))
            .with_context(|| format!("{place} cannot be written to the end"))?;
        super::complain(&format!("{} rows in {place}", answer.rows.len()));
    } else {
        let mut out = std::io::BufWriter::new(std::io::stdout());
        print(&answer, format, &mut out)?;
        out.flush()?;
    }
    if answer.more {
        super::complain(&format!("more than {limit} rows; raise --limit"));
    }
    Ok(ExitCode::SUCCESS)
}

fn print(answer: &Answer, format: Format, out: &mut (impl Write + Send)) -> anyhow::Result<()> {
    let object = |row: &[Value]| {
        let fields = answer.columns.iter().cloned().zip(row.iter().cloned());
        Value::Object(fields.collect())
    };
    match format {
        Format::Json => {
            let rows: Vec<Value> = answer.rows.iter().map(|row| object(row)).collect();
            writeln!(out, "{}", serde_json::to_string_pretty(&rows)?)?;
        }
        Format::Jsonl => {
            for row in &answer.rows {
                writeln!(out, "{}", object(row))?;
            }
        }
        Format::Csv => {
            let mut file =
                csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(&mut *out);
            file.write_record(&answer.columns)?;
            for row in &answer.rows {
                file.write_record(row.iter().map(|value| match value {
                    Value::String(text) => safe_cell(text),
                    other => cell(other),
                }))?;
            }
            file.flush()?;
        }
        Format::Tsv => {
            let flat = |text: String| text.replace(['\t', '\n', '\r'], " ");
            writeln!(out, "{}", answer.columns.join("\t"))?;
            for row in &answer.rows {
                let cells: Vec<String> = row.iter().map(|value| flat(cell(value))).collect();
                writeln!(out, "{}", cells.join("\t"))?;
            }
        }
        Format::Parquet => write_answer(answer, out)?,
        Format::Table => {
            let mut table = comfy_table::Table::new();
            table.load_preset(comfy_table::presets::UTF8_HORIZONTAL_ONLY);
            table.set_header(&answer.columns);
            for row in &answer.rows {
                table.add_row(row.iter().map(cell));
            }
            writeln!(out, "{table}")?;
        }
    }
    Ok(())
}

fn cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}
