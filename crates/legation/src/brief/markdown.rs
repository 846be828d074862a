//! A briefing as Markdown.

use super::Brief;
use std::fmt::Write as _;

/// Renders as Markdown.
pub fn render(brief: &Brief) -> String {
    let mut out = format!("# {}\n\n", escaped(&brief.title));
    for (at, source) in brief.articles.iter().enumerate() {
        let day = source.published.as_deref().unwrap_or("undated");
        let (title, uri) = (escaped(&source.title), escaped(&source.uri));
        let _ = writeln!(out, "{}. {title}, {day} ({uri})", at + 1);
    }
    for section in &brief.sections {
        let _ = writeln!(out, "\n## {}\n", section.title);
        for line in &section.lines {
            let _ = writeln!(out, "- {}", escaped(&line.text));
            for cite in &line.cites {
                let (words, (start, end)) = (escaped(&cite.words), cite.span);
                let _ = writeln!(out, "  - “{words}” \\[{}:{start}–{end}\\]", cite.article + 1);
            }
        }
    }
    out
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}
