//! Actors that the tables do not know, found in several articles under one name: those are one whose name, role and organisation
//! agree.
//!
//! Nothing is merged silently: what is found is kept as corrections like those of people, each with its reason, and each can be
//! undone. What somebody took back is not merged again.

use super::{Change, Correction, apply_merges, insert};
use crate::{Result, Store};
use std::collections::{BTreeMap, BTreeSet, HashSet};

/// Two actors that are one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alike {
    /// The one …
    pub actor: String,
    /// … is the same as this one.
    pub into: String,
    /// What they have in common.
    pub reason: String,
}

/// What articles say of an actor.
#[derive(Clone, Debug, Default)]
struct Seen {
    id: String,
    country: Option<String>,
    /// Titles in lower case.
    titles: BTreeSet<String>,
    /// Organisations and states of the roles, by the ids that hold across articles.
    of: BTreeSet<String>,
}

impl Store {
    /// The unknown people and organisations of the store that are one: the same full name, no two countries, and the same
    /// organisation or title (for organisations: the same kind and country).
    pub fn alike_actors(&self) -> Result<Vec<Alike>> {
        let mut roles = self.conn.prepare(
            "SELECT title, of_actor FROM roles WHERE article = ?1 AND actor = ?2 ORDER BY position",
        )?;
        let mut query = self.conn.prepare(
            "SELECT x.actor, x.name, x.kind, x.country, x.article FROM article_actors x JOIN actors a ON a.id = x.actor \
             WHERE x.known = 0 AND a.merged_into IS NULL AND instr(x.local_id, '@') = 0 AND instr(x.local_id, '~') = 0 \
             AND x.members = '[]' AND x.kind <> 'group' AND x.kind <> 'place_group' \
             AND (x.kind <> 'person' OR instr(x.name, ' ') > 0) ORDER BY x.article, x.actor",
        )?;
        let mut named: BTreeMap<(String, String), Vec<Seen>> = BTreeMap::new();
        let mut rows = query.query([])?;
        while let Some(row) = rows.next()? {
            let (id, name): (String, String) = (row.get(0)?, row.get(1)?);
            let (kind, country): (String, Option<String>) = (row.get(2)?, row.get(3)?);
            let article: String = row.get(4)?;
            let mut seen = Seen { id, country, ..Seen::default() };
            let mut held = roles.query((&article, &seen.id))?;
            while let Some(role) = held.next()? {
                seen.titles.insert(role.get::<_, String>(0)?.to_lowercase());
                let of: Option<String> = role.get(1)?;
                seen.of.extend(of.map(|of| everywhere(&of).to_owned()));
            }
            named.entry((kind, name.to_lowercase())).or_default().push(seen);
        }
        let refused = self.undone_merges()?;
        let mut out = Vec::new();
        for ((kind, _), all) in named {
            let mut kept: Vec<Seen> = Vec::new();
            for seen in all {
                let same = kept.iter_mut().find_map(|one| {
                    let reason = in_common(&kind, one, &seen)?;
                    let new = !refused.contains(&(seen.id.clone(), one.id.clone()));
                    (new && one.id != seen.id).then_some((one, reason))
                });
                match same {
                    Some((one, reason)) => {
                        one.country = one.country.take().or_else(|| seen.country.clone());
                        one.titles.extend(seen.titles);
                        one.of.extend(seen.of);
                        out.push(Alike { actor: seen.id, into: one.id.clone(), reason });
                    }
                    None => kept.push(seen),
                }
            }
        }
        Ok(out)
    }

    /// Merges what [`Store::alike_actors`] finds, as corrections by `by`. Returns them with their ids.
    pub fn merge_alike(&mut self, by: &str, at: &str) -> Result<Vec<(String, Alike)>> {
        let found = self.alike_actors()?;
        let tx = self.conn.transaction()?;
        let mut out = Vec::with_capacity(found.len());
        for alike in found {
            let correction = Correction {
                change: Change::Merge { actor: alike.actor.clone(), into: alike.into.clone() },
                made_by: by.to_owned(),
                made_at: at.to_owned(),
                reason: Some(alike.reason.clone()),
            };
            let id = correction.id(None, None);
            insert(&tx, &correction, &id, None, None)?;
            out.push((id, alike));
        }
        if !out.is_empty() {
            apply_merges(&tx)?;
        }
        tx.commit()?;
        Ok(out)
    }

    /// Merges that somebody took back.
    fn undone_merges(&self) -> Result<HashSet<(String, String)>> {
        let mut query = self.conn.prepare(
            "SELECT c.record, c.into_actor FROM corrections c JOIN corrections u ON u.action = 'undo' AND u.record = c.id \
             WHERE c.action = 'merge'",
        )?;
        let pairs = query.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(pairs.collect::<rusqlite::Result<_>>()?)
    }
}

/// An id without the article before it: `0123456789abcdef:harbor-institute`.
fn everywhere(id: &str) -> &str {
    match id.split_once(':') {
        Some((article, local)) if article.len() == 16 => local,
        _ => id,
    }
}

/// What makes two actors of one name one; none where they may be two.
fn in_common(kind: &str, a: &Seen, b: &Seen) -> Option<String> {
    if let (Some(one), Some(other)) = (&a.country, &b.country)
        && one != other
    {
        return None;
    }
    if kind != "person" {
        let country = a.country.as_ref().filter(|c| b.country.as_ref() == Some(c))?;
        return Some(format!("same name, kind and country ({country})"));
    }
    let organisation = a.of.intersection(&b.of).next();
    let title = a.titles.intersection(&b.titles).next();
    match (title, organisation) {
        (Some(title), Some(of)) => {
            Some(format!("same name, role ({title}) and organisation ({of})"))
        }
        // A state alone says little: it has many ministers of one name in time.
        (None, Some(of)) if !is_state(of) => Some(format!("same name and organisation ({of})")),
        (Some(title), None) if a.of.is_empty() || b.of.is_empty() => {
            Some(format!("same name and role ({title})"))
        }
        _ => None,
    }
}

fn is_state(id: &str) -> bool {
    id.len() == 3 && id.bytes().all(|b| b.is_ascii_uppercase())
}
