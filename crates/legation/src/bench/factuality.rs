//! The task `factuality`: how sure the text is of given events, from -3 (certainly not) to 3 (certainly).

use legation_coder::event::{Stage, factuality};
use legation_coder::{Codebook, Syntax, clause};
use legation_core::offset::CodePoints;
use legation_core::{Document, Factuality, Layers};
use serde_json::{Value, json};

/// `{"id", "events": [{"start", "end", "factuality"}]}`.
pub(super) fn predict(doc: &Document, layers: &Layers, book: &Codebook, row: &Value) -> Value {
    let points = CodePoints::new(doc.text());
    let syntax = Syntax::new(doc, layers);
    let events = row["events"].as_array().cloned().unwrap_or_default();
    let number = |v: &Value| v.as_u64().unwrap_or_default() as u32;
    let words: Vec<u32> = events
        .iter()
        .map(|e| syntax.tokens_in(points.byte_span([number(&e["start"]), number(&e["end"])])))
        .map(|tokens| {
            tokens
                .iter()
                .find(|&i| !tokens.contains(syntax.head(i)) || syntax.head(i) == i)
                .unwrap_or(tokens.start)
        })
        .collect();
    let clauses = clause::find_with(&syntax, &|i| {
        words.contains(&i) || book.events.is_event_noun(syntax.lemma(i))
    });
    let cast = legation_coder::actor::Cast::default();
    let stage = Stage { syntax: &syntax, cast: &cast };
    let rows = events.iter().zip(&words).map(|(event, &word)| {
        let value = clauses
            .headed_by(word)
            .or_else(|| clauses.around(&syntax, word))
            .map_or(Factuality::Occurred, |at| {
                factuality::of(&book.events.factuality, stage, &clauses, at, &mut Vec::new())
            });
        json!({"start": event["start"], "end": event["end"], "factuality": score(value)})
    });
    json!({"id": row["id"], "events": rows.collect::<Vec<_>>()})
}

/// The value on the scale of the unified factuality data.
fn score(value: Factuality) -> f64 {
    match value {
        Factuality::Occurred | Factuality::Ongoing => 3.0,
        Factuality::Habitual => 2.5,
        Factuality::Planned => 1.5,
        Factuality::Alleged => 1.0,
        Factuality::Possible => 0.5,
        Factuality::Denied => -2.0,
        Factuality::Negated => -3.0,
    }
}
