//! The tables of number words and comparators, compiled once.

use crate::codebook::{TableError, read_toml};
use foldhash::{HashMap, HashSet};
use legation_core::record::Comparator;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// The words of a phrase after its first, and what the phrase means.
pub type Entry<T> = (Box<[Box<str>]>, T);

/// Phrases by their first word, longest first.
#[derive(Clone, Debug)]
pub struct Phrases<T> {
    by_first: HashMap<Box<str>, Vec<Entry<T>>>,
}

impl<T> Default for Phrases<T> {
    fn default() -> Self {
        Self { by_first: HashMap::default() }
    }
}

impl<T> Phrases<T> {
    /// Adds a phrase of words separated by spaces.
    pub fn add(&mut self, phrase: &str, meaning: T) {
        let lower = phrase.to_lowercase().replace('’', "'");
        let mut words = lower.split_whitespace();
        let Some(first) = words.next() else { return };
        let rest: Box<[Box<str>]> = words.map(Into::into).collect();
        let entries = self.by_first.entry(first.into()).or_default();
        let at = entries.partition_point(|e| e.0.len() >= rest.len());
        entries.insert(at, (rest, meaning));
    }

    /// Adds phrases of one meaning.
    pub fn add_all(&mut self, phrases: &[String], meaning: &T)
    where
        T: Clone,
    {
        for phrase in phrases {
            self.add(phrase, meaning.clone());
        }
    }

    /// What may begin with this word: the further words and the meaning, longest first.
    pub fn starting(&self, first: &str) -> &[Entry<T>] {
        self.by_first.get(first).map_or(&[], Vec::as_slice)
    }

    /// The longest phrase at token `i`: how many tokens, and its meaning.
    pub fn at<'p>(&'p self, syntax: &crate::Syntax<'_>, i: u32) -> Option<(u32, &'p T)> {
        self.starting(syntax.lower(i)).iter().find_map(|(rest, meaning)| {
            let fits = rest.iter().zip(i + 1..).all(|(word, at)| syntax.lower(at) == &**word);
            fits.then(|| (1 + rest.len() as u32, meaning))
        })
    }
}

/// What a number word stands for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum NumberWord {
    /// "seven".
    Cardinal(f64),
    /// "million".
    Scale(f64),
    /// "dozen".
    Group(f64),
    /// "thousands".
    Vague(f64),
}

/// A word or phrase that compares.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Comparison {
    /// How the number stands to the value.
    pub comparator: Comparator,
    /// The TIMEX3 modifier.
    pub timex: Option<&'static str>,
}

/// Number words and comparators.
#[derive(Clone, Debug, Default)]
pub struct NumberWords {
    words: HashMap<Box<str>, NumberWord>,
    ordinals: HashMap<Box<str>, f64>,
    fractions: HashMap<Box<str>, f64>,
    /// Comparators that stand before the number.
    pub before: Phrases<Comparison>,
    /// Comparators that stand after it.
    pub after: Phrases<Comparison>,
    /// Verbs that set a record.
    pub record_verbs: HashSet<String>,
    /// Words beside which two numbers are the sides of a vote.
    pub voting: HashSet<String>,
    /// Nouns of which "record" is no superlative: "record company".
    pub record_things: HashSet<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NumberTable {
    cardinals: BTreeMap<String, f64>,
    scales: BTreeMap<String, f64>,
    ordinals: BTreeMap<String, f64>,
    fractions: BTreeMap<String, f64>,
    groups: BTreeMap<String, f64>,
    vague_plurals: BTreeMap<String, f64>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ComparatorTable {
    comparator: Vec<ComparatorRow>,
    record: RecordWords,
    voting: Words,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    words: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RecordWords {
    verbs: Vec<String>,
    things: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ComparatorRow {
    name: String,
    timex: String,
    before: Vec<String>,
    after: Vec<String>,
}

/// The TIMEX3 modifiers that comparators may name.
const TIMEX_MODIFIERS: [&str; 5] =
    ["APPROX", "MORE_THAN", "LESS_THAN", "EQUAL_OR_MORE", "EQUAL_OR_LESS"];

impl NumberWords {
    /// The tables that come with the program.
    pub fn builtin() -> &'static Self {
        static WORDS: LazyLock<NumberWords> = LazyLock::new(|| {
            NumberWords::parse(
                include_str!("../../../../codebook/figures/numbers.toml"),
                include_str!("../../../../codebook/figures/comparators.toml"),
            )
            .unwrap_or_default()
        });
        &WORDS
    }

    /// Reads the two tables.
    pub fn parse(numbers: &str, comparators: &str) -> Result<Self, TableError> {
        let table: NumberTable = read_toml("numbers.toml", numbers)?;
        let mut out = Self::default();
        let mut add = |words: BTreeMap<String, f64>, make: fn(f64) -> NumberWord| {
            out.words.extend(words.into_iter().map(|(word, value)| (word.into(), make(value))));
        };
        add(table.cardinals, NumberWord::Cardinal);
        add(table.scales, NumberWord::Scale);
        add(table.groups, NumberWord::Group);
        add(table.vague_plurals, NumberWord::Vague);
        out.ordinals.extend(table.ordinals.into_iter().map(|(w, v)| (w.into(), v)));
        out.fractions.extend(table.fractions.into_iter().map(|(w, v)| (w.into(), v)));
        let file = "comparators.toml";
        let table: ComparatorTable = read_toml(file, comparators)?;
        out.voting.extend(table.voting.words);
        out.record_verbs.extend(table.record.verbs);
        out.record_things.extend(table.record.things);
        for row in table.comparator {
            let error = |message| TableError { file: file.to_owned(), line: 0, message };
            let comparator = Comparator::parse(&row.name)
                .ok_or_else(|| error(format!("{:?} is no comparator", row.name)))?;
            let timex = TIMEX_MODIFIERS.into_iter().find(|m| *m == row.timex);
            if timex.is_none() && !row.timex.is_empty() {
                return Err(error(format!("{:?} is not one of {TIMEX_MODIFIERS:?}", row.timex)));
            }
            let meaning = Comparison { comparator, timex };
            out.before.add_all(&row.before, &meaning);
            out.after.add_all(&row.after, &meaning);
        }
        Ok(out)
    }

    /// What a lower-case word counts.
    pub fn word(&self, lower: &str) -> Option<NumberWord> {
        self.words.get(lower).copied()
    }

    /// The rank that an ordinal names: "third", "21st".
    pub fn ordinal(&self, lower: &str) -> Option<f64> {
        self.ordinals.get(lower).copied().or_else(|| {
            let digits = ["st", "nd", "rd", "th"].iter().find_map(|s| lower.strip_suffix(s))?;
            let fits =
                !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit() || b == b',');
            fits.then(|| digits.replace(',', "").parse().ok())?
        })
    }

    /// The divisor that a fraction word names: 4 for "quarter".
    pub fn divisor(&self, lower: &str) -> Option<f64> {
        self.fractions.get(lower).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_are_sound() {
        let words = NumberWords::parse(
            include_str!("../../../../codebook/figures/numbers.toml"),
            include_str!("../../../../codebook/figures/comparators.toml"),
        )
        .expect("tables parse");
        assert_eq!(words.word("seven"), Some(NumberWord::Cardinal(7.0)));
        assert_eq!(words.ordinal("21st"), Some(21.0));
        assert_eq!(words.divisor("quarter"), Some(4.0));
    }

    #[test]
    fn a_wrong_table_names_its_fault() {
        let error = NumberWords::parse("cardinals = 3", "").expect_err("not a table");
        assert_eq!(error.file, "numbers.toml");
    }
}
