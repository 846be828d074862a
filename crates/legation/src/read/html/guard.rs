//! What keeps hostile pages cheap: a look at the tags before anything parses them.
//!
//! Parsers of HTML take quadratic time on pages that open tags without end, and extractors that walk the tree by
//! recursion take unbounded stack. Both are a matter of depth and number, which one pass over the bytes bounds.

/// The deepest nesting that is parsed.
const DEEPEST: usize = 512;
/// The most tags that are parsed.
const MOST_TAGS: usize = 150_000;
/// The longest tag, in bytes.
const LONGEST_TAG: usize = 512 << 10;

/// Tags without an end.
const VOID: &[&str] = &[
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
    "track", "wbr",
];
/// Tags whose end may be left out: the next one closes them.
const OPTIONAL: &[&str] = &[
    "p", "li", "dt", "dd", "td", "th", "tr", "tbody", "thead", "tfoot", "option", "optgroup", "rp",
    "rt", "colgroup", "html", "head", "body",
];
/// Why a page should not be given to a parser, if there is a reason.
pub(super) fn trouble(html: &str) -> Option<String> {
    let mut open: Vec<&str> = Vec::new();
    let mut tags = 0usize;
    for tag in Tags::new(html) {
        tags += 1;
        if tags > MOST_TAGS {
            return Some(format!("the page has more than {MOST_TAGS} tags"));
        }
        if tag.length > LONGEST_TAG {
            return Some("the page has a tag without end".to_owned());
        }
        let name = tag.name;
        let is = |list: &[&str]| list.iter().any(|n| n.eq_ignore_ascii_case(name));
        // Lists and tables in each other nest by optional tags too; it is their containers that are counted.
        if is(VOID) || is(OPTIONAL) {
            continue;
        }
        if !tag.closes {
            open.push(name);
            if open.len() > DEEPEST {
                return Some(format!("the page is nested more than {DEEPEST} tags deep"));
            }
        } else if let Some(at) = open.iter().rposition(|n| n.eq_ignore_ascii_case(name)) {
            open.truncate(at);
        }
    }
    None
}

/// The text between the tags, one line for each run of it.
pub(super) fn bare_text(html: &str) -> String {
    let mut out = String::new();
    let mut from = 0;
    let mut add = |text: &str| {
        let text = text.trim();
        if !text.is_empty() {
            if !out.is_empty() {
                out.push_str("\n\n");
            }
            out.push_str(text);
        }
    };
    for tag in Tags::new(html) {
        if let Some(text) = html.get(from..tag.start) {
            add(text);
        }
        from = tag.end;
    }
    add(html.get(from..).unwrap_or_default());
    out
}

#[derive(Clone, Copy, Debug)]
struct Tag<'a> {
    name: &'a str,
    closes: bool,
    start: usize,
    /// Behind the tag, and for scripts behind their content.
    end: usize,
    length: usize,
}

/// The tags of a page in order, comments and scripts passed over.
struct Tags<'a> {
    html: &'a str,
    at: usize,
    /// How many `<svg>` and `<math>` are open: inside, even scripts are markup.
    foreign: usize,
}

impl<'a> Tags<'a> {
    fn new(html: &'a str) -> Self {
        Self { html, at: 0, foreign: 0 }
    }
}

impl<'a> Iterator for Tags<'a> {
    type Item = Tag<'a>;

    fn next(&mut self) -> Option<Tag<'a>> {
        let bytes = self.html.as_bytes();
        loop {
            let start = self.at + self.html.get(self.at..)?.find('<')?;
            let rest = &self.html[start..];
            if rest.starts_with("<!--") {
                let end = rest.find("-->").map_or(rest.len(), |at| at + 3);
                self.at = start + end;
                return Some(Tag { name: "!", closes: true, start, end: self.at, length: 0 });
            }
            let closes = rest.starts_with("</");
            let name_at = start + 1 + usize::from(closes);
            let length = bytes[name_at..].iter().take_while(|b| b.is_ascii_alphanumeric()).count();
            let markup = rest.starts_with("<!") || rest.starts_with("<?");
            if length == 0 && !markup {
                self.at = start + 1;
                continue;
            }
            let end = start + rest.find('>').map_or(rest.len(), |at| at + 1);
            let name = &self.html[name_at..name_at + length];
            let tag = Tag { name, closes, start, end, length: end - start };
            self.at = end;
            if ["svg", "math"].iter().any(|n| n.eq_ignore_ascii_case(name)) {
                self.foreign =
                    if closes { self.foreign.saturating_sub(1) } else { self.foreign + 1 };
            }
            let raw = ["script", "style"].iter().any(|n| n.eq_ignore_ascii_case(name));
            if raw && !closes && self.foreign == 0 {
                // The closing tag is passed over with the content.
                self.at = end_of_raw(self.html, end, name);
                return Some(Tag { closes: true, end: self.at, ..tag });
            }
            return Some(tag);
        }
    }
}

/// Behind the closing tag of a script; without one, the end of the page.
fn end_of_raw(html: &str, from: usize, name: &str) -> usize {
    let mut at = from;
    while let Some(found) = html[at..].find("</") {
        let start = at + found + 2;
        if html.get(start..start + name.len()).is_some_and(|n| n.eq_ignore_ascii_case(name)) {
            return html[start..].find('>').map_or(html.len(), |end| start + end + 1);
        }
        at = start;
    }
    html.len()
}
