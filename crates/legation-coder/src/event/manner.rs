//! Modes told by how, with what or where something is done: "met via video", "attacked with drones".

use super::pattern::{self, Phrase};
use super::roles::Stage;
use crate::clause::Clause;
use crate::codebook::{TableError, read_toml};
use legation_core::plover::EventType;
use serde::Deserialize;

/// The compiled table.
#[derive(Clone, Debug, Default)]
pub struct Manners {
    rules: Vec<Rule>,
}

#[derive(Clone, Debug)]
struct Rule {
    event_type: EventType,
    mode: &'static str,
    after: Vec<String>,
    subject: bool,
    words: Vec<Phrase>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    manner: Vec<Raw>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    #[serde(rename = "type")]
    event_type: String,
    mode: String,
    after: Vec<String>,
    #[serde(default)]
    subject: bool,
    words: String,
}

impl Manners {
    /// Compiles the table.
    pub fn parse(file: &str, text: &str) -> Result<Self, TableError> {
        let error =
            |line: usize, message: String| TableError { file: file.to_owned(), line, message };
        let raw: File = read_toml(file, text)?;
        let mut rules = Vec::new();
        for rule in raw.manner {
            let known = EventType::parse(&rule.event_type)
                .and_then(|t| t.mode(&rule.mode).map(|m| (t, m.name)));
            let (event_type, mode) = known.ok_or_else(|| {
                error(0, format!("no mode {:?} of {:?}", rule.mode, rule.event_type))
            })?;
            let words = pattern::parse_nouns(&rule.words).map_err(|e| error(0, e.0))?;
            rules.push(Rule { event_type, mode, after: rule.after, subject: rule.subject, words });
        }
        Ok(Self { rules })
    }

    /// The mode that a clause's other words give, and the word.
    pub fn mode(
        &self,
        stage: Stage<'_>,
        clause: &Clause,
        event_type: EventType,
    ) -> Option<(&'static str, u32)> {
        self.rules.iter().filter(|r| r.event_type == event_type).find_map(|rule| {
            let objects = clause.obliques.iter().filter(|o| rule.after.contains(&o.word));
            let mut words: Vec<u32> = objects.flat_map(|o| o.objects.iter().copied()).collect();
            if rule.subject {
                words.extend(&clause.agents);
            }
            stage.any_phrase(&words, &rule.words).map(|word| (rule.mode, word))
        })
    }
}
