//! Timexes: dates, times, durations and sets after TIMEX3, anchored to when the article appeared.
//!
//! [`find`] matches tokens against the tables under `codebook/time` ([`lexicon`]), anchors what it found by the
//! publication date, the dateline, or a date told before, and by the tense of the verb above. Without an anchor a
//! relative date keeps its relative form (`XXXX-WXX-5`) or no value at all: nothing is invented.

pub mod calendar;
mod clock;
mod dateline;
mod dates;
mod event_date;
mod expr;
pub mod holiday;
pub mod lexicon;
mod nth;
mod period;
mod quarters;
mod ranges;
mod resolve;
mod scan;
mod tense;
mod units;

pub use dateline::{Dateline, dateline};
pub use event_date::event_date;
pub(crate) use event_date::range_value;

use crate::Syntax;
use jiff::civil::Date;
use legation_core::{Document, RecordId, Timex};
use lexicon::Lexicon;

/// The day from which relative dates of an article count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Anchor {
    /// When the article was published; `None` where that is not known.
    pub published: Option<Date>,
    /// The date of its dateline, where that is a few days before, or a day ahead in another time zone.
    pub dateline: Option<Date>,
}

/// A dateline up to so many days before the publication still dates the reporting.
const DATELINE_REACH: i32 = 4;
/// The date of a place can be so many days ahead of the date where the article was published at the same moment.
const ZONES_AHEAD: i32 = 1;

impl Anchor {
    /// The anchor of a document: its publication date and its dateline.
    pub fn of(doc: &Document) -> Self {
        let published = doc.article.published.date;
        let dateline = dateline(doc.text()).and_then(|d| d.date_near(published));
        Self { published, dateline }
    }

    /// Anchored on a publication date alone.
    pub fn on(published: Date) -> Self {
        Self { published: Some(published), dateline: None }
    }

    /// The day on which the reporter wrote "today": the dateline's date, told in the time zone of its place; without one, the
    /// publication date, told in the publisher's.
    pub fn day(self) -> Option<Date> {
        // A dateline with a year dates a text of unknown publication.
        let Some(published) = self.published else { return self.dateline };
        let recent = |d: &Date| {
            calendar::shift_days(published, ZONES_AHEAD).is_none_or(|limit| *d <= limit)
                && calendar::shift_days(*d, DATELINE_REACH).is_some_and(|reach| reach >= published)
        };
        Some(self.dateline.filter(recent).unwrap_or(published))
    }
}

/// Finds the time expressions of a document, in order, not overlapping.
pub fn find(syntax: &Syntax<'_>, anchor: &Anchor) -> Vec<Timex> {
    let lexicon = Lexicon::builtin();
    let mut resolver = resolve::Resolver {
        anchor: anchor.day(),
        lexicon,
        told: resolve::Narrated::default(),
        told_at: 0,
        sentence: 0,
    };
    let mut out: Vec<Timex> = Vec::new();
    let mut weekday: Option<(u32, Date)> = None;
    let mut before: Option<(expr::Expr, calendar::Calendar)> = None;
    for expr in scan::Scan::new(syntax, lexicon).all() {
        resolver.sentence = syntax.sentence_of(expr.tokens.start);
        let lean = tense::leaning(syntax, lexicon, expr.tokens);
        let mut resolved = resolver.resolve(&expr, lean);
        let bare = matches!(expr.core, expr::Core::Weekday { direction: None, .. });
        if bare
            && let Some((end, first)) = weekday
            && joined(syntax, end, expr.tokens.start)
        {
            resolved.go_on_from(first);
        }
        weekday = match expr.core {
            expr::Core::Weekday { .. } => resolved.interval.map(|(day, _)| (expr.tokens.end, day)),
            _ => None,
        };
        if let (Some(first), Some(last)) = (&before, resolved.calendar)
            && let Some((begin, end)) =
                ranges::in_order(syntax, (&first.0, first.1), (&expr, last), lean)
        {
            if let Some(told) = out.last_mut().filter(|t| t.tokens == first.0.tokens) {
                told.value = Some(begin.to_string());
                (told.from, told.to) = (Some(begin.first()), Some(begin.last()));
            }
            resolved = resolve::dated(Some(end));
        }
        before = resolved.calendar.filter(|_| expr.time.is_none()).map(|c| (expr.clone(), c));
        let span = syntax.span(expr.tokens);
        if span.is_empty() {
            continue;
        }
        let value = resolved.value.unwrap_or_default();
        out.push(Timex {
            id: RecordId::of(syntax.doc.id, "timex", span, &value),
            span,
            tokens: expr.tokens,
            kind: resolved.kind,
            value: Some(value).filter(|v| !v.is_empty()),
            modifier: expr.edge.map(lexicon::Edge::as_str).or(expr.modifier),
            from: resolved.interval.map(|i| i.0),
            to: resolved.interval.map(|i| i.1),
            rule: format!("timex/{}", expr.rule),
        });
    }
    out
}

/// "Tuesday and Wednesday": whether only a word that joins stands between two time expressions.
fn joined(syntax: &Syntax<'_>, end: u32, start: u32) -> bool {
    start == end + 1 && matches!(syntax.lower(end), "and" | "or" | "&" | "/")
}
