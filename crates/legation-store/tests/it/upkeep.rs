//! A store stays whole: full disks, killed writers, damaged files, old files, backups, readers beside a writer.

use crate::common::{content, filled, run, write};
use legation_store::columns::{ARTICLES, EVENTS};
use legation_store::{
    Change, Correction, Error, Filter, Page, SCHEMA_VERSION, Store, diff, testing,
};
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

const SECOND: Duration = Duration::from_secs(1);

/// Names the store that the child of `a_killed_writer_loses_nothing_that_it_reported` writes.
const CHILD: &str = "LEGATION_TEST_WRITER";

#[test]
fn a_full_disk_keeps_what_was_committed() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("s.db");
    let mut store = Store::open(&path).unwrap();
    write(&mut store, 0..5, "test 1");
    let pages: i64 = store.connection().query_row("PRAGMA page_count", [], |r| r.get(0)).unwrap();
    store.connection().pragma_update(None, "max_page_count", pages + 20).unwrap();
    let mut committed = 5;
    let mut full = false;
    {
        let run = run("test 1");
        let mut writer = store.writer();
        for seed in 5..500 {
            let (doc, coded) = testing::article(seed);
            match writer.write(&doc, &coded, &run).and_then(|_| writer.commit()) {
                Ok(n) => committed = 5 + n,
                Err(Error::Full) => {
                    full = true;
                    break;
                }
                Err(other) => panic!("{other}"),
            }
        }
    }
    assert!(full);
    assert_eq!(store.count(&ARTICLES, &Filter::all()).unwrap(), committed);
    assert_eq!(store.check().unwrap(), Vec::<String>::new());
    // With room again it goes on where it stopped.
    store.connection().pragma_update(None, "max_page_count", 1_000_000).unwrap();
    write(&mut store, 0..committed + 10, "test 1");
    assert_eq!(content(&store), content(&filled(0..committed + 10)));
}

/// Not a test: the writer that is killed. It runs only as the child of the next one.
#[test]
fn writer_to_be_killed() {
    let Some(path) = std::env::var_os(CHILD) else { return };
    let mut store = Store::open(path).unwrap();
    let run = run("test 1");
    let mut writer = store.writer();
    for seed in 0.. {
        let (doc, coded) = testing::article(seed);
        writer.write(&doc, &coded, &run).unwrap();
        if seed % 3 == 2 {
            let n = writer.commit().unwrap();
            println!("\nwritten {n}");
            std::io::stdout().flush().unwrap();
        }
    }
}

#[test]
fn a_killed_writer_loses_nothing_that_it_reported() {
    let dir = tempfile::tempdir().unwrap();
    for round in 0..3 {
        let path = dir.path().join(format!("s{round}.db"));
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "upkeep::writer_to_be_killed", "--nocapture"])
            .env(CHILD, &path)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let mut reported = 0;
        for line in lines.map_while(Result::ok) {
            if let Some(n) = line.strip_prefix("written ") {
                reported = n.parse::<u64>().unwrap();
                if reported >= 20 + round * 7 {
                    break;
                }
            }
        }
        child.kill().unwrap();
        child.wait().unwrap();
        assert!(reported >= 20);
        let store = Store::open(&path).unwrap();
        let found = store.count(&ARTICLES, &Filter::all()).unwrap();
        assert!(found >= reported, "{found} of {reported}");
        assert_eq!(found % 3, 0, "a batch is there in part");
        assert_eq!(store.check().unwrap(), Vec::<String>::new());
        assert_eq!(content(&store), content(&filled(0..found)));
    }
}

