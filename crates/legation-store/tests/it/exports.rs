//! Exports: the shape of the files, and reports that add up.

use crate::common::filled;
use legation_store::export::{Alliances, Groups, Pairs, Planned, Undated};
use legation_store::{Export, ExportOptions, Filter, LossReport, Store};
use std::path::Path;

fn export(
    store: &Store,
    format: Export,
    options: &ExportOptions,
) -> (tempfile::TempDir, LossReport) {
    let dir = tempfile::tempdir().unwrap();
    let report = store.export(format, dir.path(), options).unwrap();
    (dir, report)
}

fn lines(dir: &Path, name: &str) -> Vec<Vec<String>> {
    let text = std::fs::read_to_string(dir.join(name)).unwrap();
    text.lines().map(|l| l.split('\t').map(str::to_owned).collect()).collect()
}

#[test]
fn every_format_leaves_its_files_and_a_report() {
    let store = filled(0..30);
    for format in Export::ALL {
        let (dir, report) = export(&store, format, &ExportOptions::default());
        assert!(!report.files.is_empty());
        for file in &report.files {
            assert!(dir.path().join(file).metadata().unwrap().len() > 0, "{file}");
        }
        let saved =
            std::fs::read(dir.path().join(format!("{}.loss.json", format.as_str()))).unwrap();
        let saved: serde_json::Value = serde_json::from_slice(&saved).unwrap();
        assert_eq!(saved["rows"], report.rows);
        assert!(report.rows > 0, "{format:?}");
        // Twice the same, to the byte.
        let (again, _) = export(&store, format, &ExportOptions::default());
        for file in &report.files {
            let read = |dir: &tempfile::TempDir| std::fs::read(dir.path().join(file)).unwrap();
            assert!(read(&dir) == read(&again), "{file} differs");
        }
    }
}

#[test]
fn nothing_that_is_not_a_fact_is_exported_as_one() {
    let store = filled(0..30);
    let options = ExportOptions { planned: Planned::Dropped, ..ExportOptions::default() };
    let (_dir, report) = export(&store, Export::Plover, &options);
    let facts = Filter {
        factualities: ["occurred", "ongoing", "habitual"].map(str::to_owned).to_vec(),
        ..Filter::default()
    };
    let facts = store.count(&legation_store::columns::EVENTS, &facts).unwrap();
    let undated = report.count("without a date: left out");
    assert!(undated > 0);
    assert_eq!(report.exported + undated, facts);
    let lost: u64 = report.losses.iter().map(|l| l.count).sum();
    assert_eq!(report.exported + lost, report.records);
    assert!(report.count("not a fact: denied events left out") > 0);
    // With publication dates put in, they are there, and it is said.
    let options = ExportOptions { undated: Undated::Published, ..options };
    let (dir, report) = export(&store, Export::Plover, &options);
    assert_eq!(report.exported, facts);
    let text = std::fs::read_to_string(dir.path().join("events.plover.jsonl")).unwrap();
    assert_eq!(text.matches("dated by publication").count() as u64, undated);
}

#[test]
fn every_record_is_in_the_export_or_among_what_was_left_out() {
    let store = filled(0..60);
    let exports = [
        Export::Plover,
        Export::Polecat,
        Export::Icews,
        Export::Gdelt,
        Export::Graphml,
        Export::Gexf,
        Export::Ftm,
        Export::Webannotation,
    ];
    for format in exports {
        let (_dir, report) = export(&store, format, &ExportOptions::default());
        let out = |what: &str| what.contains("left out") || what.contains("no edge");
        let lost: u64 = report.losses.iter().filter(|l| out(&l.what)).map(|l| l.count).sum();
        assert_eq!(report.exported + lost, report.records, "{format:?}: {:?}", report.losses);
    }
}

