//! [`Known`]: what a network made of the word types that any thread has met, shared by all threads.

use super::kernel::TYPE;
use crate::text::hash::FastMap;
use crate::text::lexeme::{Attr, Lexeme};
use std::hash::{Hash, Hasher};
use std::sync::{Arc, Mutex, PoisonError};

/// Most word types kept for a network: 31 MB.
pub(crate) const TYPES: usize = 1 << 13;

/// Everything about a word type that a network reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Key {
    attrs: [u64; 4],
    flags: u64,
}

impl Key {
    /// The key of a lexeme, with or without a space after it and with the row of its static vector.
    pub(crate) fn new(lexeme: &Lexeme, spacy: bool, vector: Option<u32>) -> Self {
        let attrs = [Attr::Norm, Attr::Prefix, Attr::Suffix, Attr::Shape];
        let vector = vector.map_or(0, |row| u64::from(row) + 1);
        Self {
            attrs: attrs.map(|attr| lexeme.attr(attr, spacy)),
            flags: vector << 2 | u64::from(lexeme.is_space) << 1 | u64::from(spacy),
        }
    }
}

impl Hash for Key {
    fn hash<H: Hasher>(&self, state: &mut H) {
        for value in self.attrs {
            state.write_u64(value);
        }
        state.write_u64(self.flags);
    }
}

/// The numbers of one type, at the beginning of a cache line.
#[derive(Clone, Copy, Debug)]
#[repr(align(64))]
struct Numbers([f32; TYPE]);

/// The numbers of one type: a row of what was computed together.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    rows: Arc<[Numbers]>,
    at: u32,
}

impl Row {
    /// The rows of several types that were computed together.
    pub(crate) fn all(rows: &[f32]) -> impl Iterator<Item = Self> {
        let rows: Arc<[Numbers]> =
            rows.as_chunks::<TYPE>().0.iter().map(|row| Numbers(*row)).collect();
        (0..rows.len() as u32).map(move |at| Self { rows: Arc::clone(&rows), at })
    }

    /// The numbers.
    pub(crate) fn numbers(&self) -> Option<&[f32; TYPE]> {
        self.rows.get(self.at as usize).map(|numbers| &numbers.0)
    }
}

/// The rows of all types that are known, and when each came.
#[derive(Debug, Default)]
pub(crate) struct Known {
    rows: Mutex<FastMap<Key, (usize, Row)>>,
}

impl Known {
    /// Gets the rows of those of `keys` that are known.
    pub(crate) fn get(&self, keys: &[Key], out: &mut Vec<Option<Row>>) {
        let rows = self.rows.lock().unwrap_or_else(PoisonError::into_inner);
        out.clear();
        out.extend(keys.iter().map(|key| rows.get(key).map(|(_, row)| row.clone())));
    }

    /// Keeps rows. Where there are too many, the younger half is forgotten first: frequent words come early.
    pub(crate) fn insert(&self, new: impl Iterator<Item = (Key, Row)>) {
        let mut rows = self.rows.lock().unwrap_or_else(PoisonError::into_inner);
        if rows.len() > TYPES {
            rows.retain(|_, (age, _)| *age < TYPES / 2);
        }
        for (key, row) in new {
            let age = rows.len();
            rows.entry(key).or_insert((age, row));
        }
    }

    /// Forgets everything.
    pub(crate) fn clear(&self) {
        self.rows.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }
}
