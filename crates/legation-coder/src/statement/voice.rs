//! Quotations that no accepted draft holds are given to whoever speaks them.
//!
//! The words inside quotation marks often lead a parser astray, so this step reads the surface: the verb between the
//! mark and the end of the sentence, a colon before the mark, and else the voice that was speaking just before.

use super::cue::Cues;
use super::draft::{Draft, Frame, Source};
use super::extent;
use super::quote::Quote;
use super::source;
use crate::Syntax;
use legation_core::record::CueClass;
use legation_core::{Dep, Pos, Span, Tag, TokenRange};

/// Drafts below this are not taken even for a quotation that nothing else explains.
const LEAST_SCORE: f32 = -2.5;

/// Finds a voice for each quotation that stands in no draft: a draft that was rejected for want of evidence, a cue
/// beside the marks, or the draft that goes on in it.
pub fn give_quotations(
    syntax: &Syntax<'_>,
    quotes: &[Quote],
    cues: &Cues,
    rejected: &[Draft],
    drafts: &mut Vec<Draft>,
) {
    for quote in quotes {
        let holds = |d: &Draft| {
            // "“AMAT: We will not sign.”": a turn inside marks has its name there too.
            let outside = d.cue.is_empty()
                || d.frame == Frame::Colon
                || !quote.span.contains(syntax.span(d.cue));
            outside && d.content.iter().any(|c| c.overlaps(quote.span))
        };
        if drafts.iter().any(holds) {
            continue;
        }
        let Some(standing) = standing(syntax, quote) else { continue };
        let found = if let Some(draft) = name_after(syntax, quote) {
            Some(draft)
        } else if quote.continues && standing.fills_sentence {
            None
        } else {
            overlooked(syntax, quotes, quote, rejected, drafts)
                .or_else(|| cue_after(syntax, cues, quote))
                .or_else(|| cue_before(syntax, quotes, cues, quote, Wanted::Listed))
                .or_else(|| colon_before(syntax, quote))
                .or_else(|| cue_before(syntax, quotes, cues, quote, Wanted::Any))
        };
        if let Some(draft) = found {
            match drafts.iter_mut().find(|d| d.cue.overlaps(draft.cue)) {
                Some(same) => {
                    same.content.extend(draft.content);
                    same.content.sort_unstable();
                }
                None => drafts.push(draft),
            }
        } else if standing.fills_sentence
            && let Some(at) = voice_before(syntax, quotes, quote, drafts)
        {
            drafts[at].content.push(whole(syntax, quote));
            drafts[at].content.sort_unstable();
        } else if standing.fills_sentence {
            // Nobody is known to speak, but that somebody is quoted is certain.
            let at = syntax.tokens_in(quote.span).start;
            drafts.push(draft(syntax, quote, at, TokenRange::new(at, at), None));
        }
    }
    drafts.sort_by_key(|d| (d.cue.start, d.cue.end));
}

/// How a quotation stands in its paragraph.
struct Standing {
    /// Nothing of the sentence lies outside the marks before it.
    fills_sentence: bool,
}

/// Whether a quotation is something said rather than a word in marks or a title.
fn standing(syntax: &Syntax<'_>, quote: &Quote) -> Option<Standing> {
    let tokens = syntax.tokens_in(quote.span);
    let text = syntax.text();
    let words =
        tokens.iter().filter(|&i| !matches!(syntax.pos(i), Pos::Punct | Pos::Space)).count();
    let paragraph =
        syntax.doc.paragraphs.get(quote.paragraph as usize).copied().unwrap_or_default();
    let after = Span::new(quote.span.end, paragraph.end).of(text);
    let ends = quote.inner.of(text).trim_end().ends_with(['.', '!', '?', '…', ',', '-', '—', '–']);
    let before = Span::new(paragraph.start, quote.span.start).of(text).trim_end();
    // The model hangs some opening marks on the sentence before ("she said. ''We …"): the surface is clearer.
    let opens = before.is_empty()
        || before.trim_end_matches(['”', '"', '’', '\'', '»']).ends_with(['.', '!', '?', '…'])
            && quote
                .inner
                .of(text)
                .chars()
                .find(|c| c.is_alphanumeric())
                .is_some_and(|c| !c.is_lowercase());
    let fills_sentence = opens
        || (syntax.sentence(tokens.start).start..tokens.start)
            .all(|i| matches!(syntax.pos(i), Pos::Punct | Pos::Space));
    let introduced = before.ends_with([',', ':']);
    let has_verb = tokens.iter().any(|i| matches!(syntax.pos(i), Pos::Verb | Pos::Aux));
    let says = words >= 3 && (ends || introduced || !quote.closed) && (has_verb || words >= 5);
    let closed = quote.inner.of(text).trim_end().ends_with(['.', '!', '?', '…']);
    let least = if closed && !before.is_empty() { 1 } else { 2 };
    let stands_alone =
        fills_sentence && words >= least && (ends || after.is_empty() || after.starts_with('.'));
    (says || stands_alone).then_some(Standing {
        fills_sentence: fills_sentence && (ends || after.is_empty() || after.starts_with('.')),
    })
}

