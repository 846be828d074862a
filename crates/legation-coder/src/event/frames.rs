//! The frame tables: families of predicates with one meaning, compiled for lookup by lemma.

use super::pattern::{self, Pattern, Phrase};
use crate::codebook::{TableError, read_toml};
use foldhash::HashMap;
use legation_core::plover::{CONTEXTS, EventType};
use serde::Deserialize;

/// One frame: what its predicates mean and how their arguments map to roles.
#[derive(Clone, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a yes or no of the table")]
pub struct Frame {
    /// Unique name, such as `consult.meet`.
    pub id: String,
    /// PLOVER type; `None` for happenings outside PLOVER.
    pub event_type: Option<EventType>,
    /// PLOVER mode.
    pub mode: Option<&'static str>,
    /// Name of a happening outside PLOVER.
    pub other: Option<String>,
    /// All participants stand on one side.
    pub symmetric: bool,
    /// The grammatical agent is the target.
    pub swap: bool,
    /// Contexts that the frame implies.
    pub contexts: Vec<&'static str>,
    /// The event needs a source.
    pub needs_source: bool,
    /// The event needs a target.
    pub needs_target: bool,
    /// Where to look for the target, in this order: `obj`, `recipient`, `possessor` or prepositions.
    pub target: Vec<String>,
    /// If not empty, the object must be one of these.
    pub object: Vec<Phrase>,
    /// The object must be none of these.
    pub not_object: Vec<Phrase>,
    /// If not empty, the agent must be one of these (or an actor where the list holds `ACTOR`).
    pub subject: Vec<Phrase>,
    /// The agent must be none of these.
    pub not_subject: Vec<Phrase>,
    /// Verbs of which an event noun must not be the subject: trade that "grows" is a quantity.
    pub not_under: Vec<String>,
    /// Whether a complement clause must be about the agent's own doing: "warned that it would strike", not "that Russia would".
    pub own_act: bool,
    /// The type and mode that it has where the target is an international organisation: who "withdraws from the bloc" leaves it.
    pub of_bloc: Option<(EventType, Option<&'static str>)>,
    /// Patterns that block the frame.
    pub not: Vec<Pattern>,
    /// Base confidence, 0 to 1.
    pub confidence: f32,
}

/// A pattern of a frame.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Position in [`Frames::frames`].
    pub frame: u32,
    /// The pattern.
    pub pattern: Pattern,
}

/// An event noun of a frame.
#[derive(Clone, Debug)]
pub struct NounEntry {
    /// Position in [`Frames::frames`].
    pub frame: u32,
    /// The noun with the words around it.
    pub phrase: Phrase,
}

/// All frames, indexed by the lemma of their predicates.
#[derive(Clone, Debug, Default)]
pub struct Frames {
    /// The frames in order of the tables.
    pub frames: Vec<Frame>,
    verbs: HashMap<String, Vec<Entry>>,
    /// Patterns written with "be" and a participle, by the participle's form.
    participles: HashMap<String, Vec<Entry>>,
    nouns: HashMap<String, Vec<NounEntry>>,
    adjectives: HashMap<String, Vec<Entry>>,
    /// Regular inflected forms of the verbs, for those that the lemmatizer does not know.
    forms: HashMap<String, String>,
    light: foldhash::HashSet<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default, rename = "type")]
    event_type: String,
    #[serde(default)]
    frame: Vec<RawFrame>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawFrame {
    id: String,
    #[serde(default)]
    mode: String,
    #[serde(default)]
    symmetric: bool,
    #[serde(default)]
    swap: bool,
    #[serde(default)]
    verbs: String,
    #[serde(default)]
    nouns: String,
    #[serde(default)]
    adjectives: String,
    #[serde(default)]
    contexts: Vec<String>,
    #[serde(default)]
    needs: Vec<String>,
    #[serde(default)]
    target: Vec<String>,
    #[serde(default)]
    object: Vec<String>,
    #[serde(default)]
    not_object: Vec<String>,
    #[serde(default)]
    subject: Vec<String>,
    #[serde(default)]
    not_subject: Vec<String>,
    #[serde(default)]
    not_under: Vec<String>,
    #[serde(default)]
    own_act: bool,
    #[serde(default)]
    of_bloc: String,
    #[serde(default)]
    not: String,
    #[serde(default)]
    other: String,
    confidence: Option<f32>,
    #[serde(default)]
    #[expect(dead_code, reason = "a note for readers of the table")]
    note: String,
}

