//! Pairs and other sets of named actors: "the two leaders", "both countries", "the Chinese and Russian leaders".

use super::body::is_organ;
use super::draft::{Draft, DraftIdx, FoundIdx, Resolver, local_country};
use crate::knowledge::name::key;
use crate::knowledge::{Lexicon, Target, WordClass};
use crate::mention::{Determiner, Form, Nominal, Noun};
use legation_core::plover::Sector;
use legation_core::{ActorKind, Dep, TokenRange};

/// What the members of a pair must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Want {
    People,
    Leaders,
    States,
    /// Those who stand against each other, bodies of people too.
    Sides,
    Any,
}

/// What the members of a described pair must be.
fn wanted(lexicon: &Lexicon, nominal: &Nominal) -> Want {
    match nominal.noun {
        Noun::Country => Want::States,
        Noun::Role(_) if lexicon.is(WordClass::LeaderNoun, &nominal.lemma) => Want::Leaders,
        Noun::Role(_) | Noun::Leader => Want::People,
        Noun::Pair if is_side(nominal) => Want::Sides,
        // "Each country accused the other."
        Noun::Pair if lexicon.is(WordClass::CountryNoun, &nominal.lemma) => Want::States,
        _ => Want::Any,
    }
}

/// "the two sides", "both parties".
fn is_side(nominal: &Nominal) -> bool {
    matches!(nominal.lemma.as_str(), "side" | "party")
}

impl Resolver<'_, '_> {
    fn fits(&self, draft: DraftIdx, want: Want) -> bool {
        let kind = self.drafts[draft].kind;
        match want {
            Want::People => kind == ActorKind::Person,
            Want::Leaders => {
                let country = self.drafts[draft].country.as_deref();
                kind == ActorKind::Person && self.leads(draft, country.unwrap_or(""))
            }
            Want::States => kind == ActorKind::State,
            Want::Sides => true,
            Want::Any => !self.drafts[draft].plural,
        }
    }

    /// Whether an actor may be one of those described.
    pub(super) fn can_be_one_of(&self, draft: DraftIdx, nominal: &Nominal) -> bool {
        match wanted(&self.knowledge.lexicon, nominal) {
            Want::States => self.drafts[draft].kind == ActorKind::State,
            Want::People | Want::Leaders => self.drafts[draft].kind == ActorKind::Person,
            Want::Sides | Want::Any => true,
        }
    }

    /// "the pair", "the two", "the two countries".
    pub(super) fn resolve_pair(&mut self, at: FoundIdx, nominal: &Nominal) {
        if !self.try_pair(at, nominal) && nominal.noun == Noun::Country {
            self.new_group(at, nominal, &[], "description of several states");
        }
    }

    /// "the three countries" after "Armenia, Azerbaijan and Georgia": as many as were named together before.
    pub(super) fn try_set(&mut self, at: FoundIdx, nominal: &Nominal, count: u32) -> bool {
        let want = wanted(&self.knowledge.lexicon, nominal);
        let head = self.found(at).head;
        let sentence = self.syntax.sentence_of(head);
        let fitting = |d: DraftIdx| {
            let draft = &self.drafts[d];
            draft.members.len() == count as usize
                && draft.members.iter().all(|m| self.fits(*m, want))
        };
        let end = self.mentions.list.partition_point(|f| f.head < head);
        let mut found = None;
        for other in (0..end).rev() {
            let before = self.found(other).head;
            if self.syntax.sentence_of(before) + 6 < sentence {
                break;
            }
            if let Some(group) = self.owner[other].filter(|d| fitting(*d)) {
                found = Some(self.drafts[group].members.clone());
                break;
            }
            let set = self.coordination(before);
            found =
                set.filter(|s| s.len() == count as usize && s.iter().all(|m| self.fits(*m, want)));
            if found.is_some() {
                break;
            }
        }
        let Some(members) = found else { return false };
        let group = self.group(&members);
        self.assign(at, group, "as many as were named together");
        true
    }

    /// "the leaders of Armenia, Azerbaijan and Georgia": of each of the states that follow.
    pub(super) fn states_after(&self, at: FoundIdx) -> Vec<String> {
        let syntax = self.syntax;
        let head = self.found(at).head;
        let Some(of) = syntax.children_by(head, Dep::Prep).find(|&p| syntax.lower(p) == "of")
        else {
            return Vec::new();
        };
        let Some(object) = syntax.child(of, Dep::Pobj) else { return Vec::new() };
        let states = syntax.conjuncts(object).into_iter().map(|c| {
            let draft = self.draft_at(c)?;
            let entry = &self.drafts[draft];
            if entry.kind == ActorKind::State { entry.country.clone() } else { None }
        });
        let all: Option<Vec<String>> = states.collect();
        all.filter(|a| a.len() > 1).unwrap_or_default()
    }

