//! `legation explain`: what a label means, why a record was made.

use super::Db;
use super::list::open;
use legation_core::plover::{CONTEXTS, EventType, MODES, Sector};
use legation_core::record::Factuality;
use legation_core::{Dep, EntityLabel, Pos, Tag};
use std::io::Write as _;
use std::process::ExitCode;

/// Options of `legation explain`.
#[derive(Debug, clap::Args)]
pub(super) struct ExplainCommand {
    /// A label of any layer (REJECT, visit, GOV, economic, alleged, NNP, nsubj, ORG), an actor's or a record's id.
    what: String,
    #[command(flatten)]
    db: Db,
}

pub(super) fn run(command: &ExplainCommand) -> anyhow::Result<ExitCode> {
    let mut out = std::io::stdout().lock();
    let glosses = label(&command.what);
    for line in &glosses {
        writeln!(out, "{line}")?;
    }
    if !glosses.is_empty() {
        return Ok(ExitCode::SUCCESS);
    }
    let what = &command.what;
    if command.db.db.exists() {
        let store = open(&command.db)?;
        if let Some(found) = store.record(what)? {
            record(&found, &mut out)?;
            return Ok(ExitCode::SUCCESS);
        }
    }
    anyhow::bail!(
        "{what:?} is no label, and no record of {}; legation events --format json shows ids",
        command.db.db.display()
    )
}

/// A record with all that is known of it, then its article.
fn record(found: &legation_store::Found, out: &mut impl std::io::Write) -> std::io::Result<()> {
    writeln!(out, "{} {}", found.table.singular(), found.row.str("id"))?;
    for (column, value) in found.row.columns.iter().zip(&found.row.values) {
        let position = column.name.ends_with("_start") || column.name.ends_with("_end");
        if value.is_null()
            || column.name == "id"
            || position
            || value.to_string().is_empty() && value.as_list().is_empty()
        {
            continue;
        }
        match value.as_list() {
            [] => writeln!(out, "  {:14} {value}", column.name.replace('_', " "))?,
            items => {
                writeln!(out, "  {}", column.name.replace('_', " "))?;
                for item in items {
                    writeln!(out, "    - {item}")?;
                }
            }
        }
    }
    if let Some(article) = &found.article {
        let (uri, published) = (article.str("uri"), article.get("published"));
        writeln!(out, "in article {} ({uri}), published {published}", article.str("id"))?;
    }
    for other in &found.replaced_by {
        writeln!(out, "replaced by a person's correction: {other}")?;
    }
    Ok(())
}

/// What a label means, in every layer that has it.
pub(super) fn label(name: &str) -> Vec<String> {
    let mut out = Vec::new();
    if let Some(t) = EventType::parse(name) {
        out.push(format!(
            "{}: event type, quad {} ({}), intensity {}",
            t.as_str(),
            t.quad().number(),
            t.quad().gloss(),
            t.intensity()
        ));
        out.push(format!("  {}", t.gloss()));
        out.extend(t.modes().map(|m| format!("  mode {} ({}): {}", m.name, m.intensity, m.gloss)));
    }
    for mode in MODES.iter().filter(|m| m.name == name) {
        out.push(format!(
            "{name}: mode of {}, intensity {}: {}",
            mode.event_type.as_str(),
            mode.intensity,
            mode.gloss
        ));
    }
    for context in CONTEXTS.iter().filter(|c| c.name == name) {
        out.push(format!("{name}: context: {}", context.gloss));
    }
    if let Some(sector) = Sector::parse(name) {
        out.push(format!("{name}: sector: {}", sector.gloss()));
    }
    if let Some(value) = Factuality::parse(name) {
        out.push(format!("{name}: factuality: {}", value.gloss()));
    }
    out.extend(
        Tag::ALL
            .iter()
            .filter(|t| t.as_str() == name)
            .map(|t| format!("{name}: part-of-speech tag: {}", t.gloss())),
    );
    out.extend(
        Pos::ALL
            .iter()
            .filter(|t| t.as_str() == name)
            .map(|t| format!("{name}: part of speech: {}", t.gloss())),
    );
    out.extend(
        Dep::ALL
            .iter()
            .filter(|t| t.as_str() == name)
            .map(|t| format!("{name}: dependency relation: {}", t.gloss())),
    );
    out.extend(
        EntityLabel::ALL
            .iter()
            .filter(|t| t.as_str() == name)
            .map(|t| format!("{name}: entity: {}", t.gloss())),
    );
    out
}

#[cfg(test)]
mod tests {
    #[test]
    fn labels_of_every_layer() {
        for (name, says) in [
            ("REJECT", "refusals"),
            ("visit", "CONSULT"),
            ("GOV", "executive"),
            ("economic", "trade"),
            ("alleged", "party"),
            ("NNP", "proper"),
            ("nsubj", "subject"),
            ("ORG", "company"),
        ] {
            assert!(
                super::label(name).iter().any(|l| l.contains(says)),
                "{name}: {:?}",
                super::label(name)
            );
        }
        assert!(super::label("no such label").is_empty());
    }
}
