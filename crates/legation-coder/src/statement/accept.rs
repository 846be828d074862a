//! Which drafts are reports: what the tables know of the cue, whether somebody speaks who can, and the construction.
//!
//! Nothing here is learned from texts: the tables hold knowledge of English usage, and the rules say in which
//! constructions a word of a class reports something. The score only ranks the readings of one cue; above zero is a report.

use super::cue::{Cues, Entry, Part, Takes};
use super::draft::{Draft, Frame};
use super::extent;
use super::quote::Quote;
use crate::Syntax;
use legation_core::record::CueClass;
use legation_core::{Dep, EntityLabel, Pos, Tag};

/// A draft that is a report by no rule, but could be one if a quotation needs a voice.
const UNLIKELY: f32 = -2.0;
/// A draft that is no report.
const NEVER: f32 = -9.0;

/// What the tables know of the cue of a draft.
pub fn entry<'c>(syntax: &Syntax<'_>, cues: &'c Cues, draft: &Draft) -> Option<&'c Entry> {
    let lemma = syntax.lemma(draft.head).to_lowercase();
    match draft.frame {
        Frame::According => cues.entry(Part::Phrase, &words(syntax, draft)),
        Frame::Adverb => cues.entry(Part::Adverb, syntax.lower(draft.head)),
        Frame::Noun | Frame::Copula => cues.entry(Part::Noun, &lemma),
        Frame::LightVerb => cues
            .entry(Part::Noun, &lemma)
            .or_else(|| cues.entry(Part::Verb, syntax.lemma(syntax.head(draft.head)))),
        Frame::Adjective => cues.entry(Part::Adjective, &lemma),
        Frame::Colon => None,
        _ => cues.verb(syntax, draft.head, draft.preposition.as_deref()),
    }
}

fn words(syntax: &Syntax<'_>, draft: &Draft) -> String {
    let words: Vec<&str> = draft.cue.iter().map(|i| syntax.lower(i)).collect();
    words.join(" ")
}

/// How well a draft can be a report; above zero it is one.
pub fn score(syntax: &Syntax<'_>, quotes: &[Quote], cues: &Cues, draft: &Draft) -> f32 {
    Judge { syntax, quotes, cues, draft, entry: entry(syntax, cues, draft) }.score()
}

/// What sort of thing a source is, for speaking.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sort {
    /// Nobody is named.
    Nobody,
    /// "I", "we", "you".
    First,
    /// A person, organisation or country.
    Speaker,
    /// A poll, report or law.
    Document,
    /// "it", "which" and the like, of which nothing is known.
    Unclear,
    /// A thing that cannot speak.
    Thing,
}

struct Judge<'s, 'a> {
    syntax: &'s Syntax<'a>,
    quotes: &'s [Quote],
    cues: &'s Cues,
    draft: &'s Draft,
    entry: Option<&'s Entry>,
}

impl Judge<'_, '_> {
    fn score(&self) -> f32 {
        match self.draft.frame {
            Frame::Clause => self.clause(),
            Frame::Quote => self.quote(),
            Frame::Fronted | Frame::Parenthesis => self.parenthesis(),
            Frame::Infinitive => self.infinitive(),
            Frame::Object => self.object(),
            Frame::Preposition => self.preposition(),
            Frame::Passive => self.passive(),
            Frame::Raising => self.raising(),
            Frame::LightVerb => self.light_verb(),
            Frame::Adjective | Frame::Copula => self.predicate(),
            Frame::According => 5.0,
            Frame::Block => 2.2,
            Frame::Adverb => 1.0,
            Frame::Noun => self.noun(),
            Frame::Colon => self.colon(),
        }
    }

    fn takes(&self, takes: Takes) -> bool {
        self.entry.is_some_and(|e| e.takes.has(takes))
    }

    fn is_attitude(&self) -> bool {
        self.entry.is_some_and(|e| e.class == CueClass::Attitude)
    }

    fn sort(&self) -> Sort {
        self.draft.source.map_or(Sort::Nobody, |s| sort(self.syntax, self.cues, s.head))
    }

