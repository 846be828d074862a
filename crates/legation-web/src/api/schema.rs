//! The rows of the lists in the description, from the store's list of columns.

use legation_store::columns::{self, Kind};
use serde_json::{Map, Value, json};

/// The lists that can be asked for.
pub(crate) const LISTS: [&str; 7] =
    ["events", "statements", "figures", "ties", "assessments", "actors", "articles"];

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
