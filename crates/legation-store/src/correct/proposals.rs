//! Corrections of events as proposals for the codebook: examples in the form of its pages, which are tests there.

use crate::{Result, Store};
use serde_json::Value as Json;
use std::collections::BTreeMap;
use std::fmt::Write as _;

const HEAD: &str = "# Proposals for the codebook\n\n\
Made from corrections by people. Each names the rule that was wrong and gives the sentence with what it should yield, in the form of the \
examples in `codebook/events`. The sentences are those of the articles: put your own in their place before you publish them.\n";

impl Store {
    /// The corrections of events as examples for the codebook's pages, in Markdown, by the type that is right. Empty where there
    /// are none.
    pub fn proposals(&self) -> Result<String> {
        let mut pages: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for gold in self.gold()? {
            let correction = &gold["correction"];
            let after: Vec<&Json> = gold["after"].as_array().into_iter().flatten().collect();
            let Some(event) =
                [&gold["before"]].into_iter().chain(after.iter().copied()).find(|r| is_event(r))
            else {
                continue;
            };
            let Some(article) = self.article(correction["article"].as_str().unwrap_or_default())?
            else {
                continue;
            };
            let Some(sentence) = Sentence::around(&article, event) else { continue };
            let before = Some(&gold["before"]).filter(|r| is_event(r));
            let mut verdicts: Vec<String> = after.iter().map(|e| sentence.verdict(e)).collect();
            if verdicts.is_empty() {
                // Nothing takes the place of what was rejected: what else stands in the sentence, or nothing.
                verdicts = sentence.events().map(|e| sentence.verdict(e)).collect();
            }
            if verdicts.is_empty() {
                verdicts.push("none".to_owned());
            }
            let page = after.first().copied().or(before).map(kind).unwrap_or_default();
            pages.entry(page).or_default().push(proposal(correction, before, &sentence, &verdicts));
        }
        if pages.is_empty() {
            return Ok(String::new());
        }
        let mut out = HEAD.to_owned();
        for (page, proposals) in pages {
            let _ = writeln!(out, "\n## {page}\n\n{}", proposals.join("\n\n"));
        }
        Ok(out)
    }
}

/// Events have a trigger; no other record has.
fn is_event(record: &Json) -> bool {
    record.get("trigger").is_some_and(Json::is_object)
}

fn text<'j>(record: &'j Json, field: &str) -> Option<&'j str> {
    record.get(field).and_then(Json::as_str)
}

fn kind(event: &Json) -> String {
    let name = text(event, "type").or_else(|| text(event, "other_type")).unwrap_or("none");
    name.to_owned()
}

fn proposal(
    correction: &Json,
    before: Option<&Json>,
    sentence: &Sentence<'_>,
    verdicts: &[String],
) -> String {
    let of = |field: &str| text(correction, field).unwrap_or_default().to_owned();
    let mut out = format!("{} {} by {}, {}", of("action"), of("id"), of("made_by"), of("made_at"));
    if let Some(why) = text(correction, "reason") {
        let _ = write!(out, ": {why}");
    }
    out.push('.');
    if let Some(before) = before {
        let rule = text(before, "rule").unwrap_or("an unnamed rule");
        let _ = write!(out, " `{rule}` made it `{}`.", sentence.verdict(before));
    }
    let _ = write!(out, "\n\n```example\n{}\n", sentence.words);
    for verdict in verdicts {
        let _ = writeln!(out, "=> {verdict}");
    }
    out + "```"
}

/// A sentence of an article.
struct Sentence<'a> {
    article: &'a Json,
    start: u64,
    end: u64,
    words: String,
}

impl<'a> Sentence<'a> {
    /// The sentence in which an event is reported.
    fn around(article: &'a Json, event: &Json) -> Option<Self> {
        let at = event.pointer("/trigger/span/0")?.as_u64()?;
        let spans = article.get("sentences")?.as_array()?.iter().filter_map(span);
        let (start, end) = spans.into_iter().find(|(start, end)| (*start..*end).contains(&at))?;
        let whole = article.pointer("/document/text")?.as_str()?;
        let words: String =
            whole.chars().skip(start as usize).take((end - start) as usize).collect();
        let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
        Some(Self { article, start, end, words })
    }

    /// The events that stand in it, corrections applied.
    fn events(&self) -> impl Iterator<Item = &'a Json> {
        let (start, end) = (self.start, self.end);
        let events = self.article.get("events").and_then(Json::as_array);
        events.into_iter().flatten().filter(move |event| {
            let at = event.pointer("/trigger/span/0").and_then(Json::as_u64);
            at.is_some_and(|at| (start..end).contains(&at))
        })
    }

    /// An event in the notation of the codebook's examples.
    fn verdict(&self, event: &Json) -> String {
        let mode = text(event, "mode").map(|m| format!("/{m}")).unwrap_or_default();
        let [source, target] = ["source", "target"].map(|side| {
            let ids = event.get(side).and_then(Json::as_array).into_iter().flatten();
            let names: Vec<String> =
                ids.filter_map(Json::as_str).map(|id| self.called(id)).collect();
            if names.is_empty() { "-".to_owned() } else { names.join(" + ") }
        });
        let factuality = text(event, "factuality").unwrap_or("occurred");
        format!("{}{mode} | {source} > {target} | {factuality}", kind(event))
    }

    /// What an actor is called in the sentence, or its name where it is not named there.
    fn called(&self, id: &str) -> String {
        let actors = self.article.get("actors").and_then(Json::as_array);
        let Some(actor) = actors.into_iter().flatten().find(|a| text(a, "id") == Some(id)) else {
            return id.to_owned();
        };
        let mentions = actor.get("mentions").and_then(Json::as_array).into_iter().flatten();
        let here = mentions.filter(|m| {
            m.get("span").and_then(span).is_some_and(|(a, b)| self.start <= a && b <= self.end)
        });
        let best = here.min_by_key(|m| text(m, "type") == Some("pronoun"));
        let words = best.and_then(|m| text(m, "text")).or_else(|| text(actor, "name"));
        words.unwrap_or(id).split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

fn span(json: &Json) -> Option<(u64, u64)> {
    Some((json.get(0)?.as_u64()?, json.get(1)?.as_u64()?))
}