    /// Whether the cue stands inside a quotation: somebody else's words about words and thoughts.
    fn is_quoted(&self) -> bool {
        extent::is_quoted(self.syntax, self.quotes, self.draft.head)
    }

    /// An infinitive that is not part of a larger verb group ("a chance to say …").
    fn is_bare_infinitive(&self) -> bool {
        let first = self.draft.cue.start;
        self.syntax.tag(first) == Tag::To && self.syntax.dep(self.draft.head) != Dep::Conj
    }

    /// A command or a misread noun: a base form that nothing governs.
    fn is_bare_form(&self) -> bool {
        self.syntax.tag(self.draft.head) == Tag::Vb
            && self.draft.cue.len() == 1
            && self.draft.source.is_none()
    }

    /// "declined to say": what is refused is not said.
    fn is_refused(&self) -> bool {
        let syntax = self.syntax;
        let above = syntax.head(self.draft.head);
        syntax.dep(self.draft.head) == Dep::Xcomp
            && self
                .cues
                .verb(syntax, above, None)
                .is_some_and(|e| e.class == CueClass::RefuseComment)
    }

    fn has_marker(&self) -> bool {
        let Some(head) = self.draft.content_head else { return false };
        self.syntax.children(head).any(|c| {
            matches!(
                self.syntax.lower(c),
                "that"
                    | "whether"
                    | "if"
                    | "how"
                    | "why"
                    | "what"
                    | "who"
                    | "which"
                    | "where"
                    | "when"
            ) && matches!(self.syntax.tag(c), Tag::In | Tag::Wrb | Tag::Wp | Tag::Wdt)
                && c > self.draft.cue.start
        })
    }

    /// Whether things do what the verb says as well as people: "the vote showed", "the silence suggests".
    fn is_impersonal(&self) -> bool {
        self.cues.entry(Part::Impersonal, self.syntax.lemma(self.draft.head)).is_some()
    }

    /// Whether what is said has a finite verb.
    fn is_finite(&self) -> bool {
        let Some(head) = self.draft.content_head else { return true };
        let finite =
            |i: u32| matches!(self.syntax.tag(i), Tag::Vbd | Tag::Vbz | Tag::Vbp | Tag::Md);
        finite(head)
            || self
                .syntax
                .children(head)
                .any(|c| matches!(self.syntax.dep(c), Dep::Aux | Dep::Auxpass) && finite(c))
    }

    fn clause(&self) -> f32 {
        let never = self.cues.entry(Part::Never, self.syntax.lemma(self.draft.head)).is_some();
        let sort = self.sort();
        if self.is_bare_form() || never && self.entry.is_none() || self.is_refused() {
            return UNLIKELY;
        }
        // "I think" inside a quotation hedges; it does not report.
        if self.is_attitude() && sort == Sort::First && self.is_quoted() {
            return NEVER;
        }
        if self.takes(Takes::Clause) || self.takes(Takes::Quote) {
            let attitude = self.is_attitude();
            return match sort {
                Sort::Thing | Sort::Nobody if attitude => UNLIKELY,
                _ if attitude && !self.is_finite() && !self.has_marker() => UNLIKELY,
                Sort::Thing if !self.has_marker() && self.is_impersonal() => UNLIKELY,
                _ => 4.0,
            };
        }
        let marks =
            self.draft.content.iter().any(|c| self.quotes.iter().any(|q| c.contains(q.span)));
        match self.entry {
            Some(e) if e.takes.has(Takes::Label) && !self.is_finite() => 2.0,
            Some(e) if e.takes.has(Takes::Infinitive) && sort == Sort::Speaker => 2.0,
            _ if self.has_marker() && sort == Sort::Speaker => 1.0,
            _ if marks && sort == Sort::Speaker && self.is_finite() => 1.0,
            _ => UNLIKELY,
        }
    }

    fn quote(&self) -> f32 {
        if self.takes(Takes::Quote) {
            return if self.is_bare_form() { UNLIKELY } else { 4.5 };
        }
        if self.entry.is_some() && !self.is_attitude() { -1.0 } else { UNLIKELY }
    }

