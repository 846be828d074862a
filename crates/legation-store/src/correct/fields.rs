//! What a record that a person wrote must be like: names from the closed lists, dates that are dates, words that are those of
//! the text. What follows from other fields is worked out.

use crate::columns::{self, From, Rows, TABLES};
use legation_core::offset::CodePoints;
use legation_core::plover::{CONTEXTS, EventType};
use legation_core::record::{
    AssessmentKind, Comparator, CueClass, Evidence, Factuality, Manner, Polarity, SpeechAct,
    TieType,
};
use serde_json::{Value as Json, json};
use std::collections::BTreeSet;

/// Whether a list of names has a name.
type Known = fn(&str) -> bool;

/// Looks for a field that no record of that list has: a word misspelt would change nothing.
pub(super) fn unknown(list: &str, changes: &Json) -> Option<String> {
    let table = columns::table(list)?;
    let nested = TABLES.iter().filter_map(|t| match t.rows {
        Rows::Nested(lists, inner) if lists.contains(&list) => Some(inner),
        _ => None,
    });
    let own = table.columns.iter().filter_map(|c| match c.from {
        From::Path(path) | From::Words(path) | From::Joined(path) => path.split('.').next(),
        _ => None,
    });
    let known: BTreeSet<&str> = own
        .chain(nested.flatten().filter_map(|(_, path)| path.split('.').next()))
        .chain(MADE_ANYWAY)
        .collect();
    let wrong = changes.as_object()?.keys().find(|key| !known.contains(key.as_str()))?;
    let known: Vec<&str> = known.into_iter().filter(|k| !MADE_ANYWAY.contains(k)).collect();
    Some(format!("{list} have no field {wrong:?}; they have {}", known.join(", ")))
}

/// Fields that records carry though they follow from others.
const MADE_ANYWAY: [&str; 4] = ["id", "rule", "text", "confidence"];

/// The fields with closed lists, by list of records.
const CLOSED: &[(&str, &str, Known)] = &[
    ("events", "/type", |name| EventType::parse(name).is_some_and(|t| t.as_str() == name)),
    ("events", "/factuality", |name| Factuality::parse(name).is_some()),
    ("ties", "/type", |name| TieType::parse(name).is_some()),
    ("ties", "/factuality", |name| Factuality::parse(name).is_some()),
    ("statements", "/act", |name| SpeechAct::parse(name).is_some()),
    ("statements", "/manner", |name| Manner::parse(name).is_some()),
    ("statements", "/evidence", |name| Evidence::parse(name).is_some()),
    ("statements", "/cue/class", |name| CueClass::parse(name).is_some()),
    ("figures", "/comparator", |name| Comparator::parse(name).is_some()),
    ("assessments", "/kind", |name| AssessmentKind::parse(name).is_some()),
    ("assessments", "/polarity", |name| Polarity::parse(name).is_some()),
];

/// Checks a record and fills in what follows: quadrant and intensity from type and mode, the words from the spans.
pub(super) fn settle(list: &str, record: &mut Json, text: &str) -> Result<(), String> {
    for (of, field, known) in CLOSED {
        let name = record.pointer(field).and_then(Json::as_str);
        if let Some(name) = name.filter(|name| *of == list && !known(name)) {
            return Err(format!("{name:?} is not a value of `{}`", field.trim_start_matches('/')));
        }
    }
    for field in ["/date/from", "/date/to"] {
        let day = record.pointer(field).and_then(Json::as_str);
        if let Some(day) = day.filter(|day| day.parse::<jiff::civil::Date>().is_err()) {
            return Err(format!("{day:?} is not a date like 2022-12-30"));
        }
    }
    if list == "events" {
        settle_event(record)?;
    }
    let points = CodePoints::new(text);
    let end = points.of_byte(text.len() as u32);
    let own = matches!(list, "figures" | "assessments");
    settle_words(record, text, &points, end, own)
}

fn settle_event(record: &mut Json) -> Result<(), String> {
    let contexts = record.get("contexts").and_then(Json::as_array).into_iter().flatten();
    for context in contexts.filter_map(Json::as_str) {
        if !CONTEXTS.iter().any(|c| c.name == context) {
            return Err(format!("{context:?} is not one of PLOVER's contexts"));
        }
    }
    let name = record.get("type").and_then(Json::as_str);
    let Some(event_type) = name.and_then(EventType::parse) else { return Ok(()) };
    let mode = match record.get("mode").and_then(Json::as_str) {
        Some(mode) => Some(event_type.mode(mode).ok_or_else(|| wrong_mode(event_type, mode))?),
        None => None,
    };
    record["quad"] = json!(event_type.quad().number());
    record["intensity"] = json!(mode.map_or(event_type.intensity(), |m| m.intensity));
    Ok(())
}

fn wrong_mode(event_type: EventType, mode: &str) -> String {
    let modes: Vec<&str> = event_type.modes().map(|m| m.name).collect();
    let has = if modes.is_empty() { "it has none".to_owned() } else { modes.join(", ") };
    format!("{mode:?} is not a mode of {}: {has}", event_type.as_str())
}

/// Puts the words of the text beside every span.
fn settle_words(
    json: &mut Json,
    text: &str,
    points: &CodePoints,
    end: u32,
    own: bool,
) -> Result<(), String> {
    match json {
        Json::Array(items) => {
            items.iter_mut().try_for_each(|item| settle_words(item, text, points, end, true))
        }
        Json::Object(fields) => {
            if let Some(span) = fields.get("span").filter(|s| !s.is_null()) {
                let point = |i: usize| span.get(i).and_then(Json::as_u64).map(|p| p as u32);
                let (Some(from), Some(to)) = (point(0), point(1)) else {
                    return Err(format!("{span} is not a span"));
                };
                if from >= to || to > end {
                    return Err(format!(
                        "the span {span} does not lie in the text, which has {end} characters"
                    ));
                }
                if own {
                    let words = points.byte_span([from, to]).of(text);
                    fields.insert("text".to_owned(), json!(words));
                }
            }
            let inner = fields.values_mut().filter(|v| v.is_object() || v.is_array());
            inner.into_iter().try_for_each(|value| {
                let numbers = value.as_array().is_some_and(|a| a.iter().all(Json::is_number));
                if numbers { Ok(()) } else { settle_words(value, text, points, end, true) }
            })
        }
        _ => Ok(()),
    }
}
