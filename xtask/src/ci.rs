//! `cargo xtask ci`: everything that must hold, in order, with the time that each part took.

use anyhow::{Context as _, Result, bail};
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

/// One part of the gate.
struct Step {
    name: &'static str,
    command: &'static [&'static str],
    env: &'static [(&'static str, &'static str)],
}

const fn step(name: &'static str, command: &'static [&'static str]) -> Step {
    Step { name, command, env: &[] }
}

/// The parts, cheap ones first.
const STEPS: &[Step] = &[
    step("format", &["cargo", "fmt", "--all", "--check"]),
    step("tidy", &["cargo", "run", "-q", "-p", "xtask", "--", "tidy"]),
    Step {
        name: "lints",
        command: &["cargo", "clippy", "-q", "--workspace", "--all-targets", "--", "-D", "warnings"],
        env: &[("CARGO_TERM_COLOR", "never")],
    },
    step("release build", &["cargo", "build", "--release"]),
    step("model", &["target/release/legation", "model", "install"]),
    step("French model", &["target/release/legation", "model", "install", "fr"]),
    Step {
        name: "tests",
        command: &["cargo", "test", "--workspace"],
        env: &[("LEGATION_REQUIRE_MODEL", "1"), ("INSTA_UPDATE", "no")],
    },
    step("readers of exports", &["bash", "crates/legation-store/tests/readers/ci.sh"]),
    step(
        "first use",
        &[
            "sh",
            "-c",
            "rm -f target/ci.db && cargo run --release -q -- read examples/ --db target/ci.db && target/release/legation events --db target/ci.db -n 5 && target/release/legation read examples/ --db target/ci.db --quiet",
        ],
    ),
    step("parity", &["cargo", "run", "-q", "--release", "-p", "xtask", "--", "parity"]),
    step(
        "parity of the larger English model",
        &["sh", "-c", "cargo run -q --release -p xtask -- parity --model en_core_web_md"],
    ),
    step(
        "parity of the French model",
        &["sh", "-c", "cargo run -q --release -p xtask -- parity --model fr_core_news_sm"],
    ),
    step(
        "bench",
        &["cargo", "run", "-q", "--release", "-p", "xtask", "--", "bench", "--quick", "--json"],
    ),
    step(
        "inputs",
        &["cargo", "run", "-q", "--release", "-p", "xtask", "--", "inputs", "--mib", "256"],
    ),
    step("user interface", &["sh", "-c", "bash ui/ci.sh target/release/legation"]),
    step("eval", &["cargo", "run", "-q", "--release", "-p", "xtask", "--", "eval"]),
];

/// Runs all parts; the first failure ends the run. The slowest parts are printed last.
pub(crate) fn run(root: &Path) -> Result<()> {
    let mut times: Vec<(Duration, &str)> = Vec::new();
    let mut failed = None;
    for step in STEPS {
        crate::say(&format!("== {}: {}", step.name, step.command.join(" ")));
        let start = Instant::now();
        let mut command = Command::new(step.command[0]);
        command.args(&step.command[1..]).current_dir(root).envs(step.env.iter().copied());
        // The parts name the program by its path, so that a target directory set elsewhere must not count.
        command.env("CARGO_TARGET_DIR", root.join("target"));
        let status =
            command.status().with_context(|| format!("{} cannot be started", step.command[0]))?;
        times.push((start.elapsed(), step.name));
        if !status.success() {
            failed = Some(step.name);
            break;
        }
    }
    times.sort_unstable_by_key(|t| std::cmp::Reverse(t.0));
    crate::say("slowest parts:");
    for (time, name) in times.iter().take(6) {
        crate::say(&format!("  {:6.1} s  {name}", time.as_secs_f64()));
    }
    match failed {
        None => Ok(()),
        Some(name) => bail!("{name} failed"),
    }
}
