//! Which records of the [`Cube`] a filter asks for.

use super::{Article, Cube, Item, NO_DAY, Records, Status};
use crate::columns::Table;
use crate::condition;
use crate::filter::{Attitudes, Attribution, Corrections, Duplicates, Filter, fts_expression};
use crate::{Error, Result, Store};
use jiff::civil::Date;
use legation_core::plover::EventType;

/// Actors, by number, and the side on which one of them must stand.
struct Part {
    side: Option<u32>,
    actors: Vec<bool>,
}

/// What a filter asks of a record.
#[derive(Default)]
struct Test {
    hidden: Option<Status>,
    /// By the number of the article.
    articles: Option<Vec<bool>>,
    kinds: Option<[Vec<bool>; 2]>,
    modes: Option<Vec<bool>>,
    factualities: Option<Vec<bool>>,
    rules: Option<Vec<bool>>,
    cues: Option<Vec<bool>>,
    /// A class of cues that is left out.
    unsaid: Option<u32>,
    /// By the place in the table.
    rows: Option<Vec<bool>>,
    contexts: Option<Vec<bool>>,
    quads: Option<[bool; 8]>,
    attributed: Option<bool>,
    from: Option<i32>,
    to: Option<i32>,
    confidence: Option<f64>,
    parts: Vec<Part>,
    speakers: Option<Vec<bool>>,
}

pub(super) fn has(set: Option<&Vec<bool>>, number: u32) -> bool {
    set.is_none_or(|set| set.get(number as usize) == Some(&true))
}

fn any<'n>(set: Option<&Vec<bool>>, numbers: impl Fn() -> &'n [u32]) -> bool {
    set.is_none_or(|set| numbers().iter().any(|n| set.get(*n as usize) == Some(&true)))
}

fn takes_part(records: &Records, at: usize, part: &Part) -> bool {
    // In symmetric events all participants stand on the acting side, and on the other.
    let side = part.side.filter(|side| !(*side == 1 && records.items[at].symmetric));
    let on_side = |n: &u32| side.is_none_or(|side| n % 2 == side);
    records.actors.of(at).iter().any(|n| part.actors[*n as usize / 2] && on_side(n))
}

impl Test {
    fn alone(&self, event: &Item) -> bool {
        event.status != Status::Gone
            && Some(event.status) != self.hidden
            && self.from.is_none_or(|from| event.to >= from)
            && self.to.is_none_or(|to| event.from != NO_DAY && event.from <= to)
            && self.quads.is_none_or(|quads| quads[usize::from(event.quad & 7)])
            && self.attributed.is_none_or(|attributed| event.attributed == attributed)
            && self.confidence.is_none_or(|least| event.confidence >= least)
            && has(self.modes.as_ref(), event.mode)
            && has(self.factualities.as_ref(), u32::from(event.factuality))
            && has(self.rules.as_ref(), event.rule)
            && has(self.articles.as_ref(), event.article)
            && has(self.cues.as_ref(), event.other)
            && self.unsaid != Some(event.other)
            && self.rows.as_ref().is_none_or(|rows| rows.get(event.row as usize) == Some(&true))
            && self.kinds.as_ref().is_none_or(|[kinds, others]| {
                has(Some(kinds), event.kind) || has(Some(others), event.other)
            })
    }
}

impl Cube {
    /// The numbers of the records that the filter finds; `None` where the store must be asked.
    pub(super) fn select(
        &self,
        store: &Store,
        table: &'static Table,
        filter: &Filter,
    ) -> Result<Option<Vec<u32>>> {
        filter.check(table)?;
        let statements = table.name == "statements";
        let Some(records) = self.records(table) else { return Ok(None) };
        // What a statement is about stands in its words, and the events in it are no part of its record here.
        let of_events = !filter.quads.is_empty()
            || !filter.contexts.is_empty()
            || !filter.factualities.is_empty()
            || filter.min_confidence.is_some();
        if !filter.ids.is_empty() || statements && (!filter.about.is_empty() || of_events) {
            return Ok(None);
        }
        let test = self.test(store, table, filter)?;
        let fits = |at: usize| {
            test.alone(&records.items[at])
                && any(test.contexts.as_ref(), || records.contexts.of(at))
                && any(test.speakers.as_ref(), || records.speakers.of(at))
                && test.parts.iter().all(|part| takes_part(records, at, part))
        };
        Ok(Some((0..records.items.len()).filter(|at| fits(*at)).map(|at| at as u32).collect()))
    }

