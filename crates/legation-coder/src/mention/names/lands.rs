//! States and bodies that neither the tables nor the model know: a proper name that acts, owns or is dealt with as they are,
//! and the adjectives made of it ("Belmark", "Belmarkian").

use super::{Candidate, Finder, Guess};
use crate::knowledge::name::fold;
use crate::knowledge::{MetonymKind, Target, WordClass};
use crate::mention::metonym::{Reading, reading};
use crate::mention::{head_of, phrase};
use legation_core::{Dep, EntityLabel, Pos, Tag, TokenRange};
use std::collections::{HashMap, HashSet};

/// A name or adjective that may be of an unknown state.
struct Run {
    tokens: TokenRange,
    head: u32,
    /// The candidate that covers it, if the model marked it.
    chosen: Option<usize>,
    key: String,
    adjective: bool,
    headline: bool,
}

/// The rule of single names that the model takes for people's more than once.
const AGAIN: &str = "found elsewhere in full";

/// What a name's places in the text say of it.
#[derive(Clone, Copy, Default)]
struct Signs {
    state: bool,
    acts: bool,
}

impl Finder<'_, '_> {
    /// Takes names that act for states or bodies, and what is made of the names of such states for their adjectives.
    pub(super) fn lands(&self, chosen: &mut Vec<Candidate>, headline: &[bool]) {
        let runs = self.runs(chosen, headline);
        let people = self.surnames(chosen);
        let mut signs: HashMap<&str, Signs> = HashMap::new();
        for run in runs.iter().filter(|r| !r.adjective && !r.headline) {
            let entry = signs.entry(&run.key).or_default();
            let acts = self.is_acting(run);
            entry.acts |= acts;
            entry.state |= self.has_organs(run)
                || acts && (self.is_marked(run, EntityLabel::Gpe) || self.sounds_like_state(run))
                || acts && self.is_beside_state(run, chosen);
        }
        let mut lands: HashMap<String, String> = HashMap::new();
        for (name, sign) in &signs {
            if sign.state {
                lands.insert((*name).to_owned(), (*name).to_owned());
            }
        }
        for run in runs.iter().filter(|r| r.adjective) {
            let named = signs.keys().filter(|n| same_stem(n, &run.key)).max_by_key(|n| {
                (shared(n, &run.key), std::cmp::Reverse(n.len()), std::cmp::Reverse(**n))
            });
            match named {
                Some(name) => {
                    lands.insert((*name).to_owned(), (*name).to_owned());
                    lands.insert(run.key.clone(), (*name).to_owned());
                }
                None if self.modifies_actor(run) => {
                    lands.insert(run.key.clone(), noun_of(&run.key).to_owned());
                }
                None => {}
            }
        }
        // Adjectives whose noun the text does not have share one state as well.
        let orphans: Vec<String> = lands.values().cloned().collect();
        for run in runs.iter().filter(|r| r.adjective) {
            let missing = !lands.contains_key(&run.key);
            if let Some(name) =
                orphans.iter().filter(|n| same_stem(n, &run.key)).min().filter(|_| missing)
            {
                lands.insert(run.key.clone(), name.clone());
            }
        }
        let mut drop = HashSet::new();
        let mut more = Vec::new();
        for run in &runs {
            let of_person = people.contains(&run.key);
            let guess = match lands.get(&run.key).filter(|_| !of_person) {
                Some(land) => Guess::Land(land.clone(), run.adjective),
                None if run.chosen.is_none()
                    && !run.adjective
                    && !of_person
                    && signs.get(run.key.as_str()).is_some_and(|s| s.acts) =>
                {
                    Guess::Organisation("name that acts")
                }
                None => continue,
            };
            drop.extend(run.chosen);
            more.push(Candidate { tokens: run.tokens, guess });
        }
        let mut at = 0;
        chosen.retain(|_| {
            at += 1;
            !drop.contains(&(at - 1))
        });
        chosen.extend(more);
        chosen.sort_by_key(|c| c.tokens.start);
    }

