//! A lean page as a tree in one list: nodes stand in the order of the page, each with the place behind its last descendant.
//!
//! Nothing here knows all of HTML's rules for mending broken pages, only those that matter for running text: which tags have
//! no end, which end is left out, and that a link cannot hold a link.

use super::lean::{end_of_tag, name_of};

/// Deeper than this, elements are not opened.
const DEEPEST: usize = 600;
/// Runs of text outside links from this many bytes on are taken for sentences.
const SENTENCE: usize = 60;

/// Tags without an end.
const VOID: &[&str] = &[
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
    "track", "wbr",
];
/// Elements in a line of text. All others stand apart from it.
const INLINE: &[&str] = &[
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em",
    "font", "i", "img", "input", "ins", "kbd", "label", "mark", "nobr", "q", "ruby", "s", "samp",
    "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr",
];

/// An element or a run of text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Node<'a> {
    /// The element's name in lower case; empty for text.
    pub(super) name: &'a str,
    /// The attributes or the text, as written.
    pub(super) inside: &'a str,
    /// Where the element begins in the page.
    pub(super) at: usize,
    pub(super) parent: usize,
    /// Behind the last node inside.
    pub(super) end: usize,
    /// Bytes of text, of linked text, and of sentences outside links before this node.
    before: Bytes,
}

/// How much text there is, in bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Bytes {
    pub(super) text: usize,
    pub(super) linked: usize,
    pub(super) sentences: usize,
}

impl Bytes {
    pub(super) fn less(self, other: Self) -> Self {
        Self {
            text: self.text - other.text,
            linked: self.linked - other.linked,
            sentences: self.sentences - other.sentences,
        }
    }
}

impl<'a> Node<'a> {
    pub(super) fn is_text(&self) -> bool {
        self.name.is_empty()
    }

    /// Whether the element begins and ends a paragraph.
    pub(super) fn is_block(&self) -> bool {
        !self.is_text() && !INLINE.contains(&self.name)
    }

    /// The value of an attribute, entities and all.
    pub(super) fn attribute(&self, name: &str) -> Option<&'a str> {
        if self.is_text() {
            return None;
        }
        attributes(self.inside).find(|(key, _)| *key == name).map(|(_, value)| value)
    }
}

/// The attributes of a tag as `lean` writes them: names in lower case, values in quotes.
pub(super) fn attributes(inside: &str) -> impl Iterator<Item = (&str, &str)> {
    let mut rest = inside;
    std::iter::from_fn(move || {
        rest = rest.trim_ascii_start();
        let (name, behind) = rest.split_once('=')?;
        let quote = behind.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        let (value, behind) = behind[1..].split_once(quote)?;
        rest = behind;
        Some((name, value))
    })
}

/// The nodes of a page; the first is the page itself.
#[derive(Debug)]
pub(super) struct Outline<'a> {
    pub(super) nodes: Vec<Node<'a>>,
    total: Bytes,
}

impl<'a> Outline<'a> {
    /// Reads a page that [`super::lean`] has written.
    pub(super) fn of(html: &'a str) -> Self {
        let mut builder = Builder::new(html);
        let mut at = 0;
        while let Some(found) = html[at..].find('<') {
            let start = at + found;
            builder.text(&html[at..start], at);
            let rest = &html[start..];
            let (closes, name, body) = name_of(rest);
            if name.is_empty() && !matches!(rest.as_bytes().get(1), Some(b'!' | b'?')) {
                builder.text("<", start);
                at = start + 1;
                continue;
            }
            let end = end_of_tag(body);
            at = html.len() - body.len() + (end + 1).min(body.len());
            if closes {
                builder.close(name, start);
            } else if name == "script" {
                at = html[at..].find("</script>").map_or(html.len(), |end| at + end + 9);
            } else if !name.is_empty() {
                builder.open(name, &body[..end], start);
            }
        }
        builder.text(&html[at..], at);
        builder.finish()
    }

    /// How much text stands inside a node.
    pub(super) fn bytes(&self, node: usize) -> Bytes {
        let end = self.nodes.get(self.nodes[node].end).map_or(self.total, |n| n.before);
        end.less(self.nodes[node].before)
    }

    /// The element that begins at a place of the page.
    pub(super) fn starting(&self, at: usize) -> Option<usize> {
        // The page itself begins where its first element does.
        let found = self.nodes.partition_point(|n| n.at < at).max(1);
        (found..self.nodes.len())
            .take_while(|n| self.nodes[*n].at == at)
            .find(|n| !self.nodes[*n].is_text())
    }

    /// The elements around a node, the innermost first.
    pub(super) fn ancestors(&self, node: usize) -> impl Iterator<Item = usize> {
        let up = |node: &usize| (*node > 0).then(|| self.nodes[*node].parent);
        std::iter::successors(up(&node), up)
    }
}

struct Builder<'a> {
    nodes: Vec<Node<'a>>,
    stack: Vec<usize>,
    links: usize,
    so_far: Bytes,
}

impl<'a> Builder<'a> {
    fn new(html: &'a str) -> Self {
        let root =
            Node { name: "html", inside: "", at: 0, parent: 0, end: 0, before: Bytes::default() };
        let mut nodes = Vec::with_capacity(html.len() / 24);
        nodes.push(root);
        Self { nodes, stack: vec![0], links: 0, so_far: Bytes::default() }
    }

    fn parent(&self) -> usize {
        self.stack.last().copied().unwrap_or_default()
    }

    fn push(&mut self, name: &'a str, inside: &'a str, at: usize) {
        let (parent, end) = (self.parent(), self.nodes.len() + 1);
        self.nodes.push(Node { name, inside, at, parent, end, before: self.so_far });
    }

