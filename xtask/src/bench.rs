//! `cargo xtask bench`: the model runtime and the whole of `read` beside spaCy's annotate-only speed, in one run.

use crate::annotate;
use crate::spacy::Arguments;
use anyhow::{Context as _, Result, ensure};
use serde_json::{Value, json};
use std::fmt::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

/// Lines of the text that make an article, and a paragraph of it.
const ARTICLE: usize = 24;
const PARAGRAPH: usize = 3;
/// How many times as large as the smallest the corpora are that show how cost grows.
const GROWTH: [usize; 3] = [1, 10, 100];
/// Lines of the smallest.
const SMALLEST: usize = 600;
/// Articles over which memory is measured with `--archive`, of so many lines each.
const ARCHIVE: (usize, usize) = (100_000, 2);

/// Measures and prints; `--json` gives one object, without it lines for people. `--write` keeps it in bench/speed.json.
/// `--archive` reads 100,000 short articles too, for the memory that it takes.
pub(crate) fn run(root: &Path, rest: &[String]) -> Result<bool> {
    let kept: Vec<String> = rest.iter().filter(|a| *a != "--write").cloned().collect();
    let arguments = Arguments::read(&kept, &["--quick", "--json", "--archive"])?;
    let status = Command::new(env!("CARGO"))
        .args(["build", "--release", "-q"])
        .current_dir(root)
        .env("CARGO_TARGET_DIR", root.join("target"))
        .status()?;
    ensure!(status.success(), "the release build failed");
    let measured = annotate::measure(&arguments)?;
    let lines = arguments.lines()?;
    let tokens_a_line = measured.tokens as f64 / lines.len() as f64;
    let words = lines.iter().map(|l| l.split_whitespace().count()).sum::<usize>() as f64;
    let words_a_token = words / measured.tokens as f64;

    let times = if arguments.has("--quick") { 2 } else { 10 };
    let whole = read(root, &lines, (lines.len() * times, ARTICLE), 3)?;
    let read_speed = whole.lines as f64 * tokens_a_line / whole.seconds;
    let mut growth = Vec::new();
    for times in GROWTH.into_iter().take(if arguments.has("--quick") { 0 } else { GROWTH.len() }) {
        let one = read(root, &lines, (SMALLEST * times, ARTICLE), 1)?;
        let mut row = one.report(words / lines.len() as f64);
        row["times"] = json!(times);
        growth.push(row);
    }
    let archive = if arguments.has("--archive") {
        let (articles, length) = ARCHIVE;
        let one = read(root, &lines, (articles * length, length), 1)?;
        ensure!(one.peak_mib.is_none_or(|mib| mib < 1024.0), "reading took more than 1 GiB");
        let mut row = one.report(words / lines.len() as f64);
        row["articles"] = json!(articles);
        row
    } else {
        Value::Null
    };
    let speed = |tokens: f64, seconds: f64| (tokens * words_a_token / seconds).round();
    let mut stages: Vec<Value> = Vec::new();
    for (name, seconds) in &measured.stages {
        stages.push(
            json!({"stage": name, "words_per_second": speed(measured.tokens as f64, *seconds),
            "microseconds_per_token": seconds * 1e6 / measured.tokens as f64}),
        );
    }
    for (name, seconds) in &whole.steps {
        let tokens = whole.lines as f64 * tokens_a_line;
        stages.push(
            json!({"stage": format!("read: {name}"), "words_per_second": speed(tokens, *seconds),
            "microseconds_per_token": seconds * 1e6 / tokens, "share": seconds / whole.seconds}),
        );
    }
    let processor = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let processor = processor
        .lines()
        .find_map(|l| l.strip_prefix("model name"))
        .map(|l| l.trim_start_matches(['\t', ' ', ':']));
    let out = json!({
        "processor": processor, "threads": measured.threads, "tokens": measured.tokens, "words_per_token": words_a_token,
        "stages": stages,
        "tokens_per_second": measured.tokens_per_second, "tokens_per_second_parallel": measured.tokens_per_second_parallel,
        "spacy_tokens_per_second": measured.spacy_tokens_per_second, "spacy_batch_size": measured.spacy_batch_size,
        "ratio_annotate": measured.ratio_annotate, "ratio_threads": measured.tokens_per_second_parallel / measured.tokens_per_second,
        "read_tokens_per_second": read_speed, "ratio_read": read_speed / measured.spacy_tokens_per_second,
        "ratio_annotate_processor": measured.ratio_annotate_processor,
        "ratio_read_processor": whole.worked.map(|seconds| {
            whole.lines as f64 * tokens_a_line / seconds / measured.spacy_tokens_per_processor_second
        }),
        "read_peak_mib": whole.peak_mib, "growth": growth, "archive": archive,
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

/// What a run of `legation read` took.
struct Run {
    /// Lines of text read.
    lines: usize,
    seconds: f64,
    /// Seconds of each step of the best run.
    steps: Vec<(String, f64)>,
    /// Seconds of the processor on all threads of the best run, where the system tells.
    worked: Option<f64>,
    /// Peak memory, where the system tells.
    peak_mib: Option<f64>,
    store_mib: f64,
}

impl Run {
    /// The run in figures, of lines of so many words.
    fn report(&self, words_a_line: f64) -> Value {
        let words = self.lines as f64 * words_a_line;
        let write = self.steps.iter().find(|(step, _)| step == "write");
        json!({
            "words": words, "seconds": self.seconds, "words_per_second": words / self.seconds,
            "peak_mib": self.peak_mib, "store_mib": self.store_mib, "write_share": write.map(|(_, seconds)| seconds / self.seconds),
        })
    }
}

/// `legation read` on one thread over articles made of so many lines in all and each, the best of several runs.
fn read(
    root: &Path,
    lines: &[String],
    (count, article): (usize, usize),
    runs: usize,
) -> Result<Run> {
    let folder = root.join("target/bench");
    std::fs::create_dir_all(&folder)?;
    let (corpus, store) = (folder.join("corpus.jsonl"), folder.join("bench.db"));
    std::fs::write(&corpus, articles(lines, count, article))?;
    let mut best = Run {
        lines: count,
        seconds: f64::MAX,
        steps: vec![],
        worked: None,
        peak_mib: None,
        store_mib: 0.0,
    };
    for _ in 0..runs {
        for file in [&store, &store.with_extension("db-wal"), &store.with_extension("db-shm")] {
            let _ = std::fs::remove_file(file);
        }
        let start = Instant::now();
        let child = Command::new(root.join("target/release/legation"))
            .args(["read", "--quiet", "--timings", "--threads", "1", "--db"])
            .args([&store, &corpus])
            .stderr(Stdio::piped())
            .spawn()
            .context("legation read")?;
        let (mut peak, mut worked) = (None, None);
        let id = child.id().to_string();
        let status = format!("/proc/{id}/status");
        let (ended, watch) = std::sync::mpsc::channel::<()>();
        let watcher = std::thread::spawn(move || {
            loop {
                let now = std::fs::read_to_string(&status).ok();
                peak = now.as_deref().and_then(peak_of).or(peak);
                worked = annotate::at_work(&id).or(worked);
                let pause = std::time::Duration::from_millis(50);
                if watch.recv_timeout(pause) != Err(std::sync::mpsc::RecvTimeoutError::Timeout) {
                    return (peak, worked);
                }
            }
        });
        let done = child.wait_with_output()?;
        let seconds = start.elapsed().as_secs_f64();
        drop(ended);
        ensure!(done.status.success(), "legation read failed");
        let (peak, worked) = watcher.join().unwrap_or_default();
        best.worked = [best.worked, worked].into_iter().flatten().reduce(f64::min);
        best.peak_mib = [best.peak_mib, peak].into_iter().flatten().reduce(f64::max);
        if seconds < best.seconds {
            best.seconds = seconds;
            let said = String::from_utf8_lossy(&done.stderr).into_owned();
            let steps = said.lines().rev().find_map(|l| serde_json::from_str::<Value>(l).ok());
            best.steps = steps
                .as_ref()
                .and_then(Value::as_object)
                .map(|steps| {
                    steps.iter().filter_map(|(n, s)| Some((n.clone(), s.as_f64()?))).collect()
                })
                .unwrap_or_default();
        }
    }
    best.store_mib = std::fs::metadata(&store)?.len() as f64 / f64::from(1 << 20);
    Ok(best)
}

/// The peak memory in a process's status, in MiB.
fn peak_of(status: &str) -> Option<f64> {
    let line = status.lines().find_map(|l| l.strip_prefix("VmHWM:"))?;
    Some(line.trim().trim_end_matches("kB").trim().parse::<f64>().ok()? / 1024.0)
}

/// Articles made of so many lines as JSON lines. Each time round the text its lines come in another order, so that no article is
/// the copy of another.
fn articles(lines: &[String], count: usize, length: usize) -> String {
    let mut out = String::new();
    let ordered: Vec<&String> = (0..count)
        .map(|i| {
            let (time, at) = (i / lines.len(), i % lines.len());
            // A step without a divisor in common with the length visits every line.
            let from = 1 + 2 * time;
            let step =
                (from..from + lines.len()).find(|s| divisor(*s, lines.len()) == 1).unwrap_or(1);
            &lines[(at * step + 7 * time) % lines.len()]
        })
        .collect();
    for (at, article) in ordered.chunks(length).enumerate() {
        let join = |p: &[&String]| p.iter().map(|l| l.as_str()).collect::<Vec<_>>().join(" ");
        let paragraphs: Vec<String> = article.chunks(PARAGRAPH).map(join).collect();
        let text = paragraphs.join("\n\n");
        let _ =
            writeln!(out, "{}", json!({"id": at.to_string(), "text": text, "date": "2022-12-30"}));
    }
    out
}

fn divisor(a: usize, b: usize) -> usize {
    if b == 0 { a } else { divisor(b, a % b) }
}
