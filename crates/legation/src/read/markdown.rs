//! Markdown: the front matter between `---` lines gives title, date, publisher, byline and address.

use jiff::civil::Date;
use legation_core::{Article, Basis, Published, Span};

/// Reads the front matter, if any, into the article's metadata and marks it as not being part of the article.
pub(super) fn front_matter(article: &mut Article) {
    let text = article.text.clone();
    let Some(rest) = text.strip_prefix("---\n").or_else(|| text.strip_prefix("---\r\n")) else {
        return;
    };
    let head = text.len() - rest.len();
    let Some(end) = rest.find("\n---") else { return };
    for line in rest[..end].lines() {
        let Some((key, value)) = line.split_once(':') else { continue };
        let value = value.trim().trim_matches(['"', '\'']);
        if value.is_empty() {
            continue;
        }
        match key.trim().to_lowercase().as_str() {
            "title" => article.title = Some(value.to_owned()),
            "date" | "published" => {
                if let Some(date) = value.get(..10).and_then(|d| d.parse::<Date>().ok()) {
                    article.published = Published { date: Some(date), basis: Basis::Metadata };
                }
            }
            "publisher" | "site" => article.publisher = Some(value.to_owned()),
            "author" | "byline" | "by" => {
                article.byline = value.split(',').map(|a| a.trim().to_owned()).collect();
            }
            "url" | "link" => article.canonical = Some(value.to_owned()),
            "language" | "lang" => article.language = Some(value.to_owned()),
            _ => {}
        }
    }
    let after = head + end + "\n---".len();
    article.boilerplate.push(Span::from(0..after));
    "markdown".clone_into(&mut article.reader);
}
