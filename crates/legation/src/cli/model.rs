//! `legation model`: install, list and verify language models.

use super::{ModelArgs, complain};
use legation_model::install;
use std::io::Write as _;
use std::process::ExitCode;

/// Options of `legation model`.
#[derive(Debug, clap::Args)]
pub(super) struct ModelCommand {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, clap::Subcommand)]
enum Action {
    /// Fetch and convert a model, or convert a given wheel or directory.
    Install {
        /// The model's name.
        #[arg(default_value = "en_core_web_sm")]
        name: String,
        #[command(flatten)]
        model: ModelArgs,
    },
    /// List the installed models and those that can be installed.
    List,
    /// Check the installed models byte by byte.
    Verify,
}

pub(super) fn run(command: &ModelCommand) -> anyhow::Result<ExitCode> {
    let mut out = std::io::stdout().lock();
    match &command.action {
        Action::Install { name, model } => {
            let options = install::Options { name: Some(name.clone()), ..model.options() };
            let file =
                install::find_or_install(&options, &mut |message| complain(&message.to_string()))?;
            writeln!(out, "{}", file.display())?;
        }
        Action::List => {
            let models = install::list()?;
            if models.is_empty() {
                writeln!(out, "no model is installed; legation model install fetches one")?;
            }
            for (file, result) in models {
                match result {
                    Ok(m) => writeln!(
                        out,
                        "{} {}  {} MB  {}  {}",
                        m.name,
                        m.version,
                        m.bytes / 1_000_000,
                        m.licence,
                        file.display()
                    )?,
                    Err(error) => writeln!(out, "{}: {error}", file.display())?,
                }
            }
        }
        Action::Verify => {
            let models = install::list()?;
            let mut bad = models.is_empty();
            for (file, result) in models {
                match result {
                    Ok(m) => writeln!(out, "{}: whole, hash {}", file.display(), m.hash)?,
                    Err(error) => {
                        bad = true;
                        writeln!(out, "{}: {error}", file.display())?;
                    }
                }
            }
            if bad {
                return Ok(ExitCode::from(super::FAILED));
            }
        }
    }
    Ok(ExitCode::SUCCESS)
}
