//! The task `plover_pair`: the folded PLOVER type of the event between a given source and target.

use legation_coder::event::pair::{self, Verdict};
use legation_coder::{Codebook, Syntax};
use legation_core::offset::CodePoints;
use legation_core::plover::EventType;
use legation_core::{Document, Factuality, Layers, Span};
use serde_json::{Value, json};

/// `{"id", "root"}`, one of 15 classes: CONCEDE and RETREAT are one, YIELD.
pub(super) fn predict(doc: &Document, layers: &Layers, book: &Codebook, row: &Value) -> Value {
    let points = CodePoints::new(doc.text());
    let syntax = Syntax::new(doc, layers);
    let (source, target) =
        (spans(&row["source_spans"], &points), spans(&row["target_spans"], &points));
    let verdict = pair::classify(book, &syntax, &source, &target);
    let (status, future) = pair::status(&book.events, &syntax, &source, &target);
    json!({"id": row["id"], "root": modal(published(&verdict), status, future)})
}

/// The data set follows the published conversion of CAMEO where the codebook deviates from it: a finding of guilt is ACCUSE
/// (116), formal sanctions are COERCE (163), a blockade and an occupation are fighting (191, 192), demolition and warrants are
/// coercion (1712, 173), an apology is SUPPORT (055), as is an agreement that has been reached (057); a promised concession
/// is AGREE (035).
fn published(verdict: &Verdict) -> &'static str {
    let has = |words: &[&str]| words.iter().any(|w| verdict.words.contains(*w));
    match verdict.event_type {
        EventType::Sanction if has(&["sentence", "jail"]) => "COERCE",
        EventType::Sanction if has(&["convict", "guilty", "conviction"]) => "ACCUSE",
        EventType::Sanction if has(&["sanction", "embargo"]) => "COERCE",
        EventType::Coerce if has(&["blockade", "occupy", "occupation"]) => "ASSAULT",
        EventType::Assault if has(&["demolish", "bulldoze", "raze"]) => "COERCE",
        EventType::Threaten if has(&["warrant"]) => "COERCE",
        EventType::Concede if has(&["apologise", "apologize", "apology"]) => "SUPPORT",
        EventType::Concede | EventType::Retreat if verdict.promised => "AGREE",
        EventType::Agree
            if has(&["agree", "reach", "strike", "clinch", "conclude"])
                && has(&["agreement", "deal", "accord", "pact", "treaty"]) =>
        {
            "SUPPORT"
        }
        other => fold(other),
    }
}

/// The data set's own treatment of modality, which differs from the codebook's: the future of cooperation is AGREE, that of
/// material conflict THREATEN; negated cooperation is REJECT, negated conflict the opposite.
fn modal(root: &'static str, status: Factuality, future: bool) -> &'static str {
    match (root, status) {
        ("CONSULT" | "SUPPORT" | "COOPERATE" | "AID" | "YIELD" | "AGREE", Factuality::Negated) => {
            "REJECT"
        }
        ("ASSAULT" | "COERCE" | "MOBILIZE" | "PROTEST" | "SANCTION", Factuality::Negated)
            if future =>
        {
            "AGREE"
        }
        ("ASSAULT" | "COERCE" | "MOBILIZE" | "PROTEST", Factuality::Negated) => "YIELD",
        ("CONSULT" | "SUPPORT" | "COOPERATE" | "AID" | "YIELD", Factuality::Planned) => "AGREE",
        ("ASSAULT" | "COERCE" | "MOBILIZE" | "PROTEST" | "SANCTION", Factuality::Planned) => {
            "THREATEN"
        }
        (root, _) => root,
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
