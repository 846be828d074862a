//! Web pages: the article, without menus, adverts and comments, and what the page says about itself.
//!
//! A page is made lean first (`lean`) and read into a tree once (`outline`). The text comes from our own extractor (`own`). Where
//! its outcome does not look like an article, the extractor `trafilatura` is asked, and where that leaves next to nothing,
//! `dom_smoothie` (Readability). Pages too deeply nested to be parsed in bounded time give the bare text between their tags.
//! Which of them it was stands in [`Article::reader`].

mod blocks;
mod charset;
mod container;
pub(super) mod dates;
mod entities;
mod guard;
mod lean;
mod metadata;
mod outline;
mod own;

use super::ReadError;
use jiff::civil::Date;
use legation_core::{Article, Basis, Published};
use std::panic::{AssertUnwindSafe, catch_unwind};
use trafilatura::dom::Document;

/// Extractions shorter than this are tried again with the other extractor.
const SHORT: usize = 250;

/// Notices that lie over the page and are taken for the article where it is short.
const OVERLAYS: &str = "div[class*='cookie'], div[id*='cookie'], div[class*='consent'], div[id*='consent'], \
    div[class*='gdpr'], div[id*='gdpr'], section[class*='cookie'], aside[class*='newsletter'], \
    div[class*='newsletter-signup'], div[class*='newsletter-form']";

/// A head that says all that `trafilatura` would look for in the page otherwise: we look ourselves.
const HEAD: &str = "<!DOCTYPE html><html><head><meta property=og:title content=x><meta property=og:author content='x y'>\
    <meta property=og:url content=https://x.example/><meta property=og:description content=x>\
    <meta property=og:site_name content=x><meta property=og:image content=https://x.example/x>\
    <meta property=og:type content=x><meta property=og:article:tag content=x></head>";

/// A page as it came in.
#[derive(Clone, Copy, Debug)]
pub struct Page<'a> {
    /// Where it came from: a path or the address.
    pub uri: &'a str,
    /// The address, where it is known from outside the page.
    pub address: Option<&'a str>,
    /// The charset of the HTTP header, where there was one.
    pub charset: Option<&'a str>,
    /// The page.
    pub bytes: &'a [u8],
}

/// The article of a page.
///
/// # Errors
/// Where the page holds no text.
pub fn article(page: &Page<'_>) -> Result<Article, ReadError> {
    let decoded = charset::decode(page.bytes, page.charset);
    let html = decoded.text;
    let mut remarks: Vec<String> = decoded.remark.into_iter().collect();
    let lean = lean::lean(&html);
    let (text, reader, facts) = match guard::trouble(&lean.html) {
        Some(trouble) => {
            remarks.push(format!("{trouble}: taken as bare text without layout"));
            (guard::bare_text(&html), "html:bare", metadata::Facts::default())
        }
        None => {
            let address = page.address.and_then(|a| url::Url::parse(a).ok());
            let outline = outline::Outline::of(&lean.html);
            let mut facts = metadata::facts(&lean, &outline, address.as_ref());
            let extracted = extract(&lean, &outline, address.as_ref(), &mut remarks);
            let date = facts
                .published
                .is_none()
                .then(|| guarded("trafilatura", &mut remarks, || date_of(&lean, address.as_ref())))
                .flatten();
            if let Some(date) = date {
                facts.published = Some((date, Basis::Inferred));
                facts.date_from = Some("the page".to_owned());
            }
            let mut paragraphs = extracted.paragraphs;
            let titles: Vec<&str> =
                facts.title.iter().chain(&facts.headings).map(String::as_str).collect();
            blocks::without_headline(&mut paragraphs, &titles);
            (paragraphs.join("\n\n"), extracted.reader, facts)
        }
    };
    if text.trim().is_empty() {
        return Err(ReadError::new(
            page.uri,
            "is a page without text",
            "leave it out, or save the page after its scripts have run",
        ));
    }
    let mut article = Article::new(page.uri, text);
    reader.clone_into(&mut article.reader);
    article.title = facts.title;
    article.byline = facts.byline;
    article.publisher = facts.publisher;
    article.language = facts.language;
    article.canonical = facts.canonical.or_else(|| page.address.map(str::to_owned));
    article.published = facts
        .published
        .map_or_else(Published::default, |(date, basis)| Published { date: Some(date), basis });
    remarks.extend(facts.date_from.map(|from| format!("publication date from {from}")));
    article.reader_remarks = remarks;
    Ok(article)
}

/// The paragraphs of a piece of HTML or plain text, such as a feed carries: nothing is left out but tags.
pub(super) fn fragment(html: &str) -> Vec<String> {
    if !html.contains(['<', '&']) {
        return html.split("\n\n").map(|p| p.trim().to_owned()).filter(|p| !p.is_empty()).collect();
    }
    if guard::trouble(html).is_some() {
        return vec![guard::bare_text(html)];
    }
    blocks::paragraphs(html)
}

/// The bytes of a page or text as text, whatever its charset.
pub(crate) fn decoded(page: &Page<'_>) -> String {
    charset::decode(page.bytes, page.charset).text
}

/// The addresses of the feeds that a page names.
pub(crate) fn feeds(html: &str) -> Vec<String> {
    if guard::trouble(html).is_some() {
        return Vec::new();
    }
    metadata::feeds(html)
}

