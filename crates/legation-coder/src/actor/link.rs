//! What stands beside a name says who it is: titles before it, "of" after it, appositions.

use super::draft::{DraftIdx, DraftRole, FoundIdx, Resolver};
use crate::knowledge::name::fold;
use crate::knowledge::{NounHit, Target, WordClass};
use crate::mention::{Form, Nominal, Noun, premodifiers};
use legation_core::plover::Sector;
use legation_core::record::RoleStatus;
use legation_core::{ActorKind, Dep, Pos, Tag, TokenRange};

/// A title or description as the text words it.
#[derive(Clone, Debug)]
pub(super) struct Title {
    /// The words of the title alone: "deputy chief economist".
    pub(super) tokens: TokenRange,
    /// The role noun in key form: "economist", "foreign minister".
    pub(super) key: String,
    pub(super) noun: Option<NounHit>,
    pub(super) status: RoleStatus,
    /// The mention of the state or organisation.
    pub(super) of: Option<FoundIdx>,
}

impl Resolver<'_, '_> {
    fn is_word(&self, class: WordClass, i: u32) -> bool {
        self.knowledge.lexicon.is(class, self.syntax.lower(i))
    }

    /// Key of the title before a name and the country it names.
    pub(super) fn title_before(&self, at: FoundIdx) -> Option<(String, Option<String>)> {
        let title = self.title(at)?;
        let country = title.of.and_then(|of| self.country_of_found(of));
        Some((title.key, country))
    }

    /// The country that a mention names or belongs to; of a place that is no actor, by the table of cities.
    pub(super) fn country_of_found(&self, at: FoundIdx) -> Option<String> {
        match self.found(at).form {
            Form::Known(t) | Form::Adjective(t) | Form::Place(Some(t)) => {
                self.knowledge.country_of(self.knowledge.id(t)).map(str::to_owned)
            }
            Form::Place(None) => self.country_of_city(at),
            _ => self.owner[at].and_then(|d| self.drafts[d].country.clone()),
        }
    }

    /// The country of the one large city of this name; where several countries have one, that which the article names.
    fn country_of_city(&self, at: FoundIdx) -> Option<String> {
        let cities = self.knowledge.cities.named(self.text(self.found(at).tokens));
        let named = |country: &str| {
            self.by_id.get(country).is_some_and(|d| !self.drafts[*d].mentions.is_empty())
        };
        let largest = cities.first().filter(|c| c.population >= 50_000)?;
        let chosen = cities.iter().find(|c| named(c.country)).unwrap_or(largest);
        Some(chosen.country.to_owned())
    }

    /// The title before a person's name: "former Vendran Foreign Minister".
    pub(super) fn title(&self, at: FoundIdx) -> Option<Title> {
        let found = self.found(at);
        let sentence = self.syntax.sentence(found.head);
        let mut start = found.tokens.start;
        while start > sentence.start && self.goes_before(start - 1, start) {
            start -= 1;
        }
        let mut title = self.read_title(TokenRange::new(start, found.tokens.start))?;
        let gap = title.tokens.end..found.tokens.start;
        if gap.clone().any(|i| self.syntax.pos(i) != Pos::Punct) {
            return None;
        }
        // "President Vladimir Putin of Russia".
        if title.of.is_none() {
            let of = self
                .syntax
                .children_by(found.head, Dep::Prep)
                .find(|&p| self.syntax.lower(p) == "of" && p >= found.tokens.end);
            title.of = of
                .and_then(|of| self.syntax.child(of, Dep::Pobj))
                .and_then(|o| self.mentions.name_over(o));
        }
        Some(title)
    }

