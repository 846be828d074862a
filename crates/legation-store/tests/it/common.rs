//! What several tests need.

use legation_store::columns::TABLES;
use legation_store::{Component, Filter, Outcome, RunInfo, Store, testing};
use std::fmt::Write as _;

/// A made-up run.
pub(crate) fn run(program: &str) -> RunInfo {
    RunInfo {
        program: program.to_owned(),
        model: Component::hashed("made_up 1.0", "00"),
        codebook: Component::new("plover 1"),
        knowledge: Component::new("none"),
        configuration: serde_json::json!({"policy": "un"}),
    }
}

/// A store in memory with made-up articles.
pub(crate) fn filled(seeds: impl IntoIterator<Item = u64>) -> Store {
    let mut store = Store::in_memory().unwrap();
    write(&mut store, seeds, "test 1");
    store
}

/// Writes made-up articles.
pub(crate) fn write(
    store: &mut Store,
    seeds: impl IntoIterator<Item = u64>,
    program: &str,
) -> Vec<Outcome> {
    let run = run(program);
    let mut writer = store.writer();
    let outcomes = seeds.into_iter().map(|seed| {
        let (doc, coded) = testing::article(seed);
        writer.write(&doc, &coded, &run).unwrap()
    });
    let outcomes = outcomes.collect();
    writer.commit().unwrap();
    outcomes
}

/// Everything that a store says, as text.
pub(crate) fn content(store: &Store) -> String {
    let mut out = String::new();
    for table in TABLES {
        writeln!(out, "# {}", table.name).unwrap();
        store
            .each(table, &Filter::all(), &mut |row| {
                writeln!(out, "{}", row.to_json()).unwrap();
                Ok(())
            })
            .unwrap();
    }
    out
}
