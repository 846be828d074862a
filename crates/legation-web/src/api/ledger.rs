//! Numbers that differ: the same thing measured in the same unit for the same actors, with more than one value.

use super::reply::{self, Rows};
use super::sql::OURS;
use crate::App;
use crate::params::Asked;
use crate::problem::{Problem, ProblemBody};
use crate::suffix::Wants;
use axum::extract::State;
use axum::response::Response;

/// Figures for the same thing that differ, those for the same time before those that change over time. Rows of one group
/// follow each other: `contested` says whether two of its values stand for the same time, `differing` how many values there are.
#[utoipa::path(
    get, path = "/ledger", tag = "overview",
    params(
        ("since" = Option<String>, Query, description = "First day, YYYY-MM-DD"),
        ("until" = Option<String>, Query, description = "Last day, YYYY-MM-DD"),
        ("limit" = Option<u32>, Query, description = "How many groups at most, 1 to 200")
    ),
    responses(
        (status = 200, description = "A row for each claim", body = Rows),
        (status = 400, description = "What is asked cannot be understood", body = ProblemBody)
    )
)]
pub(crate) async fn ledger(
    State(app): State<App>,
    wants: Wants,
    asked: Asked,
) -> Result<Response, Problem> {
    let limit = asked.page.limit.min(200);
    // Dates are dates by now, so they can stand in the query as they are.
    let since = asked
        .filter
        .from
        .map_or(String::new(), |d| format!(" AND ifnull(l.date_to, l.published) >= '{d}'"));
    let until = asked
        .filter
        .to
        .map_or(String::new(), |d| format!(" AND ifnull(l.date_from, l.published) <= '{d}'"));
    let query = format!(
        "WITH claims AS ( \
           SELECT l.*, ifnull(l.date_from, '') || '/' || ifnull(l.date_to, '') AS period FROM figure_ledger l \
           WHERE l.measures IS NOT NULL AND l.value IS NOT NULL AND l.subject <> '[]'{since}{until} \
         ), same_time AS ( \
           SELECT measures, unit, subject FROM claims GROUP BY measures, unit, subject, period \
           HAVING count(DISTINCT value) > 1 \
         ), differing AS ( \
           SELECT measures, unit, subject, count(DISTINCT value) AS differing, count(*) AS claims, \
             EXISTS (SELECT 1 FROM same_time s WHERE s.measures = c.measures AND s.unit IS c.unit AND s.subject = c.subject) \
               AS contested \
           FROM claims c GROUP BY measures, unit, subject HAVING count(DISTINCT value) > 1 \
           ORDER BY contested DESC, claims DESC, measures, unit, subject LIMIT {limit} \
         ) \
         SELECT d.measures, d.unit, d.subject, d.contested, d.differing, c.figure, c.article, c.value, c.value_to, c.comparator, \
           c.text, c.claimed_by, n.name AS claimed_by_name, c.date_from, c.published, c.publisher \
         FROM differing d JOIN claims c ON c.measures = d.measures AND c.unit IS d.unit AND c.subject = d.subject \
         LEFT JOIN actors n ON n.id = c.claimed_by \
         ORDER BY d.contested DESC, d.claims DESC, d.measures, d.unit, d.subject, ifnull(c.date_from, c.published), c.figure"
    );
    let answer = app.pool.read(move |store| Ok(store.sql(&query, 2000, OURS)?)).await?;
    reply::table("ledger", &answer.columns, &answer.rows, wants)
}
