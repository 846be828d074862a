//! Causes: conjunctions, prepositions, verbs and adverbials by which a text says what brought about what.

use super::{Cues, End, Input, run_at};
use crate::clause::{Clause, ClauseIdx, ClauseKind, Voice};
use legation_core::record::{Link, LinkKind};
use legation_core::{Dep, Pos, TokenRange};

pub(super) fn find(cues: &Cues, input: &Input<'_>, out: &mut Vec<Link>) {
    let syntax = input.stage.syntax;
    for at in input.clauses.iter() {
        conjunction(cues, input, at, out);
        verb(cues, input, at, out);
    }
    for i in 0..syntax.len() {
        if cues.opens.contains(syntax.lower(i))
            && let Some(run) = cues.prepositions.iter().find(|run| run_at(input, run, i))
        {
            preposition(input, run, i, out);
        }
        if syntax.sentence(i).start == i
            && let Some(run) = cues.adverbials.iter().find(|run| run_at(input, run, i))
        {
            adverbial(input, run, i, out);
        }
    }
}

fn push(cue: &str, cause: Option<End>, effect: Option<End>, out: &mut Vec<Link>) {
    let (Some(cause), Some(effect)) = (cause, effect) else { return };
    out.push(Link {
        kind: LinkKind::Causes,
        from: cause.id,
        to: effect.id,
        span: cause.span.hull(effect.span),
        rule: format!("link:{cue}"),
    });
}

/// The words of a clause without those of a part of it.
fn around(input: &Input<'_>, head: u32, without: TokenRange) -> TokenRange {
    let syntax = input.stage.syntax;
    let whole = syntax.subtree(head);
    if without.start <= whole.start {
        TokenRange::new(without.end.min(whole.end), whole.end)
    } else {
        TokenRange::new(whole.start, without.start.min(whole.end))
    }
}

/// "A, because B": the clause with the conjunction is the cause of the one above it. Of what is said, the saying is not the effect.
fn conjunction(cues: &Cues, input: &Input<'_>, at: ClauseIdx, out: &mut Vec<Link>) {
    let syntax = input.stage.syntax;
    let clause = input.clauses.get(at);
    if clause.kind == ClauseKind::Nominal || syntax.dep(clause.verb) != Dep::Advcl {
        return;
    }
    let range = syntax.subtree(clause.verb);
    let start = syntax
        .children(clause.verb)
        .find(|&c| c < clause.verb && matches!(syntax.dep(c), Dep::Mark | Dep::Advmod | Dep::Prep))
        .unwrap_or(range.start);
    let first = |runs: &[Vec<String>]| {
        runs.iter()
            .find(|run| run_at(input, run, start) || run_at(input, run, range.start))
            .map(|run| run.join(" "))
    };
    let strict = first(&cues.conjunctions);
    let Some(cue) = strict.clone().or_else(|| first(&cues.order)) else { return };
    let governor = syntax.head(clause.verb);
    let mut effect_head = governor;
    // "Because A balks, officials say that B has turned": the content is the effect, unless the clause follows the content.
    if range.start < governor
        && let Some(content) =
            syntax.children_by(governor, Dep::Ccomp).find(|&c| c > governor && c > range.end)
    {
        effect_head = content;
    }
    let cause = input.record_in(range, clause.head, None);
    let rest = around(input, effect_head, range);
    let effect = input.record_in(rest, predicate(input, effect_head), cause.map(|c| c.id));
    // Order in time alone binds happenings only.
    let is_event =
        |end: Option<End>| end.is_some_and(|e| input.events.iter().any(|v| v.id == e.id));
    if strict.is_none() && !is_event(cause) {
        return;
    }
    push(&cue, cause, effect, out);
}

/// The head of what a verb says: itself, or the predicate of its copula.
fn predicate(input: &Input<'_>, verb: u32) -> u32 {
    let syntax = input.stage.syntax;
    let copular = |c: &&Clause| c.verb == verb && c.kind == ClauseKind::Copular;
    // "remains wedded to": other verbs with a predicate.
    let other = || syntax.child(verb, Dep::Acomp).or_else(|| syntax.child(verb, Dep::Oprd));
    let head = input.clauses.list.iter().find(copular).map(|c| c.head);
    head.or_else(other).unwrap_or(verb)
}

