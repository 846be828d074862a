//! Corrections by people: reject, edit, split and add records, merge actors, undo.
//!
//! A [`Correction`] is kept for ever, with who, when and why. What follows from it stands in the tables beside what
//! the program coded: rejected and replaced records are `withdrawn`, those of people are `added`. Both are worked out
//! again whenever the article is coded anew, so corrections outlive every new model and codebook; those whose record
//! no longer exists are kept and reported as not applying.

mod alike;
mod fields;
mod proposals;
mod replay;

use crate::{Corrections, Error, Result, Store, counts};
use rusqlite::{Connection, OptionalExtension};
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};
use std::collections::{BTreeMap, HashMap, HashSet};

pub use alike::Alike;
pub(crate) use replay::apply;

/// What a person changes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "action", rename_all = "snake_case")]
pub enum Change {
    /// The record is wrong and is taken out.
    Reject {
        /// Its id.
        record: String,
    },
    /// Fields of the record are wrong.
    Edit {
        /// Its id.
        record: String,
        /// The fields that differ, as in the article's JSON (a JSON merge patch).
        changes: Json,
    },
    /// The record is really several.
    Split {
        /// Its id.
        record: String,
        /// The fields in which each of the parts differs.
        into: Vec<Json>,
    },
    /// A record is missing.
    Add {
        /// The article.
        article: String,
        /// The list it belongs to: `events`, `statements`, `figures`, `ties` or `assessments`.
        kind: String,
        /// The record, as in the article's JSON; id and rule may be left out.
        record: Json,
    },
    /// Two actors are one.
    Merge {
        /// The one …
        actor: String,
        /// … is the same as this one.
        into: String,
    },
    /// An earlier correction is taken back.
    Undo {
        /// Its id.
        correction: String,
    },
}

/// A change with who, when and why.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Correction {
    /// What is changed.
    #[serde(flatten)]
    pub change: Change,
    /// Who changes it.
    pub made_by: String,
    /// When, as an RFC 3339 time.
    pub made_at: String,
    /// Why.
    pub reason: Option<String>,
}

/// A correction that was kept.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Kept {
    /// Its id.
    pub id: String,
    /// The correction.
    #[serde(flatten)]
    pub correction: Correction,
    /// The article it bears on.
    pub article: Option<String>,
    /// Whether it was undone.
    pub undone: bool,
    /// Whether what it changes is there to be changed.
    pub applies: bool,
}

impl Correction {
    fn parts(&self) -> (&'static str, Option<&str>, Option<&str>, Json) {
        match &self.change {
            Change::Reject { record } => ("reject", Some(record), None, json!([])),
            Change::Edit { record, changes } => ("edit", Some(record), None, json!([changes])),
            Change::Split { record, into } => ("split", Some(record), None, json!(into)),
            Change::Add { record, .. } => ("add", None, None, json!([record])),
            Change::Merge { actor, into } => ("merge", Some(actor), Some(into), json!([])),
            Change::Undo { correction } => ("undo", Some(correction), None, json!([])),
        }
    }

    fn id(&self, kind: Option<&str>, article: Option<&str>) -> String {
        let text = json!([self, kind, article]).to_string();
        blake3::hash(text.as_bytes()).to_hex()[..16].to_owned()
    }
}

const CORRECTABLE: [&str; 5] = ["statements", "events", "figures", "ties", "assessments"];

impl Store {
    /// Keeps a correction and applies it. Returns its id. Making the same one twice changes nothing.
    pub fn correct(&mut self, correction: &Correction) -> Result<String> {
        let tx = self.conn.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
        let id = keep(&tx, correction)?;
        crate::words::index(&tx)?;
        tx.commit()?;
        Ok(id)
    }

