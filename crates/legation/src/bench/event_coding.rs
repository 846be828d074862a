//! The task `event_coding`: countries that act on countries, with PLOVER root and typical CAMEO code.

use legation_core::{ActorIdx, Coded, Document, Factuality, Layers};
use serde_json::{Value, json};

/// `{"id", "events": [{"source", "target", "root", "code"}]}`.
pub(super) fn predict(_doc: &Document, _layers: &Layers, coded: &Coded, row: &Value) -> Value {
    let countries = |list: &[ActorIdx]| -> Vec<String> {
        let mut out: Vec<String> = list
            .iter()
            .filter_map(|a| coded.actor(*a))
            .flat_map(|a| {
                if a.members.is_empty() {
                    vec![a]
                } else {
                    a.members.iter().filter_map(|m| coded.actor(*m)).collect()
                }
            })
            .map(|a| a.country.clone().unwrap_or_else(|| a.id.clone()))
            .collect();
        out.dedup();
        out
    };
    let told = |f: Factuality| !matches!(f, Factuality::Negated);
    let events =
        coded.events.iter().filter(|e| e.event_type.is_some() && told(e.factuality)).map(|e| {
            let root = e.event_type.map(super::plover_pair::fold);

            let source = countries(&e.source);
            let (source, target) = match (e.symmetric, source.split_first()) {
                (true, Some((first, rest))) if !rest.is_empty() => {
                    (vec![first.clone()], rest.to_vec())
                }
                _ => (source, countries(&e.target)),
            };
            json!({"source": source, "target": target, "root": root})
        });
    json!({"id": row["id"], "events": events.collect::<Vec<_>>()})
}
