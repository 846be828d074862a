//! One actor: names, offices over time, partners.

use super::reply::{self, One, Rows};
use crate::App;
use crate::problem::{Problem, ProblemBody};
use crate::suffix::Wants;
use axum::extract::{Path, State};
use axum::response::Response;
use legation_store::columns::ACTORS;
use legation_store::{PairCount, Result, Store};
use serde_json::{Value, json};
use std::sync::Arc;

/// An actor with the names used for it, its offices as the articles give them, and whom it has to do with.
#[utoipa::path(
    get, path = "/actors/{id}", tag = "records",
    params(("id" = String, Path, description = "The actor")),
    responses(
        (status = 200, description = "The actor", body = One),
        (status = 404, description = "There is no such actor", body = ProblemBody)
    )
)]
pub(crate) async fn actor(
    State(app): State<App>,
    Path(id): Path<String>,
) -> std::result::Result<Response, Problem> {
    let memory = Arc::clone(&app.memory);
    let found = app
        .pool
        .read(move |store| {
            let row = store.row(&ACTORS, &id)?.ok_or_else(|| Problem::missing("actor", &id))?;
            let held = memory.ask(store, |cube| cube.partners(store, &id, PARTNERS).map(Some))?;
            let partners = match held {
                Some(pairs) => described(store, &pairs)?,
                None => partners(store, &id)?,
            };
            Ok(json!({
                "actor": row.to_json(),
                "names": names(store, &id)?,
                "roles": roles(store, &id)?,
                "partners": partners,
            }))
        })
        .await?;
    Ok(reply::one(found))
}

/// So many of an actor's latest statements are looked at.
const LATEST: u32 = 300;

/// Which side an actor takes towards others, statement by statement: `for`, `against` or `neither`, with the `turn` that says
/// whether it is the first, the latest or a change. From the actor's latest 300 statements; `own_day` is 0 where the day is the
/// article's.
#[utoipa::path(
    get, path = "/actors/{id}/positions", tag = "records",
    params(("id" = String, Path, description = "The actor")),
    responses(
        (status = 200, description = "A row for each statement and actor it is about", body = Rows),
        (status = 404, description = "There is no such actor", body = ProblemBody)
    )
)]
pub(crate) async fn positions(
    State(app): State<App>,
    wants: Wants,
    Path(id): Path<String>,
) -> std::result::Result<Response, Problem> {
    let found = app
        .pool
        .read(move |store| {
            store.row(&ACTORS, &id)?.ok_or_else(|| Problem::missing("actor", &id))?;
            Ok(store.positions(&id, LATEST)?)
        })
        .await?;
    let columns = [
        "topic",
        "name",
        "day",
        "own_day",
        "side",
        "turn",
        "act",
        "cue",
        "content",
        "statement",
        "article",
    ];
    let rows: Vec<Vec<Value>> = found
        .into_iter()
        .map(|p| {
            vec![
                json!(p.topic),
                json!(p.name),
                json!(p.day),
                json!(i32::from(p.is_own_day)),
                json!(p.side.as_str()),
                json!(p.turn.as_str()),
                json!(p.act),
                json!(p.cue),
                json!(p.content),
                json!(p.statement),
                json!(p.article),
            ]
        })
        .collect();
    reply::table("positions", &columns.map(str::to_owned), &rows, wants)
}

/// The actor and those that people say are the same.
const SAME: &str = "(SELECT id FROM actors WHERE id = ?1 OR merged_into = ?1)";

/// In so many of its articles the names of an actor are looked up; the ids of articles being hashes, in any of them.
const NAMED: u32 = 600;
/// In so many, its offices.
const IN_OFFICE: u32 = 4000;
/// So many others are given.
const PARTNERS: u32 = 24;

