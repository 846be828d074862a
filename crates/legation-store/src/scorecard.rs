//! [`scorecard`]: how reliable each field is, as last measured on gold data; printed into every export.

use crate::export::table_rows;
use serde::Serialize;
use serde_json::Value as Json;

/// The figures of the last evaluation, and which of them stand for which field.
const FIGURES: &str = include_str!("../../../bench/eval.json");
const FIELDS: &str = include_str!("../../../bench/scorecard.tsv");

/// How well a field is coded.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Score {
    /// The field: `event type`, `statement speaker` …
    pub field: &'static str,
    /// What the figure is: F1, accuracy, recall; from 0 to 1.
    pub measure: &'static str,
    /// The figure, to three places.
    pub value: f64,
    /// The gold set that it was measured on.
    pub set: &'static str,
    /// What is counted as right.
    pub about: &'static str,
}

/// All figures of this version, by `bench/scorecard.tsv`. What was not measured is left out.
pub fn scorecard() -> Vec<Score> {
    let figures: Json = serde_json::from_str(FIGURES).unwrap_or_default();
    let scores = table_rows(FIELDS).filter_map(|row| {
        let [field, measure, set, path, about] = row.as_slice().try_into().ok()?;
        let value = figures.pointer(path)?.as_f64()?;
        Some(Score { field, measure, value: (value * 1000.0).round() / 1000.0, set, about })
    });
    scores.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_of_the_table_has_a_figure() {
        let scores = scorecard();
        assert_eq!(scores.len(), table_rows(FIELDS).count());
        assert!(scores.iter().all(|s| (0.0..=1.0).contains(&s.value)));
    }
}
