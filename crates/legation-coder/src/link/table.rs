//! The table of causal words, denials and opposites.

use crate::codebook::{TableError, read_toml};
use serde::Deserialize;
use std::collections::{HashMap, HashSet};

/// The compiled table.
#[derive(Clone, Debug, Default)]
pub struct Cues {
    /// Conjunctions whose clause is a cause.
    pub conjunctions: Vec<Vec<String>>,
    /// Conjunctions of order in time.
    pub order: Vec<Vec<String>>,
    /// Runs whose object is a cause, the longest first.
    pub prepositions: Vec<Vec<String>>,
    /// The words that they begin with.
    pub opens: HashSet<String>,
    /// Verbs from cause to effect, by lemma: the words that must follow (a particle, a preposition, an object).
    pub verbs: HashMap<String, Vec<Vec<String>>>,
    /// Lemmas of those that need a happening as subject.
    pub only_things: HashSet<String>,
    /// Verbs from effect to cause.
    pub backward: HashMap<String, Vec<Vec<String>>>,
    /// Runs at the head of a sentence.
    pub adverbials: Vec<Vec<String>>,
    /// Words that take up a claim.
    pub takes_up: HashSet<String>,
    /// Nouns for documents, whose rejection answers what they say.
    pub documents: HashSet<String>,
    /// Words that call a claim untrue.
    pub falsehoods: HashSet<String>,
    /// Sentences between a claim and its denial.
    pub within: u32,
    /// Verbs that dispute.
    pub disputes: HashSet<String>,
    /// Nouns for a view that is disputed.
    pub views: HashSet<String>,
    /// Runs that turn into the opposite.
    pub negators: Vec<Vec<String>>,
    /// For each word its group and the side of the bar that it stands on.
    pub opposites: HashMap<String, (usize, bool)>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    causes: Causes,
    denials: Denials,
    opposites: Opposites,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Causes {
    conjunctions: String,
    order: String,
    prepositions: String,
    prepositions_of_order: String,
    verbs: String,
    only_things: String,
    backward: String,
    adverbials: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Denials {
    takes_up: String,
    documents: String,
    falsehoods: String,
    within: u32,
    disputes: String,
    views: String,
    negators: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Opposites {
    lines: Vec<String>,
}

fn list(text: &str) -> impl Iterator<Item = &str> {
    text.split(';').map(str::trim).filter(|w| !w.is_empty())
}

fn set(text: &str) -> HashSet<String> {
    list(text).map(str::to_owned).collect()
}

fn runs(text: &str) -> Vec<Vec<String>> {
    let mut out: Vec<Vec<String>> =
        list(text).map(|p| p.split_whitespace().map(str::to_owned).collect()).collect();
    out.sort_by_key(|run| std::cmp::Reverse(run.len()));
    out
}

fn verbs(text: &str) -> HashMap<String, Vec<Vec<String>>> {
    let mut out: HashMap<String, Vec<Vec<String>>> = HashMap::new();
    for run in runs(text) {
        if let [verb, rest @ ..] = run.as_slice() {
            out.entry(verb.clone()).or_default().push(rest.to_vec());
        }
    }
    out
}

impl Cues {
    /// Compiles the table.
    ///
    /// # Errors
    /// Where the text is not such a table, or an opposite has no bar or stands on two lines.
    pub fn parse(file: &str, text: &str) -> Result<Self, TableError> {
        let raw: File = read_toml(file, text)?;
        let error = |message: String| TableError { file: file.to_owned(), line: 0, message };
        let mut opposites = HashMap::new();
        for (group, line) in raw.opposites.lines.iter().enumerate() {
            let (one, other) = line.split_once('|').ok_or_else(|| {
                error(format!("{line:?} has no \"|\" between words and their opposites"))
            })?;
            for (side, words) in [(true, one), (false, other)] {
                for word in list(words) {
                    if opposites.insert(word.to_owned(), (group, side)).is_some() {
                        return Err(error(format!("{word:?} stands in two places of opposites")));
                    }
                }
            }
        }
        let order = set(&raw.causes.prepositions_of_order);
        let known = set(&raw.causes.prepositions);
        if let Some(unknown) = order.iter().find(|o| !known.contains(*o)) {
            return Err(error(format!(
                "{unknown:?} of prepositions_of_order is not among prepositions"
            )));
        }
        let prepositions = runs(&raw.causes.prepositions);
        Ok(Self {
            opens: prepositions.iter().filter_map(|run| run.first().cloned()).collect(),
            conjunctions: runs(&raw.causes.conjunctions),
            order: runs(&raw.causes.order),
            prepositions,
            verbs: verbs(&raw.causes.verbs),
            only_things: set(&raw.causes.only_things),
            backward: verbs(&raw.causes.backward),
            adverbials: runs(&raw.causes.adverbials),
            takes_up: set(&raw.denials.takes_up),
            documents: set(&raw.denials.documents),
            falsehoods: set(&raw.denials.falsehoods),
            within: raw.denials.within,
            disputes: set(&raw.denials.disputes),
            views: set(&raw.denials.views),
            negators: runs(&raw.denials.negators),
            opposites,
        })
    }
}
