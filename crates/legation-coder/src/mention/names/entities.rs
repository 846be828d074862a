//! Names that the model marks, trimmed, and people found by honorifics and titles.

use super::{Candidate, Finder, Guess};
use crate::knowledge::WordClass;
use crate::knowledge::name::fold;
use crate::knowledge::place::City;
use crate::mention::head_of;
use legation_core::{Dep, EntityLabel, Pos, Tag, TokenRange};

impl Finder<'_, '_> {
    pub(super) fn entities(&self, headline: &[bool]) -> Vec<Candidate> {
        let mut out = Vec::new();
        for entity in &self.syntax.layers.entities {
            let in_headline = headline
                .get(self.syntax.sentence_of(entity.tokens.start) as usize)
                .copied()
                .unwrap_or(false);
            let guess = match entity.label {
                EntityLabel::Person | EntityLabel::Per if !in_headline => Guess::Person("model"),
                EntityLabel::Org if !in_headline => Guess::Organisation("model"),
                EntityLabel::Fac => Guess::Place,
                EntityLabel::Gpe | EntityLabel::Loc => Guess::Place,
                EntityLabel::Norp => Guess::Group,
                _ => continue,
            };
            let tokens =
                TokenRange::new(entity.tokens.start, entity.tokens.end.min(self.syntax.len()));
            if let Some(candidate) = self.trimmed(tokens, guess) {
                out.push(candidate);
            }
        }
        out
    }

    /// An entity without articles, possessive endings, titles and the places it stands in.
    pub(super) fn trimmed(&self, mut tokens: TokenRange, mut guess: Guess) -> Option<Candidate> {
        let person = matches!(guess, Guess::Person(_));
        while !tokens.is_empty()
            && matches!(
                self.syntax.lower(tokens.start),
                "the" | "a" | "an" | "this" | "'s" | "\"" | "“"
            )
        {
            tokens.start += 1;
        }
        while !tokens.is_empty()
            && (matches!(self.syntax.tag(tokens.end - 1), Tag::Pos | Tag::Hyph)
                || self.syntax.pos(tokens.end - 1) == Pos::Punct)
        {
            tokens.end -= 1;
        }
        if let Some(at) = tokens
            .iter()
            .skip(1)
            .find(|&i| matches!(self.syntax.lower(i), "in" | "at" | "from" | "on"))
            && matches!(guess, Guess::Organisation(_))
            && self.words.get(at as usize + 1).is_some_and(|w| w.starts_with(char::is_uppercase))
        {
            tokens.end = at;
        }
        if let Some(at) = tokens.iter().skip(1).find(|&i| matches!(self.syntax.tag(i), Tag::Lrb)) {
            tokens.end = at;
        }
        if person {
            while tokens.len() > 1
                && (self.is_title(tokens.start) || self.is_honorific(tokens.start))
            {
                tokens.start += 1;
            }
            if let Some(at) = tokens.iter().find(|&i| !self.is_name_part(i)) {
                tokens.end = at;
            }
        }
        if matches!(guess, Guess::Organisation(_))
            && tokens.len() == 1
            && self.is(WordClass::CountryNoun, tokens.start)
        {
            return None;
        }
        if matches!(guess, Guess::Organisation(_)) && !tokens.iter().any(|i| self.is_capital(i)) {
            return None;
        }
        if tokens.is_empty()
            || tokens.iter().all(|i| {
                self.is(WordClass::NotActor, i) || !self.word(i).chars().any(char::is_alphabetic)
            })
        {
            return None;
        }
        if person && (self.is(WordClass::NotActor, tokens.start) || !self.is_capital(tokens.start))
        {
            return None;
        }
        if matches!(guess, Guess::Organisation(_)) {
            let titled = tokens.start > 0
                && tokens.len() <= 3
                && self.is_title(tokens.start - 1)
                && self.syntax.dep(tokens.start - 1) == Dep::Compound;
            if titled && self.org_kind(tokens).is_none() && tokens.iter().all(|i| self.is_proper(i))
            {
                guess = Guess::Person("title");
            }
        }
        let before = tokens
            .start
            .checked_sub(1)
            .filter(|&b| self.syntax.tag(b) == Tag::Nn && self.syntax.dep(b) == Dep::Compound);
        let described = before
            .filter(|&b| tokens.contains(self.syntax.head(b)))
            .is_some_and(|b| self.knowledge.bodies.get(&fold(self.word(b))).is_some());
        if described && !matches!(guess, Guess::Group) {
            guess = Guess::Organisation("noun for a body before it");
        }
        // "the weekly show, “Panorama,”": an outlet or body that the model takes for a person.
        let head = head_of(self.syntax, tokens);
        let up = self.syntax.head(head);
        if person
            && self.syntax.dep(head) == Dep::Appos
            && self.syntax.tag(up) == Tag::Nn
            && self.knowledge.roles.get(&fold(self.word(up))).is_none()
            && self.knowledge.bodies.get(&fold(self.word(up))).is_some()
        {
            guess = Guess::Organisation("apposition to a noun for a body");
        }
        if guess == Guess::Place && tokens.len() > 1 && self.org_kind(tokens).is_some() {
            guess = Guess::Organisation("noun for a body in a place name");
        }
        if matches!(guess, Guess::Person("model") | Guess::Organisation("model"))
            && self.stands_as_city(tokens)
        {
            guess = Guess::Place;
        }
        (!self.names_feature(tokens)).then_some(Candidate { tokens, guess })
    }

