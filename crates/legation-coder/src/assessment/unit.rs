//! The units that may judge: finite clauses, participles, lead-in phrases, quoted fragments, and the headline.

use super::{Input, Words};
use crate::clause::{ClauseKind, Voice};
use legation_core::{ActorIdx, Dep, Pos, Span, StatementIdx, Tag, TokenRange};

/// What sort of unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// A clause with a subject of its own.
    Clause,
    /// A participle that says more about the clause before it: "…, marring the image".
    Participle,
    /// A relative clause: "which could set back …".
    Relative,
    /// A phrase that judges apart from its clause: "in a sign of …".
    Phrase,
    /// Quoted words without a verb of their own.
    Quoted,
    /// The headline.
    Title,
}

/// Words that may carry one judgement.
#[derive(Clone, Debug)]
pub(super) struct Unit {
    pub(super) shape: Shape,
    pub(super) verb: Option<u32>,
    /// The predicate of a copula.
    pub(super) predicate: Option<u32>,
    pub(super) subjects: Vec<u32>,
    /// The words weighed: those of the span without those of units inside it.
    pub(super) words: Vec<u32>,
    pub(super) span: Span,
    /// The word that must stand in a statement for the unit to be its speaker's.
    pub(super) anchor: Span,
    /// Whose view it is where the clause itself says so ("Russia sees …").
    pub(super) view_of: Option<ActorIdx>,
    /// Whether the unit is a whole sentence of somebody's words.
    pub(super) whole: bool,
}

pub(super) fn find(words: &Words, input: &Input<'_>) -> Vec<Unit> {
    let mut out = Vec::new();
    let syntax = input.stage.syntax;
    let heads: Vec<Option<Shape>> = (0..syntax.len()).map(|i| head_shape(input, i)).collect();
    for i in 0..syntax.len() {
        if let Some(shape) = heads[i as usize] {
            out.extend(clause(words, input, &heads, i, shape));
        }
    }
    phrases(words, input, &mut out);
    quoted(input, &heads, &mut out);
    title(input, &mut out);
    out
}

/// Whether a verb heads a unit, and of which shape.
fn head_shape(input: &Input<'_>, i: u32) -> Option<Shape> {
    const SHORTEST_PARTICIPLE: u32 = 5;
    let syntax = input.stage.syntax;
    let clause = input.clauses.get(input.clauses.headed_by(i)?);
    if clause.verb != i || clause.kind == ClauseKind::Nominal {
        return None;
    }
    let subject =
        |d| matches!(d, Dep::Nsubj | Dep::Nsubjpass | Dep::Csubj | Dep::Csubjpass | Dep::Expl);
    let has_subject = syntax.children(i).any(|c| subject(syntax.dep(c)));
    let auxiliary = syntax
        .children(i)
        .any(|c| matches!(syntax.dep(c), Dep::Aux | Dep::Auxpass) && syntax.lower(c) != "to");
    let finite = matches!(syntax.tag(i), Tag::Vbd | Tag::Vbz | Tag::Vbp | Tag::Md) || auxiliary;
    // "if the drought worsens", "whether it was wise": a condition or question judges nothing.
    let open = syntax
        .children_by(i, Dep::Mark)
        .any(|m| matches!(syntax.lower(m), "if" | "unless" | "whether" | "lest"));
    if open && has_subject {
        return None;
    }
    if has_subject && finite {
        return Some(if syntax.dep(i) == Dep::Relcl { Shape::Relative } else { Shape::Clause });
    }
    let participle = matches!(syntax.tag(i), Tag::Vbg | Tag::Vbn) && !has_subject;
    (participle && syntax.dep(i) == Dep::Advcl && syntax.subtree(i).len() >= SHORTEST_PARTICIPLE)
        .then_some(Shape::Participle)
}

/// The words of `i`'s subtree that belong to no unit below it.
fn own_words(input: &Input<'_>, heads: &[Option<Shape>], i: u32) -> Vec<u32> {
    let syntax = input.stage.syntax;
    let mine = |w: u32| {
        let mut at = w;
        loop {
            if at == i {
                return true;
            }
            let up = syntax.head(at);
            if heads[at as usize].is_some() || up == at {
                return false;
            }
            at = up;
        }
    };
    syntax.subtree(i).iter().filter(|&w| mine(w)).collect()
}

