//! `docs/commands.md`: the help of every command on one page.

use super::Cli;
use clap::{Command, CommandFactory as _};
use std::fmt::Write as _;

/// The help of all commands as a Markdown page.
pub fn commands_page() -> String {
    let mut page = "# The commands\n\nGenerated from the program's own help; \
`UPDATE_DOCS=1 cargo test -p legation --test it commands` writes it anew.\n"
        .to_owned();
    let mut root = settled(Cli::command());
    root.build();
    write_command(&mut page, root, "");
    page
}

/// Alike on every machine: one width, and nothing of the environment.
fn settled(command: Command) -> Command {
    command
        .term_width(100)
        .mut_args(|argument| argument.hide_env_values(true))
        .mut_subcommands(settled)
}

/// A command and those below it. Commands without a place in the help have none here.
fn write_command(page: &mut String, mut command: Command, above: &str) {
    let name = format!("{above} {}", command.get_name()).trim().to_owned();
    let help = command.render_long_help().to_string();
    let lines: Vec<&str> = help.lines().map(str::trim_end).collect();
    // Writing to a string cannot fail.
    let _ = write!(page, "\n## {name}\n\n```text\n{}\n```\n", lines.join("\n").trim_end());
    for below in command.get_subcommands().cloned() {
        if !below.is_hide_set() && below.get_name() != "help" {
            write_command(page, below, &name);
        }
    }
}
