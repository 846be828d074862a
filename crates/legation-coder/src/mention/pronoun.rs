//! Pronouns and what their form tells.

use super::{Form, Found};
use crate::Syntax;
use crate::knowledge::Gender;
use legation_core::{Dep, Tag, TokenRange};

/// What the form of a pronoun tells.
#[expect(clippy::struct_excessive_bools, reason = "each is a feature of the word by itself")]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pronoun {
    /// First, second or third person.
    pub person: u8,
    /// One or more.
    pub plural: bool,
    /// He or she.
    pub gender: Option<Gender>,
    /// Whether it stands for a human being (he, she, who); `it` and `its` do not.
    pub human: bool,
    /// "himself".
    pub reflexive: bool,
    /// "his".
    pub possessive: bool,
    /// "who", "which".
    pub relative: bool,
    /// "each other", "both".
    pub pair: bool,
}

const PLAIN: Pronoun = Pronoun {
    person: 3,
    plural: false,
    gender: None,
    human: true,
    reflexive: false,
    possessive: false,
    relative: false,
    pair: false,
};

fn read(syntax: &Syntax<'_>, i: u32) -> Option<Pronoun> {
    let possessive = syntax.tag(i) == Tag::PrpS || syntax.tag(i) == Tag::WpS;
    let male = Pronoun { gender: Some(Gender::Male), possessive, ..PLAIN };
    let female = Pronoun { gender: Some(Gender::Female), possessive, ..PLAIN };
    let thing = Pronoun { human: false, possessive, ..PLAIN };
    let many = Pronoun { plural: true, human: false, possessive, ..PLAIN };
    let first = Pronoun { person: 1, possessive, ..PLAIN };
    let relative = Pronoun { relative: true, possessive, ..PLAIN };
    Some(match syntax.lower(i) {
        "he" | "him" | "his" => male,
        "himself" => Pronoun { reflexive: true, ..male },
        "she" | "her" | "hers" => female,
        "herself" => Pronoun { reflexive: true, ..female },
        "it" | "its" => thing,
        "itself" => Pronoun { reflexive: true, ..thing },
        "they" | "them" | "their" | "theirs" => many,
        "themselves" => Pronoun { reflexive: true, ..many },
        "i" | "me" | "my" | "mine" if syntax.word(i) != "i" => first,
        "myself" => Pronoun { reflexive: true, ..first },
        "we" | "our" | "ours" => Pronoun { plural: true, ..first },
        "us" if syntax.word(i) != "US" => Pronoun { plural: true, ..first },
        "ourselves" => Pronoun { plural: true, reflexive: true, ..first },
        "you" | "your" | "yours" => Pronoun { person: 2, possessive, ..PLAIN },
        "who" | "whom" | "whose" if !is_question(syntax, i) => relative,
        "which" if syntax.tag(i) == Tag::Wdt && !is_question(syntax, i) => {
            Pronoun { human: false, ..relative }
        }
        "both"
            if matches!(
                syntax.dep(i),
                Dep::Nsubj | Dep::Nsubjpass | Dep::Dobj | Dep::Pobj | Dep::Appos
            ) =>
        {
            Pronoun { pair: true, ..many }
        }
        _ => return None,
    })
}

/// Whether a wh-word asks or heads a clause of its own instead of taking up a noun.
fn is_question(syntax: &Syntax<'_>, i: u32) -> bool {
    relative_clause(syntax, i).is_none()
}

/// The verb of the relative clause in which a wh-word stands.
pub(crate) fn relative_clause(syntax: &Syntax<'_>, i: u32) -> Option<u32> {
    std::iter::once(i)
        .chain(syntax.ancestors(i).take(4))
        .find(|&a| matches!(syntax.dep(a), Dep::Relcl | Dep::AclRelcl))
        .filter(|&verb| syntax.head(verb) < i)
}

/// Finds the pronouns.
pub(super) fn find(syntax: &Syntax<'_>) -> Vec<Found> {
    let mut out = Vec::new();
    for i in 0..syntax.len() {
        if syntax.lower(i) == "other" && i > 0 && syntax.lower(i - 1) == "each" {
            let pronoun =
                Pronoun { pair: true, plural: true, human: false, reflexive: true, ..PLAIN };
            let tokens = TokenRange::new(i - 1, i + 1);
            out.push(Found {
                tokens,
                head: i,
                form: Form::Pronoun(pronoun),
                rule: "pronoun",
                others: Vec::new(),
            });
        } else if let Some(pronoun) = read(syntax, i) {
            let tokens = TokenRange::new(i, i + 1);
            out.push(Found {
                tokens,
                head: i,
                form: Form::Pronoun(pronoun),
                rule: "pronoun",
                others: Vec::new(),
            });
        }
    }
    out
}
