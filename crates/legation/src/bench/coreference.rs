//! Task `coreference`: the noun phrases of a text, grouped by who or what they are about.

use legation_core::offset::CodePoints;
use legation_core::{Coded, Document, Layers};
use serde_json::{Value, json};

/// One row for the scorer: `{"id", "entities": [{"start", "end", "group"}]}`, for everything the text speaks of. Rows with a field
/// `mentions` (events and actors across documents) are answered in that form, with actors alone and chains that hold across
/// documents.
pub(super) fn predict(doc: &Document, layers: &Layers, coded: &Coded, row: &Value) -> Value {
    let points = CodePoints::new(doc.text());
    if row.get("mentions").is_none() && row.get("topic").is_none() {
        let phrases = legation_coder::phrase::find(doc, layers, coded);
        let rows = phrases.iter().map(|phrase| {
            let [start, end] = points.span(phrase.span);
            json!({"start": start, "end": end, "group": phrase.group.to_string()})
        });
        return json!({"id": row.get("id"), "entities": rows.collect::<Vec<_>>()});
    }
    let mut out = Vec::new();
    for actor in &coded.actors {
        for mention in &actor.mentions {
            let [start, end] = points.span(mention.span);
            out.push(json!({"start": start, "end": end, "chain": actor.id, "type": "HUM"}));
        }
    }
    json!({"id": row.get("id"), "mentions": out})
}
