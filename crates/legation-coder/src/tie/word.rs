//! Ties named by a noun or an adjective: "A's ties with B", "B's closest ally A", "dependent on B".

use super::ends::{self, End};
use super::frames::{Frame, Frames, Place, Shape};
use super::{Draft, Input};
use legation_core::record::TieType;
use legation_core::{ActorIdx, Dep, Factuality, Pos, Span, Tag};

pub(super) fn drafts(frames: &Frames, input: &Input<'_>, word: u32, out: &mut Vec<Draft>) {
    let syntax = input.stage.syntax;
    if !matches!(syntax.pos(word), Pos::Noun | Pos::Propn | Pos::Adj | Pos::Verb | Pos::Adv) {
        return;
    }
    let (lemma, lower) = (syntax.lemma(word), syntax.lower(word));
    let by_form = if lower == lemma { &[][..] } else { frames.word(lower) };
    let fits = frames.word(lemma).iter().chain(by_form).filter(|(at, phrase)| {
        let frame = frames.get(*at);
        let verb = syntax.pos(word) == Pos::Verb;
        (!verb || frame.shape == Shape::Adjective)
            && input.stage.is_phrase(word, phrase)
            && under(input, frame, word)
            && with_word(input, frame, word)
    });
    let mut found: Vec<_> = fits.collect();
    // "economic ties" says more than "ties".
    found.sort_by_key(|(at, p)| {
        (std::cmp::Reverse(p.before.len() + usize::from(p.of.is_some())), *at)
    });
    let longest = found.first().map_or(0, |(_, p)| p.before.len() + usize::from(p.of.is_some()));
    for (at, phrase) in found {
        if phrase.before.len() + usize::from(phrase.of.is_some()) < longest {
            break;
        }
        if one(frames, input, frames.get(*at), word, out) {
            break;
        }
    }
}

fn under(input: &Input<'_>, frame: &Frame, word: u32) -> bool {
    let syntax = input.stage.syntax;
    frame
        .under
        .as_ref()
        .is_none_or(|p| syntax.dep(word) == Dep::Pobj && syntax.lower(syntax.head(word)) == p)
}

/// Whether one of the words that the frame asks for stands in the sentence.
pub(super) fn with_word(input: &Input<'_>, frame: &Frame, word: u32) -> bool {
    let syntax = input.stage.syntax;
    frame.with_word.is_empty()
        || syntax.sentence(word).iter().any(|i| {
            frame.with_word.contains(syntax.lemma(i)) || frame.with_word.contains(syntax.lower(i))
        })
}

fn one(frames: &Frames, input: &Input<'_>, frame: &Frame, word: u32, out: &mut Vec<Draft>) -> bool {
    let (a, b) = match frame.shape {
        Shape::Relation => match relation(frames, input, frame, word) {
            Some(ends) => ends,
            None => return false,
        },
        Shape::Bearer | Shape::Action | Shape::Adjective => {
            let a = ends::first(input, frames, word, &frame.a, &[]);
            if a.is_empty() {
                return false;
            }
            let b = ends::first(input, frames, word, &frame.b, &a.actors);
            (a, b)
        }
    };
    if a.is_empty() || b.is_empty() {
        return false;
    }
    if frame.shape == Shape::Relation
        && frame.kind != TieType::Rivalry
        && is_ended(frames, input, word)
    {
        return true;
    }
    let span = words_span(input, word, &[&a, &b]);
    push(input, frame, word, span, (&a.actors, &b.actors), out);
    true
}

/// "severed relations", "ties were cut off": no tie that lasts, unless it is said not to be so.
fn is_ended(frames: &Frames, input: &Input<'_>, word: u32) -> bool {
    let syntax = input.stage.syntax;
    let verb = syntax.head(word);
    let object = matches!(syntax.dep(word), Dep::Dobj | Dep::Nsubjpass);
    let negated =
        input.clauses.headed_by(verb).is_some_and(|c| input.clauses.get(c).negation.is_some());
    let done = matches!(syntax.tag(verb), Tag::Vbd | Tag::Vbn);
    object && done && !negated && frames.ending.contains(syntax.lemma(verb))
}

