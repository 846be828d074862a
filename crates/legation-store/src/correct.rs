//! Corrections by people: reject, edit, split and add records, merge actors, undo.
//!
//! A [`Correction`] is kept for ever, with who, when and why. What follows from it stands in the tables beside what
//! the program coded: rejected and replaced records are `withdrawn`, those of people are `added`. Both are worked out
//! again whenever the article is coded anew, so corrections outlive every new model and codebook; those whose record
//! no longer exists are kept and reported as not applying.

use crate::columns::{self, Table};
use crate::flatten::{actor_key, at_path, record_rows};
use crate::value::Value;
use crate::write::insert_rows;
use crate::{Corrections, Error, Result, Store};
use rusqlite::{Connection, OptionalExtension};
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};
use std::collections::{BTreeMap, HashMap, HashSet};

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
        let tx = self.conn.transaction()?;
        let id = keep(&tx, correction)?;
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
                    made.contains(record) || table_of(&self.conn, record)?.is_some()
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
        for kept in self.corrections()?.into_iter().filter(|k| !k.undone) {
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
    let (action, record, into, changes) = correction.parts();
    let (kind, article) = match &correction.change {
        Change::Reject { record } | Change::Edit { record, .. } | Change::Split { record, .. } => {
            let Some((table, article)) = table_of(conn, record)? else {
                return refuse(format!("there is no record {record}"));
            };
            (Some(table.to_owned()), Some(article))
        }
        Change::Add { article, kind, .. } => {
            if !CORRECTABLE.contains(&kind.as_str()) {
                return refuse(format!("{kind} is not one of {}", CORRECTABLE.join(", ")));
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
    let changed = conn.execute(
        "INSERT OR IGNORE INTO corrections (id, action, record, kind, article, into_actor, changes, made_by, made_at, reason) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        (&id, action, record, &kind, &article, into, changes.to_string(), &correction.made_by, &correction.made_at, &correction.reason),
    )?;
    if changed == 0 {
        return Ok(id);
    }
    match &article {
        Some(article) => {
            let failed = apply(conn, article)?;
            if let Some((_, why)) = failed.into_iter().find(|(failed, _)| *failed == id) {
                return refuse(why);
            }
        }
        None => apply_merges(conn)?,
    }
    Ok(id)
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

/// Works out again what follows from the corrections of an article. Returns those that do not apply, with the reason.
pub(crate) fn apply(conn: &Connection, article: &str) -> Result<Vec<(String, String)>> {
    let kept = kept(conn, Some(article))?;
    if kept.is_empty() {
        return Ok(Vec::new());
    }
    conn.prepare_cached("DELETE FROM corrected_records WHERE article = ?1")?.execute([article])?;
    for table in CORRECTABLE {
        conn.execute(
            &format!("DELETE FROM {table} WHERE article = ?1 AND status = 'added'"),
            [article],
        )?;
        conn.execute(
            &format!(
                "UPDATE {table} SET status = 'coded' WHERE article = ?1 AND status = 'withdrawn'"
            ),
            [article],
        )?;
    }
    let Some((json, text)) = original(conn, article)? else {
        return Ok(kept
            .into_iter()
            .map(|k| (k.id, format!("article {article} is not here")))
            .collect());
    };
    let mut replay = Replay { conn, article, text, actors: actor_ids(article, &json), json };
    let mut failed = Vec::new();
    for kept in kept.iter().filter(|k| !k.undone) {
        conn.execute_batch("SAVEPOINT correction")?;
        match replay.one(kept) {
            Ok(()) => conn.execute_batch("RELEASE correction")?,
            Err(Error::Correction(why) | Error::Contract { problem: why, .. }) => {
                conn.execute_batch("ROLLBACK TO correction; RELEASE correction")?;
                failed.push((kept.id.clone(), why));
            }
            Err(other) => return Err(other),
        }
    }
    Ok(failed)
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

/// What the program coded from an article, and the article's text.
fn original(conn: &Connection, article: &str) -> Result<Option<(Json, String)>> {
    let mut query = conn.prepare_cached(
        "SELECT j.json, a.text FROM article_json j JOIN articles a ON a.id = j.article WHERE a.id = ?1",
    )?;
    let found =
        query.query_row([article], |row| Ok((row.get::<_, Vec<u8>>(0)?, row.get::<_, String>(1)?)));
    let Some((packed, text)) = found.optional()? else { return Ok(None) };
    let plain = zstd::decode_all(packed.as_slice()).map_err(|e| Error::Damaged(e.to_string()))?;
    let json = serde_json::from_slice(&plain).map_err(|e| Error::Damaged(e.to_string()))?;
    Ok(Some((json, text)))
}

fn actor_ids(article: &str, json: &Json) -> HashMap<String, String> {
    let actors = at_path(json, "actors").as_array().into_iter().flatten();
    let pairs = actors.filter_map(|actor| {
        let local = actor.get("id")?.as_str()?;
        let known = actor.get("known").and_then(Json::as_bool).unwrap_or(true);
        Some((local.to_owned(), actor_key(article, local, known)))
    });
    pairs.collect()
}

fn find<'j>(article: &'j Json, id: &str) -> Option<(&'static str, &'j Json)> {
    CORRECTABLE.into_iter().find_map(|list| {
        let records = article.get(list)?.as_array()?;
        let record = records.iter().find(|r| r.get("id").and_then(Json::as_str) == Some(id))?;
        Some((list, record))
    })
}

/// Applies corrections to one article.
struct Replay<'a> {
    conn: &'a Connection,
    article: &'a str,
    text: String,
    actors: HashMap<String, String>,
    json: Json,
}

impl Replay<'_> {
    fn one(&mut self, kept: &Kept) -> Result<()> {
        match &kept.correction.change {
            Change::Reject { record } => self.withdraw(record).map(|_| ()),
            Change::Edit { record, changes } => {
                self.replace(kept, record, std::slice::from_ref(changes))
            }
            Change::Split { record, into } => self.replace(kept, record, into),
            Change::Add { kind, record, .. } => {
                let list = CORRECTABLE.into_iter().find(|l| l == kind);
                let list = list.ok_or_else(|| Error::Correction(format!("there are no {kind}")))?;
                self.put(kept, list, record.clone(), 0, None)
            }
            Change::Merge { .. } | Change::Undo { .. } => Ok(()),
        }
    }

    /// Takes a record out, and gives back what it was.
    fn withdraw(&mut self, id: &str) -> Result<(&'static str, Json)> {
        let mut query = self
            .conn
            .prepare_cached("SELECT kind, json FROM corrected_records WHERE record = ?1")?;
        let made: Option<(String, String)> =
            query.query_row([id], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
        if let Some((kind, json)) = made {
            let list = CORRECTABLE.into_iter().find(|l| *l == kind).unwrap_or("events");
            self.conn.execute("DELETE FROM corrected_records WHERE record = ?1", [id])?;
            self.conn.execute(&format!("DELETE FROM {list} WHERE id = ?1"), [id])?;
            let json = serde_json::from_str(&json).map_err(|e| Error::Damaged(e.to_string()))?;
            return Ok((list, json));
        }
        let found = find(&self.json, id).map(|(list, record)| (list, record.clone()));
        let Some((list, record)) = found else {
            return Err(Error::Correction(format!("the record {id} is not coded any more")));
        };
        self.conn
            .execute(&format!("UPDATE {list} SET status = 'withdrawn' WHERE id = ?1"), [id])?;
        Ok((list, record))
    }

    fn replace(&mut self, kept: &Kept, id: &str, patches: &[Json]) -> Result<()> {
        let (list, record) = self.withdraw(id)?;
        for (n, patch) in patches.iter().enumerate() {
            let mut changed = record.clone();
            merge_patch(&mut changed, patch);
            self.put(kept, list, changed, n, Some(id))?;
        }
        Ok(())
    }

    fn put(
        &mut self,
        kept: &Kept,
        list: &'static str,
        mut record: Json,
        n: usize,
        replaces: Option<&str>,
    ) -> Result<()> {
        let Some(fields) = record.as_object_mut() else {
            return Err(Error::Correction("the record is not an object".to_owned()));
        };
        let id = made_id(&kept.id, n);
        fields.insert("id".to_owned(), json!(id));
        fields.insert(
            "rule".to_owned(),
            json!(format!("correction {} by {}", kept.id, kept.correction.made_by)),
        );
        // What an added record need not say.
        for (field, value) in
            [("confidence", json!(1.0)), ("symmetric", json!(false)), ("directed", json!(false))]
        {
            fields.entry(field).or_insert(value);
        }
        if let Some(attribution) = fields.get_mut("attribution").and_then(Json::as_array_mut) {
            let stands = |id: &Json| {
                id.as_str().is_some_and(|id| exists(self.conn, "statements", id).unwrap_or(false))
            };
            attribution.retain(stands);
        }
        let rows = record_rows(list, &record, self.article, &self.text, &self.actors, replaces)?;
        for (table, rows) in &rows {
            self.check(table, rows, &id)?;
            insert_rows(self.conn, table, rows)?;
        }
        self.conn.execute(
            "INSERT INTO corrected_records (record, kind, article, correction, json) VALUES (?1, ?2, ?3, ?4, ?5)",
            (&id, list, self.article, &kept.id, record.to_string()),
        )?;
        Ok(())
    }

    /// Every id that the record points at must be in the store.
    fn check(&self, table: &Table, rows: &[Vec<Value>], own: &str) -> Result<()> {
        for (at, column) in table.columns.iter().enumerate() {
            let Some((target, "id")) = column.refers.and_then(|r| r.split_once('.')) else {
                continue;
            };
            if columns::table(target).is_none() {
                continue;
            }
            for row in rows {
                for id in
                    row[at].as_str().into_iter().chain(row[at].as_list().iter().map(String::as_str))
                {
                    if id != own && !exists(self.conn, target, id)? {
                        return Err(Error::Correction(format!(
                            "there is no {id} among the {target}"
                        )));
                    }
                }
            }
        }
        Ok(())
    }
}

/// RFC 7396.
fn merge_patch(target: &mut Json, patch: &Json) {
    let Json::Object(patch) = patch else {
        *target = patch.clone();
        return;
    };
    if !target.is_object() {
        *target = json!({});
    }
    let Some(fields) = target.as_object_mut() else { return };
    for (key, value) in patch {
        match value {
            // In the contract what is not known is written as null, not left out.
            Json::Null => {
                fields.insert(key.clone(), Json::Null);
            }
            Json::Object(_) => merge_patch(fields.entry(key.clone()).or_insert(Json::Null), value),
            other => {
                fields.insert(key.clone(), other.clone());
            }
        }
    }
}
