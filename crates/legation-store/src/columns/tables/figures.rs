//! Figures and whose they are.

use super::{
    ACTOR, ARTICLE, ATTRIBUTION, DATE_BASIS, DATE_FROM, DATE_TO, DATE_VALUE, END, ID, OWN_FROM,
    OWN_TO, POSITION, REPLACES, RULE, START, STATEMENT, STATUS, TIMEX_END, TIMEX_START, WORDS, col,
    int, owner, role, text,
};
use crate::columns::{Kind, Rows, Table};

/// Numbers that are claimed.
pub static FIGURES: Table = Table {
    name: "figures",
    doc: "Numbers that the text claims: what they count, whose, when, said by whom.",
    key: &["id"],
    rows: Rows::List(&["figures"]),
    columns: &[
        ID,
        ARTICLE,
        START,
        END,
        WORDS,
        col("value", Kind::Real, "value", "The value in `unit`; shares as fractions of 1.")
            .optional(),
        col("value_to", Kind::Real, "value_to", "The upper end of a range.").optional(),
        text(
            "unit",
            "unit",
            "`share`, `persons`, an ISO 4217 currency, a unit of measure, or the noun counted.",
        )
        .optional(),
        text(
            "comparator",
            "comparator",
            "`exactly`, `about`, `more_than`, `at_least`, `less_than`, `at_most`, `between` or `record`.",
        ),
        text("measures", "measures", "What is measured.").optional(),
        int(
            "measures_start",
            "measures_span.0",
            "First code point of the words that say what is measured.",
        )
        .optional(),
        int("measures_end", "measures_span.1", "One past the last code point of those words.")
            .optional(),
        col("subject", Kind::List, "subject", "Whose figure it is: who does or has it.")
            .refers("actors.id"),
        col("object", Kind::List, "object", "Whom it concerns on the other side.")
            .refers("actors.id"),
        DATE_VALUE,
        DATE_FROM,
        DATE_TO,
        DATE_BASIS,
        TIMEX_START,
        TIMEX_END,
        text("compared_to", "compared_to", "The figure it is compared to.")
            .optional()
            .refers("figures.id"),
        ATTRIBUTION,
        RULE,
        STATUS,
        REPLACES,
    ],
};

/// Whose figures.
pub static FIGURE_ACTORS: Table = Table {
    name: "figure_actors",
    doc: "Whose figures they are, and whom they concern.",
    key: &["figure", "role", "position"],
    rows: Rows::Nested(&["figures"], &[("subject", "subject"), ("object", "object")]),
    columns: &[
        owner("figure", "figures.id", "The figure."),
        role("role", "`subject` or `object`."),
        POSITION,
        ACTOR,
        OWN_FROM,
        OWN_TO,
    ],
};

/// Attribution of figures.
pub static FIGURE_STATEMENTS: Table = Table {
    name: "figure_statements",
    doc: "The statements that a figure stands in, innermost first.",
    key: &["figure", "position"],
    rows: Rows::Nested(&["figures"], &[("attribution", "attribution")]),
    columns: &[owner("figure", "figures.id", "The figure."), POSITION, STATEMENT],
};
