//! The words of time expressions, compiled from the codebook's tables once.

use super::calendar::Season;
use super::holiday::{Holiday, HolidayTable};
use crate::codebook::{TableError, read_toml};
use crate::quantity::words::Phrases;
use foldhash::HashSet;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// Units of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Unit {
    Second,
    Minute,
    Hour,
    Day,
    Night,
    Week,
    Weekend,
    Month,
    Quarter,
    Year,
    FiscalYear,
    Decade,
    Century,
    Millennium,
}

impl Unit {
    const CODES: [(Self, &'static str); 14] = [
        (Self::Second, "TS"),
        (Self::Minute, "TM"),
        (Self::Hour, "TH"),
        (Self::Day, "D"),
        (Self::Night, "N"),
        (Self::Week, "W"),
        (Self::Weekend, "WE"),
        (Self::Month, "M"),
        (Self::Quarter, "Q"),
        (Self::Year, "Y"),
        (Self::FiscalYear, "FY"),
        (Self::Decade, "DE"),
        (Self::Century, "CE"),
        (Self::Millennium, "ML"),
    ];

    fn parse(code: &str) -> Option<Self> {
        Self::CODES.iter().find(|u| u.1 == code).map(|u| u.0)
    }

    /// Whether it is shorter than a day.
    pub const fn is_clock(self) -> bool {
        matches!(self, Self::Second | Self::Minute | Self::Hour)
    }
}

/// Where a unit or name stands to the anchor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are the words")]
pub enum Direction {
    Last,
    Previous,
    This,
    Latest,
    Next,
    Following,
    That,
}

/// Which part of a stretch is meant, as TIMEX3's `mod`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are TIMEX3's")]
pub enum Edge {
    Start,
    Mid,
    End,
}

impl Edge {
    /// The `mod`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Start => "START",
            Self::Mid => "MID",
            Self::End => "END",
        }
    }
}

/// A time that is only past, present or future.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Reference {
    Past,
    Present,
    Future,
}

impl Reference {
    /// The value of TIMEX3.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Past => "PAST_REF",
            Self::Present => "PRESENT_REF",
            Self::Future => "FUTURE_REF",
        }
    }
}

/// A part of the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Part {
    Morning,
    Afternoon,
    Evening,
    Night,
}

impl Part {
    /// The code of TIMEX3.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Morning => "MO",
            Self::Afternoon => "AF",
            Self::Evening => "EV",
            Self::Night => "NI",
        }
    }

    fn parse(code: &str) -> Option<Self> {
        [Self::Morning, Self::Afternoon, Self::Evening, Self::Night]
            .into_iter()
            .find(|p| p.as_str() == code)
    }
}

/// What a phrase means.
#[derive(Clone, Debug, PartialEq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Sense {
    Month(i8),
    Weekday(i8),
    Weekdays(i8),
    Season(Season),
    Unit { unit: Unit, scale: i32, plural: bool },
    Decade(i16),
    Part { part: Part, plural: bool },
    Clock { hour: u8, minute: u8 },
    Afternoon(bool),
    Zone { universal: bool },
    Days(i32),
    DayPart { day: i32, part: Part },
    Direction(Direction),
    Edge(Edge),
    Reference(Reference),
    Adjective(Reference),
    Set(String),
    Long(String),
    Every,
    Vague,
    Pair,
    Holiday(usize),
}

