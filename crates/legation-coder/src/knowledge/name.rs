//! Names as keys: how a name in a table and the same name in a text come to be equal, and the index that finds them.
//!
//! A key is the name's words in lower case without diacritics, full stops and apostrophes, hyphens read as spaces
//! and "the" left out: "Al-Qaïda" and "al Qaida" are one key. A lookup walks the words of the text and asks a hash table, so that its
//! cost grows with the text alone.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};
use xxhash_rust::xxh3::xxh3_64;

/// Appends a word in key form: lower case, diacritics folded, nothing but letters, digits, `&` and `+`.
pub fn fold_into(word: &str, out: &mut String) {
    if word.is_ascii() {
        out.extend(
            word.bytes()
                .filter(|b| b.is_ascii_alphanumeric() || matches!(b, b'&' | b'+'))
                .map(|b| char::from(b.to_ascii_lowercase())),
        );
        return;
    }
    for c in word.nfd().filter(|c| !is_combining_mark(*c)) {
        match c {
            'ł' | 'Ł' => out.push('l'),
            'ø' | 'Ø' => out.push('o'),
            'đ' | 'Đ' | 'ð' | 'Ð' => out.push('d'),
            'ı' => out.push('i'),
            'ß' => out.push_str("ss"),
            'æ' | 'Æ' => out.push_str("ae"),
            'œ' | 'Œ' => out.push_str("oe"),
            c if c.is_alphanumeric() => out.extend(c.to_lowercase()),
            _ => {}
        }
    }
}

/// A word in key form.
pub fn fold(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    fold_into(word, &mut out);
    out
}

/// The key of a whole name.
pub fn key(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    key_into(name, &mut out);
    out
}

/// Writes the key of a whole name into an empty buffer.
fn key_into(name: &str, out: &mut String) {
    let add = |part: &str, out: &mut String| {
        let start = out.len();
        if start > 0 {
            out.push(' ');
        }
        let before = out.len();
        fold_into(part, out);
        if out.len() == before || &out[before..] == "the" {
            out.truncate(start);
        }
    };
    let apart = |c: char| c.is_whitespace() || matches!(c, '-' | '–' | '/' | '‑');
    for word in name.split(apart).filter(|w| !w.is_empty()) {
        match word.strip_suffix("'s").or_else(|| word.strip_suffix("’s")) {
            Some(stem) => {
                add(stem, out);
                add("s", out);
            }
            None => add(word, out),
        }
    }
}

/// How the words of the text must look for a name to be taken for one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// A capital or a digit first: "China".
    Name,
    /// Capitals throughout: "US" is not "us".
    Acronym,
    /// No condition: "the world's second-largest economy".
    Phrase,
}

impl Shape {
    /// The shape that a name in a table asks for.
    pub fn of(name: &str) -> Self {
        let letters = || name.chars().filter(|c| c.is_alphabetic());
        if letters().count() <= 6
            && !name.contains(' ')
            && letters().all(char::is_uppercase)
            && letters().count() > 0
        {
            Self::Acronym
        } else if name.chars().any(|c| c.is_uppercase() || c.is_ascii_digit()) {
            Self::Name
        } else {
            Self::Phrase
        }
    }

    fn fits(self, words: &[&str]) -> bool {
        match self {
            Self::Phrase => true,
            Self::Name => {
                words.iter().any(|w| w.starts_with(|c: char| c.is_uppercase() || c.is_numeric()))
            }
            Self::Acronym => words.iter().all(|w| {
                !w.chars().any(char::is_lowercase)
                    || w.ends_with('s')
                        && w.len() > 2
                        && !w[..w.len() - 1].chars().any(char::is_lowercase)
            }),
        }
    }
}

/// A hasher for keys that are hashes already.
#[derive(Clone, Copy, Debug, Default)]
pub struct AsIs(u64);

impl Hasher for AsIs {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        self.0 = xxh3_64(bytes);
    }

    fn write_u64(&mut self, hash: u64) {
        self.0 = hash;
    }
}

type ByHash<V> = HashMap<u64, V, BuildHasherDefault<AsIs>>;

/// Names of many things, found at any place of a text.
///
/// Names are kept as 64-bit hashes of their keys: with some 50,000 names the odds of two that collide are one in ten
/// thousand million, and the tables compile in a fraction of the time.
#[derive(Clone, Debug)]
pub struct NameIndex<T> {
    /// The first entry of each name.
    names: ByHash<u32>,
    /// Entries; those of one name are chained in the order in which they were added.
    entries: Vec<Entry<T>>,
    /// The largest number of words in a name that begins with this word.
    longest: ByHash<u8>,
    buffer: String,
}

