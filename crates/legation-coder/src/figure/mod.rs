//! Figures: quantities tied to what they measure, whose they are, in which period, compared to what, said by whom.

mod claimant;
mod measure;

use crate::Syntax;
use crate::actor::Cast;
use crate::clause::{ClauseIdx, ClauseKind, Clauses, Voice};
use crate::quantity::{Kind, Quantity};
use crate::timex::event_date;
use legation_core::record::{FigureIdx, Statement};
use legation_core::{
    ActorIdx, DateBasis, DateValue, Dep, Figure, Pos, RecordId, Span, Timex, TokenRange,
};
use measure::Measure;

/// The longest phrase, in bytes, that a quantity measures: longer ones are lists that were taken for one.
const LONGEST_MEASURE: usize = 600;

/// Links the quantities of a document: one figure each, in order of the text, but for those that only identify
/// ("the two leaders").
pub fn link(
    syntax: &Syntax<'_>,
    clauses: &Clauses,
    cast: &Cast,
    timexes: &[Timex],
    quantities: &[Quantity],
    statements: &[Statement],
) -> Vec<Figure> {
    let linker = Linker { syntax, clauses, cast, timexes, quantities };
    let told: Vec<&Quantity> = quantities.iter().filter(|q| linker.tells(q)).collect();
    let mut out: Vec<Figure> = told.iter().map(|q| linker.figure(q, statements)).collect();
    for second in 1..told.len() {
        if linker.compares(told[second - 1], told[second]) {
            pair(&mut out, second);
        }
    }
    out
}

/// Two figures that the text sets side by side measure the same thing; what only the first says holds for the second.
fn pair(figures: &mut [Figure], second: usize) {
    let (head, tail) = figures.split_at_mut(second);
    let (Some(first), Some(other)) = (head.last_mut(), tail.first_mut()) else { return };
    // A measure that was only guessed from the subject yields to the one that is spelled out; where both are guesses, the
    // second may have taken the verb between them: "rose 3 percent, the office said, up from 2 percent".
    let guessed = other.rule == "figure/subject" && first.measures.is_some();
    if other.measures.is_none()
        || guessed
        || other.rule != "figure/noun" && first.rule == "figure/noun"
    {
        other.measures.clone_from(&first.measures);
        other.measures_span = first.measures_span;
        if guessed {
            other.subject.clone_from(&first.subject);
        }
    }
    if other.unit.is_none() {
        other.unit.clone_from(&first.unit);
    }
    if other.subject.is_empty() {
        other.subject.clone_from(&first.subject);
    }
    if other.object.is_empty() {
        other.object.clone_from(&first.object);
    }
    first.compared_to = Some(FigureIdx(second as u32));
    other.compared_to = Some(FigureIdx(second as u32 - 1));
}

struct Linker<'l, 'a> {
    syntax: &'l Syntax<'a>,
    clauses: &'l Clauses,
    cast: &'l Cast,
    timexes: &'l [Timex],
    quantities: &'l [Quantity],
}

/// A small definite number ("the two leaders") identifies; a larger one counts.
const IDENTIFYING: f64 = 10.0;
/// How many tokens may stand between two figures that are compared.
const COMPARISON_REACH: u32 = 24;

impl Linker<'_, '_> {
    /// Whether a quantity tells a number rather than picks something out.
    fn tells(&self, quantity: &Quantity) -> bool {
        let small = quantity.value.is_some_and(|v| v <= IDENTIFYING);
        let picks = |i: u32| {
            matches!(
                self.syntax.lower(i),
                "the" | "these" | "those" | "both" | "its" | "their" | "his" | "her" | "our"
            ) || self.syntax.dep(i) == Dep::Poss
        };
        let before = quantity.tokens.start.checked_sub(1).is_some_and(picks);
        let definite = before
            || quantity.noun.is_some_and(|noun| {
                self.syntax.children(noun).any(|c| c < quantity.tokens.start && picks(c))
            });
        // "a 15-count complaint": an adjective.
        let adjective = self.syntax.lower(quantity.tokens.end) == "-"
            && quantity.noun.is_some_and(|noun| noun > quantity.tokens.end);
        !(quantity.kind == Kind::Count && (small && definite || adjective))
    }

