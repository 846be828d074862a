//! `cargo xtask tidy`: what the compiler does not check. Crate edges, module docs, file sizes, words that do not belong here.

use anyhow::{Context as _, Result, bail};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Which workspace crates a crate may use. The order of the flow: nothing points back.
const EDGES: &[(&str, &[&str])] = &[
    ("legation-core", &[]),
    ("legation-model", &["legation-core"]),
    ("legation-coder", &["legation-core"]),
    ("legation-store", &["legation-core"]),
    ("legation-web", &["legation-core", "legation-store"]),
    (
        "legation",
        &["legation-core", "legation-model", "legation-coder", "legation-store", "legation-web"],
    ),
    ("xtask", &["legation-core", "legation-model", "legation-coder"]),
];

/// Calls that core and coder must not make: they do no I/O and read no clock.
const PURE: &[&str] = &[
    "std::fs",
    "std::env",
    "std::net",
    "std::process",
    "SystemTime",
    "Instant::now",
    "Zoned::now",
    "println!",
    "eprintln!",
];

/// The longest source file, in lines.
const MAX_LINES: usize = 600;
/// The largest file in the repository, in bytes.
const MAX_BYTES: u64 = 2 << 20;

/// Checks the repository; all problems are listed before it fails.
pub(crate) fn run(root: &Path) -> Result<()> {
    let mut problems = Vec::new();
    edges(root, &mut problems)?;
    for file in tracked(root)? {
        let path = root.join(&file);
        let Ok(meta) = path.metadata() else { continue };
        if meta.len() > MAX_BYTES {
            problems.push(format!(
                "{}: {} bytes; the limit is {MAX_BYTES}",
                file.display(),
                meta.len()
            ));
        }
        if file.extension().is_some_and(|e| e == "rs") {
            source(root, &file, &mut problems)?;
        }
    }
    if problems.is_empty() {
        return Ok(());
    }
    for problem in &problems {
        crate::say(problem);
    }
    bail!("{} problems", problems.len())
}

fn tracked(root: &Path) -> Result<Vec<PathBuf>> {
    let listed =
        Command::new("git").arg("ls-files").current_dir(root).output().context("git ls-files")?;
    Ok(String::from_utf8_lossy(&listed.stdout).lines().map(PathBuf::from).collect())
}

fn edges(root: &Path, problems: &mut Vec<String>) -> Result<()> {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version=1", "--no-deps", "--offline"])
        .current_dir(root)
        .output()
        .context("cargo metadata")?;
    let metadata: serde_json::Value =
        serde_json::from_slice(&output.stdout).context("cargo metadata")?;
    let allowed: BTreeMap<&str, &[&str]> = EDGES.iter().copied().collect();
    for package in metadata["packages"].as_array().into_iter().flatten() {
        let name = package["name"].as_str().unwrap_or_default();
        let Some(edges) = allowed.get(name) else {
            problems.push(format!("crate {name}: not in the table of crates (xtask/src/tidy.rs)"));
            continue;
        };
        for dependency in package["dependencies"].as_array().into_iter().flatten() {
            let to = dependency["name"].as_str().unwrap_or_default();
            let normal = dependency["kind"].is_null();
            if normal && allowed.contains_key(to) && !edges.contains(&to) {
                problems.push(format!("crate {name} must not depend on {to}"));
            }
        }
    }
    Ok(())
}

fn source(root: &Path, file: &Path, problems: &mut Vec<String>) -> Result<()> {
    let text =
        std::fs::read_to_string(root.join(file)).with_context(|| file.display().to_string())?;
    let name = file.display();
    let first =
        text.lines().find(|l| !l.trim().is_empty() && !l.starts_with("#![")).unwrap_or_default();
    if !first.starts_with("//!") {
        problems.push(format!("{name}: must open with //! saying what lives there"));
    }
    let lines = text.lines().count();
    let test = file.components().any(|c| c.as_os_str() == "tests");
    if lines > MAX_LINES && !test {
        problems.push(format!("{name}: {lines} lines; the limit is {MAX_LINES}"));
    }
    let pure = file.starts_with("crates/legation-core/src")
        || file.starts_with("crates/legation-coder/src");
    if pure {
        let code = text.split("#[cfg(test)]").next().unwrap_or_default();
        for banned in PURE {
            let used =
                code.lines().any(|l| l.contains(banned) && !l.trim_start().starts_with("//"));
            if used {
                problems.push(format!(
                    "{name}: uses {banned}; core and coder do no I/O and read no clock"
                ));
            }
        }
    }
    Ok(())
}