    fn text(&mut self, text: &'a str, at: usize) {
        if text.is_empty() {
            return;
        }
        self.push("", text, at);
        let length = text.trim_ascii().len();
        self.so_far.text += length;
        if self.links > 0 {
            self.so_far.linked += length;
        } else if length >= SENTENCE {
            self.so_far.sentences += length;
        }
    }

    fn open(&mut self, name: &'a str, inside: &'a str, at: usize) {
        if matches!(name, "html" | "body" | "head") {
            // They hold everything, wherever a careless page writes them; what they say of themselves is not needed.
            return;
        }
        if !INLINE.contains(&name) && name != "br" {
            self.end_open(&["p"], &["td", "th", "caption", "table"]);
        }
        match name {
            "li" => self.end_open(&["li"], &["ul", "ol"]),
            "dt" | "dd" => self.end_open(&["dt", "dd"], &["dl"]),
            "tr" => self.end_open(&["tr"], &["table"]),
            "td" | "th" => self.end_open(&["td", "th"], &["table", "tr"]),
            "tbody" | "thead" | "tfoot" => self.end_open(&["tbody", "thead", "tfoot"], &["table"]),
            "a" => self.close("a", at),
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                let top = self.nodes[self.parent()].name;
                if top.len() == 2 && top.starts_with('h') && top != "hr" {
                    self.pop();
                }
            }
            _ => {}
        }
        let here = self.nodes.len();
        self.push(name, inside, at);
        if !VOID.contains(&name) && self.stack.len() < DEEPEST {
            self.stack.push(here);
            self.links += usize::from(name == "a");
        }
    }

    fn pop(&mut self) {
        if self.stack.len() > 1
            && let Some(node) = self.stack.pop()
        {
            self.nodes[node].end = self.nodes.len();
            self.links -= usize::from(self.nodes[node].name == "a");
        }
    }

    /// Ends the innermost open element of those names, where no element of the others stands in between.
    fn end_open(&mut self, names: &[&str], bounds: &[&str]) {
        let open = self.stack.iter().rposition(|n| {
            let name = self.nodes[*n].name;
            names.contains(&name) || bounds.contains(&name)
        });
        if let Some(at) = open.filter(|at| names.contains(&self.nodes[self.stack[*at]].name)) {
            while self.stack.len() > at {
                self.pop();
            }
        }
    }

    fn close(&mut self, name: &'a str, at: usize) {
        let Some(open) = self.stack.iter().skip(1).rposition(|n| self.nodes[*n].name == name)
        else {
            if name == "p" {
                self.push(name, "", at);
            }
            return;
        };
        let open = open + 1;
        if INLINE.contains(&name) {
            // An inline element that was not ended in its block ends alone: the block goes on.
            if self.stack[open + 1..].iter().any(|n| !INLINE.contains(&self.nodes[*n].name)) {
                let node = self.stack.remove(open);
                self.nodes[node].end = self.nodes.len();
                self.links -= usize::from(name == "a");
                return;
            }
        }
        while self.stack.len() > open {
            self.pop();
        }
    }

    fn finish(mut self) -> Outline<'a> {
        while self.stack.len() > 1 {
            self.pop();
        }
        self.nodes[0].end = self.nodes.len();
        Outline { nodes: self.nodes, total: self.so_far }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shape(html: &str) -> String {
        let outline = Outline::of(html);
        let depth = |node| outline.ancestors(node).count();
        (1..outline.nodes.len())
            .map(|n| {
                let node = outline.nodes[n];
                let what = if node.is_text() { node.inside } else { node.name };
                format!("{}{what}", depth(n))
            })
            .collect::<Vec<_>>()
            .join(" ")
    }

    #[test]
    fn ends_that_are_left_out_are_supplied() {
        assert_eq!(shape("<p>a<p>b<div>c</div>"), "1p 2a 1p 2b 1div 2c");
        assert_eq!(
            shape("<ul><li>a<li>b<ul><li>c</ul>d</ul>e"),
            "1ul 2li 3a 2li 3b 3ul 4li 5c 3d 1e"
        );
        assert_eq!(
            shape("<table><tr><td><p>a<td>b<tr><td>c</table>"),
            "1table 2tr 3td 4p 5a 3td 4b 2tr 3td 4c"
        );
        assert_eq!(shape("a<br>b</x></p>"), "1a 1br 1b 1p");
        assert_eq!(shape("<a href='/'>a<a href='/'>b</a>c"), "1a 2a 1a 2b 1c");
        assert_eq!(shape("<b>a<p>b</b>c</p>d"), "1b 2a 2p 3b 3c 1d");
    }

    #[test]
    fn text_is_counted() {
        let long = "x".repeat(70);
        let html = format!("<div><p>{long}</p><a href='/'>{long}</a>ab</div><p>c</p>");
        let outline = Outline::of(&html);
        assert_eq!(outline.bytes(1), Bytes { text: 142, linked: 70, sentences: 70 });
        assert_eq!(outline.bytes(0).text, 143);
        assert_eq!(outline.starting(0), Some(1));
    }

    #[test]
    fn attributes_are_read_as_they_were_written() {
        let outline = Outline::of("<p class=\"a 'b' > c\" id='\"'>x</p>");
        assert_eq!(outline.nodes[1].attribute("class"), Some("a 'b' > c"));
        assert_eq!(outline.nodes[1].attribute("id"), Some("\""));
        assert_eq!(outline.nodes[2].inside, "x");
    }
}
