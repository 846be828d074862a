//! Descriptions of bodies: "the ministry", "Russian forces", "state media", "the article".

use super::draft::{Draft, DraftIdx, FoundIdx, Resolver, is_local, words};
use crate::knowledge::name::key;
use crate::knowledge::{NounHit, RoleNoun, Target, WordClass};
use crate::mention::{Determiner, Nominal};
use legation_core::{ActorKind, Dep, Pos, Tag};

impl Resolver<'_, '_> {
    /// "the ministry", "Russian forces", "the Chinese government".
    pub(super) fn resolve_body(&mut self, at: FoundIdx, nominal: &Nominal, hit: NounHit) {
        let head = self.found(at).head;
        let noun = self.knowledge.bodies.noun(hit).clone();
        if matches!(self.syntax.dep(head), Dep::Attr | Dep::Oprd) || self.is_negated(head) {
            return;
        }
        if let Some(group) = self.of_several_states(at, nominal, &noun.sectors) {
            return self.assign(at, group, "several states' own, taken together");
        }
        let country = self.country_of_description(at, nominal);
        if let Some(country) = &country
            && is_organ(&noun)
            && !matches!(nominal.determiner, Determiner::Indefinite)
        {
            let draft = self.organ(country, &nominal.lemma, &noun);
            return self.assign(at, draft, "organ of a state");
        }
        let definite =
            matches!(nominal.determiner, Determiner::Definite | Determiner::Demonstrative);
        // "the office of the prime minister" is not any office.
        let owned = nominal.lemma == "office"
            && self.syntax.children_by(head, Dep::Prep).any(|p| self.syntax.lower(p) == "of");
        if definite && !nominal.plural && !owned {
            let wanted = key(&nominal.lemma);
            let before = self.before(head);
            let fits = |d: DraftIdx| {
                let entry = &self.drafts[d];
                !entry.is_person() && entry.kind != ActorKind::State
            };
            let named = before.iter().find(|(d, _)| fits(*d) && self.is_called(*d, &wanted));
            // "the company" is the last one spoken of, whatever its name.
            let last = named.or_else(|| {
                before.iter().find(|(d, _)| {
                    fits(*d)
                        && self.drafts[*d].kind == noun.kind
                        && matches!(
                            noun.kind,
                            ActorKind::Company
                                | ActorKind::Party
                                | ActorKind::Media
                                | ActorKind::Igo
                        )
                })
            });
            if let Some(&(draft, _)) = last {
                return self.assign(at, draft, "body spoken of last");
            }
        }
        // "The three governments" are not one state's.
        let governs = self.knowledge.lexicon.is(WordClass::GovernmentNoun, &nominal.lemma);
        let several = nominal.plural && governs;
        if !several
            && (definite
                || nominal.determiner == Determiner::None && is_organ(&noun) && nominal.plural)
            && is_organ(&noun)
        {
            // "The government" of an article about one state.
            if let Some(country) = self.state_in_focus(head, governs) {
                let draft = self.organ(&country, &nominal.lemma, &noun);
                return self.assign(at, draft, "organ of the state spoken of");
            }
        }
        if nominal.plural || noun.kind == ActorKind::Media && nominal.determiner == Determiner::None
        {
            let words = self.text(self.found(at).tokens).to_owned();
            let kind = if nominal.plural { ActorKind::Group } else { noun.kind };
            let draft = Draft {
                country: country.or_else(|| self.said_to_be_of(head)),
                sectors: noun.sectors,
                plural: true,
                nouns: vec![nominal.lemma.clone()],
                ..Draft::new(words, kind, "bodies described, not named")
            };
            let draft = self.add(draft);
            return self.assign(at, draft, "description");
        }
        // "His office" is known by whose it is.
        let owner = match nominal.determiner {
            Determiner::Possessive(owner) => self.draft_at(owner),
            _ => None,
        };
        let words = match owner.map(|o| &self.drafts[o]).filter(|o| o.is_person()) {
            Some(owner) => format!("{}'s {}", owner.name, nominal.lemma),
            None => self.text(self.found(at).tokens).to_owned(),
        };
        let same = |d: &Draft| d.id.is_none() && d.name == words && d.kind == noun.kind;
        if let Some(before) = self.drafts.iter().position(same).filter(|_| owner.is_some()) {
            return self.assign(at, before, "the same owner's");
        }
        let draft = Draft {
            country: country.or_else(|| self.place_of(head)),
            sectors: noun.sectors,
            plural: false,
            nouns: vec![nominal.lemma.clone()],
            ..Draft::new(words, noun.kind, "body described, not named")
        };
        let draft = self.add(draft);
        self.assign(at, draft, "description");
    }

