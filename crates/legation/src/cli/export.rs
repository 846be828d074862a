//! `legation export`.

use super::Db;
use super::filter::FilterArgs;
use super::list::open;
use anyhow::Context as _;
use clap::builder::PossibleValuesParser;
use legation_store::export::{Alliances, Groups, Pairs, Period, Planned, Undated};
use legation_store::format::Formulas;
use legation_store::{Export, ExportOptions, LossReport};
use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

/// Options of `legation export`.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Formats: plover (JSON lines), polecat, icews and gdelt (tables of those data sets), parquet and csv (a file for \
each table), graphml and gexf (networks), ftm (FollowTheMoney), webannotation (W3C), aggregates (counts by dyad and period).\n\
What a format has no room for, and what expansions add, is counted in FORMAT.loss.json beside the files, with the runs that coded the \
articles, the options and the scorecard.\n\n\
Examples:
  legation export --as parquet --out tables/
  legation export --as icews --out icews/ --country RUS --since 2022-01-01 --undated published
  legation export --as aggregates --out counts/ --period quarter --expand-alliances"
)]
pub(super) struct ExportCommand {
    /// The format.
    #[arg(long = "as", value_name = "FORMAT", value_parser = PossibleValuesParser::new(Export::ALL.map(Export::as_str)))]
    format: String,
    /// The folder to write into; made where needed.
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    #[command(flatten)]
    expand: Expansions,
    /// Events without a date, in formats that demand one: left out, or given the publication date.
    #[arg(long, value_enum, default_value_t = WithoutDate::Drop)]
    undated: WithoutDate,
    /// Planned events, in formats that know facts only: what they are today by PLOVER's rules, or left out.
    #[arg(long, value_enum, default_value_t = Plans::Reduce)]
    planned: Plans,
    /// Length of a period of aggregates.
    #[arg(long, value_enum, default_value_t = Length::Month)]
    period: Length,
    /// In CSV, leave text that a spreadsheet takes for a formula as it is.
    #[arg(long)]
    raw_formulas: bool,
    #[command(flatten)]
    filter: FilterArgs,
    #[command(flatten)]
    db: Db,
}

/// What becomes several actors or rows.
#[derive(Clone, Copy, Debug, clap::Args)]
struct Expansions {
    /// Make each named member of a group an actor of its own.
    #[arg(long = "expand-groups")]
    groups: bool,
    /// Make each member that an alliance or other organisation had on the day of the event an actor of its own.
    #[arg(long = "expand-alliances")]
    alliances: bool,
    /// In plover, write a row for each pair of source and target. The tables of polecat, icews and gdelt always have one.
    #[arg(long = "expand-pairs")]
    pairs: bool,
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum WithoutDate {
    Drop,
    Published,
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum Plans {
    Reduce,
    Drop,
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum Length {
    Year,
    Quarter,
    Month,
    Week,
    Day,
}

pub(super) fn run(command: &ExportCommand) -> anyhow::Result<ExitCode> {
    let format = Export::parse(&command.format)
        .with_context(|| format!("there is no format {:?}", command.format))?;
    let store = open(&command.db)?;
    let options = ExportOptions {
        filter: command.filter.resolved(&store)?,
        planned: match command.planned {
            Plans::Reduce => Planned::Reduced,
            Plans::Drop => Planned::Dropped,
        },
        undated: match command.undated {
            WithoutDate::Drop => Undated::Dropped,
            WithoutDate::Published => Undated::Published,
        },
        groups: if command.expand.groups { Groups::Expanded } else { Groups::Kept },
        alliances: if command.expand.alliances { Alliances::Expanded } else { Alliances::Kept },
        pairs: if command.expand.pairs { Pairs::Expanded } else { Pairs::Kept },
        formulas: if command.raw_formulas { Formulas::Raw } else { Formulas::Quoted },
        period: match command.period {
            Length::Year => Period::Year,
            Length::Quarter => Period::Quarter,
            Length::Month => Period::Month,
            Length::Week => Period::Week,
            Length::Day => Period::Day,
        },
    };
    let report = store
        .export(format, &command.out, &options)
        .with_context(|| format!("the export to {} failed", command.out.display()))?;
    let mut out = std::io::stdout().lock();
    write!(out, "{}", summary(&report))?;
    writeln!(out, "in {}, with {}.loss.json", command.out.display(), report.format)?;
    Ok(ExitCode::SUCCESS)
}

/// So many files are told by name.
const NAMED: usize = 3;

/// What was written and what was lost, in lines.
fn summary(report: &LossReport) -> String {
    let mut lines = vec![format!(
        "{}: {} of {} records in {} rows",
        if report.files.len() > NAMED {
            format!("{} files", report.files.len())
        } else {
            report.files.join(", ")
        },
        report.exported,
        report.records,
        report.rows
    )];
    lines.extend(report.losses.iter().map(|l| {
        let example = l.examples.first().map(|e| format!(" (such as {e})")).unwrap_or_default();
        format!("  {}: {}{example}", l.count, l.what)
    }));
    if !report.not_in_format.is_empty() {
        lines.push(format!("  no room in this format for {}", report.not_in_format.join("; ")));
    }
    lines.join("\n") + "\n"
}
