//! Answers of the tools: records with their article, span and words.

use super::tools::{Does, Known, MOST};
use crate::params::Asked;
use crate::problem::Problem;
use legation_store::columns::{self, ARTICLES};
use legation_store::{Row, Store};
use rmcp::model::JsonObject;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// How many code points of a text are given at one time.
const LONGEST: usize = 20_000;

/// Answers a call.
pub(super) fn answer(
    store: &mut Store,
    tool: &'static Known,
    arguments: &JsonObject,
) -> Result<Value, Problem> {
    match tool.does {
        Does::List => list(store, tool.name, arguments),
        Does::Article => article(store, arguments),
        Does::Record => record(store, &text(arguments, "id")?),
    }
}

fn list(store: &Store, name: &str, arguments: &JsonObject) -> Result<Value, Problem> {
    let table = columns::table(name).ok_or_else(|| Problem::missing("list", name))?;
    let asked = Asked::parse(&query(arguments)?)?;
    let mut page = asked.page.clone();
    let limit = arguments.get("limit").map_or(Some(20), Value::as_u64);
    page.limit = limit.unwrap_or(20).clamp(1, MOST) as u32;
    let listing = store.list(table, &asked.filter, &page)?;
    let mut texts = Texts::new(store);
    let mut found = Vec::new();
    for row in &listing.rows {
        found.push(match name {
            "actors" => actor(store, &mut texts, row)?,
            "articles" => headed(store, &mut texts, row, asked.filter.text.as_deref())?,
            _ => texts.evidence(row)?,
        });
    }
    let names = names(store, &listing.rows)?;
    let count = store.count(table, &asked.filter)?;
    Ok(json!({"records": found, "names": names, "count": count, "next": listing.next}))
}

/// Arguments as the query string that the REST API would get.
fn query(arguments: &JsonObject) -> Result<String, Problem> {
    let mut out = url::form_urlencoded::Serializer::new(String::new());
    for (name, value) in arguments {
        let values = match value {
            Value::Array(values) => values.iter().collect(),
            one => vec![one],
        };
        for value in values {
            match value {
                Value::Null => {}
                Value::String(text) => {
                    out.append_pair(name, text);
                }
                Value::Number(_) | Value::Bool(_) => {
                    out.append_pair(name, &value.to_string());
                }
                _ => {
                    return Err(Problem::bad(
                        format!("{name} is neither a text, a number nor a list of them"),
                        "look at the tool's input schema",
                    ));
                }
            }
        }
    }
    Ok(out.finish())
}

fn text(arguments: &JsonObject, name: &str) -> Result<String, Problem> {
    let given = arguments.get(name).and_then(Value::as_str).map(str::trim);
    given
        .filter(|text| !text.is_empty())
        .map(str::to_owned)
        .ok_or_else(|| Problem::bad(format!("{name} is missing"), format!("give {name} as a text")))
}

/// Texts and heads of articles, each fetched once for an answer.
struct Texts<'s> {
    store: &'s Store,
    known: BTreeMap<String, (Vec<char>, Value)>,
}

impl<'s> Texts<'s> {
    fn new(store: &'s Store) -> Self {
        Self { store, known: BTreeMap::new() }
    }

    fn of(&mut self, article: &str) -> Result<&(Vec<char>, Value), Problem> {
        if !self.known.contains_key(article) {
            let text = self.store.text(article)?.unwrap_or_default();
            let row = self.store.row(&ARTICLES, article)?;
            let head = row.as_ref().map_or(Value::Null, head);
            self.known.insert(article.to_owned(), (text.chars().collect(), head));
        }
        self.known.get(article).ok_or_else(|| Problem::missing("article", article))
    }

    /// A place in an article: article, span, words.
    fn place(
        &mut self,
        article: &str,
        from: usize,
        to: usize,
    ) -> Result<Map<String, Value>, Problem> {
        let (text, head) = self.of(article)?;
        let to = to.min(text.len());
        let from = from.min(to);
        let words: String = text[from..to].iter().collect();
        let mut place = Map::new();
        place.insert("article".to_owned(), head.clone());
        place.insert("span".to_owned(), json!([from, to]));
        place.insert("words".to_owned(), Value::from(words));
        Ok(place)
    }

    /// A record with its place.
    fn evidence(&mut self, row: &Row) -> Result<Value, Problem> {
        let at = |name: &str| row.get(name).as_i64().and_then(|i| usize::try_from(i).ok());
        let (from, to) = (at("span_start").unwrap_or(0), at("span_end").unwrap_or(0));
        let mut found = self.place(row.str("article"), from, to)?;
        found.insert("record".to_owned(), brief(row));
        Ok(Value::Object(found))
    }
}

/// What names an article.
fn head(row: &Row) -> Value {
    let kept = ["id", "title", "publisher", "published", "uri"];
    Value::Object(kept.map(|name| (name.to_owned(), row.get(name).to_json())).into_iter().collect())
}

