//! The status of a clause's content: from its own tense, modality and negation, and from what stands above it.

use super::roles::Stage;
use crate::clause::{Clause, ClauseIdx, ClauseKind, Clauses, Link, Tense, Voice};
use crate::codebook::{TableError, read_toml};
use foldhash::{HashMap, HashSet};
use legation_core::{Dep, Factuality, Tag};
use serde::Deserialize;

/// The compiled table of factuality cues.
#[derive(Clone, Debug, Default)]
pub struct Cues {
    /// Matrix predicates: lemma, with a particle or preposition where the table gives one.
    matrix: HashMap<String, Factuality>,
    modifiers: HashMap<String, Factuality>,
    adverbs: HashMap<String, Factuality>,
    markers: HashMap<String, Factuality>,
    /// Nouns for what is said: who rejects a "report that" denies it.
    hearsay: HashSet<String>,
    /// Spans of time that come again: "every autumn", "twice a year".
    periods: HashSet<String>,
    /// Verbs whose simple present tells of what goes on: "exports coal".
    durative: HashSet<String>,
    /// Verbs that leave only an infinitive open: "told them to strike", but not "told them that it would".
    infinitive_only: HashSet<String>,
    /// Verbs that claim what a clause says, but keep up what a noun tells: "maintains ties".
    kept_up: HashSet<String>,
    /// Verbs that carry out the event noun they govern: its status is theirs ("will hold talks").
    pub(super) carriers: HashSet<String>,
    /// Verbs whose object is there whatever becomes of the verb: nobody need "lift sanctions" for there to be sanctions.
    pub(super) given: HashSet<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    negated: String,
    denied: String,
    alleged: String,
    planned: String,
    possible: String,
    ongoing: String,
    occurred: String,
    modifiers: HashMap<String, String>,
    adverbs: HashMap<String, String>,
    markers: HashMap<String, String>,
    hearsay: String,
    periods: String,
    durative: String,
    infinitive_only: String,
    kept_up: String,
}

impl Cues {
    /// Compiles the table.
    pub fn parse(file: &str, text: &str) -> Result<Self, TableError> {
        let error = |line, message: &str| TableError {
            file: file.to_owned(),
            line,
            message: message.to_owned(),
        };
        let raw: File = read_toml(file, text)?;
        let mut out = Self::default();
        for (class, list) in [
            (Factuality::Negated, &raw.negated),
            (Factuality::Denied, &raw.denied),
            (Factuality::Alleged, &raw.alleged),
            (Factuality::Planned, &raw.planned),
            (Factuality::Possible, &raw.possible),
            (Factuality::Ongoing, &raw.ongoing),
            (Factuality::Occurred, &raw.occurred),
        ] {
            for predicate in list.split(';').map(str::trim).filter(|p| !p.is_empty()) {
                out.matrix.entry(predicate.to_owned()).or_insert(class);
            }
        }
        let words = |list: &str| list.split_whitespace().map(str::to_owned).collect();
        out.hearsay = words(&raw.hearsay);
        out.periods = words(&raw.periods);
        out.durative = words(&raw.durative);
        out.infinitive_only = words(&raw.infinitive_only);
        out.kept_up = words(&raw.kept_up);
        for (table, into) in [
            (raw.modifiers, &mut out.modifiers),
            (raw.adverbs, &mut out.adverbs),
            (raw.markers, &mut out.markers),
        ] {
            for (class, words) in table {
                let class = Factuality::parse(&class)
                    .ok_or_else(|| error(0, &format!("unknown factuality {class:?}")))?;
                into.extend(words.split_whitespace().map(|w| (w.to_owned(), class)));
            }
        }
        Ok(out)
    }
}

impl Cues {
    /// Whether whoever uses the verb takes its object for a fact: one condemns what has happened, but accuses of what may have.
    pub(super) fn takes_for_fact(&self, lemma: &str) -> bool {
        self.matrix.get(lemma) == Some(&Factuality::Occurred)
            || self.given.contains(lemma) && !self.matrix.contains_key(lemma)
    }
}

/// The strength of a value when cues stack: the larger one wins.
const fn rank(value: Factuality) -> u8 {
    match value {
        Factuality::Occurred => 0,
        Factuality::Ongoing => 1,
        Factuality::Habitual => 2,
        Factuality::Planned => 3,
        Factuality::Possible => 4,
        Factuality::Alleged => 5,
        Factuality::Denied => 6,
        Factuality::Negated => 7,
    }
}