    /// Runs of capitals that are no known name, and names that the model marks without the tables' support.
    fn runs(&self, chosen: &[Candidate], headline: &[bool]) -> Vec<Run> {
        let mut covered: Vec<Option<usize>> = vec![None; self.words.len()];
        for (at, candidate) in chosen.iter().enumerate() {
            candidate.tokens.iter().for_each(|i| covered[i as usize] = Some(at));
        }
        let mut out = Vec::new();
        let mut i = 0;
        while i < self.syntax.len() {
            let tokens = match covered[i as usize] {
                Some(at) => chosen[at].tokens,
                None if self.is_nameable(i) => {
                    let limit = self.syntax.sentence(i).end.min(i + 5);
                    let free = |t: &u32| covered[*t as usize].is_none() && self.is_proper(*t);
                    let end = (i + 1..limit).find(|t| !free(t) || !self.is_nameable(*t));
                    TokenRange::new(i, end.unwrap_or(limit))
                }
                None => {
                    i += 1;
                    continue;
                }
            };
            let at = covered[i as usize];
            i = tokens.end.max(i + 1);
            let open = at.is_none_or(|at| match chosen[at].guess {
                Guess::Place | Guess::Group => tokens.len() <= 3,
                Guess::Person("model" | AGAIN) | Guess::Organisation("model") => tokens.len() == 1,
                _ => false,
            });
            let creed = tokens.len() == 1 && self.is(WordClass::Creed, tokens.start);
            if !open
                || creed
                || self.in_dateline(tokens) && at.is_none()
                || self.is_other_name(tokens)
            {
                continue;
            }
            let key = self.key_of(tokens);
            let letters = key.chars().filter(|c| c.is_alphabetic()).count();
            if letters < 3 || self.org_kind(tokens).is_some() {
                continue;
            }
            if at.is_some() && !self.knowledge.cities.named(&key).is_empty() {
                continue;
            }
            let head = head_of(self.syntax, tokens);
            let adjective = tokens.len() == 1 && self.is_adjectival(head);
            let sentence = self.syntax.sentence_of(head) as usize;
            let headline = headline.get(sentence).copied().unwrap_or(false);
            out.push(Run { tokens, head, chosen: at, key, adjective, headline });
        }
        out
    }

    /// Whether a word outside all names may begin or go on a name.
    fn is_nameable(&self, i: u32) -> bool {
        let opens = self.syntax.sentence(i).start == i;
        let word = self.word(i);
        let plain = match self.syntax.tag(i) {
            Tag::Nnp | Tag::Nnps => true,
            Tag::Jj => !opens,
            // A common noun with a capital opens a sentence.
            Tag::Nn | Tag::Nns => !opens,
            _ => false,
        };
        let lower = self.syntax.lower(i);
        plain
            && self.is_capital(i)
            && word.chars().all(|c| c.is_alphabetic() || matches!(c, '\'' | '’' | '-'))
            && word.chars().any(char::is_lowercase)
            && !self.is_in_title(i)
            && !self.is_honorific(i)
            && !self.is(WordClass::NotActor, i)
            && !self.is(WordClass::Creed, i)
            && !self.is(WordClass::CountryNoun, i)
            && self.knowledge.roles.get(&fold(word)).is_none()
            && self.knowledge.bodies.get(&fold(word)).is_none()
            && self.knowledge.given_name(&fold(word)).is_none()
            && !(opens && self.words.contains(&lower))
            && !phrase::is_time(self.syntax, i)
    }

    /// Whether a word is part of a title: "Prime" in "Prime Minister".
    fn is_in_title(&self, i: u32) -> bool {
        let end = self.syntax.sentence(i).end;
        (i..end.min(i + 4)).any(|last| {
            (last.saturating_sub(3)..=i).any(|from| {
                let tokens = TokenRange::new(from, last + 1);
                tokens.iter().all(|t| self.is_capital(t))
                    && self.knowledge.roles.get(&self.key_of(tokens)).is_some()
            })
        })
    }

    /// Whether the model takes the words for the name of something that is no actor.
    fn is_other_name(&self, tokens: TokenRange) -> bool {
        self.syntax.layers.entities.iter().any(|e| {
            e.tokens.start < tokens.end
                && tokens.start < e.tokens.end
                && (e.tokens.len() > tokens.len()
                    || matches!(e.label, EntityLabel::Date | EntityLabel::Time))
                && !matches!(
                    e.label,
                    EntityLabel::Gpe
                        | EntityLabel::Norp
                        | EntityLabel::Org
                        | EntityLabel::Person
                        | EntityLabel::Loc
                        | EntityLabel::Fac
                )
        })
    }

