//! [`Cues`]: the words that report, their classes, and the weights that decide where words leave it open.

use super::accept::Weights;
use crate::Syntax;
use crate::codebook::TableError;
use legation_core::Dep;
use legation_core::record::{CueClass, Evidence, SpeechAct};
use serde::Deserialize;
use std::collections::HashMap;

/// The kind of word that a cue is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// "say", "point out" (lemmas).
    Verb,
    /// "claim", "vow" (lemmas).
    Noun,
    /// "confident", "keen".
    Adjective,
    /// "reportedly".
    Adverb,
    /// "according to": the words before a source.
    Phrase,
    /// "without providing proof": words that say something of the evidence.
    Evidence,
    /// "rally", "interview": occasions on which things are said (lemmas).
    Occasion,
    /// "statement", "tweet": documents and channels in which things are said (lemmas).
    Channel,
}

/// What the tables know of a cue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The class of the cue.
    pub class: CueClass,
    /// What is done by speaking so.
    pub act: SpeechAct,
    /// What is said of the evidence.
    pub evidence: Evidence,
}

/// All cues.
#[derive(Clone, Debug, Default)]
pub struct Cues {
    entries: HashMap<(Part, String), Entry>,
    /// Phrases by their first word, longest first.
    phrases: HashMap<String, Vec<Vec<String>>>,
    /// Words about the evidence by their first word, longest first.
    evidence: HashMap<String, Vec<(Vec<String>, Evidence)>>,
    /// The weights of the features that speak for or against a report.
    pub weights: Weights,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    cue: Vec<Group>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Group {
    part: Part,
    #[serde(default)]
    class: Option<String>,
    #[serde(default)]
    act: Option<String>,
    #[serde(default)]
    evidence: Option<String>,
    words: Vec<String>,
}

impl Cues {
    /// Reads tables: names ending in `.toml` list cues, names ending in `.tsv` hold weights. Later tables win.
    pub fn parse(tables: &[(&str, &str)]) -> Result<Self, TableError> {
        let mut cues = Self::default();
        for &(name, text) in tables {
            if name.strip_suffix(".tsv").is_some() {
                cues.weights.read(name, text)?;
            } else {
                cues.read(name, text)?;
            }
        }
        for list in cues.phrases.values_mut() {
            list.sort_by(|a, b| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
        }
        for list in cues.evidence.values_mut() {
            list.sort_by(|a, b| b.0.len().cmp(&a.0.len()).then_with(|| a.0.cmp(&b.0)));
        }
        Ok(cues)
    }

    /// The cues that come with the program.
    ///
    /// # Panics
    /// Never: a test parses the built-in tables.
    pub fn builtin() -> Self {
        Self::parse(BUILTIN).expect("the built-in cue tables are well-formed")
    }

    fn read(&mut self, name: &str, text: &str) -> Result<(), TableError> {
        let error = |line, message| TableError { file: name.to_owned(), line, message };
        let file: File = toml::from_str(text).map_err(|e| {
            let line = e.span().map_or(0, |s| text[..s.start.min(text.len())].lines().count());
            error(line, e.message().to_owned())
        })?;
        for group in file.cue {
            let class = match &group.class {
                None => CueClass::Other,
                Some(c) => {
                    CueClass::parse(c).ok_or_else(|| error(0, format!("no cue class {c:?}")))?
                }
            };
            let act = match &group.act {
                None => usual_act(class),
                Some(a) => {
                    SpeechAct::parse(a).ok_or_else(|| error(0, format!("no speech act {a:?}")))?
                }
            };
            let evidence = match &group.evidence {
                None => Evidence::None,
                Some(e) => Evidence::parse(e)
                    .ok_or_else(|| error(0, format!("no kind of evidence {e:?}")))?,
            };
            for words in &group.words {
                let list: Vec<String> = words.split(' ').map(str::to_owned).collect();
                let first = list.first().cloned().unwrap_or_default();
                match group.part {
                    Part::Phrase => self.phrases.entry(first).or_default().push(list),
                    Part::Evidence => {
                        self.evidence.entry(first).or_default().push((list, evidence));
                    }
                    _ => {}
                }
                self.entries.insert((group.part, words.clone()), Entry { class, act, evidence });
            }
        }
        Ok(())
    }

    /// What the tables know of a word.
    pub fn entry(&self, part: Part, words: &str) -> Option<&Entry> {
        // The key owns its text; the tables are small and look-ups few beside the parsing.
        self.entries.get(&(part, words.to_owned()))
    }

    /// The entry of a verb with its particle or preposition, else of the verb alone.
    pub fn verb(
        &self,
        syntax: &Syntax<'_>,
        verb: u32,
        preposition: Option<&str>,
    ) -> Option<&Entry> {
        let lemma = syntax.lemma(verb);
        let particle = syntax.child(verb, Dep::Prt).map(|p| syntax.lower(p));
        let with = |word: Option<&str>| self.entry(Part::Verb, &format!("{lemma} {}", word?));
        // "took aim at": verb, object and preposition together.
        let idiom = preposition.and_then(|p| p.strip_prefix("_ ")).and_then(|p| {
            let object = syntax.lemma(syntax.child(verb, Dep::Dobj)?);
            self.entry(Part::Verb, &format!("{lemma} {object} {p}"))
        });
        idiom
            .or_else(|| with(particle))
            .or_else(|| with(preposition))
            .or_else(|| self.entry(Part::Verb, lemma))
    }

    /// How many tokens from `i` on are a phrase before a source ("according to"), if any.
    pub fn phrase_at(&self, syntax: &Syntax<'_>, i: u32) -> Option<u32> {
        let list = self.phrases.get(syntax.lower(i))?;
        list.iter().find(|words| matches(syntax, i, words)).map(|words| words.len() as u32)
    }

    /// What the words from `i` on say of the evidence, if anything.
    pub fn evidence_at(&self, syntax: &Syntax<'_>, i: u32) -> Option<Evidence> {
        let list = self.evidence.get(syntax.lower(i))?;
        list.iter().find(|(words, _)| matches(syntax, i, words)).map(|(_, e)| *e)
    }
}

fn matches(syntax: &Syntax<'_>, i: u32, words: &[String]) -> bool {
    words.iter().zip(i..).all(|(word, at)| syntax.lower(at) == word)
}

/// The speech act that cues of a class usually perform.
const fn usual_act(class: CueClass) -> SpeechAct {
    match class {
        CueClass::Deny => SpeechAct::Denial,
        CueClass::Accuse => SpeechAct::Accusation,
        CueClass::Demand => SpeechAct::Demand,
        CueClass::Promise => SpeechAct::Promise,
        CueClass::Warn => SpeechAct::Forecast,
        CueClass::Praise => SpeechAct::Praise,
        CueClass::RefuseComment => SpeechAct::Refusal,
        CueClass::Ask => SpeechAct::Question,
        _ => SpeechAct::Assertion,
    }
}

const BUILTIN: &[(&str, &str)] = &[
    ("cues/verbs.toml", include_str!("../../../../codebook/cues/verbs.toml")),
    ("cues/words.toml", include_str!("../../../../codebook/cues/words.toml")),
];
