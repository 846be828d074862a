//! Connecting clauses: each takes from the one above what the two have in common - the subject of coordinated verbs, who does what
//! an infinitive says, the noun that a relative clause completes.

use super::{Clause, ClauseIdx, ClauseKind, Clauses, Link, Tense, Voice};
use crate::Syntax;
use legation_core::{Dep, Tag};

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
    "prompt",
    "drive",
    "spur",
    "trust",
    "lobby",
    "goad",
    "provoke",
    "tempt",
    "oblige",
    "motivate",
    "inspire",
    "incite",
    "nudge",
    "prod",
    "coax",
    "cajole",
    "dare",
    "rally",
    "enlist",
    "recruit",
    "empower",
    "embolden",
    "equip",
    "free",
    "arm",
    "assist",
    "aid",
    "counsel",
    "petition",
    "leave",
    "commission",
    "assign",
    "dispatch",
    "hire",
    "task",
];

/// Finds the clause above and shares out what the two have in common.
pub(super) fn connect(syntax: &Syntax<'_>, clauses: &mut Clauses, at: ClauseIdx) {
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
                let mut possessor: Vec<u32> = syntax.children_by(antecedent, Dep::Poss).collect();
                if possessor.is_empty() {
                    // "American efforts to": whoever the noun is named after.
                    possessor.extend(syntax.children(antecedent).filter(|&c| {
                        matches!(syntax.dep(c), Dep::Compound | Dep::Nmod | Dep::Amod)
                            && syntax.word(c).starts_with(char::is_uppercase)
                    }));
                }
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
