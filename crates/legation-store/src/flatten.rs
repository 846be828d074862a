//! [`Prepared`]: an article's JSON turned into rows, by walking the list of columns.
//!
//! Because the rows come from the very object that `code --format json` prints, the store cannot say anything
//! else than the output contract does. Preparing is pure and may run on any thread; only writing is serial.

use crate::columns::{ARTICLES, Column, From, Kind, REMARKS, Rows, TABLES, Table};
use crate::share::Share;
use crate::value::Value;
use crate::{Error, Result};
use legation_core::offset::CodePoints;
use legation_core::{Coded, Document, Span};
use serde_json::{Value as Json, json};
use std::cell::RefCell;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// Rows of one table.
pub(crate) type TableRows = (&'static Table, Vec<Vec<Value>>);

/// One article, ready to be written.
#[derive(Clone, Debug)]
pub struct Prepared {
    pub(crate) id: String,
    pub(crate) rows: Vec<TableRows>,
    /// What it adds to actors and counts.
    pub(crate) share: Arc<Share>,
    /// The article's JSON without the text, compressed.
    pub(crate) json: Vec<u8>,
    pub(crate) hash: String,
}

/// What an article contributes to the store's actors.
#[derive(Clone, Debug)]
pub(crate) struct ActorRow {
    pub(crate) id: String,
    pub(crate) fields: [Value; 5],
    pub(crate) mentions: i64,
}

/// The id under which the store keeps an actor of an article: its own where it is known everywhere, else the first half
/// of the article's id, a colon, and the id in the article.
pub fn actor_key(article: &str, local: &str, known: bool) -> String {
    if known {
        local.to_owned()
    } else {
        format!("{}:{local}", article.get(..16).unwrap_or(article))
    }
}

impl Prepared {
    /// Prepares an article and its records.
    pub fn new(doc: &Document, coded: &Coded) -> Result<Self> {
        let article = &doc.article;
        let more = json!({
            "canonical": article.canonical, "reader": article.reader, "provenance": article.provenance,
            "reader_remarks": article.reader_remarks,
        });
        Self::of(legation_core::json::article(doc, coded), &more)
    }

    /// Prepares an article from the object that `code --format json` prints.
    pub fn from_json(article: Json) -> Result<Self> {
        Self::of(article, &json!({"reader_remarks": []}))
    }

    fn of(mut article: Json, more: &Json) -> Result<Self> {
        let broken = |what: &str, problem: &str| Error::Contract {
            what: what.to_owned(),
            problem: problem.to_owned(),
        };
        let document = article.get("document").ok_or_else(|| broken("article", "no `document`"))?;
        let id = document.get("id").and_then(Json::as_str).unwrap_or_default().to_owned();
        let text = document.get("text").and_then(Json::as_str).unwrap_or_default().to_owned();
        if id.is_empty() {
            return Err(broken("article", "`document.id` is missing"));
        }
        let mut flat = Flat::new(&id, &text, &article);
        let mut rows = Vec::with_capacity(TABLES.len());
        for table in TABLES.iter().copied() {
            match table.rows {
                Rows::Store => {}
                Rows::Document => {
                    rows.push((table, vec![flat.document(document, more, &article)?]));
                }
                Rows::List(lists) => rows.push((table, flat.list(table, lists, &article)?)),
                Rows::Nested(lists, inner) => {
                    rows.push((table, flat.nested(table, lists, inner, &article)?));
                }
            }
        }
        flat.add_remarks(&mut rows);
        check_references(&id, &rows)?;
        settle(&mut rows);
        let share = Arc::new(Share::of(&id, &actor_rows(&rows), &rows));
        if let Some(document) = article.get_mut("document") {
            document["text"] = Json::Null;
        }
        let plain = article.to_string();
        let json = pack(plain.as_bytes())?;
        let mut hasher = blake3::Hasher::new();
        hasher.update(plain.as_bytes()).update(more.to_string().as_bytes());
        let hash = hasher.finalize().to_hex()[..32].to_owned();
        Ok(Self { id, rows, share, json, hash })
    }

    /// The id of the article.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The rows of a table.
    pub(crate) fn rows_of(&self, table: &'static str) -> impl Iterator<Item = &Vec<Value>> {
        self.rows.iter().filter(move |(t, _)| t.name == table).flat_map(|(_, rows)| rows)
    }
}

/// Compresses an article's JSON. A thread keeps its compressor, whose tables are larger than most articles and would be cleared anew.
fn pack(plain: &[u8]) -> Result<Vec<u8>> {
    thread_local! {
        static COMPRESSOR: RefCell<Option<zstd::bulk::Compressor<'static>>> = const { RefCell::new(None) };
    }
    let compressed = COMPRESSOR.with_borrow_mut(|kept| {
        let compressor = match kept {
            Some(compressor) => compressor,
            None => kept.insert(zstd::bulk::Compressor::new(3)?),
        };
        compressor.compress(plain)
    });
    compressed.map_err(Error::format("zstd"))
}

/// The rows of one record that a person wrote: its own row and those of its lists.
pub(crate) fn record_rows(
    list: &'static str,
    record: &Json,
    article: &str,
    text: &str,
    actors: &HashMap<String, String>,
    replaces: Option<&str>,
) -> Result<Vec<TableRows>> {
    let whole = json!({ list: [record] });
    let mut flat = Flat::new(article, text, &whole);
    flat.actors.clone_from(actors);
    flat.status = "added";
    flat.replaces = replaces.map(str::to_owned);
    let mut rows = Vec::new();
    for table in TABLES.iter().copied() {
        match table.rows {
            Rows::List(lists) if lists.contains(&list) => {
                rows.push((table, flat.list(table, lists, &whole)?));
            }
            Rows::Nested(lists, inner) if lists.contains(&list) => {
                rows.push((table, flat.nested(table, lists, inner, &whole)?));
            }
            _ => {}
        }
    }
    Ok(rows)
}

/// Every id that a record points at must be there, so that the database's own checks cannot fail at the commit of a
/// whole batch.
fn check_references(article: &str, rows: &[TableRows]) -> Result<()> {
    let mut ids: HashSet<(&str, &str)> = HashSet::new();
    for (table, rows) in rows {
        let (name, key) =
            if table.name == "article_actors" { ("actors", "actor") } else { (table.name, "id") };
        let Some(at) = table.position(key) else { continue };
        ids.extend(rows.iter().filter_map(|row| Some((name, row[at].as_str()?))));
    }
    for (table, rows) in rows {
        for (at, column) in table.columns.iter().enumerate() {
            let Some((target, "id")) = column.refers.and_then(|r| r.split_once('.')) else {
                continue;
            };
            if matches!(target, "articles" | "runs") {
                continue;
            }
            for row in rows {
                let single = row[at].as_str().into_iter();
                let lost = single
                    .chain(row[at].as_list().iter().map(String::as_str))
                    .find(|id| !ids.contains(&(target, id)));
                if let Some(lost) = lost {
                    return Err(Error::Contract {
                        what: format!("`{}` of {} in article {article}", column.name, table.name),
                        problem: format!("there is no {lost} among the {target}"),
                    });
                }
            }
        }
    }
    Ok(())
}

/// Turns lists into the text that is written, so that the one thread that writes need not.
fn settle(rows: &mut [TableRows]) {
    for value in rows.iter_mut().flat_map(|(_, rows)| rows).flatten() {
        match value {
            Value::List(items) if items.is_empty() => *value = Value::Text("[]".to_owned()),
            Value::List(items) => *value = Value::Text(json!(items).to_string()),
            Value::Json(json) => *value = Value::Text(json.to_string()),
            _ => {}
        }
    }
}

fn actor_rows(rows: &[TableRows]) -> Vec<ActorRow> {
    let of = |name: &str| {
        rows.iter().find(|(t, _)| t.name == name).map_or(&[][..], |(_, rows)| rows.as_slice())
    };
    let mut mentions: HashMap<&str, i64> = HashMap::new();
    for row in of("mentions") {
        *mentions.entry(row[1].as_str().unwrap_or_default()).or_default() += 1;
    }
    let table = &crate::columns::ARTICLE_ACTORS;
    let at = |name: &str| table.position(name).unwrap_or_default();
    let picks = ["name", "kind", "country", "sectors", "known"].map(at);
    let actors = of("article_actors").iter().map(|row| {
        let id = row[at("actor")].as_str().unwrap_or_default().to_owned();
        let mentions = mentions.get(id.as_str()).copied().unwrap_or_default();
        ActorRow { id, fields: picks.map(|i| row[i].clone()), mentions }
    });
    actors.collect()
}

/// The value under a dotted path.
pub(crate) fn at_path<'j>(json: &'j Json, path: &str) -> &'j Json {
    if path.is_empty() {
        return json;
    }
    path.split('.').fold(json, |json, key| match json {
        Json::Array(items) => {
            key.parse().ok().and_then(|i: usize| items.get(i)).unwrap_or(&Json::Null)
        }
        other => other.get(key).unwrap_or(&Json::Null),
    })
}

