//! The pattern grammar of the frame tables: "impose [sanctions|tariffs] on T", "hold/have talks (with T)".
//!
//! A pattern is a predicate and a set of constraints on its clause. Order inside a pattern only says which noun belongs to
//! which preposition; the clause layer has already undone word order, voice and distance. The full grammar is in
//! `codebook/README.md`.

use std::fmt;

/// A role that a pattern binds to an argument.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Slot {
    /// The target of the event.
    Target,
    /// The source of the event.
    Source,
    /// A third person.
    Person,
    /// Any words.
    Any,
}

/// A noun with the words that must stand before it: "air strike", "round" (of talks).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Phrase {
    /// The head word, as lemma.
    pub head: String,
    /// Words that must modify it.
    pub before: Vec<String>,
    /// A noun that must follow, with its preposition: "of", "for".
    pub of: Option<(String, String)>,
}

/// What an argument must be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Arg {
    /// Binds a role.
    Slot(Slot),
    /// One of these nouns.
    Nouns(Vec<Phrase>),
}

/// One constraint of a pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Element {
    /// A particle or a preposition with its object.
    Location(String, Option<Arg>),
    /// The object (or complement of a copula).
    Object(Arg),
    /// An infinitive or gerund complement, with its verb and object where the pattern names them.
    Open(Option<(String, Option<Phrase>)>),
    /// An infinitive complement, whatever its verb.
    Infinitive,
    /// A that-clause.
    That,
    /// One of several sequences.
    Either(Vec<Vec<Element>>),
    /// Counts where it matches, harms not where it doesn't.
    Optional(Vec<Element>),
}

/// A predicate with its constraints.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern {
    /// Alternatives for the predicate's lemma.
    pub heads: Vec<String>,
    /// All must hold.
    pub elements: Vec<Element>,
    /// The pattern as written, for `explain`.
    pub source: String,
}

/// What is wrong with a pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PatternError(pub String);

impl fmt::Display for PatternError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Prepositions and particles: a pattern word from this list starts a [`Element::Location`].
const LOCATIONS: &[&str] = &[
    "about",
    "above",
    "across",
    "after",
    "against",
    "ahead",
    "alongside",
    "among",
    "apart",
    "around",
    "as",
    "aside",
    "at",
    "away",
    "back",
    "before",
    "behind",
    "below",
    "between",
    "beyond",
    "by",
    "down",
    "during",
    "for",
    "forward",
    "from",
    "in",
    "inside",
    "into",
    "near",
    "of",
    "off",
    "on",
    "onto",
    "out",
    "outside",
    "over",
    "past",
    "through",
    "together",
    "toward",
    "towards",
    "under",
    "up",
    "upon",
    "via",
    "with",
    "within",
    "without",
    "abroad",
    "home",
    "alongside",
];

const DETERMINERS: &[&str] =
    &["a", "an", "the", "its", "his", "their", "own", "one's", "oneself", "some", "any", "a(n)"];

type Tokens = std::iter::Peekable<std::vec::IntoIter<String>>;

#[derive(Clone, Debug, PartialEq)]
enum Piece {
    Word(String),
    Group(Vec<Vec<Piece>>),
    Optional(Vec<Piece>),
}

/// Parses the patterns of one table cell, separated by `;`.
pub fn parse_list(text: &str) -> Result<Vec<Pattern>, PatternError> {
    text.split(';').map(str::trim).filter(|p| !p.is_empty()).map(parse).collect()
}

/// Parses one pattern.
pub fn parse(text: &str) -> Result<Pattern, PatternError> {
    let error = |what: &str| PatternError(format!("{what} in the pattern {text:?}"));
    let mut chars = tokens(text).into_iter().peekable();
    let pieces = pieces(&mut chars, None).map_err(|what| error(&what))?;
    let mut iter = pieces.into_iter();
    let heads = match iter.next() {
        Some(Piece::Word(word)) => word.split('/').map(str::to_owned).collect(),
        Some(Piece::Group(alternatives)) => {
            alternatives.into_iter().filter_map(single_word).collect::<Vec<_>>()
        }
        _ => return Err(error("no predicate")),
    };
    if heads.iter().any(String::is_empty) || heads.is_empty() {
        return Err(error("an empty predicate"));
    }
    let rest: Vec<Piece> = iter.collect();
    Ok(Pattern { heads, elements: elements(&rest), source: text.to_owned() })
}

