//! Looking after a store: backup, check, compaction.

use crate::columns::TABLES;
use crate::{Error, Result, Store};
use std::path::Path;

impl Store {
    /// Copies the store, as it is at this moment, into a new file, while others go on reading and writing.
    pub fn backup(&self, to: impl AsRef<Path>) -> Result<()> {
        let to = to.as_ref();
        if to.exists() {
            let source = std::io::Error::from(std::io::ErrorKind::AlreadyExists);
            return Err(Error::File { path: to.to_owned(), source });
        }
        // Under another name until it is whole.
        let mut part = to.as_os_str().to_owned();
        part.push(".part");
        let part = Path::new(&part);
        if part.exists() {
            std::fs::remove_file(part).map_err(Error::file(part))?;
        }
        self.conn.execute("VACUUM INTO ?1", [part.to_string_lossy()])?;
        std::fs::File::open(part).and_then(|f| f.sync_all()).map_err(Error::file(part))?;
        std::fs::rename(part, to).map_err(Error::file(to))
    }

    /// Looks for damage: in the file, in what rows point at, in texts and spans. Returns what is wrong, nothing where all is well.
    pub fn check(&self) -> Result<Vec<String>> {
        let mut wrong = Vec::new();
        let mut pages = self.conn.prepare("PRAGMA integrity_check(100)")?;
        let found = pages.query_map([], |row| row.get::<_, String>(0))?;
        wrong.extend(found.filter_map(|line| match line {
            Ok(line) if line == "ok" => None,
            Ok(line) => Some(line),
            Err(error) => Some(error.to_string()),
        }));
        if !wrong.is_empty() {
            return Ok(wrong);
        }
        let mut keys = self.conn.prepare("PRAGMA foreign_key_check")?;
        let mut rows = keys.query([])?;
        while let Some(row) = rows.next()? {
            let (table, target): (String, String) = (row.get(0)?, row.get(2)?);
            wrong.push(format!("a row of {table} points at nothing in {target}"));
        }
        self.check_articles(&mut wrong)?;
        wrong.extend(crate::counts::check(&self.conn)?);
        wrong.extend(crate::words::check(&self.conn)?);
        for table in TABLES.iter().filter(|t| {
            ["text", "span_start", "article"].iter().all(|c| t.position(c).is_some())
                && t.name != "remarks"
        }) {
            let sql = format!(
                "SELECT count(*) FROM {0} r JOIN articles a ON a.id = r.article \
                 WHERE substr(a.text, r.span_start + 1, r.span_end - r.span_start) <> r.text",
                table.name
            );
            let n: i64 = self.conn.query_row(&sql, [], |row| row.get(0))?;
            if n > 0 {
                wrong
                    .push(format!("{n} spans of {} do not hold the words they should", table.name));
            }
        }
        Ok(wrong)
    }

    fn check_articles(&self, wrong: &mut Vec<String>) -> Result<()> {
        let mut articles = self.conn.prepare(
            "SELECT a.id, a.text, a.text_hash, j.json FROM articles a LEFT JOIN article_json j ON j.article = a.id ORDER BY a.id",
        )?;
        let mut rows = articles.query([])?;
        while let Some(row) = rows.next()? {
            let id: String = row.get(0)?;
            let (text, hash): (String, String) = (row.get(1)?, row.get(2)?);
            if blake3::hash(text.as_bytes()).to_hex()[..32] != hash {
                wrong.push(format!("the text of article {id} is not what was written"));
            }
            let Some(json) = row.get::<_, Option<Vec<u8>>>(3)? else {
                wrong.push(format!("article {id} has no records"));
                continue;
            };
            let plain = zstd::decode_all(json.as_slice()).ok();
            let read = plain.and_then(|p| serde_json::from_slice::<serde_json::Value>(&p).ok());
            if read.is_none() {
                wrong.push(format!("the records of article {id} cannot be read"));
            }
        }
        Ok(())
    }

    /// Gives room back to the disk, tidies the full-text indexes and lets `SQLite` learn which indexes help.
    pub fn compact(&mut self) -> Result<()> {
        self.conn.execute_batch(
            "INSERT INTO articles_fts (articles_fts) VALUES ('optimize'); \
             INSERT INTO statements_fts (statements_fts) VALUES ('optimize'); \
             DELETE FROM dyad_counts WHERE events = 0; DELETE FROM actor_counts WHERE events = 0; \
             DELETE FROM event_counts WHERE events = 0; DELETE FROM pair_counts WHERE events = 0; \
             DELETE FROM day_counts WHERE events = 0; DELETE FROM pair_months WHERE events = 0; \
             DELETE FROM pair_days WHERE events = 0; \
             VACUUM; PRAGMA analysis_limit = 1000; ANALYZE;",
        )?;
        self.conn.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
        Ok(())
    }

    /// Lets `SQLite` learn which indexes help, where much has changed since it last did. Cheap; worth a call after reading.
    pub fn tune(&mut self) -> Result<()> {
        Ok(self.conn.execute_batch("PRAGMA analysis_limit = 1000; PRAGMA optimize")?)
    }
}
