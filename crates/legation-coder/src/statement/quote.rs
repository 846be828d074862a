//! Quotation marks: which marks open, which close, what stands between them, and what sort of thing that is.
//!
//! All marks of English newspapers are read: curly and straight, double and single, « », „ “, ‹ › and the doubled
//! single marks of typewriters. A mark that opens a paragraph and is not closed there goes on in the next paragraph if that one opens
//! with a mark too. Odd marks (an opening one that closes, a mark too many) never reach beyond their paragraph.

use crate::Syntax;
use legation_core::Span;

/// A stretch of text in quotation marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quote {
    /// The words with their marks.
    pub span: Span,
    /// The words without them.
    pub inner: Span,
    /// The paragraph it stands in.
    pub paragraph: u32,
    /// Whether the closing mark is there.
    pub closed: bool,
    /// Whether it goes on from the paragraph before.
    pub continues: bool,
}

/// One mark in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Mark {
    at: usize,
    len: usize,
    family: Family,
    side: Side,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Family {
    Double,
    Single,
    Angle,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
    Open,
    Close,
}

/// The quotations of a document, outermost ones only, in order.
pub fn find(syntax: &Syntax<'_>) -> Vec<Quote> {
    in_paragraphs(syntax.text(), &syntax.doc.paragraphs)
}

/// The quotations in these paragraphs of a text.
pub fn in_paragraphs(text: &str, paragraphs: &[Span]) -> Vec<Quote> {
    let mut out: Vec<Quote> = Vec::new();
    let mut open_at_end = false;
    for (at, paragraph) in paragraphs.iter().enumerate() {
        let words = paragraph.of(text);
        let marks = marks(words);
        let first = out.len();
        pair(words, &marks, |start, end, inner_start, inner_end, closed| {
            let base = paragraph.start as usize;
            out.push(Quote {
                span: Span::from(base + start..base + end),
                inner: Span::from(base + inner_start..base + inner_end),
                paragraph: at as u32,
                closed,
                continues: false,
            });
        });
        if let Some(quote) = out.get_mut(first) {
            quote.continues = open_at_end && quote.span.start == paragraph.start;
        }
        open_at_end = out[first..].last().is_some_and(|q| !q.closed);
    }
    out
}

/// Pairs the marks of one paragraph; calls `found(start, end, inner start, inner end, closed)` for each outermost pair.
fn pair(words: &str, marks: &[Mark], mut found: impl FnMut(usize, usize, usize, usize, bool)) {
    let mut at = 0;
    while at < marks.len() {
        let open = marks[at];
        if open.side == Side::Close {
            at += 1;
            continue;
        }
        let inner_start = open.at + open.len;
        let Some(close) = closing(marks, at) else {
            if open.family != Family::Single && is_worth_keeping_open(words, open) {
                found(open.at, words.len(), inner_start, words.len(), false);
                return;
            }
            at += 1;
            continue;
        };
        let end = marks[close];
        if words[inner_start..end.at].chars().any(char::is_alphanumeric) {
            found(open.at, end.at + end.len, inner_start, end.at, true);
        }
        at = close + 1;
    }
}

/// An unclosed mark counts where it opens the paragraph or follows a colon or comma; elsewhere it is a stray (or an inch).
fn is_worth_keeping_open(words: &str, open: Mark) -> bool {
    let before = words[..open.at].trim_end();
    before.is_empty() || before.ends_with([':', ',', '.', '!', '?', '—', '–', '-', ')', ']'])
}

/// The position of the mark that closes the one at `open`: nested pairs of other families are stepped over.
fn closing(marks: &[Mark], open: usize) -> Option<usize> {
    let family = marks[open].family;
    let mut depth = 0usize;
    for (at, mark) in marks.iter().enumerate().skip(open + 1) {
        if mark.family != family {
            continue;
        }
        match mark.side {
            Side::Open if family == Family::Single => return None,
            Side::Open => depth += 1,
            Side::Close if depth == 0 => return Some(at),
            Side::Close => depth -= 1,
        }
    }
    // More opening than closing marks: a nested one was never closed, so take the last closing mark.
    let last = marks.iter().enumerate().skip(open + 1).rev();
    last.into_iter().find(|(_, m)| m.family == family && m.side != Side::Open).map(|(at, _)| at)
}

/// Words that begin with an apostrophe.
const ELISIONS: &[&str] =
    &["em", "tis", "twas", "til", "cause", "n", "bout", "round", "cuz", "ere"];

