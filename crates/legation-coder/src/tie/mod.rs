//! Ties: lasting relations between actors, from nouns, adjectives and verbs in tables, from offices, and from names.

mod ends;
pub mod frames;
mod named;
mod verbal;
mod word;

pub use frames::Frames;

use crate::clause::Clauses;
use crate::event::FactualityCues;
use crate::event::roles::Stage;
use legation_core::record::{FigureIdx, Tie, TieType};
use legation_core::{ActorIdx, DateValue, Factuality, Figure, RecordId, Span, Statement, Timex};

/// The tables compiled into the program: (file, text).
pub const TABLES: &[(&str, &str)] = &[
    ("ties/cooperation.toml", include_str!("../../../../codebook/ties/cooperation.toml")),
    ("ties/commerce.toml", include_str!("../../../../codebook/ties/commerce.toml")),
    ("ties/conflict.toml", include_str!("../../../../codebook/ties/conflict.toml")),
    ("ties/power.toml", include_str!("../../../../codebook/ties/power.toml")),
];

/// The tables of the program. A test compiles them, so that they cannot fail here.
pub fn builtin() -> Frames {
    crate::codebook::builtin(Frames::parse(TABLES))
}

/// What the step reads.
#[derive(Clone, Copy, Debug)]
pub struct Input<'a> {
    /// Words and actors.
    pub stage: Stage<'a>,
    /// Clauses.
    pub clauses: &'a Clauses,
    /// Time expressions.
    pub timexes: &'a [Timex],
    /// Statements.
    pub statements: &'a [Statement],
    /// Figures, to be attached where they quantify a tie.
    pub figures: &'a [Figure],
    /// Cues for the status of a clause.
    pub factuality: &'a FactualityCues,
    /// Parts of the text that are not the article.
    pub boilerplate: &'a [Span],
}

/// A tie before it becomes a record.
#[derive(Clone, Debug)]
struct Draft {
    kind: TieType,
    a: ActorIdx,
    b: ActorIdx,
    directed: bool,
    span: Span,
    /// The word that names the tie.
    word: u32,
    /// The status, where the frame knows it better than the clause.
    status: Option<Factuality>,
    rule: String,
}

/// The ties of a document in order of the text.
pub fn code(frames: &Frames, input: &Input<'_>) -> Vec<Tie> {
    let syntax = input.stage.syntax;
    let mut drafts: Vec<Draft> = Vec::new();
    for word in 0..syntax.len() {
        if input.boilerplate.iter().any(|b| b.overlaps(syntax.token(word).span)) {
            continue;
        }
        word::drafts(frames, input, word, &mut drafts);
    }
    for at in input.clauses.iter() {
        let place = syntax.token(input.clauses.get(at).verb).span;
        if !input.boilerplate.iter().any(|b| b.overlaps(place)) {
            verbal::drafts(frames, input, at, &mut drafts);
        }
    }
    named::drafts(frames, input, &mut drafts);
    drafts.retain(|d| d.a != d.b && !one_holds_other(input, d.a, d.b) && !own_state(input, d));
    drafts.sort_by_key(|x| (x.span, x.kind, x.a, x.b));
    drafts.dedup_by(|later, first| {
        later.kind == first.kind
            && (later.a, later.b) == (first.a, first.b)
            && later.span.overlaps(first.span)
    });
    // Whoever holds an office of a body works there: one tie says it.
    let offices: Vec<(ActorIdx, ActorIdx)> =
        drafts.iter().filter(|d| d.kind == TieType::Office).map(|d| (d.a, d.b)).collect();
    drafts.retain(|d| d.kind != TieType::Employment || !offices.contains(&(d.a, d.b)));
    drafts.into_iter().map(|d| record(input, d)).collect()
}

/// "The two leaders" and one of them stand in no tie.
fn one_holds_other(input: &Input<'_>, a: ActorIdx, b: ActorIdx) -> bool {
    let cast = input.stage.cast;
    cast.get(a).members.contains(&b) || cast.get(b).members.contains(&a)
}