    /// All corrections, in the order in which they were made.
    pub fn corrections(&self) -> Result<Vec<Kept>> {
        let kept = kept(&self.conn, None)?;
        // A record that one correction made and another took out again is nowhere to be found.
        let made: HashSet<String> = kept
            .iter()
            .flat_map(|k| {
                let parts = match &k.correction.change {
                    Change::Split { into, .. } => into.len(),
                    _ => 1,
                };
                (0..parts).map(|n| made_id(&k.id, n))
            })
            .collect();
        let applies = |k: &Kept| -> Result<bool> {
            Ok(match &k.correction.change {
                Change::Merge { actor, into } => {
                    exists(&self.conn, "actors", actor)? && exists(&self.conn, "actors", into)?
                }
                Change::Undo { .. } => true,
                Change::Reject { record }
                | Change::Edit { record, .. }
                | Change::Split { record, .. } => {
                    let article = k.article.as_deref().unwrap_or_default();
                    let renewed = crate::diff::renewed_id(article, record);
                    made.contains(record)
                        || table_of(&self.conn, record)?.is_some()
                        || table_of(&self.conn, &renewed.unwrap_or_default())?.is_some()
                }
                Change::Add { .. } => self
                    .conn
                    .prepare_cached("SELECT 1 FROM corrected_records WHERE correction = ?1")?
                    .exists([&k.id])?,
            })
        };
        kept.into_iter()
            .map(|mut k| {
                k.applies = !k.undone && applies(&k)?;
                Ok(k)
            })
            .collect()
    }

    /// The corrections as gold data: each with the record before and after, and the article's text at the evidence.
    pub fn gold(&self) -> Result<Vec<Json>> {
        let mut out = Vec::new();
        let holds = |k: &Kept| !k.undone && !matches!(k.correction.change, Change::Undo { .. });
        for kept in self.corrections()?.into_iter().filter(holds) {
            let Some(article) = kept.article.clone() else { continue };
            let before = match &kept.correction.change {
                Change::Reject { record }
                | Change::Edit { record, .. }
                | Change::Split { record, .. } => {
                    let article = self.article_with(&article, Corrections::Ignored)?;
                    article
                        .and_then(|a| find(&a, record).map(|(_, r)| r.clone()))
                        .unwrap_or(Json::Null)
                }
                _ => Json::Null,
            };
            let mut query = self.conn.prepare_cached(
                "SELECT json FROM corrected_records WHERE correction = ?1 ORDER BY record",
            )?;
            let after = query.query_map([&kept.id], |row| row.get::<_, String>(0))?;
            let after = after
                .map(|json| serde_json::from_str(&json?).map_err(|e| Error::Damaged(e.to_string())))
                .collect::<Result<Vec<Json>>>()?;
            let uri: Option<String> = self
                .conn
                .query_row("SELECT uri FROM articles WHERE id = ?1", [&article], |row| row.get(0))
                .optional()?;
            out.push(json!({"uri": uri, "before": before, "after": after, "correction": kept}));
        }
        Ok(out)
    }

    /// The records that people added to an article, by table.
    pub(crate) fn added(&self, article: &str) -> Result<BTreeMap<String, Vec<Json>>> {
        let mut query = self.conn.prepare_cached(
            "SELECT kind, json FROM corrected_records WHERE article = ?1 ORDER BY record",
        )?;
        let mut rows = query.query([article])?;
        let mut added: BTreeMap<String, Vec<Json>> = BTreeMap::new();
        while let Some(row) = rows.next()? {
            let json: String = row.get(1)?;
            let json = serde_json::from_str(&json).map_err(|e| Error::Damaged(e.to_string()))?;
            added.entry(row.get(0)?).or_default().push(json);
        }
        Ok(added)
    }
}

/// Merged actors: each with the one that stands for it.
pub(crate) fn merges(conn: &Connection) -> Result<HashMap<String, String>> {
    let mut query =
        conn.prepare_cached("SELECT id, merged_into FROM actors WHERE merged_into IS NOT NULL")?;
    let pairs = query.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(pairs.collect::<rusqlite::Result<_>>()?)
}

