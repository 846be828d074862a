//! Reports by verbs: who is the subject, what is said, and in which construction.

use super::cue::{Cues, Part};
use super::draft::{Draft, Frame, Source};
use super::extent;
use super::quote::{self, Quote};
use crate::Syntax;
use legation_core::record::CueClass;
use legation_core::{Dep, Pos, Span, Tag, TokenRange};

/// Every way in which the verb `verb` may report something.
pub fn drafts(syntax: &Syntax<'_>, quotes: &[Quote], cues: &Cues, verb: u32, out: &mut Vec<Draft>) {
    let active = syntax
        .children_by(verb, Dep::Nsubj)
        .any(|s| syntax.child(verb, Dep::Auxpass).is_none_or(|a| a < s));
    let passive = syntax.child(verb, Dep::Auxpass).is_some() && !active
        || syntax.child(verb, Dep::Nsubjpass).is_some()
        || syntax.tag(verb) == Tag::Vbn && matches!(syntax.dep(verb), Dep::Acl);
    let cue = extent::verb_group(syntax, verb);
    let report = Report {
        syntax,
        quotes,
        cues,
        verb,
        cue,
        passive,
        source: source_outside(syntax, quotes, verb),
    };
    report.clause(out);
    report.fronted(out);
    report.quote(out);
    report.parenthesis(out);
    report.infinitive(out);
    report.light_verb(out);
    if passive {
        report.passive(out);
    } else {
        report.object(out);
    }
    report.preposition(out);
    report.adjective(out);
}

/// Who speaks with this verb: its subject, that of the verb above, the noun it modifies, or the agent of a passive.
pub fn source(syntax: &Syntax<'_>, verb: u32) -> Option<Source> {
    if let Some(by) = syntax.child(verb, Dep::Agent)
        && let Some(agent) = syntax.child(by, Dep::Pobj)
    {
        return Some(source_at(syntax, agent));
    }
    let passive = syntax.child(verb, Dep::Nsubjpass).is_some();
    if passive {
        return None;
    }
    subject(syntax, verb).map(|s| source_at(syntax, s))
}

/// The nominal right before or after a finite verb, where the tree gives the verb no subject.
fn beside(syntax: &Syntax<'_>, quotes: &[Quote], verb: u32) -> Option<Source> {
    if !matches!(syntax.tag(verb), Tag::Vbd | Tag::Vbz | Tag::Vbp)
        || syntax.child(verb, Dep::Auxpass).is_some()
    {
        return None;
    }
    let nominal = |i: u32| matches!(syntax.pos(i), Pos::Propn | Pos::Noun | Pos::Pron);
    let cue = extent::verb_group(syntax, verb);
    let sentence = syntax.sentence(verb);
    let quoted = |i: u32| quote::around(quotes, syntax.token(i).span.start).map(|q| q.span);
    let fits = |i: &u32| sentence.contains(*i) && nominal(*i) && quoted(*i) == quoted(verb);
    // "…, the envoy, Ana Amat, said": the whole run back to a mark or verb; "… (D.) said".
    let before = cue.start.checked_sub(1).map(|b| {
        if extent::is_edge(syntax, b) || syntax.tag(b) == Tag::Rrb {
            b.saturating_sub(1)
        } else {
            b
        }
    });
    if let Some(last) = before.filter(fits) {
        let top = syntax
            .ancestors(last)
            .take_while(|&a| a < cue.start && nominal(a))
            .last()
            .unwrap_or(last);
        let range = extent::noun_phrase(syntax, top);
        let range = TokenRange::new(range.start.max(sentence.start), range.end.min(cue.start));
        let inside = quoted(range.start) == quoted(verb);
        return (inside && !range.is_empty())
            .then(|| Source { head: top, span: syntax.span(range) });
    }
    let opens = (sentence.start..cue.start).all(|i| extent::is_edge(syntax, i))
        || quoted(cue.start.saturating_sub(1)) != quoted(verb);
    let next = Some(cue.end).filter(|_| opens).filter(fits)?;
    let top = syntax
        .ancestors(next)
        .take_while(|&a| {
            a > verb && nominal(a) && syntax.sentence_of(a) == syntax.sentence_of(verb)
        })
        .last()
        .unwrap_or(next);
    Some(source_at(syntax, top)).filter(|s| s.span.start >= syntax.token(verb).span.end)
}

