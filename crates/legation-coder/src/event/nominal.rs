//! The participants of event nouns: possessors, of-phrases and modifiers, then what the governing verb supplies.

use super::Input;
use super::fill::{Filled, is_adjunct};
use super::matching::Match;
use super::roles::dedup;
use super::support::Support;
use crate::clause::{Clause, ClauseKind, Link, Voice};
use legation_core::plover::EventType;
use legation_core::{ActorIdx, Dep, Pos};

pub(super) fn nominal(
    support: &Support,
    input: &Input<'_>,
    clause: &Clause,
    m: &Match<'_>,
) -> Filled {
    let stage = input.stage;
    let mut out = Filled::default();
    let possessor: Vec<ActorIdx> = stage.all(&clause.agents);
    let of: Vec<ActorIdx> = stage.all(&clause.patients);
    out.words.extend(clause.agents.iter().chain(&clause.patients));
    if Support::lists(&support.possessor_target, m) {
        let by: Vec<u32> = clause
            .obliques
            .iter()
            .filter(|o| o.word == "by")
            .flat_map(|o| o.objects.clone())
            .collect();
        out.source = stage.all(&by);
        out.target =
            possessor.iter().chain(&of).copied().filter(|a| !out.source.contains(a)).collect();
        out.target = dedup(std::mem::take(&mut out.target));
    } else if Support::lists(&support.of_source, m) {
        out.source = if possessor.is_empty() { of } else { possessor };
    } else {
        out.source = possessor;
        out.target = of;
    }
    for oblique in &clause.obliques {
        let actors = stage.all(&oblique.objects);
        match oblique.word.as_str() {
            "between" | "among" => {
                out.words.extend(&oblique.objects);
                if out.source.is_empty() && actors.len() > 1 {
                    out.source = actors;
                }
            }
            "from" | "by" if out.source.is_empty() => {
                out.words.extend(&oblique.objects);
                out.source = actors;
            }
            word if out.target.is_empty()
                && support.prepositions(m).iter().any(|p| p == word)
                && !is_adjunct(input, oblique.prep, &oblique.objects) =>
            {
                out.words.extend(&oblique.objects);
                out.target = actors.into_iter().filter(|a| !out.source.contains(a)).collect();
            }
            _ => {}
        }
    }
    if out.source.is_empty() {
        // "the drive launched by T": whoever carries it out stands in the participle clause.
        let participle = input.clauses.iter().map(|at| input.clauses.get(at)).find(|c| {
            c.link == Link::Relative
                && c.voice == Voice::Passive
                && stage.syntax.head(c.verb) == clause.head
                && support.agent.contains(stage.syntax.lemma(c.verb))
        });
        let agents = participle.map_or(&[][..], |c| c.agents.as_slice());
        out.source = stage.all(agents);
        out.words.extend(agents);
    }
    if out.source.is_empty() {
        let named: Vec<ActorIdx> =
            dedup(clause.modifiers.iter().flat_map(|&w| stage.direct(w)).collect());
        out.source = named.into_iter().filter(|a| !out.target.contains(a)).collect();
        out.words.extend(&clause.modifiers);
    }
    if out.target.is_empty() {
        // "broke its record for deliveries to China": the parser may hang on the verb what follows the noun.
        let above = clause.parent.map(|p| input.clauses.get(p));
        let beside = above.into_iter().flat_map(|a| &a.obliques).find(|o| {
            o.prep == clause.head + 1
                && support.prepositions(m).contains(&o.word)
                && !is_adjunct(input, o.prep, &o.objects)
        });
        if let Some(oblique) = beside {
            out.words.extend(&oblique.objects);
            let actors = stage.all(&oblique.objects);
            out.target = actors.into_iter().filter(|a| !out.source.contains(a)).collect();
        }
    }
    if out.source.is_empty() {
        out.source = owner_above(input, clause.head);
        out.source.retain(|a| !out.target.contains(a));
    }
    if out.target.is_empty() {
        // "threats to invade the island": the infinitive after the noun says whom it concerns.
        let below = input.clauses.children_by_noun(clause.head, input.stage.syntax);
        let asks = m.frame.event_type == Some(EventType::Request);
        let found: Vec<ActorIdx> = below
            .flat_map(|c| stage.all(if asks && !c.controlled { &c.agents } else { &c.patients }))
            .collect();
        out.target = dedup(found.into_iter().filter(|a| !out.source.contains(a)).collect());
    }
    if out.source.is_empty() || out.target.is_empty() {
        from_governor(support, input, clause, m, &mut out);
    }
    if out.source.is_empty()
        && out.target.is_empty()
        && m.frame.event_type == Some(EventType::Cooperate)
    {
        pair_that_touts(support, input, clause, &mut out);
    }
    out
}

