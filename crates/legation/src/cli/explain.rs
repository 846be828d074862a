//! `legation explain`: what a label means, why a record was made.

use super::Db;
use super::list::open;
use legation_core::plover::{CONTEXTS, EventType, MODES, Sector};
use legation_core::record::Factuality;
use legation_core::{Dep, EntityLabel, Pos, Tag};
use legation_store::Store;
use legation_store::columns::ACTORS;
use std::io::Write as _;
use std::process::ExitCode;

/// Options of `legation explain`.
#[derive(Debug, clap::Args)]
pub(super) struct ExplainCommand {
    /// A label of any layer (REJECT, visit, GOV, economic, alleged, NNP, nsubj, ORG), an actor's id or name, or a record's id.
    what: String,
    /// A folder of tables of your own, for an actor's offices.
    #[arg(long, value_name = "DIR", env = "LEGATION_KNOWLEDGE")]
    knowledge: Option<std::path::PathBuf>,
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
        let id = match store.record(what)? {
            Some(found) => {
                record(&found, &mut out)?;
                if found.table.name != ACTORS.name {
                    return Ok(ExitCode::SUCCESS);
                }
                Some(what.clone())
            }
            None => named(&store, what)?,
        };
        if let Some(id) = id {
            if id != *what
                && let Some(found) = store.record(&id)?
            {
                record(&found, &mut out)?;
            }
            actor(&store, &id, &command.knowledge()?, &mut out)?;
            return Ok(ExitCode::SUCCESS);
        }
    }
    anyhow::bail!(
        "{what:?} is no label, and no record of {}; legation events --format json shows ids",
        command.db.db.display()
    )
}

impl ExplainCommand {
    fn knowledge(&self) -> anyhow::Result<legation_coder::knowledge::Knowledge> {
        Ok(crate::setup::codebook_with(self.knowledge.as_deref())?.knowledge)
    }
}

/// The one actor of the store that goes by a name.
///
/// # Errors
/// Where several do: their ids.
fn named(store: &Store, name: &str) -> anyhow::Result<Option<String>> {
    let sql = "SELECT id FROM actors WHERE name = ?1 COLLATE NOCASE AND merged_into IS NULL ORDER BY mentions DESC, id LIMIT 20";
    let mut query = store.connection().prepare(sql)?;
    let ids: Vec<String> = query.query_map([name], |row| row.get(0))?.collect::<Result<_, _>>()?;
    match ids.as_slice() {
        [] => Ok(None),
        [one] => Ok(Some(one.clone())),
        many => anyhow::bail!("several actors are called {name:?}: {}", many.join(", ")),
    }
}

/// An actor's offices by the tables, who was merged into it, and every mention with the reason why it is there.
fn actor(
    store: &Store,
    id: &str,
    knowledge: &legation_coder::knowledge::Knowledge,
    out: &mut impl std::io::Write,
) -> anyhow::Result<()> {
    let terms = crate::brief::actor::terms(knowledge, id);
    if !terms.is_empty() {
        writeln!(out, "offices by the tables")?;
    }
    for term in terms {
        writeln!(out, "  {term}")?;
    }
    let mut merged =
        store.connection().prepare("SELECT id FROM actors WHERE merged_into = ?1 ORDER BY id")?;
    for other in merged.query_map([id], |row| row.get::<_, String>(0))? {
        writeln!(out, "a person merged {} into it", other?)?;
    }
    let mut made = store.connection().prepare(
        "SELECT x.article, a.uri, x.rule, x.actor FROM article_actors x JOIN articles a ON a.id = x.article \
         WHERE x.actor IN (SELECT id FROM actors WHERE id = ?1 OR merged_into = ?1) ORDER BY a.published, x.article, x.actor",
    )?;
    let mut mentions = store.connection().prepare(
        "SELECT span_start, span_end, text, type, rule FROM mentions WHERE article = ?1 AND actor = ?2 ORDER BY span_start, span_end",
    )?;
    let mut articles = made.query([id])?;
    while let Some(row) = articles.next()? {
        let (article, uri): (String, String) = (row.get(0)?, row.get(1)?);
        let (rule, actor): (String, String) = (row.get(2)?, row.get(3)?);
        let other = if actor == id { String::new() } else { format!(" as {actor}") };
        writeln!(out, "in article {article} ({uri}){other}: {rule}")?;
        let mut rows = mentions.query([&article, &actor])?;
        while let Some(row) = rows.next()? {
            let (start, end): (i64, i64) = (row.get(0)?, row.get(1)?);
            let (words, kind, why): (String, String, String) =
                (row.get(2)?, row.get(3)?, row.get(4)?);
            let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
            writeln!(out, "  {start}–{end} “{words}” ({kind}): {why}")?;
        }
    }
    Ok(())
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
