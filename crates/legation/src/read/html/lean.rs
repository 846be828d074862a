//! A page without what no extractor looks at: scripts, styles, drawings, most attributes, indentation.
//!
//! Two thirds of a news page are scripts, and what follows parses the page, copies its tree and writes it out again
//! several times. One pass over the bytes takes all that away first, and keeps what the page says about itself apart.

use super::container;

/// Elements whose content is not markup: it ends at their closing tag and nowhere else.
const RAW: &[&str] = &["script", "style", "noscript", "iframe", "textarea", "noembed", "xmp"];
/// Elements that are never the article, left out with all they hold where they are closed.
const DROPPED: &[&str] = &[
    "svg", "canvas", "audio", "video", "select", "map", "math", "object", "button", "picture",
    "dialog", "nav", "footer", "datalist",
];
/// Tags without an end that nothing asks for.
const EMPTY: &[&str] = &["source", "track", "param", "embed", "area", "wbr"];
/// Attributes that extractors look at.
const KEPT: &[&str] = &[
    "class",
    "id",
    "itemprop",
    "role",
    "rel",
    "datetime",
    "property",
    "name",
    "aria-hidden",
    "hidden",
    "pubdate",
    "data-component",
    "data-testid",
    "lang",
    "title",
    "content",
    "type",
    "http-equiv",
];
/// Runs of text from this many characters on are taken for sentences.
const SENTENCE: usize = 60;
/// So many `<meta>` and `<link>` are read.
const MOST_HEADS: usize = 2000;
/// So many parts are tried, the best marked first.
const STRONG: usize = 3;

/// What is left of a page, and what it says about itself.
#[derive(Debug, Default)]
pub(super) struct Lean {
    /// The page without its scripts and `<meta>`.
    pub(super) html: String,
    /// The `<meta>` tags, as they stand in the page.
    pub(super) metas: String,
    /// The name and value pairs of each `<meta>` and `<link>`, unescaped.
    pub(super) heads: Vec<Head>,
    /// The scripts with JSON-LD.
    pub(super) linked: Vec<String>,
    /// The language of the root element.
    pub(super) language: Option<String>,
    /// How many bytes of text stand in sentences outside links.
    pub(super) sentences: usize,
    /// The texts of the main headings and of the title.
    pub(super) headings: Vec<String>,
    pub(super) titles: Vec<String>,
    /// For each rank of marks the first element that has them: its name, and where it begins in `html`.
    holders: Vec<Option<(String, usize)>>,
    /// Where sentences stand in `html`, and how many bytes of them there are so far.
    running: Vec<(usize, usize)>,
}

/// A `<meta>` or `<link>`.
#[derive(Debug)]
pub(super) struct Head {
    pub(super) link: bool,
    attributes: Vec<(String, String)>,
}

impl Head {
    /// The value of an attribute.
    pub(super) fn attr(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_str())
    }
}

