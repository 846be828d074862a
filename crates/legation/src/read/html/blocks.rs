//! An extracted fragment of HTML as paragraphs of text.

use ego_tree::iter::Edge;
use scraper::{Html, Node};

/// Elements that begin and end a paragraph.
const BLOCKS: &[&str] = &[
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "br",
    "caption",
    "dd",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "li",
    "main",
    "nav",
    "ol",
    "p",
    "pre",
    "section",
    "table",
    "tr",
    "ul",
];
/// Elements that are apart from their neighbours in a line.
const CELLS: &[&str] = &["td", "th"];

/// A paragraph on its way.
#[derive(Default)]
struct Line {
    text: String,
    /// Characters inside links.
    linked: usize,
    /// Characters in all, without spaces.
    all: usize,
}

impl Line {
    fn push(&mut self, text: &str, in_link: bool) {
        let letters = text.chars().filter(|c| !c.is_whitespace()).count();
        self.all += letters;
        self.linked += if in_link { letters } else { 0 };
        self.text.push_str(text);
    }

    /// Ends the paragraph: its text, and whether it is nothing but a link to something else.
    fn end(&mut self) -> Option<(String, bool)> {
        let text = self.text.split_whitespace().collect::<Vec<_>>().join(" ");
        let sentence =
            text.trim_end_matches(['"', '\'', '\u{201d}', '\u{2019}', ')']).ends_with(['.', '!']);
        let link = self.linked * 10 >= self.all * 9 && text.contains(' ') && !sentence;
        *self = Self::default();
        (!text.is_empty()).then_some((text, link))
    }
}

/// The paragraphs of a fragment, each without breaks and spaces at its ends. Paragraphs that are nothing but a link lead to
/// other articles and are left out, unless the page is a list of such.
pub(super) fn paragraphs(html: &str) -> Vec<String> {
    let fragment = Html::parse_fragment(html);
    let mut out = Vec::new();
    let mut line = Line::default();
    let mut links = 0usize;
    for edge in fragment.tree.root().traverse() {
        let (opens, node) = match edge {
            Edge::Open(node) => (true, node),
            Edge::Close(node) => (false, node),
        };
        match node.value() {
            Node::Text(text) if opens => line.push(text, links > 0),
            Node::Element(element) if BLOCKS.contains(&element.name()) => out.extend(line.end()),
            Node::Element(element) if CELLS.contains(&element.name()) => line.push(" ", false),
            Node::Element(element) if element.name() == "a" => {
                links = if opens { links + 1 } else { links.saturating_sub(1) };
            }
            _ => {}
        }
    }
    out.extend(line.end());
    let elsewhere = out.iter().filter(|(_, link)| *link).count();
    let list = elsewhere * 2 > out.len();
    out.into_iter().filter(|(_, link)| list || !link).map(|(text, _)| text).collect()
}

/// Takes the headline away where it opens the text, with what little stands before it: it is kept as the title.
pub(super) fn without_headline(paragraphs: &mut Vec<String>, titles: &[&str]) {
    let bare = |text: &str| -> String {
        text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
    };
    let titles: Vec<String> = titles.iter().map(|t| bare(t)).filter(|t| t.len() >= 8).collect();
    let head = paragraphs.iter().take(4).position(|p| {
        let p = bare(p);
        titles.iter().any(|t| p == *t || (p.len() >= 20 && t.starts_with(&p)))
    });
    if let Some(head) = head.filter(|head| paragraphs[..*head].iter().all(|p| p.len() < 120)) {
        paragraphs.drain(..=head);
    }
}
