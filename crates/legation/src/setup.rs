//! Getting the model and the codebook ready, as the user's options and environment say.

use crate::models::Models;
use anyhow::Context as _;
use legation_coder::Codebook;
use legation_model::{Model, install};
use std::path::Path;

/// Finds the model, installing it where that is allowed, and opens it. Articles in other languages are read by the installed models
/// of those, if any.
///
/// # Errors
/// Where no model is installed and none may or can be fetched, or where its file is damaged.
pub fn model(options: &install::Options, say: &mut dyn FnMut(&str)) -> anyhow::Result<Models> {
    let file = install::find_or_install(options, &mut |message| say(&message.to_string()))?;
    let model = Model::load(&file)
        .with_context(|| format!("the model {} cannot be opened", file.display()))?;
    Ok(Models::new(model))
}

/// The codebook that comes with the program.
pub fn codebook() -> Codebook {
    Codebook::builtin()
}

/// The codebook with a user's own tables of facts on top: the `*.tsv` files of a folder, named and built like those in `knowledge/`.
/// A row whose id is already taken replaces that row, every other row is added.
///
/// # Errors
/// Where the folder cannot be read or holds no table, or a table has an error: file, line and what is wrong. Contradictions, such as
/// an office of a state that no table has, are errors too.
pub fn codebook_with(knowledge: Option<&Path>) -> anyhow::Result<Codebook> {
    let Some(folder) = knowledge else { return Ok(codebook()) };
    let name = folder.display();
    let files = std::fs::read_dir(folder).with_context(|| format!("{name} cannot be read"))?;
    let mut tables: Vec<(String, String)> = Vec::new();
    for file in files {
        let path = file.with_context(|| format!("{name} cannot be read"))?.path();
        if path.extension().is_none_or(|e| e != "tsv") {
            continue;
        }
        let text = std::fs::read_to_string(&path)
            .with_context(|| format!("{} cannot be read as UTF-8", path.display()))?;
        let stem = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        tables.push((stem, text));
    }
    anyhow::ensure!(
        !tables.is_empty(),
        "{name} holds no table; tables are files such as people.tsv, with the columns that knowledge/README.md names"
    );
    tables.sort();
    let tables: Vec<(&str, &str)> = tables.iter().map(|(n, t)| (n.as_str(), t.as_str())).collect();
    let book =
        Codebook::with_knowledge(&tables).with_context(|| format!("the tables in {name}"))?;
    let wrong = legation_coder::knowledge::check::problems(&book.knowledge);
    anyhow::ensure!(
        wrong.is_empty(),
        "the tables in {name} contradict themselves or ours:\n  {}",
        wrong.join("\n  ")
    );
    Ok(book)
}