/// The source, unless it stands in a quotation that the verb stands outside of: the parser was led astray.
fn source_outside(syntax: &Syntax<'_>, quotes: &[Quote], verb: u32) -> Option<Source> {
    source(syntax, verb)
        .filter(|s| {
            let around = |i: u32| quote::around(quotes, syntax.token(i).span.start).map(|q| q.span);
            around(s.head).is_none_or(|q| q.len() < 30 || Some(q) == around(verb))
        })
        .or_else(|| beside(syntax, quotes, verb))
}

/// A source headed by this word.
pub fn source_at(syntax: &Syntax<'_>, head: u32) -> Source {
    let range = extent::noun_phrase(syntax, head);
    let mut span = syntax.span(range);
    // A name in quotation marks keeps its closing mark.
    let rest = syntax.text().get(span.end as usize..).unwrap_or("");
    let opened = span.of(syntax.text()).matches(['“', '«']).count()
        > span.of(syntax.text()).matches(['”', '»']).count();
    if opened && let Some(at) = rest.find(['”', '»']).filter(|&at| at <= 2) {
        span.end += (at + rest[at..].chars().next().map_or(0, char::len_utf8)) as u32;
    }
    Source { head, span }
}

/// The subject of a verb, looked for upward where it has none of its own.
pub fn subject(syntax: &Syntax<'_>, verb: u32) -> Option<u32> {
    let mut at = verb;
    for _ in 0..12 {
        let own = syntax.children_by(at, Dep::Nsubj).rfind(|s| at == verb || *s < verb);
        if let Some(own) = own {
            return Some(own);
        }
        if at != verb
            && let Some(passive) = syntax.child(at, Dep::Nsubjpass)
        {
            return Some(passive);
        }
        if syntax.child(at, Dep::Expl).is_some() || syntax.child(at, Dep::Csubj).is_some() {
            return None;
        }
        let head = syntax.head(at);
        if head == at {
            break;
        }
        at = match syntax.dep(at) {
            Dep::Conj if extent::true_conjunct(syntax, at).is_some() => {
                extent::true_conjunct(syntax, at).unwrap_or(head)
            }
            Dep::Conj | Dep::Xcomp | Dep::Advcl | Dep::Dep if is_verbal(syntax, head) => head,
            Dep::Xcomp | Dep::Conj | Dep::Advcl
                if matches!(syntax.pos(head), Pos::Adj | Pos::Noun) =>
            {
                head
            }
            Dep::Ccomp if is_verbal(syntax, head) && syntax.tag(at) == Tag::Vbg => head,
            Dep::Pcomp => extent::governing_verb(syntax, at)?,
            Dep::Acl | Dep::Relcl
                if matches!(syntax.pos(head), Pos::Noun | Pos::Propn | Pos::Pron) =>
            {
                // "a statement saying …" speaks itself; "efforts to say" do not.
                return (syntax.tag(at) != Tag::Vb && syntax.tag(verb) != Tag::Vbn).then_some(head);
            }
            Dep::Acomp | Dep::Attr | Dep::Oprd => head,
            _ => return None,
        };
    }
    inverted(syntax, verb)
}

/// "said Mr. Amat" where the parser took the speaker for an object.
fn inverted(syntax: &Syntax<'_>, verb: u32) -> Option<u32> {
    let object = syntax.child(verb, Dep::Dobj).filter(|&o| syntax.subtree(o).start == verb + 1)?;
    let person = syntax.pos(object) == Pos::Propn || syntax.child(object, Dep::Appos).is_some();
    let before = syntax.subtree(verb).start == verb;
    (person && before && matches!(syntax.tag(verb), Tag::Vbd | Tag::Vbz | Tag::Vbp))
        .then_some(object)
}

fn is_verbal(syntax: &Syntax<'_>, i: u32) -> bool {
    matches!(syntax.pos(i), Pos::Verb | Pos::Aux)
}

/// The first token from `i` on that is no closing quotation mark.
fn trimmed_start(syntax: &Syntax<'_>, i: u32) -> u32 {
    if syntax.tag(i) == Tag::CloseQuote { i + 1 } else { i }
}

