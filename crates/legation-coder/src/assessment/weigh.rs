//! Weighing a unit: how much its words judge, foresee or constrain.

use super::unit::{Shape, Unit, run_at};
use super::words::{self, Runs, Tone, Words};
use super::{Input, is_expert, is_fragment};
use crate::clause::Voice;
use legation_core::record::{ActorIdx, AssessmentKind, Manner, Polarity, Statement};
use legation_core::{Dep, Pos, Span, StatementIdx, Tag};

/// What a unit turned out to be.
#[derive(Clone, Debug)]
pub(super) struct Verdict {
    pub(super) kind: AssessmentKind,
    pub(super) polarity: Polarity,
    pub(super) hedge: Option<Span>,
    /// The word or phrase that weighed most.
    pub(super) rule: String,
}

/// A unit judges from this weight on.
const ENOUGH: f32 = 1.0;

#[derive(Default)]
struct Scale {
    weight: f32,
    good: f32,
    bad: f32,
    heaviest: (f32, String),
}

/// How much a word's tone counts: what the unit says of its subject in full, what is done or had less, the rest least.
const SAID: f32 = 1.0;
const OBJECT: f32 = 0.6;
const ASIDE: f32 = 0.3;

impl Scale {
    fn add(&mut self, weight: f32, word: &str) {
        self.weight += weight;
        if weight > self.heaviest.0 {
            self.heaviest = (weight, word.to_owned());
        }
    }

    fn tone(&mut self, tone: Tone, negated: bool, share: f32) {
        match (tone, negated) {
            (Tone::Good, false) | (Tone::Bad, true) => self.good += share,
            (Tone::Bad, false) | (Tone::Good, true) => self.bad += share,
            (Tone::Plain, _) => {}
        }
    }
}

/// Whether the unit judges, and how.
pub(super) fn verdict(
    table: &Words,
    input: &Input<'_>,
    unit: &Unit,
    chain: &[StatementIdx],
) -> Option<Verdict> {
    let syntax = input.stage.syntax;
    let statement = chain.first().map(|at| &input.statements[at.0 as usize]);
    let expert = statement.is_some_and(|s| is_expert(table, input, s));
    let mut scale = Scale::default();
    if unit.shape == Shape::Phrase {
        scale.add(ENOUGH, "lead-in phrase");
    }
    if unit.whole && !is_fragment(unit.shape) {
        let direct = statement.is_some_and(|s| s.manner != Manner::Indirect);
        scale.add(
            if expert {
                0.8
            } else if direct {
                0.3
            } else {
                0.0
            },
            if expert { "an expert's words" } else { "somebody's own words" },
        );
    }
    if unit.view_of.is_some() {
        scale.add(0.4, "a view");
    }
    let negation = unit
        .verb
        .and_then(|v| input.clauses.headed_by(v))
        .and_then(|c| input.clauses.get(c).negation);
    if negation.is_some() {
        scale.add(0.2, "negation");
    }
    let runs = |table: &Runs, w: u32| {
        table.starting(syntax.lower(w), syntax.lemma(w)).any(|p| run_at(input, p, w))
    };
    if unit.words.iter().any(|&w| runs(&table.doubts, w)) {
        scale.bad += SAID;
    }
    for &w in &unit.words {
        let share = share(table, input, unit, w);
        let reversed = negation.is_some_and(|n| reaches(input, unit, n, w))
            != unit.words.iter().any(|&f| f < w && near(input, f, w) && runs(&table.reversing, f));
        word(table, input, unit, w, (reversed, share), &mut scale);
    }
    let own = statement.is_some_and(|s| is_own_course(input, unit, s));
    let forecast = !own && forecast(table, input, unit, expert, &mut scale);
    let constraint = constraint(table, input, unit, &mut scale);
    if scale.weight + f32::EPSILON < ENOUGH {
        return None;
    }
    let hedge = unit.words.iter().find(|&&w| {
        table.hedges.contains(syntax.lower(w)) || table.hedges.contains(syntax.lemma(w))
    });
    Some(Verdict {
        kind: if constraint {
            AssessmentKind::Constraint
        } else if forecast {
            AssessmentKind::Forecast
        } else {
            AssessmentKind::Judgement
        },
        polarity: words::polarity(scale.good, scale.bad),
        hedge: hedge.map(|&w| syntax.token(w).span),
        rule: scale.heaviest.1,
    })
}

