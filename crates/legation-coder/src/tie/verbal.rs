//! Ties told by verbs: "A depends on B", "A accounts for a third of B's imports", "A owns B".

use super::ends::{self, End};
use super::frames::Frames;
use super::word::{push, split, with_word};
use super::{Draft, Input};
use crate::clause::{ClauseIdx, ClauseKind, Link, Voice};
use crate::event::Matcher;
use crate::event::pattern::Slot;
use legation_core::Factuality;
use legation_core::record::TieType;

pub(super) fn drafts(frames: &Frames, input: &Input<'_>, at: ClauseIdx, out: &mut Vec<Draft>) {
    let clause = input.clauses.get(at);
    if clause.kind == ClauseKind::Nominal {
        return;
    }
    let syntax = input.stage.syntax;
    let matcher = Matcher::new(input.stage, input.clauses);
    let mut best: Option<(f32, u32, End, End)> = None;
    for (frame_at, pattern) in frames.verb(syntax.lemma(clause.verb)) {
        let frame = frames.get(*frame_at);
        if !with_word(input, frame, clause.verb) {
            continue;
        }
        let Some(found) = matcher.pattern(pattern, at) else { continue };
        let slot = |slot: Slot| {
            let tokens = found.bound.iter().find(|(s, _)| *s == slot).map(|(_, t)| t.clone())?;
            let actors = input.stage.all(&tokens);
            Some(if actors.is_empty() {
                ends::deep(input, &tokens)
            } else {
                End { actors, words: tokens }
            })
        };
        let a = slot(Slot::Source).unwrap_or_else(|| subject(input, at));
        let (a, b) = match slot(Slot::Target) {
            Some(b) => (a, b),
            None if frame.kind.is_symmetric() => match split(input, &a) {
                Some(pair) => pair,
                None => continue,
            },
            None => continue,
        };
        let mut b = b;
        b.actors.retain(|x| !a.actors.contains(x));
        // A frame that asks for words of the sentence says more than one that does not.
        let score = found.score + if frame.with_word.is_empty() { 0.0 } else { 0.1 };
        if a.is_empty() || b.is_empty() || best.as_ref().is_some_and(|x| x.0 >= score) {
            continue;
        }
        best = Some((score, *frame_at, a, b));
    }
    let Some((_, frame_at, a, b)) = best else { return };
    let mut span = syntax.token(clause.verb).span;
    for &w in a.words.iter().chain(&b.words) {
        if syntax.sentence_of(w) == syntax.sentence_of(clause.verb) {
            span = span.hull(syntax.token(w).span);
        }
    }
    let frame = frames.get(frame_at);
    push(input, frame, clause.verb, span, (&a.actors, &b.actors), out);
    // "can neither back B nor …": what A cannot do is a limit that B feels.
    let helps = matches!(
        frame.kind,
        TieType::Alignment
            | TieType::Arms
            | TieType::Partnership
            | TieType::Supplies
            | TieType::Alliance
    );
    if helps
        && clause.negation.is_some()
        && matches!(clause.modal.as_deref(), Some("can" | "could"))
    {
        let first = out.len() - a.actors.len().min(6) * b.actors.len().min(6);
        for at in first..out.len() {
            let limit = Draft {
                kind: TieType::Constraint,
                directed: true,
                status: Some(Factuality::Ongoing),
                rule: format!("tie:{} negated", frame.id),
                ..out[at].clone()
            };
            out.push(limit);
        }
    }
}

/// Who the clause is about: the agent, or for "efforts to undercut B" whose efforts they are.
fn subject(input: &Input<'_>, at: ClauseIdx) -> End {
    let clause = input.clauses.get(at);
    let syntax = input.stage.syntax;
    let mut words = clause.agents.clone();
    if words.is_empty() && clause.link == Link::NounComplement {
        words.push(syntax.head(clause.verb));
    }
    if words.is_empty() && clause.voice == Voice::Passive {
        words.extend(&clause.patients);
    }
    End { actors: input.stage.all(&words), words }
}
