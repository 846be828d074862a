//! How far the words of a source, a cue and a content reach.

use super::cue::{Cues, Part, Takes};
use super::quote::{self, Quote};
use crate::Syntax;
use legation_core::{Dep, Pos, Span, Tag, TokenRange};

/// The words of a noun phrase: its subtree, without punctuation at the ends.
///
/// An apposition or relative clause keeps the comma that closes it inside a sentence ("Mr. Amat, the envoy, said").
pub fn noun_phrase(syntax: &Syntax<'_>, head: u32) -> TokenRange {
    let mut range = syntax.subtree(head);
    if is_pronoun(syntax, head)
        && !syntax.children(head).any(|c| {
            matches!(syntax.dep(c), Dep::Relcl | Dep::Conj | Dep::Appos | Dep::Prep | Dep::Acl)
        })
    {
        return TokenRange::new(head, head + 1);
    }
    let sentence = syntax.sentence(head);
    range = TokenRange::new(range.start.max(sentence.start), range.end.min(sentence.end));
    let trimmed = trim(syntax, without_dateline(syntax, range));
    let inner_comma = trimmed.iter().any(|i| syntax.word(i) == ",");
    let next = trimmed.end;
    let goes_on = next + 1 < sentence.end && syntax.pos(next + 1) != Pos::Punct;
    if inner_comma && syntax.word(next) == "," && goes_on && has_closed_aside(syntax, head) {
        return TokenRange::new(trimmed.start, next + 1);
    }
    trimmed
}

/// A range without a dateline that the parser hung on it ("GENEVA (AP) — The envoy").
pub fn without_dateline(syntax: &Syntax<'_>, range: TokenRange) -> TokenRange {
    let opens = syntax.sentence(range.start).start == range.start;
    let limit = range.end.min(range.start + 14);
    let dash =
        (range.start..limit).find(|&i| matches!(syntax.word(i), "—" | "–" | "--" | "-" | "―"));
    let capitals =
        |i: u32| syntax.word(i).chars().filter(|c| c.is_alphabetic()).all(char::is_uppercase);
    match dash {
        Some(dash) if opens && dash > range.start && dash + 1 < range.end => {
            let words = syntax.span(TokenRange::new(range.start, dash)).of(syntax.text());
            // "Sen. Amat (R-Ga.)": a hyphen inside the brackets.
            let (opened, closed) = (words.matches('(').count(), words.matches(')').count());
            let bracket = opened > 0;
            let dateline = opened == closed
                && (bracket || capitals(range.start) && syntax.word(range.start).len() > 2);
            if dateline { TokenRange::new(dash + 1, range.end) } else { range }
        }
        _ => range,
    }
}

/// Whether the phrase ends in an apposition or relative clause rather than a mere list.
fn has_closed_aside(syntax: &Syntax<'_>, head: u32) -> bool {
    syntax.children(head).any(|c| {
        matches!(syntax.dep(c), Dep::Appos | Dep::Relcl | Dep::Acl | Dep::Prep)
            && syntax.subtree(c).start > head + 1
            && syntax.word(syntax.subtree(c).start.saturating_sub(1)) == ","
    })
}

/// Whether a word is a personal or relative pronoun.
pub fn is_pronoun(syntax: &Syntax<'_>, i: u32) -> bool {
    matches!(syntax.tag(i), Tag::Prp | Tag::Wp | Tag::Wdt | Tag::PrpS | Tag::WpS)
}

/// Whether a token is punctuation or white space that may be cut off at the end of a phrase.
pub fn is_edge(syntax: &Syntax<'_>, i: u32) -> bool {
    matches!(syntax.pos(i), Pos::Punct | Pos::Space)
        && !matches!(syntax.tag(i), Tag::Lrb | Tag::Rrb)
        && !syntax.word(i).contains(|c: char| c.is_alphanumeric() || matches!(c, '%' | '$'))
}

