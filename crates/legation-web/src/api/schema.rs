//! The rows of the lists in the description, from the store's list of columns.

use legation_store::columns::{self, Kind};
use serde_json::{Map, Value, json};

/// The lists that can be asked for.
pub(crate) const LISTS: [&str; 7] =
    ["events", "statements", "figures", "ties", "assessments", "actors", "articles"];

/// What an article in a list has beside its columns.
pub(crate) const HEADLINE: &str = "headline";

/// What any question may be answered with, whatever it asks: status and meaning.
const ALWAYS: [(&str, &str); 4] = [
    ("401", "Reading needs a token here"),
    ("408", "The answer took too long"),
    ("429", "Too many requests; the header Retry-After says how long to wait"),
    ("503", "The server is busy, or the store cannot be opened"),
];
/// What a question with a body may be answered with.
const WITH_BODY: [(&str, &str); 5] = [
    ("400", "The body is not JSON, or says what cannot be done"),
    ("403", "The request comes from another site"),
    ("413", "The body is too long"),
    ("415", "The body is not declared as JSON"),
    ("422", "The body lacks a field, or a field is of another type"),
];

/// Adds the errors that come from what stands before the handlers.
pub(super) fn with_errors(mut description: Value) -> Value {
    let body =
        json!({"application/json": {"schema": {"$ref": "#/components/schemas/ProblemBody"}}});
    for item in
        description["paths"].as_object_mut().into_iter().flat_map(|paths| paths.values_mut())
    {
        for (method, operation) in item.as_object_mut().into_iter().flatten() {
            if !["get", "post", "delete"].contains(&method.as_str()) {
                continue;
            }
            let has_body = !operation["requestBody"].is_null();
            let mut errors = ALWAYS.to_vec();
            errors.extend(WITH_BODY.iter().filter(|_| has_body));
            let Some(responses) = operation["responses"].as_object_mut() else { continue };
            for (status, meaning) in errors {
                responses
                    .entry(status)
                    .or_insert_with(|| json!({"description": meaning, "content": body}));
            }
        }
    }
    description
}

/// Adds a schema for the rows of each list.
pub(super) fn with_columns(mut description: Value) -> Value {
    for table in LISTS.iter().filter_map(|name| columns::table(name)) {
        let mut properties = Map::new();
        for column in table.columns {
            if table.name == "articles" && column.name == "text" {
                continue;
            }
            let mut schema = match column.kind {
                Kind::Text => json!({"type": "string"}),
                Kind::Date => json!({"type": "string", "format": "date"}),
                Kind::Integer => json!({"type": "integer"}),
                Kind::Real => json!({"type": "number"}),
                Kind::Bool => json!({"type": "boolean"}),
                Kind::List => json!({"type": "array", "items": {"type": "string"}}),
                Kind::Json => json!({}),
            };
            if column.nullable
                && let Some(kind) = schema.get("type").cloned()
            {
                schema["type"] = json!([kind, "null"]);
            }
            schema["description"] = Value::from(column.doc);
            properties.insert(column.name.to_owned(), schema);
        }
        if table.name == "articles" {
            let doc = "What to call it: the title, else the first line of the text where that reads like one. Not in CSV.";
            properties.insert(
                HEADLINE.to_owned(),
                json!({"type": ["string", "null"], "description": doc}),
            );
        }
        let name = format!("{}_row", table.singular());
        description["components"]["schemas"][&name] =
            json!({"type": "object", "description": table.doc, "properties": properties});
        let rows = json!({"allOf": [
            {"$ref": "#/components/schemas/Rows"},
            {"properties": {"data": {"items": {"$ref": format!("#/components/schemas/{name}")}}}},
        ]});
        let path = format!("/{}", table.name);
        let answer = &mut description["paths"][path.as_str()]["get"]["responses"]["200"]["content"];
        answer["application/json"]["schema"] = rows;
        answer["text/csv"] = json!({"schema": {"type": "string"}});
    }
    description
}