#[test]
fn tables_of_others_have_their_columns() {
    let store = filled(0..30);
    let options = ExportOptions::default();
    for (format, file, width, header) in [
        (Export::Polecat, "events.polecat.tsv", 40, 1),
        (Export::Icews, "events.icews.tsv", 20, 1),
        (Export::Gdelt, "events.export.CSV", 61, 0),
        (Export::Gdelt, "events.mentions.CSV", 16, 0),
    ] {
        let (dir, report) = export(&store, format, &options);
        let rows = lines(dir.path(), file);
        assert!(rows.iter().all(|r| r.len() == width), "{file}");
        assert_eq!(rows.len() as u64, report.rows + header, "{file}");
    }
    // CAMEO codes are text with their leading zero.
    let (dir, _) = export(&store, Export::Icews, &options);
    assert!(lines(dir.path(), "events.icews.tsv").iter().any(|r| r[6].starts_with('0')));
    let (dir, _) = export(&store, Export::Gdelt, &options);
    for row in lines(dir.path(), "events.export.CSV") {
        assert!(
            row[26].starts_with(&row[28]) && row[27].starts_with(&row[28]),
            "{:?}",
            &row[26..29]
        );
        assert_eq!(row[1].len(), 8);
    }
}

#[test]
fn planned_events_become_what_they_are_today() {
    let store = filled(0..40);
    let (_dir, dropped) = export(
        &store,
        Export::Plover,
        &ExportOptions { planned: Planned::Dropped, ..ExportOptions::default() },
    );
    let (dir, reduced) = export(&store, Export::Plover, &ExportOptions::default());
    assert!(reduced.exported > dropped.exported);
    let text = std::fs::read_to_string(dir.path().join("events.plover.jsonl")).unwrap();
    let planned: Vec<serde_json::Value> = text
        .lines()
        .map(|l| serde_json::from_str(l).unwrap())
        .filter(|e: &serde_json::Value| {
            e["comment"].as_str().is_some_and(|c| c.contains("planned ASSAULT"))
        })
        .collect();
    assert!(!planned.is_empty());
    assert!(planned.iter().all(|e| e["event"][0] == "THREATEN" && e["quad_code"] == 3));
}

#[test]
fn groups_are_expanded_when_asked_for() {
    use legation_core::{ActorIdx, ActorKind};
    let (doc, mut coded) =
        (0..50).map(legation_store::testing::article).find(|(_, c)| c.actors.len() > 3).unwrap();
    let mut group = coded.actors[0].clone();
    group.id = "the-two".to_owned();
    group.name = "the two".to_owned();
    group.kind = ActorKind::Group;
    group.members = vec![ActorIdx(1), ActorIdx(2)];
    coded.actors.push(group);
    let event = &mut coded.events[0];
    event.source = vec![ActorIdx(coded.actors.len() as u32 - 1)];
    event.target = vec![ActorIdx(3)];
    event.factuality = legation_core::Factuality::Occurred;
    coded.events.truncate(1);
    coded.links.clear();
    let mut store = Store::in_memory().unwrap();
    store.writer().write(&doc, &coded, &crate::common::run("t")).unwrap();
    let options = ExportOptions { undated: Undated::Published, ..ExportOptions::default() };
    assert_eq!(export(&store, Export::Icews, &options).1.rows, 1);
    let options = ExportOptions { groups: Groups::Expanded, ..options };
    let (_dir, report) = export(&store, Export::Icews, &options);
    assert_eq!(report.rows, 2);
    assert_eq!(report.count("groups expanded into their members"), 1);
}

#[test]
fn networks_are_well_formed() {
    let store = filled(0..30);
    for (format, file) in [(Export::Graphml, "network.graphml"), (Export::Gexf, "network.gexf")] {
        let (dir, report) = export(&store, format, &ExportOptions::default());
        let text = std::fs::read_to_string(dir.path().join(file)).unwrap();
        let mut reader = quick_xml::Reader::from_str(&text);
        let (mut nodes, mut edges) = (0, 0);
        loop {
            match reader.read_event().unwrap() {
                quick_xml::events::Event::Start(tag) => match tag.name().as_ref() {
                    "node" => nodes += 1,
                    "edge" => edges += 1,
                    _ => {}
                },
                quick_xml::events::Event::Eof => break,
                _ => {}
            }
        }
        assert!(nodes > 0 && edges > 0);
        assert_eq!(nodes + edges, report.rows, "{file}");
    }
}

