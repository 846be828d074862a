//! The `legation` program.

use clap::Parser as _;
use std::process::ExitCode;

/// Reading allocates many small things that live for one article: the system's allocator took an eighth of the time of
/// `legation read`.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    legation::cli::run(legation::cli::Cli::parse())
}
