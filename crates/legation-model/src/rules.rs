//! [`Rules`]: everything of a model that is no tensor, as the model file keeps it.

use crate::text::lexeme::Attr;
use crate::tokenizer::TokenizerRules;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The rules of a model.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Rules {
    pub(crate) tokenizer: TokenizerRules,
    /// Norms by id of the exact text.
    pub(crate) norms: Vec<(u64, String)>,
    pub(crate) tok2vec: NetRules,
    pub(crate) ner_tok2vec: NetRules,
    /// What the rows of the tagger's output stand for.
    pub(crate) tags: TagLabels,
    pub(crate) parser_moves: Vec<MoveLabel>,
    pub(crate) ner_moves: Vec<MoveLabel>,
    pub(crate) ruler: Vec<RulerRule>,
    pub(crate) lemmatizer: LemmaRules,
}

/// Shape of a token-to-vector network.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct NetRules {
    pub(crate) tables: Vec<TableRules>,
    /// Number of static vectors.
    pub(crate) vectors: usize,
}

/// One hash embedding.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct TableRules {
    pub(crate) attr: Attr,
    pub(crate) seed: u32,
    pub(crate) rows: usize,
}

/// Labels of the tagger's rows.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum TagLabels {
    /// Fine tags; the attribute ruler makes classes and features of them.
    Fine(Vec<String>),
    /// Word class and features, joined by `|`.
    Morphology(Vec<(String, String)>),
}

impl Default for TagLabels {
    fn default() -> Self {
        Self::Fine(Vec::new())
    }
}

/// One row of a transition model's output.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct MoveLabel {
    pub(crate) action: u8,
    pub(crate) label: String,
}

/// One rule of the attribute ruler.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct RulerRule {
    pub(crate) patterns: Vec<Vec<TokenSpec>>,
    /// Which token of a match the rule changes.
    pub(crate) index: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) tag: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) pos: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) morph: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) lemma: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) dep: Option<String>,
}

/// What a rule asks of one token.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct TokenSpec {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) tag: Option<Condition>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) pos: Option<Condition>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) lower: Option<Condition>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) dep: Option<Condition>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) is_space: Option<bool>,
}

/// What a rule asks of one attribute.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Condition {
    In(Vec<String>),
    NotIn(Vec<String>),
    Matches(String),
}

/// In which order a lemmatizer asks its tables.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum LemmaMode {
    /// Rules first, then exceptions; features tell base forms.
    #[default]
    Rules,
    /// French: index, exceptions, rules, and the table of whole words last.
    Words,
}

/// The lemmatizer's small tables; index, exceptions and whole words are sections of the file.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct LemmaRules {
    #[serde(default)]
    pub(crate) mode: LemmaMode,
    /// Suffix replacements by lower-case word class.
    pub(crate) rules: BTreeMap<String, Vec<(String, String)>>,
    /// Classes that have an index of lemmas.
    pub(crate) indexes: Vec<String>,
    /// Classes that have irregular forms.
    pub(crate) exceptions: Vec<String>,
}
