//! The one list of tables and columns that feeds `SQLite`, Parquet, CSV and JSON.
//!
//! A column says its name, kind, meaning and where in the article's JSON (the output contract) its value stands.
//! Writing, reading, formats and `docs/schema.md` all walk this list; a test holds the SQL of the migrations
//! against it.

mod tables;

pub use tables::*;

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Text.
    Text,
    /// A whole number.
    Integer,
    /// A number.
    Real,
    /// True or false; 1 or 0 in `SQLite`.
    Bool,
    /// A civil date, `2022-12-30`.
    Date,
    /// A list of texts; a JSON array in `SQLite`, a list in Parquet, joined by `; ` in CSV.
    List,
    /// Anything else, as JSON text.
    Json,
}

impl Kind {
    /// The type in `SQLite`.
    pub const fn sql(self) -> &'static str {
        match self {
            Self::Text | Self::Date | Self::List | Self::Json => "TEXT",
            Self::Integer | Self::Bool => "INTEGER",
            Self::Real => "REAL",
        }
    }

    /// The name in the documentation.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Integer => "integer",
            Self::Real => "number",
            Self::Bool => "true/false",
            Self::Date => "date",
            Self::List => "list of text",
            Self::Json => "JSON",
        }
    }
}

/// Where a value comes from when an article is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum From {
    /// A path into the record's JSON: keys and array positions parted by dots, empty for the value itself.
    Path(&'static str),
    /// The words of the article at the span under that path.
    Words(&'static str),
    /// The texts of the pieces under that path, joined by ` … `.
    Joined(&'static str),
    /// The id of the article.
    Article,
    /// The id of the record to which this row belongs.
    Owner,
    /// A path into the JSON of the record to which this row belongs.
    OfOwner(&'static str),
    /// The speaker of the statement that the entry names.
    Speaker,
    /// Which of the owner's lists the row comes from.
    Role,
    /// The position in the list, from 0.
    Position,
    /// Filled in by the store.
    Store,
}

/// A column.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    /// Its name in every format.
    pub name: &'static str,
    /// What it holds.
    pub kind: Kind,
    /// Whether the value may be unknown.
    pub nullable: bool,
    /// `table.column` that the value points at.
    pub refers: Option<&'static str>,
    /// Where the value comes from.
    pub from: From,
    /// What it means.
    pub doc: &'static str,
}

impl Column {
    pub(crate) const fn new(name: &'static str, kind: Kind, from: From, doc: &'static str) -> Self {
        Self { name, kind, nullable: false, refers: None, from, doc }
    }

    /// The same, but the value may be unknown.
    pub(crate) const fn optional(mut self) -> Self {
        self.nullable = true;
        self
    }

    /// The same, but pointing at another table.
    pub(crate) const fn refers(mut self, to: &'static str) -> Self {
        self.refers = Some(to);
        self
    }

    /// Whether the values are ids of actors.
    pub fn is_actor(&self) -> bool {
        self.refers == Some("actors.id")
    }
}

/// Where the rows of a table come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rows {
    /// The store makes them.
    Store,
    /// One row, from the article's `document`.
    Document,
    /// One row for each entry of some lists of the article's JSON, one after the other.
    List(&'static [&'static str]),
    /// One row for each entry of the lists within each entry of some lists: `(lists, [(role, path)])`.
    Nested(&'static [&'static str], &'static [(&'static str, &'static str)]),
}

/// A table.
#[derive(Clone, Copy, Debug)]
pub struct Table {
    /// Its name.
    pub name: &'static str,
    /// What a row is.
    pub doc: &'static str,
    /// The columns that tell rows apart.
    pub key: &'static [&'static str],
    /// Where the rows come from.
    pub rows: Rows,
    /// Its columns.
    pub columns: &'static [Column],
}

impl Table {
    /// The position of a column.
    pub fn position(&self, column: &str) -> Option<usize> {
        self.columns.iter().position(|c| c.name == column)
    }

    /// The column of that name.
    pub fn column(&self, name: &str) -> Option<&'static Column> {
        self.columns.iter().find(|c| c.name == name)
    }

    /// The singular that names one row as a record: "event" for `events`.
    pub fn singular(&self) -> &'static str {
        match self.name {
            "statements" => "statement",
            "events" => "event",
            "figures" => "figure",
            "ties" => "tie",
            "assessments" => "assessment",
            "timexes" => "timex",
            "actors" => "actor",
            _ => "article",
        }
    }
}

/// The table of that name.
pub fn table(name: &str) -> Option<&'static Table> {
    TABLES.iter().copied().find(|t| t.name == name)
}
