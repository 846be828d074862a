//! The full-text indexes, which follow the texts once a transaction.
//!
//! Row by row they would be written out at every article's savepoint, which takes as long as everything else together. Rows get
//! their numbers in order, so that what is not indexed yet is what comes after the last row that is; triggers see to what is
//! changed or taken out.

use crate::Result;
use rusqlite::Connection;

/// Indexes what came in since the last call. To be called before a transaction that wrote articles or statements is committed.
pub(crate) fn index(conn: &Connection) -> Result<()> {
    for sql in [
        "INSERT INTO articles_fts (rowid, title, text) SELECT row, title, text FROM articles \
         WHERE row > ifnull((SELECT max(id) FROM articles_fts_docsize), 0) ORDER BY row",
        "INSERT INTO statements_fts (rowid, content) SELECT row, content FROM statements \
         WHERE row > ifnull((SELECT max(id) FROM statements_fts_docsize), 0) ORDER BY row",
    ] {
        conn.prepare_cached(sql)?.execute([])?;
    }
    Ok(())
}

/// What is wrong with the indexes: texts that are not in them.
pub(crate) fn check(conn: &Connection) -> Result<Vec<String>> {
    let mut wrong = Vec::new();
    for table in ["articles", "statements"] {
        let sql = format!(
            "SELECT (SELECT count(*) FROM {table}), (SELECT count(*) FROM {table}_fts_docsize)"
        );
        let (texts, indexed): (i64, i64) =
            conn.query_row(&sql, [], |row| Ok((row.get(0)?, row.get(1)?)))?;
        if texts != indexed {
            wrong.push(format!("{indexed} of {texts} {table} are in the full-text index"));
        }
    }
    Ok(wrong)
}
