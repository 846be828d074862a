//! What is contested, inside articles by their links and across articles by comparison; and what the texts say led to what.

use super::lines::{Article, events, in_time_or_undated, list, statements, text_of};
use super::{Cite, Line, Scope};
use legation_core::record::Comparator;
use legation_core::same::{self, Claim};
use serde_json::Value;

/// Denials, contradictions, and figures on which articles differ.
pub(super) fn lines(articles: &[Article<'_>], scope: &Scope) -> Vec<Line> {
    let mut out: Vec<Line> = Vec::new();
    for article in articles {
        let linked: Vec<Line> = links(article, scope);
        let mut rest = events(article, scope, &|e| text_of(e, "factuality") == "denied");
        rest.extend(statements(article, scope, &|s| text_of(s, "act") == "denial"));
        // A denial that a link shows together with the claim needs no line of its own.
        rest.retain(|line| {
            !line
                .cites
                .iter()
                .any(|c| linked.iter().any(|l| l.cites.iter().any(|k| overlaps(c, k))))
        });
        out.extend(linked);
        out.extend(rest);
    }
    out.extend(figures(articles, scope));
    out
}

fn overlaps(a: &Cite, b: &Cite) -> bool {
    a.article == b.article && a.span.0 < b.span.1 && b.span.0 < a.span.1
}

/// A record of any list by its id, with the name of the list.
fn record<'a>(article: &Article<'a>, id: &str) -> Option<(&'static str, &'a Value)> {
    const LISTS: [&str; 6] =
        ["events", "statements", "attitudes", "figures", "ties", "assessments"];
    LISTS.into_iter().find_map(|name| {
        let found = list(article.json, name).iter().find(|r| text_of(r, "id") == id)?;
        Some((name, found))
    })
}

/// Who is concerned by a record, for the scope.
fn parties(record: &Value) -> Vec<&Value> {
    ["source", "target", "speaker", "addressees", "subject", "object", "a", "b", "about", "holder"]
        .iter()
        .map(|k| &record[*k])
        .collect()
}

/// The words of a record: what is said, the sentence of an event, else its own.
fn words(article: &Article<'_>, (name, record): (&str, &Value)) -> Option<Cite> {
    match name {
        "events" => article.sentence(&record["trigger"]["span"]),
        "statements" | "attitudes" => list(record, "content")
            .first()
            .and_then(|c| article.cite(&c["span"]))
            .or_else(|| article.cite(&record["span"])),
        "figures" => article.sentence(&record["span"]),
        _ => article.cite(&record["span"]),
    }
}

/// In whose voice a record stands.
fn voice(article: &Article<'_>, (name, record): (&str, &Value)) -> String {
    if matches!(name, "statements" | "attitudes") {
        return record["speaker"]
            .as_str()
            .map_or_else(|| "somebody not named".to_owned(), |s| article.name(s));
    }
    let spoken = article.voice(record);
    spoken.strip_prefix(", according to ").map_or_else(|| "the reporter".to_owned(), str::to_owned)
}

fn links(article: &Article<'_>, scope: &Scope) -> Vec<Line> {
    let mut out = Vec::new();
    for link in list(article.json, "links") {
        let (Some(from), Some(to)) =
            (record(article, text_of(link, "from")), record(article, text_of(link, "to")))
        else {
            continue;
        };
        let near = [parties(from.1), parties(to.1)].concat();
        if !article.concerns(scope, &near) {
            continue;
        }
        let (one, other) = (voice(article, from), voice(article, to));
        let text = match text_of(link, "kind") {
            "denies" => format!("Denied by {one}: what {other} said"),
            "contradicts" if to.0 == "figures" => {
                format!("{one} against {other}: different figures")
            }
            "contradicts" => match text_of(link, "rule").strip_prefix("link:") {
                Some(said) if said.contains(" / ") => format!(
                    "{one} against {other}: “{}”",
                    said.split(" / ").next().unwrap_or_default()
                ),
                _ => format!("{one} against {other}: two accounts"),
            },
            _ => continue,
        };
        let cites = [words(article, from), words(article, to)].into_iter().flatten().collect();
        out.push(Line { text, cites, day: None });
    }
    out
}

