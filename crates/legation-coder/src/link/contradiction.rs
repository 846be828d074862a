//! Contradictions: an event told and negated, one figure with two values, a predicate and its opposite said of the same side.

use super::{Cues, End, Input, denial, run_at};
use crate::clause::{Clause, ClauseKind, Voice};
use legation_core::record::{Link, LinkKind};
use legation_core::same::{self, Claim};
use legation_core::{ActorIdx, Dep, Factuality, Figure, Pos, RecordId, StatementIdx, Tag};

pub(super) fn find(cues: &Cues, input: &Input<'_>, out: &mut Vec<Link>) {
    events(input, out);
    figures(input, out);
    predicates(cues, input, out);
}

/// What the text itself says did not happen, and elsewhere in it that it did.
fn events(input: &Input<'_>, out: &mut Vec<Link>) {
    let syntax = input.stage.syntax;
    let stems = |e: &legation_core::Event| same::words(e.trigger.of(syntax.text()));
    for negated in input.events.iter().filter(|e| e.factuality == Factuality::Negated) {
        // "can neither back": what cannot be was not said to have been.
        let trigger = syntax.tokens_in(negated.trigger).start;
        // The event's own predicate must be negated, not something that it is told with ("has yet to pay for its support").
        let own = input.clauses.headed_by(trigger);
        let direct = own.is_some_and(|c| input.clauses.get(c).negation.is_some());
        let open = std::iter::once(trigger)
            .chain(syntax.ancestors(trigger))
            .filter_map(|t| input.clauses.headed_by(t))
            .any(|c| input.clauses.get(c).modal.is_some());
        if !direct || open {
            continue;
        }
        let words = stems(negated);
        for told in input.events {
            let real = matches!(told.factuality, Factuality::Occurred | Factuality::Alleged);
            let voices = told.attribution != negated.attribution;
            if real
                && voices
                && !stems(told).is_disjoint(&words)
                && denial::same_matter(input, negated, told)
            {
                out.push(Link {
                    kind: LinkKind::Contradicts,
                    from: negated.id,
                    to: told.id,
                    span: negated.span,
                    rule: "link:negated event".to_owned(),
                });
            }
        }
    }
}

/// The same measure with values that exclude each other, in different voices.
fn figures(input: &Input<'_>, out: &mut Vec<Link>) {
    let claims: Vec<Claim> = input.figures.iter().map(|f| claim(input, f)).collect();
    // One voice may give two numbers of two things; two named ones that differ on a measure disagree.
    let speaker = |f: &Figure| {
        f.attribution.first().and_then(|StatementIdx(s)| input.statements[*s as usize].speaker)
    };
    for (i, a) in input.figures.iter().enumerate() {
        for (j, b) in input.figures.iter().enumerate().skip(i + 1) {
            let linked = a.compared_to.is_some_and(|c| c.0 as usize == j)
                || b.compared_to.is_some_and(|c| c.0 as usize == i);
            let two = speaker(a).is_some() && speaker(b).is_some() && speaker(a) != speaker(b);
            if linked || !two || !claims[i].disagrees(&claims[j]) {
                continue;
            }
            out.push(Link {
                kind: LinkKind::Contradicts,
                from: b.id,
                to: a.id,
                span: b.span,
                rule: "link:figure".to_owned(),
            });
        }
    }
}

fn claim(input: &Input<'_>, figure: &Figure) -> Claim {
    let id = |a: &ActorIdx| input.stage.cast.get(*a).id.clone();
    let text = input.stage.syntax.text();
    let mut words = same::words(figure.measures.as_deref().unwrap_or_default());
    let around = input.events.iter().find(|e| e.span.contains(figure.span));
    words.extend(around.map(|e| same::words(e.trigger.of(text))).unwrap_or_default());
    Claim {
        unit: figure.unit.clone(),
        value: figure.value,
        value_to: figure.value_to,
        comparator: figure.comparator,
        head: same::head(figure.measures.as_deref().unwrap_or_default()),
        words,
        actors: figure
            .subject
            .iter()
            .chain(&figure.object)
            .filter(|a| input.stage.cast.get(**a).known)
            .map(id)
            .collect(),
        from: figure.date.from,
        to: figure.date.to,
    }
}

/// A word that is said of somebody.
struct Said {
    word: String,
    of: Vec<ActorIdx>,
    token: u32,
    negated: bool,
    /// Whether the words negate by disputing a view: "challenge the notion that", "far from".
    disputed: bool,
}

fn predicates(cues: &Cues, input: &Input<'_>, out: &mut Vec<Link>) {
    let mut all: Vec<Said> = input.clauses.list.iter().flat_map(|c| said(cues, input, c)).collect();
    all.extend(apart(cues, input));
    for (at, a) in all.iter().enumerate() {
        for b in &all[at + 1..] {
            let same_side = a.of.iter().any(|x| b.of.iter().any(|y| input.same_side(*x, *y)));
            if !same_side || !excludes(cues, a, b) {
                continue;
            }
            let voice = |s: &Said| {
                let span = input.stage.syntax.token(s.token).span;
                crate::statement::enclosing(input.statements, span)
                    .first()
                    .map(|s| input.statements[s.0 as usize].speaker)
            };
            // One voice that says both speaks of two times, unless it disputes what it quotes.
            if voice(a) == voice(b) && !a.disputed && !b.disputed {
                continue;
            }
            let (Some(from), Some(to)) =
                (record(input, b.token, None), record(input, a.token, None))
            else {
                continue;
            };
            if from.id == to.id {
                continue;
            }
            out.push(Link {
                kind: LinkKind::Contradicts,
                from: from.id,
                to: to.id,
                span: from.span,
                rule: format!("link:{} / {}", a.word, b.word),
            });
        }
    }
}

