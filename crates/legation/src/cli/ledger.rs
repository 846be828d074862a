//! `legation figures`, as a list or as a ledger.

use super::complain;
use super::list::{self, ListCommand, open};
use super::table::Table;
use legation_store::{Measure, Value as Cell};
use serde_json::{Value, json};
use std::process::ExitCode;

/// Options of `legation figures`.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  legation figures --country RUS --since 2022-01-01
  legation figures --ledger --type persons
  legation figures --ledger --contested --format csv")]
pub(super) struct FiguresCommand {
    #[command(flatten)]
    list: ListCommand,
    /// Set the claims of one measure side by side: whoever makes them, in whatever article.
    #[arg(long)]
    ledger: bool,
    /// Only measures with values that exclude each other; implies --ledger.
    #[arg(long)]
    contested: bool,
}

pub(super) fn run(command: &FiguresCommand) -> anyhow::Result<ExitCode> {
    if !command.ledger && !command.contested {
        return list::run(&legation_store::columns::FIGURES, &command.list);
    }
    let store = open(&command.list.db)?;
    let filter = command.list.filter.resolved(&store)?;
    let mut measures = store.ledger(&filter)?;
    if command.contested {
        measures.retain(|m| m.contested);
    }
    let most = command.list.page.limit.map_or(usize::MAX, |n| n as usize);
    let left = measures.len().saturating_sub(most);
    measures.truncate(most);
    let rows = measures.iter().enumerate().flat_map(|(n, m)| rows(n + 1, m)).collect();
    let table = Table {
        columns: vec![
            "measure",
            "contested",
            "measures",
            "subject",
            "object",
            "date",
            "text",
            "value",
            "value_to",
            "unit",
            "comparator",
            "claimed_by",
            "article",
            "published",
            "figure",
        ],
        shown: vec![
            "measure",
            "contested",
            "measures",
            "subject",
            "date",
            "text",
            "claimed_by",
            "article",
        ],
        rows,
    };
    table.print(command.list.format, command.list.out.as_deref())?;
    if left > 0 {
        complain(&format!("{left} more measures; raise --limit"));
    }
    Ok(ExitCode::SUCCESS)
}

fn rows(number: usize, measure: &Measure) -> Vec<Vec<Value>> {
    let text = |cell: &Cell| cell.as_str().map_or(Value::Null, |t| json!(t));
    let number_of = |cell: &Cell| cell.as_f64().map_or(Value::Null, |v| json!(v));
    let ids =
        |cell: &Cell| json!(cell.as_list().iter().map(|i| list::short(i)).collect::<Vec<_>>());
    let of = |claim: &legation_store::FigureClaim| {
        let row = &claim.figure;
        vec![
            json!(number),
            json!(measure.contested),
            text(row.get("measures")),
            ids(row.get("subject")),
            ids(row.get("object")),
            text(row.get("date_value")),
            text(row.get("text")),
            number_of(row.get("value")),
            number_of(row.get("value_to")),
            text(row.get("unit")),
            text(row.get("comparator")),
            claim.claimed_by.as_ref().map_or(Value::Null, |(_, name)| json!(name)),
            json!(claim.article),
            json!(claim.published),
            json!(row.str("id")),
        ]
    };
    measure.claims.iter().map(of).collect()
}
