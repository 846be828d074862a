//! The tables. The order of the columns is the order in every format.

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

const ID: Column =
    text("id", "id", "Identity: a hash of article, span and kind, the same on every run.");
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

const fn role(name: &'static str, doc: &'static str) -> Column {
    Column::new(name, Kind::Text, From::Role, doc)
}

/// The runs that wrote articles.
pub static RUNS: Table = Table {
    name: "runs",
    doc: "What coded the articles: versions and hashes of everything that decides the records. Equal settings are one run.",
    key: &["id"],
    rows: Rows::Store,
    columns: &[
        store("id", Kind::Text, "The run's fingerprint: a hash of all other columns."),
        store("program", Kind::Text, "Name and version of the program."),
        store("model", Kind::Text, "Name and version of the language model."),
        store("model_hash", Kind::Text, "Hash of the model's files.").optional(),
        store("codebook", Kind::Text, "Name and version of the codebook."),
        store("codebook_hash", Kind::Text, "Hash of the codebook's tables.").optional(),
        store("knowledge", Kind::Text, "Name and version of the knowledge tables."),
        store("knowledge_hash", Kind::Text, "Hash of the knowledge tables.").optional(),
        store("configuration", Kind::Json, "The settings that bear on the records."),
    ],
};

/// The articles.
pub static ARTICLES: Table = Table {
    name: "articles",
    doc: "The articles as received, with what is known about them. All spans of an article's records are code points of `text`.",
    key: &["id"],
    rows: Rows::Document,
    columns: &[
        text("id", "id", "Identity: a hash of address and text."),
        text(
            "uri",
            "uri",
            "Where it came from: a path, address or the name of a record in an archive.",
        ),
        text("canonical", "canonical", "The canonical address, where the page names one.")
            .optional(),
        text("title", "title", "The headline, where known from outside the text.").optional(),
        text("publisher", "publisher", "The outlet that published it. Never a source of events.")
            .optional(),
        col("byline", Kind::List, "byline", "The authors."),
        text("language", "language", "ISO 639-1 code of the language.").optional(),
        col("published", Kind::Date, "published.value", "When it was published.").optional(),
        text(
            "published_basis",
            "published.basis",
            "How that is known: `given`, `metadata`, `dateline`, `inferred` or `unknown`.",
        ),
        text("duplicate_of", "duplicate_of", "The first article of its near-duplicate cluster.")
            .optional()
            .refers("articles.id"),
        store("run", Kind::Text, "The run that coded it.").refers("runs.id"),
        store(
            "text_hash",
            Kind::Text,
            "Hash of the text: equal for equal texts under different addresses.",
        ),
        store("characters", Kind::Integer, "Length of the text in code points."),
        text("reader", "reader", "Which reader and extractor produced the text.").optional(),
        text("provenance", "provenance", "Where in its container the article stood.").optional(),
        col(
            "reader_remarks",
            Kind::List,
            "reader_remarks",
            "What the reader had to say about the input.",
        ),
        col("boilerplate", Kind::Json, "boilerplate", "Spans that are not the article."),
        col("contexts", Kind::List, "contexts", "PLOVER contexts of the article as a whole."),
        text("text", "text", "The text as received."),
    ],
};

/// The sentences.
pub static SENTENCES: Table = Table {
    name: "sentences",
    doc: "Where the sentences of the articles are.",
    key: &["article", "position"],
    rows: Rows::List(&["sentences"]),
    columns: &[
        ARTICLE,
        POSITION,
        int("span_start", "0", "First code point."),
        int("span_end", "1", "One past the last code point."),
    ],
};

