//! Building clauses from a dependency tree: first each predicate with what stands beside it, then, from the top down, what
//! it shares with the clause above (coordinated verbs, controlled infinitives, relative clauses).

use super::argument::{collect_obliques, heads, objects_of};
use super::connect::connect;
use super::{Clause, ClauseIdx, ClauseKind, Clauses, Link, Tense, Voice};
use crate::Syntax;
use legation_core::{Dep, Pos, Tag};

/// Verbs whose complement says what the subject is.
const COPULAS: &[&str] = &[
    "be", "become", "remain", "stay", "seem", "appear", "look", "prove", "feel", "grow", "turn",
    "get", "sound",
];

/// Participles that are prepositions in effect.
const PREPOSITION_LIKE: &[&str] = &[
    "according",
    "including",
    "regarding",
    "concerning",
    "following",
    "pending",
    "notwithstanding",
    "based",
    "compared",
];

/// Adverbs that the parser often gives in place of a particle.
const PARTICLES: &[&str] = &[
    "up", "down", "out", "off", "back", "away", "over", "in", "on", "forward", "together", "aside",
    "apart", "ahead", "through", "around", "along", "by",
];

/// Finds all clauses.
pub(super) fn clauses(syntax: &Syntax<'_>, is_event: &dyn Fn(u32) -> bool) -> Clauses {
    let mut out = Clauses {
        list: Vec::new(),
        by_head: vec![None; syntax.len() as usize],
        children: Vec::new(),
    };
    for i in 0..syntax.len() {
        let Some(clause) = predicate(syntax, i, is_event) else { continue };
        let idx = ClauseIdx(out.list.len() as u32);
        out.by_head[clause.verb as usize] = Some(idx);
        out.by_head[clause.head as usize] = Some(idx);
        out.list.push(clause);
    }
    for clause in &mut out.list {
        strayed_agent(syntax, clause);
    }
    for at in top_down(syntax, &out) {
        connect(syntax, &mut out, at);
    }
    out.children = vec![Vec::new(); out.list.len()];
    for (at, clause) in out.list.iter().enumerate() {
        if let Some(parent) = clause.parent {
            out.children[parent.0 as usize].push(ClauseIdx(at as u32));
        }
    }
    out
}

/// "was confined to her home by the generals": the parser hangs the by-phrase of a passive on the noun before it.
fn strayed_agent(syntax: &Syntax<'_>, clause: &mut Clause) {
    if clause.kind != ClauseKind::Verbal
        || clause.voice != Voice::Passive
        || !clause.agents.is_empty()
    {
        return;
    }
    let while_ago = |o: &super::Oblique| {
        o.word == "for"
            && o.objects.iter().any(|&t| {
                matches!(syntax.lemma(t), "hour" | "day" | "week" | "month" | "year" | "time")
            })
    };
    let after = clause.obliques.iter().filter(|o| {
        o.prep > clause.verb
            && (while_ago(o)
                || matches!(
                    o.word.as_str(),
                    "in" | "on"
                        | "at"
                        | "to"
                        | "with"
                        | "from"
                        | "inside"
                        | "near"
                        | "into"
                        | "onto"
                        | "as"
                ))
    });
    let after: Vec<u32> = after.flat_map(|o| o.objects.iter().copied()).collect();
    let chain = |noun: u32| {
        syntax
            .children_by(noun, Dep::Prep)
            .flat_map(|p| syntax.children_by(p, Dep::Pobj))
            .collect::<Vec<u32>>()
    };
    let nouns = after.into_iter().flat_map(|noun| std::iter::once(noun).chain(chain(noun)));
    let by = nouns.flat_map(|n| {
        syntax
            .children(n)
            .filter(|&p| matches!(syntax.dep(p), Dep::Prep | Dep::Agent) && syntax.lower(p) == "by")
    });
    let agents: Vec<u32> = by.flat_map(|p| objects_of(syntax, p)).collect();
    if agents.iter().all(|&a| matches!(syntax.pos(a), Pos::Noun | Pos::Propn)) {
        clause.agents = agents;
    }
}

/// The order in which each clause comes after the one it hangs on.
fn top_down(syntax: &Syntax<'_>, clauses: &Clauses) -> Vec<ClauseIdx> {
    let mut order: Vec<(usize, ClauseIdx)> = (0..clauses.list.len() as u32)
        .map(|at| (syntax.ancestors(clauses.list[at as usize].verb).count(), ClauseIdx(at)))
        .collect();
    order.sort_by_key(|&(depth, at)| (depth, at));
    order.into_iter().map(|(_, at)| at).collect()
}

