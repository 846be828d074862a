//! Lines of printed pages become paragraphs: lines are joined, words that were divided become whole again, running heads and
//! page numbers go.

use std::collections::HashMap;

/// A line that stands at the edge of so many pages is a running head.
const REPEATED: usize = 3;
/// Lines at the edge of a page that may be running heads.
const EDGE: usize = 2;

/// Lines shorter than this share of the longest beside them leave room: three fifths.
const SHORT: (usize, usize) = (3, 5);

/// The paragraphs of all pages.
pub(super) fn paragraphs(pages: &[String]) -> Vec<String> {
    let mut heads: HashMap<String, usize> = HashMap::new();
    for page in pages {
        for line in edges(page) {
            *heads.entry(signature(line)).or_default() += 1;
        }
    }
    let mut out: Vec<String> = Vec::new();
    for page in pages {
        let edge: Vec<&str> = edges(page).collect();
        let running = |line: &str| {
            let repeated = heads.get(&signature(line)).is_some_and(|n| *n >= REPEATED);
            edge.contains(&line) && (repeated || is_number(line))
        };
        let mut first = true;
        for block in blocks(page, &running) {
            match out.last_mut() {
                // A sentence goes on over the page.
                Some(last) if first && goes_on(last, &block) => join(last, &block),
                _ => out.push(block),
            }
            first = false;
        }
    }
    out
}

/// The first and last lines of a page.
fn edges(page: &str) -> impl Iterator<Item = &str> {
    let lines: Vec<&str> = page.lines().map(str::trim).filter(|l| !l.is_empty()).collect();
    let tail = lines.len().saturating_sub(EDGE).max(EDGE.min(lines.len()));
    let head = lines[..EDGE.min(lines.len())].to_vec();
    head.into_iter().chain(lines[tail..].to_vec())
}

/// A line without its digits: running heads carry the number of the page.
fn signature(line: &str) -> String {
    line.chars().filter(|c| c.is_alphabetic()).flat_map(char::to_lowercase).collect()
}

fn is_number(line: &str) -> bool {
    line.len() <= 12
        && line.chars().any(|c| c.is_ascii_digit())
        && !line.chars().any(char::is_alphabetic)
}

/// Runs of lines between blank ones, each as one line. A line that leaves much of the width free, before one that begins
/// anew, is a headline, a byline, or the end of a paragraph.
fn blocks(page: &str, running: &dyn Fn(&str) -> bool) -> Vec<String> {
    let lines: Vec<&str> = page.lines().map(str::trim).filter(|l| !running(l)).collect();
    let mut out = Vec::new();
    for run in lines.split(|l| l.is_empty()) {
        let length = |line: &str| line.chars().count();
        let width = run.iter().map(|l| length(l)).max().unwrap_or_default();
        let mut block = String::new();
        let mut before: Option<&str> = None;
        for line in run {
            let begins = line.starts_with(|c: char| !c.is_lowercase() && !matches!(c, ')' | ','));
            let short = before.is_some_and(|b| {
                let open = b.ends_with(['-', ',', ';']);
                !open && length(b) * SHORT.1 < width * SHORT.0
            });
            if short && begins {
                out.push(std::mem::take(&mut block));
            }
            join(&mut block, line);
            before = Some(line);
        }
        if !block.is_empty() {
            out.push(block);
        }
    }
    // Some documents stand with a gap after each line.
    let mut merged: Vec<String> = Vec::new();
    for block in out {
        match merged.last_mut() {
            Some(last) if goes_on(last, &block) => join(last, &block),
            _ => merged.push(block),
        }
    }
    merged
}

/// Whether a sentence that began in one block goes on in the next.
fn goes_on(before: &str, after: &str) -> bool {
    let open = before.ends_with(|c: char| c.is_lowercase() || matches!(c, ',' | '-' | ';'));
    open && before.len() > 40 && after.starts_with(|c: char| c.is_lowercase())
}

fn join(text: &mut String, line: &str) {
    let line = line.split_whitespace().collect::<Vec<_>>().join(" ");
    let divided = text.ends_with('-')
        && text.chars().rev().nth(1).is_some_and(char::is_lowercase)
        && line.starts_with(char::is_lowercase);
    if divided {
        text.pop();
    } else if !text.is_empty() {
        text.push(' ');
    }
    text.push_str(&line);
}

#[cfg(test)]
mod tests {
    use super::paragraphs;

    #[test]
    fn short_lines_before_new_beginnings_end_paragraphs() {
        let page = "Border talks to go on\nBy Ann Lee\nNORTHPORT - Arvenia on Monday recalled its ambas-\nsador to Belmark, the \
            foreign ministry said.\nIt gave no reason.\nThe two sides will meet again in March in the capital.";
        assert_eq!(
            paragraphs(&[page.to_owned()]),
            [
                "Border talks to go on",
                "By Ann Lee",
                "NORTHPORT - Arvenia on Monday recalled its ambassador to Belmark, the foreign ministry said. It gave no reason.",
                "The two sides will meet again in March in the capital.",
            ]
        );
    }

    #[test]
    fn lines_become_paragraphs() {
        let page =
            |number: usize, body: &str| format!("The Northport Courier\n\n{body}\n\n{number}\n");
        let pages = [
            page(
                1,
                "The president of Arvenia met the pre-\nmier of Belmark on Friday.\n\nThe two sides agreed to open the border and",
            ),
            page(2, "to meet again in March.\n\nNo date was given."),
            page(3, "It was the third meeting."),
        ];
        assert_eq!(
            paragraphs(&pages),
            [
                "The president of Arvenia met the premier of Belmark on Friday.",
                "The two sides agreed to open the border and to meet again in March.",
                "No date was given.",
                "It was the third meeting."
            ]
        );
        assert!(paragraphs(&[]).is_empty());
    }
}
