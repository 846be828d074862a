//! Reports by verbs: who is the subject, what is said, and in which construction.

use super::cue::{Cues, Part, Takes};
use super::draft::{Draft, Frame, Source};
use super::extent;
use super::other;
use super::quote::Quote;
use super::source;
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
        || source::is_reduced_passive(syntax, verb)
        || syntax.tag(verb) == Tag::Vbn && matches!(syntax.dep(verb), Dep::Acl);
    let mut cue = extent::verb_group(syntax, cues, verb);
    // "He was quoted as saying": one cue, of whoever is quoted.
    let saying =
        |v: u32| syntax.children_by(v, Dep::Prep).filter_map(|p| syntax.child(p, Dep::Pcomp));
    if saying(verb).any(|s| source::quoting(syntax, s) == Some(verb)) {
        return;
    }
    if let Some(above) = source::quoting(syntax, verb).filter(|above| above + 2 == verb) {
        cue.start = extent::verb_group(syntax, cues, above).start;
    }
    let report = Report {
        syntax,
        quotes,
        cues,
        verb,
        cue,
        passive,
        source: source::outside(syntax, quotes, cues, verb),
    };
    report.clause(out);
    report.fronted(out);
    report.yes_or_no(out);
    report.made_clear(out);
    report.quote(out);
    report.block(out);
    report.parenthesis(out);
    report.infinitive(out);
    report.light_verb(out);
    if passive {
        report.passive(out);
    } else {
        report.object(out);
    }
    report.preposition(out);
    report.misread_to(out);
    report.adjective(out);
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

/// A verb and the noun that it carries stand within so many words.
const LONGEST_LIGHT: u32 = 8;

/// A verb with what may make it a report.
pub(super) struct Report<'s, 'a> {
    pub(super) syntax: &'s Syntax<'a>,
    pub(super) quotes: &'s [Quote],
    pub(super) cues: &'s Cues,
    pub(super) verb: u32,
    pub(super) cue: TokenRange,
    pub(super) passive: bool,
    pub(super) source: Option<Source>,
}

