//! Mentions: which words stand for somebody or something that may act, and in what form. Who they are is decided later.

mod metonym;
mod names;
mod nominal;
mod phrase;
mod pronoun;

pub use metonym::{Reading, reading};
pub(crate) use names::same_stem;
pub use nominal::{Determiner, Nominal, Noun};
pub(crate) use phrase::{is_time, shares_determiner};
pub use phrase::{noun_phrase, premodifiers};
pub use pronoun::Pronoun;

use crate::Syntax;
use crate::knowledge::{Gender, Knowledge, Target};
use jiff::civil::Date;
use legation_core::{ActorKind, TokenRange};

/// Words that may stand for an actor.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// The words.
    pub tokens: TokenRange,
    /// The head word.
    pub head: u32,
    /// Their form and what it tells.
    pub form: Form,
    /// What found them, for `explain`.
    pub rule: &'static str,
    /// Other entries of the tables with the same name.
    pub others: Vec<Target>,
}

/// The form of a mention and what it tells.
#[derive(Clone, Debug, PartialEq)]
pub enum Form {
    /// A name that the tables know, read as an actor.
    Known(Target),
    /// A name that the tables know or the model marks, read as a place. Never a mention of an actor.
    Place(Option<Target>),
    /// An adjective of a state or region.
    Adjective(Target),
    /// The name of a person.
    Person(PersonName),
    /// The name of an organisation that the tables do not know.
    Organisation(OrgName),
    /// A state that the tables do not know, or an adjective made of its name.
    Land(Land),
    /// A description.
    Nominal(Nominal),
    /// A pronoun.
    Pronoun(Pronoun),
}

/// The parts of a person's name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PersonName {
    /// The words in key form, without honorifics, initials and suffixes.
    pub words: Vec<String>,
    /// Initials in key form, which tell namesakes apart.
    pub initials: Vec<String>,
    /// Told by the honorific.
    pub gender: Option<Gender>,
    /// Whether an honorific stands before it.
    pub honorific: bool,
    /// The person in the tables with exactly this name.
    pub known: Option<u32>,
}

/// A state that the tables do not know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Land {
    /// The state's name in key form.
    pub key: String,
    /// Whether the text has an adjective made of the name.
    pub adjective: bool,
}

/// The name of an organisation that the tables do not know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrgName {
    /// The name in key form.
    pub key: String,
    /// Its sort by its nouns.
    pub kind: Option<ActorKind>,
}

/// Everything that a document mentions, in order of the head words, and which of it each token belongs to.
#[derive(Clone, Debug, Default)]
pub struct Mentions {
    /// The mentions.
    pub list: Vec<Found>,
    /// For each token, the mention it is the head of.
    by_head: Vec<Option<u32>>,
    /// For each token, the name that covers it.
    by_name: Vec<Option<u32>>,
    /// Whether each token stands inside quotation marks.
    pub quoted: Vec<bool>,
}

impl Mentions {
    /// The mention headed by token `i`.
    pub fn headed_by(&self, i: u32) -> Option<usize> {
        self.by_head.get(i as usize).copied().flatten().map(|m| m as usize)
    }

    /// The name or adjective that covers token `i`.
    pub fn name_over(&self, i: u32) -> Option<usize> {
        self.by_name.get(i as usize).copied().flatten().map(|m| m as usize)
    }

    /// Whether token `i` stands inside quotation marks.
    pub fn is_quoted(&self, i: u32) -> bool {
        self.quoted.get(i as usize).copied().unwrap_or(false)
    }
}

/// Finds the mentions of a document published on `day`.
pub fn find(syntax: &Syntax<'_>, knowledge: &Knowledge, day: Option<Date>) -> Mentions {
    let mut list = names::find(syntax, knowledge, day);
    let mut by_name = vec![None; syntax.len() as usize];
    for (at, found) in list.iter().enumerate() {
        for i in found.tokens.iter() {
            by_name[i as usize] = Some(at as u32);
        }
    }
    let named =
        |i: u32| by_name.get(i as usize).copied().flatten().map(|at: u32| &list[at as usize]);
    let mut more = nominal::find(syntax, knowledge, &named);
    more.extend(pronoun::find(syntax));
    list.extend(more);
    list.retain(|f| !syntax.span(f.tokens).is_empty() && f.tokens.contains(f.head));
    list.sort_by_key(|f| (f.head, f.tokens.start));
    list.dedup_by_key(|f| f.head);
    let mut mentions = Mentions {
        list,
        by_head: vec![None; by_name.len()],
        by_name: vec![None; by_name.len()],
        quoted: quoted(syntax),
    };
    for (at, found) in mentions.list.iter().enumerate() {
        if let Some(slot) = mentions.by_head.get_mut(found.head as usize) {
            *slot = Some(at as u32);
        }
        if !matches!(found.form, Form::Nominal(_) | Form::Pronoun(_)) {
            for i in found.tokens.iter() {
                mentions.by_name[i as usize] = Some(at as u32);
            }
        }
    }
    mentions
}

/// Which tokens stand inside double quotation marks; a quotation ends with its paragraph at the latest.
fn quoted(syntax: &Syntax<'_>) -> Vec<bool> {
    let mut out = vec![false; syntax.len() as usize];
    for paragraph in &syntax.layers.paragraphs {
        let mut open = false;
        for i in paragraph.iter() {
            match syntax.word(i) {
                "“" | "«" | "„" => open = true,
                "”" | "»" => open = false,
                "\"" | "``" | "''" => open = !open,
                _ => {
                    if let Some(slot) = out.get_mut(i as usize) {
                        *slot = open;
                    }
                }
            }
        }
    }
    out
}

/// The word of a run of tokens that the others hang on.
fn head_of(syntax: &Syntax<'_>, tokens: TokenRange) -> u32 {
    let outside = |&i: &u32| !tokens.contains(syntax.head(i)) || syntax.head(i) == i;
    tokens.iter().rev().find(outside).unwrap_or(tokens.end.saturating_sub(1))
}
