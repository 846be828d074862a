//! Which files of a folder and which members of an archive are read: those with a known ending, or as globs say.

use super::kind::Kind;
use globset::{Glob, GlobBuilder, GlobSet, GlobSetBuilder};

/// Globs that choose. A glob without `/` is compared with the name of a file or folder at any depth, one with `/` with the
/// path inside the folder or archive.
#[derive(Clone, Debug, Default)]
pub struct Selection {
    include: Option<GlobSet>,
    exclude: GlobSet,
}

impl Selection {
    /// A selection.
    ///
    /// # Errors
    /// Names the glob that is none.
    pub fn new(include: &[String], exclude: &[String]) -> Result<Self, String> {
        Ok(Self {
            include: if include.is_empty() { None } else { Some(set(include)?) },
            exclude: set(exclude)?,
        })
    }

    /// Whether a folder is gone into.
    pub(crate) fn enters(&self, path: &str) -> bool {
        !self.exclude.is_match(path)
    }

    /// Whether a file, given by its path inside the folder or archive, is read.
    pub(crate) fn takes(&self, path: &str) -> bool {
        let path = path.strip_prefix("./").unwrap_or(path);
        // An excluded folder takes all below it along.
        let cuts = path.match_indices('/').map(|(at, _)| &path[..at]);
        if cuts.chain([path]).any(|part| self.exclude.is_match(part)) {
            return false;
        }
        if let Some(include) = &self.include {
            return include.is_match(path);
        }
        let name = path.rsplit('/').next().unwrap_or(path);
        // Resource forks that one system puts into every archive, and notes about a folder.
        let other = name.eq_ignore_ascii_case("readme.md") || path.starts_with("__MACOSX/");
        Kind::of_name(name).is_some() && !other
    }
}

fn set(globs: &[String]) -> Result<GlobSet, String> {
    let mut all = GlobSetBuilder::new();
    for glob in globs {
        all.add(one(glob)?);
    }
    all.build().map_err(|e| e.to_string())
}

fn one(glob: &str) -> Result<Glob, String> {
    let glob = glob.trim_end_matches('/');
    let anywhere = if glob.contains('/') { glob.to_owned() } else { format!("**/{glob}") };
    let built = GlobBuilder::new(anywhere.trim_start_matches("./"))
        .literal_separator(true)
        .case_insensitive(true)
        .build();
    built.map_err(|e| {
        format!("{glob:?} is no glob ({}); write for example '*.html' or 'drafts/**'", e.kind())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn globs_choose_by_name_or_by_path() {
        let globs = |list: &[&str]| list.iter().map(|g| (*g).to_owned()).collect::<Vec<_>>();
        let all = Selection::default();
        assert!(all.takes("a/b.html") && !all.takes("a/b.xyz") && !all.takes("README.md"));
        let some =
            Selection::new(&globs(&["*.html", "wire/**"]), &globs(&["drafts/", "*old*"])).unwrap();
        for (path, taken) in [
            ("a/b.html", true),
            ("wire/2022/x.xyz", true),
            ("a/wire/x.txt", false),
            ("drafts/b.html", false),
            ("a/drafts/c/b.html", false),
            ("a/b-old.html", false),
            ("b.txt", false),
        ] {
            assert_eq!(some.takes(path), taken, "{path}");
        }
        assert!(!some.enters("drafts") && some.enters("wire"));
        assert!(Selection::new(&globs(&["a["]), &[]).unwrap_err().contains("a["));
    }
}