/// The child of `verb` whose subtree token `i` stands in.
fn branch(syntax: &Syntax<'_>, verb: u32, i: u32) -> Option<u32> {
    let mut at = i;
    while syntax.head(at) != verb {
        let head = syntax.head(at);
        if head == at {
            return None;
        }
        at = head;
    }
    (at != verb).then_some(at)
}

struct Report<'s, 'a> {
    syntax: &'s Syntax<'a>,
    quotes: &'s [Quote],
    cues: &'s Cues,
    verb: u32,
    cue: TokenRange,
    passive: bool,
    source: Option<Source>,
}

impl Report<'_, '_> {
    fn draft(
        &self,
        frame: Frame,
        cue: TokenRange,
        content: Vec<Span>,
        head: Option<u32>,
    ) -> Option<Draft> {
        (!content.is_empty()).then(|| Draft {
            frame,
            head: self.verb,
            cue,
            preposition: None,
            source: self.source,
            content,
            content_head: head,
            addressee: self.addressee(),
            score: 0.0,
        })
    }

    /// "told reporters", "said to them".
    fn addressee(&self) -> Option<u32> {
        let syntax = self.syntax;
        if let Some(dative) = syntax.child(self.verb, Dep::Dative) {
            return match syntax.pos(dative) {
                Pos::Adp => syntax.child(dative, Dep::Pobj),
                _ => Some(dative),
            };
        }
        let object = syntax
            .child(self.verb, Dep::Dobj)
            .filter(|o| matches!(syntax.pos(*o), Pos::Propn | Pos::Pron | Pos::Noun));
        let says_more =
            syntax.children(self.verb).any(|c| matches!(syntax.dep(c), Dep::Ccomp | Dep::Xcomp));
        if let Some(object) = object.filter(|_| says_more) {
            return Some(object);
        }
        let to = syntax.children_by(self.verb, Dep::Prep).find(|&p| syntax.lower(p) == "to");
        to.and_then(|p| syntax.child(p, Dep::Pobj))
    }

    /// Cue and source in one run, where they stand side by side ("he said", "said the minister on Monday").
    fn parenthesis_range(&self) -> TokenRange {
        let syntax = self.syntax;
        let mut range = self.cue;
        if let Some(source) = self.source {
            let source = syntax.tokens_in(source.span);
            if source.end <= range.start
                && (source.end..range.start)
                    .all(|i| extent::is_edge(syntax, i) || syntax.head(i) == self.verb)
                || source.start >= range.end
                    && (range.end..source.start)
                        .all(|i| extent::is_edge(syntax, i) || syntax.head(i) == self.verb)
            {
                range = TokenRange::new(range.start.min(source.start), range.end.max(source.end));
            }
        }
        // Adverbials of the cue itself.
        loop {
            let next = range.end;
            if next >= syntax.len() || extent::is_edge(syntax, next) {
                break;
            }
            let Some(top) = branch(syntax, self.verb, next) else { break };
            let adverbial = matches!(
                syntax.dep(top),
                Dep::Prep | Dep::Advmod | Dep::Npadvmod | Dep::Dobj | Dep::Dative | Dep::Nsubj
            );
            let whole = syntax.subtree(top);
            let words = syntax.span(whole);
            // An object with words in marks ("declared a “no limits” partnership") is content.
            let marked = self.quotes.iter().any(|q| q.span.overlaps(words));
            if !adverbial || marked || whole.start != next {
                break;
            }
            range.end = whole.end;
        }
        range
    }

