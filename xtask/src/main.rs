//! Automation: `cargo xtask COMMAND`.

mod annotate;
mod bench;
mod ci;
mod eval;
mod inputs;
mod parity;
mod spacy;
mod tidy;
mod train;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// The allocator of the program that is measured.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const USAGE: &str = "usage: cargo xtask COMMAND

  ci             everything that must hold, in order; prints the slowest parts
  tidy           crate edges, module docs, file sizes, banned calls
  eval [SET] [--write]
                 score the development sets that are at hand against bench/floors.json; --write keeps the figures
  train [--dry-run]
                 learn the weights of the pair classifier from codebook/training
  parity [TEXTFILE] [--model NAME] [--bless]
                 compare the model runtime with spaCy itself, one document a line
  bench [TEXTFILE] [--quick] [--json] [--archive] [--write]
                 measure annotate and read beside spaCy in one run; --archive reads 100,000 articles too, for the memory it takes
  inputs [--mib N] [--program PATH]
                 read a web archive of N MiB (1024) made for it in bounded memory; pages a second beside Python's trafilatura
  annotate [TEXTFILE] [--model NAME] [--quick] [--json]
                 measure the model runtime beside spaCy
";

fn main() -> ExitCode {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .map_or_else(|| PathBuf::from("."), Path::to_owned);
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let Some((command, rest)) = arguments.split_first() else {
        say(USAGE.trim_end());
        return ExitCode::from(2);
    };
    let has = |flag: &str| rest.iter().any(|a| a == flag);
    let name = rest.iter().find(|a| !a.starts_with("--")).map(String::as_str);
    if cfg!(debug_assertions) && ["bench", "annotate", "inputs"].contains(&command.as_str()) {
        return optimised(&arguments);
    }
    let done = match command.as_str() {
        "ci" => ci::run(&root).map(|()| true),
        "tidy" => tidy::run(&root).map(|()| true),
        "eval" => eval::run(&root, name, has("--write")).map(|()| true),
        "train" => train::run(&root, has("--dry-run")).map(|()| true),
        "parity" => parity::run(rest),
        "bench" => bench::run(&root, rest),
        "inputs" => inputs::run(&root, rest),
        "annotate" => annotate::run(rest),
        _ => {
            say(USAGE.trim_end());
            return ExitCode::from(2);
        }
    };
    match done {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            say(&format!("error: {error:#}"));
            ExitCode::FAILURE
        }
    }
}

/// Runs itself again, compiled with optimisation: what is measured here runs in this process.
fn optimised(arguments: &[String]) -> ExitCode {
    let status = std::process::Command::new(env!("CARGO"))
        .args(["run", "--quiet", "--release", "--package", "xtask", "--"])
        .args(arguments)
        .status();
    match status {
        Ok(status) if status.success() => ExitCode::SUCCESS,
        Ok(_) => ExitCode::FAILURE,
        Err(error) => {
            say(&format!("error: the optimised build cannot be run: {error}"));
            ExitCode::FAILURE
        }
    }
}

/// Writes a line for the person at the terminal.
fn say(line: &str) {
    use std::io::Write as _;
    // A closed terminal is no reason to stop the work.
    let _ = writeln!(std::io::stdout(), "{line}");
}