/// Parses a list of nouns: "air strike; round of talks; [bomb|car bomb] attack".
pub fn parse_nouns(text: &str) -> Result<Vec<Phrase>, PatternError> {
    let mut out = Vec::new();
    for item in text.split(';').map(str::trim).filter(|p| !p.is_empty()) {
        let mut chars = tokens(item).into_iter().peekable();
        let pieces = pieces(&mut chars, None)
            .map_err(|what| PatternError(format!("{what} in the noun {item:?}")))?;
        for words in expand(&pieces) {
            out.extend(phrase(&words));
        }
    }
    Ok(out)
}

fn tokens(text: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut word = String::new();
    for c in text.chars() {
        if matches!(c, '(' | ')' | '[' | ']' | '|') || c.is_whitespace() {
            if !word.is_empty() {
                out.push(std::mem::take(&mut word));
            }
            if !c.is_whitespace() {
                out.push(c.to_string());
            }
        } else {
            word.push(c);
        }
    }
    if !word.is_empty() {
        out.push(word);
    }
    out
}

fn pieces(tokens: &mut Tokens, close: Option<&str>) -> Result<Vec<Piece>, String> {
    let mut out = Vec::new();
    while let Some(token) = tokens.peek().cloned() {
        if Some(token.as_str()) == close || close.is_some() && token == "|" {
            return Ok(out);
        }
        tokens.next();
        match token.as_str() {
            "(" | "[" => {
                let close = if token == "(" { ")" } else { "]" };
                let mut alternatives = alternatives(tokens, close)?;
                out.push(match (close, alternatives.len()) {
                    (")", 1) => Piece::Optional(alternatives.remove(0)),
                    (")", _) => Piece::Optional(vec![Piece::Group(alternatives)]),
                    _ => Piece::Group(alternatives),
                });
            }
            ")" | "]" | "|" => return Err(format!("a stray {token}")),
            _ => out.push(Piece::Word(token)),
        }
    }
    if close.is_some() { Err("an unclosed bracket".to_owned()) } else { Ok(out) }
}

/// What stands between brackets, separated by `|`.
fn alternatives(tokens: &mut Tokens, close: &str) -> Result<Vec<Vec<Piece>>, String> {
    let mut out = Vec::new();
    loop {
        out.push(pieces(tokens, Some(close))?);
        match tokens.next() {
            Some(token) if token == "|" => {}
            Some(token) if token == close => return Ok(out),
            _ => return Err(format!("no closing {close}")),
        }
    }
}

fn single_word(pieces: Vec<Piece>) -> Option<String> {
    match pieces.into_iter().next() {
        Some(Piece::Word(word)) => Some(word),
        _ => None,
    }
}

fn slot(word: &str) -> Option<Slot> {
    Some(match word {
        "T" => Slot::Target,
        "S" => Slot::Source,
        "P" => Slot::Person,
        "~" | "X" | "N" => Slot::Any,
        _ => return None,
    })
}

fn elements(pieces: &[Piece]) -> Vec<Element> {
    let mut out = Vec::new();
    let mut at = 0;
    while at < pieces.len() {
        match &pieces[at] {
            Piece::Optional(inner) => {
                out.push(Element::Optional(elements(inner)));
                at += 1;
            }
            Piece::Group(alternatives) => {
                if alternatives.iter().all(|a| is_noun_phrase(a)) {
                    let (arg, used) = argument(&pieces[at..]);
                    out.extend(arg.map(Element::Object));
                    at += used.max(1);
                } else {
                    out.push(Element::Either(alternatives.iter().map(|a| elements(a)).collect()));
                    at += 1;
                }
            }
            Piece::Word(word) => match word.as_str() {
                "VP" => {
                    out.push(Element::Open(None));
                    at += 1;
                }
                "CL" | "that" => {
                    out.push(Element::That);
                    at += 1;
                }
                "to" => at += to(pieces, at, &mut out),
                w if w.split('/').all(|w| LOCATIONS.contains(&w) || w == "to") => {
                    let (arg, used) = argument(&pieces[at + 1..]);
                    let each =
                        w.split('/').map(|w| vec![Element::Location(w.to_owned(), arg.clone())]);
                    let each: Vec<Vec<Element>> = each.collect();
                    match <[Vec<Element>; 1]>::try_from(each) {
                        Ok([only]) => out.extend(only),
                        Err(each) => out.push(Element::Either(each)),
                    }
                    at += 1 + used;
                }
                w if DETERMINERS.contains(&w) => at += 1,
                _ => {
                    let (arg, used) = argument(&pieces[at..]);
                    out.extend(arg.map(Element::Object));
                    at += used.max(1);
                }
            },
        }
    }
    out
}

