//! Exports to the formats that others read, each with a report on what did not fit.
//!
//! | name | files | readers |
//! |---|---|---|
//! | `plover` | PLOVER JSON lines | PLOVER tools |
//! | `polecat` | 40 columns, tab-separated | POLECAT scripts |
//! | `icews` | 20 columns, tab-separated, CAMEO | ICEWS scripts, the R package |
//! | `gdelt` | GDELT 2 events (61) and mentions (16), CAMEO | GDELT tools |
//! | `parquet`, `csv` | a file for each table | DuckDB, pandas, R, spreadsheets |
//! | `graphml`, `gexf` | actors and what lies between them | networkx, Gephi |
//! | `ftm` | FollowTheMoney entities | Aleph, OpenSanctions |
//! | `webannotation` | W3C Web Annotations | Hypothesis, Recogito |
//! | `aggregates` | dyad × period × quadrant, and how much there was to read | statistics |

mod aggregate;
mod cameo;
mod fact;
mod ftm;
mod gdelt;
mod graph;
mod icews;
mod links;
mod loss;
mod members;
mod plover;
mod polecat;
mod provenance;
mod states;
mod tables;
mod webannotation;

use crate::filter::Filter;
use crate::format::Formulas;
use crate::{Error, Result, Store};
use serde::{Deserialize, Serialize};
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

pub use cameo::{cameo_code, cameo_role};
pub use loss::{Loss, LossReport};
pub use provenance::Provenance;
pub(crate) use states::rows as table_rows;

/// A format for export.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Export {
    /// PLOVER JSON lines.
    Plover,
    /// POLECAT's table.
    Polecat,
    /// ICEWS's table.
    Icews,
    /// GDELT 2 events and mentions.
    Gdelt,
    /// A Parquet file for each table.
    Parquet,
    /// A CSV file for each table.
    Csv,
    /// A GraphML network.
    Graphml,
    /// A GEXF network with time.
    Gexf,
    /// FollowTheMoney entities.
    Ftm,
    /// W3C Web Annotations.
    Webannotation,
    /// Counts by dyad, period and quadrant, with coverage.
    Aggregates,
}

impl Export {
    /// All formats.
    pub const ALL: [Self; 11] = [
        Self::Plover,
        Self::Polecat,
        Self::Icews,
        Self::Gdelt,
        Self::Parquet,
        Self::Csv,
        Self::Graphml,
        Self::Gexf,
        Self::Ftm,
        Self::Webannotation,
        Self::Aggregates,
    ];

    /// Its name.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Plover => "plover",
            Self::Polecat => "polecat",
            Self::Icews => "icews",
            Self::Gdelt => "gdelt",
            Self::Parquet => "parquet",
            Self::Csv => "csv",
            Self::Graphml => "graphml",
            Self::Gexf => "gexf",
            Self::Ftm => "ftm",
            Self::Webannotation => "webannotation",
            Self::Aggregates => "aggregates",
        }
    }

    /// The format of that name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|e| e.as_str() == name)
    }
}

/// What to do with planned events in formats that know facts only.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Planned {
    /// Turn them into what they are today by PLOVER's rules: a planned visit is an AGREE, a planned attack a THREATEN.
    #[default]
    Reduced,
    /// Leave them out.
    Dropped,
}

/// What to do with events without a date in formats that demand one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Undated {
    /// Leave them out.
    #[default]
    Dropped,
    /// Put the publication date, and say so wherever the format has room.
    Published,
}

/// What to do with alliances and other groups whose members the text names.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Groups {
    /// The group is one actor.
    #[default]
    Kept,
    /// Each member is an actor; the report counts how many rows that makes.
    Expanded,
}

/// What to do with alliances and other organisations whose members the knowledge tables list with dates.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Alliances {
    /// The organisation is one actor.
    #[default]
    Kept,
    /// Each state that was a member on the day of the event is an actor in its place, unless it stands on the other side.
    Expanded,
}

/// What to do with several sources and targets in formats that could hold them as lists.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Pairs {
    /// One row with lists.
    #[default]
    Kept,
    /// A row for each pair of source and target; the report counts how many that adds.
    Expanded,
}

/// The length of a period of aggregates.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Period {
    /// A calendar year.
    Year,
    /// A quarter of a year.
    Quarter,
    /// A calendar month.
    #[default]
    Month,
    /// An ISO week.
    Week,
    /// A day.
    Day,
}

