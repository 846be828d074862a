//! The lists of records, and the facets of each.

use super::reply::{self, Rows};
use crate::App;
use crate::params::{Asked, ListParams};
use crate::problem::{Problem, ProblemBody};
use crate::suffix::Wants;
use axum::extract::{Path, State};
use axum::response::Response;
use legation_store::columns::{self, Table};
use legation_store::{Cube, Filter, Store};
use serde_json::{Map, Value, json};
use std::sync::Arc;

async fn list(
    app: App,
    table: &'static Table,
    asked: Asked,
    wants: Wants,
) -> Result<Response, Problem> {
    let with_headlines = table.name == columns::ARTICLES.name && wants == Wants::Json;
    let memory = Arc::clone(&app.memory);
    let (listing, headlines) = app
        .pool
        .read(move |store| {
            let held = if in_memory(table, &asked.filter) {
                memory.ask(store, |cube| cube.page(store, table, &asked.filter, &asked.page))?
            } else {
                None
            };
            let listing = match held {
                Some(listing) => listing,
                None => store.list(table, &asked.filter, &asked.page)?,
            };
            let mut headlines = Vec::new();
            if with_headlines {
                for row in &listing.rows {
                    let title = row.get("title").as_str();
                    headlines.push(headline(store, row.str("id"), title)?);
                }
            }
            Ok((listing, headlines))
        })
        .await?;
    if with_headlines {
        return Ok(reply::page_with(&listing, super::schema::HEADLINE, headlines));
    }
    reply::page(&listing, wants)
}

/// Whether a page is rather found in memory: where an index leads to it at once, the store is as quick.
fn in_memory(table: &Table, filter: &Filter) -> bool {
    let lead = !filter.ids.is_empty() || !filter.articles.is_empty();
    Cube::holds(table) && !lead && *filter != Filter::all()
}

/// What to call an article: its title, else the first line of its text where that reads like one.
pub(super) fn headline(
    store: &Store,
    article: &str,
    title: Option<&str>,
) -> legation_store::Result<Value> {
    if let Some(title) = title {
        return Ok(title.into());
    }
    let mut query = store
        .connection()
        .prepare_cached("SELECT substr(text, 1, ?2) FROM articles WHERE id = ?1")?;
    let text: String = query.query_row((article, LONGEST + 1), |row| row.get(0))?;
    let line = text.trim_start().lines().next().unwrap_or_default().trim();
    let ends = line.trim_end_matches(['"', '”', '’']).ends_with(['.', '?', '!', ':', ';', ',']);
    let fits = !line.is_empty() && line.chars().count() < LONGEST as usize && !ends;
    Ok(if fits { line.into() } else { Value::Null })
}

/// A longer first line is no headline.
const LONGEST: u32 = 160;

macro_rules! lists {
    ($($(#[doc = $doc:literal])* $name:ident $path:literal $table:ident;)*) => {$(
        $(#[doc = $doc])*
        #[utoipa::path(
            get, path = $path, tag = "records", params(ListParams),
            responses(
                (status = 200, description = "A page of rows", body = Rows),
                (status = 400, description = "What is asked cannot be understood", body = ProblemBody)
            )
        )]
        pub(crate) async fn $name(
            State(app): State<App>,
            wants: Wants,
            asked: Asked,
        ) -> Result<Response, Problem> {
            list(app, &columns::$table, asked, wants).await
        }
    )*};
}

lists! {
    /// Events: who did what to whom.
    events "/events" EVENTS;
    /// Statements: who said what.
    statements "/statements" STATEMENTS;
    /// Figures: which numbers are claimed.
    figures "/figures" FIGURES;
    /// Ties: lasting relations.
    ties "/ties" TIES;
    /// Assessments: judgements, forecasts, constraints.
    assessments "/assessments" ASSESSMENTS;
    /// Actors, the most frequent first.
    actors "/actors" ACTORS;
    /// Articles, without their texts.
    articles "/articles" ARTICLES;
}

/// How many values of a column are counted.
const VALUES: u32 = 40;
/// So many rows are looked at. More of a large store would take seconds, and say little else.
const MOST: u32 = 5000;

/// The values of columns among the rows that the filter finds, with their counts, and the count of all. Of events, statements,
/// figures and actors all are counted, once the server has them in memory. Where else there are more than 5000 rows, `more` is true and the counts are those of the
/// latest 5000 (of actors, the most frequent).
#[utoipa::path(
    get, path = "/facets/{list}", tag = "overview",
    params(
        ("list" = String, Path, description = "events, statements, figures, ties, assessments, actors or articles"),
        ("columns" = String, Query, description = "The columns, parted by commas"),
        ListParams
    ),
    responses(
        (status = 200, description = "Values and counts by column", body = reply::One),
        (status = 400, description = "What is asked cannot be understood", body = ProblemBody),
        (status = 404, description = "There is no such list", body = ProblemBody)
    )
)]
pub(crate) async fn facets(
    State(app): State<App>,
    Path(list): Path<String>,
    asked: Asked,
) -> Result<Response, Problem> {
    let table = columns::table(&list)
        .filter(|t| super::schema::LISTS.contains(&t.name))
        .ok_or_else(|| Problem::missing("list", &list))?;
    let names: Vec<String> = asked
        .own("columns")
        .ok_or_else(|| Problem::bad("columns are missing", "write columns=type,mode"))?
        .split(',')
        .map(|c| c.trim().to_owned())
        .collect();
    if names.len() > 12 {
        return Err(Problem::bad("too many columns", "ask for at most twelve"));
    }
    let memory = Arc::clone(&app.memory);
    let facets = app
        .pool
        .read(move |store| {
            let mut out = Map::new();
            let mut put = |name: &String, counted: Vec<(legation_store::Value, u64)>| {
                let values: Vec<Value> = counted
                    .into_iter()
                    .map(|(value, count)| json!({"value": value.to_json(), "count": count}))
                    .collect();
                out.insert(name.clone(), Value::from(values));
            };
            // Of all events everything is counted already.
            let (count, more) = if table.name == columns::EVENTS.name
                && asked.filter == Filter::all()
            {
                for name in &names {
                    put(name, store.facet(table, name, &asked.filter, VALUES)?);
                }
                (store.count(table, &asked.filter)?, false)
            } else {
                let held = memory
                    .ask(store, |cube| cube.facets(store, table, &names, &asked.filter, VALUES))?;
                let found = match held {
                    Some(found) => found,
                    None => store.facets(table, &names, &asked.filter, VALUES, MOST)?,
                };
                for (name, counted) in names.iter().zip(found.columns) {
                    put(name, counted);
                }
                (found.rows, found.more)
            };
            Ok(json!({"count": count, "more": more, "facets": out}))
        })
        .await?;
    Ok(reply::one(facets))
}