/// What an extractor found.
#[derive(Debug, Default)]
struct Extracted {
    paragraphs: Vec<String>,
    reader: &'static str,
}

impl Extracted {
    fn length(&self) -> usize {
        self.paragraphs.iter().map(|p| p.chars().count()).sum()
    }
}

/// Our own extraction, where it looks like an article; else the best of the others.
fn extract(
    lean: &lean::Lean,
    outline: &outline::Outline<'_>,
    address: Option<&url::Url>,
    remarks: &mut Vec<String>,
) -> Extracted {
    let own = own::article(outline, lean.marked());
    if own.sure {
        return Extracted { paragraphs: own.paragraphs, reader: "html:own" };
    }
    slowly(lean, address, remarks)
}

/// The best of the other extractions: of the part of the page that is marked as the article, where that gives most of the
/// page's sentences; else of the whole page, compared with other algorithms.
fn slowly(lean: &lean::Lean, address: Option<&url::Url>, remarks: &mut Vec<String>) -> Extracted {
    for part in lean.parts() {
        let found =
            guarded("trafilatura", remarks, || by_trafilatura(tree_of(part), address, false));
        if let Some(found) =
            found.filter(|f| f.length() >= SHORT && f.length() * 2 >= lean.sentences)
        {
            return found;
        }
    }
    let whole = || by_trafilatura(tree_of(&lean.html), address, true);
    let first = guarded("trafilatura", remarks, whole).unwrap_or_default();
    if first.length() >= SHORT {
        return first;
    }
    let second =
        guarded("dom_smoothie", remarks, || by_readability(&lean.html)).unwrap_or_default();
    // A short article is short in both: the first extractor stands unless the other finds much more.
    if second.length() > 2 * first.length() {
        return second;
    }
    // Where it takes a short page as one text, headline and all, the paragraphs are those of the marked part.
    match lean.parts().map(blocks::paragraphs).find(|own| same_letters(own, &first.paragraphs)) {
        Some(paragraphs) => Extracted { paragraphs, ..first },
        None => first,
    }
}

/// Whether two ways to part a text hold about the same letters: not one in ten more or fewer.
fn same_letters(one: &[String], other: &[String]) -> bool {
    let letters = |paragraphs: &[String]| -> usize {
        paragraphs.iter().map(|p| p.chars().filter(|c| c.is_alphanumeric()).count()).sum()
    };
    letters(one).abs_diff(letters(other)) * 10 < letters(one)
}

/// Runs an extractor; a panic inside it is a remark, not the end of the run.
fn guarded<T>(name: &str, remarks: &mut Vec<String>, run: impl FnOnce() -> Option<T>) -> Option<T> {
    catch_unwind(AssertUnwindSafe(run)).unwrap_or_else(|_| {
        remarks.push(format!("the extractor {name} gave up on this page"));
        None
    })
}

/// The tree that `trafilatura` works on. What it would look for in the whole page, and we know already, stands in its head.
fn tree_of(html: &str) -> Document {
    Document::parse(&format!("{HEAD}{html}"))
}

/// By `trafilatura`; with `compared`, against Readability and jusText, which takes as long again.
fn by_trafilatura(tree: Document, address: Option<&url::Url>, compared: bool) -> Option<Extracted> {
    let mut options = trafilatura::Options::default()
        .with_fallback(compared)
        .with_exclude_comments(true)
        .with_html_date_mode(trafilatura::HtmlDateMode::Disabled)
        .with_prune_selector(OVERLAYS);
    options.original_url = address.cloned();
    let result = trafilatura::extract_document(tree, &options).ok()?;
    let paragraphs = blocks::paragraphs(&result.content_html);
    Some(Extracted { paragraphs, reader: "html:trafilatura" })
}

/// The date that `trafilatura` finds on a page that declares none by the names we know.
fn date_of(lean: &lean::Lean, address: Option<&url::Url>) -> Option<Date> {
    let page = Document::parse(&format!("{}{}", lean.metas, lean.html));
    let mut options = trafilatura::Options::default();
    options.original_url = address.cloned();
    let date = trafilatura::metadata::extract_metadata(&page, &options).date?;
    date.to_string().parse().ok()
}

fn by_readability(html: &str) -> Option<Extracted> {
    let mut reader = dom_smoothie::Readability::new(html, None, None).ok()?;
    let paragraphs = blocks::paragraphs(&reader.parse().ok()?.content);
    Some(Extracted { paragraphs, reader: "html:dom_smoothie" })
}

/// Whether bytes look like a page: an HTML tag among the first ones.
pub fn is_page(bytes: &[u8]) -> bool {
    let head = bytes[..bytes.len().min(1024)].to_ascii_lowercase();
    let start =
        head.iter().position(|b| !b.is_ascii_whitespace() && !matches!(b, 0xef | 0xbb | 0xbf));
    let start = start.map_or(&[][..], |at| &head[at..]);
    [&b"<!doctype html"[..], b"<html", b"<head", b"<body"].iter().any(|tag| start.starts_with(tag))
}

/// A date with the basis on which it is known.
type Dated = (Date, Basis);

#[cfg(test)]
mod tests;
