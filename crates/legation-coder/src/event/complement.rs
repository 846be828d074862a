//! What a predicate's complement, condition or clause of saying makes of it: what a refusal refuses, a hostile act hung on another's
//! doing, what somebody says it would do.

use super::fill::Filled;
use super::matching::{Match, Matcher};
use super::reduction::Outcome;
use super::{Input, Tables, Verdict};
use crate::clause::{ClauseIdx, ClauseKind, Link, Tense};
use legation_core::Factuality;
use legation_core::plover::EventType;

/// What a refusal is about, where its object is an event noun: "turned down the invitation", "rejected a plea to lift the ban".
pub(super) fn refused(
    tables: &Tables,
    input: &Input<'_>,
    matcher: &Matcher<'_>,
    (at, candidate): (ClauseIdx, &Match<'_>),
    own: Verdict,
) -> Option<(EventType, Option<&'static str>, String)> {
    if own.0 != Some(EventType::Reject) || own.1.is_some() {
        return None;
    }
    let clause = input.clauses.get(at);
    let objects = clause.obliques.iter().filter(|o| matches!(o.word.as_str(), "to" | "on" | "at"));
    let objects = clause
        .patients
        .iter()
        .chain(candidate.noun.iter())
        .chain(objects.flat_map(|o| o.objects.iter()));
    let first = |c: ClauseIdx| {
        matcher.find(&tables.frames, c).into_iter().find(|m| m.frame.event_type.is_some())
    };
    objects.filter_map(|&o| input.clauses.headed_by(o)).find_map(|noun| {
        let m = first(noun)?;
        let kind = m.frame.event_type?;
        if !matches!(kind, EventType::Request | EventType::Threaten) {
            return Some((kind, m.frame.mode, m.source));
        }
        let wish = wish(tables, input, matcher, noun, at);
        let mode = match kind {
            EventType::Threaten => EventType::Request.mode("yield").map(|m| m.name),
            _ => {
                wish.or(m.frame.mode).or_else(|| EventType::Request.mode("assist").map(|m| m.name))
            }
        };
        Some((EventType::Request, mode, m.source))
    })
}

/// "Would recall its envoy unless the crew were freed": whoever hangs a hostile act of its own on what another does threatens it.
pub(super) fn hung_on_others(
    tables: &Tables,
    input: &Input<'_>,
    (at, filled): (ClauseIdx, &Filled),
    own: Verdict,
    why: &mut Vec<String>,
) -> Verdict {
    let clause = input.clauses.get(at);
    let future = clause.tense == Tense::Future || clause.modal.as_deref() == Some("would");
    let (Some(base), true) = (own.0, future && clause.kind == ClauseKind::Verbal) else {
        return own;
    };
    let hung = input.clauses.children(at).any(|c| {
        c.link == Link::Adverbial
            && matches!(c.marker.as_deref(), Some("unless" | "if" | "until"))
            && !c.agents.iter().any(|&a| clause.agents.contains(&a))
    });
    // Only who acts can threaten to; what others foresee is a forecast.
    let own_word = clause.link == Link::Root || said_by_itself(input, at, filled);
    if !hung || !own_word || filled.source.is_empty() {
        return own;
    }
    let lemmas: Vec<&str> =
        filled.words.iter().chain(&clause.patients).map(|&w| input.stage.syntax.lemma(w)).collect();
    let has_word = |word: &str| lemmas.contains(&word);
    match tables.reductions.strict((base, own.1), Factuality::Possible, &has_word) {
        Outcome::Becomes(kind) if kind.0 == EventType::Threaten => {
            why.push(format!("{} hung on what another does is a threat", base.as_str()));
            (Some(kind.0), kind.1, Factuality::Occurred)
        }
        _ => own,
    }
}

/// The mode of a request by what is asked for: the infinitive, the that-clause or the noun after "for".
fn wish(
    tables: &Tables,
    input: &Input<'_>,
    matcher: &Matcher<'_>,
    noun: ClauseIdx,
    at: ClauseIdx,
) -> Option<&'static str> {
    let syntax = input.stage.syntax;
    let (nominal, clause) = (input.clauses.get(noun), input.clauses.get(at));
    let asked = |c: &ClauseIdx| {
        let below = input.clauses.get(*c);
        let told = below.link == Link::NounComplement && syntax.head(below.verb) == nominal.head;
        below.kind != ClauseKind::Nominal && (told || below.marker.as_deref() == Some("to"))
    };
    let clauses = input.clauses.children_of(noun).chain(input.clauses.children_of(at));
    let nouns = nominal.obliques.iter().chain(&clause.obliques);
    let nouns = nouns
        .filter(|o| matches!(o.word.as_str(), "for" | "to"))
        .flat_map(|o| &o.objects)
        .filter_map(|&o| input.clauses.headed_by(o));
    clauses.filter(asked).chain(nouns).find_map(|c| {
        let found = matcher.find(&tables.frames, c);
        let m = found.into_iter().find(|m| m.frame.event_type.is_some())?;
        let content = (m.frame.event_type?, m.frame.mode);
        match tables.reductions.complement("ask", content)?.0 {
            Outcome::Becomes((EventType::Request, mode)) => mode,
            _ => None,
        }
    })
}

