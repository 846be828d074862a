//! The finer points of a statement: channel, addressees, speech act, evidence, manner.

use super::cue::{Cues, Entry, Part};
use super::draft::{Draft, Frame};
use super::extent;
use super::quote::Quote;
use crate::Syntax;
use crate::actor::Cast;
use legation_core::record::{ActorIdx, ActorKind, Evidence, Manner, SpeechAct};
use legation_core::{Dep, Pos, Span, Tag};

/// The actor that a word stands for.
pub fn actor(cast: &Cast, head: u32) -> Option<ActorIdx> {
    cast.headed_by(head).or_else(|| cast.covering(head))
}

/// Who speaks: the actor of the source, the pair or group of several, or whoever made the document that "speaks" ("a
/// readout by the palace").
pub fn speaker(syntax: &Syntax<'_>, cast: &Cast, cues: &Cues, head: u32) -> Option<ActorIdx> {
    // "…, who said": whoever the pronoun stands for.
    let head = extent::antecedent(syntax, head).unwrap_or(head);
    together(syntax, cast, head)
        .or_else(|| cast.headed_by(head))
        .or_else(|| maker(syntax, cast, cues, head))
        .or_else(|| cast.covering(head))
}

/// The actor whose members are just the conjuncts of a word ("the president and his guest").
fn together(syntax: &Syntax<'_>, cast: &Cast, head: u32) -> Option<ActorIdx> {
    let appositions = syntax.children_by(head, Dep::Appos).flat_map(|a| syntax.conjuncts(a));
    let mut members: Vec<ActorIdx> = syntax
        .conjuncts(head)
        .into_iter()
        .chain(appositions)
        .filter_map(|c| actor(cast, c))
        .collect();
    members.sort_unstable();
    members.dedup();
    if members.len() < 2 {
        return None;
    }
    let same = |a: &legation_core::Actor| {
        let mut own = a.members.clone();
        own.sort_unstable();
        own == members
    };
    cast.actors.iter().position(same).map(|at| ActorIdx(at as u32))
}

/// Whether a word names a document or broadcast in which things are said.
pub fn is_channel(syntax: &Syntax<'_>, cues: &Cues, i: u32) -> bool {
    syntax.pos(i) == Pos::Noun && cues.entry(Part::Channel, &syntax.lemma_lower(i)).is_some()
}

/// Who issued a document: "a readout *by the palace*", "a transcript published *by state media*", "*the ministry’s*
/// statement", "*palace* readout".
pub fn maker(syntax: &Syntax<'_>, cast: &Cast, cues: &Cues, document: u32) -> Option<ActorIdx> {
    if !is_channel(syntax, cues, document) {
        return None;
    }
    let by = syntax
        .subtree(document)
        .iter()
        .filter(|&i| i > document && matches!(syntax.lower(i), "by" | "from"))
        .filter(|&i| {
            let above = syntax.head(i);
            above == document
                || matches!(syntax.dep(above), Dep::Acl | Dep::Relcl)
                    && syntax.head(above) == document
                || syntax.dominates(document, above) && syntax.dep(above) == Dep::Acl
        })
        .find_map(|i| actor(cast, syntax.child(i, Dep::Pobj)?));
    let owner = || syntax.child(document, Dep::Poss).and_then(|o| actor(cast, o));
    let name = || {
        let before = syntax.children(document).filter(|&c| c < document);
        before
            .filter(|&c| matches!(syntax.dep(c), Dep::Compound | Dep::Amod | Dep::Nmod))
            .find_map(|c| actor(cast, c))
    };
    by.or_else(owner).or_else(name)
}

/// The channel through which the words came: the issuer of the document that reports them, or the outlet they were said on.
/// An outlet that is told something is an addressee and no channel.
pub fn via(
    syntax: &Syntax<'_>,
    cast: &Cast,
    cues: &Cues,
    draft: &Draft,
    drafts: &[Draft],
) -> Option<ActorIdx> {
    let speaker = draft.source.and_then(|s| self::speaker(syntax, cast, cues, s.head));
    let cue = syntax.span(draft.cue);
    let reported = drafts
        .iter()
        .filter(|d| d.frame == Frame::According && !std::ptr::eq(*d, draft))
        .filter(|d| d.content.iter().any(|c| c.contains(cue)))
        .filter_map(|d| d.source)
        .find_map(|s| maker(syntax, cast, cues, s.head));
    let written = || {
        let quoted = super::source::quoting(syntax, draft.head);
        let preps = syntax
            .children(draft.head)
            .chain(quoted.into_iter().flat_map(|v| syntax.children(v)))
            .filter(|&p| matches!(syntax.lower(p), "in" | "on" | "via" | "through" | "by"));
        preps
            .filter_map(|p| syntax.child(p, Dep::Pobj))
            .find_map(|o| maker(syntax, cast, cues, o).or_else(|| medium(cast, o)))
    };
    let document = || draft.source.and_then(|s| maker(syntax, cast, cues, s.head));
    reported.or_else(written).or_else(document).filter(|v| Some(*v) != speaker)
}

/// The outlet that a word stands for.
fn medium(cast: &Cast, head: u32) -> Option<ActorIdx> {
    actor(cast, head).filter(|a| cast.get(*a).kind == ActorKind::Media)
}

