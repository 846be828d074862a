//! The table of what event nouns and their governing verbs do for one another (`nominal.toml`), compiled.

use super::matching::Match;
use crate::codebook::{TableError, read_toml};
use foldhash::{HashMap, HashSet};
use legation_core::plover::EventType;
use serde::Deserialize;

/// How event nouns find their participants.
#[derive(Clone, Debug, Default)]
pub(super) struct Support {
    pub(super) agent: HashSet<String>,
    pub(super) patient: HashSet<String>,
    pub(super) affects: HashSet<String>,
    pub(super) blames: HashSet<String>,
    pub(super) acting: HashSet<String>,
    given: HashSet<String>,
    pub(super) moved: HashSet<String>,
    pub(super) touts: HashSet<String>,
    pub(super) instruments: HashSet<String>,
    pub(super) documents: HashSet<String>,
    pub(super) facing: HashSet<String>,
    pub(super) ways: HashSet<String>,
    pub(super) brokers: HashSet<String>,
    pub(super) blows: HashSet<String>,
    pub(super) charges: HashSet<String>,
    pub(super) bonds: HashSet<String>,
    pub(super) harms: HashSet<String>,
    pub(super) wars: HashSet<String>,
    pub(super) complains: HashSet<String>,
    pub(super) witnesses: HashSet<String>,
    light: Vec<String>,
    pub(super) needs_source: HashSet<String>,
    pub(super) needs_both: HashSet<String>,
    pub(super) of_source: HashSet<String>,
    pub(super) possessor_target: HashSet<String>,
    prepositions: HashMap<String, Vec<String>>,
    pub(super) default_prepositions: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    agent: String,
    patient: String,
    affects: String,
    blames: String,
    acting: String,
    given: String,
    moved: String,
    touts: String,
    instruments: String,
    documents: String,
    facing: String,
    ways: String,
    brokers: String,
    blows: String,
    charges: String,
    bonds: String,
    harms: String,
    wars: String,
    complains: String,
    witnesses: String,
    light: String,
    needs_source: Vec<String>,
    needs_both: Vec<String>,
    of_source: Vec<String>,
    possessor_target: Vec<String>,
    target: HashMap<String, Vec<String>>,
}

impl Support {
    pub(super) fn parse(file: &str, text: &str) -> Result<Self, TableError> {
        let raw: File = read_toml(file, text)?;
        let words = |list: &str| {
            list.split(';').map(|w| w.trim().to_owned()).filter(|w| !w.is_empty()).collect()
        };
        let mut prepositions = raw.target;
        Ok(Self {
            agent: words(&raw.agent),
            patient: words(&raw.patient),
            affects: words(&raw.affects),
            blames: words(&raw.blames),
            acting: words(&raw.acting),
            given: words(&raw.given),
            moved: words(&raw.moved),
            touts: words(&raw.touts),
            instruments: words(&raw.instruments),
            documents: words(&raw.documents),
            facing: words(&raw.facing),
            ways: words(&raw.ways),
            brokers: words(&raw.brokers),
            blows: words(&raw.blows),
            charges: words(&raw.charges),
            bonds: words(&raw.bonds),
            harms: words(&raw.harms),
            wars: words(&raw.wars),
            complains: words(&raw.complains),
            witnesses: words(&raw.witnesses),
            light: words(&raw.light).into_iter().collect(),
            needs_source: raw.needs_source.into_iter().collect(),
            needs_both: raw.needs_both.into_iter().collect(),
            of_source: raw.of_source.into_iter().collect(),
            possessor_target: raw.possessor_target.into_iter().collect(),
            default_prepositions: prepositions.remove("default").unwrap_or_default(),
            prepositions,
        })
    }

    /// Predicates that say nothing by themselves.
    pub(super) fn light(&self) -> impl Iterator<Item = String> + '_ {
        self.light.iter().cloned()
    }

    /// Verbs that carry out the event noun they govern.
    pub(super) fn carriers(&self) -> HashSet<String> {
        self.agent.clone()
    }

    /// Verbs whose object is there whatever becomes of the verb.
    pub(super) fn given(&self) -> HashSet<String> {
        self.given.clone()
    }

    /// Whether a list names the frame's type or its type and mode.
    pub(super) fn lists(list: &HashSet<String>, m: &Match<'_>) -> bool {
        let name = m.frame.event_type.map_or("OTHER", EventType::as_str);
        let with_mode = format!("{name}/{}", m.frame.mode.unwrap_or_default());
        list.contains(name) || list.contains(&with_mode) || list.contains(&m.frame.id)
    }

    pub(super) fn prepositions<'s>(&'s self, m: &'s Match<'_>) -> &'s [String] {
        if !m.frame.target.is_empty() {
            return &m.frame.target;
        }
        let name = m.frame.event_type.map_or("OTHER", EventType::as_str);
        self.prepositions.get(name).unwrap_or(&self.default_prepositions)
    }
}
