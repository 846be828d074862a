//! Identifiers: hashes that come out the same on every run and machine.

use crate::Span;
use serde::{Deserialize, Serialize};
use std::fmt;

/// The identity of an article: the first 128 bits of the BLAKE3 hash of its address and text.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ArticleId(u128);

/// The identity of a record: 64 bits of the BLAKE3 hash of article, span, kind and rank among equals.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct RecordId(u64);

impl ArticleId {
    /// Hashes an address and a text.
    pub fn of(uri: &str, text: &str) -> Self {
        let mut hasher = blake3::Hasher::new();
        hasher.update(uri.as_bytes());
        hasher.update(&[0]);
        hasher.update(text.as_bytes());
        let mut head = [0; 16];
        head.copy_from_slice(&hasher.finalize().as_bytes()[..16]);
        Self(u128::from_be_bytes(head))
    }
}

impl RecordId {
    /// Hashes what makes a record itself: its article, kind ("event", "statement" …), evidence span
    /// and `extra`, which tells apart records of one kind on the same words (for example an event's type).
    pub fn of(article: ArticleId, kind: &str, span: Span, extra: &str) -> Self {
        let mut hasher = blake3::Hasher::new();
        hasher.update(&article.0.to_be_bytes());
        hasher.update(kind.as_bytes());
        hasher.update(&span.start.to_be_bytes());
        hasher.update(&span.end.to_be_bytes());
        hasher.update(extra.as_bytes());
        let mut head = [0; 8];
        head.copy_from_slice(&hasher.finalize().as_bytes()[..8]);
        Self(u64::from_be_bytes(head))
    }
}

impl fmt::Display for ArticleId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", self.0)
    }
}

impl fmt::Debug for ArticleId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Display for RecordId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

impl fmt::Debug for RecordId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl From<ArticleId> for String {
    fn from(id: ArticleId) -> Self {
        id.to_string()
    }
}

impl From<RecordId> for String {
    fn from(id: RecordId) -> Self {
        id.to_string()
    }
}

impl TryFrom<String> for ArticleId {
    type Error = std::num::ParseIntError;
    fn try_from(hex: String) -> Result<Self, Self::Error> {
        u128::from_str_radix(&hex, 16).map(Self)
    }
}

impl TryFrom<String> for RecordId {
    type Error = std::num::ParseIntError;
    fn try_from(hex: String) -> Result<Self, Self::Error> {
        u64::from_str_radix(&hex, 16).map(Self)
    }
}
