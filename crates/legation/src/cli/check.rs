//! `legation check`: what stayed silent, and why.

use super::{FAILED, ModelArgs, PARTLY, ReadArgs, complain};
use crate::pipeline::Engine;
use legation_core::Document;
use legation_core::offset::CodePoints;
use serde_json::json;
use std::io::Write as _;
use std::process::ExitCode;

/// Options of `legation check`.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Shown are sentences that name at least two known actors and yet report no event, with the reason for \
each predicate: no frame knows it, no actor fills a role a frame needs, or the frame is too weak.\n\n\
Example:
  legation check article.txt"
)]
pub(super) struct CheckCommand {
    /// Files, folders, or - for standard input.
    #[arg(required = true, value_name = "ARTICLE")]
    inputs: Vec<String>,
    /// Print a JSON object a line; spans in code points.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    read: ReadArgs,
    #[command(flatten)]
    model: ModelArgs,
}

pub(super) fn run(command: &CheckCommand) -> anyhow::Result<ExitCode> {
    command.read.set_threads();
    let engine = Engine {
        model: crate::setup::model(&command.model.options(), &mut |m| complain(m))?,
        codebook: command.model.codebook()?,
    };
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    let (mut read, mut failed) = (0, 0);
    for article in crate::read::articles(&command.inputs, &command.read.options()?) {
        let article = match article {
            Ok(article) => article,
            Err(error) => {
                failed += 1;
                complain(&format!("error: {error}"));
                continue;
            }
        };
        read += 1;
        let document = Document::new(article);
        let layers = engine.annotate(std::slice::from_ref(&document)).pop().unwrap_or_default();
        let silent = legation_coder::check(&document, &layers, &engine.codebook);
        let uri = &document.article.uri;
        if command.json {
            let points = CodePoints::new(document.text());
            for one in &silent {
                let reasons: Vec<_> = one
                    .reasons
                    .iter()
                    .map(|r| json!({"predicate": r.predicate, "span": points.span(r.span), "problem": r.problem.to_string()}))
                    .collect();
                let line = json!({
                    "uri": uri, "span": points.span(one.sentence), "text": one.sentence.of(document.text()),
                    "actors": one.actors, "reasons": reasons,
                });
                writeln!(out, "{line}")?;
            }
            continue;
        }
        writeln!(out, "{uri}: {} sentences with known actors and no event", silent.len())?;
        for one in &silent {
            let words: Vec<&str> = one.sentence.of(document.text()).split_whitespace().collect();
            writeln!(out, "\n  {}\n  actors: {}", words.join(" "), one.actors.join(", "))?;
            for reason in &one.reasons {
                writeln!(out, "  - {}: {}", reason.predicate, reason.problem)?;
            }
        }
    }
    out.flush()?;
    Ok(match (read, failed) {
        (0, _) => ExitCode::from(FAILED),
        (_, 0) => ExitCode::SUCCESS,
        _ => ExitCode::from(PARTLY),
    })
}
