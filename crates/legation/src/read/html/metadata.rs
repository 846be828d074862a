//! What a page says about itself: JSON-LD, `<meta>`, `<time>`, `<link>` and its address.
//!
//! The publication date comes from the first of: JSON-LD, `OpenGraph` and other `<meta>`, `<time>`, a marked element,
//! the address. A dateline in the text is looked at later, by the code common to all readers.

use super::entities;
use super::lean::{self, Head, Lean};
use super::outline::Outline;
use super::{Dated, dates};
use legation_core::Basis;
use scraper::Html;
use serde::Deserialize;
use serde_json::Value;
use std::collections::HashMap;
use std::sync::LazyLock;
use url::Url;

/// What a page says about itself.
#[derive(Clone, Debug, Default)]
pub(super) struct Facts {
    pub(super) title: Option<String>,
    /// The main headings, any of which may be the headline.
    pub(super) headings: Vec<String>,
    pub(super) byline: Vec<String>,
    pub(super) publisher: Option<String>,
    pub(super) language: Option<String>,
    pub(super) canonical: Option<String>,
    pub(super) published: Option<Dated>,
    /// Where the date was found.
    pub(super) date_from: Option<String>,
}

/// The names that pages use.
#[derive(Debug, Deserialize)]
struct Names {
    published: Vec<String>,
    publisher: Vec<String>,
    title: Vec<String>,
    byline: Vec<String>,
    language: Vec<String>,
    article_types: Vec<String>,
    date_marks: Vec<String>,
    date_classes: Vec<String>,
    changed: Vec<String>,
    other_marks: Vec<String>,
}

static NAMES: LazyLock<Names> = LazyLock::new(|| {
    toml::from_str(include_str!("../../../../../codebook/pages/metadata.toml"))
        .expect("codebook/pages/metadata.toml is checked by a test")
});

/// JSON-LD nested deeper than this is passed over.
const JSON_DEPTH: usize = 12;

/// Reads the facts of a page: from what stands in its head, and from its elements.
pub(super) fn facts(lean: &Lean, page: &Outline<'_>, address: Option<&Url>) -> Facts {
    let metas = metas(&lean.heads);
    let linked = Linked::of(&lean.linked);
    let meta = |names: &[String]| names.iter().find_map(|n| metas.get(n.as_str()).cloned());
    let canonical = canonical(&lean.heads, &metas, address);
    let base = address.cloned().or_else(|| canonical.as_deref().and_then(|c| Url::parse(c).ok()));
    let found = published(page, &metas, &linked, base.as_ref());
    let byline = if linked.authors.is_empty() {
        meta(&NAMES.byline)
            .filter(|b| !b.starts_with("http"))
            .map(|b| people(&b))
            .unwrap_or_default()
    } else {
        linked.authors
    };
    Facts {
        title: linked.headline.or_else(|| meta(&NAMES.title)).or_else(|| heading(lean)),
        headings: lean.headings.iter().take(5).cloned().collect(),
        byline,
        publisher: meta(&NAMES.publisher).or(linked.publisher),
        language: lean
            .language
            .as_deref()
            .and_then(code)
            .or_else(|| meta(&NAMES.language).and_then(|l| code(&l))),
        canonical,
        published: found.as_ref().map(|(dated, _)| *dated),
        date_from: found.map(|(_, from)| from),
    }
}

/// The addresses of the feeds that a page names.
pub(super) fn feeds(html: &str) -> Vec<String> {
    let heads = lean::lean(html).heads;
    let links = heads.iter().filter(|e| {
        let kind = e.attr("type").unwrap_or_default().to_lowercase();
        related(e, "alternate") && ["rss", "atom", "feed+json"].iter().any(|m| kind.contains(m))
    });
    links.filter_map(|e| e.attr("href").map(str::to_owned)).take(20).collect()
}

/// Whether a `<link>` has a relation among its `rel`.
fn related(head: &Head, relation: &str) -> bool {
    let rel = head.attr("rel").unwrap_or_default();
    head.link && rel.split_ascii_whitespace().any(|r| r.eq_ignore_ascii_case(relation))
}

