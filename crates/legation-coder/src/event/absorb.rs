//! Events that are no events of their own: parts of a promise, threat or refusal, and mentions of what was told before.

use super::matching::Matcher;
use super::merge::Again;
use super::support::Support;
use super::{Found, Input, Tables};
use crate::clause::{ClauseIdx, ClauseKind, Link};
use legation_core::Factuality;
use legation_core::plover::EventType;

/// "The war", "the talks": an event noun with a definite article and no participants of its own takes up an event told before.
/// Those that were coded are taken out and returned together with those that were not.
pub(super) fn again(
    tables: &Tables,
    input: &Input<'_>,
    matcher: &Matcher<'_>,
    found: &mut Vec<Found<'_>>,
) -> Vec<Again> {
    let bare = |at: ClauseIdx| {
        let clause = input.clauses.get(at);
        clause.kind == ClauseKind::Nominal
            && clause.agents.is_empty()
            && clause.patients.is_empty()
            && input.stage.all(&clause.modifiers).is_empty()
            && is_definite(input, clause.head)
    };
    let coded: Vec<ClauseIdx> = found.iter().map(|f| f.at).collect();
    let mut out: Vec<Again> = input
        .clauses
        .iter()
        .filter(|&at| bare(at) && !coded.contains(&at))
        .filter_map(|at| {
            let head = input.clauses.get(at).head;
            let types = super::discourse::types_of(tables, input, matcher, head);
            let trigger = input.stage.syntax.token(head).span;
            let covered = found.iter().any(|f| f.event.trigger.overlaps(trigger));
            let own_voice = super::voice::chain(tables, input, at).is_empty();
            (!types.is_empty() && !covered).then_some(Again { types, trigger, own_voice })
        })
        .collect();
    let wars: Vec<(u32, Vec<Option<String>>)> = found
        .iter()
        .filter(|f| f.event.event_type == Some(EventType::Assault) && !f.event.target.is_empty())
        .map(|f| (f.event.trigger.start, countries(input, &f.event.source)))
        .collect();
    found.retain(|f| {
        let told = bare(f.at) && found_before(f) || is_same_war(&tables.support, input, f, &wars);
        if told {
            out.push(Again {
                types: super::discourse::types_of(
                    tables,
                    input,
                    matcher,
                    input.clauses.get(f.at).head,
                ),
                trigger: f.event.trigger,
                own_voice: f.event.attribution.is_empty(),
            });
        }
        !told
    });
    out.sort_by_key(|a| a.trigger.start);
    out
}

fn is_definite(input: &Input<'_>, head: u32) -> bool {
    let syntax = input.stage.syntax;
    syntax
        .children_by(head, legation_core::Dep::Det)
        .any(|d| matches!(syntax.lower(d), "the" | "this" | "that" | "these" | "those"))
}

fn countries(input: &Input<'_>, actors: &[legation_core::ActorIdx]) -> Vec<Option<String>> {
    let mut out: Vec<Option<String>> =
        actors.iter().map(|a| input.stage.cast.get(*a).country.clone()).collect();
    out.sort();
    out.dedup();
    out
}

/// "Mr. Putin's war" after "Russia's invasion of Ukraine": no second one.
fn is_same_war(
    support: &Support,
    input: &Input<'_>,
    found: &Found<'_>,
    wars: &[(u32, Vec<Option<String>>)],
) -> bool {
    let clause = input.clauses.get(found.at);
    let event = &found.event;
    let own = countries(input, &event.source);
    clause.kind == ClauseKind::Nominal
        && event.event_type == Some(EventType::Assault)
        && event.target.is_empty()
        && support.wars.contains(input.stage.syntax.lemma(clause.head))
        && own.iter().all(Option::is_some)
        && wars.iter().any(|(start, of)| *start < event.trigger.start && *of == own)
}

/// Whether an event's participants were all supplied by a governing verb.
fn found_before(found: &Found<'_>) -> bool {
    found.event.why.iter().any(|w| w.starts_with("source from the subject"))
        || found.event.source.is_empty()
}

