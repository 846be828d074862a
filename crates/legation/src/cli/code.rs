//! `legation code`.

use super::{FAILED, ModelArgs, PARTLY, ReadArgs, complain};
use crate::pipeline::Engine;
use std::io::Write as _;
use std::process::ExitCode;

/// Options of `legation code`.
#[derive(Debug, clap::Args)]
pub(super) struct CodeCommand {
    /// Files, folders, or - for standard input.
    #[arg(required = true, value_name = "FILE")]
    inputs: Vec<String>,
    /// How to print.
    #[arg(long, value_enum, default_value_t = Format::Json)]
    format: Format,
    #[command(flatten)]
    read: ReadArgs,
    #[command(flatten)]
    model: ModelArgs,
}

/// How records are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum Format {
    /// One JSON object an article, one a line; spans in code points.
    Json,
    /// The article with marks under the words.
    Text,
}

pub(super) fn run(command: &CodeCommand) -> anyhow::Result<ExitCode> {
    command.read.set_threads();
    let mut say = |message: &str| complain(message);
    let engine = Engine {
        model: crate::setup::model(&command.model.options(), &mut say)?,
        codebook: command.model.codebook()?,
    };
    let options = command.read.options()?;
    let (mut read, mut failed) = (0, 0);
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    let mut batch = Vec::new();
    let mut flush = |batch: &mut Vec<_>| -> anyhow::Result<()> {
        for one in engine.code_all(std::mem::take(batch)) {
            match command.format {
                Format::Json => {
                    writeln!(out, "{}", legation_core::json::article(&one.document, &one.coded))?;
                }
                Format::Text => write!(out, "{}", crate::show::article(&one.document, &one.coded))?,
            }
        }
        out.flush()?;
        Ok(())
    };
    for article in crate::read::articles(&command.inputs, &options) {
        match article {
            Ok(article) => {
                read += 1;
                batch.push(article);
                if batch.len() >= 32 {
                    flush(&mut batch)?;
                }
            }
            Err(error) => {
                failed += 1;
                complain(&format!("error: {error}"));
            }
        }
    }
    flush(&mut batch)?;
    Ok(match (read, failed) {
        (0, _) => ExitCode::from(FAILED),
        (_, 0) => ExitCode::SUCCESS,
        _ => ExitCode::from(PARTLY),
    })
}
