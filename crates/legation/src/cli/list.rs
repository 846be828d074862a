//! `legation actors|events|statements|figures|ties|assessments|documents`.

use super::filter::FilterArgs;
use super::{Db, complain};
use anyhow::Context as _;
use legation_store::columns::Table;
use legation_store::{Listing, Store, Value};
use std::io::Write;
use std::process::ExitCode;

/// Options of the lists.
#[derive(Debug, clap::Args)]
pub(super) struct ListCommand {
    #[command(flatten)]
    filter: FilterArgs,
    /// How to print.
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
    #[command(flatten)]
    db: Db,
}

/// How a list is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum Format {
    /// A table for people: the main columns, cut to the terminal's width.
    Table,
    /// One JSON array with all columns.
    Json,
    /// One JSON object a line.
    Jsonl,
    /// Comma-separated values with a header.
    Csv,
}

pub(super) fn run(table: &'static Table, command: &ListCommand) -> anyhow::Result<ExitCode> {
    let store = open(&command.db)?;
    let filter = command.filter.resolved(&store)?;
    let listing = store.list(table, &filter, &command.filter.page())?;
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    print(&listing, command.format, &mut out)?;
    out.flush()?;
    if let (Format::Table, Some(next)) = (command.format, &listing.next) {
        complain(&format!("more: add --after {next}"));
    }
    Ok(ExitCode::SUCCESS)
}

/// Opens an existing store for reading.
pub(super) fn open(db: &Db) -> anyhow::Result<Store> {
    let place = db.db.display();
    anyhow::ensure!(
        db.db.exists(),
        "there is no store {place}; read articles first: legation read PATH --db {place}"
    );
    Store::open_read_only(&db.db).with_context(|| format!("the store {place} cannot be opened"))
}

fn print(listing: &Listing, format: Format, out: &mut impl Write) -> anyhow::Result<()> {
    match format {
        Format::Table => {
            let shown = main_columns(listing);
            let mut table = comfy_table::Table::new();
            table.load_preset(comfy_table::presets::UTF8_HORIZONTAL_ONLY);
            table.set_content_arrangement(comfy_table::ContentArrangement::Dynamic);
            table.set_header(shown.iter().map(|c| c.trim_end_matches("_value").replace('_', " ")));
            for row in &listing.rows {
                table.add_row(shown.iter().map(|c| short(&cell(row.get(c)))));
            }
            writeln!(out, "{table}")?;
        }
        Format::Json => {
            let rows: Vec<serde_json::Value> =
                listing.rows.iter().map(legation_store::Row::to_json).collect();
            writeln!(out, "{}", serde_json::to_string_pretty(&rows)?)?;
        }
        Format::Jsonl => {
            for row in &listing.rows {
                writeln!(out, "{}", row.to_json())?;
            }
        }
        Format::Csv => {
            let mut csv = csv::Writer::from_writer(out);
            csv.write_record(listing.columns.iter().map(|c| c.name))?;
            for row in &listing.rows {
                csv.write_record(row.values.iter().map(cell))?;
            }
            csv.flush()?;
        }
    }
    Ok(())
}

/// The columns that a person looks at first, as far as the table has them.
fn main_columns(listing: &Listing) -> Vec<&'static str> {
    let wanted: &[&str] = match listing.table.name {
        "actors" => &["id", "name", "kind", "country", "sectors", "articles", "mentions"],
        "events" => &["date_value", "type", "mode", "source", "target", "factuality", "text", "id"],
        "statements" => &["date_value", "speaker", "cue", "manner", "content", "id"],
        "figures" => {
            &["text", "value", "unit", "comparator", "measures", "subject", "date_value", "id"]
        }
        "ties" => &["type", "a", "b", "directed", "factuality", "text", "id"],
        "assessments" => &["kind", "holder", "polarity", "about", "text", "id"],
        _ => &["id", "published", "publisher", "title", "uri"],
    };
    let has = |name: &&&str| listing.columns.iter().any(|c| c.name == **name);
    let mut out: Vec<&'static str> = wanted.iter().filter(has).copied().collect();
    if out.is_empty() {
        out = listing.columns.iter().map(|c| c.name).take(8).collect();
    }
    out
}

/// Ids that hold within one article, without the article: "a0b1…:two-officials@a0b1" is "two-officials".
fn short(cell: &str) -> String {
    let one = |id: &str| -> String {
        let local = id.split_once(':').filter(|(article, _)| {
            article.len() == 16 && article.bytes().all(|b| b.is_ascii_hexdigit())
        });
        let id = local.map_or(id, |(_, local)| local);
        id.split_once('@')
            .filter(|(_, hash)| hash.len() == 8)
            .map_or(id, |(name, _)| name)
            .to_owned()
    };
    if cell.contains(':') || cell.contains('@') {
        cell.split(" + ").map(one).collect::<Vec<_>>().join(" + ")
    } else {
        cell.to_owned()
    }
}

fn cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        other if !other.as_list().is_empty() => other.as_list().join(" + "),
        other => other.to_string(),
    }
}
