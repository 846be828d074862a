//! Task `figures`: the amounts of money, percentages and quantities that an article names.

use legation_coder::quantity::{self, Kind};
use legation_coder::{Syntax, timex};
use legation_core::offset::CodePoints;
use legation_core::{Coded, Document, Layers};
use serde_json::{Value, json};

/// The values of one document in the scorer's form.
pub(super) fn predict(doc: &Document, layers: &Layers, coded: &Coded, row: &Value) -> Value {
    let points = CodePoints::new(doc.text());
    let syntax = Syntax::new(doc, layers);
    let timexes = if coded.timexes.is_empty() {
        timex::find(&syntax, &timex::Anchor::of(doc))
    } else {
        coded.timexes.clone()
    };
    let values: Vec<Value> = quantity::find(&syntax, &timexes)
        .iter()
        .filter_map(|q| {
            let kind = match q.kind {
                Kind::Money => "MONEY",
                Kind::Percent => "PERCENT",
                Kind::Share | Kind::Count | Kind::Measure | Kind::Times => "QUANTITY",
                Kind::Rank | Kind::Record => return None,
            };
            let [start, end] = points.span(q.span);
            Some(json!({"start": start, "end": end, "type": kind}))
        })
        .collect();
    json!({"id": row["id"], "values": values})
}
