//! The paragraphs of a part of a page.

use super::super::entities;
use super::super::outline::Outline;
use super::words::Wanted;

/// Lines from this length on, in bytes, are running text even without an end mark.
const LONG: usize = 80;

/// The shortest link to another article, in bytes: shorter ones point to something the article speaks of.
const HEADLINE: usize = 40;

/// What sentences end with.
const ENDS: [char; 9] = ['.', '!', '?', ':', ';', '\u{2026}', '\u{3002}', '\u{ff01}', '\u{ff1f}'];

/// A line of text: a paragraph, a heading, an item.
#[derive(Debug, Default)]
pub(super) struct Line {
    pub(super) text: String,
    /// Bytes inside links, and in all.
    pub(super) linked: usize,
    pub(super) all: usize,
    kind: Kind,
    /// The block that it stands in.
    block: usize,
    /// What that stands in; nothing for the main heading.
    around: usize,
}

/// What a line stands in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Kind {
    /// A paragraph, a quotation.
    Paragraph,
    Heading,
    Item,
    Cell,
    /// No element that is meant for text.
    #[default]
    Loose,
}

impl Line {
    /// Whether the line ends as a sentence does.
    fn ends(&self) -> bool {
        let bare = self.text.trim_end_matches(['"', '\'', '\u{201d}', '\u{2019}', ')', ']', ' ']);
        bare.ends_with(ENDS)
    }

    /// Whether the line is a sentence or more.
    pub(super) fn is_running(&self) -> bool {
        self.kind != Kind::Heading && (self.text.len() >= LONG || self.ends())
    }

    /// Whether the line is an item of a list of other articles, or a short line around one.
    fn leads_elsewhere(&self) -> bool {
        match self.kind {
            Kind::Item => self.linked * 2 > self.all || (self.linked > 0 && !self.ends()),
            Kind::Loose => !self.is_running(),
            _ => self.is_link(),
        }
    }

    /// Whether the line is nothing but a link to something else.
    fn is_link(&self) -> bool {
        let sentence = self
            .text
            .trim_end_matches(['"', '\'', '\u{201d}', '\u{2019}', ')'])
            .ends_with(['.', '!']);
        self.linked * 10 >= self.all * 9 && self.text.contains(' ') && !sentence
    }
}

/// The lines of a part of a page, without what is left out.
pub(super) fn lines(page: &Outline<'_>, wanted: &Wanted, part: usize) -> Vec<Line> {
    let mut out = Vec::new();
    let mut line = Line::default();
    // The ends of the open blocks with what they are, and of the open link.
    let mut open: Vec<(usize, (Kind, usize))> = Vec::new();
    let mut link = 0;
    let mut at = part + 1;
    while at < page.nodes[part].end {
        while open.last().is_some_and(|(end, _)| *end <= at) {
            end(page, &mut line, &mut out);
            open.pop();
            (line.kind, line.block) = open.last().map(|(_, l)| *l).unwrap_or_default();
        }
        let node = page.nodes[at];
        if node.is_text() {
            line.push(node.inside, at < link);
        } else if wanted.is_out(at) || is_links(page, at) {
            if node.is_block() {
                end(page, &mut line, &mut out);
            }
            at = node.end;
            continue;
        } else if node.name == "a" {
            link = node.end;
        } else if matches!(node.name, "td" | "th") {
            line.push(" ", false);
        } else if node.is_block() {
            end(page, &mut line, &mut out);
            if node.end > at + 1 {
                let around = open.last().map(|(_, (kind, _))| *kind).unwrap_or_default();
                line.kind = kind(node.name, around);
                line.block = at;
                open.push((node.end, (line.kind, line.block)));
            }
        }
        at += 1;
    }
    end(page, &mut line, &mut out);
    out
}

