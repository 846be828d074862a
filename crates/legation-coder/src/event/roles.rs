//! Who an argument stands for: the actors behind a word of a clause.

use super::pattern::Phrase;
use crate::Syntax;
use crate::actor::Cast;
use crate::event::frames::is_singular_of;
use legation_core::{ActorIdx, Dep, Pos};

/// A document's words together with its actors.
#[derive(Clone, Copy, Debug)]
pub struct Stage<'a> {
    /// The words.
    pub syntax: &'a Syntax<'a>,
    /// The actors.
    pub cast: &'a Cast,
}

/// A word that is compared with many phrases.
#[derive(Clone, Copy, Debug)]
struct Noun<'a> {
    token: u32,
    lemma: &'a str,
    lower: &'a str,
}

/// Words that are compared with many lists of phrases, each with what it counts or measures.
#[derive(Clone, Debug, Default)]
pub(crate) struct Nouns<'a>(Vec<(Noun<'a>, Vec<Noun<'a>>)>);

impl<'a> Stage<'a> {
    fn noun(&self, token: u32) -> Noun<'a> {
        let syntax = self.syntax;
        Noun { token, lemma: syntax.lemma(token), lower: syntax.lower(token) }
    }

    /// Looks up what [`Self::any_of`] needs to know of words.
    pub(crate) fn nouns(&self, tokens: impl Iterator<Item = u32>) -> Nouns<'a> {
        let measured = |t: u32| self.measured(t).into_iter().map(|m| self.noun(m)).collect();
        Nouns(tokens.map(|t| (self.noun(t), measured(t))).collect())
    }

    /// [`Self::any_phrase`] of words that were looked up.
    pub(crate) fn any_of(&self, nouns: &Nouns<'_>, phrases: &[Phrase]) -> Option<u32> {
        nouns.0.iter().find_map(|(noun, measured)| {
            let mut all = std::iter::once(noun).chain(measured);
            all.find(|noun| self.is_any(noun, phrases)).map(|noun| noun.token)
        })
    }
}