/// A writer whose files may not grow any further: it is killed in the middle of a write, or, where it does not let itself be
/// killed, gets an error. Either way the store is whole afterwards, and holds what was reported.
#[cfg(unix)]
#[test]
fn a_writer_that_runs_out_of_room_leaves_a_whole_store() {
    let dir = tempfile::tempdir().unwrap();
    let mut failed = 0;
    for (round, blocks) in [700, 1203, 1511, 2047, 2604, 3333].into_iter().enumerate() {
        for trap in ["", "trap '' XFSZ; "] {
            let path = dir.path().join(format!("s{round}{}.db", trap.len()));
            drop(Store::open(&path).unwrap());
            let script = format!(
                "{trap}ulimit -f {blocks}; exec \"$0\" --exact upkeep::writer_to_be_killed --nocapture"
            );
            let done = Command::new("sh")
                .args(["-c", &script])
                .arg(std::env::current_exe().unwrap())
                .env(CHILD, &path)
                .stderr(Stdio::null())
                .output()
                .unwrap();
            assert!(!done.status.success(), "{blocks} blocks were enough");
            failed += 1;
            let said = String::from_utf8_lossy(&done.stdout).into_owned();
            let reported = said.lines().filter_map(|l| l.strip_prefix("written ")?.parse().ok());
            let reported: u64 = reported.max().unwrap_or_default();
            let store = Store::open(&path).unwrap();
            let found = store.count(&ARTICLES, &Filter::all()).unwrap();
            assert!(found >= reported, "{found} of {reported}");
            assert_eq!(store.check().unwrap(), Vec::<String>::new());
            assert_eq!(content(&store), content(&filled(0..found)));
        }
    }
    assert_eq!(failed, 12);
}

/// A list that does not fit on the disk is an error in every format, never a short file that looks whole.
#[cfg(target_os = "linux")]
#[test]
fn a_file_on_a_full_disk_is_an_error_in_every_format() {
    use legation_store::format::{Format, Formulas, sink};
    let store = filled(0..5);
    let listing = store.events(&Filter::all(), &Page::default()).unwrap();
    for format in Format::ALL {
        let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
        let out = std::io::BufWriter::with_capacity(1 << 20, full);
        let mut sink = sink(format, &listing.columns, out, Formulas::Raw).unwrap();
        let rows = listing.rows.iter().try_for_each(|row| sink.row(row));
        assert!(rows.and_then(|()| sink.finish()).is_err(), "{format:?}");
    }
}

#[test]
fn a_damaged_file_is_an_error_and_no_panic() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("s.db");
    {
        let mut store = Store::open(&path).unwrap();
        write(&mut store, 0..10, "test 1");
        store.compact().unwrap();
    }
    let whole = std::fs::read(&path).unwrap();
    let mut dice = testing::Dice::new(7);
    let mut noticed = 0;
    for round in 0..30 {
        let mut bytes = whole.clone();
        if round % 3 == 0 {
            bytes.truncate(dice.below(bytes.len()));
        } else {
            for _ in 0..200 {
                let at = dice.below(bytes.len());
                bytes[at] ^= 1 << dice.below(8);
            }
        }
        let broken = dir.path().join(format!("b{round}.db"));
        std::fs::write(&broken, &bytes).unwrap();
        let looked = Store::open_read_only(&broken).and_then(|store| {
            for row in store.documents(&Filter::all(), &Page::default())?.rows {
                store.article(row.str("id"))?;
            }
            store.events(&Filter::all(), &Page::default())?;
            store.check()
        });
        noticed += usize::from(looked.is_err() || looked.is_ok_and(|wrong| !wrong.is_empty()));
    }
    assert!(noticed >= 28, "{noticed} of 30 damaged files were noticed");
}

#[test]
fn files_that_are_no_store_are_refused() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("text.txt");
    std::fs::write(&path, "Arvenia met Ostavia. ".repeat(200)).unwrap();
    let before = std::fs::read(&path).unwrap();
    for result in [Store::open(&path).map(|_| ()), Store::open_read_only(&path).map(|_| ())] {
        let error = result.unwrap_err();
        assert!(matches!(error, Error::NotAStore { .. }), "{error}");
    }
    assert_eq!(std::fs::read(&path).unwrap(), before, "the file was touched");
    assert!(Store::open_read_only(dir.path().join("none.db")).is_err());
    assert!(!dir.path().join("none.db").exists());
}

