//! Drafts become records: identity, speaker, content, nesting.

use super::accept;
use super::cue::{Cues, Entry, Takes};
use super::detail;
use super::draft::{Draft, Frame};
use super::quote::Quote;
use super::turns;
use crate::Syntax;
use crate::actor::Cast;
use legation_core::record::{ActorIdx, CueClass, SpeechAct, Statement, StatementIdx};
use legation_core::{DateValue, Dep, RecordId, Span};

/// The records of all accepted drafts, in order of the text.
pub fn statements(
    syntax: &Syntax<'_>,
    quotes: &[Quote],
    cast: &Cast,
    cues: &Cues,
    drafts: &[Draft],
) -> Vec<Statement> {
    let mut out: Vec<Statement> = drafts
        .iter()
        .map(|draft| statement(syntax, quotes, cast, cues, draft, drafts))
        .filter(|s| !s.content.is_empty())
        .collect();
    out.sort_by_key(|s| (s.span, s.cue));
    nest(&mut out);
    let through: Vec<_> = out.iter().map(|s| outer_voice(&out, s)).collect();
    for (statement, voice) in out.iter_mut().zip(through) {
        statement.via = statement.via.or(voice);
    }
    out
}

/// Who passes a statement on: the speaker of the paraphrase that it is reported inside of.
fn outer_voice(statements: &[Statement], inner: &Statement) -> Option<ActorIdx> {
    let outer = &statements[inner.within?.0 as usize];
    let quoted = inner.cue.is_some_and(|c| outer.quoted.iter().any(|q| q.contains(c)));
    let spoken = outer.cue_class != CueClass::Attitude;
    outer.speaker.filter(|s| spoken && !quoted && Some(*s) != inner.speaker)
}

fn statement(
    syntax: &Syntax<'_>,
    quotes: &[Quote],
    cast: &Cast,
    cues: &Cues,
    draft: &Draft,
    drafts: &[Draft],
) -> Statement {
    let text = syntax.text();
    let entry = accept::entry(syntax, cues, draft).map(|e| as_taken(syntax, draft, *e));
    let entry = entry.as_ref();
    let content = draft.content.iter().map(|c| without_that(text, *c));
    let content: Vec<Span> =
        content.flat_map(|c| detail::without_evidence(syntax, quotes, cues, c)).collect();
    // A free-standing quotation has no cue.
    let cue = (!draft.cue.is_empty()).then(|| syntax.span(draft.cue));
    let hull = content.iter().copied().chain(cue).reduce(Span::hull).unwrap_or_default();
    let quoted: Vec<Span> = quotes
        .iter()
        .filter(|q| content.iter().any(|c| c.contains(q.span)))
        .map(|q| q.inner)
        .collect();
    let name = cue.map_or("", |c| c.of(text));
    Statement {
        id: RecordId::of(syntax.doc.id, "statement", hull, name),
        span: hull,
        speaker: turns::interviewee(syntax, cast, cues, draft)
            .or_else(|| draft.source.and_then(|s| detail::speaker(syntax, cast, cues, s.head))),
        speaker_span: draft.source.map(|s| s.span),
        cue,
        cue_more: Vec::new(),
        cue_class: class(text, draft, entry, &quoted),
        manner: detail::manner(syntax, draft, &quoted),
        content,
        quoted,
        act: detail::act(syntax, draft, entry),
        addressees: detail::addressees(syntax, cast, draft),
        via: detail::via(syntax, cast, cues, draft, drafts),
        evidence: detail::evidence(syntax, quotes, cues, draft),
        date: DateValue::unknown(),
        place: None,
        within: None,
        rule: rule(syntax, draft),
    }
}