/// "Marched to protest", "blocked the road to demand higher prices", "summoned the envoy to protest": the purpose of an act that says it
/// already. "Hit by an embargo" is no blow beside the embargo.
pub(super) fn drop_doubled(support: &Support, input: &Input<'_>, found: &mut Vec<Found<'_>>) {
    use EventType::{Accuse, Assault, Coerce, Consult, Protest, Request};
    let coded: Vec<(ClauseIdx, Option<EventType>, Vec<legation_core::ActorIdx>)> =
        found.iter().map(|f| (f.at, f.event.event_type, f.event.source.clone())).collect();
    let of = |at: ClauseIdx| coded.iter().find(|c| c.0 == at);
    let type_of = |at: ClauseIdx| of(at).and_then(|c| c.1);
    let says = |above, below| {
        matches!(
            (above, below),
            (Protest, Protest | Request)
                | (Accuse, Protest)
                | (Consult, Consult)
                | (Assault, Coerce)
        )
    };
    found.retain(|f| {
        let clause = input.clauses.get(f.at);
        let Some(kind) = f.event.event_type else { return true };
        let harms = support.harms.contains(input.stage.syntax.lemma(clause.verb));
        if kind == Assault && clause.kind == ClauseKind::Verbal && !harms {
            let by = |&a: &u32| input.clauses.headed_by(a).and_then(type_of);
            return !clause.agents.iter().filter_map(by).any(|t| t != Assault);
        }
        // "Voted to remove him": the vote and what it is about are one.
        let open = matches!(f.event.factuality, Factuality::Possible | Factuality::Planned);
        let same = |above: ClauseIdx| {
            of(above).is_some_and(|c| c.1 == Some(kind) && c.2 == f.event.source)
        };
        if open && clause.link == Link::Open && clause.parent.is_some_and(same) {
            return false;
        }
        let purpose = clause.marker.as_deref() == Some("to") && clause.kind == ClauseKind::Verbal;
        let above = clause.parent.and_then(type_of);
        !(purpose && above.is_some_and(|above| says(above, kind)))
    });
}

/// An open act that a promise, threat, demand or refusal is about, without a participant of its own, is part of that speech act.
pub(super) fn drop_absorbed(input: &Input<'_>, found: &mut Vec<Found<'_>>) {
    let speech = |t: Option<EventType>| {
        use EventType::{Accuse, Agree, Concede, Reject, Request, Threaten};
        matches!(t, Some(Agree | Threaten | Request | Reject | Concede | Accuse))
    };
    let coded: Vec<(ClauseIdx, bool)> =
        found.iter().map(|f| (f.at, speech(f.event.event_type))).collect();
    let refused: Vec<ClauseIdx> = found
        .iter()
        .filter(|f| f.event.event_type == Some(EventType::Reject))
        .map(|f| f.at)
        .collect();
    let denied: Vec<ClauseIdx> = found
        .iter()
        .filter(|f| f.event.factuality == Factuality::Negated)
        .filter_map(|f| input.clauses.get(f.at).parent)
        .collect();
    found.retain(|f| {
        // "have not agreed to join sanctions": what did not happen is that they joined.
        let consent = f.frame.event_type == Some(EventType::Agree);
        if consent && f.event.factuality == Factuality::Negated && denied.contains(&f.at) {
            return false;
        }
        // "refused to meet the premier" is one event, not also a meeting that did not take place.
        if f.event.factuality == Factuality::Negated
            && input.clauses.get(f.at).parent.is_some_and(|p| refused.contains(&p))
        {
            return false;
        }
        let open = matches!(
            f.event.factuality,
            Factuality::Planned | Factuality::Possible | Factuality::Negated
        ) || f.event.rule != format!("frame:{}", f.frame.id)
            || f.frame.event_type != f.event.event_type;
        if !open || f.explicit_target && f.frame.event_type == f.event.event_type {
            return true;
        }
        let mut above = input.clauses.get(f.at).parent;
        for _ in 0..2 {
            let Some(parent) = above else { break };
            if coded.iter().any(|&(at, speech)| at == parent && speech) {
                return false;
            }
            above = input.clauses.get(parent).parent;
        }
        true
    });
}