/// "to VP", "to T", "to [cut ties|recall envoys]", "to demands": the last two may be an infinitive or a preposition, so
/// both readings are kept.
fn to(pieces: &[Piece], at: usize, out: &mut Vec<Element>) -> usize {
    match pieces.get(at + 1) {
        Some(Piece::Word(next)) if next == "VP" => {
            out.push(Element::Infinitive);
            2
        }
        Some(Piece::Word(next)) if slot(next).is_some() => {
            out.push(Element::Location("to".to_owned(), slot(next).map(Arg::Slot)));
            2
        }
        Some(next) => {
            let (arg, used) = argument(&pieces[at + 1..]);
            let used = used.max(1);
            // Each alternative may be a noun phrase ("to demands") or an infinitive ("to cut ties").
            let mut either: Vec<Vec<Element>> = Vec::new();
            match (arg, next) {
                (Some(arg), _) => either.push(vec![Element::Location("to".to_owned(), Some(arg))]),
                (None, Piece::Group(alternatives)) => {
                    let nouns: Vec<Phrase> = alternatives
                        .iter()
                        .filter(|a| is_noun_phrase(a))
                        .flat_map(|a| expand(a))
                        .filter_map(|words| phrase(&words))
                        .collect();
                    if !nouns.is_empty() {
                        either.push(vec![Element::Location(
                            "to".to_owned(),
                            Some(Arg::Nouns(nouns)),
                        )]);
                    }
                }
                _ => {}
            }
            for words in expand(&pieces[at + 1..=at + used]) {
                let words: Vec<String> =
                    words.into_iter().filter(|w| !DETERMINERS.contains(&w.as_str())).collect();
                if let Some((verb, rest)) = words.split_first() {
                    let rest: Vec<String> =
                        rest.iter().filter(|w| !LOCATIONS.contains(&w.as_str())).cloned().collect();
                    either.push(vec![Element::Open(Some((verb.clone(), phrase(&rest))))]);
                }
            }
            out.push(Element::Either(either));
            1 + used
        }
        None => {
            out.push(Element::Location("to".to_owned(), None));
            1
        }
    }
}

/// The argument that starts here: a slot or a noun phrase with alternatives; and how many pieces it takes.
fn argument(pieces: &[Piece]) -> (Option<Arg>, usize) {
    let mut used = 0;
    while let Some(Piece::Word(word)) = pieces.get(used) {
        if !DETERMINERS.contains(&word.as_str()) {
            break;
        }
        used += 1;
    }
    if let Some(Piece::Word(word)) = pieces.get(used)
        && let Some(slot) = slot(word)
    {
        return (Some(Arg::Slot(slot)), used + 1);
    }
    let start = used;
    while let Some(piece) = pieces.get(used) {
        let goes_on = match piece {
            Piece::Word(word) => {
                !LOCATIONS.contains(&word.as_str())
                    && !word.contains("to/")
                    && !word.ends_with("/to")
                    && slot(word).is_none()
                    && !matches!(word.as_str(), "to" | "VP" | "CL" | "that")
                    || word == "of" && used > start
            }
            Piece::Group(alternatives) => {
                if alternatives
                    .iter()
                    .any(|a| matches!(a.first(), Some(Piece::Word(w)) if slot(w).is_some()))
                {
                    let slot = alternatives.iter().find_map(|a| match a.first() {
                        Some(Piece::Word(w)) => slot(w),
                        _ => None,
                    });
                    return (slot.map(Arg::Slot), used + 1);
                }
                alternatives.iter().all(|a| is_noun_phrase(a))
            }
            Piece::Optional(_) => false,
        };
        if !goes_on {
            break;
        }
        used += 1;
    }
    let nouns: Vec<Phrase> =
        expand(&pieces[start..used]).iter().filter_map(|words| phrase(words)).collect();
    if nouns.is_empty() { (None, used) } else { (Some(Arg::Nouns(nouns)), used) }
}

