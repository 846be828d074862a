//! The program as a user runs it: offline, with no store in the environment, in a folder of its own.

use std::path::Path;
use std::process::{Command, Output};

/// Variables that would send the program's requests elsewhere.
const PROXIES: [&str; 6] =
    ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"];

/// The program with these arguments, not started yet.
pub(crate) fn command(dir: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_legation"));
    command
        .args(arguments)
        .current_dir(dir)
        .env_remove("LEGATION_DB")
        .env("LEGATION_OFFLINE", "true")
        .env("LEGATION_USER", "tester")
        .env("COLUMNS", "100");
    for name in PROXIES {
        command.env_remove(name);
    }
    command
}

/// Runs the program to its end.
pub(crate) fn legation(dir: &Path, arguments: &[&str]) -> Output {
    command(dir, arguments).output().unwrap()
}

/// Runs a command that must succeed, and gives what it prints.
pub(crate) fn done(dir: &Path, arguments: &[&str]) -> String {
    let out = legation(dir, arguments);
    let said = String::from_utf8_lossy(&out.stderr);
    assert!(out.status.success(), "{arguments:?}: {said}");
    String::from_utf8(out.stdout).unwrap()
}

/// Runs a command that must fail, and gives what it complains of.
pub(crate) fn refused(dir: &Path, arguments: &[&str]) -> String {
    let out = legation(dir, arguments);
    assert!(!out.status.success(), "{arguments:?} should fail");
    String::from_utf8(out.stderr).unwrap()
}