    fn clause(&self, out: &mut Vec<Draft>) {
        let syntax = self.syntax;
        for clause in syntax.children_by(self.verb, Dep::Ccomp) {
            let range = syntax.subtree(clause);
            let own = syntax.subtree(self.verb);
            let content = if clause < self.verb {
                // Fronted: all that stands before cue and source, adverbials of the cue included.
                let cut = self.parenthesis_range();
                let sentence = syntax.sentence(self.verb);
                let mut start = own.start.min(range.start);
                if self.is_sentence_start(start) {
                    start = sentence.start;
                }
                let mut content = extent::pieces(
                    syntax,
                    self.quotes,
                    TokenRange::new(start, cut.start),
                    &[],
                    self.cue,
                );
                // "X, he said, Y"
                if range.end > cut.end {
                    content.extend(extent::piece(
                        syntax,
                        self.quotes,
                        TokenRange::new(cut.end, range.end),
                        self.cue,
                    ));
                } else if let Some(rest) = self.rest_after(cut) {
                    content.extend(extent::piece(syntax, self.quotes, rest, self.cue));
                }
                content
            } else {
                let start = range.start.max(self.cue.end);
                let mut end = range.end;
                if clause < self.cue.start {
                    end = end.min(self.cue.start);
                }
                let mut hole = TokenRange::default();
                if range.start < self.cue.start {
                    hole = self.parenthesis_range();
                }
                let from = if range.start < self.cue.start { range.start } else { start };
                let to = extent::clause_end(syntax, clause, end);
                let to = extent::without_occasion(syntax, self.cues, TokenRange::new(from, to)).end;
                extent::pieces(
                    syntax,
                    self.quotes,
                    TokenRange::new(from, to),
                    &[hole, self.cue],
                    self.cue,
                )
            };
            out.extend(self.draft(Frame::Clause, self.cue, content, Some(clause)));
        }
    }

    fn is_sentence_start(&self, start: u32) -> bool {
        let sentence = self.syntax.sentence(self.verb);
        (sentence.start..start).all(|i| extent::is_edge(self.syntax, i))
    }

    /// What follows a parenthetical cue, up to the end of the sentence, where a comma closes the parenthesis.
    fn rest_after(&self, cut: TokenRange) -> Option<TokenRange> {
        let syntax = self.syntax;
        let sentence = syntax.sentence(self.verb);
        let rest = TokenRange::new(cut.end, sentence.end);
        let goes_on = syntax.word(cut.end) == "," && rest.len() > 2;
        let head_after = rest.iter().find(|&i| !extent::is_edge(syntax, i))?;
        // What hangs on the cue verb is not content ("he said, adding that …").
        let belongs = syntax.tag(head_after) != Tag::Vbg
            && branch(syntax, self.verb, head_after)
                .is_none_or(|top| syntax.dep(top) == Dep::Ccomp);
        (goes_on && belongs).then_some(rest)
    }

    fn quote(&self, out: &mut Vec<Draft>) {
        let syntax = self.syntax;
        if extent::is_quoted(syntax, self.quotes, self.verb) {
            return;
        }
        let around = self.parenthesis_range();
        if let Some(quote) = extent::quote_before(syntax, self.quotes, around.start) {
            let sentence = syntax.sentence(self.verb);
            let mut content = vec![self.with_words_before(quote)];
            if let Some(next) =
                extent::quote_after(syntax, self.quotes, around.end.saturating_sub(1))
                && syntax.tokens_in(next.span).start < sentence.end
            {
                content.push(next.span);
            }
            out.extend(self.draft(Frame::Quote, self.cue, content, None));
            return;
        }
        // "He said on Monday, “…”": the quotation may stand after adverbials of the cue.
        let sentence = syntax.sentence(self.verb);
        let at = (around.end..=sentence.end.min(around.end + 25))
            .find(|&i| i == sentence.end || syntax.token(i).span.start >= self.next_quote_start());
        let direct = extent::quote_after(syntax, self.quotes, around.end.saturating_sub(1));
        let later = at.and_then(|i| i.checked_sub(1)).and_then(|last| {
            let mark =
                (last.saturating_sub(1)..=last).find(|&i| matches!(syntax.word(i), ":" | ","))?;
            (mark >= around.end).then(|| extent::quote_after(syntax, self.quotes, mark)).flatten()
        });
        if let Some(quote) = direct.or(later) {
            out.extend(self.draft(Frame::Quote, self.cue, vec![quote.span], None));
        }
    }

