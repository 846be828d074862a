//! Links between records (causes, denials, contradictions) for the formats that can say them.

use super::Out;
use crate::columns::LINKS;
use crate::value::Row;
use crate::{Filter, Result};

/// A link between two records of one article.
#[derive(Clone, Debug)]
pub(super) struct Link {
    /// The article.
    pub(super) article: String,
    /// Its place among the article's links, from 0.
    pub(super) position: String,
    /// `denies`, `contradicts` or `causes`.
    pub(super) kind: String,
    /// The record that denies or causes.
    pub(super) from: String,
    /// The record that is denied or caused.
    pub(super) to: String,
    /// The row, with the words.
    pub(super) row: Row,
}

/// All links of the articles that the export is of, in order.
pub(super) fn all(out: &Out<'_>) -> Result<Vec<Link>> {
    let filter = Filter { articles: out.options.filter.articles.clone(), ..Filter::all() };
    let mut links = Vec::new();
    out.store.each(&LINKS, &filter.fitted(&LINKS), &mut |row| {
        let text = |name: &str| row.get(name).to_string();
        links.push(Link {
            article: text("article"),
            position: text("position"),
            kind: text("kind"),
            from: text("from_record"),
            to: text("to_record"),
            row,
        });
        Ok(())
    })?;
    Ok(links)
}
