//! How actors stand to one another and what is thought of it: ties, assessments, links between records, remarks.

use super::{ActorIdx, Factuality, FigureIdx, StatementIdx};
use crate::{DateValue, RecordId, Span};
use serde::{Deserialize, Serialize};

names! {
    /// The kinds of lasting relations.
    TieType {
        /// Working together for a purpose.
        Partnership = "partnership",
        /// Formally or openly allied.
        Alliance = "alliance",
        /// `a` depends on `b`.
        Dependence = "dependence",
        /// Commerce both ways.
        Trade = "trade",
        /// `a` supplies `b`.
        Supplies = "supplies",
        /// `a` arms `b`.
        Arms = "arms",
        /// Competition or enmity.
        Rivalry = "rivalry",
        /// `a` threatens `b`.
        Threat = "threat",
        /// `a` holds an office of `b`.
        Office = "office",
        /// `a` works for `b`.
        Employment = "employment",
        /// `a` belongs to `b`.
        Membership = "membership",
        /// `a` owns or controls `b`.
        Ownership = "ownership",
        /// `a` sides with `b`.
        Alignment = "alignment",
        /// `a` limits what `b` can do.
        Constraint = "constraint",
    }
}

impl TieType {
    /// Whether the order of the two ends carries no meaning.
    pub const fn is_symmetric(self) -> bool {
        matches!(
            self,
            Self::Partnership | Self::Alliance | Self::Rivalry | Self::Alignment | Self::Trade
        )
    }
}

/// A lasting relation between two actors.
#[derive(Clone, Debug, PartialEq)]
pub struct Tie {
    /// Identity.
    pub id: RecordId,
    /// The words.
    pub span: Span,
    /// One end.
    pub a: ActorIdx,
    /// The other end.
    pub b: ActorIdx,
    /// Whether `a` and `b` differ in part.
    pub directed: bool,
    /// What sort of relation.
    pub kind: TieType,
    /// Its status in the text.
    pub factuality: Factuality,
    /// When it holds.
    pub date: DateValue,
    /// Figures that quantify it.
    pub figures: Vec<FigureIdx>,
    /// The statements it stands in, innermost first.
    pub attribution: Vec<StatementIdx>,
    /// Which frame made it.
    pub rule: String,
}

names! {
    /// What sort of assessment.
    AssessmentKind {
        /// How things are.
        Judgement = "judgement",
        /// How things will be.
        Forecast = "forecast",
        /// What somebody cannot do or must do; dilemmas.
        Constraint = "constraint",
    }
}

names! {
    /// Whether a judgement is favourable to what it is about.
    Polarity {
        /// Favourable.
        Positive = "positive",
        /// Unfavourable.
        Negative = "negative",
        /// Both.
        Mixed = "mixed",
        /// Neither.
        Neutral = "neutral",
    }
}

/// A judgement, forecast, dilemma or constraint.
#[derive(Clone, Debug, PartialEq)]
pub struct Assessment {
    /// Identity.
    pub id: RecordId,
    /// The words.
    pub span: Span,
    /// Who judges; `None` for the reporter.
    pub holder: Option<ActorIdx>,
    /// Judgement, forecast or constraint.
    pub kind: AssessmentKind,
    /// Whom or what it is about.
    pub about: Vec<ActorIdx>,
    /// Favourable or not.
    pub polarity: Polarity,
    /// The hedge ("may", "likely"), if any.
    pub hedge: Option<Span>,
    /// For dilemmas and constraints: the options named, and for causal links the two ends.
    pub options: Vec<Span>,
    /// The statements it stands in, innermost first.
    pub attribution: Vec<StatementIdx>,
    /// Which frame made it.
    pub rule: String,
}

/// Why some words were not coded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remark {
    /// The words.
    pub span: Span,
    /// A short code: `no_frame`, `no_actor`, `ambiguous_date`, `language`, `too_long`.
    pub code: String,
    /// A sentence for people.
    pub text: String,
}

names! {
    /// How two records of the store or of one article stand to each other.
    LinkKind {
        /// One denies what the other says.
        Denies = "denies",
        /// The two cannot both be true.
        Contradicts = "contradicts",
        /// The text says that one brought about the other.
        Causes = "causes",
    }
}

/// A link between two records, by their ids.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// What sort of link.
    pub kind: LinkKind,
    /// From this record (the denier, the cause) …
    pub from: RecordId,
    /// … to that one.
    pub to: RecordId,
    /// The words that say so.
    pub span: Span,
    /// Which rule made it.
    pub rule: String,
}
