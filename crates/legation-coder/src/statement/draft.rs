//! [`Draft`]: a possible report of words or thoughts before it is accepted and becomes a statement.

use legation_core::{Span, TokenRange};

/// The construction in which cue and content stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Frame {
    /// "said that it would"; also fronted: "It would, he said".
    Clause,
    /// "The plan will fail, the minister said", read from the surface.
    Fronted,
    /// A quotation beside the cue: "“We will,” he said", "He said: “We will”".
    Quote,
    /// "The statement reads:", and a paragraph of its own without marks.
    Block,
    /// The cue is a parenthesis in what it reports: "The talks, he said, went well".
    Parenthesis,
    /// "vowed to stay", "urged them to stay", "denied staying".
    Infinitive,
    /// "announced a plan".
    Object,
    /// "called for talks", "spoke of talking".
    Preposition,
    /// "The plan was rejected by the union".
    Passive,
    /// "is expected to stay", "seems to stay", "was accused of staying".
    Raising,
    /// "expressed hope that", "made the claim that".
    LightVerb,
    /// "is confident that", "was keen to".
    Adjective,
    /// "is a critic of".
    Copula,
    /// "according to the ministry".
    According,
    /// "reportedly".
    Adverb,
    /// "their vow to stay", "the claim that they stayed".
    Noun,
    /// "Minister: We Will Stay", "Q: Will you stay?".
    Colon,
}

impl Frame {
    /// The name used in rules.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Clause => "clause",
            Self::Fronted => "fronted",
            Self::Quote => "quote",
            Self::Block => "block",
            Self::Parenthesis => "parenthesis",
            Self::Infinitive => "infinitive",
            Self::Object => "object",
            Self::Preposition => "preposition",
            Self::Passive => "passive",
            Self::Raising => "raising",
            Self::LightVerb => "light_verb",
            Self::Adjective => "adjective",
            Self::Copula => "copula",
            Self::According => "according",
            Self::Adverb => "adverb",
            Self::Noun => "noun",
            Self::Colon => "colon",
        }
    }
}

/// The words for who speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Source {
    /// Their head word.
    pub head: u32,
    /// All of them.
    pub span: Span,
}

/// A possible report.
#[derive(Clone, Debug, PartialEq)]
pub struct Draft {
    /// The construction.
    pub frame: Frame,
    /// The word that decides what sort of report it is.
    pub head: u32,
    /// The words that report.
    pub cue: TokenRange,
    /// The preposition between cue and content, in lower case.
    pub preposition: Option<String>,
    /// Who speaks.
    pub source: Option<Source>,
    /// What is reported, pieces in order.
    pub content: Vec<Span>,
    /// The head word of what is reported, where it has one.
    pub content_head: Option<u32>,
    /// The head word for whom it is said to.
    pub addressee: Option<u32>,
    /// How well it can be one (see `accept`): above zero it is accepted.
    pub score: f32,
}

impl Draft {
    /// The hull of the content.
    pub fn content_hull(&self) -> Option<Span> {
        self.content.iter().copied().reduce(Span::hull)
    }
}
