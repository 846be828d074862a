//! Descriptions without a name beside them, in order of the text.

use super::draft::{Draft, DraftIdx, FoundIdx, Resolver};
use crate::knowledge::name::key;
use crate::knowledge::{NounHit, Target, WordClass};
use crate::mention::{Determiner, Form, Nominal, Noun};
use legation_core::record::RoleStatus;
use legation_core::{ActorKind, Dep, Pos, Tag};

impl Resolver<'_, '_> {
    /// Decides whom a description or pronoun stands for.
    pub(super) fn resolve_description_or_pronoun(&mut self, at: FoundIdx) {
        if self.owner[at].is_some() {
            return;
        }
        match self.found(at).form.clone() {
            Form::Nominal(nominal) => self.resolve_description(at, &nominal),
            Form::Pronoun(pronoun) => self.resolve_pronoun(at, pronoun),
            _ => {}
        }
    }

    fn resolve_description(&mut self, at: FoundIdx, nominal: &Nominal) {
        // "two other countries - Iran and North Korea": the members follow.
        if nominal.plural {
            let mut below = self.syntax.children_by(self.found(at).head, Dep::Appos);
            if let Some(members) = below
                .find_map(|a| self.coordination(a))
                .filter(|m| m.iter().all(|d| self.can_be_one_of(*d, nominal)))
            {
                let group = self.group(&members);
                return self.assign(at, group, "named in apposition");
            }
        }
        if let Some((draft, rule)) = self.equated(at, nominal) {
            self.assign(at, draft, rule);
            self.describe(draft, at);
            return;
        }
        match nominal.noun {
            Noun::Pair => self.resolve_pair(at, nominal),
            Noun::Ordinal => self.resolve_ordinal(at, &nominal.lemma),
            Noun::Country => self.resolve_country(at, nominal),
            Noun::Leader => self.resolve_person(at, nominal, None),
            Noun::Role(hit)
                if nominal.plural || self.knowledge.roles.noun(hit).kind != ActorKind::Person =>
            {
                self.resolve_people_group(at, nominal, hit);
            }
            Noun::Role(hit) => self.resolve_person(at, nominal, Some(hit)),
            Noun::Body(hit) => self.resolve_body(at, nominal, hit),
            Noun::Relational if nominal.plural => {
                self.new_group(at, nominal, &[], "description of several");
            }
            Noun::Piece => self.resolve_piece(at),
            Noun::Relational | Noun::Other => {}
        }
    }

    /// The actor that a description is said to be: "China has become a critical customer", "was appointed minister",
    /// "sees China as its partner".
    fn equated(&self, at: FoundIdx, nominal: &Nominal) -> Option<(DraftIdx, &'static str)> {
        let syntax = self.syntax;
        let head = self.found(at).head;
        let up = syntax.head(head);
        let lexicon = &self.knowledge.lexicon;
        let lemma = |i: u32| syntax.lemma(i).to_lowercase();
        let fits = |draft: DraftIdx| {
            self.can_be(draft, nominal, head) || nominal.noun == Noun::Relational && !nominal.plural
        };
        let negated = |verb: u32| syntax.child(verb, Dep::Neg).is_some();
        match syntax.dep(head) {
            Dep::Attr if lexicon.is(WordClass::Copula, &lemma(up)) && !negated(up) => {
                let subject = self.subject_of(up)?;
                self.draft_at(subject).filter(|d| fits(*d)).map(|d| (d, "said to be"))
            }
            Dep::Oprd if lexicon.is(WordClass::Appoint, &lemma(up)) && !negated(up) => {
                let subject = syntax
                    .child(up, Dep::Nsubjpass)
                    .or_else(|| syntax.child(up, Dep::Dobj))
                    .or_else(|| self.name_before_verb(up))?;
                let deep =
                    || syntax.children_by(subject, Dep::Appos).find_map(|a| self.draft_at(a));
                self.draft_at(subject)
                    .or_else(deep)
                    .filter(|d| fits(*d))
                    .map(|d| (d, "named to an office"))
            }
            Dep::Pobj if syntax.lower(up) == "as" => {
                let verb = syntax.head(up);
                if !lexicon.is(WordClass::SeeAs, &lemma(verb))
                    && !lexicon.is(WordClass::Appoint, &lemma(verb))
                {
                    return None;
                }
                let object =
                    syntax.child(verb, Dep::Dobj).or_else(|| syntax.child(verb, Dep::Nsubjpass))?;
                self.draft_at(object).filter(|d| fits(*d)).map(|d| (d, "seen as"))
            }
            _ => None,
        }
    }