fn whole(syntax: &Syntax<'_>, quote: &Quote) -> Span {
    let text = quote.span.of(syntax.text());
    Span::new(quote.span.start, quote.span.start + text.trim_end().len() as u32)
}

/// A rejected draft that holds most of the quotation and whose cue stands outside of it.
fn overlooked(
    syntax: &Syntax<'_>,
    quotes: &[Quote],
    quote: &Quote,
    rejected: &[Draft],
    drafts: &[Draft],
) -> Option<Draft> {
    let holds = |d: &Draft| {
        let shared: u32 = d
            .content
            .iter()
            .map(|c| c.end.min(quote.span.end).saturating_sub(c.start.max(quote.span.start)))
            .sum();
        let all: u32 = d.content.iter().map(|c| c.len()).sum();
        shared * 10 >= quote.span.len() * 8 && all < quote.span.len() * 3
    };
    rejected
        .iter()
        .filter(|d| {
            matches!(
                d.frame,
                Frame::Quote
                    | Frame::Clause
                    | Frame::Fronted
                    | Frame::Parenthesis
                    | Frame::Object
                    | Frame::Preposition
            )
        })
        .filter(|d| d.score > LEAST_SCORE && holds(d) && !extent::is_quoted(syntax, quotes, d.head))
        .filter(|d| !drafts.iter().any(|o| o.cue.overlaps(d.cue)))
        .max_by(|a, b| a.score.total_cmp(&b.score).then(b.head.cmp(&a.head)))
        .cloned()
}

/// Which verbs before a quotation may be its cue.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Wanted {
    /// Those of the tables.
    Listed,
    /// Any.
    Any,
}

/// Whether a word can be the verb of a cue beside a quotation.
fn is_cue_verb(syntax: &Syntax<'_>, cues: &Cues, i: u32) -> bool {
    cues.verb(syntax, i, None).is_some_and(|e| e.class != CueClass::Attitude)
        && (matches!(syntax.pos(i), Pos::Verb)
            || matches!(syntax.tag(i), Tag::Vbd | Tag::Vbz | Tag::Vbp | Tag::Vbn | Tag::Vbg))
}

fn draft(
    syntax: &Syntax<'_>,
    quote: &Quote,
    head: u32,
    cue: TokenRange,
    source: Option<Source>,
) -> Draft {
    Draft {
        frame: Frame::Quote,
        head,
        cue,
        preposition: None,
        source,
        content: vec![whole(syntax, quote)],
        content_head: None,
        addressee: None,
        score: 0.0,
    }
}

