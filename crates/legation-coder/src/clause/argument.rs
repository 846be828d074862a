//! Arguments: the head words of noun phrases and of the objects of prepositions, conjuncts shared out.

use super::Oblique;
use crate::Syntax;
use legation_core::{Dep, Pos, Tag};

/// A noun and its conjuncts, without the pieces that are only apposed or parenthetical.
pub(super) fn heads(syntax: &Syntax<'_>, noun: u32) -> Vec<u32> {
    let partitive = |i: u32| {
        // "all of them", "two of its soldiers", "a number of states": the object of "of" is what counts.
        let word = syntax.lemma(i);
        let quantity = matches!(syntax.pos(i), Pos::Num | Pos::Det | Pos::Pron)
            && !matches!(syntax.tag(i), Tag::Prp | Tag::Wp | Tag::Wdt)
            || matches!(
                word,
                "number"
                    | "dozen"
                    | "score"
                    | "hundred"
                    | "thousand"
                    | "million"
                    | "series"
                    | "group"
                    | "majority"
                    | "handful"
                    | "member"
                    | "lot"
                    | "couple"
                    | "pair"
            );
        let inner = syntax.children_by(i, Dep::Prep).find(|&p| syntax.lower(p) == "of")?;
        let object = syntax.child(inner, Dep::Pobj)?;
        (quantity && syntax.pos(object) != Pos::Num).then_some(object)
    };
    let mut out = Vec::new();
    let mut all: Vec<u32> = syntax.conjuncts(noun).iter().map(|&i| before_day(syntax, i)).collect();
    // "the Chinese leader, Xi Jinping, and President Putin": the parser coordinates the second name with the apposition.
    let apposed: Vec<u32> = all.iter().flat_map(|&i| syntax.children_by(i, Dep::Appos)).collect();
    all.extend(
        apposed.iter().flat_map(|&a| syntax.conjuncts(a).into_iter().filter(move |&c| c != a)),
    );
    for i in all {
        match partitive(i) {
            Some(object) if matches!(syntax.lemma(i), "group" | "member") => {
                out.extend([i, object]);
            }
            Some(object) => out.extend(syntax.conjuncts(object)),
            None => out.push(i),
        }
    }
    out
}

/// "met with President Assad Tuesday", "a rebel target southwest of the city": the parser makes the day or direction the head of the
/// name before it.
fn before_day(syntax: &Syntax<'_>, noun: u32) -> u32 {
    let word = syntax.lower(noun);
    let day = matches!(
        word,
        "monday" | "tuesday" | "wednesday" | "thursday" | "friday" | "saturday" | "sunday"
    );
    let direction = ["north", "south", "east", "west"].iter().any(|d| word.starts_with(d))
        && ["north", "south", "east", "west"].iter().any(|d| word.ends_with(d));
    let before = syntax
        .children(noun)
        .rfind(|&c| {
            c + 1 == noun && matches!(syntax.dep(c), Dep::Compound | Dep::Nmod | Dep::Nsubj)
        })
        .filter(|&c| matches!(syntax.pos(c), Pos::Noun | Pos::Propn));
    before.filter(|_| day || direction).unwrap_or(noun)
}

pub(super) fn objects_of(syntax: &Syntax<'_>, prep: u32) -> Vec<u32> {
    let objects = syntax.children(prep).filter(|&c| matches!(syntax.dep(c), Dep::Pobj | Dep::Dobj));
    objects.flat_map(|c| heads(syntax, c)).collect()
}

pub(super) fn collect_obliques(
    syntax: &Syntax<'_>,
    head: u32,
    on_object: bool,
    out: &mut Vec<Oblique>,
) {
    for child in syntax.children(head) {
        if matches!(syntax.dep(child), Dep::Prep | Dep::Agent | Dep::Dative)
            && syntax.pos(child) != Pos::Noun
        {
            oblique(syntax, child, on_object, out);
            for other in syntax.children_by(child, Dep::Conj) {
                oblique(syntax, other, on_object, out);
            }
        } else if syntax.dep(child) == Dep::Advmod || syntax.dep(child) == Dep::Prt {
            // "out of", "together with", "along with": the preposition hangs on the adverb.
            for inner in syntax.children_by(child, Dep::Prep) {
                oblique(syntax, inner, on_object, out);
            }
        }
    }
}

fn oblique(syntax: &Syntax<'_>, prep: u32, on_object: bool, out: &mut Vec<Oblique>) {
    if !matches!(syntax.pos(prep), Pos::Adp | Pos::Sconj | Pos::Adv | Pos::Verb | Pos::Part) {
        return;
    }
    let mut word = syntax.lower(prep).to_owned();
    if let Some(before) = syntax.child(prep, Dep::Pcomp).filter(|&c| syntax.pos(c) == Pos::Adp) {
        word = format!("{} {word}", syntax.lower(before));
    }
    let objects = objects_of(syntax, prep);
    if objects.is_empty() {
        // "according to", "due to": who is named there takes no part in what the clause tells.
        if is_aside(&word) {
            return;
        }
        for inner in syntax.children_by(prep, Dep::Prep) {
            let objects = objects_of(syntax, inner);
            out.push(Oblique {
                prep: inner,
                word: syntax.lower(inner).to_owned(),
                objects,
                on_object,
            });
        }
        return;
    }
    // "on behalf of T", "in response to T", "at the hands of T": what matters hangs on the inner noun too.
    let nested: Vec<u32> =
        objects.iter().copied().filter(|&o| is_relational(syntax.lemma(o))).collect();
    out.push(Oblique { prep, word, objects, on_object });
    for noun in nested {
        collect_obliques(syntax, noun, true, out);
    }
}

/// First words of compound prepositions that name a witness, a cause or a comparison.
fn is_aside(word: &str) -> bool {
    matches!(
        word,
        "according"
            | "due"
            | "owing"
            | "thanks"
            | "prior"
            | "previous"
            | "subsequent"
            | "compared"
            | "contrary"
            | "regardless"
            | "irrespective"
            | "depending"
            | "based"
    )
}

/// Nouns whose own preposition names the participant ("in talks with", "in response to", "at the hands of").
fn is_relational(lemma: &str) -> bool {
    matches!(
        lemma,
        "behalf"
            | "response"
            | "hand"
            | "talk"
            | "meeting"
            | "call"
            | "negotiation"
            | "discussion"
            | "attack"
            | "fire"
            | "support"
            | "favor"
            | "favour"
            | "retaliation"
            | "protest"
            | "relation"
            | "tie"
            | "sanction"
            | "pressure"
            | "request"
            | "invitation"
            | "charge"
            | "war"
            | "export"
            | "import"
            | "trade"
            | "sale"
            | "shipment"
            | "delivery"
            | "supply"
            | "access"
            | "aid"
            | "visit"
            | "line"
            | "orbit"
            | "embrace"
            | "camp"
            | "fold"
    )
}
