//! The task `event_clusters`: which given mentions, in whatever article, are of the same happening, person, place or time.
//!
//! Articles belong together where they share enough names; inside such a group mentions are of one thing where their head
//! words have the same lemma and the same type. Participants and dates are not compared yet.

use legation_coder::Syntax;
use legation_core::offset::CodePoints;
use legation_core::{Document, Layers, Pos};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// Articles that share so many different names are about the same affair.
const SHARED_NAMES: usize = 3;

/// One prediction for each row: `{"id", "mentions": [{"start", "end", "type", "chain"}]}`.
pub(super) fn predict_all(documents: &[Document], layers: &[Layers], rows: &[Value]) -> Vec<Value> {
    let groups = groups(documents, layers);
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
        let chain = format!("{group} {kind} {}", syntax.lemma(head).to_lowercase());
        json!({"start": mention["start"], "end": mention["end"], "type": kind, "chain": chain})
    });
    json!({"id": row["id"], "mentions": mentions.collect::<Vec<_>>()})
}

/// The group of each article: the position of its first article.
fn groups(documents: &[Document], layers: &[Layers]) -> Vec<usize> {
    let names: Vec<BTreeSet<&str>> = documents
        .iter()
        .zip(layers)
        .map(|(document, layers)| {
            let tokens = layers.tokens.iter().filter(|t| t.pos == Pos::Propn);
            tokens.map(|t| t.span.of(document.text())).filter(|w| w.len() > 3).collect()
        })
        .collect();
    let mut group: Vec<usize> = (0..documents.len()).collect();
    for later in 0..documents.len() {
        let same = (0..later)
            .find(|&first| names[first].intersection(&names[later]).count() >= SHARED_NAMES);
        if let Some(first) = same {
            group[later] = group[first];
        }
    }
    group
}