    /// Whether token `i` may belong to the title that goes on at `next`.
    fn goes_before(&self, i: u32, next: u32) -> bool {
        let syntax = self.syntax;
        if let Some(name) = self.mentions.name_over(i) {
            return !matches!(self.found(name).form, Form::Person(_));
        }
        match syntax.pos(i) {
            Pos::Adj | Pos::Noun | Pos::Propn => {
                !matches!(syntax.tag(i), Tag::Nns)
                    || self.knowledge.bodies.get(&fold(syntax.word(i))).is_some()
            }
            Pos::Part => syntax.tag(i) == Tag::Pos,
            Pos::Adp => {
                matches!(syntax.lower(i), "of" | "for")
                    && syntax.word(next).starts_with(char::is_uppercase)
                    && i > 0
                    && syntax.word(i - 1).starts_with(char::is_uppercase)
            }
            Pos::Punct => syntax.tag(i) == Tag::Hyph,
            Pos::Verb => matches!(syntax.tag(i), Tag::Vbg | Tag::Vbn) && syntax.dep(i) == Dep::Amod,
            Pos::Adv => self.is_word(WordClass::Former, i),
            Pos::Cconj => {
                syntax.lower(i) == "and"
                    && i > 0
                    && syntax.word(i - 1).starts_with(char::is_uppercase)
                    && syntax.word(next).starts_with(char::is_uppercase)
                    && self.mentions.name_over(i - 1).is_none()
            }
            _ => false,
        }
    }

