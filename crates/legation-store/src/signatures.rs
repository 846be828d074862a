//! What is kept of each text for finding copies: signatures that the reader makes and this crate does not look into.
//!
//! They stay in the store, so that a run that adds ten articles to a hundred thousand reads ten texts.

use crate::{Result, Store};
use rusqlite::{OptionalExtension, TransactionBehavior};
use std::collections::HashMap;

impl Store {
    /// Articles after the row `after` that have no signature made in that way, with their texts: as many as have `bytes` bytes of text
    /// together, one at least.
    pub fn unsigned(&self, way: u32, after: i64, bytes: usize) -> Result<Vec<(i64, String)>> {
        let mut query = self.conn.prepare_cached(
            "SELECT a.row, a.text FROM articles a WHERE a.row > ?1 \
             AND NOT EXISTS (SELECT 1 FROM signatures s WHERE s.row = a.row AND s.way = ?2) ORDER BY a.row",
        )?;
        let mut rows = query.query((after, way))?;
        let mut texts = Vec::new();
        let mut held = 0;
        while held < bytes
            && let Some(row) = rows.next()?
        {
            let text: String = row.get(1)?;
            held += text.len();
            texts.push((row.get(0)?, text));
        }
        Ok(texts)
    }

    /// Keeps signatures of articles, by row.
    pub fn sign(&mut self, way: u32, signatures: &[(i64, Vec<u8>)]) -> Result<()> {
        let tx = self.conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
        {
            // An article may have been taken out meanwhile.
            let mut sign = tx.prepare_cached(
                "INSERT OR REPLACE INTO signatures (row, way, signature) \
                 SELECT row, ?2, ?3 FROM articles WHERE row = ?1",
            )?;
            for (row, signature) in signatures {
                sign.execute((row, way, signature))?;
            }
        }
        Ok(tx.commit()?)
    }

    /// Hands the row and signature of every article that has one to `each`.
    pub fn each_signature(&self, each: &mut dyn FnMut(i64, &[u8])) -> Result<()> {
        let mut query =
            self.conn.prepare_cached("SELECT row, signature FROM signatures ORDER BY row")?;
        let mut rows = query.query([])?;
        while let Some(row) = rows.next()? {
            each(row.get(0)?, row.get_ref(1)?.as_bytes().unwrap_or_default());
        }
        Ok(())
    }

    /// The signature of the article in a row.
    pub fn signature(&self, row: i64) -> Result<Option<Vec<u8>>> {
        let mut query =
            self.conn.prepare_cached("SELECT signature FROM signatures WHERE row = ?1")?;
        Ok(query.query_row([row], |row| row.get(0)).optional()?)
    }

    /// The rows of all articles, the earliest published first; undated ones come last, and what is left follows the order of the ids.
    /// Versions of one article come in the order in which they were read.
    pub fn rows_by_date(&self) -> Result<Vec<i64>> {
        let mut query = self.conn.prepare_cached(
            "SELECT row FROM articles \
             ORDER BY published IS NULL, published, min(id) OVER (PARTITION BY uri, published), row",
        )?;
        Ok(query.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?)
    }

    /// Says which articles are copies: `first` has, for each of `rows`, the place in `rows` of the first article of its cluster. Returns
    /// how many changed.
    pub fn mark_copies(&mut self, rows: &[i64], first: &[u32]) -> Result<usize> {
        let before: HashMap<i64, i64> = self
            .conn
            .prepare(
                "SELECT a.row, b.row FROM articles a JOIN articles b ON b.id = a.duplicate_of",
            )?
            .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
            .collect::<rusqlite::Result<_>>()?;
        let mut pairs = Vec::new();
        for ((place, row), first) in rows.iter().enumerate().zip(first) {
            let of = Some(*first as usize)
                .filter(|first| *first != place)
                .and_then(|first| rows.get(first).copied());
            if before.get(row).copied() == of {
                continue;
            }
            // Rows that are gone by now are passed over.
            if let Some(id) = self.id_of(*row)? {
                pairs.push((id, of.map(|of| self.id_of(of)).transpose()?.flatten()));
            }
        }
        self.set_duplicates(&pairs)
    }

    fn id_of(&self, row: i64) -> Result<Option<String>> {
        let mut query = self.conn.prepare_cached("SELECT id FROM articles WHERE row = ?1")?;
        Ok(query.query_row([row], |row| row.get(0)).optional()?)
    }
}
