//! Which way a time expression leans: the tense of the verb that governs it decides between last and next.

use super::lexicon::Lexicon;
use crate::Syntax;
use legation_core::{Dep, Pos, Tag, TokenRange};

/// The side of the anchor on which an expression lies by the verb above it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Leaning {
    Past,
    /// Past by a verb that does not govern it directly: "authorised a split, payable Dec. 7".
    Loose,
    Present,
    Future,
    Unknown,
}

/// How many tokens are climbed at most; trees from outside may be deep.
const MAX_CLIMB: usize = 40;

pub(super) fn leaning(syntax: &Syntax<'_>, lexicon: &Lexicon, tokens: TokenRange) -> Leaning {
    let Some(top) =
        tokens.iter().find(|&i| !tokens.contains(syntax.head(i)) || syntax.head(i) == i)
    else {
        return Leaning::Unknown;
    };
    let before = tokens.start.checked_sub(1).map_or("", |i| syntax.lower(i));
    let ahead = lexicon.ahead.contains(before);
    let plans = |i: u32| {
        lexicon.planning.contains(syntax.lemma(i)) || lexicon.planning.contains(syntax.lower(i))
    };
    // "Friday's attack" is over, "Sunday's vote" may lie ahead.
    let owner = tokens.end < syntax.len() && syntax.tag(tokens.end) == Tag::Pos;
    if owner && !lexicon.scheduled.contains(syntax.lemma(syntax.head(top))) {
        return Leaning::Past;
    }
    let word = |back: u32| tokens.start.checked_sub(back).map_or("", |i| syntax.lower(i));
    // "from today through Nov. 17"
    if matches!(before, "through" | "until" | "till" | "to") && matches!(word(2), "today" | "now") {
        return Leaning::Future;
    }
    // "as early as Tuesday"
    let at_earliest = before == "as" && matches!(word(2), "soon" | "early");
    let mut loose = false;
    for i in syntax.ancestors(top).take(MAX_CLIMB) {
        let verb = matches!(syntax.pos(i), Pos::Verb | Pos::Aux);
        if !verb {
            // "upcoming talks", "due Friday", "payable Dec. 7" are ahead; what "had been due" is not.
            if plans(i) && matches!(syntax.pos(i), Pos::Adj) {
                let up = syntax.head(i);
                let over = syntax.lower(up) == "been"
                    && syntax.children_by(up, Dep::Aux).any(|a| syntax.lower(a) == "had");
                return if over { Leaning::Past } else { Leaning::Future };
            }
            loose |=
                matches!(syntax.pos(i), Pos::Noun | Pos::Propn | Pos::Adj | Pos::Sym | Pos::Num);
            continue;
        }
        match of_verb(syntax, lexicon, i, &plans, before, top) {
            Some(Leaning::Past) if ahead && (plans(i) || before == "effective") => {
                return Leaning::Future;
            }
            Some(Leaning::Present | Leaning::Unknown) if ahead || at_earliest => {
                return Leaning::Future;
            }
            Some(Leaning::Past) if loose => return Leaning::Loose,
            Some(leaning) => return leaning,
            None => {}
        }
    }
    if ahead { Leaning::Future } else { Leaning::Unknown }
}

fn of_verb(
    syntax: &Syntax<'_>,
    lexicon: &Lexicon,
    verb: u32,
    plans: &impl Fn(u32) -> bool,
    before: &str,
    top: u32,
) -> Option<Leaning> {
    let auxiliaries =
        || syntax.children(verb).filter(|&c| matches!(syntax.dep(c), Dep::Aux | Dep::Auxpass));
    let has = |words: &[&str]| auxiliaries().any(|a| words.contains(&syntax.lower(a)));
    if has(&["could"]) {
        return Some(Leaning::Unknown);
    }
    if auxiliaries().any(|a| syntax.tag(a) == Tag::Md) {
        let unreal_past =
            has(&["have", "'ve"]) && has(&["would", "could", "should", "might", "may", "must"]);
        return Some(if unreal_past { Leaning::Past } else { Leaning::Future });
    }
    let pointing =
        matches!(before, "for" | "until" | "till" | "to" | "by" | "on" | "in" | "from" | "through");
    // "set a vote for Friday", "set Nov. 10 as the deadline"
    let is_object = syntax.dep(top) == Dep::Dobj && syntax.head(top) == verb;
    let scheduled =
        lexicon.scheduling.contains(syntax.lemma(verb)) && (top > verb + 1 || is_object);
    match syntax.tag(verb) {
        Tag::Vbd if scheduled => Some(Leaning::Future),
        Tag::Vbd => Some(Leaning::Past),
        // Headlines tell the past in the present.
        Tag::Vbz | Tag::Vbp if !is_sentence(syntax, verb) => Some(Leaning::Past),
        Tag::Vbz | Tag::Vbp => Some(Leaning::Present),
        Tag::Vb => {
            if has(&["did"]) {
                return Some(Leaning::Past);
            }
            if has(&["do", "does"]) {
                return Some(Leaning::Present);
            }
            let head = syntax.head(verb);
            let governed = head != verb && matches!(syntax.pos(head), Pos::Verb | Pos::Aux);
            if governed && lexicon.done.contains(syntax.lemma(head)) {
                return None;
            }
            Some(Leaning::Future)
        }
        Tag::Vbn | Tag::Vbg => {
            let planned = plans(verb) && pointing || scheduled;
            if planned {
                return Some(Leaning::Future);
            }
            if has(&["have", "has", "had", "'ve", "'d", "was", "were", "been"]) {
                return Some(Leaning::Past);
            }
            if has(&["is", "are", "am", "'re", "'m", "'s", "be"]) {
                let progressive = syntax.tag(verb) == Tag::Vbg;
                return Some(if progressive || plans(verb) {
                    Leaning::Future
                } else {
                    Leaning::Present
                });
            }
            // "a meeting held Thursday": a participle on a noun is done; one on a verb goes with it.
            if syntax.tag(verb) == Tag::Vbn {
                return Some(if plans(verb) { Leaning::Future } else { Leaning::Past });
            }
            None
        }
        _ => None,
    }
}

/// Whether the sentence of a token is closed by a mark, as headlines are not.
fn is_sentence(syntax: &Syntax<'_>, i: u32) -> bool {
    let sentence = syntax.sentence(i);
    sentence
        .iter()
        .rev()
        .take(4)
        .any(|t| matches!(syntax.lower(t), "." | "!" | "?" | "..." | ";" | ":"))
}