/// Takes a page apart.
pub(super) fn lean(html: &str) -> Lean {
    let mut out = Lean { html: String::with_capacity(html.len() / 2), ..Lean::default() };
    let mut at = 0;
    let (mut links, mut verbatim) = (0usize, 0usize);
    let (mut aside, mut heading, mut comments, mut template) = (0usize, 0usize, 0usize, 0usize);
    // Elements that are not closed are not looked for again: that would take quadratic time.
    let mut unclosed: Vec<&str> = Vec::new();
    while let Some(found) = html[at..].find('<') {
        let start = at + found;
        let elsewhere = links + aside > 0 || at < comments;
        out.text(&html[at..start], elsewhere, verbatim > 0);
        let rest = &html[start..];
        if rest.starts_with("<!--") {
            at = start + rest.find("-->").map_or(rest.len(), |end| end + 3);
            continue;
        }
        let (closes, name, body) = name_of(rest);
        if !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
            if rest.starts_with("<!") || rest.starts_with("<?") || closes {
                let end = rest.find('>').map_or(rest.len(), |end| end + 1);
                if rest.get(..9).is_some_and(|t| t.eq_ignore_ascii_case("<!doctype")) {
                    out.html.push_str(&rest[..end]);
                }
                at = start + end;
            } else {
                out.html.push('<');
                at = start + 1;
            }
            continue;
        }
        let name = name.to_ascii_lowercase();
        let name = name.as_str();
        let before = out.html.len();
        let end = end_of_tag(body);
        let attributes = &body[..end];
        at = html.len() - body.len() + (end + 1).min(body.len());
        if closes {
            match name {
                "a" => links = links.saturating_sub(1),
                "pre" => verbatim = verbatim.saturating_sub(1),
                "aside" => aside = aside.saturating_sub(1),
                "h1" => out.headings.push(plain(&out.html[heading..])),
                "title" => out.titles.push(plain(&out.html[heading..])),
                _ => {}
            }
            if !RAW.contains(&name) {
                out.html.push_str("</");
                out.html.push_str(name);
                out.html.push('>');
            }
        } else if RAW.contains(&name) {
            let close = end_of(html, at, name);
            let content = close.map_or(&html[at..], |(from, _)| &html[at..from]);
            // What stands in a template is looked at as markup once, or this would take quadratic time.
            if let Some((from, _)) = close.filter(|_| name == "script" && at >= template)
                && is_template(attributes, content)
            {
                template = from;
                continue;
            }
            out.raw(name, attributes, content);
            at = close.map_or(html.len(), |(_, to)| to);
        } else if let Some(dropped) = DROPPED.iter().find(|d| **d == name) {
            match Some(at)
                .filter(|_| !unclosed.contains(dropped))
                .and_then(|at| whole(html, at, name))
            {
                Some(to) => at = to,
                None => {
                    unclosed.push(dropped);
                    out.tag(name, attributes);
                }
            }
        } else if EMPTY.contains(&name) {
        } else if name == "meta" || name == "link" {
            if out.heads.len() == MOST_HEADS {
                continue;
            }
            out.head(name, attributes, &html[start..at]);
        } else {
            match name {
                "a" => links += 1,
                "pre" => verbatim += 1,
                "aside" => aside += 1,
                "html" if out.language.is_none() => {
                    out.language =
                        pairs(attributes).find(|(n, _)| n == "lang").map(|(_, v)| unescape(v));
                }
                _ => {}
            }
            out.tag(name, attributes);
            if matches!(name, "h1" | "title") {
                heading = out.html.len();
            }
            if at >= comments && is_comments(name, attributes) && !unclosed.contains(&"comments") {
                match whole(html, at, name) {
                    Some(to) => comments = to,
                    None => unclosed.push("comments"),
                }
            }
            if aside == 0 {
                out.holder(name, attributes, before);
            }
        }
    }
    out.text(&html[at..], links + aside > 0, verbatim > 0);
    out
}

impl Lean {
    /// Adds text, its white space reduced.
    fn text(&mut self, text: &str, elsewhere: bool, verbatim: bool) {
        if verbatim {
            self.html.push_str(text);
            return;
        }
        let trimmed = text.trim_ascii();
        if !elsewhere && trimmed.len() >= SENTENCE {
            self.sentences += trimmed.len();
            self.running.push((self.html.len(), self.sentences));
        }
        let gap = |space: &str| match space {
            "" => "",
            _ if space.contains('\n') => "\n",
            _ => " ",
        };
        let before = text.len() - text.trim_ascii_start().len();
        self.html.push_str(gap(&text[..before]));
        if !trimmed.is_empty() {
            self.html.push_str(trimmed);
            self.html.push_str(gap(&text[before + trimmed.len()..]));
        }
    }

    /// Where the elements begin that are marked as the one with the article, best marked first.
    pub(super) fn marked(&self) -> impl Iterator<Item = usize> {
        self.holders.iter().flatten().take(STRONG).map(|(_, start)| *start)
    }

