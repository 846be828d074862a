//! Lasting relations between actors.

use super::{
    ARTICLE, ATTRIBUTION, DATE_BASIS, DATE_FROM, DATE_TO, DATE_VALUE, END, FACTUALITY, ID,
    POSITION, REPLACES, RULE, START, STATEMENT, STATUS, TIMEX_END, TIMEX_START, WORDS, col, owner,
    text,
};
use crate::columns::{Kind, Rows, Table};

/// Lasting relations.
pub static TIES: Table = Table {
    name: "ties",
    doc: "Lasting relations between two actors, stated as fact or attributed.",
    key: &["id"],
    rows: Rows::List(&["ties"]),
    columns: &[
        ID,
        ARTICLE,
        START,
        END,
        WORDS,
        text("a", "a", "One end.").refers("actors.id"),
        text("b", "b", "The other end.").refers("actors.id"),
        col("directed", Kind::Bool, "directed", "Whether the two ends differ in part."),
        text(
            "type",
            "type",
            "`partnership`, `alliance`, `dependence`, `trade`, `supplies`, `arms`, `rivalry`, `threat`, `office`, `employment`, `membership`, `ownership`, `alignment` or `constraint`.",
        ),
        FACTUALITY,
        DATE_VALUE,
        DATE_FROM,
        DATE_TO,
        DATE_BASIS,
        TIMEX_START,
        TIMEX_END,
        col("figures", Kind::List, "figures", "Figures that quantify it.").refers("figures.id"),
        ATTRIBUTION,
        RULE,
        STATUS,
        REPLACES,
    ],
};

/// Figures of ties.
pub static TIE_FIGURES: Table = Table {
    name: "tie_figures",
    doc: "Figures that quantify a tie.",
    key: &["tie", "position"],
    rows: Rows::Nested(&["ties"], &[("figure", "figures")]),
    columns: &[
        owner("tie", "ties.id", "The tie."),
        POSITION,
        text("figure", "", "The figure.").refers("figures.id"),
    ],
};

/// Attribution of ties.
pub static TIE_STATEMENTS: Table = Table {
    name: "tie_statements",
    doc: "The statements that a tie stands in, innermost first.",
    key: &["tie", "position"],
    rows: Rows::Nested(&["ties"], &[("attribution", "attribution")]),
    columns: &[owner("tie", "ties.id", "The tie."), POSITION, STATEMENT],
};