    fn parenthesis(&self) -> f32 {
        let finite = matches!(self.syntax.tag(self.draft.head), Tag::Vbd | Tag::Vbz | Tag::Vbp)
            || self
                .syntax
                .children_by(self.draft.head, Dep::Aux)
                .any(|a| self.syntax.tag(a) != Tag::To);
        let takes = self.takes(Takes::Quote) || self.takes(Takes::Clause);
        let voiced = !matches!(self.sort(), Sort::Nobody | Sort::Thing);
        let hedges = self.sort() == Sort::First && self.is_quoted();
        if takes && finite && voiced && !hedges && self.is_bounded() { 3.0 } else { UNLIKELY }
    }

    /// Whether cue and source together stand between marks, as a parenthesis must.
    fn is_bounded(&self) -> bool {
        let syntax = self.syntax;
        let source = self.draft.source.map_or(self.draft.cue, |s| syntax.tokens_in(s.span));
        let start = self.draft.cue.start.min(source.start);
        let end = self.draft.cue.end.max(source.end);
        let sentence = syntax.sentence(start);
        let is_mark = |i: u32| extent::is_edge(syntax, i);
        let opens =
            start == sentence.start || is_mark(start - 1) || syntax.lower(start - 1) == "as";
        let closes = (end..sentence.end)
            .find(|&i| is_mark(i) || !syntax.dominates(self.draft.head, i))
            .is_none_or(is_mark);
        opens && closes && (start > sentence.start || end < sentence.end)
    }

    fn infinitive(&self) -> f32 {
        let sort = self.sort();
        let gerund = self.draft.content_head.is_some_and(|c| self.syntax.tag(c) == Tag::Vbg);
        let takes = self.takes(Takes::Infinitive)
            || gerund && self.takes(Takes::Object) && !self.is_attitude();
        if !takes || self.is_bare_form() || matches!(sort, Sort::Nobody | Sort::Thing) {
            return NEVER;
        }
        if sort == Sort::First && self.is_quoted() {
            return NEVER;
        }
        // "did not agree to stay" reports no agreement.
        let negated = self.draft.cue.iter().any(|i| self.syntax.dep(i) == Dep::Neg);
        let performs =
            self.entry.is_some_and(|e| matches!(e.class, CueClass::Promise | CueClass::Confirm));
        if negated && performs {
            return NEVER;
        }
        if self.is_attitude() && (self.is_bare_infinitive() || gerund) { NEVER } else { 2.0 }
    }

    fn object(&self) -> f32 {
        let sort = self.sort();
        let Some(entry) = self.entry else { return UNLIKELY };
        let attitude = self.is_attitude();
        if self.is_bare_form() || sort == Sort::First && self.is_quoted() {
            return UNLIKELY;
        }
        let labelled = entry.takes.has(Takes::Label) && self.has_label();
        let finds = sort == Sort::Document
            && self.cues.entry(Part::Finding, self.syntax.lemma(self.draft.head)).is_some();
        if !labelled && !finds && !entry.takes.has(Takes::Object) {
            return UNLIKELY;
        }
        let content = self.draft.content_head;
        let pronoun = content.is_some_and(|c| matches!(self.syntax.tag(c), Tag::Prp | Tag::Dt));
        match sort {
            Sort::Speaker | Sort::First => {}
            Sort::Document if !attitude => {}
            Sort::Unclear if !attitude => {}
            _ => return UNLIKELY,
        }
        if !labelled && pronoun && (attitude || entry.class == CueClass::Say) {
            return UNLIKELY;
        }
        if attitude && (self.is_bare_infinitive() || self.is_quoted()) {
            return UNLIKELY;
        }
        if labelled { 2.5 } else { 1.5 }
    }

