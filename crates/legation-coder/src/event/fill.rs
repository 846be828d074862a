//! Filling the roles of a matched frame with actors.

use super::Input;
use super::matching::Match;
use super::pattern::Slot;
use super::roles::dedup;
use crate::clause::{Clause, ClauseIdx, ClauseKind, Link, Voice};
use crate::codebook::{TableError, read_toml};
use foldhash::{HashMap, HashSet};
use legation_core::plover::EventType;
use legation_core::record::Place;
use legation_core::{ActorIdx, ActorKind, Dep, MentionType, Pos};
use serde::Deserialize;

/// How event nouns find their participants.
#[derive(Clone, Debug, Default)]
pub(super) struct Support {
    agent: HashSet<String>,
    patient: HashSet<String>,
    light: Vec<String>,
    needs_source: HashSet<String>,
    needs_both: HashSet<String>,
    of_source: HashSet<String>,
    possessor_target: HashSet<String>,
    prepositions: HashMap<String, Vec<String>>,
    default_prepositions: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    agent: String,
    patient: String,
    light: String,
    needs_source: Vec<String>,
    needs_both: Vec<String>,
    of_source: Vec<String>,
    possessor_target: Vec<String>,
    target: HashMap<String, Vec<String>>,
}

impl Support {
    pub(super) fn parse(file: &str, text: &str) -> Result<Self, TableError> {
        let raw: File = read_toml(file, text)?;
        let words = |list: &str| {
            list.split(';').map(|w| w.trim().to_owned()).filter(|w| !w.is_empty()).collect()
        };
        let mut prepositions = raw.target;
        Ok(Self {
            agent: words(&raw.agent),
            patient: words(&raw.patient),
            light: words(&raw.light).into_iter().collect(),
            needs_source: raw.needs_source.into_iter().collect(),
            needs_both: raw.needs_both.into_iter().collect(),
            of_source: raw.of_source.into_iter().collect(),
            possessor_target: raw.possessor_target.into_iter().collect(),
            default_prepositions: prepositions.remove("default").unwrap_or_default(),
            prepositions,
        })
    }

    /// Predicates that say nothing by themselves.
    pub(super) fn light(&self) -> impl Iterator<Item = String> + '_ {
        self.light.iter().cloned()
    }

    /// Verbs that carry out the event noun they govern.
    pub(super) fn carriers(&self) -> HashSet<String> {
        self.agent.clone()
    }

    /// Whether a list names the frame's type or its type and mode.
    fn lists(list: &HashSet<String>, m: &Match<'_>) -> bool {
        let name = m.frame.event_type.map_or("OTHER", EventType::as_str);
        let with_mode = format!("{name}/{}", m.frame.mode.unwrap_or_default());
        list.contains(name) || list.contains(&with_mode) || list.contains(&m.frame.id)
    }

    fn prepositions<'s>(&'s self, m: &'s Match<'_>) -> &'s [String] {
        if !m.frame.target.is_empty() {
            return &m.frame.target;
        }
        let name = m.frame.event_type.map_or("OTHER", EventType::as_str);
        self.prepositions.get(name).unwrap_or(&self.default_prepositions)
    }
}

/// The roles of one event.
#[derive(Clone, Debug, Default)]
pub(super) struct Filled {
    pub(super) source: Vec<ActorIdx>,
    pub(super) target: Vec<ActorIdx>,
    pub(super) symmetric: bool,
    /// Whether the target stands in the clause itself rather than being supplied from elsewhere.
    pub(super) explicit_target: bool,
    /// The words that fill roles.
    pub(super) words: Vec<u32>,
    pub(super) why: Vec<String>,
}