impl Frames {
    /// Compiles tables given as (file name, text).
    pub fn parse(tables: &[(&str, &str)]) -> Result<Self, TableError> {
        let mut out = Self::default();
        for (file, text) in tables {
            let parsed: File = read_toml(file, text)?;
            let event_type = match parsed.event_type.as_str() {
                "" => None,
                name => Some(
                    EventType::parse(name)
                        .ok_or_else(|| wrong(file, text, name, "is not a PLOVER type"))?,
                ),
            };
            for raw in parsed.frame {
                out.add(file, text, event_type, &raw)?;
            }
        }
        out.forms = out
            .verbs
            .keys()
            .flat_map(|verb| inflected(verb).into_iter().map(|form| (form, verb.clone())))
            .collect::<std::collections::BTreeMap<_, _>>()
            .into_iter()
            .collect();
        Ok(out)
    }

    fn add(
        &mut self,
        file: &str,
        text: &str,
        event_type: Option<EventType>,
        raw: &RawFrame,
    ) -> Result<(), TableError> {
        let id = raw.id.clone();
        let at = |message: &str| wrong(file, text, &id, message);
        if self.frames.iter().any(|f| f.id == id) {
            return Err(at("is used twice"));
        }
        let mode = match (raw.mode.as_str(), event_type) {
            ("", _) => None,
            (name, Some(t)) => Some(
                t.mode(name).ok_or_else(|| at(&format!("has the unknown mode {name:?}")))?.name,
            ),
            (name, None) => return Err(at(&format!("has the mode {name:?} without a type"))),
        };
        let mut contexts = Vec::new();
        for name in &raw.contexts {
            let context = CONTEXTS.iter().find(|c| c.name == name);
            contexts.push(
                context.ok_or_else(|| at(&format!("has the unknown context {name:?}")))?.name,
            );
        }
        let phrases = |list: &[String]| -> Result<Vec<Phrase>, TableError> {
            let mut out = Vec::new();
            for item in list {
                out.extend(pattern::parse_nouns(item).map_err(|e| at(&e.0))?);
            }
            Ok(out)
        };
        let of_bloc = match raw.of_bloc.split_once('/') {
            None if raw.of_bloc.is_empty() => None,
            split => {
                let (name, mode) = split.unwrap_or((raw.of_bloc.as_str(), ""));
                let kind = EventType::parse(name).ok_or_else(|| at("has an unknown of_bloc"))?;
                Some((kind, kind.mode(mode).map(|m| m.name)))
            }
        };
        let frame = self.frames.len() as u32;
        let needs = |what: &str| raw.needs.iter().any(|n| n == what || n == "actors");
        self.frames.push(Frame {
            id: raw.id.clone(),
            event_type,
            mode,
            other: Some(raw.other.clone()).filter(|o| !o.is_empty()),
            symmetric: raw.symmetric,
            swap: raw.swap,
            contexts,
            needs_source: needs("source"),
            needs_target: needs("target") || raw.needs.iter().any(|n| n == "named"),
            target: raw.target.clone(),
            object: phrases(&raw.object)?,
            not_object: phrases(&raw.not_object)?,
            subject: phrases(&raw.subject)?,
            not_subject: phrases(&raw.not_subject)?,
            not_under: raw.not_under.clone(),
            own_act: raw.own_act,
            of_bloc,
            not: pattern::parse_list(&raw.not).map_err(|e| at(&e.0))?,
            confidence: raw.confidence.unwrap_or(0.8),
        });
        for pattern in pattern::parse_list(&raw.verbs).map_err(|e| at(&e.0))? {
            self.index(frame, &pattern);
        }
        for phrase in pattern::parse_nouns(&raw.nouns).map_err(|e| at(&e.0))? {
            let head = singular(&phrase.head).unwrap_or_else(|| phrase.head.clone());
            self.nouns
                .entry(phrase.head.clone())
                .or_default()
                .push(NounEntry { frame, phrase: phrase.clone() });
            if head != phrase.head {
                self.nouns.entry(head).or_default().push(NounEntry { frame, phrase });
            }
        }
        for pattern in pattern::parse_list(&raw.adjectives).map_err(|e| at(&e.0))? {
            for head in &pattern.heads {
                self.adjectives
                    .entry(head.clone())
                    .or_default()
                    .push(Entry { frame, pattern: pattern.clone() });
            }
        }
        Ok(())
    }

    fn index(&mut self, frame: u32, pattern: &Pattern) {
        if pattern.heads == ["be"] {
            let nouns = match pattern.elements.first() {
                Some(pattern::Element::Object(pattern::Arg::Nouns(nouns))) => nouns.clone(),
                _ => Vec::new(),
            };
            let rest = pattern.elements.get(1..).unwrap_or_default().to_vec();
            for word in nouns.iter().filter(|n| n.before.is_empty()) {
                let shorter = Pattern {
                    heads: vec![word.head.clone()],
                    elements: rest.clone(),
                    source: pattern.source.clone(),
                };
                self.participles
                    .entry(word.head.clone())
                    .or_default()
                    .push(Entry { frame, pattern: shorter });
            }
        }
        for head in &pattern.heads {
            self.verbs
                .entry(head.clone())
                .or_default()
                .push(Entry { frame, pattern: pattern.clone() });
        }
    }