    /// Gives the mention to the pair it means, if there is one.
    pub(super) fn try_pair(&mut self, at: FoundIdx, nominal: &Nominal) -> bool {
        let want = wanted(&self.knowledge.lexicon, nominal);
        let head = self.found(at).head;
        // "the Chinese and Russian leaders": the members are said.
        let states: Vec<String> = self.states_inside(at).into_iter().map(|s| s.0).collect();
        if states.len() == 2 && want != Want::States {
            let leaders: Vec<DraftIdx> =
                states.iter().filter_map(|s| self.leader_draft(s)).collect();
            if leaders.len() == 2 {
                let group = self.group(&leaders);
                self.assign(at, group, "leaders of two states");
                return true;
            }
            return false;
        }
        if self.affiliation(at).is_some() {
            return false;
        }
        // "two strongmen" in apposition to two names.
        let reach = if is_side(nominal) { 14 } else { 3 };
        if let Some(members) = self.coordinated_before(head, want, reach) {
            let group = self.group(&members);
            self.assign(at, group, "pair named before");
            return true;
        }
        if let Some(members) = self.latest_pair(head, want) {
            let group = self.group(&members);
            self.assign(at, group, "the two spoken of last");
            return true;
        }
        false
    }

    /// Whether two states stand inside a description.
    pub(super) fn has_two_states(&self, at: FoundIdx) -> bool {
        self.states_inside(at).len() == 2
    }

    /// "Russian and Ukrainian officials", "the French and German foreign ministers": an actor of each state, and the group of them.
    pub(super) fn of_several_states(
        &mut self,
        at: FoundIdx,
        nominal: &Nominal,
        sectors: &[Sector],
    ) -> Option<DraftIdx> {
        let states = self.states_inside(at);
        let adjective = |s: &(String, FoundIdx)| self.found(s.1).head;
        let first = self.syntax.first_conjunct(adjective(states.first()?));
        let joined = states.iter().all(|s| self.syntax.first_conjunct(adjective(s)) == first);
        if states.len() < 2 || !nominal.plural || !joined {
            return None;
        }
        let found = self.found(at);
        let after = states.iter().map(|s| self.found(s.1).tokens.end).max()?;
        let noun = self.text(TokenRange::new(after.min(found.head), found.head + 1)).to_owned();
        let title = key(&nominal.lemma);
        let offices = matches!(nominal.noun, Noun::Role(_))
            && nominal.determiner == Determiner::Definite
            && matches!(nominal.count, None | Some(2));
        let day = self.day_at(found.head);
        let organ = match nominal.noun {
            Noun::Body(hit) => Some(self.knowledge.bodies.noun(hit).clone()).filter(is_organ),
            _ => None,
        };
        let mut members = Vec::new();
        for (country, of) in states {
            if let Some(organ) = &organ {
                members.push(self.organ(&country, &nominal.lemma, organ));
                continue;
            }
            let holder = day.filter(|_| offices).and_then(|_| self.holder(&country, &title, day));
            if let Some(person) = holder {
                members.push(self.known(Target::Person(person)));
                continue;
            }
            // "Vendran forces" by themselves are the armed forces in the tables.
            if let Some(target) = self.organ_in_tables(&country, &noun) {
                members.push(self.known(target));
                continue;
            }
            let name = format!("{} {noun}", self.text(self.found(of).tokens));
            let same = |d: &Draft| d.country.as_ref() == Some(&country) && d.name == name;
            let draft = match self.drafts.iter().position(same) {
                Some(draft) => draft,
                None => self.add(Draft {
                    country: Some(country),
                    sectors: sectors.to_vec(),
                    plural: true,
                    nouns: vec![nominal.lemma.clone()],
                    ..Draft::new(name, ActorKind::Group, "one of several states' own")
                }),
            };
            members.push(draft);
        }
        Some(self.group(&members))
    }

    /// The states named before the head of a description, with the mention of each.
    fn states_inside(&self, at: FoundIdx) -> Vec<(String, FoundIdx)> {
        let found = self.found(at);
        let mut out: Vec<(String, FoundIdx)> = Vec::new();
        for i in found.tokens.start..=found.head {
            let Some(m) = self.mentions.name_over(i) else { continue };
            let id = match &self.found(m).form {
                Form::Adjective(t @ Target::StateAdjective(_))
                | Form::Known(t @ Target::State(_)) => self.knowledge.id(*t).to_owned(),
                Form::Land(land) => local_country(&land.key),
                _ => continue,
            };
            if !out.iter().any(|o| o.0 == id) {
                out.push((id, m));
            }
        }
        out
    }