/// Fills source and target; `None` where the frame needs an actor that is not there.
pub(super) fn roles(
    support: &Support,
    input: &Input<'_>,
    at: ClauseIdx,
    m: &Match<'_>,
) -> Option<Filled> {
    let clause = input.clauses.get(at);
    let mut filled = match clause.kind {
        ClauseKind::Nominal => nominal(support, input, clause, m),
        ClauseKind::Verbal | ClauseKind::Copular => verbal(support, input, at, m),
    };
    if filled.target.is_empty() && m.frame.mode == Some("visit") {
        filled.target = host(input, clause);
        filled.target.retain(|t| !filled.source.contains(t));
        filled.explicit_target |= !filled.target.is_empty();
    }
    if m.frame.swap && m.slot(Slot::Source).is_none() {
        std::mem::swap(&mut filled.source, &mut filled.target);
    }
    drop_own_members(input, &mut filled.source);
    drop_own_members(input, &mut filled.target);
    let source = filled.source.clone();
    filled.target.retain(|t| !source.contains(t));
    drop_members(input, &mut filled);
    filled.symmetric = m.frame.symmetric;
    if filled.symmetric {
        let target = std::mem::take(&mut filled.target);
        filled.source = dedup([filled.source, target].concat());
    }
    if filled.source.is_empty() && filled.target.is_empty() {
        return None;
    }
    // "A late header gave the team a win": a thing that acts is no actor. Violence counts all the same ("the war has killed").
    let given = input.stage.cast.actors.first().is_some_and(|a| a.rule == super::pair::GIVEN);
    let violence = matches!(m.frame.event_type, None | Some(EventType::Assault));
    let thing = clause.kind != ClauseKind::Nominal
        && clause.voice == Voice::Active
        && !clause.agents.is_empty();
    if thing && filled.source.is_empty() && !m.frame.swap && !violence && !given {
        return None;
    }
    let needs_source = m.frame.needs_source || Support::lists(&support.needs_source, m);
    if needs_source && filled.source.is_empty() {
        return None;
    }
    let group = filled.source.iter().any(|s| !input.stage.cast.get(*s).members.is_empty());
    let pair = filled.symmetric && (filled.source.len() > 1 || group);
    if filled.symmetric && clause.kind == ClauseKind::Nominal && !pair {
        return None;
    }
    let both = pair || !filled.source.is_empty() && !filled.target.is_empty();
    if clause.kind == ClauseKind::Nominal && !both && Support::lists(&support.needs_both, m) {
        return None;
    }
    if m.frame.needs_target && filled.target.is_empty() && !filled.symmetric {
        return None;
    }
    Some(filled)
}

/// A visit to a city has its country as host, where the country is one of the actors.
fn host(input: &Input<'_>, clause: &Clause) -> Vec<ActorIdx> {
    let Some(knowledge) = input.knowledge else { return Vec::new() };
    let places =
        clause.obliques.iter().filter(|o| matches!(o.word.as_str(), "to" | "in" | "at" | "for"));
    let places =
        clause.patients.iter().copied().chain(places.flat_map(|o| o.objects.iter().copied()));
    let countries: Vec<String> = places
        .filter_map(|token| place_name(input, token))
        .filter_map(|(name, _)| knowledge.city(name, None).map(|c| c.country.to_owned()))
        .collect();
    let cast = &input.stage.cast.actors;
    let state = |a: &legation_core::Actor| {
        a.kind == ActorKind::State && a.country.as_ref().is_some_and(|c| countries.contains(c))
    };
    cast.iter().position(state).map(|at| ActorIdx(at as u32)).into_iter().collect()
}

/// The name of the place that a word belongs to, with its span, where the model takes it for one.
fn place_name<'t>(input: &Input<'t>, token: u32) -> Option<(&'t str, legation_core::Span)> {
    let syntax = input.stage.syntax;
    let entity =
        syntax.layers.entities.iter().find(|e| e.tokens.contains(token) && is_place(e.label))?;
    let span = syntax.span(entity.tokens);
    Some((span.of(syntax.text()), span))
}

/// A pair stands for its members: "the two ministers" and one of them beside it are not three.
fn drop_own_members(input: &Input<'_>, side: &mut Vec<ActorIdx>) {
    let members: Vec<ActorIdx> =
        side.iter().flat_map(|s| input.stage.cast.get(*s).members.iter().copied()).collect();
    side.retain(|s| !members.contains(s));
}

/// "Xi and Putin … the two leaders": an actor that is a member of a group already on the other side is not a second participant.
fn drop_members(input: &Input<'_>, filled: &mut Filled) {
    let members: Vec<ActorIdx> = filled
        .source
        .iter()
        .flat_map(|s| input.stage.cast.get(*s).members.iter().copied())
        .collect();
    if filled.target.iter().all(|t| members.contains(t)) {
        filled.target.clear();
    }
}

