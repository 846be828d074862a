//! Building clauses from a dependency tree: first each predicate with what stands beside it, then, from the top down, what
//! it shares with the clause above (coordinated verbs, controlled infinitives, relative clauses).

use super::{Clause, ClauseIdx, ClauseKind, Clauses, Link, Oblique, Tense, Voice};
use crate::Syntax;
use legation_core::{Dep, Pos, Tag};

/// Verbs whose complement says what the subject is.
const COPULAS: &[&str] = &[
    "be", "become", "remain", "stay", "seem", "appear", "look", "prove", "feel", "grow", "turn",
    "get", "sound",
];

/// Verbs whose object, not subject, does what the infinitive or gerund complement says ("urged them to leave").
const OBJECT_CONTROL: &[&str] = &[
    "urge",
    "ask",
    "tell",
    "order",
    "force",
    "invite",
    "persuade",
    "allow",
    "want",
    "expect",
    "help",
    "press",
    "pressure",
    "push",
    "encourage",
    "call",
    "require",
    "request",
    "instruct",
    "compel",
    "convince",
    "enable",
    "permit",
    "cause",
    "get",
    "lead",
    "advise",
    "beg",
    "implore",
    "command",
    "direct",
    "authorize",
    "authorise",
    "forbid",
    "warn",
    "pressurise",
    "let",
    "make",
    "have",
    "coerce",
    "induce",
    "entice",
    "accuse",
    "blame",
    "suspect",
    "stop",
    "prevent",
    "ban",
    "bar",
    "keep",
    "discourage",
    "deter",
    "prohibit",
    "block",
    "charge",
    "criticize",
    "criticise",
    "condemn",
    "praise",
    "thank",
    "convict",
    "appoint",
    "choose",
    "nominate",
    "challenge",
    "exhort",
    "entreat",
    "remind",
    "train",
    "pay",
    "send",
    "see",
    "hear",
    "watch",
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

/// A noun and its conjuncts, without the pieces that are only apposed or parenthetical.
fn heads(syntax: &Syntax<'_>, noun: u32) -> Vec<u32> {
    let partitive = |i: u32| {
        // "all of them", "two of its soldiers", "a number of states": the object of "of" is what counts.
        let word = syntax.lemma(i);
        let quantity = matches!(syntax.pos(i), Pos::Num | Pos::Det | Pos::Pron)
            && !matches!(syntax.tag(i), Tag::Prp | Tag::Wp | Tag::Wdt)
            || matches!(
                word,
                "number"
                    | "dozen"
                    | "score"
                    | "hundred"
                    | "thousand"
                    | "million"
                    | "series"
                    | "group"
                    | "majority"
                    | "handful"
                    | "member"
                    | "lot"
                    | "couple"
                    | "pair"
            );
        let inner = syntax.children_by(i, Dep::Prep).find(|&p| syntax.lower(p) == "of")?;
        let object = syntax.child(inner, Dep::Pobj)?;
        (quantity && syntax.pos(object) != Pos::Num).then_some(object)
    };
    let mut out = Vec::new();
    let mut all = syntax.conjuncts(noun);
    // "the Chinese leader, Xi Jinping, and President Putin": the parser coordinates the second name with the apposition.
    let apposed: Vec<u32> = all.iter().flat_map(|&i| syntax.children_by(i, Dep::Appos)).collect();
    all.extend(
        apposed.iter().flat_map(|&a| syntax.conjuncts(a).into_iter().filter(move |&c| c != a)),
    );
    for i in all {
        match partitive(i) {
            Some(object) if matches!(syntax.lemma(i), "group" | "member") => {
                out.extend([i, object]);
            }
            Some(object) => out.extend(syntax.conjuncts(object)),
            None => out.push(i),
        }
    }
    out
}

fn objects_of(syntax: &Syntax<'_>, prep: u32) -> Vec<u32> {
    let objects = syntax.children(prep).filter(|&c| matches!(syntax.dep(c), Dep::Pobj | Dep::Dobj));
    objects.flat_map(|c| heads(syntax, c)).collect()
}

fn collect_obliques(syntax: &Syntax<'_>, head: u32, on_object: bool, out: &mut Vec<Oblique>) {
    for child in syntax.children(head) {
        if matches!(syntax.dep(child), Dep::Prep | Dep::Agent | Dep::Dative)
            && syntax.pos(child) != Pos::Noun
        {
            oblique(syntax, child, on_object, out);
            for other in syntax.children_by(child, Dep::Conj) {
                oblique(syntax, other, on_object, out);
            }
        } else if syntax.dep(child) == Dep::Advmod || syntax.dep(child) == Dep::Prt {
            // "out of", "together with", "along with": the preposition hangs on the adverb.
            for inner in syntax.children_by(child, Dep::Prep) {
                oblique(syntax, inner, on_object, out);
            }
        }
    }
}

fn oblique(syntax: &Syntax<'_>, prep: u32, on_object: bool, out: &mut Vec<Oblique>) {
    if !matches!(syntax.pos(prep), Pos::Adp | Pos::Sconj | Pos::Adv | Pos::Verb | Pos::Part) {
        return;
    }
    let mut word = syntax.lower(prep).to_owned();
    if let Some(before) = syntax.child(prep, Dep::Pcomp).filter(|&c| syntax.pos(c) == Pos::Adp) {
        word = format!("{} {word}", syntax.lower(before));
    }
    let objects = objects_of(syntax, prep);
    if objects.is_empty() {
        for inner in syntax.children_by(prep, Dep::Prep) {
            let objects = objects_of(syntax, inner);
            out.push(Oblique {
                prep: inner,
                word: syntax.lower(inner).to_owned(),
                objects,
                on_object,
            });
        }
        return;
    }
    // "on behalf of T", "in response to T", "at the hands of T": what matters hangs on the inner noun too.
    let nested: Vec<u32> =
        objects.iter().copied().filter(|&o| is_relational(syntax.lemma(o))).collect();
    out.push(Oblique { prep, word, objects, on_object });
    for noun in nested {
        collect_obliques(syntax, noun, true, out);
    }
}

/// Nouns whose own preposition names the participant ("in talks with", "in response to", "at the hands of").
fn is_relational(lemma: &str) -> bool {
    matches!(
        lemma,
        "behalf"
            | "response"
            | "hand"
            | "talk"
            | "meeting"
            | "call"
            | "negotiation"
            | "discussion"
            | "attack"
            | "fire"
            | "support"
            | "favor"
            | "favour"
            | "retaliation"
            | "protest"
            | "relation"
            | "tie"
            | "sanction"
            | "pressure"
            | "request"
            | "invitation"
            | "charge"
            | "war"
            | "export"
            | "import"
            | "trade"
            | "sale"
            | "shipment"
            | "delivery"
            | "supply"
            | "access"
            | "aid"
            | "visit"
    )
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
                if matches!(syntax.lower(child), "never" | "hardly" | "barely" | "scarcely") =>
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

/// Finds the clause above and shares out what the two have in common.
fn connect(syntax: &Syntax<'_>, clauses: &mut Clauses, at: ClauseIdx) {
    let verb = clauses.get(at).verb;
    let dep = syntax.dep(verb);
    let head = syntax.head(verb);
    if head == verb {
        return;
    }
    let above = std::iter::once(head)
        .chain(syntax.ancestors(head))
        .find_map(|a| clauses.headed_by(a))
        .filter(|&p| p != at);
    let Some(parent_idx) = above else {
        relative_without_parent(syntax, clauses, at, dep, head);
        return;
    };
    let parent = clauses.get(parent_idx).clone();
    let direct = parent.verb == head || parent.head == head;
    let mut clause = clauses.get(at).clone();
    clause.parent = Some(parent_idx);
    if clause.kind == ClauseKind::Nominal {
        clause.link = if dep == Dep::Conj { Link::Conjunct } else { Link::Argument };
        if dep == Dep::Conj
            && direct
            && parent.kind == ClauseKind::Nominal
            && clause.agents.is_empty()
        {
            share_nominal(&mut clause, &parent);
        }
        clauses.list[at.0 as usize] = clause;
        return;
    }
    clause.link = match dep {
        Dep::Ccomp => Link::Complement,
        Dep::Xcomp => Link::Open,
        Dep::Advcl => Link::Adverbial,
        Dep::Relcl => Link::Relative,
        Dep::Acl if clause.marker.is_some() => Link::NounComplement,
        Dep::Acl => Link::Relative,
        Dep::Pcomp => Link::Prepositional,
        Dep::Conj => Link::Conjunct,
        Dep::Csubj | Dep::Csubjpass => Link::Subject,
        Dep::Parataxis => Link::Parataxis,
        _ => Link::Argument,
    };
    match dep {
        Dep::Conj if direct => share_conjunct(syntax, &mut clause, &parent),
        Dep::Relcl | Dep::Acl => relative(syntax, &mut clause, head, Some(&parent)),
        Dep::Xcomp | Dep::Advcl | Dep::Pcomp | Dep::Ccomp if no_subject(&clause) => {
            control(syntax, &mut clause, &parent, dep);
        }
        _ => {}
    }
    // "urged Mr. Xi to do more": the parser makes Mr. Xi the subject of the infinitive; he is also the one urged.
    let infinitive = clause.marker.as_deref() == Some("to") || clause.tense == Tense::None;
    if dep == Dep::Ccomp
        && direct
        && infinitive
        && clause.voice == Voice::Active
        && !clause.controlled
    {
        let object_control = OBJECT_CONTROL.contains(&syntax.lemma(parent.verb));
        if object_control && parent.patients.is_empty() && parent.voice == Voice::Active {
            clauses.list[parent_idx.0 as usize].patients.clone_from(&clause.agents);
        }
        clause.link = Link::Open;
    }
    clauses.list[at.0 as usize] = clause;
}

fn no_subject(clause: &Clause) -> bool {
    match clause.voice {
        Voice::Active => clause.agents.is_empty(),
        Voice::Passive => clause.patients.is_empty(),
    }
}

/// Gives a clause the subject `subject`, as agent or patient by its voice.
fn set_subject(clause: &mut Clause, subject: Vec<u32>) {
    match clause.voice {
        Voice::Active => clause.agents = subject,
        Voice::Passive => clause.patients = subject,
    }
    clause.controlled = true;
}

/// The grammatical subject of a clause.
fn subject(clause: &Clause) -> &[u32] {
    match clause.voice {
        Voice::Active => &clause.agents,
        Voice::Passive => &clause.patients,
    }
}

fn share_nominal(clause: &mut Clause, parent: &Clause) {
    clause.agents.clone_from(&parent.agents);
    if clause.patients.is_empty() && clause.obliques.is_empty() {
        clause.patients.clone_from(&parent.patients);
        clause.obliques.clone_from(&parent.obliques);
    }
    if clause.modifiers.is_empty() {
        clause.modifiers.clone_from(&parent.modifiers);
    }
}

/// "A met B and praised C": the second verb takes the first one's subject, voice and auxiliaries.
fn share_conjunct(syntax: &Syntax<'_>, clause: &mut Clause, parent: &Clause) {
    let own_auxiliary =
        syntax.children(clause.verb).any(|c| matches!(syntax.dep(c), Dep::Aux | Dep::Auxpass));
    if !no_subject(clause) {
        return;
    }
    let participle = matches!(syntax.tag(clause.verb), Tag::Vbn | Tag::Vbd);
    if participle && !own_auxiliary && parent.voice == Voice::Passive && clause.patients.is_empty()
    {
        clause.voice = Voice::Passive;
    }
    let bare = matches!(syntax.tag(clause.verb), Tag::Vb | Tag::Vbn | Tag::Vbg);
    if bare && !own_auxiliary {
        clause.tense = parent.tense;
        clause.modal.clone_from(&parent.modal);
        clause.marker.clone_from(&parent.marker);
        clause.progressive = parent.progressive;
        clause.perfect = parent.perfect;
        if clause.negation.is_none() && syntax.tag(clause.verb) == Tag::Vb {
            clause.negation = parent.negation;
        }
    }
    let shared = subject(parent).to_vec();
    set_subject(clause, shared);
    if clause.voice == Voice::Passive && clause.agents.is_empty() {
        clause.agents.clone_from(&parent.agents);
    }
    // "condemned and sanctioned Russia": the first verb shares the object of the second; the other way round is rare.
    if clause.patients.is_empty() && clause.obliques.is_empty() && parent.kind == ClauseKind::Verbal
    {
        let object_after = parent.patients.iter().all(|&p| p > clause.verb);
        if object_after && clause.voice == Voice::Active && parent.voice == Voice::Active {
            clause.patients.clone_from(&parent.patients);
        }
    }
}

/// Who does what an infinitive, participle or gerund says: the subject of the clause above, or its object.
fn control(syntax: &Syntax<'_>, clause: &mut Clause, parent: &Clause, dep: Dep) {
    let by_object = OBJECT_CONTROL.contains(&syntax.lemma(parent.verb)) && dep != Dep::Advcl;
    let object = if parent.voice == Voice::Passive || !parent.patients.is_empty() {
        &parent.patients
    } else {
        &parent.recipients
    };
    // "called for both sides to stop", "appealed to the rebels to disarm": the object of the preposition acts.
    let asked: Vec<u32> = parent
        .obliques
        .iter()
        .filter(|o| {
            !o.on_object && matches!(o.word.as_str(), "for" | "on" | "upon" | "to" | "with")
        })
        .filter(|_| {
            matches!(
                syntax.lemma(parent.verb),
                "call"
                    | "appeal"
                    | "plead"
                    | "wait"
                    | "push"
                    | "press"
                    | "ask"
                    | "vote"
                    | "allow"
                    | "arrange"
                    | "opt"
                    | "lobby"
            )
        })
        .filter(|o| clause.marker.as_deref() == Some("to") && o.prep < clause.verb)
        .flat_map(|o| o.objects.iter().copied())
        .collect();
    let from = if by_object && !object.is_empty() {
        object.as_slice()
    } else if object.is_empty() && !asked.is_empty() {
        asked.as_slice()
    } else {
        subject(parent)
    };
    if dep == Dep::Ccomp && clause.tense != Tense::None {
        return;
    }
    set_subject(clause, from.to_vec());
}

/// A relative clause or participle after a noun: the noun fills the gap.
fn relative(syntax: &Syntax<'_>, clause: &mut Clause, antecedent: u32, parent: Option<&Clause>) {
    let is_relative =
        |i: u32| matches!(syntax.tag(i), Tag::Wdt | Tag::Wp) || syntax.lower(i) == "that";
    let noun = vec![antecedent];
    let fill = |list: &mut Vec<u32>| {
        let mut filled = false;
        *list = list
            .iter()
            .flat_map(|&i| {
                if is_relative(i) {
                    filled = true;
                    noun.clone()
                } else {
                    vec![i]
                }
            })
            .collect();
        filled
    };
    let mut filled =
        fill(&mut clause.agents) | fill(&mut clause.patients) | fill(&mut clause.recipients);
    for oblique in &mut clause.obliques {
        filled |= fill(&mut oblique.objects);
    }
    if filled {
        return;
    }
    let dep = syntax.dep(clause.verb);
    if dep == Dep::Acl {
        match syntax.tag(clause.verb) {
            Tag::Vbn | Tag::Vbd => {
                clause.voice = Voice::Passive;
                if clause.patients.is_empty() {
                    clause.patients = noun;
                }
            }
            Tag::Vbg if clause.agents.is_empty() => clause.agents = noun,
            _ if no_subject(clause) => {
                // "the vow to deepen ties": whoever vows; "the right to": the possessor.
                let possessor: Vec<u32> = syntax.children_by(antecedent, Dep::Poss).collect();
                let from = if possessor.is_empty() {
                    parent.map(subject).unwrap_or_default().to_vec()
                } else {
                    possessor
                };
                set_subject(clause, from);
            }
            _ => {}
        }
    } else if no_subject(clause) {
        set_subject(clause, noun);
    } else if clause.voice == Voice::Active
        && clause.patients.is_empty()
        && syntax.child(clause.verb, Dep::Ccomp).is_none()
    {
        clause.patients = noun;
    }
}

fn relative_without_parent(
    syntax: &Syntax<'_>,
    clauses: &mut Clauses,
    at: ClauseIdx,
    dep: Dep,
    head: u32,
) {
    if matches!(dep, Dep::Relcl | Dep::Acl) {
        let mut clause = clauses.get(at).clone();
        clause.link = if dep == Dep::Acl && clause.marker.is_some() {
            Link::NounComplement
        } else {
            Link::Relative
        };
        relative(syntax, &mut clause, head, None);
        clauses.list[at.0 as usize] = clause;
    }
}
