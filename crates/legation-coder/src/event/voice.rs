//! In whose voice an event is told: the statements whose content holds it, without those that vouch for nothing.
//!
//! Whoever "urged him to end the war" does not say that he ends it, and what a sentence takes for granted ("evading the
//! sanctions", "showed how they lied") the reporter says, not the speaker.

use super::{Found, Input, Tables, factuality, trigger_core};
use crate::clause::{ClauseIdx, Link, Tense};
use legation_core::plover::EventType;
use legation_core::record::CueClass;
use legation_core::{Span, Statement, StatementIdx};

/// The statements in words whose content holds the event, innermost first; hopes and beliefs are no statements, and what is
/// taken for granted is nobody's claim.
pub(super) fn chain(tables: &Tables, input: &Input<'_>, at: ClauseIdx) -> Vec<StatementIdx> {
    let clause = input.clauses.get(at);
    let given = clause.parent.is_some_and(|above| {
        factuality::is_given(&tables.factuality, input.stage, input.clauses.get(above), clause)
    });
    if given {
        return Vec::new();
    }
    let mut chain = crate::statement::enclosing(input.statements, trigger_core(input, at));
    chain.retain(|at| {
        let statement = &input.statements[at.0 as usize];
        crate::statement::is_spoken(statement) && !presupposes(input, statement)
    });
    chain
}

/// "The column showed how the ministry was misleading them", "explained why they struck": what a question word introduces is taken
/// for a fact.
fn presupposes(input: &Input<'_>, statement: &Statement) -> bool {
    let syntax = input.stage.syntax;
    let first = statement.content.first().and_then(|c| syntax.tokens_in(*c).iter().next());
    statement.cue_class == CueClass::Say
        && statement.quoted.is_empty()
        && first.is_some_and(|word| matches!(syntax.lower(word), "how" | "why"))
}

/// "Urged him to persuade the rebels", "threats to invade the island": what somebody is asked to do, or threatened with, is no claim
/// of whoever asks or threatens. A promise or an invitation is its speaker's word on what is to come, and stays.
pub(super) fn leave_out_asked(input: &Input<'_>, found: &mut [Found<'_>]) {
    let asking: Vec<(ClauseIdx, Span)> = found
        .iter()
        .filter(|f| matches!(f.event.event_type, Some(EventType::Request | EventType::Threaten)))
        .map(|f| (f.at, f.event.trigger))
        .collect();
    for event in found {
        let asked = asks_above(input, event.at);
        event.event.attribution.retain(|s| {
            let cue = input.statements[s.0 as usize].cue;
            !asking.iter().any(|(at, trigger)| {
                asked.contains(at) && cue.is_some_and(|c| c.overlaps(*trigger))
            })
        });
    }
}

/// The clauses above that a clause depends on by infinitives, gerunds and nouns alone.
fn asks_above(input: &Input<'_>, at: ClauseIdx) -> Vec<ClauseIdx> {
    const DEPTH: usize = 4;
    let mut out = Vec::new();
    let mut below = at;
    while out.len() < DEPTH {
        let clause = input.clauses.get(below);
        let hangs = matches!(
            clause.link,
            Link::Open
                | Link::NounComplement
                | Link::Prepositional
                | Link::Argument
                | Link::Complement
                | Link::Adverbial
                | Link::Conjunct
        );
        let Some(parent) = clause.parent.filter(|_| hangs && clause.tense == Tense::None) else {
            break;
        };
        let noun = input.stage.syntax.head(clause.verb);
        out.extend(input.clauses.headed_by(noun).filter(|n| *n != below));
        out.push(parent);
        below = parent;
    }
    out
}
