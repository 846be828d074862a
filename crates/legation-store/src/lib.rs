//! The store: one `SQLite` file of articles and everything that was coded from them.
//!
//! ```
//! use legation_core::{Article, Coded, Document};
//! use legation_store::{Filter, Page, RunInfo, Store};
//!
//! # fn main() -> legation_store::Result<()> {
//! let mut store = Store::in_memory()?;
//! let article = Document::new(Article::new("file:a.txt", "Arvenia met Ostavia."));
//! let run = RunInfo { program: "example 1".to_owned(), ..RunInfo::default() };
//! let mut writer = store.writer();
//! writer.write(&article, &Coded::default(), &run)?;
//! writer.commit()?; // now it is on the disk
//! drop(writer);
//!
//! let found = store.documents(&Filter { text: Some("ostavia".into()), ..Filter::default() }, &Page::first(10))?;
//! assert_eq!(found.rows[0].str("uri"), "file:a.txt");
//! # Ok(())
//! # }
//! ```
//!
//! - [`columns`] is the one list of tables and columns; `SQLite`, Parquet, CSV, JSON and `docs/schema.md` follow it.
//! - [`Prepared`] turns an article and its records into rows, through the JSON of the output contract.
//! - [`Writer`] writes articles, each whole or not at all; what [`Writer::commit`] counts is on the disk.
//! - [`Filter`] is the one way to ask for records; [`Store::events`] and its like answer in pages.
//! - [`Store::article`] and [`Store::record`] give back one article, one record.
//! - [`Store::happenings`] puts the reports of one happening together, [`Store::dyad`] counts them for two sides over time,
//!   [`Store::ledger`] sets the claims of one measure side by side, [`Store::contested`] finds what is told and denied.
//! - [`Cube`] holds what questions ask of all events in memory, for those who ask many.
//! - [`Store::sql`] answers the user's own questions, reading only.
//!
//! Spans in the store count Unicode code points: `substr(text, span_start + 1, span_end - span_start)` gives the words.
//! No number that depends on the order of reading is part of the content: records are told apart by the
//! hashes that the coder gives them.

mod article;
mod candidates;
pub mod columns;
mod condition;
mod contested;
mod correct;
mod counts;
mod cube;
pub mod diff;
mod docs;
mod dyad;
mod error;
pub mod export;
mod facets;
mod filter;
mod flatten;
pub mod format;
mod gather;
mod happenings;
mod insert;
mod maintain;
mod months;
mod places;
mod positions;
mod query;
mod run;
mod schema;
mod scorecard;
mod share;
mod signatures;
mod sql;
mod store;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
mod value;
pub mod versions;
mod whole;
mod words;
mod write;

pub use article::{Found, RECORD_TABLES};
pub use contested::{Contested, FigureClaim, Measure};
pub use correct::{Alike, Change, Correction, Kept};
pub use cube::Cube;
pub use diff::diff;
pub use docs::schema_page;
pub use dyad::{Dyad, Period, Point};
pub use error::{Error, Result};
pub use export::{Export, ExportOptions, Loss, LossReport, cameo_code, cameo_role};
pub use facets::Facets;
pub use filter::{Attitudes, Attribution, Corrections, Duplicates, Filter, Order, Page};
pub use flatten::{Prepared, actor_key};
pub use happenings::Happening;
pub use places::{CountryCount, DayCount, PlaceCount};
pub use query::Listing;
pub use run::{Component, RunInfo};
pub use schema::VERSION as SCHEMA_VERSION;
pub use scorecard::{Score, scorecard};
pub use sql::Answer;
pub use store::Store;
pub use value::{Row, Value};
pub use whole::PairCount;
pub use write::{Outcome, Writer};
