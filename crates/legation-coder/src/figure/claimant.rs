//! Who claims a figure: whoever says the words it stands in, and for a count of reports whoever made the reports.

use crate::Syntax;
use crate::clause::{ClauseIdx, Clauses};
use crate::quantity::{Kind, Quantity};
use crate::statement;
use legation_core::record::{CueClass, SpeechAct, Statement, StatementIdx};
use legation_core::{Dep, Pos, Span, Tag};

/// The statements that a figure is claimed in, innermost first.
pub(super) fn of(
    syntax: &Syntax<'_>,
    clauses: &Clauses,
    quantity: &Quantity,
    clause: Option<ClauseIdx>,
    span: Span,
    statements: &[Statement],
) -> Vec<StatementIdx> {
    let mut out = statement::enclosing(statements, span);
    if quantity.kind == Kind::Times
        && let Some(clause) = clause
        && let Some(counted) = counted_report(syntax, clauses.get(clause).head, statements)
        && !out.contains(&counted)
    {
        out.insert(0, counted);
    }
    out
}

/// "Three times this month, the company announced breaking its record": a count of reports, each of something that happened,
/// counts what the speaker says happened, and so is the speaker's. How often somebody denies, asks or promises, or repeats
/// what is no happening, is counted by whoever tells of it.
fn counted_report(
    syntax: &Syntax<'_>,
    verb: u32,
    statements: &[Statement],
) -> Option<StatementIdx> {
    let at = syntax.token(verb).span;
    let reports = |s: &&Statement| {
        s.cue.is_some_and(|cue| cue.contains(at))
            && matches!(s.cue_class, CueClass::Say | CueClass::Claim | CueClass::Confirm)
            && s.act == SpeechAct::Assertion
    };
    let found = statements.iter().find(reports)?;
    let index = statements.iter().position(|s| s.id == found.id)?;
    tells_a_happening(syntax, *found.content.first()?).then_some(StatementIdx(index as u32))
}

/// Whether what is said is told as done: a past or perfect clause, a gerund or a noun ("announced breaking its record",
/// "said it had shot down drones", "reported attacks").
fn tells_a_happening(syntax: &Syntax<'_>, content: Span) -> bool {
    let tokens = syntax.tokens_in(content);
    let Some(head) = tokens.iter().find(|&i| !tokens.contains(syntax.head(i))) else {
        return false;
    };
    let auxiliary = |words: &[&str]| {
        let mut found = syntax
            .children(head)
            .filter(|&c| matches!(syntax.dep(c), Dep::Aux | Dep::Auxpass) && tokens.contains(c));
        found.any(|c| words.contains(&syntax.lower(c)))
    };
    match syntax.tag(head) {
        Tag::Vbd => true,
        Tag::Vbn | Tag::Vb => {
            auxiliary(&["had", "has", "have", "was", "were", "having"])
                && !auxiliary(&["will", "would", "could", "should", "may", "might", "must", "can"])
        }
        // "said the talks were going well": how things stand.
        Tag::Vbg => !auxiliary(&["is", "are", "am", "'s", "'re", "be", "was", "were"]),
        _ => matches!(syntax.pos(head), Pos::Noun),
    }
}
