//! Actors in the making: what is known so far of each, and which mention belongs to whom.

use crate::Syntax;
use crate::knowledge::name::fold;
use crate::knowledge::{Gender, Knowledge, Target};
use crate::mention::{Form, Found, Mentions};
use foldhash::HashMap;
use jiff::civil::Date;
use legation_core::plover::Sector;
use legation_core::record::{RoleStatus, Timex};
use legation_core::{ActorKind, Dep, TokenRange};

/// A position in [`Resolver::drafts`].
pub(super) type DraftIdx = usize;
/// A position in [`Mentions::list`].
pub(super) type FoundIdx = usize;

/// An office or function in the making.
#[derive(Clone, Debug)]
pub(super) struct DraftRole {
    pub(super) title: String,
    pub(super) of: Option<DraftIdx>,
    pub(super) status: RoleStatus,
    pub(super) tokens: Option<TokenRange>,
}

/// An actor in the making.
#[derive(Clone, Debug)]
pub(super) struct Draft {
    /// The id in the tables.
    pub(super) id: Option<String>,
    pub(super) name: String,
    pub(super) kind: ActorKind,
    pub(super) country: Option<String>,
    pub(super) sectors: Vec<Sector>,
    pub(super) roles: Vec<DraftRole>,
    pub(super) members: Vec<DraftIdx>,
    pub(super) gender: Option<Gender>,
    /// More than one person or state.
    pub(super) plural: bool,
    /// The words of a person's name, or the key of an organisation's.
    pub(super) names: Vec<Vec<String>>,
    /// The single names by which the text has called it: "Saddam".
    pub(super) bare: Vec<String>,
    /// What descriptions of it are made of: "officials", "minister".
    pub(super) nouns: Vec<String>,
    pub(super) mentions: Vec<(FoundIdx, String)>,
    pub(super) rule: String,
}

impl Draft {
    pub(super) fn new(name: impl Into<String>, kind: ActorKind, rule: impl Into<String>) -> Self {
        Self {
            id: None,
            name: name.into(),
            kind,
            country: None,
            sectors: Vec::new(),
            roles: Vec::new(),
            members: Vec::new(),
            gender: None,
            plural: matches!(kind, ActorKind::Group),
            names: Vec::new(),
            bare: Vec::new(),
            nouns: Vec::new(),
            mentions: Vec::new(),
            rule: rule.into(),
        }
    }

    pub(super) fn add_sectors(&mut self, sectors: &[Sector]) {
        for sector in sectors {
            if !self.sectors.contains(sector) {
                self.sectors.push(*sector);
            }
        }
    }

    pub(super) fn is_person(&self) -> bool {
        self.kind == ActorKind::Person
    }
}

/// The state of the search for who is who.
pub(super) struct Resolver<'s, 'a> {
    pub(super) syntax: &'s Syntax<'a>,
    pub(super) knowledge: &'s Knowledge,
    pub(super) day: Option<Date>,
    pub(super) timexes: &'s [Timex],
    pub(super) mentions: Mentions,
    pub(super) drafts: Vec<Draft>,
    /// The draft of each mention.
    pub(super) owner: Vec<Option<DraftIdx>>,
    pub(super) by_id: HashMap<String, DraftIdx>,
    pub(super) spoken: Vec<FoundIdx>,
}

impl<'s, 'a> Resolver<'s, 'a> {
    pub(super) fn new(
        syntax: &'s Syntax<'a>,
        knowledge: &'s Knowledge,
        day: Option<Date>,
        timexes: &'s [Timex],
        mentions: Mentions,
    ) -> Self {
        let owner = vec![None; mentions.list.len()];
        Self {
            syntax,
            knowledge,
            day,
            timexes,
            mentions,
            drafts: Vec::new(),
            owner,
            by_id: HashMap::default(),
            spoken: Vec::new(),
        }
    }

    pub(super) fn found(&self, at: FoundIdx) -> &Found {
        &self.mentions.list[at]
    }

