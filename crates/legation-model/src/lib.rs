//! A native runtime for spaCy v3 pipelines: from a [`Document`](legation_core::Document) to its
//! [`Layers`](legation_core::Layers) of tokens, tags, lemmas, trees and named entities, without Python.
//!
//! A model is installed once ([`install`]): the package is fetched with the machine's own package client or given as a
//! file, checked, and converted into one file that is memory-mapped afterwards. [`Model::annotate`] then gives what
//! spaCy itself gives for each paragraph (`cargo xtask parity` shows it), many times faster.
//!
//! ```no_run
//! use legation_core::{Article, Document};
//! use legation_model::{Model, install};
//!
//! let file = install::find_or_install(&install::Options::default(), &mut |message| eprintln!("{message}"))?;
//! let model = Model::load(&file)?;
//! let document = Document::new(Article::new("example", "Arvenia recalled its ambassador on Monday."));
//! let layers = model.annotate(&[document]);
//! assert_eq!(layers[0].lemma(1), "recall");
//! # Ok::<(), legation_model::Error>(())
//! ```

mod annotate;
mod error;
mod file;
pub mod install;
mod model;
mod morphology;
mod net;
mod package;
mod rules;
mod text;
mod tokenizer;
mod transition;

pub use annotate::{Annotator, Stage};
pub use error::{Error, Result};
pub use model::Model;
pub use net::kernel::Level;