fn excludes(cues: &Cues, a: &Said, b: &Said) -> bool {
    if a.word == b.word {
        return a.negated != b.negated;
    }
    match (cues.opposites.get(&a.word), cues.opposites.get(&b.word)) {
        (Some((group, side)), Some((other_group, other_side))) if group == other_group => {
            // The same side of the bar with one negation, or two sides without: not "not strong" and "not weak".
            (side == other_side) == (a.negated != b.negated) && !(a.negated && b.negated)
        }
        _ => false,
    }
}

/// The adjective or participle that a copula or passive says of its subject.
fn said(cues: &Cues, input: &Input<'_>, clause: &Clause) -> Vec<Said> {
    let syntax = input.stage.syntax;
    let (token, subjects) = match clause.kind {
        ClauseKind::Copular => (clause.head, &clause.agents),
        ClauseKind::Verbal if clause.voice == Voice::Passive => (clause.verb, &clause.patients),
        _ => return Vec::new(),
    };
    let adjective = syntax.pos(token) == Pos::Adj || syntax.tag(token) == Tag::Vbn;
    let known = cues.opposites.contains_key(syntax.lower(token));
    let asked =
        matches!(clause.modal.as_deref(), Some("may" | "might" | "could" | "would" | "should"));
    if !adjective || !known || asked || clause.marker.as_deref() == Some("if") {
        return Vec::new();
    }
    let of = input.stage.all(subjects);
    if of.is_empty() {
        return Vec::new();
    }
    let far = negated_before(cues, input, token);
    let disputed = far || under_dispute(cues, input, clause.verb);
    let negated = (clause.negation.is_some() || far) != under_dispute(cues, input, clause.verb);
    vec![Said { word: syntax.lower(token).to_owned(), of, token, negated, disputed }]
}

/// "Far from being isolated, X …": a gerund whose subject is that of the clause it stands in.
fn apart(cues: &Cues, input: &Input<'_>) -> Vec<Said> {
    let syntax = input.stage.syntax;
    let mut out = Vec::new();
    for i in 0..syntax.len() {
        let word = syntax.lower(i);
        if !cues.opposites.contains_key(word) || !negated_before(cues, input, i) {
            continue;
        }
        let covered = input.clauses.list.iter().any(|c| {
            (c.head == i || c.verb == i) && (!c.agents.is_empty() || !c.patients.is_empty())
        });
        if covered {
            continue;
        }
        let subject = syntax.ancestors(i).find_map(|a| {
            let own = |d| syntax.child(a, d);
            own(Dep::Nsubj).or_else(|| own(Dep::Nsubjpass))
        });
        let of = subject.map(|s| input.stage.actors(s)).unwrap_or_default();
        if !of.is_empty() {
            out.push(Said { word: word.to_owned(), of, token: i, negated: true, disputed: true });
        }
    }
    out
}

/// Whether "far from" or its like stands within the few words before.
fn negated_before(cues: &Cues, input: &Input<'_>, token: u32) -> bool {
    const REACH: u32 = 5;
    let syntax = input.stage.syntax;
    let start = syntax.sentence(token).start.max(token.saturating_sub(REACH));
    (start..token).any(|i| {
        let run = cues.negators.iter().find(|run| run.len() > 1 && run_at(input, run, i));
        // Nothing but auxiliaries and adverbs may stand between.
        run.is_some_and(|run| {
            (i + run.len() as u32..token)
                .all(|b| matches!(syntax.pos(b), Pos::Aux | Pos::Adv | Pos::Verb | Pos::Part))
        })
    })
}

/// "challenge the notion that X is isolated", "denied that X was weak".
fn under_dispute(cues: &Cues, input: &Input<'_>, verb: u32) -> bool {
    let syntax = input.stage.syntax;
    let up = syntax.head(verb);
    if up == verb {
        return false;
    }
    let disputes = |v: u32| cues.disputes.contains(syntax.lemma(v));
    match syntax.dep(verb) {
        Dep::Ccomp => disputes(up),
        Dep::Acl | Dep::Relcl => {
            cues.views.contains(syntax.lemma(up)) && syntax.dep(up) == Dep::Dobj && {
                disputes(syntax.head(up))
            }
        }
        _ => false,
    }
}

/// The record that says a word: an event, then the smallest judgement, then the innermost statement.
fn record(input: &Input<'_>, token: u32, besides: Option<RecordId>) -> Option<End> {
    let span = input.stage.syntax.token(token).span;
    let event = input.events.iter().find(|e| e.trigger.overlaps(span) && Some(e.id) != besides);
    if let Some(event) = event {
        return Some(End { id: event.id, span: event.trigger });
    }
    let judged = input
        .assessments
        .iter()
        .filter(|a| a.span.contains(span))
        .min_by_key(|a| a.span.len())
        .map(|a| End { id: a.id, span: a.span });
    judged.or_else(|| {
        let at = crate::statement::enclosing(input.statements, span).first().copied()?;
        let statement = &input.statements[at.0 as usize];
        Some(End { id: statement.id, span: statement.span })
    })
}