    /// Whether the object comes with what is said of it: "called it a mistake", "see them as friends".
    fn has_label(&self) -> bool {
        let syntax = self.syntax;
        let verb = self.draft.head;
        let Some(object) = self.draft.content_head else { return false };
        let predicate = syntax.children(verb).any(|c| {
            c > object
                && (matches!(syntax.dep(c), Dep::Oprd | Dep::Acomp)
                    || syntax.dep(c) == Dep::Ccomp
                    || syntax.dep(c) == Dep::Prep
                        && matches!(syntax.lower(c), "as" | "of" | "for" | "to"))
        });
        let small_clause = syntax.dep(object) == Dep::Ccomp;
        let marks =
            self.draft.content.iter().any(|c| self.quotes.iter().any(|q| c.contains(q.span)));
        predicate || small_clause || marks
    }

    fn preposition(&self) -> f32 {
        let Some(preposition) = &self.draft.preposition else { return NEVER };
        let syntax = self.syntax;
        let lemma = syntax.lemma(self.draft.head);
        if let Some(about) = preposition.strip_prefix("~ ") {
            return self.asked(about);
        }
        let plain = preposition.strip_prefix("_ ");
        let key = match plain {
            None => format!("{lemma} {preposition}"),
            Some(p) => {
                let Some(object) = syntax.child(self.draft.head, Dep::Dobj) else { return NEVER };
                format!("{lemma} {} {p}", syntax.lemma(object))
            }
        };
        let particle = syntax
            .child(self.draft.head, Dep::Prt)
            .map(|p| format!("{lemma} {} {preposition}", syntax.lower(p)));
        let listed =
            self.cues.entry(Part::Verb, &key).or_else(|| self.cues.entry(Part::Verb, &particle?));
        let Some(listed) = listed.filter(|e| e.takes.has(Takes::Object)) else { return NEVER };
        // "responded to the attack" says nothing; "did not respond to a request" is an answer of its own.
        let negated = self.draft.cue.iter().any(|i| syntax.dep(i) == Dep::Neg);
        if matches!(lemma, "respond" | "reply") && !negated {
            return NEVER;
        }
        let attitude = listed.class == CueClass::Attitude;
        match self.sort() {
            Sort::First if self.is_quoted() => NEVER,
            Sort::Speaker | Sort::First => 2.8,
            Sort::Document | Sort::Unclear if !attitude => 2.8,
            Sort::Nobody if !attitude && !self.is_bare_form() => 1.0,
            _ => NEVER,
        }
    }

    /// "asked the minister about it", "warned them of it".
    fn asked(&self, preposition: &str) -> f32 {
        let key = format!("{} {preposition}", self.syntax.lemma(self.draft.head));
        let listed = self.cues.entry(Part::Verb, &key);
        let whom = self.draft.addressee.map(|a| sort(self.syntax, self.cues, a));
        let fits = listed
            .is_some_and(|e| matches!(e.class, CueClass::Ask | CueClass::Warn | CueClass::Say))
            && matches!(whom, Some(Sort::Speaker | Sort::First))
            && matches!(self.sort(), Sort::Speaker | Sort::First | Sort::Document | Sort::Unclear)
            && !self.is_quoted();
        if fits { 2.9 } else { NEVER }
    }

    fn passive(&self) -> f32 {
        let Some(entry) = self.entry else { return NEVER };
        let takes = entry.takes.has(Takes::Object) || entry.takes.has(Takes::Label);
        let agent = self.draft.source.is_some() && !matches!(self.sort(), Sort::Thing);
        if takes && agent { 1.0 } else { NEVER }
    }

