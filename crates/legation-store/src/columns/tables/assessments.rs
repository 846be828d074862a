//! Judgements, forecasts and constraints.

use super::{
    ACTOR, ARTICLE, ATTRIBUTION, END, ID, POSITION, REPLACES, RULE, START, STATEMENT, STATUS,
    WORDS, col, int, owner, role, text,
};
use crate::columns::{Kind, Rows, Table};

/// Judgements, forecasts and dilemmas.
pub static ASSESSMENTS: Table = Table {
    name: "assessments",
    doc: "Judgements, forecasts, dilemmas and constraints.",
    key: &["id"],
    rows: Rows::List(&["assessments"]),
    columns: &[
        ID,
        ARTICLE,
        START,
        END,
        WORDS,
        text("holder", "holder", "Who judges; unknown stands for the reporter.")
            .optional()
            .refers("actors.id"),
        text("kind", "kind", "`judgement`, `forecast` or `constraint`."),
        col("about", Kind::List, "about", "Whom or what it is about.").refers("actors.id"),
        text("polarity", "polarity", "`positive`, `negative`, `mixed` or `neutral`."),
        int("hedge_start", "hedge.0", "First code point of the hedge (`may`, `likely`).")
            .optional(),
        int("hedge_end", "hedge.1", "One past the last code point of the hedge.").optional(),
        ATTRIBUTION,
        RULE,
        STATUS,
        REPLACES,
    ],
};

/// Whom assessments are about.
pub static ASSESSMENT_ACTORS: Table = Table {
    name: "assessment_actors",
    doc: "Whom or what assessments are about.",
    key: &["assessment", "role", "position"],
    rows: Rows::Nested(&["assessments"], &[("about", "about")]),
    columns: &[
        owner("assessment", "assessments.id", "The assessment."),
        role("role", "`about`."),
        POSITION,
        ACTOR,
    ],
};

/// The options of a dilemma.
pub static ASSESSMENT_PIECES: Table = Table {
    name: "assessment_pieces",
    doc: "For dilemmas and constraints: the options named; for causal links: the two ends.",
    key: &["assessment", "position"],
    rows: Rows::Nested(&["assessments"], &[("option", "options")]),
    columns: &[
        owner("assessment", "assessments.id", "The assessment."),
        POSITION,
        START,
        END,
        text("text", "text", "The words."),
    ],
};

/// Attribution of assessments.
pub static ASSESSMENT_STATEMENTS: Table = Table {
    name: "assessment_statements",
    doc: "The statements that an assessment stands in, innermost first.",
    key: &["assessment", "position"],
    rows: Rows::Nested(&["assessments"], &[("attribution", "attribution")]),
    columns: &[owner("assessment", "assessments.id", "The assessment."), POSITION, STATEMENT],
};
