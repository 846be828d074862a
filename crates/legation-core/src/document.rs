//! [`Document`]: an article cut into paragraphs. A sentence never crosses a paragraph.

use crate::{Article, ArticleId, Span};
use serde::{Deserialize, Serialize};

/// An article with its paragraphs, ready to be annotated.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    /// The article itself.
    pub article: Article,
    /// Its identity, computed once.
    pub id: ArticleId,
    /// The paragraphs in order, trimmed of white space, never empty, never overlapping. What is marked as not being part of the
    /// article (front matter, comment forms) is left out.
    pub paragraphs: Vec<Span>,
}

impl Document {
    /// Cuts `article` into paragraphs.
    ///
    /// A blank line always ends a paragraph. A single line break ends one unless the text is hard-wrapped
    /// there: the line is long, does not end a sentence, and the next one goes on in lower case or
    /// in mid-sentence.
    pub fn new(article: Article) -> Self {
        let mut paragraphs = paragraphs(&article.text);
        paragraphs.retain(|p| !article.boilerplate.iter().any(|b| b.contains(*p)));
        Self { id: article.id(), paragraphs, article }
    }

    /// The text as received.
    pub fn text(&self) -> &str {
        &self.article.text
    }

    /// The words of a paragraph as the model shall see them: same bytes and same length, but with the line
    /// breaks of hard-wrapped text turned into spaces.
    pub fn model_text(&self, paragraph: Span) -> std::borrow::Cow<'_, str> {
        let words = paragraph.of(self.text());
        if words.bytes().any(|b| matches!(b, b'\n' | b'\r' | b'\t')) {
            words.replace(['\n', '\r', '\t'], " ").into()
        } else {
            words.into()
        }
    }
}

/// Lines shorter than this, in bytes, are not taken for hard-wrapped prose.
const WRAPPED_LINE_MIN: usize = 50;
/// Lines longer than this are paragraphs of their own, not wrapped ones.
const WRAPPED_LINE_MAX: usize = 120;

fn paragraphs(text: &str) -> Vec<Span> {
    let mut out: Vec<Span> = Vec::new();
    let mut open: Option<Span> = None;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let trimmed = line.trim();
        let start = at + (line.len() - line.trim_start().len());
        let span = Span::from(start..start + trimmed.len());
        at += line.len();
        if trimmed.is_empty() {
            out.extend(open.take());
            continue;
        }
        open = match open {
            Some(paragraph) if is_wrapped(last_line(text, paragraph), trimmed) => {
                Some(paragraph.hull(span))
            }
            Some(paragraph) => {
                out.push(paragraph);
                Some(span)
            }
            None => Some(span),
        };
    }
    out.extend(open);
    out
}

fn last_line(text: &str, paragraph: Span) -> &str {
    let words = paragraph.of(text);
    words.rsplit('\n').next().unwrap_or(words)
}

/// Whether a line break between these two lines is a mere wrap.
fn is_wrapped(line: &str, next: &str) -> bool {
    let line = line.trim();
    let Some(first) = next.chars().next() else { return false };
    let length = line.len();
    let ends_sentence = line
        .trim_end_matches(['"', '\'', '”', '’', ')', ']'])
        .ends_with(['.', '!', '?', ':', ';', '…']);
    let starts_item = matches!(first, '-' | '*' | '•' | '–' | '—' | '#' | '|' | '>');
    (WRAPPED_LINE_MIN..=WRAPPED_LINE_MAX).contains(&length)
        && !starts_item
        && (!ends_sentence || length >= 60 && next.len() <= WRAPPED_LINE_MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> Vec<String> {
        let doc = Document::new(Article::new("t", text));
        doc.paragraphs.iter().map(|p| p.of(text).to_owned()).collect()
    }

    #[test]
    fn blank_lines_and_single_lines() {
        assert_eq!(cut("One.\n\nTwo.\nThree.\n"), ["One.", "Two.", "Three."]);
        assert_eq!(cut("  \n\n"), Vec::<String>::new());
    }

    #[test]
    fn hard_wrapped_prose_stays_together() {
        let text = "The minister of foreign affairs of Arvenia said on Monday that\ntalks would go on until the end of the week, when both sides\nmeet again.";
        assert_eq!(cut(text).len(), 1);
    }

    #[test]
    fn what_is_not_the_article_is_left_out() {
        let mut article =
            Article::new("t", "---\ntitle: Talks\n---\n\nThe two sides met.\n\nLeave a Reply");
        article.boilerplate = vec![Span::new(0, 20), Span::new(42, 55)];
        let doc = Document::new(article);
        let words: Vec<&str> = doc.paragraphs.iter().map(|p| p.of(doc.text())).collect();
        assert_eq!(words, ["The two sides met."]);
    }

    #[test]
    fn headline_and_dateline_stand_alone() {
        assert_eq!(cut("Talks end\nMarch 1, 2008\nThe two sides met.").len(), 3);
    }
}
