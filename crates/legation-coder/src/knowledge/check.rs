//! Contradictions in the tables, found by the tests and for users' own tables.

use super::{Knowledge, Target};

/// Everything in the tables that cannot be: dangling ids, unknown countries, two holders of a single office on one day.
pub fn problems(knowledge: &Knowledge) -> Vec<String> {
    let mut out = Vec::new();
    let known = |id: &str| knowledge.by_id(id).is_some();
    let state = |id: &str| matches!(knowledge.by_id(id), Some(Target::State(_)));
    for org in &knowledge.organisations {
        if let Some(country) = org.country.as_deref().filter(|c| !state(c)) {
            out.push(format!("organisation {}: no state {country}", org.id));
        }
        if let Some(parent) = org.parent.as_deref().filter(|p| !known(p)) {
            out.push(format!("organisation {}: no parent {parent}", org.id));
        }
    }
    for person in &knowledge.people {
        if let Some(country) = person.country.as_deref().filter(|c| !state(c)) {
            out.push(format!("person {}: no state {country}", person.id));
        }
    }
    for metonym in knowledge.metonyms.iter().chain(&knowledge.epithets).filter(|m| !known(&m.actor))
    {
        out.push(format!("metonym {}: no actor {}", metonym.name, metonym.actor));
    }
    let mut nobody: Vec<&str> = knowledge.french.actors().filter(|actor| !known(actor)).collect();
    nobody.sort_unstable();
    nobody.dedup();
    out.extend(nobody.into_iter().map(|actor| format!("French names: no actor {actor}")));
    for office in knowledge.offices.iter().filter(|o| !known(&o.of)) {
        out.push(format!(
            "office {}: nothing called {} that it could be an office of",
            office.id, office.of
        ));
    }
    for code in knowledge.state_codes.iter().filter(|c| !state(&c.id)) {
        out.push(format!("{} code {}: no state {}", code.system, code.code, code.id));
    }
    for membership in &knowledge.memberships {
        for id in [&membership.org, &membership.member].into_iter().filter(|id| !known(id)) {
            out.push(format!("member {} of {}: no {id}", membership.member, membership.org));
        }
    }
    holders(knowledge, &mut out);
    out
}

fn holders(knowledge: &Knowledge, out: &mut Vec<String>) {
    for holding in &knowledge.holdings {
        if knowledge.office(&holding.office).is_none() {
            out.push(format!("holder {}: no office {}", holding.person, holding.office));
        }
        if !matches!(knowledge.by_id(&holding.person), Some(Target::Person(_))) {
            out.push(format!("holder of {}: no person {}", holding.office, holding.person));
        }
    }
    for (at, office) in knowledge.offices.iter().enumerate().filter(|(_, o)| o.single) {
        let plain = |status: Option<&str>| status.is_none();
        let mut holdings: Vec<_> =
            knowledge.holdings_of(at as u32).filter(|h| plain(h.status.as_deref())).collect();
        holdings.sort_by_key(|h| (h.when.from, h.when.to));
        for pair in holdings.windows(2) {
            // On the day of a handover both may be named, and in the month or year of one known only so.
            let overlap = match (pair[0].when.to, pair[1].when.from) {
                (Some(to), Some(from)) => {
                    let month = from.first_of_month() == to.first_of_month()
                        && (from.day() == 1 || to == to.last_of_month());
                    let year = from.year() == to.year()
                        && (from.day_of_year() == 1 || to == to.last_of_year());
                    to > from && !month && !year
                }
                (None, _) => true,
                (Some(_), None) => true,
            };
            if overlap && pair[0].person != pair[1].person {
                out.push(format!(
                    "office {}: {} and {} at the same time (from {:?})",
                    office.id, pair[0].person, pair[1].person, pair[1].when.from
                ));
            }
        }
    }
}
