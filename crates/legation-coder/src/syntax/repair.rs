//! Errors that the parser makes again and again, set right in the tree before anything reads it.

use legation_core::{Dep, Layers, Pos, Tag};

/// Sets heads and relations right where a tree cannot be what was meant.
pub(super) fn tree(text: &str, layers: &Layers, heads: &mut [u32], deps: &mut [Dep]) {
    finite_conjuncts(layers, heads);
    finite_modifiers(layers, heads, deps);
    small_clauses(text, layers, heads, deps);
}

/// "refused to meet the envoy and expelled three diplomats": a finite verb is not coordinated with an infinitive, as the model has
/// it, but with the verb of its own tense above.
fn finite_conjuncts(layers: &Layers, heads: &mut [u32]) {
    /// How far above the infinitive that verb may stand.
    const LEVELS: usize = 4;
    let tokens = &layers.tokens;
    let token = |i: u32| tokens[i as usize];
    for i in 0..tokens.len() as u32 {
        let (own, infinitive) = (token(i), heads[i as usize]);
        let finite = own.dep == Dep::Conj && matches!(own.tag, Tag::Vbd | Tag::Vbz);
        let to = || {
            (infinitive.saturating_sub(3)..infinitive)
                .any(|t| heads[t as usize] == infinitive && token(t).tag == Tag::To)
        };
        if !finite || infinitive >= i || token(infinitive).tag != Tag::Vb || !to() {
            continue;
        }
        let mut above = infinitive;
        for _ in 0..LEVELS {
            above = heads[above as usize];
            if token(above).tag == own.tag && above < infinitive {
                let and = (infinitive + 1..i)
                    .rev()
                    .find(|&t| heads[t as usize] == infinitive && token(t).dep == Dep::Cc);
                for moved in and.into_iter().chain([i]) {
                    heads[moved as usize] = above;
                }
                break;
            }
        }
    }
}

/// "Tunisia jailed opposition leader …", "has long backed rebel groups": a verb with a subject of its own is no adjective before a
/// noun, as the model has it, but the predicate of that noun as its object.
fn finite_modifiers(layers: &Layers, heads: &mut [u32], deps: &mut [Dep]) {
    for verb in 0..layers.tokens.len() as u32 {
        let at = verb as usize;
        let noun = heads[at];
        let tag = layers.tokens[at].tag;
        if deps[at] != Dep::Amod
            || noun <= verb
            || !matches!(tag, Tag::Vbd | Tag::Vbn | Tag::Vbz | Tag::Vbp)
        {
            continue;
        }
        let subject =
            (0..verb).rev().any(|t| heads[t as usize] == verb && deps[t as usize] == Dep::Nsubj);
        let of = deps[noun as usize];
        let above = heads[noun as usize];
        let clause = match of {
            Dep::Root | Dep::Ccomp | Dep::Advcl | Dep::Conj | Dep::Parataxis => of,
            Dep::Dobj if layers.tokens[above as usize].pos == Pos::Verb => Dep::Ccomp,
            _ => continue,
        };
        if !subject {
            continue;
        }
        heads[at] = if above == noun { verb } else { above };
        deps[at] = clause;
        heads[noun as usize] = verb;
        deps[noun as usize] = Dep::Dobj;
        for child in 0..verb {
            if heads[child as usize] == noun {
                heads[child as usize] = verb;
            }
        }
    }
}

/// "Let the inspectors back into the plant": an adverb has no subject; it goes with the verb, and the subject is that verb's object.
fn small_clauses(text: &str, layers: &Layers, heads: &mut [u32], deps: &mut [Dep]) {
    for adverb in 0..layers.tokens.len() as u32 {
        let at = adverb as usize;
        let verb = heads[at];
        let small = matches!(deps[at], Dep::Ccomp | Dep::Xcomp)
            && matches!(
                layers.word(text, adverb),
                "back" | "in" | "out" | "through" | "home" | "free" | "away" | "off" | "down"
            )
            && !matches!(layers.tokens[at].pos, Pos::Verb | Pos::Aux)
            && layers.tokens[verb as usize].pos == Pos::Verb;
        if !small {
            continue;
        }
        let children: Vec<usize> =
            (0..heads.len()).filter(|&c| heads[c] == adverb && c != at).collect();
        if !children.iter().any(|&c| deps[c] == Dep::Nsubj) {
            continue;
        }
        deps[at] = Dep::Advmod;
        for child in children {
            heads[child] = verb;
            if deps[child] == Dep::Nsubj {
                deps[child] = Dep::Dobj;
            }
        }
    }
}
