//! `legation diff`: what another model, codebook or program changed.

use super::Db;
use super::list::open;
use legation_store::diff::{Change, Difference};
use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

/// Options of `legation diff`.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Corrections by people are left aside: compared is what the program coded.\n\n\
Examples:
  legation backup before.db && legation recode && legation diff before.db legation.db
  legation diff old.db new.db --json > changes.jsonl"
)]
pub(super) struct DiffCommand {
    /// The store before.
    old: PathBuf,
    /// The store after.
    new: PathBuf,
    /// Print every difference as a JSON object on a line of its own, without the summary.
    #[arg(long)]
    json: bool,
    /// Print the summary only.
    #[arg(long, conflicts_with = "json")]
    summary: bool,
}

pub(super) fn run(command: &DiffCommand) -> anyhow::Result<ExitCode> {
    let old = open(&Db { db: command.old.clone() })?;
    let new = open(&Db { db: command.new.clone() })?;
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    // The store's callback has the store's errors; what standard output says is kept aside.
    let mut failed: Option<anyhow::Error> = None;
    let summary = legation_store::diff::diff(&old, &new, &mut |difference| {
        if failed.is_none() && !command.summary {
            let line = if command.json {
                serde_json::to_string(&difference).map_err(anyhow::Error::from)
            } else {
                Ok(line(&difference))
            };
            let written = line.and_then(|line| Ok(writeln!(out, "{line}")?));
            failed = written.err();
        }
        Ok(())
    })?;
    if let Some(error) = failed {
        return Err(error);
    }
    if !command.json {
        let [came, went, changed] = summary.records;
        writeln!(
            out,
            "{} articles compared, {} only in {}, {} only in {}",
            summary.articles_compared,
            summary.articles_removed,
            command.old.display(),
            summary.articles_added,
            command.new.display()
        )?;
        writeln!(out, "records: {came} came, {went} went, {changed} changed")?;
        for (rule, [came, went, changed]) in &summary.by_rule {
            let rule = if rule.is_empty() { "(no rule)" } else { rule };
            writeln!(out, "  {rule}: +{came} -{went} ~{changed}")?;
        }
    }
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}

/// A difference in a line: "~ events 0a1b… type: "CONSULT" → "AGREE"".
pub(super) fn line(difference: &Difference) -> String {
    let (sign, what) = match &difference.change {
        Change::Added => ("+", String::new()),
        Change::Removed => ("-", String::new()),
        Change::Changed { fields } => {
            let fields = fields.iter().map(|(name, (old, new))| format!(" {name}: {old} → {new}"));
            ("~", fields.collect::<Vec<_>>().join(","))
        }
    };
    let rule = difference.rule_after.as_ref().or(difference.rule_before.as_ref());
    let rule = rule.map(|r| format!(" ({r})")).unwrap_or_default();
    format!("{sign} {} {}{rule}{what}", difference.kind, difference.id)
}
