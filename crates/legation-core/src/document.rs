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
    /// in mid-sentence. Paragraphs longer than [`LONGEST_PARAGRAPH`] are cut, at the end of a sentence where there is
    /// one. What stands behind the first [`LONGEST_TEXT`] bytes is left out; see [`Document::left_out`].
    pub fn new(article: Article) -> Self {
        let all = own_paragraphs(&article);
        let mut paragraphs = Vec::with_capacity(all.len());
        let mut room = LONGEST_TEXT;
        for paragraph in all {
            let mut rest = paragraph;
            while !rest.is_empty() && room > 0 {
                let end = cut(rest.of(&article.text), LONGEST_PARAGRAPH.min(room));
                let piece = Span::new(rest.start, rest.start + end as u32);
                let words = piece.of(&article.text);
                let trimmed = words.trim_end().len().max(1) as u32;
                paragraphs.push(Span::new(piece.start, piece.start + trimmed));
                room -= end.min(room);
                let behind = Span::new(piece.end, rest.end);
                let gap = behind.of(&article.text);
                rest = Span::new(behind.end - gap.trim_start().len() as u32, behind.end);
            }
        }
        Self { id: article.id(), paragraphs, article }
    }

    /// What of the article is in no paragraph because the text is too long.
    pub fn left_out(&self) -> Option<Span> {
        let start = self.paragraphs.last()?.end;
        let end = own_paragraphs(&self.article).last()?.end;
        (start < end).then(|| Span::new(start, end))
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

/// The longest paragraph, in bytes: what is longer was not written for people, and a sentence as long takes forever to parse.
pub const LONGEST_PARAGRAPH: usize = 16 << 10;
/// The longest text, in bytes: some 40,000 words. Longer ones are books or rubbish.
pub const LONGEST_TEXT: usize = 256 << 10;

/// Where to cut a text that may have `most` bytes: behind it if it is short enough, else behind the last sentence that fits, the
/// last word, or the last character.
fn cut(text: &str, most: usize) -> usize {
    if text.len() <= most {
        return text.len();
    }
    let head = &text[..text.floor_char_boundary(most)];
    let sentence = [". ", "? ", "! ", "\n"].iter().filter_map(|end| head.rfind(end)).max();
    let sentence = sentence.map(|at| at + 1).filter(|at| *at * 2 >= most);
    let word = || head.rfind(char::is_whitespace).filter(|at| *at > 0);
    let character = || head.len().max(text.chars().next().map_or(1, char::len_utf8));
    sentence.or_else(word).unwrap_or_else(character)
}

/// The paragraphs of an article without what is marked as not being part of it.
fn own_paragraphs(article: &Article) -> Vec<Span> {
    let mut all = paragraphs(&article.text);
    all.retain(|p| !article.boilerplate.iter().any(|b| b.contains(*p)));
    all
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
    use super::{Article, Document, LONGEST_PARAGRAPH, LONGEST_TEXT, Span};

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
    fn long_paragraphs_are_cut_at_sentences_words_or_characters() {
        for (piece, ends) in [
            ("The two sides met again on Monday. ", "Monday."),
            ("and again they met and talked ", "d"),
            ("\u{e9}", "\u{e9}"),
        ] {
            let text = piece.repeat(50_000 / piece.len());
            let pieces = cut(&text);
            assert!(
                pieces.len() >= 4 && pieces.iter().all(|p| p.len() <= LONGEST_PARAGRAPH),
                "{piece}"
            );
            assert!(pieces[0].ends_with(ends), "{piece}");
            let letters = |t: &str| t.chars().filter(|c| !c.is_whitespace()).count();
            assert_eq!(pieces.iter().map(|p| letters(p)).sum::<usize>(), letters(&text));
            assert_eq!(Document::new(Article::new("t", text)).left_out(), None);
        }
    }

    #[test]
    fn endless_texts_are_read_up_to_a_bound() {
        let text = "The two sides met again on Monday.\n\n".repeat(40_000);
        let doc = Document::new(Article::new("t", text.clone()));
        let read: usize = doc.paragraphs.iter().map(|p| p.of(&text).len()).sum();
        assert!((LONGEST_TEXT - 100..=LONGEST_TEXT).contains(&read), "{read}");
        let out = doc.left_out().unwrap();
        assert_eq!(
            (out.start, out.end as usize),
            (doc.paragraphs.last().unwrap().end, text.trim_end().len())
        );
    }

    #[test]
    fn headline_and_dateline_stand_alone() {
        assert_eq!(cut("Talks end\nMarch 1, 2008\nThe two sides met.").len(), 3);
    }
}
