//! [`Cues`]: the words that report, the class of each and what each takes as its content.

use crate::Syntax;
use crate::codebook::{TableError, read_toml};
use foldhash::HashMap;
use legation_core::Dep;
use legation_core::record::{CueClass, Evidence, SpeechAct};
use serde::Deserialize;

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
    /// "criticism of": a noun with the preposition before its content.
    NounWith,
    /// "spokesman", "government": nouns for who can speak (lemmas).
    Speaker,
    /// "poll", "report": nouns for what can be said to say something (lemmas).
    Document,
    /// "show", "find": verbs whose object is what a document or survey says.
    Finding,
    /// "suggest", "show": verbs that things are subjects of as well as people.
    Impersonal,
    /// "make", "raise": verbs that only carry the noun that reports ("made the claim").
    Light,
    /// "make": verbs that never report, whatever follows.
    Never,
    /// "without providing proof": words that say something of the evidence.
    Evidence,
    /// "poll": findings that stand "in" a document (lemmas).
    Survey,
    /// "rally", "interview": occasions on which things are said (lemmas).
    Occasion,
    /// "statement", "tweet": documents and channels in which things are said (lemmas).
    Channel,
    /// "interview": talks of questions and answers.
    Talk,
    /// "A": labels of answers.
    Answer,
    /// "Q": labels of questions.
    Question,
}

/// What a verb takes as its content.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Takes {
    /// "said that it would".
    Clause,
    /// "“We will,” he said".
    Quote,
    /// "vowed to stay".
    Infinitive,
    /// "announced the plan".
    Object,
    /// "called the plan a mistake".
    Label,
    /// "seems to stay": what is reported is also the subject.
    Raising,
}

/// A set of [`Takes`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TakesSet(u8);

impl TakesSet {
    /// Whether it holds `takes`.
    pub const fn has(self, takes: Takes) -> bool {
        self.0 & (1 << takes as u8) != 0
    }

    fn add(&mut self, takes: Takes) {
        self.0 |= 1 << takes as u8;
    }
}

/// What the tables know of a cue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The class of the cue.
    pub class: CueClass,
    /// What is done by speaking so.
    pub act: SpeechAct,
    /// What it takes as its content (verbs).
    pub takes: TakesSet,
    /// Class and act by what it takes, where groups differ: "asked whether" asks, "asked them to" demands.
    pub(super) by_taken: [Option<(CueClass, SpeechAct)>; 6],
}

impl Entry {
    /// The entry with the class and act that the cue has with such content.
    #[must_use]
    pub fn taking(mut self, takes: Takes) -> Self {
        if let Some((class, act)) = self.by_taken[takes as usize] {
            (self.class, self.act) = (class, act);
        }
        self
    }
}

/// All cues.
#[derive(Clone, Debug, Default)]
pub struct Cues {
    entries: HashMap<(Part, String), Entry>,
    /// Phrases by their first word, longest first.
    phrases: HashMap<String, Vec<Vec<String>>>,
    /// Words about the evidence by their first word, longest first.
    evidence: HashMap<String, Vec<(Vec<String>, Evidence)>>,
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
    #[serde(default)]
    takes: Vec<Takes>,
    words: Vec<String>,
}

impl Cues {
    /// Reads tables of cues. A word may stand in several groups: what it takes adds up, the first class wins.
    pub fn parse(tables: &[(&str, &str)]) -> Result<Self, TableError> {
        let mut cues = Self::default();
        for &(name, text) in tables {
            cues.read(name, text)?;
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
        let file: File = read_toml(name, text)?;
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
                let fresh = Entry { class, act, takes: TakesSet::default(), by_taken: [None; 6] };
                let entry = self.entries.entry((group.part, words.clone())).or_insert(fresh);
                for &takes in &group.takes {
                    entry.takes.add(takes);
                    entry.by_taken[takes as usize].get_or_insert((class, act));
                }
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
        let adverb =
            Some(verb + 1).filter(|&a| syntax.head(a) == verb && syntax.dep(a) == Dep::Advmod);
        let particle = syntax.child(verb, Dep::Prt).or(adverb).map(|p| syntax.lower(p));
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
