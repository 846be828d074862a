//! The task `plover_pair`: the folded PLOVER type of the event between a given source and target.

use legation_coder::event::pair;
use legation_coder::{Codebook, Syntax};
use legation_core::offset::CodePoints;
use legation_core::plover::EventType;
use legation_core::{Document, Factuality, Layers, Span};
use serde_json::{Value, json};

/// `{"id", "root"}`, one of 15 classes: CONCEDE and RETREAT are one, YIELD.
pub(super) fn predict(doc: &Document, layers: &Layers, book: &Codebook, row: &Value) -> Value {
    let points = CodePoints::new(doc.text());
    let syntax = Syntax::new(doc, layers);
    let (source, target) =
        (spans(&row["source_spans"], &points), spans(&row["target_spans"], &points));
    let root = pair::classify(book, &syntax, &source, &target);
    let (status, future) = pair::status(&book.events, &syntax, &source, &target);
    json!({"id": row["id"], "root": modal(fold(root), status, future)})
}

/// The data set's own treatment of modality, which differs from the codebook's: the future of cooperation is AGREE, that of
/// material conflict THREATEN; negated cooperation is REJECT, negated conflict the opposite.
fn modal(root: &'static str, status: Factuality, future: bool) -> &'static str {
    match (root, status) {
        ("CONSULT" | "SUPPORT" | "COOPERATE" | "AID" | "YIELD" | "AGREE", Factuality::Negated) => {
            "REJECT"
        }
        ("ASSAULT" | "COERCE" | "MOBILIZE" | "PROTEST" | "SANCTION", Factuality::Negated)
            if future =>
        {
            "AGREE"
        }
        ("ASSAULT" | "COERCE" | "MOBILIZE" | "PROTEST", Factuality::Negated) => "YIELD",
        ("CONSULT" | "SUPPORT" | "COOPERATE" | "AID" | "YIELD", Factuality::Planned) => "AGREE",
        ("ASSAULT" | "COERCE" | "MOBILIZE" | "PROTEST" | "SANCTION", Factuality::Planned) => {
            "THREATEN"
        }
        (root, _) => root,
    }
}

fn spans(value: &Value, points: &CodePoints) -> Vec<Span> {
    let number = |v: &Value| v.as_u64().unwrap_or_default() as u32;
    let pairs = value.as_array().into_iter().flatten();
    pairs.map(|p| points.byte_span([number(&p[0]), number(&p[1])])).collect()
}

/// The 15 classes of the pair task.
pub(super) fn fold(event_type: EventType) -> &'static str {
    match event_type {
        EventType::Concede | EventType::Retreat => "YIELD",
        other => other.as_str(),
    }
}
