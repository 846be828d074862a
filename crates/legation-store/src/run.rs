//! [`RunInfo`]: what coded an article, down to the hashes that decide its records.

use crate::value::Value;
use serde::{Deserialize, Serialize};

/// Something with a name, a version and, where it consists of files, their hash.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Component {
    /// Name and version: `en_core_web_md 3.8.0`.
    pub name: String,
    /// Hash of its files.
    pub hash: Option<String>,
}

impl Component {
    /// A component without files of its own.
    pub fn new(name: impl Into<String>) -> Self {
        Self { name: name.into(), hash: None }
    }

    /// A component with the hash of its files.
    pub fn hashed(name: impl Into<String>, hash: impl Into<String>) -> Self {
        Self { name: name.into(), hash: Some(hash.into()) }
    }
}

/// Everything that decides what is coded from a given article. Equal values are one run.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunInfo {
    /// Name and version of the program.
    pub program: String,
    /// The language model.
    pub model: Component,
    /// The codebook.
    pub codebook: Component,
    /// The knowledge tables.
    pub knowledge: Component,
    /// The settings that bear on the records.
    pub configuration: serde_json::Value,
}

impl RunInfo {
    /// The run's identity: equal for equal values, on every machine.
    pub fn fingerprint(&self) -> String {
        let mut hasher = blake3::Hasher::new();
        for value in &self.values() {
            hasher.update(value.to_string().as_bytes()).update(&[0]);
        }
        hasher.finalize().to_hex()[..16].to_owned()
    }

    /// The row of `runs`, without the id.
    fn values(&self) -> [Value; 8] {
        let text = |text: &str| Value::Text(text.to_owned());
        let hash = |c: &Component| c.hash.clone().map_or(Value::Null, Value::Text);
        [
            text(&self.program),
            text(&self.model.name),
            hash(&self.model),
            text(&self.codebook.name),
            hash(&self.codebook),
            text(&self.knowledge.name),
            hash(&self.knowledge),
            Value::Json(self.configuration.clone()),
        ]
    }

    /// The row of `runs`.
    pub(crate) fn row(&self) -> Vec<Value> {
        let mut row = vec![Value::Text(self.fingerprint())];
        row.extend(self.values());
        row
    }
}