    /// The patterns for a verb's lemma.
    pub fn verb(&self, lemma: &str) -> &[Entry] {
        self.verbs.get(lemma).map_or(&[], Vec::as_slice)
    }

    /// The lemma under which a verb stands in the tables: the lemmatizer's, or, where that is none of them, the one whose
    /// regular form the word is ("rebuffed").
    pub fn lemma<'l>(&'l self, lemma: &'l str, form: &str) -> &'l str {
        if self.verbs.contains_key(lemma) {
            return lemma;
        }
        self.forms.get(form).map_or(lemma, String::as_str)
    }

    /// The patterns "be …" for a participle's form.
    pub fn participle(&self, form: &str) -> &[Entry] {
        self.participles.get(form).map_or(&[], Vec::as_slice)
    }

    /// The entries for a noun's lemma or form.
    pub fn noun(&self, lemma: &str) -> &[NounEntry] {
        self.nouns.get(lemma).map_or(&[], Vec::as_slice)
    }

    /// The patterns for an adjective after a copula.
    pub fn adjective(&self, lemma: &str) -> &[Entry] {
        self.adjectives.get(lemma).map_or(&[], Vec::as_slice)
    }

    /// Whether a predicate says nothing by itself ("set", "see", "take"): it needs another word of its pattern.
    pub fn is_light(&self, pattern: &Pattern) -> bool {
        pattern.heads.iter().all(|h| self.light.contains(h.as_str()))
    }

    /// Declares predicates that say nothing by themselves.
    pub(crate) fn set_light(&mut self, lemmas: impl Iterator<Item = String>) {
        self.light = lemmas.collect();
    }

    /// The frame at a position.
    pub fn get(&self, frame: u32) -> &Frame {
        &self.frames[frame as usize]
    }

    /// How many patterns there are, nouns and adjectives included.
    pub fn pattern_count(&self) -> usize {
        self.verbs.values().map(Vec::len).sum::<usize>()
            + self.nouns.values().map(Vec::len).sum::<usize>()
            + self.adjectives.values().map(Vec::len).sum::<usize>()
    }
}

fn wrong(file: &str, text: &str, id: &str, message: &str) -> TableError {
    let line = text.lines().position(|l| l.contains(&format!("\"{id}\""))).map_or(0, |l| l + 1);
    TableError { file: file.to_owned(), line, message: format!("{id:?} {message}") }
}

/// The regular inflected forms of a verb.
fn inflected(verb: &str) -> Vec<String> {
    let consonant = |c: char| !matches!(c, 'a' | 'e' | 'i' | 'o' | 'u');
    let letters: Vec<char> = verb.chars().collect();
    let mut out = vec![format!("{verb}s"), format!("{verb}es")];
    match letters.as_slice() {
        [.., b, 'y'] if consonant(*b) => {
            let stem = verb.trim_end_matches('y');
            out.extend([format!("{stem}ies"), format!("{stem}ied"), format!("{verb}ing")]);
        }
        [.., 'e'] => {
            let stem = verb.strip_suffix('e').unwrap_or(verb);
            out.extend([format!("{verb}d"), format!("{stem}ing")]);
        }
        [.., a, b, c]
            if consonant(*c)
                && !matches!(c, 'w' | 'x' | 'y')
                && !consonant(*b)
                && consonant(*a) =>
        {
            out.extend([format!("{verb}ed"), format!("{verb}ing")]);
            out.extend([format!("{verb}{c}ed"), format!("{verb}{c}ing")]);
        }
        _ => out.extend([format!("{verb}ed"), format!("{verb}ing")]),
    }
    out
}

/// The singular of an English plural by its ending; `None` for words that do not look like plurals.
pub(crate) fn singular(word: &str) -> Option<String> {
    singular_parts(word).map(|(stem, ending)| [stem, ending].concat())
}

/// Whether `lemma` is the [`singular`] of `word`.
pub(crate) fn is_singular_of(lemma: &str, word: &str) -> bool {
    singular_parts(word).is_some_and(|(stem, end)| lemma.strip_prefix(stem) == Some(end))
}

/// The stem of a plural and what the singular adds to it.
fn singular_parts(word: &str) -> Option<(&str, &str)> {
    let stem = word.strip_suffix('s')?;
    if let Some(stem) = stem.strip_suffix("ie").filter(|s| s.len() > 1) {
        return Some((stem, "y"));
    }
    if let Some(stem) = stem.strip_suffix('e')
        && ["ss", "sh", "ch", "x", "z"].iter().any(|ending| stem.ends_with(ending))
    {
        return Some((stem, ""));
    }
    (stem.len() > 2 && !stem.ends_with(['s', 'u', 'i'])).then_some((stem, ""))
}
