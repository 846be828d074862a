//! Currencies, measures and nouns of people: what a number counts, from the codebook's tables.

use super::words::Phrases;
use crate::codebook::{TableError, read_toml};
use foldhash::HashSet;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// What follows a number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum UnitWord {
    /// ISO 4217.
    Currency(String),
    /// Hundredths of a currency.
    Minor(String),
    /// Of a hundred.
    Percent,
    /// Percentage points.
    Points,
    /// A unit of measure.
    Measure(String),
}

/// The tables of units.
#[derive(Clone, Debug, Default)]
pub struct Units {
    /// Signs that stand before the number, with their currency.
    pub signs: Phrases<String>,
    /// Words that stand after it.
    pub after: Phrases<UnitWord>,
    /// Nouns of human beings.
    pub people: HashSet<String>,
    /// Nouns of deaths, injuries, arrests.
    pub tolls: HashSet<String>,
    /// What has happened to people that are counted without a noun: "17 wounded".
    pub fates: HashSet<String>,
    /// Shares named by a word.
    pub shares: BTreeMap<String, f64>,
    /// Verbs whose object measures their subject: "costs", "totals".
    pub measuring: HashSet<String>,
    /// Nouns after which a number is a name.
    pub names: HashSet<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    currency: Vec<Currency>,
    minor: BTreeMap<String, Vec<String>>,
    percent: Percent,
    measures: BTreeMap<String, Vec<String>>,
    people: Words,
    tolls: Words,
    fates: Words,
    shares: BTreeMap<String, f64>,
    measuring: Words,
    names: Names,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Currency {
    code: String,
    signs: Vec<String>,
    words: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Percent {
    words: Vec<String>,
    points: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    words: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Names {
    before: Vec<String>,
}

impl Units {
    /// The table that comes with the program.
    pub fn builtin() -> &'static Self {
        static UNITS: LazyLock<Units> = LazyLock::new(|| {
            Units::parse(include_str!("../../../../codebook/figures/units.toml"))
                .unwrap_or_default()
        });
        &UNITS
    }

    /// Reads the table.
    pub fn parse(text: &str) -> Result<Self, TableError> {
        let table: Table = read_toml("units.toml", text)?;
        let mut out = Self::default();
        for row in table.currency {
            out.signs.add_all(&row.signs, &row.code);
            out.after.add_all(&row.words, &UnitWord::Currency(row.code));
        }
        for (code, words) in table.minor {
            let unit = UnitWord::Minor(code);
            out.after.add_all(&words, &unit);
        }
        for word in table.percent.words {
            let points = table.percent.points.contains(&word);
            out.after.add(&word, if points { UnitWord::Points } else { UnitWord::Percent });
        }
        for (code, words) in table.measures {
            let unit = UnitWord::Measure(code);
            out.after.add_all(&words, &unit);
        }
        out.people.extend(table.people.words);
        out.tolls.extend(table.tolls.words);
        out.fates.extend(table.fates.words);
        out.measuring.extend(table.measuring.words);
        out.shares = table.shares;
        out.names.extend(table.names.before);
        Ok(out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sound() {
        let units =
            Units::parse(include_str!("../../../../codebook/figures/units.toml")).expect("parses");
        assert!(units.people.contains("troops"));
        assert!(!units.after.starting("yuan").is_empty());
    }
}