fn names(store: &Store, id: &str) -> Result<Vec<Value>> {
    let sql = format!(
        "SELECT m.text, m.type, count(*) \
         FROM (SELECT article, actor FROM article_actors WHERE actor IN {SAME} LIMIT {NAMED}) x \
         CROSS JOIN mentions m ON m.article = x.article AND m.actor = x.actor \
         WHERE m.type IN ('name', 'adjective', 'nominal') GROUP BY m.text, m.type ORDER BY 3 DESC, 1 LIMIT 20"
    );
    let mut query = store.connection().prepare_cached(&sql)?;
    let rows = query.query_map([id], |row| {
        let (text, kind, count): (String, String, i64) = (row.get(0)?, row.get(1)?, row.get(2)?);
        Ok(json!({"text": text, "type": kind, "count": count}))
    })?;
    rows.map(|r| Ok(r?)).collect()
}

fn roles(store: &Store, id: &str) -> Result<Vec<Value>> {
    let sql = format!(
        "SELECT r.title, r.of_actor, r.status, min(a.published), max(a.published), count(DISTINCT r.article), \
         (SELECT name FROM actors o WHERE o.id = r.of_actor), min(r.article) \
         FROM (SELECT article, actor FROM article_actors WHERE actor IN {SAME} LIMIT {IN_OFFICE}) x \
         CROSS JOIN roles r ON r.article = x.article AND r.actor = x.actor CROSS JOIN articles a ON a.id = r.article \
         GROUP BY r.title, r.of_actor, r.status ORDER BY 5 DESC, 6 DESC, 1 LIMIT 40"
    );
    let mut query = store.connection().prepare_cached(&sql)?;
    let rows = query.query_map([id], |row| {
        let text = |i: usize| row.get::<_, Option<String>>(i);
        Ok(json!({
            "title": text(0)?, "of": text(1)?, "status": text(2)?, "first": text(3)?, "last": text(4)?,
            "articles": row.get::<_, i64>(5)?, "of_name": text(6)?, "article": text(7)?,
        }))
    })?;
    rows.map(|r| Ok(r?)).collect()
}

fn partners(store: &Store, id: &str) -> Result<Vec<Value>> {
    let sql = format!(
        "SELECT p.id, p.name, p.kind, p.country, count(DISTINCT e.id), \
         count(DISTINCT CASE WHEN e.quad <= 2 THEN e.id END), count(DISTINCT CASE WHEN e.quad >= 3 THEN e.id END) \
         FROM event_actors mine \
         JOIN events e ON e.id = mine.event AND e.status <> 'withdrawn' \
         JOIN event_actors theirs ON theirs.event = e.id AND (theirs.role <> mine.role OR e.symmetric) \
         JOIN actors o ON o.id = theirs.actor JOIN actors p ON p.id = ifnull(o.merged_into, o.id) \
         WHERE mine.actor IN {SAME} AND p.id <> ?1 GROUP BY p.id ORDER BY 5 DESC, 1 LIMIT {PARTNERS}"
    );
    let mut query = store.connection().prepare_cached(&sql)?;
    let rows = query.query_map([id], |row| {
        let text = |i: usize| row.get::<_, Option<String>>(i);
        let number = |i: usize| row.get::<_, i64>(i);
        Ok(json!({
            "id": text(0)?, "name": text(1)?, "kind": text(2)?, "country": text(3)?,
            "events": number(4)?, "cooperation": number(5)?, "conflict": number(6)?,
        }))
    })?;
    rows.map(|r| Ok(r?)).collect()
}

/// Partners as [`partners`] gives them.
fn described(store: &Store, pairs: &[PairCount]) -> Result<Vec<Value>> {
    let mut out = Vec::with_capacity(pairs.len());
    for pair in pairs {
        if let Some(row) = store.row(&ACTORS, &pair.b)? {
            let of = |column: &str| row.get(column).to_json();
            out.push(json!({
                "id": pair.b, "name": of("name"), "kind": of("kind"), "country": of("country"),
                "events": pair.events, "cooperation": pair.cooperation, "conflict": pair.conflict,
            }));
        }
    }
    Ok(out)
}
