//! [`LossReport`]: what an export left out or bent, and why.

use super::Provenance;
use serde::Serialize;

/// How many ids stand as examples for each loss.
const EXAMPLES: usize = 5;

/// One kind of loss.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Loss {
    /// What was lost or changed.
    pub what: String,
    /// How often.
    pub count: u64,
    /// Some of the records.
    pub examples: Vec<String>,
}

/// What an export left out or bent.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LossReport {
    /// The format.
    pub format: &'static str,
    /// The files written, beside the report.
    pub files: Vec<String>,
    /// How many records were looked at.
    pub records: u64,
    /// How many of them are in the export.
    pub exported: u64,
    /// How many rows, nodes, edges or objects they became.
    pub rows: u64,
    /// What was lost, in the order in which it was first met.
    pub losses: Vec<Loss>,
    /// What the format has no room for, in any record.
    pub not_in_format: Vec<&'static str>,
    /// What made the records, what was asked for, and how reliable the fields are.
    pub provenance: Provenance,
}

impl LossReport {
    pub(crate) fn new(format: &'static str) -> Self {
        Self {
            format,
            files: Vec::new(),
            records: 0,
            exported: 0,
            rows: 0,
            losses: Vec::new(),
            not_in_format: Vec::new(),
            provenance: Provenance::default(),
        }
    }

    /// Counts a loss.
    pub(crate) fn lose(&mut self, what: &str, id: &str) {
        self.lose_many(what, id, 1);
    }

    /// Counts a loss that happened so many times to one record.
    pub(crate) fn lose_many(&mut self, what: &str, id: &str, times: u64) {
        if times == 0 {
            return;
        }
        let at = self.losses.iter().position(|l| l.what == what).unwrap_or_else(|| {
            self.losses.push(Loss { what: what.to_owned(), count: 0, examples: Vec::new() });
            self.losses.len() - 1
        });
        let loss = &mut self.losses[at];
        loss.count += times;
        if loss.examples.len() < EXAMPLES {
            loss.examples.push(id.to_owned());
        }
    }

    /// How often something was lost.
    pub fn count(&self, what: &str) -> u64 {
        self.losses.iter().filter(|l| l.what == what).map(|l| l.count).sum()
    }
}
