//! Integration tests: the codebook's pages, golden articles, the program itself. They need the language model: an installed
//! one, or what `LEGATION_MODEL` names. Without it they are skipped loudly; `LEGATION_REQUIRE_MODEL=1` makes that a failure.

mod actors;
mod causes;
mod cli;
mod cli_lists;
mod cli_mcp;
mod cli_store;
mod cli_system;
mod codebook;
mod discourse;
mod french;
mod golden;
mod inputs;
mod layers;
mod program;
mod relations;
mod reprints;
mod server;
mod watch;

use legation::pipeline::Engine;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

/// The engine, opened once; `None` where no model is at hand.
fn engine() -> Option<&'static Engine> {
    static ENGINE: OnceLock<Option<Engine>> = OnceLock::new();
    let made = ENGINE.get_or_init(|| {
        let required = std::env::var_os("LEGATION_REQUIRE_MODEL").is_some();
        let options = legation_model::install::Options { offline: !required, ..Default::default() };
        match legation::setup::model(&options, &mut |message| eprintln!("{message}")) {
            Ok(model) => Some(Engine { model, codebook: legation::setup::codebook() }),
            Err(error) if required => panic!("the model is required: {error:#}"),
            Err(error) => {
                eprintln!("SKIPPED, no model: {error:#}");
                None
            }
        }
    });
    made.as_ref()
}

/// The repository's root.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}
