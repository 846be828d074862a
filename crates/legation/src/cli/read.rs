//! `legation read`.

use super::{Db, FAILED, ModelArgs, PARTLY, ReadArgs, complain};
use crate::pipeline::{self, Engine, Progress};
use anyhow::Context as _;
use indicatif::{ProgressBar, ProgressStyle};
use std::io::{IsTerminal as _, Write as _};
use std::process::ExitCode;
use std::time::Duration;

/// Options of `legation read`.
#[derive(Debug, clap::Args)]
#[command(after_help = "Inputs, by ending or first bytes:
  plain text (.txt), Markdown (.md, front matter with title, date, publisher)
  web pages (.html, .htm), web archives (.warc, .warc.gz), feeds (.rss, .atom, .xml, JSON Feed)
  tables (.csv, .tsv, .parquet) and JSON (.jsonl, .ndjson, .json); the usual names of columns are known, others are mapped:
    --column text=body,title=headline,date=pub_date. With --column html=page the text is taken out of pages in a column.
  messages (.eml), PDF that is not a scan (.pdf)
  .zip, .tar, .tar.gz, .tgz, .gz of any of these; a member is named archive.zip!/path
In folders, files with other endings are passed over unless --include names them. Globs without / are compared with names,
others with the path inside the folder or archive.
Reading the same article twice changes nothing; a changed text under the same address is kept as another version
(legation versions). French articles get names and dates where the French
model is installed (legation model install fr); those in other languages are kept and not coded.
Exit status: 0 all read, 1 nothing read, 2 some inputs failed.

Examples:
  legation read articles/ --exclude 'drafts/**'
  legation read dump.csv --column text=body,url=link,date=pub_date
  legation read crawl.warc.gz dump.zip newsletter.eml report.pdf")]
pub(super) struct ReadCommand {
    /// Files, folders, or - for standard input.
    #[arg(required = true, value_name = "PATH")]
    inputs: Vec<String>,
    #[command(flatten)]
    read: ReadArgs,
    #[command(flatten)]
    model: ModelArgs,
    #[command(flatten)]
    db: Db,
    /// Say nothing but errors.
    #[arg(long, short)]
    quiet: bool,
    /// Say at the end, as JSON on standard error, how many seconds each step took.
    #[arg(long, hide = true)]
    timings: bool,
}

pub(super) fn run(command: &ReadCommand) -> anyhow::Result<ExitCode> {
    command.read.set_threads();
    let mut say = |message: &str| complain(message);
    let engine = Engine {
        model: crate::setup::model(&command.model.options(), &mut say)?,
        codebook: command.model.codebook()?,
    };
    let mut store = legation_store::Store::open(&command.db.db)
        .with_context(|| format!("the store {} cannot be opened", command.db.db.display()))?;
    let options = command.read.options()?;
    let bar = bar(command.quiet);
    let articles = crate::read::articles(&command.inputs, &options);
    let summary =
        pipeline::read_into(&engine, &mut store, articles, &mut |progress| match progress {
            Progress::Written(_) => bar.inc(1),
            Progress::Failed(error) => bar.suspend(|| complain(&format!("error: {error}"))),
        })?;
    bar.finish_and_clear();
    store.tune()?;
    let read = summary.read();
    if command.timings {
        let steps = pipeline::TIMES.steps();
        let steps: serde_json::Map<_, _> = steps
            .iter()
            .map(|(name, time)| ((*name).to_owned(), time.as_secs_f64().into()))
            .collect();
        complain(&serde_json::Value::Object(steps).to_string());
    }
    if !command.quiet {
        let mut out = std::io::stdout().lock();
        let place = command.db.db.display();
        writeln!(
            out,
            "{read} articles in {place}: {} new, {} unchanged, {} coded anew, {} failed",
            summary.new, summary.same, summary.replaced, summary.failed
        )?;
        writeln!(
            out,
            "{} words, {} statements, {} events",
            summary.words, summary.statements, summary.events
        )?;
        let (all, origins) = store.origins()?;
        writeln!(out, "{all} articles in the store, {origins} origins (the others are copies)")?;
    }
    Ok(match (read, summary.failed) {
        (0, _) => ExitCode::from(FAILED),
        (_, 0) => ExitCode::SUCCESS,
        _ => ExitCode::from(PARTLY),
    })
}

/// A progress bar on a terminal, else nothing.
fn bar(quiet: bool) -> ProgressBar {
    if quiet || !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new_spinner();
    if let Ok(style) =
        ProgressStyle::with_template("{spinner} {pos} articles, {per_sec}, {elapsed}")
    {
        bar.set_style(style);
    }
    bar.enable_steady_tick(Duration::from_millis(120));
    bar
}
