//! Exports read by the programs that users have. Slow and in need of Python packages, so only when asked for:
//!
//! `LEGATION_READERS=python cargo test -p legation-store --test it readers`, where that Python has networkx, pyarrow,
//! pandas, duckdb, followthemoney and datasette.

use crate::common::write;
use legation_store::export::Undated;
use legation_store::{Export, ExportOptions, Store};
use std::path::Path;
use std::process::Command;

#[test]
fn others_can_read_the_exports() {
    let Some(python) = std::env::var_os("LEGATION_READERS") else {
        eprintln!("skipped: set LEGATION_READERS to a Python that has the readers");
        return;
    };
    let dir = tempfile::tempdir().unwrap();
    let mut store = Store::open(dir.path().join("store.db")).unwrap();
    write(&mut store, 0..60, "test 1");
    let options = ExportOptions { undated: Undated::Published, ..ExportOptions::default() };
    for format in Export::ALL {
        store.export(format, dir.path().join(format.as_str()), &options).unwrap();
    }
    drop(store);
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/readers/read_exports.py");
    let done = Command::new(python).arg(script).arg(dir.path()).output().unwrap();
    let said = String::from_utf8_lossy(&done.stdout);
    println!("{said}");
    assert!(done.status.success(), "{said}\n{}", String::from_utf8_lossy(&done.stderr));
}
