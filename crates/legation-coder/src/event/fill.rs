//! Filling the roles of a matched frame with actors.

use super::Input;
use super::matching::Match;
use super::nominal::{is_way, nominal};
use super::pattern::Slot;
use super::place::{host, states_of_cities};
use super::roles::dedup;
use super::support::Support;
use crate::clause::{Clause, ClauseIdx, ClauseKind, Link, Voice};
use legation_core::plover::EventType;
use legation_core::{ActorIdx, ActorKind, Dep, Pos};

/// The roles of one event.
#[derive(Clone, Debug, Default)]
pub(super) struct Filled {
    pub(super) source: Vec<ActorIdx>,
    pub(super) target: Vec<ActorIdx>,
    pub(super) symmetric: bool,
    /// Whether the source is a pair that does it together, whatever the frame says.
    pub(super) mutual: bool,
    /// Whether the target stands in the clause itself rather than being supplied from elsewhere.
    pub(super) explicit_target: bool,
    /// Whatever a party acts through ("its envoy"): nobody that it acts on.
    pub(super) excluded: Vec<ActorIdx>,
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
        ClauseKind::Nominal if is_way(support, input, clause.head) => return None,
        ClauseKind::Nominal => nominal(support, input, clause, m),
        ClauseKind::Verbal | ClauseKind::Copular => verbal(support, input, at, m),
    };
    let at_places = matches!(
        m.frame.event_type,
        Some(EventType::Aid | EventType::Assault | EventType::Coerce | EventType::Sanction)
    ) && clause.kind == ClauseKind::Verbal;
    if filled.target.is_empty() && (m.frame.mode == Some("visit") || at_places) {
        // What is done in a city need not be done to its country.
        let words: &[&str] = if at_places { &["to", "for"] } else { &["to", "in", "at", "for"] };
        filled.target = host(input, clause, words);
        filled.target.retain(|t| !filled.source.contains(t));
        filled.explicit_target |= !filled.target.is_empty();
    }
    if filled.target.is_empty() && clause.kind == ClauseKind::Verbal {
        filled.target = owner_by_place(input, clause, m, &filled.source);
    }
    if m.frame.swap && m.slot(Slot::Source).is_none() {
        std::mem::swap(&mut filled.source, &mut filled.target);
    }
    drop_own_members(input, &mut filled.source);
    drop_own_members(input, &mut filled.target);
    let source = filled.source.clone();
    filled.target.retain(|t| !source.contains(t));
    drop_members(input, &mut filled);
    filled.symmetric = m.frame.symmetric || filled.mutual;
    if filled.symmetric {
        let target = std::mem::take(&mut filled.target);
        filled.source = dedup([filled.source, target].concat());
    }
    if filled.source.is_empty() && filled.target.is_empty() {
        return None;
    }
    // "Israeli strikes": states and armies do not stop work.
    let walkout = m.frame.event_type == Some(EventType::Protest) && m.frame.mode == Some("strike");
    let armed = |a: &ActorIdx| {
        matches!(input.stage.cast.get(*a).kind, ActorKind::State | ActorKind::Military)
    };
    if walkout && clause.kind == ClauseKind::Nominal && filled.source.iter().any(armed) {
        return None;
    }
    // "A late header gave the team a win": a thing that acts is no actor. Violence counts all the same ("the war has killed").
    let given = input.stage.cast.actors.first().is_some_and(|a| a.rule == super::pair::GIVEN);
    let violence = matches!(m.frame.event_type, None | Some(EventType::Assault));
    let thing = clause.kind != ClauseKind::Nominal
        && clause.voice == Voice::Active
        && !clause.agents.is_empty()
        // "A coup toppled the president": what acts is itself somebody's doing.
        && !clause.agents.iter().any(|&a| support.acting.contains(input.stage.syntax.lemma(a)));
    if thing && filled.source.is_empty() && !m.frame.swap && !violence && !given {
        return None;
    }
    let needs_source = m.frame.needs_source || Support::lists(&support.needs_source, m);
    if needs_source && filled.source.is_empty() {
        return None;
    }
    let group = filled.source.iter().any(|s| !input.stage.cast.get(*s).members.is_empty());
    let pair = filled.symmetric && (filled.source.len() > 1 || group);
    let of_pairs = clause.kind == ClauseKind::Nominal || !m.frame.subject.is_empty();
    if filled.symmetric && of_pairs && !pair {
        return None;
    }
    // "Two people briefed on the talks": one side of a passive alone met nobody.
    let alone = clause.kind == ClauseKind::Verbal
        && clause.voice == Voice::Passive
        && clause.agents.is_empty()
        && clause.link == Link::Relative;
    if filled.symmetric
        && alone
        && !pair
        && filled.source.iter().all(|s| input.stage.all(&clause.patients).contains(s))
    {
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

/// "Struck a power station in Iraq", "handed over its last base in Chad": what stands in another state is that state's.
fn owner_by_place(
    input: &Input<'_>,
    clause: &Clause,
    m: &Match<'_>,
    source: &[ActorIdx],
) -> Vec<ActorIdx> {
    let withdraws = m.frame.mode == Some("withdraw");
    let invades = matches!(m.frame.event_type, Some(EventType::Assault | EventType::Mobilize));
    let cast = input.stage.cast;
    let own: Vec<&str> = source.iter().filter_map(|a| cast.get(*a).country.as_deref()).collect();
    if !(withdraws || invades) || own.is_empty() {
        return Vec::new();
    }
    let objects =
        clause.obliques.iter().filter(|o| matches!(o.word.as_str(), "on" | "at" | "against"));
    let objects: Vec<u32> =
        clause.patients.iter().chain(objects.flat_map(|o| &o.objects)).copied().collect();
    let syntax = input.stage.syntax;
    let beside = objects.iter().flat_map(|&o| syntax.children_by(o, Dep::Prep));
    let places: Vec<u32> = beside
        .filter(|&p| matches!(syntax.lower(p), "in" | "inside" | "near" | "outside" | "across"))
        .flat_map(|p| syntax.children_by(p, Dep::Pobj))
        .flat_map(|o| syntax.conjuncts(o))
        .collect();
    let mut found: Vec<ActorIdx> = places.iter().flat_map(|&p| input.stage.direct(p)).collect();
    found.extend(states_of_cities(input, places.into_iter()));
    found.retain(|a| {
        let actor = cast.get(*a);
        actor.kind == ActorKind::State
            && actor.country.as_deref().is_some_and(|c| !own.contains(&c))
    });
    dedup(found)
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
    // "Provide each other with support": the pair whose members are the sources is nobody else.
    let own = |t: &ActorIdx| {
        let of = &input.stage.cast.get(*t).members;
        !of.is_empty() && of.iter().all(|m| filled.source.contains(m))
    };
    if filled.target.iter().all(|t| members.contains(t) || own(t)) {
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
    let used = clause.patients.iter().copied();
    // "Ordered 10,000 troops to the border": whoever is moved is no target.
    let moves = m.frame.event_type == Some(EventType::Mobilize);
    let used = used.filter(|&t| {
        moves && support.moved.contains(stage.syntax.lemma(t))
            || is_instrument(support, input, m.frame.event_type, t)
    });
    out.excluded = used.flat_map(|t| stage.direct(t)).collect();
    if out.source.is_empty() && clause.link == Link::Relative && clause.voice == Voice::Active {
        out.source = who_issued(support, input, clause);
    }
    if let Some(tokens) = m.slot(Slot::Target) {
        let tokens: Vec<u32> = tokens
            .iter()
            .copied()
            .filter(|&t| !is_instrument(support, input, m.frame.event_type, t))
            .collect();
        let known = |a: &ActorIdx| out.source.contains(a) || out.excluded.contains(a);
        out.target = stage.all(&tokens).into_iter().filter(|a| !known(a)).collect();
        out.words.extend(tokens);
        out.explicit_target = !out.target.is_empty();
    }
    if out.target.is_empty() {
        search_target(support, input, at, m, &mut out);
    }
    // "The two renewed an agreement on the appointment of bishops": a pair needs nobody else.
    let pair = m.frame.symmetric && out.source.len() > 1;
    if out.target.is_empty() && !out.source.is_empty() && !m.frame.swap && !pair {
        super::beyond::target(support, input, at, m, &mut out);
    }
    if out.target.is_empty() && m.frame.event_type == Some(EventType::Support) {
        other_party(support, input, clause, &mut out);
    }
    if m.frame.symmetric && (out.source.is_empty() || out.target.is_empty()) {
        parties_of_subject(support, input, at, &mut out);
    }
    if m.frame.event_type.is_none() && out.source.is_empty() && out.target.is_empty() {
        out.target = who_sees(support, input, clause);
    }
    out
}

/// "Its envoy", "their soldiers": whoever acts through others does nothing to them, unless the act is one against them.
pub(super) fn is_instrument(
    support: &Support,
    input: &Input<'_>,
    kind: Option<EventType>,
    token: u32,
) -> bool {
    use EventType::{Accuse, Assault, Coerce, Protest, Reject, Request};
    if matches!(kind, Some(Accuse | Assault | Coerce | Protest | Reject | Request)) {
        return false;
    }
    let syntax = input.stage.syntax;
    let lemma = syntax.lemma(token);
    (support.moved.contains(lemma) || support.instruments.contains(lemma))
        && syntax
            .children_by(token, Dep::Poss)
            .any(|p| matches!(syntax.lower(p), "its" | "their" | "his" | "her" | "our" | "my"))
}

/// "Adopted a resolution demanding a truce": what a document does, those do who issued it.
fn who_issued(support: &Support, input: &Input<'_>, clause: &Clause) -> Vec<ActorIdx> {
    let syntax = input.stage.syntax;
    let document = syntax.head(clause.verb);
    let Some(above) = clause.parent.map(|p| input.clauses.get(p)) else { return Vec::new() };
    if !support.documents.contains(syntax.lemma(document)) || !above.patients.contains(&document) {
        return Vec::new();
    }
    input.stage.all(&above.agents)
}

/// "Lauded the partnership": with whom, if the clause does not say, is the state that the article tells of most beside one's own.
fn other_party(support: &Support, input: &Input<'_>, clause: &Clause, out: &mut Filled) {
    let syntax = input.stage.syntax;
    let bond = clause.patients.iter().find(|&&p| {
        support.bonds.contains(syntax.lower(p))
            && syntax.children_by(p, Dep::Det).any(|d| syntax.lower(d) == "the")
            && syntax.children_by(p, Dep::Prep).next().is_none()
    });
    let (Some(&bond), [source]) = (bond, out.source.as_slice()) else { return };
    let cast = &input.stage.cast.actors;
    let own = input.stage.cast.get(*source).country.as_deref();
    let state = |a: &&legation_core::Actor| {
        a.kind == ActorKind::State && own.is_some() && a.country.as_deref() != own
    };
    let other = cast.iter().filter(state).max_by_key(|a| a.mentions.len());
    if let Some(at) = other.and_then(|o| cast.iter().position(|a| std::ptr::eq(a, o))) {
        out.words.push(bond);
        out.target = vec![ActorIdx(at as u32)];
        out.why.push(format!("“{}”: with the state the article is about", syntax.word(bond)));
    }
}

/// "Its relations with France have soured", "has seen ties with the bloc warm": the other party stands beside the subject, or the
/// first one is the subject of the verb of seeing.
fn parties_of_subject(support: &Support, input: &Input<'_>, at: ClauseIdx, out: &mut Filled) {
    let syntax = input.stage.syntax;
    let clause = input.clauses.get(at);
    let beside = clause.agents.iter().flat_map(|&a| syntax.children_by(a, Dep::Prep));
    let objects: Vec<u32> = beside
        .filter(|&p| matches!(syntax.lower(p), "with" | "between" | "among"))
        .flat_map(|p| syntax.children_by(p, Dep::Pobj))
        .flat_map(|o| syntax.conjuncts(o))
        .collect();
    let found = input.stage.all(&objects);
    out.words.extend(&objects);
    if out.source.is_empty() {
        out.source = who_sees(support, input, clause);
        out.source.retain(|a| !out.target.contains(a));
    }
    if out.source.is_empty() && found.len() > 1 {
        out.source = found;
    } else if out.target.is_empty() {
        out.target = found.into_iter().filter(|a| !out.source.contains(a)).collect();
    }
}

/// "He has seen his coalition collapse": whoever sees it happen is whom it happens to.
fn who_sees(support: &Support, input: &Input<'_>, clause: &Clause) -> Vec<ActorIdx> {
    let Some(above) = clause.parent.map(|p| input.clauses.get(p)) else { return Vec::new() };
    if support.witnesses.contains(input.stage.syntax.lemma(above.verb)) {
        input.stage.all(&above.agents)
    } else {
        Vec::new()
    }
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
        let (source, excluded) = (&out.source, &out.excluded);
        let tokens: Vec<u32> = tokens
            .iter()
            .copied()
            .filter(|&t| !is_instrument(support, input, m.frame.event_type, t))
            .collect();
        let found: Vec<ActorIdx> = stage
            .all(&tokens)
            .into_iter()
            .filter(|a| !source.contains(a) && !excluded.contains(a))
            .collect();
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
    // "massed troops near the border": whoever is moved is no target.
    let moved = m.frame.event_type == Some(EventType::Mobilize)
        && objects.iter().any(|&o| support.moved.contains(stage.syntax.lemma(o)));
    // "The two discussed the island": a pair needs nobody else but whom it is with.
    let pair = m.frame.symmetric && out.source.len() > 1;
    let from_object = m.noun.is_none() && !moved && !pair && take(objects, out);
    if from_object || take(&clause.recipients, out) {
        return;
    }
    for preposition in support.prepositions(m) {
        if pair && !matches!(preposition.as_str(), "with" | "between" | "among") {
            continue;
        }
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
    if let Some(noun) = m.noun {
        // "recalled its ambassador", "sent an envoy", "massed troops": who is sent or called home is no target, whose envoy it is may be one.
        let sent = matches!(m.frame.mode, Some("visit" | "withdraw"))
            || m.frame.event_type == Some(EventType::Mobilize)
            || m.frame.event_type == Some(EventType::Aid)
                && support.moved.contains(stage.syntax.lemma(noun));
        let known = |a: &ActorIdx| !out.source.contains(a);
        if sent {
            let of: Vec<ActorIdx> = stage.behind(noun).into_iter().filter(known).collect();
            if !of.is_empty() {
                out.words.push(noun);
                out.target = of;
                return;
            }
            // "recalled its envoy from Lima": a city stands for its state.
            let city = host(input, clause, &["from", "to", "in"]);
            out.target = city.into_iter().filter(known).collect();
            if !out.target.is_empty() {
                out.why.push("target: the state of the city".to_owned());
                return;
            }
        } else if take(objects, out) {
            return;
        }
    }
    out.explicit_target = false;
    if m.frame.symmetric && !super::beyond::may_be_one_sided(m.frame.event_type) {
        return;
    }
    // "reconsider their willingness to pressure China": the infinitive after the object says whom it concerns.
    let after_object: Vec<u32> = objects
        .iter()
        .flat_map(|&o| input.clauses.children_by_noun(o, stage.syntax))
        .flat_map(|c| c.patients.iter().copied())
        .collect();
    if take(&after_object, out) {
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
            if (support.default_prepositions.contains(&oblique.word) || oblique.word == "out of")
                && take(&oblique.objects, out)
            {
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