/// A range without punctuation and white space at its ends.
pub fn trim(syntax: &Syntax<'_>, mut range: TokenRange) -> TokenRange {
    while !range.is_empty() && (is_edge(syntax, range.start) || syntax.tag(range.start) == Tag::Rrb)
    {
        range.start += 1;
    }
    while !range.is_empty()
        && (is_edge(syntax, range.end - 1) || syntax.tag(range.end - 1) == Tag::Lrb)
    {
        range.end -= 1;
    }
    range
}

/// The words of a verbal cue: auxiliaries, negation and adverbs beside the verb, its particle, and the verbs that it
/// hangs on without a break ("went on to say").
pub fn verb_group(syntax: &Syntax<'_>, cues: &Cues, verb: u32) -> TokenRange {
    let mut start = verb;
    let mut top = verb;
    loop {
        let before =
            start.checked_sub(1).filter(|&b| syntax.sentence_of(b) == syntax.sentence_of(verb));
        let Some(before) = before else { break };
        let belongs = syntax.head(before) == top
            && before < top
            && matches!(syntax.dep(before), Dep::Aux | Dep::Auxpass | Dep::Neg | Dep::Advmod)
            && !matches!(syntax.tag(before), Tag::Wrb)
            && syntax.children(before).all(|c| c < before && start > c);
        if belongs {
            start = syntax.subtree(before).start.min(before);
            continue;
        }
        // "went on to say", "is trying to persuade"
        let chained = syntax.dep(top) == Dep::Xcomp && {
            let above = syntax.head(top);
            // "declined to say": the verb above is a cue of its own.
            let own = cues
                .entry(Part::Verb, syntax.lemma(above))
                .is_some_and(|e| e.takes.has(Takes::Infinitive));
            above < start
                && !own
                && matches!(syntax.pos(above), Pos::Verb | Pos::Aux)
                && (above + 1..start).all(|i| {
                    syntax.dep(i) == Dep::Prt
                        || syntax.dep(i) == Dep::Advmod
                        || syntax.dep(i) == Dep::Acomp
                })
        };
        if chained {
            top = syntax.head(top);
            start = top;
            continue;
        }
        break;
    }
    let mut end = verb + 1;
    while end < syntax.len()
        && syntax.head(end) == verb
        && (syntax.dep(end) == Dep::Prt
            || syntax.dep(end) == Dep::Neg
            || syntax.dep(end) == Dep::Advmod
                && syntax.children(end).next().is_none()
                && syntax.tag(end) == Tag::Rb)
    {
        end += 1;
    }
    TokenRange::new(start, end)
}

/// The pieces of content in a range of tokens: without the excluded ranges (cue, source …), trimmed, and extended to the
/// marks of quotations that fill them.
pub fn pieces(
    syntax: &Syntax<'_>,
    quotes: &[Quote],
    range: TokenRange,
    exclude: &[TokenRange],
    cue: TokenRange,
) -> Vec<Span> {
    let mut out = Vec::new();
    let mut at = range.start;
    let mut holes: Vec<TokenRange> =
        exclude.iter().copied().filter(|e| !e.is_empty() && e.overlaps(range)).collect();
    holes.sort_unstable();
    for hole in holes {
        if at < hole.start {
            out.extend(piece(syntax, quotes, TokenRange::new(at, hole.start), cue));
        }
        at = at.max(hole.end);
    }
    if at < range.end {
        out.extend(piece(syntax, quotes, TokenRange::new(at, range.end), cue));
    }
    out
}

/// One piece of content.
pub fn piece(
    syntax: &Syntax<'_>,
    quotes: &[Quote],
    range: TokenRange,
    cue: TokenRange,
) -> Option<Span> {
    let mut range = trim(syntax, without_dateline(syntax, range));
    if range.is_empty() {
        return None;
    }
    // "they do|n’t want it": a verb that the parser tore apart takes the rest of its sentence.
    let sentence = syntax.sentence(range.end - 1);
    if range.end < sentence.end && matches!(syntax.lower(range.end), "n’t" | "n't") {
        range = trim(syntax, TokenRange::new(range.start, sentence.end));
    }
    let cue = syntax.span(cue);
    Some(to_marks(syntax.text(), quotes, syntax.span(range), cue))
}