/// "A in retaliation for B", "A because of B".
fn preposition(input: &Input<'_>, run: &[String], i: u32, out: &mut Vec<Link>) {
    let syntax = input.stage.syntax;
    let tokens = TokenRange::new(i, i + run.len() as u32);
    // A conjunction of the same form hangs its clause elsewhere.
    if tokens.len() == 1 && !matches!(syntax.dep(i), Dep::Prep) {
        return;
    }
    let below = |dep: Dep| {
        tokens.iter().flat_map(move |t| syntax.children_by(t, dep)).find(|&o| o >= tokens.end)
    };
    let Some(object) = below(Dep::Pobj).or_else(|| below(Dep::Pcomp)) else { return };
    let Some(top) = tokens.iter().find(|&t| !tokens.contains(syntax.head(t))) else { return };
    let governor = syntax.head(top);
    if governor == top {
        return;
    }
    let cause = input.record_in(syntax.subtree(object), object, None);
    let whole = TokenRange::new(i, syntax.subtree(object).end.max(tokens.end));
    let mut effect_head = governor;
    if whole.start < governor
        && let Some(content) = syntax.children_by(governor, Dep::Ccomp).find(|&c| c > governor)
    {
        effect_head = content;
    }
    let rest = around(input, effect_head, whole);
    let effect = input.record_in(rest, predicate(input, effect_head), cause.map(|c| c.id));
    push(&run.join(" "), cause, effect, out);
}

/// "B prompted A", "A was sparked by B", "A stemmed from B".
fn verb(cues: &Cues, input: &Input<'_>, at: ClauseIdx, out: &mut Vec<Link>) {
    let syntax = input.stage.syntax;
    let clause = input.clauses.get(at);
    if clause.kind == ClauseKind::Nominal || clause.negation.is_some() {
        return;
    }
    let lemma = syntax.lemma(clause.verb);
    let follows = |tail: &[String]| tail_at(input, clause, tail);
    let chosen = |table: &std::collections::HashMap<String, Vec<Vec<String>>>| {
        table.get(lemma).and_then(|tails| tails.iter().find(|t| follows(t)).cloned())
    };
    if let Some(tail) = chosen(&cues.backward) {
        let cue = [&[lemma.to_owned()], tail.as_slice()].concat().join(" ");
        let Some(object) = object(input, clause, &tail) else { return };
        let cause = input.record_in(syntax.subtree(object), object, None);
        let effect = side(input, &clause.agents, cause.map(|c| c.id));
        push(&cue, cause, effect, out);
        return;
    }
    let Some(tail) = chosen(&cues.verbs) else { return };
    let causes = causers(input, clause);
    let actor = causes.iter().any(|&c| input.stage.cast.headed_by(c).is_some());
    if causes.is_empty() || actor && cues.only_things.contains(lemma) {
        return;
    }
    let cue = [&[lemma.to_owned()], tail.as_slice()].concat().join(" ");
    let cause = side(input, &causes, None);
    let Some(cause) = cause else { return };
    // What is caused: the object, the infinitive, the object of the preposition; else the clause itself, as a judgement of it.
    let object = if clause.voice == Voice::Passive {
        clause.patients.first().copied()
    } else {
        infinitive(input, clause).or_else(|| object(input, clause, &tail))
    };
    let mut effect = object
        .and_then(|o| input.record_in(syntax.subtree(o), o, Some(cause.id)))
        .filter(|e| !e.span.contains(cause.span));
    if effect.is_none() {
        let whole = syntax.token(clause.verb).span;
        effect = input
            .assessments
            .iter()
            .filter(|a| a.span.contains(whole) && a.id != cause.id)
            .min_by_key(|a| a.span.len())
            .map(|a| End { id: a.id, span: a.span });
    }
    push(&cue, Some(cause), effect, out);
}

/// Who or what is said to bring something about: subjects, or the by-phrase of a passive. For a participle after a noun, the noun.
fn causers(input: &Input<'_>, clause: &Clause) -> Vec<u32> {
    let syntax = input.stage.syntax;
    if clause.voice == Voice::Active && clause.agents.is_empty() {
        return match syntax.dep(clause.verb) {
            Dep::Acl | Dep::Relcl => vec![syntax.head(clause.verb)],
            _ => Vec::new(),
        };
    }
    clause.agents.clone()
}

