//! The task `event_coding`: countries that act on countries, with PLOVER root and typical CAMEO code.

use legation_core::{ActorIdx, Coded, Document, Event, Factuality, Layers};
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
    // The strict reading: what did not happen, or only may, is no row; conflict to come is a threat.
    let told = |e: &&Event| {
        let open =
            matches!(e.factuality, Factuality::Negated | Factuality::Denied | Factuality::Possible);
        e.event_type.is_some() && !open
    };
    let mut events: Vec<Value> = Vec::new();
    for event in coded.events.iter().filter(told) {
        let to_come = event.factuality == Factuality::Planned
            && event.event_type.is_some_and(|t| t.quad().number() == 4);
        let root =
            if to_come { Some("THREATEN") } else { event.event_type.map(super::plover_pair::fold) };
        let (source, target) = (countries(&event.source), countries(&event.target));
        let sides: Vec<(Vec<String>, Vec<String>)> = if event.symmetric {
            // Everybody with everybody else, in both directions, as triples have it.
            let others =
                |one: &String| source.iter().filter(|o| *o != one).cloned().collect::<Vec<_>>();
            source.iter().map(|one| (vec![one.clone()], others(one))).collect()
        } else {
            vec![(source, target)]
        };
        for (source, target) in sides.into_iter().filter(|(s, t)| !s.is_empty() && !t.is_empty()) {
            let row = json!({"source": source, "target": target, "root": root});
            if !events.contains(&row) {
                events.push(row);
            }
        }
    }
    json!({"id": row["id"], "events": events})
}
