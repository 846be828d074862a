//! A briefing on a terminal: wrapped to its width, in colour only where asked for.

use super::{Brief, Line};
use std::fmt::Write as _;

/// Renders for `width` columns.
pub fn render(brief: &Brief, width: usize, colour: bool) -> String {
    let width = width.clamp(40, 160);
    let style = |code: &str, text: &str| {
        if colour { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_owned() }
    };
    let mut out = String::new();
    let _ = writeln!(out, "{}", style("1", &brief.title));
    for (at, source) in brief.articles.iter().enumerate() {
        let day = source.published.as_deref().unwrap_or("undated");
        let _ = writeln!(out, "[{}] {}, {day}: {}", at + 1, source.title, source.uri);
    }
    for section in &brief.sections {
        let _ = writeln!(out, "\n{}", style("1;36", section.title));
        for line in &section.lines {
            write_line(&mut out, line, width, &style);
        }
    }
    out
}

fn write_line(out: &mut String, line: &Line, width: usize, style: &dyn Fn(&str, &str) -> String) {
    for (n, row) in wrapped(&line.text, width - 4).iter().enumerate() {
        let _ = writeln!(out, "{}{row}", if n == 0 { "  • " } else { "    " });
    }
    for cite in &line.cites {
        let words =
            format!("“{}” [{}:{}–{}]", cite.words, cite.article + 1, cite.span.0, cite.span.1);
        for row in wrapped(&words, width - 6) {
            let _ = writeln!(out, "      {}", style("2", &row));
        }
    }
}

/// Cuts a text into rows of at most `width` characters at spaces.
fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut rows = vec![String::new()];
    let mut used = 0;
    for word in text.split_whitespace() {
        let length = word.chars().count();
        if used > 0 && used + 1 + length > width {
            rows.push(String::new());
            used = 0;
        }
        if let Some(row) = rows.last_mut() {
            if used > 0 {
                row.push(' ');
                used += 1;
            }
            row.push_str(word);
            used += length;
        }
    }
    rows
}

#[cfg(test)]
mod tests {
    #[test]
    fn rows_keep_within_the_width() {
        let rows = super::wrapped("Arvenia recalled its ambassador to Belmark", 16);
        assert_eq!(rows, ["Arvenia recalled", "its ambassador", "to Belmark"]);
    }
}
