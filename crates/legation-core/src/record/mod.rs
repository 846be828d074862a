//! The records: what the coder writes for one article. `json` turns them into the output contract.
//!
//! Inside one article, records point at one another by position ([`ActorIdx`], [`StatementIdx`], [`FigureIdx`]); the
//! edges write ids instead. Every record carries its evidence span and the rule that made it.

use crate::plover::{EventType, Sector};
use crate::{DateValue, RecordId, Span, TokenRange};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// A position in [`Coded::actors`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ActorIdx(pub u32);

/// A position in [`Coded::statements`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StatementIdx(pub u32);

/// A position in [`Coded::figures`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FigureIdx(pub u32);

/// Declares a fieldless enum with the name of each value in the output.
macro_rules! names {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $text:literal),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum $name { $($(#[$vdoc])* #[serde(rename = $text)] $variant),* }
        impl $name {
            /// All values.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];
            /// The name used in every output.
            pub const fn as_str(self) -> &'static str { match self { $(Self::$variant => $text),* } }
            /// The value with that name.
            pub fn parse(name: &str) -> Option<Self> { match name { $($text => Some(Self::$variant),)* _ => None } }
        }
    };
}

mod relation;

pub use relation::*;

names! {
    /// What sort of thing an actor is.
    ActorKind {
        /// A human being.
        Person = "person",
        /// A state as a whole.
        State = "state",
        /// A government, palace, ministry or other organ of a state.
        Government = "government",
        /// A political party.
        Party = "party",
        /// An intergovernmental organisation or alliance.
        Igo = "igo",
        /// A non-governmental organisation.
        Ngo = "ngo",
        /// A news outlet.
        Media = "media",
        /// A company.
        Company = "company",
        /// A research institute.
        ThinkTank = "think_tank",
        /// An armed force of a state.
        Military = "military",
        /// People or states taken together: "the two leaders", "Western officials", a militia.
        Group = "group",
        /// A region or bloc taken as an actor: "the West", "Europe".
        PlaceGroup = "place_group",
    }
}

names! {
    /// The grammatical form of a mention.
    MentionType {
        /// A name: "Mr. Xi", "NATO".
        Name = "name",
        /// A description: "the Chinese leader".
        Nominal = "nominal",
        /// A pronoun: "he", "their".
        Pronoun = "pronoun",
        /// An adjective of nationality: "Russian" in "Russian forces".
        Adjective = "adjective",
    }
}

names! {
    /// Whether an office is held.
    RoleStatus {
        /// Held at the date in question.
        Current = "current",
        /// Held before.
        Former = "former",
        /// Held for the time being.
        Acting = "acting",
        /// Won but not yet taken.
        Elect = "elect",
        /// The text does not say and the tables do not know.
        Unknown = "unknown",
    }
}

/// Words that stand for an actor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mention {
    /// The words.
    pub span: Span,
    /// The same in tokens.
    pub tokens: TokenRange,
    /// The head word of the mention.
    pub head: u32,
    /// Its form.
    pub kind: MentionType,
    /// Why this mention belongs to this actor, for `explain`.
    pub rule: String,
}

/// An office or function that an actor has according to the text or the tables.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Role {
    /// The title: "president", "director of the China program".
    pub title: String,
    /// Of which state or organisation: an actor id.
    pub of: Option<String>,
    /// Held, past, acting …
    pub status: RoleStatus,
    /// The words, where the text gives the role.
    pub span: Option<Span>,
}

/// Somebody or something that acts, is acted on, or speaks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    /// Stable across articles where the actor is known ("CHN", "xi-jinping"), else local to the article.
    pub id: String,
    /// The fullest name, or the description for actors without one.
    pub name: String,
    /// What sort of thing it is.
    pub kind: ActorKind,
    /// ISO 3166 alpha-3 of its own country.
    pub country: Option<String>,
    /// PLOVER sectors, the primary one first.
    pub sectors: Vec<Sector>,
    /// Offices and functions.
    pub roles: Vec<Role>,
    /// For pairs and groups: who they are.
    pub members: Vec<ActorIdx>,
    /// Whether the knowledge tables know it.
    pub known: bool,
    /// Where the text mentions it, in order.
    pub mentions: Vec<Mention>,
    /// Why it was made or identified as it is.
    pub rule: String,
}

names! {
    /// TIMEX3 types.
    TimexType {
        /// A day or longer.
        Date = "DATE",
        /// A time of day.
        Time = "TIME",
        /// A length of time.
        Duration = "DURATION",
        /// A repeated time.
        Set = "SET",
    }
}

/// A time expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Timex {
    /// Identity.
    pub id: RecordId,
    /// The words.
    pub span: Span,
    /// The same in tokens.
    pub tokens: TokenRange,
    /// TIMEX3 type.
    pub kind: TimexType,
    /// TIMEX3 value, where it can be known.
    pub value: Option<String>,
    /// TIMEX3 modifier (`START`, `END`, `APPROX` …).
    pub modifier: Option<&'static str>,
    /// First day of the interval that the value stands for.
    pub from: Option<Date>,
    /// Last day of it.
    pub to: Option<Date>,
    /// Which rule read it.
    pub rule: String,
}