    /// "With …, the ambassador to Belmark, Lea Orn, was appointed": a name that the tree hangs elsewhere, right before a verb
    /// that has no subject.
    fn name_before_verb(&self, verb: u32) -> Option<u32> {
        let syntax = self.syntax;
        let aux = syntax.children(verb).find(|&c| syntax.pos(c) == Pos::Aux).unwrap_or(verb);
        let mut before = aux.min(verb).checked_sub(1)?;
        if syntax.pos(before) == Pos::Punct {
            before = before.checked_sub(1)?;
        }
        let name = self.found(self.mentions.name_over(before)?);
        matches!(name.form, Form::Person(_) | Form::Organisation(_)).then_some(name.head)
    }

    /// The country of a description, from the words in it or from its possessor.
    pub(super) fn country_of_description(&self, at: FoundIdx, nominal: &Nominal) -> Option<String> {
        if let Some(of) = self.affiliation(at) {
            return self.country_of_found(of);
        }
        if let Determiner::Possessive(possessor) = nominal.determiner {
            let draft = self.draft_at(possessor)?;
            return self.drafts[draft].country.clone();
        }
        // "the president of the country".
        let syntax = self.syntax;
        let of = syntax
            .children_by(self.found(at).head, Dep::Prep)
            .find(|&p| syntax.lower(p) == "of")?;
        let draft = self.draft_at(syntax.child(of, Dep::Pobj)?)?;
        self.drafts[draft].country.clone()
    }

    /// Drafts with a mention before token `i`, nearest first, each once.
    pub(super) fn before(&self, i: u32) -> Vec<(DraftIdx, FoundIdx)> {
        let mut out: Vec<(DraftIdx, FoundIdx)> = Vec::new();
        let end = self.mentions.list.partition_point(|f| f.head < i);
        for at in (0..end).rev() {
            if let Some(draft) = self.owner[at]
                && !out.iter().any(|(d, _)| *d == draft)
            {
                out.push((draft, at));
            }
        }
        out
    }

    /// "the country", "the nation", "our country".
    fn resolve_country(&mut self, at: FoundIdx, nominal: &Nominal) {
        let head = self.found(at).head;
        if nominal.plural {
            if nominal.count == Some(2)
                && nominal.determiner != Determiner::None
                && self.affiliation(at).is_none()
            {
                return self.resolve_pair(at, nominal);
            }
            if let (Some(count @ 3..), Determiner::Definite | Determiner::Demonstrative) =
                (nominal.count, nominal.determiner)
                && self.try_set(at, nominal, count)
            {
                return;
            }
            // "Western countries" are the West.
            let region = self.affiliation(at).and_then(|of| self.owner[of]);
            if let Some(region) = region.filter(|&r| self.drafts[r].kind == ActorKind::PlaceGroup) {
                return self.assign(at, region, "countries of a region");
            }
            if let Determiner::Possessive(possessor) = nominal.determiner
                && self.is_first_person(possessor)
            {
                self.spoken.push(at);
                return;
            }
            return self.new_group(at, nominal, &[], "description of several states");
        }
        match nominal.determiner {
            Determiner::Possessive(possessor) if self.is_first_person(possessor) => {
                self.spoken.push(at);
            }
            Determiner::Possessive(possessor) => {
                let country = self.draft_at(possessor).and_then(|d| self.drafts[d].country.clone());
                if let Some(state) = country.and_then(|c| self.state(&c)) {
                    self.assign(at, state, "country of its possessor");
                }
            }
            Determiner::Definite | Determiner::Demonstrative => {
                if self.affiliation(at).is_some_and(|of| !self.is_adjective(of)) {
                    return;
                }
                if let Some(state) = self.state_spoken_of(head, &nominal.lemma) {
                    self.assign(at, state, "the state spoken of last");
                }
            }
            _ => {}
        }
    }

