//! What an actor's position is on each of the others, over time: the first, every change, the latest.
//!
//! A position is read from what is done by speaking (accusing, denying, demanding, praising, promising) and from the
//! judgements inside of what is said. Statements that take no side change nothing.

use super::lines::{Article, list, text_of};
use super::{Cite, Line, Scope};
use serde_json::Value;
use std::collections::BTreeMap;

/// Most others that positions are given on.
const MOST: usize = 12;

/// Which side a statement takes towards whom it is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
    For,
    Against,
    Neither,
}

impl Side {
    const fn as_str(self) -> &'static str {
        match self {
            Self::For => "for",
            Self::Against => "against",
            Self::Neither => "neither for nor against",
        }
    }
}

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
            for topic in topics_of(article, statement) {
                let name = article.name(topic);
                topics.entry(name).or_default().push(said(article, statement, topic));
            }
        }
    }
    let mut all: Vec<(String, Vec<Said>)> = topics.into_iter().collect();
    all.sort_by_key(|(_, said)| std::cmp::Reverse(said.len()));
    all.truncate(MOST);
    all.into_iter().flat_map(|(name, said)| of_topic(&name, said)).collect()
}

/// Whom a statement is about: the actors named in its content, the speaker left out.
fn topics_of<'a>(article: &Article<'a>, statement: &Value) -> Vec<&'a str> {
    let speaker = text_of(statement, "speaker");
    let inside = |span: &Value| {
        let (Some(start), Some(end)) = (span[0].as_u64(), span[1].as_u64()) else { return false };
        list(statement, "content").iter().any(|c| {
            let (from, to) = (&c["span"][0], &c["span"][1]);
            from.as_u64().is_some_and(|f| f <= start) && to.as_u64().is_some_and(|t| end <= t)
        })
    };
    let actors: &'a [Value] = list(article.json, "actors");
    let of_speaker = |id: &str| {
        id == speaker
            || actors.iter().any(|a| {
                let (whole, part) = (text_of(a, "id"), |m: &Value| m.as_str() == Some(id));
                whole == speaker && list(a, "members").iter().any(part)
            })
    };
    actors
        .iter()
        .filter(|a| list(a, "members").is_empty() && !of_speaker(text_of(a, "id")))
        .filter(|a| {
            let known = a["known"].as_bool().unwrap_or(false);
            let mentions = list(a, "mentions");
            let named = known || mentions.iter().any(|m| text_of(m, "type") == "name");
            named && mentions.iter().any(|m| inside(&m["span"]))
        })
        .map(|a| text_of(a, "id"))
        .collect()
}

fn said(article: &Article<'_>, statement: &Value, topic: &str) -> Said {
    let own = statement["date"]["from"].as_str();
    let published = article.json["document"]["published"]["value"].as_str();
    let cites = list(statement, "content").iter().filter_map(|c| article.cite(&c["span"]));
    Said {
        day: own.or(published).map(str::to_owned),
        own_day: own.is_some(),
        side: side(article, statement, topic),
        act: text_of(statement, "act").to_owned(),
        cue: statement["cue"]["text"].as_str().unwrap_or("is quoted").to_owned(),
        cites: cites.collect(),
    }
}

/// The side by what is done, else by the judgements about the topic in what is said.
fn side(article: &Article<'_>, statement: &Value, topic: &str) -> Side {
    match text_of(statement, "act") {
        "accusation" | "denial" => return Side::Against,
        "praise" => return Side::For,
        _ => {}
    }
    let id = statement["id"].as_str();
    let judged = list(article.json, "assessments").iter().filter(|a| {
        list(a, "attribution").first().and_then(Value::as_str) == id
            && list(a, "about").iter().any(|x| x.as_str() == Some(topic))
    });
    let balance: i32 = judged
        .map(|a| match text_of(a, "polarity") {
            "positive" => 1,
            "negative" => -1,
            _ => 0,
        })
        .sum();
    match balance {
        1.. => Side::For,
        0 => Side::Neither,
        _ => Side::Against,
    }
}

/// First, changes and latest of what is said on one topic.
fn of_topic(name: &str, mut said: Vec<Said>) -> Vec<Line> {
    said.sort_by(|a, b| (a.day.is_none(), &a.day).cmp(&(b.day.is_none(), &b.day)));
    let last = said.len() - 1;
    let mut side = Side::Neither;
    let mut out = Vec::new();
    for (at, one) in said.into_iter().enumerate() {
        let changed = one.side != Side::Neither && side != Side::Neither && one.side != side;
        let what = match at {
            _ if changed => format!("changed from {} to {}", side.as_str(), one.side.as_str()),
            0 if last == 0 => format!("first and latest, {}", one.side.as_str()),
            0 => format!("first, {}", one.side.as_str()),
            _ if at == last => format!("latest, {}", one.side.as_str()),
            _ => String::new(),
        };
        if one.side != Side::Neither {
            side = one.side;
        }
        if !what.is_empty() {
            let text = format!("On {name}: {what} ({}, {}): {}", one.when(), one.act, one.cue);
            out.push(Line { text, cites: one.cites, day: one.day });
        }
    }
    out
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
