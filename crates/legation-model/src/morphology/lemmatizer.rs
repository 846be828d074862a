//! The rule lemmatizer, in the order of tables that each language wants.

use super::Names;
use crate::file::ModelFile;
use crate::rules::{LemmaMode, LemmaRules};
use crate::text::chars;
use crate::text::hash::string_id;
use crate::text::lexeme::lower;
use crate::{Error, Result};
use fst::raw::Fst;
use std::ops::Range;

/// The lemmatizer's tables of one word class; the large ones stay in the model file.
#[derive(Debug, Default)]
struct Class {
    rules: Vec<(Box<str>, Box<str>)>,
    index: Option<Range<usize>>,
    exceptions: Option<(Range<usize>, Range<usize>)>,
}

/// The places of ids, of the place of each id's lemma, and of the lemmas.
#[derive(Debug)]
struct Words {
    ids: Range<usize>,
    at: Range<usize>,
    lemmas: Range<usize>,
}

/// The lemmatizer.
#[derive(Debug)]
pub(crate) struct Lemmatizer {
    /// For each word class, by position of its name.
    classes: Vec<Class>,
    /// For each word class: white space and the like, which have no lemma but themselves.
    plain: Vec<bool>,
    proper: Option<usize>,
    /// For each word class and each feature set: whether it marks a base form.
    base: Vec<Vec<bool>>,
    /// The table of whole words, where the language asks one.
    words: Option<Words>,
    /// For each word class: whether the language asks index, exceptions and rules for it, and not only whole words.
    ruled: Vec<bool>,
}

/// The classes that the French lemmatizer asks its rules for.
const RULED: [&str; 11] =
    ["NOUN", "VERB", "ADJ", "ADP", "ADV", "AUX", "CCONJ", "DET", "PRON", "PUNCT", "SCONJ"];

impl Lemmatizer {
    /// Reads the tables for `classes` (upper-case names) and feature sets `morphs`.
    pub(crate) fn new(
        file: &ModelFile,
        rules: &LemmaRules,
        classes: &Names,
        morphs: &Names,
    ) -> Result<Self> {
        let mut tables = Vec::new();
        for name in classes.iter() {
            let class = name.to_lowercase();
            let index = format!("lemma_index.{class}");
            let exceptions = format!("lemma_exc.{class}");
            for section in [&index, &exceptions] {
                if let Some(range) = file.range(section) {
                    Fst::new(file.bytes(range))
                        .map_err(|_| Error::Checksum(file.path().to_owned()))?;
                }
            }
            let boxed = |(old, new): &(String, String)| (old.as_str().into(), new.as_str().into());
            tables.push(Class {
                rules: rules
                    .rules
                    .get(&class)
                    .map_or_else(Vec::new, |list| list.iter().map(boxed).collect()),
                index: file.range(&index),
                exceptions: file.range(&exceptions).zip(file.range(&format!("{exceptions}.lists"))),
            });
        }
        let words = match rules.mode {
            LemmaMode::Rules => None,
            LemmaMode::Words => {
                let place = |part: &str| {
                    let name = format!("lemma_words.{part}");
                    file.section(&name)?;
                    Ok::<_, Error>(file.range(&name).unwrap_or_default())
                };
                Some(Words { ids: place("ids")?, at: place("at")?, lemmas: place("lemmas")? })
            }
        };
        Ok(Self {
            classes: tables,
            plain: classes.iter().map(|name| matches!(name, "" | "SPACE" | "EOL")).collect(),
            proper: classes.iter().position(|name| name == "PROPN"),
            base: classes
                .iter()
                .map(|class| morphs.iter().map(|morph| is_base(class, morph)).collect())
                .collect(),
            words,
            ruled: classes.iter().map(|name| RULED.contains(&name)).collect(),
        })
    }

    /// The lemma of a word of a class with certain features.
    pub(crate) fn lemma(&self, file: &ModelFile, word: &str, class: u16, morph: u16) -> String {
        let class = usize::from(class);
        if let Some(words) = &self.words {
            return self.by_words(file, words, word, class);
        }
        if self.plain[class] || self.base[class][usize::from(morph)] {
            return lower(word);
        }
        let tables = &self.classes[class];
        if tables.rules.is_empty() && tables.index.is_none() && tables.exceptions.is_none() {
            return if self.proper == Some(class) { word.to_owned() } else { lower(word) };
        }
        let lower = lower(word);
        // The first form is the lemma; a form from the index goes before those found earlier.
        let (mut known, unknown) = tables.forms(file, &lower, true);
        for form in tables.irregular(file, &lower) {
            if !known.iter().any(|known| known == form) {
                known.insert(0, form.to_owned());
            }
        }
        known.into_iter().next().or(unknown).unwrap_or_else(|| word.to_owned())
    }

