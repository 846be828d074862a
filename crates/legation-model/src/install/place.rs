//! Where model files are kept, and how one is written.

use crate::{Error, Result};
use std::ffi::OsString;
use std::fs::File;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

/// The extension of model files.
pub(super) const EXTENSION: &str = "legmodel";

/// The user's model directory.
pub(super) fn models() -> Result<PathBuf> {
    models_in(|name| std::env::var_os(name)).ok_or(Error::NoDataDirectory)
}

fn models_in(variable: impl Fn(&str) -> Option<OsString>) -> Option<PathBuf> {
    let absolute = |name: &str| variable(name).map(PathBuf::from).filter(|path| path.is_absolute());
    let data = absolute("XDG_DATA_HOME")
        .or_else(|| absolute("LOCALAPPDATA"))
        .or_else(|| Some(absolute("HOME")?.join(".local").join("share")))?;
    Some(data.join("legation").join("models"))
}

/// The model files there are.
pub(super) fn files() -> Result<Vec<PathBuf>> {
    let folder = models()?;
    if !folder.exists() {
        return Ok(Vec::new());
    }
    let entries = std::fs::read_dir(&folder);
    let entries = entries.map_err(|source| Error::Io { action: "read", path: folder, source })?;
    let is_model =
        |path: &PathBuf| path.extension().is_some_and(|extension| extension == EXTENSION);
    Ok(entries.filter_map(|entry| Some(entry.ok()?.path())).filter(is_model).collect())
}

/// Writes a file beside its place, has it checked, and renames it into its place.
pub(super) fn write(
    target: &Path,
    bytes: &[u8],
    check: impl FnOnce(&Path) -> Result<()>,
) -> Result<()> {
    let folder = target.parent().unwrap_or(Path::new("."));
    let name = target.file_name().unwrap_or_default().to_string_lossy();
    let temporary = folder.join(format!(".{name}.{}.part", std::process::id()));
    let done = (|| {
        std::fs::create_dir_all(folder)?;
        let mut file = File::create(&temporary)?;
        file.write_all(bytes)?;
        file.sync_all()
    })();
    let io = |source| Error::Io { action: "write", path: temporary.clone(), source };
    let done = done.map_err(io).and_then(|()| check(&temporary)).and_then(|()| {
        std::fs::rename(&temporary, target).map_err(|source| Error::Io {
            action: "write",
            path: target.to_owned(),
            source,
        })
    });
    if done.is_err() {
        // It may never have been made.
        let _ = std::fs::remove_file(&temporary);
    }
    done
}

/// Whether a file starts like a zip archive, as wheels do.
pub(super) fn is_zip(path: &Path) -> Result<bool> {
    let mut start = [0; 2];
    let read = File::open(path).and_then(|mut file| file.read(&mut start));
    let count =
        read.map_err(|source| Error::Io { action: "read", path: path.to_owned(), source })?;
    Ok(count == 2 && start == *b"PK")
}

/// The name of the model file made of a directory: it changes when a file in it does.
pub(super) fn directory_name(path: &Path) -> Result<String> {
    let io = |source| Error::Io { action: "read", path: path.to_owned(), source };
    let mut hasher = blake3::Hasher::new();
    hasher.update(path.canonicalize().map_err(io)?.as_os_str().as_encoded_bytes());
    let mut folders = vec![path.to_owned()];
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).map_err(io)? {
            let entry = entry.map_err(io)?;
            let metadata = entry.metadata().map_err(io)?;
            if metadata.is_dir() {
                folders.push(entry.path());
            } else {
                let time =
                    metadata.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok());
                files.push((entry.path(), metadata.len(), time.map_or(0, |time| time.as_nanos())));
            }
        }
    }
    files.sort_unstable();
    for (path, length, time) in files {
        hasher.update(path.as_os_str().as_encoded_bytes());
        hasher.update(&length.to_le_bytes());
        hasher.update(&time.to_le_bytes());
    }
    Ok(format!("directory-{}.{EXTENSION}", &hasher.finalize().to_hex()[..16]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_data_directory_follows_the_environment() {
        let home = |name: &str| (name == "HOME").then(|| OsString::from("/home/me"));
        assert_eq!(models_in(home).unwrap(), Path::new("/home/me/.local/share/legation/models"));
        let both = |name: &str| {
            Some(OsString::from(if name == "XDG_DATA_HOME" { "/data" } else { "/other" }))
        };
        assert_eq!(models_in(both).unwrap(), Path::new("/data/legation/models"));
        let relative = |name: &str| (name == "XDG_DATA_HOME").then(|| OsString::from("data"));
        assert_eq!(models_in(relative), None);
    }

    #[test]
    fn a_failed_check_leaves_nothing_behind() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("m.legmodel");
        let refused = write(&target, b"x", |path| Err(Error::NotAModel(path.to_owned())));
        assert!(refused.is_err());
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
        write(&target, b"y", |_| Ok(())).unwrap();
        assert_eq!(std::fs::read(&target).unwrap(), b"y");
    }
}