    /// "It went “as planned,” he said": the words before the marks belong to what is said, unless they report themselves.
    fn with_words_before(&self, quote: &Quote) -> Span {
        let syntax = self.syntax;
        let start = syntax.tokens_in(quote.span).start;
        let sentence = syntax.sentence(self.verb);
        if syntax.sentence_of(start) != syntax.sentence_of(self.verb) || start <= sentence.start {
            return quote.span;
        }
        let before = extent::trim(syntax, TokenRange::new(sentence.start, start));
        let reports = before.iter().any(|i| {
            syntax.pos(i) == Pos::Verb
                && self
                    .cues
                    .entry(Part::Verb, syntax.lemma(i))
                    .is_some_and(|e| e.class != CueClass::Attitude)
        });
        let clause = before
            .iter()
            .any(|i| matches!(syntax.tag(i), Tag::Vbd | Tag::Vbz | Tag::Vbp | Tag::Md));
        if before.is_empty()
            || reports
            || !clause
            || matches!(syntax.word(start.saturating_sub(1)), "," | ":")
        {
            return quote.span;
        }
        extent::piece(syntax, self.quotes, before, self.cue)
            .map_or(quote.span, |s| s.hull(quote.span))
    }

    /// "The plan will fail, the minister said on Monday" where the tree does not show that the plan is what he said.
    fn fronted(&self, out: &mut Vec<Draft>) {
        let syntax = self.syntax;
        let complement = |c: u32| {
            matches!(syntax.dep(c), Dep::Ccomp | Dep::Xcomp | Dep::Dobj | Dep::Acomp | Dep::Attr)
                && (c > self.verb || syntax.dep(c) == Dep::Ccomp)
        };
        if self.passive
            || self.source.is_none()
            || syntax.children(self.verb).any(complement)
            || syntax.dep(self.verb) == Dep::Conj
        {
            return;
        }
        let around = self.parenthesis_range();
        let sentence = syntax.sentence(self.verb);
        let closes = (around.end..sentence.end).all(|i| extent::is_edge(syntax, i));
        let before = TokenRange::new(sentence.start, around.start);
        let clause = before
            .iter()
            .any(|i| matches!(syntax.tag(i), Tag::Vbd | Tag::Vbz | Tag::Vbp | Tag::Md));
        let comma = around.start > sentence.start
            && (around.start.saturating_sub(2)..around.start).any(|i| syntax.word(i) == ",");
        if closes && clause && comma {
            let content = extent::pieces(syntax, self.quotes, before, &[], self.cue);
            out.extend(self.draft(Frame::Fronted, self.cue, content, None));
        }
    }

    fn next_quote_start(&self) -> u32 {
        let end = self.syntax.token(self.cue.end.saturating_sub(1)).span.end;
        let after = self.quotes.partition_point(|q| q.span.start < end);
        self.quotes.get(after).map_or(u32::MAX, |q| q.span.start)
    }

    /// "The talks, he said, went well": the cue hangs on the clause that it reports.
    fn parenthesis(&self, out: &mut Vec<Draft>) {
        let syntax = self.syntax;
        if syntax.child(self.verb, Dep::Ccomp).is_some() {
            return;
        }
        let head = syntax.head(self.verb);
        if head == self.verb
            || !matches!(syntax.dep(self.verb), Dep::Parataxis | Dep::Ccomp | Dep::Advcl | Dep::Dep)
        {
            return;
        }
        let around = self.parenthesis_range();
        let marker = syntax.child(self.verb, Dep::Mark).or_else(|| {
            syntax.children(self.verb).find(|&c| syntax.dep(c) == Dep::Advmod && c < around.start)
        });
        let as_said = marker.is_some_and(|m| syntax.lower(m) == "as");
        if marker.is_some() && !as_said
            || syntax.dep(self.verb) == Dep::Advcl && !as_said && syntax.tag(self.verb) == Tag::Vbg
        {
            return;
        }
        let hole = if as_said {
            TokenRange::new(around.start.min(marker.unwrap_or(around.start)), around.end)
        } else {
            around
        };
        let sentence = syntax.sentence(self.verb);
        let range = syntax.subtree(head);
        let range = if syntax.dep(head) == Dep::Root || syntax.head(head) == head {
            sentence
        } else {
            range
        };
        let content = extent::pieces(syntax, self.quotes, range, &[hole], self.cue);
        out.extend(self.draft(Frame::Parenthesis, self.cue, content, Some(head)));
    }