/// The stronger of two values.
pub fn stronger(a: Factuality, b: Factuality) -> Factuality {
    if rank(a) >= rank(b) { a } else { b }
}

/// The status of a clause's content and the steps that led to it.
pub fn of(
    cues: &Cues,
    stage: Stage<'_>,
    clauses: &Clauses,
    at: ClauseIdx,
    why: &mut Vec<String>,
) -> Factuality {
    let clause = clauses.get(at);
    let mut value = own(cues, stage, clause, why);
    let mut below_clause = clause;
    let mut steps = 0;
    while let Some(parent) = below_clause.parent {
        let above = clauses.get(parent);
        let finite = matches!(below_clause.tense, Tense::Past | Tense::Present | Tense::Future);
        let Some(passes) = influence(cues, stage, above, below_clause, finite, why) else { break };
        value = stronger(value, passes);
        if passes == Factuality::Denied {
            // Who denies or rejects a report has said all there is to say of it.
            break;
        }
        below_clause = above;
        steps += 1;
        if steps > 6 {
            break;
        }
    }
    value
}

/// What tense, modality, negation and adverbs of the clause itself say.
fn own(cues: &Cues, stage: Stage<'_>, clause: &Clause, why: &mut Vec<String>) -> Factuality {
    let syntax = stage.syntax;
    let mut value = match (clause.kind, clause.tense) {
        (ClauseKind::Nominal, _) => Factuality::Occurred,
        (_, Tense::Future) => Factuality::Planned,
        (_, Tense::Present) if clause.modal.is_some() => Factuality::Possible,
        (_, Tense::Present) if clause.progressive => Factuality::Ongoing,
        (ClauseKind::Copular, Tense::Present) => Factuality::Ongoing,
        _ if clause.progressive => Factuality::Ongoing,
        (ClauseKind::Verbal, Tense::Present) if comes_again(cues, stage, clause) => {
            Factuality::Habitual
        }
        (ClauseKind::Verbal, Tense::Present)
            if clause.voice == Voice::Active
                && !clause.perfect
                && cues.durative.contains(syntax.lemma(clause.verb)) =>
        {
            Factuality::Ongoing
        }
        _ => Factuality::Occurred,
    };
    if value != Factuality::Occurred {
        why.push(format!("factuality {} from the verb form", value.as_str()));
    }
    if value == Factuality::Occurred && is_bidden(stage, clause) {
        why.push("possible in a command".to_owned());
        value = Factuality::Possible;
    }
    if let Some(negation) = clause.negation {
        why.push(format!("negated by “{}”", syntax.word(negation)));
        value = Factuality::Negated;
    }
    if clause.link == Link::Prepositional && is_counterfactual(stage, clause.verb) {
        why.push(format!("negated after “{}”", syntax.word(syntax.head(clause.verb))));
        value = Factuality::Negated;
    }
    let (table, deps): (_, &[Dep]) = if clause.kind == ClauseKind::Nominal {
        (&cues.modifiers, &[Dep::Amod, Dep::Compound, Dep::Nmod, Dep::Det])
    } else {
        (&cues.adverbs, &[Dep::Advmod])
    };
    for child in syntax.children(clause.verb).filter(|&c| deps.contains(&syntax.dep(c))) {
        if let Some(&class) = table.get(syntax.lower(child)) {
            why.push(format!("{} because of “{}”", class.as_str(), syntax.word(child)));
            value = stronger(value, class);
        }
    }
    if let Some(&class) = clause.marker.as_deref().and_then(|m| cues.markers.get(m)) {
        why.push(format!(
            "{} after “{}”",
            class.as_str(),
            clause.marker.as_deref().unwrap_or_default()
        ));
        value = stronger(value, class);
    }
    value
}

/// "Every autumn", "twice a year", beside a present.
fn comes_again(cues: &Cues, stage: Stage<'_>, clause: &Clause) -> bool {
    let syntax = stage.syntax;
    let period = |t: u32| cues.periods.contains(syntax.lemma(t).to_lowercase().as_str());
    let beside = syntax
        .children(clause.verb)
        .filter(|&c| matches!(syntax.dep(c), Dep::Npadvmod | Dep::Advmod | Dep::Prep));
    beside.flat_map(|c| syntax.subtree(c).iter()).any(|t| match syntax.lower(t) {
        "every" | "each" => (t + 1..t + 4).any(period),
        "twice" | "once" | "times" => {
            matches!(syntax.lower(t + 1), "a" | "every" | "each" | "per") && period(t + 2)
        }
        _ => false,
    })
}