fn is_noun_phrase(pieces: &[Piece]) -> bool {
    match pieces.first() {
        Some(Piece::Word(word)) => {
            !LOCATIONS.contains(&word.as_str())
                && !matches!(word.as_str(), "to" | "VP" | "CL" | "that")
        }
        Some(Piece::Group(inner)) => inner.iter().all(|a| is_noun_phrase(a)),
        _ => false,
    }
}

/// All word sequences that the pieces stand for.
fn expand(pieces: &[Piece]) -> Vec<Vec<String>> {
    let mut out: Vec<Vec<String>> = vec![Vec::new()];
    for piece in pieces {
        let options: Vec<Vec<String>> = match piece {
            Piece::Word(word) => word.split('/').map(|w| vec![w.to_owned()]).collect(),
            Piece::Group(alternatives) => alternatives.iter().flat_map(|a| expand(a)).collect(),
            Piece::Optional(inner) => std::iter::once(Vec::new()).chain(expand(inner)).collect(),
        };
        out = out
            .iter()
            .flat_map(|head| options.iter().map(move |tail| [head.clone(), tail.clone()].concat()))
            .collect();
    }
    out
}

fn phrase(words: &[String]) -> Option<Phrase> {
    let words: Vec<&String> = words.iter().filter(|w| !DETERMINERS.contains(&w.as_str())).collect();
    let link = words.iter().position(|w| LOCATIONS.contains(&w.as_str()) || w.as_str() == "to");
    let (core, after) = words.split_at(link.unwrap_or(words.len()));
    let (head, before) = core.split_last()?;
    if slot(head).is_some() {
        return None;
    }
    Some(Phrase {
        head: (*head).to_lowercase(),
        before: before.iter().map(|w| w.to_lowercase()).collect(),
        of: after
            .last()
            .filter(|_| after.len() > 1)
            .filter(|w| slot(w).is_none() && !LOCATIONS.contains(&w.as_str()))
            .map(|w| (after[0].to_lowercase(), w.to_lowercase())),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn nouns(words: &[&str]) -> Arg {
        Arg::Nouns(
            words
                .iter()
                .map(|w| Phrase { head: (*w).to_owned(), before: vec![], of: None })
                .collect(),
        )
    }

    #[test]
    fn light_verb_with_alternatives() {
        let pattern = parse("impose/slap [sanctions|a tariff] on T").unwrap();
        assert_eq!(pattern.heads, ["impose", "slap"]);
        let on = Element::Location("on".into(), Some(Arg::Slot(Slot::Target)));
        assert_eq!(pattern.elements, [Element::Object(nouns(&["sanctions", "tariff"])), on]);
    }

    #[test]
    fn particles_and_prepositions() {
        let pattern = parse("pull out of [talks|the pact]").unwrap();
        let of = Element::Location("of".into(), Some(nouns(&["talks", "pact"])));
        assert_eq!(pattern.elements, [Element::Location("out".into(), None), of]);
    }

    #[test]
    fn prepositions_may_be_alternatives() {
        let pattern = parse("send [condolence] (to/for T)").unwrap();
        let slot = |word: &str| vec![Element::Location(word.into(), Some(Arg::Slot(Slot::Target)))];
        let either = Element::Either(vec![slot("to"), slot("for")]);
        assert_eq!(pattern.elements[1], Element::Optional(vec![either]));
    }

    #[test]
    fn infinitives_keep_both_readings() {
        let Element::Either(readings) =
            &parse("threaten to [cut ties|strike]").unwrap().elements[0]
        else {
            panic!()
        };
        assert_eq!(readings.len(), 3);
        assert!(matches!(&readings[1][0], Element::Open(Some((verb, Some(_)))) if verb == "cut"));
    }

    #[test]
    fn nouns_keep_what_follows_their_preposition() {
        let of = |text: &str| parse_nouns(text).unwrap().remove(0).of;
        assert_eq!(of("call for talks"), Some(("for".into(), "talks".into())));
        assert_eq!(of("state of emergency"), Some(("of".into(), "emergency".into())));
        assert_eq!(of("opposition to"), None);
    }

    #[test]
    fn errors_name_the_pattern() {
        assert!(parse("hold [talks").unwrap_err().0.contains("hold [talks"));
        assert!(parse("(with T)").is_err());
    }
}
