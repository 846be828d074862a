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
         <style>\n{STYLE}</style>\n</head>\n<body>\n<header><h1>{title}</h1></header>\n<main>\n\
         <section id=\"records\" aria-label=\"Records\">\n{}{}{records}</section>\n\
         <section id=\"texts\" aria-label=\"Articles\">\n{texts}</section>\n</main>\n<script>\n{SCRIPT}</script>\n\
         </body>\n</html>\n",
        network(&brief.edges),
        timeline(brief),
    )
}

/// The cited pieces of text, numbered in order of first use.
#[derive(Default)]
struct Pieces(BTreeMap<(usize, (usize, usize)), usize>);

impl Pieces {
    fn number(&mut self, cite: &Cite) -> usize {
        let next = self.0.len();
        *self.0.entry((cite.article, cite.span)).or_insert(next)
    }
}

fn records(brief: &Brief, pieces: &mut Pieces) -> String {
    let mut out = String::new();
    for section in &brief.sections {
        let _ = writeln!(out, "<h2 id=\"{}\">{}</h2>\n<ul>", section.key, section.title);
        for line in &section.lines {
            let numbers: Vec<String> =
                line.cites.iter().map(|c| pieces.number(c).to_string()).collect();
            let known = if numbers.is_empty() {
                String::new()
            } else {
                format!(" data-c=\"{}\"", numbers.join(" "))
            };
            let _ = write!(out, "<li{known}>{}", escaped(&line.text));
            for cite in &line.cites {
                let _ = write!(out, "<q>{}</q>", escaped(&cite.words));
            }
            out.push_str("</li>\n");
        }
        out.push_str("</ul>\n");
    }
    out
}

/// An article with its cited pieces marked. Where pieces overlap, the text is cut at every edge.
fn text(at: usize, source: &Source, pieces: &Pieces) -> String {
    let chars: Vec<char> = source.text.chars().collect();
    let here: Vec<(usize, usize, usize)> = pieces
        .0
        .iter()
        .filter(|((article, _), _)| *article == at)
        .map(|((_, (start, end)), number)| (*start, (*end).min(chars.len()), *number))
        .collect();
    let mut edges: BTreeSet<usize> = here.iter().flat_map(|(s, e, _)| [*s, *e]).collect();
    edges.extend([0, chars.len()]);
    let edges: Vec<usize> = edges.into_iter().filter(|e| *e <= chars.len()).collect();
    let day = source.published.as_deref().unwrap_or("undated");
    let mut out = format!("<h2>{}. {}, {day}</h2>", at + 1, escaped(&source.title));
    for pair in edges.windows(2) {
        let (start, end) = (pair[0], pair[1]);
        let words = escaped(&chars[start..end].iter().collect::<String>());
        let covering: Vec<String> = here
            .iter()
            .filter(|(s, e, _)| *s <= start && end <= *e)
            .map(|(_, _, n)| n.to_string())
            .collect();
        if covering.is_empty() {
            out.push_str(&words);
        } else {
            let _ = write!(out, "<mark data-c=\"{}\">{words}</mark>", covering.join(" "));
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
        let anchor = if x < SIZE * 0.4 {
            "end"
        } else if x > SIZE * 0.6 {
            "start"
        } else {
            "middle"
        };
        let name = escaped(&super::shortened(name, 28));
        let _ = writeln!(
            out,
            "<circle cx=\"{x:.0}\" cy=\"{y:.0}\" r=\"4\"/><text x=\"{x:.0}\" y=\"{:.0}\" text-anchor=\"{anchor}\">{name}</text>",
            y - 8.0
        );
    }
    out.push_str("</svg>\n<p class=\"key\">Solid: more cooperation than conflict. Dashed: more conflict.</p>\n");
    out
}

/// One dot a dated event, from the first day to the last.
fn timeline(brief: &Brief) -> String {
    const WIDTH: f64 = 600.0;
    let Some(section) = brief.sections.iter().find(|s| s.key == "timeline") else {
        return String::new();
    };
    let days: Vec<(i64, &super::Line)> =
        section.lines.iter().filter_map(|l| Some((ordinal(l.day.as_deref()?)?, l))).collect();
    let (Some(first), Some(last)) =
        (days.iter().map(|d| d.0).min(), days.iter().map(|d| d.0).max())
    else {
        return String::new();
    };
    let range = (last - first).max(1) as f64;
    let mut stacked: BTreeMap<i64, u32> = BTreeMap::new();
    let mut dots = String::new();
    for (day, line) in &days {
        let x = ((day - first) as f64 / range).mul_add(WIDTH - 20.0, 10.0);
        let level = stacked.entry((x / 8.0) as i64).or_default();
        let y = 60.0 - f64::from(*level) * 7.0;
        *level = (*level + 1).min(8);
        let _ = writeln!(
            dots,
            "<circle cx=\"{x:.0}\" cy=\"{y:.0}\" r=\"3\"><title>{}</title></circle>",
            escaped(&line.text)
        );
    }
    let label = |day: i64| {
        days.iter().find(|d| d.0 == day).and_then(|d| d.1.day.clone()).unwrap_or_default()
    };
    format!(
        "<h2>Time line</h2>\n<svg viewBox=\"0 0 {WIDTH} 90\" width=\"100%\" role=\"img\" aria-label=\"Events by day\">\n\
         <line x1=\"0\" y1=\"66\" x2=\"{WIDTH}\" y2=\"66\" stroke=\"#999\"/>\n{dots}\
         <text x=\"10\" y=\"82\">{}</text><text x=\"{}\" y=\"82\" text-anchor=\"end\">{}</text>\n</svg>\n",
        label(first),
        WIDTH - 10.0,
        label(last)
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
