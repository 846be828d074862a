//! One article with all its records, and one record with its article.

use crate::columns::{self, ARTICLES, Table};
use crate::filter::{Corrections, Filter, Page};
use crate::value::Row;
use crate::{Error, Result, Store};
use rusqlite::OptionalExtension;
use serde_json::Value as Json;

/// A record found by its id.
#[derive(Clone, Debug)]
pub struct Found {
    /// The table that holds it.
    pub table: &'static Table,
    /// The record.
    pub row: Row,
    /// Its article, without the text; `None` for actors.
    pub article: Option<Row>,
    /// The records by which a person replaced it.
    pub replaced_by: Vec<String>,
}

/// The tables whose rows are records of an article, with an id of their own.
pub const RECORD_TABLES: [&str; 6] =
    ["events", "statements", "figures", "ties", "assessments", "timexes"];

impl Store {
    /// An article as the object of the output contract, records of people included; `None` where it is not here.
    pub fn article(&self, id: &str) -> Result<Option<Json>> {
        self.article_with(id, Corrections::Applied)
    }

    /// The same with or without corrections.
    pub fn article_with(&self, id: &str, corrections: Corrections) -> Result<Option<Json>> {
        let mut query = self.conn.prepare_cached(
            "SELECT j.json, a.text, a.duplicate_of FROM article_json j JOIN articles a ON a.id = j.article WHERE a.id = ?1",
        )?;
        let found = query.query_row([id], |row| {
            Ok((
                row.get::<_, Vec<u8>>(0)?,
                row.get::<_, String>(1)?,
                row.get::<_, Option<String>>(2)?,
            ))
        });
        let Some((packed, text, duplicate_of)) = found.optional()? else { return Ok(None) };
        let damaged = |what: &str| Error::Damaged(format!("the records of article {id} {what}"));
        let plain =
            zstd::decode_all(packed.as_slice()).map_err(|_| damaged("cannot be unpacked"))?;
        let mut json: Json = serde_json::from_slice(&plain).map_err(|_| damaged("are not JSON"))?;
        json["document"]["text"] = Json::from(text);
        if duplicate_of.is_some() {
            json["document"]["duplicate_of"] = Json::from(duplicate_of);
        }
        if corrections == Corrections::Applied {
            self.overlay(id, &mut json)?;
        }
        Ok(Some(json))
    }

    /// The text of an article.
    pub fn text(&self, id: &str) -> Result<Option<String>> {
        let mut query = self.conn.prepare_cached("SELECT text FROM articles WHERE id = ?1")?;
        Ok(query.query_row([id], |row| row.get(0)).optional()?)
    }

    /// The record of that id, in whichever table it is, with its article.
    pub fn record(&self, id: &str) -> Result<Option<Found>> {
        for table in RECORD_TABLES.iter().filter_map(|name| columns::table(name)) {
            if let Some(row) = self.row(table, id)? {
                let article = self.row(&ARTICLES, row.str("article"))?;
                let replaced_by = self.replacements(table, id)?;
                return Ok(Some(Found { table, row, article, replaced_by }));
            }
        }
        let actor = self.row(&columns::ACTORS, id)?;
        Ok(actor.map(|row| Found {
            table: &columns::ACTORS,
            row,
            article: None,
            replaced_by: Vec::new(),
        }))
    }

    /// The row of a table with that id, withdrawn ones too.
    pub fn row(&self, table: &'static Table, id: &str) -> Result<Option<Row>> {
        if table.name == ARTICLES.name {
            let filter = Filter { ids: vec![id.to_owned()], ..Filter::default() };
            return Ok(self.list(table, &filter, &Page::first(1))?.rows.pop());
        }
        let id = [crate::Value::Text(id.to_owned())];
        Ok(crate::query::rows(&self.conn, table, "t.id = ?", &id, "1")?.pop())
    }

    fn replacements(&self, table: &Table, id: &str) -> Result<Vec<String>> {
        if table.position("replaces").is_none() {
            return Ok(Vec::new());
        }
        let sql = format!("SELECT id FROM {} WHERE replaces = ?1 ORDER BY id", table.name);
        let mut query = self.conn.prepare_cached(&sql)?;
        Ok(query.query_map([id], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?)
    }

    /// Takes out what people rejected or replaced, and puts in what they added.
    fn overlay(&self, article: &str, json: &mut Json) -> Result<()> {
        for name in RECORD_TABLES {
            if columns::table(name).is_none_or(|t| t.position("status").is_none()) {
                continue;
            }
            let sql = format!("SELECT id FROM {name} WHERE article = ?1 AND status = 'withdrawn'");
            let mut query = self.conn.prepare_cached(&sql)?;
            let withdrawn: Vec<String> =
                query.query_map([article], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
            if withdrawn.is_empty() {
                continue;
            }
            let attitudes = if name == "statements" { "attitudes" } else { name };
            for list in [name, attitudes] {
                let Some(records) = json.get_mut(list).and_then(Json::as_array_mut) else {
                    continue;
                };
                records.retain(|record| {
                    let id = record.get("id").and_then(Json::as_str);
                    id.is_none_or(|id| !withdrawn.iter().any(|w| w == id))
                });
            }
        }
        for (name, added) in self.added(article)? {
            if let Some(records) = json.get_mut(&name).and_then(Json::as_array_mut) {
                records.extend(added);
            }
        }
        Ok(())
    }
}
