//! Assessments: judgements, forecasts, dilemmas and constraints, with who holds them and what they are about.
//!
//! Clauses, lead-in phrases and quoted fragments are the units ([`unit`]); the table of judging words decides which of
//! them judge ([`weigh`]). Whoever speaks around a unit holds it; outside statements that is the reporter.

mod unit;
mod weigh;
pub mod words;

pub use words::Words;

use crate::clause::Clauses;
use crate::event::roles::{Stage, dedup};
use legation_core::record::{Assessment, AssessmentKind, CueClass, SpeechAct};
use legation_core::{ActorIdx, RecordId, Span, Statement, StatementIdx};
use unit::{Shape, Unit};

/// The table compiled into the program: (file, text).
pub const TABLES: &[(&str, &str)] =
    &[("assessments/words.toml", include_str!("../../../../codebook/assessments/words.toml"))];

/// The table of the program. A test compiles it, so that it cannot fail here.
pub fn builtin() -> Words {
    crate::codebook::builtin(Words::parse(TABLES[0].0, TABLES[0].1))
}

/// What the step reads.
#[derive(Clone, Copy, Debug)]
pub struct Input<'a> {
    /// Words and actors.
    pub stage: Stage<'a>,
    /// Clauses.
    pub clauses: &'a Clauses,
    /// Statements.
    pub statements: &'a [Statement],
    /// Parts of the text that are not the article.
    pub boilerplate: &'a [Span],
}

/// An outer unit must be longer than this many times an inner one for both to stand.
const NESTED: f32 = 1.6;

/// The assessments of a document in order of the text.
pub fn code(words: &Words, input: &Input<'_>) -> Vec<Assessment> {
    let units = unit::find(words, input);
    let mut found: Vec<(Unit, weigh::Verdict)> = Vec::new();
    for unit in units {
        if input.boilerplate.iter().any(|b| b.overlaps(unit.span)) {
            continue;
        }
        let chain = crate::statement::enclosing(input.statements, unit.anchor);
        if !may_judge(input, &chain) {
            continue;
        }
        if let Some(verdict) = weigh::verdict(words, input, &unit, &chain) {
            found.push((unit, verdict));
        }
    }
    found.sort_by_key(|(u, _)| (std::cmp::Reverse(u.span.len()), u.span.start));
    let mut kept: Vec<(Unit, weigh::Verdict)> = Vec::new();
    for (unit, verdict) in found {
        let same = kept.iter().any(|(outer, _)| {
            outer.span.overlaps(unit.span)
                && (outer.span.len() as f32) < unit.span.len() as f32 * NESTED
        });
        if !same {
            kept.push((unit, verdict));
        }
    }
    kept.sort_by_key(|(u, _)| (u.span.start, u.span.end));
    kept.into_iter().map(|(unit, verdict)| record(input, &unit, &verdict)).collect()
}

/// Promises, demands and questions are acts of their own.
fn may_judge(input: &Input<'_>, chain: &[StatementIdx]) -> bool {
    chain.first().is_none_or(|at| {
        let statement = &input.statements[at.0 as usize];
        !matches!(
            statement.act,
            SpeechAct::Promise | SpeechAct::Demand | SpeechAct::Question | SpeechAct::Refusal
        )
    })
}

fn record(input: &Input<'_>, unit: &Unit, verdict: &weigh::Verdict) -> Assessment {
    let syntax = input.stage.syntax;
    let attribution = crate::statement::enclosing(input.statements, unit.anchor);
    let holder = match unit.view_of {
        Some(holder) => Some(holder),
        None => attribution.first().and_then(|at| input.statements[at.0 as usize].speaker),
    };
    Assessment {
        id: RecordId::of(syntax.doc.id, "assessment", unit.span, verdict.kind.as_str()),
        span: unit.span,
        holder,
        kind: verdict.kind,
        about: about(input, unit),
        polarity: verdict.polarity,
        hedge: verdict.hedge,
        options: if verdict.kind == AssessmentKind::Constraint {
            options(input, unit)
        } else {
            Vec::new()
        },
        attribution,
        rule: format!("assessment:{}", verdict.rule),
    }
}

/// Whom the unit is about: its subject, else whoever it names first.
fn about(input: &Input<'_>, unit: &Unit) -> Vec<ActorIdx> {
    const MOST: usize = 4;
    let subject = input.stage.all(&unit.subjects);
    if !subject.is_empty() {
        return subject;
    }
    // "B, far from isolated, …": a phrase apart is about the subject of the clause it stands in.
    if unit.shape == Shape::Phrase {
        let syntax = input.stage.syntax;
        let first = unit.words.first().copied().unwrap_or_default();
        let subject = syntax.ancestors(first).find_map(|a| {
            syntax
                .child(a, legation_core::Dep::Nsubj)
                .or_else(|| syntax.child(a, legation_core::Dep::Nsubjpass))
        });
        let about = subject.map(|s| input.stage.actors(s)).unwrap_or_default();
        if !about.is_empty() {
            return about;
        }
    }
    let named = unit.words.iter().filter_map(|&w| input.stage.cast.headed_by(w)).collect();
    dedup(named).into_iter().take(MOST).collect()
}

