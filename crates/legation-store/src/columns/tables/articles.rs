//! Runs, articles, sentences, and who is named in them: actors, mentions, offices, times.

use super::{ARTICLE, END, ID, POSITION, RULE, START, WORDS, col, int, owner, store, text};
use crate::columns::{Kind, Rows, Table};

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