fn verbal(support: &Support, input: &Input<'_>, at: ClauseIdx, m: &Match<'_>) -> Filled {
    let stage = input.stage;
    let clause = input.clauses.get(at);
    let mut out = Filled::default();
    let subject = if clause.voice == Voice::Passive { &clause.patients } else { &clause.agents };
    let agents = if m.surface { subject } else { &clause.agents };
    match m.slot(Slot::Source) {
        Some(tokens) => {
            out.source = stage.all(tokens);
            out.words.extend(tokens);
            out.target = m.slot(Slot::Target).map_or_else(|| stage.all(agents), |t| stage.all(t));
            out.words.extend(agents);
            out.explicit_target = !clause.controlled;
            out.why.push("the object is the source, the subject the target".to_owned());
            return out;
        }
        None => {
            out.source = stage.all(agents);
            out.words.extend(agents);
        }
    }
    let moved = m.frame.event_type == Some(EventType::Mobilize) && clause.voice == Voice::Passive;
    if moved && clause.agents.is_empty() && out.source.is_empty() && m.slot(Slot::Target).is_none()
    {
        // "Riot police were deployed": the unit that is moved is the one that acts.
        out.source = stage.all(&clause.patients);
        out.words.extend(&clause.patients);
    }
    if out.source.is_empty() && m.frame.symmetric {
        // "a deal between A and B was struck"
        let between = clause.obliques.iter().filter(|o| o.word == "between");
        let between: Vec<u32> = between.flat_map(|o| o.objects.iter().copied()).collect();
        out.source = stage.all(&between);
        out.words.extend(between);
    }
    if let Some(tokens) = m.slot(Slot::Target) {
        out.target = stage.all(tokens).into_iter().filter(|a| !out.source.contains(a)).collect();
        out.words.extend(tokens);
        out.explicit_target = !out.target.is_empty();
    }
    if out.target.is_empty() {
        search_target(support, input, at, m, &mut out);
    }
    if out.target.is_empty() && !out.source.is_empty() && !m.frame.swap {
        super::beyond::target(input, at, m, support.prepositions(m), &mut out);
    }
    out
}

/// Looks for a target in the order of the frame: object, recipient, prepositions, then the complement's participants.
fn search_target(
    support: &Support,
    input: &Input<'_>,
    at: ClauseIdx,
    m: &Match<'_>,
    out: &mut Filled,
) {
    let stage = input.stage;
    let clause = input.clauses.get(at);
    let take = |tokens: &[u32], out: &mut Filled| {
        let source = &out.source;
        let found: Vec<ActorIdx> =
            stage.all(tokens).into_iter().filter(|a| !source.contains(a)).collect();
        if found.is_empty() {
            return false;
        }
        out.words.extend(tokens);
        out.target = found;
        true
    };
    let objects = if m.surface && clause.voice == Voice::Passive {
        &[][..]
    } else {
        clause.patients.as_slice()
    };
    out.explicit_target = true;
    let from_object = m.noun.is_none() && take(objects, out);
    if from_object || take(&clause.recipients, out) {
        return;
    }
    for preposition in support.prepositions(m) {
        for oblique in clause.obliques.iter().filter(|o| &o.word == preposition) {
            // "fired at Seoul", "railed at Moscow": here a state is aimed at.
            let aimed = preposition == "at"
                && matches!(
                    m.frame.event_type,
                    Some(EventType::Assault | EventType::Accuse | EventType::Threaten)
                )
                && oblique.objects.iter().all(|&o| input.clauses.headed_by(o).is_none());
            let named = m.noun.is_some_and(|n| oblique.objects.contains(&n));
            let adjunct = !aimed && !named && is_adjunct(input, oblique.prep, &oblique.objects);
            if !adjunct && take(&oblique.objects, out) {
                return;
            }
        }
    }
    if m.noun.is_some() && take(objects, out) {
        return;
    }
    out.explicit_target = false;
    if m.frame.symmetric && !super::beyond::may_be_one_sided(m.frame.event_type) {
        return;
    }
    let asks = matches!(m.frame.event_type, Some(EventType::Request));
    // "urged calm between A and B", "vowed to deepen ties with Russia": the complement says whom it concerns.
    let complements = input.clauses.children(at).filter(|c| {
        matches!(c.link, Link::Open | Link::Complement | Link::Prepositional)
            || c.link == Link::Adverbial && c.marker.as_deref() == Some("to")
            || c.link == Link::Argument && objects.contains(&c.head)
    });
    // "gave her word that the workers would be paid": what the object noun announces.
    let announced = objects.iter().flat_map(|&o| input.clauses.children_by_noun(o, stage.syntax));
    let complements = complements.chain(announced);
    for complement in complements {
        let participants =
            [complement.patients.as_slice(), complement.recipients.as_slice()].concat();
        if asks
            && !complement.controlled
            && complement.kind != ClauseKind::Nominal
            && !complement.agents.is_empty()
        {
            // "demanding they turn away from Moscow": who is asked is whoever "they" are, and nobody else.
            let pronoun = complement.agents.iter().all(|&a| stage.syntax.pos(a) == Pos::Pron);
            if take(&complement.agents, out) || pronoun {
                return;
            }
        }
        if take(&participants, out) {
            return;
        }
        for oblique in &complement.obliques {
            if support.default_prepositions.contains(&oblique.word) && take(&oblique.objects, out) {
                return;
            }
        }
    }
}

