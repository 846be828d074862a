//! Words by what they mean to the search for actors: verbs of motion, honorifics, nouns for organisations and roles.

use super::name;
use crate::codebook::{Row, TableError, Tsv};
use foldhash::HashMap;
use legation_core::ActorKind;
use legation_core::plover::Sector;

/// Declares the word classes with their names in `lexicon.tsv`.
macro_rules! classes {
    ($($(#[$doc:meta])* $variant:ident = $text:literal),* $(,)?) => {
        /// A class of words in `lexicon.tsv`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum WordClass { $($(#[$doc])* $variant),* }
        impl WordClass {
            /// Every class.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];
            /// The class's name in the table.
            pub const fn as_str(self) -> &'static str { match self { $(Self::$variant => $text),* } }
        }
    };
}

classes! {
    /// Verbs and nouns of going: "fly", "trip".
    Motion = "motion",
    /// Verbs whose object, if it is a town, is the town: "visit", "shell".
    PlaceVerb = "place_verb",
    /// Nouns that make a possessor or modifier a place: "streets", "airport".
    PlaceNoun = "place_noun",
    /// Land, water, roads and crossings, whose names act no more than they do: "bridge", "river".
    FeatureNoun = "feature_noun",
    /// Prepositions that make their object a place: "in", "near".
    PlacePreposition = "place_preposition",
    /// Mr., Mrs., Dr.
    HonorificMale = "honorific_male",
    /// Mrs., Ms., Lady.
    HonorificFemale = "honorific_female",
    /// Dr., Prof.
    Honorific = "honorific",
    /// "former", "ex-", "then-".
    Former = "former",
    /// "acting", "interim".
    Acting = "acting",
    /// "-elect", "incoming", "designate".
    Elect = "elect",
    /// "late", "slain".
    Late = "late",
    /// Nouns for a state: "country", "nation".
    CountryNoun = "country_noun",
    /// Nouns that stand for whoever was just named in a pair: "pair", "sides".
    PairNoun = "pair_noun",
    /// Nouns for those at the head of a state: "leader".
    LeaderNoun = "leader_noun",
    /// Nouns that say how one actor stands to another: "ally", "rival".
    Relational = "relational",
    /// Quantities before "of": "majority", "thousands".
    Quantity = "quantity",
    /// Capitalised words that a model takes for names of people or bodies, but are not: "Covid".
    NotActor = "not_actor",
    /// Nouns for what an outlet publishes, which may speak for it: "article", "column".
    Piece = "piece",
    /// Nouns for people who are not named on purpose where nothing more is said of them: "official", "source".
    Anonymous = "anonymous",
    /// Verbs that name or appoint: their complement is a role of their object.
    Appoint = "appoint",
    /// Verbs of being and becoming.
    Copula = "copula",
    /// Verbs that take "as": "see China as a partner".
    SeeAs = "see_as",
    /// Verbs of saying, which need a speaker.
    Saying = "saying",
    /// Small words inside names: "of", "for", "and".
    NameLink = "name_link",
    /// Parts of surnames: "van", "al", "bin".
    Particle = "particle",
    /// Jr., Sr., III.
    Suffix = "suffix",
    /// Nouns and verbs about how states stand to one another, which make a capital stand for its state: "ties", "pressure".
    Relation = "relation",
    /// Offices whose holder is called the leader of a state, from the highest down.
    HeadOffice = "head_office",
    /// Verbs of telling somebody something that concerns them: "warn Moscow that it …".
    Addressing = "addressing",
    /// Nouns for what two sides have together: "our relations".
    JointNoun = "joint_noun",
    /// Verbs for what two sides do together: "we share".
    JointVerb = "joint_verb",
    /// What only states have: "navy", "ambassador", "foreign ministry".
    StateOrgan = "state_organ",
    /// Verbs whose plural subject does something to one another: "diverge", "align".
    Reciprocal = "reciprocal",
    /// What states have, though not they alone: "economy", "propaganda".
    StatePossession = "state_possession",
    /// Verbs whose object is somebody: "accuse", "sanction".
    TowardActor = "toward_actor",
    /// Verbs whose subject need not be anybody: "lie", "cost".
    Stative = "stative",
    /// Verbs whose subject is somebody only where they have an object: "open".
    Ergative = "ergative",
    /// Adjectives of faiths, parties and directions, which are of no state: "Islamic", "Democratic".
    Creed = "creed",
    /// Endings of adjectives made of the names of states.
    AdjectiveEnding = "adjective_ending",
    /// Endings by which names of states are known.
    StateEnding = "state_ending",
    /// Nouns that make no description by themselves: "market", "figure".
    NotAlone = "not_alone",
    /// Nouns that describe a person only with an owner: "head".
    NeedsOwner = "needs_owner",
    /// What acts in a state's name, so that the state does nothing to it: "government".
    GovernmentNoun = "government_noun",
    /// Codes of countries whose cities' names are surnames too.
    SurnameCountry = "surname_country",
    /// Adjectives before a title that are no part of it: "longtime".
    BesideTitle = "beside_title",
}

/// All classes of words.
#[derive(Clone, Debug, Default)]
pub struct Lexicon {
    classes: HashMap<Box<str>, u64>,
    ordered: HashMap<u8, Vec<String>>,
}

impl Lexicon {
    /// Adds the rows of a `lexicon.tsv`.
    pub(super) fn add(&mut self, table: &Tsv<'_>) -> Result<(), TableError> {
        for row in table.rows() {
            let name = row.required("class")?;
            let class = WordClass::ALL.iter().find(|c| c.as_str() == name);
            let class = *class.ok_or_else(|| row.error(format!("no word class {name:?}")))?;
            for word in row.list("words") {
                let word = word.to_lowercase();
                *self.classes.entry(word.as_str().into()).or_default() |= 1 << class as u8;
                self.ordered.entry(class as u8).or_default().push(word);
            }
        }
        Ok(())
    }

    /// Whether a word, in lower case, is in a class.
    pub fn is(&self, class: WordClass, word: &str) -> bool {
        self.classes.get(word).is_some_and(|bits| bits & (1 << class as u8) != 0)
    }

    /// The words of a class in the order of the table.
    pub fn words(&self, class: WordClass) -> &[String] {
        self.ordered.get(&(class as u8)).map_or(&[], Vec::as_slice)
    }
}

/// Whether a noun or name speaks of men or women.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Gender {
    /// He.
    Male,
    /// She.
    Female,
}

impl Gender {
    /// `m` or `f`; nothing for an empty cell.
    pub(super) fn cell(row: Row<'_, '_>) -> Result<Option<Self>, TableError> {
        match row.get("gender") {
            "" => Ok(None),
            "m" => Ok(Some(Self::Male)),
            "f" => Ok(Some(Self::Female)),
            other => Err(row.error(format!("gender {other:?} is neither m nor f"))),
        }
    }
}

/// A noun for what people do or are: "spokesman", "lawmaker"; or for a body: "ministry", "party".
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoleNoun {
    /// The singular, written out: "general" for "Gen.".
    pub noun: String,
    /// PLOVER sectors of whoever is called so.
    pub sectors: Vec<Sector>,
    /// What sort of actor it is.
    pub kind: ActorKind,
    /// Where the noun tells.
    pub gender: Option<Gender>,
    /// Whether its bearer's sectors are those of whom it serves, where the text says whom: "spokesman", "adviser".
    pub of_principal: bool,
}

/// A noun found in the tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NounHit {
    /// Which noun.
    pub noun: u32,
    /// Whether it stands in the plural.
    pub plural: bool,
}