/// How much the tone of a word counts. What a verb with a tone of its own does to something decides alone: "overcame the crisis",
/// "marred the success".
fn share(table: &Words, input: &Input<'_>, unit: &Unit, w: u32) -> f32 {
    let syntax = input.stage.syntax;
    let Some(verb) = unit.verb else { return SAID };
    if w == verb || Some(w) == unit.predicate {
        return SAID;
    }
    let toned = table.verbs.get(syntax.lemma(verb)).is_some_and(|t| *t != Tone::Plain);
    let top = std::iter::once(w).chain(syntax.ancestors(w)).find(|&a| {
        let up = syntax.head(a);
        up == verb || Some(up) == unit.predicate
    });
    let Some(top) = top else { return ASIDE };
    match syntax.dep(top) {
        Dep::Dobj | Dep::Nsubjpass if toned => 0.0,
        Dep::Dobj | Dep::Nsubjpass => {
            if w == top {
                OBJECT
            } else {
                ASIDE * 2.0
            }
        }
        Dep::Attr | Dep::Acomp | Dep::Oprd => {
            if w == top || syntax.head(w) == top {
                SAID
            } else {
                ASIDE
            }
        }
        Dep::Conj if syntax.head(top) == verb || Some(syntax.head(top)) == unit.predicate => SAID,
        Dep::Xcomp | Dep::Ccomp if w == top => OBJECT,
        _ => ASIDE,
    }
}

/// Whether a negation governs a word: it stands before it, in the same clause.
fn reaches(input: &Input<'_>, unit: &Unit, negation: u32, w: u32) -> bool {
    let syntax = input.stage.syntax;
    let governed = unit.verb.is_none_or(|v| v == w || syntax.dominates(v, w));
    // Into a prepositional phrase it reaches as far as the noun: "not seen as a threat", but "not out of the besieged town".
    let attribute = syntax.dep(w) == Dep::Amod;
    let aside = syntax.ancestors(w).take_while(|&a| Some(a) != unit.verb).any(|a| {
        matches!(syntax.dep(a), Dep::Advcl | Dep::Relcl)
            || syntax.dep(a) == Dep::Prep && (attribute || syntax.lower(a) == "without")
    });
    negation != w && governed && !aside
}

/// Whether a word stands close enough behind a reversing run ("far from being isolated") to be meant by it.
fn near(input: &Input<'_>, run: u32, w: u32) -> bool {
    const REACH: u32 = 7;
    input.stage.syntax.sentence_of(run) == input.stage.syntax.sentence_of(w) && w - run <= REACH
}