    /// "the companies are Vendran": the state of the adjective that a description is said to be.
    fn said_to_be_of(&self, head: u32) -> Option<String> {
        let syntax = self.syntax;
        let verb = syntax.head(head);
        let said = matches!(syntax.dep(head), Dep::Nsubj) && syntax.lemma(verb) == "be";
        let adjective = syntax.child(verb, Dep::Acomp).filter(|_| said)?;
        let over = self.mentions.name_over(adjective).filter(|m| self.is_adjective(*m))?;
        self.country_of_found(over)
    }

    /// Whether a noun is among the words of an actor's names, those in the tables included: NATO is "the Atlantic alliance".
    fn is_called(&self, draft: DraftIdx, noun: &str) -> bool {
        let entry = &self.drafts[draft];
        let has = |name: &str| key(name).split(' ').any(|word| word == noun);
        let listed = || match entry.id.as_deref().and_then(|id| self.knowledge.by_id(id)) {
            Some(Target::Organisation(o)) => {
                let org = &self.knowledge.organisations[o as usize];
                has(&org.name) || org.aliases.iter().any(|a| has(a))
            }
            _ => false,
        };
        entry.names.iter().any(|name| name.iter().any(|word| word == noun))
            || entry.nouns.iter().any(|n| n == noun)
            || listed()
    }

    /// An organ of a state that needs no name: its government, forces, state media.
    pub(super) fn organ(&mut self, country: &str, lemma: &str, noun: &RoleNoun) -> DraftIdx {
        let id = format!("{country}.{}", key(lemma).replace(' ', "-"));
        if let Some(&draft) = self.by_id.get(&id) {
            return draft;
        }
        if let Some(target) = self.organ_in_tables(country, lemma) {
            return self.known(target);
        }
        let adjective = match self.knowledge.by_id(country) {
            Some(Target::State(s)) => {
                let state = &self.knowledge.states[s as usize];
                state.adjectives.first().unwrap_or(&state.name).clone()
            }
            _ => {
                let land = self.by_id.get(country).map(|&d| self.drafts[d].name.clone());
                land.unwrap_or_else(|| country.to_owned())
            }
        };
        let name = format!("{adjective} {lemma}");
        let draft = Draft {
            id: Some(id.clone()).filter(|_| !is_local(country)),
            names: if is_local(country) { vec![words(&name)] } else { Vec::new() },
            country: Some(country.to_owned()),
            sectors: noun.sectors.clone(),
            plural: noun.kind == ActorKind::Military && lemma.ends_with('s'),
            nouns: vec![key(lemma)],
            ..Draft::new(name, noun.kind, "organ of a state")
        };
        let at = self.add(draft);
        self.by_id.insert(id, at);
        at
    }