impl Stage<'_> {
    /// The actors that the noun phrase headed by `token` names, itself before its apposition, possessor, nationality or
    /// of-phrase: "the Chinese leader", "the premier, Ms Olmos", then "China's policy", "Russian forces", "the government of
    /// Mali".
    pub fn actors(&self, token: u32) -> Vec<ActorIdx> {
        let mut direct = self.direct(token);
        if !direct.is_empty() || self.syntax.pos(token) == Pos::Verb {
            self.add_coordinated(token, &mut direct);
            return direct;
        }
        let appositives = self.syntax.children_by(token, Dep::Appos);
        let named = dedup(appositives.flat_map(|a| self.direct(a)).collect());
        if named.is_empty() { self.behind(token) } else { named }
    }

    /// "Russian and Chinese forces": where the words for one of them are a name, the other's state stands for its own.
    fn add_coordinated(&self, token: u32, found: &mut Vec<ActorIdx>) {
        let &[one] = found.as_slice() else { return };
        let country = self.cast.get(one).country.as_deref();
        if country.is_none() || !self.cast.get(one).members.is_empty() {
            return;
        }
        let adjectives = [Dep::Amod, Dep::Nmod, Dep::Compound];
        let adjectives = adjectives.into_iter().flat_map(|d| self.syntax.children_by(token, d));
        for adjective in adjectives {
            let joined = self.syntax.children_by(adjective, Dep::Conj).next().is_some();
            for other in self.direct(adjective).into_iter().filter(|_| joined) {
                let of = self.cast.get(other).country.as_deref();
                if of.is_some() && of != country && !found.contains(&other) {
                    found.push(other);
                }
            }
        }
    }

    /// The actor whose mention has `token` as its head, or covers it.
    pub fn direct(&self, token: u32) -> Vec<ActorIdx> {
        self.cast
            .headed_by(token)
            .or_else(|| self.cast.covering(token).filter(|_| self.is_head_like(token)))
            .into_iter()
            .collect()
    }

    /// Whether `token` is not a mere modifier inside the mention that covers it.
    fn is_head_like(&self, token: u32) -> bool {
        !matches!(self.syntax.dep(token), Dep::Poss | Dep::Det | Dep::Case)
    }

    /// The actors named by the possessor, the modifiers or the of-phrase of a common noun.
    pub fn behind(&self, token: u32) -> Vec<ActorIdx> {
        let children = |dep: Dep| self.syntax.children_by(token, dep);
        // "His Qatari counterpart" is the Qatari.
        let mut order = [Dep::Poss, Dep::Amod, Dep::Nmod, Dep::Compound];
        if children(Dep::Poss).any(|c| self.syntax.pos(c) == Pos::Pron) {
            order.rotate_left(1);
        }
        for dep in order {
            let found: Vec<ActorIdx> = children(dep)
                .flat_map(|c| self.syntax.conjuncts(c))
                .flat_map(|c| self.direct(c))
                .collect();
            if !found.is_empty() {
                return dedup(found);
            }
        }
        let of = children(Dep::Prep)
            .filter(|&p| matches!(self.syntax.lower(p), "of" | "from" | "between"));
        let objects = of
            .flat_map(|p| self.syntax.children_by(p, Dep::Pobj))
            .flat_map(|o| self.syntax.conjuncts(o));
        let named = objects.flat_map(|o| {
            let mut found = self.direct(o);
            self.add_coordinated(o, &mut found);
            found
        });
        dedup(named.collect())
    }

    /// The actors behind several words.
    pub fn all(&self, tokens: &[u32]) -> Vec<ActorIdx> {
        dedup(tokens.iter().flat_map(|&t| self.actors(t)).collect())
    }

    /// Whether the noun phrase headed by `token` is the phrase.
    pub fn is_phrase(&self, token: u32, phrase: &Phrase) -> bool {
        let syntax = self.syntax;
        same_noun(&phrase.head, syntax.lemma(token), syntax.lower(token))
            && self.has_modifiers(token, phrase)
    }

    /// Whether the phrase's words before and after its head stand around `token`.
    fn has_modifiers(&self, token: u32, phrase: &Phrase) -> bool {
        let syntax = self.syntax;
        let same = |i: u32, word: &str| same_noun(word, syntax.lemma(i), syntax.lower(i));
        let before = |word: &String| {
            syntax.children(token).any(|c| {
                matches!(
                    syntax.dep(c),
                    Dep::Compound
                        | Dep::Amod
                        | Dep::Nmod
                        | Dep::Nummod
                        | Dep::Poss
                        | Dep::Advmod
                        | Dep::Punct
                ) && same(c, word)
            })
        };
        // The parser hangs the preposition on the verb as often as on its object ("issued an appeal for calm").
        let of = |(preposition, word): &(String, String)| {
            let above = syntax.children_by(syntax.head(token), Dep::Prep);
            let above = above.filter(|&p| preposition != "of" && p > token);
            let all = syntax.children_by(token, Dep::Prep).chain(above);
            all.filter(|&p| syntax.lower(p) == preposition || preposition == "of").any(|p| {
                let objects = syntax.children_by(p, Dep::Pobj);
                objects.flat_map(|o| syntax.conjuncts(o)).any(|o| same(o, word))
            })
        };
        phrase.before.iter().all(before) && phrase.of.as_ref().is_none_or(of)
    }

    /// Whether one of the words is one of the phrases, or only counts or measures one: "60 tonnes of food".
    pub fn any_phrase(&self, tokens: &[u32], phrases: &[Phrase]) -> Option<u32> {
        self.first_phrase(tokens.iter().copied(), phrases)
    }

    /// [`Self::any_phrase`] of words that need not be in a list.
    pub(crate) fn first_phrase(
        &self,
        mut tokens: impl Iterator<Item = u32>,
        phrases: &[Phrase],
    ) -> Option<u32> {
        if phrases.is_empty() {
            return None;
        }
        let is_one = |t: u32| self.is_any(&self.noun(t), phrases);
        tokens.find_map(|t| {
            if is_one(t) { Some(t) } else { self.measured(t).into_iter().find(|&m| is_one(m)) }
        })
    }

    fn is_any(&self, noun: &Noun<'_>, phrases: &[Phrase]) -> bool {
        phrases.iter().any(|p| {
            let same = same_noun(&p.head, noun.lemma, noun.lower);
            same && self.has_modifiers(noun.token, p)
        })
    }

    /// What a numeral or measure counts: "thousands of villagers", "the first four of eighteen jets".
    fn measured(&self, token: u32) -> Vec<u32> {
        let counts = self.syntax.pos(token) == Pos::Num
            || is_measure(self.syntax.lemma(token))
            || is_measure(self.syntax.lower(token));
        if !counts {
            return Vec::new();
        }
        self.syntax
            .children_by(token, Dep::Prep)
            .filter(|&p| self.syntax.lower(p) == "of")
            .flat_map(|p| self.syntax.children_by(p, Dep::Pobj))
            .flat_map(|o| self.syntax.conjuncts(o))
            .collect()
    }
}