/// The courses named by a dilemma: "neither … nor", "to abandon or to watch".
fn options(input: &Input<'_>, unit: &Unit) -> Vec<Span> {
    use legation_core::{Dep, Pos};
    let syntax = input.stage.syntax;
    let Some(verb) = unit.verb else { return Vec::new() };
    let coordinated = |head: u32| -> Vec<u32> {
        let all = syntax.conjuncts(head);
        let verbs: Vec<u32> =
            all.into_iter().filter(|&i| matches!(syntax.pos(i), Pos::Verb | Pos::Aux)).collect();
        let open = verbs.iter().all(|&v| syntax.child(v, Dep::Nsubj).is_none() || v == head);
        if verbs.len() > 1 && open { verbs } else { Vec::new() }
    };
    let infinitives = syntax
        .children(verb)
        .filter(|&c| matches!(syntax.dep(c), Dep::Xcomp | Dep::Advcl | Dep::Ccomp));
    let inside = infinitives.map(coordinated).find(|v| !v.is_empty());
    let verbs = inside.unwrap_or_else(|| coordinated(verb));
    let end = |v: u32| {
        let next = verbs.iter().copied().filter(|&o| o > v).min();
        next.map_or(syntax.subtree(v).end, |n| n.min(syntax.subtree(v).end))
    };
    let spans = verbs.iter().map(|&v| {
        let mut last = end(v);
        while last > v + 1 && matches!(syntax.pos(last - 1), Pos::Punct | Pos::Cconj | Pos::Part) {
            last -= 1;
        }
        syntax.span(legation_core::TokenRange::new(v, last))
    });
    // What runs on beyond the unit ("ignore B, which could …") is cut there.
    let clipped = spans.map(|s| Span::new(s.start.max(unit.span.start), s.end.min(unit.span.end)));
    clipped.filter(|s| s.start < s.end).collect()
}

/// Whether the speaker of a statement is somebody whose words are judgements: an analyst, a scholar.
fn is_expert(words: &Words, input: &Input<'_>, statement: &Statement) -> bool {
    let Some(speaker) = statement.speaker else { return false };
    let actor = input.stage.cast.get(speaker);
    let names_one = |text: &str| {
        text.to_lowercase().split(|c: char| !c.is_alphanumeric()).any(|w| {
            words.experts.contains(w)
                || w.strip_suffix('s').is_some_and(|w| words.experts.contains(w))
        })
    };
    actor.kind == legation_core::ActorKind::ThinkTank
        || names_one(&actor.name)
        || actor.roles.iter().any(|r| names_one(&r.title))
        || actor.roles.iter().any(|r| {
            let of =
                r.of.as_deref().and_then(|of| input.stage.cast.actors.iter().find(|a| a.id == of));
            of.is_some_and(|a| a.kind == legation_core::ActorKind::ThinkTank)
        })
}

/// The attitude whose cue is this word, if any: "sees", "regards".
fn attitude_at<'s>(input: &Input<'s>, word: Span) -> Option<&'s Statement> {
    input
        .statements
        .iter()
        .find(|s| s.cue_class == CueClass::Attitude && s.cue.is_some_and(|c| c.contains(word)))
}

/// "For X, it is a mistake": whose view a phrase before the clause makes of it.
fn seen_by(input: &Input<'_>, word: Span) -> Option<ActorIdx> {
    let view = |s: &&Statement| {
        s.cue_class == CueClass::Attitude
            && s.cue.is_some_and(|c| matches!(c.of(input.stage.syntax.text()), "For" | "for"))
            && s.content.iter().any(|c| c.contains(word))
    };
    input.statements.iter().find(view).and_then(|s| s.speaker)
}

/// Whether the word introduces something said.
fn is_speech_cue(input: &Input<'_>, word: Span) -> bool {
    let cue = |s: &Statement| s.cue.is_some_and(|c| c.contains(word));
    input.statements.iter().any(|s| crate::statement::is_spoken(s) && cue(s))
}

/// The shapes that need no predicate.
const fn is_fragment(shape: Shape) -> bool {
    matches!(shape, Shape::Phrase | Shape::Quoted | Shape::Title)
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_builtin_table_compiles() {
        let words = super::Words::parse(super::TABLES[0].0, super::TABLES[0].1).unwrap();
        assert!(words.adjectives.len() > 100 && words.constraints.phrases().len() > 20);
    }
}