impl Report<'_, '_> {
    pub(super) fn draft(
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

    /// "said raising it would cost them": the parser takes a clause whose subject is a gerund for an open complement.
    fn gerund_clause(&self, open: u32) -> bool {
        let syntax = self.syntax;
        let finite = |i: u32| matches!(syntax.tag(i), Tag::Vbd | Tag::Vbz | Tag::Vbp | Tag::Md);
        let entry = self.cues.verb(syntax, self.verb, None);
        let says = entry.is_some_and(|e| {
            e.takes.has(Takes::Clause)
                && e.class != CueClass::Attitude
                && !e.takes.has(Takes::Infinitive)
        });
        says && open > self.verb
            && syntax.tag(open) == Tag::Vbg
            && syntax.subtree(open).start == open
            && syntax.subtree(open).iter().any(|i| {
                finite(i)
                    && !matches!(syntax.dep(i), Dep::Relcl | Dep::Advcl)
                    && !syntax
                        .ancestors(i)
                        .any(|a| a > open && matches!(syntax.dep(a), Dep::Relcl | Dep::Advcl))
            })
    }

    fn clause(&self, out: &mut Vec<Draft>) {
        let syntax = self.syntax;
        let gerunds = syntax.children_by(self.verb, Dep::Xcomp).filter(|&x| self.gerund_clause(x));
        for clause in syntax.children_by(self.verb, Dep::Ccomp).chain(gerunds) {
            let range = syntax.subtree(clause);
            let own = syntax.subtree(self.verb);
            // "agreed after the ban was lifted": when, not what.
            let aside = syntax.children_by(clause, Dep::Mark).any(|m| {
                matches!(
                    syntax.lower(m),
                    "after" | "before" | "because" | "since" | "although" | "until"
                )
            });
            if aside && clause > self.verb {
                continue;
            }
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
                let to = self.before_own_reports(TokenRange::new(from.max(self.cue.end), to));
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

    /// "made it clear that", "let it be known that".
    fn made_clear(&self, out: &mut Vec<Draft>) {
        let syntax = self.syntax;
        if !matches!(syntax.lemma(self.verb), "make" | "leave") {
            return;
        }
        let clear = (self.cue.end..self.cue.end + 4).find(|&i| {
            i < syntax.len() && matches!(syntax.lower(i), "clear" | "plain" | "known" | "explicit")
        });
        let Some(clear) = clear.filter(|&c| syntax.dominates(self.verb, c)) else { return };
        let clause = syntax.children(clear).chain(syntax.children(self.verb)).find(|&c| {
            let that = || syntax.child(c, Dep::Mark).is_some_and(|m| syntax.lower(m) == "that");
            c > clear && (syntax.dep(c) == Dep::Ccomp || syntax.dep(c) == Dep::Advcl && that())
        });
        let Some(clause) = clause.filter(|&c| syntax.subtree(c).start == clear + 1) else { return };
        let cue = TokenRange::new(self.cue.start, clear + 1);
        let content = extent::pieces(syntax, self.quotes, syntax.subtree(clause), &[], cue);
        let draft = self.draft(Frame::Clause, cue, content, Some(clause));
        out.extend(draft.map(|mut d| {
            d.preposition = Some("clear".to_owned());
            d
        }));
    }

    /// "said no": the shortest answers.
    fn yes_or_no(&self, out: &mut Vec<Draft>) {
        let (syntax, at) = (self.syntax, self.cue.end);
        let ends = at + 1 >= syntax.sentence(self.verb).end
            || matches!(syntax.pos(at + 1), Pos::Punct | Pos::Cconj);
        if at < syntax.len()
            && matches!(syntax.lower(at), "yes" | "no")
            && syntax.head(at) == self.verb
            && ends
            && !self.passive
        {
            let content = vec![syntax.token(at).span];
            out.extend(self.draft(Frame::Clause, self.cue, content, Some(at)));
        }
    }

    /// Where content ends before a report that goes on from this one ("…, adding that").
    fn before_own_reports(&self, range: TokenRange) -> u32 {
        let syntax = self.syntax;
        let own = range.iter().find(|&i| {
            matches!(syntax.pos(i), Pos::Verb)
                && source::reporter(syntax, self.cues, i) == Some(self.verb)
        });
        let Some(own) = own else { return range.end };
        let start = syntax.subtree(own).start.max(range.start + 1);
        (range.start + 1..start)
            .rev()
            .take_while(|&i| extent::is_edge(syntax, i) || syntax.dep(i) == Dep::Cc)
            .last()
            .unwrap_or(start)
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
        // "acknowledged “mistakes” by the crew": words in marks without a comma are an object or its beginning.
        let object = syntax.child(self.verb, Dep::Dobj);
        let worked_in = direct.is_some_and(|q| {
            let words = syntax.tokens_in(q.span);
            words.start == self.cue.end
                && object.is_some_and(|o| words.contains(o) && syntax.subtree(o).end > words.end)
        });
        if let Some(quote) = direct.or(later).filter(|_| !worked_in) {
            let mut content = vec![quote.span];
            if let Some(before) = self.begun_before(around, quote) {
                content.insert(0, before);
            }
            out.extend(self.draft(Frame::Quote, self.cue, content, None));
        }
    }

    /// "Sooner or later, the minister told them, “it pays”": the beginning of a sentence that a parenthetical cue
    /// interrupts and a quotation goes on with.
    fn begun_before(&self, around: TokenRange, quote: &Quote) -> Option<Span> {
        let syntax = self.syntax;
        let sentence = syntax.sentence(self.verb);
        let before = TokenRange::new(sentence.start, around.start);
        let after = Span::new(syntax.span(around).end, quote.span.start).of(syntax.text());
        let own = self.source.is_some_and(|s| syntax.span(around).contains(s.span));
        if before.len() < 2
            || !own
            || syntax.tag(self.verb) == Tag::Vbg
            || syntax.word(around.start - 1) != ","
            || after.trim() != ","
        {
            return None;
        }
        let before = extent::trim(syntax, extent::without_dateline(syntax, before));
        let first = before.iter().next()?;
        // Circumstances of the speaking: "In an interview, he said, “…”", "Asked about it, he said, “…”".
        let phrase = before.iter().take(2).find(|&i| syntax.pos(i) == Pos::Adp);
        let occasion = phrase.and_then(|p| syntax.child(p, Dep::Pobj)).is_some_and(|o| {
            let lemma = syntax.lemma(o).to_lowercase();
            syntax.pos(o) == Pos::Propn
                || self.cues.entry(Part::Occasion, &lemma).is_some()
                || self.cues.entry(Part::Channel, &lemma).is_some()
                || syntax.layers.entities.iter().any(|e| e.tokens.contains(o))
        });
        let participle = matches!(syntax.tag(first), Tag::Vbg | Tag::Vbn);
        let reports = before.iter().any(|i| {
            matches!(syntax.pos(i), Pos::Verb)
                && self.cues.entry(Part::Verb, syntax.lemma(i)).is_some()
        });
        let dated = before.iter().all(|i| {
            matches!(syntax.pos(i), Pos::Punct)
                || syntax.layers.entities.iter().any(|e| e.tokens.contains(i))
        });
        if occasion || participle || reports || dated {
            return None;
        }
        extent::piece(syntax, self.quotes, before, self.cue)
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
        // "They agreed after the talks, the envoy said": what is said itself, no parenthesis in it.
        let said = syntax.dep(self.verb) == Dep::Ccomp
            && head > self.verb
            && syntax.child(head, Dep::Nsubj).is_some_and(|s| s > self.verb)
            && self.cues.verb(syntax, head, None).is_some_and(|e| e.takes.has(Takes::Quote));
        if said {
            return;
        }
        // "He had offered less; when they refused, he raised it": clauses side by side.
        let own = syntax.subtree(self.verb);
        let (from, to) = (around.start.min(own.start), around.end.max(own.end));
        let beside = from.saturating_sub(1)..(to + 1).min(syntax.len());
        if beside.into_iter().any(|i| syntax.word(i) == ";") {
            return;
        }
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
            if self.passive || self.gerund_clause(open) {
                continue;
            }
            let mut content = extent::pieces(syntax, self.quotes, range, &[self.cue], self.cue);
            // "the treaty, which it vowed to leave": what the infinitive lacks stands before the cue.
            let gap = syntax
                .children(open)
                .find(|&c| c < self.cue.start && matches!(syntax.tag(c), Tag::Wdt | Tag::Wp));
            if let Some(gap) = gap {
                let words = TokenRange::new(gap, gap + 1);
                content.splice(0..0, extent::piece(syntax, self.quotes, words, self.cue));
            }
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
            // "had an adviser in the ministry whose decision …": a noun so far off is no part of the verb's cue, and one that says
            // whose it is has a speaker of its own.
            if saying
                || cue.len() > LONGEST_LIGHT
                || other::named_before(syntax, self.cues, noun).is_some()
            {
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
}
