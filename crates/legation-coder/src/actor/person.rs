//! People across an article: full names, surnames, honorifics, titles.

use super::draft::{Draft, DraftIdx, Resolver, words};
use crate::knowledge::Target;
use crate::mention::{Form, PersonName};
use legation_core::ActorKind;

impl Resolver<'_, '_> {
    /// Gives every name of a person to an actor; full names first, so that a headline's surname finds its owner.
    pub(super) fn resolve_people(&mut self) {
        let mut order: Vec<(usize, PersonName)> = Vec::new();
        for (at, found) in self.mentions.list.iter().enumerate() {
            if let Form::Person(name) = &found.form {
                order.push((at, name.clone()));
            }
        }
        order.sort_by_key(|(at, name)| (name.words.len() < 2, *at));
        for (at, name) in order {
            let (draft, rule) = if name.words.len() > 1 {
                self.by_full_name(at, &name)
            } else {
                self.by_one_name(at, &name)
            };
            let entry = &mut self.drafts[draft];
            if entry.gender.is_none() {
                entry.gender = name.gender;
            }
            if let [single] = name.words.as_slice() {
                if !entry.bare.contains(single) {
                    entry.bare.push(single.clone());
                }
            }
            if !entry.names.contains(&name.words) {
                entry.names.push(name.words);
            }
            self.assign(at, draft, rule);
        }
    }

    fn by_full_name(&mut self, at: usize, name: &PersonName) -> (DraftIdx, String) {
        if let Some(person) = name.known {
            return (self.known(Target::Person(person)), "full name in the tables".to_owned());
        }
        let agrees = |d: &Draft| {
            d.is_person()
                && differs(d, name).is_none()
                && d.names.iter().any(|have| same_person(have, &name.words))
        };
        if let Some(draft) = self.drafts.iter().position(agrees) {
            return (draft, "full name".to_owned());
        }
        (self.new_person(at), "full name".to_owned())
    }

    fn by_one_name(&mut self, at: usize, name: &PersonName) -> (DraftIdx, String) {
        let word = &name.words[0];
        let here = self.found(at).head;
        let mut best: Option<(u32, DraftIdx, &str)> = None;
        for (idx, draft) in self.drafts.iter().enumerate() {
            if !draft.is_person() || differs(draft, name).is_some() {
                continue;
            }
            let full = || draft.names.iter().filter(|n| n.len() > 1);
            let rank = if full().any(|n| n.last() == Some(word))
                || draft.names.iter().any(|n| n.len() == 1 && n[0] == *word)
            {
                (0, "last name")
            } else if full().any(|n| n.first() == Some(word)) {
                (1, "first name")
            } else {
                continue;
            };
            // Whoever the article names most often goes by the bare surname; among equals the nearest earlier bearer.
            let heads = draft.mentions.iter().map(|(m, _)| self.found(*m).head);
            let distance = heads
                .map(|h| if h < here { here - h } else { 100_000 + (h - here) })
                .min()
                .unwrap_or(1_000_000);
            let full_mentions = draft.mentions.len().min(9) as u32;
            // Somebody called "Saddam" so far is not called "Hussein" now, if there is another.
            let other = !draft.bare.is_empty() && !draft.bare.contains(word);
            let key =
                ((rank.0 + u32::from(other)) * 10 + (9 - full_mentions)) * 10_000_000 + distance;
            if best.is_none_or(|(k, _, _)| key < k) {
                best = Some((key, idx, rank.1));
            }
        }
        if let Some((_, draft, rule)) = best {
            return (draft, rule.to_owned());
        }
        if let Some((person, rule)) = self.by_table(at, word) {
            return (self.known(Target::Person(person)), rule);
        }
        (self.new_person(at), "name".to_owned())
    }

    /// A surname alone, with a title or a single bearer in office: "President Biden".
    pub(super) fn by_table(&self, at: usize, word: &str) -> Option<(u32, String)> {
        let title = self.title_before(at);
        let bearers = self.knowledge.people_called(word);
        let last = |p: u32| {
            let person = &self.knowledge.people[p as usize];
            std::iter::once(&person.name).chain(&person.aliases).any(|n| {
                let parts = words(n);
                parts.last().is_some_and(|w| w == word)
                    || parts.first().is_some_and(|w| w == word) && self.is_family_first(p)
            })
        };
        let mut fitting: Vec<(u32, bool)> = Vec::new();
        for &person in bearers.iter().filter(|p| last(**p)) {
            let titled = title.as_ref().map(|t| self.held_title(person, &t.0, t.1.as_deref()));
            let in_office = self.knowledge.holdings_by(person).any(|(h, _)| h.when.holds(self.day));
            match titled {
                Some(true) => fitting.push((person, true)),
                Some(false) => {}
                None if in_office => fitting.push((person, false)),
                None => {}
            }
        }
        match fitting.as_slice() {
            [(person, true)] => Some((*person, "title and last name in the tables".to_owned())),
            [(person, false)]
                if self.is_prominent(*person)
                    && (bearers.len() == 1 || self.is_country_named(*person)) =>
            {
                Some((*person, "last name of one office holder in the tables".to_owned()))
            }
            more if title.is_some() && more.len() > 1 => {
                let holds = |p: &&(u32, bool)| {
                    self.knowledge.holdings_by(p.0).any(|(h, _)| h.when.holds(self.day))
                };
                let mut current = more.iter().filter(holds);
                match (current.next(), current.next()) {
                    (Some((person, _)), None) => {
                        Some((*person, "title and last name in the tables".to_owned()))
                    }
                    _ => None,
                }
            }
            _ => None,
        }
    }

    /// Whether the article speaks of a person's country.
    fn is_country_named(&self, person: u32) -> bool {
        let country = self.knowledge.people[person as usize].country.as_deref();
        country.is_some_and(|c| {
            self.by_id.get(c).is_some_and(|&d| !self.drafts[d].mentions.is_empty())
        })
    }

    fn new_person(&mut self, at: usize) -> DraftIdx {
        let tokens = self.found(at).tokens;
        let mut start = tokens.start;
        if let Form::Person(PersonName { honorific: true, .. }) = self.found(at).form {
            while start + 1 < tokens.end
                && self.syntax.word(start).ends_with('.')
                && self.syntax.word(start).len() > 2
            {
                start += 1;
            }
        }
        let name = self.text(legation_core::TokenRange::new(start, tokens.end)).to_owned();
        self.add(Draft::new(name, ActorKind::Person, "name of a person"))
    }
}

/// Whether gender tells a name from a draft.
fn differs(draft: &Draft, name: &PersonName) -> Option<()> {
    match (draft.gender, name.gender) {
        (Some(a), Some(b)) if a != b => Some(()),
        _ => None,
    }
}

/// Two full names of one person: equal, or the same first and last with middle names left out.
fn same_person(a: &[String], b: &[String]) -> bool {
    if a.len() < 2 || b.len() < 2 {
        return a == b;
    }
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    a == b
        || short.last() == long.last() && short[0] == long[0]
        || short.len() < long.len() && (long.starts_with(short) || long.ends_with(short))
}