fn keep(conn: &Connection, correction: &Correction) -> Result<String> {
    let refuse = |why: String| Err(Error::Correction(why));
    let (kind, article) = match &correction.change {
        Change::Reject { record } | Change::Edit { record, .. } | Change::Split { record, .. } => {
            let Some((table, article)) = table_of(conn, record)? else {
                return refuse(format!("there is no record {record}"));
            };
            let patches = match &correction.change {
                Change::Edit { changes, .. } => std::slice::from_ref(changes),
                Change::Split { into, .. } => into.as_slice(),
                _ => &[],
            };
            if let Some(why) = patches.iter().find_map(|patch| fields::unknown(table, patch)) {
                return refuse(why);
            }
            (Some(table.to_owned()), Some(article))
        }
        Change::Add { article, kind, record } => {
            if !CORRECTABLE.contains(&kind.as_str()) {
                return refuse(format!("{kind} is not one of {}", CORRECTABLE.join(", ")));
            }
            if let Some(why) = fields::unknown(kind, record) {
                return refuse(why);
            }
            (Some(kind.clone()), Some(article.clone()))
        }
        Change::Merge { actor, into } => {
            if !exists(conn, "actors", actor)? || !exists(conn, "actors", into)? {
                return refuse(format!("{actor} and {into} must both be actors of the store"));
            }
            if actor == into || stands_for(conn, into)? == *actor {
                return refuse(format!("{into} is {actor} already"));
            }
            (None, None)
        }
        Change::Undo { correction } => {
            let found: Option<Option<String>> = conn
                .query_row("SELECT article FROM corrections WHERE id = ?1", [correction], |row| {
                    row.get(0)
                })
                .optional()?;
            let Some(article) = found else {
                return refuse(format!("there is no correction {correction}"));
            };
            (None, article)
        }
    };
    let id = correction.id(kind.as_deref(), article.as_deref());
    if !insert(conn, correction, &id, kind.as_deref(), article.as_deref())? {
        return Ok(id);
    }
    match &article {
        Some(article) => {
            counts::take(conn, article)?;
            let failed = apply(conn, article)?;
            counts::put(conn, article)?;
            if let Some((_, why)) = failed.into_iter().find(|(failed, _)| *failed == id) {
                return refuse(why);
            }
        }
        None => apply_merges(conn)?,
    }
    Ok(id)
}

/// Writes a correction down; false where it is there already.
fn insert(
    conn: &Connection,
    correction: &Correction,
    id: &str,
    kind: Option<&str>,
    article: Option<&str>,
) -> Result<bool> {
    let (action, record, into, changes) = correction.parts();
    let changed = conn.execute(
        "INSERT OR IGNORE INTO corrections (id, action, record, kind, article, into_actor, changes, made_by, made_at, reason) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        (id, action, record, kind, article, into, changes.to_string(), &correction.made_by, &correction.made_at, &correction.reason),
    )?;
    Ok(changed > 0)
}

/// The live corrections of an article, or all of them, in the order in which they were made.
fn kept(conn: &Connection, article: Option<&str>) -> Result<Vec<Kept>> {
    let mut query = conn.prepare_cached(
        "SELECT c.id, c.action, c.record, c.kind, c.article, c.into_actor, c.changes, c.made_by, c.made_at, c.reason, \
         EXISTS (SELECT 1 FROM corrections u WHERE u.action = 'undo' AND u.record = c.id) \
         FROM corrections c WHERE ?1 IS NULL OR c.article = ?1 ORDER BY c.made_at, c.id",
    )?;
    let mut rows = query.query([article])?;
    let mut out = Vec::new();
    while let Some(row) = rows.next()? {
        let record = row.get::<_, Option<String>>(2)?.unwrap_or_default();
        let changes: String = row.get(6)?;
        let mut changes: Vec<Json> =
            serde_json::from_str(&changes).map_err(|e| Error::Damaged(e.to_string()))?;
        let article: Option<String> = row.get(4)?;
        let change = match row.get::<_, String>(1)?.as_str() {
            "reject" => Change::Reject { record },
            "edit" => Change::Edit { record, changes: changes.pop().unwrap_or_default() },
            "split" => Change::Split { record, into: changes },
            "add" => Change::Add {
                article: article.clone().unwrap_or_default(),
                kind: row.get::<_, Option<String>>(3)?.unwrap_or_default(),
                record: changes.pop().unwrap_or_default(),
            },
            "merge" => Change::Merge {
                actor: record,
                into: row.get::<_, Option<String>>(5)?.unwrap_or_default(),
            },
            _ => Change::Undo { correction: record },
        };
        let correction =
            Correction { change, made_by: row.get(7)?, made_at: row.get(8)?, reason: row.get(9)? };
        out.push(Kept {
            id: row.get(0)?,
            correction,
            article,
            undone: row.get(10)?,
            applies: true,
        });
    }
    Ok(out)
}

