//! Mentions of one event inside an article become one record that keeps all its triggers.

use super::support::Support;
use super::{Found, Input};
use crate::clause::ClauseKind;
use legation_core::plover::EventType;
use legation_core::{ActorIdx, Event, Factuality, Span};

/// Merges events that are the same: type, mode, participants and date agree, and both are told as real.
pub(super) fn merge(input: &Input<'_>, events: Vec<Event>) -> Vec<Event> {
    let mut out: Vec<Event> = Vec::with_capacity(events.len());
    for event in events {
        let same = out.iter_mut().find(|e| is_same(input, e, &event));
        match same {
            Some(first) => {
                first.more_triggers.push(event.trigger);
                // What the reporter tells anywhere is no mere claim.
                if event.attribution.is_empty() {
                    first.attribution.clear();
                }
                if first.date.is_unknown() && !event.date.is_unknown() {
                    first.date = event.date;
                }
                if first.mode.is_none() {
                    first.mode = event.mode;
                }
                if first.place.is_none() {
                    first.place = event.place;
                }
                for actor in event.target {
                    if !first.target.contains(&actor)
                        && !first.source.contains(&actor)
                        && first.target.is_empty()
                    {
                        first.target.push(actor);
                    }
                }
                first.why.push(format!("merged with another mention ({})", event.rule));
            }
            None => out.push(event),
        }
    }
    out
}

/// A mention that takes up an event told before.
#[derive(Clone, Debug)]
pub(super) struct Again {
    /// What its words may mean: "the strike" is a blow or a walkout.
    pub(super) types: Vec<EventType>,
    pub(super) trigger: Span,
    /// Whether the reporter makes it rather than somebody quoted.
    pub(super) own_voice: bool,
}

/// Adds mentions that take up an event told before ("the war") to the last one of their type that stands before them.
pub(super) fn take_up(events: &mut [Event], again: &[Again]) {
    let real = |e: &Event| matches!(e.factuality, Factuality::Occurred | Factuality::Ongoing);
    for mention in again {
        let before = events.iter_mut().filter(|e| {
            e.event_type.is_some_and(|t| mention.types.contains(&t))
                && e.trigger.end <= mention.trigger.start
                && real(e)
        });
        let Some(event) = before.last() else { continue };
        event.more_triggers.push(mention.trigger);
        if mention.own_voice {
            event.attribution.clear();
        }
    }
}

fn is_same(input: &Input<'_>, a: &Event, b: &Event) -> bool {
    let real = |e: &Event| matches!(e.factuality, Factuality::Occurred | Factuality::Ongoing);
    let modes = a.mode.is_none() || b.mode.is_none() || a.mode == b.mode;
    let dates = a.date.is_unknown() || b.date.is_unknown() || a.date.value == b.date.value;
    // Storming a city is not the war that follows, nor is trade what armies do together.
    let kinds = match a.event_type {
        Some(EventType::Assault) => a.symmetric == b.symmetric,
        Some(EventType::Cooperate) => a.rule == b.rule || a.mode != b.mode,
        _ => true,
    };
    let verbal_cooperation = a.event_type.is_some_and(|t| matches!(t.quad().number(), 3));
    a.event_type == b.event_type
        && a.event_type.is_some()
        && (a.attribution == b.attribution || a.attribution.is_empty() || b.attribution.is_empty())
        && !verbal_cooperation
        && real(a)
        && real(b)
        && modes
        && dates
        && kinds
        && !(a.date.is_unknown() && b.date.is_unknown() && a.rule == b.rule && !a.symmetric)
        && same_participants(input, a, b)
}

fn same_participants(input: &Input<'_>, a: &Event, b: &Event) -> bool {
    let everyone = |e: &Event| expand(input, &[e.source.as_slice(), e.target.as_slice()].concat());
    let (of_a, of_b) = (everyone(a), everyone(b));
    !of_a.is_empty()
        && if a.symmetric || b.symmetric {
            of_a == of_b
        } else {
            expand(input, &a.source) == expand(input, &b.source)
                && (expand(input, &a.target) == expand(input, &b.target)
                    || a.target.is_empty()
                        && !a.source.is_empty()
                        && b.date.value == a.date.value
                        && !b.date.is_unknown())
        }
}