#[test]
fn a_filtered_export_of_tables_holds_together() {
    let store = filled(0..20);
    let filter = Filter { quads: vec![4], ..Filter::default() };
    let options = ExportOptions { filter: filter.clone(), ..ExportOptions::default() };
    let (dir, _) = export(&store, Export::Csv, &options);
    let read = |name: &str| -> Vec<csv::StringRecord> {
        csv::Reader::from_path(dir.path().join(name))
            .unwrap()
            .records()
            .map(Result::unwrap)
            .collect()
    };
    let events: Vec<String> = read("events.csv").iter().map(|r| r[0].to_owned()).collect();
    assert_eq!(
        events.len() as u64,
        store.count(&legation_store::columns::EVENTS, &filter).unwrap()
    );
    let participants = read("event_actors.csv");
    assert!(!participants.is_empty());
    assert!(participants.iter().all(|r| events.contains(&r[0].to_owned())));
}

#[test]
fn aggregates_carry_their_denominators() {
    let store = filled(0..60);
    let (dir, report) = export(&store, Export::Aggregates, &ExportOptions::default());
    let mut dyads = csv::Reader::from_path(dir.path().join("dyads.csv")).unwrap();
    let rows: Vec<csv::StringRecord> = dyads.records().map(Result::unwrap).collect();
    assert_eq!(rows.len() as u64, report.rows);
    let events: u64 = rows.iter().map(|r| r[4].parse::<u64>().unwrap()).sum();
    assert!(events >= report.exported);
    let mut coverage = csv::Reader::from_path(dir.path().join("coverage.csv")).unwrap();
    let read: u64 = coverage.records().map(|r| r.unwrap()[1].parse::<u64>().unwrap()).sum();
    assert_eq!(read, 60);
    // By publisher and day as well, which add up to the same.
    let mut days = csv::Reader::from_path(dir.path().join("coverage_days.csv")).unwrap();
    let days: Vec<csv::StringRecord> = days.records().map(Result::unwrap).collect();
    assert_eq!(days.iter().map(|r| r[3].parse::<u64>().unwrap()).sum::<u64>(), 60);
    assert!(days.iter().any(|r| &r[0] == "Kelun Post" && r[1].starts_with(&r[2])));
}

#[test]
fn a_visit_is_two_rows_in_cameo() {
    use legation_core::plover::EventType;
    let (doc, mut coded) = (0..50)
        .map(legation_store::testing::article)
        .find(|(_, c)| !c.events[0].target.is_empty())
        .unwrap();
    coded.events.truncate(1);
    coded.links.clear();
    let event = &mut coded.events[0];
    event.event_type = Some(EventType::Consult);
    event.mode = Some("visit");
    event.factuality = legation_core::Factuality::Occurred;
    let mut store = Store::in_memory().unwrap();
    store.writer().write(&doc, &coded, &crate::common::run("t")).unwrap();
    let options = ExportOptions { undated: Undated::Published, ..ExportOptions::default() };
    let (dir, _) = export(&store, Export::Icews, &options);
    let rows = lines(dir.path(), "events.icews.tsv");
    assert_eq!((rows[1][6].as_str(), rows[2][6].as_str()), ("042", "043"));
    assert_eq!((&rows[1][2], &rows[1][8]), (&rows[2][8], &rows[2][2]));
    assert_ne!(rows[1][0], rows[2][0]);
}

/// An article in which an alliance accuses two states, with the event dated.
fn accusation(day: &str) -> Store {
    let (doc, mut coded) = (0..90)
        .map(legation_store::testing::article)
        .find(|(_, c)| c.actors.len() > 2 && !c.events[0].target.is_empty())
        .unwrap();
    coded.events.truncate(1);
    coded.links.clear();
    for (actor, id) in coded.actors.iter_mut().zip(["nato", "HUN", "RUS"]) {
        id.clone_into(&mut actor.id);
        actor.known = true;
    }
    let event = &mut coded.events[0];
    event.event_type = Some(legation_core::plover::EventType::Accuse);
    event.mode = None;
    event.factuality = legation_core::Factuality::Occurred;
    event.source = vec![legation_core::ActorIdx(0)];
    event.target = vec![legation_core::ActorIdx(1), legation_core::ActorIdx(2)];
    event.date =
        legation_core::DateValue::day(day.parse().unwrap(), legation_core::DateBasis::Timex);
    let mut store = Store::in_memory().unwrap();
    store.writer().write(&doc, &coded, &crate::common::run("t")).unwrap();
    store
}