/// The record behind one of several words.
fn side(input: &Input<'_>, words: &[u32], besides: Option<legation_core::RecordId>) -> Option<End> {
    let syntax = input.stage.syntax;
    words.iter().find_map(|&w| {
        let range = syntax.subtree(w);
        // A relative clause inside says more about the noun, not what the noun stands for.
        let relative =
            syntax.children(w).find(|&c| matches!(syntax.dep(c), Dep::Relcl | Dep::Acl) && c > w);
        let end = relative.map_or(range.end, |r| syntax.subtree(r).start.max(w + 1));
        input.record_in(TokenRange::new(range.start, end), w, besides)
    })
}

/// Whether the words after the verb in the table stand where they must: a particle, a preposition with an object, a direct object.
fn tail_at(input: &Input<'_>, clause: &Clause, tail: &[String]) -> bool {
    let syntax = input.stage.syntax;
    match tail {
        [] => true,
        [one] => syntax.children(clause.verb).any(|c| {
            matches!(syntax.dep(c), Dep::Prt | Dep::Prep | Dep::Dative | Dep::Agent)
                && syntax.lower(c) == one
        }),
        [noun, preposition] if syntax.child(clause.verb, Dep::Dobj).is_some() => {
            syntax.child(clause.verb, Dep::Dobj).is_some_and(|o| {
                syntax.lemma(o) == noun
                    && syntax
                        .children_by(o, Dep::Prep)
                        .chain(syntax.children_by(clause.verb, Dep::Prep))
                        .any(|p| syntax.lower(p) == preposition)
            })
        }
        run => {
            let sentence = syntax.sentence(clause.verb);
            let from = clause.verb + 1;
            from < sentence.end && run_at(input, run, from)
        }
    }
}

/// The object that the pattern means.
fn object(input: &Input<'_>, clause: &Clause, tail: &[String]) -> Option<u32> {
    let syntax = input.stage.syntax;
    let direct = || syntax.child(clause.verb, Dep::Dobj);
    let Some(last) = tail.last() else { return direct() };
    let prepositions = syntax
        .children(clause.verb)
        .chain(direct().into_iter().flat_map(|o| syntax.children(o)))
        .filter(|&p| syntax.dep(p) == Dep::Prep);
    let mut all = prepositions.collect::<Vec<_>>();
    // "come in response to": prepositions one below the other.
    let mut at = 0;
    while let Some(&p) = all.get(at) {
        let next: Vec<u32> = syntax
            .children(p)
            .flat_map(|o| std::iter::once(o).chain(syntax.children(o)))
            .filter(|&o| syntax.dep(o) == Dep::Prep)
            .collect();
        all.extend(next);
        at += 1;
    }
    let under = all.iter().find(|&&p| syntax.lower(p) == last);
    under
        .and_then(|&p| syntax.child(p, Dep::Pobj).or_else(|| syntax.child(p, Dep::Pcomp)))
        .or_else(direct)
}

/// "prompted B to withdraw", "left the economy vulnerable", "moved Europe more in line".
fn infinitive(input: &Input<'_>, clause: &Clause) -> Option<u32> {
    let syntax = input.stage.syntax;
    syntax.children(clause.verb).find(|&c| {
        c > clause.verb
            && matches!(syntax.dep(c), Dep::Xcomp | Dep::Ccomp)
            && matches!(syntax.pos(c), Pos::Verb | Pos::Aux)
    })
}

/// "In response, B closed the border": the sentence before told the cause.
fn adverbial(input: &Input<'_>, run: &[String], i: u32, out: &mut Vec<Link>) {
    let syntax = input.stage.syntax;
    let sentence = syntax.sentence(i);
    let Some(last) = sentence.start.checked_sub(1) else { return };
    let before = syntax.sentence(last);
    if syntax.paragraph_of(last) + 1 < syntax.paragraph_of(i) {
        return;
    }
    let root = |range: TokenRange| range.iter().find(|&t| syntax.head(t) == t);
    let (Some(first), Some(second)) = (root(before), root(sentence)) else { return };
    let cause = input.record_in(before, first, None);
    let effect = input.record_in(sentence, second, cause.map(|c| c.id));
    push(&run.join(" "), cause, effect, out);
}