    /// The lemma where whole words are asked last: a form of the index is its own, then come exceptions, then rules.
    fn by_words(&self, file: &ModelFile, words: &Words, word: &str, class: usize) -> String {
        if self.plain[class] {
            return lower(word);
        }
        if !self.ruled[class] {
            return words.lemma(file, word).unwrap_or(word).to_owned();
        }
        let tables = &self.classes[class];
        let lower = lower(word);
        if tables.knows(file, &lower) {
            return lower;
        }
        if let Some(form) = tables.irregular(file, &lower).next() {
            return form.to_owned();
        }
        let (known, unknown) = tables.forms(file, &lower, false);
        let form = known.into_iter().next().or(unknown);
        form.unwrap_or_else(|| words.lemma(file, &lower).unwrap_or(&lower).to_owned())
    }
}

impl Class {
    fn index<'f>(&self, file: &'f ModelFile) -> Option<Fst<&'f [u8]>> {
        Fst::new(file.bytes(self.index.clone()?)).ok()
    }

    /// Whether a word is in the index of lemmas.
    fn knows(&self, file: &ModelFile, lower: &str) -> bool {
        self.index(file).is_some_and(|index| index.contains_key(lower))
    }

    /// The forms that the rules make: those that are known or hold a sign, and the first of the others. With `front`, a known
    /// form goes before those found earlier.
    fn forms(&self, file: &ModelFile, lower: &str, front: bool) -> (Vec<String>, Option<String>) {
        let index = self.index(file);
        let (mut known, mut unknown) = (Vec::new(), None);
        for (old, new) in &self.rules {
            let Some(stem) = lower.strip_suffix(&**old) else { continue };
            let form = [stem, new].concat();
            if form.is_empty() {
                continue;
            }
            if index.as_ref().is_some_and(|index| index.contains_key(&form)) {
                let at = if front { 0 } else { known.len() };
                known.insert(at, form);
            } else if !chars::all_alpha(&form) {
                known.push(form);
            } else {
                unknown.get_or_insert(form);
            }
        }
        (known, unknown)
    }

    /// The irregular lemmas of a word.
    fn irregular<'f>(&self, file: &'f ModelFile, lower: &str) -> impl Iterator<Item = &'f str> {
        let line = self.exceptions.as_ref().and_then(|(map, lists)| {
            let at = Fst::new(file.bytes(map.clone())).ok()?.get(lower)?.value();
            let rest = file.bytes(lists.clone()).get(at as usize..)?;
            rest.split(|&byte| byte == b'\n').next()
        });
        let forms = line.into_iter().flat_map(|line| line.split(|&byte| byte == b'\t'));
        forms.filter_map(|form| std::str::from_utf8(form).ok())
    }
}

impl Words {
    /// The lemma of a word in the table of whole words.
    fn lemma<'f>(&self, file: &'f ModelFile, word: &str) -> Option<&'f str> {
        let id = string_id(word);
        let ids = file.bytes(self.ids.clone()).as_chunks::<8>().0;
        let nth = ids.binary_search_by_key(&id, |id| u64::from_le_bytes(*id)).ok()?;
        let at = file.bytes(self.at.clone()).as_chunks::<4>().0.get(nth)?;
        let rest = file.bytes(self.lemmas.clone()).get(u32::from_le_bytes(*at) as usize..)?;
        std::str::from_utf8(rest.split(|&byte| byte == b'\n').next()?).ok()
    }
}

/// Whether the features say that a word of that class is a base form.
fn is_base(class: &str, morph: &str) -> bool {
    let has = |feature: &str| morph.split('|').any(|one| one == feature);
    let has_number = morph.split('|').any(|one| one.starts_with("Number="));
    (class == "NOUN" && has("Number=Sing"))
        || (class == "VERB" && has("VerbForm=Fin") && has("Tense=Pres") && !has_number)
        || has("Degree=Pos")
        || has("VerbForm=Inf")
        || has("VerbForm=None")
}
