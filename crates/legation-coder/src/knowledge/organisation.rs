//! Organisations of every kind, who belongs to them, and the names that stand for them.

use super::{Interval, lexicon};
use crate::codebook::{Row, TableError};
use legation_core::ActorKind;
use legation_core::plover::Sector;

/// An organisation: ministry, party, alliance, outlet, company, armed group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Organisation {
    /// Its id, the same in every article.
    pub id: String,
    /// The usual English name.
    pub name: String,
    /// Other names.
    pub aliases: Vec<String>,
    /// Acronyms.
    pub acronyms: Vec<String>,
    /// What sort of actor it is.
    pub kind: ActorKind,
    /// The state it belongs to.
    pub country: Option<String>,
    /// PLOVER sectors, the primary one first.
    pub sectors: Vec<Sector>,
    /// The organisation it is part of.
    pub parent: Option<String>,
    /// Keys of names that also mean something else, and need support from the text.
    pub ambiguous: Vec<String>,
    /// When it existed.
    pub when: Interval,
}

impl Organisation {
    pub(super) fn read(row: Row<'_, '_>) -> Result<Self, TableError> {
        let list = |column: &str| row.list(column).map(str::to_owned).collect();
        let kind = row.required("kind")?;
        Ok(Self {
            id: row.required("id")?.to_owned(),
            name: row.required("name")?.to_owned(),
            aliases: list("aliases"),
            acronyms: list("acronyms"),
            kind: ActorKind::parse(kind)
                .ok_or_else(|| row.error(format!("no kind of actor {kind:?}")))?,
            country: row.some("country").map(str::to_owned),
            sectors: lexicon::sectors(row)?,
            parent: row.some("parent").map(str::to_owned),
            ambiguous: row
                .get("note")
                .split(';')
                .filter_map(|part| part.trim().strip_prefix("ambiguous:"))
                .flat_map(|names| names.split('/'))
                .map(|n| super::name::key(n.trim()))
                .collect(),
            when: Interval::read(row)?,
        })
    }
}

/// Who belonged to an organisation, and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Membership {
    /// The organisation's id.
    pub org: String,
    /// The member's id.
    pub member: String,
    /// When.
    pub when: Interval,
}

impl Membership {
    pub(super) fn read(row: Row<'_, '_>) -> Result<Self, TableError> {
        Ok(Self {
            org: row.required("org")?.to_owned(),
            member: row.required("member")?.to_owned(),
            when: Interval::read(row)?,
        })
    }
}

/// What kind of place lends its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MetonymKind {
    /// A palace or other building that is nearly always whoever works there: "the Kremlin".
    Palace,
    /// A seat of government or of a body: "Brussels".
    Seat,
    /// A capital: "Moscow".
    Capital,
    /// A building or street: "the Pentagon", "Downing Street".
    Building,
}

/// A place whose name stands for an actor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Metonym {
    /// The name of the place.
    pub name: String,
    /// Whom it stands for: the id of a state or organisation.
    pub actor: String,
    /// What kind of place.
    pub kind: MetonymKind,
    /// When it did.
    pub when: Interval,
}

impl Metonym {
    pub(super) fn read(row: Row<'_, '_>) -> Result<Self, TableError> {
        let kind = match row.required("kind")? {
            "palace" => MetonymKind::Palace,
            "seat" => MetonymKind::Seat,
            "capital" => MetonymKind::Capital,
            "building" | "street" => MetonymKind::Building,
            other => {
                return Err(row.error(format!(
                    "metonym kind {other:?} is none of palace, seat, capital, building, street"
                )));
            }
        };
        Ok(Self {
            name: row.required("name")?.to_owned(),
            actor: row.required("actor")?.to_owned(),
            kind,
            when: Interval::read(row)?,
        })
    }
}
