//! Names that the tables know, and organisations that they do not: full names, short forms, acronyms.

use super::draft::{Draft, DraftIdx, Resolver, local_country, words};
use crate::knowledge::name::fold;
use crate::knowledge::{Target, WordClass};
use crate::mention::{Form, same_stem};
use legation_core::plover::Sector;
use legation_core::{ActorKind, Dep, Tag, TokenRange};

impl Resolver<'_, '_> {
    /// Gives every name and adjective in the tables to its actor.
    pub(super) fn resolve_known(&mut self) {
        for at in 0..self.mentions.list.len() {
            let (target, rule) = match self.found(at).form {
                Form::Known(Target::Demonym(state)) => {
                    self.people_of(at, state);
                    continue;
                }
                Form::Known(target) | Form::Adjective(target) => (target, self.found(at).rule),
                Form::Land(_) => {
                    self.resolve_land(at);
                    continue;
                }
                _ => continue,
            };
            if !self.found(at).others.is_empty() {
                continue;
            }
            let draft = self.known(target);
            self.assign(at, draft, rule);
        }
        self.resolve_namesakes();
    }

    /// A state that the tables do not know: its name and what is made of it are one actor.
    fn resolve_land(&mut self, at: usize) {
        let Form::Land(land) = self.found(at).form.clone() else { return };
        let id = local_country(&land.key);
        let tokens = self.found(at).tokens;
        let draft = match self.by_id.get(&id) {
            Some(&draft) => draft,
            None => {
                let cut: String =
                    self.text(tokens).chars().take(land.key.chars().count()).collect();
                let draft = self.add(Draft {
                    country: Some(id.clone()),
                    sectors: vec![Sector::Gov],
                    names: vec![words(&land.key)],
                    ..Draft::new(cut, ActorKind::State, "state not in the tables")
                });
                self.by_id.insert(id, draft);
                draft
            }
        };
        if !land.adjective && self.drafts[draft].mentions.iter().all(|(m, _)| self.is_adjective(*m))
        {
            let words = self.text(tokens).to_owned();
            self.drafts[draft].name = words;
        }
        self.assign(at, draft, self.found(at).rule);
    }

    /// The unknown state whose name or adjective stands in a name: "Belmarkian Coast Guard", "Belmarkians".
    fn land_in(&self, tokens: TokenRange) -> Option<String> {
        tokens.iter().find_map(|i| {
            let word = fold(self.syntax.word(i));
            let single = word.strip_suffix('s').unwrap_or(&word);
            let fits = |d: &Draft| {
                d.kind == ActorKind::State
                    && d.id.is_none()
                    && d.names.iter().flatten().any(|n| n == single || same_stem(n, single))
            };
            self.drafts.iter().find(|d| fits(d)).and_then(|d| d.country.clone())
        })
    }

    /// Names that several organisations share: the one of the state it is said to belong to, else of the state that the
    /// article speaks of most, else the first in the tables.
    fn resolve_namesakes(&mut self) {
        for at in 0..self.mentions.list.len() {
            let Form::Known(first) = self.found(at).form else { continue };
            if self.owner[at].is_some() || self.found(at).others.is_empty() {
                continue;
            }
            let all: Vec<Target> =
                std::iter::once(first).chain(self.found(at).others.iter().copied()).collect();
            let country = |t: &Target| self.knowledge.country_of(self.knowledge.id(*t));
            let owner = self.owner_state(at);
            let owned = owner.as_deref().and_then(|o| all.iter().find(|t| country(t) == Some(o)));
            let (target, rule) = match owned {
                Some(target) => (*target, "name shared by several: the one of its state"),
                None => {
                    let weight = |t: &Target| {
                        let state = country(t).and_then(|c| self.by_id.get(c));
                        state.map_or(0, |d| self.drafts[*d].mentions.len())
                    };
                    let most = all.iter().map(weight).max().unwrap_or(0);
                    let best = all.iter().find(|t| weight(t) == most).copied().unwrap_or(first);
                    (best, "name shared by several: the one of the state spoken of most")
                }
            };
            let draft = self.known(target);
            self.assign(at, draft, rule);
        }
    }

    /// "the Chinese" is the state, "Russians" its people.
    fn people_of(&mut self, at: usize, state: u32) {
        let head = self.found(at).head;
        let definite =
            self.syntax.child(head, Dep::Det).is_some_and(|d| self.syntax.lower(d) == "the");
        let counted = self.syntax.child(head, Dep::Nummod).is_some();
        let whole = definite && !counted;
        let single = matches!(self.syntax.tag(head), Tag::Nn | Tag::Nnp) && !definite;
        if single {
            return;
        }
        if whole {
            let draft = self.known(Target::State(state));
            self.assign(at, draft, "the people for the state");
            return;
        }
        let state = &self.knowledge.states[state as usize];
        let id = format!("{}.people", state.id);
        let country = state.id.clone();
        let name = self.text(self.found(at).tokens).to_owned();
        let draft = match self.by_id.get(&id) {
            Some(&draft) => draft,
            None => {
                let draft = self.add(Draft {
                    id: Some(id.clone()),
                    country: Some(country),
                    sectors: vec![Sector::Cvl],
                    ..Draft::new(name, ActorKind::Group, "people of a state")
                });
                self.by_id.insert(id, draft);
                draft
            }
        };
        self.assign(at, draft, "people of a state");
    }