/// Participants with groups replaced by their members, sorted.
fn expand(input: &Input<'_>, actors: &[ActorIdx]) -> Vec<ActorIdx> {
    let mut out: Vec<ActorIdx> = Vec::new();
    for actor in actors {
        let members = &input.stage.cast.get(*actor).members;
        if members.is_empty() { out.push(*actor) } else { out.extend(members) }
    }
    out.sort_unstable();
    out.dedup();
    out
}

/// "Killed 60 people in an attack on the town": the deed and the occasion it was done on are one event.
pub(super) fn join_occasions(input: &Input<'_>, found: &mut Vec<Found<'_>>) {
    let violent = |f: &Found<'_>| f.event.event_type == Some(EventType::Assault);
    let mut at = 0;
    while at < found.len() {
        let clause = input.clauses.get(found[at].at);
        let deed =
            clause.parent.filter(|_| clause.kind == ClauseKind::Nominal && violent(&found[at]));
        let deed = deed.and_then(|parent| {
            let above = input.clauses.get(parent);
            let occasion = above.obliques.iter().any(|o| {
                matches!(o.word.as_str(), "in" | "during") && o.objects.contains(&clause.head)
            });
            found.iter().position(|f| occasion && f.at == parent && violent(f))
        });
        let Some(deed) = deed else {
            at += 1;
            continue;
        };
        let occasion = found.remove(at);
        let deed = &mut found[if deed > at { deed - 1 } else { deed }].event;
        deed.more_triggers.push(occasion.event.trigger);
        if deed.source.is_empty() {
            deed.source = occasion.event.source;
            deed.source.retain(|a| !deed.target.contains(a));
        }
        if deed.target.is_empty() {
            deed.target = occasion.event.target;
        }
        if deed.place.is_none() {
            deed.place = occasion.event.place;
        }
    }
}

/// "A drone strike killed the commander", "struck the convoy, killing four": the blow and what it did are one event.
pub(super) fn join_outcomes(support: &Support, input: &Input<'_>, found: &mut Vec<Found<'_>>) {
    use crate::clause::{Link, Voice};
    let syntax = input.stage.syntax;
    let violent = |f: &Found<'_>| f.event.event_type == Some(EventType::Assault);
    let mut at = 0;
    while at < found.len() {
        let clause = input.clauses.get(found[at].at);
        let deadly = found[at].frame.other.as_deref() == Some("death");
        let outcome = (violent(&found[at]) || deadly)
            && clause.kind == ClauseKind::Verbal
            && clause.voice == Voice::Active
            && support.harms.contains(syntax.lemma(clause.verb));
        let participle = clause.link == Link::Adverbial && clause.controlled;
        let blow = found.iter().position(|f| {
            outcome
                && violent(f)
                && f.at != found[at].at
                && f.event.factuality == found[at].event.factuality
                && (participle && clause.parent == Some(f.at)
                    || clause.agents.contains(&input.clauses.get(f.at).head)
                        && !support.wars.contains(syntax.lemma(input.clauses.get(f.at).head)))
        });
        let Some(blow) = blow else {
            at += 1;
            continue;
        };
        let of = found.remove(at).event;
        let blow = &mut found[if blow > at { blow - 1 } else { blow }].event;
        blow.span = blow.span.hull(of.span);
        blow.more_triggers.push(of.trigger);
        let known = |a: &ActorIdx, e: &Event| e.source.contains(a) || e.target.contains(a);
        let new: Vec<ActorIdx> = of.target.into_iter().filter(|a| !known(a, blow)).collect();
        blow.target.extend(new);
        if blow.source.is_empty() {
            blow.source = of.source.into_iter().filter(|a| !known(a, blow)).collect();
        }
        if blow.date.is_unknown() {
            blow.date = of.date;
        }
        blow.confidence = blow.confidence.max(of.confidence);
        blow.why.push("with its outcome".to_owned());
    }
}
