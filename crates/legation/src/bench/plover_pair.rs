//! The task `plover_pair`: the folded PLOVER type of the event between a given source and target.

use legation_coder::event::pair;
use legation_coder::{Codebook, Syntax};
use legation_core::offset::CodePoints;
use legation_core::plover::EventType;
use legation_core::{Document, Layers, Span};
use serde_json::{Value, json};

/// `{"id", "root"}`, one of 15 classes: CONCEDE and RETREAT are one, YIELD.
pub fn predict(doc: &Document, layers: &Layers, book: &Codebook, row: &Value) -> Value {
    let points = CodePoints::new(doc.text());
    let syntax = Syntax::new(doc, layers);
    let (source, target) =
        (spans(&row["source_spans"], &points), spans(&row["target_spans"], &points));
    let root = pair::classify(book, &syntax, &source, &target);
    json!({"id": row["id"], "root": fold(root)})
}

fn spans(value: &Value, points: &CodePoints) -> Vec<Span> {
    let number = |v: &Value| v.as_u64().unwrap_or_default() as u32;
    let pairs = value.as_array().into_iter().flatten();
    pairs.map(|p| points.byte_span([number(&p[0]), number(&p[1])])).collect()
}

/// The 15 classes of the pair task.
pub fn fold(event_type: EventType) -> &'static str {
    match event_type {
        EventType::Concede | EventType::Retreat => "YIELD",
        other => other.as_str(),
    }
}
