//! How long writing takes by itself, on articles coded before.
//!
//! `legation code ARTICLES > coded.jsonl`, then `LEGATION_BENCH_CODED=coded.jsonl cargo test -p legation-store --test it writing --
//! --ignored --nocapture` writes them into a new store in `LEGATION_BENCH_FOLDER`, `LEGATION_BENCH_TIMES` times, `LEGATION_BENCH_TOGETHER` articles at once; `LEGATION_BENCH_SQL` is done to the
//! store first, such as to leave an index out.

use crate::common::run;
use legation_store::{Prepared, Store};
use std::time::Instant;

#[test]
#[ignore = "measures; see the module"]
fn writing_takes() {
    let coded =
        std::env::var_os("LEGATION_BENCH_CODED").expect("LEGATION_BENCH_CODED names a file");
    let folder =
        std::env::var_os("LEGATION_BENCH_FOLDER").map_or_else(std::env::temp_dir, Into::into);
    let times =
        std::env::var("LEGATION_BENCH_TIMES").ok().and_then(|n| n.parse().ok()).unwrap_or(3);
    let together =
        std::env::var("LEGATION_BENCH_TOGETHER").ok().and_then(|n| n.parse().ok()).unwrap_or(16);
    let coded = std::fs::read_to_string(coded).unwrap();
    let before = busy();
    let articles: Vec<Prepared> = coded
        .lines()
        .map(|line| Prepared::from_json(serde_json::from_str(line).unwrap()).unwrap())
        .collect();
    println!(
        "{} articles prepared in {} µs each",
        articles.len(),
        (busy() - before) / articles.len() as u64
    );
    for _ in 0..times {
        let dir =
            tempfile::tempdir_in::<std::path::PathBuf>(std::path::PathBuf::from(&folder)).unwrap();
        let path = dir.path().join("s.db");
        let mut store = Store::open(&path).unwrap();
        if let Ok(sql) = std::env::var("LEGATION_BENCH_SQL") {
            store.connection().execute_batch(&sql).unwrap();
        }
        let (before, started) = (busy(), Instant::now());
        let run = run("bench");
        let mut writer = store.writer();
        for articles in articles.chunks(together) {
            let together: Vec<_> = articles.iter().map(|article| (article, &run)).collect();
            writer.write_all(&together).unwrap();
        }
        writer.commit().unwrap();
        drop(writer);
        drop(store);
        let each = |micros: u64| micros / articles.len() as u64;
        println!(
            "written in {} µs of the processor each, {} µs passed; {} kB each",
            each(busy() - before),
            each(started.elapsed().as_micros() as u64),
            std::fs::metadata(&path).unwrap().len() / 1024 / articles.len() as u64
        );
    }
}

/// Microseconds that this thread has been at work, where the system tells.
fn busy() -> u64 {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    told.split_whitespace().next().and_then(|n| n.parse::<u64>().ok()).unwrap_or_default() / 1000
}
