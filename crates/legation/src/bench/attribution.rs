//! Task `attribution`: statements as source, cue and content.

use legation_coder::statement::{is_spoken, quote};
use legation_core::offset::CodePoints;
use legation_core::record::Statement;
use legation_core::{Coded, Document, Layers, Span};
use serde_json::{Value, json};

/// One row of predictions: `{"id","attributions":[{"source":[[s,e]],"cue":[[s,e]],"content":[[s,e]]}]}`.
///
/// The task codes the outer layer of reports: what stands inside a quotation or inside what somebody else says or thinks
/// is part of that one piece of content, unless words are quoted there.
pub(super) fn predict(doc: &Document, _layers: &Layers, coded: &Coded, row: &Value) -> Value {
    let points = CodePoints::new(doc.text());
    let spans = |spans: &mut dyn Iterator<Item = Span>| -> Value {
        spans.map(|s| json!(points.span(s))).collect()
    };
    let quotes = quote::in_paragraphs(doc.text(), &doc.paragraphs);
    // The colon of a turn stands inside where the marks of the whole open before the name: "“AMAT: We will not sign.".
    let quoted = |s: &Statement| {
        s.cue.is_some_and(|c| quote::around(&quotes, c.start).is_some() && c.of(doc.text()) != ":")
    };
    let attributions = coded
        .statements
        .iter()
        .filter(|s| !quoted(s) && (s.within.is_none() || is_spoken(s) && !s.quoted.is_empty()))
        .map(|statement| {
            json!({
                "source": spans(&mut statement.speaker_span.into_iter()),
                "cue": spans(&mut cue(doc.text(), statement).into_iter().chain(statement.cue_more.iter().copied())),
                "content": spans(&mut content(doc.text(), statement).into_iter()),
                "rule": statement.rule, "class": statement.cue_class,
            })
        });
    json!({"id": row["id"], "attributions": attributions.collect::<Vec<_>>()})
}

/// The cue as this task counts it: with a colon right behind it, which the records leave out.
fn cue(text: &str, statement: &Statement) -> Option<Span> {
    let cue = statement.cue?;
    let colon = text.get(cue.end as usize..).is_some_and(|rest| rest.starts_with(':'));
    Some(Span::new(cue.start, cue.end + u32::from(colon)))
}

/// The content as this task counts it: with the conjunction "that" before it, which the records leave out.
fn content(text: &str, statement: &Statement) -> Vec<Span> {
    let mut out = statement.content.clone();
    if let Some(first) = out.first_mut() {
        let before = text.get(..first.start as usize).unwrap_or("");
        let trimmed = before.trim_end();
        let is_that = trimmed.len() >= 5
            && trimmed.ends_with("that")
            && trimmed.as_bytes()[trimmed.len() - 5].is_ascii_whitespace();
        if is_that && statement.cue.is_some_and(|c| c.end as usize <= trimmed.len() - 4) {
            first.start = trimmed.len() as u32 - 4;
        }
    }
    out
}