#[test]
fn alliances_and_pairs_are_expanded_where_asked_for_and_counted() {
    let store = accusation("1950-06-01");
    let rows = |format, file: &str, options: &ExportOptions| {
        let (dir, report) = export(&store, format, options);
        (lines(dir.path(), file), report)
    };
    let plain = ExportOptions::default();
    let (found, report) = rows(Export::Icews, "events.icews.tsv", &plain);
    assert_eq!(found.len(), 3);
    let pairs =
        "rows added: one for each pair of source and target, and one for the host of a visit";
    assert_eq!(report.count(pairs), 1);
    // Twelve members in 1950; later ones are not there, and names come from the tables.
    let allied = ExportOptions { alliances: Alliances::Expanded, ..plain.clone() };
    let (found, report) = rows(Export::Icews, "events.icews.tsv", &allied);
    assert_eq!(found.len(), 1 + 12 * 2);
    assert!(found.iter().any(|r| r[2] == "Iceland" && r[4] == "Iceland"));
    assert_eq!(report.count("alliances expanded into their members"), 1);
    assert_eq!(report.count(pairs), 23);
    // A member on the other side does not act against itself.
    let later = accusation("2010-06-01");
    let (_dir, report) = export(&later, Export::Polecat, &allied);
    assert_eq!(report.rows, 27 * 2);
    let left_out = "members of an alliance left out that stand on the other side";
    assert_eq!(report.count(left_out), 1);
    // Weights keep an event an event.
    let (dir, _) = export(&later, Export::Aggregates, &allied);
    let mut dyads = csv::Reader::from_path(dir.path().join("dyads.csv")).unwrap();
    let weight: f64 = dyads.records().map(|r| r.unwrap()[10].parse::<f64>().unwrap()).sum();
    assert!((weight - 1.0).abs() < 0.05, "{weight}");
    // PLOVER has lists; pairs on demand, each with an id of its own.
    let (_, report) = rows(Export::Plover, "events.plover.jsonl", &plain);
    assert_eq!(report.rows, 1);
    let paired = ExportOptions { pairs: Pairs::Expanded, ..plain };
    let (found, report) = rows(Export::Plover, "events.plover.jsonl", &paired);
    assert_eq!((found.len(), report.rows), (2, 2));
    assert_ne!(found[0], found[1]);
    assert_eq!(report.count("rows added: one for each pair of source and target"), 1);
}

#[test]
fn every_export_says_what_made_it_and_how_reliable_it_is() {
    let store = filled(0..5);
    for format in Export::ALL {
        let filter = Filter { quads: vec![1, 2, 3, 4], ..Filter::default() };
        let options = ExportOptions { filter, ..ExportOptions::default() };
        let (dir, _) = export(&store, format, &options);
        let name = format!("{}.loss.json", format.as_str());
        let saved = std::fs::read(dir.path().join(name)).unwrap();
        let saved: serde_json::Value = serde_json::from_slice(&saved).unwrap();
        let provenance = &saved["provenance"];
        let run = &provenance["runs"][0];
        assert_eq!((&run["program"], &run["model_hash"]), (&"test 1".into(), &"00".into()));
        assert_eq!(provenance["options"]["filter"]["quads"][3], 4);
        assert!(provenance["scorecard"].as_array().unwrap().len() > 10, "{format:?}");
        // Within the files, where the format has room for it.
        let inside = match format {
            Export::Graphml => Some("network.graphml"),
            Export::Gexf => Some("network.gexf"),
            Export::Parquet => Some("events.parquet"),
            _ => None,
        };
        if let Some(file) = inside {
            let bytes = std::fs::read(dir.path().join(file)).unwrap();
            let text = String::from_utf8_lossy(&bytes);
            assert!(text.contains("scorecard") && text.contains("model_hash"), "{file}");
        }
    }
}