    fn figure(&self, quantity: &Quantity, statements: &[Statement]) -> Figure {
        let syntax = self.syntax;
        let clause = self.clauses.around(syntax, quantity.head);
        let measure = measure::of(syntax, self.clauses, quantity, clause)
            .filter(|m| m.span.of(syntax.text()).len() <= LONGEST_MEASURE);
        let (subject, object) = self.parties(quantity, clause, measure.as_ref());
        let span = self.span(quantity);
        let attribution = claimant::of(syntax, self.clauses, quantity, clause, span, statements);
        // Who says so is no party to what is said.
        let speaks =
            |a: &ActorIdx| attribution.iter().any(|s| statements[s.0 as usize].speaker == Some(*a));
        let object: Vec<ActorIdx> = object.into_iter().filter(|a| !speaks(a)).collect();
        // "11 of them": the unit is what "them" stands for.
        let noun = measure.as_ref().and_then(|m| m.antecedent);
        let unit = noun.map(|n| syntax.lower(n).to_owned()).or_else(|| quantity.unit.clone());
        let unit = match (unit, &quantity.per) {
            (Some(unit), Some(per)) => Some(format!("{unit} per {per}")),
            (unit, _) => unit,
        };
        Figure {
            id: RecordId::of(syntax.doc.id, "figure", span, ""),
            span,
            value: quantity.value,
            value_to: quantity.value_to,
            unit,
            comparator: quantity.comparator,
            measures: measure.as_ref().map(|m| one_line(m.span.of(syntax.text()))),
            measures_span: measure.as_ref().map(|m| m.span),
            subject,
            object,
            date: self.date(quantity, clause),
            compared_to: None,
            attribution,
            rule: format!("figure/{}", measure.as_ref().map_or("bare", |m| m.rule)),
        }
    }

    /// The words of a figure: the quantity, with the record it names.
    fn span(&self, quantity: &Quantity) -> Span {
        match (quantity.kind, quantity.noun) {
            (Kind::Record | Kind::Times, Some(noun)) if noun > quantity.head => {
                quantity.span.hull(self.syntax.span(TokenRange::new(quantity.head, noun + 1)))
            }
            _ => quantity.span,
        }
    }

    // ---- whose ----

    /// Whose figure it is, and whom it concerns on the other side.
    fn parties(
        &self,
        quantity: &Quantity,
        clause: Option<ClauseIdx>,
        measure: Option<&Measure>,
    ) -> (Vec<ActorIdx>, Vec<ActorIdx>) {
        let inside = |i: u32| {
            quantity.tokens.contains(i)
                || quantity.noun == Some(i)
                || measure.is_some_and(|m| m.tokens.contains(i))
        };
        let actors = |heads: &[u32], keep: &dyn Fn(u32) -> bool| {
            let found = heads.iter().filter(|&&i| keep(i)).filter_map(|&i| self.actor(i));
            unique(found)
        };
        let named = measure.map_or_else(Vec::new, |m| self.actors_in(m.tokens));
        let Some(clause) = clause.map(|c| self.clauses.get(c)) else { return (named, Vec::new()) };
        let outside = |i: u32| !inside(i);
        let mut subject = actors(&clause.agents, &outside);
        let mut object = Vec::new();
        let counted_acts = clause.agents.iter().any(|&i| inside(i));
        object.extend(named.iter().copied());
        // "Twelve soldiers were killed by …": what is counted is itself what it is done to.
        if clause.voice == Voice::Active && !counted_acts {
            object.extend(actors(&clause.patients, &outside));
        }
        object.extend(actors(&clause.recipients, &outside));
        for oblique in &clause.obliques {
            if !matches!(
                oblique.word.as_str(),
                "according to" | "according" | "by" | "as" | "of" | "after" | "before" | "since"
            ) {
                object.extend(actors(&oblique.objects, &outside));
            }
        }
        let acted = clause.agents.iter().any(|&i| outside(i));
        if subject.is_empty() && !acted {
            // "Russia's imports rose 12 percent": the owner of what is measured.
            subject = named;
        }
        let object = unique(object.into_iter().filter(|a| !subject.contains(a)));
        (subject, object)
    }

    fn actor(&self, head: u32) -> Option<ActorIdx> {
        self.cast.headed_by(head).or_else(|| self.cast.covering(head))
    }

