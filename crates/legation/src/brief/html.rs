//! A briefing as one self-contained page: records beside the text they rest on, a network and a time line.

use super::{Brief, Cite, Edge, Source};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");

/// Renders the page. It fetches nothing.
pub fn render(brief: &Brief) -> String {
    let title = escaped(&brief.title);
    let mut pieces = Pieces::default();
    let records = records(brief, &mut pieces);
    let texts: String =
        brief.articles.iter().enumerate().map(|(at, source)| text(at, source, &pieces)).collect();
    let language = "en";
    format!(
        "<!doctype html>\n<html lang=\"{language}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{title}</title>\n\
         <style>\n{STYLE}</style>\n</head>\n<body>\n<header><h1>{title}</h1>\n{}</header>\n<main>\n\
         <section id=\"records\" aria-label=\"Records\" tabindex=\"-1\">\n{}{}{records}</section>\n\
         <section id=\"texts\" aria-label=\"Articles\" tabindex=\"-1\">\n{texts}</section>\n</main>\n<script>\n{SCRIPT}</script>\n\
         </body>\n</html>\n",
        contents(brief),
        network(&brief.edges),
        timeline(brief),
    )
}

/// Links to the parts, and which kinds of words are marked in the text.
fn contents(brief: &Brief) -> String {
    let mut out = String::from("<nav aria-label=\"Parts\">");
    for section in &brief.sections {
        let _ = write!(
            out,
            "<a href=\"#{}\">{} <small>{}</small></a>",
            section.key,
            escaped(section.title),
            section.lines.len()
        );
    }
    out.push_str("</nav>\n<fieldset><legend>Marked in the text</legend>");
    for (kind, name) in KINDS {
        if brief.sections.iter().any(|s| kind_of(s.key) == *kind) {
            let _ = write!(
                out,
                "<label class=\"{kind}\"><input type=\"checkbox\" value=\"{kind}\" checked>{name}</label>"
            );
        }
    }
    out.push_str("</fieldset>\n");
    out
}

/// The kinds of marked words, in the order in which a mark of several shows its colour.
const KINDS: &[(&str, &str)] = &[
    ("event", "events"),
    ("tie", "ties"),
    ("said", "statements"),
    ("view", "judgements"),
    ("figure", "figures"),
    ("actor", "actors"),
];

/// The kind of the words that a section's lines rest on.
fn kind_of(section: &str) -> &'static str {
    match section {
        "actors" => "actor",
        "ties" => "tie",
        "said" | "unproven" | "contested" => "said",
        "figures" => "figure",
        "constraints" | "judgements" | "forecasts" => "view",
        _ => "event",
    }
}

