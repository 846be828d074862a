//! PDF: the text of a document whose text is text. Scans have none.

mod guard;
mod lines;

use super::{Options, ReadError, html::dates};
use legation_core::{Article, Basis, Published};
use pdf_extract::{Document, Object, OutputDev, PlainTextOutput};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// The stack of the thread that walks a document.
const STACK: usize = 64 << 20;

/// What was found in a document.
struct Found {
    pages: Vec<String>,
    title: Option<String>,
    author: Option<String>,
    created: Option<String>,
}

/// The article of a document.
pub(super) fn article(name: &str, bytes: &[u8], options: &Options) -> Result<Article, ReadError> {
    let found = apart(bytes).map_err(|problem| {
        ReadError::new(name, problem, "convert it to text by other means, or leave it out")
    })?;
    let text = lines::paragraphs(&found.pages).join("\n\n");
    if text.trim().is_empty() {
        let remedy = "run text recognition (OCR) on it first, or leave it out";
        return Err(ReadError::new(name, "is a PDF without text, probably a scan", remedy));
    }
    let mut article = Article::new(name, text);
    "pdf".clone_into(&mut article.reader);
    article.title = found.title;
    article.byline.extend(found.author);
    // "D:20221230101500Z": when the file was made, which for a saved page is no day of publication.
    let day = found.created.as_deref().and_then(|d| d.trim_start_matches("D:").get(..8));
    if let Some(date) = day.and_then(dates::parse) {
        article.published = Published { date: Some(date), basis: Basis::Inferred };
        article.reader_remarks.push("publication date from the day the file was made".to_owned());
    }
    super::date(&mut article, options);
    Ok(article)
}

/// Extracts in a thread of its own: documents nest, and what walks them panics on odd ones.
fn apart(bytes: &[u8]) -> Result<Found, String> {
    std::thread::scope(|scope| {
        let work = || catch_unwind(AssertUnwindSafe(|| extract(bytes)));
        let thread = std::thread::Builder::new().stack_size(STACK).spawn_scoped(scope, work);
        let thread = thread.map_err(|e| format!("cannot be read now ({e})"))?;
        match thread.join() {
            Ok(Ok(found)) => found,
            _ => Err("is a PDF that the extractor cannot read".to_owned()),
        }
    })
}

fn extract(bytes: &[u8]) -> Result<Found, String> {
    guard::bytes(bytes)?;
    let mut document =
        Document::load_mem(bytes).map_err(|e| format!("is no PDF that can be read ({e})"))?;
    if document.is_encrypted() && document.decrypt("").is_err() {
        return Err("is a PDF protected by a password".to_owned());
    }
    guard::document(&document)?;
    let mut pages = Vec::new();
    for number in document.get_pages().into_keys() {
        let mut text = String::new();
        {
            let mut output = PlainTextOutput::new(&mut text);
            let output: &mut dyn OutputDev = &mut output;
            // A page that cannot be read costs that page.
            let page = || pdf_extract::output_doc_page(&document, output, number);
            let _ = catch_unwind(AssertUnwindSafe(page));
        }
        pages.push(text);
    }
    let info = document.trailer.get(b"Info").and_then(|info| match info {
        Object::Reference(id) => document.get_dictionary(*id),
        other => other.as_dict(),
    });
    let field = |key: &[u8]| {
        let text = info.as_ref().ok()?.get(key).ok()?.as_str().ok().map(text_string)?;
        Some(text.trim().to_owned()).filter(|t| !t.is_empty())
    };
    Ok(Found {
        pages,
        title: field(b"Title"),
        author: field(b"Author"),
        created: field(b"CreationDate"),
    })
}

/// A text string of a PDF: UTF-16 with a mark, or bytes.
fn text_string(bytes: &[u8]) -> String {
    match bytes {
        [0xfe, 0xff, rest @ ..] => encoding_rs::UTF_16BE.decode(rest).0.into_owned(),
        _ => match std::str::from_utf8(bytes) {
            Ok(text) => text.to_owned(),
            Err(_) => encoding_rs::WINDOWS_1252.decode(bytes).0.into_owned(),
        },
    }
}

#[cfg(test)]
mod tests;
