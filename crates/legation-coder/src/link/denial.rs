//! Denials: a statement that denies, and the claim that it takes up.

use super::{Cues, Input};
use legation_core::record::{CueClass, Link, LinkKind, SpeechAct};
use legation_core::same;
use legation_core::{ActorIdx, Dep, Event, Factuality, Pos, Span, Statement};
use std::collections::BTreeSet;

/// So much of the words of a denial must stand in the claim for the two to be of one matter.
const SHARED: f64 = 0.34;

pub(super) fn find(cues: &Cues, input: &Input<'_>, out: &mut Vec<Link>) {
    let denies = |s: &&Statement| is_denial(s) || calls_false(cues, input, s);
    for denial in input.statements.iter().filter(denies) {
        if let Some(claim) = claim(cues, input, denial) {
            out.push(Link {
                kind: LinkKind::Denies,
                from: denial.id,
                to: claim.id,
                span: denial.span,
                rule: "link:denial".to_owned(),
            });
        }
    }
    for denied in input.events.iter().filter(|e| e.factuality == Factuality::Denied) {
        let told = input.events.iter().filter(|e| asserted(e) && same_matter(input, denied, e));
        for claim in told {
            out.push(Link {
                kind: LinkKind::Denies,
                from: denied.id,
                to: claim.id,
                span: denied.span,
                rule: "link:denied event".to_owned(),
            });
        }
    }
}

fn is_denial(s: &Statement) -> bool {
    s.act == SpeechAct::Denial || s.cue_class == CueClass::Deny
}

/// "said the report was false": what takes up a claim is called untrue.
fn calls_false(cues: &Cues, input: &Input<'_>, statement: &Statement) -> bool {
    const LONGEST: u32 = 12;
    let syntax = input.stage.syntax;
    let takes_up = |i: u32| {
        syntax.dep(i) == Dep::Nsubj
            && (cues.takes_up.contains(syntax.lemma(i)) || cues.takes_up.contains(syntax.lower(i)))
    };
    statement.content.iter().map(|c| syntax.tokens_in(*c)).any(|words| {
        words.len() <= LONGEST
            && words.iter().any(|i| cues.falsehoods.contains(syntax.lower(i)))
            && words.iter().any(takes_up)
    })
}

const fn asserted(event: &Event) -> bool {
    matches!(
        event.factuality,
        Factuality::Occurred | Factuality::Ongoing | Factuality::Alleged | Factuality::Habitual
    )
}

/// Whether two events are of the same type with a participant in common on each side that both name.
pub(super) fn same_matter(input: &Input<'_>, a: &Event, b: &Event) -> bool {
    let meet = |x: &[ActorIdx], y: &[ActorIdx]| {
        x.is_empty() || y.is_empty() || x.iter().any(|p| y.iter().any(|q| input.same_side(*p, *q)))
    };
    let days = match (a.date.from.zip(a.date.to), b.date.from.zip(b.date.to)) {
        (Some((a0, a1)), Some((b0, b1))) => a0 <= b1 && b0 <= a1,
        _ => true,
    };
    let named = !a.source.is_empty() && !b.source.is_empty()
        || !a.target.is_empty() && !b.target.is_empty();
    let text = input.stage.syntax.text();
    let stems = |e: &Event| same::words(e.trigger.of(text));
    // The same word reports both, or the same narrow sort of act.
    let alike = !stems(a).is_disjoint(&stems(b)) || a.mode.is_some() && a.mode == b.mode;
    a.id != b.id
        && alike
        && a.event_type.is_some()
        && a.event_type == b.event_type
        && (a.mode.is_none() || b.mode.is_none() || a.mode == b.mode)
        && named
        && days
        && meet(&a.source, &b.source)
        && meet(&a.target, &b.target)
}