    fn infinitive(&self, out: &mut Vec<Draft>) {
        let syntax = self.syntax;
        for open in syntax.children_by(self.verb, Dep::Xcomp).filter(|&x| x > self.verb) {
            if !matches!(syntax.pos(open), Pos::Verb | Pos::Aux) && syntax.tag(open) != Tag::Vbg {
                continue;
            }
            let range = syntax.subtree(open);
            let object = syntax.child(self.verb, Dep::Dobj).filter(|&o| o > self.verb && o < open);
            let start = object.map_or(range.start, |o| syntax.subtree(o).start);
            let range = TokenRange::new(start.max(self.cue.end), range.end);
            if self.passive {
                continue;
            }
            let content = extent::pieces(syntax, self.quotes, range, &[self.cue], self.cue);
            out.extend(self.draft(Frame::Infinitive, self.cue, content, Some(open)));
        }
    }

    /// "expressed hope that", "issued a statement saying": verb and noun report together.
    fn light_verb(&self, out: &mut Vec<Draft>) {
        let syntax = self.syntax;
        for noun in syntax
            .children_by(self.verb, Dep::Dobj)
            .filter(|&o| o > self.verb && syntax.pos(o) == Pos::Noun)
        {
            let complement = syntax.children(noun).find(|&c| {
                c > noun
                    && (matches!(syntax.dep(c), Dep::Acl | Dep::Ccomp)
                        || syntax.dep(c) == Dep::Relcl
                            && syntax.children(c).any(|m| {
                                syntax.lower(m) == "that" && matches!(syntax.dep(m), Dep::Mark)
                            }))
            });
            let Some(complement) = complement else { continue };
            let saying = syntax.tag(complement) == Tag::Vbg;
            let range = syntax.subtree(complement);
            let cue = TokenRange::new(self.cue.start, range.start);
            if saying {
                continue;
            }
            let content = extent::pieces(syntax, self.quotes, range, &[], cue);
            let mut draft =
                self.draft(Frame::LightVerb, extent::trim(syntax, cue), content, Some(complement));
            if let Some(d) = &mut draft {
                d.head = noun;
            }
            out.extend(draft);
        }
    }

    fn object(&self, out: &mut Vec<Draft>) {
        let syntax = self.syntax;
        let object = syntax.children(self.verb).find(|&o| {
            matches!(syntax.dep(o), Dep::Dobj | Dep::Attr) && syntax.dep(o) == Dep::Dobj
        });
        let small = syntax
            .children(self.verb)
            .find(|&o| syntax.dep(o) == Dep::Ccomp && o > self.verb && !is_verbal(syntax, o));
        let Some(object) = object.or(small) else { return };
        if Some(object) == self.source.map(|s| s.head) {
            return;
        }
        let mut range = syntax.subtree(object);
        let mut cue = self.cue;
        if object > self.verb {
            // Predicates and prepositions that complete the object: "called it a mistake", "accused them of lying".
            for c in syntax.children(self.verb).filter(|&c| c > object) {
                let completes = match syntax.dep(c) {
                    Dep::Oprd | Dep::Xcomp | Dep::Acomp | Dep::Dative | Dep::Ccomp => true,
                    Dep::Prep => matches!(
                        syntax.lower(c),
                        "of" | "as" | "for" | "to" | "over" | "from" | "with" | "into" | "against"
                    ),
                    _ => false,
                };
                if !completes || syntax.subtree(c).start > range.end {
                    break;
                }
                range.end = syntax.subtree(c).end.max(range.end);
            }
            range.start = range.start.max(cue.end);
            // "called it “a mistake”": the parser may lose the words in marks.
            let next = self.quotes.partition_point(|q| {
                q.span.start < syntax.token(range.end.saturating_sub(1)).span.end
            });
            if let Some(quote) = self.quotes.get(next)
                && syntax.token(range.end).span.start == quote.span.start
            {
                range.end = syntax.tokens_in(quote.span).end;
            }
            range = extent::without_occasion(syntax, self.cues, range);
        } else {
            range.end = range.end.min(cue.start);
        }
        let adjacent_preposition =
            syntax.children_by(self.verb, Dep::Prep).find(|&p| p == cue.end && p < object);
        if let Some(p) = adjacent_preposition {
            cue.end = p + 1;
        }
        let content = extent::pieces(syntax, self.quotes, range, &[], cue);
        out.extend(self.draft(Frame::Object, cue, content, Some(object)));
    }