fn word(
    table: &Words,
    input: &Input<'_>,
    unit: &Unit,
    w: u32,
    (negated, share): (bool, f32),
    scale: &mut Scale,
) {
    let syntax = input.stage.syntax;
    let (lemma, lower) = (syntax.lemma(w), syntax.lower(w));
    let predicate = unit.predicate == Some(w)
        || matches!(syntax.dep(w), Dep::Acomp | Dep::Attr | Dep::Oprd)
        || syntax.dep(w) == Dep::Ccomp && syntax.pos(w) == Pos::Adj
        || syntax.dep(w) == Dep::Conj && unit.predicate == Some(syntax.head(w))
        || unit.verb == Some(w) && syntax.tag(w) == Tag::Vbn
        // "of great consequence" after a copula.
        || syntax.dep(w) == Dep::Pobj && {
            let of = syntax.head(w);
            syntax.lower(of) == "of" && syntax.lemma(syntax.head(of)) == "be"
        };
    let adjective = table.adjectives.get(lower).or_else(|| table.adjectives.get(lemma));
    match syntax.pos(w) {
        Pos::Adj => {
            if let Some(&tone) = adjective {
                // "has become a critical customer", "plays a key role": the adjective is what is said.
                let said = unit.verb.is_some_and(|v| {
                    let noun = syntax.head(w);
                    syntax.head(noun) == v
                        && (syntax.dep(noun) == Dep::Attr
                            || syntax.dep(noun) == Dep::Dobj
                                && table.light.contains(syntax.lemma(v)))
                });
                scale.add(if predicate || said { 1.0 } else { 0.5 }, lower);
                scale.tone(tone, negated, share);
            }
            if matches!(syntax.tag(w), Tag::Jjr | Tag::Jjs) {
                scale.add(0.25, lower);
            }
        }
        Pos::Noun | Pos::Propn => {
            if let Some(&tone) = table.nouns.get(lemma).or_else(|| table.nouns.get(lower)) {
                scale.add(if predicate { 1.0 } else { 0.5 }, lower);
                scale.tone(tone, negated, share);
            } else if unit.shape == Shape::Title
                && let Some(&tone) = adjective
            {
                scale.add(1.0, lower);
                scale.tone(tone, false, share);
            }
        }
        Pos::Verb => verb(table, input, unit, w, (negated, predicate, share), scale),
        Pos::Adv => {
            if table.likelihood.contains(lower) {
                scale.add(0.8, lower);
            } else if matches!(syntax.tag(w), Tag::Rbr | Tag::Rbs) {
                scale.add(0.25, lower);
            }
        }
        Pos::Adp | Pos::Sconj if lower == "despite" => scale.add(0.5, lower),
        Pos::Sconj if lower == "because" => scale.add(0.2, lower),
        _ => {}
    }
}

/// A judging verb counts in full unless an actor simply did it, which is an event.
fn verb(
    table: &Words,
    input: &Input<'_>,
    unit: &Unit,
    w: u32,
    (negated, predicate, share): (bool, bool, f32),
    scale: &mut Scale,
) {
    let syntax = input.stage.syntax;
    let (lemma, lower) = (syntax.lemma(w), syntax.lower(w));
    let actor = unit.subjects.iter().any(|&s| input.stage.cast.headed_by(s).is_some());
    let clause = unit.verb.and_then(|v| input.clauses.headed_by(v)).map(|c| input.clauses.get(c));
    let perfect = clause.is_some_and(|c| c.perfect);
    if let Some(&tone) = table.adjectives.get(lower).filter(|_| syntax.tag(w) == Tag::Vbn) {
        scale.add(if predicate { 1.0 } else { 0.5 }, lower);
        scale.tone(tone, negated, share);
    } else if let Some(&tone) =
        phrasal(input, w).and_then(|p| table.verbs.get(&p)).or_else(|| table.verbs.get(lemma))
    {
        let reported = actor && syntax.tag(w) == Tag::Vbd && !perfect;
        // "has seen relations improve": the verb below is what is said.
        let seen = unit.verb.is_some_and(|v| {
            syntax.head(w) == v
                && matches!(syntax.dep(w), Dep::Ccomp | Dep::Xcomp)
                && table.light.contains(syntax.lemma(v))
        });
        let inside = unit.verb != Some(w) && !seen;
        scale.add(if reported || inside { 0.6 } else { 1.0 }, lower);
        scale.tone(tone, negated, if seen { SAID } else { share });
    } else if unit.verb == Some(w) && table.causal.contains(lemma) {
        let thing = unit.subjects.iter().any(|&s| syntax.pos(s) == Pos::Noun) && !actor;
        if thing {
            scale.add(if perfect { 0.9 } else { 0.7 }, lower);
        }
    }
}

