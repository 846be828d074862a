//! [`Fact`]: an event with everything that a row of the event formats needs, or the reason why it is not one.

use super::members::members;
use super::states::state;
use super::{Alliances, Groups, Out, Planned, Undated};
use crate::columns::{ARTICLE_ACTORS, EVENTS, ROLES};
use crate::query;
use crate::value::{Row, Value};
use crate::{Corrections, Result};
use rusqlite::Connection;
use std::collections::HashMap;
use std::rc::Rc;

/// A participant.
#[derive(Clone, Debug, Default)]
pub(crate) struct Party {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) kind: String,
    pub(crate) country: String,
    pub(crate) sectors: Vec<String>,
    pub(crate) title: String,
    /// The words for it in or before the event, and where they begin.
    pub(crate) words: String,
    pub(crate) at: Option<i64>,
}

/// The article of an event.
#[derive(Clone, Debug)]
pub(crate) struct Source {
    pub(crate) row: Row,
    pub(crate) text: String,
    pub(crate) sentences: Vec<(i64, i64)>,
    actors: HashMap<String, (Party, Vec<String>)>,
    mentions: Vec<(String, i64, i64, String)>,
    merged: HashMap<String, String>,
}

/// An event as a fact.
#[derive(Clone, Debug)]
pub(crate) struct Fact {
    pub(crate) event: Row,
    pub(crate) article: Rc<Source>,
    pub(crate) event_type: String,
    pub(crate) mode: Option<String>,
    pub(crate) quad: i64,
    pub(crate) intensity: f64,
    pub(crate) sources: Vec<Party>,
    pub(crate) targets: Vec<Party>,
    pub(crate) date_from: String,
    pub(crate) date_to: String,
    /// What was done to the event to make it fit.
    pub(crate) notes: Vec<String>,
}

impl Source {
    pub(crate) fn load(
        conn: &Connection,
        store: &crate::Store,
        id: &str,
        corrections: Corrections,
    ) -> Result<Self> {
        let row = store.row(&crate::columns::ARTICLES, id)?;
        let row = row.unwrap_or(Row { columns: std::sync::Arc::from([]), values: vec![] });
        let key = [Value::Text(id.to_owned())];
        let mut sentences = conn.prepare_cached(
            "SELECT span_start, span_end FROM sentences WHERE article = ?1 ORDER BY position",
        )?;
        let sentences = sentences
            .query_map([id], |r| Ok((r.get(0)?, r.get(1)?)))?
            .collect::<rusqlite::Result<_>>()?;
        let mut mentions = conn.prepare_cached(
            "SELECT actor, span_start, span_end, text FROM mentions WHERE article = ?1 ORDER BY span_start, actor",
        )?;
        let mentions = mentions
            .query_map([id], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?)))?
            .collect::<rusqlite::Result<_>>()?;
        let mut titles: HashMap<String, String> = HashMap::new();
        for role in query::rows(conn, &ROLES, "t.article = ?", &key, "t.actor, t.position")? {
            titles
                .entry(role.str("actor").to_owned())
                .or_insert_with(|| role.str("title").to_owned());
        }
        let actors = query::rows(conn, &ARTICLE_ACTORS, "t.article = ?", &key, "t.actor")?;
        let actors = actors.into_iter().map(|actor| {
            let id = actor.str("actor").to_owned();
            let party = Party {
                name: actor.str("name").to_owned(),
                kind: actor.str("kind").to_owned(),
                country: actor.str("country").to_owned(),
                sectors: actor.get("sectors").as_list().to_vec(),
                title: titles.get(&id).cloned().unwrap_or_default(),
                id: id.clone(),
                ..Party::default()
            };
            (id, (party, actor.get("members").as_list().to_vec()))
        });
        let actors = actors.collect();
        let merged = match corrections {
            Corrections::Applied => crate::correct::merges(conn)?,
            Corrections::Ignored => HashMap::new(),
        };
        let text = store.text(id)?.unwrap_or_default();
        Ok(Self { row, text, sentences, actors, mentions, merged })
    }

    /// The number of the sentence that holds a code point, from 1.
    pub(crate) fn sentence(&self, at: i64) -> usize {
        self.sentences.partition_point(|(start, _)| *start <= at).max(1)
    }

    fn party(&self, store: &crate::Store, id: &str, start: i64, end: i64) -> Result<Party> {
        let local = self.actors.get(id).or_else(|| {
            // The article may know a merged actor only under its old id.
            self.actors
                .iter()
                .filter(|(old, _)| self.merged.get(*old).is_some_and(|to| to == id))
                .map(|(_, p)| p)
                .min_by(|a, b| a.0.id.cmp(&b.0.id))
        });
        let mut party = match local {
            Some((party, _)) => party.clone(),
            None => {
                let row = store.row(&crate::columns::ACTORS, id)?;
                let unknown = || Party {
                    // Members of an alliance need not be named anywhere.
                    name: state(id).name.to_owned(),
                    country: if state(id).name.is_empty() { String::new() } else { id.to_owned() },
                    kind: "state".to_owned(),
                    ..Party::default()
                };
                row.map_or_else(unknown, |row| Party {
                    name: row.str("name").to_owned(),
                    kind: row.str("kind").to_owned(),
                    country: row.str("country").to_owned(),
                    sectors: row.get("sectors").as_list().to_vec(),
                    ..Party::default()
                })
            }
        };
        let own = |m: &&(String, i64, i64, String)| {
            m.0 == id || self.merged.get(&m.0).is_some_and(|to| to == id)
        };
        let inside = self.mentions.iter().filter(own).find(|m| start <= m.1 && m.2 <= end);
        let mention = inside.or_else(|| self.mentions.iter().rfind(own));
        if let Some((_, at, _, words)) = mention {
            party.at = Some(*at);
            party.words.clone_from(words);
        }
        id.clone_into(&mut party.id);
        Ok(party)
    }

    /// All actors of the article, by id.
    pub(crate) fn parties(&self) -> Vec<&Party> {
        let mut parties: Vec<&Party> = self.actors.values().map(|(party, _)| party).collect();
        parties.sort_by(|a, b| a.id.cmp(&b.id));
        parties
    }

    fn members(&self, id: &str) -> &[String] {
        self.actors.get(id).map_or(&[], |(_, members)| members)
    }
}

