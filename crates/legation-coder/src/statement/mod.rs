//! Statements: who said what, through whom, to whom, and in what manner.
//!
//! Every construction that may report words or thoughts becomes a [`draft::Draft`] ([`verbal`], [`other`]); rules and
//! tables decide which are reports ([`accept`]); quotations left over are given to whoever speaks around them ([`voice`]);
//! and the drafts become records with speaker, addressees, channel and evidence ([`record`], [`detail`]).
//!
//! Attribution is containment: whatever is coded inside the content of a statement is its speaker's ([`enclosing`]).

pub mod accept;
mod block;
pub mod cue;
pub mod detail;
pub mod draft;
pub mod extent;
pub mod objects;
pub mod other;
pub mod quote;
pub mod record;
pub mod source;
pub mod turns;
pub mod verbal;
pub mod voice;

pub use cue::Cues;

use crate::Syntax;
use crate::actor::Cast;
use crate::clause::Clauses;
use crate::knowledge::Knowledge;
use crate::place;
use draft::{Draft, Frame};
use legation_core::record::{CueClass, Statement, StatementIdx, Timex};
use legation_core::{Dep, Pos, Span, Tag};
use quote::Quote;

/// Finds all statements of a document, in order of their first words.
///
/// Thoughts and attitudes ("believes", "wants", "supports") are among them, with [`CueClass::Attitude`].
pub fn find(syntax: &Syntax<'_>, _clauses: &Clauses, cast: &Cast, cues: &Cues) -> Vec<Statement> {
    let quotes = quote::find(syntax);
    let (mut drafts, rejected) = chosen(syntax, &quotes, cues);
    voice::give_quotations(syntax, &quotes, cues, &rejected, &mut drafts);
    turns::go_on(syntax, &quotes, cues, &mut drafts);
    record::statements(syntax, &quotes, cast, cues, &drafts)
}

/// The statements in whose content a span lies, innermost first. Thoughts and stances are passed over: they attribute
/// nothing to a speaker.
pub fn enclosing(statements: &[Statement], span: Span) -> Vec<StatementIdx> {
    let mut out: Vec<(u32, StatementIdx)> = statements
        .iter()
        .enumerate()
        .filter(|(_, s)| is_spoken(s) && s.content.iter().any(|c| c.contains(span)))
        .map(|(at, s)| (s.content.iter().map(|c| c.len()).sum(), StatementIdx(at as u32)))
        .collect();
    out.sort_unstable();
    out.into_iter().map(|(_, idx)| idx).collect()
}

/// Dates statements by the time expressions that govern the clauses of their cues ("said on Friday").
pub fn add_dates(
    statements: &mut [Statement],
    syntax: &Syntax<'_>,
    clauses: &Clauses,
    timexes: &[Timex],
) {
    for statement in statements {
        let Some(cue) = statement.cue else { continue };
        let clause = syntax.tokens_in(cue).iter().rev().find_map(|i| clauses.headed_by(i));
        if let Some(clause) = clause {
            statement.date = crate::timex::event_date(syntax, clauses, timexes, clause);
        }
    }
}

/// Says where statements were made: the place named beside the cue ("said in Port Vela on Monday", "told reporters at a summit
/// in Port Vela"). Where it is not told, it stays unknown.
pub fn add_places(
    statements: &mut [Statement],
    syntax: &Syntax<'_>,
    cast: &Cast,
    knowledge: &Knowledge,
) {
    for statement in statements.iter_mut().filter(|s| is_spoken(s)) {
        let Some(cue) = statement.cue else { continue };
        let verb = syntax.tokens_in(cue).iter().rev().find(|&i| syntax.pos(i) == Pos::Verb);
        let Some(verb) = verb else { continue };
        let apart = |i: u32| {
            let at = syntax.token(i).span;
            !statement.content.iter().any(|c| c.contains(at))
                && !statement.speaker_span.is_some_and(|s| s.contains(at))
        };
        let beside = |i: u32| {
            // "at a summit in Port Vela": the occasion says where.
            syntax.ancestors(i).take(4).any(|a| a == verb)
                && syntax.ancestors(i).take_while(|&a| a != verb).all(|a| {
                    matches!(syntax.dep(a), Dep::Prep | Dep::Pobj | Dep::Dobj | Dep::Dative)
                })
        };
        statement.place = syntax.sentence(verb).iter().find_map(|i| {
            if syntax.dep(i) != Dep::Prep || !place::says_where(syntax.lower(i)) {
                return None;
            }
            let object = syntax.child(i, Dep::Pobj)?;
            if !apart(i) || !apart(object) || !beside(i) {
                return None;
            }
            let actors: Vec<_> = detail::actor(cast, object).into_iter().collect();
            place::named(syntax, cast, Some(knowledge), &actors, object)
        });
    }
}

/// Whether a statement is something said or written rather than a thought, wish or stance.
pub fn is_spoken(statement: &Statement) -> bool {
    statement.cue_class != CueClass::Attitude
}