/// Extends a span to the marks of the quotations that it holds all words of, and of those it holds the most of
/// without the cue being in them.
pub fn to_marks(text: &str, quotes: &[Quote], mut span: Span, cue: Span) -> Span {
    let first = quotes.partition_point(|q| q.span.end <= span.start);
    for quote in &quotes[first..] {
        if quote.span.start >= span.end {
            break;
        }
        if quote.span.overlaps(cue) {
            continue;
        }
        let common = Span::new(quote.inner.start.max(span.start), quote.inner.end.min(span.end));
        let words = |s: Span| s.of(text).chars().filter(|c| c.is_alphanumeric()).count();
        let (shared, all) = (words(common), words(quote.inner));
        // Whatever reaches into a quotation from outside takes all of it; what lies inside takes it if it is most of it.
        let from_outside = span.start < quote.span.start || span.end > quote.span.end;
        if shared == all
            || from_outside && shared > 0
            || shared * 10 >= all * 8
            || span.start <= quote.inner.start
        {
            span = span.hull(quote.span);
        }
    }
    span
}

/// The quotation that ends just before a token, with nothing but punctuation and white space between.
pub fn quote_before<'q>(syntax: &Syntax<'_>, quotes: &'q [Quote], i: u32) -> Option<&'q Quote> {
    let at = syntax.token(i).span.start;
    let before = quotes.partition_point(|q| q.span.end <= at);
    let quote = quotes[..before].last()?;
    let between = syntax.text().get(quote.span.end as usize..at as usize)?;
    let plain = between.chars().all(|c| c.is_whitespace() || matches!(c, ',' | '—' | '–' | '-'));
    // A full stop inside the marks ends the sentence: what follows is a cue for something else.
    let inner = quote.inner.of(syntax.text()).trim_end();
    let over = inner.ends_with('.') && !inner.ends_with("..") && !between.contains(',');
    (plain && !over && !between.contains('\n')).then_some(quote)
}

/// The quotation that begins just after a token, with nothing but a comma or colon between.
pub fn quote_after<'q>(syntax: &Syntax<'_>, quotes: &'q [Quote], i: u32) -> Option<&'q Quote> {
    let at = syntax.token(i).span.end;
    let after = quotes.partition_point(|q| q.span.start < at);
    let quote = quotes.get(after)?;
    let between = syntax.text().get(at as usize..quote.span.start as usize)?;
    let new_paragraph = between.contains('\n');
    let plain =
        between.chars().all(|c| c.is_whitespace() || matches!(c, ',' | ':' | '—' | '–' | '-'));
    (plain && (!new_paragraph || between.contains(':'))).then_some(quote)
}

/// Whether a token stands inside a quotation.
pub fn is_quoted(syntax: &Syntax<'_>, quotes: &[Quote], i: u32) -> bool {
    quote::around(quotes, syntax.token(i).span.start).is_some()
}

/// The innermost verb (or copula) that a token belongs to.
pub fn governing_verb(syntax: &Syntax<'_>, i: u32) -> Option<u32> {
    syntax.ancestors(i).find(|&a| matches!(syntax.pos(a), Pos::Verb | Pos::Aux))
}

