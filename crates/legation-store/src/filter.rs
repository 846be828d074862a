//! [`Filter`]: one way to ask for records, used alike by queries, exports, the CLI and the web pages.

use crate::columns::Table;
use crate::{Error, Result};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Whether records inside statements are wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Attribution {
    /// Only what the reporter says in his own voice.
    Reporter,
    /// Only what somebody is said to have said.
    Attributed,
}

/// Whether corrections by people count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Corrections {
    /// Rejected records are gone, edited and added ones stand, merged actors are one.
    #[default]
    Applied,
    /// The program's records alone.
    Ignored,
}

/// Whether statements that were not said but are attitudes (thoughts, wishes, stances) are wanted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Attitudes {
    /// Only what was said.
    #[default]
    LeftOut,
    /// Both.
    Shown,
}

/// Whether near-duplicate articles count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Duplicates {
    /// All articles count.
    #[default]
    Keep,
    /// Of a cluster of near-duplicates only the first counts.
    Collapse,
}

/// What is asked for. Empty lists and `None` ask for nothing in particular; values of one list are alternatives, different
/// fields must all hold.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Filter {
    /// Ids of records (or of articles, or actors).
    pub ids: Vec<String>,
    /// Articles, by id.
    pub articles: Vec<String>,
    /// Actors, by id or name, in any part: source, target, speaker, addressee, end of a tie …
    pub actors: Vec<String>,
    /// Actors on the acting side: source, speaker, subject of a figure, first end of a tie, holder of an assessment.
    pub sources: Vec<String>,
    /// Actors on the other side: target, addressee, object of a figure, second end of a tie, whom an assessment is about.
    pub targets: Vec<String>,
    /// Actors that the record is about: those mentioned in the content of a statement or addressed by it; in other tables
    /// those that take any part.
    pub about: Vec<String>,
    /// Two actors that both take part, in either direction.
    pub dyad: Option<(String, String)>,
    /// ISO 3166 alpha-3 of the country of a participant.
    pub countries: Vec<String>,
    /// PLOVER sector of a participant.
    pub sectors: Vec<String>,
    /// Type: of events (PLOVER's or other), ties; the act of statements; the unit of figures; the kind of assessments and actors.
    pub types: Vec<String>,
    /// PLOVER mode of events; manner of statements.
    pub modes: Vec<String>,
    /// PLOVER quadrant, 1 to 4.
    pub quads: Vec<u8>,
    /// PLOVER contexts.
    pub contexts: Vec<String>,
    /// Factuality.
    pub factualities: Vec<String>,
    /// Class of the cue of statements.
    pub cues: Vec<String>,
    /// In the reporter's voice, or attributed.
    pub attribution: Option<Attribution>,
    /// Speakers, by id or name: what stands in a statement of theirs.
    pub speakers: Vec<String>,
    /// First day: what ends before is left out. Records without a date are left out as well.
    pub from: Option<Date>,
    /// Last day: what begins after is left out.
    pub to: Option<Date>,
    /// Publishers of the article.
    pub publishers: Vec<String>,
    /// Words: in the content of statements, the name of actors, else in the article. Terms are all required, `"…"` is a phrase,
    /// `term*` a beginning.
    pub text: Option<String>,
    /// Events of at least that confidence.
    pub min_confidence: Option<f64>,
    /// Rules that made the record, by the beginning of their name.
    pub rules: Vec<String>,
    /// What to do with attitudes among the statements. Asking for the cue class `attitude` shows them as well.
    pub attitudes: Attitudes,
    /// What to do with near-duplicates.
    pub duplicates: Duplicates,
    /// What to do with corrections.
    pub corrections: Corrections,
}

impl Filter {
    /// Everything.
    pub fn all() -> Self {
        Self::default()
    }

