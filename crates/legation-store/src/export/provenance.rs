//! [`Provenance`]: what made the records of an export, what was asked for, and how far to trust it.

use super::ExportOptions;
use crate::scorecard::{Score, scorecard};
use crate::{Error, Result, Store};
use serde::Serialize;
use serde_json::Value as Json;

/// Where an export comes from. Stands in the report of every export, and within the files whose format has room.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Provenance {
    /// Name and version of the program that wrote the export.
    pub program: String,
    /// The version of the store's schema.
    pub schema: u32,
    /// The runs that coded the articles: program, model, codebook, knowledge and configuration with versions and hashes.
    pub runs: Vec<Json>,
    /// The filter and the other options of the export.
    pub options: Json,
    /// How well this version codes each field, as measured on gold data.
    pub scorecard: Vec<Score>,
}

impl Provenance {
    pub(crate) fn of(store: &Store, options: &ExportOptions) -> Result<Self> {
        Ok(Self {
            program: program(),
            schema: crate::SCHEMA_VERSION,
            runs: store.runs()?.iter().map(crate::Row::to_json).collect(),
            options: serde_json::to_value(options).map_err(Error::format("JSON"))?,
            scorecard: scorecard(),
        })
    }

    /// As one line of JSON, for formats that can hold a note.
    pub(crate) fn line(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }
}

/// Name and version of the program.
pub(crate) fn program() -> String {
    format!("legation {}", env!("CARGO_PKG_VERSION"))
}