/// A conjunct that cannot share the auxiliary of the verb it is hung on ("said it *had agreed*, and *challenged* …"):
/// the verb above with the same form that it really belongs to.
pub fn true_conjunct(syntax: &Syntax<'_>, verb: u32) -> Option<u32> {
    if syntax.dep(verb) != Dep::Conj
        || syntax
            .children(verb)
            .any(|c| matches!(syntax.dep(c), Dep::Nsubj | Dep::Nsubjpass | Dep::Aux | Dep::Auxpass))
    {
        return None;
    }
    let head = syntax.head(verb);
    let finite = |i: u32| matches!(syntax.tag(i), Tag::Vbd | Tag::Vbz | Tag::Vbp);
    let shares = syntax.tag(head) == syntax.tag(verb)
        || syntax.tag(head) == Tag::Vbn && syntax.tag(verb) == Tag::Vbd;
    let has_aux = syntax.children(head).any(|c| matches!(syntax.dep(c), Dep::Aux | Dep::Auxpass));
    if head > verb
        || !finite(verb) && syntax.tag(verb) != Tag::Vb
        || !has_aux
        || shares
        || !matches!(syntax.dep(head), Dep::Ccomp | Dep::Xcomp | Dep::Advcl | Dep::Relcl)
    {
        return None;
    }
    let above = syntax.head(head);
    let agrees = syntax.tag(above) == syntax.tag(verb)
        || syntax.tag(above) == Tag::Vbp && syntax.tag(verb) == Tag::Vb;
    (agrees && above < head).then_some(above)
}

/// A conjunct without a subject after a comma and closing mark: "said it was “a mistake,” and left".
fn follows_mark(syntax: &Syntax<'_>, clause: u32, verb: u32) -> bool {
    let own = syntax
        .children(verb)
        .any(|c| matches!(syntax.dep(c), Dep::Nsubj | Dep::Nsubjpass | Dep::Aux));
    let start = syntax.subtree(verb).start;
    let Some(cc) = (clause + 1..start).rev().find(|&i| syntax.dep(i) == Dep::Cc) else {
        return false;
    };
    let closes = |i: u32| matches!(syntax.word(i), "”" | "\"" | "''" | "»");
    !own && cc > 1 && closes(cc - 1) && syntax.word(cc - 2) == ","
}

/// Where the content of a clause ends: before a conjunct that belongs to the verb above, and before a phrase that
/// names the occasion on which it was said.
pub fn clause_end(syntax: &Syntax<'_>, clause: u32, end: u32) -> u32 {
    let foreign = syntax
        .children_by(clause, Dep::Conj)
        .find(|&c| true_conjunct(syntax, c).is_some() || follows_mark(syntax, clause, c));
    let Some(foreign) = foreign else { return end };
    let start = syntax.subtree(foreign).start;
    let cc = (clause + 1..start)
        .rev()
        .take_while(|&i| is_edge(syntax, i) || syntax.dep(i) == Dep::Cc)
        .last();
    end.min(cc.unwrap_or(start))
}

/// Cuts a prepositional phrase that names an occasion ("at a rally in Ohio") where it follows a closing mark: the marks
/// end what was said, and the occasion is the reporter's.
pub fn without_occasion(syntax: &Syntax<'_>, cues: &Cues, range: TokenRange) -> TokenRange {
    for i in range.iter().skip(1) {
        if syntax.dep(i) != Dep::Prep
            || !matches!(syntax.lower(i), "at" | "in" | "during" | "on" | "via")
        {
            continue;
        }
        let Some(object) = syntax.child(i, Dep::Pobj) else { continue };
        let follows_mark = matches!(syntax.word(i - 1), "”" | "\"" | "’" | "''" | "»");
        let named =
            follows_mark && cues.entry(Part::Occasion, &syntax.lemma_lower(object)).is_some();
        let opens = |t: u32| syntax.tag(t) == Tag::OpenQuote;
        if named && !(i..range.end).any(opens) {
            return TokenRange::new(range.start, i);
        }
    }
    range
}

/// The noun that a relative pronoun stands for.
pub fn antecedent(syntax: &Syntax<'_>, i: u32) -> Option<u32> {
    if !matches!(syntax.tag(i), Tag::Wp | Tag::Wdt) {
        return None;
    }
    let clause = syntax.ancestors(i).find(|&a| syntax.dep(a) == Dep::Relcl)?;
    Some(syntax.head(clause)).filter(|&h| h < i)
}
