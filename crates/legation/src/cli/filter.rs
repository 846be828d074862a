//! The filters, alike for every list.

use jiff::civil::Date;
use legation_store::{Attitudes, Attribution, Corrections, Duplicates, Filter, Order, Page, Store};

/// Filters. Values of one option are alternatives, different options must all hold.
#[derive(Clone, Debug, Default, clap::Args)]
pub(super) struct FilterArgs {
    /// An actor, by id or name, in any part.
    #[arg(long, short, value_name = "NAME")]
    actor: Vec<String>,
    /// An actor on the acting side.
    #[arg(long, value_name = "NAME")]
    source: Vec<String>,
    /// An actor on the other side.
    #[arg(long, value_name = "NAME")]
    target: Vec<String>,
    /// Two actors that both take part: CHN,RUS.
    #[arg(long, value_name = "A,B", value_parser = dyad)]
    dyad: Option<(String, String)>,
    /// Country of a participant, ISO 3166 alpha-3.
    #[arg(long, value_name = "ISO3")]
    country: Vec<String>,
    /// PLOVER sector of a participant: GOV, MIL …
    #[arg(long)]
    sector: Vec<String>,
    /// Type: CONSULT …; for statements the act, for ties and figures the kind.
    #[arg(long = "type", short, value_name = "TYPE")]
    types: Vec<String>,
    /// PLOVER mode; for statements the manner.
    #[arg(long)]
    mode: Vec<String>,
    /// PLOVER quadrant: 1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict.
    #[arg(long, value_name = "1-4")]
    quad: Vec<u8>,
    /// PLOVER context.
    #[arg(long)]
    context: Vec<String>,
    /// occurred, ongoing, habitual, planned, possible, alleged, denied, negated.
    #[arg(long)]
    factuality: Vec<String>,
    /// Only what the reporter says, or only what is attributed to somebody.
    #[arg(long, value_enum)]
    attribution: Option<Voice>,
    /// What this speaker is said to have said.
    #[arg(long, value_name = "NAME")]
    speaker: Vec<String>,
    /// About this actor: named in what is said, or addressed; for other records, taking part.
    #[arg(long, value_name = "NAME")]
    about: Vec<String>,
    /// First day.
    #[arg(long, value_name = "YYYY-MM-DD")]
    since: Option<Date>,
    /// Last day.
    #[arg(long, value_name = "YYYY-MM-DD")]
    until: Option<Date>,
    /// Publisher of the article.
    #[arg(long)]
    publisher: Vec<String>,
    /// Words in the statement, name or article; "…" is a phrase, word* a beginning.
    #[arg(long, value_name = "WORDS")]
    text: Option<String>,
    /// An article, by id.
    #[arg(long, value_name = "ID")]
    article: Vec<String>,
    /// A record, by id.
    #[arg(long, value_name = "ID")]
    id: Vec<String>,
    /// Class of the words that report a statement: say, claim, confirm, deny, accuse, demand, promise, warn, praise …
    #[arg(long, value_name = "CLASS")]
    cue: Vec<String>,
    /// Made by a rule whose name begins so: frame:consult.
    #[arg(long, value_name = "RULE")]
    rule: Vec<String>,
    /// Events of at least this confidence, 0 to 1.
    #[arg(long, value_name = "0-1")]
    min_confidence: Option<f64>,
    /// Count each cluster of near-duplicate articles once.
    #[arg(long)]
    collapse_duplicates: bool,
    /// Among the statements also what was not said but thought, wished or stood for.
    #[arg(long)]
    attitudes: bool,
    /// What the program coded, without the corrections of people.
    #[arg(long)]
    ignore_corrections: bool,
}

/// Which part of a list, and in which order.
#[derive(Clone, Debug, Default, clap::Args)]
pub(super) struct PageArgs {
    /// How many rows at most. Default: 50, and all of them with --out.
    #[arg(long, short = 'n', value_name = "ROWS")]
    pub(super) limit: Option<u32>,
    /// Go on after this cursor (printed at the end of a list that goes on).
    #[arg(long, value_name = "CURSOR")]
    pub(super) after: Option<String>,
    /// The oldest first.
    #[arg(long)]
    pub(super) oldest_first: bool,
}