fn predicate(syntax: &Syntax<'_>, i: u32, is_event: &dyn Fn(u32) -> bool) -> Option<Clause> {
    match syntax.pos(i) {
        Pos::Verb | Pos::Aux if !matches!(syntax.dep(i), Dep::Aux | Dep::Auxpass) => {
            let modifier = matches!(syntax.dep(i), Dep::Amod | Dep::Compound | Dep::Nmod);
            if modifier
                && syntax
                    .children(i)
                    .all(|c| syntax.dep(c) == Dep::Advmod || syntax.dep(c) == Dep::Punct)
            {
                return None;
            }
            if PREPOSITION_LIKE.contains(&syntax.lower(i)) && syntax.child(i, Dep::Nsubj).is_none()
            {
                return None;
            }
            let complement =
                COPULAS.contains(&syntax.lemma(i)).then(|| copular_complement(syntax, i)).flatten();
            Some(verbal(syntax, i, complement))
        }
        Pos::Noun | Pos::Propn if is_event(i) => Some(nominal(syntax, i)),
        _ => None,
    }
}

fn copular_complement(syntax: &Syntax<'_>, verb: u32) -> Option<u32> {
    syntax.children(verb).find(|&c| matches!(syntax.dep(c), Dep::Acomp | Dep::Attr | Dep::Oprd))
}

fn blank(head: u32, kind: ClauseKind) -> Clause {
    Clause {
        head,
        verb: head,
        kind,
        voice: Voice::Active,
        tense: Tense::None,
        progressive: false,
        perfect: false,
        modal: None,
        negation: None,
        particle: None,
        marker: None,
        agents: Vec::new(),
        patients: Vec::new(),
        recipients: Vec::new(),
        obliques: Vec::new(),
        modifiers: Vec::new(),
        parent: None,
        link: Link::Root,
        controlled: false,
    }
}

fn verbal(syntax: &Syntax<'_>, verb: u32, complement: Option<u32>) -> Clause {
    let mut clause = blank(complement.unwrap_or(verb), ClauseKind::Verbal);
    clause.verb = verb;
    if complement.is_some() {
        clause.kind = ClauseKind::Copular;
    }
    tense_and_mood(syntax, &mut clause);
    for child in syntax.children(verb) {
        match syntax.dep(child) {
            Dep::Nsubj | Dep::Csubj => clause.agents.extend(heads(syntax, child)),
            Dep::Nsubjpass | Dep::Csubjpass => {
                clause.voice = Voice::Passive;
                clause.patients.extend(heads(syntax, child));
            }
            Dep::Agent => clause.agents.extend(objects_of(syntax, child)),
            Dep::Dobj => clause.patients.extend(heads(syntax, child)),
            Dep::Dative if syntax.pos(child) == Pos::Adp => {
                clause.recipients.extend(objects_of(syntax, child));
            }
            Dep::Dative => clause.recipients.extend(heads(syntax, child)),
            Dep::Oprd if clause.kind == ClauseKind::Verbal => clause.modifiers.push(child),
            // "found the bishop guilty": the parser makes the object the subject of the adjective.
            Dep::Ccomp | Dep::Xcomp if matches!(syntax.pos(child), Pos::Adj | Pos::Noun) => {
                clause.modifiers.push(child);
                clause.patients.extend(
                    syntax.child(child, Dep::Nsubj).into_iter().flat_map(|s| heads(syntax, s)),
                );
            }
            Dep::Prt => clause.particle = Some(child),
            Dep::Advmod
                if clause.particle.is_none() && PARTICLES.contains(&syntax.lower(child)) =>
            {
                clause.particle = Some(child);
            }
            _ => {}
        }
        if syntax.dep(child) == Dep::Auxpass {
            clause.voice = Voice::Passive;
        }
    }
    let bare_participle = syntax.tag(verb) == Tag::Vbn
        && !syntax.children(verb).any(|c| matches!(syntax.dep(c), Dep::Aux | Dep::Auxpass));
    if bare_participle
        && syntax.child(verb, Dep::Dobj).is_none()
        && syntax.child(verb, Dep::Nsubj).is_none()
        && syntax.dep(verb) != Dep::Root
        && syntax.dep(verb) != Dep::Conj
    {
        clause.voice = Voice::Passive;
    }
    collect_obliques(syntax, verb, false, &mut clause.obliques);
    if let Some(complement) = complement {
        collect_obliques(syntax, complement, false, &mut clause.obliques);
    }
    for at in 0..clause.patients.len() {
        collect_obliques(syntax, clause.patients[at], true, &mut clause.obliques);
    }
    clause
}

