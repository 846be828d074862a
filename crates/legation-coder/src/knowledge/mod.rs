//! Knowledge: tables of facts about states, organisations, offices and people, compiled once and shared by all threads.
//!
//! The tables are tab-separated text. [`Knowledge::builtin`] reads those that come with the program,
//! [`Knowledge::parse`] any list of named texts: later rows replace earlier ones of the same id, so that a
//! user's tables extend and correct the built-in ones. Names are found by hash, whatever the size of the tables.

pub mod check;
pub mod french;
pub mod lexicon;
pub mod name;
pub mod office;
pub mod organisation;
pub mod place;
pub mod state;
pub(crate) mod tables;

pub use french::FrenchNames;
pub use lexicon::{Gender, Lexicon, NounHit, Nouns, RoleNoun, WordClass};
pub use name::NameIndex;
pub use office::{Holding, Office, Person};
pub use organisation::{Membership, Metonym, MetonymKind, Organisation};
pub use place::{Cities, City};
pub use state::{Region, State};

use crate::codebook::{Row, TableError, Tsv};
use foldhash::HashMap;
use jiff::civil::Date;

/// From a first to a last day; an open end has no day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Interval {
    /// The first day.
    pub from: Option<Date>,
    /// The last day.
    pub to: Option<Date>,
}

impl Interval {
    /// The columns `from` and `to`; an end may be given as a month or year.
    fn read(row: Row<'_, '_>) -> Result<Self, TableError> {
        let interval = Self { from: row.from_day("from")?, to: row.to_day("to")? };
        match interval {
            Self { from: Some(from), to: Some(to) } if from > to => {
                Err(row.error(format!("from {from} lies after to {to}")))
            }
            _ => Ok(interval),
        }
    }

    /// Whether a day lies inside; an unknown day lies in every interval that is still open.
    pub fn holds(self, day: Option<Date>) -> bool {
        match day {
            Some(day) => self.from.is_none_or(|f| f <= day) && self.to.is_none_or(|t| day <= t),
            None => self.to.is_none(),
        }
    }

    /// Whether it ended before a day.
    pub fn is_over(self, day: Option<Date>) -> bool {
        match day {
            Some(day) => self.to.is_some_and(|t| t < day),
            None => self.to.is_some(),
        }
    }
}

/// What a name in the tables stands for; the number is a position in the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Target {
    /// A state, by name.
    State(u32),
    /// A state, by its adjective: "Russian", "Sino".
    StateAdjective(u32),
    /// The people of a state: "Russians".
    Demonym(u32),
    /// A region.
    Region(u32),
    /// An organisation.
    Organisation(u32),
    /// A person, by a full name.
    Person(u32),
    /// A place that may stand for an actor.
    Metonym(u32),
    /// A description that only one actor answers to: "the world's second-largest economy".
    Epithet(u32),
}

/// All tables of facts.
#[derive(Clone, Debug, Default)]
pub struct Knowledge {
    /// States.
    pub states: Vec<State>,
    /// Regions.
    pub regions: Vec<Region>,
    /// Organisations.
    pub organisations: Vec<Organisation>,
    /// Places that stand for actors.
    pub metonyms: Vec<Metonym>,
    /// Descriptions that stand for actors.
    pub epithets: Vec<Metonym>,
    /// Offices.
    pub offices: Vec<Office>,
    /// People.
    pub people: Vec<Person>,
    /// Who held which office.
    pub holdings: Vec<Holding>,
    /// Who belonged to which organisation.
    pub memberships: Vec<Membership>,
    /// Codes of states in other systems: system, code, abbreviation, id, when.
    pub state_codes: Vec<StateCode>,
    /// Where cities lie.
    pub cities: Cities,
    /// How contested places are booked: entity and state.
    pub bookings: HashMap<Box<str>, Option<String>>,
    /// Given names with the sex they tell.
    pub given_names: HashMap<Box<str>, Gender>,
    /// Nouns for what people do.
    pub roles: Nouns,
    /// Nouns for bodies.
    pub bodies: Nouns,
    /// Word classes.
    pub lexicon: Lexicon,
    /// Names in French.
    pub french: FrenchNames,
    names: NameIndex<Target>,
    surnames: HashMap<Box<str>, Vec<u32>>,
    by_id: HashMap<Box<str>, Target>,
    office_by_id: HashMap<Box<str>, u32>,
    /// Offices by the state they belong to, organisations' offices under their country.
    offices_by_country: HashMap<Box<str>, Vec<u32>>,
    offices_by_of: HashMap<Box<str>, Vec<u32>>,
    holdings_by_office: HashMap<u32, Vec<u32>>,
    holdings_by_person: HashMap<u32, Vec<u32>>,
}