    fn is_marked(&self, run: &Run, label: EntityLabel) -> bool {
        let mut entities = self.syntax.layers.entities.iter();
        entities.any(|e| e.label == label && e.tokens.contains(run.head))
    }

    /// An adjective by form and place: "the Belmarkian frigate".
    fn is_adjectival(&self, i: u32) -> bool {
        let first = self.syntax.first_conjunct(i);
        let place = matches!(self.syntax.dep(first), Dep::Amod | Dep::Compound | Dep::Nmod)
            && self.syntax.head(first) > first;
        let word = fold(self.word(i));
        let ending = self.knowledge.lexicon.words(WordClass::AdjectiveEnding);
        place
            && !self.is(WordClass::Creed, i)
            && self.is_capital(i)
            && ending.iter().any(|e| word.len() > e.len() + 3 && word.ends_with(e.as_str()))
    }

    /// Whether an adjective stands before a noun for people or a body, or the model takes it for that of a people.
    fn modifies_actor(&self, run: &Run) -> bool {
        let noun = self.syntax.head(self.syntax.first_conjunct(run.head));
        let marked =
            || self.is_marked(run, EntityLabel::Norp) || self.is_marked(run, EntityLabel::Gpe);
        (self.syntax.tag(run.head) == Tag::Jj || marked())
            && [self.syntax.word(noun), self.syntax.lemma(noun)].into_iter().any(|w| {
                self.knowledge.roles.get(&fold(w)).is_some()
                    || self.knowledge.bodies.get(&fold(w)).is_some()
                    || self.knowledge.lexicon.is(WordClass::StateOrgan, &w.to_lowercase())
            })
    }

    /// Whether what only states have is said to be its own: "Belmark's navy", "the ambassador to Belmark", "the Republic of Belmark".
    fn has_organs(&self, run: &Run) -> bool {
        let syntax = self.syntax;
        let first = syntax.first_conjunct(run.head);
        let up = syntax.head(first);
        let organ = |i: u32| {
            let lexicon = &self.knowledge.lexicon;
            let two = format!("{} {}", syntax.lower(i.saturating_sub(1)), syntax.lower(i));
            lexicon.is(WordClass::StateOrgan, &syntax.lemma(i).to_lowercase())
                || lexicon.is(WordClass::StateOrgan, &two)
                || lexicon.is(WordClass::CountryNoun, &syntax.lemma(i).to_lowercase())
                    && self.is_capital(i)
        };
        match syntax.dep(first) {
            Dep::Poss | Dep::Compound | Dep::Nmod | Dep::Amod => organ(up),
            // "Prince Okan of Yelimar".
            Dep::Pobj if syntax.lower(up) == "of" && self.is_person_entity(syntax.head(up)) => true,
            Dep::Pobj if matches!(syntax.lower(up), "of" | "to" | "in" | "with" | "for") => {
                matches!(syntax.pos(syntax.head(up)), Pos::Noun | Pos::Propn)
                    && organ(syntax.head(up))
            }
            _ => false,
        }
    }

    fn sounds_like_state(&self, run: &Run) -> bool {
        let last = run.key.rsplit(' ').next().unwrap_or("");
        let endings = self.knowledge.lexicon.words(WordClass::StateEnding);
        self.knowledge.given_name(last).is_none()
            && endings.iter().any(|e| last.len() > e.len() + 2 && last.ends_with(e.as_str()))
    }

    /// "Belmark and France": coordinated with a state of the tables.
    fn is_beside_state(&self, run: &Run, chosen: &[Candidate]) -> bool {
        let conjuncts = self.syntax.conjuncts(self.syntax.first_conjunct(run.head));
        conjuncts.iter().filter(|&&c| c != run.head).any(|&c| {
            chosen.iter().filter(|o| o.tokens.contains(c)).any(|o| {
                matches!(&o.guess, Guess::Table(t) if t.iter().any(|t| matches!(t, Target::State(_))))
            })
        })
    }

