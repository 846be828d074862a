//! Drafts become records: identity, speaker, content, nesting.

use super::accept;
use super::cue::Cues;
use super::detail;
use super::draft::{Draft, Frame};
use super::quote::Quote;
use crate::Syntax;
use crate::actor::Cast;
use legation_core::record::{CueClass, Statement, StatementIdx};
use legation_core::{DateValue, RecordId, Span};

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
    out
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
    let entry = accept::entry(syntax, cues, draft);
    let content: Vec<Span> = draft.content.iter().map(|c| without_that(text, *c)).collect();
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
        speaker: draft.source.and_then(|s| detail::speaker(syntax, cast, cues, s.head)),
        speaker_span: draft.source.map(|s| s.span),
        cue,
        cue_more: Vec::new(),
        cue_class: entry.map_or_else(|| unlisted(draft, &quoted), |e| e.class),
        manner: detail::manner(syntax, draft, &quoted),
        content,
        quoted,
        act: detail::act(syntax, draft, entry),
        addressees: detail::addressees(syntax, cast, draft),
        via: detail::via(syntax, cast, cues, draft, drafts),
        evidence: detail::evidence(syntax, quotes, cues, draft),
        date: DateValue::unknown(),
        within: None,
        rule: rule(syntax, draft),
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

/// The class of a cue that no table lists: speech where it stands beside a quotation or source, else a stance.
fn unlisted(draft: &Draft, quoted: &[Span]) -> CueClass {
    let speaks = matches!(
        draft.frame,
        Frame::Quote | Frame::Colon | Frame::According | Frame::Parenthesis | Frame::Fronted
    ) || draft.frame == Frame::Clause && !quoted.is_empty();
    if speaks { CueClass::Other } else { CueClass::Attitude }
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