names! {
    /// What sort of cue introduces a statement.
    CueClass {
        /// Neutral: said, told, according to.
        Say = "say",
        /// Distancing: claimed, alleged.
        Claim = "claim",
        /// Confirmed, acknowledged.
        Confirm = "confirm",
        /// Denied, rejected.
        Deny = "deny",
        /// Accused, blamed.
        Accuse = "accuse",
        /// Demanded, urged.
        Demand = "demand",
        /// Promised, vowed.
        Promise = "promise",
        /// Warned, threatened.
        Warn = "warn",
        /// Praised, hailed.
        Praise = "praise",
        /// Declined to comment.
        RefuseComment = "refuse_comment",
        /// Asked.
        Ask = "ask",
        /// Not said but thought, wished or stood for: believes, wants, supports.
        Attitude = "attitude",
        /// Anything else.
        Other = "other",
    }
}

names! {
    /// How words are reported.
    Manner {
        /// In quotation marks.
        Direct = "direct",
        /// Paraphrased.
        Indirect = "indirect",
        /// Paraphrased with quoted pieces.
        Mixed = "mixed",
    }
}

names! {
    /// What the speaker does by speaking.
    SpeechAct {
        /// States a fact.
        Assertion = "assertion",
        /// Judges.
        Assessment = "assessment",
        /// Predicts.
        Forecast = "forecast",
        /// Commits to an act.
        Promise = "promise",
        /// Requires an act of others.
        Demand = "demand",
        /// Blames.
        Accusation = "accusation",
        /// Says that something is not so.
        Denial = "denial",
        /// Commends.
        Praise = "praise",
        /// Asks.
        Question = "question",
        /// Refuses, or declines to comment.
        Refusal = "refusal",
    }
}

names! {
    /// What the text says about the evidence behind a statement.
    Evidence {
        /// Nothing.
        None = "none",
        /// It says that no proof is given.
        Unproven = "unproven",
        /// Documents, data or recordings are named.
        Documented = "documented",
        /// The speaker saw it.
        Eyewitness = "eyewitness",
        /// The speaker is not named on purpose.
        Anonymous = "anonymous",
    }
}

/// Who said what, through which channel, to whom, and in what manner.
#[derive(Clone, Debug, PartialEq)]
pub struct Statement {
    /// Identity.
    pub id: RecordId,
    /// The hull of cue and content: the evidence.
    pub span: Span,
    /// Who speaks; `None` where the text leaves it open.
    pub speaker: Option<ActorIdx>,
    /// The words for the speaker beside the cue.
    pub speaker_span: Option<Span>,
    /// The words that report, such as "said" or "according to"; `None` for free-standing quotes.
    pub cue: Option<Span>,
    /// Further pieces of a cue in several places ("said … in a statement").
    pub cue_more: Vec<Span>,
    /// What sort of cue.
    pub cue_class: CueClass,
    /// What was said: more than one piece where interrupted. Quotation marks included.
    pub content: Vec<Span>,
    /// What stands inside quotation marks, marks left out.
    pub quoted: Vec<Span>,
    /// Direct, indirect or mixed.
    pub manner: Manner,
    /// The speech act.
    pub act: SpeechAct,
    /// To whom.
    pub addressees: Vec<ActorIdx>,
    /// The channel: a readout, a transcript in state media.
    pub via: Option<ActorIdx>,
    /// What the text says of the evidence.
    pub evidence: Evidence,
    /// When it was said.
    pub date: DateValue,
    /// Where it was said, as far as the text says so beside the cue.
    pub place: Option<Place>,
    /// The statement inside which this one is reported.
    pub within: Option<StatementIdx>,
    /// Which rule made it.
    pub rule: String,
}

names! {
    /// The status of an event's content in the text.
    Factuality {
        /// Reported as done.
        Occurred = "occurred",
        /// In progress at the time of the report.
        Ongoing = "ongoing",
        /// Repeated or generic.
        Habitual = "habitual",
        /// Decided or scheduled by its own source.
        Planned = "planned",
        /// May happen; conditional, considered, asked for.
        Possible = "possible",
        /// Asserted by a party, not vouched for by the text.
        Alleged = "alleged",
        /// An identified actor says that it did not happen.
        Denied = "denied",
        /// The text itself says that it did not happen.
        Negated = "negated",
    }
}

impl Factuality {
    /// What the value means.
    pub const fn gloss(self) -> &'static str {
        match self {
            Self::Occurred => "reported as done",
            Self::Ongoing => "in progress at the time of the report",
            Self::Habitual => "repeated or generic",
            Self::Planned => "decided or scheduled by its own source",
            Self::Possible => "may happen: conditional, considered, forecast or asked for",
            Self::Alleged => "asserted by a party and not vouched for by the text",
            Self::Denied => "an identified actor says that it did not happen",
            Self::Negated => "the text itself says that it did not happen",
        }
    }
}