    fn raising(&self) -> f32 {
        let syntax = self.syntax;
        let Some(entry) = self.entry else { return NEVER };
        // "is supposed to stay": ought to.
        if syntax.lemma(self.draft.head) == "suppose" {
            return NEVER;
        }
        if entry.takes.has(Takes::Raising) {
            return if self.is_quoted() { NEVER } else { 1.0 };
        }
        let open = syntax
            .children(self.draft.head)
            .any(|c| matches!(syntax.dep(c), Dep::Xcomp | Dep::Ccomp) && c > self.draft.head);
        // "was called X" names; "is seen as X" and "was accused" report.
        let judged = matches!(entry.class, CueClass::Attitude | CueClass::Accuse);
        let label = judged
            && (syntax.children(self.draft.head).any(|c| matches!(syntax.dep(c), Dep::Oprd))
                || self.draft.preposition.as_deref() == Some("as"));
        let takes = open && (entry.takes.has(Takes::Clause) || entry.takes.has(Takes::Infinitive))
            || label && entry.takes.has(Takes::Label)
            || self.draft.preposition.as_deref() == Some("of") && entry.class == CueClass::Accuse
            || self.draft.preposition.as_deref() == Some("for")
                && matches!(entry.class, CueClass::Accuse | CueClass::Praise);
        if takes { 1.5 } else { NEVER }
    }

    fn light_verb(&self) -> f32 {
        let Some(noun) = self.cues.entry(Part::Noun, &self.syntax.lemma_lower(self.draft.head))
        else {
            return NEVER;
        };
        let infinitive = self.draft.content_head.is_some_and(|c| self.syntax.tag(c) == Tag::Vb);
        let voiced = matches!(self.sort(), Sort::Speaker | Sort::Document | Sort::Unclear);
        if !voiced || infinitive && noun.class == CueClass::Say { NEVER } else { 4.2 }
    }

    fn predicate(&self) -> f32 {
        if self.entry.is_none() || self.sort() != Sort::Speaker || self.is_quoted() {
            return NEVER;
        }
        if self.draft.frame == Frame::Copula {
            let of = matches!(self.draft.preposition.as_deref(), Some("of" | "for" | "to"));
            return if of && self.with_preposition() { 1.0 } else { NEVER };
        }
        let preposition = self.draft.preposition.as_deref();
        if preposition.is_none_or(|p| {
            matches!(p, "about" | "of" | "with" | "by" | "over" | "at" | "to" | "on")
        }) {
            1.2
        } else {
            NEVER
        }
    }

    fn with_preposition(&self) -> bool {
        let Some(preposition) = &self.draft.preposition else { return true };
        let key = format!("{} {preposition}", self.syntax.lemma(self.draft.head).to_lowercase());
        let person = preposition == "of"
            && matches!(
                self.syntax.lemma(self.draft.head),
                "critic"
                    | "supporter"
                    | "opponent"
                    | "fan"
                    | "backer"
                    | "champion"
                    | "advocate"
                    | "believer"
                    | "follower"
            );
        person || self.cues.entry(Part::NounWith, &key).is_some()
    }

    fn noun(&self) -> f32 {
        let syntax = self.syntax;
        let Some(entry) = self.entry else { return NEVER };
        // "made the claim": the verb is part of the cue.
        let light = matches!(syntax.pos(self.draft.cue.start), Pos::Verb | Pos::Aux);
        let good = if light { 3.0 } else { 1.0 };
        if self.draft.preposition.is_some() {
            let key =
                self.with_preposition() && matches!(self.sort(), Sort::Speaker | Sort::Document);
            return if key && !self.is_quoted() { good } else { NEVER };
        }
        let infinitive = self.draft.content_head.is_some_and(|c| {
            syntax.tag(c) == Tag::Vb && syntax.children(c).any(|a| syntax.tag(a) == Tag::To)
        });
        if infinitive {
            let acts = !matches!(entry.class, CueClass::Say | CueClass::Claim);
            let voiced = matches!(self.sort(), Sort::Speaker);
            return if acts && voiced && !self.is_quoted() { good } else { NEVER };
        }
        if self.has_marker() && !self.is_quoted() { good } else { NEVER }
    }

