//! The rule lemmatizer.

use super::Names;
use crate::Result;
use crate::file::ModelFile;
use crate::rules::LemmaRules;
use crate::text::chars;
use crate::text::lexeme::lower;
use fst::raw::Fst;
use std::ops::Range;

/// The lemmatizer's tables of one word class; the large ones stay in the model file.
#[derive(Debug, Default)]
struct Class {
    rules: Vec<(Box<str>, Box<str>)>,
    index: Option<Range<usize>>,
    exceptions: Option<(Range<usize>, Range<usize>)>,
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
}

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
                        .map_err(|_| crate::Error::Checksum(file.path().to_owned()))?;
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
        Ok(Self {
            classes: tables,
            plain: classes.iter().map(|name| matches!(name, "" | "SPACE" | "EOL")).collect(),
            proper: classes.iter().position(|name| name == "PROPN"),
            base: classes
                .iter()
                .map(|class| morphs.iter().map(|morph| is_base(class, morph)).collect())
                .collect(),
        })
    }

    /// The lemma of a word of a class with certain features.
    pub(crate) fn lemma(&self, file: &ModelFile, word: &str, class: u16, morph: u16) -> String {
        let class = usize::from(class);
        if self.plain[class] || self.base[class][usize::from(morph)] {
            return lower(word);
        }
        let tables = &self.classes[class];
        if tables.rules.is_empty() && tables.index.is_none() && tables.exceptions.is_none() {
            return if self.proper == Some(class) { word.to_owned() } else { lower(word) };
        }
        let lower = lower(word);
        let automaton = |range: &Range<usize>| Fst::new(file.bytes(range.clone())).ok();
        let index = tables.index.as_ref().and_then(automaton);
        // The first form is the lemma; a form from the index goes before those found earlier.
        let mut first: Option<String> = None;
        let mut unknown: Option<String> = None;
        let mut known = Vec::new();
        for (old, new) in &tables.rules {
            let Some(stem) = lower.strip_suffix(&**old) else { continue };
            let form = [stem, new].concat();
            if form.is_empty() {
                continue;
            }
            if index.as_ref().is_some_and(|index| index.contains_key(&form)) {
                known.insert(0, form);
            } else if !chars::all_alpha(&form) {
                known.push(form);
            } else {
                unknown.get_or_insert(form);
            }
        }
        if let Some((map, lists)) = &tables.exceptions
            && let Some(at) = automaton(map).and_then(|map| map.get(&lower))
        {
            let lists = file.bytes(lists.clone());
            let rest = lists.get(at.value() as usize..).unwrap_or(&[]);
            let line = rest.split(|&byte| byte == b'\n').next().unwrap_or(&[]);
            for form in
                line.split(|&byte| byte == b'\t').filter_map(|form| std::str::from_utf8(form).ok())
            {
                if !known.iter().any(|known| known == form) {
                    known.insert(0, form.to_owned());
                }
            }
        }
        if let Some(form) = known.into_iter().next() {
            first = Some(form);
        }
        first.or(unknown).unwrap_or_else(|| word.to_owned())
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
