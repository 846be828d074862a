//! Where the two ends of a tie stand around the word that names it.

use super::Input;
use super::frames::{Frames, Place};
use crate::clause::{Clause, ClauseKind, Voice};
use crate::event::roles::dedup;
use legation_core::{ActorIdx, ActorKind, Dep, Pos};

/// Actors found at a place, with the words they stand in.
#[derive(Clone, Debug, Default)]
pub(super) struct End {
    pub(super) actors: Vec<ActorIdx>,
    pub(super) words: Vec<u32>,
}

impl End {
    fn of(input: &Input<'_>, words: Vec<u32>) -> Self {
        Self { actors: input.stage.all(&words), words }
    }

    /// Whether nobody was found.
    pub(super) fn is_empty(&self) -> bool {
        self.actors.is_empty()
    }
}

/// The first place of the list at which somebody stands who is not in `besides`.
pub(super) fn first(
    input: &Input<'_>,
    frames: &Frames,
    word: u32,
    places: &[Place],
    besides: &[ActorIdx],
) -> End {
    for place in places {
        let mut end = at(input, frames, word, place);
        end.actors.retain(|a| !besides.contains(a));
        if !end.is_empty() {
            return end;
        }
    }
    End::default()
}

/// Everybody at all of the places.
pub(super) fn every(input: &Input<'_>, frames: &Frames, word: u32, places: &[Place]) -> End {
    let mut out = End::default();
    for place in places {
        let end = at(input, frames, word, place);
        if !end.is_empty() {
            out.actors = dedup([out.actors, end.actors].concat());
            out.words.extend(end.words);
        }
    }
    out
}

fn at(input: &Input<'_>, frames: &Frames, word: u32, place: &Place) -> End {
    let syntax = input.stage.syntax;
    match place {
        Place::Possessor => {
            let words = syntax.children_by(word, Dep::Poss).flat_map(|c| syntax.conjuncts(c));
            End::of(input, words.collect())
        }
        Place::Modifier => {
            let before = |d| matches!(d, Dep::Amod | Dep::Compound | Dep::Nmod);
            let words: Vec<u32> = syntax
                .children(word)
                .filter(|&c| c < word && before(syntax.dep(c)))
                .flat_map(|c| syntax.conjuncts(c))
                .filter(|&c| input.stage.cast.headed_by(c).is_some())
                .collect();
            let actors = words.iter().filter_map(|&w| input.stage.cast.headed_by(w)).collect();
            let actors = dedup(actors);
            End { actors, words }
        }
        Place::Preposition(preposition) => {
            let words = objects(input, word, preposition);
            // "between Russian and Chinese forces": two sides before one noun.
            if let [one] = words.as_slice() {
                let sides = at(input, frames, *one, &Place::Modifier);
                if sides.actors.len() == 2 {
                    return sides;
                }
            }
            let end = End::of(input, words.clone());
            if end.is_empty() { deep(input, &words) } else { end }
        }
        Place::Subject => subject(input, word),
        Place::Object => {
            around(input, word).map(|c| End::of(input, c.patients.clone())).unwrap_or_default()
        }
        Place::Infinitive => {
            let verbs = syntax.children(word).filter(|&c| {
                matches!(syntax.dep(c), Dep::Acl | Dep::Relcl | Dep::Xcomp | Dep::Advcl)
                    && syntax.pos(c) == Pos::Verb
            });
            let words = verbs.flat_map(|v| syntax.children_by(v, Dep::Dobj)).collect();
            End::of(input, words)
        }
        Place::Effect => effect(input, word),
        Place::Bearer => bearer(input, word),
        Place::Goods => goods(input, frames, word),
        Place::Antecedent => antecedent(input, word),
    }
}