    /// Finds the role in a run of tokens, with its modifiers, its status and the names beside it.
    pub(super) fn read_title(&self, range: TokenRange) -> Option<Title> {
        let mut hit = None;
        'outer: for end in (range.start + 1..=range.end).rev() {
            if self.mentions.name_over(end - 1).is_some() {
                continue;
            }
            for words in (1..=4u32).rev() {
                let Some(start) = end.checked_sub(words).filter(|&s| s >= range.start) else {
                    continue;
                };
                let key: Vec<String> = (start..end)
                    .map(|i| fold(self.syntax.word(i)))
                    .filter(|w| !w.is_empty())
                    .collect();
                let key = key.join(" ");
                if let Some(noun) = self.knowledge.roles.get(&key) {
                    hit = Some((start, end, key, noun));
                    break 'outer;
                }
            }
        }
        let (mut start, end, key, noun) = hit?;
        let mut of = None;
        while start > range.start && self.is_title_word(start - 1) {
            start -= 1;
        }
        for i in (range.start..end).rev() {
            if let Some(name) = self.mentions.name_over(i) {
                let better = of.is_none_or(|o| self.is_state(o) && !self.is_state(name));
                if better && !matches!(self.found(name).form, Form::Person(_)) {
                    of = Some(name);
                }
            }
        }
        // "Pentagon spokesman" may be a role of its own in the tables; the name in it is whose.
        while start + 1 < end
            && (self.mentions.name_over(start).is_some() || self.syntax.pos(start) == Pos::Punct)
        {
            // "four-star Gen.": what follows a hyphen went with what stood before it.
            let hyphen = self.syntax.pos(start) == Pos::Punct && start + 2 < end;
            start += if hyphen { 2 } else { 1 };
        }
        Some(Title {
            tokens: TokenRange::new(start, end),
            key,
            noun: Some(noun),
            status: self.status(range),
            of,
        })
    }

    fn is_title_word(&self, i: u32) -> bool {
        let syntax = self.syntax;
        self.mentions.name_over(i).is_none()
            && !self.is_status(i)
            && (matches!(syntax.pos(i), Pos::Noun | Pos::Propn | Pos::Adj)
                && !matches!(syntax.tag(i), Tag::Jjr)
                || syntax.tag(i) == Tag::Hyph)
            && !self.knowledge.lexicon.is(WordClass::BesideTitle, syntax.lower(i))
    }

    fn is_status(&self, i: u32) -> bool {
        [WordClass::Former, WordClass::Acting, WordClass::Elect, WordClass::Late]
            .into_iter()
            .any(|c| self.is_word(c, i))
    }

    pub(super) fn status(&self, range: TokenRange) -> RoleStatus {
        let any = |class: WordClass| {
            range.iter().any(|i| self.is_word(class, i) && self.mentions.name_over(i).is_none())
        };
        match () {
            () if any(WordClass::Former) || any(WordClass::Late) => RoleStatus::Former,
            () if any(WordClass::Acting) => RoleStatus::Acting,
            () if any(WordClass::Elect) => RoleStatus::Elect,
            () => RoleStatus::Current,
        }
    }

    pub(super) fn is_state(&self, at: FoundIdx) -> bool {
        matches!(
            self.found(at).form,
            Form::Known(Target::State(_) | Target::Region(_))
                | Form::Adjective(_)
                | Form::Land(_)
                | Form::Place(_)
        ) || matches!(self.found(at).form, Form::Known(t @ Target::Metonym(_)) if matches!(self.knowledge.by_id(self.knowledge.id(t)), Some(Target::State(_))))
    }

    /// Reads titles and appositions.
    pub(super) fn resolve_links(&mut self) {
        self.describe_organisations();
        for at in 0..self.mentions.list.len() {
            match &self.found(at).form {
                Form::Person(_) => {
                    if let (Some(draft), Some(title)) = (self.owner[at], self.title(at)) {
                        self.add_title(draft, &title);
                    }
                }
                Form::Nominal(nominal) => {
                    let nominal = nominal.clone();
                    if let Some((draft, rule)) = self.beside(at, &nominal) {
                        self.assign(at, draft, rule);
                        self.describe(draft, at);
                    }
                }
                _ => {}
            }
        }
    }

    /// The actor whose name stands in apposition to a description.
    fn beside(&self, at: FoundIdx, nominal: &Nominal) -> Option<(DraftIdx, &'static str)> {
        let syntax = self.syntax;
        let head = self.found(at).head;
        let named = |i: u32| {
            let draft = self.draft_at(i)?;
            let name = self.mentions.headed_by(i)?;
            matches!(
                self.found(name).form,
                Form::Person(_) | Form::Known(_) | Form::Organisation(_) | Form::Land(_)
            )
            .then_some(draft)
        };
        let fits = |draft: &DraftIdx| self.can_be(*draft, nominal, head);
        // "the close ally and former president": one description in two parts.
        let first = syntax.head(head);
        if syntax.dep(head) == Dep::Conj
            && crate::mention::shares_determiner(syntax, first, head)
            && let Some(draft) = self.draft_at(first).filter(fits)
        {
            return Some((draft, "second part of a description"));
        }
        if syntax.dep(head) == Dep::Appos {
            let mut up = syntax.head(head);
            for _ in 0..3 {
                if let Some(draft) = named(up).filter(fits) {
                    return Some((draft, "apposition"));
                }
                if !matches!(syntax.dep(up), Dep::Appos) {
                    break;
                }
                up = syntax.head(up);
            }
        }
        let below = syntax.children_by(head, Dep::Appos).chain(
            syntax.conjuncts(head).into_iter().flat_map(|c| syntax.children_by(c, Dep::Appos)),
        );
        if let Some(draft) = below.filter(|&c| c > head).find_map(named).filter(fits) {
            return Some((draft, "apposition"));
        }
        // "the Russian energy giant Gazprom".
        if matches!(nominal.noun, Noun::Body(_))
            && let Some(name) = self.mentions.name_over(head + 1)
            && self.found(name).tokens.start == head + 1
            && self.found(name).head == syntax.head(head)
            && let Some(draft) =
                named(self.found(name).head).filter(|d| !self.drafts[*d].is_person())
        {
            return Some((draft, "description before the name"));
        }
        // "the head of the agency, Rafael Grossi": the tree hangs the name on the nearest noun, but no person is an agency.
        if let Some(draft) = self.named_after_of(head).filter(fits) {
            return Some((draft, "apposition after of"));
        }
        // "the self-governing island of Taiwan", "the RIA Novosti news agency".
        let of = syntax.children_by(head, Dep::Prep).find(|&p| syntax.lower(p) == "of");
        let of = of.and_then(|of| syntax.child(of, Dep::Pobj)).and_then(named);
        if let (Noun::Country, false, Some(draft)) = (nominal.noun, nominal.plural, of)
            && self.drafts[draft].kind == ActorKind::State
        {
            return Some((draft, "apposition by of"));
        }
        if let (Noun::Body(hit), false) = (nominal.noun, nominal.plural) {
            let kind = self.knowledge.bodies.noun(hit).kind;
            let inside =
                premodifiers(syntax, head).iter().filter_map(|i| self.mentions.name_over(i));
            let same = inside
                .filter(|&m| {
                    syntax.head(self.found(m).head) == head
                        && syntax.dep(self.found(m).head) == Dep::Compound
                })
                .filter_map(|m| self.owner[m])
                .find(|&d| {
                    self.drafts[d].id.is_none() && self.drafts[d].kind == ActorKind::Group
                        || self.drafts[d].kind == kind
                            && !matches!(kind, ActorKind::Government | ActorKind::Military)
                });
            if let Some(draft) = same {
                return Some((draft, "name inside the description"));
            }
        }
        None
    }

    /// The person whose name stands in apposition to the object of a description's preposition.
    fn named_after_of(&self, head: u32) -> Option<DraftIdx> {
        let syntax = self.syntax;
        let mut noun = head;
        for _ in 0..3 {
            let prep = syntax.children_by(noun, Dep::Prep).find(|&p| p > noun)?;
            noun = syntax.child(prep, Dep::Pobj)?;
            let person = syntax.children_by(noun, Dep::Appos).filter(|&c| c > noun).find_map(|c| {
                let name = self.mentions.headed_by(c)?;
                matches!(self.found(name).form, Form::Person(_)).then(|| self.draft_at(c))?
            });
            let is_body = self.draft_at(noun).is_none_or(|d| !self.drafts[d].is_person());
            if person.is_some() {
                return person.filter(|_| is_body);
            }
        }
        None
    }

    /// Whether an actor may be described by this noun.
    pub(super) fn can_be(&self, draft: DraftIdx, nominal: &Nominal, head: u32) -> bool {
        let kind = self.drafts[draft].kind;
        if nominal.plural && !self.drafts[draft].plural {
            return false;
        }
        match nominal.noun {
            Noun::Role(hit) => {
                let noun = self.knowledge.roles.noun(hit);
                kind == noun.kind || kind == ActorKind::Person && noun.kind == ActorKind::Group
            }
            Noun::Leader => kind == ActorKind::Person,
            Noun::Country => matches!(kind, ActorKind::State | ActorKind::PlaceGroup),
            Noun::Body(_) => !matches!(kind, ActorKind::Person | ActorKind::State),
            Noun::Pair => self.drafts[draft].plural,
            Noun::Relational => true,
            Noun::Piece | Noun::Ordinal => false,
            Noun::Other => match kind {
                ActorKind::Person => {
                    self.syntax.child(head, Dep::Det).is_some()
                        || self.syntax.child(head, Dep::Poss).is_some()
                }
                ActorKind::State => false,
                _ => true,
            },
        }
    }

    /// Adds what a description says of an actor: role, organisation, country, sectors, gender.
    pub(super) fn describe(&mut self, draft: DraftIdx, at: FoundIdx) {
        let found = self.found(at).clone();
        let Form::Nominal(nominal) = &found.form else { return };
        self.drafts[draft].nouns.push(nominal.lemma.clone());
        if !self.drafts[draft].is_person() {
            if let (Noun::Body(hit), true) = (nominal.noun, self.drafts[draft].id.is_none()) {
                let noun = self.knowledge.bodies.noun(hit).clone();
                let entry = &mut self.drafts[draft];
                if !nominal.plural && noun.kind != ActorKind::Group {
                    entry.kind = noun.kind;
                }
                if entry.sectors.is_empty() {
                    entry.sectors = noun.sectors;
                }
            }
            if self.drafts[draft].country.is_none() && self.drafts[draft].id.is_none() {
                let country = self
                    .affiliation(at)
                    .and_then(|of| self.country_of_found(of))
                    .or_else(|| self.place_of(found.head))
                    .or_else(|| self.state_inside(found.tokens));
                self.drafts[draft].country = country;
            }
            return;
        }
        let before = TokenRange::new(premodifiers(self.syntax, found.head).start, found.head + 1);
        let of = self.affiliation(at);
        let title = match self.read_title(before) {
            Some(mut title) => {
                title.tokens.end = self.title_end(found.head, title.tokens.end, of);
                title.of = of;
                title
            }
            None => Title {
                tokens: TokenRange::new(found.head, self.title_end(found.head, found.head + 1, of)),
                key: fold(&nominal.lemma),
                noun: None,
                status: self.status(before),
                of,
            },
        };
        self.add_title(draft, &title);
    }

    /// The first state that a description names in any way: "the weekly show on Vendran television".
    pub(super) fn state_inside(&self, tokens: TokenRange) -> Option<String> {
        let mut names = tokens.iter().filter_map(|i| self.mentions.name_over(i));
        names.find(|m| self.is_state(*m)).and_then(|m| self.country_of_found(m))
    }

    /// Goes on over "of …" after a role where that is not the organisation: "director of the China program".
    fn title_end(&self, head: u32, end: u32, of: Option<FoundIdx>) -> u32 {
        let next = self
            .syntax
            .children_by(head, Dep::Prep)
            .find(|&p| p == end && matches!(self.syntax.lower(p), "of" | "for" | "to"));
        let Some(object) = next.and_then(|p| self.syntax.child(p, Dep::Pobj)) else { return end };
        let named = of.is_some_and(|of| self.found(of).tokens.contains(object));
        if named { end } else { object + 1 }
    }

    /// The state or organisation that a description belongs to; organisations before states.
    pub(super) fn affiliation(&self, at: FoundIdx) -> Option<FoundIdx> {
        let found = self.found(at);
        let syntax = self.syntax;
        let heads = syntax.conjuncts(found.head);
        let mut state = None;
        let mut organisation = None;
        for i in found.tokens.iter() {
            let Some(name) = self.mentions.name_over(i) else { continue };
            let other = self.found(name);
            if matches!(other.form, Form::Person(_)) || other.head != i {
                continue;
            }
            let up = syntax.head(other.head);
            let direct = heads.contains(&up)
                || self.is_adjective(name)
                    && heads.iter().any(|&h| syntax.dominates(h, i))
                    && i < found.head;
            let preposition = syntax.lower(up);
            if self.is_state(name) {
                let topic = syntax.dep(other.head) == Dep::Compound
                    && matches!(other.form, Form::Known(Target::State(_) | Target::Metonym(_)))
                    && !syntax.word(other.head).chars().skip(1).any(char::is_uppercase);
                let by_of =
                    matches!(preposition, "of" | "from" | "in") && heads.contains(&syntax.head(up));
                let conjoined = syntax.dep(other.head) == Dep::Conj;
                if state.is_none() && !conjoined && (direct && !topic || by_of) {
                    state = Some(name);
                }
            } else {
                let by = matches!(preposition, "of" | "at" | "for" | "with" | "from" | "to" | "in")
                    && syntax.dep(up) == Dep::Prep;
                let fits = direct || by && preposition != "in" && preposition != "to";
                if organisation.is_none() && fits {
                    organisation = Some(name);
                }
            }
        }
        organisation.or(state)
    }

    /// Adds a role, and what follows from it, to a person.
    pub(super) fn add_title(&mut self, draft: DraftIdx, title: &Title) {
        let of = title.of.and_then(|of| self.owner[of]);
        let country = title
            .of
            .and_then(|of| self.country_of_found(of).or_else(|| self.place_of(self.found(of).head)))
            .or_else(|| of.and_then(|of| self.drafts[of].country.clone()));
        let words = self.text(title.tokens).to_owned();
        let noun = title.noun.map(|hit| self.knowledge.roles.noun(hit).clone());
        let of_sectors = of.map(|of| (self.drafts[of].kind, self.drafts[of].sectors.clone()));
        let entry = &mut self.drafts[draft];
        if entry.country.is_none() {
            entry.country = country;
        }
        let same = |r: &DraftRole| r.title.eq_ignore_ascii_case(&words) && r.status == title.status;
        match entry.roles.iter_mut().find(|r| same(r)) {
            Some(role) => {
                role.tokens = role.tokens.or(Some(title.tokens));
                role.of = role.of.or(of);
            }
            None => entry.roles.push(DraftRole {
                title: words,
                of,
                status: title.status,
                tokens: Some(title.tokens),
            }),
        }
        entry.nouns.push(title.key.clone());
        if let Some(noun) = noun.as_ref().filter(|n| n.noun != title.key) {
            let last = crate::knowledge::name::key(&noun.noun);
            entry.nouns.extend(last.rsplit(' ').next().map(str::to_owned));
            entry.nouns.push(last);
        }
        if entry.id.is_some() && !entry.sectors.is_empty() {
            return;
        }
        if title.status == RoleStatus::Former && entry.sectors.is_empty() {
            entry.add_sectors(&[Sector::Eli]);
        }
        let served = match &of_sectors {
            Some((kind, sectors)) if *kind != ActorKind::State => sectors.as_slice(),
            _ => &[],
        };
        if let Some(noun) = noun {
            entry.add_sectors(if noun.of_principal && !served.is_empty() {
                served
            } else {
                &noun.sectors
            });
            entry.gender = entry.gender.or(noun.gender);
        }
        if let Some((kind, sectors)) = of_sectors
            && kind != ActorKind::State
            && entry.sectors.is_empty()
        {
            entry.add_sectors(&sectors);
        }
    }
}