    /// The draft of the leader of a state: someone in the article, else by the tables.
    pub(super) fn leader_draft(&mut self, country: &str) -> Option<DraftIdx> {
        let here = (0..self.drafts.len())
            .find(|&d| self.leads(d, country) && !self.drafts[d].mentions.is_empty());
        here.or_else(|| {
            self.leader(country, self.day)
                .filter(|_| self.day.is_some())
                .map(|p| self.known(Target::Person(p)))
        })
    }

    /// The nearest actors before token `i` that the text coordinates, at most `reach` sentences back: "China and Russia"; or a
    /// group made of two before.
    pub(super) fn coordinated_before(
        &self,
        i: u32,
        want: Want,
        reach: u32,
    ) -> Option<Vec<DraftIdx>> {
        let sentence = self.syntax.sentence_of(i);
        let end = self.mentions.list.partition_point(|f| f.head < i);
        for at in (0..end).rev() {
            let found = self.found(at);
            if self.syntax.sentence_of(found.head) + 25 < sentence {
                break;
            }
            let Some(draft) = self.owner[at] else { continue };
            let members = &self.drafts[draft].members;
            if members.len() == 2 && members.iter().all(|m| self.fits(*m, want)) {
                return Some(members.clone());
            }
            if self.syntax.sentence_of(found.head) + reach < sentence {
                continue;
            }
            if let Some(pair) = self
                .coordination(found.head)
                .filter(|p| p.len() == 2 && p.iter().all(|m| self.fits(*m, want)))
            {
                return Some(pair);
            }
        }
        None
    }

    /// The actors coordinated with the one headed by token `i`, if there are two or more.
    pub(super) fn coordination(&self, i: u32) -> Option<Vec<DraftIdx>> {
        let mut first = i;
        // Titles and appositions stand between conjuncts: "China's leader, Xi Jinping, and President Putin".
        for _ in 0..3 {
            first = self.syntax.first_conjunct(first);
        }
        let conjuncts = self.syntax.conjuncts(first);
        if conjuncts.len() < 2 {
            return None;
        }
        let mut out = Vec::new();
        for conjunct in conjuncts {
            let draft = self.draft_at(conjunct)?;
            let adjective = self.mentions.headed_by(conjunct).is_some_and(|m| self.is_adjective(m));
            if adjective || out.contains(&draft) {
                return None;
            }
            out.push(draft);
        }
        Some(out)
    }

    /// The two actors of the wanted sort that the last sentences are about: one the subject, the other in the same sentence.
    fn latest_pair(&self, i: u32, want: Want) -> Option<Vec<DraftIdx>> {
        let sentence = self.syntax.sentence_of(i);
        let mut seen: Vec<(DraftIdx, f64)> = Vec::new();
        let end = self.mentions.list.partition_point(|f| f.head < i);
        for at in (0..end).rev() {
            let found = self.found(at);
            if self.syntax.sentence_of(found.head) + 3 < sentence {
                break;
            }
            let Some(draft) = self.owner[at].filter(|d| self.fits(*d, want)) else { continue };
            if matches!(want, Want::Sides | Want::Any)
                && !matches!(self.drafts[draft].kind, ActorKind::Person | ActorKind::State)
            {
                continue;
            }
            let weight = self.weight(at, i);
            match seen.iter_mut().find(|(d, _)| *d == draft) {
                Some((_, w)) => *w = w.max(weight) + 0.3,
                None => seen.push((draft, weight)),
            }
        }
        seen.sort_by(|a, b| b.1.total_cmp(&a.1));
        let kind = self.drafts[seen.first()?.0].kind;
        let pair: Vec<DraftIdx> = seen
            .iter()
            .filter(|(d, _)| self.drafts[*d].kind == kind)
            .map(|(d, _)| *d)
            .take(2)
            .collect();
        (pair.len() == 2).then(|| {
            let mut pair = pair;
            pair.sort_by_key(|d| self.drafts[*d].mentions.first().map(|m| m.0));
            pair
        })
    }

