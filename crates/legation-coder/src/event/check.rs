//! What stayed silent: sentences that name several known actors and yet report no event, and why. For people who extend the codebook.

use super::matching::Matcher;
use super::{Input, Tables, fill};
use crate::clause::ClauseIdx;
use legation_core::{ActorIdx, Event, Span};
use std::collections::BTreeSet;
use std::fmt;

/// A sentence with at least two known actors and no event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Silence {
    /// The sentence.
    pub sentence: Span,
    /// The names of its known actors.
    pub actors: Vec<String>,
    /// Why each predicate gave no event, in order.
    pub reasons: Vec<Reason>,
}

/// Why one predicate gave no event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason {
    /// Its lemma; "-" where the sentence has no predicate.
    pub predicate: String,
    /// Its words.
    pub span: Span,
    /// What stood in the way.
    pub problem: Problem,
}

/// What stood in the way of an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
    /// The sentence has no clause at all.
    NoPredicate,
    /// No frame knows the predicate in this construction.
    NoFrame,
    /// Frames match, but no actor stands in a role that they need.
    NoActor {
        /// The frames, the best first.
        frames: Vec<String>,
    },
    /// A frame matches and is filled; the event was dropped: too little confidence, or part of another event.
    Dropped {
        /// The frame.
        frame: String,
        /// Whether it has a target.
        target: bool,
    },
    /// It stands in a part of the text that is not the article.
    NotArticle,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoPredicate => f.write_str("no predicate in the sentence"),
            Self::NoFrame => f.write_str("no frame for the predicate"),
            Self::NoActor { frames } => {
                write!(f, "no actor in a needed role of {}", frames.join(", "))
            }
            Self::Dropped { frame, target: false } => {
                write!(f, "{frame} matches without a target, and was dropped")
            }
            Self::Dropped { frame, target: true } => {
                write!(f, "{frame} matches, but is too weak or part of another event")
            }
            Self::NotArticle => f.write_str("not part of the article"),
        }
    }
}

/// The sentences that name at least two known actors and in which none of `events` is told, in order.
pub fn silent(tables: &Tables, input: &Input<'_>, events: &[Event]) -> Vec<Silence> {
    let syntax = input.stage.syntax;
    let actors = &input.stage.cast.actors;
    let matcher = Matcher::new(input.stage, input.clauses);
    let mut out = Vec::new();
    for tokens in &syntax.layers.sentences {
        let sentence = syntax.span(*tokens);
        if sentence.is_empty() || events.iter().any(|e| sentence.overlaps(e.trigger)) {
            continue;
        }
        let named: BTreeSet<ActorIdx> =
            tokens.iter().filter_map(|t| input.stage.cast.covering(t)).collect();
        let known: Vec<String> = named
            .into_iter()
            .filter_map(|a| actors.get(a.0 as usize))
            .filter(|a| a.known)
            .map(|a| a.name.clone())
            .collect();
        if known.len() < 2 {
            continue;
        }
        let here = input.clauses.iter().filter(|at| tokens.contains(input.clauses.get(*at).head));
        let mut reasons: Vec<Reason> = here.map(|at| reason(tables, input, &matcher, at)).collect();
        if reasons.is_empty() {
            let problem = Problem::NoPredicate;
            reasons.push(Reason { predicate: "-".to_owned(), span: sentence, problem });
        }
        out.push(Silence { sentence, actors: known, reasons });
    }
    out
}

/// Why a clause gave no event.
fn reason(tables: &Tables, input: &Input<'_>, matcher: &Matcher<'_>, at: ClauseIdx) -> Reason {
    let syntax = input.stage.syntax;
    let clause = input.clauses.get(at);
    let span = syntax.token(clause.head).span;
    let matches = matcher.find(&tables.frames, at);
    let filled =
        matches.iter().find_map(|m| Some((m, fill::roles(&tables.support, input, at, m)?)));
    let problem = if input.boilerplate.iter().any(|b| b.overlaps(span)) {
        Problem::NotArticle
    } else if let Some((found, filled)) = filled {
        Problem::Dropped { frame: found.frame.id.clone(), target: !filled.target.is_empty() }
    } else if matches.is_empty() {
        Problem::NoFrame
    } else {
        let mut frames: Vec<String> = Vec::new();
        for found in &matches {
            if !frames.contains(&found.frame.id) {
                frames.push(found.frame.id.clone());
            }
        }
        Problem::NoActor { frames }
    };
    Reason { predicate: syntax.lemma(clause.head).to_owned(), span, problem }
}
