//! What follows from the corrections of one article, worked out again from what the program coded.

use super::{CORRECTABLE, Change, Kept, exists, fields, find, kept, made_id};
use crate::columns::{self, Table};
use crate::flatten::{actor_key, at_path, record_rows};
use crate::insert::{Inserts, Written};
use crate::value::Value;
use crate::{Error, Result};
use rusqlite::{Connection, OptionalExtension};
use serde_json::{Value as Json, json};
use std::collections::HashMap;

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
        // An earlier program may have given it another id than it has now.
        let id = record["id"].as_str().unwrap_or(id);
        self.conn
            .execute(&format!("UPDATE {list} SET status = 'withdrawn' WHERE id = ?1"), [id])?;
        Ok((list, record))
    }

    fn replace(&mut self, kept: &Kept, id: &str, patches: &[Json]) -> Result<()> {
        let (list, record) = self.withdraw(id)?;
        let id = record["id"].as_str().unwrap_or(id);
        for (n, patch) in patches.iter().enumerate() {
            let mut changed = record.clone();
            merge_patch(&mut changed, patch);
            // Another type has other modes.
            if patch.get("type").is_some() && patch.get("mode").is_none() && list == "events" {
                changed["mode"] = Json::Null;
            }
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
        if list == "events" && !fields.contains_key("trigger") {
            let span = fields.get("span").cloned().unwrap_or(Json::Null);
            fields.insert("trigger".to_owned(), json!({ "span": span }));
        }
        if list != "assessments" && !fields.contains_key("date") {
            fields.insert("date".to_owned(), json!({ "basis": "unknown" }));
        }
        if let Some(attribution) = fields.get_mut("attribution").and_then(Json::as_array_mut) {
            let stands = |id: &Json| {
                id.as_str().is_some_and(|id| exists(self.conn, "statements", id).unwrap_or(false))
            };
            attribution.retain(stands);
        }
        fields::settle(list, &mut record, &self.text).map_err(Error::Correction)?;
        let rows = record_rows(list, &record, self.article, &self.text, &self.actors, replaces)?;
        let mut inserts = Inserts::new(self.conn);
        for (table, rows) in &rows {
            self.check(table, rows, &id)?;
            inserts.insert(table, rows, &mut Written::default())?;
        }
        // Rows of a record alone do not know who speaks in the article's statements.
        self.conn.execute(
            "UPDATE event_statements SET speaker = (SELECT s.speaker FROM statements s WHERE s.id = statement) WHERE event = ?1",
            [&id],
        )?;
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
