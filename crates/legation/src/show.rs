//! `code --format text`: the article with marks under the words, so that a person sees at a glance what was found.

use legation_core::record::{ActorIdx, StatementIdx};
use legation_core::{Coded, Document, Span};
use std::fmt::Write as _;

/// The widest line of article text, in characters.
const WIDTH: usize = 100;

struct Mark {
    span: Span,
    label: String,
}

/// The article, line by line, with a row of marks for every record under its words; then ties, assessments and remarks.
pub fn article(doc: &Document, coded: &Coded) -> String {
    let marks = marks(coded);
    let mut out = String::new();
    if let Some(title) = &doc.article.title {
        let _ = writeln!(out, "# {title}\n");
    }
    for paragraph in &doc.paragraphs {
        for line in lines(doc.text(), *paragraph) {
            let words = line.of(doc.text()).replace(['\n', '\r', '\t'], " ");
            let _ = writeln!(out, "{words}");
            for row in rows(doc.text(), line, &marks) {
                let _ = writeln!(out, "{row}");
            }
        }
        out.push('\n');
    }
    tail(&mut out, doc, coded);
    out
}

fn marks(coded: &Coded) -> Vec<Mark> {
    let mut out: Vec<Mark> = Vec::new();
    let name = |a: &ActorIdx| coded.actor(*a).map_or("?", |a| a.id.as_str()).to_owned();
    let names = |list: &[ActorIdx]| list.iter().map(name).collect::<Vec<_>>().join("+");
    for actor in &coded.actors {
        out.extend(actor.mentions.iter().map(|m| Mark { span: m.span, label: actor.id.clone() }));
    }
    for timex in &coded.timexes {
        out.push(Mark {
            span: timex.span,
            label: timex.value.clone().unwrap_or_else(|| "date ?".to_owned()),
        });
    }
    for event in &coded.events {
        let kind = event.event_type.map_or_else(
            || event.other_type.clone().unwrap_or_default(),
            |t| t.as_str().to_owned(),
        );
        let mode = event.mode.map(|m| format!("/{m}")).unwrap_or_default();
        let target = if event.target.is_empty() {
            String::new()
        } else {
            format!(" > {}", names(&event.target))
        };
        let said = said(&event.attribution);
        let label = format!(
            "{kind}{mode} {}{target} {}{said}",
            names(&event.source),
            event.factuality.as_str()
        );
        out.push(Mark { span: event.trigger, label });
    }
    for (at, statement) in coded.statements.iter().enumerate() {
        let speaker = statement.speaker.as_ref().map_or_else(|| "?".to_owned(), name);
        let label = format!(
            "s{at} {speaker} {} {}",
            statement.manner.as_str(),
            statement.cue_class.as_str()
        );
        out.extend(statement.cue.map(|span| Mark { span, label: label.clone() }));
        out.extend(statement.content.iter().map(|c| Mark { span: *c, label: format!("s{at}") }));
    }
    for figure in &coded.figures {
        let value = figure.value.map_or_else(|| "?".to_owned(), |v| format!("{v}"));
        let unit = figure.unit.as_deref().unwrap_or("");
        out.push(Mark {
            span: figure.span,
            label: format!("{} {value} {unit}", figure.comparator.as_str()),
        });
    }
    out.sort_by_key(|m| (m.span.start, std::cmp::Reverse(m.span.end)));
    out
}

fn said(chain: &[StatementIdx]) -> String {
    if chain.is_empty() {
        return String::new();
    }
    format!(" [{}]", chain.iter().map(|s| format!("s{}", s.0)).collect::<Vec<_>>().join(","))
}

/// Cuts a paragraph into lines of at most [`WIDTH`] characters at spaces.
fn lines(text: &str, paragraph: Span) -> Vec<Span> {
    let mut out = Vec::new();
    let (mut start, mut last_space, mut width) = (paragraph.start, None, 0);
    for (at, c) in paragraph.of(text).char_indices() {
        let here = paragraph.start + at as u32;
        if c.is_whitespace() {
            last_space = Some((here, c.len_utf8() as u32));
        }
        width += 1;
        if width > WIDTH
            && let Some((space, length)) = last_space.filter(|(s, _)| *s > start)
        {
            out.push(Span::new(start, space));
            start = space + length;
            width = Span::new(start, here).of(text).chars().count() + 1;
            last_space = None;
        }
    }
    if start < paragraph.end {
        out.push(Span::new(start, paragraph.end));
    }
    out
}

/// The rows of marks under one line: as few as possible without one mark hiding another.
fn rows(text: &str, line: Span, marks: &[Mark]) -> Vec<String> {
    let mut rows: Vec<String> = Vec::new();
    let column = |byte: u32| {
        Span::new(line.start, byte.clamp(line.start, line.end)).of(text).chars().count()
    };
    for mark in marks.iter().filter(|m| m.span.overlaps(line)) {
        let (from, to) = (column(mark.span.start), column(mark.span.end));
        let goes_on = if mark.span.start < line.start { "…" } else { "" };
        let drawn = format!("{} {goes_on}{}", "^".repeat((to - from).max(1)), mark.label);
        let free = rows.iter_mut().find(|r| r.chars().count() < from);
        let row = match free {
            Some(row) => row,
            None => {
                rows.push(String::new());
                let last = rows.len() - 1;
                &mut rows[last]
            }
        };
        let have = row.chars().count();
        row.push_str(&" ".repeat(from - have));
        row.push_str(&drawn);
    }
    rows
}

fn tail(out: &mut String, doc: &Document, coded: &Coded) {
    let id = |a: ActorIdx| coded.actor(a).map_or("?", |a| a.id.as_str());
    if !coded.ties.is_empty() {
        out.push_str("Ties\n");
    }
    for tie in &coded.ties {
        let arrow = if tie.directed { "→" } else { "–" };
        let words = tie.span.of(doc.text());
        let _ = writeln!(
            out,
            "  {} {} {arrow} {} ({}): “{words}”",
            tie.kind.as_str(),
            id(tie.a),
            id(tie.b),
            tie.factuality.as_str()
        );
    }
    if !coded.assessments.is_empty() {
        out.push_str("Assessments\n");
    }
    for assessment in &coded.assessments {
        let holder = assessment.holder.map_or("the reporter", id);
        let (kind, polarity) = (assessment.kind.as_str(), assessment.polarity.as_str());
        let _ = writeln!(
            out,
            "  {kind} by {holder} ({polarity}): “{}”",
            assessment.span.of(doc.text())
        );
    }
    for remark in &coded.remarks {
        let _ = writeln!(out, "Remark {}: {}", remark.code, remark.text);
    }
}