impl PageArgs {
    /// A page of so many rows after a cursor, in the order asked for.
    pub(super) fn page(&self, rows: u32, after: Option<String>) -> Page {
        let order = if self.oldest_first { Order::Oldest } else { Order::Newest };
        Page::first(rows).after(after).ordered(order)
    }
}

/// In whose voice.
#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum Voice {
    Reporter,
    Attributed,
}

pub(super) fn dyad(text: &str) -> Result<(String, String), String> {
    let (a, b) =
        text.split_once(',').ok_or("expected two actors, separated by a comma: CHN,RUS")?;
    Ok((a.trim().to_owned(), b.trim().to_owned()))
}

impl FilterArgs {
    /// The store's filter.
    pub(super) fn filter(&self) -> Filter {
        Filter {
            ids: self.id.clone(),
            cues: self.cue.clone(),
            rules: self.rule.clone(),
            attitudes: if self.attitudes { Attitudes::Shown } else { Attitudes::LeftOut },
            corrections: if self.ignore_corrections {
                Corrections::Ignored
            } else {
                Corrections::Applied
            },
            articles: self.article.clone(),
            actors: self.actor.clone(),
            about: self.about.clone(),
            sources: self.source.clone(),
            targets: self.target.clone(),
            dyad: self.dyad.clone(),
            countries: self.country.clone(),
            sectors: self.sector.clone(),
            types: self.types.clone(),
            modes: self.mode.clone(),
            quads: self.quad.clone(),
            contexts: self.context.clone(),
            factualities: self.factuality.clone(),
            attribution: self.attribution.map(|v| match v {
                Voice::Reporter => Attribution::Reporter,
                Voice::Attributed => Attribution::Attributed,
            }),
            speakers: self.speaker.clone(),
            from: self.since,
            to: self.until,
            publishers: self.publisher.clone(),
            text: self.text.clone(),
            min_confidence: self.min_confidence,
            duplicates: if self.collapse_duplicates {
                Duplicates::Collapse
            } else {
                Duplicates::Keep
            },
        }
    }

    /// The store's filter with names of actors looked up: an id, a whole name, or words of a name ("obama").
    ///
    /// # Errors
    /// Where no actor of the store is called that.
    pub(super) fn resolved(&self, store: &Store) -> anyhow::Result<Filter> {
        let mut filter = self.filter();
        for list in [
            &mut filter.actors,
            &mut filter.about,
            &mut filter.sources,
            &mut filter.targets,
            &mut filter.speakers,
        ] {
            *list = list
                .iter()
                .map(|name| ids(store, name))
                .collect::<anyhow::Result<Vec<_>>>()?
                .concat();
        }
        if let Some((a, b)) = &mut filter.dyad {
            for end in [a, b] {
                if let Some(id) = ids(store, end)?.into_iter().next() {
                    *end = id;
                }
            }
        }
        Ok(filter)
    }
}

/// The ids of the actors called `name`: by id or whole name, else all whose name has these words.
pub(super) fn ids(store: &Store, name: &str) -> anyhow::Result<Vec<String>> {
    let find = |filter: Filter| -> anyhow::Result<Vec<String>> {
        let listing = store.actors(&filter, &Page::first(50))?;
        Ok(listing.rows.iter().map(|r| r.str("id").to_owned()).collect())
    };
    let whole = find(Filter { actors: vec![name.to_owned()], ..Filter::default() })?;
    if !whole.is_empty() {
        return Ok(whole);
    }
    let partly = find(Filter { text: Some(name.to_owned()), ..Filter::default() })?;
    anyhow::ensure!(
        !partly.is_empty(),
        "no actor of the store is called {name:?}; legation actors lists them"
    );
    Ok(partly)
}