    /// The parts that are marked as the one with the article and hold most of the page's sentences, best marked first.
    pub(super) fn parts(&self) -> impl Iterator<Item = &str> {
        let sentences = |at: usize| {
            let behind = self.running.partition_point(|(from, _)| *from < at);
            behind.checked_sub(1).map_or(0, |last| self.running[last].1)
        };
        self.holders.iter().flatten().take(STRONG).filter_map(move |(name, start)| {
            let end = whole(&self.html, start + 1, name)?;
            let held = sentences(end) - sentences(*start);
            (held * 2 >= self.sentences).then(|| &self.html[*start..end])
        })
    }

    fn holder(&mut self, name: &str, attributes: &str, at: usize) {
        if !matches!(name, "article" | "div" | "main" | "section") {
            return;
        }
        let all: Vec<(String, &str)> = pairs(attributes).collect();
        let all: Vec<(&str, &str)> = all.iter().map(|(n, v)| (n.as_str(), *v)).collect();
        if let Some(rank) = container::rank(name, &all) {
            self.holders.resize(self.holders.len().max(rank + 1), None);
            self.holders[rank].get_or_insert_with(|| (name.to_owned(), at));
        }
    }

    fn raw(&mut self, name: &str, attributes: &str, content: &str) {
        if name != "script" || !attributes.to_ascii_lowercase().contains("ld+json") {
            return;
        }
        self.linked.push(content.to_owned());
        // Some extractors look for the text itself there, or for the mark of a forum.
        if content.contains("articleBody") || content.contains("DiscussionForumPosting") {
            self.html.push_str("<script type=\"application/ld+json\">");
            self.html.push_str(content);
            self.html.push_str("</script>");
        }
    }

    fn head(&mut self, name: &str, attributes: &str, whole: &str) {
        let attributes = pairs(attributes).map(|(n, v)| (n, unescape(v))).collect();
        self.heads.push(Head { link: name == "link", attributes });
        if name == "meta" {
            self.metas.push_str(whole);
        }
    }

    /// Adds a tag with those of its attributes that matter.
    fn tag(&mut self, name: &str, attributes: &str) {
        self.html.push('<');
        self.html.push_str(name);
        for (key, value) in pairs(attributes) {
            let value = match key.as_str() {
                "style" if ["none", "hidden", "border"].iter().any(|mark| value.contains(mark)) => {
                    value
                }
                // Where a link leads does not matter, but whether it leaves the page.
                "href" if value.starts_with('#') => "#",
                "href" => "/",
                "title" if !value.bytes().any(|b| b.is_ascii_digit()) => continue,
                _ if KEPT.contains(&key.as_str()) => value,
                _ => continue,
            };
            let quote = if value.contains('"') { '\'' } else { '"' };
            self.html.push(' ');
            self.html.push_str(&key);
            self.html.push('=');
            self.html.push(quote);
            self.html.push_str(value);
            self.html.push(quote);
        }
        self.html.push('>');
    }
}

/// Of a page from a `<` on: whether it begins a closing tag, the tag's name as written, empty where it begins none, and what follows.
pub(super) fn name_of(rest: &str) -> (bool, &str, &str) {
    let closes = rest.starts_with("</");
    let inside = &rest[1 + usize::from(closes)..];
    let name = inside.find(|c: char| !c.is_ascii_alphanumeric() && c != '-');
    let (name, body) = inside.split_at(name.unwrap_or(inside.len()));
    (closes, name, body)
}

/// Where the `>` of a tag is, quotes passed over: the end of the page without one.
pub(super) fn end_of_tag(body: &str) -> usize {
    let bytes = body.as_bytes();
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'>' => return at,
            // A quote opens a value only behind "=".
            b'"' | b'\'' if body[..at].trim_ascii_end().ends_with('=') => {
                at += 1 + body[at + 1..].find(char::from(*byte)).unwrap_or(bytes.len() - at - 1);
            }
            _ => {}
        }
        at += 1;
    }
    bytes.len()
}