    /// "Minister: We Will Stay" in a headline; "Q:", "MR. AMAT:" in an interview.
    fn colon(&self) -> f32 {
        let syntax = self.syntax;
        let Some(source) = self.draft.source else { return NEVER };
        let range = syntax.tokens_in(source.span);
        let headline = syntax.paragraph_of(self.draft.head) == 0;
        let words = range.len();
        let name = matches!(sort(syntax, self.cues, source.head), Sort::Speaker | Sort::Document)
            || headline && words == 1 && self.is_name_elsewhere(source.head);
        let capitals = source
            .span
            .of(syntax.text())
            .chars()
            .filter(|c| c.is_alphabetic())
            .all(char::is_uppercase);
        let colon = syntax.word(self.draft.head) == ":";
        let marks = self
            .draft
            .content
            .first()
            .is_some_and(|c| c.of(syntax.text()).starts_with(['“', '"', '‘', '«', '\'']));
        let turn =
            colon && matches!(source.span.of(syntax.text()), "Q" | "A" | "Question" | "Answer");
        let reading = turn
            || headline && name && words <= 6 && colon
            || !headline
                && colon
                && words <= 5
                && (capitals
                    || name
                        && (marks || words <= 4)
                        && range.iter().all(|i| {
                            syntax.word(i).starts_with(char::is_uppercase)
                                || syntax.pos(i) == Pos::Punct
                        }))
            || marks && name && words <= 8;
        if reading { 2.0 } else { NEVER }
    }
}

impl Judge<'_, '_> {
    /// Whether a word that the tagger takes for a noun here is a name elsewhere in the article.
    fn is_name_elsewhere(&self, i: u32) -> bool {
        let syntax = self.syntax;
        let word = syntax.word(i);
        word.starts_with(char::is_uppercase)
            && (0..syntax.len())
                .any(|j| j != i && syntax.pos(j) == Pos::Propn && syntax.word(j) == word)
    }
}

/// What sort of thing a word stands for.
fn sort(syntax: &Syntax<'_>, cues: &Cues, i: u32) -> Sort {
    let word = syntax.lower(i);
    if matches!(word, "i" | "we" | "my" | "our" | "you" | "your" | "me" | "us" | "myself") {
        return Sort::First;
    }
    let lemma = syntax.lemma(i).to_lowercase();
    match (syntax.tag(i), syntax.pos(i)) {
        (Tag::Prp | Tag::PrpS, _) if matches!(word, "it" | "its" | "itself") => Sort::Unclear,
        (Tag::Prp | Tag::PrpS, _) => Sort::Speaker,
        (Tag::Wp | Tag::WpS, _) if matches!(word, "who" | "whose" | "whom") => Sort::Speaker,
        (Tag::Wdt | Tag::Wp, _) => {
            extent::antecedent(syntax, i).map_or(Sort::Unclear, |a| sort(syntax, cues, a))
        }
        (_, Pos::Propn) => match entity(syntax, i) {
            Some(
                EntityLabel::Date | EntityLabel::Time | EntityLabel::Money | EntityLabel::Percent,
            ) => Sort::Thing,
            _ => Sort::Speaker,
        },
        _ if cues.entry(Part::Speaker, &lemma).is_some() => Sort::Speaker,
        _ if cues.entry(Part::Document, &lemma).is_some() => Sort::Document,
        (_, Pos::Num | Pos::Adj) => Sort::Speaker,
        (Tag::Dt, _) if matches!(word, "this" | "that") => Sort::Unclear,
        (Tag::Dt | Tag::Pdt, _) => Sort::Speaker,
        (_, Pos::Noun)
            if entity(syntax, i).is_some_and(|e| {
                matches!(e, EntityLabel::Person | EntityLabel::Org | EntityLabel::Norp)
            }) =>
        {
            Sort::Speaker
        }
        // "-er", "-ist", "-ian": people by what they do.
        (_, Pos::Noun)
            if lemma.len() > 5
                && ["ist", "ian", "man", "woman", "eer", "ant"]
                    .iter()
                    .any(|s| lemma.ends_with(s)) =>
        {
            Sort::Speaker
        }
        _ => Sort::Thing,
    }
}

/// The label of the named entity that a word belongs to.
fn entity(syntax: &Syntax<'_>, i: u32) -> Option<EntityLabel> {
    let entities = &syntax.layers.entities;
    let at = entities.partition_point(|e| e.tokens.end <= i);
    entities.get(at).filter(|e| e.tokens.contains(i)).map(|e| e.label)
}