    /// Whether a name does, owns or suffers what only somebody can.
    fn is_acting(&self, run: &Run) -> bool {
        let syntax = self.syntax;
        let first = syntax.first_conjunct(run.head);
        let up = syntax.head(first);
        let is = |class: WordClass, i: u32| {
            self.knowledge.lexicon.is(class, &syntax.lemma(i).to_lowercase())
        };
        match syntax.dep(first) {
            Dep::Nsubj => {
                syntax.pos(up) == Pos::Verb
                    && !is(WordClass::Stative, up)
                    && (!is(WordClass::Ergative, up) || syntax.child(up, Dep::Dobj).is_some())
            }
            Dep::Nsubjpass | Dep::Dobj => is(WordClass::TowardActor, up),
            Dep::Poss => {
                (run.chosen.is_none() || self.is_marked(run, EntityLabel::Gpe))
                    && !is(WordClass::PlaceNoun, up)
            }
            // "the presidents of Arvenia and Belmark".
            Dep::Pobj if syntax.lower(up) == "of" => {
                let over = syntax.head(up);
                syntax.pos(over) == Pos::Noun
                    && [syntax.word(over), syntax.lemma(over)]
                        .into_iter()
                        .any(|w| self.knowledge.roles.get(&fold(w)).is_some())
            }
            Dep::Pobj => {
                let over = syntax.head(up);
                let toward = is(WordClass::TowardActor, over)
                    || is(WordClass::Relation, over)
                    || syntax.children_by(over, Dep::Dobj).any(|o| is(WordClass::Relation, o));
                let kind = MetonymKind::Capital;
                let read = reading(syntax, self.knowledge, run.tokens, run.head, kind);
                matches!(syntax.lower(up), "to" | "for" | "from" | "with" | "against" | "by")
                    && matches!(read, Reading::Actor(_))
                    && (toward
                        || syntax.dep(up) == Dep::Agent
                        || syntax.lower(up) != "by" && !is(WordClass::Stative, over))
            }
            _ => false,
        }
    }

    /// The words of people's names that the text gives in full, with a title or with an honorific.
    fn surnames(&self, chosen: &[Candidate]) -> HashSet<String> {
        let mut out = HashSet::new();
        for candidate in chosen {
            if let Guess::Person(rule) = candidate.guess {
                let name = self.person_name(candidate.tokens);
                if name.words.len() > 1 || !matches!(rule, "model" | AGAIN) {
                    out.extend(name.words);
                }
            }
        }
        out
    }
}

fn shared(name: &str, adjective: &str) -> usize {
    let same = name.chars().zip(adjective.chars()).take_while(|(a, b)| a == b);
    same.map(|(c, _)| c.len_utf8()).sum()
}

/// Whether a name and an adjective or noun for a people differ in their endings alone: "Belmark" and "Belmarkian", "Galdeny"
/// and "Galdenese".
pub(crate) fn same_stem(name: &str, adjective: &str) -> bool {
    const NAME: &[&str] = &[
        "", "a", "ia", "e", "ea", "i", "o", "y", "u", "us", "os", "is", "as", "um", "en", "stan",
        "istan", "land", "ria", "nia",
    ];
    const ADJECTIVE: &[&str] = &[
        "n", "an", "ian", "ean", "i", "ni", "ani", "ese", "nese", "ish", "ic", "er", "ite", "ine",
        "ois", "vian", "ovian", "nian", "ti", "landic", "lander",
    ];
    let stem = shared(name, adjective);
    let fits = |list: &[&str], tail: &str| list.contains(&tail);
    stem >= 4.min(name.len().saturating_sub(1)).max(3)
        && fits(NAME, &name[stem..])
        && fits(ADJECTIVE, &adjective[stem..])
}

/// The likeliest name of the state of an adjective whose noun the text does not have.
fn noun_of(adjective: &str) -> &str {
    if adjective.ends_with("stani") || adjective.ends_with("ian") {
        &adjective[..adjective.len() - 1]
    } else {
        adjective
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_adjectives_share_stems() {
        for (name, adjective) in [
            ("belmark", "belmarkian"),
            ("khelstan", "khelstani"),
            ("arvenia", "arvenian"),
            ("galdeny", "galdenese"),
            ("monteverno", "montevernan"),
            ("norland", "norlandic"),
        ] {
            assert!(same_stem(name, adjective), "{name} {adjective}");
        }
        for (name, adjective) in [("belmark", "belgian"), ("arvenia", "arvenia"), ("orsa", "oran")]
        {
            assert!(!same_stem(name, adjective), "{name} {adjective}");
        }
        assert_eq!(noun_of("khelstani"), "khelstan");
        assert_eq!(noun_of("arvenian"), "arvenia");
    }
}
