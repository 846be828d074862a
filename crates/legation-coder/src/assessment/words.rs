//! The table of judging words.

use crate::codebook::{TableError, read_toml};
use foldhash::{HashMap, HashSet};
use legation_core::record::Polarity;
use serde::Deserialize;

/// Whether a word speaks for or against what it is said of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// For.
    Good,
    /// Against.
    Bad,
    /// A judgement of weight or likelihood that is neither.
    Plain,
}

/// The compiled table.
#[derive(Clone, Debug, Default)]
pub struct Words {
    /// Adjectives and participles.
    pub adjectives: HashMap<String, Tone>,
    /// Nouns.
    pub nouns: HashMap<String, Tone>,
    /// Verbs.
    pub verbs: HashMap<String, Tone>,
    /// Verbs that say what brought something about, where no actor is the subject.
    pub causal: HashSet<String>,
    /// Modal verbs of forecasts.
    pub modals: HashSet<String>,
    /// Modal verbs of forecasts in the words of experts.
    pub open_modals: HashSet<String>,
    /// Adverbs of likelihood.
    pub likelihood: HashSet<String>,
    /// Verbs of forecasting.
    pub forecast_verbs: HashSet<String>,
    /// Words that hedge.
    pub hedges: HashSet<String>,
    /// Phrases that tell of a constraint; `*` is any word.
    pub constraints: Runs,
    /// Conjunctions of two courses pursued at once.
    pub at_once: Vec<Vec<String>>,
    /// Words of being able to or willing to, without which "neither … nor" names no courses.
    pub ability: HashSet<String>,
    /// Phrases that judge apart from their clause.
    pub judging: Runs,
    /// Nouns for people whose quoted words are judgements.
    pub experts: HashSet<String>,
    /// Constraints that cut both ways.
    pub two_sided: Vec<Vec<String>>,
    /// Runs that turn the tone of what follows: "far from".
    pub reversing: Runs,
    /// Runs that doubt: "without evidence".
    pub doubts: Runs,
    /// Verbs that leave what is said to their object or the verb below: "become", "play", "see".
    pub light: HashSet<String>,
}

/// Phrases, found by the words that they begin with.
#[derive(Clone, Debug, Default)]
pub struct Runs {
    phrases: Vec<Vec<String>>,
    /// By first word, the places of the phrases.
    first: HashMap<String, Vec<usize>>,
    /// The places of the phrases that begin with any word.
    any: Vec<usize>,
}

impl Runs {
    fn new(phrases: Vec<Vec<String>>) -> Self {
        let mut first: HashMap<String, Vec<usize>> = HashMap::default();
        for (at, phrase) in phrases.iter().enumerate() {
            if let Some(word) = phrase.first() {
                first.entry(word.clone()).or_default().push(at);
            }
        }
        let any = first.remove("*").unwrap_or_default();
        Self { phrases, first, any }
    }

    /// All phrases in order of the table.
    pub fn phrases(&self) -> &[Vec<String>] {
        &self.phrases
    }

    /// The phrases that begin with the word, its lemma or any word, in order of the table.
    pub fn starting(&self, lower: &str, lemma: &str) -> impl Iterator<Item = &Vec<String>> {
        let of = |word: &str| self.first.get(word).map_or(&[][..], Vec::as_slice);
        let other = if lower == lemma { &[][..] } else { of(lemma) };
        let mut places = [of(lower), other, &self.any].concat();
        places.sort_unstable();
        places.into_iter().map(|at| &self.phrases[at])
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Tones {
    positive: String,
    negative: String,
    neutral: String,
    #[serde(default)]
    causal: String,
    #[serde(default)]
    light: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    adjectives: Tones,
    nouns: Tones,
    verbs: Tones,
    forecast: Forecast,
    hedges: Hedges,
    constraints: Constraints,
    phrases: Phrases,
    experts: Experts,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Forecast {
    modals: String,
    open: String,
    adverbs: String,
    verbs: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Hedges {
    words: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Constraints {
    phrases: String,
    two_sided: String,
    at_once: String,
    ability: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Phrases {
    judging: String,
    reversing: String,
    doubts: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Experts {
    nouns: String,
}

fn list(text: &str) -> impl Iterator<Item = String> + '_ {
    text.split(';').map(str::trim).filter(|w| !w.is_empty()).map(str::to_owned)
}

fn phrases(text: &str) -> Vec<Vec<String>> {
    list(text).map(|p| p.split_whitespace().map(str::to_owned).collect()).collect()
}

fn tones(raw: &Tones) -> HashMap<String, Tone> {
    let mut out = HashMap::default();
    for (words, tone) in
        [(&raw.positive, Tone::Good), (&raw.negative, Tone::Bad), (&raw.neutral, Tone::Plain)]
    {
        for word in list(words) {
            out.entry(word).or_insert(tone);
        }
    }
    out
}

impl Words {
    /// Compiles the table.
    pub fn parse(file: &str, text: &str) -> Result<Self, TableError> {
        let raw: File = read_toml(file, text)?;
        Ok(Self {
            adjectives: tones(&raw.adjectives),
            nouns: tones(&raw.nouns),
            causal: list(&raw.verbs.causal).collect(),
            light: list(&raw.verbs.light).collect(),
            verbs: tones(&raw.verbs),
            modals: list(&raw.forecast.modals).collect(),
            open_modals: list(&raw.forecast.open).collect(),
            likelihood: list(&raw.forecast.adverbs).collect(),
            forecast_verbs: list(&raw.forecast.verbs).collect(),
            hedges: list(&raw.hedges.words).collect(),
            constraints: Runs::new(phrases(&raw.constraints.phrases)),
            at_once: phrases(&raw.constraints.at_once),
            ability: list(&raw.constraints.ability).collect(),
            two_sided: phrases(&raw.constraints.two_sided),
            judging: Runs::new(phrases(&raw.phrases.judging)),
            reversing: Runs::new(phrases(&raw.phrases.reversing)),
            doubts: Runs::new(phrases(&raw.phrases.doubts)),
            experts: list(&raw.experts.nouns).collect(),
        })
    }
}

/// The polarity that the tones add up to.
///
/// Where both weigh about alike it is mixed, else the heavier one decides; a mere shade of either is none.
pub(super) fn polarity(good: f32, bad: f32) -> Polarity {
    const SHADE: f32 = 0.25;
    const ALIKE: f32 = 0.55;
    let (less, more) = if good < bad { (good, bad) } else { (bad, good) };
    if more < SHADE {
        Polarity::Neutral
    } else if less > more * ALIKE {
        Polarity::Mixed
    } else if good > bad {
        Polarity::Positive
    } else {
        Polarity::Negative
    }
}