/// All constructions that may report something.
pub fn drafts(syntax: &Syntax<'_>, quotes: &[Quote], cues: &Cues) -> Vec<Draft> {
    let mut out = Vec::new();
    for paragraph in &syntax.layers.paragraphs {
        other::colon(syntax, quotes, *paragraph, &mut out);
    }
    for i in 0..syntax.len() {
        match syntax.pos(i) {
            Pos::Verb => verbal::drafts(syntax, quotes, cues, i, &mut out),
            Pos::Aux if !matches!(syntax.dep(i), Dep::Aux | Dep::Auxpass) => {
                verbal::drafts(syntax, quotes, cues, i, &mut out);
            }
            Pos::Noun => other::noun(syntax, quotes, cues, i, &mut out),
            Pos::Adv => other::adverb(syntax, quotes, cues, i, &mut out),
            _ => {}
        }
        if syntax.tag(i) != Tag::Nn {
            other::according(syntax, quotes, cues, i, &mut out);
            other::survey(syntax, quotes, cues, i, &mut out);
            other::for_whom(syntax, quotes, cues, i, &mut out);
        }
    }
    out
}

/// The drafts that are reports, at most one for each cue, and the rejected ones.
pub fn chosen(syntax: &Syntax<'_>, quotes: &[Quote], cues: &Cues) -> (Vec<Draft>, Vec<Draft>) {
    let mut all = drafts(syntax, quotes, cues);
    for draft in &mut all {
        draft.score = accept::score(syntax, quotes, cues, draft);
    }
    all.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.head.cmp(&b.head)));
    let (mut taken, mut rejected): (Vec<Draft>, Vec<Draft>) = (Vec::new(), Vec::new());
    for draft in all {
        let clash = taken.iter().any(|o| {
            o.cue.overlaps(draft.cue) && (o.head == draft.head || o.frame != Frame::Adverb)
        });
        if draft.score <= 0.0 {
            rejected.push(draft);
        } else if !clash {
            taken.push(draft);
        }
    }
    taken.sort_by_key(|d| (d.cue.start, d.cue.end));
    cut_phrases(syntax, &mut taken);
    cut_parallels(syntax, &mut taken);
    keep_inside(syntax, quotes, &mut taken);
    (taken, rejected)
}

/// "…, mocking the envoys for leaving and scoffing at their plan": a reporting participle joined to what another one reports goes
/// on from that one, unless it is joined to a report in there.
fn cut_parallels(syntax: &Syntax<'_>, drafts: &mut [Draft]) {
    let participle = |d: &Draft| d.cue.contains(d.head) && syntax.tag(d.head) == Tag::Vbg;
    let parallel: Vec<(u32, u32)> = drafts
        .iter()
        .filter(|d| participle(d) && syntax.dep(d.head) == Dep::Conj)
        .map(|d| (d.head, syntax.head(d.head)))
        .filter(|(_, first)| !drafts.iter().any(|d| d.cue.contains(*first)))
        .collect();
    for draft in drafts.iter_mut().filter(|d| participle(d)) {
        let Some(content) = draft.content.last_mut() else { continue };
        for &(verb, first) in &parallel {
            let at = syntax.token(verb).span;
            let inside = content.contains(at) && content.contains(syntax.token(first).span);
            let joined = (first + 1..verb).rev().find(|&i| syntax.dep(i) == Dep::Cc);
            if let Some(joined) = joined.filter(|&j| inside && verb - j <= 2) {
                let before = Span::new(content.start, syntax.token(joined).span.start);
                let kept = before.of(syntax.text()).trim_end().trim_end_matches(',').len() as u32;
                content.end = content.start + kept;
            }
        }
    }
}

/// What is reported inside a quotation ends where the quotation ends.
fn keep_inside(syntax: &Syntax<'_>, quotes: &[Quote], drafts: &mut Vec<Draft>) {
    drafts.retain_mut(|draft| {
        // A turn of an interview may open with the marks of the whole.
        if draft.cue.is_empty() || draft.frame == Frame::Colon {
            return true;
        }
        let Some(around) = quote::around(quotes, syntax.span(draft.cue).start) else { return true };
        for content in &mut draft.content {
            if content.overlaps(around.span) && !around.inner.contains(*content) {
                let cut = Span::new(
                    content.start.max(around.inner.start),
                    content.end.min(around.inner.end).max(content.start.max(around.inner.start)),
                );
                *content = cut;
            }
        }
        draft.content.retain(|c| c.of(syntax.text()).contains(char::is_alphanumeric));
        !draft.content.is_empty()
    });
}

/// What another draft's phrase says of the source ("…, according to the ministry") is not content of a clause before it.
fn cut_phrases(syntax: &Syntax<'_>, drafts: &mut [Draft]) {
    let phrases: Vec<Span> = drafts
        .iter()
        .filter(|d| d.frame == Frame::According)
        .filter_map(|d| Some(syntax.span(d.cue).hull(d.source?.span)))
        .collect();
    for draft in drafts.iter_mut().filter(|d| d.frame != Frame::According) {
        for content in &mut draft.content {
            for phrase in &phrases {
                if !content.contains(*phrase) || phrase.start <= content.start {
                    continue;
                }
                let rest = Span::new(phrase.end, content.end).of(syntax.text());
                let before = Span::new(content.start, phrase.start).of(syntax.text());
                let kept = before.trim_end().trim_end_matches([',', '—', '–', '-']).trim_end();
                if !rest.contains(char::is_alphanumeric) && before.trim_end().ends_with(',') {
                    content.end = content.start + kept.len() as u32;
                }
            }
        }
    }
}
