//! A capital as actor or as place, decided by its clause: "Moscow rejected", "visit Moscow".

use crate::Syntax;
use crate::knowledge::{Knowledge, MetonymKind, WordClass};
use legation_core::{Dep, EntityLabel, Pos, Tag, TokenRange};

/// How the name of a place is to be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reading {
    /// As whoever governs there.
    Actor(&'static str),
    /// As the place.
    Place(&'static str),
}

/// Reads the name of a place in its clause.
pub fn reading(
    syntax: &Syntax<'_>,
    knowledge: &Knowledge,
    tokens: TokenRange,
    head: u32,
    kind: MetonymKind,
) -> Reading {
    if is_dateline(syntax, tokens) {
        return Reading::Place("metonym: dateline");
    }
    let solid = matches!(kind, MetonymKind::Palace | MetonymKind::Building);
    let first = syntax.first_conjunct(head);
    let lexicon = &knowledge.lexicon;
    let is = |class: WordClass, i: u32| {
        lexicon.is(class, syntax.lower(i)) || lexicon.is(class, &syntax.lemma_lower(i))
    };
    let governor = syntax.head(first);
    match syntax.dep(first) {
        Dep::Nsubj | Dep::Csubj
            if syntax.lemma(governor) == "be" && !solid && !acts_by_copula(syntax, governor) =>
        {
            Reading::Place("metonym: place by copula")
        }
        Dep::Nsubj | Dep::Nsubjpass | Dep::Agent | Dep::Dative | Dep::Conj => {
            if syntax.dep(first) == Dep::Nsubjpass && is(WordClass::PlaceVerb, governor) && !solid {
                Reading::Place("metonym: object of a verb for places")
            } else {
                Reading::Actor("metonym: subject")
            }
        }
        Dep::Dobj if is(WordClass::PlaceVerb, governor) => {
            Reading::Place("metonym: object of a verb for places")
        }
        Dep::Dobj => Reading::Actor("metonym: object"),
        Dep::Poss if is(WordClass::PlaceNoun, governor) && !solid => {
            Reading::Place("metonym: possessor of a place")
        }
        Dep::Poss => Reading::Actor("metonym: possessor"),
        Dep::Pobj if is_with_person(syntax, first) => {
            Reading::Actor("metonym: named together with a person")
        }
        Dep::Pobj if syntax.lower(governor) == "of" && syntax.tag(tokens.end) == Tag::Vbg => {
            Reading::Actor("metonym: subject of a gerund")
        }
        Dep::Pobj => by_preposition(syntax, knowledge, governor, solid),
        Dep::Compound | Dep::Nmod | Dep::Amod if solid => {
            Reading::Actor("metonym: palace as modifier")
        }
        Dep::Appos | Dep::Npadvmod if !solid => Reading::Place("metonym: place by apposition"),
        Dep::Compound | Dep::Nmod | Dep::Amod => {
            let noun = governor;
            if is(WordClass::Relation, noun) && syntax.pos(noun) == Pos::Noun {
                Reading::Actor("metonym: modifier of a relation")
            } else {
                Reading::Place("metonym: modifier")
            }
        }
        _ if solid => Reading::Actor("metonym: palace"),
        _ => Reading::Place("metonym: no clause that makes it act"),
    }
}

/// "Moscow is ready", "Moscow is trying": a copula with an adjective or participle; not "Moscow is a city".
fn acts_by_copula(syntax: &Syntax<'_>, verb: u32) -> bool {
    syntax.child(verb, Dep::Acomp).is_some()
        || syntax
            .children(verb)
            .any(|c| c > verb && matches!(syntax.dep(c), Dep::Xcomp | Dep::Ccomp))
        || syntax
            .children_by(verb, Dep::Prep)
            .any(|p| matches!(syntax.lower(p), "under" | "behind" | "against" | "in"))
}

/// "away from Moscow and Putin": what is coordinated with a person acts like one.
fn is_with_person(syntax: &Syntax<'_>, first: u32) -> bool {
    let person = |i: u32| {
        let at = syntax.layers.entities.partition_point(|e| e.tokens.end <= i);
        let entity = syntax.layers.entities.get(at).filter(|e| e.tokens.contains(i));
        entity.is_some_and(|e| e.label == EntityLabel::Person)
    };
    syntax.conjuncts(first).into_iter().any(person)
}

fn by_preposition(syntax: &Syntax<'_>, knowledge: &Knowledge, prep: u32, solid: bool) -> Reading {
    let lexicon = &knowledge.lexicon;
    let is = |class: WordClass, i: u32| {
        lexicon.is(class, syntax.lower(i)) || lexicon.is(class, &syntax.lemma_lower(i))
    };
    let word = syntax.lower(prep);
    let above = syntax.head(prep);
    if lexicon.is(WordClass::PlacePreposition, word) && syntax.dep(prep) != Dep::Agent {
        return Reading::Place("metonym: place by preposition");
    }
    match word {
        "between" | "with" | "against" | "by" | "than" | "like" | "toward" | "towards"
        | "without" | "despite" | "including" => Reading::Actor("metonym: by preposition"),
        "to" | "from" | "for" | "of" | "on" => {
            let chain = [above, syntax.head(above)];
            let near = |class: WordClass| is(class, chain[0]);
            if near(WordClass::Motion) && !solid {
                Reading::Place("metonym: motion")
            } else if near(WordClass::Relation)
                || near(WordClass::Saying)
                || word == "to"
                    && syntax.children_by(above, Dep::Dobj).any(|o| is(WordClass::Relation, o))
            {
                Reading::Actor("metonym: relation")
            } else if is(WordClass::Motion, chain[1]) && !solid && matches!(word, "to" | "from") {
                Reading::Place("metonym: motion")
            } else if solid
                || matches!(word, "from") && matches!(syntax.pos(above), Pos::Verb | Pos::Noun)
                || matches!(word, "for" | "to" | "on")
            {
                Reading::Actor("metonym: by preposition")
            } else {
                Reading::Place("metonym: place by preposition")
            }
        }
        _ if solid => Reading::Actor("metonym: palace"),
        _ => Reading::Place("metonym: place by preposition"),
    }
}

/// "MOSCOW (AP) —", "BEIJING, Dec. 30 —": at the beginning of a paragraph, before a dash or bracket.
pub(super) fn is_dateline(syntax: &Syntax<'_>, tokens: TokenRange) -> bool {
    let Some(paragraph) = syntax.layers.paragraphs.get(syntax.paragraph_of(tokens.start) as usize)
    else {
        return false;
    };
    let near_start = tokens.start <= paragraph.start + 3;
    let mut after = tokens.end..paragraph.end.min(tokens.end + 12);
    let dash = after
        .clone()
        .take_while(|&i| !matches!(syntax.tag(i), Tag::Vbd | Tag::Vbz | Tag::Vbp | Tag::Md))
        .any(|i| match syntax.word(i) {
            "—" | "–" | "--" => true,
            word => word == "-" && !syntax.is_joined(i),
        });
    let next = after.next().map_or("", |i| syntax.word(i));
    let whole = paragraph.end == tokens.end;
    near_start && !whole && dash && matches!(next, "(" | "," | "—" | "–" | "--" | "/")
}