/// The first 200 characters or so of an element's text.
fn opening(page: &Outline<'_>, element: usize) -> String {
    let mut out = String::new();
    for node in page.nodes[element..page.nodes[element].end].iter().filter(|n| n.is_text()) {
        if out.len() >= 200 {
            break;
        }
        out.push_str(node.inside);
    }
    tidy(&entities::resolved(&out))
}

fn tidy(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The first value of every `<meta>`, by its lower-cased name.
fn metas(heads: &[Head]) -> HashMap<String, String> {
    let mut out = HashMap::new();
    for head in heads.iter().filter(|h| !h.link) {
        let value = tidy(head.attr("content").unwrap_or_default());
        if value.is_empty() {
            continue;
        }
        for key in ["property", "name", "itemprop", "http-equiv"] {
            if let Some(name) = head.attr(key) {
                out.entry(name.trim().to_lowercase()).or_insert_with(|| value.clone());
            }
        }
    }
    out
}

/// What the JSON-LD of a page says about the article.
#[derive(Debug, Default)]
struct Linked {
    headline: Option<String>,
    published: Option<String>,
    created: Option<String>,
    authors: Vec<String>,
    publisher: Option<String>,
    /// A date of something that is not called an article.
    other: Option<String>,
}

impl Linked {
    fn of(scripts: &[String]) -> Self {
        let mut out = Self::default();
        for text in scripts.iter().take(50) {
            // Line breaks inside strings are not JSON, but common.
            let text = text.replace(['\n', '\r', '\t'], " ");
            let text = text.trim().trim_start_matches("<!--").trim_start_matches("//<![CDATA[");
            let text =
                text.trim_end_matches("-->").trim_end_matches("//]]>").trim().trim_end_matches(';');
            if let Ok(value) = serde_json::from_str::<Value>(text) {
                out.add(&value, 0);
            }
        }
        out
    }

    fn add(&mut self, value: &Value, depth: usize) {
        if depth > JSON_DEPTH {
            return;
        }
        match value {
            Value::Array(all) => all.iter().for_each(|v| self.add(v, depth + 1)),
            Value::Object(map) => {
                let date = |key: &str| map.get(key).and_then(Value::as_str).map(str::to_owned);
                if is_article(map.get("@type")) {
                    self.published = self.published.take().or_else(|| date("datePublished"));
                    self.created = self.created.take().or_else(|| date("dateCreated"));
                    self.headline = self
                        .headline
                        .take()
                        .or_else(|| date("headline").map(|h| tidy(&unescape(&h))));
                    if self.authors.is_empty() {
                        self.authors = map.get("author").map(named).unwrap_or_default();
                    }
                    if self.publisher.is_none() {
                        self.publisher =
                            map.get("publisher").and_then(|p| named(p).into_iter().next());
                    }
                } else if self.other.is_none() {
                    self.other = date("datePublished");
                }
                let inside =
                    ["@graph", "mainEntity", "mainEntityOfPage", "itemListElement", "item"];
                inside.iter().filter_map(|key| map.get(*key)).for_each(|v| self.add(v, depth + 1));
            }
            _ => {}
        }
    }
}

fn is_article(kind: Option<&Value>) -> bool {
    match kind {
        Some(Value::String(kind)) => {
            let kind = kind.rsplit(['/', ':']).next().unwrap_or_default();
            NAMES.article_types.iter().any(|a| a == kind)
        }
        Some(Value::Array(all)) => all.iter().any(|k| is_article(Some(k))),
        _ => false,
    }
}

/// The names of persons or organisations in JSON-LD: a string, an object with `name`, or several.
fn named(value: &Value) -> Vec<String> {
    match value {
        Value::String(name) if !name.starts_with("http") => people(&unescape(name)),
        Value::Object(map) => {
            map.get("name").filter(|n| !n.is_object()).map(named).unwrap_or_default()
        }
        Value::Array(all) => {
            all.iter().filter(|v| !v.is_array()).flat_map(named).take(20).collect()
        }
        _ => Vec::new(),
    }
}

/// Text without the entities of HTML, which JSON-LD often carries too.
pub(super) fn unescape(text: &str) -> String {
    if !text.contains('&') {
        return text.to_owned();
    }
    Html::parse_fragment(text).root_element().text().collect()
}

/// "By Ann Lee and Bo Ray" as two names.
fn people(text: &str) -> Vec<String> {
    let text = tidy(text);
    let text = text.strip_prefix("By ").or_else(|| text.strip_prefix("by ")).unwrap_or(&text);
    text.split([',', ';', '|'])
        .flat_map(|part| part.split(" and "))
        .map(|name| name.trim().trim_start_matches("and ").to_owned())
        .filter(|name| (2..80).contains(&name.len()))
        .collect()
}

/// The main heading, or the page's title without the name of the site.
fn heading(lean: &Lean) -> Option<String> {
    let mut filled = lean.headings.iter().filter(|h| !h.is_empty());
    if let (Some(one), None) = (filled.next(), filled.next()) {
        return Some(one.clone());
    }
    let title = lean.titles.iter().find(|t| !t.is_empty())?;
    let cut = [" | ", " – ", " — ", " - ", " :: "].iter().find_map(|s| title.rsplit_once(s));
    let cut = cut.map(|(head, _)| head.to_owned()).filter(|h| h.split(' ').count() >= 3);
    Some(cut.unwrap_or_else(|| title.clone()))
}

/// The ISO 639-1 code in "en", "en-GB", "`en_US`".
fn code(tag: &str) -> Option<String> {
    let first = tag.trim().split(['-', '_', ',', ';']).next()?.to_lowercase();
    (first.len() == 2 && first.bytes().all(|b| b.is_ascii_lowercase())).then_some(first)
}

fn canonical(
    heads: &[Head],
    metas: &HashMap<String, String>,
    address: Option<&Url>,
) -> Option<String> {
    let link = heads.iter().filter(|h| related(h, "canonical")).find_map(|h| h.attr("href"));
    let link = link.map(str::to_owned);
    let given = link.or_else(|| metas.get("og:url").cloned())?;
    let url = match (Url::parse(given.trim()), address) {
        (Ok(url), _) => url,
        (Err(_), Some(base)) => base.join(given.trim()).ok()?,
        (Err(_), None) => return None,
    };
    matches!(url.scheme(), "http" | "https").then(|| url.to_string())
}

/// The publication date, its basis, and where it was found. A first of January without a time is what systems fill in
/// where they know no more than the year: any other date on the page is better.
fn published(
    page: &Outline<'_>,
    metas: &HashMap<String, String>,
    linked: &Linked,
    address: Option<&Url>,
) -> Option<(Dated, String)> {
    let found = declared(page, metas, linked, address);
    let values = [&linked.published, &linked.created, &linked.other].into_iter().flatten();
    let values = values.chain(NAMES.published.iter().filter_map(|name| metas.get(name)));
    let timed: Vec<Option<Date>> = values
        .filter(|value| value.contains(':') && !value.contains("00:00"))
        .map(|value| dates::parse(value))
        .collect();
    let filled_in = found.as_ref().is_some_and(|((date, _), _)| {
        date.month() == 1 && date.day() == 1 && !timed.contains(&Some(*date))
    });
    if found.is_some() && !filled_in {
        return found;
    }
    let shown =
        marked_element(page).map(|date| ((date, Basis::Inferred), "a date on the page".to_owned()));
    let shown = shown.or_else(|| {
        changed_line(page)
            .map(|date| ((date, Basis::Inferred), "the date of the last change".to_owned()))
    });
    match (&found, &shown) {
        (Some(((one, _), _)), Some(((other, _), _))) if one == other => found,
        _ => shown.or(found),
    }
}

/// The publication date as the page declares it.
fn declared(
    page: &Outline<'_>,
    metas: &HashMap<String, String>,
    linked: &Linked,
    address: Option<&Url>,
) -> Option<(Dated, String)> {
    let of_address = address.and_then(|a| dates::of_address(a.path()));
    // Metadata are often in UTC; an address one day off carries the day of the place of publication.
    let local = |date: Date| match of_address {
        Some(local)
            if [date.yesterday(), date.tomorrow()].iter().flatten().any(|d| *d == local) =>
        {
            local
        }
        _ => date,
    };
    let metadata = |date, from: &str| Some(((local(date), Basis::Metadata), from.to_owned()));
    let json = [&linked.published, &linked.created];
    if let Some(date) = json.into_iter().flatten().find_map(|d| dates::parse(d)) {
        return metadata(date, "JSON-LD");
    }
    for name in &NAMES.published {
        if let Some(date) = metas.get(name.as_str()).and_then(|value| dates::parse(value)) {
            return metadata(date, &format!("meta {name}"));
        }
    }
    if let Some(date) = linked.other.as_deref().and_then(dates::parse) {
        return metadata(date, "JSON-LD");
    }
    if let Some(date) = time_element(page) {
        return metadata(date, "a time element");
    }
    of_address.map(|date| ((date, Basis::Inferred), "the address".to_owned()))
}

/// The date of a short line such as "Last updated on June 13, 2019".
fn changed_line(page: &Outline<'_>) -> Option<Date> {
    let lines = ["p", "div", "span", "li", "em", "small"];
    let lines = (1..page.nodes.len()).filter(|e| lines.contains(&page.nodes[*e].name));
    lines.take(5000).find_map(|e| {
        let text = opening(page, e);
        let low = text.to_lowercase();
        let opens = NAMES.changed.iter().any(|cue| low.starts_with(cue.as_str()));
        if text.len() < 80 && opens && !belongs_elsewhere(page, e) {
            dates::parse(&text)
        } else {
            None
        }
    })
}

/// The date of the `<time>` that is marked as the publication's, else of the first that is nobody else's.
fn time_element(page: &Outline<'_>) -> Option<Date> {
    let all = (1..page.nodes.len()).filter(|e| page.nodes[*e].name == "time").take(200);
    let own: Vec<usize> = all.filter(|e| !belongs_elsewhere(page, *e)).collect();
    let marked = own.iter().filter(|e| {
        page.nodes[**e].attribute("pubdate").is_some() || has_mark(page, **e, &NAMES.date_marks)
    });
    marked.chain(own.iter()).find_map(|e| {
        let given = page.nodes[*e].attribute("datetime").and_then(dates::parse);
        given.or_else(|| dates::parse(&opening(page, *e)))
    })
}

/// The date in a short element whose class, id or itemprop calls it one.
fn marked_element(page: &Outline<'_>) -> Option<Date> {
    let is_date = |e: &usize| {
        has_mark(page, *e, &NAMES.date_marks)
            || page.nodes[*e].attribute("class").is_some_and(|class| {
                class
                    .split_ascii_whitespace()
                    .any(|c| NAMES.date_classes.iter().any(|d| c.eq_ignore_ascii_case(d)))
            })
    };
    let marked = (1..page.nodes.len()).filter(is_date);
    marked.filter(|e| !belongs_elsewhere(page, *e)).take(50).find_map(|e| {
        let value = ["content", "title"].iter().find_map(|key| page.nodes[e].attribute(key));
        value.and_then(dates::parse).or_else(|| {
            Some(opening(page, e)).filter(|t| t.len() < 100).and_then(|t| dates::parse(&t))
        })
    })
}

type Date = jiff::civil::Date;

fn has_mark(page: &Outline<'_>, element: usize, marks: &[String]) -> bool {
    ["class", "id", "itemprop"].iter().filter_map(|key| page.nodes[element].attribute(key)).any(
        |value| {
            let value = value.to_ascii_lowercase();
            marks.iter().any(|mark| value.contains(mark.as_str()))
        },
    )
}

/// Whether an element stands in a side part of the page, such as the comments.
fn belongs_elsewhere(page: &Outline<'_>, element: usize) -> bool {
    has_mark(page, element, &NAMES.other_marks)
        || page.ancestors(element).take(40).any(|e| {
            matches!(page.nodes[e].name, "aside" | "footer" | "nav")
                || has_mark(page, e, &NAMES.other_marks)
        })
}