fn marks(words: &str) -> Vec<Mark> {
    let mut out: Vec<Mark> = Vec::new();
    let mut chars = words.char_indices().peekable();
    let mut previous: Option<char> = None;
    while let Some((at, ch)) = chars.next() {
        let mut len = ch.len_utf8();
        let doubled = matches!(ch, '\'' | '`' | '‘' | '’' | ',')
            && chars.peek().is_some_and(|&(_, next)| next == ch);
        let family = match ch {
            ',' if doubled && starts_word(words, at + 2 * len) && !ends_word(previous) => {
                Family::Double
            }
            '\'' | '`' | '‘' | '’' if doubled => Family::Double,
            '"' | '“' | '”' | '„' | '‟' | '＂' => Family::Double,
            '«' | '»' => Family::Angle,
            '\'' | '‘' | '’' | '`' | '‹' | '›' | '‚' => Family::Single,
            _ => {
                previous = Some(ch);
                continue;
            }
        };
        if doubled {
            chars.next();
            len *= 2;
        }
        let follows = words[at + len..].chars().next();
        let side = side(ch, previous, follows, &words[at + len..], family, out.as_slice());
        previous = Some(ch);
        if let Some(side) = side {
            out.push(Mark { at, len, family, side });
        }
    }
    out
}

fn starts_word(words: &str, at: usize) -> bool {
    words.get(at..).and_then(|w| w.chars().next()).is_some_and(char::is_alphanumeric)
}

fn ends_word(previous: Option<char>) -> bool {
    previous.is_some_and(|c| !c.is_whitespace() && !matches!(c, '(' | '[' | '—' | '–' | '-'))
}

/// Which way a mark faces; nothing for an apostrophe or an inch.
fn side(
    ch: char,
    previous: Option<char>,
    follows: Option<char>,
    rest: &str,
    family: Family,
    before: &[Mark],
) -> Option<Side> {
    let opens = previous.is_none_or(|c| {
        c.is_whitespace()
            || matches!(
                c,
                '(' | '[' | '{' | '—' | '–' | '-' | '/' | '“' | '"' | '‘' | '\'' | '…' | ':' | ','
            )
    }) && follows.is_some_and(|c| !c.is_whitespace());
    let closes = previous.is_some_and(|c| !c.is_whitespace() && !matches!(c, '(' | '[' | '{'))
        && follows.is_none_or(|c| !c.is_alphanumeric());
    let is_open = before.iter().fold(false, |open, m| match m.side {
        _ if m.family != family => open,
        Side::Open => true,
        Side::Close => false,
    });
    if family == Family::Single {
        return single(ch, previous, follows, rest, opens, closes, is_open);
    }
    match ch {
        // Twelve inches or seconds of arc, not a quotation.
        '"' if !is_open && previous.is_some_and(|c| c.is_ascii_digit()) && !opens => None,
        '“' if closes && !opens && is_open => Some(Side::Close),
        '”' if opens && !closes && !is_open => Some(Side::Open),
        '“' | '„' | '«' | '`' | '‟' | ',' | '‘' => Some(Side::Open),
        '”' | '»' => Some(Side::Close),
        _ if opens && !closes => Some(Side::Open),
        _ if closes && !opens => Some(Side::Close),
        _ => Some(if is_open { Side::Close } else { Side::Open }),
    }
}

fn single(
    ch: char,
    previous: Option<char>,
    follows: Option<char>,
    rest: &str,
    opens: bool,
    closes: bool,
    is_open: bool,
) -> Option<Side> {
    let word: String = rest.chars().take_while(|c| c.is_alphanumeric()).collect();
    let elided = ELISIONS.contains(&word.to_lowercase().as_str())
        || follows.is_some_and(|c| c.is_ascii_digit()) && word.ends_with('s');
    match ch {
        '‹' | '‚' if opens => Some(Side::Open),
        '›' if closes => Some(Side::Close),
        '‘' if elided && !rest.contains(['’', '\'']) => None,
        '‘' if opens => Some(Side::Open),
        '`' if opens && rest.contains(['\'', '’', '`']) => Some(Side::Open),
        '\'' if opens
            && !is_open
            && !elided
            && follows.is_some_and(|c| c.is_alphanumeric() || c == '[') =>
        {
            has_closing_single(rest).then_some(Side::Open)
        }
        '\'' | '’' | '`' if closes && is_open => {
            // "the workers' rights" inside single marks: a plural possessive, if a better closing mark follows.
            let possessive = previous == Some('s')
                && follows.is_some_and(char::is_whitespace)
                && rest.split(['‘', '“', '"']).next().is_some_and(has_closing_single);
            (!possessive).then_some(Side::Close)
        }
        _ => None,
    }
}

