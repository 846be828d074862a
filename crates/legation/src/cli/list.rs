//! `legation actors|events|statements|figures|ties|assessments|documents`.

use super::filter::{FilterArgs, PageArgs};
use super::{Db, complain};
use crate::brief::actor::terms;
use anyhow::Context as _;
use legation_coder::knowledge::Knowledge;
use legation_store::columns::Table;
use legation_store::format::{self, Formulas};
use legation_store::{Filter, Listing, Store, Value};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Rows of a list on the terminal.
const SHOWN: u32 = 50;
/// Rows fetched at a time on the way into a file.
const FETCHED: u32 = 1000;

/// Options of the lists.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  legation events --country RUS --since 2022-01-01
  legation statements --speaker putin --format jsonl
  legation events --format parquet --out events.parquet")]
pub(super) struct ListCommand {
    #[command(flatten)]
    pub(super) filter: FilterArgs,
    #[command(flatten)]
    pub(super) page: PageArgs,
    /// How to print.
    #[arg(long, value_enum, default_value_t = Format::Table)]
    pub(super) format: Format,
    /// Write to this file instead of the terminal.
    #[arg(long, value_name = "FILE")]
    pub(super) out: Option<PathBuf>,
    #[command(flatten)]
    pub(super) db: Db,
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
    /// Values parted by tabs with a header.
    Tsv,
    /// Apache Parquet; needs --out.
    Parquet,
}

impl Format {
    /// The store's format; none for the table for people.
    fn of_rows(self) -> Option<format::Format> {
        match self {
            Self::Table => None,
            Self::Json => Some(format::Format::Json),
            Self::Jsonl => Some(format::Format::Jsonl),
            Self::Csv => Some(format::Format::Csv),
            Self::Tsv => Some(format::Format::Tsv),
            Self::Parquet => Some(format::Format::Parquet),
        }
    }
}

pub(super) fn run(table: &'static Table, command: &ListCommand) -> anyhow::Result<ExitCode> {
    let store = open(&command.db)?;
    let filter = command.filter.resolved(&store)?;
    if let Some(path) = &command.out {
        let rows = command.format.of_rows().context(
            "--out writes files for programs; add --format csv, tsv, json, jsonl or parquet",
        )?;
        let written = write_file(&store, table, &filter, &command.page, rows, path)?;
        complain(&format!("{written} rows in {}", path.display()));
        return Ok(ExitCode::SUCCESS);
    }
    anyhow::ensure!(
        command.format != Format::Parquet,
        "Parquet is not for a terminal; add --out {}.parquet",
        table.name
    );
    let page = command.page.page(command.page.limit.unwrap_or(SHOWN), command.page.after.clone());
    let listing = store.list(table, &filter, &page)?;
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    print(&listing, command.format, &mut out)?;
    out.flush()?;
    if let Some(next) = &listing.next {
        complain(&format!("more: add --after {next}"));
    }
    Ok(ExitCode::SUCCESS)
}

/// Writes all rows that are asked for to a file, a page at a time.
fn write_file(
    store: &Store,
    table: &'static Table,
    filter: &Filter,
    page: &PageArgs,
    rows: format::Format,
    path: &Path,
) -> anyhow::Result<u64> {
    let file = std::fs::File::create(path)
        .with_context(|| format!("{} cannot be written; name another file", path.display()))?;
    let mut left = page.limit.map_or(u64::MAX, u64::from);
    let mut after = page.after.clone();
    let mut sink: Option<Box<dyn format::Sink>> = None;
    let mut file = Some(std::io::BufWriter::new(file));
    let mut written = 0;
    loop {
        let wanted = u32::try_from(left.min(u64::from(FETCHED)))?;
        let listing = store.list(table, filter, &page.page(wanted, after.take()))?;
        if let Some(file) = file.take() {
            sink = Some(format::sink(rows, &listing.columns, file, Formulas::default())?);
        }
        for row in &listing.rows {
            if let Some(sink) = &mut sink {
                sink.row(row)?;
            }
        }
        written += listing.rows.len() as u64;
        left = left.saturating_sub(listing.rows.len() as u64);
        after = listing.next;
        if after.is_none() || left == 0 {
            break;
        }
    }
    if let Some(sink) = sink {
        sink.finish()?;
    }
    Ok(written)
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
    if let Some(rows) = format.of_rows() {
        let mut bytes = Vec::new();
        format::write_rows(rows, &listing.columns, &listing.rows, &mut bytes, Formulas::default())?;
        return Ok(out.write_all(&bytes)?);
    }
    let shown = main_columns(listing);
    // Offices are in no column of the store: the tables of the program know them.
    let offices = (listing.table.name == "actors").then(Knowledge::builtin);
    let mut table = comfy_table::Table::new();
    table.load_preset(comfy_table::presets::UTF8_HORIZONTAL_ONLY);
    table.set_content_arrangement(comfy_table::ContentArrangement::Dynamic);
    let heads = shown.iter().map(|c| c.trim_end_matches("_value").replace('_', " "));
    table.set_header(heads.chain(offices.iter().map(|_| "offices, latest first".to_owned())));
    for row in &listing.rows {
        let cells = shown.iter().map(|c| short(&cell(row.get(c))));
        let held = offices.iter().map(|knowledge| latest_offices(knowledge, &cell(row.get("id"))));
        table.add_row(cells.chain(held));
    }
    writeln!(out, "{table}")?;
    Ok(())
}

/// The last offices that the tables give a person; `brief --actor` has all of them, and the names used.
fn latest_offices(knowledge: &Knowledge, id: &str) -> String {
    const MOST: usize = 2;
    let mut terms = terms(knowledge, id);
    terms.reverse();
    terms.truncate(MOST);
    terms.join("; ")
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
pub(super) fn short(cell: &str) -> String {
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