/// "on Friday", "in Beijing", "at a news conference": times and places are no participants.
pub(super) fn is_adjunct(input: &Input<'_>, prep: u32, objects: &[u32]) -> bool {
    let syntax = input.stage.syntax;
    let word = syntax.lower(prep);
    let timex = |&o: &u32| input.timexes.iter().any(|t| t.tokens.contains(o));
    if objects.iter().all(timex) {
        return true;
    }
    // "concern at a summit", "said at a meeting": an occasion is no participant.
    if matches!(word, "at" | "during" | "in" | "after" | "before")
        && objects.iter().all(|&o| input.clauses.headed_by(o).is_some())
    {
        return true;
    }
    // A city or country after "in" or "at" is where, not whom, unless it is all there is.
    matches!(word, "in" | "at" | "near" | "outside" | "across" | "around")
        && objects.iter().all(|&o| {
            input.stage.direct(o).iter().any(|a| input.stage.cast.get(*a).kind == ActorKind::State)
        })
}

fn nominal(support: &Support, input: &Input<'_>, clause: &Clause, m: &Match<'_>) -> Filled {
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
    out
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
    let is_object = above.patients.contains(&clause.head);
    let is_patient = support.patient.contains(lemma) && above.voice == Voice::Active;
    let under =
        above.obliques.iter().any(|o| o.word == "under" && o.objects.contains(&clause.head));
    if is_object && is_patient || under && matches!(lemma, "come" | "be") {
        if out.target.is_empty() {
            out.target = input
                .stage
                .all(&above.agents)
                .into_iter()
                .filter(|a| !out.source.contains(a))
                .collect();
        }
    } else if is_object && support.agent.contains(lemma) {
        if out.source.is_empty() {
            out.source = input
                .stage
                .all(&above.agents)
                .into_iter()
                .filter(|a| !out.target.contains(a))
                .collect();
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

/// Where it happened: a place named after "in", "at", "near" … beside the predicate.
pub(super) fn place(input: &Input<'_>, at: ClauseIdx) -> Option<Place> {
    let syntax = input.stage.syntax;
    let clause = input.clauses.get(at);
    let here = |word: &str| {
        matches!(word, "in" | "at" | "near" | "outside" | "across" | "around" | "inside")
    };
    let objects =
        clause.obliques.iter().filter(|o| here(&o.word)).flat_map(|o| o.objects.iter().copied());
    for object in objects {
        for actor in input.stage.direct(object) {
            let actor = input.stage.cast.get(actor);
            if !matches!(actor.kind, ActorKind::State | ActorKind::PlaceGroup) {
                continue;
            }
            let mention =
                actor.mentions.iter().find(|m| m.head == object && m.kind == MentionType::Name);
            if let Some(mention) = mention {
                let name = mention.span.of(syntax.text()).to_owned();
                return Some(Place {
                    name,
                    country: actor.country.clone(),
                    lat: None,
                    lon: None,
                    geonames: None,
                    span: mention.span,
                });
            }
        }
        let Some((name, span)) =
            place_name(input, object).filter(|_| syntax.dep(object) == Dep::Pobj)
        else {
            continue;
        };
        let city = input.knowledge.and_then(|k| k.city(name, None));
        return Some(Place {
            name: name.to_owned(),
            country: city.as_ref().map(|c| c.country.to_owned()),
            lat: city.as_ref().map(|c| c.lat),
            lon: city.as_ref().map(|c| c.lon),
            geonames: city.as_ref().and_then(|c| u32::try_from(c.geonames).ok()),
            span,
        });
    }
    None
}

fn is_place(label: legation_core::EntityLabel) -> bool {
    use legation_core::EntityLabel::{Fac, Gpe, Loc};
    matches!(label, Gpe | Loc | Fac)
}