/// "Free them!", "Let us talk": an order or wish, not a report.
fn is_bidden(stage: Stage<'_>, clause: &Clause) -> bool {
    let syntax = stage.syntax;
    let bare = syntax.tag(clause.verb) == Tag::Vb
        && !syntax.children(clause.verb).any(|c| {
            matches!(syntax.dep(c), Dep::Aux | Dep::Auxpass | Dep::Nsubj | Dep::Nsubjpass)
        });
    bare && clause.link == Link::Root && clause.kind == ClauseKind::Verbal
}

/// "without warning them", "instead of leaving", "far from being isolated".
fn is_counterfactual(stage: Stage<'_>, verb: u32) -> bool {
    let syntax = stage.syntax;
    let preposition = syntax.head(verb);
    let before = syntax.lower(syntax.head(preposition));
    let beside = preposition.checked_sub(1).map_or("", |i| syntax.lower(i));
    match syntax.lower(preposition) {
        "without" => true,
        "from" => before == "far" || beside == "far",
        "of" => before == "instead" || beside == "instead",
        "than" => beside == "rather",
        _ => false,
    }
}

/// What the clause above does to the one below; `None` where the chain ends.
fn influence(
    cues: &Cues,
    stage: Stage<'_>,
    above: &Clause,
    below: &Clause,
    finite: bool,
    why: &mut Vec<String>,
) -> Option<Factuality> {
    let syntax = stage.syntax;
    let governs = match below.link {
        Link::Open
        | Link::NounComplement
        | Link::Prepositional
        | Link::Argument
        | Link::Complement
        | Link::Subject => true,
        Link::Adverbial => below.marker.as_deref() == Some("to"),
        Link::Conjunct => return Some(Factuality::Occurred),
        Link::Relative | Link::Root | Link::Parataxis => false,
    };
    if !governs {
        return None;
    }
    if below.kind == ClauseKind::Nominal && !is_object(stage, above, below) {
        return None;
    }
    if below.kind == ClauseKind::Nominal && is_ground(cues, stage, above, below) {
        return None;
    }
    if below.link == Link::Adverbial {
        // A purpose: open whether it was reached.
        return Some(Factuality::Possible);
    }
    let lemma = syntax.lemma(above.verb);
    // "has yet to reply"
    if lemma == "have"
        && syntax.children_by(above.verb, Dep::Advmod).any(|c| syntax.lower(c) == "yet")
    {
        why.push("negated under “has yet to”".to_owned());
        return Some(Factuality::Negated);
    }
    // "Is to visit Rome", "are to be expelled": arranged for.
    if lemma == "be"
        && syntax.head(below.verb) == above.verb
        && syntax.dep(below.verb) == Dep::Xcomp
        && syntax.children_by(below.verb, Dep::Aux).any(|c| syntax.lower(c) == "to")
        && !syntax.children(above.verb).any(|c| matches!(syntax.dep(c), Dep::Acomp | Dep::Attr))
    {
        why.push("planned under “be to”".to_owned());
        return Some(Factuality::Planned);
    }
    if is_given(cues, stage, above, below) {
        return None;
    }
    if below.link == Link::NounComplement && is_rejected_hearsay(cues, stage, below) {
        why.push("denied with what is said of it".to_owned());
        return Some(Factuality::Denied);
    }
    let keys = keys(stage, above, below);
    let found = keys.iter().find_map(|k| cues.matrix.get(k.as_str()).map(|c| (k.clone(), *c)));
    let (key, mut class) = match found {
        Some((key, class)) => (key, class),
        None if below.link == Link::NounComplement && below.marker.as_deref() == Some("to") => {
            ("an infinitive after a noun".to_owned(), Factuality::Possible)
        }
        None if below.kind == ClauseKind::Nominal && cues.carriers.contains(lemma) => {
            return Some(own_of_governor(cues, stage, above));
        }
        None => {
            return if finite || below.kind == ClauseKind::Nominal {
                None
            } else {
                Some(own_of_governor(cues, stage, above))
            };
        }
    };
    // "Can ill afford to abandon".
    let ill = |c: u32| syntax.dep(c) == Dep::Advmod && syntax.lower(c) == "ill";
    if finite && cues.infinitive_only.contains(&key) {
        return None;
    }
    if below.kind == ClauseKind::Nominal && cues.kept_up.contains(&key) {
        class = Factuality::Ongoing;
    }
    let negated_above = above.negation.is_some() || syntax.children(above.verb).any(ill);
    if finite && matches!(class, Factuality::Planned | Factuality::Occurred | Factuality::Ongoing) {
        return None;
    }
    if negated_above {
        class = match class {
            Factuality::Negated => Factuality::Occurred,
            Factuality::Denied => Factuality::Alleged,
            Factuality::Occurred | Factuality::Ongoing => Factuality::Negated,
            // "Could not agree", "did not want to leave", "cannot afford to abandon".
            Factuality::Planned | Factuality::Possible => Factuality::Negated,
            other => other,
        };
    }
    if class == Factuality::Occurred {
        // The content shares the status of what reports it ("will begin to withdraw").
        return Some(own_of_governor(cues, stage, above));
    }
    why.push(format!("{} under “{key}”", class.as_str()));
    Some(class)
}

