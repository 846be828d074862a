//! How the status of a happening, or the verb that governs it, changes its type: a meeting to come is AGREE, a refusal to
//! withdraw is REJECT, an end to bombing is RETREAT. The rules stand in `codebook/events/reduction.toml`.

use crate::codebook::{TableError, read_toml};
use foldhash::HashMap;
use legation_core::Factuality;
use legation_core::plover::EventType;
use serde::Deserialize;

/// A type with its mode.
pub type Kind = (EventType, Option<&'static str>);

/// What a rule gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// No event is left.
    Nothing,
    /// The content keeps its own type.
    Same,
    /// The content becomes this.
    Becomes(Kind),
    /// The content is reduced as if its own source planned it.
    Planned,
}

#[derive(Clone, Debug)]
struct Rule {
    types: Vec<EventType>,
    modes: Vec<String>,
    words: Vec<String>,
    planned: Outcome,
    conditional: Outcome,
}

#[derive(Clone, Debug)]
struct Complement {
    class: String,
    types: Vec<EventType>,
    modes: Vec<String>,
    gives: Outcome,
    factuality: Option<Factuality>,
}

/// All rules, compiled.
#[derive(Clone, Debug, Default)]
pub struct Reductions {
    rules: Vec<Rule>,
    complements: Vec<Complement>,
    classes: HashMap<String, Vec<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    reduce: Vec<RawRule>,
    #[serde(default)]
    classes: HashMap<String, Vec<String>>,
    #[serde(default)]
    complement: Vec<RawComplement>,
    #[serde(default)]
    #[expect(
        dead_code,
        reason = "absorption between events of one account is a rule of the merging step"
    )]
    absorb: Vec<toml::Value>,
    #[serde(default)]
    #[expect(dead_code, reason = "second events beside a first are a rule of the merging step")]
    add: Vec<toml::Value>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawRule {
    base: Vec<String>,
    #[serde(default)]
    mode: Vec<String>,
    #[serde(default)]
    words: Vec<String>,
    planned: RawKind,
    conditional: RawKind,
    #[expect(dead_code, reason = "negated events keep their type; the strict export drops them")]
    negated: RawKind,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawComplement {
    class: String,
    content: Vec<String>,
    #[serde(default)]
    mode: Vec<String>,
    gives: RawKind,
    #[serde(default)]
    #[expect(dead_code, reason = "a note for readers of the table")]
    note: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawKind {
    #[serde(default, rename = "type")]
    event_type: String,
    #[serde(default)]
    mode: String,
    #[serde(default)]
    reduce: String,
    #[serde(default)]
    factuality: String,
}

impl Reductions {
    /// Compiles the table.
    pub fn parse(file: &str, text: &str) -> Result<Self, TableError> {
        let error =
            |line: usize, message: String| TableError { file: file.to_owned(), line, message };
        let raw: File = read_toml(file, text)?;
        let one = |name: &str| {
            EventType::parse(name).ok_or_else(|| error(0, format!("{name:?} is not a PLOVER type")))
        };
        let types = |names: &[String]| names.iter().map(|n| one(n)).collect::<Result<Vec<_>, _>>();
        let outcome = |raw: &RawKind| -> Result<Outcome, TableError> {
            Ok(match (raw.reduce.as_str(), raw.event_type.as_str()) {
                ("planned", _) => Outcome::Planned,
                (_, "=") => Outcome::Same,
                (_, "") => Outcome::Nothing,
                (_, name) => {
                    let event_type = one(name)?;
                    Outcome::Becomes((event_type, event_type.mode(&raw.mode).map(|m| m.name)))
                }
            })
        };
        let mut out = Self { classes: raw.classes, ..Self::default() };
        for rule in &raw.reduce {
            let (planned, conditional) = (outcome(&rule.planned)?, outcome(&rule.conditional)?);
            let (modes, words) = (rule.mode.clone(), rule.words.clone());
            out.rules.push(Rule { types: types(&rule.base)?, modes, words, planned, conditional });
        }
        for rule in &raw.complement {
            out.complements.push(Complement {
                class: rule.class.clone(),
                types: types(&rule.content)?,
                modes: rule.mode.clone(),
                gives: outcome(&rule.gives)?,
                factuality: Factuality::parse(&rule.gives.factuality),
            });
        }
        Ok(out)
    }

    /// What a base type becomes in the strict reading when it is planned or depends on a condition. `has_word` tells whether a
    /// lemma stands among the event's words.
    pub fn strict(
        &self,
        base: Kind,
        value: Factuality,
        has_word: &dyn Fn(&str) -> bool,
    ) -> Outcome {
        let fits = |r: &&Rule| {
            r.types.contains(&base.0)
                && (r.modes.is_empty() || base.1.is_some_and(|m| r.modes.iter().any(|x| x == m)))
                && (r.words.is_empty() || r.words.iter().any(|w| has_word(w)))
        };
        // The more particular rules stand below the general ones.
        let Some(rule) = self.rules.iter().rev().find(fits) else { return Outcome::Same };
        match value {
            Factuality::Planned => rule.planned,
            Factuality::Possible => rule.conditional,
            _ => Outcome::Same,
        }
    }

    /// What a base type becomes in the layered reading: planned cooperation is the promise of it, planned conflict keeps its
    /// type.
    pub fn layered(&self, base: Kind, value: Factuality) -> Option<Kind> {
        if value != Factuality::Planned {
            return None;
        }
        match self.strict(base, value, &|_| false) {
            Outcome::Becomes(kind) if kind.0.quad().number() < 3 && kind.0 != base.0 => Some(kind),
            _ => None,
        }
    }

    /// Whether a verb or adjective commits its subject to what it governs: "agree", "promise", "ready".
    pub fn commits(&self, lemma: &str) -> bool {
        self.classes.get("promise").is_some_and(|list| list.iter().any(|v| v == lemma))
    }

    /// What a governing verb and the content of its infinitive, gerund or that-clause make together.
    pub fn complement(&self, verb: &str, content: Kind) -> Option<(Outcome, Option<Factuality>)> {
        let class =
            |name: &str| self.classes.get(name).is_some_and(|list| list.iter().any(|v| v == verb));
        let fits = |c: &&Complement| {
            class(&c.class)
                && c.types.contains(&content.0)
                && (c.modes.is_empty() || content.1.is_some_and(|m| c.modes.iter().any(|x| x == m)))
        };
        self.complements.iter().find(fits).map(|c| (c.gives, c.factuality))
    }
}