/// A place named for an event or a statement.
#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    /// Its name.
    pub name: String,
    /// ISO 3166 alpha-3 of its country.
    pub country: Option<String>,
    /// Degrees north.
    pub lat: Option<f64>,
    /// Degrees east.
    pub lon: Option<f64>,
    /// `GeoNames` id, where it is one of the known cities.
    pub geonames: Option<u32>,
    /// The words.
    pub span: Span,
}

/// Who did what to whom, when, where, and how sure one can be.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// Identity.
    pub id: RecordId,
    /// The clause or phrase that carries it: the evidence.
    pub span: Span,
    /// Who acts.
    pub source: Vec<ActorIdx>,
    /// Whom it is done to.
    pub target: Vec<ActorIdx>,
    /// Whether all participants stand on one side (talks, mutual agreements, two-sided fighting).
    pub symmetric: bool,
    /// PLOVER type; `None` for happenings outside PLOVER, which then have `other_type`.
    pub event_type: Option<EventType>,
    /// PLOVER mode.
    pub mode: Option<&'static str>,
    /// PLOVER contexts named in the sentence.
    pub contexts: Vec<&'static str>,
    /// A name for happenings outside PLOVER: "appointment", "outbreak".
    pub other_type: Option<String>,
    /// The words that report it.
    pub trigger: Span,
    /// Triggers of other mentions of the same event in the article.
    pub more_triggers: Vec<Span>,
    /// When.
    pub date: DateValue,
    /// Where.
    pub place: Option<Place>,
    /// Its status in the text.
    pub factuality: Factuality,
    /// The statements it stands in, innermost first; empty for the reporter's own voice.
    pub attribution: Vec<StatementIdx>,
    /// How sure the coder is, 0 to 1.
    pub confidence: f32,
    /// Which frame or model made it.
    pub rule: String,
    /// The steps that led to type, roles and factuality, and what else was considered.
    pub why: Vec<String>,
}

names! {
    /// How a figure stands to its value.
    Comparator {
        /// The number as it is.
        Exactly = "exactly",
        /// Nearly, some, about.
        About = "about",
        /// More than, over.
        MoreThan = "more_than",
        /// At least, no fewer than.
        AtLeast = "at_least",
        /// Less than, under.
        LessThan = "less_than",
        /// At most, up to, as many as.
        AtMost = "at_most",
        /// A range.
        Between = "between",
        /// A record, the first, the largest.
        Record = "record",
    }
}

/// A number that the text claims: what it counts, whose, when, said by whom.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// Identity.
    pub id: RecordId,
    /// The words.
    pub span: Span,
    /// The value in `unit`; shares as fractions of 1.
    pub value: Option<f64>,
    /// The upper end of a range.
    pub value_to: Option<f64>,
    /// `share`, `persons`, an ISO 4217 currency, a unit of measure, or the noun counted.
    pub unit: Option<String>,
    /// How the number stands to the value.
    pub comparator: Comparator,
    /// What is measured.
    pub measures: Option<String>,
    /// The words that say what is measured.
    pub measures_span: Option<Span>,
    /// Whose figure it is: who does or has it.
    pub subject: Vec<ActorIdx>,
    /// Whom it concerns on the other side.
    pub object: Vec<ActorIdx>,
    /// The period or day.
    pub date: DateValue,
    /// The figure it is compared to.
    pub compared_to: Option<FigureIdx>,
    /// The statements it stands in, innermost first.
    pub attribution: Vec<StatementIdx>,
    /// Which rule made it.
    pub rule: String,
}

/// Everything coded from one document. Spans are bytes.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Coded {
    /// Sentences, without the white space around them.
    pub sentences: Vec<Span>,
    /// Parts that are not the article.
    pub boilerplate: Vec<Span>,
    /// Who is mentioned.
    pub actors: Vec<Actor>,
    /// Time expressions.
    pub timexes: Vec<Timex>,
    /// Who said what.
    pub statements: Vec<Statement>,
    /// Who did what to whom.
    pub events: Vec<Event>,
    /// Which numbers are claimed.
    pub figures: Vec<Figure>,
    /// How actors stand to one another.
    pub ties: Vec<Tie>,
    /// What is judged, forecast or constrained.
    pub assessments: Vec<Assessment>,
    /// Denials, contradictions, causes.
    pub links: Vec<Link>,
    /// Contexts of the article as a whole.
    pub contexts: Vec<&'static str>,
    /// What was not coded, and why.
    pub remarks: Vec<Remark>,
}

impl Coded {
    /// The actor at a position.
    pub fn actor(&self, idx: ActorIdx) -> Option<&Actor> {
        self.actors.get(idx.0 as usize)
    }

    /// The statement at a position.
    pub fn statement(&self, idx: StatementIdx) -> Option<&Statement> {
        self.statements.get(idx.0 as usize)
    }
}

impl Event {
    /// PLOVER's intensity: the mode's where there is one, else the type's; `None` outside PLOVER.
    pub fn intensity(&self) -> Option<f32> {
        let event_type = self.event_type?;
        let mode = self.mode.and_then(|name| event_type.mode(name));
        Some(mode.map_or(event_type.intensity(), |m| m.intensity))
    }
}