/// The objects of a preposition that hangs on the word, or on a conjunct or light verb around it.
fn objects(input: &Input<'_>, word: u32, preposition: &str) -> Vec<u32> {
    let syntax = input.stage.syntax;
    let under = |head: u32| -> Vec<u32> {
        syntax
            .children(head)
            .filter(|&p| {
                matches!(syntax.dep(p), Dep::Prep | Dep::Agent | Dep::Dative)
                    && syntax.lower(p) == preposition
            })
            .flat_map(|p| syntax.children_by(p, Dep::Pobj))
            .flat_map(|o| syntax.conjuncts(o))
            .collect()
    };
    let own = under(word);
    if !own.is_empty() {
        return own;
    }
    // "has close economic ties and a border with B": the last of the nouns carries the preposition.
    let last = syntax.children_by(word, Dep::Conj).flat_map(under).collect::<Vec<_>>();
    let may_stray = matches!(preposition, "with" | "to" | "on" | "against" | "between")
        || preposition == "for" && syntax.dep(word) == Dep::Attr;
    if !last.is_empty() || !may_stray {
        return last;
    }
    // "had been building up ties since 2010 with B": the parser may hang it on the verb.
    match syntax.dep(word) {
        // "has become a lifeline for B": so may it with a predicate noun.
        Dep::Dobj | Dep::Attr | Dep::Nsubj | Dep::Acomp | Dep::Advmod => under(syntax.head(word)),
        _ => Vec::new(),
    }
}

/// Actors anywhere below words that name none themselves: "a quarter of Russia's imports".
pub(super) fn deep(input: &Input<'_>, words: &[u32]) -> End {
    let syntax = input.stage.syntax;
    let mut out = End::default();
    for &word in words {
        for i in syntax.subtree(word).iter().filter(|&i| syntax.dominates(word, i)) {
            let clause_between = syntax
                .ancestors(i)
                .take_while(|&a| a != word)
                .any(|a| matches!(syntax.dep(a), Dep::Relcl | Dep::Acl | Dep::Advcl));
            let here = input.stage.cast.headed_by(i);
            if let Some(actor) = here.filter(|_| !clause_between && syntax.dep(i) != Dep::Appos) {
                out.actors.push(actor);
                out.words.push(i);
            }
        }
    }
    out.actors = dedup(out.actors);
    out
}

/// The clause in which the word stands.
pub(super) fn around<'c>(input: &Input<'c>, word: u32) -> Option<&'c Clause> {
    let at = input.clauses.headed_by(word).or_else(|| {
        let syntax = input.stage.syntax;
        syntax.ancestors(word).find_map(|a| {
            input.clauses.headed_by(a).filter(|c| input.clauses.get(*c).kind != ClauseKind::Nominal)
        })
    })?;
    let clause = input.clauses.get(at);
    if clause.kind != ClauseKind::Nominal {
        return Some(clause);
    }
    let syntax = input.stage.syntax;
    syntax
        .ancestors(word)
        .filter_map(|a| input.clauses.headed_by(a))
        .map(|c| input.clauses.get(c))
        .find(|c| c.kind != ClauseKind::Nominal)
}

fn subject(input: &Input<'_>, word: u32) -> End {
    let syntax = input.stage.syntax;
    if matches!(syntax.dep(word), Dep::Amod | Dep::Acl) {
        return End::of(input, vec![syntax.head(word)]);
    }
    let Some(clause) = around(input, word).filter(|c| c.negation.is_none()) else {
        return End::default();
    };
    let words = if clause.voice == Voice::Passive { &clause.patients } else { &clause.agents };
    // "In response to the sanctions on B, C did …": what stands in an adjunct before the subject is not the subject's.
    let adjunct = syntax.dep(word) == Dep::Pobj;
    let not_itself: Vec<u32> = words
        .iter()
        .copied()
        .filter(|&w| w != word && !syntax.dominates(w, word) && !(adjunct && word < w))
        .collect();
    if not_itself.is_empty() && clause.voice == Voice::Passive {
        return End::of(input, clause.agents.clone());
    }
    End::of(input, not_itself)
}