    /// The state that "the country" at token `i` means: the one in the foreground of the last sentences, those named often
    /// before others.
    fn state_spoken_of(&self, i: u32, form: &str) -> Option<DraftIdx> {
        let sentence = self.syntax.sentence_of(i);
        let mut best: Option<(f64, DraftIdx)> = None;
        let is_state = |d: &DraftIdx| self.drafts[*d].kind == ActorKind::State;
        let mut states: Vec<DraftIdx> =
            self.before(i).into_iter().map(|(d, _)| d).filter(is_state).collect();
        // "The kingdom" is one that calls itself so, if any was spoken of.
        if states.iter().any(|d| self.is_officially(*d, form)) {
            states.retain(|d| self.is_officially(*d, form));
        }
        for draft in states.into_iter().take(6) {
            let mentions = self.drafts[draft].mentions.iter().map(|(m, _)| *m);
            let mut earlier = 0_u32;
            let mut nearest = f64::NEG_INFINITY;
            for mention in mentions.filter(|m| self.found(*m).head < i) {
                earlier += 1;
                let here = self.syntax.sentence_of(self.found(mention).head) == sentence;
                nearest = nearest.max(self.weight(mention, i) + if here { 1.0 } else { 0.0 });
            }
            let weight = nearest + f64::from(earlier).ln_1p() * 0.5;
            if best.is_none_or(|(w, _)| weight > w) {
                best = Some((weight, draft));
            }
        }
        best.map(|(_, draft)| draft)
    }

    /// Whether a form of state ("kingdom", "republic") is among the words of a state's official name.
    fn is_officially(&self, draft: DraftIdx, form: &str) -> bool {
        let state = self.drafts[draft].id.as_deref().and_then(|id| self.knowledge.by_id(id));
        let Some(Target::State(s)) = state else { return false };
        let official = self.knowledge.states[s as usize].official.as_deref();
        official.is_some_and(|name| key(name).split(' ').any(|word| word == form))
    }

    pub(super) fn is_first_person(&self, i: u32) -> bool {
        self.mentions
            .headed_by(i)
            .is_some_and(|m| matches!(self.found(m).form, Form::Pronoun(p) if p.person == 1))
    }