    /// Gathers the names of organisations that the tables do not know.
    pub(super) fn resolve_organisations(&mut self) {
        let mut order: Vec<usize> = (0..self.mentions.list.len())
            .filter(|&at| matches!(self.found(at).form, Form::Organisation(_)))
            .collect();
        order.sort_by_key(|&at| (u32::MAX - self.found(at).tokens.len(), at));
        for at in order {
            let Form::Organisation(name) = self.found(at).form.clone() else { continue };
            let words: Vec<String> = name.key.split(' ').map(str::to_owned).collect();
            // A surname that the model takes for a body: "Trump" without the full name.
            if let [word] = words.as_slice()
                && let Some((person, rule)) = self.by_table(at, word)
            {
                let draft = self.known(Target::Person(person));
                self.assign(at, draft, rule);
                continue;
            }
            let (draft, rule) = match self.organisation(at, &words) {
                Some(found) => found,
                None => {
                    let tokens = self.found(at).tokens;
                    let mut draft = Draft::new(
                        self.text(tokens),
                        name.kind.unwrap_or(ActorKind::Group),
                        self.found(at).rule,
                    );
                    draft.plural = name.kind == Some(ActorKind::Group)
                        && matches!(self.syntax.tag(self.found(at).head), Tag::Nns | Tag::Nnps);
                    draft.sectors = self.sectors_of_name(&words);
                    draft.country = self.country_in(tokens).or_else(|| self.land_in(tokens));
                    draft.names.push(words.clone());
                    if let Some(noun) = words.last() {
                        draft.nouns.push(noun.clone());
                    }
                    (self.add(draft), "name of an organisation")
                }
            };
            if !self.drafts[draft].names.contains(&words) {
                self.drafts[draft].names.push(words);
            }
            self.assign(at, draft, rule);
        }
    }

    /// An organisation met before, or in the tables under a composed name.
    fn organisation(&mut self, at: usize, words: &[String]) -> Option<(DraftIdx, &'static str)> {
        let same = |d: &Draft| !d.is_person() && d.names.iter().any(|n| n == words);
        if let Some(draft) = self.drafts.iter().position(same) {
            return Some((draft, "same name"));
        }
        if let Some(target) = self.composed(at, words) {
            return Some((self.known(target), "name with its state in the tables"));
        }
        let acronym = words.len() == 1
            && words[0].len() >= 2
            && self.text(self.found(at).tokens).chars().all(|c| !c.is_lowercase());
        // "the Front" after "the Ashkar Liberation Front".
        let head = self.found(at).head;
        let definite =
            self.syntax.child(head, Dep::Det).is_some_and(|d| self.syntax.lower(d) == "the");
        let fits = |d: &Draft| {
            !d.is_person()
                && d.id.is_none()
                && d.names.iter().any(|n| {
                    acronym && initials(n) == words[0]
                        || !acronym
                            && n.len() > words.len()
                            && words.len() > 1
                            && (n.starts_with(words) || n.ends_with(words))
                        || !acronym
                            && words.len() == 1
                            && n.len() > 1
                            && n[0] == words[0]
                            && words[0].len() > 3
                        || !acronym
                            && words.len() == 1
                            && n.len() > 1
                            && definite
                            && n.last() == words.first()
                            && self.knowledge.named(&words[0]).next().is_none()
                })
        };
        let draft = self.drafts.iter().position(fits)?;
        Some((draft, if acronym { "acronym" } else { "short form of a name" }))
    }

    /// "Russia's Foreign Ministry", "the Russian Foreign Ministry" where the tables have "Foreign Ministry of Russia".
    fn composed(&self, at: usize, words: &[String]) -> Option<Target> {
        let name = words.join(" ");
        let owner = self.owner_state(at)?;
        let Target::State(state) = self.knowledge.by_id(&owner)? else { return None };
        let state = &self.knowledge.states[state as usize];
        let mut tries: Vec<String> =
            state.adjectives.iter().map(|a| format!("{a} {name}")).collect();
        tries.push(format!("{name} of {}", state.name));
        tries.push(format!("{}'s {name}", state.name));
        tries.push(format!("{} {name}", state.name));
        tries
            .iter()
            .find_map(|t| self.knowledge.named(t).find(|t| matches!(t, Target::Organisation(_))))
    }

