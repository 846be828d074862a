//! The task `plover_pair`: the folded PLOVER type of the event between a given source and target, answered in CAMEO's
//! published conversion, which `codebook/published.toml` holds.

use legation_coder::codebook::{builtin, read_toml};
use legation_coder::event::pair::{self, Verdict};
use legation_coder::{Codebook, Syntax};
use legation_core::offset::CodePoints;
use legation_core::plover::EventType;
use legation_core::{Document, Factuality, Layers, Span};
use serde::Deserialize;
use serde_json::{Value, json};
use std::sync::LazyLock;

/// `{"id", "root"}`, one of 15 classes: CONCEDE and RETREAT are one, YIELD.
pub(super) fn predict(doc: &Document, layers: &Layers, book: &Codebook, row: &Value) -> Value {
    let points = CodePoints::new(doc.text());
    let syntax = Syntax::new(doc, layers);
    let (source, target) =
        (spans(&row["source_spans"], &points), spans(&row["target_spans"], &points));
    let verdict = pair::classify(book, &syntax, &source, &target);
    let (status, future) = pair::status(&book.events, &syntax, &source, &target);
    json!({"id": row["id"], "root": CONVERSION.class(&verdict, status, future)})
}

/// The published conversion, as the table has it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Conversion {
    #[serde(rename = "type")]
    types: Vec<TypeRow>,
    status: Vec<StatusRow>,
}

/// A type that the published scheme counts elsewhere.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TypeRow {
    from: EventType,
    /// One of these lemmas must occur; none given, any will do.
    #[serde(default)]
    words: Vec<String>,
    /// And one of these.
    #[serde(default)]
    of: Vec<String>,
    /// Only what is promised.
    #[serde(default)]
    promised: bool,
    to: String,
}

/// What becomes of a class that is negated or lies ahead.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct StatusRow {
    classes: Vec<String>,
    factuality: Factuality,
    /// Only what lies ahead.
    #[serde(default)]
    future: bool,
    to: String,
}

static CONVERSION: LazyLock<Conversion> = LazyLock::new(|| {
    builtin(read_toml("published.toml", include_str!("../../../../codebook/published.toml")))
});

impl Conversion {
    fn class(&self, verdict: &Verdict, status: Factuality, future: bool) -> &str {
        let root = self
            .types
            .iter()
            .find(|row| row.fits(verdict))
            .map_or(fold(verdict.event_type), |row| &row.to);
        let fits = |row: &&StatusRow| {
            row.factuality == status
                && (future || !row.future)
                && row.classes.iter().any(|c| c == root)
        };
        self.status.iter().find(fits).map_or(root, |row| &row.to)
    }
}

impl TypeRow {
    fn fits(&self, verdict: &Verdict) -> bool {
        let has = |words: &[String]| {
            words.is_empty() || words.iter().any(|w| verdict.words.contains(w.as_str()))
        };
        self.from == verdict.event_type
            && (verdict.promised || !self.promised)
            && has(&self.words)
            && has(&self.of)
    }
}

fn spans(value: &Value, points: &CodePoints) -> Vec<Span> {
    let number = |v: &Value| v.as_u64().unwrap_or_default() as u32;
    let pairs = value.as_array().into_iter().flatten();
    pairs.map(|p| points.byte_span([number(&p[0]), number(&p[1])])).collect()
}

/// The 15 classes of the pair task.
pub(super) fn fold(event_type: EventType) -> &'static str {
    match event_type {
        EventType::Concede | EventType::Retreat => "YIELD",
        other => other.as_str(),
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_table_compiles() {
        assert!(super::CONVERSION.types.len() >= 10);
        assert_eq!(super::CONVERSION.status.len(), 5);
    }
}