/// To whom it is said, conjuncts shared out.
pub fn addressees(syntax: &Syntax<'_>, cast: &Cast, draft: &Draft) -> Vec<ActorIdx> {
    let Some(head) = draft.addressee else { return Vec::new() };
    let mut out: Vec<ActorIdx> = Vec::new();
    for word in syntax.conjuncts(head) {
        out.extend(actor(cast, word).filter(|a| !out.contains(a)));
    }
    out
}

/// What is done by speaking: the cue's act, refined by the form of the content where the cue is neutral.
pub fn act(syntax: &Syntax<'_>, draft: &Draft, entry: Option<&Entry>) -> SpeechAct {
    let usual = entry.map_or(SpeechAct::Assertion, |e| e.act);
    if usual != SpeechAct::Assertion {
        return usual;
    }
    let last = draft.content.last().map_or("", |c| c.of(syntax.text()));
    if last.trim_end_matches(['”', '"', '’', '\'', '»']).ends_with('?') {
        return SpeechAct::Question;
    }
    let Some(head) = draft.content_head else { return usual };
    let subject = syntax.child(head, Dep::Nsubj);
    let own = subject.is_some_and(|s| {
        matches!(syntax.lower(s), "i" | "we")
            || matches!(syntax.tag(s), Tag::Prp) && draft.source.is_some_and(|d| d.head < s)
    });
    for aux in syntax.children_by(head, Dep::Aux) {
        match syntax.lower(aux) {
            "will" | "shall" | "'ll" | "wo" if own => return SpeechAct::Promise,
            "will" | "'ll" | "wo" => return SpeechAct::Forecast,
            "must" | "should" | "ought" => return SpeechAct::Demand,
            _ => {}
        }
    }
    let judged = matches!(syntax.lemma(head), "be")
        && syntax.child(head, Dep::Acomp).is_some_and(|a| syntax.pos(a) == Pos::Adj);
    if judged { SpeechAct::Assessment } else { usual }
}

/// Content without what the reporter adds about the evidence: at its end ("…, without providing proof"), or between commas, where
/// two pieces are left ("accused the envoy, without providing proof, of lying").
pub fn without_evidence(
    syntax: &Syntax<'_>,
    quotes: &[Quote],
    cues: &Cues,
    content: Span,
) -> Vec<Span> {
    let tokens = syntax.tokens_in(content);
    let comma = |i: u32| i > tokens.start && syntax.word(i - 1) == ",";
    let says = tokens.iter().skip(2).find(|&i| {
        syntax.lower(i) == "without"
            && cues.evidence_at(syntax, i).is_some()
            && !extent::is_quoted(syntax, quotes, i)
    });
    let Some(at) = says else { return vec![content] };
    let end = syntax.token(if comma(at) { at - 2 } else { at - 1 }).span.end;
    let before = Span::new(content.start, end.max(content.start));
    let closing = (at..tokens.end).find(|&i| syntax.word(i) == ",").filter(|_| comma(at));
    if let Some(rest) = closing.filter(|c| c + 1 < tokens.end) {
        return vec![before, Span::new(syntax.token(rest + 1).span.start, content.end)];
    }
    // A clause after the phrase goes on with what is said.
    let goes_on =
        (at..tokens.end).any(|i| matches!(syntax.tag(i), Tag::Vbd | Tag::Vbz | Tag::Vbp | Tag::Md));
    vec![if goes_on { content } else { before }]
}

/// What the sentence of the cue says of the evidence.
pub fn evidence(syntax: &Syntax<'_>, quotes: &[Quote], cues: &Cues, draft: &Draft) -> Evidence {
    let sentence = syntax.sentence(draft.cue.start);
    let outside = |i: &u32| !extent::is_quoted(syntax, quotes, *i);
    sentence
        .iter()
        .filter(outside)
        .find_map(|i| cues.evidence_at(syntax, i))
        .unwrap_or(Evidence::None)
}

/// Direct where the content is nothing but quotations that are clauses of their own; mixed where a quoted word or
/// phrase is worked into the reporter's sentence.
pub fn manner(syntax: &Syntax<'_>, draft: &Draft, quoted: &[Span]) -> Manner {
    if quoted.is_empty() {
        // A turn of an interview is given word for word; a headline is not.
        let turn = draft.frame == Frame::Colon
            && (syntax.paragraph_of(draft.head) > 0
                || draft.source.is_some_and(|s| s.span.of(syntax.text()).len() == 1));
        let dialogue = super::turns::is_dialogue(syntax, draft);
        return if turn || dialogue || draft.frame == Frame::Block {
            Manner::Direct
        } else {
            Manner::Indirect
        };
    }
    let words = |s: Span| s.of(syntax.text()).chars().filter(|c| c.is_alphanumeric()).count();
    let all: usize = draft.content.iter().map(|c| words(*c)).sum();
    let marked: usize = quoted.iter().map(|q| words(*q)).sum();
    if marked >= all && is_sentence(syntax, draft) { Manner::Direct } else { Manner::Mixed }
}

/// Whether the quotation begins like a sentence and stands beside its cue like one.
fn is_sentence(syntax: &Syntax<'_>, draft: &Draft) -> bool {
    let framed = matches!(
        draft.frame,
        Frame::Clause
            | Frame::Fronted
            | Frame::Quote
            | Frame::Parenthesis
            | Frame::Colon
            | Frame::According
    );
    let first = draft
        .content
        .first()
        .and_then(|c| c.of(syntax.text()).chars().find(|ch| ch.is_alphanumeric()));
    framed && first.is_some_and(|ch| !ch.is_lowercase())
}
