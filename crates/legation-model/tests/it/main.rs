//! Tests of the whole runtime. Those that need weights use the installed model or `LEGATION_MODEL`; without either they say so
//! and pass, unless `LEGATION_REQUIRE_MODEL` is set: then the model is fetched, and not getting it is a failure.

mod damage;
mod parity;
mod steadiness;

use legation_model::{Model, install};
use std::path::PathBuf;
use std::sync::OnceLock;

/// The model's file, if there is one.
fn file() -> Option<PathBuf> {
    static FILE: OnceLock<Option<PathBuf>> = OnceLock::new();
    FILE.get_or_init(|| find("en_core_web_sm")).clone()
}

fn find(name: &str) -> Option<PathBuf> {
    let required = std::env::var_os("LEGATION_REQUIRE_MODEL").is_some_and(|value| value != "0");
    let options = install::Options {
        offline: !required,
        name: Some(name.to_owned()),
        ..install::Options::default()
    };
    match install::find_or_install(&options, &mut |message| eprintln!("{message}")) {
        Ok(path) => Some(path),
        Err(error) if required => panic!("the model is required: {error}"),
        Err(error) => {
            eprintln!("SKIPPED, no model: {error}");
            None
        }
    }
}

/// A model, if there is one.
fn model() -> Option<Model> {
    Some(Model::load(&file()?).expect("an installed model loads"))
}

/// A model that tests share, if there is one.
fn model_once() -> Option<&'static Model> {
    static MODEL: OnceLock<Option<Model>> = OnceLock::new();
    MODEL.get_or_init(model).as_ref()
}

/// A file of the tests' data.
fn data(name: &str) -> String {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/data").join(name);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}