    fn preposition(&self, out: &mut Vec<Draft>) {
        let syntax = self.syntax;
        for prep in syntax.children(self.verb).filter(|&p| {
            matches!(syntax.dep(p), Dep::Prep | Dep::Agent | Dep::Prt) && p > self.verb
        }) {
            if self.passive && syntax.dep(prep) == Dep::Agent {
                continue;
            }
            // "spoke out against", "called on": prepositions in a row.
            let (mut inner, mut words) = (prep, syntax.lower(prep).to_owned());
            while let Some(next) = syntax.child(inner, Dep::Prep).filter(|&n| n == inner + 1) {
                inner = next;
                words = format!("{words} {}", syntax.lower(next));
            }
            let object =
                syntax.children(inner).find(|&c| matches!(syntax.dep(c), Dep::Pobj | Dep::Pcomp));
            let Some(object) = object else { continue };
            let mut range = syntax.subtree(object);
            range.start = range.start.max(inner + 1);
            // "called on them to stay"
            let follow = syntax
                .children_by(self.verb, Dep::Xcomp)
                .chain(syntax.children_by(self.verb, Dep::Advcl))
                .find(|&x| syntax.subtree(x).start == range.end && syntax.tag(x) == Tag::Vb);
            if let Some(x) = follow {
                range.end = syntax.subtree(x).end;
            }
            let as_what = syntax
                .children_by(self.verb, Dep::Prep)
                .find(|&p| syntax.lower(p) == "as" && syntax.subtree(p).start == range.end);
            if let Some(p) = as_what {
                range.end = syntax.subtree(p).end;
            }
            // Without a comma a participle belongs to the noun before it ("railed against a group trying to rule").
            let participle = syntax.children(self.verb).find(|&c| {
                syntax.tag(c) == Tag::Vbg
                    && matches!(syntax.dep(c), Dep::Advcl | Dep::Xcomp)
                    && trimmed_start(syntax, range.end) == syntax.subtree(c).start
            });
            if let Some(p) = participle {
                range.end = syntax.subtree(p).end;
            }
            let gap = (self.cue.end..prep).all(|i| {
                syntax.head(i) == self.verb
                    && matches!(syntax.dep(i), Dep::Advmod | Dep::Prt | Dep::Npadvmod)
            });
            let channel_between = syntax.children_by(self.verb, Dep::Prep).any(|p| {
                p == self.cue.end
                    && syntax.subtree(p).end == prep
                    && syntax
                        .child(p, Dep::Pobj)
                        .is_some_and(|o| self.cues.entry(Part::Channel, syntax.lemma(o)).is_some())
            });
            let gap = gap || channel_between;
            let object_between =
                syntax.child(self.verb, Dep::Dobj).filter(|&o| o > self.verb && o < prep);
            if !gap && object_between.is_none() {
                continue;
            }
            let cue = TokenRange::new(self.cue.start, inner + 1);
            let range = extent::without_occasion(syntax, self.cues, range);
            let content = extent::pieces(syntax, self.quotes, range, &[], cue);
            if let Some(mut draft) = self.draft(Frame::Preposition, cue, content, Some(object)) {
                draft.preposition =
                    Some(if object_between.is_some() { format!("_ {words}") } else { words });
                out.push(draft);
            }
        }
    }

