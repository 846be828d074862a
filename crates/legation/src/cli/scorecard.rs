//! `legation scorecard`: the figures of the last evaluation, as compiled in.

use anyhow::Context as _;
use serde_json::Value;
use std::io::Write as _;
use std::process::ExitCode;

/// The figures of `bench/eval.json`: an object with a member for each evaluation set.
const FIGURES: &str = include_str!("../../../../bench/eval.json");

/// Options of `legation scorecard`.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Without a set the figures of each field are shown; they stand in the metadata of every export as well.\n\n\
Examples:
  legation scorecard
  legation scorecard polnear
  legation scorecard --json | jq ."
)]
pub(super) struct ScorecardCommand {
    /// All figures of this evaluation set.
    #[arg(value_name = "SET")]
    set: Option<String>,
    /// Print all figures of all sets, or of the set, as JSON.
    #[arg(long)]
    json: bool,
}

/// The figures as compiled in.
pub(super) fn figures() -> anyhow::Result<Value> {
    serde_json::from_str(FIGURES).context("bench/eval.json is not JSON")
}

pub(super) fn run(command: &ScorecardCommand) -> anyhow::Result<ExitCode> {
    let all = figures()?;
    let mut out = std::io::stdout().lock();
    if command.set.is_none() && !command.json {
        write!(out, "{}", fields())?;
        return Ok(ExitCode::SUCCESS);
    }
    let chosen = match &command.set {
        Some(set) => {
            let names: Vec<&str> =
                all.as_object().into_iter().flat_map(|o| o.keys()).map(String::as_str).collect();
            all.get(set).with_context(|| {
                format!("there are no figures for {set:?}; there are: {}", names.join(", "))
            })?
        }
        None => &all,
    };
    if command.json {
        writeln!(out, "{}", serde_json::to_string_pretty(chosen)?)?;
        return Ok(ExitCode::SUCCESS);
    }
    let mut rows = Vec::new();
    flatten(&mut rows, command.set.clone().unwrap_or_default(), chosen);
    let width = rows.iter().map(|(name, _)| name.chars().count()).max().unwrap_or_default();
    for (name, value) in rows {
        writeln!(out, "{name:width$}  {value}")?;
    }
    Ok(ExitCode::SUCCESS)
}

/// How well each field is coded, as a table for people.
fn fields() -> String {
    let mut table = comfy_table::Table::new();
    table.load_preset(comfy_table::presets::UTF8_HORIZONTAL_ONLY);
    table.set_content_arrangement(comfy_table::ContentArrangement::Dynamic);
    table.set_header(["field", "figure", "", "gold set", "what is counted"]);
    for score in legation_store::scorecard() {
        let value = format!("{:.3}", score.value);
        table.add_row([score.field, &value, score.measure, score.set, score.about]);
    }
    format!("{table}\n")
}

/// The figures with the names on the way to them; what is not known is left out.
fn flatten(rows: &mut Vec<(String, String)>, name: String, value: &Value) {
    let below = |part: &str| {
        if name.is_empty() { part.to_owned() } else { format!("{name} {part}") }
    };
    match value {
        Value::Object(fields) => {
            for (field, value) in fields {
                flatten(rows, below(field), value);
            }
        }
        Value::Array(items) => {
            for (i, value) in items.iter().enumerate() {
                flatten(rows, below(&(i + 1).to_string()), value);
            }
        }
        Value::Null => {}
        Value::Number(number) => {
            let shown = number.as_f64().filter(|_| number.is_f64());
            rows.push((name, shown.map_or_else(|| number.to_string(), |f| format!("{f:.3}"))));
        }
        Value::String(text) => rows.push((name, text.clone())),
        Value::Bool(yes) => rows.push((name, yes.to_string())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn figures_are_told_by_the_way_to_them_and_unknown_ones_left_out() {
        let mut rows = Vec::new();
        let all = json!({"ner": {"f1": 0.87654, "rows": 12, "p": null}, "none": null, "x": {}});
        flatten(&mut rows, String::new(), &all);
        let rows: Vec<String> = rows.into_iter().map(|(n, v)| format!("{n}={v}")).collect();
        assert_eq!(rows, ["ner f1=0.877", "ner rows=12"]);
    }

    #[test]
    fn the_committed_figures_are_an_object() {
        assert!(serde_json::from_str::<Value>(FIGURES).unwrap().is_object());
    }
}