/// The two sides of a relation noun. A pair on one side ("their alliance") is both.
fn relation(frames: &Frames, input: &Input<'_>, frame: &Frame, word: u32) -> Option<(End, End)> {
    let mut first = ends::every(input, frames, word, &frame.a);
    let mut second = ends::every(input, frames, word, &frame.b);
    second.actors.retain(|s| !first.actors.contains(s));
    if !first.is_empty() && !second.is_empty() {
        return Some((first, second));
    }
    if let Some(pair) = split(input, if first.is_empty() { &second } else { &first }) {
        return Some(pair);
    }
    let between = ["between", "among"].map(|p| Place::Preposition(p.to_owned()));
    if first.is_empty() {
        if !ends::every(input, frames, word, &between).is_empty() {
            return None;
        }
        std::mem::swap(&mut first, &mut second);
    }
    let subject = ends::first(input, frames, word, &[Place::Subject], &first.actors);
    if first.is_empty() {
        // "they push Vendra into war": the war is not one between them.
        if drags_another(input, word) { None } else { split(input, &subject) }
    } else {
        Some((subject, first)).filter(|s| !s.0.is_empty())
    }
}

/// Whether the verb above a noun in a prepositional phrase has somebody else as its object.
fn drags_another(input: &Input<'_>, word: u32) -> bool {
    let syntax = input.stage.syntax;
    let verb = syntax.ancestors(word).find(|&a| matches!(syntax.pos(a), Pos::Verb | Pos::Aux));
    let object = verb.and_then(|v| syntax.child(v, Dep::Dobj)).filter(|o| *o < word);
    object.is_some_and(|o| !input.stage.actors(o).is_empty())
}

/// A pair of actors in one place, as two ends.
pub(super) fn split(input: &Input<'_>, end: &End) -> Option<(End, End)> {
    let actors: Vec<ActorIdx> = match end.actors.as_slice() {
        [group] if input.stage.cast.get(*group).members.len() == 2 => {
            input.stage.cast.get(*group).members.clone()
        }
        actors => actors.to_vec(),
    };
    let [a, b] = actors.as_slice() else { return None };
    let side = |x: ActorIdx| End { actors: vec![x], words: end.words.clone() };
    Some((side(*a), side(*b)))
}

pub(super) fn push(
    input: &Input<'_>,
    frame: &Frame,
    word: u32,
    span: Span,
    (a, b): (&[ActorIdx], &[ActorIdx]),
    out: &mut Vec<Draft>,
) {
    /// More on one side than this is a list of names, not ends of a tie.
    const MOST: usize = 6;
    let _ = input;
    for &x in a.iter().take(MOST) {
        for &y in b.iter().take(MOST) {
            let (a, b) = if frame.swap { (y, x) } else { (x, y) };
            out.push(Draft {
                kind: frame.kind,
                a,
                b,
                directed: !frame.kind.is_symmetric(),
                span,
                word,
                status: frame.possible.then_some(Factuality::Possible),
                rule: format!("tie:{}", frame.id),
            });
        }
    }
}

/// The words of a tie: the noun with what stands before it, and the words of its ends as far as they stand in one sentence.
fn words_span(input: &Input<'_>, word: u32, ends: &[&End]) -> Span {
    let syntax = input.stage.syntax;
    let before = syntax.children(word).filter(|&c| c < word && syntax.dep(c) != Dep::Punct);
    let mut span = syntax.token(word).span;
    for child in before {
        span = span.hull(syntax.span(syntax.subtree(child)));
    }
    for &w in ends.iter().flat_map(|e| &e.words) {
        if syntax.sentence_of(w) == syntax.sentence_of(word) {
            span = span.hull(syntax.token(w).span);
        }
    }
    span
}
