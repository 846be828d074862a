//! Links between the records of an article: what the text says brought about what ([`cause`]), who denies what another claims
//! ([`denial`]), and what cannot both be true ([`contradiction`]). Both sides of a contested matter stay as they are.

mod cause;
mod contradiction;
mod denial;
pub mod table;

pub use table::Cues;

use crate::clause::Clauses;
use crate::event::roles::Stage;
use legation_core::record::{Link, LinkKind};
use legation_core::{
    ActorIdx, ActorKind, Assessment, Dep, Event, Figure, RecordId, Span, Statement, Tie, TokenRange,
};

/// The table compiled into the program: (file, text).
pub const TABLES: &[(&str, &str)] =
    &[("links/cues.toml", include_str!("../../../../codebook/links/cues.toml"))];

/// The table of the program. A test compiles it, so that it cannot fail here.
pub fn builtin() -> Cues {
    crate::codebook::builtin(Cues::parse(TABLES[0].0, TABLES[0].1))
}

/// What the step reads: the words, and all records made before it.
#[derive(Clone, Copy, Debug)]
pub struct Input<'a> {
    /// Words and actors.
    pub stage: Stage<'a>,
    /// Clauses.
    pub clauses: &'a Clauses,
    /// Statements.
    pub statements: &'a [Statement],
    /// Events.
    pub events: &'a [Event],
    /// Figures.
    pub figures: &'a [Figure],
    /// Ties.
    pub ties: &'a [Tie],
    /// Assessments.
    pub assessments: &'a [Assessment],
    /// Parts of the text that are not the article.
    pub boilerplate: &'a [Span],
}

/// The links of a document in order of the text.
pub fn code(cues: &Cues, input: &Input<'_>) -> Vec<Link> {
    let mut out = Vec::new();
    cause::find(cues, input, &mut out);
    denial::find(cues, input, &mut out);
    contradiction::find(cues, input, &mut out);
    out.retain(|l| l.from != l.to && !input.boilerplate.iter().any(|b| b.overlaps(l.span)));
    out.sort_by(|a, b| (a.span, a.kind, &a.rule).cmp(&(b.span, b.kind, &b.rule)));
    let mut kept: Vec<Link> = Vec::new();
    for link in out {
        let same = |k: &Link| {
            let ends = (k.from, k.to) == (link.from, link.to);
            let reversed = (k.to, k.from) == (link.from, link.to);
            // A denial that is linked already is no contradiction besides.
            match link.kind {
                LinkKind::Contradicts => {
                    (ends && k.kind != LinkKind::Causes)
                        || (reversed && k.kind == LinkKind::Contradicts)
                }
                kind => ends && k.kind == kind,
            }
        };
        if !kept.iter().any(same) {
            kept.push(link);
        }
    }
    kept
}

/// A record as the end of a link.
#[derive(Clone, Copy, Debug)]
struct End {
    id: RecordId,
    span: Span,
}

impl Input<'_> {
    /// The record that best stands for the words of `range`, whose head is `head`: an event told by the head, then a judgement or
    /// tie around it, then the first event inside.
    fn record_in(&self, range: TokenRange, head: u32, besides: Option<RecordId>) -> Option<End> {
        let syntax = self.stage.syntax;
        let words = syntax.span(range);
        let top = syntax.token(head).span;
        let free = |id: RecordId| Some(id) != besides;
        let triggers = |e: &Event| -> Vec<Span> {
            std::iter::once(e.trigger).chain(e.more_triggers.iter().copied()).collect()
        };
        let told = |at: Span| {
            self.events
                .iter()
                .filter(|e| free(e.id))
                .find_map(|e| triggers(e).into_iter().find(|t| t.overlaps(at)).map(|t| (e, t)))
        };
        if let Some((event, trigger)) = told(top) {
            return Some(End { id: event.id, span: trigger });
        }
        // "carried out a strike", "has suffered setbacks": the object of a light verb tells the event.
        let object = syntax.child(head, Dep::Dobj);
        if let Some((event, trigger)) = object.and_then(|o| told(syntax.token(o).span)) {
            return Some(End { id: event.id, span: trigger });
        }
        let mostly = |span: Span| {
            let inside = span.end.min(words.end).saturating_sub(span.start.max(words.start));
            f64::from(inside) >= 0.6 * f64::from(span.len())
        };
        let judged = self
            .assessments
            .iter()
            .filter(|a| free(a.id) && a.span.contains(top) && mostly(a.span))
            .min_by_key(|a| a.span.len())
            .map(|a| End { id: a.id, span: a.span });
        let tied = self
            .ties
            .iter()
            .filter(|t| free(t.id) && mostly(t.span))
            .find(|t| t.span.contains(top))
            .map(|t| End { id: t.id, span: t.span });
        let inside = || {
            self.events.iter().filter(|e| free(e.id)).find_map(|e| {
                triggers(e)
                    .into_iter()
                    .find(|t| words.contains(*t) && self.is_core(head, *t))
                    .map(|t| End { id: e.id, span: t })
            })
        };
        judged.or(tied).or_else(inside)
    }

    /// Whether a trigger is part of what the head says, not something told aside: its object, predicate, complement, conjunct.
    fn is_core(&self, head: u32, trigger: Span) -> bool {
        let syntax = self.stage.syntax;
        let mut at = syntax.tokens_in(trigger).start;
        while at != head {
            let aside = match syntax.dep(at) {
                Dep::Dobj
                | Dep::Xcomp
                | Dep::Ccomp
                | Dep::Conj
                | Dep::Attr
                | Dep::Acomp
                | Dep::Oprd
                | Dep::Nsubj
                | Dep::Nsubjpass
                | Dep::Compound
                | Dep::Pobj
                | Dep::Pcomp => false,
                Dep::Prep => !matches!(syntax.lower(at), "of" | "on"),
                _ => true,
            };
            let up = syntax.head(at);
            if aside || up == at {
                return false;
            }
            at = up;
        }
        true
    }

    /// Whether two actors are one side of a dispute: the same, one of the other's members, or a state and those who act for it.
    fn same_side(&self, a: ActorIdx, b: ActorIdx) -> bool {
        if a == b {
            return true;
        }
        let (x, y) = (self.stage.cast.get(a), self.stage.cast.get(b));
        if x.members.contains(&b) || y.members.contains(&a) {
            return true;
        }
        let official = |kind: ActorKind| {
            matches!(
                kind,
                ActorKind::State | ActorKind::Government | ActorKind::Military | ActorKind::Person
            )
        };
        let state = |kind: ActorKind| matches!(kind, ActorKind::State | ActorKind::Government);
        x.country.is_some()
            && x.country == y.country
            && official(x.kind)
            && official(y.kind)
            && (state(x.kind) || state(y.kind))
    }
}

/// Whether the run of words begins at token `i`, inside one sentence.
fn run_at(input: &Input<'_>, run: &[String], i: u32) -> bool {
    let syntax = input.stage.syntax;
    let end = syntax.sentence(i).end;
    (i..).zip(run).all(|(at, word)| at < end && syntax.lower(at) == word)
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_builtin_table_compiles() {
        let cues = super::Cues::parse(super::TABLES[0].0, super::TABLES[0].1).unwrap();
        assert!(cues.verbs.len() > 60 && cues.prepositions.len() > 20);
    }
}
