//! `cargo xtask bench`: the model runtime and the whole of `read` beside spaCy's annotate-only speed, in one run.

use crate::annotate;
use crate::spacy::Arguments;
use anyhow::{Context as _, Result, ensure};
use serde_json::json;
use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;
use std::time::Instant;

/// Measures and prints; `--json` gives one object, without it lines for people. `--write` keeps it in bench/speed.json.
pub(crate) fn run(root: &Path, rest: &[String]) -> Result<bool> {
    let kept: Vec<String> = rest.iter().filter(|a| *a != "--write").cloned().collect();
    let arguments = Arguments::read(&kept, &["--quick", "--json"])?;
    let status = Command::new(env!("CARGO"))
        .args(["build", "--release", "-q"])
        .current_dir(root)
        .env("CARGO_TARGET_DIR", root.join("target"))
        .status()?;
    ensure!(status.success(), "the release build failed");
    let measured = annotate::measure(&arguments)?;
    let lines = arguments.lines()?;
    let times = if arguments.has("--quick") { 4 } else { 40 };
    let (tokens, seconds, peak) = read(root, &lines, times, measured.tokens)?;
    let read_speed = tokens as f64 / seconds;
    let ratio_read = read_speed / measured.spacy_tokens_per_second;
    let processor = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let processor = processor
        .lines()
        .find_map(|l| l.strip_prefix("model name"))
        .map(|l| l.trim_start_matches(['\t', ' ', ':']));
    let out = json!({
        "processor": processor, "tokens": measured.tokens, "stages": measured.stages,
        "tokens_per_second": measured.tokens_per_second, "tokens_per_second_parallel": measured.tokens_per_second_parallel,
        "threads": measured.threads, "spacy_tokens_per_second": measured.spacy_tokens_per_second,
        "ratio_annotate": measured.ratio_annotate, "ratio_threads": measured.tokens_per_second_parallel / measured.tokens_per_second,
        "read_tokens_per_second": read_speed, "ratio_read": ratio_read, "read_peak_mib": peak,
    });
    if arguments.has("--json") {
        crate::say(&out.to_string());
    } else {
        crate::say(&serde_json::to_string_pretty(&out)?);
    }
    if rest.iter().any(|a| a == "--write") {
        std::fs::write(root.join("bench/speed.json"), serde_json::to_string_pretty(&out)? + "\n")?;
    }
    Ok(true)
}

/// `legation read` on one thread over articles of 24 lines: tokens, seconds, peak memory in MiB where the system tells.
fn read(
    root: &Path,
    lines: &[String],
    times: usize,
    tokens_once: usize,
) -> Result<(usize, f64, Option<f64>)> {
    let folder = root.join("target/bench");
    std::fs::create_dir_all(&folder)?;
    let (corpus, store) = (folder.join("corpus.jsonl"), folder.join("bench.db"));
    let quick: usize = lines.len().min(if times < 10 { 600 } else { usize::MAX });
    let mut text = String::new();
    for time in 0..times {
        for (at, article) in lines[..quick].chunks(24).enumerate() {
            let paragraphs: Vec<String> = article.chunks(3).map(|p| p.join(" ")).collect();
            let row = json!({"id": format!("{time}-{at}"), "text": paragraphs.join("\n\n"), "date": "2022-12-30"});
            let _ = writeln!(text, "{row}");
        }
    }
    std::fs::write(&corpus, text)?;
    let program = root.join("target/release/legation");
    let mut best = f64::MAX;
    for _ in 0..2 {
        for file in [&store, &store.with_extension("db-wal"), &store.with_extension("db-shm")] {
            let _ = std::fs::remove_file(file);
        }
        let start = Instant::now();
        let done = Command::new(&program)
            .args(["read", "--quiet", "--threads", "1", "--db"])
            .args([&store, &corpus])
            .status()
            .context("legation read")?;
        ensure!(done.success(), "legation read failed");
        best = best.min(start.elapsed().as_secs_f64());
    }
    let peak = Command::new("/usr/bin/time")
        .args(["-f", "%M"])
        .arg(&program)
        .args(["read", "--quiet", "--db"])
        .args([&store, &corpus])
        .output()
        .ok()
        .and_then(|o| {
            String::from_utf8_lossy(&o.stderr)
                .trim()
                .lines()
                .last()
                .and_then(|l| l.parse::<f64>().ok())
        })
        .map(|kib| kib / 1024.0);
    Ok((tokens_once * times, best, peak))
}
