//! The `legation` program.

use clap::Parser as _;
use std::process::ExitCode;

fn main() -> ExitCode {
    legation::cli::run(legation::cli::Cli::parse())
}
