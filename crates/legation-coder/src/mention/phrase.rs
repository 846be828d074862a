//! How far a noun phrase reaches.

use crate::Syntax;
use legation_core::{Dep, EntityLabel, Pos, Tag, TokenRange};

const BEFORE: &[Dep] = &[
    Dep::Det,
    Dep::Poss,
    Dep::Amod,
    Dep::Compound,
    Dep::Nummod,
    Dep::Nmod,
    Dep::Predet,
    Dep::Quantmod,
    Dep::Advmod,
    Dep::Npadvmod,
    Dep::Neg,
];

/// The noun phrase around `head`: its modifiers on the left and its prepositional phrases on the right; no relative
/// clauses, appositions or participles.
pub fn noun_phrase(syntax: &Syntax<'_>, head: u32) -> TokenRange {
    TokenRange::new(left_edge(syntax, head), right_edge(syntax, head, 0))
}

/// The words before `head` inside its noun phrase.
pub fn premodifiers(syntax: &Syntax<'_>, head: u32) -> TokenRange {
    TokenRange::new(left_edge(syntax, head), head)
}

fn left_edge(syntax: &Syntax<'_>, head: u32) -> u32 {
    let mut start = head;
    for child in syntax.children(head).rev().filter(|&c| c < head) {
        let part = syntax.subtree(child);
        let joined = part.end == start
            || part.end < start
                && (part.end..start).all(|i| {
                    syntax.pos(i) == Pos::Punct && syntax.tag(i) != Tag::Comma
                        || syntax.pos(i) == Pos::Cconj
                });
        if BEFORE.contains(&syntax.dep(child)) && joined {
            start = possessor_start(syntax, child).unwrap_or(part.start).min(start);
            if start > part.start {
                break;
            }
        } else if !matches!(syntax.dep(child), Dep::Punct | Dep::Cc) {
            break;
        }
    }
    while start < head && (syntax.pos(start) == Pos::Punct || syntax.pos(start) == Pos::Space) {
        start += 1;
    }
    start
}

/// "Mr. Orlov and Vendra's leader": where a person and a place are coordinated before a possessive ending, the place alone
/// possesses. The first token of that possessor.
fn possessor_start(syntax: &Syntax<'_>, child: u32) -> Option<u32> {
    if syntax.dep(child) != Dep::Poss {
        return None;
    }
    let last = syntax.conjuncts(child).last().copied().filter(|&l| l != child)?;
    let label = |i: u32| {
        let at = syntax.layers.entities.partition_point(|e| e.tokens.end <= i);
        syntax.layers.entities.get(at).filter(|e| e.tokens.contains(i)).map(|e| e.label)
    };
    let differ =
        label(child) == Some(EntityLabel::Person) && label(last) != Some(EntityLabel::Person);
    differ.then(|| syntax.subtree(last).start)
}

fn right_edge(syntax: &Syntax<'_>, head: u32, depth: u8) -> u32 {
    let mut end = head + 1;
    if depth > 6 {
        return end;
    }
    for child in syntax.children(head).filter(|&c| c > head) {
        match syntax.dep(child) {
            Dep::Prep if child == end => {
                let Some(object) = syntax.child(child, Dep::Pobj).filter(|&o| o > child) else {
                    break;
                };
                if is_time(syntax, object) {
                    break;
                }
                end = right_edge(syntax, object, depth + 1);
            }
            Dep::Conj if depth == 0 && shares_determiner(syntax, head, child) => {
                end = right_edge(syntax, child, depth + 1);
            }
            // Names in lists and names with "of" stay whole: "Defense of Democracies".
            Dep::Cc => {}
            _ => break,
        }
    }
    end
}

/// Whether two coordinated nouns are one description: "the close ally and former president".
pub(crate) fn shares_determiner(syntax: &Syntax<'_>, head: u32, conjunct: u32) -> bool {
    syntax.tag(head) == Tag::Nn
        && syntax.tag(conjunct) == Tag::Nn
        && syntax.child(head, Dep::Det).is_some()
        && syntax.child(conjunct, Dep::Det).is_none()
        && syntax.child(conjunct, Dep::Poss).is_none()
}

/// Whether a word is inside a date or time that the model marks.
pub(crate) fn is_time(syntax: &Syntax<'_>, i: u32) -> bool {
    let entities = &syntax.layers.entities;
    let at = entities.partition_point(|e| e.tokens.end <= i);
    entities.get(at).is_some_and(|e| {
        e.tokens.contains(i) && matches!(e.label, EntityLabel::Date | EntityLabel::Time)
    })
}