/// "The director said the fund would lend", "the rebel said his men would stay": what speakers say of their own side's doing is
/// a promise or a plan, no forecast.
fn is_own_course(input: &Input<'_>, unit: &Unit, statement: &Statement) -> bool {
    let Some(speaker) = statement.speaker else { return false };
    let cast = input.stage.cast;
    let syntax = input.stage.syntax;
    let passive = unit.verb.and_then(|v| input.clauses.headed_by(v));
    if passive.is_some_and(|c| input.clauses.get(c).voice == Voice::Passive) {
        return false;
    }
    let who = cast.get(speaker);
    let own = |a: ActorIdx| {
        a == speaker || who.roles.iter().any(|r| r.of.as_ref() == Some(&cast.get(a).id))
    };
    unit.subjects.iter().any(|&s| {
        let owner = syntax.child(s, Dep::Poss).and_then(|o| cast.headed_by(o));
        let person = matches!(syntax.tag(s), Tag::Nns | Tag::Nnps) || cast.headed_by(s).is_some();
        cast.headed_by(s).is_some_and(own) || person && owner.is_some_and(own)
    })
}

/// The verb with its particle: "set back".
fn phrasal(input: &Input<'_>, w: u32) -> Option<String> {
    let syntax = input.stage.syntax;
    let particle = syntax.child(w, Dep::Prt)?;
    Some(format!("{} {}", syntax.lemma(w), syntax.lower(particle)))
}

fn forecast(
    table: &Words,
    input: &Input<'_>,
    unit: &Unit,
    expert: bool,
    scale: &mut Scale,
) -> bool {
    let syntax = input.stage.syntax;
    let mut found = false;
    for &w in &unit.words {
        let lower = syntax.lower(w);
        if syntax.tag(w) == Tag::Md && syntax.dep(w) == Dep::Aux {
            let own = unit.verb == Some(syntax.head(w));
            let weight = match (table.modals.contains(lower), table.open_modals.contains(lower)) {
                (true, _) => {
                    if own {
                        1.0
                    } else {
                        0.4
                    }
                }
                (_, true) if own && expert => 0.5,
                (_, true) if own => 0.3,
                _ => continue,
            };
            scale.add(weight, lower);
            found |= own;
        }
        if table.likelihood.contains(lower)
            || table.forecast_verbs.contains(syntax.lemma(w)) && unit.verb == Some(w)
        {
            if table.forecast_verbs.contains(syntax.lemma(w)) {
                scale.add(0.6, lower);
            }
            found = true;
        }
    }
    found
}

fn constraint(table: &Words, input: &Input<'_>, unit: &Unit, scale: &mut Scale) -> bool {
    let syntax = input.stage.syntax;
    let phrase = unit.words.iter().find_map(|&w| {
        let mut phrases = table.constraints.starting(syntax.lower(w), syntax.lemma(w));
        phrases.find(|p| run_at(input, p, w))
    });
    let able = |w: &u32| {
        table.ability.contains(syntax.lower(*w)) || table.ability.contains(syntax.lemma(*w))
    };
    let phrase = phrase.filter(|p| p[0] != "neither" || unit.words.iter().any(able));
    if let Some(phrase) = phrase {
        scale.add(1.0, &phrase.join(" "));
        if !table.two_sided.iter().any(|p| p == phrase) {
            scale.bad += SAID;
        }
        return true;
    }
    // "is courting one side while trying to keep the other": two courses at once.
    let Some(verb) = unit.verb else { return false };
    let progressive =
        input.clauses.headed_by(verb).is_some_and(|c| input.clauses.get(c).progressive);
    let at_once = progressive
        && syntax.children_by(verb, Dep::Advcl).any(|c| {
            let own = syntax.child(c, Dep::Nsubj).is_some();
            let marked = syntax.children_by(c, Dep::Mark).any(|m| {
                table.at_once.iter().any(|p| p.last().is_some_and(|l| l == syntax.lower(m)))
            });
            marked && !own && syntax.tag(c) == Tag::Vbg
        });
    if at_once {
        scale.add(1.0, "two courses at once");
    }
    at_once
}
