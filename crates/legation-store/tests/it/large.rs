//! A large store for measurements: some articles are written as always, then their rows are copied under other ids, with the
//! indexes made at the end. Ten million events this way take minutes where coding them would take days.

use legation_store::columns::{self, Column, Kind, TABLES, Table};
use legation_store::{Filter, Store};
use rusqlite::Connection;
use std::path::Path;

/// Tables that the questions do not touch are not copied.
const LEFT_OUT: [&str; 12] = [
    "runs",
    "sentences",
    "mentions",
    "roles",
    "timexes",
    "statement_pieces",
    "event_triggers",
    "assessment_pieces",
    "links",
    "remarks",
    "corrections",
    "actors",
];
const EVENTS_ONLY: [&str; 4] = ["events", "event_actors", "event_contexts", "event_statements"];

/// Copies what the store holds until there are `wanted` events. Every `every` copies hold everything; those between hold events
/// only, attributed to the statements of the last one that does. Returns how many events there are.
pub(crate) fn grow(path: &Path, wanted: u64, every: u64) -> u64 {
    let store = Store::open(path).unwrap();
    let base = store.count(&columns::EVENTS, &Filter::all()).unwrap();
    drop(store);
    let copies = wanted.div_ceil(base).saturating_sub(1);
    let conn = Connection::open(path).unwrap();
    conn.execute_batch(
        "PRAGMA foreign_keys = OFF; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -1000000",
    )
    .unwrap();
    let indexes = strings(
        &conn,
        "SELECT sql FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL AND name <> 'event_actors_by_actor'",
    );
    let names = strings(
        &conn,
        "SELECT name FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL AND name <> 'event_actors_by_actor'",
    );
    for name in names {
        conn.execute_batch(&format!("DROP INDEX {name}")).unwrap();
    }
    let last = "SELECT sql FROM sqlite_schema WHERE name = 'event_actors_by_actor'";
    let last = strings(&conn, last).remove(0);
    conn.execute_batch("DROP INDEX event_actors_by_actor; BEGIN").unwrap();
    // What is there to be copied, aside from the copies.
    for table in TABLES.iter().filter(|t| !LEFT_OUT.contains(&t.name)) {
        let sql =
            format!("CREATE TEMP TABLE base_{0} AS SELECT * FROM main.{0} ORDER BY 1", table.name);
        conn.execute_batch(&sql).unwrap();
    }
    conn.execute_batch(
        "CREATE TEMP TABLE base_actors AS SELECT * FROM main.actors WHERE instr(id, ':') = 17; \
         CREATE TEMP TABLE base_dyads AS SELECT * FROM main.dyad_counts; \
         CREATE TEMP TABLE base_years AS SELECT * FROM main.actor_counts;",
    )
    .unwrap();
    for copy in 1..=copies {
        let whole = copy - copy % every;
        for table in TABLES.iter().filter(|t| !LEFT_OUT.contains(&t.name)) {
            if copy == whole || EVENTS_ONLY.contains(&table.name) {
                conn.execute_batch(&copied(table, copy, whole)).unwrap();
            }
        }
        if copy == whole {
            let actors = columns::table("actors").unwrap();
            conn.execute_batch(&copied(actors, copy, whole)).unwrap();
        }
        let (source, target, actor) =
            (actor_of("source", whole), actor_of("target", whole), actor_of("actor", whole));
        conn.execute_batch(&format!(
            "INSERT INTO dyad_counts SELECT {source}, {target}, month, quad, events, facts, rated, intensity FROM base_dyads WHERE 1 \
             ON CONFLICT DO UPDATE SET events = events + excluded.events, facts = facts + excluded.facts, \
             rated = rated + excluded.rated, intensity = intensity + excluded.intensity; \
             INSERT INTO actor_counts SELECT {actor}, year, role, quad, events, facts, rated, intensity FROM base_years WHERE 1 \
             ON CONFLICT DO UPDATE SET events = events + excluded.events, facts = facts + excluded.facts, \
             rated = rated + excluded.rated, intensity = intensity + excluded.intensity;"
        ))
        .unwrap();
    }
    let wholes = copies / every + 1;
    conn.execute_batch(&format!(
        "UPDATE actors SET articles = articles * {wholes}, mentions = mentions * {wholes} WHERE instr(id, ':') <> 17; COMMIT"
    ))
    .unwrap();
    for sql in indexes.iter().chain([&last]) {
        conn.execute_batch(sql).unwrap();
    }
    // What is counted over the whole store, as the migration counts it.
    let steps = [
        include_str!("../../src/schema/0004_whole.sql"),
        include_str!("../../src/schema/0005_months.sql"),
    ];
    for sql in steps.iter().flat_map(|step| step.split(";\n")) {
        let at = sql
            .find("INSERT INTO")
            .filter(|_| sql.contains("_counts (") || sql.contains("INSERT INTO pair_"));
        if let Some(insert) = at.map(|at| &sql[at..]) {
            let table = insert.split_whitespace().nth(2).unwrap();
            let facet = if insert.contains("'country'") { " WHERE facet = 'country'" } else { "" };
            conn.execute_batch(&format!("DELETE FROM {table}{facet}; {insert}")).unwrap();
        }
    }
    base * (copies + 1)
}

fn strings(conn: &Connection, sql: &str) -> Vec<String> {
    let mut query = conn.prepare(sql).unwrap();
    query.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
}

/// The statement that copies a table's rows.
fn copied(table: &Table, copy: u64, whole: u64) -> String {
    let names: Vec<&str> = table.columns.iter().map(|c| c.name).collect();
    let values: Vec<String> = table.columns.iter().map(|c| value(table, c, copy, whole)).collect();
    format!(
        "INSERT INTO main.{0} ({1}) SELECT {2} FROM base_{0}",
        table.name,
        names.join(", "),
        values.join(", ")
    )
}

/// A column of a copied row: ids get another beginning, which no hash has, so that each copy's ids stand together, as those of an
/// article's day do not; the order within stays.
fn value(table: &Table, column: &Column, copy: u64, whole: u64) -> String {
    let name = column.name;
    if column.kind != Kind::Text {
        return name.to_owned();
    }
    let target = if name == "id" && table.name != "actors" {
        table.name
    } else {
        column.refers.and_then(|r| r.split_once('.')).map_or("", |(target, _)| target)
    };
    match target {
        "" | "runs" if !(name == "id" && table.name == "actors") => name.to_owned(),
        "events" => format!("'x{copy:03x}' || substr({name}, 5)"),
        "articles" | "statements" | "figures" | "ties" | "assessments" => {
            format!("iif({name} IS NULL, NULL, 'x{whole:03x}' || substr({name}, 5))")
        }
        _ => actor_of(name, whole),
    }
}

/// Actors known only in an article follow the article; the others are the same in all copies.
fn actor_of(name: &str, whole: u64) -> String {
    format!("iif(instr({name}, ':') = 17, 'x{whole:03x}' || substr({name}, 5), {name})")
}
