//! Versions: an article whose text was changed under the same address is kept beside what it was, and what the change did
//! to its records can be told.

use crate::diff::{Change, Difference};
use crate::filter::Corrections;
use crate::{Result, Store};
use serde::Serialize;
use serde_json::{Map, Value as Json};
use std::collections::BTreeMap;

/// One version of an article.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Version {
    /// The article.
    pub id: String,
    /// Its address.
    pub uri: String,
    /// The headline.
    pub title: Option<String>,
    /// The day of publication that it gives.
    pub published: Option<String>,
    /// Its length in code points.
    pub characters: i64,
}

/// The lists whose records are compared between versions.
const LISTS: [&str; 6] = ["actors", "statements", "events", "figures", "ties", "assessments"];
/// Fields that name other records or explain: they differ although nothing has changed.
const ASIDE: [&str; 9] = [
    "id",
    "why",
    "rule",
    "confidence",
    "attribution",
    "within",
    "compared_to",
    "figures",
    "mentions",
];

impl Store {
    /// How many versions of the article at an address are here.
    pub fn version_count(&self, uri: &str) -> Result<u64> {
        let mut query = self.conn.prepare_cached("SELECT count(*) FROM articles WHERE uri = ?1")?;
        Ok(query.query_row([uri], |row| row.get::<_, i64>(0))? as u64)
    }