/// Whether a format can hold an event without a date.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Dates {
    /// It cannot.
    Needed,
    /// It can.
    Welcome,
}

/// Hands every event that the options ask for and that is a fact to `take`, which says whether it is in the export; counts
/// what is left out.
pub(crate) fn each(
    out: &mut Out<'_>,
    dates: Dates,
    take: &mut dyn FnMut(&mut Out<'_>, &Fact) -> Result<bool>,
) -> Result<()> {
    let options = out.options;
    let store = out.store;
    let mut article: Option<Rc<Source>> = None;
    store.each_in(&EVENTS, &options.filter, "t.article, t.span_start, t.id", &mut |event| {
        out.report.records += 1;
        let id = event.str("article");
        let current = match article.take().filter(|a| a.row.str("id") == id) {
            Some(current) => current,
            None => {
                Rc::new(Source::load(store.connection(), store, id, options.filter.corrections)?)
            }
        };
        article = Some(Rc::clone(&current));
        let Some(fact) = fact(out, dates, event, current)? else { return Ok(()) };
        if take(out, &fact)? {
            out.report.exported += 1;
        }
        Ok(())
    })?;
    Ok(())
}

fn fact(out: &mut Out<'_>, dates: Dates, event: Row, article: Rc<Source>) -> Result<Option<Fact>> {
    let id = event.str("id").to_owned();
    let mut notes = Vec::new();
    let Some(event_type) = event.get("type").as_str().map(str::to_owned) else {
        out.report.lose("happenings outside PLOVER left out", &id);
        return Ok(None);
    };
    let mut event_type = event_type;
    let mut mode = event.get("mode").as_str().map(str::to_owned);
    match event.str("factuality") {
        "occurred" | "ongoing" | "habitual" => {}
        "planned" if out.options.planned == Planned::Reduced => {
            let (to, to_mode) = reduced(&event_type, mode.as_deref());
            let (to, to_mode) = (to.to_owned(), to_mode.map(str::to_owned));
            if to != event_type {
                out.report
                    .lose("planned events turned into agreements, concessions or threats", &id);
                notes.push(format!("planned {event_type}"));
                event_type = to;
                mode = to_mode;
            }
        }
        other => {
            out.report.lose(&format!("not a fact: {other} events left out"), &id);
            return Ok(None);
        }
    }
    let (mut date_from, mut date_to) =
        (event.str("date_from").to_owned(), event.str("date_to").to_owned());
    if date_from.is_empty() && dates == Dates::Needed {
        let published = article.row.str("published");
        if out.options.undated == Undated::Dropped || published.is_empty() {
            out.report.lose("without a date: left out", &id);
            return Ok(None);
        }
        out.report.lose("without a date: publication date put in", &id);
        notes.push("dated by publication".to_owned());
        published.clone_into(&mut date_from);
    }
    if date_to.is_empty() {
        date_to.clone_from(&date_from);
    }
    let day = if date_from.is_empty() { article.row.str("published") } else { date_from.as_str() };
    let [sources, targets] = sides(out, &event, &article, day)?;
    let known = legation_core::plover::EventType::parse(&event_type);
    let intensity = known.map_or(0.0, |t| {
        let mode = mode.as_deref().and_then(|name| t.mode(name));
        f64::from(mode.map_or(t.intensity(), |m| m.intensity))
    });
    let quad = known.map_or(0, |t| i64::from(t.quad().number()));
    Ok(Some(Fact {
        event,
        article,
        event_type,
        mode,
        quad,
        intensity,
        sources,
        targets,
        date_from,
        date_to,
        notes,
    }))
}

/// The two sides, with groups and alliances replaced by their members where that is asked for.
fn sides(out: &mut Out<'_>, event: &Row, article: &Source, day: &str) -> Result<[Vec<Party>; 2]> {
    let id = event.str("id");
    let (start, end) = span(event);
    let mut sides = [Vec::new(), Vec::new()];
    for (side, [column, other]) in
        sides.iter_mut().zip([["source", "target"], ["target", "source"]])
    {
        let mut put = |actor: &str| -> Result<()> {
            if !side.iter().any(|p: &Party| p.id == actor) {
                side.push(article.party(out.store, actor, start, end)?);
            }
            Ok(())
        };
        for actor in event.get(column).as_list() {
            let named = match out.options.groups {
                Groups::Expanded => article.members(actor),
                Groups::Kept => &[],
            };
            if !named.is_empty() {
                out.report.lose("groups expanded into their members", id);
                named.iter().try_for_each(|member| put(member))?;
                continue;
            }
            let allied = match out.options.alliances {
                Alliances::Expanded => members(actor, day),
                Alliances::Kept => Vec::new(),
            };
            if allied.is_empty() {
                put(actor)?;
                continue;
            }
            out.report.lose("alliances expanded into their members", id);
            for member in allied {
                // "The EU sues Hungary": Hungary does not sue itself.
                if event.get(other).as_list().iter().any(|a| a == member) {
                    out.report
                        .lose("members of an alliance left out that stand on the other side", id);
                } else {
                    put(member)?;
                }
            }
        }
    }
    Ok(sides)
}

/// Start and end of a record's evidence.
pub(crate) fn span(row: &Row) -> (i64, i64) {
    let point = |name| row.get(name).as_i64().unwrap_or_default();
    (point("span_start"), point("span_end"))
}

/// PLOVER's reduction of what is planned by its own source: what it is today.
fn reduced<'a>(event_type: &'a str, mode: Option<&'a str>) -> (&'a str, Option<&'a str>) {
    match event_type {
        "CONSULT" | "SUPPORT" | "COOPERATE" | "AID" => ("AGREE", None),
        "RETREAT" => ("CONCEDE", None),
        "PROTEST" => match mode {
            Some("strike" | "boycott" | "obstruct") => ("THREATEN", Some("restrict")),
            Some("riot") => ("THREATEN", Some("violence")),
            _ => ("THREATEN", None),
        },
        "SANCTION" => match mode {
            Some("expel") => ("THREATEN", Some("expel")),
            Some("convict") => ("THREATEN", Some("arrest")),
            _ => ("THREATEN", Some("relations")),
        },
        "MOBILIZE" | "ASSAULT" => ("THREATEN", Some("violence")),
        "COERCE" => match mode {
            Some("arrest") => ("THREATEN", Some("arrest")),
            Some("deport") => ("THREATEN", Some("expel")),
            Some("restrict" | "curfew" | "martial-law" | "censor" | "withhold") => {
                ("THREATEN", Some("restrict"))
            }
            Some("seize") => ("THREATEN", Some("territory")),
            _ => ("THREATEN", None),
        },
        _ => (event_type, mode),
    }
}

