//! Offices, people, and who held which office when.

use super::lexicon::{self, Gender};
use super::{Interval, name};
use crate::codebook::{Row, TableError};
use legation_core::plover::Sector;

/// An office: president of Russia, director-general of the WHO.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Office {
    /// Its id.
    pub id: String,
    /// The title in lower case: "president".
    pub title: String,
    /// Keys of the title and of its other forms.
    pub keys: Vec<String>,
    /// The state or organisation it is an office of.
    pub of: String,
    /// PLOVER sectors of its holder.
    pub sectors: Vec<Sector>,
    /// Whether one person at a time holds it.
    pub single: bool,
    /// When it existed.
    pub when: Interval,
}

impl Office {
    pub(super) fn read(row: Row<'_, '_>) -> Result<Self, TableError> {
        let title = row.required("title")?;
        let keys = std::iter::once(title).chain(row.list("aliases")).map(name::key).collect();
        Ok(Self {
            id: row.required("id")?.to_owned(),
            title: title.to_owned(),
            keys,
            of: row.required("of")?.to_owned(),
            sectors: lexicon::sectors(row)?,
            single: match row.get("single") {
                "yes" | "" => true,
                "no" => false,
                other => return Err(row.error(format!("single {other:?} is neither yes nor no"))),
            },
            when: Interval::read(row)?,
        })
    }
}

/// A person in the news.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// The id, the same in every article.
    pub id: String,
    /// The usual English name.
    pub name: String,
    /// Other names and spellings.
    pub aliases: Vec<String>,
    /// The state whose person it is.
    pub country: Option<String>,
    /// He or she, where known.
    pub gender: Option<Gender>,
}

impl Person {
    pub(super) fn read(row: Row<'_, '_>) -> Result<Self, TableError> {
        Ok(Self {
            id: row.required("id")?.to_owned(),
            name: row.required("name")?.to_owned(),
            aliases: row.list("aliases").map(str::to_owned).collect(),
            country: row.some("country").map(str::to_owned),
            gender: Gender::cell(row)?,
        })
    }
}

/// That a person held an office.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holding {
    /// The office's id.
    pub office: String,
    /// The person's id.
    pub person: String,
    /// When.
    pub when: Interval,
    /// `acting`, `disputed` or another mark; `None` for a plain holder.
    pub status: Option<String>,
}

impl Holding {
    pub(super) fn read(row: Row<'_, '_>) -> Result<Self, TableError> {
        Ok(Self {
            office: row.required("office")?.to_owned(),
            person: row.required("person")?.to_owned(),
            when: Interval::read(row)?,
            status: row.some("status").map(str::to_owned),
        })
    }
}