#[derive(Clone, Copy, Debug)]
struct Entry<T> {
    shape: Shape,
    target: T,
    next: u32,
}

/// The end of a chain.
const NONE: u32 = u32::MAX;

impl<T> Default for NameIndex<T> {
    fn default() -> Self {
        Self {
            names: ByHash::default(),
            entries: Vec::new(),
            longest: ByHash::default(),
            buffer: String::new(),
        }
    }
}

impl<T: Copy + PartialEq> NameIndex<T> {
    /// Adds a name; adding the same thing twice under one name changes nothing.
    pub fn insert(&mut self, name: &str, target: T) {
        self.insert_as(name, Shape::of(name), target);
    }

    /// Adds a name whose shape does not follow from how it is written.
    pub fn insert_as(&mut self, name: &str, shape: Shape, target: T) {
        let mut key = std::mem::take(&mut self.buffer);
        key.clear();
        key_into(name, &mut key);
        if !key.is_empty() {
            let first = key.split(' ').next().unwrap_or("");
            let words = key.split(' ').count().min(usize::from(u8::MAX)) as u8;
            let longest = self.longest.entry(xxh3_64(first.as_bytes())).or_default();
            *longest = words.max(*longest);
            self.chain(xxh3_64(key.as_bytes()), Entry { shape, target, next: NONE });
        }
        self.buffer = key;
    }

    fn chain(&mut self, hash: u64, entry: Entry<T>) {
        let new = self.entries.len() as u32;
        let mut at = *self.names.entry(hash).or_insert(new);
        while at != new {
            let old = &mut self.entries[at as usize];
            if old.target == entry.target {
                return;
            }
            if old.next == NONE {
                old.next = new;
            }
            at = old.next;
        }
        self.entries.push(entry);
    }

    fn at(&self, key: &str) -> impl Iterator<Item = &Entry<T>> + use<'_, T> {
        let first = self.names.get(&xxh3_64(key.as_bytes())).copied().unwrap_or(NONE);
        let entry = |at: u32| self.entries.get(at as usize);
        std::iter::successors(entry(first), move |e| entry(e.next))
    }

    /// Everything under a name, whatever its shape in the text.
    pub fn get(&self, name: &str) -> impl Iterator<Item = T> + use<'_, T> {
        self.at(&key(name)).map(|e| e.target)
    }

    /// The longest name that begins with the first of `words`: the number of words it takes and what it stands for.
    ///
    /// Words without a letter or digit, such as hyphens and quotation marks, are passed over inside a name.
    pub fn longest_at(&self, words: &[&str]) -> Option<(usize, Vec<T>)> {
        let mut joined = fold(words.first()?);
        let mut left = *self.longest.get(&xxh3_64(joined.as_bytes()))?;
        let mut found = None;
        let mut at = 1;
        loop {
            let fitting = self.at(&joined).filter(|e| e.shape.fits(&words[..at])).map(|e| e.target);
            let fitting: Vec<T> = fitting.collect();
            if !fitting.is_empty() {
                found = Some((at, fitting));
            }
            left -= 1;
            if left == 0 {
                return found;
            }
            loop {
                let Some(word) = words.get(at) else { return found };
                at += 1;
                let before = joined.len();
                joined.push(' ');
                fold_into(word, &mut joined);
                let article = joined[before + 1..] == *"the";
                if joined.len() > before + 1 && !article {
                    break;
                }
                joined.truncate(before);
                if !article && !matches!(*word, "-" | "–" | "'" | "’" | ".") {
                    return found;
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_ignore_accents_stops_and_hyphens() {
        assert_eq!(key("Côte d’Ivoire"), key("Cote d'Ivoire"));
        assert_eq!(key("U.S."), "us");
        assert_eq!(key("Al-Qaïda"), "al qaida");
        assert_eq!(key("People’s Republic of China"), "people s republic of china");
        assert_eq!(key("Recep Tayyip Erdoğan"), "recep tayyip erdogan");
    }

    #[test]
    fn longest_name_wins_and_shape_counts() {
        let mut index = NameIndex::default();
        index.insert("US", 1);
        index.insert("United States", 1);
        index.insert("United States Senate", 2);
        index.insert("Al-Shabaab", 3);
        let at = |words: &[&str]| index.longest_at(words).map(|(n, t)| (n, t[0]));
        assert_eq!(at(&["United", "States", "Senate", "votes"]), Some((3, 2)));
        assert_eq!(at(&["United", "States", "votes"]), Some((2, 1)));
        assert_eq!(at(&["US", "votes"]), Some((1, 1)));
        assert_eq!(at(&["us"]), None);
        assert_eq!(at(&["al", "-", "Shabaab"]), Some((3, 3)));
    }
}
