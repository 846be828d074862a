//! Task `timex`: one row of time expressions for an article and its publication date.

use legation_core::offset::CodePoints;
use legation_core::{Coded, Document, Layers};
use serde_json::{Value, json};

/// The time expressions of one document in the scorer's form.
pub(super) fn predict(doc: &Document, _layers: &Layers, coded: &Coded, row: &Value) -> Value {
    let points = CodePoints::new(doc.text());
    let timexes: Vec<Value> = coded
        .timexes
        .iter()
        .map(|t| {
            let [start, end] = points.span(t.span);
            json!({"start": start, "end": end, "type": t.kind.as_str(), "value": t.value})
        })
        .collect();
    json!({"id": row["id"], "timexes": timexes})
}