/// A record without what stands beside it already, and without fields that say nothing.
fn brief(row: &Row) -> Value {
    let Value::Object(mut fields) = row.to_json() else { return Value::Null };
    let beside = ["article", "span_start", "span_end", "text", "why", "replaces"];
    fields.retain(|name, value| {
        let says = !value.is_null() && value.as_array().is_none_or(|list| !list.is_empty());
        says && !beside.contains(&name.as_str())
            && !name.ends_with("_start")
            && !name.ends_with("_end")
    });
    Value::Object(fields)
}

/// An actor with the place where it is first named.
fn actor(store: &Store, texts: &mut Texts<'_>, row: &Row) -> Result<Value, Problem> {
    let sql = "SELECT article, span_start, span_end FROM mentions WHERE actor = ?1 \
        ORDER BY type <> 'name', article, span_start LIMIT 1";
    let mut query = store.connection().prepare_cached(sql).map_err(legation_store::Error::from)?;
    let found = query.query_row([row.str("id")], |r| {
        Ok((r.get::<_, String>(0)?, r.get::<_, i64>(1)?, r.get::<_, i64>(2)?))
    });
    let mut found = match found {
        Ok((article, from, to)) => texts.place(&article, from as usize, to as usize)?,
        // An actor that only a correction knows of stands nowhere by name.
        Err(_) => texts.place(row.str("from_article"), 0, 0)?,
    };
    found.insert("record".to_owned(), brief(row));
    Ok(Value::Object(found))
}

/// An article with the first sentence that has one of the words asked for, or else its first sentence.
fn headed(
    store: &Store,
    texts: &mut Texts<'_>,
    row: &Row,
    words: Option<&str>,
) -> Result<Value, Problem> {
    let id = row.str("id");
    let sql = "SELECT span_start, span_end FROM sentences WHERE article = ?1 ORDER BY span_start";
    let mut query = store.connection().prepare_cached(sql).map_err(legation_store::Error::from)?;
    let spans: Vec<(usize, usize)> = query
        .query_map([id], |r| Ok((r.get::<_, i64>(0)? as usize, r.get::<_, i64>(1)? as usize)))
        .and_then(Iterator::collect)
        .map_err(legation_store::Error::from)?;
    let wanted: Vec<String> = words
        .unwrap_or_default()
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty())
        .map(str::to_lowercase)
        .collect();
    let text = &texts.of(id)?.0;
    let has = |&&(from, to): &&(usize, usize)| {
        let to = to.min(text.len());
        let words: String = text[from.min(to)..to].iter().collect::<String>().to_lowercase();
        wanted.iter().any(|w| words.contains(w))
    };
    let (from, to) = spans.iter().find(has).or(spans.first()).copied().unwrap_or((0, 0));
    let mut found = texts.place(id, from, to)?;
    found.insert("record".to_owned(), brief(row));
    Ok(Value::Object(found))
}

fn article(store: &Store, arguments: &JsonObject) -> Result<Value, Problem> {
    let id = text(arguments, "id")?;
    if store.row(&ARTICLES, &id)?.is_none() {
        return Err(Problem::missing("article", &id));
    }
    let at = |name: &str| arguments.get(name).and_then(Value::as_u64).map(|n| n as usize);
    let mut texts = Texts::new(store);
    let length = texts.of(&id)?.0.len();
    let from = at("from").unwrap_or(0).min(length);
    let to = at("to").unwrap_or(length).clamp(from, from + LONGEST);
    let mut found = texts.place(&id, from, to)?;
    found.insert("length".to_owned(), Value::from(length));
    Ok(json!({"records": [found], "next": (to < length).then_some(to)}))
}

fn record(store: &Store, id: &str) -> Result<Value, Problem> {
    let found = store.record(id)?.filter(|f| f.article.is_some());
    let found = found.ok_or_else(|| Problem::missing("record", id))?;
    let mut texts = Texts::new(store);
    let mut whole = texts.evidence(&found.row)?;
    whole["record"] = found.row.to_json();
    whole["kind"] = Value::from(found.table.singular());
    // Who says so: the statements around it, the innermost first.
    let mut said = Vec::new();
    for statement in found.row.get("attribution").as_list() {
        if let Some(outer) = store.record(statement)? {
            said.push(texts.evidence(&outer.row)?);
        }
    }
    let names = names(store, std::slice::from_ref(&found.row))?;
    Ok(
        json!({"records": [whole], "said_by": said, "names": names, "replaced_by": found.replaced_by}),
    )
}

/// The names of the actors that rows speak of by id.
fn names(store: &Store, rows: &[Row]) -> Result<Map<String, Value>, Problem> {
    let mut names = Map::new();
    for row in rows {
        for column in row.columns.iter().filter(|c| c.is_actor()) {
            let value = row.get(column.name);
            let one = value.as_str().map(str::to_owned);
            for id in value.as_list().iter().cloned().chain(one) {
                if names.contains_key(&id) {
                    continue;
                }
                if let Some(actor) = store.row(&columns::ACTORS, &id)? {
                    names.insert(id, actor.get("name").to_json());
                }
            }
        }
    }
    Ok(names)
}