/// `LEGATION_SAVE_STORE=tests/stores/vN.db cargo test -p legation-store --test it save -- --ignored`, before the schema changes.
#[test]
#[ignore = "saves a store of this version for later ones"]
fn save_a_store_of_this_version() {
    let path = std::env::var_os("LEGATION_SAVE_STORE").expect("LEGATION_SAVE_STORE names a file");
    let mut store = Store::open(&path).unwrap();
    write(&mut store, 0..3, "test 1");
    let ids: Vec<String> = store
        .events(&Filter::all(), &Page::first(10))
        .unwrap()
        .rows
        .iter()
        .map(|r| r.str("id").to_owned())
        .collect();
    let actors: Vec<String> = store
        .actors(&Filter::all(), &Page::first(4))
        .unwrap()
        .rows
        .iter()
        .map(|r| r.str("id").to_owned())
        .collect();
    let merge = |from: usize, into: usize| Change::Merge {
        actor: actors[from].clone(),
        into: actors[into].clone(),
    };
    let part = |mode: &str| serde_json::json!({"type": "RETREAT", "mode": mode});
    let into = vec![part("resign"), part("withdraw")];
    let changes = [
        Change::Reject { record: ids[0].clone() },
        Change::Edit { record: ids[1].clone(), changes: serde_json::json!({"type": "AGREE"}) },
        Change::Split { record: ids[2].clone(), into },
        merge(0, 1),
        merge(2, 3),
    ];
    let mut made = String::new();
    for (minute, change) in changes.into_iter().enumerate() {
        let made_at = format!("2031-05-06T10:{minute:02}:00Z");
        made = store
            .correct(&Correction { change, made_by: "ada".to_owned(), made_at, reason: None })
            .unwrap();
    }
    let change = Change::Undo { correction: made };
    let made_at = "2031-05-06T11:00:00Z".to_owned();
    store
        .correct(&Correction { change, made_by: "ada".to_owned(), made_at, reason: None })
        .unwrap();
    store.compact().unwrap();
}

#[test]
fn every_older_store_opens() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/stores");
    let dir = tempfile::tempdir().unwrap();
    for version in 1..SCHEMA_VERSION {
        let old = folder.join(format!("v{version}.db"));
        assert!(old.exists(), "save a store of version {version} as {}", old.display());
        for read_only in [false, true] {
            let path = dir.path().join(format!("{version}-{read_only}.db"));
            std::fs::copy(&old, &path).unwrap();
            let mut store =
                if read_only { Store::open_read_only(&path) } else { Store::open(&path) }.unwrap();
            assert_eq!(store.is_read_only(), read_only);
            assert_eq!(store.check().unwrap(), Vec::<String>::new());
            assert_eq!(store.count(&ARTICLES, &Filter::all()).unwrap(), 3);
            assert!(store.count(&EVENTS, &Filter::all()).unwrap() > 0);
            let id = store.documents(&Filter::all(), &Page::default()).unwrap().rows[0]
                .str("id")
                .to_owned();
            assert_eq!(store.article(&id).unwrap().unwrap()["document"]["id"], id.as_str());
            assert!(store.sql("SELECT * FROM dyad_months", 10, SECOND).is_ok());
            crate::counts::agree(&mut store);
            // Those from version 2 on hold corrections: one of each kind.
            let corrections = store.corrections().unwrap();
            assert_eq!(corrections.is_empty(), version < 2);
            assert!(corrections.iter().all(|c| c.applies != c.undone));
            if !read_only {
                write(&mut store, 100..102, "test 2");
                assert_eq!(store.count(&ARTICLES, &Filter::all()).unwrap(), 5);
                crate::counts::agree(&mut store);
            }
        }
    }
}