/// The ordered pairs of an event: both ways where all stand on one side. The flag says that a pair is the other way round.
pub(crate) fn pairs(fact: &Fact) -> Vec<(&Party, Option<&Party>, bool)> {
    let mut pairs = Vec::new();
    for (i, source) in fact.sources.iter().enumerate() {
        for target in &fact.targets {
            pairs.push((source, Some(target), false));
        }
        if fact.event.get("symmetric").is_true() {
            for (j, other) in fact.sources.iter().enumerate() {
                if i != j {
                    pairs.push((source, Some(other), j < i));
                }
            }
        }
    }
    if pairs.is_empty() {
        pairs.extend(fact.sources.iter().map(|s| (s, None, false)));
    }
    pairs
}

/// The same, for formats with a row for each pair: the report counts the rows that this adds.
pub(crate) fn pair_rows<'f>(
    out: &mut Out<'_>,
    fact: &'f Fact,
) -> Vec<(&'f Party, Option<&'f Party>, bool)> {
    let pairs = pairs(fact);
    let added = pairs.len().saturating_sub(1) as u64;
    out.report.lose_many(
        "rows added: one for each pair of source and target",
        fact.event.str("id"),
        added,
    );
    pairs
}

/// A number that stands for a text in formats whose ids are numbers: 53 bits, so that no reader rounds it.
pub(crate) fn number(text: &str) -> u64 {
    let mut head = [0; 8];
    head.copy_from_slice(&blake3::hash(text.as_bytes()).as_bytes()[..8]);
    u64::from_be_bytes(head) >> 11
}
