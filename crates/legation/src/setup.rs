//! Getting the model and the codebook ready, as the user's options and environment say.

use anyhow::Context as _;
use legation_coder::Codebook;
use legation_model::{Model, install};

/// Finds the model, installing it where that is allowed, and opens it.
///
/// # Errors
/// Where no model is installed and none may or can be fetched, or where its file is damaged.
pub fn model(options: &install::Options, say: &mut dyn FnMut(&str)) -> anyhow::Result<Model> {
    let file = install::find_or_install(options, &mut |message| say(&message.to_string()))?;
    Model::load(&file).with_context(|| format!("the model {} cannot be opened", file.display()))
}

/// The codebook that comes with the program.
pub fn codebook() -> Codebook {
    Codebook::builtin()
}
