//! `legation versions`: articles that were changed under the same address, and what that did to their records.

use super::Db;
use super::diff::line;
use super::list::open;
use legation_store::diff::{Change, Difference};
use std::io::Write as _;
use std::process::ExitCode;

/// Options of `legation versions`.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "An article read again under the same address with another text is kept beside what it was. Records are \
the same where they say the same on the same words, wherever these stand.\n\n\
Examples:
  legation versions                                which articles were changed
  legation versions https://courier.example/talks  what the changes did to its records
  legation versions 9f86d081884c7d659a2feaa0c55ad015 --json"
)]
pub(super) struct VersionsCommand {
    /// The address of an article, or the id of one of its versions. Without one, all that were changed are listed.
    article: Option<String>,
    /// Print JSON, one object a line.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    db: Db,
}

pub(super) fn run(command: &VersionsCommand) -> anyhow::Result<ExitCode> {
    let store = open(&command.db)?;
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    let Some(article) = &command.article else {
        let revised = store.revised()?;
        for (uri, versions) in &revised {
            if command.json {
                writeln!(out, "{}", serde_json::json!({"uri": uri, "versions": versions}))?;
            } else {
                writeln!(out, "{versions} versions  {uri}")?;
            }
        }
        if revised.is_empty() && !command.json {
            writeln!(out, "no article was changed under its address")?;
        }
        out.flush()?;
        return Ok(ExitCode::SUCCESS);
    };
    let versions = store.versions(article)?;
    anyhow::ensure!(
        !versions.is_empty(),
        "{article}: no such article; legation documents lists ids and addresses"
    );
    let mut before: Option<&str> = None;
    for version in &versions {
        let differences =
            before.map(|old| store.between(old, &version.id)).transpose()?.unwrap_or_default();
        if command.json {
            writeln!(out, "{}", serde_json::json!({"version": version, "changes": differences}))?;
        } else {
            let date = version.published.as_deref().unwrap_or("undated");
            let title = version.title.as_deref().unwrap_or_default();
            writeln!(out, "{}  {date}  {} characters  {title}", version.id, version.characters)?;
            if before.is_some() {
                let count = |wanted: fn(&Change) -> bool| {
                    differences.iter().filter(|d| wanted(&d.change)).count()
                };
                let [came, went, changed] = [
                    count(|c| matches!(c, Change::Added)),
                    count(|c| matches!(c, Change::Removed)),
                    count(|c| matches!(c, Change::Changed { .. })),
                ];
                writeln!(out, "  records: {came} came, {went} went, {changed} changed")?;
            }
            for difference in &differences {
                writeln!(out, "  {}", line(difference as &Difference))?;
            }
        }
        before = Some(&version.id);
    }
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}