    /// "the Chinese leader", "the foreign minister", "a spokesman".
    fn resolve_person(&mut self, at: FoundIdx, nominal: &Nominal, hit: Option<NounHit>) {
        let head = self.found(at).head;
        if matches!(self.syntax.dep(head), Dep::Attr | Dep::Oprd) || self.is_negated(head) {
            return;
        }
        // "the leader of a superior system" leads nobody in particular; a bare "chief" is no description.
        let bare = nominal.determiner == Determiner::None
            && self.syntax.tag(head) == Tag::Nn
            && self.affiliation(at).is_none();
        if bare || hit.is_none() && self.owner_is_generic(at) {
            return;
        }
        let title = key(&nominal.lemma);
        let day = self.day_at(head);
        let country = self.country_of_description(at, nominal);
        if let Some(draft) = self.named_later(at, nominal, &title) {
            return self.assign(at, draft, "role of someone named later");
        }
        let definite = !matches!(nominal.determiner, Determiner::Indefinite);
        let status = self.status(self.found(at).tokens);
        if definite {
            let extra = self.words_of_role(at, &title);
            let mut fitting = self
                .before(head)
                .into_iter()
                .filter(|(d, _)| match (&country, hit) {
                    (Some(country), None) => {
                        self.leads(*d, country) || self.has_role(*d, &title, Some(country))
                    }
                    (country, _) => self.has_role(*d, &title, country.as_deref()),
                })
                .filter(|(d, _)| self.allows_words(*d, &title, &extra));
            if let Some((draft, _)) = fitting.next().filter(|_| day == self.day) {
                let rule = if country.is_some() { "role and country" } else { "role named before" };
                return self.assign(at, draft, rule);
            }
            // Named only later, as in a headline or a first sentence.
            let later = (0..self.drafts.len()).find(|&d| {
                country.is_some()
                    && match (&country, hit) {
                        (Some(country), None) => self.leads(d, country),
                        (country, _) => self.has_role(d, &title, country.as_deref()),
                    }
                    && self.allows_words(d, &title, &extra)
            });
            if let Some(draft) = later.filter(|_| day == self.day) {
                return self.assign(at, draft, "role and country of someone named later");
            }
            let past = day != self.day;
            let person = match (&country, status) {
                (Some(country), RoleStatus::Elect) => self.elect(country, &title, day),
                (Some(country), RoleStatus::Current | RoleStatus::Former)
                    if day.is_some() && (past || status == RoleStatus::Current) =>
                {
                    match hit {
                        None => self.leader(country, day),
                        Some(_) => self.holder(country, &title, day),
                    }
                }
                _ => None,
            };
            if let Some(person) = person {
                let draft = self.known(Target::Person(person));
                let rule = if past {
                    "office holder by the tables on the day spoken of"
                } else {
                    "office holder on the day by the tables"
                };
                return self.assign(at, draft, rule);
            }
        }
        // "the U.N. secretary-general".
        let org = self
            .affiliation(at)
            .and_then(|of| self.owner[of])
            .and_then(|d| self.drafts[d].id.clone());
        if let (true, RoleStatus::Current, Some(org), Some(_)) = (definite, status, org, day) {
            let holders: Vec<u32> = self
                .knowledge
                .offices_of(&org)
                .filter(|&o| super::office::has_title(&self.knowledge.offices[o as usize], &title))
                .filter_map(|o| self.knowledge.holder_on(o, day))
                .collect();
            if let [person] = holders.as_slice() {
                let draft = self.known(Target::Person(*person));
                return self.assign(at, draft, "office holder on the day by the tables");
            }
        }
        if definite && country.is_none() && hit.is_none() {
            // "the leader" with nothing to tell whose: the last person who leads anything.
            let last = self.before(head).into_iter().find(|(d, _)| {
                let entry = &self.drafts[*d];
                entry.is_person() && entry.country.as_deref().is_some_and(|c| self.leads(*d, c))
            });
            if let Some((draft, _)) = last.filter(|_| {
                self.affiliation(at).is_none() && self.syntax.child(head, Dep::Prep).is_none()
            }) {
                return self.assign(at, draft, "the leader spoken of last");
            }
            return;
        }
        let words = self.text(self.found(at).tokens).to_owned();
        let mut draft = Draft::new(words, ActorKind::Person, "person described, not named");
        // "the mayor of the West Bank city of Nablus".
        draft.country = country.or_else(|| self.state_inside(self.found(at).tokens));
        let draft = self.add(draft);
        self.assign(at, draft, "description");
        self.describe(draft, at);
    }

    /// The nouns that a description has before its role noun: "treasury" of "the deputy Treasury secretary".
    fn words_of_role(&self, at: FoundIdx, title: &str) -> Vec<String> {
        let syntax = self.syntax;
        let head = self.found(at).head;
        let nouns = syntax.children_by(head, Dep::Compound).filter(|&c| c < head);
        nouns
            .filter(|&c| self.mentions.name_over(c).is_none_or(|m| !self.is_state(m)))
            .map(|c| key(syntax.word(c)))
            .filter(|w| !title.split(' ').any(|t| t == w))
            .collect()
    }

    /// Whether nothing tells a description with these nouns from the roles of an actor: the deputy defence secretary is not "the
    /// deputy Treasury secretary".
    fn allows_words(&self, draft: DraftIdx, title: &str, extra: &[String]) -> bool {
        let mut roles = self.drafts[draft]
            .roles
            .iter()
            .map(|r| (key(&r.title), r.of))
            .filter(|(role, _)| role == title || role.ends_with(&format!(" {title}")));
        let within = |role: &str, of: Option<DraftIdx>| {
            extra.iter().all(|word| {
                role.split(' ').any(|r| r == word)
                    || of.is_some_and(|of| key(&self.drafts[of].name).split(' ').any(|n| n == word))
            })
        };
        let Some((role, of)) = roles.next() else { return true };
        let rest = role.strip_suffix(title).unwrap_or("").trim();
        rest.is_empty()
            || extra.is_empty()
            || within(&role, of)
            || roles.any(|(r, o)| within(&r, o))
    }

