//! The task `parse`: sentences, words, tags and trees as the model gives them.

use legation_core::offset::CodePoints;
use legation_core::{Document, Layers, Pos};
use serde_json::{Value, json};

/// `{"id", "sentences": [{"start", "end", "words": [[start, end, form, lemma, upos, xpos, head, deprel]]}]}`.
pub(super) fn predict(doc: &Document, layers: &Layers, row: &Value) -> Value {
    let points = CodePoints::new(doc.text());
    let sentences = layers.sentences.iter().map(|sentence| {
        let words: Vec<u32> =
            sentence.iter().filter(|&i| layers.tokens[i as usize].pos != Pos::Space).collect();
        let position = |i: u32| words.iter().position(|&w| w == i).map_or(0, |p| p + 1);
        let rows = words.iter().map(|&i| {
            let token = layers.tokens[i as usize];
            let [start, end] = points.span(token.span);
            let head = if token.head == i { 0 } else { position(token.head) };
            json!([
                start,
                end,
                token.span.of(doc.text()),
                layers.lemma(i),
                token.pos,
                token.tag,
                head,
                token.dep
            ])
        });
        let span = words
            .first()
            .zip(words.last())
            .map(|(a, b)| layers.tokens[*a as usize].span.hull(layers.tokens[*b as usize].span));
        let [start, end] = points.span(span.unwrap_or_default());
        json!({"start": start, "end": end, "words": rows.collect::<Vec<_>>()})
    });
    json!({"id": row["id"], "sentences": sentences.collect::<Vec<_>>()})
}
