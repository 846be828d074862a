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
    /// Fetch and convert a model, or convert a given wheel or directory. Articles are read by the model of their language:
    /// English ones by the model that --model names, French ones once fr is installed.
    Install {
        /// The model's name, or a language: en for English, fr for French.
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
            let mut there = Vec::new();
            if models.is_empty() {
                writeln!(out, "no model is installed; legation model install fetches one")?;
            }
            for (file, result) in models {
                match result {
                    Ok(m) => {
                        there.push(m.name.clone());
                        writeln!(
                            out,
                            "{} {}  {}  {} MB  {}  {}",
                            m.name,
                            m.version,
                            m.language,
                            m.bytes / 1_000_000,
                            m.licence,
                            file.display()
                        )?;
                    }
                    Err(error) => writeln!(out, "{}: {error}", file.display())?,
                }
            }
            for known in install::known().iter().filter(|k| !there.iter().any(|t| t == k.name)) {
                writeln!(
                    out,
                    "{} {}  {}  not installed: legation model install {}",
                    known.name, known.version, known.language, known.name
                )?;
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