    fn test(&self, store: &Store, table: &Table, filter: &Filter) -> Result<Test> {
        let statements = table.name == "statements";
        let unsaid = statements && filter.attitudes != Attitudes::Shown && filter.cues.is_empty();
        let some = |names: &super::Names, wanted: &[String]| {
            (!wanted.is_empty()).then(|| names.among(wanted))
        };
        let rules = |wanted: &[String]| {
            let begins = |rule: &str| wanted.iter().any(|w| rule.starts_with(w.as_str()));
            self.rules.list.iter().map(|rule| begins(rule)).collect()
        };
        Ok(Test {
            hidden: Some(match filter.corrections {
                Corrections::Applied => Status::Withdrawn,
                Corrections::Ignored => Status::Added,
            }),
            articles: self.articles_of(store, filter, statements)?,
            cues: some(&self.others, &filter.cues),
            unsaid: self.others.by.get("attitude").copied().filter(|_| unsaid),
            rows: match &filter.text {
                Some(text) if statements => Some(matches(store, "statements_fts", text)?),
                _ => None,
            },
            kinds: self.kinds_of(table, filter),
            modes: some(&self.modes, &filter.modes),
            factualities: some(&self.factualities, &filter.factualities),
            rules: (!filter.rules.is_empty()).then(|| rules(&filter.rules)),
            contexts: some(&self.context_ids, &filter.contexts),
            quads: (!filter.quads.is_empty())
                .then(|| std::array::from_fn(|n| n > 0 && filter.quads.contains(&(n as u8)))),
            attributed: filter.attribution.map(|a| a == Attribution::Attributed),
            from: filter.from.map(number),
            to: filter.to.map(number),
            confidence: filter.min_confidence,
            parts: self.parts_of(store, filter)?,
            speakers: match filter.speakers.as_slice() {
                [] => None,
                names => Some(self.named(store, names, filter.corrections)?),
            },
        })
    }

    fn kinds_of(&self, table: &Table, filter: &Filter) -> Option<[Vec<bool>; 2]> {
        let known = |name: &String| EventType::parse(name).is_some_and(|t| t.as_str() == name);
        let types = &filter.types;
        let none = Vec::new;
        match types.iter().filter(|t| known(t)).count() {
            _ if types.is_empty() => None,
            n if n == types.len() || table.name != "events" => {
                Some([self.kinds.among(types), none()])
            }
            0 => Some([none(), self.others.among(types)]),
            _ => Some([self.kinds.among(types), self.others.among(types)]),
        }
    }

    /// The actors of those ids or names.
    fn named(
        &self,
        store: &Store,
        names: &[String],
        corrections: Corrections,
    ) -> Result<Vec<bool>> {
        let mut ids = Vec::new();
        for name in names {
            ids.extend(condition::resolve(store.connection(), name, corrections)?);
        }
        Ok(self.actor_ids.among(&ids))
    }

    fn parts_of(&self, store: &Store, filter: &Filter) -> Result<Vec<Part>> {
        let mut parts = Vec::new();
        let lists = [
            (&filter.actors, None),
            (&filter.sources, Some(0)),
            (&filter.targets, Some(1)),
            (&filter.about, None),
        ];
        for (names, side) in lists {
            if !names.is_empty() {
                let actors = self.named(store, names, filter.corrections)?;
                parts.push(Part { side, actors });
            }
        }
        for name in filter.dyad.iter().flat_map(|(a, b)| [a, b]) {
            let actors = self.named(store, std::slice::from_ref(name), filter.corrections)?;
            parts.push(Part { side: None, actors });
        }
        if !filter.countries.is_empty() {
            let wanted = self.country_ids.among(&filter.countries);
            let actors = self.about.iter().map(|a| has(Some(&wanted), a.country)).collect();
            parts.push(Part { side: None, actors });
        }
        if !filter.sectors.is_empty() {
            let wanted = self.sectors_of(&filter.sectors);
            let actors = self.about.iter().map(|a| a.sectors & wanted != 0).collect();
            parts.push(Part { side: None, actors });
        }
        Ok(parts)
    }

    /// What is asked of the articles.
    fn articles_of(
        &self,
        store: &Store,
        filter: &Filter,
        statements: bool,
    ) -> Result<Option<Vec<bool>>> {
        let mut out: Option<Vec<bool>> = None;
        let mut and = |holds: &dyn Fn(usize, &Article) -> bool| {
            let all = out.get_or_insert_with(|| vec![true; self.articles.len()]);
            for (n, (fits, article)) in all.iter_mut().zip(&self.articles).enumerate() {
                *fits &= holds(n, article);
            }
        };
        if filter.duplicates == Duplicates::Collapse {
            and(&|_, article| !article.copy);
        }
        if !filter.publishers.is_empty() {
            let wanted = self.publishers.among(&filter.publishers);
            and(&|_, article| has(Some(&wanted), article.publisher));
        }
        if !filter.articles.is_empty() {
            let wanted = self.article_ids.among(&filter.articles);
            and(&|n, _| wanted[n]);
        }
        if let Some(text) = filter.text.as_ref().filter(|_| !statements) {
            let found = matches(store, "articles_fts", text)?;
            and(&|_, article| found.get(article.row as usize) == Some(&true));
        }
        Ok(out)
    }
}

/// By the place in the table, which rows have the words.
fn matches(store: &Store, index: &str, text: &str) -> Result<Vec<bool>> {
    let Some(expression) = fts_expression(text) else {
        return Err(Error::Sql(format!("there is no word to look for in {text:?}")));
    };
    let sql = format!("SELECT rowid FROM {index} WHERE {index} MATCH ?1");
    let mut query = store.connection().prepare_cached(&sql)?;
    let mut rows = query.query([expression])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let place = row.get::<_, i64>(0)? as usize;
        if found.len() <= place {
            found.resize(place + 1, false);
        }
        found[place] = true;
    }
    Ok(found)
}

pub(super) fn number(day: Date) -> i32 {
    i32::from(day.year()) * 10_000 + i32::from(day.month()) * 100 + i32::from(day.day())
}
