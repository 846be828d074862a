//! Names: the model's entities and the tables' names, reconciled into spans that do not overlap.

use super::metonym::is_dateline;
use super::{Form, Found, OrgName, PersonName, Reading, head_of, phrase, reading};
use crate::Syntax;
use crate::knowledge::name::{fold, key};
use crate::knowledge::{Gender, Knowledge, Target, WordClass};
use jiff::civil::Date;
use legation_core::{ActorKind, Dep, EntityLabel, Pos, Tag, TokenRange};
use std::collections::{HashMap, HashSet};

/// What a span of tokens is taken for, before overlaps are settled.
#[derive(Clone, Debug, PartialEq)]
enum Guess {
    Table(Vec<Target>),
    Person(&'static str),
    Organisation(&'static str),
    Group,
    Place,
}

#[derive(Clone, Debug)]
struct Candidate {
    tokens: TokenRange,
    guess: Guess,
}

/// The longest name in words.
const LONGEST: usize = 14;

/// Finds the names of a document.
pub(super) fn find(syntax: &Syntax<'_>, knowledge: &Knowledge, day: Option<Date>) -> Vec<Found> {
    let finder = Finder {
        syntax,
        knowledge,
        day,
        words: (0..syntax.len()).map(|i| syntax.word(i)).collect(),
    };
    let headline = finder.headlines();
    let mut candidates = finder.table_hits();
    candidates.extend(finder.entities(&headline));
    candidates.extend(finder.by_honorific());
    candidates.extend(finder.by_title());
    candidates.extend(finder.by_org_noun(&headline));
    let mut chosen = settle(candidates);
    finder.again(&mut chosen);
    chosen.into_iter().filter_map(|c| finder.classify(c)).collect()
}

/// Longest spans first; among equals the tables, then people.
fn settle(mut candidates: Vec<Candidate>) -> Vec<Candidate> {
    let rank = |c: &Candidate| match c.guess {
        Guess::Person("honorific") => 0,
        Guess::Table(_) => 1,
        Guess::Person(_) => 2,
        Guess::Organisation(_) => 3,
        Guess::Group => 4,
        Guess::Place => 5,
    };
    candidates.sort_by_key(|c| (u32::MAX - c.tokens.len(), rank(c), c.tokens.start));
    let mut chosen: Vec<Candidate> = Vec::new();
    let mut taken = HashSet::new();
    for candidate in candidates {
        if candidate.tokens.iter().all(|i| !taken.contains(&i)) {
            taken.extend(candidate.tokens.iter());
            chosen.push(candidate);
        }
    }
    chosen.sort_by_key(|c| c.tokens.start);
    chosen
}

struct Finder<'s, 'a> {
    syntax: &'s Syntax<'a>,
    knowledge: &'s Knowledge,
    day: Option<Date>,
    words: Vec<&'a str>,
}

impl Finder<'_, '_> {
    fn is(&self, class: WordClass, i: u32) -> bool {
        self.knowledge.lexicon.is(class, self.syntax.lower(i))
    }

    fn word(&self, i: u32) -> &str {
        self.words.get(i as usize).copied().unwrap_or("")
    }

    /// The words of a range of tokens, cut where the document ends.
    fn window(&self, start: u32, end: u32) -> &[&str] {
        let end = (end as usize).min(self.words.len());
        self.words.get(start as usize..end).unwrap_or(&[])
    }

    fn is_capital(&self, i: u32) -> bool {
        self.word(i).starts_with(|c: char| c.is_uppercase())
    }

    fn is_proper(&self, i: u32) -> bool {
        matches!(self.syntax.tag(i), Tag::Nnp | Tag::Nnps) && self.is_capital(i)
    }

    fn is_honorific(&self, i: u32) -> bool {
        self.is_capital(i)
            && [WordClass::HonorificMale, WordClass::HonorificFemale, WordClass::Honorific]
                .into_iter()
                .any(|class| self.is(class, i))
    }

    /// A title: a role noun of up to four words that ends at token `i`, "Secretary of State" included.
    fn is_title(&self, i: u32) -> bool {
        let start = self.syntax.sentence(i).start;
        self.is_capital(i)
            && (1..=4u32).any(|n| {
                let Some(from) =
                    (i + 1).checked_sub(n).filter(|&f| f >= start && self.is_capital(f))
                else {
                    return false;
                };
                let key = self.key_of(TokenRange::new(from, i + 1));
                self.knowledge.roles.get(&key).is_some_and(|hit| !hit.plural)
            })
    }

    /// Which sentences are set in title case, so that capitals and the model's names tell little.
    fn headlines(&self) -> Vec<bool> {
        let sentences = &self.syntax.layers.sentences;
        let is_headline = |sentence: &TokenRange| {
            let long = |i: &u32| self.word(*i).chars().filter(|c| c.is_alphabetic()).count() >= 4;
            let words: Vec<u32> = sentence.iter().filter(long).collect();
            let capitals = words.iter().filter(|&&i| self.is_capital(i)).count();
            words.len() >= 3
                && capitals * 5 >= words.len() * 4
                && self.word(sentence.end.saturating_sub(1)) != "."
        };
        let mut out: Vec<bool> = sentences.iter().map(is_headline).collect();
        if out.iter().all(|h| *h) {
            out.fill(false);
        }
        out
    }

    fn table_hits(&self) -> Vec<Candidate> {
        let mut out = Vec::new();
        for i in 0..self.words.len() {
            let window = self.window(i as u32, (i + LONGEST) as u32);
            let Some((taken, targets)) = self.knowledge.name_at(window) else { continue };
            let tokens = TokenRange::new(i as u32, (i + taken) as u32);
            let same_sentence =
                self.syntax.sentence_of(tokens.start) == self.syntax.sentence_of(tokens.end - 1);
            let targets = self.fitting(tokens, targets);
            if same_sentence && !targets.is_empty() && !self.is_common_word(tokens, &targets) {
                out.push(Candidate { tokens, guess: Guess::Table(targets) });
            }
        }
        out
    }

    /// What a name stood for on the day; names that mean something else as well count only where the model marks them.
    fn fitting(&self, tokens: TokenRange, mut targets: Vec<Target>) -> Vec<Target> {
        let marked = || {
            let entities = &self.syntax.layers.entities;
            entities.iter().any(|e| {
                e.label == EntityLabel::Org
                    && e.tokens.end == tokens.end
                    && e.tokens.start + 1 >= tokens.start
                    && e.tokens.start <= tokens.start
            })
        };
        let name = self.key_of(tokens);
        targets.retain(|t| match t {
            Target::Organisation(o) => {
                let org = &self.knowledge.organisations[*o as usize];
                !org.ambiguous.contains(&name) || marked()
            }
            _ => true,
        });
        let then: Vec<Target> =
            targets.iter().copied().filter(|t| self.knowledge.when(*t).holds(self.day)).collect();
        if then.is_empty() { targets } else { then }
    }

    /// A single capitalised word at the start of a sentence that is no proper noun: "May", "Turkey" the bird.
    fn is_common_word(&self, tokens: TokenRange, targets: &[Target]) -> bool {
        let i = tokens.start;
        let adjective = |t: &Target| {
            matches!(
                t,
                Target::StateAdjective(_)
                    | Target::Region(_)
                    | Target::Demonym(_)
                    | Target::Epithet(_)
            )
        };
        tokens.len() == 1
            && !targets.iter().any(adjective)
            && matches!(
                self.syntax.pos(i),
                Pos::Verb
                    | Pos::Aux
                    | Pos::Adp
                    | Pos::Adv
                    | Pos::Pron
                    | Pos::Det
                    | Pos::Sconj
                    | Pos::Cconj
                    | Pos::Part
            )
    }

    fn entities(&self, headline: &[bool]) -> Vec<Candidate> {
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
    fn trimmed(&self, mut tokens: TokenRange, mut guess: Guess) -> Option<Candidate> {
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
        {
            if matches!(guess, Guess::Organisation(_))
                && self
                    .words
                    .get(at as usize + 1)
                    .is_some_and(|w| w.starts_with(char::is_uppercase))
            {
                tokens.end = at;
            }
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
        Some(Candidate { tokens, guess })
    }

    fn is_name_part(&self, i: u32) -> bool {
        let word = self.word(i);
        self.is_capital(i)
            || matches!(word, "-" | "'" | "’" | ".")
            || self.is(WordClass::Particle, i)
    }

    /// "Mr. Xi".
    fn by_honorific(&self) -> Vec<Candidate> {
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
    fn is_joint(&self, i: u32) -> bool {
        let next = i + 1;
        (self.word(i) == "-" || self.is(WordClass::Particle, i))
            && next < self.syntax.len()
            && (self.is_proper(next) || self.is(WordClass::Particle, next))
    }

    /// "President Adeyemi", where the model marks no name.
    fn by_title(&self) -> Vec<Candidate> {
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

    /// The kind told by a noun for a body in a name: its last word, or the last before "of" or "for".
    fn org_kind(&self, tokens: TokenRange) -> Option<ActorKind> {
        let end = tokens
            .iter()
            .find(|&i| matches!(self.syntax.lower(i), "of" | "for" | "on" | "against"));
        let last = end.unwrap_or(tokens.end).checked_sub(1).filter(|&l| l >= tokens.start)?;
        [last, tokens.end - 1].into_iter().find_map(|i| self.body(i)).map(|(kind, _)| kind)
    }

    /// The kind told by a noun for a body before a name or above its apposition.
    fn kind_beside(&self, tokens: TokenRange, head: u32) -> Option<ActorKind> {
        let before = tokens.start.checked_sub(1).filter(|&b| {
            self.syntax.dep(b) == Dep::Compound && tokens.contains(self.syntax.head(b))
        });
        let above = (self.syntax.dep(head) == Dep::Appos).then(|| self.syntax.head(head));
        let hit = [before, above]
            .into_iter()
            .flatten()
            .find_map(|i| self.knowledge.bodies.get(&fold(self.word(i))));
        hit.map(|h| self.knowledge.bodies.noun(h).kind)
    }

    /// The body noun that ends at a capitalised token, with the number of its words.
    fn body(&self, i: u32) -> Option<(ActorKind, u32)> {
        let two =
            i.checked_sub(1).map(|b| format!("{} {}", fold(self.word(b)), fold(self.word(i))));
        if self.is(WordClass::CountryNoun, i) || self.is(WordClass::Relational, i) {
            return None;
        }
        let bodies = &self.knowledge.bodies;
        let hit = two.and_then(|k| bodies.get(&k)).map(|h| (h, 2));
        let hit = hit.or_else(|| bodies.get(&fold(self.word(i))).map(|h| (h, 1)));
        hit.filter(|_| self.is_capital(i)).map(|(h, n)| (bodies.noun(h).kind, n))
    }

    /// "the Centre for Eastern Studies", "the Vendran Foreign Ministry": capitals around a capitalised noun for a body.
    fn by_org_noun(&self, headline: &[bool]) -> Vec<Candidate> {
        let mut out = Vec::new();
        for i in 0..self.syntax.len() {
            let in_headline =
                headline.get(self.syntax.sentence_of(i) as usize).copied().unwrap_or(false);
            if in_headline || !self.is_proper(i) || self.body(i).is_none() {
                continue;
            }
            let sentence = self.syntax.sentence(i);
            let mut start = i;
            while start > sentence.start {
                let before = start - 1;
                let joins = (self.is_capital(before)
                    && !self.is_title(before)
                    && self.syntax.tag(before) != Tag::Dt
                    && (before > sentence.start
                        || self.is_proper(before)
                        || self.syntax.pos(before) == Pos::Adj)
                    && !self.is_function_word(before))
                    || (matches!(self.word(before), "&" | "and" | "-")
                        && before > sentence.start
                        && self.is_proper(before - 1)
                        && self.word(before) != "and");
                if !joins {
                    break;
                }
                start = before;
            }
            // "Replied State Department …": a capital at the start of the sentence before a name that the tables know.
            let rest = &self.words
                [start as usize + 1..(start as usize + LONGEST).min(sentence.end as usize)];
            if start == sentence.start
                && start < i
                && self.knowledge.name_at(rest).is_some_and(|(n, _)| start + 1 + n as u32 > i)
            {
                continue;
            }
            let mut end = i + 1;
            while end < sentence.end
                && self.is_proper(end)
                && !self.is_title(end)
                && !self.is_person_entity(end)
            {
                end += 1;
            }
            end = self.of_part(end, sentence.end);
            if end - start > 1 {
                out.push(Candidate {
                    tokens: TokenRange::new(start, end),
                    guess: Guess::Organisation("noun for a body"),
                });
            }
        }
        out
    }

    fn is_person_entity(&self, i: u32) -> bool {
        let entities = &self.syntax.layers.entities;
        let at = entities.partition_point(|e| e.tokens.end <= i);
        entities.get(at).is_some_and(|e| e.label == EntityLabel::Person && e.tokens.contains(i))
    }

    fn is_function_word(&self, i: u32) -> bool {
        matches!(
            self.syntax.pos(i),
            Pos::Adp
                | Pos::Pron
                | Pos::Sconj
                | Pos::Cconj
                | Pos::Adv
                | Pos::Verb
                | Pos::Aux
                | Pos::Det
                | Pos::Num
        )
    }

    /// Goes on over "of Foreign Affairs", "for Strategic and International Studies".
    fn of_part(&self, mut end: u32, limit: u32) -> u32 {
        while end + 1 < limit && matches!(self.syntax.lower(end), "of" | "for" | "on" | "against") {
            let mut at = end + 1;
            if self.syntax.lower(at) == "the" {
                at += 1;
            }
            let from = at;
            loop {
                if at < limit && self.is_capital(at) && !matches!(self.syntax.tag(at), Tag::Dt) {
                    at += 1;
                } else if at + 1 < limit
                    && at > from
                    && matches!(self.syntax.lower(at), "and" | "," | "-" | "&")
                    && self.is_capital(at + 1)
                    && self.lists_on(at, limit)
                {
                    at += 1;
                } else {
                    break;
                }
            }
            // "the Ministry of Finance" but not "the Bank of" nor "the Party for change"; a state after "of" is part of the name.
            if at == from
                || self.is_title(from)
                || self
                    .syntax
                    .layers
                    .entities
                    .iter()
                    .any(|e| matches!(e.label, EntityLabel::Person) && e.tokens.contains(from))
            {
                break;
            }
            end = at;
        }
        end
    }

    /// Whether what follows "and" or a comma inside an of-phrase still belongs to the name: common nouns with capitals do,
    /// names of states and people do not.
    fn lists_on(&self, at: u32, limit: u32) -> bool {
        let next = at + 1;
        let known = self.knowledge.name_at(self.window(next, limit)).is_some();
        !known
            && !self.syntax.layers.entities.iter().any(|e| e.tokens.start == next)
            && !phrase::is_time(self.syntax, next)
    }

    /// Names found once are names everywhere: looks for full names, surnames and organisations where nothing was
    /// found, headlines included.
    fn again(&self, chosen: &mut Vec<Candidate>) {
        let mut known: HashMap<String, Guess> = HashMap::new();
        let mut singles: HashMap<String, u32> = HashMap::new();
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

    fn key_of(&self, tokens: TokenRange) -> String {
        let words: Vec<String> =
            tokens.iter().map(|i| fold(self.word(i))).filter(|w| !w.is_empty()).collect();
        words.join(" ")
    }

    fn person_name(&self, tokens: TokenRange) -> PersonName {
        let mut name = PersonName::default();
        for i in tokens.iter() {
            let lower = self.syntax.lower(i);
            let word = fold(self.word(i));
            if name.words.is_empty() && self.is_honorific(i) {
                name.honorific = true;
                name.gender = match () {
                    () if self.is(WordClass::HonorificMale, i) => Some(Gender::Male),
                    () if self.is(WordClass::HonorificFemale, i) => Some(Gender::Female),
                    () => name.gender,
                };
            } else if word.is_empty() || self.is(WordClass::Suffix, i) && !name.words.is_empty() {
            } else if lower.ends_with('.') && word.len() <= 2 || word.len() == 1 {
                name.initials.push(word);
            } else {
                name.words.push(word);
            }
        }
        let person = |name: &str| {
            self.knowledge
                .named(name)
                .find_map(|t| if let Target::Person(p) = t { Some(p) } else { None })
        };
        if name.words.len() > 1 {
            name.known = person(&self.key_of(tokens)).or_else(|| person(&name.words.join(" ")));
        }
        if name.gender.is_none() && name.words.len() > 1 {
            name.gender = self.knowledge.given_name(&name.words[0]);
        }
        name
    }

    fn classify(&self, candidate: Candidate) -> Option<Found> {
        let Candidate { tokens, guess } = candidate;
        let head = head_of(self.syntax, tokens);
        // "OSSK (Reuters) -": neither the place nor the agency acts.
        if self.in_dateline(tokens) {
            let target = match &guess {
                Guess::Table(targets) => targets
                    .iter()
                    .copied()
                    .find(|t| matches!(t, Target::State(_) | Target::Metonym(_))),
                _ => None,
            };
            return Some(Found {
                tokens,
                head,
                form: Form::Place(target),
                rule: "dateline",
                others: Vec::new(),
            });
        }
        let (form, rule) = match guess {
            Guess::Person(rule) => (Form::Person(self.person_name(tokens)), rule),
            Guess::Organisation(rule) => {
                let kind = self.org_kind(tokens).or_else(|| self.kind_beside(tokens, head));
                (Form::Organisation(OrgName { key: self.key_of(tokens), kind }), rule)
            }
            Guess::Group => {
                let plural =
                    self.syntax.tag(head) == Tag::Nnps || self.syntax.tag(head) == Tag::Nns;
                if !plural || self.syntax.dep(head) == Dep::Amod {
                    return None;
                }
                (
                    Form::Organisation(OrgName {
                        key: self.key_of(tokens),
                        kind: Some(ActorKind::Group),
                    }),
                    "name of a people or party",
                )
            }
            Guess::Place => match self.acts(tokens, head) {
                true => (
                    Form::Organisation(OrgName {
                        key: self.key_of(tokens),
                        kind: Some(ActorKind::PlaceGroup),
                    }),
                    "place that acts",
                ),
                false => (Form::Place(None), "place"),
            },
            Guess::Table(targets) => return self.from_table(tokens, head, &targets),
        };
        (!matches!(&form, Form::Person(name) if name.words.is_empty())).then_some(Found {
            tokens,
            head,
            form,
            rule,
            others: Vec::new(),
        })
    }

    /// Whether the name of a place that the tables do not know, or another mention of it, is read as whoever governs there.
    fn acts(&self, tokens: TokenRange, head: u32) -> bool {
        let entities = &self.syntax.layers.entities;
        let is_gpe =
            entities.iter().any(|e| e.label == EntityLabel::Gpe && e.tokens.contains(head));
        if !is_gpe {
            return false;
        }
        let key = self.key_of(tokens);
        entities.iter().filter(|e| e.label == EntityLabel::Gpe).any(|e| {
            let other = head_of(self.syntax, e.tokens);
            self.key_of(e.tokens) == key
                && matches!(self.syntax.dep(other), Dep::Nsubj | Dep::Nsubjpass)
                && self.is_saying_or_doing(self.syntax.head(other))
        })
    }

    /// A verb that needs somebody to act: not "be", "have", "lie".
    fn is_saying_or_doing(&self, verb: u32) -> bool {
        self.syntax.pos(verb) == Pos::Verb
            && (self
                .knowledge
                .lexicon
                .is(WordClass::Saying, &self.syntax.lemma(verb).to_lowercase())
                || self
                    .syntax
                    .children(verb)
                    .any(|c| matches!(self.syntax.dep(c), Dep::Dobj | Dep::Xcomp)))
            && !matches!(
                self.syntax.lemma(verb),
                "have" | "see" | "become" | "remain" | "lie" | "face" | "boast" | "get"
            )
    }

    /// Whether a name stands in the dateline of its paragraph: before a dash, with an agency in brackets or a date.
    fn in_dateline(&self, tokens: TokenRange) -> bool {
        let at = self.syntax.paragraph_of(tokens.start) as usize;
        let Some(paragraph) = self.syntax.layers.paragraphs.get(at) else { return false };
        if tokens.start >= paragraph.start + 10 {
            return false;
        }
        let in_brackets = tokens.start > paragraph.start
            && self.word(tokens.start - 1) == "("
            && self.words.get(tokens.end as usize) == Some(&")")
            && self
                .words
                .get(tokens.end as usize + 1)
                .is_some_and(|w| matches!(*w, "-" | "--" | "—" | "–"));
        in_brackets || is_dateline(self.syntax, tokens)
    }

    fn from_table(&self, tokens: TokenRange, head: u32, targets: &[Target]) -> Option<Found> {
        let first = |wanted: fn(&Target) -> bool| targets.iter().copied().find(wanted);
        let found = |form: Form, rule: &'static str| {
            Some(Found { tokens, head, form, rule, others: Vec::new() })
        };
        let modifies =
            matches!(self.syntax.dep(head), Dep::Amod | Dep::Compound | Dep::Nmod | Dep::Npadvmod)
                || matches!(self.syntax.dep(head), Dep::Conj) && self.syntax.pos(head) == Pos::Adj;
        let adjective = first(|t| matches!(t, Target::StateAdjective(_)));
        let demonym = first(|t| matches!(t, Target::Demonym(_)));
        if let Some(target) = first(|t| matches!(t, Target::Epithet(_))) {
            return found(Form::Known(target), "epithet");
        }
        if let Some(target) = first(|t| matches!(t, Target::State(_))) {
            return found(Form::Known(target), "name of a state");
        }
        if let (Some(target), true) = (adjective, modifies || self.syntax.pos(head) == Pos::Adj) {
            return found(Form::Adjective(target), "adjective of a state or region");
        }
        if let Some(target) = demonym {
            return found(Form::Known(target), "people of a state");
        }
        if let Some(target) = adjective {
            return found(Form::Adjective(target), "adjective of a state or region");
        }
        if let Some(target) = first(|t| matches!(t, Target::Region(_)))
            .filter(|_| self.syntax.tag(head) == Tag::Jj || self.syntax.dep(head) == Dep::Amod)
        {
            return found(Form::Adjective(target), "adjective of a state or region");
        }
        if let Some(Target::Person(person)) = first(|t| matches!(t, Target::Person(_))) {
            let mut name = self.person_name(tokens);
            name.known = Some(person);
            return found(Form::Person(name), "name of a person in the tables");
        }
        // "in the Persian Gulf" is where, not who.
        let up = self.syntax.head(self.syntax.first_conjunct(head));
        let place = self.syntax.dep(self.syntax.first_conjunct(head)) == Dep::Pobj
            && self.is(WordClass::PlacePreposition, up);
        if let Some(target) = first(|t| matches!(t, Target::Region(_))).filter(|t| place && matches!(t, Target::Region(r) if !self.knowledge.regions[*r as usize].is_construct)) {
            return found(Form::Place(Some(target)), "region as a place");
        }
        if let Some(target) = first(|t| matches!(t, Target::Organisation(_) | Target::Region(_))) {
            let metonym = first(|t| matches!(t, Target::Metonym(_)));
            if metonym.is_none() {
                let others = targets
                    .iter()
                    .copied()
                    .filter(|t| *t != target && matches!(t, Target::Organisation(_)));
                let (form, rule) = (Form::Known(target), "name in the tables");
                return Some(Found { tokens, head, form, rule, others: others.collect() });
            }
        }
        let metonym = first(|t| matches!(t, Target::Metonym(_)))?;
        let Target::Metonym(at) = metonym else { return None };
        match reading(
            self.syntax,
            self.knowledge,
            tokens,
            head,
            self.knowledge.metonyms[at as usize].kind,
        ) {
            Reading::Actor(rule) => found(Form::Known(metonym), rule),
            Reading::Place(rule) => found(Form::Place(Some(metonym)), rule),
        }
    }
}
