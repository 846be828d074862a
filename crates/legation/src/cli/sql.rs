//! `legation sql`.

use super::Db;
use super::list::open;
use std::io::Write as _;
use std::process::ExitCode;
use std::time::Duration;

/// Options of `legation sql`.
#[derive(Debug, clap::Args)]
pub(super) struct SqlCommand {
    /// A SELECT statement. Nothing can be changed.
    query: String,
    /// How many rows at most.
    #[arg(long, short = 'n', default_value_t = 1000)]
    limit: usize,
    /// Seconds before the query is stopped.
    #[arg(long, default_value_t = 30)]
    seconds: u64,
    /// Print JSON lines instead of a table.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    db: Db,
}

pub(super) fn run(command: &SqlCommand) -> anyhow::Result<ExitCode> {
    let mut store = open(&command.db)?;
    let answer = store.sql(&command.query, command.limit, Duration::from_secs(command.seconds))?;
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    if command.json {
        for row in &answer.rows {
            let object: serde_json::Map<String, serde_json::Value> =
                answer.columns.iter().cloned().zip(row.iter().cloned()).collect();
            writeln!(out, "{}", serde_json::Value::Object(object))?;
        }
    } else {
        let mut table = comfy_table::Table::new();
        table.load_preset(comfy_table::presets::UTF8_HORIZONTAL_ONLY);
        table.set_header(&answer.columns);
        for row in &answer.rows {
            table.add_row(row.iter().map(|cell| match cell {
                serde_json::Value::Null => String::new(),
                serde_json::Value::String(text) => text.clone(),
                other => other.to_string(),
            }));
        }
        writeln!(out, "{table}")?;
    }
    out.flush()?;
    if answer.more {
        super::complain(&format!("more than {} rows; raise --limit", command.limit));
    }
    Ok(ExitCode::SUCCESS)
}