/// "Rejected reports that its gunners had shelled the village".
fn is_rejected_hearsay(cues: &Cues, stage: Stage<'_>, below: &Clause) -> bool {
    let syntax = stage.syntax;
    let noun = syntax.head(below.verb);
    let verb = syntax.lemma(syntax.head(noun));
    cues.hearsay.contains(syntax.lemma(noun))
        && matches!(syntax.dep(noun), Dep::Dobj | Dep::Nsubjpass)
        && matches!(cues.matrix.get(verb), Some(Factuality::Denied | Factuality::Negated))
}

/// The names under which the predicate above a clause may stand in the table, the most telling first.
fn keys(stage: Stage<'_>, above: &Clause, below: &Clause) -> Vec<String> {
    let syntax = stage.syntax;
    let lemma = syntax.lemma(above.verb);
    let mut keys = Vec::with_capacity(6);
    if below.link == Link::NounComplement {
        keys.push(syntax.lemma(syntax.head(below.verb)).to_owned());
    }
    if let Some(particle) = above.particle {
        keys.push(format!("{lemma} {}", syntax.lower(particle)));
    }
    keys.extend(
        above
            .obliques
            .iter()
            .filter(|o| o.objects.contains(&below.head))
            .map(|o| format!("{lemma} {}", o.word)),
    );
    keys.push(syntax.lemma(above.head).to_owned());
    keys.push(syntax.lower(above.head).to_owned());
    keys.push(lemma.to_owned());
    keys
}

/// Whether an event noun is there whatever becomes of the verb that governs it: one cannot "evade sanctions" that are not in force.
pub(super) fn is_given(cues: &Cues, stage: Stage<'_>, above: &Clause, below: &Clause) -> bool {
    below.kind == ClauseKind::Nominal
        && is_object(stage, above, below)
        && keys(stage, above, below).iter().any(|k| cues.given.contains(k.as_str()))
}

fn own_of_governor(cues: &Cues, stage: Stage<'_>, above: &Clause) -> Factuality {
    if above.kind == ClauseKind::Nominal {
        Factuality::Occurred
    } else {
        own(cues, stage, above, &mut Vec::new())
    }
}

/// "Has yet to pay a price for its support": what something is done for is there already, unless the verb asks for it.
fn is_ground(cues: &Cues, stage: Stage<'_>, above: &Clause, below: &Clause) -> bool {
    let lemma = stage.syntax.lemma(above.verb);
    !above.patients.contains(&below.head)
        && above.obliques.iter().any(|o| {
            o.word == "for"
                && o.objects.contains(&below.head)
                && !cues.matrix.contains_key(&format!("{lemma} for"))
        })
}

/// Whether an event noun is the object (or subject of a passive) of the clause above, rather than part of a time or place.
fn is_object(stage: Stage<'_>, above: &Clause, below: &Clause) -> bool {
    let syntax = stage.syntax;
    let inside = |i: u32| {
        i == below.head || syntax.head(below.head) == i && syntax.dep(below.head) == Dep::Conj
    };
    above.patients.iter().any(|&p| inside(p))
        || above.obliques.iter().any(|o| {
            // "under pressure from an offensive" says nothing of whether there is one, "a call for an offensive" does.
            let words: &[&str] = match above.kind {
                ClauseKind::Nominal => &["for", "of", "to"],
                _ => &["for", "of", "against", "from", "to", "around"],
            };
            words.contains(&o.word.as_str()) && o.objects.iter().any(|&p| inside(p))
        })
}
