//! Offices by the tables: who held what on a day, and whom "the Russian president" means.

use super::draft::{DraftIdx, DraftRole, Resolver};
use crate::knowledge::{Office, Target, WordClass, name};
use jiff::civil::Date;
use legation_core::Pos;
use legation_core::record::{RoleStatus, Timex, TimexType};

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

    /// The day on which the offices of a description are looked up: that of which its sentence speaks ("in 2003, the Russian
    /// president said"), else the day of publication.
    pub(super) fn day_at(&self, i: u32) -> Option<Date> {
        /// Nearer dates are those of the news itself.
        const NEWS: i32 = 60;
        let day = self.day?;
        let sentence = self.syntax.sentence_of(i);
        let then = self.is_then(i);
        // "The then president said …" after a sentence with the date.
        let back = if then { 2 } else { 0 };
        let past = |t: &&Timex| {
            let at = self.syntax.sentence_of(t.tokens.start);
            at <= sentence
                && at + back >= sentence
                && matches!(t.kind, TimexType::Date)
                && t.to.is_some_and(|to| to.duration_until(day).as_hours() > i64::from(NEWS) * 24)
        };
        let mut dates = self.timexes.iter().rev().filter(past);
        let (first, second) = (dates.next(), dates.next());
        let (Some(only), true) = (first, then || second.is_none()) else { return Some(day) };
        // "elected in 2010" tells of somebody who is in office now: the date must be that of the clause the description acts in.
        let verb = |i: u32| {
            self.syntax.ancestors(i).find(|&a| matches!(self.syntax.pos(a), Pos::Verb | Pos::Aux))
        };
        let (Some(from), Some(to)) = (only.from, only.to) else { return Some(day) };
        let shared = verb(only.tokens.start) == verb(i) && verb(i).is_some();
        if !shared && !then || from.duration_until(to).as_hours() > 400 * 24 {
            return Some(day);
        }
        // The middle of a year is in whoever's term most of it was.
        from.checked_add(jiff::Span::new().days(from.until(to).map_or(0, |s| s.get_days()) / 2))
            .ok()
    }

    /// Whether "then" stands before a description.
    fn is_then(&self, i: u32) -> bool {
        let range = crate::mention::premodifiers(self.syntax, i);
        range.iter().any(|t| self.syntax.lower(t) == "then")
    }

    /// Who was elected to the office with this title in a country but has not taken it up on a day.
    pub(super) fn elect(&self, country: &str, title: &str, day: Option<Date>) -> Option<u32> {
        let day = day?;
        let limit = day.checked_add(jiff::Span::new().months(6)).ok()?;
        let offices = self
            .knowledge
            .offices_in(country)
            .filter(|&o| has_title(&self.knowledge.offices[o as usize], title));
        let mut coming = offices
            .flat_map(|o| self.knowledge.holdings_of(o))
            .filter(|h| h.when.from.is_some_and(|f| day < f && f <= limit));
        let next = coming.next()?;
        match self.knowledge.by_id(&next.person)? {
            Target::Person(person) if coming.all(|h| h.person == next.person) => Some(person),
            _ => None,
        }
    }

    /// Who holds the office with this title in a country on a day.
    pub(super) fn holder(&self, country: &str, title: &str, day: Option<Date>) -> Option<u32> {
        let offices = self.knowledge.offices_in(country).filter(|&o| {
            let office = &self.knowledge.offices[o as usize];
            office.single && has_title(office, title)
        });
        let holders: Vec<u32> = offices.filter_map(|o| self.knowledge.holder_on(o, day)).collect();
        let first = *holders.first()?;
        holders.iter().all(|&h| h == first).then_some(first)
    }

    /// The one called the leader of a country on a day, from its highest office down.
    pub(super) fn leader(&self, country: &str, day: Option<Date>) -> Option<u32> {
        let explicit = self
            .knowledge
            .offices_of(country)
            .find(|&o| self.knowledge.offices[o as usize].keys.iter().any(|k| k == "leader"));
        let by_alias = explicit.and_then(|o| self.knowledge.holder_on(o, day));
        by_alias.or_else(|| {
            let titles = self.knowledge.lexicon.words(WordClass::HeadOffice);
            titles.iter().find_map(|title| self.holder(country, &name::key(title), day))
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
