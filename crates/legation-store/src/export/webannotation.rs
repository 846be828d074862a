//! W3C Web Annotations: every record marks its words in the article, by position and by quotation.

use super::Out;
use super::fact::{Source, span};
use crate::Result;
use crate::columns::{ASSESSMENTS, EVENTS, FIGURES, STATEMENTS, TIES, Table};
use crate::value::Row;
use serde_json::{Value as Json, json};

/// So many characters before and after the words help to find them in a changed text.
const AROUND: usize = 32;

pub(super) fn write(out: &mut Out<'_>) -> Result<()> {
    out.report.not_in_format =
        vec!["links between records, other than as text", "actors without a record"];
    let mut file = out.file("annotations.jsonld")?;
    let generator = json!({"type": "Software", "name": out.report.provenance.program});
    file.line(&format!(
        "{{\"@context\": \"http://www.w3.org/ns/anno.jsonld\", \"type\": \"AnnotationPage\", \"generator\": {generator}, \"items\": ["
    ))?;
    let store = out.store;
    let report = &mut out.report;
    let corrections = out.options.filter.corrections;
    for table in [&EVENTS, &STATEMENTS, &FIGURES, &TIES, &ASSESSMENTS] {
        let filter = out.options.filter.fitted(table);
        let mut article: Option<(Source, Vec<char>)> = None;
        store.each_in(table, &filter, "t.article, t.span_start, t.id", &mut |row| {
            let id = row.str("article");
            let current = match article.take().filter(|(a, _)| a.row.str("id") == id) {
                Some(current) => current,
                None => {
                    let source = Source::load(store.connection(), store, id, corrections)?;
                    let letters = source.text.chars().collect();
                    (source, letters)
                }
            };
            let comma = if report.rows == 0 { "" } else { "," };
            report.rows += 1;
            report.records += 1;
            report.exported += 1;
            let line = format!("{comma}{}", annotation(table, &row, &current.0.row, &current.1));
            article = Some(current);
            file.line(&line)
        })?;
    }
    file.line("]}")?;
    file.finish()
}

fn annotation(table: &Table, row: &Row, article: &Row, letters: &[char]) -> Json {
    let (start, end) = span(row);
    let part = |from: usize, to: usize| -> String {
        letters
            .get(from.min(letters.len())..to.min(letters.len()))
            .unwrap_or_default()
            .iter()
            .collect()
    };
    let (first, last) = (start as usize, end as usize);
    let tags = ["type", "mode", "act", "manner", "factuality", "unit", "kind", "polarity"];
    let mut bodies: Vec<Json> = tags
        .iter()
        .filter_map(|name| row.get(name).as_str())
        .map(|value| json!({"type": "TextualBody", "purpose": "tagging", "value": value}))
        .collect();
    bodies
        .push(json!({"type": "TextualBody", "purpose": "classifying", "value": table.singular()}));
    bodies.push(json!({"type": "TextualBody", "purpose": "describing", "format": "text/plain", "value": describe(row)}));
    json!({
        "id": format!("urn:legation:{}:{}", table.singular(), row.str("id")),
        "type": "Annotation",
        "motivation": "classifying",
        "generator": {"type": "Software", "name": "Legation"},
        "body": bodies,
        "target": {
            "source": article.str("uri"),
            "selector": [
                {"type": "TextPositionSelector", "start": start, "end": end},
                {
                    "type": "TextQuoteSelector", "exact": part(first, last),
                    "prefix": part(first.saturating_sub(AROUND), first), "suffix": part(last, last + AROUND),
                },
            ],
        },
    })
}

/// The fields of a record that say who and when, as text.
fn describe(row: &Row) -> String {
    let shown = [
        "source",
        "target",
        "speaker",
        "addressees",
        "subject",
        "object",
        "a",
        "b",
        "holder",
        "about",
        "value",
        "measures",
        "date_value",
        "rule",
    ];
    let filled =
        shown.iter().map(|name| (name, row.get(name).to_string())).filter(|(_, v)| !v.is_empty());
    filled.map(|(name, value)| format!("{name}: {value}")).collect::<Vec<_>>().join("\n")
}