/// Whom a noun describes: its own name, its apposition, the subject of its copula, the object that is seen "as" it.
fn bearer(input: &Input<'_>, word: u32) -> End {
    let syntax = input.stage.syntax;
    let first = syntax.first_conjunct(word);
    let dep = syntax.dep(first);
    let head = syntax.head(first);
    let partitive = dep == Dep::Pobj && syntax.lower(head) == "of";
    let top = if partitive { syntax.head(head) } else { first };
    let mut tries: Vec<Vec<u32>> = Vec::new();
    tries.push(syntax.children_by(word, Dep::Appos).flat_map(|c| syntax.conjuncts(c)).collect());
    if syntax.dep(top) == Dep::Appos {
        tries.push(vec![syntax.head(top)]);
    }
    if matches!(dep, Dep::Compound | Dep::Nmod | Dep::Amod) {
        tries.push(vec![head]);
    }
    if let Some(clause) = input.clauses.headed_by(top).map(|c| input.clauses.get(c))
        && clause.kind == ClauseKind::Copular
    {
        tries.push(clause.agents.clone());
    }
    let governor = syntax.head(top);
    let under_as = syntax.dep(top) == Dep::Pobj && syntax.lower(governor) == "as";
    if under_as || syntax.dep(top) == Dep::Oprd {
        let verb = if under_as { syntax.head(governor) } else { governor };
        if let Some(clause) = around(input, verb) {
            tries.push(clause.patients.clone());
            tries.push(clause.agents.clone());
        }
    }
    for words in tries {
        let end = End::of(input, words);
        if !end.is_empty() {
            return end;
        }
    }
    // "Turkey, a NATO member" may have been resolved to its name already.
    let named = |a: &ActorIdx| input.stage.cast.get(*a).known;
    let own: Vec<ActorIdx> = input.stage.cast.headed_by(word).into_iter().filter(named).collect();
    End { actors: own, words: vec![word] }
}

/// "Because A is loath to sell, B has turned elsewhere": the subject of the clause that the reason is given for.
fn effect(input: &Input<'_>, word: u32) -> End {
    let Some(clause) = around(input, word) else { return End::default() };
    let reason = matches!(clause.marker.as_deref(), Some("because" | "since" | "as" | "with"));
    let Some(parent) = clause.parent.filter(|_| reason) else { return End::default() };
    // A verb of saying between the two ("…, officials say that B has turned"): the content is the effect.
    let content = input
        .clauses
        .children_of(parent)
        .find(|&c| input.clauses.get(c).link == crate::clause::Link::Complement);
    let effect = input.clauses.get(content.unwrap_or(parent));
    let words = if effect.voice == Voice::Passive { &effect.patients } else { &effect.agents };
    End::of(input, words.clone())
}

fn goods(input: &Input<'_>, frames: &Frames, word: u32) -> End {
    let syntax = input.stage.syntax;
    for i in syntax.sentence(word).iter().filter(|&i| frames.goods.contains(syntax.lemma(i))) {
        let end = every(input, frames, i, &[Place::Modifier, Place::Possessor]);
        if !end.is_empty() {
            return end;
        }
    }
    End::default()
}

fn antecedent(input: &Input<'_>, word: u32) -> End {
    let syntax = input.stage.syntax;
    let one = syntax.dep(word) == Dep::Pobj && {
        let of = syntax.head(word);
        syntax.lower(of) == "of" && syntax.lower(syntax.head(of)) == "one"
    };
    if !one {
        return End::default();
    }
    let start = syntax.sentence(word).start;
    let placed = |i: &u32| {
        let actor = input.stage.cast.headed_by(*i)?;
        let own = syntax.dominates(word, *i);
        let kind = input.stage.cast.get(actor).kind;
        (!own && matches!(kind, ActorKind::State | ActorKind::PlaceGroup | ActorKind::Igo))
            .then_some(actor)
    };
    (start..word)
        .rev()
        .find_map(|i| placed(&i).map(|a| End { actors: vec![a], words: vec![i] }))
        .unwrap_or_default()
}
