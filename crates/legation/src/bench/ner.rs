//! Task `ner`: the names of actors by type.

use legation_core::offset::CodePoints;
use legation_core::{ActorKind, Coded, Document, EntityLabel, Layers, MentionType};
use serde_json::{Value, json};

/// One row for the scorer: `{"id", "entities": [{"start", "end", "type"}]}` with the types person, organization and place.
///
/// People and organisations are the coder's names; places are its states and regions and the model's place names.
pub(super) fn predict(doc: &Document, layers: &Layers, coded: &Coded, row: &Value) -> Value {
    let points = CodePoints::new(doc.text());
    let mut spans = Vec::new();
    for actor in &coded.actors {
        let kind = match actor.kind {
            ActorKind::Person => "person",
            ActorKind::State | ActorKind::PlaceGroup => "place",
            _ => "organization",
        };
        let names = actor.mentions.iter().filter(|m| m.kind == MentionType::Name);
        spans.extend(names.map(|m| (m.span, kind)));
    }
    for entity in &layers.entities {
        let place = matches!(entity.label, EntityLabel::Gpe | EntityLabel::Loc | EntityLabel::Fac);
        let Some(span) = layers.span(entity.tokens).filter(|_| place) else { continue };
        if !spans.iter().any(|(s, _)| s.overlaps(span)) {
            spans.push((span, "place"));
        }
    }
    spans.sort_unstable();
    let entities = spans.iter().map(|(span, kind)| {
        let [start, end] = points.span(*span);
        json!({"start": start, "end": end, "type": kind})
    });
    json!({"id": row.get("id"), "entities": entities.collect::<Vec<_>>()})
}
