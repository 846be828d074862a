//! Automation: `cargo xtask COMMAND`.

mod annotate;
mod parity;
mod spacy;

use std::process::ExitCode;

const USAGE: &str = "usage: cargo xtask COMMAND

  parity [TEXTFILE] [--model NAME] [--bless]
                 compare the model runtime with spaCy itself, one document a line
  annotate [TEXTFILE] [--model NAME] [--quick] [--json]
                 measure the model runtime beside spaCy
";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let Some((command, rest)) = arguments.split_first() else {
        eprint!("{USAGE}");
        return ExitCode::from(2);
    };
    let done = match command.as_str() {
        "parity" => parity::run(rest),
        "annotate" => annotate::run(rest),
        _ => {
            eprint!("{USAGE}");
            return ExitCode::from(2);
        }
    };
    match done {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}
