//! Targets that stand beyond the predicate's own arguments: deeper in a noun phrase ("the contracts that T signed"), in the clause
//! of telling around it ("told T that it would strike"), in the condition of a threat ("unless T gives way"), in what moved
//! somebody to give way ("pressed by T").

use super::Input;
use super::fill::{Filled, is_adjunct, is_instrument};
use super::matching::Match;
use super::roles::dedup;
use super::support::Support;
use crate::clause::{Clause, ClauseIdx, ClauseKind, Link, Voice};
use legation_core::plover::EventType;
use legation_core::{ActorIdx, Dep, Pos};

/// How far down a noun phrase is searched.
const DEPTH: u32 = 3;

/// Looks for a target beyond the arguments, and notes what was found and why.
pub(super) fn target(
    support: &Support,
    input: &Input<'_>,
    at: ClauseIdx,
    m: &Match<'_>,
    out: &mut Filled,
) {
    let prepositions = support.prepositions(m);
    let Some(kind) = m.frame.event_type else { return };
    if m.frame.symmetric && !may_be_one_sided(Some(kind)) {
        return;
    }
    let clause = input.clauses.get(at);
    let source = [out.source.as_slice(), out.excluded.as_slice()].concat();
    let investigates = m.frame.mode == Some("investigate");
    let search = Search { support, input, kind, investigates, source: &source };
    let found = search
        .arguments(clause, prepositions)
        .map(|f| (f, "named within an argument"))
        .or_else(|| search.occasion(clause).map(|f| (f, "whose occasion it is")))
        .or_else(|| search.content(at).map(|f| (f, "named within what it is about")))
        .or_else(|| search.told(at).map(|f| (f, "whoever is told")))
        .or_else(|| search.condition(at).map(|f| (f, "on whom the condition lies")))
        .or_else(|| search.mover(at).map(|f| (f, "whose pressure moved the source")))
        .or_else(|| search.result(at).map(|f| (f, "whom the outcome touches")))
        .or_else(|| search.complains(at).map(|f| (f, "whoever complains of it")));
    if let Some((actors, why)) = found {
        out.target = actors;
        out.why.push(format!("target: {why}"));
    }
}

/// Whether an event that takes two may be told of one side only, with the other somewhere beyond ("stopped shelling the town").
pub(super) fn may_be_one_sided(kind: Option<EventType>) -> bool {
    matches!(kind, Some(EventType::Agree | EventType::Retreat | EventType::Support))
}

struct Search<'s> {
    support: &'s Support,
    input: &'s Input<'s>,
    kind: EventType,
    /// Whoever investigates a thing investigates its owner or place.
    investigates: bool,
    source: &'s [ActorIdx],
}