    /// The subject of a passive is what is reported, or is part of it: "was rejected by", "is expected to stay".
    fn passive(&self, out: &mut Vec<Draft>) {
        let syntax = self.syntax;
        let patient = syntax
            .child(self.verb, Dep::Nsubjpass)
            .or_else(|| {
                (matches!(syntax.dep(self.verb), Dep::Acl | Dep::Relcl))
                    .then(|| syntax.head(self.verb))
            })
            .or_else(|| {
                matches!(syntax.dep(self.verb), Dep::Conj)
                    .then(|| syntax.child(syntax.head(self.verb), Dep::Nsubjpass))
                    .flatten()
            });
        let Some(patient) = patient else { return };
        let mut cue = self.cue;
        if syntax.child(self.verb, Dep::Agent) == Some(cue.end) {
            cue.end += 1;
        }
        let mut whom = syntax.subtree(patient);
        if syntax.dep(self.verb) == Dep::Acl
            || syntax.dep(self.verb) == Dep::Relcl && patient == syntax.head(self.verb)
        {
            whom.end = whom.end.min(syntax.subtree(self.verb).start);
        }
        let subject = extent::piece(syntax, self.quotes, whom, cue);
        let rest = syntax.children(self.verb).find(|&c| {
            c > self.verb
                && (matches!(syntax.dep(c), Dep::Xcomp | Dep::Oprd | Dep::Acomp | Dep::Ccomp)
                    || syntax.dep(c) == Dep::Prep
                        && matches!(syntax.lower(c), "as" | "of" | "for" | "with")
                        && c == cue.end)
        });
        let mut content: Vec<Span> = subject.into_iter().collect();
        let mut frame = Frame::Passive;
        let mut preposition = None;
        if let Some(rest) = rest {
            let mut range = syntax.subtree(rest);
            range.start = range.start.max(cue.end);
            if syntax.dep(rest) == Dep::Prep {
                if syntax.lower(rest) != "as" {
                    cue.end += 1;
                    range.start += 1;
                }
                preposition = Some(syntax.lower(rest).to_owned());
            }
            content.extend(extent::piece(syntax, self.quotes, range, cue));
            frame = Frame::Raising;
        }
        if let Some(mut draft) = self.draft(frame, cue, content, Some(patient)) {
            draft.preposition = preposition;
            out.push(draft);
        }
    }

    /// "seems to stay": a raising verb; "is confident that", "is keen to": a copula with an adjective.
    fn adjective(&self, out: &mut Vec<Draft>) {
        let syntax = self.syntax;
        if matches!(syntax.lemma(self.verb), "seem" | "appear" | "look" | "sound") {
            let Some(subject) =
                syntax.child(self.verb, Dep::Nsubj).or_else(|| subject(syntax, self.verb))
            else {
                return;
            };
            let Some(rest) = syntax.children(self.verb).find(|&c| {
                c > self.verb && matches!(syntax.dep(c), Dep::Xcomp | Dep::Oprd | Dep::Acomp)
            }) else {
                return;
            };
            let mut content: Vec<Span> = Vec::new();
            content.extend(extent::piece(syntax, self.quotes, syntax.subtree(subject), self.cue));
            content.extend(extent::piece(syntax, self.quotes, syntax.subtree(rest), self.cue));
            if let Some(mut draft) = self.draft(Frame::Raising, self.cue, content, Some(rest)) {
                draft.source = None;
                out.push(draft);
            }
            return;
        }
        for adjective in syntax.children(self.verb).filter(|&c| {
            c > self.verb && matches!(syntax.dep(c), Dep::Acomp | Dep::Attr | Dep::Oprd)
        }) {
            let is_adjective = syntax.dep(adjective) != Dep::Attr
                && matches!(syntax.pos(adjective), Pos::Adj | Pos::Verb);
            let complements: Vec<u32> = syntax
                .children(adjective)
                .filter(|&c| {
                    c > adjective
                        && (matches!(syntax.dep(c), Dep::Ccomp | Dep::Xcomp | Dep::Acl)
                            || syntax.dep(c) == Dep::Prep)
                })
                .collect();
            for c in complements {
                let mut range = syntax.subtree(c);
                let mut cue = TokenRange::new(self.cue.start, adjective + 1);
                let mut preposition = None;
                let mut head = c;
                if syntax.dep(c) == Dep::Prep {
                    if c != adjective + 1 && !(is_adjective && c == adjective + 2) {
                        continue;
                    }
                    let Some(object) = syntax
                        .children(c)
                        .find(|&o| matches!(syntax.dep(o), Dep::Pobj | Dep::Pcomp))
                    else {
                        continue;
                    };
                    head = object;
                    range = syntax.subtree(object);
                    cue.end = c + 1;
                    preposition = Some(syntax.lower(c).to_owned());
                }
                range.start = range.start.max(cue.end);
                let content = extent::pieces(syntax, self.quotes, range, &[], cue);
                let frame = if is_adjective { Frame::Adjective } else { Frame::Copula };
                if let Some(mut draft) = self.draft(frame, cue, content, Some(head)) {
                    draft.head = adjective;
                    draft.preposition = preposition;
                    out.push(draft);
                }
            }
        }
    }
}
