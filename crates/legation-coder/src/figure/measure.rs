//! What a quantity measures: the words for the thing that is counted, shared, paid for or changed.

use super::is_verbal;
use crate::Syntax;
use crate::clause::{Clause, ClauseIdx, Clauses};
use crate::quantity::units::Units;
use crate::quantity::{Kind, Quantity};
use legation_core::{Dep, Pos, Span, Tag, TokenRange};

/// The words that say what is measured.
pub(super) struct Measure {
    pub(super) tokens: TokenRange,
    pub(super) span: Span,
    /// The noun that a pronoun stands for, where one is counted.
    pub(super) antecedent: Option<u32>,
    pub(super) rule: &'static str,
}

/// At most so many tokens of a phrase are taken.
const LONGEST: u32 = 24;

pub(super) fn of(
    syntax: &Syntax<'_>,
    clauses: &Clauses,
    quantity: &Quantity,
    clause: Option<ClauseIdx>,
) -> Option<Measure> {
    let pronoun = quantity.noun.filter(|&n| syntax.pos(n) == Pos::Pron);
    let stands_for = pronoun.and_then(|p| antecedent(syntax, p));
    let (tokens, rule) = match quantity.kind {
        Kind::Times => (events(syntax, clauses, quantity, clause?)?, "times"),
        Kind::Count | Kind::Share | Kind::Rank | Kind::Record => match quantity.noun {
            Some(_) if pronoun.is_some() => {
                (phrase(syntax, stands_for?, quantity.tokens), "pronoun")
            }
            Some(noun) => (phrase(syntax, noun, quantity.tokens), "noun"),
            None => subject(syntax, clauses, quantity, clause?)?,
        },
        Kind::Money | Kind::Percent | Kind::Measure => match quantity.noun {
            Some(_) if let Some(found) = changed(syntax, clauses, quantity, clause) => found,
            Some(noun) => (phrase(syntax, noun, quantity.tokens), "noun"),
            None => match holder(syntax, quantity) {
                Some(found) => (found, "holder"),
                None => {
                    let clause = clause?;
                    let verb = clauses.get(clause);
                    if is_handed(syntax, quantity, verb) {
                        (purpose(syntax, quantity, verb)?, "purpose")
                    } else {
                        subject(syntax, clauses, quantity, clause)?
                    }
                }
            },
        },
    };
    let span = syntax.span(tokens);
    (!span.is_empty()).then_some(Measure { tokens, span, antecedent: stands_for, rule })
}

/// A noun with what stands around it, without the quantity, clauses and asides: "Russia's total imports".
fn phrase(syntax: &Syntax<'_>, noun: u32, quantity: TokenRange) -> TokenRange {
    let all = syntax.subtree(noun);
    let mut start = all.start;
    if quantity.start <= noun && start < quantity.end {
        start = quantity.end;
    }
    while start < noun
        && (matches!(syntax.dep(start), Dep::Punct | Dep::Nummod)
            || matches!(syntax.lower(start), "of" | "the" | "a" | "an" | "other" | "another"))
        && syntax.head(start) == noun
    {
        start += 1;
    }
    if syntax.lower(start) == "of" {
        start += 1;
    }
    let mut end = noun + 1;
    for child in syntax.children(noun).filter(|&c| c > noun) {
        let part = syntax.subtree(child);
        let stays = match syntax.dep(child) {
            Dep::Prep => {
                let time = matches!(
                    syntax.lower(child),
                    "since" | "until" | "during" | "compared" | "according" | "after" | "before"
                );
                !time && !holds_quantity(part, quantity)
            }
            Dep::Case | Dep::Compound | Dep::Nmod | Dep::Acl => {
                syntax.dep(child) != Dep::Acl || part.len() <= 4
            }
            _ => false,
        };
        if !stays || part.start != end || part.end - start > LONGEST {
            break;
        }
        end = part.end;
    }
    TokenRange::new(start.min(noun), end)
}

/// "Of the new car brands …, 11 of them": the plural noun before in the sentence.
fn antecedent(syntax: &Syntax<'_>, pronoun: u32) -> Option<u32> {
    let sentence = syntax.sentence(pronoun);
    (sentence.start..pronoun)
        .rev()
        .find(|&i| matches!(syntax.tag(i), Tag::Nns | Tag::Nnps) && syntax.lower(i) != "ones")
}

fn holds_quantity(part: TokenRange, quantity: TokenRange) -> bool {
    part.overlaps(quantity)
}