fn clause(
    words: &Words,
    input: &Input<'_>,
    heads: &[Option<Shape>],
    i: u32,
    shape: Shape,
) -> Option<Unit> {
    let syntax = input.stage.syntax;
    let token = syntax.token(i).span;
    if super::is_speech_cue(input, token) {
        return None;
    }
    let clause = input.clauses.get(input.clauses.headed_by(i)?);
    let subjects = if clause.voice == Voice::Passive { &clause.patients } else { &clause.agents };
    let (mut start, mut end) = (start(input, i, shape), end(words, input, heads, i));
    let mut whole = false;
    if let Some(piece) = content(input, token) {
        let inside = syntax.tokens_in(piece);
        start = start.max(inside.start);
        end = end.min(inside.end);
        let head = syntax.head(i);
        if head == i || !piece.contains(syntax.token(head).span) {
            // The whole sentence of what is said, with its lead-in.
            start = inside.start.max(syntax.sentence(i).start).min(start);
            whole = true;
        }
    }
    let span = trimmed(input, TokenRange::new(start, end.max(start)))?;
    let own =
        own_words(input, heads, i).into_iter().filter(|&w| span.contains(syntax.token(w).span));
    let view_of = super::attitude_at(input, token)
        .and_then(|_| input.stage.all(&clause.agents).first().copied())
        .or_else(|| super::seen_by(input, token));
    Some(Unit {
        shape,
        verb: Some(i),
        predicate: (clause.kind == ClauseKind::Copular).then_some(clause.head),
        subjects: subjects.clone(),
        words: own.collect(),
        span,
        anchor: token,
        view_of,
        whole,
    })
}

/// The piece of a spoken statement's content in which a word stands: the innermost one.
fn content(input: &Input<'_>, word: Span) -> Option<Span> {
    let StatementIdx(at) = crate::statement::enclosing(input.statements, word).first().copied()?;
    input.statements[at as usize].content.iter().copied().find(|c| c.contains(word))
}

/// Where the unit begins: at its subject, after a relative pronoun, or at the participle.
fn start(input: &Input<'_>, i: u32, shape: Shape) -> u32 {
    let syntax = input.stage.syntax;
    let subject = syntax.children(i).find(|&c| {
        matches!(
            syntax.dep(c),
            Dep::Nsubj | Dep::Nsubjpass | Dep::Csubj | Dep::Csubjpass | Dep::Expl
        )
    });
    let Some(subject) = subject else { return i };
    let phrase = syntax.subtree(subject);
    let dashes =
        phrase.iter().filter(|&w| matches!(syntax.lower(w), "—" | "–" | "--")).count() >= 2;
    let relative = shape == Shape::Relative && matches!(syntax.tag(subject), Tag::Wdt | Tag::Wp);
    if relative || dashes && phrase.end <= i {
        return phrase.end;
    }
    phrase.start.min(i)
}

/// Where the unit ends: with the clause, but before what is loosely added to it.
fn end(words: &Words, input: &Input<'_>, heads: &[Option<Shape>], i: u32) -> u32 {
    let syntax = input.stage.syntax;
    let mut end = syntax.subtree(i).end;
    loop {
        let added =
            syntax.subtree(i).iter().filter(|&w| w != i && syntax.dominates(i, w)).find(|&w| {
                let range = syntax.subtree(w);
                w > i
                    && range.start > i
                    && range.end + 1 >= end
                    && range.start < end
                    && loose(words, input, heads, i, w)
            });
        match added {
            Some(w) if syntax.subtree(w).start < end => end = syntax.subtree(w).start,
            _ => return end,
        }
    }
}

/// Coordinated clauses, relative clauses after a comma, clauses of time, and participles that judge nothing.
fn loose(words: &Words, input: &Input<'_>, heads: &[Option<Shape>], i: u32, w: u32) -> bool {
    let syntax = input.stage.syntax;
    let Some(shape) = heads[w as usize] else { return false };
    let comma = syntax.subtree(w).start.checked_sub(1).is_some_and(|b| syntax.lower(b) == ",");
    match (shape, syntax.dep(w)) {
        (Shape::Clause, Dep::Conj) => true,
        (Shape::Relative, _) => comma,
        (Shape::Participle, _) => !syntax.subtree(w).iter().any(|x| judges(words, input, x)),
        (Shape::Clause, Dep::Advcl) if syntax.head(w) == i || comma => {
            let marker = syntax
                .children(w)
                .find(|&c| matches!(syntax.dep(c), Dep::Mark | Dep::Advmod))
                .map(|c| syntax.lower(c));
            matches!(marker, Some("after" | "when" | "before" | "until" | "once"))
        }
        _ => false,
    }
}