/// The attributes of a tag, names in lower case, values as they stand.
fn pairs(text: &str) -> impl Iterator<Item = (String, &str)> {
    let mut rest = text;
    std::iter::from_fn(move || {
        rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/');
        let length = rest
            .find(|c: char| c.is_ascii_whitespace() || matches!(c, '=' | '/'))
            .unwrap_or(rest.len());
        // A sign of equality in front of everything belongs to the name.
        let length = length.max(rest.chars().next()?.len_utf8());
        let name = rest[..length].to_ascii_lowercase();
        rest = rest[length..].trim_ascii_start();
        let Some(given) = rest.strip_prefix('=') else { return Some((name, "")) };
        let given = given.trim_ascii_start();
        let quoted = given.chars().next().filter(|c| matches!(c, '"' | '\''));
        let value = match quoted {
            Some(quote) => {
                let length = given[1..].find(quote).unwrap_or(given.len() - 1);
                rest = given.get(length + 2..).unwrap_or_default();
                &given[1..=length]
            }
            None => {
                let length = given.find(|c: char| c.is_ascii_whitespace()).unwrap_or(given.len());
                rest = &given[length..];
                &given[..length]
            }
        };
        Some((name, value))
    })
}

/// The text between tags, on one line.
fn plain(html: &str) -> String {
    let mut text = String::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        text.push_str(&rest[..at]);
        rest = rest[at..].find('>').map_or("", |end| &rest[at + end + 1..]);
    }
    text.push_str(rest);
    unescape(&text).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// An attribute's value without entities.
fn unescape(text: &str) -> String {
    super::metadata::unescape(text)
}

/// Whether an element holds the comments of readers.
fn is_comments(name: &str, attributes: &str) -> bool {
    matches!(name, "div" | "section" | "ul" | "ol")
        && pairs(attributes).any(|(key, value)| {
            let marked = ["comments", "comment-list", "commentlist", "disqus"];
            matches!(key.as_str(), "id" | "class")
                && value.split_ascii_whitespace().any(|v| marked.iter().any(|m| v.starts_with(m)))
        })
}

/// Whether a script is markup that the page shows as it is: some systems keep the article there.
fn is_template(attributes: &str, content: &str) -> bool {
    let kind = pairs(attributes).find(|(name, _)| name == "type").map(|(_, kind)| kind);
    kind.is_some_and(|k| k.contains("template") || k.eq_ignore_ascii_case("text/html"))
        && content.contains("<p")
        && !["{{", "<%", "${"].iter().any(|mark| content.contains(mark))
}

/// Where the closing tag of a raw element begins and ends.
fn end_of(html: &str, from: usize, name: &str) -> Option<(usize, usize)> {
    let mut at = from;
    while let Some(found) = html[at..].find('<') {
        let start = at + found;
        let Some(behind) = html[start + 1..].strip_prefix('/') else {
            at = start + 1;
            continue;
        };
        if behind.get(..name.len()).is_some_and(|n| n.eq_ignore_ascii_case(name)) {
            let end = behind.find('>').map_or(html.len(), |end| start + 2 + end + 1);
            return Some((start, end));
        }
        at = start + 2;
    }
    None
}

/// Behind the closing tag of an element that may hold others of its name; nothing where it is not closed.
fn whole(html: &str, from: usize, name: &str) -> Option<usize> {
    let mut at = from;
    let mut open = 1usize;
    while let Some(found) = html[at..].find('<') {
        let start = at + found + 1;
        let rest = &html[start..];
        let closes = rest.starts_with('/');
        let tag = &rest[usize::from(closes)..];
        at = start;
        let bounded = tag.as_bytes().get(name.len()).is_none_or(|b| !b.is_ascii_alphanumeric());
        if bounded && tag.get(..name.len()).is_some_and(|n| n.eq_ignore_ascii_case(name)) {
            let end = rest.find('>')?;
            at = start + end + 1;
            if closes {
                open -= 1;
                if open == 0 {
                    return Some(at);
                }
            } else if !rest[..end].ends_with('/') {
                open += 1;
            }
        } else if !closes && tag.get(..6).is_some_and(|n| n.eq_ignore_ascii_case("script")) {
            at = end_of(html, start, "script")?.1;
        }
    }
    None
}
