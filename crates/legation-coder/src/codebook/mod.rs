//! The codebook: all tables of rules and facts, compiled once and shared by all threads.
//!
//! Tables are text: TOML for rules, tab-separated values for facts. The coder does no I/O, so whoever builds a codebook
//! hands in named texts; [`Codebook::builtin`] uses those compiled into the program.

pub mod table;

pub use table::{Row, TableError, Tsv};

use crate::statement::Cues;

/// All tables of rules and facts, compiled once and shared by all threads.
#[derive(Debug, Default)]
pub struct Codebook {
    /// The words that report what somebody says, and the weights that decide where words leave it open.
    pub cues: Cues,
    /// States, organisations, offices, people and the words that go with them.
    pub knowledge: crate::knowledge::Knowledge,
}

impl Codebook {
    /// The codebook that comes with the program.
    pub fn builtin() -> Self {
        Self { cues: Cues::builtin(), knowledge: crate::knowledge::Knowledge::builtin() }
    }
}
