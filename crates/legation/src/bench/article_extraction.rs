//! `article_extraction`: the article in a page. The page is a file beside the gold file, as it is or compressed with gzip.

use crate::read::{boilerplate, html};
use anyhow::Context as _;
use flate2::read::MultiGzDecoder;
use rayon::prelude::*;
use serde_json::{Value, json};
use std::fs::File;
use std::io::Read as _;
use std::path::Path;

/// Pages larger than this, unpacked, are cut.
const LARGEST: u64 = 64 << 20;

/// One prediction for each row, in order.
pub(super) fn predict_all(folder: &Path, rows: &[Value]) -> anyhow::Result<Vec<Value>> {
    rows.par_iter().map(|row| predict(folder, row)).collect()
}

fn predict(folder: &Path, row: &Value) -> anyhow::Result<Value> {
    let path = folder.join(row["html_path"].as_str().unwrap_or_default());
    let file = File::open(&path).with_context(|| format!("{} cannot be opened", path.display()))?;
    let mut bytes = Vec::new();
    let read = if path.extension().is_some_and(|e| e == "gz") {
        MultiGzDecoder::new(file).take(LARGEST).read_to_end(&mut bytes)
    } else {
        file.take(LARGEST).read_to_end(&mut bytes)
    };
    read.with_context(|| format!("{} cannot be read", path.display()))?;
    let address = row["url"].as_str();
    let uri = address.unwrap_or_default();
    let page = html::Page { uri, address, charset: None, bytes: &bytes };
    let Ok(article) = html::article(&page).map(crate::read::finished) else {
        return Ok(json!({ "id": row["id"], "articleBody": "" }));
    };
    let text = boilerplate::without(&article.text);
    Ok(json!({
        "id": row["id"], "articleBody": text, "reader": article.reader, "date": article.published.date, "basis": article.published.basis,
        "title": article.title, "byline": article.byline, "remarks": article.reader_remarks,
    }))
}