impl Search<'_> {
    fn others(&self, tokens: &[u32]) -> Option<Vec<ActorIdx>> {
        let own = |t: &u32| is_instrument(self.support, self.input, Some(self.kind), *t);
        let tokens: Vec<u32> = tokens.iter().copied().filter(|t| !own(t)).collect();
        let found = self.input.stage.all(&tokens).into_iter().filter(|a| !self.source.contains(a));
        Some(dedup(found.collect())).filter(|f: &Vec<_>| !f.is_empty())
    }

    /// Deeper in the object, then in the objects of prepositions.
    fn arguments(&self, clause: &Clause, prepositions: &[String]) -> Option<Vec<ActorIdx>> {
        if self.kind == EventType::Request {
            return None;
        }
        let objects = clause.patients.iter().chain(&clause.recipients);
        objects.copied().find_map(|o| self.within(o, DEPTH)).or_else(|| {
            let obliques = clause.obliques.iter().filter(|o| prepositions.contains(&o.word));
            let obliques =
                obliques.filter(|o| o.word != "by" && !is_adjunct(self.input, o.prep, &o.objects));
            obliques.flat_map(|o| &o.objects).find_map(|&o| self.within(o, DEPTH))
        })
    }

    /// The nearest actor inside a noun phrase, other than the source.
    fn within(&self, noun: u32, depth: u32) -> Option<Vec<ActorIdx>> {
        let syntax = self.input.stage.syntax;
        if syntax.pos(noun) == Pos::Verb {
            return None;
        }
        if let Some(found) = self.others(&[noun]) {
            return Some(found);
        }
        if depth == 0 {
            return None;
        }
        let event = self.input.clauses.headed_by(noun);
        // Whoever blames an attack blames who made it, not whom it hit.
        let blames = event.is_some()
            && !self.investigates
            && matches!(self.kind, EventType::Accuse | EventType::Reject);
        let mut prepositions: Vec<u32> = syntax.children_by(noun, Dep::Prep).collect();
        prepositions.sort_by_key(|&p| syntax.lower(p) != "by");
        for prep in prepositions {
            let word = syntax.lower(prep);
            let place = matches!(word, "in" | "at" | "near" | "on" | "after" | "before" | "since");
            if blames && word != "by" {
                continue;
            }
            let objects: Vec<u32> =
                syntax.children_by(prep, Dep::Pobj).flat_map(|o| syntax.conjuncts(o)).collect();
            if place && is_adjunct(self.input, prep, &objects) {
                continue;
            }
            if let Some(found) = objects.iter().find_map(|&o| self.within(o, depth - 1)) {
                return Some(found);
            }
        }
        let relative = |c: &&Clause| {
            // "Approved a law that the opposition denounced": who speaks ill of a thing is no party to it.
            c.link == Link::Relative
                && c.kind != ClauseKind::Nominal
                && syntax.head(c.verb) == noun
                && !(matches!(
                    self.kind,
                    EventType::Support | EventType::Agree | EventType::Concede
                ) && (self.support.blames.contains(syntax.lemma(c.verb))
                    || self.support.brokers.contains(syntax.lemma(c.verb))))
        };
        let clauses = self.input.clauses.iter().map(|at| self.input.clauses.get(at));
        clauses.filter(|c| relative(c)).find_map(|c| {
            let below = c.obliques.iter().filter(|o| {
                matches!(o.word.as_str(), "for" | "to" | "with" | "from" | "against" | "of" | "by")
            });
            let below: Vec<u32> = below.flat_map(|o| o.objects.iter().copied()).collect();
            let patients: Vec<u32> = c.patients.iter().copied().filter(|&p| p != noun).collect();
            let agents: Vec<u32> = c.agents.iter().copied().filter(|&a| a != noun).collect();
            self.others(&agents)
                .or_else(|| agents.iter().find_map(|&a| self.within(a, depth - 1)))
                .or_else(|| self.others(&patients))
                .or_else(|| self.others(&below))
        })
    }

    /// "drafted in officers before a march by T": forces are readied against whoever acts on the occasion.
    fn occasion(&self, clause: &Clause) -> Option<Vec<ActorIdx>> {
        if self.kind != EventType::Mobilize {
            return None;
        }
        let before = |word: &str| matches!(word, "before" | "of" | "for" | "during" | "at");
        let nouns = clause.obliques.iter().filter(|o| before(&o.word)).flat_map(|o| &o.objects);
        let events = nouns.filter(|&&o| self.input.clauses.headed_by(o).is_some());
        events.copied().find_map(|o| self.within(o, 1))
    }

    /// "declined to cede the islands that T demanded": deeper in what a speech act is about.
    fn content(&self, at: ClauseIdx) -> Option<Vec<ActorIdx>> {
        use EventType::{Agree, Concede, Reject, Threaten};
        if !matches!(self.kind, Agree | Concede | Reject | Threaten) {
            return None;
        }
        let open = self.input.clauses.children(at).filter(|c| c.link == Link::Open);
        open.flat_map(|c| &c.patients).find_map(|&p| self.within(p, 1))
    }

    /// "told T that it would not yield", "gave way, telling T …": a promise, threat, refusal or concession is addressed to whoever
    /// is told of it.
    fn told(&self, at: ClauseIdx) -> Option<Vec<ActorIdx>> {
        use EventType::{Agree, Concede, Reject, Threaten};
        let clauses = self.input.clauses;
        let syntax = self.input.stage.syntax;
        let tells = |c: &Clause| {
            matches!(
                syntax.lemma(c.verb),
                "tell"
                    | "inform"
                    | "assure"
                    | "warn"
                    | "notify"
                    | "address"
                    | "promise"
                    | "write"
                    | "advise"
                    | "admonish"
                    | "caution"
                    | "remind"
                    | "confide"
            )
        };
        let speech = matches!(self.kind, Agree | Concede | Reject | Threaten);
        let clause = clauses.get(at);
        let open = clause.tense == crate::clause::Tense::Future
            || matches!(clause.modal.as_deref(), Some("would" | "could" | "might" | "may"));
        if !speech && !open || matches!(self.kind, EventType::Request | EventType::Accuse) {
            return None;
        }
        let to = |c: &Clause| {
            let listeners = match c.voice {
                Voice::Active => [c.patients.as_slice(), c.recipients.as_slice()].concat(),
                Voice::Passive => c.patients.clone(),
            };
            // Reporters are told what others are promised.
            let press = |a: &ActorIdx| {
                let actor = self.input.stage.cast.get(*a);
                actor.kind == legation_core::ActorKind::Media
                    || actor.sectors.contains(&legation_core::plover::Sector::Jrn)
            };
            self.others(&listeners).filter(|found| !found.iter().any(press))
        };
        let mut above = clause.parent;
        for _ in 0..3 {
            let Some(parent) = above else { break };
            let parent = clauses.get(parent);
            if tells(parent)
                && let Some(found) = to(parent)
            {
                return Some(found);
            }
            above = parent.parent;
        }
        let beside = clauses.children(at).filter(|c| c.link == Link::Adverbial && c.controlled);
        beside.filter(|c| tells(c)).find_map(to)
    }

    /// "will strike unless the company gives way": a threat is aimed at who could avert it.
    fn condition(&self, at: ClauseIdx) -> Option<Vec<ActorIdx>> {
        use EventType::{Agree, Assault, Coerce, Concede, Mobilize, Protest, Sanction, Threaten};
        if !matches!(
            self.kind,
            Threaten | Protest | Sanction | Coerce | Mobilize | Assault | Agree | Concede
        ) {
            return None;
        }
        let clauses = self.input.clauses;
        let below = clauses
            .children_of(at)
            .filter(|&c| matches!(clauses.get(c).link, Link::Open | Link::Complement))
            .chain(std::iter::once(at));
        below
            .flat_map(|c| clauses.children_of(c))
            .map(|c| clauses.get(c))
            .filter(|c| {
                c.link == Link::Adverbial
                    && matches!(c.marker.as_deref(), Some("unless" | "if" | "until"))
            })
            .find_map(|c| match c.voice {
                Voice::Active => self.others(&c.agents),
                Voice::Passive => self.others(&c.agents).or_else(|| self.others(&c.patients)),
            })
    }

    /// "quit, handing the unions a victory", "flew into the tower, killing hundreds", "died when … blew himself up": whom an act
    /// touches is told in the clause of its outcome.
    fn result(&self, at: ClauseIdx) -> Option<Vec<ActorIdx>> {
        use EventType::{Assault, Concede, Mobilize, Protest, Retreat};
        if !matches!(self.kind, Assault | Concede | Mobilize | Protest | Retreat) {
            return None;
        }
        let clauses = self.input.clauses;
        let syntax = self.input.stage.syntax;
        let clause = clauses.get(at);
        let harmed = clause
            .parent
            .map(|p| clauses.get(p))
            .filter(|p| {
                clause.link == Link::Adverbial
                    && self.kind == Assault
                    && hurts(syntax.lemma(p.verb))
            })
            .and_then(|p| {
                self.others(if p.voice == Voice::Passive { &p.patients } else { &p.agents })
            });
        harmed.or_else(|| {
            let outcomes = clauses.children(at).filter(|c| {
                c.link == Link::Adverbial
                    && c.controlled
                    && c.voice == Voice::Active
                    && c.verb > clause.verb
                    && syntax.tag(c.verb) == legation_core::Tag::Vbg
            });
            outcomes
                .filter(|c| self.kind != Assault || hurts(syntax.lemma(c.verb)))
                .flat_map(|c| c.patients.iter().chain(&c.recipients))
                .find_map(|&p| self.within(p, 1))
        })
    }

    /// "Students complain that agents were planted among them": what somebody complains of is done to them.
    fn complains(&self, at: ClauseIdx) -> Option<Vec<ActorIdx>> {
        use EventType::{Assault, Coerce, Mobilize};
        let clause = self.input.clauses.get(at);
        let above = self.input.clauses.get(clause.parent?);
        let complains = self.support.complains.contains(self.input.stage.syntax.lemma(above.verb));
        let kind = matches!(self.kind, Assault | Coerce | Mobilize);
        if !complains || !kind || clause.link != Link::Complement {
            return None;
        }
        self.others(&above.agents)
    }

    /// "pressed by T", "after T marched": who gives way, gives way to whoever pressed.
    fn mover(&self, at: ClauseIdx) -> Option<Vec<ActorIdx>> {
        use EventType::{Concede, Reject, Retreat};
        if !matches!(self.kind, Concede | Reject | Retreat) {
            return None;
        }
        let clauses = self.input.clauses;
        let adverbial =
            || clauses.children(at).filter(|c| matches!(c.link, Link::Adverbial | Link::Relative));
        let pressed =
            adverbial().filter(|c| c.voice == Voice::Passive && c.controlled).find_map(|c| {
                self.others(&c.agents).or_else(|| c.agents.iter().find_map(|&a| self.within(a, 1)))
            });
        pressed.or_else(|| {
            let after = adverbial().filter(|c| {
                self.kind != Retreat
                    && matches!(c.marker.as_deref(), Some("after" | "when" | "once" | "because"))
            });
            after.filter(|c| c.voice == Voice::Active).find_map(|c| self.others(&c.agents))
        })
    }
}

/// Verbs of coming to harm or doing it.
fn hurts(lemma: &str) -> bool {
    matches!(
        lemma,
        "kill"
            | "wound"
            | "injure"
            | "hurt"
            | "die"
            | "maim"
            | "slay"
            | "hit"
            | "scatter"
            | "perish"
    )
}