/// Points every merged actor at the one that stands for it in the end.
pub(crate) fn apply_merges(conn: &Connection) -> Result<()> {
    conn.execute("UPDATE actors SET merged_into = NULL WHERE merged_into IS NOT NULL", [])?;
    for kept in kept(conn, None)?.iter().filter(|k| !k.undone) {
        let Change::Merge { actor, into } = &kept.correction.change else { continue };
        if !exists(conn, "actors", actor)? || !exists(conn, "actors", into)? {
            continue;
        }
        let last = stands_for(conn, into)?;
        if last != *actor {
            conn.prepare_cached(
                "UPDATE actors SET merged_into = ?2 WHERE id = ?1 OR merged_into = ?1",
            )?
            .execute((actor, &last))?;
        }
    }
    Ok(())
}

/// Whether any actors are merged at all.
pub(crate) fn has_merges(conn: &Connection) -> Result<bool> {
    Ok(conn.prepare_cached("SELECT 1 FROM corrections WHERE action = 'merge'")?.exists([])?)
}

/// Whether there are any corrections.
pub(crate) fn any(conn: &Connection) -> Result<bool> {
    Ok(conn.prepare_cached("SELECT 1 FROM corrections")?.exists([])?)
}

/// Whether an article that is written needs a look at the corrections.
pub(crate) fn concerns(conn: &Connection, article: &str) -> Result<bool> {
    let sql = "SELECT 1 FROM corrections WHERE article = ?1";
    Ok(conn.prepare_cached(sql)?.exists([article])? || has_merges(conn)?)
}

/// The id of the nth record that a correction makes.
fn made_id(correction: &str, n: usize) -> String {
    blake3::hash(format!("{correction} {n}").as_bytes()).to_hex()[..16].to_owned()
}

fn stands_for(conn: &Connection, actor: &str) -> Result<String> {
    let mut query =
        conn.prepare_cached("SELECT ifnull(merged_into, id) FROM actors WHERE id = ?1")?;
    Ok(query.query_row([actor], |row| row.get(0)).optional()?.unwrap_or_else(|| actor.to_owned()))
}

fn exists(conn: &Connection, table: &str, id: &str) -> Result<bool> {
    Ok(conn.prepare_cached(&format!("SELECT 1 FROM {table} WHERE id = ?1"))?.exists([id])?)
}

/// The table and article of a record.
fn table_of(conn: &Connection, record: &str) -> Result<Option<(&'static str, String)>> {
    for table in CORRECTABLE {
        let mut query =
            conn.prepare_cached(&format!("SELECT article FROM {table} WHERE id = ?1"))?;
        if let Some(article) = query.query_row([record], |row| row.get(0)).optional()? {
            return Ok(Some((table, article)));
        }
    }
    Ok(None)
}

/// A record of an article's JSON, with the table that keeps it: the one of that id, or of the id that an earlier program wrote so.
fn find<'j>(article: &'j Json, id: &str) -> Option<(&'static str, &'j Json)> {
    let with = |id: &str| {
        let lists = CORRECTABLE.into_iter().map(|list| (list, list));
        lists.chain([("attitudes", "statements")]).find_map(|(list, table)| {
            let records = article.get(list)?.as_array()?;
            let record = records.iter().find(|r| r.get("id").and_then(Json::as_str) == Some(id))?;
            Some((table, record))
        })
    };
    with(id).or_else(|| {
        let article = article.get("document")?.get("id")?.as_str()?;
        with(&crate::diff::renewed_id(article, id)?)
    })
}
