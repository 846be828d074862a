//! Drafts become records: speaker, addressees, channel, evidence, manner, speech act, nesting.

use super::accept;
use super::cue::Cues;
use super::draft::{Draft, Frame};
use super::quote::Quote;
use crate::Syntax;
use crate::actor::Cast;
use legation_core::record::{
    ActorIdx, CueClass, Evidence, Manner, SpeechAct, Statement, StatementIdx,
};
use legation_core::{DateValue, RecordId, Span};

/// The records of all accepted drafts.
pub fn statements(
    syntax: &Syntax<'_>,
    quotes: &[Quote],
    cast: &Cast,
    cues: &Cues,
    drafts: &[Draft],
) -> Vec<Statement> {
    let mut out: Vec<Statement> =
        drafts.iter().map(|d| statement(syntax, quotes, cast, cues, d)).collect();
    out.sort_by_key(|s| (s.span, s.cue));
    nest(&mut out);
    out
}

fn statement(
    syntax: &Syntax<'_>,
    quotes: &[Quote],
    cast: &Cast,
    cues: &Cues,
    draft: &Draft,
) -> Statement {
    let entry = accept::entry(syntax, cues, draft);
    let cue = syntax.span(draft.cue);
    let hull = draft.content_hull().map_or(cue, |c| c.hull(cue));
    let quoted = quoted(quotes, draft);
    let class = entry.map_or_else(|| unlisted(draft, &quoted), |e| e.class);
    let act = entry.map_or(SpeechAct::Assertion, |e| e.act);
    Statement {
        id: RecordId::of(syntax.doc.id, "statement", hull, cue.of(syntax.text())),
        span: hull,
        speaker: draft.source.and_then(|s| speaker(cast, s.head)),
        speaker_span: draft.source.map(|s| s.span),
        cue: Some(cue),
        cue_more: Vec::new(),
        cue_class: class,
        manner: manner(syntax, draft, &quoted),
        content: draft.content.clone(),
        quoted,
        act,
        addressees: draft.addressee.and_then(|a| speaker(cast, a)).into_iter().collect(),
        via: via(syntax, cast, draft),
        evidence: evidence(syntax, cues, draft),
        date: DateValue::unknown(),
        within: None,
        rule: rule(syntax, draft),
    }
}

/// The class of a cue that no table lists: speech where it takes a clause or a quotation, else a stance.
fn unlisted(draft: &Draft, quoted: &[Span]) -> CueClass {
    let speaks =
        matches!(draft.frame, Frame::Quote | Frame::Colon | Frame::According | Frame::Parenthesis)
            || matches!(draft.frame, Frame::Clause | Frame::Fronted) && !quoted.is_empty();
    if speaks { CueClass::Other } else { CueClass::Attitude }
}

fn rule(syntax: &Syntax<'_>, draft: &Draft) -> String {
    let prep = draft.preposition.as_deref().map(|p| format!(" {p}")).unwrap_or_default();
    let word = if draft.frame == Frame::According {
        syntax.lower(draft.head)
    } else {
        syntax.lemma(draft.head)
    };
    format!("{}: {word}{prep} ({:.1})", draft.frame.as_str(), draft.score)
}

/// The actor that a word stands for.
fn speaker(cast: &Cast, head: u32) -> Option<ActorIdx> {
    cast.headed_by(head).or_else(|| cast.covering(head))
}

/// The quotations that a draft's content holds, and those that hold it.
fn quoted(quotes: &[Quote], draft: &Draft) -> Vec<Span> {
    quotes
        .iter()
        .filter(|q| draft.content.iter().any(|c| c.contains(q.span)))
        .map(|q| q.inner)
        .collect()
}

/// Direct where the content is nothing but quotations.
fn manner(syntax: &Syntax<'_>, draft: &Draft, quoted: &[Span]) -> Manner {
    if quoted.is_empty() {
        return Manner::Indirect;
    }
    let words = |s: Span| s.of(syntax.text()).chars().filter(|c| c.is_alphanumeric()).count();
    let all: usize = draft.content.iter().map(|c| words(*c)).sum();
    let marked: usize = quoted.iter().map(|q| words(*q)).sum();
    let opens = draft
        .content
        .iter()
        .all(|c| quoted.iter().any(|q| q.start <= c.start + 4 && c.contains(*q)));
    if marked >= all && opens && is_sentence(syntax, draft) {
        Manner::Direct
    } else {
        Manner::Mixed
    }
}

/// Whether the quotation is a clause of its own and not a word or phrase worked into the reporter's sentence.
fn is_sentence(syntax: &Syntax<'_>, draft: &Draft) -> bool {
    matches!(
        draft.frame,
        Frame::Clause
            | Frame::Fronted
            | Frame::Quote
            | Frame::Parenthesis
            | Frame::Colon
            | Frame::According
    ) && draft.content.first().is_some_and(|c| {
        let first = c.of(syntax.text()).chars().find(|ch| ch.is_alphanumeric());
        first.is_some_and(|ch| !ch.is_lowercase())
    })
}

/// The channel: a readout, transcript or medium through which the words came.
fn via(_syntax: &Syntax<'_>, _cast: &Cast, _draft: &Draft) -> Option<ActorIdx> {
    None
}

/// What the sentence says of the evidence.
fn evidence(syntax: &Syntax<'_>, cues: &Cues, draft: &Draft) -> Evidence {
    let sentence = syntax.sentence(draft.cue.start);
    sentence.iter().find_map(|i| cues.evidence_at(syntax, i)).unwrap_or(Evidence::None)
}

/// Finds the innermost statement in whose content each statement stands with its cue.
fn nest(statements: &mut [Statement]) {
    for at in 0..statements.len() {
        let Some(cue) = statements[at].cue else { continue };
        let inner = statements
            .iter()
            .enumerate()
            .filter(|&(other, s)| other != at && s.content.iter().any(|c| c.contains(cue)));
        statements[at].within = inner
            .min_by_key(|(other, s)| (s.content.iter().map(|c| c.len()).sum::<u32>(), *other))
            .map(|(other, _)| StatementIdx(other as u32));
    }
}
