//! Identifiers: hashes that come out the same on every run and machine.

use crate::Span;
use serde::{Deserialize, Serialize};
use std::fmt;

/// The identity of an article: the first 128 bits of the BLAKE3 hash of its address and text.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ArticleId(u128);

/// The identity of a record: 24 bits of its article's identity, then 40 bits of the BLAKE3 hash of article, span, kind and rank
/// among equals.
///
/// The records of an article have neighbouring identities, so that a database that keeps them in order touches few pages for an
/// article, however large it is.
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
        Self::within(article, u64::from_be_bytes(head))
    }

    /// The identity today of a record that an earlier program gave `id`, all of it a hash. Others are given back as they are.
    #[must_use]
    pub fn renewed(self, article: ArticleId) -> Self {
        let own = self.0 >> HASH_BITS == (article.0 >> (128 - ARTICLE_BITS)) as u64;
        if own { self } else { Self::within(article, self.0) }
    }

    fn within(article: ArticleId, hash: u64) -> Self {
        let article = (article.0 >> (128 - ARTICLE_BITS)) as u64;
        Self(article << HASH_BITS | hash >> ARTICLE_BITS)
    }
}

/// Bits of a record's identity that are those of its article.
const ARTICLE_BITS: u32 = 24;
/// Bits that are its own.
const HASH_BITS: u32 = 64 - ARTICLE_BITS;

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_of_an_article_are_neighbours_and_older_ids_become_todays() {
        let [one, two] = ["a", "b"].map(|uri| ArticleId::of(uri, "Talks began."));
        let ids = |article| {
            ["event", "statement"].map(|kind| RecordId::of(article, kind, Span::new(0, 5), ""))
        };
        for article in [one, two] {
            let [event, statement] = ids(article);
            assert_ne!(event, statement);
            assert_eq!(event.to_string()[..6], article.to_string()[..6]);
            assert_eq!(statement.to_string()[..6], article.to_string()[..6]);
            assert_eq!(event.renewed(article), event);
            // An older id began with what stands behind the article's part now.
            let older = RecordId::try_from(format!("{}012345", &event.to_string()[6..])).unwrap();
            assert_eq!(older.renewed(article), event);
        }
        assert_ne!(ids(one), ids(two));
    }
}
