//! Names of organisations by the nouns for bodies in them: "the Centre for Eastern Studies".

use super::{Candidate, Finder, Guess, LONGEST};
use crate::knowledge::WordClass;
use crate::knowledge::name::fold;
use crate::mention::phrase;
use legation_core::{ActorKind, Dep, EntityLabel, Pos, Tag, TokenRange};

impl Finder<'_, '_> {
    /// The kind told by a noun for a body in a name: its last word, or the last before "of" or "for".
    pub(super) fn org_kind(&self, tokens: TokenRange) -> Option<ActorKind> {
        let end = tokens
            .iter()
            .find(|&i| matches!(self.syntax.lower(i), "of" | "for" | "on" | "against"));
        let last = end.unwrap_or(tokens.end).checked_sub(1).filter(|&l| l >= tokens.start)?;
        [last, tokens.end - 1].into_iter().find_map(|i| self.body(i)).map(|(kind, _)| kind)
    }

    /// The kind told by a noun for a body before a name or above its apposition.
    pub(super) fn kind_beside(&self, tokens: TokenRange, head: u32) -> Option<ActorKind> {
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
    pub(super) fn body(&self, i: u32) -> Option<(ActorKind, u32)> {
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
    pub(super) fn by_org_noun(&self, headline: &[bool]) -> Vec<Candidate> {
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

    pub(super) fn is_person_entity(&self, i: u32) -> bool {
        let entities = &self.syntax.layers.entities;
        let at = entities.partition_point(|e| e.tokens.end <= i);
        entities.get(at).is_some_and(|e| e.label == EntityLabel::Person && e.tokens.contains(i))
    }

    pub(super) fn is_function_word(&self, i: u32) -> bool {
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
    pub(super) fn of_part(&self, mut end: u32, limit: u32) -> u32 {
        while end + 1 < limit && matches!(self.syntax.lower(end), "of" | "for" | "on" | "against") {
            let mut at = end + 1;
            if self.syntax.lower(at) == "the" {
                at += 1;
            }
            let from = at;
            loop {
                let word = at < limit && self.is_capital(at) && self.syntax.tag(at) != Tag::Dt;
                let joint = at + 1 < limit
                    && at > from
                    && matches!(self.syntax.lower(at), "and" | "," | "-" | "&")
                    && self.is_capital(at + 1)
                    && self.lists_on(at, limit);
                if !word && !joint {
                    break;
                }
                at += 1;
            }
            // "the Ministry of Finance" but not "the Bank of" nor "the Party for change"; a state after "of" is part of the name.
            if at == from
                || self.is_title(from)
                || phrase::is_time(self.syntax, from)
                || self.is(WordClass::NotActor, from)
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
    pub(super) fn lists_on(&self, at: u32, limit: u32) -> bool {
        let next = at + 1;
        let known = self.knowledge.name_at(self.window(next, limit)).is_some();
        !known
            && !self.syntax.layers.entities.iter().any(|e| e.tokens.start == next)
            && !phrase::is_time(self.syntax, next)
    }
}
