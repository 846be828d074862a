//! The task `event_coding`: who did what to whom as CAMEO has it, with CAMEO's codes for actors and events.

use legation_core::plover::{EventType, Sector};
use legation_core::{Actor, ActorIdx, ActorKind, Coded, Document, Event, Factuality, Layers};
use serde_json::{Value, json};

/// `{"id", "events": [{"source", "target", "code"}]}`.
pub(super) fn predict(doc: &Document, _layers: &Layers, coded: &Coded, row: &Value) -> Value {
    // The strict reading: what did not happen, or only may, is no row.
    let told = |e: &&Event| {
        !matches!(e.factuality, Factuality::Negated | Factuality::Denied | Factuality::Possible)
    };
    let mut events: Vec<Value> = Vec::new();
    for event in coded.events.iter().filter(told) {
        let Some(code) = code(doc, coded, event) else { continue };
        let (source, target) = (actors(coded, &event.source), actors(coded, &event.target));
        let sides: Vec<(Vec<String>, Vec<String>, &str)> = if event.symmetric {
            // Everybody with everybody else, in both directions, as triples have it.
            let others =
                |one: &String| source.iter().filter(|o| *o != one).cloned().collect::<Vec<_>>();
            source.iter().map(|one| (vec![one.clone()], others(one), code)).collect()
        } else {
            // The host of a visit has a row of its own.
            let host = (code == "042").then(|| (target.clone(), source.clone(), "043"));
            std::iter::once((source, target, code)).chain(host).collect()
        };
        for (source, target, code) in sides {
            let row = json!({"source": source, "target": target, "code": code});
            if !source.is_empty() && !target.is_empty() && !events.contains(&row) {
                events.push(row);
            }
        }
    }
    json!({"id": row["id"], "events": events})
}

/// The event's CAMEO code; material conflict to come is a threat.
fn code(doc: &Document, coded: &Coded, event: &Event) -> Option<&'static str> {
    let own = event.event_type?;
    let to_come = event.factuality == Factuality::Planned && own.quad().number() == 4;
    let force = matches!(own, EventType::Assault | EventType::Mobilize);
    let kind = match (to_come, force) {
        (true, true) => ("THREATEN", Some("violence")),
        (true, false) => ("THREATEN", None),
        (false, _) => (own.as_str(), event.mode),
    };
    let words = event.span.of(doc.text()).to_lowercase();
    let sources = || event.source.iter().filter_map(|a| coded.actor(*a));
    legation_store::cameo_code(kind, &words, &|name| event.contexts.contains(&name), &|code| {
        sources().any(|a| a.sectors.iter().any(|s| s.as_str() == code))
    })
}

/// The CAMEO codes of actors, a group's members in its place.
fn actors(coded: &Coded, list: &[ActorIdx]) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for actor in list.iter().filter_map(|a| coded.actor(*a)) {
        let members: Vec<&Actor> = actor.members.iter().filter_map(|m| coded.actor(*m)).collect();
        let all = if members.is_empty() { vec![actor] } else { members };
        for code in all.into_iter().map(actor_code) {
            if !out.contains(&code) {
                out.push(code);
            }
        }
    }
    out
}

/// Country and role, "GUYJUD"; "IGO" for organisations of states; dashes where there is no country.
fn actor_code(actor: &Actor) -> String {
    let between_states = |s: &Sector| matches!(s, Sector::Uno | Sector::Eur | Sector::Igo);
    if let Some(sector) = actor.sectors.iter().find(|s| between_states(s)) {
        return match sector {
            Sector::Eur => "IGOEUREEC".to_owned(),
            Sector::Uno => "IGOUNO".to_owned(),
            _ => format!("IGO{}", actor.id.to_uppercase()),
        };
    }
    let state = actor.kind == ActorKind::State;
    let mut roles = actor.sectors.iter().filter(|_| !state);
    let role = roles.find_map(|s| legation_store::cameo_role(s.as_str()));
    match (&actor.country, role) {
        (Some(country), role) => format!("{country}{}", role.unwrap_or_default()),
        (None, Some(role)) => format!("---{role}"),
        (None, None) => actor.id.clone(),
    }
}