/// How to export.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ExportOptions {
    /// What to export.
    pub filter: Filter,
    /// Planned events.
    pub planned: Planned,
    /// Events without a date.
    pub undated: Undated,
    /// Groups.
    pub groups: Groups,
    /// Organisations with known members.
    pub alliances: Alliances,
    /// Several sources and targets, in formats that have lists.
    pub pairs: Pairs,
    /// Formulas in CSV.
    pub formulas: Formulas,
    /// Periods of aggregates.
    pub period: Period,
}

impl Store {
    /// Writes the files of a format into a folder, made where needed, with `FORMAT.loss.json` beside them.
    pub fn export(
        &self,
        format: Export,
        folder: impl AsRef<Path>,
        options: &ExportOptions,
    ) -> Result<LossReport> {
        let folder = folder.as_ref();
        std::fs::create_dir_all(folder).map_err(Error::file(folder))?;
        let mut out =
            Out { store: self, folder, options, report: LossReport::new(format.as_str()) };
        // One moment for all files: a writer may be at work meanwhile.
        let snapshot = Snapshot::begin(&self.conn)?;
        out.report.provenance = Provenance::of(self, options)?;
        match format {
            Export::Plover => plover::write(&mut out)?,
            Export::Polecat => polecat::write(&mut out)?,
            Export::Icews => icews::write(&mut out)?,
            Export::Gdelt => gdelt::write(&mut out)?,
            Export::Parquet => tables::write(&mut out, crate::format::Format::Parquet)?,
            Export::Csv => tables::write(&mut out, crate::format::Format::Csv)?,
            Export::Graphml => graph::write_graphml(&mut out)?,
            Export::Gexf => graph::write_gexf(&mut out)?,
            Export::Ftm => ftm::write(&mut out)?,
            Export::Webannotation => webannotation::write(&mut out)?,
            Export::Aggregates => aggregate::write(&mut out)?,
        }
        drop(snapshot);
        let path = folder.join(format!("{}.loss.json", format.as_str()));
        let text = serde_json::to_string_pretty(&out.report).map_err(Error::format("JSON"))?;
        std::fs::write(&path, text + "\n").map_err(Error::file(&path))?;
        Ok(out.report)
    }
}

/// Holds one state of the store while it lives.
struct Snapshot<'c>(Option<&'c rusqlite::Connection>);

impl<'c> Snapshot<'c> {
    fn begin(conn: &'c rusqlite::Connection) -> Result<Self> {
        if !conn.is_autocommit() {
            return Ok(Self(None));
        }
        conn.execute_batch("BEGIN")?;
        Ok(Self(Some(conn)))
    }
}

impl Drop for Snapshot<'_> {
    fn drop(&mut self) {
        if let Some(conn) = self.0 {
            // A reading transaction has nothing to lose.
            let _ = conn.execute_batch("ROLLBACK");
        }
    }
}

/// Where an export goes.
pub(crate) struct Out<'a> {
    pub(crate) store: &'a Store,
    folder: &'a Path,
    pub(crate) options: &'a ExportOptions,
    pub(crate) report: LossReport,
}

impl Out<'_> {
    /// Starts a file.
    fn file(&mut self, name: &str) -> Result<Text> {
        let path = self.folder.join(name);
        let file = File::create(&path).map_err(Error::file(&path))?;
        self.report.files.push(name.to_owned());
        Ok(Text { path, out: BufWriter::new(file) })
    }
}

/// A text file being written.
pub(crate) struct Text {
    path: PathBuf,
    out: BufWriter<File>,
}

impl Text {
    /// Writes a line.
    pub(crate) fn line(&mut self, line: &str) -> Result<()> {
        self.out
            .write_all(line.as_bytes())
            .and_then(|()| self.out.write_all(b"\n"))
            .map_err(Error::file(&self.path))
    }

    /// Writes a line of fields parted by tabs; tabs and line breaks within them become spaces.
    pub(crate) fn tsv(&mut self, fields: &[String]) -> Result<()> {
        let clean = fields.iter().map(|f| f.replace(['\t', '\n', '\r'], " "));
        self.line(&clean.collect::<Vec<_>>().join("\t"))
    }

    /// Ends the file.
    pub(crate) fn finish(mut self) -> Result<()> {
        self.out.flush().map_err(Error::file(&self.path))
    }
}
