//! [`Cube`]: what questions ask of all events, statements and figures, kept in memory column by column.
//!
//! `SQLite` finds a page of records in milliseconds where an index leads to them; to count a million events by country, place or
//! day, or to find a page under filters that no index answers together, it needs seconds. A server that answers many such
//! questions holds what they need of each record, some 150 bytes, and looks at a million in some ten milliseconds. The answers
//! are those that the store gives; a test holds the two together.
//!
//! Articles are only ever added, coded anew or corrected, so that a cube catches up with its store by reading those articles that
//! changed ([`Cube::renew`]).

mod answers;
mod load;
mod page;
mod people;
mod select;

use crate::columns::Table;
use crate::{Result, Store};
use load::Seen;
use std::collections::HashMap;
use std::sync::Arc;

/// Stands for what is not known.
const NONE: u32 = u32::MAX;
/// Stands for a day that is not known; earlier than all others.
const NO_DAY: i32 = i32::MIN;
/// Stands for an intensity that is not known.
const UNRATED: i32 = i32::MIN;

/// Texts by number.
#[derive(Debug, Default)]
struct Names {
    by: HashMap<Arc<str>, u32>,
    list: Vec<Arc<str>>,
}

impl Names {
    fn number(&mut self, name: &str) -> u32 {
        if let Some(&number) = self.by.get(name) {
            return number;
        }
        let number = self.list.len() as u32;
        let name: Arc<str> = name.into();
        self.list.push(Arc::clone(&name));
        self.by.insert(name, number);
        number
    }

    fn get(&self, number: u32) -> Option<&str> {
        self.list.get(number as usize).map(|name| &**name)
    }

    /// For each number whether it is one of these.
    fn among<'n>(&self, names: impl IntoIterator<Item = &'n String>) -> Vec<bool> {
        let mut set = vec![false; self.list.len()];
        for name in names {
            if let Some(&number) = self.by.get(name.as_str()) {
                set[number as usize] = true;
            }
        }
        set
    }
}

/// A list of numbers for each event.
#[derive(Debug)]
struct Lists {
    starts: Vec<u32>,
    items: Vec<u32>,
}

impl Default for Lists {
    fn default() -> Self {
        Self { starts: vec![0], items: Vec::new() }
    }
}

impl Lists {
    fn of(&self, event: usize) -> &[u32] {
        &self.items[self.starts[event] as usize..self.starts[event + 1] as usize]
    }

    fn push(&mut self, items: impl IntoIterator<Item = u32>) {
        self.items.extend(items);
        self.starts.push(self.items.len() as u32);
    }

    /// Adds the lists of events from `first` to `end`, of which the items come in any order.
    fn fill(&mut self, first: usize, end: usize, mut items: Vec<(u32, u32)>) {
        items.sort_by_key(|(event, _)| *event);
        let mut rest = items.as_slice();
        for event in first..end {
            let n = rest.iter().take_while(|(of, _)| *of as usize == event).count();
            self.push(rest[..n].iter().map(|(_, item)| *item));
            rest = &rest[n..];
        }
    }
}

/// A record's columns that stand alone: those of events, of which statements and figures have some.
#[derive(Clone, Copy, Debug)]
struct Item {
    /// Its place in the table.
    row: i64,
    /// The beginning of its id, which sorts as the id does.
    id: u64,
    article: u32,
    from: i32,
    /// The last day, the first where only that is known.
    to: i32,
    intensity: i32,
    confidence: f64,
    /// The type; the act of statements, the unit of figures.
    kind: u32,
    /// The type outside of PLOVER; the class of the cue.
    other: u32,
    /// The mode; the manner.
    mode: u32,
    place: u32,
    rule: u32,
    factuality: u8,
    /// 0 where there is none.
    quad: u8,
    status: Status,
    /// Whether its one day is known.
    exact: bool,
    symmetric: bool,
    attributed: bool,
}

/// Whether a record counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Status {
    Coded,
    Withdrawn,
    Added,
    /// Of an article as it was.
    Gone,
}

/// An article's columns.
#[derive(Clone, Copy, Debug)]
struct Article {
    row: i64,
    publisher: u32,
    copy: bool,
}

/// A place that events name.
#[derive(Clone, Debug)]
struct Place {
    name: Arc<str>,
    country: Option<Arc<str>>,
    lat: Option<f64>,
    lon: Option<f64>,
}

/// An actor's columns.
#[derive(Clone, Debug)]
struct Actor {
    /// In how many articles; none where the store has it no more.
    articles: u32,
    kind: u32,
    country: u32,
    /// One bit for each sector.
    sectors: u64,
    merged: bool,
    /// In lower case.
    name: Box<str>,
}

/// The records of one table.
#[derive(Debug, Default)]
struct Records {
    items: Vec<Item>,
    /// Participants: the number of the actor, doubled, one more for those on the other side.
    actors: Lists,
    /// In whose statements they stand; who makes the statement.
    speakers: Lists,
    /// Of events only.
    contexts: Lists,
    /// How many of the records are gone.
    gone: usize,
}

/// All events, statements and figures of a store, in memory.
#[derive(Debug, Default)]
pub struct Cube {
    seen: Seen,
    events: Records,
    statements: Records,
    figures: Records,
    /// Of events: the countries of the participants, and the pairs of actors.
    countries: Lists,
    pairs: Lists,
    articles: Vec<Article>,
    article_ids: Names,
    actor_ids: Names,
    /// By the number of the actor.
    about: Vec<Actor>,
    pair_ids: HashMap<(u32, u32), u32>,
    pair_list: Vec<(u32, u32)>,
    places: Vec<Place>,
    place_ids: HashMap<String, u32>,
    kinds: Names,
    others: Names,
    modes: Names,
    rules: Names,
    factualities: Names,
    publishers: Names,
    country_ids: Names,
    sector_ids: Names,
    context_ids: Names,
}

impl Cube {
    /// With more events than this a store answers by itself.
    pub const MOST: u64 = 2_000_000;

    /// Reads all records; `None` where there are too many.
    ///
    /// # Errors
    /// Where the store cannot be read.
    pub fn load(store: &Store) -> Result<Option<Self>> {
        let mut cube = Self::default();
        Ok(cube.read_all(store)?.then_some(cube))
    }

    /// The records of a table, where they are held.
    fn records(&self, table: &Table) -> Option<&Records> {
        match table.name {
            "events" => Some(&self.events),
            "statements" => Some(&self.statements),
            "figures" => Some(&self.figures),
            _ => None,
        }
    }

    fn all(&self) -> [&Records; 3] {
        [&self.events, &self.statements, &self.figures]
    }
}
