//! The tables that come with the program, the columns each kind must have, and the readers of the small ones.

use super::{Interval, Metonym, MetonymKind, StateCode};
use crate::codebook::{Row, TableError};

/// The columns of `cities.tsv`, in this order.
pub(super) const CITY_COLUMNS: &[&str] =
    &["geonames", "name", "country", "lat", "lon", "population", "admin1", "aliases"];

/// Each kind of table and its columns. A file belongs to the kind that its name begins with.
pub(super) const KINDS: &[(&str, &[&str])] = &[
    ("states", &["id", "name", "aliases", "demonyms", "adjectives", "capital", "from", "to"]),
    ("state_codes", &["system", "code", "abbrev", "id", "from", "to"]),
    ("place_groups", &["id", "name", "aliases", "kind", "members"]),
    (
        "organisations",
        &[
            "id", "name", "aliases", "acronyms", "kind", "country", "sectors", "parent", "from",
            "to",
        ],
    ),
    ("members", &["org", "member", "from", "to"]),
    ("metonyms", &["name", "actor", "kind", "from", "to"]),
    ("epithets", &["phrase", "actor", "from", "to"]),
    ("offices", &["id", "title", "aliases", "of", "sectors", "single", "from", "to"]),
    ("people", &["id", "name", "aliases", "country", "gender"]),
    ("holders", &["office", "person", "from", "to", "status"]),
    ("roles", &["noun", "plural", "sectors", "kind", "gender"]),
    ("bodies", &["noun", "plural", "sectors", "kind"]),
    ("lexicon", &["class", "words"]),
    ("given", &["gender", "names"]),
    ("cities", CITY_COLUMNS),
    ("french", &["actor", "names"]),
    ("policy", &["entity", "name", "booked_under", "status"]),
];

macro_rules! builtin {
    ($($file:literal),* $(,)?) => {
        /// File name and text of every built-in table.
        pub(crate) const BUILTIN: &[(&str, &str)] =
            &[$(($file, include_str!(concat!("../../../../knowledge/", $file)))),*];
    };
}

builtin!(
    "states.tsv",
    "state_codes.tsv",
    "place_groups.tsv",
    "metonyms.tsv",
    "epithets.tsv",
    "organisations-government.tsv",
    "organisations-armed.tsv",
    "organisations-companies.tsv",
    "organisations-igo.tsv",
    "organisations-media.tsv",
    "organisations-ngos.tsv",
    "organisations-parties.tsv",
    "members.tsv",
    "offices.tsv",
    "people.tsv",
    "holders.tsv",
    "roles.tsv",
    "roles-titles.tsv",
    "bodies.tsv",
    "lexicon.tsv",
    "given-names.tsv",
    "policy-recognition.tsv",
    "french.tsv",
    "cities.tsv",
);

/// A row of `epithets.tsv`.
pub(super) fn epithet(row: Row<'_, '_>) -> Result<Metonym, TableError> {
    Ok(Metonym {
        name: row.required("phrase")?.to_owned(),
        actor: row.required("actor")?.to_owned(),
        kind: MetonymKind::Palace,
        when: Interval::read(row)?,
    })
}

/// A row of `state_codes.tsv`.
pub(super) fn state_code(row: Row<'_, '_>) -> Result<StateCode, TableError> {
    let code = row.required("code")?;
    Ok(StateCode {
        system: row.required("system")?.to_owned(),
        code: code.parse().map_err(|_| row.error(format!("code {code:?} is not a number")))?,
        abbrev: row.some("abbrev").map(str::to_owned),
        id: row.required("id")?.to_owned(),
        when: Interval::read(row)?,
    })
}
