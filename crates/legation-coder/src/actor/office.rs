//! Offices by the tables: who held what on a day, and whom "the Russian president" means.

use super::draft::{DraftIdx, DraftRole, Resolver};
use crate::knowledge::{Office, Target, WordClass, name};
use legation_core::record::RoleStatus;

impl Resolver<'_, '_> {
    /// The roles that the tables give a person on the day of publication; the last ones held where none is.
    pub(super) fn roles_by_table(&mut self, draft: DraftIdx, person: u32) {
        let knowledge = self.knowledge;
        let mut current: Vec<(&Office, RoleStatus)> = Vec::new();
        let mut past: Vec<(&Office, RoleStatus)> = Vec::new();
        for (holding, office) in knowledge.holdings_by(person) {
            if holding.when.holds(self.day) {
                let status = match holding.status.as_deref() {
                    Some("acting" | "interim") => RoleStatus::Acting,
                    Some("elect") => RoleStatus::Elect,
                    _ => RoleStatus::Current,
                };
                current.push((office, status));
            } else if self.day.is_some() && holding.when.is_over(self.day) {
                past.push((office, RoleStatus::Former));
            }
        }
        let former = current.is_empty();
        let list = if former { past } else { current };
        let mut sectors = Vec::new();
        for (office, status) in list {
            let of = self.known_id(&office.of);
            sectors.extend(office.sectors.iter().copied());
            self.drafts[draft].roles.push(DraftRole {
                title: office.title.clone(),
                of,
                status,
                tokens: None,
            });
        }
        if former && !sectors.is_empty() {
            self.drafts[draft].add_sectors(&[legation_core::plover::Sector::Eli]);
        }
        self.drafts[draft].add_sectors(&sectors);
    }

    /// Whether a person held an office with this title (key form), in this country if given, on the day or before.
    pub(super) fn held_title(&self, person: u32, title: &str, country: Option<&str>) -> bool {
        self.knowledge.holdings_by(person).any(|(holding, office)| {
            let began = match (self.day, holding.when.from) {
                (Some(day), Some(from)) => from <= day,
                _ => true,
            };
            let fits = country
                .is_none_or(|c| self.knowledge.country_of(&office.of).is_none_or(|o| o == c));
            began && fits && has_title(office, title)
        })
    }

    /// Whether a bare surname may be taken for this person: whoever is at the head of something.
    pub(super) fn is_prominent(&self, person: u32) -> bool {
        let head =
            |o: &Office| o.keys.iter().any(|k| self.knowledge.lexicon.is(WordClass::HeadOffice, k));
        self.knowledge.holdings_by(person).any(|(h, o)| {
            h.when.holds(self.day)
                && (head(o) || o.title.contains("minister") || o.title.contains("secretary"))
        })
    }

    /// Whether a person ever stood at the head of a state.
    pub(super) fn was_head(&self, person: u32) -> bool {
        self.knowledge.holdings_by(person).any(|(_, office)| {
            matches!(self.knowledge.by_id(&office.of), Some(Target::State(_)))
                && office.keys.iter().any(|k| self.knowledge.lexicon.is(WordClass::HeadOffice, k))
        })
    }

    /// Whether the tables give the family name first.
    pub(super) fn is_family_first(&self, person: u32) -> bool {
        let country = self.knowledge.people[person as usize].country.as_deref();
        matches!(country, Some("CHN" | "PRK" | "KOR" | "TWN" | "VNM" | "HKG" | "KHM"))
    }

    /// Who holds the office with this title in a country on the day.
    pub(super) fn holder(&self, country: &str, title: &str) -> Option<u32> {
        let offices = self.knowledge.offices_in(country).filter(|&o| {
            let office = &self.knowledge.offices[o as usize];
            office.single && has_title(office, title)
        });
        let holders: Vec<u32> =
            offices.filter_map(|o| self.knowledge.holder_on(o, self.day)).collect();
        let first = *holders.first()?;
        holders.iter().all(|&h| h == first).then_some(first)
    }

    /// The one called the leader of a country on the day, from its highest office down.
    pub(super) fn leader(&self, country: &str) -> Option<u32> {
        let explicit = self
            .knowledge
            .offices_of(country)
            .find(|&o| self.knowledge.offices[o as usize].keys.iter().any(|k| k == "leader"));
        let by_alias = explicit.and_then(|o| self.knowledge.holder_on(o, self.day));
        by_alias.or_else(|| {
            let titles = self.knowledge.lexicon.words(WordClass::HeadOffice);
            titles.iter().find_map(|title| self.holder(country, &name::key(title)))
        })
    }

    /// Whether a draft leads this country, by its roles or by the tables.
    pub(super) fn leads(&self, draft: DraftIdx, country: &str) -> bool {
        let entry = &self.drafts[draft];
        if !entry.is_person() || entry.country.as_deref().is_some_and(|c| c != country) {
            return false;
        }
        let by_role = entry.roles.iter().any(|r| {
            r.status != RoleStatus::Former
                && (self.knowledge.lexicon.is(WordClass::HeadOffice, &r.title.to_lowercase())
                    || self.knowledge.lexicon.is(WordClass::LeaderNoun, last_word(&r.title)))
                && r.of.is_none_or(|of| {
                    self.drafts[of].country.as_deref().is_none_or(|c| c == country)
                })
        });
        by_role && (entry.country.is_some() || country.is_empty())
    }

    /// Whether a draft has a role with this title by the text or the tables.
    pub(super) fn has_role(&self, draft: DraftIdx, title: &str, country: Option<&str>) -> bool {
        let entry = &self.drafts[draft];
        if !entry.is_person() {
            return false;
        }
        let own = entry.country.as_deref();
        if let (Some(wanted), Some(own)) = (country, own)
            && wanted != own
        {
            return false;
        }
        let by_text = entry.roles.iter().any(|r| {
            let key = name::key(&r.title);
            key == title || key.ends_with(&format!(" {title}"))
        }) || entry.nouns.iter().any(|n| n == title);
        let by_table = || {
            let Some(Target::Person(person)) =
                entry.id.as_deref().and_then(|id| self.knowledge.by_id(id))
            else {
                return false;
            };
            self.knowledge
                .holdings_by(person)
                .any(|(h, o)| h.when.holds(self.day) && has_title(o, title))
        };
        by_text || by_table()
    }
}

/// Whether an office goes by this title (key form), or by one that ends with it as a whole word.
pub(super) fn has_title(office: &Office, title: &str) -> bool {
    office.keys.iter().any(|k| k == title)
}

fn last_word(title: &str) -> &str {
    title.rsplit(' ').next().unwrap_or(title)
}
