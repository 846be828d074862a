//! What an actor's position is on each of the others, over time: the first, every change, the latest.
//!
//! What a position is, and when it changes, is told in [`legation_core::position`].

use super::lines::{Article, list, text_of};
use super::{Cite, Line, Scope};
use legation_core::position::{self, Side, Turn};
use serde_json::Value;
use std::collections::BTreeMap;

/// Most others that positions are given on.
const MOST: usize = 12;

/// One statement about somebody.
struct Said {
    day: Option<String>,
    /// Whether the day is that of the statement, not of the article.
    own_day: bool,
    side: Side,
    act: String,
    cue: String,
    cites: Vec<Cite>,
}

impl Said {
    fn when(&self) -> String {
        match &self.day {
            Some(day) if self.own_day => day.clone(),
            Some(day) => format!("published {day}"),
            None => "undated".to_owned(),
        }
    }
}

/// The positions of the one actor that a briefing is about; nothing in other briefings.
pub(super) fn lines(articles: &[Article<'_>], scope: &Scope) -> Vec<Line> {
    let [_] = scope.actors.as_slice() else { return Vec::new() };
    let mut topics: BTreeMap<String, Vec<Said>> = BTreeMap::new();
    for article in articles {
        for statement in list(article.json, "statements") {
            if statement["speaker"].is_null()
                || !article.concerns(scope, &[&statement["speaker"]])
                || !super::lines::in_time_or_undated(scope, statement)
            {
                continue;
            }
            for (topic, side) in taken(article, statement) {
                topics.entry(article.name(topic)).or_default().push(said(article, statement, side));
            }
        }
    }
    let mut all: Vec<(String, Vec<Said>)> = topics.into_iter().collect();
    all.sort_by_key(|(_, said)| std::cmp::Reverse(said.len()));
    all.truncate(MOST);
    all.into_iter().flat_map(|(name, said)| of_topic(&name, said)).collect()
}

/// Whom a statement is about, and which side it takes.
fn taken<'a>(article: &Article<'a>, statement: &'a Value) -> Vec<(&'a str, Side)> {
    let span = |span: &Value| Some((span[0].as_u64()?, span[1].as_u64()?));
    let ids = |value: &'a Value, key: &str| {
        list(value, key).iter().filter_map(Value::as_str).collect::<Vec<_>>()
    };
    let id = statement["id"].as_str();
    let judgements = list(article.json, "assessments");
    let said = position::Said {
        speaker: text_of(statement, "speaker"),
        act: text_of(statement, "act"),
        content: list(statement, "content").iter().filter_map(|c| span(&c["span"])).collect(),
        judged: judgements
            .iter()
            .filter(|a| list(a, "attribution").first().and_then(Value::as_str) == id)
            .flat_map(|a| ids(a, "about").into_iter().map(|about| (about, text_of(a, "polarity"))))
            .collect(),
    };
    let actor = |actor: &'a Value| position::Actor {
        id: text_of(actor, "id"),
        members: ids(actor, "members"),
        known: actor["known"].as_bool().unwrap_or(false),
        mentions: list(actor, "mentions")
            .iter()
            .filter_map(|m| Some((span(&m["span"])?, text_of(m, "type") == "name")))
            .collect(),
    };
    let actors: Vec<position::Actor<'a>> = list(article.json, "actors").iter().map(actor).collect();
    position::taken(&said, &actors)
}

fn said(article: &Article<'_>, statement: &Value, side: Side) -> Said {
    let own = statement["date"]["from"].as_str();
    let published = article.json["document"]["published"]["value"].as_str();
    let cites = list(statement, "content").iter().filter_map(|c| article.cite(&c["span"]));
    Said {
        day: own.or(published).map(str::to_owned),
        own_day: own.is_some(),
        side,
        act: text_of(statement, "act").to_owned(),
        cue: statement["cue"]["text"].as_str().unwrap_or("is quoted").to_owned(),
        cites: cites.collect(),
    }
}

/// A side in words.
const fn words(side: Side) -> &'static str {
    match side {
        Side::Neither => "neither for nor against",
        side => side.as_str(),
    }
}

/// First, changes and latest of what is said on one topic.
fn of_topic(name: &str, mut said: Vec<Said>) -> Vec<Line> {
    said.sort_by(|a, b| (a.day.is_none(), &a.day).cmp(&(b.day.is_none(), &b.day)));
    let sides: Vec<Side> = said.iter().map(|one| one.side).collect();
    let line = |(one, turn): (Said, Turn)| {
        let side = words(one.side);
        let what = match turn {
            Turn::Only => format!("first and latest, {side}"),
            Turn::First => format!("first, {side}"),
            Turn::Changed(before) => format!("changed from {} to {side}", words(before)),
            Turn::Latest => format!("latest, {side}"),
            Turn::Between => return None,
        };
        let text = format!("On {name}: {what} ({}, {}): {}", one.when(), one.act, one.cue);
        Some(Line { text, cites: one.cites, day: one.day })
    };
    said.into_iter().zip(position::turns(&sides)).filter_map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::super::{Brief, Scope};
    use serde_json::{Value, json};

    fn article(day: &str, text: &str, cue: &str, act: &str) -> Value {
        let end = text.chars().count();
        let at = text.find("Belmark").map_or(0, |b| text[..b].chars().count());
        json!({
            "document": {"id": day, "uri": day, "text": text, "published": {"value": day}},
            "sentences": [[0, end]],
            "actors": [
                {"id": "AAA", "name": "Arvenia", "known": true, "mentions": [{"span": [0, 7], "type": "name"}]},
                {"id": "BBB", "name": "Belmark", "known": true, "mentions": [{"span": [at, at + 7], "type": "name"}]},
            ],
            "statements": [{
                "id": "s", "speaker": "AAA", "act": act, "cue": {"text": cue}, "date": {},
                "content": [{"span": [8, end]}],
            }],
        })
    }

    #[test]
    fn first_changes_and_latest() {
        let articles = [
            article("2031-03-01", "Arvenia praised Belmark.", "praised", "praise"),
            article("2031-01-01", "Arvenia accused Belmark.", "accused", "accusation"),
            article("2031-02-01", "Arvenia spoke of Belmark.", "spoke of", "assertion"),
            article("2031-04-01", "Arvenia named Belmark.", "named", "assertion"),
        ];
        let scope = Scope { actors: vec!["arvenia".to_owned()], ..Scope::default() };
        let brief = Brief::of(&articles, &scope);
        let section = brief.sections.iter().find(|s| s.key == "positions").unwrap();
        let lines: Vec<&str> = section.lines.iter().map(|l| l.text.as_str()).collect();
        assert_eq!(
            lines,
            [
                "On Belmark: first, against (published 2031-01-01, accusation): accused",
                "On Belmark: changed from against to for (published 2031-03-01, praise): praised",
                "On Belmark: latest, neither for nor against (published 2031-04-01, assertion): named",
            ]
        );
        assert_eq!(section.lines[0].cites[0].words, "accused Belmark.");
    }

    #[test]
    fn none_without_an_actor() {
        let articles = [article("2031-03-01", "Arvenia praised Belmark.", "praised", "praise")];
        let brief = Brief::of(&articles, &Scope::default());
        assert!(brief.sections.iter().all(|s| s.key != "positions"));
    }
}
