//! `legation mcp` as a client starts it: a process that is spoken to over its standard input and output.

use super::program::{command, refused};
use serde_json::{Value, json};
use std::io::{BufRead as _, BufReader, Write as _};
use std::process::Stdio;

#[test]
fn a_client_asks_and_the_program_ends_with_it() {
    let dir = tempfile::tempdir().unwrap();
    let db = dir.path().join("store.db");
    drop(legation_store::Store::open(&db).unwrap());
    let mut child = command(dir.path(), &["mcp", "--db", "store.db"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut ask = |message: Value| -> Value {
        writeln!(input, "{message}").unwrap();
        if message["id"].is_null() {
            return Value::Null;
        }
        serde_json::from_str(&lines.next().unwrap().unwrap()).unwrap()
    };
    let hello = json!({"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "script", "version": "1"}});
    let welcome = ask(json!({"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": hello}));
    assert_eq!(welcome["result"]["serverInfo"]["name"], "legation");
    ask(json!({"jsonrpc": "2.0", "method": "notifications/initialized"}));
    let call = json!({"name": "events", "arguments": {"actor": "China"}});
    let answer = ask(json!({"jsonrpc": "2.0", "id": 2, "method": "tools/call", "params": call}));
    assert_eq!(answer["result"]["structuredContent"]["records"], json!([]), "{answer}");
    drop(input);
    assert!(child.wait().unwrap().success());
}

#[test]
fn without_a_store_it_says_so() {
    let dir = tempfile::tempdir().unwrap();
    assert!(refused(dir.path(), &["mcp", "--db", "none/store.db"]).contains("cannot be opened"));
}
