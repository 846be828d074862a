//! The task `event_clusters`: which given mentions, in whatever article, are of the same happening, person, place or time.
//!
//! Articles belong together where their words are alike; inside such a group mentions are of one thing where their head words
//! have the same stem ("signed", "signing") and the same type. The set gives mentions without participants and dates, so what
//! [`legation_core::same::clusters`] compares besides words is not measured by it.

use legation_coder::Syntax;
use legation_core::offset::CodePoints;
use legation_core::{Document, Layers, same};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Groups of articles that are on average this much alike are about one affair. Chosen on the development set.
const ONE_AFFAIR: f64 = 0.13;

/// One prediction for each row: `{"id", "mentions": [{"start", "end", "type", "chain"}]}`.
pub(super) fn predict_all(documents: &[Document], layers: &[Layers], rows: &[Value]) -> Vec<Value> {
    let groups = groups(documents);
    let all = documents.iter().zip(layers).zip(rows).zip(groups);
    all.map(|(((document, layers), row), group)| predict(document, layers, row, group)).collect()
}

fn predict(document: &Document, layers: &Layers, row: &Value, group: usize) -> Value {
    let points = CodePoints::new(document.text());
    let syntax = Syntax::new(document, layers);
    let number = |v: &Value| v.as_u64().unwrap_or_default() as u32;
    let mentions = row["mentions"].as_array().into_iter().flatten().map(|mention| {
        let tokens = syntax
            .tokens_in(points.byte_span([number(&mention["start"]), number(&mention["end"])]));
        let top = |&i: &u32| syntax.head(i) == i || !tokens.contains(syntax.head(i));
        let head = tokens.iter().find(top).unwrap_or(tokens.start);
        let kind = mention["type"].as_str().unwrap_or_default();
        let chain = format!("{group} {kind} {}", same::stem(&syntax.lemma(head).to_lowercase()));
        json!({"start": mention["start"], "end": mention["end"], "type": kind, "chain": chain})
    });
    json!({"id": row["id"], "mentions": mentions.collect::<Vec<_>>()})
}

/// The group of each article, by the likeness of their words: rare ones count more, groups grow by average likeness.
fn groups(documents: &[Document]) -> Vec<usize> {
    let vectors = vectors(documents);
    let mut group: Vec<usize> = (0..documents.len()).collect();
    let mut sizes = vec![1.0_f64; documents.len()];
    let mut likeness: Vec<Vec<f64>> =
        vectors.iter().map(|a| vectors.iter().map(|b| cosine(a, b)).collect()).collect();
    let mut open: Vec<usize> = group.clone();
    loop {
        let mut best = (ONE_AFFAIR, None);
        for (n, &a) in open.iter().enumerate() {
            for &b in &open[n + 1..] {
                if likeness[a][b] > best.0 {
                    best = (likeness[a][b], Some((a, b)));
                }
            }
        }
        let Some((a, b)) = best.1 else { return group };
        for &other in &open {
            let sum = likeness[a][other].mul_add(sizes[a], likeness[b][other] * sizes[b]);
            let mean = sum / (sizes[a] + sizes[b]);
            likeness[a][other] = mean;
            likeness[other][a] = mean;
        }
        sizes[a] += sizes[b];
        open.retain(|o| *o != b);
        group.iter_mut().filter(|g| **g == b).for_each(|g| *g = a);
    }
}

/// The words of each article, weighed by how rare they are among the articles, scaled to length one.
fn vectors(documents: &[Document]) -> Vec<BTreeMap<String, f64>> {
    let stems = |d: &Document| {
        let mut counts: BTreeMap<String, f64> = BTreeMap::new();
        for word in d.text().split(|c: char| !c.is_alphanumeric()) {
            for stem in same::words(word) {
                *counts.entry(stem).or_default() += 1.0;
            }
        }
        counts
    };
    let all: Vec<BTreeMap<String, f64>> = documents.iter().map(stems).collect();
    let mut spread: BTreeMap<&str, f64> = BTreeMap::new();
    for word in all.iter().flat_map(|v| v.keys()) {
        *spread.entry(word).or_default() += 1.0;
    }
    let weighed = |counts: &BTreeMap<String, f64>| {
        let weight = |w: &String, n: f64| {
            (1.0 + n.ln()) * (documents.len() as f64 / spread[w.as_str()]).ln()
        };
        let vector: BTreeMap<String, f64> =
            counts.iter().map(|(w, n)| (w.clone(), weight(w, *n))).collect();
        let length = vector.values().map(|x| x * x).sum::<f64>().sqrt().max(f64::MIN_POSITIVE);
        vector.into_iter().map(|(w, x)| (w, x / length)).collect()
    };
    all.iter().map(weighed).collect()
}

fn cosine(a: &BTreeMap<String, f64>, b: &BTreeMap<String, f64>) -> f64 {
    a.iter().filter_map(|(w, x)| b.get(w).map(|y| x * y)).sum()
}