fn kind(name: &str, around: Kind) -> Kind {
    match name {
        "p" | "blockquote" | "pre" => Kind::Paragraph,
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => Kind::Heading,
        "li" | "dd" | "dt" => Kind::Item,
        "tr" | "table" | "tbody" => Kind::Cell,
        "div" | "section" if matches!(around, Kind::Item | Kind::Paragraph) => around,
        _ => Kind::Loose,
    }
}

/// Whether an element is a list or box of links.
fn is_links(page: &Outline<'_>, node: usize) -> bool {
    let name = page.nodes[node].name;
    if !matches!(name, "ul" | "ol" | "dl" | "div" | "section" | "table" | "p" | "header") {
        return false;
    }
    let bytes = page.bytes(node);
    let share = if bytes.sentences == 0 { 60 } else { 80 };
    bytes.text > 0 && bytes.linked * 100 >= bytes.text * share && name != "p"
}

impl Line {
    fn push(&mut self, text: &str, linked: bool) {
        let length = text.bytes().filter(|b| !b.is_ascii_whitespace()).count();
        self.all += length;
        self.linked += if linked { length } else { 0 };
        self.text.push_str(text);
    }
}

/// Ends a line: entities are resolved and white space is one space each.
fn end(page: &Outline<'_>, line: &mut Line, out: &mut Vec<Line>) {
    let (kind, block) = (line.kind, line.block);
    let mut done = std::mem::take(line);
    (line.kind, line.block) = (kind, block);
    done.around = page.nodes[done.block].parent;
    if done.all == 0 || is_code(&done.text) {
        return;
    }
    let plain = entities::resolved(&done.text);
    let mut text = String::with_capacity(plain.len());
    for word in plain.split_whitespace() {
        if !text.is_empty() {
            text.push(' ');
        }
        text.push_str(word);
    }
    if !text.is_empty() {
        done.text = text;
        out.push(done);
    }
}

/// Whether a line is markup or data that a careless page shows.
fn is_code(text: &str) -> bool {
    let text = text.trim();
    text.starts_with("http://")
        || text.starts_with("https://")
        || (text.starts_with('<') && text.ends_with('>'))
        || (text.starts_with('{') && text.contains("\":"))
}

/// The lines that are the article.
pub(super) fn article(mut lines: Vec<Line>) -> Vec<String> {
    let first = lines.iter().position(|l| l.is_running() && l.text.len() >= LONG).unwrap_or(0);
    let told: Vec<usize> = lines.iter().filter(|l| l.is_running()).map(|l| l.block).collect();
    // Headings with nothing under them, and lists that lead elsewhere, close a page and not an article.
    while lines.last().is_some_and(|l| l.kind == Kind::Heading || l.leads_elsewhere()) {
        lines.pop();
    }
    // What stands beside the first paragraph opens the article with it, but for the line that names who wrote it.
    let around = lines.get(first).map(|l| l.around);
    let beside = |line: &Line| {
        Some(line.around) == around
            && !line.text.get(..3).is_some_and(|t| t.eq_ignore_ascii_case("by "))
    };
    let followed: Vec<bool> = (0..lines.len())
        .map(|at| lines.get(at + 1).is_some_and(|l| l.is_running() && !l.is_link()))
        .collect();
    let keep = |(at, line): &(usize, Line)| {
        let pointer =
            line.text.len() < HEADLINE && matches!(line.kind, Kind::Paragraph | Kind::Cell);
        if line.is_link() && !pointer && !(line.kind == Kind::Heading && followed[*at]) {
            return false;
        }
        match line.kind {
            Kind::Heading => {
                *at > first || beside(line) || (line.ends() && line.text.len() >= LONG)
            }
            Kind::Paragraph | Kind::Item => *at >= first || line.ends() || beside(line),
            Kind::Cell => *at >= first,
            Kind::Loose => line.is_running() || (*at > first && told.contains(&line.block)),
        }
    };
    lines.into_iter().enumerate().filter(keep).map(|(_, line)| line.text).collect()
}