    /// "A spokesman said … The spokesman, Jon Hallek": a role whose bearer is named later, and headlines without articles.
    fn named_later(&self, at: FoundIdx, nominal: &Nominal, title: &str) -> Option<DraftIdx> {
        let head = self.found(at).head;
        let later =
            |d: &DraftIdx| self.drafts[*d].mentions.iter().all(|(m, _)| self.found(*m).head > head);
        if nominal.determiner == Determiner::None && self.in_headline(head) {
            return (0..self.drafts.len())
                .find(|&d| self.has_role(d, title, None) && !self.drafts[d].names.is_empty());
        }
        if nominal.determiner != Determiner::Indefinite {
            return None;
        }
        (at + 1..self.mentions.list.len()).find_map(|other| {
            let Form::Nominal(again) = &self.found(other).form else { return None };
            let same = (again.lemma == nominal.lemma
                || nominal.lemma.ends_with(&format!(" {}", again.lemma)))
                && again.determiner == Determiner::Definite
                && self.found(other).tokens.len() <= 2;
            self.owner[other].filter(|d| same && !self.drafts[*d].names.is_empty() && later(d))
        })
    }

    /// Whether "of" brings in something that is no actor.
    fn owner_is_generic(&self, at: FoundIdx) -> bool {
        let syntax = self.syntax;
        let of =
            syntax.children_by(self.found(at).head, Dep::Prep).find(|&p| syntax.lower(p) == "of");
        let object = of.and_then(|of| syntax.child(of, Dep::Pobj));
        object.is_some_and(|o| self.mentions.name_over(o).is_none() && self.draft_at(o).is_none())
    }

    pub(super) fn is_negated(&self, head: u32) -> bool {
        let none = |i: u32| {
            matches!(
                self.syntax.lower(i),
                "no" | "any" | "every" | "each" | "what" | "which" | "none" | "neither"
            )
        };
        none(head) || self.syntax.children_by(head, Dep::Det).any(none)
    }

    /// "Western officials", "two officials with knowledge of the talks", "civilians".
    fn resolve_people_group(&mut self, at: FoundIdx, nominal: &Nominal, hit: NounHit) {
        let head = self.found(at).head;
        if matches!(self.syntax.dep(head), Dep::Attr | Dep::Oprd) || self.is_negated(head) {
            return;
        }
        let noun = self.knowledge.roles.noun(hit).clone();
        if nominal.core != head && self.syntax.lower(head) == "one" {
            let words = self.text(self.found(at).tokens).to_owned();
            let mut draft = Draft::new(words, ActorKind::Person, "one of several, not named");
            draft.sectors.clone_from(&noun.sectors);
            draft.country = self.country_of_description(at, nominal);
            let draft = self.add(draft);
            return self.assign(at, draft, "one of several");
        }
        let leads = self.knowledge.lexicon.is(WordClass::LeaderNoun, &noun.noun)
            || noun.noun == "strongman";
        let of = self.affiliation(at);
        if nominal.count == Some(2)
            && matches!(nominal.determiner, Determiner::Definite | Determiner::Demonstrative)
            && noun.kind == ActorKind::Person
        {
            let bearers: Vec<DraftIdx> = (0..self.drafts.len())
                .filter(|&d| {
                    !self.drafts[d].names.is_empty() && self.has_role(d, &key(&noun.noun), None)
                })
                .collect();
            if bearers.len() == 2 {
                let group = self.group(&bearers);
                return self.assign(at, group, "the two with this role");
            }
        }
        // "the leaders of Armenia, Azerbaijan and Georgia".
        if leads && nominal.plural && nominal.determiner == Determiner::Definite {
            let states = self.states_after(at);
            let leaders: Vec<DraftIdx> =
                states.iter().filter_map(|s| self.leader_draft(s)).collect();
            if leaders.len() == states.len() && leaders.len() > 1 {
                let group = self.group(&leaders);
                return self.assign(at, group, "leaders of several states");
            }
        }
        if let (Some(count @ 3..), Determiner::Definite | Determiner::Demonstrative) =
            (nominal.count, nominal.determiner)
            && self.affiliation(at).is_none()
            && self.try_set(at, nominal, count)
        {
            return;
        }
        if nominal.plural
            && (nominal.count == Some(2) || leads && self.has_two_states(at))
            && noun.kind == ActorKind::Person
            && !matches!(nominal.determiner, Determiner::Indefinite)
            && (nominal.determiner != Determiner::None || self.in_headline(head))
            && self.try_pair(at, nominal)
        {
            return;
        }
        // "the officials" after "two officials with knowledge …".
        let bare = of.is_none()
            && matches!(nominal.determiner, Determiner::Definite | Determiner::Demonstrative)
            && nominal.count.is_none();
        if bare {
            let last = self.before(head).into_iter().find(|(d, _)| {
                let entry = &self.drafts[*d];
                entry.kind == ActorKind::Group && entry.nouns.contains(&nominal.lemma)
            });
            if let Some((draft, _)) = last {
                return self.assign(at, draft, "same noun as before");
            }
        }
        self.new_group(at, nominal, &noun.sectors, "description of several people");
    }

