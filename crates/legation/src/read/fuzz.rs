//! Fuzz bodies: what must hold for any bytes. A fuzzer calls one of them with its input; the test below drives them with
//! mutated seeds on every run, for longer where `LEGATION_FUZZ_SECONDS` says so.
//!
//! What must hold: no panic, no endless loop, every article has text and an address, every error says what to do.

use super::ahead::Pending;
use super::input::{self, Body};
use super::{Options, feed, finished, html, sitemap};
use crate::watch::robots::Robots;
use std::io::Cursor;

/// A fuzz body.
pub type Target = fn(&[u8]);

/// All bodies by name.
pub const BODIES: [(&str, Target); 12] = [
    ("html", page),
    ("charset", charset),
    ("warc", warc),
    ("feed", feed_body),
    ("sitemap", sitemap_body),
    ("robots", robots),
    ("table", table),
    ("json", json),
    ("mail", mail),
    ("pdf", pdf),
    ("zip", zip),
    ("any", any),
];

/// The largest article of a fuzz run.
const LARGEST: u64 = 1 << 20;

fn read(name: &str, data: &[u8]) {
    let options = Options { max_article: LARGEST, ..Options::default() };
    let body = Body::Memory(Cursor::new(data.to_vec()));
    for found in input::open(name.to_owned(), body, 0, &options).filter_map(Pending::run) {
        match found {
            Ok(article) => {
                let article = finished(article);
                assert!(
                    !article.text.trim().is_empty() && !article.uri.is_empty(),
                    "{name}: an empty article"
                );
                assert!(
                    !article.text.contains('\0') || !name.ends_with("html"),
                    "{name}: a NUL in the text"
                );
                for span in &article.boilerplate {
                    let _ = span.of(&article.text);
                }
            }
            Err(error) => assert!(!error.remedy.is_empty() && !error.problem.is_empty(), "{error}"),
        }
    }
}

/// A saved page.
pub fn page(data: &[u8]) {
    read("a.html", data);
}

/// A page with a charset of the header, which is the first bytes.
pub fn charset(data: &[u8]) {
    let (label, bytes) = data.split_at(data.len().min(12));
    let label = String::from_utf8_lossy(label);
    let label = label.split('\0').next();
    let page = html::Page { uri: "a", address: None, charset: label, bytes };
    let text = html::decoded(&page);
    assert!(!text.contains('\0'));
}

/// A web archive, plain and compressed.
pub fn warc(data: &[u8]) {
    read("a.warc", data);
    read("a.warc.gz", data);
}

/// A feed.
pub fn feed_body(data: &[u8]) {
    let _ = feed::parse(data, Some("https://courier.example/"));
    read("a.rss", data);
}

/// A sitemap.
pub fn sitemap_body(data: &[u8]) {
    let _ = sitemap::parse(data);
}

/// A `robots.txt`; the last line is the path that is asked for.
pub fn robots(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let path = text.lines().last().unwrap_or_default();
    let _ = Robots::parse(data).allows(path);
}

/// A table.
pub fn table(data: &[u8]) {
    read("a.csv", data);
    read("a.tsv", data);
}

/// JSON.
pub fn json(data: &[u8]) {
    read("a.json", data);
    read("a.jsonl", data);
}

/// A message.
pub fn mail(data: &[u8]) {
    read("a.eml", data);
}

/// A PDF document.
pub fn pdf(data: &[u8]) {
    read("a.pdf", data);
}

/// Archives.
pub fn zip(data: &[u8]) {
    read("a.zip", data);
    read("a.tar", data);
    read("a.tar.gz", data);
    read("a.parquet", data);
}

/// A file without an ending.
pub fn any(data: &[u8]) {
    read("a", data);
}

#[cfg(test)]
mod tests;
