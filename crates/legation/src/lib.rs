//! Legation reads reporting on politics and gives back the system the reporting describes.
//!
//! This crate is the façade: readers turn inputs into articles, [`pipeline::Engine`] annotates and codes them, the store
//! keeps the records, and the command line shows them. To code one article from Rust:
//!
//! ```no_run
//! use legation::pipeline::Engine;
//! use legation_core::Article;
//!
//! # fn main() -> anyhow::Result<()> {
//! let engine = Engine { model: legation::setup::model(&Default::default(), &mut |_| {})?, codebook: legation::setup::codebook() };
//! let read = engine.code(Article::new("note", "Arvenia recalled its ambassador to Belmark on Monday."));
//! println!("{}", legation_core::json::article(&read.document, &read.coded));
//! # Ok(())
//! # }
//! ```

pub mod bench;
pub mod brief;
pub mod cli;
pub mod models;
pub mod pipeline;
pub mod read;
pub mod setup;
pub mod show;
pub mod watch;
