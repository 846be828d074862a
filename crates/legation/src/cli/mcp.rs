//! `legation mcp`: the store as tools for language models, over standard input and output.

use super::Db;
use anyhow::Context as _;
use std::process::ExitCode;

/// Options of `legation mcp`.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Clients of the Model Context Protocol start this themselves; name the program and its arguments in their settings:
  {\"command\": \"legation\", \"args\": [\"mcp\", \"--db\", \"/path/to/legation.db\"]}
The tools only read, and every answer carries the article, the span and the words it stands on."
)]
pub(super) struct McpCommand {
    #[command(flatten)]
    db: Db,
}

pub(super) fn run(command: &McpCommand) -> anyhow::Result<ExitCode> {
    let db = &command.db.db;
    legation_store::Store::open_read_only(db)
        .with_context(|| format!("the store {} cannot be opened", db.display()))?;
    let program = format!("legation {}", env!("CARGO_PKG_VERSION"));
    let runtime = tokio::runtime::Runtime::new()?;
    let done = runtime.block_on(legation_web::mcp_stdio(db.clone(), &program));
    // A reader that waits for standard input cannot be stopped, and must not keep the program alive.
    runtime.shutdown_background();
    done?;
    Ok(ExitCode::SUCCESS)
}
