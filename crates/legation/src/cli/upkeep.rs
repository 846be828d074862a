//! `legation backup`, `legation check-store`, `legation compact`: looking after a store.

use super::list::open;
use super::{Db, FAILED};
use anyhow::Context as _;
use legation_store::Store;
use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

/// Options of `legation backup`.
#[derive(Debug, clap::Args)]
#[command(after_help = "The copy is whole even while others write to the store.\n\n\
Example:
  legation backup legation-2026-03-01.db")]
pub(super) struct BackupCommand {
    /// The new file. An existing one is never overwritten.
    file: PathBuf,
    #[command(flatten)]
    db: Db,
}

/// Options of `legation check-store` and `legation compact`.
#[derive(Debug, clap::Args)]
pub(super) struct UpkeepCommand {
    #[command(flatten)]
    db: Db,
}

pub(super) fn backup(command: &BackupCommand) -> anyhow::Result<ExitCode> {
    let place = command.file.display();
    anyhow::ensure!(
        !command.file.exists(),
        "{place} is there already; name another file or move that one away"
    );
    open(&command.db)?
        .backup(&command.file)
        .with_context(|| format!("no backup was made to {place}"))?;
    writeln!(std::io::stdout(), "{} copied to {place}", command.db.db.display())?;
    Ok(ExitCode::SUCCESS)
}

pub(super) fn check(command: &UpkeepCommand) -> anyhow::Result<ExitCode> {
    let store = open(&command.db)?;
    let wrong = store.check()?;
    let mut out = std::io::stdout().lock();
    let place = command.db.db.display();
    if wrong.is_empty() {
        for (table, rows) in store.counts()? {
            writeln!(out, "{rows:>10} {table}")?;
        }
        writeln!(out, "{place} is sound")?;
        return Ok(ExitCode::SUCCESS);
    }
    for line in &wrong {
        writeln!(out, "{line}")?;
    }
    super::complain(&format!(
        "error: {place} is damaged; restore a backup, or read the articles again into a new store"
    ));
    Ok(ExitCode::from(FAILED))
}

pub(super) fn compact(command: &UpkeepCommand) -> anyhow::Result<ExitCode> {
    let size = || std::fs::metadata(&command.db.db).map_or(0, |m| m.len());
    let mut store = open_writable(&command.db)?;
    let before = size();
    store.compact()?;
    drop(store);
    let place = command.db.db.display();
    writeln!(std::io::stdout(), "{place}: {before} bytes before, {} after", size())?;
    Ok(ExitCode::SUCCESS)
}

/// Opens an existing store for changes.
pub(super) fn open_writable(db: &Db) -> anyhow::Result<Store> {
    let place = db.db.display();
    anyhow::ensure!(
        db.db.exists(),
        "there is no store {place}; read articles first: legation read PATH --db {place}"
    );
    Store::open(&db.db).with_context(|| format!("the store {place} cannot be opened for changes"))
}