fn items(json: &Json) -> &[Json] {
    json.as_array().map_or(&[], Vec::as_slice)
}

/// The lists whose entries are rows of `statements`.
const STATEMENT_LISTS: [&str; 2] = ["statements", "attitudes"];

/// Turns the JSON of one article into rows.
struct Flat<'a> {
    article: &'a str,
    text: &'a str,
    points: CodePoints,
    actors: HashMap<String, String>,
    /// Who speaks in each statement, under the id in the article.
    speakers: HashMap<String, String>,
    /// Entries left out because an equal one came before: `(list, position)`.
    left_out: HashSet<(&'static str, usize)>,
    status: &'static str,
    replaces: Option<String>,
}

/// Where a row stands.
#[derive(Clone, Copy, Default)]
struct Place<'a> {
    owner: Option<&'a str>,
    of: Option<&'a Json>,
    role: &'static str,
    position: usize,
}

impl<'a> Flat<'a> {
    fn new(article: &'a str, text: &'a str, whole: &Json) -> Self {
        let actors = items(at_path(whole, "actors")).iter().filter_map(|actor| {
            let local = actor.get("id")?.as_str()?;
            let known = actor.get("known").and_then(Json::as_bool).unwrap_or(true);
            Some((local.to_owned(), actor_key(article, local, known)))
        });
        let statements = STATEMENT_LISTS.iter().flat_map(|list| items(at_path(whole, list)));
        let speakers = statements.filter_map(|statement| {
            let text = |key: &str| Some(statement.get(key)?.as_str()?.to_owned());
            Some((text("id")?, text("speaker")?))
        });
        Self {
            article,
            text,
            speakers: speakers.collect(),
            points: CodePoints::new(text),
            actors: actors.collect(),
            left_out: HashSet::new(),
            status: "coded",
            replaces: None,
        }
    }

