//! The documentation of the schema, made from the list of columns and the comments of the views.

use crate::columns::TABLES;
use crate::schema;
use std::fmt::Write as _;

/// What stands above the tables.
const HEAD: &str = "# The tables of a store

*Made from the list of columns in `crates/legation-store/src/columns`; a test fails when this page is out of date. \
Write it anew with `UPDATE_DOCS=1 cargo test -p legation-store docs`.*

A store is one SQLite file; any tool that reads SQLite opens it. The Parquet and CSV exports have the same tables and columns.

- Spans count Unicode code points of `articles.text`: `substr(text, span_start + 1, span_end - span_start)` gives the words.
- What is not known is `NULL`, never an empty text or a zero. Dates are ISO 8601 text in SQLite, dates in Parquet.
- Lists are JSON arrays in SQLite, lists in Parquet, joined by `; ` in CSV. The same lists stand row by row in tables of their
  own (`event_actors` for `events.source` and `events.target`), with foreign keys and indexes.
- Records that people rejected or replaced have the status `withdrawn` and stay for comparison. The views leave them out; in
  questions of your own say `status <> 'withdrawn'`.
- `articles_fts` and `statements_fts` are full-text indexes (FTS5); their `rowid` is the column `row` of the table.
- Participants and contexts repeat the days of their record, so that an index alone gives an actor's records in order of date.
- `dyad_counts` and `actor_counts` are kept while articles are written; ask them through the views `dyad_months` and `actor_years`,
  which know of merged actors. `event_counts` (by type, quadrant, status, context, participant, country), `pair_counts` and `day_counts`
  answer for all events at once; `pair_months` and `pair_days` say who had to do with whom when, `record_counts` how many records
  there are.
- `article_json` keeps each article's JSON (Zstandard), which `legation code` prints; `schema_steps` and `corrected_records`
  belong to the program.
";

/// The page `docs/schema.md`.
pub fn schema_page() -> String {
    let mut out = format!("{HEAD}\nSchema version {}.\n\n## Tables\n", schema::VERSION);
    for table in TABLES {
        let _ = writeln!(out, "\n### {}\n\n{}\n", table.name, table.doc);
        let _ = writeln!(out, "Key: {}.\n", table.key.join(", "));
        out.push_str(
            "| column | kind | may be unknown | points at | meaning |\n|---|---|---|---|---|\n",
        );
        for column in table.columns {
            let unknown = if column.nullable { "yes" } else { "" };
            let refers = column.refers.unwrap_or_default();
            let doc = column.doc.replace('|', "\\|");
            let _ = writeln!(
                out,
                "| `{}` | {} | {unknown} | {refers} | {doc} |",
                column.name,
                column.kind.as_str()
            );
        }
    }
    out.push_str("\n## Views\n");
    for (name, doc) in schema::views() {
        let _ = writeln!(out, "\n### {name}\n\n{doc}");
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_schema_page_is_up_to_date() {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/schema.md");
        let wanted = schema_page();
        if std::env::var_os("UPDATE_DOCS").is_some() {
            std::fs::write(&path, &wanted).unwrap();
        }
        let found = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(
            found == wanted,
            "docs/schema.md is out of date; run UPDATE_DOCS=1 cargo test -p legation-store docs"
        );
    }

    #[test]
    fn every_view_is_explained() {
        let mut store = crate::Store::in_memory().unwrap();
        let sql = "SELECT name FROM sqlite_schema WHERE type = 'view' ORDER BY name";
        let answer = store.sql(sql, 100, std::time::Duration::from_secs(1)).unwrap();
        let mut views: Vec<String> = schema::views().into_iter().map(|(name, _)| name).collect();
        views.sort();
        let found: Vec<&str> = answer.rows.iter().filter_map(|r| r[0].as_str()).collect();
        assert_eq!(views, found);
        assert!(schema::views().iter().all(|(_, doc)| doc.len() > 20));
    }
}
