//! The codebook: all tables of rules and facts, compiled once and shared by all threads.
//!
//! Tables are text: TOML for rules, tab-separated values for facts. The coder does no I/O, so whoever builds a codebook
//! hands in named texts; [`Codebook::builtin`] uses those compiled into the program.

pub mod table;

pub use table::{Row, TableError, Tsv, builtin, read_toml};

use crate::event;
use crate::knowledge::Knowledge;
use crate::statement::Cues;

/// All tables of rules and facts, compiled once and shared by all threads.
#[derive(Debug)]
pub struct Codebook {
    /// States, organisations, offices, people and the words that go with them.
    pub knowledge: Knowledge,
    /// Frames, factuality cues, contexts.
    pub events: event::Tables,
    /// Words that introduce statements.
    pub cues: Cues,
    /// Frames of lasting relations.
    pub ties: crate::tie::Frames,
    /// Words that judge, foresee and constrain.
    pub judging: crate::assessment::Words,
    /// Words of cause, denial and opposites.
    pub links: crate::link::Cues,
    /// Hash of all tables of rules: the same tables give the same records.
    pub hash: String,
    /// Hash of all tables of facts.
    pub knowledge_hash: String,
}

impl Codebook {
    /// The codebook that comes with the program. A test compiles it, so that it cannot fail here.
    pub fn builtin() -> Self {
        Self::around(Knowledge::builtin(), hash(crate::knowledge::tables::BUILTIN.iter()))
    }

    /// The built-in codebook with more tables of facts on top, given as file name and text.
    ///
    /// # Errors
    /// Names the file and line of a table that cannot be read.
    pub fn with_knowledge(tables: &[(&str, &str)]) -> Result<Self, TableError> {
        let all = crate::knowledge::tables::BUILTIN.iter().chain(tables);
        Ok(Self::around(Knowledge::with(tables)?, hash(all)))
    }

    fn around(knowledge: Knowledge, knowledge_hash: String) -> Self {
        let rules = event::TABLES
            .iter()
            .chain(OTHER_RULES)
            .chain(crate::tie::TABLES)
            .chain(crate::assessment::TABLES)
            .chain(crate::link::TABLES);
        Self {
            knowledge,
            events: event::Tables::builtin(),
            cues: Cues::builtin(),
            ties: crate::tie::builtin(),
            judging: crate::assessment::builtin(),
            links: crate::link::builtin(),
            hash: hash(rules),
            knowledge_hash,
        }
    }
}

/// The first 64 bits of the hash of named texts, in hexadecimal.
fn hash<'t>(tables: impl Iterator<Item = &'t (&'t str, &'t str)>) -> String {
    let mut hasher = blake3::Hasher::new();
    for (name, text) in tables {
        hasher.update(name.as_bytes()).update(&[0]).update(text.as_bytes()).update(&[0]);
    }
    hasher.finalize().to_hex()[..16].to_owned()
}

/// The tables of rules outside the event step.
const OTHER_RULES: &[(&str, &str)] = &[
    ("cues/verbs.toml", include_str!("../../../../codebook/cues/verbs.toml")),
    ("cues/words.toml", include_str!("../../../../codebook/cues/words.toml")),
    ("time/words.toml", include_str!("../../../../codebook/time/words.toml")),
    ("time/holidays.toml", include_str!("../../../../codebook/time/holidays.toml")),
    ("figures/numbers.toml", include_str!("../../../../codebook/figures/numbers.toml")),
    ("figures/comparators.toml", include_str!("../../../../codebook/figures/comparators.toml")),
];