/// The actors of the whole store.
pub static ACTORS: Table = Table {
    name: "actors",
    doc: "Who acts, is acted on or speaks, over all articles. Known actors keep their id; others are kept as found, under \
          `article:local id` (the first half of the article's id). Where articles differ about an actor, the one with the lowest id is followed.",
    key: &["id"],
    rows: Rows::Store,
    columns: &[
        store(
            "id",
            Kind::Text,
            "Stable where the actor is known (`CHN`, `xi-jinping`), else `article:local id`.",
        ),
        store("name", Kind::Text, "The fullest name, or the description for actors without one."),
        store(
            "kind",
            Kind::Text,
            "`person`, `state`, `government`, `party`, `igo`, `ngo`, `media`, `company`, `think_tank`, `military`, `group` or `place_group`.",
        ),
        store("country", Kind::Text, "ISO 3166 alpha-3 of its own country.").optional(),
        store("sectors", Kind::List, "PLOVER sectors, the primary one first."),
        store("known", Kind::Bool, "Whether the knowledge tables know it."),
        store("articles", Kind::Integer, "In how many articles it is mentioned."),
        store("mentions", Kind::Integer, "How often it is mentioned."),
        store("from_article", Kind::Text, "The article that the values follow.")
            .refers("articles.id"),
        store("merged_into", Kind::Text, "The actor that a person says it is the same as.")
            .optional()
            .refers("actors.id"),
    ],
};

/// The actors as each article gives them.
pub static ARTICLE_ACTORS: Table = Table {
    name: "article_actors",
    doc: "The actors of each article, with country and sectors at the time of the article.",
    key: &["article", "actor"],
    rows: Rows::List(&["actors"]),
    columns: &[
        ARTICLE,
        text("actor", "id", "The actor.").refers("actors.id"),
        text("local_id", "id", "Its id in the article's JSON."),
        text("name", "name", "The fullest name in the article, or the description."),
        text("kind", "kind", "What sort of thing it is."),
        text("country", "country", "ISO 3166 alpha-3 of its own country.").optional(),
        col("sectors", Kind::List, "sectors", "PLOVER sectors, the primary one first."),
        col("members", Kind::List, "members", "For pairs and groups: who they are.")
            .refers("actors.id"),
        col("known", Kind::Bool, "known", "Whether the knowledge tables know it."),
        text("rule", "rule", "Why it was made or identified as it is."),
    ],
};

/// The words for actors.
pub static MENTIONS: Table = Table {
    name: "mentions",
    doc: "The words that stand for an actor.",
    key: &["article", "actor", "position"],
    rows: Rows::Nested(&["actors"], &[("mention", "mentions")]),
    columns: &[
        ARTICLE,
        owner("actor", "actors.id", "The actor."),
        POSITION,
        START,
        END,
        WORDS,
        text("type", "type", "The form: `name`, `nominal`, `pronoun` or `adjective`."),
        text("rule", "rule", "Why the words belong to this actor."),
    ],
};

/// Offices and functions.
pub static ROLES: Table = Table {
    name: "roles",
    doc: "Offices and functions of an actor, according to the text or the tables.",
    key: &["article", "actor", "position"],
    rows: Rows::Nested(&["actors"], &[("role", "roles")]),
    columns: &[
        ARTICLE,
        owner("actor", "actors.id", "The actor."),
        POSITION,
        text("title", "title", "The title: `president`."),
        text(
            "of_actor",
            "of",
            "Of which state or organisation: an actor id, which need not be mentioned itself.",
        )
        .optional(),
        text("status", "status", "`current`, `former`, `acting`, `elect` or `unknown`."),
        int(
            "span_start",
            "span.0",
            "First code point of the words, where the text gives the role.",
        )
        .optional(),
        int("span_end", "span.1", "One past the last code point of the words.").optional(),
    ],
};

/// Time expressions.
pub static TIMEXES: Table = Table {
    name: "timexes",
    doc: "Time expressions with their TIMEX3 values.",
    key: &["id"],
    rows: Rows::List(&["timexes"]),
    columns: &[
        ID,
        ARTICLE,
        START,
        END,
        WORDS,
        text("type", "type", "`DATE`, `TIME`, `DURATION` or `SET`."),
        text("value", "value", "The TIMEX3 value.").optional(),
        text("modifier", "mod", "The TIMEX3 modifier: `START`, `END`, `APPROX`.").optional(),
        col("date_from", Kind::Date, "from", "First day that the value stands for.").optional(),
        col("date_to", Kind::Date, "to", "Last day that the value stands for.").optional(),
        RULE,
    ],
};

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
    columns: &[owner("event", "events.id", "The event."), POSITION, STATEMENT],
};

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