/// A leader and the state that is led stand in the tie of an office, not in one of partnership or rivalry.
fn own_state(input: &Input<'_>, draft: &Draft) -> bool {
    use legation_core::ActorKind::{Person, State};
    let (a, b) = (input.stage.cast.get(draft.a), input.stage.cast.get(draft.b));
    let works = matches!(draft.kind, TieType::Office | TieType::Employment | TieType::Membership);
    !works
        && a.country.is_some()
        && a.country == b.country
        && matches!((a.kind, b.kind), (Person, State) | (State, Person))
}

fn record(input: &Input<'_>, draft: Draft) -> Tie {
    let syntax = input.stage.syntax;
    let cast = input.stage.cast;
    let clause = syntax_clause(input, draft.word);
    let office = matches!(draft.kind, TieType::Office | TieType::Employment);
    let factuality = draft.status.unwrap_or_else(|| {
        let own = clause.map_or(Factuality::Ongoing, |at| {
            crate::event::factuality::of(
                input.factuality,
                input.stage,
                input.clauses,
                at,
                &mut Vec::new(),
            )
        });
        match own {
            // What a clause reports as done leaves the relation standing.
            Factuality::Occurred | Factuality::Planned => Factuality::Ongoing,
            // A relation that is presupposed survives the negation of what is said about it.
            Factuality::Negated if !is_predicate(input, draft.word) => Factuality::Ongoing,
            other => other,
        }
    });
    let date = clause.filter(|_| !office).map_or_else(DateValue::unknown, |at| {
        crate::timex::event_date(syntax, input.clauses, input.timexes, at)
    });
    let figures = if quantified(draft.kind) { figures(input, draft.word) } else { Vec::new() };
    let extra =
        format!("{} {} {}", draft.kind.as_str(), cast.get(draft.a).id, cast.get(draft.b).id);
    Tie {
        id: RecordId::of(syntax.doc.id, "tie", draft.span, &extra),
        span: draft.span,
        a: draft.a,
        b: draft.b,
        directed: draft.directed,
        kind: draft.kind,
        factuality,
        date,
        figures,
        attribution: crate::statement::enclosing(input.statements, syntax.token(draft.word).span),
        rule: draft.rule,
    }
}

fn syntax_clause(input: &Input<'_>, word: u32) -> Option<crate::clause::ClauseIdx> {
    input.clauses.around(input.stage.syntax, word)
}

/// Whether the word itself is what its clause says, rather than a thing the clause speaks of.
fn is_predicate(input: &Input<'_>, word: u32) -> bool {
    use legation_core::{Dep, Pos};
    let syntax = input.stage.syntax;
    syntax.pos(word) == Pos::Verb
        || matches!(syntax.dep(word), Dep::Attr | Dep::Acomp | Dep::Dobj | Dep::Oprd)
}

const fn quantified(kind: TieType) -> bool {
    matches!(
        kind,
        TieType::Trade
            | TieType::Supplies
            | TieType::Dependence
            | TieType::Arms
            | TieType::Ownership
            | TieType::Partnership
    )
}

/// The figures in the clause of a word: what quantifies the tie.
fn figures(input: &Input<'_>, word: u32) -> Vec<FigureIdx> {
    let syntax = input.stage.syntax;
    let Some(clause) = ends::around(input, word) else { return Vec::new() };
    let words = syntax.span(syntax.subtree(clause.verb));
    let inside = |f: &Figure| words.contains(f.span);
    let time = |f: &Figure| input.timexes.iter().any(|t| t.span.contains(f.span));
    let found = input.figures.iter().enumerate().filter(|(_, f)| inside(f) && !time(f));
    found.map(|(at, _)| FigureIdx(at as u32)).collect()
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_builtin_tables_compile() {
        assert!(super::builtin().list.len() > 20);
    }
}
