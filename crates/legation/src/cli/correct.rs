//! `legation correct` and `legation gold`: corrections by people, and what can be learnt from them.

use super::Db;
use super::list::open;
use super::upkeep::open_writable;
use anyhow::Context as _;
use clap::Subcommand;
use legation_store::{Change, Correction};
use serde_json::Value;
use std::io::{Read as _, Write as _};
use std::process::ExitCode;

/// Options of `legation correct`.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Corrections are kept with who, when and why, and hold when articles are coded anew. JSON is given as an \
argument, or as - to read it from standard input.\n\n\
Examples:
  legation correct reject 3f0c9a27d1e84b56 --reason \"no meeting took place\"
  legation correct edit 3f0c9a27d1e84b56 '{\"type\": \"AGREE\", \"mode\": null}'
  legation correct merge 0a1b2c3d4e5f6071:the-minister@1a2b3c4d xi-jinping
  legation correct merge-alike --dry-run
  legation correct undo 77aa0c1d2e3f4a5b
  legation correct list"
)]
pub(super) struct CorrectCommand {
    #[command(subcommand)]
    action: Action,
    /// Who corrects. Default: the user of the system.
    #[arg(long, value_name = "NAME", env = "LEGATION_USER", global = true)]
    by: Option<String>,
    /// Why.
    #[arg(long, value_name = "TEXT", global = true)]
    reason: Option<String>,
    #[command(flatten)]
    db: Db,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Take out a record that is wrong.
    Reject {
        /// The record's id.
        record: String,
    },
    /// Change fields of a record.
    Edit {
        /// The record's id.
        record: String,
        /// The fields that differ, as in the article's JSON (a merge patch), or -.
        changes: String,
    },
    /// Make several records of one.
    Split {
        /// The record's id.
        record: String,
        /// For each part a JSON object of the fields that differ, or - for one JSON array.
        #[arg(required = true)]
        into: Vec<String>,
    },
    /// Add a record that is missing.
    Add {
        /// The article's id.
        article: String,
        /// The list: events, statements, figures, ties or assessments.
        kind: String,
        /// The record, as in the article's JSON, or -; id and rule may be left out.
        record: String,
    },
    /// Say that two actors are one.
    Merge {
        /// The one …
        actor: String,
        /// … is the same as this one.
        into: String,
    },
    /// Merge people and organisations that the tables do not know where several articles have them under one name with the same
    /// role or organisation. Each merge is a correction with its reason and can be undone; what was undone stays apart.
    MergeAlike {
        /// Only say what would be merged, and why.
        #[arg(long)]
        dry_run: bool,
    },
    /// Take back a correction.
    Undo {
        /// The correction's id; legation correct list shows them.
        correction: String,
    },
    /// List all corrections, a JSON object a line.
    List,
}

/// Options of `legation gold`.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "One JSON object a line: the address of the article, the record before and after, the correction.\n\n\
Examples:
  legation gold > gold.jsonl
  legation gold --proposals > proposals.md"
)]
pub(super) struct GoldCommand {
    /// Print corrected events as examples for the codebook's pages instead: the sentence, what it should yield, and the rule that was
    /// wrong.
    #[arg(long)]
    proposals: bool,
    #[command(flatten)]
    db: Db,
}

pub(super) fn run(command: &CorrectCommand) -> anyhow::Result<ExitCode> {
    let mut out = std::io::stdout().lock();
    let change = match &command.action {
        Action::Reject { record } => Change::Reject { record: record.clone() },
        Action::Edit { record, changes } => {
            Change::Edit { record: record.clone(), changes: object(changes)? }
        }
        Action::Split { record, into } => {
            Change::Split { record: record.clone(), into: parts(into)? }
        }
        Action::Add { article, kind, record } => {
            Change::Add { article: article.clone(), kind: kind.clone(), record: object(record)? }
        }
        Action::Merge { actor, into } => Change::Merge { actor: actor.clone(), into: into.clone() },
        Action::MergeAlike { dry_run } => {
            alike(command, *dry_run, &mut out)?;
            return Ok(ExitCode::SUCCESS);
        }
        Action::Undo { correction } => Change::Undo { correction: correction.clone() },
        Action::List => {
            for kept in open(&command.db)?.corrections()? {
                writeln!(out, "{}", serde_json::to_string(&kept)?)?;
            }
            return Ok(ExitCode::SUCCESS);
        }
    };
    let mut store = open_writable(&command.db)?;
    let id = store.correct(&Correction {
        change,
        made_by: command.by.clone().unwrap_or_else(user),
        made_at: jiff::Timestamp::now().to_string(),
        reason: command.reason.clone(),
    })?;
    writeln!(out, "correction {id} is kept; legation correct undo {id} takes it back")?;
    Ok(ExitCode::SUCCESS)
}

fn alike(
    command: &CorrectCommand,
    dry_run: bool,
    out: &mut impl std::io::Write,
) -> anyhow::Result<()> {
    if dry_run {
        for found in open(&command.db)?.alike_actors()? {
            writeln!(out, "{} is {}: {}", found.actor, found.into, found.reason)?;
        }
        return Ok(());
    }
    let by = command.by.clone().unwrap_or_else(|| "legation".to_owned());
    let mut store = open_writable(&command.db)?;
    let merged = store.merge_alike(&by, &jiff::Timestamp::now().to_string())?;
    for (id, found) in &merged {
        writeln!(out, "correction {id}: {} is {}: {}", found.actor, found.into, found.reason)?;
    }
    writeln!(out, "{} actors were merged; legation correct undo ID takes one back", merged.len())?;
    Ok(())
}

pub(super) fn gold(command: &GoldCommand) -> anyhow::Result<ExitCode> {
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    let store = open(&command.db)?;
    if command.proposals {
        write!(out, "{}", store.proposals()?)?;
        out.flush()?;
        return Ok(ExitCode::SUCCESS);
    }
    for line in store.gold()? {
        writeln!(out, "{line}")?;
    }
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}

/// Who is at the keyboard, as the system knows.
fn user() -> String {
    ["USER", "LOGNAME", "USERNAME"]
        .into_iter()
        .filter_map(|name| std::env::var(name).ok())
        .find(|name| !name.is_empty())
        .unwrap_or_else(|| "unknown".to_owned())
}

/// JSON from the argument, or from standard input for `-`.
fn json(argument: &str) -> anyhow::Result<Value> {
    let mut text = argument.to_owned();
    if argument == "-" {
        text.clear();
        std::io::stdin().read_to_string(&mut text).context("standard input cannot be read")?;
    }
    serde_json::from_str(&text)
        .with_context(|| format!("{text:?} is not JSON; write {{\"field\": \"value\"}}"))
}

fn object(argument: &str) -> anyhow::Result<Value> {
    let value = json(argument)?;
    anyhow::ensure!(
        value.is_object(),
        "{value} is not a JSON object; write {{\"field\": \"value\"}}"
    );
    Ok(value)
}

fn parts(arguments: &[String]) -> anyhow::Result<Vec<Value>> {
    if let [one] = arguments
        && let Value::Array(parts) = json(one)?
    {
        return Ok(parts);
    }
    arguments.iter().map(|one| object(one)).collect()
}