/// "The two leaders pointed to growing trade": what a pair speaks of so is its own.
fn pair_that_touts(support: &Support, input: &Input<'_>, clause: &Clause, out: &mut Filled) {
    let mut above = clause.parent.map(|p| input.clauses.get(p));
    if clause.link == Link::Conjunct {
        above = above.and_then(|a| a.parent).map(|p| input.clauses.get(p));
    }
    let Some(above) = above.filter(|a| a.kind == ClauseKind::Verbal) else { return };
    if !support.touts.contains(input.stage.syntax.lemma(above.verb)) {
        return;
    }
    let found = input.stage.all(&above.agents);
    let members =
        found.iter().map(|a| input.stage.cast.get(*a).members.len().max(1)).sum::<usize>();
    if members == 2 {
        out.why.push(format!("the pair that “{}” it", input.stage.syntax.word(above.verb)));
        out.source = found;
        out.mutual = true;
    }
}

/// "In protest", "in response": how something is done, and nothing that is done beside it.
pub(super) fn is_way(support: &Support, input: &Input<'_>, noun: u32) -> bool {
    let syntax = input.stage.syntax;
    let plain = || {
        !syntax
            .children(noun)
            .any(|c| matches!(syntax.dep(c), Dep::Det | Dep::Poss | Dep::Amod | Dep::Compound))
    };
    syntax.dep(noun) == Dep::Pobj
        && syntax.lower(syntax.head(noun)) == "in"
        && support.ways.contains(syntax.lower(noun))
        && plain()
}

/// Whether a noun carries an event of its own.
fn is_event(input: &Input<'_>, noun: u32) -> bool {
    input.clauses.headed_by(noun).is_some_and(|c| input.clauses.get(c).kind == ClauseKind::Nominal)
}

/// "its record for deliveries", "Russia's campaign of sabotage": the possessor of the noun that an event noun belongs to.
fn owner_above(input: &Input<'_>, noun: u32) -> Vec<ActorIdx> {
    let syntax = input.stage.syntax;
    let preposition = syntax.head(noun);
    if syntax.dep(noun) != Dep::Pobj || !matches!(syntax.lower(preposition), "of" | "for" | "in") {
        return Vec::new();
    }
    // The parser may hang the preposition on the verb of that noun: "broke its record for deliveries".
    let above = syntax.head(preposition);
    let owners = match input.clauses.headed_by(above).map(|at| input.clauses.get(at)) {
        Some(clause) if clause.kind == ClauseKind::Verbal => clause.patients.clone(),
        Some(_) => Vec::new(),
        None => vec![above],
    };
    let owners = owners
        .into_iter()
        .filter(|&o| o < preposition && syntax.pos(o) == Pos::Noun && !is_event(input, o));
    let possessors = owners.flat_map(|o| syntax.children_by(o, Dep::Poss));
    dedup(possessors.flat_map(|p| input.stage.direct(p)).collect())
}

