//! Counts that are kept while articles are written: events by dyad and month, by actor and year, by pair, day and kind; and those
//! of [`months`].
//!
//! Whatever changes the events of an article, their status or whether the article counts at all, takes its share out
//! of the counts first and puts the new share in afterwards. The views `dyad_months` and `actor_years` read them, and
//! questions about the whole store are answered from them ([`whole`](crate::whole)).

use crate::{Result, months};
use rusqlite::Connection;

/// What the counts of dyads and actors have in common: which events count, and what is counted. `?1` is a JSON array of
/// articles, `?2` is 1 or -1.
const COUNTED: &str = "?2 * count(*), ?2 * sum(e.factuality IN ('occurred', 'ongoing')), ?2 * count(e.intensity), \
     ?2 * sum(CAST(round(ifnull(e.intensity, 0) * 1000) AS INTEGER))";
const COUNTS: &str = "a.id IN (SELECT j.value FROM json_each(?1) j) AND a.duplicate_of IS NULL \
     AND e.status <> 'withdrawn' AND e.date_from IS NOT NULL";
/// The events of the articles.
pub(crate) const EVENTS: &str = "json_each(?1) j CROSS JOIN events e ON e.article = j.value";
pub(crate) const STANDS: &str = "e.status <> 'withdrawn'";
/// The two sides of dyads, both orders for symmetric events.
pub(crate) const SIDES: &str = "JOIN event_actors s ON s.event = e.id AND s.role = 'source' \
     JOIN event_actors t ON t.event = e.id AND (t.role = 'target' OR (e.symmetric AND t.actor <> s.actor))";
const ADD: &str = "DO UPDATE SET events = events + excluded.events, facts = facts + excluded.facts, \
     rated = rated + excluded.rated, intensity = intensity + excluded.intensity";
/// All events, cooperation, conflict, of the subquery `f`.
pub(crate) const BALANCE: &str = "?2 * count(*), ?2 * total(f.quad <= 2), ?2 * total(f.quad >= 3)";
pub(crate) const ADD_BALANCE: &str = "events = events + excluded.events, cooperation = cooperation + excluded.cooperation, \
     conflict = conflict + excluded.conflict";

/// Takes the share of an article out of the counts.
pub(crate) fn take(conn: &Connection, article: &str) -> Result<()> {
    change(conn, &[article.to_owned()], -1)
}

/// Puts the share of an article into the counts.
pub(crate) fn put(conn: &Connection, article: &str) -> Result<()> {
    put_all(conn, &[article.to_owned()])
}

/// Puts the shares of several articles into the counts: what they have in common is written once.
pub(crate) fn put_all(conn: &Connection, articles: &[String]) -> Result<()> {
    change(conn, articles, 1)
}

fn change(conn: &Connection, articles: &[String], sign: i64) -> Result<()> {
    if articles.is_empty() {
        return Ok(());
    }
    let articles = serde_json::json!(articles).to_string();
    let kept = [dyads(), actors(), kinds(), countries(), pairs(), days()];
    for sql in kept.into_iter().chain(months::kept()) {
        conn.prepare_cached(&sql)?.execute((&articles, sign))?;
    }
    Ok(())
}

fn dyads() -> String {
    format!(
        "INSERT INTO dyad_counts (source, target, month, quad, events, facts, rated, intensity) \
         SELECT s.actor, t.actor, substr(e.date_from, 1, 7), ifnull(e.quad, 0), {COUNTED} \
         FROM articles a CROSS JOIN events e ON e.article = a.id {SIDES} \
         WHERE {COUNTS} GROUP BY 1, 2, 3, 4 ON CONFLICT (source, target, month, quad) {ADD}"
    )
}

fn actors() -> String {
    format!(
        "INSERT INTO actor_counts (actor, year, role, quad, events, facts, rated, intensity) \
         SELECT x.actor, substr(e.date_from, 1, 4), x.role, ifnull(e.quad, 0), {COUNTED} \
         FROM articles a CROSS JOIN events e ON e.article = a.id JOIN event_actors x ON x.event = e.id \
         WHERE {COUNTS} GROUP BY 1, 2, 3, 4 ON CONFLICT (actor, year, role, quad) {ADD}"
    )
}