    fn in_headline(&self, i: u32) -> bool {
        self.syntax.paragraph_of(i) == 0
    }

    /// A group with this description: the same one again where the words are the same and it is not counted.
    pub(super) fn new_group(
        &mut self,
        at: FoundIdx,
        nominal: &Nominal,
        sectors: &[legation_core::plover::Sector],
        rule: &str,
    ) {
        let head = self.found(at).head;
        if self.is_negated(head) || matches!(self.syntax.dep(head), Dep::Attr | Dep::Oprd) {
            return;
        }
        if let Some(group) = self.of_several_states(at, nominal, sectors) {
            return self.assign(at, group, "several states' own, taken together");
        }
        let words = self.text(self.found(at).tokens).to_owned();
        let name = words
            .strip_prefix("the ")
            .or_else(|| words.strip_prefix("The "))
            .unwrap_or(&words)
            .to_owned();
        let of = self.affiliation(at).and_then(|of| self.owner[of]);
        let country = self.country_of_description(at, nominal).filter(|_| !self.has_two_states(at));
        let again = self.drafts.iter().position(|d| {
            d.kind == ActorKind::Group
                && d.members.is_empty()
                && d.id.is_none()
                && d.name.eq_ignore_ascii_case(&name)
        });
        if let Some(draft) = again.filter(|_| nominal.count.is_none()) {
            return self.assign(at, draft, "same description as before");
        }
        let mut draft = Draft {
            country,
            sectors: sectors.to_vec(),
            plural: true,
            ..Draft::new(name, ActorKind::Group, rule)
        };
        draft.nouns.push(nominal.lemma.clone());
        if draft.sectors.is_empty()
            && let Some(of) = of
        {
            draft.sectors.clone_from(&self.drafts[of].sectors);
        }
        let draft = self.add(draft);
        self.assign(at, draft, rule);
    }

    /// "the latter": the last of two named things.
    fn resolve_ordinal(&mut self, at: FoundIdx, which: &str) {
        let head = self.found(at).head;
        let near: Vec<DraftIdx> = self
            .before(head)
            .into_iter()
            .filter(|(_, m)| {
                matches!(
                    self.found(*m).form,
                    Form::Known(_) | Form::Person(_) | Form::Organisation(_)
                )
            })
            .map(|(d, _)| d)
            .take(2)
            .collect();
        let chosen = if which == "former" { near.get(1) } else { near.first() };
        if let Some(&draft) = chosen {
            self.assign(at, draft, "the former or latter of two");
        }
    }
}
