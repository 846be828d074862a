//! The lookup tables: norms, and the lemmatizer's index, exceptions, rules and whole words.

use super::msgpack;
use crate::file::FileBuilder;
use crate::rules::{LemmaMode, LemmaRules};
use crate::text::hash::string_id;
use rmpv::Value;
use std::collections::BTreeMap;

/// Word classes that lemmatizer tables may have, as their keys are ids that cannot be turned back.
const CLASSES: [&str; 18] = [
    "adj", "adp", "adv", "aux", "cconj", "det", "intj", "noun", "num", "part", "pron", "propn",
    "punct", "sconj", "space", "sym", "verb", "x",
];

/// Norms by id of the exact text.
pub(super) fn norms(bytes: &[u8]) -> Result<Vec<(u64, String)>, String> {
    if bytes.len() < 2 {
        return Ok(Vec::new());
    }
    let map = msgpack::read(bytes)?;
    let Some(table) = msgpack::get(&map, "lexeme_norm").and_then(Value::as_map) else {
        return Ok(Vec::new());
    };
    let pair = |(id, norm): &(Value, Value)| Some((id.as_u64()?, msgpack::text(norm)?.to_owned()));
    let mut norms: Vec<_> = table.iter().filter_map(pair).collect();
    norms.sort_unstable();
    Ok(norms)
}

/// The lemmatizer's tables for a language: the large ones go into `file`, as automata or sorted by id.
pub(super) fn lemmatizer(
    bytes: &[u8],
    language: &str,
    file: &mut FileBuilder,
) -> Result<LemmaRules, String> {
    let tables = msgpack::read(bytes)?;
    let mut rules = LemmaRules::default();
    if language == "fr" {
        rules.mode = LemmaMode::Words;
        put_words(msgpack::get(&tables, "lemma_lookup").ok_or("lemma_lookup is missing")?, file)?;
    }
    for class in CLASSES {
        let id = string_id(class);
        let table = |name: &str| {
            let table = msgpack::get(&tables, name)?.as_map()?;
            table.iter().find(|(key, _)| key.as_u64() == Some(id)).map(|(_, value)| value)
        };
        if let Some(list) = table("lemma_rules").and_then(Value::as_array) {
            let pair = |pair: &Value| {
                let pair = pair.as_array()?;
                let text = |i: usize| pair.get(i).and_then(msgpack::text).map(str::to_owned);
                text(0).zip(text(1))
            };
            let pairs: Option<Vec<_>> = list.iter().map(pair).collect();
            rules.rules.insert(class.to_owned(), pairs.ok_or("a lemma rule is no pair")?);
        }
        if let Some(list) = table("lemma_index").and_then(Value::as_array) {
            let mut words: Vec<&str> = list.iter().filter_map(msgpack::text).collect();
            words.sort_unstable();
            words.dedup();
            let set = fst::Set::from_iter(words).map_err(|error| error.to_string())?;
            file.bytes(format!("lemma_index.{class}"), set.into_fst().into_inner());
            rules.indexes.push(class.to_owned());
        }
        if let Some(map) = table("lemma_exc").and_then(Value::as_map) {
            let entry = |(word, forms): &(Value, Value)| {
                let forms: Vec<String> =
                    forms.as_array()?.iter().filter_map(msgpack::text).map(str::to_owned).collect();
                Some((msgpack::text(word)?.to_owned(), forms))
            };
            put_lists(class, "lemma_exc", map.iter().filter_map(entry).collect(), file)?;
            rules.exceptions.push(class.to_owned());
        }
    }
    Ok(rules)
}

/// The lemmas of whole words, which the package knows by id only: sorted ids, for each the place of its lemma, and the lemmas,
/// one a line.
fn put_words(table: &Value, file: &mut FileBuilder) -> Result<(), String> {
    let pair = |(id, lemmas): &(Value, Value)| {
        let first = lemmas.as_array().map_or(Some(lemmas), |list| list.first())?;
        Some((id.as_u64()?, msgpack::text(first)?.to_owned()))
    };
    let pairs: Option<BTreeMap<u64, String>> =
        table.as_map().ok_or("lemma_lookup is no map")?.iter().map(pair).collect();
    let pairs = pairs.ok_or("a word of lemma_lookup has no lemma")?;
    let mut places: BTreeMap<&str, u32> = BTreeMap::new();
    let mut lemmas = String::new();
    let mut at = Vec::with_capacity(pairs.len() * 4);
    for lemma in pairs.values() {
        let place = *places.entry(lemma).or_insert_with(|| {
            let place = lemmas.len() as u32;
            lemmas.push_str(lemma);
            lemmas.push('\n');
            place
        });
        at.extend(place.to_le_bytes());
    }
    file.bytes("lemma_words.ids", pairs.keys().flat_map(|id| id.to_le_bytes()).collect());
    file.bytes("lemma_words.at", at);
    file.bytes("lemma_words.lemmas", lemmas.into_bytes());
    Ok(())
}

/// A map from words to lists: an automaton to offsets into a text in which each list is a line of its forms, with
/// tabs between.
fn put_lists(
    class: &str,
    name: &str,
    map: BTreeMap<String, Vec<String>>,
    file: &mut FileBuilder,
) -> Result<(), String> {
    let mut lines = String::new();
    let mut entries = Vec::with_capacity(map.len());
    for (word, forms) in map {
        entries.push((word, lines.len() as u64));
        lines.push_str(&forms.join("\t"));
        lines.push('\n');
    }
    let map = fst::Map::from_iter(entries).map_err(|error| error.to_string())?;
    file.bytes(format!("{name}.{class}"), map.into_fst().into_inner());
    file.bytes(format!("{name}.{class}.lists"), lines.into_bytes());
    Ok(())
}