/// Whether a word is one of the table's.
fn judges(words: &Words, input: &Input<'_>, w: u32) -> bool {
    let syntax = input.stage.syntax;
    let (lemma, lower) = (syntax.lemma(w), syntax.lower(w));
    match syntax.pos(w) {
        Pos::Adj => words.adjectives.contains_key(lower) || words.adjectives.contains_key(lemma),
        Pos::Noun => words.nouns.contains_key(lemma),
        Pos::Verb => words.verbs.contains_key(lemma),
        _ => false,
    }
}

/// A span without punctuation and conjunctions at its ends; `None` if little is left.
fn trimmed(input: &Input<'_>, mut range: TokenRange) -> Option<Span> {
    const SHORTEST: u32 = 3;
    let syntax = input.stage.syntax;
    let drop = |i: u32| matches!(syntax.pos(i), Pos::Punct | Pos::Space | Pos::Cconj);
    while !range.is_empty() && drop(range.start) {
        range.start += 1;
    }
    while !range.is_empty() && drop(range.end - 1) {
        range.end -= 1;
    }
    (range.len() >= SHORTEST).then(|| syntax.span(range))
}

/// Whether a run of words begins at `i`; its length.
pub(super) fn run_at(input: &Input<'_>, phrase: &[String], i: u32) -> bool {
    let syntax = input.stage.syntax;
    let mut at = i;
    let mut open = false;
    for word in phrase {
        if word == "*" {
            open = true;
            continue;
        }
        let here = |at: u32| syntax.lower(at) == word || syntax.lemma(at) == word.as_str();
        if open {
            let end = syntax.sentence(i).end;
            let Some(next) = (at..end).find(|&n| here(n)) else { return false };
            at = next + 1;
            open = false;
        } else if here(at) && syntax.sentence_of(at) == syntax.sentence_of(i) {
            at += 1;
        } else {
            return false;
        }
    }
    true
}

/// "In a sign of growing impatience, …", "Far from being isolated, …", "Without offering proof, …".
fn phrases(words: &Words, input: &Input<'_>, out: &mut Vec<Unit>) {
    let syntax = input.stage.syntax;
    for i in 0..syntax.len() {
        let mut phrases = words.judging.starting(syntax.lower(i), syntax.lemma(i));
        if !phrases.any(|p| run_at(input, p, i)) {
            continue;
        }
        // The adjunct in which the phrase stands.
        let mut top = i;
        while !matches!(syntax.pos(syntax.head(top)), Pos::Verb | Pos::Aux)
            && syntax.head(top) != top
        {
            top = syntax.head(top);
        }
        if !matches!(syntax.dep(top), Dep::Prep | Dep::Advmod | Dep::Advcl) {
            continue;
        }
        let range = syntax.subtree(top);
        let Some(span) = trimmed(input, range) else { continue };
        out.push(Unit {
            shape: Shape::Phrase,
            verb: None,
            predicate: None,
            subjects: Vec::new(),
            words: range.iter().collect(),
            span,
            anchor: syntax.token(top).span,
            view_of: None,
            whole: false,
        });
    }
}

/// Quoted words that are no sentence: “a model of cooperation”.
fn quoted(input: &Input<'_>, heads: &[Option<Shape>], out: &mut Vec<Unit>) {
    let syntax = input.stage.syntax;
    let spoken = input.statements.iter().filter(|s| crate::statement::is_spoken(s));
    for &span in spoken.flat_map(|s| &s.quoted) {
        let range = syntax.tokens_in(span);
        if range.iter().any(|i| heads[i as usize].is_some()) {
            continue;
        }
        let Some(trim) = trimmed(input, range) else { continue };
        let top = range.iter().find(|&i| !range.contains(syntax.head(i)));
        out.push(Unit {
            shape: Shape::Quoted,
            verb: None,
            predicate: top,
            subjects: Vec::new(),
            words: range.iter().collect(),
            span: trim,
            anchor: trim,
            view_of: None,
            whole: true,
        });
    }
}

/// A headline: a first paragraph that ends without a full stop.
fn title(input: &Input<'_>, out: &mut Vec<Unit>) {
    const LONGEST: u32 = 20;
    let syntax = input.stage.syntax;
    let Some(&first) = syntax.layers.paragraphs.first() else { return };
    let ends = syntax.span(first).of(syntax.text()).ends_with(['.', '!', '?', '”', '"']);
    if ends || first.len() > LONGEST || syntax.layers.paragraphs.len() < 2 {
        return;
    }
    let Some(span) = trimmed(input, first) else { return };
    out.push(Unit {
        shape: Shape::Title,
        verb: None,
        predicate: None,
        subjects: Vec::new(),
        words: first.iter().collect(),
        span,
        anchor: span,
        view_of: None,
        whole: false,
    });
}