    pub(super) fn text(&self, tokens: TokenRange) -> &'a str {
        self.syntax.span(tokens).of(self.syntax.text())
    }

    /// Gives a mention to a draft.
    pub(super) fn assign(&mut self, at: FoundIdx, draft: DraftIdx, rule: impl Into<String>) {
        if self.owner[at].is_none() {
            self.owner[at] = Some(draft);
            self.drafts[draft].mentions.push((at, rule.into()));
        }
    }

    pub(super) fn add(&mut self, draft: Draft) -> DraftIdx {
        self.drafts.push(draft);
        self.drafts.len() - 1
    }

    /// The draft of the mention headed by token `i`.
    pub(super) fn draft_at(&self, i: u32) -> Option<DraftIdx> {
        self.mentions.headed_by(i).and_then(|m| self.owner[m])
    }

    /// The draft of an entry in the tables, made where needed.
    pub(super) fn known(&mut self, target: Target) -> DraftIdx {
        let id = self.knowledge.id(target).to_owned();
        self.known_id(&id).unwrap_or_else(|| {
            // A dangling id in a user's table: kept as it is, so that nothing is lost.
            let draft = Draft {
                id: Some(id.clone()),
                ..Draft::new(id.clone(), ActorKind::Group, "id in the tables")
            };
            let at = self.add(draft);
            self.by_id.insert(id, at);
            at
        })
    }

    /// The draft of an id in the tables, made where needed.
    pub(super) fn known_id(&mut self, id: &str) -> Option<DraftIdx> {
        if let Some(&at) = self.by_id.get(id) {
            return Some(at);
        }
        let knowledge = self.knowledge;
        let draft = match knowledge.by_id(id)? {
            Target::State(i) => {
                let state = &knowledge.states[i as usize];
                Draft {
                    country: Some(state.id.clone()),
                    sectors: vec![Sector::Gov],
                    ..Draft::new(&state.name, ActorKind::State, "state in the tables")
                }
            }
            Target::Region(i) => {
                let region = &knowledge.regions[i as usize];
                Draft {
                    country: knowledge.country_of(id).map(str::to_owned),
                    ..Draft::new(&region.name, ActorKind::PlaceGroup, "region in the tables")
                }
            }
            Target::Organisation(i) => {
                let org = &knowledge.organisations[i as usize];
                let names = std::iter::once(&org.name).chain(&org.aliases).chain(&org.acronyms);
                Draft {
                    country: org.country.clone(),
                    sectors: org.sectors.clone(),
                    names: names.map(|n| words(n)).collect(),
                    ..Draft::new(&org.name, org.kind, "organisation in the tables")
                }
            }
            Target::Person(i) => {
                let person = &knowledge.people[i as usize];
                let names = std::iter::once(&person.name).chain(&person.aliases);
                Draft {
                    country: person.country.clone(),
                    gender: person.gender,
                    names: names.map(|n| words(n)).collect(),
                    ..Draft::new(&person.name, ActorKind::Person, "person in the tables")
                }
            }
            _ => return None,
        };
        let at = self.add(Draft { id: Some(id.to_owned()), ..draft });
        self.by_id.insert(id.to_owned(), at);
        if let Some(Target::Person(person)) = knowledge.by_id(id) {
            self.roles_by_table(at, person);
        }
        Some(at)
    }

    /// The draft of a state.
    pub(super) fn state(&mut self, id: &str) -> Option<DraftIdx> {
        if is_local(id) {
            return self.by_id.get(id).copied();
        }
        matches!(self.knowledge.by_id(id)?, Target::State(_)).then(|| self.known_id(id)).flatten()
    }

    /// The grammatical subject of a verb, its own or that of the verb it is coordinated with.
    pub(super) fn subject_of(&self, mut verb: u32) -> Option<u32> {
        for _ in 0..4 {
            let subject = self
                .syntax
                .children(verb)
                .find(|&c| matches!(self.syntax.dep(c), Dep::Nsubj | Dep::Nsubjpass));
            if subject.is_some() {
                return subject;
            }
            if !matches!(
                self.syntax.dep(verb),
                Dep::Conj | Dep::Xcomp | Dep::Advcl | Dep::Pcomp | Dep::Prep
            ) {
                return None;
            }
            verb = self.syntax.head(verb);
        }
        None
    }

    /// Whether a mention is an adjective.
    pub(super) fn is_adjective(&self, at: FoundIdx) -> bool {
        match &self.found(at).form {
            Form::Adjective(_) => true,
            Form::Land(land) => land.adjective,
            _ => false,
        }
    }
}

/// Marks the country of what belongs to a state that the tables do not know. It holds while an article is resolved and is
/// never written out: the records have countries of the tables alone.
const LOCAL: char = '~';

/// The country by which an unknown state goes while an article is resolved.
pub(super) fn local_country(key: &str) -> String {
    format!("{LOCAL}{}", key.replace(' ', "-"))
}

/// Whether a country is that of an unknown state.
pub(super) fn is_local(country: &str) -> bool {
    country.starts_with(LOCAL)
}

/// The words of a name in key form, initials left out.
pub(super) fn words(name: &str) -> Vec<String> {
    let split = name.split(|c: char| c.is_whitespace() || c == '-').map(fold);
    split.filter(|w| w.chars().count() > 1).collect()
}
