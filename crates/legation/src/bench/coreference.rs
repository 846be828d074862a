//! Task `coreference`: the mentions of actors, grouped by actor.

use legation_core::offset::CodePoints;
use legation_core::{Coded, Document, Layers};
use serde_json::{Value, json};

/// One row for the scorer: `{"id", "entities": [{"start", "end", "group"}]}`. Rows with a field `mentions` (events and
/// actors across documents) are answered in that form, with chains that hold across documents.
pub(super) fn predict(doc: &Document, _layers: &Layers, coded: &Coded, row: &Value) -> Value {
    let points = CodePoints::new(doc.text());
    let across = row.get("mentions").is_some() || row.get("topic").is_some();
    let mut out = Vec::new();
    for (at, actor) in coded.actors.iter().enumerate() {
        for mention in &actor.mentions {
            let [start, end] = points.span(mention.span);
            out.push(if across {
                json!({"start": start, "end": end, "chain": actor.id, "type": "HUM"})
            } else {
                json!({"start": start, "end": end, "group": at.to_string()})
            });
        }
    }
    let field = if across { "mentions" } else { "entities" };
    json!({"id": row.get("id"), field: out})
}
