//! W3C Web Annotations: every record marks its words in the article, by position and by quotation.

use super::Out;
use super::fact::{Source, span};
use super::links::{self, Link};
use crate::Result;
use crate::columns::{ASSESSMENTS, EVENTS, FIGURES, STATEMENTS, TIES, Table};
use crate::value::Row;
use serde_json::{Value as Json, json};
use std::collections::HashMap;

/// So many characters before and after the words help to find them in a changed text.
const AROUND: usize = 32;

pub(super) fn write(out: &mut Out<'_>) -> Result<()> {
    out.report.not_in_format =
        vec!["actors without a record", "attribution, other than by the words of the statement"];
    let mut file = out.file("annotations.jsonld")?;
    let generator = json!({"type": "Software", "name": out.report.provenance.program});
    file.line(&format!(
        "{{\"@context\": \"http://www.w3.org/ns/anno.jsonld\", \"type\": \"AnnotationPage\", \"generator\": {generator}, \"items\": ["
    ))?;
    let store = out.store;
    let corrections = out.options.filter.corrections;
    let mut urns: HashMap<String, (String, String)> = HashMap::new();
    let links = links::all(out)?;
    let report = &mut out.report;
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
            let uri = current.0.row.str("uri").to_owned();
            urns.insert(row.str("id").to_owned(), (urn(table.singular(), row.str("id")), uri));
            article = Some(current);
            file.line(&line)
        })?;
    }
    for link in &links {
        report.records += 1;
        let (Some((from, uri)), Some((to, _))) = (urns.get(&link.from), urns.get(&link.to)) else {
            let id = format!("{}:{}", link.article, link.position);
            report.lose("links of which one end is not in the export", &id);
            continue;
        };
        let comma = if report.rows == 0 { "" } else { "," };
        report.rows += 1;
        report.exported += 1;
        file.line(&format!("{comma}{}", linking(link, from, to, uri)))?;
    }
    file.line("]}")?;
    file.finish()
}

fn urn(kind: &str, id: &str) -> String {
    format!("urn:legation:{kind}:{id}")
}

/// A link as an annotation: its words and the one record are what it is about, the other is what it leads to.
fn linking(link: &Link, from: &str, to: &str, uri: &str) -> Json {
    let (start, end) = span(&link.row);
    json!({
        "id": urn("link", &format!("{}:{}", link.article, link.position)),
        "type": "Annotation",
        "motivation": "linking",
        "generator": {"type": "Software", "name": "Legation"},
        "body": [
            to,
            {"type": "TextualBody", "purpose": "tagging", "value": link.kind},
            {"type": "TextualBody", "purpose": "describing", "format": "text/plain", "value": format!("rule: {}", link.row.str("rule"))},
        ],
        "target": [
            from,
            {"source": uri, "selector": {"type": "TextPositionSelector", "start": start, "end": end}},
        ],
    })
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
        "id": urn(table.singular(), row.str("id")),
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