/// All words of time expressions.
#[derive(Clone, Debug, Default)]
pub struct Lexicon {
    /// Phrases and their meanings.
    pub phrases: Phrases<Sense>,
    /// The days known by name.
    pub holidays: Vec<Holiday>,
    /// Lemmas that put what follows into the future.
    pub planning: HashSet<String>,
    /// Of these, the verbs that put their object's date into the future even when told as done: "scheduled a vote for Friday".
    pub scheduling: HashSet<String>,
    /// Nouns of happenings that are announced: "Sunday's vote".
    pub scheduled: HashSet<String>,
    /// Verbs whose object happens when they do: "held talks on Friday".
    pub holding: HashSet<String>,
    /// Verbs whose subject happens when they do: "the invasion began in February".
    pub happening: HashSet<String>,
    /// Lemmas whose infinitives are told as done.
    pub done: HashSet<String>,
    /// Words before a weekday that make a name of it.
    pub named_weekdays: HashSet<String>,
    /// Prepositions that point ahead.
    pub ahead: HashSet<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    months: BTreeMap<String, Vec<String>>,
    weekdays: BTreeMap<String, Vec<String>>,
    weekdays_plural: BTreeMap<String, Vec<String>>,
    seasons: BTreeMap<String, Vec<String>>,
    unit: Vec<UnitRow>,
    decades: BTreeMap<String, Vec<String>>,
    parts: BTreeMap<String, Vec<String>>,
    clock: BTreeMap<String, Vec<String>>,
    meridiem: BTreeMap<String, Vec<String>>,
    zones: Zones,
    named_weekdays: Words,
    days: BTreeMap<String, Vec<String>>,
    day_part: Vec<DayPartRow>,
    direction: BTreeMap<String, Vec<String>>,
    edges: BTreeMap<String, Vec<String>>,
    references: BTreeMap<String, Vec<String>>,
    references_adjective: BTreeMap<String, Vec<String>>,
    sets: BTreeMap<String, Vec<String>>,
    lengths: BTreeMap<String, Vec<String>>,
    every: Words,
    vague: Words,
    pair: Words,
    planning: Planning,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    words: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Zones {
    universal: Vec<String>,
    words: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Planning {
    words: Vec<String>,
    scheduling: Vec<String>,
    scheduled: Vec<String>,
    holding: Vec<String>,
    happening: Vec<String>,
    done: Vec<String>,
    ahead: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct UnitRow {
    code: String,
    #[serde(default = "one")]
    scale: i32,
    one: Vec<String>,
    many: Vec<String>,
}

fn one() -> i32 {
    1
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DayPartRow {
    day: i32,
    part: String,
    words: Vec<String>,
}

const FILE: &str = "words.toml";

impl Lexicon {
    /// The tables that come with the program.
    pub fn builtin() -> &'static Self {
        static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| {
            Lexicon::parse(
                include_str!("../../../../codebook/time/words.toml"),
                include_str!("../../../../codebook/time/holidays.toml"),
            )
            .unwrap_or_default()
        });
        &LEXICON
    }

    /// Reads the tables of words and of holidays.
    pub fn parse(words: &str, holidays: &str) -> Result<Self, TableError> {
        let table: Table = read_toml(FILE, words)?;
        let mut out = Self::default();
        out.add_all(table.months, |key| number(key).map(Sense::Month))?;
        out.add_all(table.weekdays, |key| number(key).map(Sense::Weekday))?;
        out.add_all(table.weekdays_plural, |key| number(key).map(Sense::Weekdays))?;
        out.add_all(table.seasons, |key| Season::parse(key).map(Sense::Season))?;
        out.add_all(table.decades, |key| number(key).map(Sense::Decade))?;
        out.add_all(table.clock, clock)?;
        out.add_all(table.meridiem, |key| match key {
            "am" => Some(Sense::Afternoon(false)),
            "pm" => Some(Sense::Afternoon(true)),
            _ => None,
        })?;
        out.add_all(table.days, |key| number(key).map(Sense::Days))?;
        out.add_all(table.direction, |key| direction(key).map(Sense::Direction))?;
        out.add_all(table.edges, |key| edge(key).map(Sense::Edge))?;
        out.add_all(table.references, |key| reference(key).map(Sense::Reference))?;
        out.add_all(table.references_adjective, |key| reference(key).map(Sense::Adjective))?;
        out.add_all(table.sets, |key| key.starts_with('P').then(|| Sense::Set(key.to_owned())))?;
        let period = |key: &str| key.starts_with('P').then(|| Sense::Long(key.to_owned()));
        out.add_all(table.lengths, period)?;
        for (code, words) in table.parts {
            let part = Part::parse(&code).ok_or_else(|| bad(&code))?;
            for word in words {
                out.phrases.add(&word, Sense::Part { part, plural: word.ends_with('s') });
            }
        }
        for row in table.unit {
            let unit = Unit::parse(&row.code).ok_or_else(|| bad(&row.code))?;
            for (words, plural) in [(row.one, false), (row.many, true)] {
                for word in words {
                    out.phrases.add(&word, Sense::Unit { unit, scale: row.scale, plural });
                }
            }
        }
        for row in table.day_part {
            let part = Part::parse(&row.part).ok_or_else(|| bad(&row.part))?;
            for word in row.words {
                out.phrases.add(&word, Sense::DayPart { day: row.day, part });
            }
        }
        for (list, sense) in
            [(table.every, Sense::Every), (table.vague, Sense::Vague), (table.pair, Sense::Pair)]
        {
            out.phrases.add_all(&list.words, &sense);
        }
        out.phrases.add_all(&table.zones.universal, &Sense::Zone { universal: true });
        out.phrases.add_all(&table.zones.words, &Sense::Zone { universal: false });
        out.named_weekdays.extend(table.named_weekdays.words);
        out.planning.extend(table.planning.words);
        out.scheduling.extend(table.planning.scheduling);
        out.scheduled.extend(table.planning.scheduled);
        out.holding.extend(table.planning.holding);
        out.happening.extend(table.planning.happening);
        out.done.extend(table.planning.done);
        out.ahead.extend(table.planning.ahead);
        let file = "holidays.toml";
        let table: HolidayTable = read_toml(file, holidays)?;
        for row in table.holiday {
            let at = out.holidays.len();
            out.phrases.add_all(&row.names, &Sense::Holiday(at));
            out.holidays.push(row.day().map_err(|message| TableError {
                file: file.to_owned(),
                line: 0,
                message,
            })?);
        }
        Ok(out)
    }

    fn add_all(
        &mut self,
        table: BTreeMap<String, Vec<String>>,
        sense: impl Fn(&str) -> Option<Sense>,
    ) -> Result<(), TableError> {
        for (key, words) in table {
            let sense = sense(&key).ok_or_else(|| bad(&key))?;
            self.phrases.add_all(&words, &sense);
        }
        Ok(())
    }
}

fn bad(key: &str) -> TableError {
    TableError { file: FILE.to_owned(), line: 0, message: format!("unknown key {key:?}") }
}

fn number<T: std::str::FromStr>(key: &str) -> Option<T> {
    key.parse().ok()
}

fn clock(key: &str) -> Option<Sense> {
    let (hour, minute) = key.split_once(':')?;
    Some(Sense::Clock { hour: number(hour)?, minute: number(minute)? })
}

fn direction(key: &str) -> Option<Direction> {
    Some(match key {
        "last" => Direction::Last,
        "previous" => Direction::Previous,
        "this" => Direction::This,
        "latest" => Direction::Latest,
        "next" => Direction::Next,
        "following" => Direction::Following,
        "that" => Direction::That,
        _ => return None,
    })
}

fn edge(key: &str) -> Option<Edge> {
    [Edge::Start, Edge::Mid, Edge::End].into_iter().find(|e| e.as_str() == key)
}

fn reference(key: &str) -> Option<Reference> {
    Some(match key {
        "past" => Reference::Past,
        "present" => Reference::Present,
        "future" => Reference::Future,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_are_sound() {
        let lexicon = Lexicon::parse(
            include_str!("../../../../codebook/time/words.toml"),
            include_str!("../../../../codebook/time/holidays.toml"),
        )
        .expect("tables parse");
        assert!(lexicon.holidays.len() > 40);
        assert!(lexicon.planning.contains("schedule"));
    }
}
