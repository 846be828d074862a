//! [`Lexeme`]: a word type with the attributes that the networks and rules read.

use super::{chars, hash};
use std::collections::HashMap;
use std::sync::LazyLock;

/// Norms that hold in every language: quotation marks, dashes, currency signs.
static BASE_NORMS: LazyLock<HashMap<&'static str, &'static str>> = LazyLock::new(|| {
    include_str!("base_norms.tsv").lines().filter_map(|line| line.split_once('\t')).collect()
});

/// A word in longer text than this has no shape of its own.
const LONGEST_SHAPE: usize = 100;

/// A lexical attribute that an embedding table may read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub(crate) enum Attr {
    /// The normal form: lower case, American spelling, plain quotation marks.
    Norm,
    /// The first character.
    Prefix,
    /// The last three characters.
    Suffix,
    /// The pattern of capitals, small letters and digits.
    Shape,
    /// Whether a space follows.
    Spacy,
    /// Whether the word is white space.
    IsSpace,
}

/// A word type.
#[derive(Clone, Debug, Default)]
pub(crate) struct Lexeme {
    /// Its text.
    pub(crate) text: Box<str>,
    /// Its text in lower case.
    pub(crate) lower: Box<str>,
    /// The id of its text, the key of static vectors.
    pub(crate) orth: u64,
    norm: u64,
    prefix: u64,
    suffix: u64,
    shape: u64,
    /// Whether it is white space.
    pub(crate) is_space: bool,
}

impl Lexeme {
    /// The lexeme of `text`. `norm` is the norm that the tokenizer gives this token, `norms` the language's
    /// table of norms by id of the text.
    pub(crate) fn new(text: &str, norm: Option<&str>, norms: &HashMap<u64, Box<str>>) -> Self {
        let orth = hash::string_id(text);
        let lower = lower(text);
        let norm = norm
            .or_else(|| norms.get(&orth).map(AsRef::as_ref))
            .or_else(|| BASE_NORMS.get(text).copied())
            .unwrap_or(&lower);
        let first = text.chars().next().map_or(0, char::len_utf8);
        let third_last = text.char_indices().nth_back(2).map_or(0, |(at, _)| at);
        Self {
            orth,
            norm: hash::string_id(norm),
            prefix: hash::string_id(&text[..first]),
            suffix: hash::string_id(&text[third_last..]),
            shape: hash::string_id(&shape(text)),
            is_space: !text.is_empty() && text.chars().all(chars::is_space),
            text: text.into(),
            lower: lower.into(),
        }
    }

    /// The value of an attribute for an embedding table.
    pub(crate) fn attr(&self, attr: Attr, spacy: bool) -> u64 {
        match attr {
            Attr::Norm => self.norm,
            Attr::Prefix => self.prefix,
            Attr::Suffix => self.suffix,
            Attr::Shape => self.shape,
            Attr::Spacy => u64::from(spacy),
            Attr::IsSpace => u64::from(self.is_space),
        }
    }
}

/// Full Unicode lower case.
pub(crate) fn lower(text: &str) -> String {
    if text.is_ascii() { text.to_ascii_lowercase() } else { text.to_lowercase() }
}

/// `Xxxx` for `Minister`, `dd` for `10`: runs are cut at four.
fn shape(text: &str) -> String {
    if text.len() >= LONGEST_SHAPE && text.chars().count() >= LONGEST_SHAPE {
        return "LONG".to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut last = '\0';
    let mut run = 0;
    for c in text.chars() {
        let symbol = match c {
            _ if chars::is_alpha(c) => {
                if c.is_uppercase() {
                    'X'
                } else {
                    'x'
                }
            }
            _ if chars::is_digit(c) => 'd',
            _ => c,
        };
        run = if symbol == last { run + 1 } else { 0 };
        last = symbol;
        if run < 4 {
            out.push(symbol);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shapes() {
        assert_eq!(shape("Minister"), "Xxxxx");
        assert_eq!(shape("U.N."), "X.X.");
        assert_eq!(shape("1,000,000"), "d,ddd,ddd");
        assert_eq!(shape("²nd"), "dxx");
        assert_eq!(shape(&"a".repeat(100)), "LONG");
    }

    #[test]
    fn affixes_count_characters() {
        let norms = HashMap::new();
        let word = Lexeme::new("ÉÀÜß", None, &norms);
        assert_eq!(word.prefix, hash::string_id("É"));
        assert_eq!(word.suffix, hash::string_id("ÀÜß"));
        assert_eq!(Lexeme::new("“", None, &norms).norm, hash::string_id("\""));
    }
}
