//! [`Models`]: the language models of an engine, chosen by the language of each article.

use crate::read::language::{self, LANGUAGES};
use legation_model::{Model, install};
use std::sync::OnceLock;

/// The model of a language, or why there is none.
type Opened = OnceLock<Result<Model, String>>;

/// The language models of an engine: the one that was asked for, and the installed ones of other languages, each opened when the
/// first article in its language comes.
#[derive(Debug)]
pub struct Models {
    main: Model,
    others: [Opened; LANGUAGES.len()],
}

impl Models {
    /// The model that was asked for, with those that are installed beside it.
    pub fn new(main: Model) -> Self {
        Self { main, others: Default::default() }
    }

    /// The model that was asked for.
    pub fn main(&self) -> &Model {
        &self.main
    }

    /// The model for texts in a language.
    ///
    /// # Errors
    /// Where none is installed or it cannot be opened, with the remedy.
    pub fn of(&self, language: &str) -> Result<&Model, &str> {
        if language == self.main.language() {
            return Ok(&self.main);
        }
        let at = LANGUAGES.iter().position(|known| *known == language);
        let at = at.ok_or("this program has no model for it")?;
        self.others[at].get_or_init(|| open(language)).as_ref().map_err(String::as_str)
    }

    /// The language, among those that are read, of an article with that tag; one without a tag is taken for the main model's.
    pub fn language(&self, tag: Option<&str>) -> Option<&'static str> {
        language::code(tag.unwrap_or_else(|| self.main.language()))
    }
}

/// Opens the installed model of a language.
fn open(language: &str) -> Result<Model, String> {
    match install::installed(language) {
        Ok(Some(file)) => Model::load(&file).map_err(|error| error.to_string()),
        Ok(None) => {
            Err(format!("its model is not installed; run `legation model install {language}`"))
        }
        Err(error) => Err(error.to_string()),
    }
}
