//! [`Layers`]: what the model says about a document, standing off from its text.

use crate::{Dep, EntityLabel, Pos, Span, Tag, TokenRange};
use serde::{Deserialize, Serialize};

/// One token. Its words are `span.of(text)`, its lemma [`Layers::lemma`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Token {
    /// Bytes of the article's text. Never empty.
    pub span: Span,
    /// Bytes of [`Layers::lemmas`].
    pub lemma: Span,
    /// The head's position among the document's tokens; a root is its own head.
    pub head: u32,
    /// The tagger's tag: the Penn Treebank's in English, the Universal class in French.
    pub tag: Tag,
    /// Universal part of speech.
    pub pos: Pos,
    /// The relation to the head.
    pub dep: Dep,
}

/// A named entity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entity {
    /// The tokens it covers.
    pub tokens: TokenRange,
    /// Its kind.
    pub label: EntityLabel,
}

/// The annotation layers of one document: tokens with tags, lemmas and tree; sentences; entities.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Layers {
    /// All tokens in order of the text, white-space tokens included.
    pub tokens: Vec<Token>,
    /// Sentences, in order, covering all tokens; never across a paragraph.
    pub sentences: Vec<TokenRange>,
    /// The tokens of each paragraph of the document, in the same order.
    pub paragraphs: Vec<TokenRange>,
    /// Named entities, in order, not overlapping.
    pub entities: Vec<Entity>,
    /// All lemmas, one after another.
    pub lemmas: String,
    /// Name, version and hash of the model that wrote these layers.
    pub model: String,
}

impl Layers {
    /// The lemma of token `i`; empty if there is no such token.
    pub fn lemma(&self, i: u32) -> &str {
        self.tokens.get(i as usize).map_or("", |t| t.lemma.of(&self.lemmas))
    }

    /// The words of token `i` in `text`; empty if there is no such token.
    pub fn word<'t>(&self, text: &'t str, i: u32) -> &'t str {
        self.tokens.get(i as usize).map_or("", |t| t.span.of(text))
    }

    /// The bytes that a run of tokens covers, or nothing for an empty run.
    pub fn span(&self, tokens: TokenRange) -> Option<Span> {
        let first = self.tokens.get(tokens.start as usize)?;
        let last = self.tokens.get((tokens.end as usize).checked_sub(1)?)?;
        (!tokens.is_empty()).then(|| first.span.hull(last.span))
    }
}