/// What the tables know of the cue with this sort of content.
fn as_taken(syntax: &Syntax<'_>, draft: &Draft, entry: Entry) -> Entry {
    let takes = match draft.frame {
        Frame::Clause | Frame::Parenthesis | Frame::Fronted => Takes::Clause,
        Frame::Quote | Frame::Block => Takes::Quote,
        Frame::Infinitive => Takes::Infinitive,
        // "asked the minister about it"
        Frame::Preposition if draft.preposition.as_deref().is_some_and(|p| p.starts_with('~')) => {
            Takes::Clause
        }
        Frame::Object | Frame::Preposition | Frame::Passive => Takes::Object,
        _ => return entry,
    };
    // "asked that they leave" demands.
    let that = draft.content_head.and_then(|c| syntax.child(c, Dep::Mark));
    let that = that.is_some_and(|m| syntax.lower(m) == "that");
    // "did not respond to requests": no answer is an answer.
    let negated = draft.cue.iter().any(|i| syntax.dep(i) == Dep::Neg);
    if negated && matches!(syntax.lemma(draft.head), "respond" | "reply" | "answer" | "comment") {
        return Entry { class: CueClass::RefuseComment, act: SpeechAct::Refusal, ..entry };
    }
    match entry.taking(takes) {
        taken if taken.class == CueClass::Ask && takes == Takes::Clause && that => {
            entry.taking(Takes::Infinitive)
        }
        taken => taken,
    }
}

/// The conjunction that opens reported clauses is not part of what is said.
fn without_that(text: &str, content: Span) -> Span {
    let words = content.of(text);
    match words.strip_prefix("that").map(str::trim_start) {
        Some(rest) if !rest.is_empty() && words[4..].starts_with(char::is_whitespace) => {
            Span::new(content.end - rest.len() as u32, content.end)
        }
        _ => content,
    }
}

/// The class of the cue. One that no table lists is speech where it stands beside a quotation or source, else a stance;
/// and a stance given in quoted words was spoken ("aimed to “strengthen ties between both peoples”").
fn class(text: &str, draft: &Draft, entry: Option<&Entry>, quoted: &[Span]) -> CueClass {
    let beside = matches!(
        draft.frame,
        Frame::Quote
            | Frame::Block
            | Frame::Colon
            | Frame::According
            | Frame::Parenthesis
            | Frame::Fronted
    );
    // "For the envoy, it is a mistake": how it is seen; nothing is said.
    let beside = beside && !(draft.frame == Frame::According && draft.preposition.is_some());
    let words: usize = quoted.iter().map(|q| q.of(text).split_whitespace().count()).sum();
    match entry.map(|e| e.class) {
        Some(class) if class != CueClass::Attitude => class,
        None if beside => CueClass::Other,
        _ if words >= 3 => CueClass::Other,
        _ => CueClass::Attitude,
    }
}

fn rule(syntax: &Syntax<'_>, draft: &Draft) -> String {
    let frame = draft.frame.as_str();
    if draft.cue.is_empty() {
        return format!("{frame}: free-standing");
    }
    let preposition = draft.preposition.as_deref().map(|p| format!(" {p}")).unwrap_or_default();
    let word = match draft.frame {
        Frame::According => syntax.lower(draft.head),
        _ => syntax.lemma(draft.head),
    };
    format!("{frame}: {word}{preposition} ({:.1})", draft.score)
}

/// Finds the innermost statement in whose content each statement stands with its cue.
fn nest(statements: &mut [Statement]) {
    for at in 0..statements.len() {
        let Some(cue) = statements[at].cue else { continue };
        let around = statements
            .iter()
            .enumerate()
            .filter(|&(other, s)| other != at && s.content.iter().any(|c| c.contains(cue)));
        let length = |s: &Statement| s.content.iter().map(|c| c.len()).sum::<u32>();
        statements[at].within = around
            .min_by_key(|&(other, s)| (length(s), other))
            .map(|(other, _)| StatementIdx(other as u32));
    }
}

/// Gives statements reported in the first person ("“We told them to go,” he said") to whoever speaks, once that is known.
pub fn give_first_person(statements: &mut [Statement], cast: &Cast) {
    for statement in statements {
        let Some(source) = statement.speaker_span else { continue };
        let is_it = |m: &legation_core::Mention| m.span == source && m.rule.contains("speaker");
        let speaks = cast.actors.iter().position(|a| a.mentions.iter().any(is_it));
        if let Some(at) = speaks {
            statement.speaker = Some(ActorIdx(at as u32));
            statement.via = statement.via.filter(|v| v.0 as usize != at);
        }
    }
}