/// What the text says brought about what. Where it only gives an order in time, the line says so.
pub(super) fn causes(article: &Article<'_>, scope: &Scope) -> Vec<Line> {
    const ORDER: [&str; 6] =
        ["after", "once", "following", "in the wake of", "in the aftermath of", "on the heels of"];
    let mut out = Vec::new();
    for link in list(article.json, "links").iter().filter(|l| text_of(l, "kind") == "causes") {
        let (Some(from), Some(to)) =
            (record(article, text_of(link, "from")), record(article, text_of(link, "to")))
        else {
            continue;
        };
        let near = [parties(from.1), parties(to.1)].concat();
        if !article.concerns(scope, &near) || !in_time_or_undated(scope, to.1) {
            continue;
        }
        let cue = text_of(link, "rule").strip_prefix("link:").unwrap_or_default();
        let short = |(name, record): (&str, &Value)| {
            let words = match name {
                "events" => text_of(&record["trigger"], "text").to_owned(),
                _ => article.cite(&record["span"]).map(|c| c.words).unwrap_or_default(),
            };
            super::shortened(&words, 70)
        };
        let kind = if ORDER.contains(&cue) { "in time" } else { "cause" };
        let text =
            format!("“{}” → “{}” ({kind}: “{cue}”){}", short(from), short(to), article.voice(to.1));
        let cites = article.sentence(&link["span"]).into_iter().collect();
        out.push(Line { text, cites, day: None });
    }
    out
}

/// The same measure with values that exclude each other in different articles.
fn figures(articles: &[Article<'_>], scope: &Scope) -> Vec<Line> {
    let mut all: Vec<(&Article<'_>, &Value, Claim)> = Vec::new();
    for article in articles {
        for figure in list(article.json, "figures") {
            if article.concerns(scope, &[&figure["subject"], &figure["object"]])
                && in_time_or_undated(scope, figure)
            {
                all.push((article, figure, claim(article, figure)));
            }
        }
    }
    let mut out = Vec::new();
    for (n, (article, figure, claim)) in all.iter().enumerate() {
        let others =
            all[n + 1..].iter().filter(|(a, _, c)| a.at != article.at && claim.disagrees(c));
        for (other, theirs, _) in others {
            let said = |a: &Article<'_>, f: &Value| {
                format!("{} ({})", text_of(f, "text"), voice(a, ("figures", f)))
            };
            let text = format!(
                "Different figures for {}: {} against {}",
                super::shortened(text_of(figure, "measures"), 60),
                said(article, figure),
                said(other, theirs)
            );
            let cites = [article.sentence(&figure["span"]), other.sentence(&theirs["span"])];
            out.push(Line { text, cites: cites.into_iter().flatten().collect(), day: None });
        }
    }
    out
}

fn claim(article: &Article<'_>, figure: &Value) -> Claim {
    let day = |key: &str| figure["date"][key].as_str().and_then(|d| d.parse().ok());
    let ids = ["subject", "object"].iter().flat_map(|k| list(figure, k));
    // "killed" for "killed 12 people": the event around the number says what is counted.
    let inside = |e: &&Value| {
        let (f, e) = (&figure["span"], &e["span"]);
        e[0].as_u64() <= f[0].as_u64() && e[1].as_u64() >= f[1].as_u64()
    };
    let around = list(article.json, "events").iter().find(inside);
    let mut words = same::words(text_of(figure, "measures"));
    words.extend(around.map(|e| same::words(text_of(&e["trigger"], "text"))).unwrap_or_default());
    Claim {
        unit: figure["unit"].as_str().map(str::to_owned),
        value: figure["value"].as_f64(),
        value_to: figure["value_to"].as_f64(),
        comparator: Comparator::parse(text_of(figure, "comparator")).unwrap_or(Comparator::Exactly),
        head: same::head(text_of(figure, "measures")),
        words,
        actors: ids
            .filter_map(Value::as_str)
            .filter(|id| !id.contains('@'))
            .map(str::to_owned)
            .collect(),
        from: day("from"),
        to: day("to"),
    }
}
