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

    /// What is asked for that `table` cannot be narrowed by, under the names of the command line's options and the API's parameters.
    pub fn misfits(&self, table: &Table) -> Vec<&'static str> {
        let set = [
            ("article", !self.articles.is_empty()),
            ("source", !self.sources.is_empty()),
            ("target", !self.targets.is_empty()),
            ("dyad", self.dyad.is_some()),
            ("type", !self.types.is_empty()),
            ("mode", !self.modes.is_empty()),
            ("quad", !self.quads.is_empty()),
            ("context", !self.contexts.is_empty()),
            ("factuality", !self.factualities.is_empty()),
            ("cue", !self.cues.is_empty()),
            ("attribution", self.attribution.is_some()),
            ("speaker", !self.speakers.is_empty()),
            ("since", self.from.is_some()),
            ("until", self.to.is_some()),
            ("min_confidence", self.min_confidence.is_some()),
            ("rule", !self.rules.is_empty()),
        ];
        set.into_iter()
            .filter(|(name, set)| *set && !applies(name, table))
            .map(|(n, _)| n)
            .collect()
    }

    /// The same filter without what `table` cannot be narrowed by. Actors are not narrowed by the events that they take part in, since
    /// what is exported with them names others as well.
    #[must_use]
    pub fn fitted(&self, table: &Table) -> Self {
        let mut fitted = self.clone();
        let mut leave_out = self.misfits(table);
        if table.name == "actors" {
            leave_out.extend(OF_EVENTS);
        }
        for name in leave_out {
            match name {
                "article" => fitted.articles.clear(),
                "source" => fitted.sources.clear(),
                "target" => fitted.targets.clear(),
                "dyad" => fitted.dyad = None,
                "type" => fitted.types.clear(),
                "mode" => fitted.modes.clear(),
                "quad" => fitted.quads.clear(),
                "context" => fitted.contexts.clear(),
                "factuality" => fitted.factualities.clear(),
                "cue" => fitted.cues.clear(),
                "attribution" => fitted.attribution = None,
                "speaker" => fitted.speakers.clear(),
                "since" => fitted.from = None,
                "until" => fitted.to = None,
                "min_confidence" => fitted.min_confidence = None,
                _ => fitted.rules.clear(),
            }
        }
        fitted
    }

    pub(crate) fn check(&self, table: &'static Table) -> Result<()> {
        match self.misfits(table).first() {
            Some(&option) => {
                let others = [
                    "events",
                    "statements",
                    "figures",
                    "ties",
                    "assessments",
                    "actors",
                    "articles",
                ];
                let others = others.into_iter().filter(|name| {
                    crate::columns::table(name).is_some_and(|table| applies(option, table))
                });
                Err(Error::Filter { table: table.name, option, others: others.collect() })
            }
            None => Ok(()),
        }
    }
}

/// What is asked of the events of a record, where it is no event itself.
const OF_EVENTS: [&str; 5] = ["quad", "context", "factuality", "mode", "min_confidence"];

/// Whether a table can be narrowed so: by a column of its own, or by the events that stand in its statements and articles or that its
/// actors take part in.
fn applies(option: &str, table: &Table) -> bool {
    let has = |column: &str| table.position(column).is_some();
    let (articles, actors) = (table.name == "articles", table.name == "actors");
    let linked = articles || actors || table.name == "statements";
    match option {
        "article" => !actors && !articles,
        "source" | "target" | "dyad" => !actors,
        "mode" => has("mode") || has("manner") || linked,
        "quad" => has("quad") || linked,
        "context" => has("contexts") || linked,
        "factuality" => has("factuality") || linked,
        "cue" => has("cue_class"),
        "attribution" => has("attribution") || has("within"),
        "speaker" => has("attribution") || has("speaker"),
        // What has no day of its own has that of the articles.
        "since" | "until" => articles || actors || has("date_from") || table.name == "assessments",
        "min_confidence" => has("confidence") || linked,
        "rule" => has("rule"),
        _ => true,
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
    use crate::columns::{ACTORS, EVENTS, STATEMENTS, TIES};

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
        assert_eq!(filter.misfits(&STATEMENTS), Vec::<&str>::new(), "those with such an event");
        assert_eq!(filter.misfits(&TIES), ["quad"]);
        let refused = filter.check(&TIES).unwrap_err().to_string();
        assert_eq!(
            refused,
            "ties cannot be narrowed by `quad`; it is for events, statements, actors, articles"
        );
        assert_eq!(filter.fitted(&TIES).quads, Vec::<u8>::new());
        assert_eq!(filter.fitted(&TIES).actors, ["CHN"]);
        assert_eq!(filter.fitted(&ACTORS).quads, Vec::<u8>::new());
        let since = Filter { from: "2022-01-01".parse().ok(), ..Filter::default() };
        let links = crate::columns::table("links").unwrap();
        assert!(since.check(links).unwrap_err().to_string().contains("`since`"));
    }
}