    /// The addresses of which more than one version is here, the most changed first.
    pub fn revised(&self) -> Result<Vec<(String, u64)>> {
        let mut query = self.conn.prepare_cached(
            "SELECT uri, count(*) AS n FROM articles GROUP BY uri HAVING n > 1 ORDER BY n DESC, uri",
        )?;
        let rows = query.query_map([], |row| Ok((row.get(0)?, row.get::<_, i64>(1)? as u64)))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// The versions of an article, given by its address, by the id of one of them or by the address that its page calls its
    /// own, in the order in which they were read.
    pub fn versions(&self, article: &str) -> Result<Vec<Version>> {
        let mut query = self.conn.prepare_cached(
            "SELECT id, uri, title, published, characters FROM articles \
             WHERE uri = coalesce((SELECT uri FROM articles WHERE id = ?1), \
             (SELECT uri FROM articles WHERE uri = ?1 LIMIT 1), \
             (SELECT uri FROM articles WHERE canonical = ?1 ORDER BY row DESC LIMIT 1), ?1) ORDER BY row",
        )?;
        let rows = query.query_map([article], |row| {
            Ok(Version {
                id: row.get(0)?,
                uri: row.get(1)?,
                title: row.get(2)?,
                published: row.get(3)?,
                characters: row.get(4)?,
            })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// What differs between the records of two versions, as the program coded them. Records are the same where they say
    /// the same on the same words, wherever in the text these stand.
    pub fn between(&self, old: &str, new: &str) -> Result<Vec<Difference>> {
        let one = self.article_with(old, Corrections::Ignored)?.unwrap_or_default();
        let two = self.article_with(new, Corrections::Ignored)?.unwrap_or_default();
        Ok(LISTS.iter().flat_map(|kind| compare(new, kind, &one, &two)).collect())
    }
}

/// A record with what it says, apart from where its words stand.
struct Said<'j> {
    record: &'j Json,
    said: Json,
}

fn compare(article: &str, kind: &'static str, one: &Json, two: &Json) -> Vec<Difference> {
    let all = |json: &'_ Json| -> Vec<(Json, Json)> {
        let text: Vec<char> =
            json["document"]["text"].as_str().unwrap_or_default().chars().collect();
        let records = json.get(kind).and_then(Json::as_array).into_iter().flatten();
        records.map(|r| (r.clone(), said(r, kind, &text))).collect()
    };
    let (before, after) = (all(one), all(two));
    let view = |all: &'_ [(Json, Json)]| -> Vec<usize> { (0..all.len()).collect() };
    let (mut left, mut right) = (view(&before), view(&after));
    let mut out = Vec::new();
    let pair = |left: &mut Vec<usize>,
                right: &mut Vec<usize>,
                same: &dyn Fn(&Said<'_>, &Said<'_>) -> bool| {
        let mut pairs = Vec::new();
        right.retain(|new| {
            let new_one = Said { record: &after[*new].0, said: after[*new].1.clone() };
            let found = left.iter().position(|old| {
                same(&Said { record: &before[*old].0, said: before[*old].1.clone() }, &new_one)
            });
            match found {
                Some(at) => {
                    pairs.push((left.remove(at), *new));
                    false
                }
                None => true,
            }
        });
        pairs
    };
    // What says the same has not changed.
    pair(&mut left, &mut right, &|a, b| a.said == b.said);
    // What stands on the same words has; then what was said with the same word and of the same type.
    let mut changed =
        pair(&mut left, &mut right, &|a, b| words(a).is_some() && words(a) == words(b));
    let key = |s: &Said<'_>| {
        let trigger =
            s.said.pointer("/trigger/text").or_else(|| s.said.pointer("/cue/text")).cloned();
        trigger.map(|t| (t, s.said.get("type").cloned(), s.said.get("speaker").cloned()))
    };
    changed.extend(pair(&mut left, &mut right, &|a, b| key(a).is_some() && key(a) == key(b)));
    let rule = |record: Option<&Json>| Some(record?.get("rule")?.as_str()?.to_owned());
    let mut push = |old: Option<&Json>, new: Option<&Json>, change: Change| {
        let id = new.or(old).and_then(|r| r["id"].as_str()).unwrap_or_default().to_owned();
        let (rule_before, rule_after) = (rule(old), rule(new));
        out.push(Difference {
            article: article.to_owned(),
            kind,
            id,
            change,
            rule_before,
            rule_after,
        });
    };
    for (old, new) in changed {
        let fields = fields(&before[old].1, &after[new].1);
        push(Some(&before[old].0), Some(&after[new].0), Change::Changed { fields });
    }
    for old in left {
        push(Some(&before[old].0), None, Change::Removed);
    }
    for new in right {
        push(None, Some(&after[new].0), Change::Added);
    }
    out
}

/// The words that a record stands on.
fn words<'s>(said: &'s Said<'_>) -> Option<&'s str> {
    // An actor stands on many; its identity is its name.
    debug_assert!(said.record.is_object(), "records are objects");
    said.said.get("span").and_then(Json::as_str)
}

/// What a record says: spans become the words they cover, ids of this article alone lose what ties them to it.
fn said(record: &Json, kind: &str, text: &[char]) -> Json {
    if kind == "actors" {
        let name = |key: &str| record.get(key).cloned().unwrap_or_default();
        let id = bare_id(record["id"].as_str().unwrap_or_default());
        return serde_json::json!({"span": id, "country": name("country"), "sectors": name("sectors")});
    }
    settle(record, text)
}

fn settle(value: &Json, text: &[char]) -> Json {
    match value {
        Json::Object(map) => {
            let mut out = Map::new();
            for (key, value) in map.iter().filter(|(key, _)| !ASIDE.contains(&key.as_str())) {
                let settled =
                    if key.ends_with("span") { quoted(value, text) } else { settle(value, text) };
                out.insert(key.clone(), settled);
            }
            Json::Object(out)
        }
        Json::Array(all) => all.iter().map(|v| settle(v, text)).collect(),
        Json::String(id) => Json::from(bare_id(id)),
        other => other.clone(),
    }
}

/// The words of a span.
fn quoted(span: &Json, text: &[char]) -> Json {
    let at = |i: usize| span.get(i).and_then(Json::as_u64).and_then(|n| usize::try_from(n).ok());
    match (at(0), at(1)) {
        (Some(start), Some(end)) => {
            text.get(start..end).map(|c| c.iter().collect::<String>()).into()
        }
        _ => Json::Null,
    }
}

/// An actor's id without the part that ties it to one article: `protesters@3e17015f`.
fn bare_id(id: &str) -> &str {
    match id.rsplit_once('@') {
        Some((name, tie)) if tie.len() == 8 && tie.bytes().all(|b| b.is_ascii_hexdigit()) => name,
        _ => id,
    }
}

fn fields(old: &Json, new: &Json) -> BTreeMap<String, (Json, Json)> {
    let mut out = BTreeMap::new();
    for (name, after) in new.as_object().into_iter().flatten() {
        let before = old.get(name).cloned().unwrap_or_default();
        if before != *after {
            out.insert(name.clone(), (before, after.clone()));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn records_that_only_moved_have_not_changed() {
        let version =
            |text: &str, events: Json| json!({"document": {"text": text}, "events": events});
        let event = |id: &str, start: usize, kind: &str, who: &str| json!({"id": id, "span": [start, start + 3], "type": kind, "source": [who], "rule": "frame:x"});
        let old = version(
            "met. hit. sued.",
            json!([event("1", 0, "CONSULT", "a@3e17015f"), event("2", 5, "ASSAULT", "b")]),
        );
        let new = version(
            "Now met. hit. won.",
            json!([
                event("3", 4, "CONSULT", "a@00000000"),
                event("4", 9, "PROTEST", "b"),
                event("5", 14, "YIELD", "b")
            ]),
        );
        let found = compare("x", "events", &old, &new);
        assert_eq!(found.len(), 2, "{found:?}");
        let Change::Changed { fields } = &found[0].change else { panic!("{found:?}") };
        assert_eq!(fields["type"], (json!("ASSAULT"), json!("PROTEST")));
        assert_eq!((found[1].id.as_str(), &found[1].change), ("5", &Change::Added));
    }
}