    /// The fields that are set and that `table` does not have.
    pub fn misfits(&self, table: &Table) -> Vec<&'static str> {
        let has = |column: &str| table.position(column).is_some();
        let articles = table.name == "articles";
        let actors = table.name == "actors";
        let attributed = has("attribution");
        // What has no day of its own has that of the articles.
        let dated = articles || actors || has("date_from") || table.name == "assessments";
        let set = [
            ("articles", !self.articles.is_empty(), !actors && !articles),
            ("sources", !self.sources.is_empty(), !actors && !articles),
            ("targets", !self.targets.is_empty(), !actors && !articles),
            ("dyad", self.dyad.is_some(), !actors),
            ("types", !self.types.is_empty(), !articles),
            ("modes", !self.modes.is_empty(), has("mode") || has("manner")),
            ("quads", !self.quads.is_empty(), has("quad")),
            ("contexts", !self.contexts.is_empty(), has("contexts")),
            ("factualities", !self.factualities.is_empty(), has("factuality")),
            ("cues", !self.cues.is_empty(), has("cue_class")),
            ("attribution", self.attribution.is_some(), attributed || has("within")),
            ("speakers", !self.speakers.is_empty(), attributed || has("speaker")),
            ("from", self.from.is_some(), dated),
            ("to", self.to.is_some(), dated),
            ("publishers", !self.publishers.is_empty(), true),
            ("min_confidence", self.min_confidence.is_some(), has("confidence")),
            ("rules", !self.rules.is_empty(), has("rule")),
        ];
        set.into_iter().filter(|(_, set, has)| *set && !has).map(|(name, ..)| name).collect()
    }

    /// The same filter without what `table` does not have.
    #[must_use]
    pub fn fitted(&self, table: &Table) -> Self {
        let mut fitted = self.clone();
        for field in self.misfits(table) {
            match field {
                "articles" => fitted.articles.clear(),
                "sources" => fitted.sources.clear(),
                "targets" => fitted.targets.clear(),
                "dyad" => fitted.dyad = None,
                "types" => fitted.types.clear(),
                "modes" => fitted.modes.clear(),
                "quads" => fitted.quads.clear(),
                "contexts" => fitted.contexts.clear(),
                "factualities" => fitted.factualities.clear(),
                "cues" => fitted.cues.clear(),
                "attribution" => fitted.attribution = None,
                "speakers" => fitted.speakers.clear(),
                "from" => fitted.from = None,
                "to" => fitted.to = None,
                "publishers" => fitted.publishers.clear(),
                "min_confidence" => fitted.min_confidence = None,
                _ => fitted.rules.clear(),
            }
        }
        fitted
    }

    pub(crate) fn check(&self, table: &'static Table) -> Result<()> {
        match self.misfits(table).first() {
            Some(field) => Err(Error::Filter { table: table.name, field }),
            None => Ok(()),
        }
    }
}

/// In which order and how many.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Page {
    /// How many at most.
    pub limit: u32,
    /// The `next` of the page before.
    pub after: Option<String>,
    /// The order.
    pub order: Order,
}

impl Default for Page {
    fn default() -> Self {
        Self { limit: 100, after: None, order: Order::Newest }
    }
}

impl Page {
    /// The first `limit` rows.
    pub fn first(limit: u32) -> Self {
        Self { limit, ..Self::default() }
    }

    /// The page after the one that ended with this cursor.
    #[must_use]
    pub fn after(mut self, cursor: Option<String>) -> Self {
        self.after = cursor;
        self
    }

    /// The same in another order.
    #[must_use]
    pub fn ordered(mut self, order: Order) -> Self {
        self.order = order;
        self
    }
}

/// The order of rows: by date (actors: by the number of articles), then id. Rows without a date count as the oldest.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Order {
    /// The last first (actors: the most frequent first).
    #[default]
    Newest,
    /// The first first.
    Oldest,
}

/// Turns what a user typed into an FTS5 expression that cannot be malformed: terms are required, quoted ones are
/// phrases, a closing `*` makes a beginning. `None` where nothing remains.
pub(crate) fn fts_expression(text: &str) -> Option<String> {
    let mut terms: Vec<String> = Vec::new();
    for (i, part) in text.split('"').enumerate() {
        if i % 2 == 1 {
            terms.push(part.trim().to_owned());
        } else {
            terms.extend(part.split_whitespace().map(str::to_owned));
        }
    }
    let terms = terms.iter().filter(|t| t.chars().any(char::is_alphanumeric));
    let quoted: Vec<String> = terms
        .map(|term| match term.strip_suffix('*') {
            Some(start) => format!("\"{start}\"*"),
            None => format!("\"{term}\""),
        })
        .collect();
    if quoted.is_empty() { None } else { Some(quoted.join(" ")) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::columns::{EVENTS, STATEMENTS};

    #[test]
    fn what_users_type_becomes_a_safe_expression() {
        let cases = [
            ("trade talks", Some("\"trade\" \"talks\"")),
            ("\"trade talks\" sanction*", Some("\"trade talks\" \"sanction\"*")),
            ("NOT (x", Some("\"NOT\" \"(x\"")),
            ("unclosed \"phrase here", Some("\"unclosed\" \"phrase here\"")),
            (" * - \"\" ", None),
        ];
        for (typed, wanted) in cases {
            assert_eq!(fts_expression(typed).as_deref(), wanted, "{typed}");
        }
    }

    #[test]
    fn a_filter_says_what_does_not_fit() {
        let filter = Filter { quads: vec![4], actors: vec!["CHN".into()], ..Filter::default() };
        assert_eq!(filter.misfits(&EVENTS), Vec::<&str>::new());
        assert_eq!(filter.misfits(&STATEMENTS), ["quads"]);
        assert!(filter.check(&STATEMENTS).unwrap_err().to_string().contains("quads"));
        assert_eq!(filter.fitted(&STATEMENTS).quads, Vec::<u8>::new());
        assert_eq!(filter.fitted(&STATEMENTS).actors, ["CHN"]);
    }
}
