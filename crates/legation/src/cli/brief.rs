//! `legation brief`.

use super::{Db, ModelArgs, ReadArgs, complain};
use crate::brief::{Brief, Scope, actor, html, markdown, text};
use crate::pipeline::Engine;
use anyhow::Context as _;
use legation_store::columns;
use legation_store::{Filter, Page, Store};
use std::io::{IsTerminal as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Options of `legation brief`.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Without inputs the briefing is on the whole store, or on what --actor, --dyad, --since and --until leave of it."
)]
pub(super) struct BriefCommand {
    /// Articles: files, or ids of articles in the store.
    #[arg(value_name = "ARTICLE")]
    inputs: Vec<String>,
    /// Only what concerns this actor: its id, its name, or a part of the name that fits one actor of the store.
    #[arg(long, short, value_name = "NAME")]
    actor: Option<String>,
    /// Only what concerns both: CHN,RUS.
    #[arg(long, value_name = "A,B", conflicts_with = "actor", value_parser = super::filter::dyad)]
    dyad: Option<(String, String)>,
    /// First day.
    #[arg(long, value_name = "YYYY-MM-DD")]
    since: Option<jiff::civil::Date>,
    /// Last day.
    #[arg(long, value_name = "YYYY-MM-DD")]
    until: Option<jiff::civil::Date>,
    /// How to print.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// Write one self-contained page to this file instead.
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,
    /// At most this many articles of the store, the newest first.
    #[arg(long, short = 'n', default_value_t = 200)]
    limit: u32,
    #[command(flatten)]
    read: ReadArgs,
    #[command(flatten)]
    model: ModelArgs,
    #[command(flatten)]
    db: Db,
}

/// How a briefing is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum Format {
    /// For a terminal.
    Text,
    /// Markdown.
    Markdown,
}

pub(super) fn run(command: &BriefCommand) -> anyhow::Result<ExitCode> {
    let mut actors: Vec<String> = command.actor.iter().cloned().collect();
    let mut called = None;
    let mut filter =
        Filter { actors: actors.clone(), dyad: command.dyad.clone(), ..Filter::default() };
    if command.inputs.is_empty()
        && let Some(name) = &command.actor
    {
        let (found, name) = one_actor(&super::list::open(&command.db)?, name)?;
        called = Some(name);
        // Who is known by one article only goes there by another id.
        actors = vec![found.rsplit(':').next().unwrap_or(&found).to_owned()];
        filter.actors = vec![found];
    }
    let articles = articles(command, &filter)?;
    anyhow::ensure!(!articles.is_empty(), "there is no article to brief on");
    actors.extend(command.dyad.iter().flat_map(|(a, b)| [a.clone(), b.clone()]));
    let mut scope = Scope {
        actors,
        from: command.since.map(|d| d.to_string()),
        to: command.until.map(|d| d.to_string()),
        terms: Vec::new(),
    };
    if command.actor.is_some() {
        let knowledge = command.model.codebook()?.knowledge;
        let ids = actor::ids(&articles, &scope);
        scope.terms = ids.iter().flat_map(|id| actor::terms(&knowledge, id)).collect();
    }
    let mut brief = Brief::of(&articles, &scope);
    if let (Some(name), [id]) = (called, scope.actors.as_slice()) {
        brief.title = brief.title.replacen(id, &name, 1);
    }
    if let Some(file) = &command.html {
        std::fs::write(file, html::render(&brief))
            .with_context(|| format!("{} cannot be written", file.display()))?;
        return Ok(ExitCode::SUCCESS);
    }
    let mut out = std::io::stdout().lock();
    let terminal = out.is_terminal() && std::env::var_os("NO_COLOR").is_none();
    match command.format {
        Format::Text => write!(out, "{}", text::render(&brief, width(), terminal))?,
        Format::Markdown => write!(out, "{}", markdown::render(&brief))?,
    }
    Ok(ExitCode::SUCCESS)
}

