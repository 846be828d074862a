//! SQLite and the formats say the same, row for row.

use crate::common::filled;
use legation_store::columns::{Column, Kind, TABLES};
use legation_store::format::{Format, Formulas, Sink, read_parquet, sink, write_answer};
use legation_store::{Filter, Row};
use proptest::prelude::*;
use std::sync::Arc;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]
    #[test]
    fn parquet_agrees_with_sqlite_row_for_row(seeds in proptest::collection::hash_set(0u64..10_000, 1..12)) {
        let store = filled(seeds);
        let dir = tempfile::tempdir().unwrap();
        for table in TABLES {
            let columns: Arc<[&'static Column]> = table.columns.iter().collect();
            let path = dir.path().join(table.name);
            let mut rows: Vec<Row> = Vec::new();
            {
                let file = std::fs::File::create(&path).unwrap();
                let mut sink: Box<dyn Sink> = sink(Format::Parquet, &columns, file, Formulas::Raw).unwrap();
                store.each(table, &Filter::all(), &mut |row| {
                    sink.row(&row)?;
                    rows.push(row);
                    Ok(())
                }).unwrap();
                sink.finish().unwrap();
            }
            let back = read_parquet(&columns, std::fs::File::open(&path).unwrap()).unwrap();
            prop_assert_eq!(back.len(), rows.len(), "rows of {}", table.name);
            for (one, other) in rows.iter().zip(&back) {
                prop_assert_eq!(&one.values, &other.values, "{}", table.name);
            }
        }
    }
}

#[test]
fn json_lines_and_csv_have_a_line_for_every_row() {
    let store = filled(0..5);
    let table = &legation_store::columns::EVENTS;
    let page = store.events(&Filter::all(), &legation_store::Page::first(1000)).unwrap();
    let mut jsonl = Vec::new();
    legation_store::format::write_rows(
        Format::Jsonl,
        &page.columns,
        &page.rows,
        &mut jsonl,
        Formulas::Raw,
    )
    .unwrap();
    let lines: Vec<serde_json::Value> = String::from_utf8(jsonl)
        .unwrap()
        .lines()
        .map(|l| serde_json::from_str(l).unwrap())
        .collect();
    assert_eq!(lines.len(), page.rows.len());
    assert_eq!(lines[0]["source"], page.rows[0].get("source").to_json());
    let mut csv = Vec::new();
    legation_store::format::write_rows(
        Format::Csv,
        &page.columns,
        &page.rows,
        &mut csv,
        Formulas::Raw,
    )
    .unwrap();
    let mut reader = csv::Reader::from_reader(csv.as_slice());
    assert_eq!(reader.headers().unwrap().len(), table.columns.len());
    assert_eq!(reader.records().map(Result::unwrap).count(), page.rows.len());
}

#[test]
fn answers_to_sql_become_parquet_of_the_kinds_they_hold() {
    let mut store = filled(0..5);
    let query = "SELECT type, count(*) AS n, avg(intensity) AS mean, 'x' AS n, NULL AS blank FROM events GROUP BY type";
    let second = std::time::Duration::from_secs(1);
    for query in [query.to_owned(), format!("SELECT * FROM ({query}) WHERE 0")] {
        let answer = store.sql(&query, 1000, second).unwrap();
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("answer.parquet");
        write_answer(&answer, std::fs::File::create(&path).unwrap()).unwrap();
        if answer.rows.is_empty() {
            continue;
        }
        // Read back by the columns that tables have.
        let named = |name: &'static str, kind| Column {
            name,
            kind,
            nullable: true,
            ..TABLES[0].columns[0]
        };
        let columns =
            [named("n", Kind::Integer), named("mean", Kind::Real), named("n_2", Kind::Text)];
        let columns: Vec<&'static Column> =
            columns.into_iter().map(|c| &*Box::leak(Box::new(c))).collect();
        let back = read_parquet(&columns.into(), std::fs::File::open(&path).unwrap()).unwrap();
        assert_eq!(back.len(), answer.rows.len());
        for (row, kept) in answer.rows.iter().zip(&back) {
            assert_eq!(kept.get("n").as_i64(), row[1].as_i64());
            assert_eq!(kept.get("mean").as_f64(), row[2].as_f64());
            assert_eq!(kept.str("n_2"), "x");
        }
    }
}