    /// The state that a name is said to belong to: "Russia's …", "… of Russia".
    fn owner_state(&self, at: usize) -> Option<String> {
        let head = self.found(at).head;
        let start = self.found(at).tokens.start;
        let near = |i: u32| {
            let over = self.mentions.name_over(i)?;
            match &self.found(over).form {
                Form::Known(t @ (Target::State(_) | Target::Metonym(_)))
                | Form::Adjective(t @ Target::StateAdjective(_)) => {
                    Some(self.knowledge.id(*t).to_owned())
                }
                Form::Land(land) => Some(local_country(&land.key)),
                _ => None,
            }
        };
        self.syntax.children_by(head, Dep::Poss).find_map(near).or_else(|| {
            let before = start.checked_sub(1)?;
            let before =
                if self.syntax.tag(before) == Tag::Pos { before.checked_sub(1)? } else { before };
            near(before)
        })
    }

    /// The country that words inside a name tell: "Chinese Academy of Social Sciences", "Bank of Japan"; or the state it belongs to.
    fn country_in(&self, tokens: TokenRange) -> Option<String> {
        let words: Vec<&str> = tokens.iter().map(|i| self.syntax.word(i)).collect();
        for from in 0..words.len() {
            let Some((_, targets)) = self.knowledge.name_at(&words[from..]) else { continue };
            let state = targets
                .into_iter()
                .find(|t| matches!(t, Target::State(_) | Target::StateAdjective(_)));
            if let Some(state) = state {
                return Some(self.knowledge.id(state).to_owned());
            }
        }
        None
    }

    fn sectors_of_name(&self, words: &[String]) -> Vec<Sector> {
        let linked = |w: &String| self.knowledge.lexicon.is(WordClass::NameLink, w);
        let first = words.iter().position(linked).unwrap_or(words.len());
        let candidates = [first.checked_sub(1), words.len().checked_sub(1)];
        let body = |at: usize| self.knowledge.bodies.get(&words[at]);
        candidates
            .into_iter()
            .flatten()
            .find_map(body)
            .map(|hit| self.knowledge.bodies.noun(hit).sectors.clone())
            .or_else(|| {
                self.knowledge
                    .roles
                    .get(words.last()?)
                    .map(|hit| self.knowledge.roles.noun(hit).sectors.clone())
            })
            .unwrap_or_default()
    }

    /// What the text around the names of unknown organisations says of them: owner, place, acronym in brackets.
    pub(super) fn describe_organisations(&mut self) {
        for at in 0..self.mentions.list.len() {
            if !matches!(self.found(at).form, Form::Organisation(_)) {
                continue;
            }
            let Some(draft) = self.owner[at] else { continue };
            if self.drafts[draft].country.is_none() {
                let country = self.owner_state(at).or_else(|| self.place_of(self.found(at).head));
                self.drafts[draft].country = country;
            }
        }
    }

    /// The country of the place in which something is said to be: "in Washington", "Washington-based".
    pub(super) fn place_of(&self, head: u32) -> Option<String> {
        let syntax = self.syntax;
        let country = |i: u32| {
            let over = self.mentions.name_over(i)?;
            let names_place = match self.found(over).form {
                Form::Place(_) | Form::Land(_) | Form::Adjective(Target::StateAdjective(_)) => true,
                Form::Known(t) => {
                    matches!(t, Target::State(_) | Target::Metonym(_) | Target::Region(_))
                }
                _ => false,
            };
            if names_place { self.country_of_found(over) } else { None }
        };
        for child in syntax.children(head) {
            match syntax.dep(child) {
                Dep::Prep if matches!(syntax.lower(child), "in" | "of") => {
                    if let Some(found) = syntax.children_by(child, Dep::Pobj).find_map(country) {
                        return Some(found);
                    }
                }
                Dep::Amod if syntax.lower(child) == "based" => {
                    if let Some(found) = syntax.children(child).find_map(country) {
                        return Some(found);
                    }
                }
                Dep::Amod | Dep::Poss => {
                    if let Some(found) = country(child) {
                        return Some(found);
                    }
                }
                Dep::Appos => {
                    if let Some(found) = syntax
                        .children(child)
                        .filter(|&c| syntax.dep(c) == Dep::Amod)
                        .find_map(|c| {
                            if syntax.lower(c) == "based" {
                                syntax.children(c).find_map(country)
                            } else {
                                country(c)
                            }
                        })
                    {
                        return Some(found);
                    }
                }
                _ => {}
            }
        }
        None
    }
}

/// The initials of a name without its small words.
fn initials(words: &[String]) -> String {
    let small =
        |w: &&String| !matches!(w.as_str(), "of" | "for" | "and" | "the" | "on" | "in" | "&");
    words.iter().filter(small).filter_map(|w| fold(w).chars().next()).collect()
}
