//! `duplicates`: which texts are copies of each other.

use crate::read::duplicates::{Signature, clusters};
use rayon::prelude::*;
use serde_json::{Value, json};

/// One prediction for each row, in order: copies share the id of the first.
pub(super) fn predict_all(rows: &[Value]) -> Vec<Value> {
    let signatures: Vec<Option<Signature>> = rows
        .par_iter()
        .map(|row| Signature::of(row["text"].as_str().unwrap_or_default()))
        .collect();
    let first = clusters(&signatures);
    rows.iter()
        .zip(first)
        .map(|(row, first)| json!({ "id": row["id"], "cluster": rows[first]["id"] }))
        .collect()
}
