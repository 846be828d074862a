//! What a chosen span is: actor, adjective or place.

use super::{Candidate, Finder, Guess};
use crate::knowledge::{Target, WordClass};
use crate::mention::metonym::is_dateline;
use crate::mention::{Form, Found, Land, OrgName, Reading, head_of, reading};
use legation_core::{ActorKind, Dep, EntityLabel, Pos, Tag, TokenRange};

impl Finder<'_, '_> {
    pub(super) fn classify(&self, candidate: Candidate) -> Option<Found> {
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
            Guess::Place if self.acts(tokens, head) => {
                let name = OrgName { key: self.key_of(tokens), kind: Some(ActorKind::PlaceGroup) };
                (Form::Organisation(name), "place that acts")
            }
            Guess::Place => (Form::Place(None), "place"),
            Guess::Land(key, adjective) => {
                let rule = if adjective {
                    "adjective of a state not in the tables"
                } else {
                    "state not in the tables"
                };
                (Form::Land(Land { key, adjective }), rule)
            }
            Guess::Table(targets) => return self.table_entry(tokens, head, &targets),
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
    pub(super) fn acts(&self, tokens: TokenRange, head: u32) -> bool {
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
    pub(super) fn is_saying_or_doing(&self, verb: u32) -> bool {
        self.syntax.pos(verb) == Pos::Verb
            && (self.knowledge.lexicon.is(WordClass::Saying, &self.syntax.lemma_lower(verb))
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
    pub(super) fn in_dateline(&self, tokens: TokenRange) -> bool {
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

    pub(super) fn table_entry(
        &self,
        tokens: TokenRange,
        head: u32,
        targets: &[Target],
    ) -> Option<Found> {
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
