//! `legation recode`: what is in the store, coded again by the present model and codebook.

use super::upkeep::open_writable;
use super::{Db, FAILED, ModelArgs, PARTLY, complain};
use crate::pipeline::{self, Engine, Progress};
use crate::read::ReadError;
use jiff::civil::Date;
use legation_core::article::{Basis, Published};
use legation_core::offset::CodePoints;
use legation_core::{Article, Span};
use legation_store::columns::ARTICLES;
use legation_store::{Filter, Row, Store, Value};
use std::io::Write as _;
use std::process::ExitCode;

/// Options of `legation recode`.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Texts and what is known about them come from the store; corrections by people stay in force.\n\
Exit status: 0 all coded or nothing to do, 1 nothing coded, 2 some articles failed.\n\n\
Example:
  legation backup before.db && legation recode && legation diff before.db legation.db"
)]
pub(super) struct RecodeCommand {
    /// Say which articles would be coded, without coding them.
    #[arg(long)]
    dry_run: bool,
    /// Threads to use. Default: all cores. The records are the same for any number.
    #[arg(long, value_name = "N")]
    threads: Option<usize>,
    #[command(flatten)]
    model: ModelArgs,
    #[command(flatten)]
    db: Db,
}

pub(super) fn run(command: &RecodeCommand) -> anyhow::Result<ExitCode> {
    super::set_threads(command.threads);
    let mut store = open_writable(&command.db)?;
    let engine = Engine {
        model: crate::setup::model(&command.model.options(), &mut |m| complain(m))?,
        codebook: command.model.codebook()?,
    };
    let present = engine.run_info().fingerprint();
    let main = engine.model.main().language();
    let mut stale = Vec::new();
    let all = store.each(&ARTICLES, &Filter::all(), &mut |row| {
        let language = engine.model.language(row.get("language").as_str());
        let other = language.filter(|language| *language != main);
        let other = other.map(|language| engine.run_info_for(Some(language)).fingerprint());
        if row.str("run") != other.as_ref().unwrap_or(&present) {
            stale.push((row.str("id").to_owned(), row.str("uri").to_owned()));
        }
        Ok(())
    })?;
    let mut out = std::io::stdout().lock();
    if command.dry_run {
        for (id, uri) in &stale {
            writeln!(out, "{id} {uri}")?;
        }
    }
    if command.dry_run || stale.is_empty() {
        writeln!(out, "{} of {all} articles were coded by another run", stale.len())?;
        return Ok(ExitCode::SUCCESS);
    }
    // A connection of its own: the writer holds the other one.
    let source = Store::open_read_only(&command.db.db)?;
    let articles = stale.iter().map(move |(id, uri)| stored(&source, id, uri));
    let summary = pipeline::read_into(&engine, &mut store, articles, &mut |progress| {
        if let Progress::Failed(error) = progress {
            complain(&format!("error: {error}"));
        }
    })?;
    store.tune()?;
    writeln!(
        out,
        "{} of {all} articles coded anew, {} failed; {} statements, {} events",
        summary.read(),
        summary.failed,
        summary.statements,
        summary.events
    )?;
    Ok(match (summary.read(), summary.failed) {
        (0, _) => ExitCode::from(FAILED),
        (_, 0) => ExitCode::SUCCESS,
        _ => ExitCode::from(PARTLY),
    })
}

/// An article of the store as it was read.
fn stored(store: &Store, id: &str, uri: &str) -> Result<Article, ReadError> {
    let remedy = "look for damage with legation check-store";
    let mut found = None;
    let filter = Filter { ids: vec![id.to_owned()], ..Filter::default() };
    store
        .each(&ARTICLES, &filter, &mut |row| {
            found = Some(article(&row));
            Ok(())
        })
        .map_err(|error| ReadError::new(uri, error.to_string(), remedy))?;
    let article = found.ok_or_else(|| ReadError::new(uri, "is gone from the store", remedy))?;
    if article.id().to_string() == id {
        Ok(article)
    } else {
        Err(ReadError::new(uri, "has another text or address than when it was read", remedy))
    }
}

/// The article of a row of `articles`.
fn article(row: &Row) -> Article {
    let text = |name: &str| row.get(name).as_str().map(str::to_owned);
    let list = |name: &str| row.get(name).as_list().to_vec();
    let words = row.str("text");
    let points = CodePoints::new(words);
    let date = date(row.get("published"));
    let basis = Basis::parse(row.str("published_basis")).filter(|_| date.is_some());
    Article {
        uri: row.str("uri").to_owned(),
        title: text("title"),
        byline: list("byline"),
        publisher: text("publisher"),
        language: text("language"),
        published: Published { date, basis: basis.unwrap_or_default() },
        reader: row.str("reader").to_owned(),
        boilerplate: spans(row.get("boilerplate"), &points),
        canonical: text("canonical"),
        provenance: text("provenance"),
        reader_remarks: list("reader_remarks"),
        text: words.to_owned(),
    }
}

fn date(value: &Value) -> Option<Date> {
    value.to_json().as_str()?.parse().ok()
}

fn spans(value: &Value, points: &CodePoints) -> Vec<Span> {
    let spans: Vec<[u32; 2]> = serde_json::from_value(value.to_json()).unwrap_or_default();
    spans.into_iter().map(|span| points.byte_span(span)).collect()
}