    /// The actors mentioned in a run of tokens.
    fn actors_in(&self, tokens: TokenRange) -> Vec<ActorIdx> {
        unique(tokens.iter().filter_map(|i| self.cast.headed_by(i)))
    }

    // ---- when ----

    fn date(&self, quantity: &Quantity, clause: Option<ClauseIdx>) -> DateValue {
        if let Some(timex) = self.beside(quantity) {
            let ranged = timex.value.as_deref().is_some_and(|v| v.starts_with('P'));
            let value = match (ranged, timex.from, timex.to) {
                (true, Some(from), Some(to)) => Some(crate::timex::range_value(from, to)),
                (true, ..) => None,
                _ => timex.value.clone(),
            };
            return DateValue {
                value,
                from: timex.from,
                to: timex.to,
                basis: DateBasis::Timex,
                timex_span: Some(timex.span),
            };
        }
        let date = clause.map(|c| event_date(self.syntax, self.clauses, self.timexes, c));
        // A rate or repetition ("a year") is no period that the figure is for.
        let repeats = |d: &DateValue| {
            d.from.is_none()
                && d.value.as_deref().is_some_and(|v| v.starts_with('P') && !v.ends_with("REF"))
        };
        date.filter(|d| !repeats(d)).unwrap_or_default()
    }

    /// The dated time expression in the same sentence after a quantity, with no other quantity between.
    fn beside(&self, quantity: &Quantity) -> Option<&Timex> {
        let sentence = self.syntax.sentence(quantity.head);
        let at = self.timexes.partition_point(|t| t.tokens.start < quantity.tokens.end);
        let timex =
            self.timexes.get(at).filter(|t| t.tokens.end <= sentence.end && t.from.is_some())?;
        let between = quantity.tokens.end..timex.tokens.start;
        let crowded = self.quantities.iter().any(|q| between.contains(&q.tokens.start));
        let breaks = between.clone().any(|i| {
            matches!(self.syntax.lower(i), "," | ";" | "--" | "—" | "(" | "and" | "but")
                || matches!(self.syntax.pos(i), Pos::Verb)
        });
        (!crowded && !breaks).then_some(timex)
    }

    // ---- comparisons ----

    /// Whether the text sets two figures side by side: "25 percent, compared with 15 percent", "up from", "from 3 to 5".
    fn compares(&self, first: &Quantity, second: &Quantity) -> bool {
        let syntax = self.syntax;
        let same_sentence = syntax.sentence_of(first.head) == syntax.sentence_of(second.head);
        let between = first.tokens.end..second.tokens.start;
        let shares = |k: Kind| matches!(k, Kind::Percent | Kind::Share);
        let alike = first.kind == second.kind
            && (first.unit == second.unit || second.unit.is_none())
            || shares(first.kind) && shares(second.kind);
        if !same_sentence || !alike || between.len() as u32 > COMPARISON_REACH {
            return false;
        }
        let from_to = first.tokens.start > 0
            && syntax.lower(first.tokens.start - 1) == "from"
            && between.len() == 1
            && syntax.lower(between.start) == "to";
        from_to
            || between.clone().any(|i| {
                let word = syntax.lower(i);
                let near = |words: &[&str]| words.contains(&syntax.lower(i + 1));
                matches!(word, "versus" | "vs." | "vs" | "against") && i + 1 == between.end
                    || matches!(word, "compared" | "opposed") && near(&["with", "to"])
                    || matches!(
                        word,
                        "up" | "down"
                            | "rising"
                            | "falling"
                            | "increase"
                            | "decrease"
                            | "drop"
                            | "rise"
                            | "fall"
                    ) && near(&["from", "on"])
                    || word == "from"
                        && i + 1 == between.end
                        && first.tokens.start > 0
                        && (syntax.lower(first.tokens.start - 1) == "to" || between.len() == 1)
                    || word == "than" && i + 1 == between.end
            })
    }
}

fn unique(found: impl IntoIterator<Item = ActorIdx>) -> Vec<ActorIdx> {
    let mut out: Vec<ActorIdx> = Vec::new();
    for actor in found {
        if !out.contains(&actor) {
            out.push(actor);
        }
    }
    out
}

/// Words on one line, white space as single spaces.
fn one_line(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether a clause is carried by a verb.
fn is_verbal(clauses: &Clauses, clause: ClauseIdx) -> bool {
    clauses.get(clause).kind == ClauseKind::Verbal
}
