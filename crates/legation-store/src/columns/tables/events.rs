//! Events, who takes part in them, and what else is known of them.

use super::{
    ACTOR, ARTICLE, ATTRIBUTION, DATE_BASIS, DATE_FROM, DATE_TO, DATE_VALUE, END, FACTUALITY, ID,
    OWN_FROM, OWN_TO, POSITION, REPLACES, RULE, START, STATEMENT, STATUS, TIMEX_END, TIMEX_START,
    WORDS, col, int, owner, role, text,
};
use crate::columns::{Column, From, Kind, Rows, Table};

/// Who did what to whom.
pub static EVENTS: Table = Table {
    name: "events",
    doc: "Who did what to whom, when, where, and how sure one can be.",
    key: &["id"],
    rows: Rows::List(&["events"]),
    columns: &[
        ID,
        ARTICLE,
        START,
        END,
        col("source", Kind::List, "source", "Who acts.").refers("actors.id"),
        col("target", Kind::List, "target", "Whom it is done to.").refers("actors.id"),
        col("symmetric", Kind::Bool, "symmetric", "Whether all participants stand on one side."),
        text("type", "type", "PLOVER type; unknown for happenings outside PLOVER.").optional(),
        text("mode", "mode", "PLOVER mode.").optional(),
        col("contexts", Kind::List, "contexts", "PLOVER contexts."),
        int(
            "quad",
            "quad",
            "1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict.",
        )
        .optional(),
        col(
            "intensity",
            Kind::Real,
            "intensity",
            "PLOVER intensity, -10 (conflict) to 10 (cooperation).",
        )
        .optional(),
        text("other_type", "other_type", "A name for happenings outside PLOVER.").optional(),
        text("trigger", "trigger.text", "The words that report it."),
        int("trigger_start", "trigger.span.0", "First code point of the trigger."),
        int("trigger_end", "trigger.span.1", "One past the last code point of the trigger."),
        DATE_VALUE,
        DATE_FROM,
        DATE_TO,
        DATE_BASIS,
        TIMEX_START,
        TIMEX_END,
        text("place", "place.name", "Where: the name of the place.").optional(),
        text("place_country", "place.country", "ISO 3166 alpha-3 of the place's country.")
            .optional(),
        col("place_lat", Kind::Real, "place.lat", "Degrees north.").optional(),
        col("place_lon", Kind::Real, "place.lon", "Degrees east.").optional(),
        int("place_geonames", "place.geonames", "GeoNames id.").optional(),
        int("place_start", "place.span.0", "First code point of the words for the place.")
            .optional(),
        int("place_end", "place.span.1", "One past the last code point of those words.").optional(),
        FACTUALITY,
        ATTRIBUTION,
        col("confidence", Kind::Real, "confidence", "How sure the coder is, 0 to 1."),
        RULE,
        col(
            "why",
            Kind::List,
            "why",
            "The steps that led to type, roles and factuality, and what else was considered.",
        ),
        WORDS,
        STATUS,
        REPLACES,
    ],
};

/// Participants of events.
pub static EVENT_ACTORS: Table = Table {
    name: "event_actors",
    doc: "Participants of events.",
    key: &["event", "role", "position"],
    rows: Rows::Nested(&["events"], &[("source", "source"), ("target", "target")]),
    columns: &[
        owner("event", "events.id", "The event."),
        role("role", "`source` or `target`."),
        POSITION,
        ACTOR,
        OWN_FROM,
        OWN_TO,
    ],
};

/// Contexts of events.
pub static EVENT_CONTEXTS: Table = Table {
    name: "event_contexts",
    doc: "PLOVER contexts of events.",
    key: &["event", "position"],
    rows: Rows::Nested(&["events"], &[("context", "contexts")]),
    columns: &[
        owner("event", "events.id", "The event."),
        POSITION,
        text("context", "", "The context."),
        OWN_FROM,
        OWN_TO,
    ],
};

/// Other mentions of events.
pub static EVENT_TRIGGERS: Table = Table {
    name: "event_triggers",
    doc: "Further words in the same article that report an event.",
    key: &["event", "position"],
    rows: Rows::Nested(&["events"], &[("trigger", "more_triggers")]),
    columns: &[
        owner("event", "events.id", "The event."),
        POSITION,
        START,
        END,
        text("text", "text", "The words."),
    ],
};

/// Attribution of events.
pub static EVENT_STATEMENTS: Table = Table {
    name: "event_statements",
    doc: "The statements that an event stands in, innermost first.",
    key: &["event", "position"],
    rows: Rows::Nested(&["events"], &[("attribution", "attribution")]),
    columns: &[
        owner("event", "events.id", "The event."),
        POSITION,
        STATEMENT,
        Column::new("speaker", Kind::Text, From::Speaker, "Who speaks in the statement.")
            .optional()
            .refers("actors.id"),
        OWN_FROM,
        OWN_TO,
    ],
};
