//! What is new, contested, promised; and what a person should look at.

use super::reply::{self, One, Rows};
use super::sql::OURS;
use crate::App;
use crate::problem::Problem;
use crate::suffix::Wants;
use axum::extract::State;
use axum::response::Response;
use legation_store::{Answer, Store};
use serde_json::{Value, json};

const NEWEST: &str = "SELECT id, title, uri, publisher, published, \
    (SELECT count(*) FROM events e WHERE e.article = a.id AND e.status <> 'withdrawn') AS events, \
    (SELECT count(*) FROM statements s WHERE s.article = a.id AND s.status <> 'withdrawn') AS statements \
    FROM articles a WHERE duplicate_of IS NULL ORDER BY ifnull(published, '') DESC, id DESC LIMIT 8";

// Each of the following looks at the latest candidates only, found through the index of days: a large store has more than anybody
// reads, and working out all of them takes seconds.

const SHARPEST: &str = "SELECT e.id, e.article, e.type, e.mode, e.quad, e.intensity, e.source, e.target, e.trigger, e.text, \
    e.date_value, e.date_from, e.factuality FROM events e JOIN articles a ON a.id = e.article \
    WHERE e.id IN (SELECT id FROM events WHERE status <> 'withdrawn' AND factuality IN ('occurred', 'ongoing') \
      AND source <> '[]' AND target <> '[]' ORDER BY ifnull(date_from, '') DESC, id DESC LIMIT 200) \
    AND e.date_from IS NOT NULL AND a.duplicate_of IS NULL \
    ORDER BY e.date_from DESC, abs(e.intensity) DESC, e.id LIMIT 12";

const CONTESTED: &str = "SELECT event, article, type, source, target, text, denied_by, statement, cue, date_from \
    FROM denied_claims WHERE event IN (SELECT id FROM events WHERE factuality = 'denied' AND status <> 'withdrawn' \
      ORDER BY ifnull(date_from, '') DESC, id DESC LIMIT 60) \
    ORDER BY ifnull(date_from, published) DESC, event LIMIT 12";

const ALLEGED: &str = "SELECT id AS event, article, type, source, target, text, NULL AS denied_by, \
    json_extract(attribution, '$[0]') AS statement, NULL AS cue, date_from FROM events \
    WHERE factuality = 'alleged' AND status <> 'withdrawn' ORDER BY ifnull(date_from, '') DESC, id DESC LIMIT 12";

const PROMISED: &str = "SELECT statement, speaker, content, event, article, type, source, target, due_from, due_to, promised \
    FROM open_promises WHERE statement IN (SELECT id FROM statements WHERE act = 'promise' AND status <> 'withdrawn' \
      ORDER BY ifnull(date_from, '') DESC, id DESC LIMIT 40) \
    ORDER BY ifnull(promised, published) DESC, statement LIMIT 12";

const REVIEW: &str = "SELECT e.id, e.article, e.type, e.mode, e.other_type, e.quad, e.source, e.target, e.factuality, e.attribution, e.confidence, e.trigger, \
    e.trigger_start, e.trigger_end, e.span_start, e.span_end, e.text, e.date_value, e.rule, e.why, a.title, a.published, \
    s.span_start AS sentence_start, substr(a.text, s.span_start + 1, s.span_end - s.span_start) AS sentence \
    FROM events e JOIN articles a ON a.id = e.article \
    LEFT JOIN sentences s ON s.article = e.article AND s.span_start <= e.trigger_start AND s.span_end >= e.trigger_end \
    WHERE e.id IN (SELECT id FROM events WHERE status = 'coded'{doubtful} ORDER BY confidence, id LIMIT 100) ORDER BY e.confidence, e.id";
/// How many events are given to be looked at.
const MOST: usize = 100;
/// Those that are looked at first stand in an index of their own.
const DOUBTFUL: &str = " AND confidence < 0.6";

fn ask(store: &mut Store, query: &str) -> Result<Answer, Problem> {
    Ok(store.sql(query, 200, OURS)?)
}

fn objects(answer: &Answer) -> Vec<Value> {
    let object = |row: &Vec<Value>| -> Value {
        let fields = answer.columns.iter().cloned().zip(row.iter().cloned());
        Value::Object(fields.map(|(name, value)| (name, listed(value))).collect())
    };
    answer.rows.iter().map(object).collect()
}

/// Lists stand in the store as JSON text.
fn listed(value: Value) -> Value {
    match &value {
        Value::String(text) if text.starts_with('[') => serde_json::from_str(text).unwrap_or(value),
        _ => value,
    }
}

/// What is new, contested and promised.
#[utoipa::path(
    get, path = "/briefing", tag = "overview",
    responses((status = 200, description = "Lists of articles, events and statements", body = One))
)]
pub(crate) async fn briefing(State(app): State<App>) -> Result<Response, Problem> {
    let found = app
        .pool
        .read(|store| {
            let mut articles = objects(&ask(store, NEWEST)?);
            for article in &mut articles {
                let id = article["id"].as_str().unwrap_or_default();
                let headline = super::lists::headline(store, id, article["title"].as_str())?;
                article[super::schema::HEADLINE] = headline;
            }
            let mut section = |query: &str| Ok::<_, Problem>(objects(&ask(store, query)?));
            Ok(json!({
                "articles": articles,
                "events": section(SHARPEST)?,
                "denied": section(CONTESTED)?,
                "alleged": section(ALLEGED)?,
                "promised": section(PROMISED)?,
            }))
        })
        .await?;
    Ok(reply::one(found))
}

/// Events that nobody has looked at, the least sure first.
#[utoipa::path(
    get, path = "/review", tag = "people",
    responses((status = 200, description = "Events with their words and why they were coded", body = Rows))
)]
pub(crate) async fn review(State(app): State<App>, wants: Wants) -> Result<Response, Problem> {
    let of = |which: &str| REVIEW.replace("{doubtful}", which);
    let (answer, rows) = app
        .pool
        .read(move |store| {
            let first = ask(store, &of(DOUBTFUL))?;
            let answer = if first.rows.len() < MOST { ask(store, &of(""))? } else { first };
            let mut rows = objects(&answer);
            for row in &mut rows {
                if row["title"].is_null() {
                    let article = row["article"].as_str().unwrap_or_default();
                    row["title"] = super::lists::headline(store, article, None)?;
                }
            }
            Ok((answer, rows))
        })
        .await?;
    if wants == Wants::Csv {
        return reply::table("review", &answer.columns, &answer.rows, wants);
    }
    Ok(reply::one(rows))
}
