//! The layers that are kept beside the codebook's pages are what the model gives for their texts. For a new example, add a line
//! `{"text": "…"}` to the file and run this test with `LEGATION_BLESS=1`, which writes the layers.

use super::{engine, root};
use legation_core::{Article, Document};
use serde_json::Value;
use std::fs;

const FILES: [&str; 2] =
    ["codebook/time/examples.layers.jsonl", "codebook/statements/examples.layers.jsonl"];

#[test]
fn stored_layers_are_the_models() {
    let Some(engine) = engine() else { return };
    let bless = std::env::var_os("LEGATION_BLESS").is_some();
    for file in FILES {
        let path = root().join(file);
        let rows: Vec<Value> = fs::read_to_string(&path)
            .unwrap()
            .lines()
            .map(|line| serde_json::from_str(line).unwrap_or_else(|e| panic!("{file}: {e}")))
            .collect();
        let text = |row: &Value| row["text"].as_str().unwrap().to_owned();
        let documents: Vec<Document> =
            rows.iter().map(|row| Document::new(Article::new("example", text(row)))).collect();
        let layers = engine.annotate(&documents);
        if bless {
            let line = |at: usize| {
                let text = serde_json::to_string(&rows[at]["text"]).unwrap();
                let layers = serde_json::to_string(&layers[at]).unwrap();
                format!("{{\"text\":{text},\"layers\":{layers}}}\n")
            };
            fs::write(&path, (0..rows.len()).map(line).collect::<String>()).unwrap();
            continue;
        }
        for (row, layers) in rows.iter().zip(&layers) {
            // Rows written before by the reference implementation differ in the model's name alone.
            let mut now = serde_json::to_value(layers).unwrap();
            now["model"] = row["layers"]["model"].clone();
            assert!(
                row["layers"] == now,
                "{file}: the layers of {:?} are not the model's; LEGATION_BLESS=1 writes them",
                row["text"]
            );
        }
    }
}