/// Whether a single mark that can only close comes before the end of the paragraph.
fn has_closing_single(rest: &str) -> bool {
    let mut previous = None;
    let mut chars = rest.chars().peekable();
    while let Some(ch) = chars.next() {
        let after_word_or_stop = previous
            .is_some_and(|p: char| matches!(p, '.' | ',' | '!' | '?' | '…') || p.is_alphanumeric());
        let ends = chars.peek().is_none_or(|c: &char| !c.is_alphanumeric());
        if matches!(ch, '\'' | '’') && after_word_or_stop && ends && previous != Some('s') {
            return true;
        }
        if matches!(ch, '\'' | '’') && ends && matches!(previous, Some('.' | ',' | '!' | '?')) {
            return true;
        }
        if ch == '\''
            && previous == Some('s')
            && chars.peek().is_none_or(|c| matches!(c, '.' | ',' | ';' | ')' | '"' | '”'))
        {
            return true;
        }
        previous = Some(ch);
    }
    false
}

/// The innermost quotation around a byte position.
pub fn around(quotes: &[Quote], at: u32) -> Option<&Quote> {
    let before = quotes.partition_point(|q| q.span.start <= at);
    quotes[..before].last().filter(|q| at < q.span.end)
}

/// Checks what must hold for any text at all; the body of a fuzz target.
///
/// Returns what is wrong, if anything.
pub fn check(text: &str) -> Result<(), String> {
    let doc = legation_core::Document::new(legation_core::Article::new("fuzz", text));
    let quotes = in_paragraphs(text, &doc.paragraphs);
    let mut end = 0;
    for quote in &quotes {
        let Quote { span, inner, paragraph, closed, .. } = *quote;
        if text.get(span.range()).is_none() || text.get(inner.range()).is_none() {
            return Err(format!("{quote:?} is off a boundary"));
        }
        if span.start < end || !span.contains(inner) || span.is_empty() {
            return Err(format!("{quote:?} overlaps the one before or does not hold its words"));
        }
        let Some(around) = doc.paragraphs.get(paragraph as usize) else {
            return Err(format!("{quote:?} is in no paragraph"));
        };
        if !around.contains(span) || !closed && span.end != around.end {
            return Err(format!("{quote:?} leaves its paragraph"));
        }
        end = span.end;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn quoted(text: &str) -> Vec<String> {
        let doc = legation_core::Document::new(legation_core::Article::new("t", text));
        let quotes = in_paragraphs(text, &doc.paragraphs);
        quotes.iter().map(|q| q.inner.of(text).to_owned()).collect()
    }

    #[test]
    fn every_kind_of_mark() {
        assert_eq!(quoted("He said, “We agree.” She said, \"No.\""), ["We agree.", "No."]);
        assert_eq!(quoted("``We agree,'' he said."), ["We agree,"]);
        assert_eq!(quoted("''We agree,'' he said."), ["We agree,"]);
        assert_eq!(quoted("«Nous irons», he said, „Wir auch“."), ["Nous irons", "Wir auch"]);
        assert_eq!(quoted("He called it ‘a mistake’ and 'a crime'."), ["a mistake", "a crime"]);
    }

    #[test]
    fn apostrophes_are_no_marks() {
        assert_eq!(quoted("The ministers' aides don't care about the '90s or ‘em."), [""; 0]);
        assert_eq!(quoted("The workers’ party isn’t Arvenia’s."), [""; 0]);
    }

    #[test]
    fn nested_quotations_stay_inside() {
        assert_eq!(
            quoted("“He told me ‘never’ and left,” she said."),
            ["He told me ‘never’ and left,"]
        );
        assert_eq!(quoted("\"He said “no” twice,\" she said."), ["He said “no” twice,"]);
    }

    #[test]
    fn several_paragraphs() {
        let text = "“We tried.\n\n“We failed,” he said.\n\n“Once more,” she said.";
        let doc = legation_core::Document::new(legation_core::Article::new("t", text));
        let quotes = in_paragraphs(text, &doc.paragraphs);
        let flags: Vec<_> = quotes.iter().map(|q| (q.closed, q.continues)).collect();
        assert_eq!(flags, [(false, false), (true, true), (true, false)]);
    }

    #[test]
    fn odd_marks() {
        assert_eq!(quoted("A site called “Leave Now“ opened."), ["Leave Now"]);
        assert_eq!(quoted("A 12\" pipe and a 6\" pipe."), [""; 0]);
        assert_eq!(quoted("\"\""), [""; 0]);
    }

    proptest! {
        #[test]
        fn never_off_a_boundary(text in "([a-z ]|[\"'“”‘’„«»`,.s]|\n\n|é|😀){0,60}") {
            prop_assert_eq!(check(&text), Ok(()));
        }
    }
}
