//! Counts of events by dyad and month, and by actor and year, kept while articles are written.
//!
//! Whatever changes the events of an article, their status or whether the article counts at all, takes its share out
//! of the counts first and puts the new share in afterwards. The views `dyad_months` and `actor_years` read them.

use crate::Result;
use rusqlite::Connection;

/// What both counts have in common: which events count, and what is counted. `?2` is 1 or -1.
const COUNTED: &str = "?2 * count(*), ?2 * sum(e.factuality IN ('occurred', 'ongoing')), ?2 * count(e.intensity), \
     ?2 * sum(CAST(round(ifnull(e.intensity, 0) * 1000) AS INTEGER))";
const COUNTS: &str = "e.article = ?1 AND e.status <> 'withdrawn' AND e.date_from IS NOT NULL \
     AND EXISTS (SELECT 1 FROM articles a WHERE a.id = e.article AND a.duplicate_of IS NULL)";
const ADD: &str = "DO UPDATE SET events = events + excluded.events, facts = facts + excluded.facts, \
     rated = rated + excluded.rated, intensity = intensity + excluded.intensity";

/// Takes the share of an article out of the counts.
pub(crate) fn take(conn: &Connection, article: &str) -> Result<()> {
    change(conn, article, -1)
}

/// Puts the share of an article into the counts.
pub(crate) fn put(conn: &Connection, article: &str) -> Result<()> {
    change(conn, article, 1)
}

fn change(conn: &Connection, article: &str, sign: i64) -> Result<()> {
    let dyads = format!(
        "INSERT INTO dyad_counts (source, target, month, quad, events, facts, rated, intensity) \
         SELECT s.actor, t.actor, substr(e.date_from, 1, 7), ifnull(e.quad, 0), {COUNTED} FROM events e \
         JOIN event_actors s ON s.event = e.id AND s.role = 'source' \
         JOIN event_actors t ON t.event = e.id AND (t.role = 'target' OR (e.symmetric AND t.actor <> s.actor)) \
         WHERE {COUNTS} GROUP BY 1, 2, 3, 4 ON CONFLICT (source, target, month, quad) {ADD}"
    );
    conn.prepare_cached(&dyads)?.execute((article, sign))?;
    let actors = format!(
        "INSERT INTO actor_counts (actor, year, role, quad, events, facts, rated, intensity) \
         SELECT x.actor, substr(e.date_from, 1, 4), x.role, ifnull(e.quad, 0), {COUNTED} FROM events e \
         JOIN event_actors x ON x.event = e.id \
         WHERE {COUNTS} GROUP BY 1, 2, 3, 4 ON CONFLICT (actor, year, role, quad) {ADD}"
    );
    conn.prepare_cached(&actors)?.execute((article, sign))?;
    Ok(())
}

/// What is wrong with the counts: nothing, where they add up to the events.
pub(crate) fn check(conn: &Connection) -> Result<Vec<String>> {
    let mut wrong = Vec::new();
    for (table, join) in [
        (
            "dyad_counts",
            "JOIN event_actors s ON s.event = e.id AND s.role = 'source' \
             JOIN event_actors t ON t.event = e.id AND (t.role = 'target' OR (e.symmetric AND t.actor <> s.actor))",
        ),
        ("actor_counts", "JOIN event_actors x ON x.event = e.id"),
    ] {
        let sql = format!(
            "SELECT (SELECT ifnull(sum(events), 0) FROM {table}), (SELECT count(*) FROM events e \
             JOIN articles a ON a.id = e.article {join} \
             WHERE e.status <> 'withdrawn' AND e.date_from IS NOT NULL AND a.duplicate_of IS NULL)"
        );
        let (kept, found): (i64, i64) =
            conn.query_row(&sql, [], |row| Ok((row.get(0)?, row.get(1)?)))?;
        if kept != found {
            wrong.push(format!("{table} counts {kept} where there are {found}"));
        }
    }
    Ok(wrong)
}
