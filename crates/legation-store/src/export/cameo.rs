//! From PLOVER to CAMEO: codes, Goldstein values, actor codes. The tables are in `tables/`.

use super::Out;
use super::fact::{self, Fact, Party};
use super::states::rows;
use std::collections::HashMap;
use std::sync::LazyLock;

/// Making a visit, and hosting one.
const VISIT: &str = "042";
const HOST: &str = "043";

struct Rule {
    event_type: &'static str,
    mode: &'static str,
    when: &'static str,
    code: &'static str,
}

static RULES: LazyLock<Vec<Rule>> = LazyLock::new(|| {
    let rules =
        rows(include_str!("../../tables/cameo.tsv")).filter_map(|row| match row.as_slice() {
            [event_type, mode, when, code] => Some(Rule { event_type, mode, when, code }),
            _ => None,
        });
    rules.collect()
});

static CODES: LazyLock<HashMap<&'static str, (f64, &'static str)>> = LazyLock::new(|| {
    let codes =
        rows(include_str!("../../tables/cameo_codes.tsv")).filter_map(|row| match row.as_slice() {
            [code, value, text] => Some((*code, (value.parse().ok()?, *text))),
            _ => None,
        });
    codes.collect()
});

static SECTORS: LazyLock<HashMap<&'static str, (&'static str, &'static str)>> =
    LazyLock::new(|| {
        let sectors = rows(include_str!("../../tables/cameo_sectors.tsv")).filter_map(|row| {
            match row.as_slice() {
                [sector, cameo, icews] => Some((*sector, (*cameo, *icews))),
                _ => None,
            }
        });
        sectors.collect()
    });

/// A CAMEO code with its value and text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Cameo {
    /// The code; a leading zero counts.
    pub(crate) code: &'static str,
    /// Goldstein's value.
    pub(crate) goldstein: f64,
    /// What it stands for.
    pub(crate) text: &'static str,
}

/// The CAMEO code of an event; `None` outside PLOVER.
pub(crate) fn code(fact: &Fact) -> Option<Cameo> {
    let words = format!("{} {}", fact.event.str("trigger"), fact.event.str("text")).to_lowercase();
    let context = |name: &str| fact.event.get("contexts").as_list().iter().any(|c| c == name);
    let sector = |code: &str| fact.sources.iter().any(|p| p.sectors.iter().any(|s| s == code));
    by_code(cameo_code((&fact.event_type, fact.mode.as_deref()), &words, &context, &sector)?)
}

/// The CAMEO code of a PLOVER type and mode; `None` outside PLOVER. `words` are the event's words in lower case, `context` and
/// `sector` tell whether the event has a context and one of its sources a sector.
pub fn cameo_code(
    (event_type, mode): (&str, Option<&str>),
    words: &str,
    context: &dyn Fn(&str) -> bool,
    sector: &dyn Fn(&str) -> bool,
) -> Option<&'static str> {
    let fits = |rule: &&Rule| {
        rule.event_type == event_type
            && (rule.mode == "*" || mode == Some(rule.mode))
            && match rule.when.split_once(':') {
                Some(("context", name)) => context(name),
                Some(("sector", code)) => sector(code),
                Some(("word", stem)) => {
                    words.split(|c: char| !c.is_alphanumeric()).any(|w| w.starts_with(stem))
                }
                _ => true,
            }
    };
    RULES.iter().find(fits).map(|rule| rule.code)
}

/// The CAMEO role of a PLOVER sector's code, where there is one.
pub fn cameo_role(sector: &str) -> Option<&'static str> {
    SECTORS.get(sector).map(|(cameo, _)| *cameo).filter(|cameo| *cameo != "-")
}

/// The rows of an event in CAMEO: every ordered pair with its code. Who is visited is the host of the visit, a row of its own.
pub(crate) fn dyads(fact: &Fact, code: Cameo) -> Vec<(&Party, Option<&Party>, Cameo)> {
    let host = (code.code == VISIT).then(|| by_code(HOST)).flatten();
    let symmetric = fact.event.get("symmetric").is_true();
    let mut rows = Vec::new();
    for (source, target, mirrored) in fact::pairs(fact) {
        match (host, target) {
            (Some(host), Some(target)) if !symmetric => {
                rows.push((source, Some(target), code));
                rows.push((target, Some(source), host));
            }
            (Some(host), _) if mirrored => rows.push((source, target, host)),
            _ => rows.push((source, target, code)),
        }
    }
    rows
}

/// The same, for formats with a row for each: the report counts the rows that this adds.
pub(crate) fn dyad_rows<'f>(
    out: &mut Out<'_>,
    fact: &'f Fact,
    code: Cameo,
) -> Vec<(&'f Party, Option<&'f Party>, Cameo)> {
    let rows = dyads(fact, code);
    let added = rows.len().saturating_sub(1) as u64;
    let what =
        "rows added: one for each pair of source and target, and one for the host of a visit";
    out.report.lose_many(what, fact.event.str("id"), added);
    rows
}

fn by_code(code: &'static str) -> Option<Cameo> {
    (2..=code.len()).rev().find_map(|n| {
        let (goldstein, text) = CODES.get(code.get(..n)?)?;
        Some(Cameo { code, goldstein: *goldstein, text })
    })
}

/// The CAMEO roles of an actor, as far as there are any.
pub(crate) fn roles(party: &Party) -> Vec<&'static str> {
    let mut roles: Vec<&'static str> = Vec::new();
    for sector in &party.sectors {
        if let Some((cameo, _)) = SECTORS.get(sector.as_str())
            && *cameo != "-"
            && !roles.contains(cameo)
        {
            roles.push(cameo);
        }
    }
    roles
}

/// The sectors of an actor in ICEWS's words.
pub(crate) fn icews_sectors(party: &Party) -> String {
    let names =
        party.sectors.iter().filter_map(|s| SECTORS.get(s.as_str()).map(|(_, icews)| *icews));
    names.filter(|n| *n != "-").collect::<Vec<_>>().join(",")
}

#[cfg(test)]
mod tests {
    use super::*;
    use legation_core::plover::{CONTEXTS, EventType, Sector};

    #[test]
    fn every_type_and_mode_has_a_code_with_a_value() {
        for event_type in EventType::ALL {
            let any = |mode: &str| {
                RULES.iter().any(|r| {
                    r.event_type == event_type.as_str() && (r.mode == mode || r.mode == "*")
                })
            };
            assert!(any("*"), "{}", event_type.as_str());
            for mode in event_type.modes() {
                assert!(any(mode.name), "{}", mode.name);
            }
        }
        for rule in RULES.iter() {
            let event_type = EventType::parse(rule.event_type).unwrap();
            assert!(rule.mode == "*" || event_type.mode(rule.mode).is_some(), "{}", rule.mode);
            assert!(CODES.contains_key(rule.code), "{}", rule.code);
            match rule.when.split_once(':') {
                Some(("context", name)) => {
                    assert!(CONTEXTS.iter().any(|c| c.name == name), "{name}");
                }
                Some(("sector", code)) => assert!(SECTORS.contains_key(code), "{code}"),
                Some(("word", _)) => {}
                _ => assert_eq!(rule.when, "*"),
            }
        }
        for sector in Sector::ALL {
            let name = serde_json::to_value(sector).unwrap();
            assert!(SECTORS.contains_key(name.as_str().unwrap()), "{name}");
        }
    }
}