/// "launched an offensive", "faces sanctions": the verb that governs an event noun supplies a missing participant.
fn from_governor(
    support: &Support,
    input: &Input<'_>,
    clause: &Clause,
    m: &Match<'_>,
    out: &mut Filled,
) {
    let syntax = input.stage.syntax;
    let Some(parent) = clause.parent else { return };
    let above = input.clauses.get(parent);
    if above.kind == ClauseKind::Nominal {
        return;
    }
    let lemma = syntax.lemma(above.verb);
    // "Closed ranks in the face of pressure": whoever acts so is under it.
    let of = syntax.head(clause.head);
    if syntax.dep(clause.head) == Dep::Pobj
        && support.facing.contains(syntax.lower(syntax.head(of)))
    {
        if out.target.is_empty() {
            let found = input.stage.all(&above.agents).into_iter();
            out.target = found.filter(|a| !out.source.contains(a)).collect();
        }
        return;
    }
    // "During a meeting in Beijing he expressed hope to Mr. Medvedev": whoever acts there met there.
    let occasion = above.obliques.iter().any(|o| {
        matches!(o.word.as_str(), "during" | "at" | "in" | "after" | "before")
            && o.objects.contains(&clause.head)
    });
    if occasion && m.frame.event_type == Some(EventType::Consult) && out.source.is_empty() {
        let others = above
            .obliques
            .iter()
            .filter(|o| matches!(o.word.as_str(), "to" | "with"))
            .flat_map(|o| o.objects.iter().copied());
        let everybody: Vec<u32> =
            above.agents.iter().chain(&above.recipients).copied().chain(others).collect();
        let found = input.stage.all(&everybody);
        if found.len() > 1 {
            out.source = found;
            out.why.push(format!("met on the occasion of “{}”", syntax.word(above.verb)));
        }
        return;
    }
    // "stung by pressure from the United States": what a happening does to somebody tells whom it is directed at.
    if above.voice == Voice::Passive && above.agents.contains(&clause.head) && out.target.is_empty()
    {
        out.target = input
            .stage
            .all(&above.patients)
            .into_iter()
            .filter(|a| !out.source.contains(a))
            .collect();
        return;
    }
    let others = |tokens: &[u32], known: &[ActorIdx]| -> Vec<ActorIdx> {
        input.stage.all(tokens).into_iter().filter(|a| !known.contains(a)).collect()
    };
    // "American sanctions have crippled its economy": whom a happening hurts it is directed at.
    if above.voice == Voice::Active
        && above.agents.contains(&clause.head)
        && support.affects.contains(lemma)
    {
        if out.target.is_empty() {
            out.target = others(&above.patients, &out.source);
        }
        return;
    }
    // "blame the rebels for the massacre": whoever is blamed for it did it.
    let blamed = above.obliques.iter().any(|o| {
        matches!(o.word.as_str(), "for" | "of" | "over" | "with")
            && o.objects.contains(&clause.head)
    });
    if blamed && support.blames.contains(lemma) && out.source.is_empty() {
        out.source = others(&above.patients, &out.target);
        return;
    }
    // "Get around sanctions", "work around the embargo".
    let around = matches!(lemma, "get" | "work" | "find")
        && above.obliques.iter().any(|o| o.word == "around" && o.objects.contains(&clause.head));
    let is_object = above.patients.contains(&clause.head) || around;
    let is_patient = support.patient.contains(lemma) && above.voice == Voice::Active;
    let under =
        above.obliques.iter().any(|o| o.word == "under" && o.objects.contains(&clause.head));
    if is_object && is_patient || under && matches!(lemma, "come" | "be") {
        if out.target.is_empty() {
            out.target = others(&above.agents, &out.source);
        }
    } else if is_object
        && m.frame.event_type == Some(EventType::Protest)
        && matches!(lemma, "stop" | "halt" | "cease" | "end" | "suspend")
    {
        // "To stop demonstrations": whoever stops a protest need not be who makes it.
    } else if is_object && support.agent.contains(lemma) {
        if out.source.is_empty() {
            out.source = others(&above.agents, &out.target);
            if !out.source.is_empty() {
                out.why.push(format!("source from the subject of “{}”", syntax.word(above.verb)));
            }
        }
        if out.target.is_empty() {
            let outside = above
                .obliques
                .iter()
                .filter(|o| matches!(o.word.as_str(), "on" | "against" | "with" | "to" | "from"));
            for oblique in outside.filter(|o| !is_adjunct(input, o.prep, &o.objects)) {
                let found = input.stage.all(&oblique.objects);
                out.target = found.into_iter().filter(|a| !out.source.contains(a)).collect();
                if !out.target.is_empty() {
                    break;
                }
            }
        }
    }
}