/// A request without a mode takes it from what its noun asks for: "a demand that the museum give back the bronzes".
pub(super) fn wished(
    tables: &Tables,
    input: &Input<'_>,
    matcher: &Matcher<'_>,
    (at, candidate): (ClauseIdx, &Match<'_>),
    (event_type, mode): (Option<EventType>, Option<&'static str>),
) -> Option<&'static str> {
    if event_type != Some(EventType::Request) || mode.is_some() {
        return mode;
    }
    let nominal = input.clauses.get(at).kind == ClauseKind::Nominal;
    let noun =
        if nominal { Some(at) } else { candidate.noun.and_then(|n| input.clauses.headed_by(n)) };
    noun.and_then(|noun| wish(tables, input, matcher, noun, at))
}

/// Whether the clause is what its own agent says.
fn said_by_itself(input: &Input<'_>, at: ClauseIdx, filled: &Filled) -> bool {
    let clause = input.clauses.get(at);
    let content = matches!(clause.link, Link::Complement | Link::NounComplement);
    let Some(parent) = clause.parent.filter(|_| content) else { return false };
    let speaker = input.stage.all(&input.clauses.get(parent).agents);
    let named: Vec<u32> = input
        .stage
        .syntax
        .children_by(input.stage.syntax.head(clause.verb), legation_core::Dep::Poss)
        .collect();
    let speaker = [speaker, input.stage.all(&named)].concat();
    speaker.iter().any(|s| filled.source.contains(s))
}

/// "Said that it would pull its soldiers out": told of one's own doing, "would" is the future seen from the past, and a promise.
pub(super) fn promised(
    input: &Input<'_>,
    (at, filled): (ClauseIdx, &Filled),
    value: Factuality,
    why: &mut Vec<String>,
) -> Factuality {
    let clause = input.clauses.get(at);
    let syntax = input.stage.syntax;
    let future = clause.tense == Tense::Future || clause.modal.as_deref() == Some("would");
    if value != Factuality::Possible || !future || clause.negation.is_some() {
        return value;
    }
    // "and open the prisons": coordinated promises share the clause of saying.
    let mut content = at;
    while input.clauses.get(content).link == Link::Conjunct
        && let Some(first) = input.clauses.get(content).parent
    {
        content = first;
    }
    let says = |c: ClauseIdx| {
        let above = input.clauses.get(c);
        let word = |w: &str| {
            matches!(
                w,
                "say"
                    | "tell"
                    | "announce"
                    | "add"
                    | "declare"
                    | "confirm"
                    | "state"
                    | "assure"
                    | "inform"
                    | "write"
                    | "signal"
                    | "announcement"
                    | "statement"
                    | "pledge"
            )
        };
        word(syntax.lemma(above.verb))
            || word(syntax.lemma(syntax.head(input.clauses.get(content).verb)))
    };
    let conditional = input.clauses.children(at).any(|c| {
        c.link == Link::Adverbial && matches!(c.marker.as_deref(), Some("if" | "unless" | "until"))
    });
    let reported = input.clauses.get(content).parent.is_some_and(says);
    if conditional || !reported || !said_by_itself(input, content, filled) {
        return value;
    }
    why.push("planned: told of one's own doing".to_owned());
    Factuality::Planned
}
