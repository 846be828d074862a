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
            if let [single] = name.words.as_slice()
                && !entry.bare.contains(single)
            {
                entry.bare.push(single.clone());
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

    /// A surname alone: with a title ("President Biden"), of a single office holder, or of a single person in the tables.
    pub(super) fn by_table(&self, at: usize, word: &str) -> Option<(u32, String)> {
        let title = self.title_before(at);
        let bearers = self.knowledge.people_called(word);
        let called: Vec<u32> = bearers.iter().copied().filter(|p| self.goes_by(*p, word)).collect();
        let holds = |p: u32| self.knowledge.holdings_by(p).any(|(h, _)| h.when.holds(self.day));
        let only = |people: &[u32]| if let [one] = people { Some(*one) } else { None };
        if let Some((title, country)) = title {
            let titled: Vec<u32> = called
                .iter()
                .copied()
                .filter(|p| self.held_title(*p, &title, country.as_deref()))
                .collect();
            let current: Vec<u32> = titled.iter().copied().filter(|p| holds(*p)).collect();
            let person = only(&current).or_else(|| only(&titled));
            return person.map(|p| (p, "title and last name in the tables".to_owned()));
        }
        let in_office: Vec<u32> =
            called.iter().copied().filter(|p| holds(*p) && self.is_prominent(*p)).collect();
        if let Some(person) =
            only(&in_office).filter(|p| called.len() == 1 || self.is_country_named(*p))
        {
            return Some((person, "last name of one office holder in the tables".to_owned()));
        }
        // "Obama": whoever stood at the head of a state, where only one of that name did.
        let heads: Vec<u32> = called.iter().copied().filter(|p| self.was_head(*p)).collect();
        let person = only(&called).or_else(|| only(&heads).filter(|_| called.len() < 4))?;
        let known = self.was_head(person)
            || self.is_country_named(person) && self.was_lately_in_office(person);
        known.then(|| (person, "last name of one person in the tables".to_owned()))
    }

    /// Whether a person holds an office or left the last one within ten years: the surname of a minister of long ago is
    /// somebody else's by now.
    fn was_lately_in_office(&self, person: u32) -> bool {
        let Some(day) = self.day else { return true };
        let since = day.saturating_sub(jiff::Span::new().years(10));
        self.knowledge.holdings_by(person).any(|(h, _)| h.when.to.is_none_or(|to| since <= to))
    }

    /// Whether a word is a person's last name, or the first where the family name comes first.
    fn goes_by(&self, person: u32, word: &str) -> bool {
        let entry = &self.knowledge.people[person as usize];
        std::iter::once(&entry.name).chain(&entry.aliases).any(|name| {
            let parts = words(name);
            parts.last().is_some_and(|w| w == word)
                || parts.first().is_some_and(|w| w == word) && self.is_family_first(person)
        })
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