/// A noun with its participants: possessor and by-phrase as agents, of-phrase as patients, the rest as obliques.
fn nominal(syntax: &Syntax<'_>, noun: u32) -> Clause {
    let mut clause = blank(noun, ClauseKind::Nominal);
    for child in syntax.children(noun) {
        match syntax.dep(child) {
            Dep::Poss => clause.agents.extend(heads(syntax, child)),
            Dep::Compound | Dep::Amod | Dep::Nmod => clause.modifiers.extend(heads(syntax, child)),
            Dep::Neg => clause.negation = Some(child),
            Dep::Det if syntax.lower(child) == "no" => clause.negation = Some(child),
            _ => {}
        }
    }
    collect_obliques(syntax, noun, false, &mut clause.obliques);
    for oblique in &clause.obliques {
        match oblique.word.as_str() {
            "by" => clause.agents.extend(&oblique.objects),
            "of" => clause.patients.extend(&oblique.objects),
            _ => {}
        }
    }
    clause
}

fn tense_and_mood(syntax: &Syntax<'_>, clause: &mut Clause) {
    let verb = clause.verb;
    clause.tense = match syntax.tag(verb) {
        Tag::Vbd => Tense::Past,
        Tag::Vbz | Tag::Vbp => Tense::Present,
        Tag::Md => Tense::Present,
        _ => Tense::None,
    };
    for child in syntax.children(verb) {
        match syntax.dep(child) {
            Dep::Aux | Dep::Auxpass => auxiliary(syntax, clause, child),
            Dep::Neg => clause.negation = Some(child),
            Dep::Cc | Dep::Preconj
                if matches!(syntax.lower(child), "neither" | "nor") && child < verb =>
            {
                clause.negation = Some(child);
            }
            Dep::Mark => clause.marker = Some(syntax.lower(child).to_owned()),
            Dep::Advmod if syntax.tag(child) == Tag::Wrb => {
                clause.marker = Some(syntax.lower(child).to_owned());
            }
            Dep::Advmod
                if matches!(syntax.lower(child), "never" | "hardly" | "barely" | "scarcely")
                    || matches!(syntax.lower(child), "longer" | "more")
                        && syntax.children(child).any(|c| syntax.lower(c) == "no") =>
            {
                clause.negation = Some(child);
            }
            Dep::Nsubj | Dep::Nsubjpass | Dep::Dobj => {
                let no = |c: &u32| matches!(syntax.lower(*c), "no" | "neither");
                if let Some(no) = syntax.children_by(child, Dep::Det).find(no) {
                    clause.negation = Some(no);
                } else if matches!(syntax.lower(child), "nobody" | "none" | "nothing" | "neither") {
                    clause.negation = Some(child);
                }
            }
            _ => {}
        }
    }
    // "Let the hostages leave": the tagger may take the infinitive for a present.
    let above = syntax.head(verb);
    if syntax.tag(verb) == Tag::Vbp
        && syntax.dep(verb) == Dep::Ccomp
        && clause.marker.is_none()
        && matches!(syntax.lemma(above), "let" | "make")
    {
        clause.tense = Tense::None;
    }
    clause.progressive = syntax.tag(verb) == Tag::Vbg
        && syntax.children_by(verb, Dep::Aux).any(|a| syntax.lemma(a) == "be");
}

fn auxiliary(syntax: &Syntax<'_>, clause: &mut Clause, aux: u32) {
    let tense = match syntax.tag(aux) {
        Tag::Vbd => Some(Tense::Past),
        Tag::Vbz | Tag::Vbp => Some(Tense::Present),
        _ => None,
    };
    match syntax.lower(aux) {
        "will" | "'ll" | "shall" | "wo" => clause.tense = Tense::Future,
        word if syntax.tag(aux) == Tag::Md => {
            clause.modal = Some(word.to_owned());
            clause.tense = Tense::Present;
        }
        "to" => {
            if clause.marker.is_none() {
                clause.marker = Some("to".to_owned());
            }
        }
        _ => {
            if syntax.lemma(aux) == "have" && matches!(syntax.tag(clause.verb), Tag::Vbn | Tag::Vbd)
            {
                clause.perfect = true;
            }
            if clause.tense != Tense::Future && clause.modal.is_none() {
                clause.tense = tense.unwrap_or(clause.tense);
            }
        }
    }
}
