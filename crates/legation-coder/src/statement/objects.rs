//! Reports whose content is an object, a prepositional phrase, the subject of a passive, or the complement of a copula.

use super::cue::{Part, Takes};
use super::draft::{Draft, Frame};
use super::extent;
use super::source;
use super::verbal::Report;
use crate::Syntax;
use legation_core::TokenRange;
use legation_core::record::CueClass;
use legation_core::{Dep, EntityLabel, Pos, Span, Tag};

/// The first token from `i` on that is no closing quotation mark.
fn trimmed_start(syntax: &Syntax<'_>, i: u32) -> u32 {
    if syntax.tag(i) == Tag::CloseQuote { i + 1 } else { i }
}

impl Report<'_, '_> {
    pub(super) fn object(&self, out: &mut Vec<Draft>) {
        let syntax = self.syntax;
        let object = syntax.children(self.verb).find(|&o| {
            matches!(syntax.dep(o), Dep::Dobj | Dep::Attr) && syntax.dep(o) == Dep::Dobj
        });
        let small = syntax.children(self.verb).find(|&o| {
            syntax.dep(o) == Dep::Ccomp && o > self.verb && !source::is_verbal(syntax, o)
        });
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
                // "blamed the crash on the crew"
                let blamed = syntax.lower(c) == "on" && {
                    let entry = self.cues.verb(syntax, self.verb, None);
                    entry.is_some_and(|e| e.class == CueClass::Accuse && e.takes.has(Takes::Label))
                };
                let completes = completes || blamed;
                if !completes || syntax.subtree(c).start > range.end {
                    break;
                }
                range.end = syntax.subtree(c).end.max(range.end);
            }
            range.start = range.start.max(cue.end);
            // "polls show him ahead in the north": all that follows is what they show.
            if self.cues.entry(Part::Finding, syntax.lemma(self.verb)).is_some()
                && !syntax.children(self.verb).any(|c| {
                    c > object && matches!(syntax.dep(c), Dep::Conj | Dep::Cc | Dep::Advcl)
                })
            {
                range.end = syntax.subtree(self.verb).end.max(range.end);
            }
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
            // "the deal, which he called a mistake"
            let label = syntax.children(self.verb).find(|&c| {
                c >= cue.end
                    && (matches!(syntax.dep(c), Dep::Oprd | Dep::Xcomp | Dep::Acomp | Dep::Ccomp)
                        || syntax.dep(c) == Dep::Prep && syntax.lower(c) == "as")
                    && syntax.subtree(c).start == cue.end
            });
            if let Some(label) = label {
                let mut content = extent::pieces(syntax, self.quotes, range, &[], cue);
                let rest = extent::without_occasion(syntax, self.cues, syntax.subtree(label));
                content.extend(extent::piece(syntax, self.quotes, rest, cue));
                out.extend(self.draft(Frame::Object, cue, content, Some(object)));
                return;
            }
        }
        let adjacent_preposition =
            syntax.children_by(self.verb, Dep::Prep).find(|&p| p == cue.end && p < object);
        if let Some(p) = adjacent_preposition {
            cue.end = p + 1;
        }
        let content = extent::pieces(syntax, self.quotes, range, &[], cue);
        out.extend(self.draft(Frame::Object, cue, content, Some(object)));
    }

    /// The preposition right after the cue that names a document or broadcast, and its noun: "pointed *in a statement* to".
    fn channel(&self) -> Option<(u32, u32)> {
        let syntax = self.syntax;
        let p = syntax.children_by(self.verb, Dep::Prep).find(|&p| p == self.cue.end)?;
        let o = syntax.child(p, Dep::Pobj)?;
        self.cues.entry(Part::Channel, syntax.lemma(o)).map(|_| (p, o))
    }

    pub(super) fn preposition(&self, out: &mut Vec<Draft>) {
        let syntax = self.syntax;
        // "pointing in a speech to the truce": the phrase may hang on the document between.
        let of_channel = self.channel().map(|(_, o)| syntax.children_by(o, Dep::Prep));
        let all = syntax.children(self.verb).chain(of_channel.into_iter().flatten());
        for prep in all.filter(|&p| {
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
            if self.is_time_phrase(prep) {
                continue;
            }
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
            // "called for “an end” to the shelling": a phrase right after the marks completes what is in them.
            let completes = syntax.children_by(self.verb, Dep::Prep).find(|&p| {
                p > inner
                    && trimmed_start(syntax, range.end) == p
                    && p != range.end
                    && matches!(syntax.lower(p), "to" | "of" | "for" | "about" | "against" | "with")
            });
            if let Some(p) = completes {
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
            // "agreed on Thursday on a truce"
            let timed = |i: u32| {
                syntax
                    .children_by(self.verb, Dep::Prep)
                    .any(|p| syntax.subtree(p).contains(i) && self.is_time_phrase(p))
            };
            let gap = (self.cue.end..prep).all(|i| {
                syntax.head(i) == self.verb
                    && matches!(syntax.dep(i), Dep::Advmod | Dep::Prt | Dep::Npadvmod)
                    || timed(i)
            });
            let channel_between = self
                .channel()
                .is_some_and(|(p, o)| syntax.subtree(p).end == prep || syntax.head(prep) == o);
            let gap = gap || channel_between;
            let object_between =
                syntax.child(self.verb, Dep::Dobj).filter(|&o| o > self.verb && o < prep);
            if !gap && object_between.is_none() {
                continue;
            }
            // "asked the minister about it": whom is asked stands between; the phrase is what is asked.
            if object_between.is_some_and(|o| syntax.subtree(o).end == prep) {
                let phrase = TokenRange::new(prep, range.end);
                let content = extent::pieces(syntax, self.quotes, phrase, &[], self.cue);
                if let Some(mut draft) =
                    self.draft(Frame::Preposition, self.cue, content, Some(object))
                {
                    draft.preposition = Some(format!("~ {words}"));
                    draft.addressee = object_between;
                    out.push(draft);
                }
            }
            let far = (self.cue.end..prep).any(timed);
            let end = if far { self.cue.end } else { inner + 1 };
            let cue = TokenRange::new(self.cue.start, end);
            let range = extent::without_occasion(syntax, self.cues, range);
            let content = extent::pieces(syntax, self.quotes, range, &[], cue);
            if let Some(mut draft) = self.draft(Frame::Preposition, cue, content, Some(object)) {
                draft.preposition =
                    Some(if object_between.is_some() { format!("_ {words}") } else { words });
                out.push(draft);
            }
        }
    }

    /// "on Thursday", "in March": when it is said.
    fn is_time_phrase(&self, prep: u32) -> bool {
        let object = self.syntax.child(prep, Dep::Pobj);
        matches!(self.syntax.lower(prep), "on" | "in" | "at" | "during")
            && object.is_some_and(|o| {
                crate::mention::is_time(self.syntax, o)
                    || self.syntax.layers.entities.iter().any(|e| {
                        e.tokens.contains(o)
                            && matches!(e.label, EntityLabel::Date | EntityLabel::Time)
                    })
            })
    }

    /// "pointing in a speech to broader trade": the tagger may take "to" before an adjective for the mark of an infinitive.
    pub(super) fn misread_to(&self, out: &mut Vec<Draft>) {
        let syntax = self.syntax;
        let misread = syntax.children(self.verb).find(|&c| {
            c > self.verb
                && matches!(syntax.dep(c), Dep::Advcl | Dep::Xcomp)
                && matches!(syntax.pos(c), Pos::Adj | Pos::Noun | Pos::Propn)
                && syntax.lower(syntax.subtree(c).start) == "to"
        });
        let Some(object) = misread else { return };
        let range = syntax.subtree(object);
        let to = range.start;
        let beside =
            to == self.cue.end || self.channel().is_some_and(|(p, _)| syntax.subtree(p).end == to);
        if !beside {
            return;
        }
        let cue = TokenRange::new(self.cue.start, to + 1);
        let range = TokenRange::new(to + 1, range.end);
        let content = extent::pieces(syntax, self.quotes, range, &[], cue);
        if let Some(mut draft) = self.draft(Frame::Preposition, cue, content, Some(object)) {
            draft.preposition = Some("to".to_owned());
            out.push(draft);
        }
    }

    /// The subject of a passive is what is reported, or is part of it: "was rejected by", "is expected to stay".
    pub(super) fn passive(&self, out: &mut Vec<Draft>) {
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
    pub(super) fn adjective(&self, out: &mut Vec<Draft>) {
        let syntax = self.syntax;
        if matches!(syntax.lemma(self.verb), "seem" | "appear" | "look" | "sound") {
            let Some(subject) =
                syntax.child(self.verb, Dep::Nsubj).or_else(|| source::subject(syntax, self.verb))
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