/// "“…,” Mr. Amat, 58, told a reporter", "“…,” said Mr. Amat".
fn cue_after(syntax: &Syntax<'_>, cues: &Cues, quote: &Quote) -> Option<Draft> {
    let first = syntax.tokens_in(quote.span).end;
    let inner = quote.inner.of(syntax.text()).trim_end();
    if inner.ends_with('.') && !inner.ends_with("..") {
        return None;
    }
    let paragraph = syntax.layers.paragraphs.get(quote.paragraph as usize)?;
    let limit = paragraph.end.min(first + 30);
    let stop = (first..limit)
        .find(|&i| syntax.tag(i) == Tag::Period || matches!(syntax.tag(i), Tag::OpenQuote))
        .unwrap_or(limit);
    let verb = (first..stop.min(first + 16)).find(|&i| is_cue_verb(syntax, cues, i))?;
    // Another finite verb before it, or a new clause, means that this verb is not the cue of the quotation.
    if (first..verb).any(|i| {
        matches!(syntax.tag(i), Tag::Vbd | Tag::Vbz | Tag::Vbp) && syntax.pos(i) == Pos::Verb
            || syntax.pos(i) == Pos::Cconj && i == first
    }) {
        return None;
    }
    let before = extent::trim(syntax, TokenRange::new(first, verb));
    let before = TokenRange::new(
        before.start,
        (before.start..before.end)
            .rev()
            .find(|&i| !matches!(syntax.pos(i), Pos::Adv | Pos::Aux | Pos::Punct))
            .map_or(before.start, |i| i + 1),
    );
    let cue = TokenRange::new(
        (before.end..verb).find(|&i| matches!(syntax.pos(i), Pos::Adv | Pos::Aux)).unwrap_or(verb),
        verb + 1,
    );
    let nominal = |i: u32| matches!(syntax.pos(i), Pos::Propn | Pos::Noun | Pos::Pron);
    let source = if before.iter().any(nominal) {
        let words = syntax.span(before);
        let aside = words.of(syntax.text()).contains(',') && syntax.word(before.end) == ",";
        let range = if aside { TokenRange::new(before.start, before.end + 1) } else { before };
        let head = head_of(syntax, before);
        Source { head, span: syntax.span(range) }
    } else {
        let next = (verb + 1..stop).find(|&i| nominal(i))?;
        if (verb + 1..next).any(|i| matches!(syntax.pos(i), Pos::Punct | Pos::Adp | Pos::Verb)) {
            return None;
        }
        let top = syntax
            .ancestors(next)
            .chain([next])
            .filter(|&a| a > verb && a < stop && nominal(a))
            .last()
            .unwrap_or(next);
        let mut range = extent::noun_phrase(syntax, top);
        range =
            extent::trim(syntax, TokenRange::new(range.start.max(verb + 1), range.end.min(stop)));
        Source { head: top, span: syntax.span(range) }
    };
    Some(draft(syntax, quote, verb, cue, Some(source)))
}

/// The head of a run of tokens: the nominal whose own head lies outside, else the last name of the first name run.
fn head_of(syntax: &Syntax<'_>, range: TokenRange) -> u32 {
    let nominal = |i: &u32| matches!(syntax.pos(*i), Pos::Propn | Pos::Noun | Pos::Pron);
    let top = range.iter().filter(nominal).find(|&i| !range.contains(syntax.head(i)));
    let comma = range.iter().find(|&i| syntax.word(i) == ",").unwrap_or(range.end);
    top.filter(|&t| t < comma)
        .or_else(|| (range.start..comma).rev().find(|i| nominal(i)))
        .unwrap_or(range.start)
}

/// "Mr. Amat shot back, “…”", "The ministry said about its plans: “…”": the nearest clause before the quotation.
fn cue_before(
    syntax: &Syntax<'_>,
    quotes: &[Quote],
    cues: &Cues,
    quote: &Quote,
    wanted: Wanted,
) -> Option<Draft> {
    let first = syntax.tokens_in(quote.span).start;
    let text = syntax.text();
    let gap_from = quote.span.start as usize;
    let before = text.get(..gap_from)?.trim_end();
    let colon = before.ends_with(':');
    let comma = before.ends_with(',') && !text.get(before.len()..gap_from)?.contains('\n');
    if !colon && !comma {
        return None;
    }
    let last = syntax.tokens_in(Span::new(before.len() as u32 - 1, before.len() as u32)).start;
    let sentence = syntax.sentence(last);
    let range = TokenRange::new(sentence.start, last.min(first));
    let outside = |i: u32| !extent::is_quoted(syntax, quotes, i);
    let listed = range
        .iter()
        .rev()
        .find(|&i| outside(i) && is_cue_verb(syntax, cues, i) && syntax.dep(i) != Dep::Amod);
    // With a colon any main verb will do: "The court was clear in its findings: “…”".
    let verb = listed.or_else(|| {
        let main = |i: &u32| {
            outside(*i) && matches!(syntax.tag(*i), Tag::Vbd | Tag::Vbz | Tag::Vbp | Tag::Vbg)
        };
        (colon && wanted == Wanted::Any)
            .then(|| {
                range
                    .iter()
                    .find(|i| {
                        main(i) && matches!(syntax.dep(*i), Dep::Root | Dep::Conj | Dep::Ccomp)
                    })
                    .or_else(|| range.iter().find(main))
            })
            .flatten()
    })?;
    let cue = extent::verb_group(syntax, cues, verb);
    let mut source = source::source(syntax, verb).filter(|s| outside(s.head));
    if source.is_none() {
        // "Stated Mr. Amat:"
        source = (verb + 1..last)
            .find(|&i| syntax.pos(i) == Pos::Propn && verb + 1 == syntax.subtree(i).start)
            .map(|i| source::source_at(syntax, i));
    }
    Some(draft(syntax, quote, verb, cue, source))
}

