//! The parts of a briefing that only one on a single actor has: the names used for it, and its offices over time.

use super::lines::{Article, list, text_of};
use super::{Cite, Line, Scope};
use legation_coder::knowledge::{Interval, Knowledge, Target};
use serde_json::Value;
use std::collections::BTreeMap;

/// Most names that are given.
const MOST_NAMES: usize = 25;
/// Most places cited for a name or an office.
const CITES: usize = 2;

/// The offices that the tables give a person, in order of time, each as "2012-05-07 to 2020-01-15: prime minister of Russia". Empty
/// for ids that are of no person in the tables.
pub fn terms(knowledge: &Knowledge, id: &str) -> Vec<String> {
    let Some(Target::Person(person)) = knowledge.by_id(id) else { return Vec::new() };
    let mut held: Vec<(Interval, String)> = knowledge
        .holdings_by(person)
        .map(|(holding, office)| {
            let of = name_of(knowledge, &office.of);
            let said = office.title.to_lowercase().contains(&of.to_lowercase());
            let link = if office.title.contains(" of ") { ", " } else { " of " };
            let of = if said { String::new() } else { format!("{link}{of}") };
            let status = holding.status.as_deref().map_or_else(String::new, |s| format!("{s} "));
            (holding.when, format!("{status}{}{of}", office.title))
        })
        .collect();
    held.sort_by_key(|(when, _)| (when.from, when.to));
    held.into_iter().map(|(when, what)| format!("{}: {what}", period(when))).collect()
}

/// What the built-in tables call an actor that an article does not name itself: "eu.commission" of an office.
pub(super) fn known_name(id: &str) -> Option<String> {
    static KNOWLEDGE: std::sync::OnceLock<Knowledge> = std::sync::OnceLock::new();
    let known = name_of(KNOWLEDGE.get_or_init(Knowledge::builtin), id);
    (known != id).then_some(known)
}

fn name_of(knowledge: &Knowledge, id: &str) -> String {
    match knowledge.by_id(id) {
        Some(Target::State(i)) => knowledge.states[i as usize].name.clone(),
        Some(Target::Organisation(i)) => knowledge.organisations[i as usize].name.clone(),
        Some(Target::Region(i)) => knowledge.regions[i as usize].name.clone(),
        _ => id.to_owned(),
    }
}

fn period(when: Interval) -> String {
    match (when.from, when.to) {
        (Some(from), Some(to)) => format!("{from} to {to}"),
        (Some(from), None) => format!("since {from}"),
        (None, Some(to)) => format!("until {to}"),
        (None, None) => "on days not known".to_owned(),
    }
}

/// The actor of an article that the briefing is about, with what it is called there.
fn of_scope<'a>(article: &Article<'a>, scope: &Scope) -> Option<&'a Value> {
    let [wanted] = scope.actors.as_slice() else { return None };
    let actors = || list(article.json, "actors").iter().filter(|a| list(a, "members").is_empty());
    let lower = wanted.to_lowercase();
    actors()
        .find(|a| text_of(a, "id").eq_ignore_ascii_case(wanted))
        .or_else(|| actors().find(|a| text_of(a, "name").to_lowercase() == lower))
        .or_else(|| actors().find(|a| text_of(a, "name").to_lowercase().contains(&lower)))
}

/// The words that the articles use for the actor, the most frequent first.
pub(super) fn names(articles: &[Article<'_>], scope: &Scope) -> Vec<Line> {
    let mut found: BTreeMap<String, (usize, String, Vec<Cite>)> = BTreeMap::new();
    for article in articles {
        let Some(actor) = of_scope(article, scope) else { continue };
        for mention in list(actor, "mentions") {
            let kind = text_of(mention, "type");
            if kind == "pronoun" {
                continue;
            }
            let entry = found
                .entry(text_of(mention, "text").to_owned())
                .or_insert_with(|| (0, kind.to_owned(), Vec::new()));
            entry.0 += 1;
            entry.2.extend(article.cite(&mention["span"]).filter(|_| entry.2.len() < CITES));
        }
    }
    let mut all: Vec<_> = found.into_iter().collect();
    all.sort_by(|a, b| b.1.0.cmp(&a.1.0).then_with(|| a.0.cmp(&b.0)));
    all.truncate(MOST_NAMES);
    all.into_iter()
        .map(|(words, (count, kind, cites))| {
            let kind = if kind == "nominal" { "description" } else { kind.as_str() };
            let times = if count == 1 { "once".to_owned() } else { format!("{count} times") };
            Line { text: format!("“{words}” ({kind}), {times}"), cites, day: None }
        })
        .collect()
}

/// Offices over time: by the tables, with days; then those that only the texts give, with the days of the articles.
pub(super) fn offices(articles: &[Article<'_>], scope: &Scope) -> Vec<Line> {
    let plain = |text: &String| Line { text: text.clone(), cites: Vec::new(), day: None };
    let mut lines: Vec<Line> = scope.terms.iter().map(plain).collect();
    let mut told: BTreeMap<String, (Vec<String>, Vec<Cite>)> = BTreeMap::new();
    for article in articles {
        let Some(actor) = of_scope(article, scope) else { continue };
        for role in list(actor, "roles") {
            let Some(cite) = article.cite(&role["span"]) else { continue };
            let of = role["of"]
                .as_str()
                .map_or_else(String::new, |o| format!(" of {}", article.name(o)));
            let status = match text_of(role, "status") {
                status @ ("former" | "acting" | "elect") => format!("{status} "),
                _ => String::new(),
            };
            let entry = told.entry(format!("{status}{}{of}", text_of(role, "title"))).or_default();
            let published = article.json["document"]["published"]["value"].as_str();
            entry.0.extend(published.map(str::to_owned));
            if entry.1.len() < CITES {
                entry.1.push(cite);
            }
        }
    }
    lines.extend(told.into_iter().map(|(what, (mut days, cites))| {
        days.sort();
        let when = match (days.first(), days.last()) {
            (Some(first), Some(last)) if first != last => {
                format!("in articles of {first} to {last}")
            }
            (Some(day), _) => format!("in an article of {day}"),
            _ => "in an undated article".to_owned(),
        };
        Line { text: format!("{when}: {what}, says the text"), cites, day: days.first().cloned() }
    }));
    lines
}

/// The ids under which the articles have the actor that a briefing is about.
pub fn ids(articles: &[Value], scope: &Scope) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for (at, json) in articles.iter().enumerate() {
        if let Some(actor) = of_scope(&Article::new(at, json), scope) {
            let id = text_of(actor, "id").to_owned();
            if !out.contains(&id) {
                out.push(id);
            }
        }
    }
    out
}