    /// The organ in the tables that goes by the state's adjective or name and this noun.
    pub(super) fn organ_in_tables(&self, country: &str, lemma: &str) -> Option<Target> {
        let Target::State(s) = self.knowledge.by_id(country)? else { return None };
        let state = &self.knowledge.states[s as usize];
        let forms =
            state.adjectives.iter().chain(&state.aliases).chain(std::iter::once(&state.name));
        let names = forms.map(|a| format!("{a} {lemma}"));
        names.chain(std::iter::once(format!("{lemma} of {}", state.name))).find_map(|name| {
            self.knowledge.named(&name).find(|t| {
                matches!(t, Target::Organisation(_))
                    && self.knowledge.country_of(self.knowledge.id(*t)) == Some(country)
            })
        })
    }

    /// The state that the text is about before token `i`: the one mentioned most, recent mentions counting more. "Russia propped up
    /// the junta": a state that does something to a government (`governs`) does it to another's.
    fn state_in_focus(&self, i: u32, governs: bool) -> Option<String> {
        let sentence = self.syntax.sentence_of(i);
        let mut verbs = self
            .syntax
            .ancestors(i)
            .filter(|&a| matches!(self.syntax.pos(a), Pos::Verb | Pos::Aux));
        let subject = verbs
            .find_map(|v| self.subject_of(v).filter(|&s| s < i).and_then(|s| self.draft_at(s)));
        let acting = subject.and_then(|d| self.drafts[d].country.clone());
        let is_state = subject.is_some_and(|d| self.drafts[d].kind == ActorKind::State);
        let other = governs && is_state && self.syntax.dep(i) == Dep::Dobj;
        if acting.is_some() && !other {
            return acting;
        }
        let mut best: Option<(f64, &str)> = None;
        for draft in self.drafts.iter().filter(|d| d.kind == ActorKind::State) {
            let weight: f64 = draft
                .mentions
                .iter()
                .map(|(m, _)| self.found(*m).head)
                .filter(|&h| h < i)
                .map(|h| 1.0 / f64::from(1 + sentence - self.syntax.sentence_of(h).min(sentence)))
                .sum();
            let barred = other && draft.country == acting;
            if weight > 0.0 && !barred && best.is_none_or(|(w, _)| weight > w) {
                best = draft.country.as_deref().map(|c| (weight, c));
            }
        }
        best.map(|(_, c)| c.to_owned())
    }

    /// "the article": the outlet that published it, if one was named as having done so.
    pub(super) fn resolve_piece(&mut self, at: FoundIdx) {
        let head = self.found(at).head;
        let syntax = self.syntax;
        let by = syntax.children_by(head, Dep::Acl).find_map(|verb| {
            let agent = syntax.child(verb, Dep::Agent)?;
            syntax.child(agent, Dep::Pobj)
        });
        let media = |d: DraftIdx| self.drafts[d].kind == ActorKind::Media;
        if let Some(agent) = by {
            let inside = || {
                syntax
                    .subtree(agent)
                    .iter()
                    .filter_map(|i| self.mentions.name_over(i))
                    .filter_map(|m| self.owner[m])
                    .find(|d| media(*d))
            };
            if let Some(draft) = self.draft_at(agent).filter(|d| media(*d)).or_else(inside) {
                self.assign(at, draft, "piece for its publisher");
            }
            return;
        }
        let definite = syntax.child(head, Dep::Det).is_some_and(|d| syntax.lower(d) == "the");
        if !definite || syntax.dep(head) != Dep::Nsubj || !matches!(syntax.tag(head), Tag::Nn) {
            return;
        }
        let sentence = syntax.sentence_of(head);
        let last = self
            .before(head)
            .into_iter()
            .find(|(d, m)| media(*d) && syntax.sentence_of(self.found(*m).head) + 3 >= sentence);
        if let Some((draft, _)) = last {
            self.assign(at, draft, "piece for its publisher");
        }
    }
}

/// Whether a noun is for an organ of a state, which needs no name where the state is known.
pub(super) fn is_organ(noun: &RoleNoun) -> bool {
    matches!(noun.kind, ActorKind::Government | ActorKind::Military) && !noun.sectors.is_empty()
        || noun.kind == ActorKind::Media && noun.noun.starts_with("state ")
}