/// The terminal's width, where it is known.
fn width() -> usize {
    let given = std::env::var("COLUMNS").ok().and_then(|c| c.parse().ok());
    given.or_else(|| comfy_table::Table::new().width().map(usize::from)).unwrap_or(100)
}

/// The articles asked for, in the form of the output contract.
fn articles(command: &BriefCommand, filter: &Filter) -> anyhow::Result<Vec<serde_json::Value>> {
    let (files, ids): (Vec<&String>, Vec<&String>) =
        command.inputs.iter().partition(|i| *i == "-" || Path::new(i).exists());
    let mut out = Vec::new();
    if !files.is_empty() {
        out.extend(coded(command, &files)?);
    }
    if !ids.is_empty() || command.inputs.is_empty() {
        out.extend(stored(command, &ids, filter)?);
    }
    Ok(out)
}

fn coded(command: &BriefCommand, files: &[&String]) -> anyhow::Result<Vec<serde_json::Value>> {
    command.read.set_threads();
    let mut say = |message: &str| complain(message);
    let engine = Engine {
        model: crate::setup::model(&command.model.options(), &mut say)?,
        codebook: command.model.codebook()?,
    };
    let files: Vec<String> = files.iter().map(|f| (*f).clone()).collect();
    let mut read = Vec::new();
    for article in crate::read::articles(&files, &command.read.options()?) {
        match article {
            Ok(article) => read.push(article),
            Err(error) => complain(&format!("error: {error}")),
        }
    }
    let coded = engine.code_all(read);
    Ok(coded.iter().map(|one| legation_core::json::article(&one.document, &one.coded)).collect())
}

/// The id and name of the one actor of the store with this id, this name, or, failing that, these words in the name. Actors known
/// beyond one article come before those that only one article tells of.
///
/// # Errors
/// Where no actor fits, or several do: they are named.
fn one_actor(store: &Store, name: &str) -> anyhow::Result<(String, String)> {
    const NAMED: usize = 10;
    let rows = |ids: &[&String]| {
        let ids = ids.iter().map(|id| (*id).clone()).collect();
        store.actors(&Filter { ids, ..Filter::default() }, &Page::first(NAMED as u32))
    };
    let named = |id: &String| -> anyhow::Result<(String, String)> {
        let name =
            rows(&[id])?.rows.first().map_or_else(|| id.clone(), |r| r.str("name").to_owned());
        Ok((id.clone(), name))
    };
    let ids = super::filter::ids(store, name)?;
    let beyond: Vec<&String> = ids.iter().filter(|id| !id.contains(':')).collect();
    match (beyond.as_slice(), ids.as_slice()) {
        ([one], _) => return named(one),
        ([], [one]) => return named(one),
        _ => {}
    }
    let among: Vec<&String> = if beyond.is_empty() { ids.iter().collect() } else { beyond };
    let rows = rows(&among)?.rows;
    let mut names: Vec<String> =
        rows.iter().map(|r| format!("{} ({})", r.str("name"), r.str("id"))).collect();
    names.extend((among.len() > NAMED).then(|| format!("{} more", among.len() - NAMED)));
    anyhow::bail!("{name:?} fits several actors: {}; give the id of one", names.join(", "))
}

fn stored(
    command: &BriefCommand,
    ids: &[&String],
    filter: &Filter,
) -> anyhow::Result<Vec<serde_json::Value>> {
    let store: Store = super::list::open(&command.db)?;
    let mut wanted: Vec<String> = ids.iter().map(|i| (*i).clone()).collect();
    if wanted.is_empty() {
        let listing = store.list(&columns::ARTICLES, filter, &Page::first(command.limit))?;
        wanted = listing.rows.iter().map(|r| r.str("id").to_owned()).collect();
    }
    let mut out = Vec::new();
    for id in &wanted {
        match store.article(id)? {
            Some(article) => out.push(article),
            None => complain(&format!("error: there is no file and no article {id}")),
        }
    }
    Ok(out)
}