fn kinds() -> String {
    format!(
        "INSERT INTO event_counts (facet, value, events, cooperation, conflict) \
         SELECT f.facet, f.value, {BALANCE} FROM ( \
           SELECT 'total' AS facet, '' AS value, e.quad FROM {EVENTS} WHERE {STANDS} \
           UNION ALL SELECT 'type', ifnull(e.type, ''), e.quad FROM {EVENTS} WHERE {STANDS} \
           UNION ALL SELECT 'quad', ifnull(e.quad, ''), e.quad FROM {EVENTS} WHERE {STANDS} \
           UNION ALL SELECT 'factuality', e.factuality, e.quad FROM {EVENTS} WHERE {STANDS} \
           UNION ALL SELECT 'context', x.context, e.quad FROM {EVENTS} JOIN event_contexts x ON x.event = e.id WHERE {STANDS} \
           UNION ALL SELECT x.role, x.actor, e.quad FROM {EVENTS} JOIN event_actors x ON x.event = e.id WHERE {STANDS} \
         ) f WHERE 1 GROUP BY 1, 2 ON CONFLICT (facet, value) DO UPDATE SET {ADD_BALANCE}"
    )
}

fn countries() -> String {
    format!(
        "INSERT INTO event_counts (facet, value, events, cooperation, conflict) \
         SELECT 'country', f.country, {BALANCE} FROM ( \
           SELECT DISTINCT e.id, e.quad, n.country FROM {EVENTS} JOIN event_actors x ON x.event = e.id \
           JOIN article_actors n ON n.article = e.article AND n.actor = x.actor WHERE {STANDS} AND n.country IS NOT NULL \
         ) f WHERE 1 GROUP BY 2 ON CONFLICT (facet, value) DO UPDATE SET {ADD_BALANCE}"
    )
}

fn pairs() -> String {
    format!(
        "INSERT INTO pair_counts (a, b, events, cooperation, conflict, rated, intensity) \
         SELECT f.a, f.b, {BALANCE}, ?2 * count(f.intensity), ?2 * total(CAST(round(ifnull(f.intensity, 0) * 1000) AS INTEGER)) \
         FROM ( \
           SELECT DISTINCT e.id, e.quad, e.intensity, min(s.actor, t.actor) AS a, max(s.actor, t.actor) AS b \
           FROM {EVENTS} {SIDES} WHERE {STANDS} AND s.actor <> t.actor \
         ) f WHERE 1 GROUP BY 1, 2 ON CONFLICT (a, b) DO UPDATE SET {ADD_BALANCE}, \
         rated = rated + excluded.rated, intensity = intensity + excluded.intensity"
    )
}

fn days() -> String {
    format!(
        "INSERT INTO day_counts (day, exact, quad, events) \
         SELECT e.date_from, e.date_from IS e.date_to, ifnull(e.quad, 0), ?2 * count(*) FROM {EVENTS} \
         WHERE {STANDS} AND e.date_from IS NOT NULL GROUP BY 1, 2, 3 \
         ON CONFLICT (day, exact, quad) DO UPDATE SET events = events + excluded.events"
    )
}

/// What is wrong with the counts: nothing, where they add up to the events.
pub(crate) fn check(conn: &Connection) -> Result<Vec<String>> {
    let all = format!("events e WHERE {STANDS}");
    let mut wrong = Vec::new();
    let dated = "FROM events e JOIN articles a ON a.id = e.article";
    let counts = "e.status <> 'withdrawn' AND e.date_from IS NOT NULL AND a.duplicate_of IS NULL";
    let others = months::checks();
    let checks = [
        ("dyad_counts", "sum(events)", format!("count(*) {dated} {SIDES} WHERE {counts}")),
        (
            "actor_counts",
            "sum(events)",
            format!("count(*) {dated} JOIN event_actors x ON x.event = e.id WHERE {counts}"),
        ),
        (
            "event_counts",
            "sum(events) FILTER (WHERE facet = 'total')",
            format!("count(*) FROM {all}"),
        ),
        (
            "event_counts",
            "sum(events) FILTER (WHERE facet IN ('source', 'target'))",
            format!("count(*) FROM event_actors x JOIN events e ON e.id = x.event WHERE {STANDS}"),
        ),
        (
            "pair_counts",
            "sum(events)",
            format!(
                "count(*) FROM (SELECT DISTINCT e.id, min(s.actor, t.actor), max(s.actor, t.actor) FROM events e {SIDES} \
                 WHERE {STANDS} AND s.actor <> t.actor)"
            ),
        ),
        ("day_counts", "sum(events)", format!("count(*) FROM {all} AND e.date_from IS NOT NULL")),
    ];
    let others = others.iter().map(|(table, kept, found)| (*table, kept.as_str(), found.clone()));
    for (table, kept, found) in checks.into_iter().chain(others) {
        let sql = format!("SELECT (SELECT ifnull({kept}, 0) FROM {table}), (SELECT {found})");
        let (kept, found): (i64, i64) =
            conn.query_row(&sql, [], |row| Ok((row.get(0)?, row.get(1)?)))?;
        if kept != found {
            wrong.push(format!("{table} counts {kept} where there are {found}"));
        }
    }
    Ok(wrong)
}