/// The cited pieces of text, numbered in order of first use, with the kinds of lines that rest on them.
#[derive(Default)]
struct Pieces(BTreeMap<Place, (usize, BTreeSet<&'static str>)>);

/// An article's position and a span in it.
type Place = (usize, (usize, usize));

impl Pieces {
    fn number(&mut self, cite: &Cite, kind: &'static str) -> usize {
        let next = self.0.len();
        let entry =
            self.0.entry((cite.article, cite.span)).or_insert_with(|| (next, BTreeSet::new()));
        entry.1.insert(kind);
        entry.0
    }
}

fn records(brief: &Brief, pieces: &mut Pieces) -> String {
    let mut out = String::new();
    for section in &brief.sections {
        let kind = kind_of(section.key);
        let _ = writeln!(out, "<h2 id=\"{}\">{}</h2>\n<ul>", section.key, escaped(section.title));
        for (at, line) in section.lines.iter().enumerate() {
            let numbers: Vec<String> =
                line.cites.iter().map(|c| pieces.number(c, kind).to_string()).collect();
            let known = if numbers.is_empty() {
                String::new()
            } else {
                format!(" data-c=\"{}\"", numbers.join(" "))
            };
            let id = line_id(section.key, at);
            let _ = write!(out, "<li id=\"{id}\"{known}>{}", escaped(&line.text));
            for cite in &line.cites {
                let _ = write!(out, "<q>{}</q>", escaped(&cite.words));
            }
            out.push_str("</li>\n");
        }
        out.push_str("</ul>\n");
    }
    out
}

fn line_id(section: &str, at: usize) -> String {
    format!("{section}-{}", at + 1)
}

/// An article with its cited pieces marked. Where pieces overlap, the text is cut at every edge.
fn text(at: usize, source: &Source, pieces: &Pieces) -> String {
    let chars: Vec<char> = source.text.chars().collect();
    let here: Vec<(usize, usize, usize, &BTreeSet<&'static str>)> = pieces
        .0
        .iter()
        .filter(|((article, _), _)| *article == at)
        .map(|((_, (start, end)), (number, kinds))| {
            (*start, (*end).min(chars.len()), *number, kinds)
        })
        .collect();
    let mut edges: BTreeSet<usize> = here.iter().flat_map(|(s, e, ..)| [*s, *e]).collect();
    edges.extend([0, chars.len()]);
    let edges: Vec<usize> = edges.into_iter().filter(|e| *e <= chars.len()).collect();
    let day = source.published.as_deref().unwrap_or("undated");
    let mut out = format!("<h2>{}. {}, {day}</h2>", at + 1, escaped(&source.title));
    for pair in edges.windows(2) {
        let (start, end) = (pair[0], pair[1]);
        let words = escaped(&chars[start..end].iter().collect::<String>());
        let covering: Vec<_> = here.iter().filter(|(s, e, ..)| *s <= start && end <= *e).collect();
        if covering.is_empty() {
            out.push_str(&words);
        } else {
            let numbers: Vec<String> = covering.iter().map(|(_, _, n, _)| n.to_string()).collect();
            let kinds: BTreeSet<&str> =
                covering.iter().flat_map(|(.., kinds)| kinds.iter().copied()).collect();
            let kinds: Vec<&str> =
                KINDS.iter().map(|(k, _)| *k).filter(|k| kinds.contains(k)).collect();
            let _ = write!(
                out,
                "<mark data-c=\"{}\" class=\"{}\">{words}</mark>",
                numbers.join(" "),
                kinds.join(" ")
            );
        }
    }
    out.push('\n');
    out
}

/// The actors on a circle, joined by what is said of them.
fn network(edges: &[Edge]) -> String {
    const SIZE: f64 = 420.0;
    const MOST: usize = 14;
    let mut weight: BTreeMap<&str, usize> = BTreeMap::new();
    for edge in edges {
        *weight.entry(&edge.a).or_default() += edge.count;
        *weight.entry(&edge.b).or_default() += edge.count;
    }
    let mut names: Vec<(&str, usize)> = weight.into_iter().collect();
    names.sort_by(|x, y| y.1.cmp(&x.1).then(x.0.cmp(y.0)));
    names.truncate(MOST);
    if names.len() < 2 {
        return String::new();
    }
    let place = |name: &str| -> Option<(f64, f64)> {
        let at = names.iter().position(|(n, _)| *n == name)?;
        let turn = std::f64::consts::TAU * at as f64 / names.len() as f64;
        let radius = SIZE * 0.36;
        Some((turn.cos().mul_add(radius, SIZE / 2.0), turn.sin().mul_add(radius, SIZE / 2.0)))
    };
    let mut out = format!(
        "<h2>Network</h2>\n<svg viewBox=\"-60 0 {} {SIZE}\" width=\"100%\" role=\"img\" aria-label=\"Who is connected to whom\">\n",
        SIZE + 120.0
    );
    for edge in edges {
        let (Some((x1, y1)), Some((x2, y2))) = (place(&edge.a), place(&edge.b)) else { continue };
        let class = if edge.conflict { "bad" } else { "good" };
        let width = (edge.count as f64).sqrt().min(5.0);
        let about = escaped(&format!("{} and {}: {} records", edge.a, edge.b, edge.count));
        let _ = writeln!(
            out,
            "<line class=\"{class}\" x1=\"{x1:.0}\" y1=\"{y1:.0}\" x2=\"{x2:.0}\" y2=\"{y2:.0}\" stroke-width=\"{width:.1}\"><title>{about}</title></line>"
        );
    }
    for (name, _) in &names {
        let Some((x, y)) = place(name) else { continue };
        let (right, down) = ((x - SIZE / 2.0) / SIZE, (y - SIZE / 2.0) / SIZE);
        let anchor = if right < -0.08 {
            "end"
        } else if right > 0.08 {
            "start"
        } else {
            "middle"
        };
        // Names stand outside the circle, away from the lines.
        let (x_name, y_name) = (right.mul_add(24.0, x), down.mul_add(40.0, y + 4.0));
        let name = escaped(&super::shortened(name, 28));
        let _ = writeln!(
            out,
            "<circle cx=\"{x:.0}\" cy=\"{y:.0}\" r=\"4\"/><text x=\"{x_name:.0}\" y=\"{y_name:.0}\" text-anchor=\"{anchor}\">{name}</text>"
        );
    }
    out.push_str("</svg>\n<p class=\"key\">Solid: more cooperation than conflict. Dashed: more conflict.</p>\n");
    out
}

/// One dot a dated event, from the first day to the last; each dot leads to its line.
fn timeline(brief: &Brief) -> String {
    const WIDTH: f64 = 600.0;
    const LABEL: f64 = 70.0;
    let Some(section) = brief.sections.iter().find(|s| s.key == "timeline") else {
        return String::new();
    };
    let days: Vec<(i64, usize, &super::Line)> = section
        .lines
        .iter()
        .enumerate()
        .filter_map(|(at, l)| Some((ordinal(l.day.as_deref()?)?, at, l)))
        .collect();
    let (Some(first), Some(last)) =
        (days.iter().map(|d| d.0).min(), days.iter().map(|d| d.0).max())
    else {
        return String::new();
    };
    let range = (last - first).max(1) as f64;
    let place = |day: i64| ((day - first) as f64 / range).mul_add(WIDTH - 20.0, 10.0);
    let mut stacked: BTreeMap<i64, u32> = BTreeMap::new();
    let mut dots = String::new();
    let mut labelled: Option<f64> = None;
    let mut sorted = days.clone();
    sorted.sort_by_key(|d| (d.0, d.1));
    for (day, at, line) in sorted {
        let x = place(day);
        let level = stacked.entry((x / 8.0) as i64).or_default();
        let y = 60.0 - f64::from(*level) * 7.0;
        *level = (*level + 1).min(8);
        let about = escaped(&line.text);
        let _ = writeln!(
            dots,
            "<a href=\"#{}\" aria-label=\"{about}\"><circle cx=\"{x:.0}\" cy=\"{y:.0}\" r=\"3.4\"><title>{about}</title></circle></a>",
            line_id("timeline", at)
        );
        let room = labelled
            .is_none_or(|before| x - before >= LABEL && (day == last || place(last) - x >= LABEL));
        if room {
            labelled = Some(x);
            let anchor = if x < LABEL {
                "start"
            } else if x > WIDTH - LABEL {
                "end"
            } else {
                "middle"
            };
            // "2022-02" where no day is known, not the first of that month.
            let told = line.text.split(": ").next().unwrap_or_default();
            let dated = told.starts_with(|c: char| c.is_ascii_digit());
            let date = escaped(if dated { told } else { line.day.as_deref().unwrap_or_default() });
            let _ = writeln!(
                dots,
                "<text x=\"{x:.0}\" y=\"82\" text-anchor=\"{anchor}\">{date}</text>"
            );
        }
    }
    format!(
        "<h2>Time line</h2>\n<svg viewBox=\"0 0 {WIDTH} 90\" width=\"100%\" role=\"group\" aria-label=\"Events by day\">\n\
         <line x1=\"0\" y1=\"66\" x2=\"{WIDTH}\" y2=\"66\" stroke=\"#999\"/>\n{dots}</svg>\n",
    )
}

/// A day count for drawing: exact within a month, close enough between months.
fn ordinal(day: &str) -> Option<i64> {
    let mut parts = day.split('-').map(|p| p.parse::<i64>().ok());
    let (year, month, day) = (parts.next()??, parts.next()??, parts.next()??);
    Some(year * 372 + month * 31 + day)
}

/// Text for HTML.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
