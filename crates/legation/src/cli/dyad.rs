//! `legation dyad`.

use super::filter::{FilterArgs, ids};
use super::list::{Format, open};
use super::table::Table;
use super::{Db, complain};
use legation_store::{Dyad, Period, Point, Store};
use serde_json::{Value, json};
use std::path::PathBuf;
use std::process::ExitCode;

/// Options of `legation dyad`.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Counts are of distinct happenings: what several articles report counts once. Only what occurred, goes on or recurs is counted; \
plans, possibilities, allegations and denials stand under \"open\".

Examples:
  legation dyad CHN RUS
  legation dyad CHN RUS --by quarter --since 2022-01-01 --format csv
  legation dyad xi-jinping vladimir-putin --around 2022-02-24"
)]
pub(super) struct DyadCommand {
    /// One side, by id or name. A state stands for all of its country.
    a: String,
    /// The other side.
    b: String,
    /// The length of a period.
    #[arg(long, value_enum, default_value_t = By::Month)]
    by: By,
    /// Compare what was before this day with what came from it on.
    #[arg(long, value_name = "YYYY-MM-DD", conflicts_with = "by")]
    around: Option<jiff::civil::Date>,
    /// Only the two themselves, not those who act for them.
    #[arg(long)]
    exactly: bool,
    /// Print the records behind each point as well.
    #[arg(long)]
    records: bool,
    #[command(flatten)]
    filter: FilterArgs,
    /// How to print.
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
    /// Write to this file instead of the terminal.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    #[command(flatten)]
    db: Db,
}

/// The length of a period.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum By {
    Week,
    Month,
    Quarter,
    Year,
}

pub(super) fn run(command: &DyadCommand) -> anyhow::Result<ExitCode> {
    let store = open(&command.db)?;
    let side = |name: &str| -> anyhow::Result<Vec<String>> {
        let found = ids(&store, name)?;
        if command.exactly {
            return Ok(found);
        }
        let mut all = Vec::new();
        for id in found {
            for one in store.side(&id)? {
                if !all.contains(&one) {
                    all.push(one);
                }
            }
        }
        Ok(all)
    };
    let (a, b) = (side(&command.a)?, side(&command.b)?);
    let period = match (command.around, command.by) {
        (Some(day), _) => Period::Around(day),
        (None, By::Week) => Period::Week,
        (None, By::Month) => Period::Month,
        (None, By::Quarter) => Period::Quarter,
        (None, By::Year) => Period::Year,
    };
    let filter = command.filter.resolved(&store)?;
    let dyad = store.dyad(&a, &b, &filter, period)?;
    let records = command.records && command.format == Format::Table;
    table(&dyad).print(command.format, command.out.as_deref())?;
    if records && command.out.is_none() {
        print_records(&store, &dyad)?;
    }
    if dyad.points.is_empty() {
        complain(&format!("no dated event between {} and {}", command.a, command.b));
    }
    if !dyad.undated.is_empty() {
        complain(&format!("{} events between the two have no known day", dyad.undated.len()));
    }
    Ok(ExitCode::SUCCESS)
}

fn table(dyad: &Dyad) -> Table {
    let row = |p: &Point| -> Vec<Value> {
        vec![
            json!(p.period),
            json!(p.events),
            json!(p.verbal_cooperation),
            json!(p.material_cooperation),
            json!(p.verbal_conflict),
            json!(p.material_conflict),
            json!(p.by_a),
            json!(p.by_b),
            json!(p.intensity),
            json!(p.open),
            json!(p.articles),
            json!(p.origins),
            json!(p.change),
            json!(p.reasons),
            json!(p.records),
        ]
    };
    let columns = vec![
        "period",
        "events",
        "verbal_cooperation",
        "material_cooperation",
        "verbal_conflict",
        "material_conflict",
        "by_a",
        "by_b",
        "intensity",
        "open",
        "articles",
        "origins",
        "change",
        "reasons",
        "records",
    ];
    let shown = columns.iter().copied().filter(|c| *c != "records" && *c != "origins").collect();
    Table { columns, shown, rows: dyad.points.iter().map(row).collect() }
}

/// The words behind each point.
fn print_records(store: &Store, dyad: &Dyad) -> anyhow::Result<()> {
    use std::io::Write as _;
    let mut out = std::io::stdout().lock();
    for point in &dyad.points {
        writeln!(out, "\n{}", point.period)?;
        for id in &point.records {
            let Some(found) = store.record(id)? else { continue };
            let row = &found.row;
            let mode = row.get("mode").as_str().map_or_else(String::new, |m| format!("/{m}"));
            let words = crate::brief::shortened(row.str("text"), 140);
            let day = row.get("date_value").as_str().unwrap_or_default();
            writeln!(
                out,
                "  {day} {}{mode} ({}) “{words}” {id}",
                row.str("type"),
                row.str("factuality")
            )?;
        }
    }
    Ok(())
}