#[test]
fn readers_see_the_last_commit_while_somebody_writes() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("s.db");
    let mut store = Store::open(&path).unwrap();
    write(&mut store, 0..3, "test 1");
    let (doc, coded) = testing::article(3);
    let mut writer = store.writer();
    writer.write(&doc, &coded, &run("test 1")).unwrap();
    let reader = Store::open_read_only(&path).unwrap();
    assert_eq!(reader.count(&ARTICLES, &Filter::all()).unwrap(), 3);
    // A backup taken meanwhile is whole, and of the last commit.
    let copy = dir.path().join("copy.db");
    reader.backup(&copy).unwrap();
    assert!(reader.backup(&copy).is_err(), "a backup overwrites nothing");
    writer.commit().unwrap();
    assert_eq!(reader.count(&ARTICLES, &Filter::all()).unwrap(), 4);
    let copy = Store::open(&copy).unwrap();
    assert_eq!(copy.check().unwrap(), Vec::<String>::new());
    assert_eq!(content(&copy), content(&filled(0..3)));
}

#[test]
fn compaction_changes_no_content_and_keeps_search() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = Store::open(dir.path().join("s.db")).unwrap();
    write(&mut store, 0..20, "test 1");
    let before = content(&store);
    let filter = Filter { text: Some("met".to_owned()), ..Filter::default() };
    let found = store.count(&ARTICLES, &filter).unwrap();
    store.compact().unwrap();
    store.tune().unwrap();
    assert_eq!(content(&store), before);
    assert!(found > 0);
    assert_eq!(store.count(&ARTICLES, &filter).unwrap(), found);
}

#[test]
fn two_codings_are_compared_record_by_record() {
    let old = filled(0..10);
    let mut new = filled(0..9);
    write(&mut new, [20], "test 1");
    let (doc, mut coded) = testing::article(4);
    let gone = coded.events.len() as u64 - 1;
    coded.events.truncate(1);
    coded.links.clear();
    coded.events[0].mode = Some("resign");
    coded.events[0].rule = "frame new".to_owned();
    new.writer().write(&doc, &coded, &run("test 2")).unwrap();
    let mut found = Vec::new();
    let summary = diff(&old, &new, &mut |d| {
        found.push(d);
        Ok(())
    })
    .unwrap();
    assert_eq!(
        (summary.articles_added, summary.articles_removed, summary.articles_compared),
        (1, 1, 9)
    );
    assert_eq!(summary.records, [0, gone, 1]);
    let changed = found.iter().find(|d| d.rule_after.is_some()).unwrap();
    assert_eq!(changed.rule_after.as_deref(), Some("frame new"));
    assert!(changed.rule_before.as_deref().unwrap().starts_with("frame "));
    assert_eq!(summary.by_rule["frame new"], [0, 0, 1]);
    assert!(serde_json::to_string(changed).unwrap().contains("resign"));
}

#[test]
fn somebody_can_correct_while_another_process_reads_articles() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("s.db");
    write(&mut Store::open(&path).unwrap(), 0..3, "test 1");
    let mut person = Store::open(&path).unwrap();
    let record =
        person.events(&Filter::all(), &Page::first(1)).unwrap().rows[0].str("id").to_owned();
    let mut machine = Store::open(&path).unwrap();
    std::thread::scope(|scope| {
        scope.spawn(|| {
            for seed in 3..30 {
                write(&mut machine, [seed], "test 1");
            }
        });
        let correction = Correction {
            change: Change::Reject { record: record.clone() },
            made_by: "ada".to_owned(),
            made_at: "2031-05-06T10:00:00Z".to_owned(),
            reason: None,
        };
        person.correct(&correction).unwrap();
    });
    let store = Store::open_read_only(&path).unwrap();
    assert_eq!(store.count(&ARTICLES, &Filter::all()).unwrap(), 30);
    let one = Filter { ids: vec![record], ..Filter::default() };
    assert_eq!(store.count(&EVENTS, &one).unwrap(), 0);
    assert_eq!(store.check().unwrap(), Vec::<String>::new());
}
