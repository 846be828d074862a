//! FollowTheMoney entities as JSON lines, for Aleph and its kin: articles, actors, events, ties, and quotes as notes.

use super::Out;
use super::links::{self, Link};
use super::states::state;
use crate::Result;
use crate::columns::{ACTORS, ARTICLES, EVENTS, STATEMENTS, TIES};
use crate::value::Row;
use serde_json::{Map, Value as Json, json};
use std::collections::{HashMap, HashSet};

pub(super) fn write(out: &mut Out<'_>) -> Result<()> {
    out.report.not_in_format = vec![
        "factuality: it stands in the summary of an event as text",
        "PLOVER's contexts, quadrant and intensity",
        "figures and assessments",
        "the place of the words in the text",
    ];
    let filter = &out.options.filter;
    let store = out.store;
    let links = links::all(out)?;
    let mut file = out.file("entities.ftm.jsonl")?;
    let report = &mut out.report;
    let mut put = |entity: &Json| {
        report.rows += 1;
        file.line(&entity.to_string())
    };
    let mut wanted_articles: HashSet<String> = HashSet::new();
    let mut wanted_actors: HashSet<String> = HashSet::new();
    let (mut records, mut exported) = (0, 0);
    let mut not_facts = Vec::new();
    let mut unlinked = Vec::new();
    // What a link can join here: events and notes are things, ties are links themselves.
    let mut things: HashMap<String, String> = HashMap::new();
    store.each(&EVENTS, &filter.fitted(&EVENTS), &mut |event| {
        records += 1;
        if matches!(event.str("factuality"), "denied" | "negated" | "alleged" | "possible") {
            not_facts.push(event.str("id").to_owned());
            return Ok(());
        }
        exported += 1;
        wanted_articles.insert(event.str("article").to_owned());
        for column in ["source", "target"] {
            wanted_actors.extend(event.get(column).as_list().iter().cloned());
        }
        things.insert(event.str("id").to_owned(), id("event", event.str("id")));
        put(&event_entity(&event))
    })?;
    store.each(&STATEMENTS, &filter.fitted(&STATEMENTS), &mut |statement| {
        records += 1;
        exported += 1;
        wanted_articles.insert(statement.str("article").to_owned());
        wanted_actors.extend(statement.get("speaker").as_str().map(str::to_owned));
        things.insert(statement.str("id").to_owned(), id("statement", statement.str("id")));
        put(&note(&statement))
    })?;
    store.each(&TIES, &filter.fitted(&TIES), &mut |tie| {
        records += 1;
        if matches!(tie.str("factuality"), "denied" | "negated" | "alleged" | "possible") {
            not_facts.push(tie.str("id").to_owned());
            return Ok(());
        }
        exported += 1;
        wanted_articles.insert(tie.str("article").to_owned());
        wanted_actors.extend([tie.str("a").to_owned(), tie.str("b").to_owned()]);
        put(&link(&tie))
    })?;
    for one in &links {
        records += 1;
        let known = |id: &String| things.get(id).cloned();
        let (Some(from), Some(to)) = (known(&one.from), known(&one.to)) else {
            unlinked.push(format!("{}:{}", one.article, one.position));
            continue;
        };
        exported += 1;
        put(&between(one, from, to))?;
    }
    store.each(&ACTORS, &crate::Filter::all(), &mut |actor| {
        if wanted_actors.contains(actor.str("id")) { put(&actor_entity(&actor)) } else { Ok(()) }
    })?;
    store.each(&ARTICLES, &crate::Filter::all(), &mut |article| {
        if wanted_articles.contains(article.str("id")) {
            put(&article_entity(&article))
        } else {
            Ok(())
        }
    })?;
    file.finish()?;
    out.report.records = records;
    out.report.exported = exported;
    for id in not_facts {
        out.report.lose("events and ties that are not facts left out", &id);
    }
    for id in unlinked {
        out.report.lose("links left out: one end is not in the export, or is a tie", &id);
    }
    Ok(())
}

/// Ids of entities: letters that no id of ours can clash with, whatever characters ours have.
fn id(kind: &str, id: &str) -> String {
    format!("legation-{kind}-{}", &blake3::hash(id.as_bytes()).to_hex()[..24])
}

/// An entity without the properties that have no value.
fn entity(own: &str, schema: &str, properties: Vec<(&str, Vec<String>)>) -> Json {
    let mut filled = Map::new();
    for (name, values) in properties {
        let values: Vec<String> = values.into_iter().filter(|v| !v.is_empty()).collect();
        if !values.is_empty() {
            filled.insert(name.to_owned(), json!(values));
        }
    }
    json!({"id": own, "schema": schema, "properties": filled})
}

