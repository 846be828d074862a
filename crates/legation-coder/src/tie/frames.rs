//! The tables of ties: which nouns, adjectives and verbs tell of a lasting relation, and where its two ends stand.

use crate::codebook::{TableError, read_toml};
use crate::event::pattern::{self, Pattern, Phrase};
use foldhash::{HashMap, HashSet};
use legation_core::record::TieType;
use serde::Deserialize;

/// How the word of a frame stands to the two ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Shape {
    /// The word names the relation itself: "the partnership between A and B", "A's ties with B".
    Relation,
    /// The word describes one end: "A, B's closest ally".
    Bearer,
    /// The word names what one end does to the other: "A's reliance on B".
    Action,
    /// An adjective or participle: "A is dependent on B".
    Adjective,
}

/// Where an end may stand, seen from the word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// The possessor.
    Possessor,
    /// A name or nationality before the noun.
    Modifier,
    /// The subject of the clause around.
    Subject,
    /// The object of the clause around.
    Object,
    /// The object of an infinitive after the noun: "threats to invade B".
    Infinitive,
    /// Whoever the noun describes.
    Bearer,
    /// Whoever sells the goods named in the sentence: "Russian gas".
    Goods,
    /// The subject of the clause for which the word's own clause gives the reason.
    Effect,
    /// For "one of A's biggest markets": the last place or state named before it in the sentence.
    Antecedent,
    /// The object of this preposition.
    Preposition(String),
}

/// One frame.
#[derive(Clone, Debug)]
pub struct Frame {
    /// Unique name: `dependence.on`.
    pub id: String,
    /// The type of the tie.
    pub kind: TieType,
    /// How its nouns and adjectives stand to the ends.
    pub shape: Shape,
    /// Where `a` is looked for, in this order.
    pub a: Vec<Place>,
    /// Where `b` is looked for.
    pub b: Vec<Place>,
    /// Exchange the ends.
    pub swap: bool,
    /// If not empty, one of these lemmas must stand in the words around.
    pub with_word: HashSet<String>,
    /// The preposition under which the noun must stand: "in" for "in line with".
    pub under: Option<String>,
    /// The status where it is not that of the clause.
    pub possible: bool,
}

/// All frames, indexed by word.
#[derive(Clone, Debug, Default)]
pub struct Frames {
    /// The frames in order of the tables.
    pub list: Vec<Frame>,
    words: HashMap<String, Vec<(u32, Phrase)>>,
    verbs: HashMap<String, Vec<(u32, Pattern)>>,
    /// Lemmas of goods that are bought and sold between states.
    pub goods: HashSet<String>,
    /// Lemmas of verbs that put an end to the relation which is their object.
    pub ending: HashSet<String>,
    /// Adjectives that say that a state owns something.
    pub state_owned: HashSet<String>,
    /// Titles that are work for a body rather than an office of it.
    pub work: HashSet<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    goods: String,
    #[serde(default)]
    ending: String,
    #[serde(default)]
    state_owned: String,
    #[serde(default)]
    work: String,
    #[serde(default)]
    frame: Vec<Raw>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    id: String,
    #[serde(rename = "type")]
    kind: String,
    #[serde(default = "relation")]
    shape: Shape,
    #[serde(default)]
    nouns: String,
    #[serde(default)]
    adjectives: String,
    #[serde(default)]
    verbs: String,
    #[serde(default)]
    a: String,
    #[serde(default)]
    b: String,
    #[serde(default)]
    swap: bool,
    #[serde(default)]
    with_word: String,
    under: Option<String>,
    #[serde(default)]
    possible: bool,
}

const fn relation() -> Shape {
    Shape::Relation
}

/// Where the ends of each shape stand unless the frame says otherwise.
const fn usual(shape: Shape) -> (&'static str, &'static str) {
    match shape {
        Shape::Relation => ("poss mod", "with between among against toward towards"),
        Shape::Bearer => ("bearer", "poss mod of to for in with"),
        Shape::Action => {
            ("poss mod by from subj", "on upon to for against of with toward towards inf")
        }
        Shape::Adjective => ("subj", "on upon to with toward towards by"),
    }
}

fn place(word: &str) -> Place {
    match word {
        "poss" => Place::Possessor,
        "mod" => Place::Modifier,
        "subj" => Place::Subject,
        "obj" => Place::Object,
        "inf" => Place::Infinitive,
        "bearer" => Place::Bearer,
        "effect" => Place::Effect,
        "goods" => Place::Goods,
        "antecedent" => Place::Antecedent,
        preposition => Place::Preposition(preposition.to_owned()),
    }
}

fn places(own: &str, usual: &str) -> Vec<Place> {
    let list = if own.is_empty() { usual } else { own };
    list.split_whitespace().map(place).collect()
}

fn words(list: &str) -> HashSet<String> {
    list.split(';').map(|w| w.trim().to_owned()).filter(|w| !w.is_empty()).collect()
}

impl Frames {
    /// Compiles tables given as (file name, text).
    pub fn parse(tables: &[(&str, &str)]) -> Result<Self, TableError> {
        let mut out = Self::default();
        for (file, text) in tables {
            let parsed: File = read_toml(file, text)?;
            out.goods.extend(words(&parsed.goods));
            out.ending.extend(words(&parsed.ending));
            out.state_owned.extend(words(&parsed.state_owned));
            out.work.extend(words(&parsed.work));
            for raw in parsed.frame {
                let id = raw.id.clone();
                out.add(raw).map_err(|message| TableError {
                    file: (*file).to_owned(),
                    line: text
                        .lines()
                        .position(|l| l.contains(&format!("\"{id}\"")))
                        .map_or(0, |l| l + 1),
                    message: format!("{id:?} {message}"),
                })?;
            }
        }
        Ok(out)
    }

    fn add(&mut self, raw: Raw) -> Result<(), String> {
        if self.list.iter().any(|f| f.id == raw.id) {
            return Err("is used twice".to_owned());
        }
        let kind = TieType::parse(&raw.kind)
            .ok_or_else(|| format!("has the unknown type {:?}", raw.kind))?;
        let at = self.list.len() as u32;
        let (a, b) = usual(raw.shape);
        for list in [&raw.nouns, &raw.adjectives] {
            for phrase in pattern::parse_nouns(list).map_err(|e| e.0)? {
                self.words.entry(phrase.head.clone()).or_default().push((at, phrase));
            }
        }
        for pattern in pattern::parse_list(&raw.verbs).map_err(|e| e.0)? {
            for head in &pattern.heads {
                self.verbs.entry(head.clone()).or_default().push((at, pattern.clone()));
            }
        }
        self.list.push(Frame {
            id: raw.id,
            kind,
            shape: raw.shape,
            a: places(&raw.a, a),
            b: places(&raw.b, b),
            swap: raw.swap,
            with_word: words(&raw.with_word),
            under: raw.under,
            possible: raw.possible,
        });
        Ok(())
    }

    /// The frames of a noun or adjective, by lemma or form.
    pub fn word(&self, word: &str) -> &[(u32, Phrase)] {
        self.words.get(word).map_or(&[], Vec::as_slice)
    }

    /// The frames of a verb's lemma.
    pub fn verb(&self, lemma: &str) -> &[(u32, Pattern)] {
        self.verbs.get(lemma).map_or(&[], Vec::as_slice)
    }

    /// The frame at a position.
    pub fn get(&self, at: u32) -> &Frame {
        &self.list[at as usize]
    }
}
