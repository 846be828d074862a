//! What only a whole article tells of an event: in whose voice it is told, whom an answer answers, who is accused by quoting alone.

use super::engine;
use legation_core::plover::EventType;
use legation_core::{Article, Coded, Document, Event};

/// Codes a text; `None` where no model is at hand.
fn coded(text: &str) -> Option<Coded> {
    let engine = engine()?;
    let document = Document::new(Article::new("example", text.to_owned()));
    let layers = engine.annotate(std::slice::from_ref(&document)).pop().unwrap_or_default();
    Some(legation_coder::code(&document, &layers, &engine.codebook))
}

fn ids(coded: &Coded, actors: &[legation_core::ActorIdx]) -> Vec<String> {
    actors.iter().map(|a| coded.actors[a.0 as usize].id.clone()).collect()
}

fn event<'c>(coded: &'c Coded, kind: EventType, text: &str, trigger: &str) -> &'c Event {
    let found = coded
        .events
        .iter()
        .find(|e| e.event_type == Some(kind) && e.trigger.of(text).contains(trigger));
    found.unwrap_or_else(|| panic!("no {} at {trigger:?} in {text:?}", kind.as_str()))
}

#[test]
fn a_verdict_on_a_deed_is_one_on_who_did_it() {
    for noun in ["strike", "attack", "raid"] {
        let text = format!(
            "Iranian missiles struck a power station in Iraq on Monday. Kuwait condemned the {noun}."
        );
        let Some(coded) = coded(&text) else { return };
        let accuse = event(&coded, EventType::Accuse, &text, "condemned");
        assert_eq!(ids(&coded, &accuse.target), ["IRN"], "{text}");
    }
}

#[test]
fn a_denial_answers_whoever_accused() {
    let text = "Kenya's foreign ministry accused Sudan of arming the rebels. Sudan denied any involvement.";
    let Some(coded) = coded(text) else { return };
    let reject = event(&coded, EventType::Reject, text, "denied");
    assert_eq!(ids(&coded, &reject.source), ["SDN"]);
    assert_eq!(reject.target, event(&coded, EventType::Accuse, text, "accused").source);
}

#[test]
fn an_opponent_accuses_by_quoting_alone_but_a_scholar_does_not() {
    let text = "\"Iran is threatening our people with missiles,\" Iraq's foreign ministry said.";
    let Some(found) = coded(text) else { return };
    let accuse = event(&found, EventType::Accuse, text, "said");
    assert_eq!(ids(&found, &accuse.target), ["IRN"]);
    let text = "\"Iran is threatening Iraq with missiles,\" said Jane Miller, a scholar at a university in Oslo.";
    let Some(found) = coded(text) else { return };
    assert!(
        found.events.iter().all(|e| e.event_type != Some(EventType::Accuse)),
        "{:?}",
        found.events
    );
}

#[test]
fn what_is_asked_for_or_taken_for_granted_is_nobodys_claim() {
    let text = "Western leaders urged Turkey to persuade Russia to end the war.";
    let Some(found) = coded(text) else { return };
    assert!(found.events.iter().all(|e| e.attribution.is_empty()), "{:?}", found.events);
    let text = "A newspaper claimed that India was helping Russia evade American sanctions.";
    let Some(found) = coded(text) else { return };
    assert!(event(&found, EventType::Sanction, text, "sanctions").attribution.is_empty());
    assert!(!event(&found, EventType::Aid, text, "help").attribution.is_empty());
}

#[test]
fn what_is_maintained_goes_on_but_what_is_maintained_in_a_clause_is_claimed() {
    use legation_core::Factuality;
    let text =
        "Kenya maintains close ties with Sudan. Iran maintained that Iraq had attacked its ships.";
    let Some(found) = coded(text) else { return };
    let tie = found.ties.iter().find(|t| t.span.of(text).contains("ties"));
    assert_eq!(tie.map(|t| t.factuality), Some(Factuality::Ongoing), "{:?}", found.ties);
    let attack = event(&found, EventType::Assault, text, "attacked");
    assert_eq!(attack.factuality, Factuality::Alleged);
}
