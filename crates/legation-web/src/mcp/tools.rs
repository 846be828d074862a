//! The tools and their arguments. Lists take the filters of the REST API that fit them.

use crate::params::{Asked, ListParams};
use legation_store::columns::{self, Table};
use rmcp::model::{JsonObject, Tool, ToolAnnotations};
use serde_json::{Value, json};
use std::sync::Arc;
use utoipa::IntoParams as _;
use utoipa::openapi::path::ParameterIn;

/// What a tool does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Does {
    /// Lists the rows of a table.
    List,
    /// Gives one article with its text.
    Article,
    /// Gives one record with everything that is known of it.
    Record,
}

/// A tool.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Known {
    pub(super) name: &'static str,
    pub(super) does: Does,
    about: &'static str,
}

/// All tools. The name of a list is that of its table.
const TOOLS: [Known; 9] = [
    list("events", "Who did what to whom, when: PLOVER events, the latest first."),
    list("statements", "Who said what, to whom, in which words, the latest first."),
    list("figures", "Which numbers are claimed, of what, by whom, as of when."),
    list("ties", "Lasting relations between two actors: member of, ally of, owns …"),
    list("assessments", "Judgements, forecasts, dilemmas and constraints, with their holders."),
    list(
        "actors",
        "Actors with their ids, the most frequent first; each with the place where it is first named. Ids are what other tools take.",
    ),
    list(
        "articles",
        "Articles, the latest first. With text, each comes with the first sentence that has one of the words.",
    ),
    Known {
        name: "article",
        does: Does::Article,
        about: "The text of one article, or a part of it.",
    },
    Known {
        name: "record",
        does: Does::Record,
        about: "One record by its id: all fields, the words, why it was coded, and who is said to say so.",
    },
];

const fn list(name: &'static str, about: &'static str) -> Known {
    Known { name, does: Does::List, about }
}

/// The most rows of one answer: a model reads all of them.
pub(super) const MOST: u64 = 100;

/// A tool by its name.
pub(super) fn find(name: &str) -> Option<&'static Known> {
    TOOLS.iter().find(|t| t.name == name)
}

/// The tools as the client sees them.
pub(super) fn all() -> Vec<Tool> {
    TOOLS.iter().map(described).collect()
}

fn described(tool: &Known) -> Tool {
    let (properties, required) = match tool.does {
        Does::List => (columns::table(tool.name).map(filters).unwrap_or_default(), json!([])),
        Does::Article => (
            json!({
                "id": {"type": "string", "description": "The article."},
                "from": {"type": "integer", "minimum": 0, "description": "First code point; 0 where nothing is said."},
                "to": {"type": "integer", "minimum": 1, "description": "One past the last code point; at most 20000 are given at a time."},
            }),
            json!(["id"]),
        ),
        Does::Record => (
            json!({"id": {"type": "string", "description": "The record: an event, statement, figure, tie or assessment."}}),
            json!(["id"]),
        ),
    };
    let schema = json!({
        "type": "object", "properties": properties, "required": required, "additionalProperties": false,
    });
    let schema: JsonObject = schema.as_object().cloned().unwrap_or_default();
    let hints = ToolAnnotations::new().read_only(true).idempotent(true).open_world(false);
    Tool::new(tool.name, tool.about, Arc::new(schema)).with_annotations(hints)
}

/// The parameters of the REST API that fit a table, as JSON Schema.
fn filters(table: &'static Table) -> Value {
    let mut properties = JsonObject::new();
    for parameter in ListParams::into_params(|| Some(ParameterIn::Query)) {
        if !fits(&parameter.name, table) {
            continue;
        }
        let given = serde_json::to_value(&parameter).unwrap_or_default();
        let mut schema = plain(&given["schema"]);
        schema["description"] = given["description"].clone();
        if parameter.name == "limit" {
            schema["description"] = json!("How many, 1 to 100; 20 where nothing is said.");
            schema["maximum"] = json!(MOST);
        }
        properties.insert(parameter.name, schema);
    }
    Value::Object(properties)
}

/// Type and items without what says that a parameter may be left out.
fn plain(schema: &Value) -> Value {
    let kind = match &schema["type"] {
        Value::Array(kinds) => kinds.iter().find(|k| *k != "null").cloned().unwrap_or_default(),
        kind => kind.clone(),
    };
    if kind == "array" {
        json!({"type": "array", "items": {"type": schema["items"]["type"]}})
    } else {
        json!({"type": kind})
    }
}

/// Whether a filter makes sense for a table.
fn fits(parameter: &str, table: &'static Table) -> bool {
    let value = crate::params::example(parameter);
    Asked::parse(&format!("{parameter}={value}"))
        .is_ok_and(|asked| asked.filter.misfits(table).is_empty())
}
