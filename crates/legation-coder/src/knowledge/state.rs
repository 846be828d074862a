//! States and regions.

use super::Interval;
use crate::codebook::{Row, TableError};

/// A state or state-like entity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct State {
    /// ISO 3166 alpha-3, or a code in its manner for entities without one.
    pub id: String,
    /// ISO 3166 alpha-2.
    pub iso2: Option<String>,
    /// The usual English name.
    pub name: String,
    /// The official name.
    pub official: Option<String>,
    /// Other names.
    pub aliases: Vec<String>,
    /// Nouns for its people, singular and plural.
    pub demonyms: Vec<String>,
    /// Adjectives, combining forms ("Sino") included.
    pub adjectives: Vec<String>,
    /// The seat of its government, where the state is named after it in the news.
    pub capital: Option<String>,
    /// When it existed.
    pub when: Interval,
    /// The state that took its place.
    pub successor: Option<String>,
}

impl State {
    pub(super) fn read(row: Row<'_, '_>) -> Result<Self, TableError> {
        let list = |column: &str| row.list(column).map(str::to_owned).collect();
        Ok(Self {
            id: row.required("id")?.to_owned(),
            iso2: row.some("iso2").map(str::to_owned),
            name: row.required("name")?.to_owned(),
            official: row.some("official").map(str::to_owned),
            aliases: list("aliases"),
            demonyms: list("demonyms"),
            adjectives: list("adjectives"),
            capital: row.list("capital").next().map(str::to_owned),
            when: Interval::read(row)?,
            successor: row.some("successor").map(str::to_owned),
        })
    }
}

/// A region, bloc or construct that reporting treats as an actor: "the West", "Europe".
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Region {
    /// Its id.
    pub id: String,
    /// The usual name, with its article where it has one.
    pub name: String,
    /// Other names, adjectives among them.
    pub aliases: Vec<String>,
    /// Whether it is a construct or bloc, which is an actor even after "in", rather than a stretch of land.
    pub is_construct: bool,
    /// States that belong to it in any reading.
    pub members: Vec<String>,
}

impl Region {
    pub(super) fn read(row: Row<'_, '_>) -> Result<Self, TableError> {
        let list = |column: &str| row.list(column).map(str::to_owned).collect();
        Ok(Self {
            id: row.required("id")?.to_owned(),
            name: row.required("name")?.to_owned(),
            aliases: list("aliases"),
            is_construct: matches!(row.get("kind"), "construct" | "bloc"),
            members: list("members"),
        })
    }
}
