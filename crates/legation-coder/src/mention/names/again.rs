//! Names found once are names everywhere.

use super::{Candidate, Finder, Guess};
use crate::knowledge::Target;
use crate::knowledge::name::key;
use foldhash::{HashMap, HashSet};
use legation_core::{Pos, TokenRange};

impl Finder<'_, '_> {
    /// Names found once are names everywhere: looks for full names, surnames and organisations where nothing was
    /// found, headlines included.
    pub(super) fn again(&self, chosen: &mut Vec<Candidate>) {
        let mut known: HashMap<String, Guess> = HashMap::default();
        let mut singles: HashMap<String, u32> = HashMap::default();
        for candidate in chosen.iter() {
            match &candidate.guess {
                Guess::Person(_) => {
                    let name = self.person_name(candidate.tokens);
                    let often = singles.entry(name.words.join(" ")).or_default();
                    *often += 1;
                    if name.words.len() > 1 || name.honorific || *often > 1 {
                        known
                            .entry(name.words.join(" "))
                            .or_insert(Guess::Person("found elsewhere in full"));
                        let first_too = name.honorific
                            || name
                                .words
                                .first()
                                .is_some_and(|w| self.knowledge.given_name(w).is_none());
                        let parts = name.words.iter().enumerate().filter(|(at, w)| {
                            w.len() > 1 && (*at + 1 == name.words.len() || *at == 0 && first_too)
                        });
                        for (_, word) in parts {
                            known
                                .entry(word.clone())
                                .or_insert(Guess::Person("found elsewhere in full"));
                        }
                    }
                }
                Guess::Table(targets) => {
                    if let Some(Target::Person(person)) =
                        targets.iter().find(|t| matches!(t, Target::Person(_)))
                    {
                        let full = key(&self.knowledge.people[*person as usize].name);
                        for word in
                            full.split(' ').next().into_iter().chain(full.split(' ').next_back())
                        {
                            known
                                .entry(word.to_owned())
                                .or_insert(Guess::Person("found elsewhere in full"));
                        }
                    }
                }
                Guess::Organisation(_) if candidate.tokens.len() > 1 => {
                    known
                        .entry(self.key_of(candidate.tokens))
                        .or_insert(Guess::Organisation("found elsewhere"));
                }
                _ => {}
            }
        }
        // A single word that the model takes now for a person, now for a body, is a body unless a full name says otherwise.
        let bodies: HashSet<String> = chosen
            .iter()
            .filter(|c| matches!(c.guess, Guess::Organisation(_)) && c.tokens.len() == 1)
            .map(|c| self.key_of(c.tokens))
            .filter(|k| singles.get(k).copied().unwrap_or(0) < 2 && !known.contains_key(k))
            .collect();
        for candidate in chosen
            .iter_mut()
            .filter(|c| matches!(c.guess, Guess::Person("model")) && c.tokens.len() == 1)
        {
            if bodies.contains(&self.key_of(candidate.tokens)) {
                candidate.guess = Guess::Organisation("body by its other mentions");
            }
        }
        let mut covered: Vec<Option<usize>> = vec![None; self.words.len()];
        for (at, candidate) in chosen.iter().enumerate() {
            candidate.tokens.iter().for_each(|i| covered[i as usize] = Some(at));
        }
        let mut more = Vec::new();
        let mut drop = Vec::new();
        let mut i = 0u32;
        while (i as usize) < self.words.len() {
            let single = covered[i as usize].filter(|&at| {
                chosen[at].tokens.len() == 1
                    && !matches!(chosen[at].guess, Guess::Table(_) | Guess::Person(_))
            });
            if !self.is_capital(i) || covered[i as usize].is_some() && single.is_none() {
                i += 1;
                continue;
            }
            let mut best = None;
            for len in 1..=5u32 {
                let tokens = TokenRange::new(i, (i + len).min(self.syntax.len()));
                if tokens.len() < len
                    || tokens.iter().skip(1).any(|t| covered[t as usize].is_some())
                {
                    break;
                }
                let ends_in_word = self.word(tokens.end - 1).chars().any(char::is_alphanumeric);
                if let Some(guess) = known.get(&self.key_of(tokens)).filter(|_| ends_in_word) {
                    best = Some(Candidate { tokens, guess: guess.clone() });
                }
            }
            let proper = best.as_ref().is_some_and(|b| {
                b.tokens.iter().any(|t| {
                    matches!(
                        self.syntax.pos(t),
                        Pos::Propn | Pos::Noun | Pos::Adj | Pos::X | Pos::Verb
                    )
                })
            });
            match best.filter(|_| proper) {
                Some(candidate) => {
                    drop.extend(single);
                    i = candidate.tokens.end;
                    more.push(candidate);
                }
                None => i += 1,
            }
        }
        for at in drop.into_iter().rev() {
            chosen.remove(at);
        }
        chosen.extend(more);
        chosen.sort_by_key(|c| c.tokens.start);
    }
}