/// The claim that a denial answers: one of the same words, else the nearest accusation against the one who denies.
fn claim<'s>(cues: &Cues, input: &Input<'s>, denial: &Statement) -> Option<&'s Statement> {
    let words = content_words(cues, input, denial);
    let at = sentence(input, denial.span);
    let mut best: Option<(f64, u32, &Statement)> = None;
    for claim in input.statements {
        if claim.id == denial.id || is_denial(claim) || !crate::statement::is_spoken(claim) {
            continue;
        }
        let other_voice = match (claim.speaker, denial.speaker) {
            (Some(a), Some(b)) => !input.same_side(a, b),
            _ => true,
        };
        if !other_voice
            || claim.within.is_some_and(|w| input.statements[w.0 as usize].id == denial.id)
        {
            continue;
        }
        let there = sentence(input, claim.span);
        let distance = at.abs_diff(there);
        let theirs = content_words(cues, input, claim);
        let common = words.intersection(&theirs).count();
        let share = if words.is_empty() { 0.0 } else { common as f64 / words.len() as f64 };
        let same = common >= 2 && share >= SHARED;
        // "said the report was false" answers whatever was reported just before.
        let accuses = claim.act == SpeechAct::Accusation
            || matches!(claim.cue_class, CueClass::Accuse | CueClass::Claim)
            || calls_false(cues, input, denial) && distance <= 1;
        let answered = accuses
            && (!denies_document(cues, input, denial) || calls_false(cues, input, denial))
            && there <= at
            && distance <= cues.within
            && takes_up(cues, input, denial)
            && (against(input, claim, denial) || distance <= 1);
        if !same && !answered {
            continue;
        }
        let score = if same { 1.0 + share } else { 1.0 };
        let better = best
            .is_none_or(|(s, d, _)| score > s + 1e-9 || (score - s).abs() < 1e-9 && distance < d);
        if better {
            best = Some((score, distance, claim));
        }
    }
    best.map(|(_, _, claim)| claim)
}

fn sentence(input: &Input<'_>, span: Span) -> u32 {
    let syntax = input.stage.syntax;
    syntax.sentence_of(syntax.tokens_in(span).start.min(syntax.len().saturating_sub(1)))
}

/// Whether the denial names no matter of its own: "denied the accusation", "denied any involvement", "said that was untrue".
fn takes_up(cues: &Cues, input: &Input<'_>, denial: &Statement) -> bool {
    let syntax = input.stage.syntax;
    syntax
        .tokens_in(denial.span)
        .iter()
        .any(|i| cues.takes_up.contains(syntax.lemma(i)) || cues.takes_up.contains(syntax.lower(i)))
}

/// "rejected the report": what a document said, not what somebody else did just before.
fn denies_document(cues: &Cues, input: &Input<'_>, denial: &Statement) -> bool {
    let syntax = input.stage.syntax;
    denial.content.first().is_some_and(|c| {
        let words = syntax.tokens_in(*c);
        words.len() <= 4 && words.iter().any(|i| cues.documents.contains(syntax.lemma(i)))
    })
}

/// Whether a claim is about the one who denies.
fn against(input: &Input<'_>, claim: &Statement, denial: &Statement) -> bool {
    let Some(denier) = denial.speaker else { return false };
    let syntax = input.stage.syntax;
    let named =
        claim.addressees.iter().copied().chain(
            syntax.tokens_in(claim.span).iter().filter_map(|i| input.stage.cast.headed_by(i)),
        );
    named.into_iter().any(|a| Some(a) != claim.speaker && input.same_side(a, denier))
}

/// The lemmas of nouns, verbs, adjectives and numbers in what is said, without names and what takes up a claim.
fn content_words(cues: &Cues, input: &Input<'_>, statement: &Statement) -> BTreeSet<String> {
    let syntax = input.stage.syntax;
    let tokens = statement.content.iter().flat_map(|c| syntax.tokens_in(*c).iter());
    tokens
        .filter(|&i| matches!(syntax.pos(i), Pos::Noun | Pos::Verb | Pos::Adj | Pos::Num))
        .map(|i| syntax.lemma(i).to_lowercase())
        .filter(|l| !cues.takes_up.contains(l) && l.len() > 2)
        .collect()
}
