//! The tables. The order of the columns is the order in every format.

mod articles;
mod assessments;
mod events;
mod figures;
mod statements;
mod ties;

pub use articles::*;
pub use assessments::*;
pub use events::*;
pub use figures::*;
pub use statements::*;
pub use ties::*;

use super::{Column, From, Kind, Rows, Table};

const fn col(name: &'static str, kind: Kind, path: &'static str, doc: &'static str) -> Column {
    Column::new(name, kind, From::Path(path), doc)
}

const fn text(name: &'static str, path: &'static str, doc: &'static str) -> Column {
    col(name, Kind::Text, path, doc)
}

const fn int(name: &'static str, path: &'static str, doc: &'static str) -> Column {
    col(name, Kind::Integer, path, doc)
}

const fn store(name: &'static str, kind: Kind, doc: &'static str) -> Column {
    Column::new(name, kind, From::Store, doc)
}

const ID: Column = text(
    "id",
    "id",
    "Identity: the head of the article's, then a hash of article, span and kind; the same on every run.",
);
const ARTICLE: Column =
    Column::new("article", Kind::Text, From::Article, "The article.").refers("articles.id");
const POSITION: Column =
    Column::new("position", Kind::Integer, From::Position, "The position in the list, from 0.");
const START: Column =
    int("span_start", "span.0", "First code point of the evidence in the article's text.");
const END: Column = int("span_end", "span.1", "One past the last code point of the evidence.");
const WORDS: Column =
    Column::new("text", Kind::Text, From::Words("span"), "The evidence: the words themselves.");
const RULE: Column = text("rule", "rule", "Which rule, frame or model made the record.");
const ATTRIBUTION: Column = col(
    "attribution",
    Kind::List,
    "attribution",
    "Statements it stands in, innermost first; empty for the reporter's own voice.",
)
.refers("statements.id");
const DATE_VALUE: Column = text(
    "date_value",
    "date.value",
    "The date as a TIMEX3 value: `2022-12-30`, `2022-12`, `2022-W51`.",
)
.optional();
const DATE_FROM: Column =
    col("date_from", Kind::Date, "date.from", "First day that the date stands for.").optional();
const DATE_TO: Column =
    col("date_to", Kind::Date, "date.to", "Last day that the date stands for (inclusive).")
        .optional();
const DATE_BASIS: Column = text(
    "date_basis",
    "date.basis",
    "How the date is known: `timex`, `inherited`, `event`, `publication` or `unknown`.",
);
const TIMEX_START: Column = int(
    "timex_start",
    "date.timex_span.0",
    "First code point of the time expression behind the date.",
)
.optional();
const TIMEX_END: Column =
    int("timex_end", "date.timex_span.1", "One past the last code point of that time expression.")
        .optional();
const FACTUALITY: Column = text(
    "factuality",
    "factuality",
    "Its status in the text: `occurred`, `ongoing`, `habitual`, `planned`, `possible`, `alleged`, `denied` or `negated`.",
);
const STATUS: Column = store(
    "status",
    Kind::Text,
    "`coded`: by the program, and stands; `withdrawn`: by the program, but rejected or replaced by a person; `added`: by a person.",
);
const REPLACES: Column = store(
    "replaces",
    Kind::Text,
    "For `added` records: the record that a person replaced by this one.",
)
.optional();
const ACTOR: Column = text("actor", "", "The actor.").refers("actors.id");
const STATEMENT: Column = text("statement", "", "The statement.").refers("statements.id");

const fn owner(name: &'static str, refers: &'static str, doc: &'static str) -> Column {
    Column::new(name, Kind::Text, From::Owner, doc).refers(refers)
}

/// The days of the record that a row belongs to, repeated so that an index on the row finds it in order of date.
const OWN_FROM: Column = Column::new(
    "date_from",
    Kind::Date,
    From::OfOwner("date.from"),
    "First day that the record's date stands for.",
)
.optional();
const OWN_TO: Column = Column::new(
    "date_to",
    Kind::Date,
    From::OfOwner("date.to"),
    "Last day that the record's date stands for (inclusive).",
)
.optional();

const fn role(name: &'static str, doc: &'static str) -> Column {
    Column::new(name, Kind::Text, From::Role, doc)
}

/// Links between records.
pub static LINKS: Table = Table {
    name: "links",
    doc: "Links between records: one denies or contradicts the other, or brought it about.",
    key: &["article", "position"],
    rows: Rows::List(&["links"]),
    columns: &[
        ARTICLE,
        POSITION,
        text("kind", "kind", "`denies`, `contradicts` or `causes`."),
        text("from_record", "from", "The record that denies or causes."),
        text("to_record", "to", "The record that is denied or caused."),
        START,
        END,
        RULE,
    ],
};

/// Why something was not coded.
pub static REMARKS: Table = Table {
    name: "remarks",
    doc: "Why some words were not coded.",
    key: &["article", "position"],
    rows: Rows::List(&["remarks"]),
    columns: &[
        ARTICLE,
        POSITION,
        START,
        END,
        text("code", "code", "A short code: `no_frame`, `no_actor`, `ambiguous_date`."),
        text("text", "text", "A sentence for people."),
    ],
};

/// Corrections by people.
pub static CORRECTIONS: Table = Table {
    name: "corrections",
    doc: "What people changed: who, when and why. What the program coded stays as it is; these are applied to it again after every coding.",
    key: &["id"],
    rows: Rows::Store,
    columns: &[
        store("id", Kind::Text, "Identity: a hash of all other columns."),
        store("action", Kind::Text, "What is done: `reject`, `edit`, `split`, `add`, `merge` or `undo`."),
        store("record", Kind::Text, "The record that is rejected, edited or split; the actor that is merged; the correction that is undone.").optional(),
        store("kind", Kind::Text, "The table of the record.").optional(),
        store("article", Kind::Text, "The article of the record. It may be gone, or not here yet.").optional(),
        store("into_actor", Kind::Text, "The actor that the merged one is the same as.").optional(),
        store("changes", Kind::Json, "What differs from the record (a list of JSON merge patches), or the added record."),
        store("made_by", Kind::Text, "Who."),
        store("made_at", Kind::Text, "When."),
        store("reason", Kind::Text, "Why.").optional(),
    ],
};

/// All tables, each after those that it points at.
pub static TABLES: &[&Table] = &[
    &RUNS,
    &ARTICLES,
    &SENTENCES,
    &ACTORS,
    &ARTICLE_ACTORS,
    &MENTIONS,
    &ROLES,
    &TIMEXES,
    &STATEMENTS,
    &STATEMENT_PIECES,
    &STATEMENT_ACTORS,
    &EVENTS,
    &EVENT_ACTORS,
    &EVENT_CONTEXTS,
    &EVENT_TRIGGERS,
    &EVENT_STATEMENTS,
    &FIGURES,
    &FIGURE_ACTORS,
    &FIGURE_STATEMENTS,
    &TIES,
    &TIE_FIGURES,
    &TIE_STATEMENTS,
    &ASSESSMENTS,
    &ASSESSMENT_ACTORS,
    &ASSESSMENT_PIECES,
    &ASSESSMENT_STATEMENTS,
    &LINKS,
    &REMARKS,
    &CORRECTIONS,
];
