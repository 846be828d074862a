//! Statements, their pieces, their speakers and addressees.

use super::{
    ACTOR, ARTICLE, DATE_BASIS, DATE_FROM, DATE_TO, DATE_VALUE, END, ID, POSITION, REPLACES, RULE,
    START, STATUS, TIMEX_END, TIMEX_START, col, int, owner, role, text,
};
use crate::columns::{Column, From, Kind, Rows, Table};

/// Who said what.
pub static STATEMENTS: Table = Table {
    name: "statements",
    doc: "Who said what, through which channel, and in what manner. What is not said but thought, wished or stood for has the cue class `attitude`.",
    key: &["id"],
    rows: Rows::List(&["statements", "attitudes"]),
    columns: &[
        ID,
        ARTICLE,
        START,
        END,
        text("speaker", "speaker", "Who speaks; unknown where the text leaves it open.").optional().refers("actors.id"),
        int("speaker_start", "speaker_span.0", "First code point of the words for the speaker.").optional(),
        int("speaker_end", "speaker_span.1", "One past the last code point of those words.").optional(),
        text("cue", "cue.text", "The words that report: `said`, `according to`; unknown for free-standing quotes.").optional(),
        int("cue_start", "cue.span.0", "First code point of the cue.").optional(),
        int("cue_end", "cue.span.1", "One past the last code point of the cue.").optional(),
        text("cue_class", "cue.class", "`say`, `claim`, `confirm`, `deny`, `accuse`, `demand`, `promise`, `warn`, `praise`, `refuse_comment`, `ask`, `attitude` or `other`.").optional(),
        text("manner", "manner", "`direct`, `indirect` or `mixed`."),
        text("act", "act", "What the speaker does by speaking: `assertion`, `assessment`, `forecast`, `promise`, `demand`, `accusation`, `denial`, `praise`, `question` or `refusal`."),
        col("addressees", Kind::List, "addressees", "To whom.").refers("actors.id"),
        text("via", "via", "The channel: a readout, a transcript in state media.").optional().refers("actors.id"),
        text("evidence", "evidence", "What the text says of the evidence: `none`, `unproven`, `documented`, `eyewitness` or `anonymous`."),
        DATE_VALUE,
        DATE_FROM,
        DATE_TO,
        DATE_BASIS,
        TIMEX_START,
        TIMEX_END,
        text("within", "within", "The statement inside which this one is reported.").optional().refers("statements.id"),
        RULE,
        Column::new("content", Kind::Text, From::Joined("content"), "What was said, pieces joined by ` … `."),
        Column::new("quote", Kind::Text, From::Joined("quoted"), "What stands inside quotation marks, pieces joined by ` … `.").optional(),
        STATUS,
        REPLACES,
        text("place", "place.name", "Where it was said: the name of the place.").optional(),
        text("place_country", "place.country", "ISO 3166 alpha-3 of the place's country.").optional(),
        col("place_lat", Kind::Real, "place.lat", "Degrees north.").optional(),
        col("place_lon", Kind::Real, "place.lon", "Degrees east.").optional(),
        int("place_geonames", "place.geonames", "GeoNames id.").optional(),
        int("place_start", "place.span.0", "First code point of the words for the place.").optional(),
        int("place_end", "place.span.1", "One past the last code point of those words.").optional(),
    ],
};

/// The pieces of a statement.
pub static STATEMENT_PIECES: Table = Table {
    name: "statement_pieces",
    doc: "The pieces of a statement: its content, what is quoted, further parts of the cue.",
    key: &["statement", "part", "position"],
    rows: Rows::Nested(
        &["statements", "attitudes"],
        &[("content", "content"), ("quoted", "quoted"), ("cue", "cue.more")],
    ),
    columns: &[
        owner("statement", "statements.id", "The statement."),
        role("part", "`content`, `quoted` or `cue`."),
        POSITION,
        START,
        END,
        text("text", "text", "The words."),
    ],
};

/// To whom statements are addressed.
pub static STATEMENT_ACTORS: Table = Table {
    name: "statement_actors",
    doc: "To whom statements are addressed.",
    key: &["statement", "role", "position"],
    rows: Rows::Nested(&["statements", "attitudes"], &[("addressee", "addressees")]),
    columns: &[
        owner("statement", "statements.id", "The statement."),
        role("role", "`addressee`."),
        POSITION,
        ACTOR,
    ],
};
