//! Events as lines, those of one happening in several articles together.

use super::lines::{Article, event, in_time, list, text_of};
use super::{Line, Scope};
use jiff::civil::Date;
use legation_core::same::{self, Report};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

/// The events that fit, a line for each happening: "14 articles, 3 origins".
pub(super) fn lines(
    articles: &[Article<'_>],
    scope: &Scope,
    fits: &dyn Fn(&Value) -> bool,
) -> Vec<Line> {
    let mut found: Vec<(&Article<'_>, &Value)> = Vec::new();
    for article in articles {
        let events = list(article.json, "events").iter().filter(|e| {
            fits(e)
                && article.concerns(scope, &[&e["source"], &e["target"]])
                && in_time(scope, &e["date"])
        });
        found.extend(events.map(|e| (article, e)));
    }
    let reports: Vec<Report> = found.iter().map(|(a, e)| report(a, e)).collect();
    let mut clusters: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (at, first) in same::clusters(&reports).into_iter().enumerate() {
        clusters.entry(first).or_default().push(at);
    }
    clusters.into_values().map(|members| line(&found, &members)).collect()
}

fn line(found: &[(&Article<'_>, &Value)], members: &[usize]) -> Line {
    const CITES: usize = 4;
    let dated = members.iter().find(|&&i| !found[i].1["date"]["from"].is_null());
    let main = dated.or(members.first()).copied().unwrap_or_default();
    let mut line = event(found[main].0, found[main].1);
    if members.len() > 1 {
        let origins: BTreeSet<&str> = members
            .iter()
            .map(|&i| {
                let document = &found[i].0.json["document"];
                document["duplicate_of"].as_str().unwrap_or_else(|| text_of(document, "id"))
            })
            .collect();
        let _ = write!(line.text, " — {} articles", members.len());
        if origins.len() < members.len() {
            let _ = write!(line.text, ", {} origins", origins.len());
        }
        for &i in members.iter().filter(|&&i| i != main).take(CITES - 1) {
            line.cites.extend(event(found[i].0, found[i].1).cites);
        }
    }
    line
}

fn report(article: &Article<'_>, event: &Value) -> Report {
    let ids = |key: &str| {
        list(event, key)
            .iter()
            .filter_map(Value::as_str)
            .map(str::to_owned)
            .collect::<BTreeSet<_>>()
    };
    let day = |value: &Value| value.as_str().and_then(|d| d.parse::<Date>().ok());
    let kind = event["type"].as_str().or_else(|| event["other_type"].as_str()).unwrap_or_default();
    let sentence = article.sentence(&event["trigger"]["span"]);
    Report {
        article: article.at.to_string(),
        kind: kind.to_owned(),
        source: ids("source"),
        target: ids("target"),
        symmetric: event["symmetric"].as_bool().unwrap_or(false),
        from: day(&event["date"]["from"]),
        to: day(&event["date"]["to"]),
        published: day(&article.json["document"]["published"]["value"]),
        place: event["place"]["name"].as_str().map(str::to_owned),
        trigger: same::words(text_of(&event["trigger"], "text")),
        words: sentence.map(|s| same::words(&s.words)).unwrap_or_default(),
    }
}