    /// "the Orla bridge": the name is the bridge's, unless the tables know it as somebody's or as a town's.
    fn names_feature(&self, tokens: TokenRange) -> bool {
        let syntax = self.syntax;
        let head = head_of(syntax, tokens);
        let text = syntax.span(tokens).of(syntax.text());
        syntax.dep(head) == Dep::Compound
            && syntax.tag(syntax.head(head)) == Tag::Nn
            && self.is(WordClass::FeatureNoun, syntax.head(head))
            && self.knowledge.named(text).next().is_none()
            && self.knowledge.cities.named(text).is_empty()
    }

    /// "the districts of Donetsk and Luhansk": the name of a large city after a preposition of place, where nobody in the text is
    /// called so in full. Cities of the countries that have given many English surnames their names are left out.
    fn stands_as_city(&self, tokens: TokenRange) -> bool {
        const LARGE: u64 = 100_000;
        let syntax = self.syntax;
        let head = syntax.first_conjunct(head_of(syntax, tokens));
        let up = syntax.head(head);
        let placed = syntax.dep(head) == Dep::Pobj
            && (self.is(WordClass::PlacePreposition, up)
                || matches!(syntax.lower(up), "from" | "to" | "between" | "toward" | "towards")
                || syntax.lower(up) == "of" && self.is(WordClass::PlaceNoun, syntax.head(up)));
        let text = syntax.span(tokens).of(syntax.text());
        let cities = || self.knowledge.cities.named(text);
        let lexicon = &self.knowledge.lexicon;
        let surname =
            |country: &str| lexicon.is(WordClass::SurnameCountry, &country.to_lowercase());
        let foreign = |c: &City<'_>| c.population >= LARGE && !surname(c.country);
        placed
            && cities().first().is_some_and(foreign)
            && !syntax.layers.entities.iter().any(|e| {
                e.label == EntityLabel::Person
                    && e.tokens.len() > tokens.len()
                    && syntax.span(e.tokens).of(syntax.text()).ends_with(text)
            })
    }

    pub(super) fn is_name_part(&self, i: u32) -> bool {
        let word = self.word(i);
        self.is_capital(i)
            || matches!(word, "-" | "'" | "’" | ".")
            || self.is(WordClass::Particle, i)
    }

    /// "Mr. Xi".
    pub(super) fn by_honorific(&self) -> Vec<Candidate> {
        let mut out = Vec::new();
        for i in (0..self.syntax.len()).filter(|&i| self.is_honorific(i)) {
            let mut end = i + 1;
            while end < self.syntax.len() && end <= i + 6 && self.is_honorific(end) {
                end += 1;
            }
            while end < self.syntax.len()
                && end <= i + 6
                && (self.is_proper(end)
                    || self.is_capital(end) && end == i + 1
                    || self.is_joint(end))
            {
                end += 1;
            }
            if end > i + 1
                && self.is_capital(end - 1)
                && self.syntax.sentence_of(i) == self.syntax.sentence_of(end - 1)
            {
                out.push(Candidate {
                    tokens: TokenRange::new(i, end),
                    guess: Guess::Person("honorific"),
                });
            }
        }
        out
    }

    /// A hyphen or particle with a capital after it, inside a name.
    pub(super) fn is_joint(&self, i: u32) -> bool {
        let next = i + 1;
        (self.word(i) == "-" || self.is(WordClass::Particle, i))
            && next < self.syntax.len()
            && (self.is_proper(next) || self.is(WordClass::Particle, next))
    }

    /// "President Adeyemi", where the model marks no name.
    pub(super) fn by_title(&self) -> Vec<Candidate> {
        let mut out = Vec::new();
        for i in (0..self.syntax.len()).filter(|&i| self.is_title(i)) {
            let mut head = self.syntax.head(i);
            if self.syntax.dep(i) != Dep::Compound {
                // "Secretary of State Amara Bell": the tree hangs the name on "of" or on "Secretary".
                if !matches!(self.syntax.lower(i.saturating_sub(1)), "of" | "for") {
                    continue;
                }
                head = i;
                while head < i + 4
                    && head + 1 < self.syntax.len()
                    && self.is_proper(head + 1)
                    && !self.is_title(head + 1)
                {
                    head += 1;
                }
            }
            let tokens = TokenRange::new(i + 1, head + 1);
            let fits = head > i
                && head <= i + 4
                && tokens.iter().all(|t| self.is_proper(t) && !self.is_title(t));
            if fits && self.org_kind(tokens).is_none() {
                out.push(Candidate { tokens, guess: Guess::Person("title") });
            }
        }
        out
    }

    /// "Ayla Deniz, the health minister of Turkey": two names and more with somebody's office beside them, where the model marks no
    /// person.
    pub(super) fn by_office_beside(&self) -> Vec<Candidate> {
        let syntax = self.syntax;
        let is_office = |i: u32| {
            syntax.pos(i) == Pos::Noun
                && self.word(syntax.subtree(i).start.saturating_sub(1)) == ","
                && self.knowledge.roles.get(&fold(self.word(i))).is_some_and(|hit| !hit.plural)
        };
        let marked = |i: u32| {
            syntax
                .layers
                .entities
                .iter()
                .any(|e| e.label != EntityLabel::Person && e.tokens.contains(i))
        };
        let fits = |head: u32| -> Option<Candidate> {
            let mut start = head;
            while start > syntax.sentence(head).start
                && self.is_capital(start - 1)
                && syntax.dep(start - 1) == Dep::Compound
                && syntax.head(start - 1) == head
                && !self.is_title(start - 1)
            {
                start -= 1;
            }
            let tokens = TokenRange::new(start, head + 1);
            let named = (2..=4).contains(&tokens.len())
                && !marked(start)
                && self.org_kind(tokens).is_none();
            named.then_some(Candidate { tokens, guess: Guess::Person("office beside the name") })
        };
        (0..syntax.len())
            .filter(|&i| self.is_proper(i) && syntax.children_by(i, Dep::Appos).any(is_office))
            .filter_map(fits)
            .collect()
    }
}
