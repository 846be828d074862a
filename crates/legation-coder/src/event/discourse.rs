//! Targets that only the sentences before tell: who did what is condemned, whose charge is denied, whom a withdrawal answers.

use super::matching::Matcher;
use super::{Found, Input, Tables};
use crate::clause::Clause;
use legation_core::plover::EventType;
use legation_core::{ActorIdx, Dep, Event, Factuality, Span};

/// Bytes of text between an act and what answers it: about two sentences.
const NEAR: u32 = 500;

/// An event whose object is a deed or word told before ("condemned the attack", "denied the claim").
#[derive(Clone, Debug)]
pub(super) struct Open {
    event: Span,
    object: Span,
    types: Vec<EventType>,
}

/// The types that a definite noun without participants may take up.
pub(super) fn types_of(
    tables: &Tables,
    input: &Input<'_>,
    matcher: &Matcher<'_>,
    noun: u32,
) -> Vec<EventType> {
    let lemma = input.stage.syntax.lemma(noun);
    let frames = input.clauses.headed_by(noun).map(|at| matcher.find(&tables.frames, at));
    let mut out: Vec<EventType> =
        frames.into_iter().flatten().filter_map(|m| m.frame.event_type).collect();
    if tables.support.blows.contains(lemma) {
        out.push(EventType::Assault);
    }
    if tables.support.charges.contains(lemma) {
        out.push(EventType::Accuse);
    }
    out
}

/// Events without a target that are about something told before.
pub(super) fn open(
    tables: &Tables,
    input: &Input<'_>,
    matcher: &Matcher<'_>,
    found: &[Found<'_>],
) -> Vec<Open> {
    use EventType::{Accuse, Agree, Concede, Reject};
    let syntax = input.stage.syntax;
    let without = found.iter().filter(|f| {
        let event = &f.event;
        event.target.is_empty()
            && !event.source.is_empty()
            && matches!(event.event_type, Some(Accuse | Reject | Agree | Concede))
    });
    without
        .filter_map(|f| {
            let object = objects(input.clauses.get(f.at)).find(|&o| takes_up(input, o))?;
            let types = types_of(tables, input, matcher, object);
            let object = syntax.token(object).span;
            (!types.is_empty()).then_some(Open { event: f.event.trigger, object, types })
        })
        .collect()
}

fn objects(clause: &Clause) -> impl Iterator<Item = u32> + '_ {
    let words = |w: &str| matches!(w, "over" | "at" | "to" | "about");
    let obliques = clause.obliques.iter().filter(move |o| words(&o.word));
    clause.patients.iter().chain(obliques.flat_map(|o| &o.objects)).copied()
}

/// Whether a noun points back: "the attack", "this claim", with nobody named beside it.
fn takes_up(input: &Input<'_>, noun: u32) -> bool {
    let syntax = input.stage.syntax;
    let definite = |d: u32| {
        matches!(syntax.lower(d), "the" | "this" | "that" | "these" | "those" | "any" | "all")
    };
    syntax.children_by(noun, Dep::Det).any(definite) && input.stage.all(&[noun]).is_empty()
}

/// Gives open events, and answers to what was done to their source, the source of what they answer as target.
pub(super) fn fill(input: &Input<'_>, events: &mut [Event], open: &[Open]) {
    for one in open {
        let taken_up = |e: &Event| {
            real(e)
                && e.trigger.end <= one.object.start
                && e.trigger != one.event
                && e.trigger.end + NEAR > one.object.start
                && e.event_type.is_some_and(|t| one.types.contains(&t))
        };
        let Some(doers) = events.iter().rfind(|e| taken_up(e)).map(|e| e.source.clone()) else {
            continue;
        };
        if let Some(event) = events.iter_mut().find(|e| e.trigger == one.event) {
            let known = event.source.clone();
            event.target = doers.into_iter().filter(|a| !same_side(input, &known, *a)).collect();
            if !event.target.is_empty() {
                event.why.push("target: who did or said what was told before".to_owned());
            }
        }
    }
    for at in 0..events.len() {
        let event = &events[at];
        if !is_answer(event) {
            continue;
        }
        let against = |e: &Event| {
            e.event_type.is_some_and(|t| t.quad().number() > 2)
                && e.factuality != Factuality::Negated
                && e.trigger.end <= event.trigger.start
                && e.trigger.end + NEAR > event.trigger.start
                && event.source.iter().any(|s| same_side(input, &e.target, *s))
                && !e.source.iter().any(|s| same_side(input, &event.source, *s))
        };
        let answered = events[..at].iter().rfind(|e| against(e)).map(|e| e.source.clone());
        if let Some(target) = answered.filter(|t| !t.is_empty()) {
            events[at].target = target;
            events[at].why.push("target: who acted against the source just before".to_owned());
        }
    }
}

fn real(event: &Event) -> bool {
    matches!(event.factuality, Factuality::Occurred | Factuality::Ongoing)
}

/// Denials, refusals and recalls without a target answer somebody.
fn is_answer(event: &Event) -> bool {
    event.target.is_empty()
        && !event.source.is_empty()
        && (event.rule.starts_with("frame:reject") && event.event_type == Some(EventType::Reject)
            || event.rule.starts_with("frame:sanction.withdraw")
                && event.event_type == Some(EventType::Sanction))
}

/// Whether an actor is one of these or of the same country as one of them.
fn same_side(input: &Input<'_>, side: &[ActorIdx], one: ActorIdx) -> bool {
    let country = |a: ActorIdx| input.stage.cast.get(a).country.as_deref();
    side.iter().any(|&a| a == one || country(a).is_some() && country(a) == country(one))
}
