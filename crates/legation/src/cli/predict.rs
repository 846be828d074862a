//! `legation bench predict`: gold data in, predictions out, in the form that the scorer of the task reads.

use super::{Db, ModelArgs, ReadArgs, complain};
use crate::bench::{self, Task};
use crate::pipeline::Engine;
use anyhow::Context as _;
use rayon::prelude::*;
use serde_json::Value;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Options of `legation bench`.
#[derive(Debug, clap::Args)]
pub(super) struct BenchCommand {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, clap::Subcommand)]
enum Action {
    /// Print one prediction for each row of a gold file, in its order.
    Predict {
        /// The task.
        #[arg(long, value_enum)]
        task: Task,
        /// The gold file (JSON lines); for the task `system` a folder of NAME.txt with NAME.meta.json.
        gold: PathBuf,
        /// For the task `system`: the folder for NAME.json.
        #[arg(long, value_name = "DIR")]
        out: Option<PathBuf>,
        #[command(flatten)]
        model: ModelArgs,
        #[command(flatten)]
        db: Db,
    },
    /// Read inputs without coding them, and print how many articles they hold, the time and the memory it took.
    Articles {
        /// Files and folders.
        #[arg(required = true)]
        inputs: Vec<String>,
        #[command(flatten)]
        read: ReadArgs,
        #[command(flatten)]
        db: Db,
    },
}

/// Reads without coding.
fn articles(inputs: &[String], read: &ReadArgs) -> anyhow::Result<ExitCode> {
    let options = read.options()?;
    let start = std::time::Instant::now();
    let (mut articles, mut failed, mut bytes) = (0u64, 0u64, 0u64);
    for article in crate::read::articles(inputs, &options) {
        match article {
            Ok(article) => {
                articles += 1;
                bytes += article.text.len() as u64;
            }
            Err(error) => {
                failed += 1;
                complain(&format!("error: {error}"));
            }
        }
    }
    let seconds = start.elapsed().as_secs_f64();
    // Ticks of a hundredth of a second, on all threads.
    let stat = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let ticks: Option<f64> = stat.rsplit_once(')').and_then(|(_, fields)| {
        let fields: Vec<&str> = fields.split_whitespace().collect();
        Some(fields.get(11)?.parse::<f64>().ok()? + fields.get(12)?.parse::<f64>().ok()?)
    });
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find_map(|l| l.strip_prefix("VmHWM:"));
    let peak =
        peak.and_then(|l| l.split_whitespace().next()?.parse::<f64>().ok()).map(|kib| kib / 1024.0);
    let out = serde_json::json!({
        "articles": articles, "failed": failed, "text_bytes": bytes, "seconds": seconds,
        "processor_seconds": ticks.map(|ticks| ticks / 100.0), "peak_mib": peak,
    });
    writeln!(std::io::stdout().lock(), "{out}")?;
    Ok(ExitCode::SUCCESS)
}

pub(super) fn run(command: &BenchCommand) -> anyhow::Result<ExitCode> {
    let (task, gold, out, model) = match &command.action {
        Action::Articles { inputs, read, .. } => return articles(inputs, read),
        Action::Predict { task, gold, out, model, .. } => (task, gold, out, model),
    };
    let mut say = |message: &str| complain(message);
    let engine = Engine {
        model: crate::setup::model(&model.options(), &mut say)?,
        codebook: model.codebook()?,
    };
    if *task == Task::System {
        let out = out.as_deref().context("the task `system` writes files: give --out DIR")?;
        return system(&engine, gold, out);
    }
    let text =
        fs::read_to_string(gold).with_context(|| format!("{} cannot be read", gold.display()))?;
    let folder = gold.parent().unwrap_or(Path::new("."));
    let rows: Vec<Value> = text
        .lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty())
        .map(|(at, line)| {
            let row: Value = serde_json::from_str(line)
                .with_context(|| format!("{}:{}: not JSON", gold.display(), at + 1))?;
            bench::check(*task, &row)
                .map_err(|e| anyhow::anyhow!("{}:{}: {e}", gold.display(), at + 1))?;
            Ok(row)
        })
        .collect::<anyhow::Result<_>>()?;
    let predictions = bench::predict_all(*task, &engine, folder, &rows)?;
    let mut stdout = std::io::BufWriter::new(std::io::stdout().lock());
    for row in predictions {
        writeln!(stdout, "{row}")?;
    }
    stdout.flush()?;
    Ok(ExitCode::SUCCESS)
}

fn system(engine: &Engine, folder: &Path, out: &Path) -> anyhow::Result<ExitCode> {
    fs::create_dir_all(out).with_context(|| format!("{} cannot be made", out.display()))?;
    let mut names: Vec<PathBuf> = fs::read_dir(folder)
        .with_context(|| format!("{} cannot be listed", folder.display()))?
        .filter_map(Result::ok)
        .map(|e| e.path())
        .filter(|p| p.extension().is_some_and(|e| e == "txt"))
        .collect();
    names.sort();
    anyhow::ensure!(!names.is_empty(), "{} holds no NAME.txt", folder.display());
    names.par_iter().try_for_each(|path| -> anyhow::Result<()> {
        let text = fs::read_to_string(path)
            .with_context(|| format!("{} cannot be read", path.display()))?;
        let meta = path.with_extension("meta.json");
        let meta: Value = match fs::read_to_string(&meta) {
            Ok(text) => serde_json::from_str(&text)
                .with_context(|| format!("{} is not JSON", meta.display()))?,
            Err(_) => Value::Null,
        };
        let article =
            bench::article(&path.display().to_string(), &text, meta["published"].as_str());
        let read = engine.code(crate::read::finished(article));
        let name = path.file_stem().unwrap_or_default().to_string_lossy();
        let object = legation_core::json::article(&read.document, &read.coded);
        fs::write(out.join(format!("{name}.json")), object.to_string())?;
        Ok(())
    })?;
    Ok(ExitCode::SUCCESS)
}