fn one(text: &str) -> Vec<String> {
    vec![text.to_owned()]
}

fn actor_ids(ids: &[String]) -> Vec<String> {
    ids.iter().map(|a| id("actor", a)).collect()
}

fn country(iso3: &str) -> Vec<String> {
    vec![state(iso3).iso2.to_lowercase()]
}

fn event_entity(event: &Row) -> Json {
    let what = match event.get("mode").as_str() {
        Some(mode) => format!("{} {mode}", event.str("type")),
        None => event.get("type").as_str().unwrap_or(event.str("other_type")).to_owned(),
    };
    let [from, to] = ["date_from", "date_to"].map(|c| event.str(c));
    let (date, start, end) = if from == to { (from, "", "") } else { ("", from, to) };
    let mut involved = actor_ids(event.get("source").as_list());
    involved.extend(actor_ids(event.get("target").as_list()));
    entity(
        &id("event", event.str("id")),
        "Event",
        vec![
            ("name", one(&format!("{what}: {}", event.str("trigger")))),
            (
                "summary",
                one(&format!("{} ({what}, {})", event.str("text"), event.str("factuality"))),
            ),
            ("date", one(date)),
            ("startDate", one(start)),
            ("endDate", one(end)),
            ("location", one(event.str("place"))),
            ("country", country(event.str("place_country"))),
            ("involved", involved),
            ("proof", vec![id("article", event.str("article"))]),
        ],
    )
}

fn note(statement: &Row) -> Json {
    let text = match statement.get("quote").as_str() {
        Some(quote) => format!("“{quote}”"),
        None => statement.str("content").to_owned(),
    };
    // A note has no date of its own.
    let date = statement.get("date_value").as_str().map_or_else(String::new, |d| format!(", {d}"));
    let summary = format!("{} ({}){date}", statement.str("act"), statement.str("manner"));
    entity(
        &id("statement", statement.str("id")),
        "Note",
        vec![
            ("description", one(&text)),
            ("summary", one(&summary)),
            (
                "entity",
                statement.get("speaker").as_str().map(|a| id("actor", a)).into_iter().collect(),
            ),
            ("proof", vec![id("article", statement.str("article"))]),
        ],
    )
}

fn link(tie: &Row) -> Json {
    entity(
        &id("tie", tie.str("id")),
        "UnknownLink",
        vec![
            ("subject", vec![id("actor", tie.str("a"))]),
            ("object", vec![id("actor", tie.str("b"))]),
            ("role", one(tie.str("type"))),
            ("startDate", one(tie.str("date_from"))),
            ("endDate", one(tie.str("date_to"))),
            ("summary", one(tie.str("text"))),
            ("proof", vec![id("article", tie.str("article"))]),
        ],
    )
}

/// What one record is to another: what it brought about, denies or contradicts.
fn between(link: &Link, from: String, to: String) -> Json {
    entity(
        &id("link", &format!("{}:{}", link.article, link.position)),
        "UnknownLink",
        vec![
            ("subject", vec![from]),
            ("object", vec![to]),
            ("role", one(&link.kind)),
            ("summary", one(link.row.str("rule"))),
            ("proof", vec![id("article", &link.article)]),
        ],
    )
}

fn actor_entity(actor: &Row) -> Json {
    let schema = match actor.str("kind") {
        "person" => "Person",
        "government" | "military" | "state" => "PublicBody",
        "company" => "Company",
        "party" | "igo" | "ngo" | "media" | "think_tank" => "Organization",
        _ => "LegalEntity",
    };
    entity(
        &id("actor", actor.str("id")),
        schema,
        vec![
            ("name", one(actor.str("name"))),
            ("country", country(actor.str("country"))),
            ("keywords", actor.get("sectors").as_list().to_vec()),
        ],
    )
}

fn article_entity(article: &Row) -> Json {
    let uri = article.str("uri");
    let address = if uri.starts_with("http") { uri } else { "" };
    entity(
        &id("article", article.str("id")),
        "Article",
        vec![
            ("title", one(article.get("title").as_str().unwrap_or(uri))),
            ("author", article.get("byline").as_list().to_vec()),
            ("publisher", one(article.str("publisher"))),
            ("publishedAt", one(article.str("published"))),
            ("sourceUrl", one(address)),
            ("bodyText", one(article.str("text"))),
        ],
    )
}
