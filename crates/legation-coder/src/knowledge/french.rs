//! [`FrenchNames`]: what actors of the tables are called in French.

use super::name::{Shape, key};
use crate::codebook::{TableError, Tsv};
use foldhash::{HashMap, HashSet};

/// An actor under a name.
#[derive(Clone, Debug)]
struct Named {
    actor: String,
    /// How a name of capital letters is written.
    exact: Option<Box<str>>,
}

/// Actors by their names in French.
#[derive(Clone, Debug, Default)]
pub struct FrenchNames {
    names: HashMap<Box<str>, Vec<Named>>,
    firsts: HashSet<Box<str>>,
}

impl FrenchNames {
    /// Adds the rows of a table. A later row of an actor adds names to it.
    pub(super) fn add(&mut self, table: &Tsv<'_>) -> Result<(), TableError> {
        for row in table.rows() {
            let actor = row.required("actor")?;
            for name in row.list("names") {
                let key = key(name);
                let exact = (Shape::of(name) == Shape::Acronym).then(|| name.into());
                self.firsts.insert(key.split(' ').next().unwrap_or_default().into());
                let known = self.names.entry(key.into()).or_default();
                known.push(Named { actor: actor.to_owned(), exact });
            }
        }
        Ok(())
    }

    /// Whether a name may begin with a word.
    pub fn may_begin(&self, word: &str) -> bool {
        let key = key(word);
        self.firsts.contains(key.split(' ').next().unwrap_or_default())
    }

    /// The id of the actor that goes by a name; `None` if there is none or more than one.
    pub fn actor(&self, name: &str) -> Option<&str> {
        let known = self.names.get(key(name).as_str())?;
        let fits = |named: &&Named| named.exact.as_deref().is_none_or(|exact| exact == name);
        let mut actors = known.iter().filter(fits).map(|named| named.actor.as_str());
        let actor = actors.next()?;
        actors.all(|other| other == actor).then_some(actor)
    }

    /// The ids of all actors in the table.
    pub fn actors(&self) -> impl Iterator<Item = &str> {
        self.names.values().flatten().map(|named| named.actor.as_str())
    }
}