/// "“…” ― Ana Amat": a quotation signed with a dash.
fn name_after(syntax: &Syntax<'_>, quote: &Quote) -> Option<Draft> {
    let paragraph = syntax.doc.paragraphs.get(quote.paragraph as usize)?;
    let after = Span::new(quote.span.end, paragraph.end).of(syntax.text());
    let signed = after.trim_start().strip_prefix(['―', '—', '–', '-', '~'])?;
    let start = paragraph.end - signed.len() as u32;
    let first = syntax.tokens_in(Span::new(start, paragraph.end)).start;
    let dash = first.checked_sub(1)?;
    let last = syntax.layers.paragraphs.get(quote.paragraph as usize)?.end;
    let stop = |i: u32| {
        matches!(syntax.tag(i), Tag::OpenQuote)
            || syntax.word(i).starts_with(['“', '”', '"', '\n', '―', '('])
    };
    let range = extent::trim(
        syntax,
        TokenRange::new(first, (first..last).find(|&i| stop(i)).unwrap_or(last)),
    );
    let name = range.len() <= 12
        && range.iter().next().is_some_and(|i| {
            matches!(syntax.pos(i), Pos::Propn | Pos::Noun | Pos::Det | Pos::Adj)
                || syntax.word(i).starts_with(char::is_uppercase)
        })
        && !range.iter().any(|i| matches!(syntax.tag(i), Tag::Vbd | Tag::Vbz | Tag::Vbp | Tag::Md));
    let source = Source { head: head_of(syntax, range), span: syntax.span(range) };
    // A dash that the tokenizer glued to the closing mark is no cue of its own.
    let glued = syntax.token(dash).span.start < quote.span.end;
    let cue = TokenRange::new(dash, if glued { dash } else { dash + 1 });
    let mut out = draft(syntax, quote, dash, cue, Some(source));
    out.frame = Frame::Colon;
    name.then_some(out)
}

/// "The minister’s answer: “…”", "- Ana Amat: “…”".
fn colon_before(syntax: &Syntax<'_>, quote: &Quote) -> Option<Draft> {
    let first = syntax.tokens_in(quote.span).start;
    let colon = (first.saturating_sub(3)..first)
        .rev()
        .find(|&i| !matches!(syntax.pos(i), Pos::Space))
        .filter(|&i| syntax.word(i) == ":")?;
    let start = (0..colon)
        .rev()
        .take_while(|&i| {
            colon - i <= 14
                && syntax.paragraph_of(i) == syntax.paragraph_of(colon)
                && !matches!(syntax.tag(i), Tag::Period | Tag::CloseQuote | Tag::OpenQuote)
                && !matches!(syntax.word(i), "-" | "–" | "—" | "--")
        })
        .last()?;
    let range = extent::trim(syntax, TokenRange::new(start, colon));
    if range.is_empty() || range.iter().any(|i| matches!(syntax.pos(i), Pos::Verb | Pos::Aux)) {
        return None;
    }
    let head = head_of(syntax, range);
    let source = Source { head, span: syntax.span(range) };
    let mut out = draft(syntax, quote, colon, TokenRange::new(colon, colon + 1), Some(source));
    out.frame = Frame::Colon;
    Some(out)
}

/// The draft whose speaker goes on speaking in this quotation.
fn voice_before(
    syntax: &Syntax<'_>,
    quotes: &[Quote],
    quote: &Quote,
    drafts: &[Draft],
) -> Option<usize> {
    let has_quote = |d: &Draft| d.content.iter().any(|c| quotes.iter().any(|q| c.contains(q.span)));
    let at = syntax.tokens_in(quote.span).start;
    let end = |d: &Draft| {
        let content = d.content.iter().map(|c| syntax.tokens_in(*c).end).max().unwrap_or(0);
        let source = d.source.map_or(0, |s| syntax.tokens_in(s.span).end);
        content.max(d.cue.end).max(source)
    };
    let before = drafts
        .iter()
        .enumerate()
        .filter(|(_, d)| end(d) <= at && d.source.is_some())
        .filter(|(_, d)| !extent::is_quoted(syntax, quotes, d.cue.start))
        .max_by_key(|(_, d)| (end(d), has_quote(d), d.cue.start));
    let (index, draft) = before?;
    let same = syntax.paragraph_of(draft.cue.start) == quote.paragraph;
    let next = syntax.paragraph_of(end(draft).saturating_sub(1)) + 1 == quote.paragraph;
    (same || next && has_quote(draft)).then_some(index)
}
