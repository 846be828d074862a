//! What differs between two stores: after a new model, codebook or program, which records came, went and changed, and by
//! which rule.

use crate::columns::ARTICLES;
use crate::filter::Corrections;
use crate::{Filter, Result, Store};
use legation_core::{ArticleId, RecordId};
use serde::Serialize;
use serde_json::Value as Json;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// How a record differs.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "change", rename_all = "snake_case")]
pub enum Change {
    /// It is in the new store only.
    Added,
    /// It is in the old store only.
    Removed,
    /// It is in both, under the same id or on the same words.
    Changed {
        /// The fields that differ: before and after.
        fields: BTreeMap<String, (Json, Json)>,
    },
}

/// A record that differs.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Difference {
    /// The article.
    pub article: String,
    /// The list: `events`, `statements` …
    pub kind: &'static str,
    /// The record's id in the new store, or in the old one where it was removed.
    pub id: String,
    /// How it differs.
    #[serde(flatten)]
    pub change: Change,
    /// The rule that made it before.
    pub rule_before: Option<String>,
    /// The rule that makes it now.
    pub rule_after: Option<String>,
}

/// How many records differ.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Summary {
    /// Articles in the new store only.
    pub articles_added: u64,
    /// Articles in the old store only.
    pub articles_removed: u64,
    /// Articles in both.
    pub articles_compared: u64,
    /// Records that came, went and changed.
    pub records: [u64; 3],
    /// The same by the rule responsible: the new one, or the old one for what went.
    pub by_rule: BTreeMap<String, [u64; 3]>,
}

const LISTS: [&str; 8] =
    ["actors", "timexes", "statements", "attitudes", "events", "figures", "ties", "assessments"];

/// Compares what the programs coded (corrections aside) and hands each difference to `take`. Records of articles that only one
/// of the stores has are not listed.
pub fn diff(
    old: &Store,
    new: &Store,
    take: &mut dyn FnMut(Difference) -> Result<()>,
) -> Result<Summary> {
    let ids = |store: &Store| -> Result<BTreeSet<String>> {
        let mut ids = BTreeSet::new();
        store.each(&ARTICLES, &Filter::all(), &mut |row| {
            ids.insert(row.str("id").to_owned());
            Ok(())
        })?;
        Ok(ids)
    };
    let (before, after) = (ids(old)?, ids(new)?);
    let mut summary = Summary {
        articles_added: after.difference(&before).count() as u64,
        articles_removed: before.difference(&after).count() as u64,
        ..Summary::default()
    };
    for id in before.intersection(&after) {
        summary.articles_compared += 1;
        let mut one = old.article_with(id, Corrections::Ignored)?.unwrap_or_default();
        let two = new.article_with(id, Corrections::Ignored)?.unwrap_or_default();
        renew(id, &mut one);
        for kind in LISTS {
            for difference in compare(id, kind, &one, &two) {
                let at = match difference.change {
                    Change::Added => 0,
                    Change::Removed => 1,
                    Change::Changed { .. } => 2,
                };
                summary.records[at] += 1;
                let rule = difference.rule_after.as_ref().or(difference.rule_before.as_ref());
                summary.by_rule.entry(rule.cloned().unwrap_or_default()).or_default()[at] += 1;
                take(difference)?;
            }
        }
    }
    Ok(summary)
}

/// The id of a record today, as far as it is one; the article's id tells it.
pub(crate) fn renewed_id(article: &str, id: &str) -> Option<String> {
    let article = ArticleId::try_from(article.to_owned()).ok()?;
    let id = (id.len() == 16).then(|| RecordId::try_from(id.to_owned()).ok())??;
    Some(id.renewed(article).to_string())
}

/// Gives the records of an article the ids of today, wherever they stand.
fn renew(article: &str, coded: &mut Json) {
    let records = LISTS.iter().filter(|list| **list != "actors").flat_map(|l| records(coded, l));
    let ids: HashMap<String, String> = records
        .filter_map(|record| Some((id_of(record).to_owned(), renewed_id(article, id_of(record))?)))
        .filter(|(old, new)| old != new)
        .collect();
    if !ids.is_empty() {
        rename(coded, &ids);
    }
}

fn rename(json: &mut Json, ids: &HashMap<String, String>) {
    match json {
        Json::String(text) => {
            if let Some(id) = ids.get(text) {
                text.clone_from(id);
            }
        }
        Json::Array(items) => items.iter_mut().for_each(|item| rename(item, ids)),
        Json::Object(fields) => fields.values_mut().for_each(|field| rename(field, ids)),
        _ => {}
    }
}

fn compare(article: &str, kind: &'static str, one: &Json, two: &Json) -> Vec<Difference> {
    let mut before = records(one, kind);
    let mut after = records(two, kind);
    let mut out = Vec::new();
    let mut push = |old: Option<&Json>, new: Option<&Json>| {
        let change = match (old, new) {
            (Some(old), Some(new)) => {
                let fields = fields(old, new);
                if fields.is_empty() {
                    return;
                }
                Change::Changed { fields }
            }
            (None, Some(_)) => Change::Added,
            _ => Change::Removed,
        };
        let rule = |record: Option<&Json>| Some(record?.get("rule")?.as_str()?.to_owned());
        let id = new.or(old).map(id_of).unwrap_or_default().to_owned();
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
    // The same id.
    after.retain(|new| match before.iter().position(|old| id_of(old) == id_of(new)) {
        Some(at) => {
            let old = before.remove(at);
            push(Some(old), Some(new));
            false
        }
        None => true,
    });
    // The same words: a type that changed gives a record another id.
    after.retain(|new| {
        let span = new.get("span").filter(|s| !s.is_null());
        match before.iter().position(|old| span.is_some() && old.get("span") == span) {
            Some(at) => {
                let old = before.remove(at);
                push(Some(old), Some(new));
                false
            }
            None => true,
        }
    });
    for old in before {
        push(Some(old), None);
    }
    for new in after {
        push(None, Some(new));
    }
    out
}

fn records<'j>(article: &'j Json, kind: &str) -> Vec<&'j Json> {
    article.get(kind).and_then(Json::as_array).into_iter().flatten().collect()
}

fn id_of(record: &Json) -> &str {
    record.get("id").and_then(Json::as_str).unwrap_or_default()
}

/// The fields that differ, apart from ids and explanations.
fn fields(old: &Json, new: &Json) -> BTreeMap<String, (Json, Json)> {
    let names: BTreeSet<&String> =
        [old, new].into_iter().filter_map(Json::as_object).flat_map(|o| o.keys()).collect();
    let mut out = BTreeMap::new();
    for name in names.into_iter().filter(|n| !matches!(n.as_str(), "id" | "why" | "rule")) {
        let value = |record: &Json| record.get(name).cloned().unwrap_or_default();
        let (before, after) = (value(old), value(new));
        if before != after {
            out.insert(name.clone(), (before, after));
        }
    }
    out
}