/// The code of a state in another system, such as the Correlates of War.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StateCode {
    /// `cow` or `gw`.
    pub system: String,
    /// The number.
    pub code: u16,
    /// The abbreviation.
    pub abbrev: Option<String>,
    /// The state's id.
    pub id: String,
    /// When the code holds.
    pub when: Interval,
}

/// Puts rows into a table: a row with a known id replaces the older one.
struct Merger<'k, T> {
    list: &'k mut Vec<T>,
    at: HashMap<String, usize>,
}

impl<'k, T> Merger<'k, T> {
    fn new(list: &'k mut Vec<T>) -> Self {
        Self { list, at: HashMap::default() }
    }

    fn put(&mut self, id: String, item: T) {
        match self.at.get(&id) {
            Some(&at) => self.list[at] = item,
            None => {
                self.at.insert(id, self.list.len());
                self.list.push(item);
            }
        }
    }
}

impl Knowledge {
    /// The tables that come with the program.
    pub fn builtin() -> Self {
        match Self::parse(tables::BUILTIN) {
            Ok(knowledge) => knowledge,
            // A test reads the built-in tables, so that this cannot happen in a released program.
            Err(error) => unreachable!("{error}"),
        }
    }

    /// File name and text of every built-in table.
    pub const fn builtin_tables() -> &'static [(&'static str, &'static str)] {
        tables::BUILTIN
    }

    /// The built-in tables with others on top.
    pub fn with(tables: &[(&str, &str)]) -> Result<Self, TableError> {
        let all: Vec<(&str, &str)> = tables::BUILTIN.iter().chain(tables).copied().collect();
        Self::parse(&all)
    }

    /// Reads tables, given as file name and text. The file name says what a table holds: `states.tsv`,
    /// `organisations-media.tsv`.
    pub fn parse(files: &[(&str, &str)]) -> Result<Self, TableError> {
        let mut out = Self::default();
        let kind = |file: &str| {
            let stem = file.rsplit(['/', '\\']).next().unwrap_or(file).split('.').next();
            stem.unwrap_or("").split('-').next().unwrap_or("").to_owned()
        };
        let kinds: Vec<String> = files.iter().map(|(file, _)| kind(file)).collect();
        for ((file, _), kind) in files.iter().zip(&kinds) {
            if !tables::KINDS.iter().any(|(name, _)| name == kind) {
                let known: Vec<&str> = tables::KINDS.iter().map(|k| k.0).collect();
                return Err(TableError {
                    file: (*file).to_owned(),
                    line: 0,
                    message: format!(
                        "no table is called {kind:?}; expected one of {}",
                        known.join(", ")
                    ),
                });
            }
        }
        let of = |wanted: &'static str| {
            let columns = tables::KINDS.iter().find(|k| k.0 == wanted).map_or(&[][..], |k| k.1);
            let picked = files.iter().zip(&kinds).filter(move |(_, kind)| kind.as_str() == wanted);
            picked.map(move |((file, text), _)| Tsv::parse(file, text, columns))
        };
        macro_rules! merge {
            ($list:ident, $name:literal, $read:expr, $id:expr) => {{
                let mut merger = Merger::new(&mut out.$list);
                for table in of($name) {
                    for row in table?.rows() {
                        let item = $read(row)?;
                        let id = $id(&item);
                        merger.put(id, item);
                    }
                }
            }};
        }
        let dated = |parts: [&str; 2], when: &Interval| {
            format!("{}\t{}\t{:?}", parts[0], parts[1], when.from)
        };
        merge!(states, "states", State::read, |x: &State| x.id.clone());
        merge!(regions, "place_groups", Region::read, |x: &Region| x.id.clone());
        merge!(organisations, "organisations", Organisation::read, |x: &Organisation| x.id.clone());
        merge!(metonyms, "metonyms", Metonym::read, |x: &Metonym| dated(
            [&x.name, &x.actor],
            &x.when
        ));
        merge!(epithets, "epithets", tables::epithet, |x: &Metonym| dated(
            [&x.name, &x.actor],
            &x.when
        ));
        merge!(offices, "offices", Office::read, |x: &Office| x.id.clone());
        merge!(people, "people", Person::read, |x: &Person| x.id.clone());
        merge!(holdings, "holders", Holding::read, |x: &Holding| dated(
            [&x.office, &x.person],
            &x.when
        ));
        merge!(memberships, "members", Membership::read, |x: &Membership| dated(
            [&x.org, &x.member],
            &x.when
        ));
        merge!(state_codes, "state_codes", tables::state_code, |x: &StateCode| {
            dated([&x.system, &x.code.to_string()], &x.when)
        });
        for table in of("roles") {
            let table = table?;
            out.roles.add(&table, |kind| kind != "body")?;
            out.bodies.add(&table, |kind| kind == "body")?;
        }
        for table in of("bodies") {
            out.bodies.add(&table?, |_| true)?;
        }
        for table in of("lexicon") {
            out.lexicon.add(&table?)?;
        }
        for table in of("french") {
            out.french.add(&table?)?;
        }
        for table in of("policy") {
            for row in table?.rows() {
                let state = row.some("booked_under").map(str::to_owned);
                out.bookings.insert(row.required("entity")?.into(), state);
            }
        }
        for ((file, text), _) in files.iter().zip(&kinds).filter(|(_, kind)| *kind == "cities") {
            Tsv::parse(
                file,
                text.get(..text.len().min(2000))
                    .map_or(*text, |t| t.rsplit_once('\n').map_or(t, |(t, _)| t)),
                tables::CITY_COLUMNS,
            )?;
            out.cities.add(text);
        }
        for table in of("given") {
            for row in table?.rows() {
                if let Some(gender) = Gender::cell(row)? {
                    for given in row.list("names") {
                        out.given_names.insert(name::key(given).into(), gender);
                    }
                }
            }
        }
        out.index();
        Ok(out)
    }

    /// Builds all indexes from the lists.
    fn index(&mut self) {
        for (at, state) in self.states.iter().enumerate() {
            let at = at as u32;
            self.by_id.insert(state.id.as_str().into(), Target::State(at));
            let names = std::iter::once(&state.name).chain(&state.official).chain(&state.aliases);
            names.for_each(|n| self.names.insert(n, Target::State(at)));
            state.adjectives.iter().for_each(|n| self.names.insert(n, Target::StateAdjective(at)));
            state.demonyms.iter().for_each(|n| self.names.insert(n, Target::Demonym(at)));
        }
        for (at, region) in self.regions.iter().enumerate() {
            let at = at as u32;
            self.by_id.insert(region.id.as_str().into(), Target::Region(at));
            let names = std::iter::once(&region.name).chain(&region.aliases);
            for name in names.map(|n| without_article(n)) {
                // "the world" is too common a word to be a name.
                if name.contains(' ') || name.starts_with(char::is_uppercase) {
                    self.names.insert(name, Target::Region(at));
                }
            }
        }
        for (at, org) in self.organisations.iter().enumerate() {
            let at = at as u32;
            self.by_id.insert(org.id.as_str().into(), Target::Organisation(at));
            let names = std::iter::once(&org.name).chain(&org.aliases).chain(&org.acronyms);
            names.for_each(|n| self.names.insert(without_article(n), Target::Organisation(at)));
        }
        let listed: foldhash::HashSet<&str> =
            self.metonyms.iter().map(|m| m.name.as_str()).collect();
        let capitals: Vec<Metonym> = self
            .states
            .iter()
            .filter_map(|s| s.capital.clone().map(|name| (name, s)))
            .filter(|(name, _)| !listed.contains(name.as_str()))
            .map(|(name, s)| Metonym {
                name,
                actor: s.id.clone(),
                kind: MetonymKind::Capital,
                when: s.when,
            })
            .collect();
        self.metonyms.extend(capitals);
        for (at, metonym) in self.metonyms.iter().enumerate() {
            self.names.insert(without_article(&metonym.name), Target::Metonym(at as u32));
        }
        for (at, epithet) in self.epithets.iter().enumerate() {
            let name = without_article(&epithet.name);
            self.names.insert_as(name, name::Shape::Phrase, Target::Epithet(at as u32));
        }
        for (at, person) in self.people.iter().enumerate() {
            let at = at as u32;
            self.by_id.insert(person.id.as_str().into(), Target::Person(at));
            for full in std::iter::once(&person.name).chain(&person.aliases) {
                // A single word only where the table lists it as a name of its own: "Lula".
                if full.contains([' ', '-']) || *full != person.name && full.len() > 2 {
                    self.names.insert(full, Target::Person(at));
                }
                let key = name::key(full);
                let mut words = key.split(' ');
                let (first, last) = (words.next(), words.next_back());
                for word in [last, first].into_iter().flatten().filter(|w| w.len() > 1) {
                    let known = self.surnames.entry(word.into()).or_default();
                    if !known.contains(&at) {
                        known.push(at);
                    }
                }
            }
        }
        for (at, office) in self.offices.iter().enumerate() {
            let at = at as u32;
            self.office_by_id.insert(office.id.as_str().into(), at);
            self.offices_by_of.entry(office.of.as_str().into()).or_default().push(at);
        }
        for (at, office) in self.offices.iter().enumerate() {
            if let Some(country) = self.country_of(&office.of).map(str::to_owned) {
                self.offices_by_country.entry(country.into()).or_default().push(at as u32);
            }
        }
        for (at, holding) in self.holdings.iter().enumerate() {
            if let Some(&office) = self.office_by_id.get(holding.office.as_str()) {
                self.holdings_by_office.entry(office).or_default().push(at as u32);
            }
            if let Some(&Target::Person(person)) = self.by_id.get(holding.person.as_str()) {
                self.holdings_by_person.entry(person).or_default().push(at as u32);
            }
        }
    }

    /// The longest name in the tables that begins with the first of `words`, and how many of them it takes.
    pub fn name_at(&self, words: &[&str]) -> Option<(usize, Vec<Target>)> {
        self.names.longest_at(words)
    }

    /// What a whole name stands for.
    pub fn named(&self, name: &str) -> impl Iterator<Item = Target> + '_ {
        self.names.get(name)
    }

    /// People one of whose names begins or ends with this word (in key form).
    pub fn people_called(&self, word: &str) -> &[u32] {
        self.surnames.get(word).map_or(&[], Vec::as_slice)
    }

    /// The entry with an id.
    pub fn by_id(&self, id: &str) -> Option<Target> {
        self.by_id.get(id).copied()
    }

    /// The id of an entry; metonyms and epithets have that of whom they stand for.
    pub fn id(&self, target: Target) -> &str {
        match target {
            Target::State(i) | Target::StateAdjective(i) | Target::Demonym(i) => {
                &self.states[i as usize].id
            }
            Target::Region(i) => &self.regions[i as usize].id,
            Target::Organisation(i) => &self.organisations[i as usize].id,
            Target::Person(i) => &self.people[i as usize].id,
            Target::Metonym(i) => &self.metonyms[i as usize].actor,
            Target::Epithet(i) => &self.epithets[i as usize].actor,
        }
    }

    /// When an entry held.
    pub fn when(&self, target: Target) -> Interval {
        match target {
            Target::State(i) | Target::StateAdjective(i) | Target::Demonym(i) => {
                self.states[i as usize].when
            }
            Target::Organisation(i) => self.organisations[i as usize].when,
            Target::Metonym(i) => self.metonyms[i as usize].when,
            Target::Epithet(i) => self.epithets[i as usize].when,
            Target::Region(_) | Target::Person(_) => Interval::default(),
        }
    }

    /// The country of the state or organisation with an id.
    pub fn country_of(&self, id: &str) -> Option<&str> {
        match self.by_id(id)? {
            Target::State(i) => Some(&self.states[i as usize].id),
            Target::Organisation(i) => self.organisations[i as usize].country.as_deref(),
            Target::Person(i) => self.people[i as usize].country.as_deref(),
            Target::Region(i) => match self.regions[i as usize].members.as_slice() {
                [only] => Some(only),
                _ => None,
            },
            _ => None,
        }
    }

    /// Offices of a state and of its organs.
    pub fn offices_in(&self, country: &str) -> impl Iterator<Item = u32> + '_ {
        self.offices_by_country.get(country).into_iter().flatten().copied()
    }

    /// Offices of exactly this state or organisation.
    pub fn offices_of(&self, id: &str) -> impl Iterator<Item = u32> + '_ {
        self.offices_by_of.get(id).into_iter().flatten().copied()
    }

    /// The holdings of an office.
    pub fn holdings_of(&self, office: u32) -> impl Iterator<Item = &Holding> + '_ {
        self.holdings_by_office
            .get(&office)
            .into_iter()
            .flatten()
            .map(|&i| &self.holdings[i as usize])
    }

    /// The holdings of a person, each with its office.
    pub fn holdings_by(&self, person: u32) -> impl Iterator<Item = (&Holding, &Office)> + '_ {
        self.holdings_by_person.get(&person).into_iter().flatten().filter_map(|&i| {
            let holding = &self.holdings[i as usize];
            let office = self.office_by_id.get(holding.office.as_str())?;
            Some((holding, &self.offices[*office as usize]))
        })
    }

    /// The office with an id.
    pub fn office(&self, id: &str) -> Option<(u32, &Office)> {
        self.office_by_id.get(id).map(|&i| (i, &self.offices[i as usize]))
    }

    /// Who holds an office on a day, if one person does.
    pub fn holder_on(&self, office: u32, day: Option<Date>) -> Option<u32> {
        let mut holders = self.holdings_of(office).filter(|h| h.when.holds(day));
        let (first, more) = (holders.next()?, holders.next());
        match (self.by_id(&first.person), more) {
            (Some(Target::Person(person)), None) => Some(person),
            _ => None,
        }
    }

    /// The members of an organisation on a day.
    pub fn members_on<'k>(
        &'k self,
        org: &'k str,
        day: Option<Date>,
    ) -> impl Iterator<Item = &'k str> + 'k {
        let of = self.memberships.iter().filter(move |m| m.org == org && m.when.holds(day));
        of.map(|m| m.member.as_str())
    }

    /// The code of a state in a system (`cow`, `gw`) on a day.
    pub fn state_code(&self, system: &str, id: &str, day: Option<Date>) -> Option<u16> {
        let mut codes = self.state_codes.iter().filter(|c| c.system == system && c.id == id);
        codes.find(|c| c.when.holds(day)).map(|c| c.code)
    }

    /// The state under which a contested place is booked.
    pub fn booked(&self, entity: &str) -> Option<&str> {
        self.bookings.get(entity)?.as_deref()
    }

    /// The city of this name, in this country if one is given; the most populous of several.
    pub fn city(&self, name: &str, country: Option<&str>) -> Option<City<'_>> {
        self.cities
            .named(name)
            .into_iter()
            .find(|c| country.is_none_or(|wanted| c.country == wanted))
    }

    /// The sex that a given name tells.
    pub fn given_name(&self, key: &str) -> Option<Gender> {
        self.given_names.get(key).copied()
    }
}

/// A name without a leading "the".
fn without_article(name: &str) -> &str {
    name.strip_prefix("the ").or_else(|| name.strip_prefix("The ")).unwrap_or(name)
}
