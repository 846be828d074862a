//! The `legation` program.

use clap::Parser as _;
use std::process::ExitCode;

/// Reading allocates many small things that live for one article: the system's allocator took an eighth of the time of
/// `legation read`.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let cli = legation::cli::Cli::parse();
    if cli.is_batch() {
        keep_freed_memory();
    }
    legation::cli::run(cli)
}

/// Memory that was freed is not given back to the system: what one article frees the next one asks for, and giving it back
/// and taking it again took a tenth of the time of `legation read`.
#[expect(unsafe_code, reason = "the allocator has no other way to be told")]
fn keep_freed_memory() {
    unsafe extern "C" {
        fn mi_option_set(option: std::ffi::c_int, value: std::ffi::c_long);
    }
    /// How many milliseconds pass before freed memory is given back; -1 for never.
    const PURGE_DELAY: std::ffi::c_int = 15;
    // SAFETY: the allocator is part of this program; setting one of its options touches nothing else.
    unsafe {
        mi_option_set(PURGE_DELAY, -1);
    }
}