    fn document(&self, document: &Json, more: &Json, whole: &Json) -> Result<Vec<Value>> {
        let mut record = document.clone();
        for (key, value) in more.as_object().into_iter().flatten() {
            record[key] = value.clone();
        }
        record["contexts"] = whole.get("contexts").cloned().unwrap_or_else(|| json!([]));
        self.row(&ARTICLES, &record, Place::default())
    }

    fn list(
        &mut self,
        table: &'static Table,
        lists: &'static [&'static str],
        whole: &Json,
    ) -> Result<Vec<Vec<Value>>> {
        let mut rows = Vec::new();
        let mut seen = HashSet::new();
        for list in lists.iter().copied() {
            for (position, record) in items(at_path(whole, list)).iter().enumerate() {
                let place = Place { position, ..Place::default() };
                let id = record.get("id").and_then(Json::as_str);
                if id.is_some_and(|id| !seen.insert(id)) {
                    self.left_out.insert((list, position));
                    continue;
                }
                rows.push(self.row(table, record, place)?);
            }
        }
        Ok(rows)
    }

    fn nested(
        &self,
        table: &'static Table,
        lists: &'static [&'static str],
        inner: &'static [(&'static str, &'static str)],
        whole: &Json,
    ) -> Result<Vec<Vec<Value>>> {
        let mut rows = Vec::new();
        let records = lists.iter().copied().flat_map(|list| {
            items(at_path(whole, list)).iter().enumerate().map(move |(i, record)| (list, i, record))
        });
        for (list, i, record) in records {
            if self.left_out.contains(&(list, i)) {
                continue;
            }
            let owner = record.get("id").and_then(Json::as_str);
            for &(role, path) in inner {
                for (position, entry) in items(at_path(record, path)).iter().enumerate() {
                    if !entry.is_null() {
                        let place = Place { owner, of: Some(record), role, position };
                        rows.push(self.row(table, entry, place)?);
                    }
                }
            }
        }
        Ok(rows)
    }

    fn row(&self, table: &'static Table, record: &Json, place: Place<'_>) -> Result<Vec<Value>> {
        let mut row = Vec::with_capacity(table.columns.len());
        for column in table.columns {
            let value = self.value(column, record, place);
            let value = value.filter(|v| column.nullable || !v.is_null() || column.name == "run");
            row.push(value.ok_or_else(|| {
                let id = record.get("id").and_then(Json::as_str).or(place.owner).unwrap_or("a row");
                Error::Contract {
                    what: format!("{id} of {} in article {}", table.name, self.article),
                    problem: format!(
                        "`{}` is missing or not {}",
                        column.name,
                        column.kind.as_str()
                    ),
                }
            })?);
        }
        Ok(row)
    }

    fn value(&self, column: &Column, record: &Json, place: Place<'_>) -> Option<Value> {
        let value = match column.from {
            From::Path(path) => Value::from_json(at_path(record, path), column.kind)?,
            From::Words(path) => Value::Text(self.words(at_path(record, path))?.to_owned()),
            From::Joined(path) => {
                let pieces = items(at_path(record, path)).iter();
                let texts: Vec<&str> =
                    pieces.filter_map(|p| p.get("text").and_then(Json::as_str)).collect();
                if texts.is_empty() && column.nullable {
                    Value::Null
                } else {
                    Value::Text(texts.join(" … "))
                }
            }
            From::Article => Value::Text(self.article.to_owned()),
            From::Owner => Value::Text(place.owner?.to_owned()),
            From::OfOwner(path) => Value::from_json(at_path(place.of?, path), column.kind)?,
            From::Speaker => match record.as_str().and_then(|id| self.speakers.get(id)) {
                Some(speaker) => Value::Text(speaker.clone()),
                None => Value::Null,
            },
            From::Role => Value::Text(place.role.to_owned()),
            From::Position => Value::Integer(place.position as i64),
            From::Store => match column.name {
                "status" => Value::Text(self.status.to_owned()),
                "replaces" => self.replaces.clone().map_or(Value::Null, Value::Text),
                "text_hash" => {
                    Value::Text(blake3::hash(self.text.as_bytes()).to_hex()[..32].to_owned())
                }
                "characters" => Value::Integer(self.text.chars().count() as i64),
                _ => Value::Null,
            },
        };
        let value =
            if column.is_actor() && column.name != "local_id" { self.global(value) } else { value };
        // The contract leaves lists out only where the object came from elsewhere.
        Some(match (&value, column.kind) {
            (Value::Null, Kind::List) if !column.nullable => Value::List(Vec::new()),
            (Value::Null, Kind::Json) if !column.nullable => Value::Json(json!([])),
            _ => value,
        })
    }

    fn global(&self, value: Value) -> Value {
        let map = |local: String| self.actors.get(&local).cloned().unwrap_or(local);
        match value {
            Value::Text(local) => Value::Text(map(local)),
            Value::List(locals) => Value::List(locals.into_iter().map(map).collect()),
            other => other,
        }
    }

    fn words(&self, span: &Json) -> Option<&str> {
        let point = |i: usize| span.get(i).and_then(Json::as_u64).map(|p| p as u32);
        let span: Span = self.points.byte_span([point(0)?, point(1)?]);
        Some(span.of(self.text))
    }

    /// Says which records were left out because their ids repeat.
    fn add_remarks(&self, rows: &mut [TableRows]) {
        let mut left_out: Vec<_> = self.left_out.iter().copied().collect();
        left_out.sort_unstable();
        let Some((_, remarks)) = rows.iter_mut().find(|(t, _)| t.name == REMARKS.name) else {
            return;
        };
        for (list, position) in left_out {
            remarks.push(vec![
                Value::Text(self.article.to_owned()),
                Value::Integer(remarks.len() as i64),
                Value::Integer(0),
                Value::Integer(0),
                Value::Text("repeated_id".to_owned()),
                Value::Text(format!(
                    "entry {position} of {list} has the id of an earlier one and was left out"
                )),
            ]);
        }
    }
}
