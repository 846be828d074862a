//! Legation's nouns: what an article, a document, an annotation layer and a record are.
//!
//! Everything else in the workspace speaks in these types. The crate does no I/O, reads no clock
//! and starts no thread. All spans are UTF-8 byte ranges in the article's text exactly as received;
//! [`offset::CodePoints`] is the only place where they become code points (for JSON, `SQLite`,
//! Python) and [`json`] the only place where records become the JSON of the output contract.

pub mod article;
pub mod date;
pub mod document;
pub mod id;
pub mod json;
pub mod label;
pub mod layers;
pub mod offset;
pub mod plover;
pub mod position;
pub mod record;
pub mod same;
pub mod span;

pub use article::{Article, Basis, Published};
pub use date::{DateBasis, DateValue};
pub use document::Document;
pub use id::{ArticleId, RecordId};
pub use label::{Dep, EntityLabel, Pos, Tag};
pub use layers::{Entity, Layers, Token};
pub use record::{
    Actor, ActorIdx, ActorKind, Assessment, Coded, Event, Factuality, Figure, Mention, MentionType,
    Remark, Statement, StatementIdx, Tie, Timex, TimexType,
};
pub use span::{Span, TokenRange};