fn is_measure(word: &str) -> bool {
    MEASURES.binary_search(&word).is_ok()
}

/// Nouns that only count or measure what follows after "of", in order.
const MEASURES: &[&str] = &[
    "amount",
    "array",
    "barrage",
    "batch",
    "billion",
    "bulk",
    "bunch",
    "busload",
    "couple",
    "crowd",
    "day",
    "days",
    "dose",
    "dozen",
    "first",
    "fleet",
    "fortnight",
    "fraction",
    "group",
    "half",
    "handful",
    "hundred",
    "hundreds",
    "kilo",
    "kilogram",
    "last",
    "liter",
    "litre",
    "load",
    "lot",
    "majority",
    "many",
    "million",
    "month",
    "most",
    "number",
    "one",
    "pack",
    "pair",
    "part",
    "percent",
    "piece",
    "planeload",
    "portion",
    "quantity",
    "quarter",
    "range",
    "remainder",
    "rest",
    "round",
    "sack",
    "score",
    "series",
    "set",
    "shipload",
    "shipment",
    "some",
    "string",
    "supply",
    "ten",
    "third",
    "thousand",
    "thousands",
    "ton",
    "tonne",
    "total",
    "truckload",
    "variety",
    "wave",
    "week",
    "weeks",
];

fn same_noun(word: &str, lemma: &str, lower: &str) -> bool {
    let first = |text: &str| text.as_bytes().first().map(u8::to_ascii_lowercase);
    // Most words differ in their first letter.
    let head = first(word);
    (head == first(lower) || head == first(lemma))
        && (word == lower || word.eq_ignore_ascii_case(lemma) || is_singular_of(lemma, word))
}

/// Removes repeated actors, keeping the order.
pub(crate) fn dedup(actors: Vec<ActorIdx>) -> Vec<ActorIdx> {
    let mut out: Vec<ActorIdx> = Vec::with_capacity(actors.len());
    for actor in actors {
        if !out.contains(&actor) {
            out.push(actor);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn measures_are_in_order() {
        assert!(MEASURES.is_sorted());
        assert!(is_measure("tonne") && !is_measure("minister"));
    }

    #[test]
    fn nouns_are_the_same_in_the_plural() {
        assert!(same_noun("talks", "talk", "talks") && same_noun("parties", "party", "party"));
        assert!(same_noun("boxes", "box", "box") && same_noun("sanctions", "sanction", "sanction"));
        assert!(!same_noun("talks", "walk", "walk") && !same_noun("bus", "bu", "bu"));
    }
}