/// "a loss of $15 billion", "a deal worth $7 billion", "an increase of 54 points": the noun that the amount hangs on.
fn holder(syntax: &Syntax<'_>, quantity: &Quantity) -> Option<TokenRange> {
    let above = syntax.head(quantity.head);
    if above == quantity.head {
        return None;
    }
    let noun = |i: u32| matches!(syntax.pos(i), Pos::Noun | Pos::Propn);
    let hangs = match syntax.lower(above) {
        "of" | "at" | "by" | "worth" | "to" | "between" => {
            Some(syntax.head(above)).filter(|&n| noun(n))
        }
        _ if noun(above)
            && matches!(
                syntax.dep(quantity.head),
                Dep::Compound | Dep::Nmod | Dep::Amod | Dep::Nummod | Dep::Appos
            ) =>
        {
            Some(above)
        }
        _ => None,
    }?;
    Some(phrase(syntax, hangs, quantity.tokens))
}

/// Whether money is handed over ("lent the bank $2 million") rather than measuring the subject ("costs", "rose").
fn is_handed(syntax: &Syntax<'_>, quantity: &Quantity, verb: &Clause) -> bool {
    quantity.kind == Kind::Money
        && matches!(syntax.dep(quantity.head), Dep::Dobj | Dep::Dative | Dep::Pobj)
        && !Units::builtin().measuring.contains(syntax.lemma(verb.head))
}

/// "spent $3 billion on weapons": money that changes hands measures what it is for, if the text says so.
fn purpose(syntax: &Syntax<'_>, quantity: &Quantity, verb: &Clause) -> Option<TokenRange> {
    let towards = |word: &str| matches!(word, "on" | "for" | "toward" | "towards" | "into");
    let objects = verb.obliques.iter().filter(|o| towards(&o.word)).flat_map(|o| &o.objects);
    let noun = objects.copied().find(|&i| i > quantity.head && syntax.pos(i) == Pos::Noun)?;
    Some(phrase(syntax, noun, quantity.tokens))
}

/// "Exports rose 12 percent", "The program costs $99": the subject of the verb.
fn subject(
    syntax: &Syntax<'_>,
    clauses: &Clauses,
    quantity: &Quantity,
    clause: ClauseIdx,
) -> Option<(TokenRange, &'static str)> {
    if let Some(found) = changed(syntax, clauses, quantity, Some(clause)) {
        return Some(found);
    }
    let clause = clauses.get(clause);
    let heads = [&clause.agents, &clause.patients];
    let head = heads.into_iter().flatten().copied().find(|&i| {
        !quantity.tokens.contains(i)
            && matches!(syntax.pos(i), Pos::Noun | Pos::Propn)
            && !money_word(syntax, i)
    })?;
    Some((phrase(syntax, head, quantity.tokens), "subject"))
}

/// "cut the deficit to 3 percent of output", "put the number of dead at 20": the object of a verb that the quantity hangs
/// on by "to", "from", "by", "at".
fn changed(
    syntax: &Syntax<'_>,
    clauses: &Clauses,
    quantity: &Quantity,
    clause: Option<ClauseIdx>,
) -> Option<(TokenRange, &'static str)> {
    let clause = clauses.get(clause?);
    let preposition = syntax.head(quantity.head);
    let towards =
        matches!(syntax.lower(preposition), "to" | "from" | "by" | "at" | "below" | "above")
            && matches!(syntax.pos(syntax.head(preposition)), Pos::Verb | Pos::Aux)
            && syntax.head(preposition) == clause.verb;
    let object = clause.patients.iter().copied().find(|&i| {
        towards
            && !quantity.tokens.contains(i)
            && matches!(syntax.pos(i), Pos::Noun | Pos::Propn)
            && !money_word(syntax, i)
    })?;
    Some((phrase(syntax, object, quantity.tokens), "object"))
}

fn money_word(syntax: &Syntax<'_>, i: u32) -> bool {
    matches!(syntax.lower(i), "%" | "percent" | "$" | "dollars" | "million" | "billion")
}

/// "Three times this month, Gazprom announced breaking its record": the predicate with what follows it.
fn events(
    syntax: &Syntax<'_>,
    clauses: &Clauses,
    quantity: &Quantity,
    clause: ClauseIdx,
) -> Option<TokenRange> {
    let head = clauses.get(clause).head;
    if !is_verbal(clauses, clause) || quantity.tokens.contains(head) {
        return quantity.noun.map(|n| phrase(syntax, n, quantity.tokens));
    }
    let mut end = head + 1;
    for child in syntax.children(head).filter(|&c| c > head) {
        let part = syntax.subtree(child);
        let stays = matches!(
            syntax.dep(child),
            Dep::Dobj
                | Dep::Prep
                | Dep::Xcomp
                | Dep::Ccomp
                | Dep::Prt
                | Dep::Attr
                | Dep::Acomp
                | Dep::Dative
                | Dep::Agent
        );
        if !stays
            || part.start != end
            || part.end - head > LONGEST
            || part.overlaps(quantity.tokens)
        {
            break;
        }
        end = part.end;
    }
    Some(TokenRange::new(head, end))
}
