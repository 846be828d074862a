//! [`Source`]: a wheel or a directory to read a package's files from.

use crate::{Error, Result};
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

/// No file of a package is larger than this.
const LARGEST: u64 = 1 << 30;

/// A spaCy model package.
#[derive(Debug)]
pub(crate) enum Source {
    /// A wheel; all files of the model begin with `prefix`.
    Wheel { path: PathBuf, archive: Box<zip::ZipArchive<File>>, prefix: String },
    /// An installed package's or a saved pipeline's directory.
    Directory { path: PathBuf, root: PathBuf },
}

impl Source {
    /// Opens a wheel, a pipeline's directory, or a directory with one inside.
    pub(crate) fn open(path: &Path) -> Result<Self> {
        let package =
            |reason: &str| Error::Package { package: path.to_owned(), reason: reason.to_owned() };
        let no_pipeline =
            || package("no spaCy pipeline is in it (no config.cfg with tokenizer beside it)");
        if path.is_dir() {
            let root = find_root(path, 2).ok_or_else(no_pipeline)?;
            return Ok(Self::Directory { path: path.to_owned(), root });
        }
        let file = File::open(path).map_err(|e| Error::Io {
            action: "open",
            path: path.to_owned(),
            source: e,
        })?;
        let archive = zip::ZipArchive::new(file)
            .map_err(|error| package(&format!("it is no wheel or is truncated ({error})")))?;
        let is_root = |name: &str| {
            let root = name.strip_suffix("tokenizer")?;
            archive.index_for_name(&format!("{root}config.cfg")).map(|_| root.to_owned())
        };
        let prefix = archive.file_names().filter_map(is_root).min().ok_or_else(no_pipeline)?;
        Ok(Self::Wheel { path: path.to_owned(), archive: Box::new(archive), prefix })
    }

    /// Where the package is.
    pub(crate) fn path(&self) -> &Path {
        match self {
            Self::Wheel { path, .. } | Self::Directory { path, .. } => path,
        }
    }

    /// Whether the package has a file.
    pub(crate) fn has(&self, name: &str) -> bool {
        match self {
            Self::Wheel { archive, prefix, .. } => {
                archive.index_for_name(&format!("{prefix}{name}")).is_some()
            }
            Self::Directory { root, .. } => root.join(name).is_file(),
        }
    }

    /// Reads a file of the package.
    pub(crate) fn read(&mut self, name: &str) -> Result<Vec<u8>> {
        let mut bytes = Vec::new();
        match self {
            Self::Wheel { path, archive, prefix } => {
                let fail = |reason: String| Error::Package { package: path.clone(), reason };
                let entry = archive.by_name(&format!("{prefix}{name}"));
                let entry = entry.map_err(|error| fail(format!("{name}: {error}")))?;
                let read = entry.take(LARGEST).read_to_end(&mut bytes);
                read.map_err(|error| fail(format!("{name}: {error}")))?;
            }
            Self::Directory { root, .. } => {
                let path = root.join(name);
                bytes = std::fs::read(&path).map_err(|source| Error::Io {
                    action: "read",
                    path,
                    source,
                })?;
            }
        }
        Ok(bytes)
    }
}

/// The directory that holds the pipeline, `path` itself or one at most `depth` below.
fn find_root(path: &Path, depth: usize) -> Option<PathBuf> {
    if path.join("config.cfg").is_file() && path.join("tokenizer").is_file() {
        return Some(path.to_owned());
    }
    let mut below: Vec<PathBuf> =
        std::fs::read_dir(path).ok()?.filter_map(|e| Some(e.ok()?.path())).collect();
    below.sort_unstable();
    let mut below = below.into_iter().filter(|entry| depth > 0 && entry.is_dir());
    below.find_map(|entry| find_root(&entry, depth - 1))
}