/// Nouns for roles and bodies by their last word.
#[derive(Clone, Debug, Default)]
pub struct Nouns {
    pub(super) list: Vec<RoleNoun>,
    by_key: HashMap<Box<str>, NounHit>,
}

impl Nouns {
    /// Adds the rows of a table whose kind is wanted; a later row for a noun replaces an earlier one.
    pub(super) fn add(
        &mut self,
        table: &Tsv<'_>,
        wanted: fn(&str) -> bool,
    ) -> Result<(), TableError> {
        for row in table.rows() {
            let noun = row.required("noun")?;
            let kind = row.some("kind").unwrap_or("person");
            if !wanted(kind) {
                continue;
            }
            let sectors = sectors(row)?;
            let kind = match kind {
                "body" => kind_of_body(&sectors),
                kind => ActorKind::parse(kind)
                    .ok_or_else(|| row.error(format!("no kind of actor {kind:?}")))?,
            };
            let entry = RoleNoun {
                noun: row.get("note").strip_prefix("short for ").unwrap_or(noun).to_owned(),
                sectors,
                kind,
                gender: Gender::cell(row)?,
                of_principal: row.get("note").starts_with("of-principal"),
            };
            let at = self.list.len() as u32;
            let plural = row.some("plural").map_or_else(|| plural_of(noun), str::to_owned);
            self.list.push(entry);
            if plural != "-" {
                self.by_key.insert(name::key(&plural).into(), NounHit { noun: at, plural: true });
            }
            self.by_key.insert(name::key(noun).into(), NounHit { noun: at, plural: false });
        }
        Ok(())
    }

    /// The noun under a key of one or more words.
    pub fn get(&self, key: &str) -> Option<NounHit> {
        self.by_key.get(key).copied()
    }

    /// The facts of a noun.
    pub fn noun(&self, hit: NounHit) -> &RoleNoun {
        &self.list[hit.noun as usize]
    }
}

/// The sort of actor that a body of these sectors is.
fn kind_of_body(sectors: &[Sector]) -> ActorKind {
    match sectors.first() {
        Some(Sector::Mil) => ActorKind::Military,
        Some(Sector::Jrn) => ActorKind::Media,
        Some(Sector::Bus | Sector::Mnc | Sector::Agr) => ActorKind::Company,
        Some(Sector::Pty) => ActorKind::Party,
        Some(Sector::Edu) => ActorKind::ThinkTank,
        Some(Sector::Ngo | Sector::Rel | Sector::Soc | Sector::Med | Sector::Lab) => ActorKind::Ngo,
        Some(Sector::Igo | Sector::Uno | Sector::Eur) => ActorKind::Igo,
        Some(
            Sector::Reb
            | Sector::Prm
            | Sector::Crm
            | Sector::Img
            | Sector::Uaf
            | Sector::Cvl
            | Sector::Opp,
        ) => ActorKind::Group,
        _ => ActorKind::Government,
    }
}

/// The regular plural.
fn plural_of(noun: &str) -> String {
    match noun {
        n if n.ends_with("man") => format!("{}men", &n[..n.len() - 3]),
        n if n.ends_with('y')
            && !n.ends_with(['a', 'e', 'o', 'u'])
            && !n.ends_with("ey")
            && !n.ends_with("ay") =>
        {
            format!("{}ies", &n[..n.len() - 1])
        }
        n if n.ends_with(['s', 'x', 'z']) || n.ends_with("ch") || n.ends_with("sh") => {
            format!("{n}es")
        }
        n => format!("{n}s"),
    }
}

/// The cell `sectors` as PLOVER codes.
pub(super) fn sectors(row: Row<'_, '_>) -> Result<Vec<Sector>, TableError> {
    row.list("sectors")
        .map(|code| {
            Sector::parse(code).ok_or_else(|| row.error(format!("no PLOVER sector {code:?}")))
        })
        .collect()
}