    /// "Their interests diverge": what meets or parts has several owners, the pair most spoken of before. Where two
    /// leaders own what states have ("their economies"), their states are meant.
    pub(super) fn pair_owning(&mut self, owner: u32) -> Option<Vec<DraftIdx>> {
        let syntax = self.syntax;
        let owned = syntax.head(owner);
        let verb = syntax.head(syntax.first_conjunct(owned));
        let lexicon = &self.knowledge.lexicon;
        let reciprocal = matches!(syntax.dep(syntax.first_conjunct(owned)), Dep::Nsubj)
            && lexicon.is(WordClass::Reciprocal, &syntax.lemma_lower(verb))
            && syntax.child(verb, Dep::Dobj).is_none_or(|o| syntax.lower(o) == "other")
            && !syntax
                .children_by(verb, Dep::Prep)
                .any(|p| matches!(syntax.lower(p), "with" | "from" | "against"));
        if !reciprocal {
            return None;
        }
        // Pairs in the foreground of the whole text so far, nearer ones and subjects more.
        let paragraph = syntax.paragraph_of(owner);
        let near = |head: u32| {
            let subject = matches!(syntax.dep(head), Dep::Nsubj | Dep::Nsubjpass);
            let distance = f64::from(1 + paragraph - syntax.paragraph_of(head));
            (if subject { 2.0 } else { 1.0 }) / (distance * distance)
        };
        let weight = |d: &Draft| {
            let heads = d.mentions.iter().map(|(m, _)| self.found(*m).head);
            heads.filter(|head| *head < owner).map(near).sum::<f64>()
        };
        let pairs = self.drafts.iter().filter(|d| d.members.len() == 2);
        let (pair, _) = pairs
            .map(|d| (d, weight(d)))
            .filter(|(_, weight)| *weight > 0.0)
            .reduce(|a, b| if b.1 > a.1 { b } else { a })?;
        let members = pair.members.clone();
        let lemma = syntax.lemma_lower(owned);
        let of_states = lexicon.is(WordClass::StatePossession, &lemma)
            || lexicon.is(WordClass::StateOrgan, &lemma);
        if !of_states || members.iter().any(|m| !self.drafts[*m].is_person()) {
            return Some(members);
        }
        let countries = members.iter().map(|m| self.drafts[*m].country.clone());
        let countries = countries.collect::<Option<Vec<_>>>()?;
        let states =
            countries.iter().map(|c| self.state(c)).collect::<Option<Vec<_>>>().unwrap_or(members);
        (states[0] != states[1]).then_some(states)
    }

    /// The group with these members, made where needed.
    pub(super) fn group(&mut self, members: &[DraftIdx]) -> DraftIdx {
        let same = |d: &Draft| {
            d.members.len() == members.len() && members.iter().all(|m| d.members.contains(m))
        };
        if let Some(at) = self.drafts.iter().position(same) {
            return at;
        }
        let names: Vec<&str> = members.iter().map(|m| self.drafts[*m].name.as_str()).collect();
        let name = match names.as_slice() {
            [a, b] => format!("{a} and {b}"),
            _ => names.join(", "),
        };
        let first = self.drafts[members[0]].country.clone();
        let shared = members.iter().all(|m| self.drafts[*m].country == first);
        let draft = Draft {
            country: first.filter(|_| shared),
            sectors: self.drafts[members[0]].sectors.clone(),
            members: members.to_vec(),
            plural: true,
            ..Draft::new(name, ActorKind::Group, "several actors taken together")
        };
        self.add(draft)
    }

    /// How much a mention stands in the foreground as seen from token `i`.
    pub(super) fn weight(&self, at: FoundIdx, i: u32) -> f64 {
        let syntax = self.syntax;
        let found = self.found(at);
        let first = syntax.first_conjunct(found.head);
        let role = match syntax.dep(first) {
            Dep::Nsubj | Dep::Nsubjpass => {
                if syntax.dep(syntax.head(first)) == Dep::Root {
                    4.0
                } else {
                    3.0
                }
            }
            Dep::Agent | Dep::Dative | Dep::Dobj => 2.2,
            Dep::Poss => 1.8,
            Dep::Pobj => {
                if syntax.dep(syntax.head(first)) == Dep::Agent {
                    2.5
                } else {
                    1.6
                }
            }
            Dep::Appos => 2.0,
            Dep::Compound | Dep::Amod | Dep::Nmod => 0.8,
            _ => 1.2,
        };
        let sentences =
            f64::from(syntax.sentence_of(i).saturating_sub(syntax.sentence_of(found.head)));
        let paragraphs =
            f64::from(syntax.paragraph_of(i).saturating_sub(syntax.paragraph_of(found.head)));
        let form = match found.form {
            Form::Pronoun(_) => 0.2,
            Form::Adjective(_) => -0.8,
            Form::Land(ref land) if land.adjective => -0.8,
            Form::Nominal(_) => -0.1,
            _ => 0.0,
        };
        // A pair that the text has made its subject stays so for longer.
        let pair = self.owner[at].is_some_and(|d| self.drafts[d].members.len() == 2);
        let decay = if pair { 0.5 } else { 1.0 };
        role + form - decay * (1.6 * sentences + 0.3 * paragraphs)
    }
}
