//! Counts over time, and who has to do with whom.

use super::reply::{self, Rows};
use crate::App;
use crate::params::{Asked, ListParams};
use crate::problem::{Problem, ProblemBody};
use crate::suffix::Wants;
use axum::extract::State;
use axum::response::Response;
use jiff::civil::Date;
use legation_store::columns::ACTORS;
use legation_store::{Filter, Row};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The length of a period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum By {
    Day,
    Week,
    Month,
    Year,
}

impl By {
    fn parse(name: Option<&str>) -> Result<Self, Problem> {
        Ok(match name {
            None | Some("month") => Self::Month,
            Some("day") => Self::Day,
            Some("week") => Self::Week,
            Some("year") => Self::Year,
            Some(_) => {
                return Err(Problem::bad(
                    "by is none of the periods",
                    "use day, week, month or year",
                ));
            }
        })
    }

    /// The first day of the period that a day lies in.
    fn start(self, day: Date) -> Date {
        match self {
            Self::Day => day,
            Self::Week => {
                let back = i64::from(day.weekday().to_monday_zero_offset());
                day.checked_sub(jiff::Span::new().days(back)).unwrap_or(day)
            }
            Self::Month => day.first_of_month(),
            Self::Year => day.first_of_year(),
        }
    }
}

/// Events by period and PLOVER quadrant. Events without a date are left out.
#[utoipa::path(
    get, path = "/timeline", tag = "overview",
    params(
        ("by" = Option<String>, Query, description = "day, week, month or year"),
        ("exact" = Option<bool>, Query, description = "Only events whose one day is known; the others count at the beginning of their month or year"),
        ListParams
    ),
    responses(
        (status = 200, description = "A row for each period with events", body = Rows),
        (status = 400, description = "What is asked cannot be understood", body = ProblemBody)
    )
)]
pub(crate) async fn timeline(
    State(app): State<App>,
    wants: Wants,
    asked: Asked,
) -> Result<Response, Problem> {
    let by = By::parse(asked.own("by"))?;
    let exact = matches!(asked.own("exact"), Some("true" | "1" | "yes"));
    let memory = Arc::clone(&app.memory);
    let periods = app
        .pool
        .read(move |store| {
            let mut periods: BTreeMap<Date, [u64; 5]> = BTreeMap::new();
            let held = if asked.filter == Filter::all() {
                None
            } else {
                memory.ask(store, |cube| cube.days(store, &asked.filter, exact))?
            };
            let days = held.map_or_else(|| store.days(&asked.filter, exact), Ok)?;
            for (day, quad, count) in days {
                let Ok(day) = day.parse() else { continue };
                let counts = periods.entry(by.start(day)).or_default();
                // 0 stands for all events, those outside PLOVER's quadrants included.
                counts[0] += count;
                if let Some(of) = quad.and_then(|q| counts.get_mut(usize::from(q))) {
                    *of += count;
                }
            }
            Ok(periods)
        })
        .await?;
    let columns = [
        "period",
        "events",
        "verbal_cooperation",
        "material_cooperation",
        "verbal_conflict",
        "material_conflict",
    ];
    let rows: Vec<Vec<Value>> = periods
        .into_iter()
        .map(|(day, counts)| {
            std::iter::once(Value::from(day.to_string())).chain(counts.map(Value::from)).collect()
        })
        .collect();
    reply::table("timeline", &columns.map(str::to_owned), &rows, wants)
}

/// Pairs of actors with the number of events between them, the busiest first. In a span of days those events count that begin in it.
#[utoipa::path(
    get, path = "/network", tag = "overview",
    params(
        ("since" = Option<String>, Query, description = "First day"),
        ("until" = Option<String>, Query, description = "Last day"),
        ("limit" = Option<u32>, Query, description = "How many pairs at most")
    ),
    responses(
        (status = 200, description = "A row for each pair", body = Rows),
        (status = 400, description = "What is asked cannot be understood", body = ProblemBody)
    )
)]
pub(crate) async fn network(
    State(app): State<App>,
    wants: Wants,
    asked: Asked,
) -> Result<Response, Problem> {
    let limit = asked.page.limit.min(500);
    let (from, to) = (asked.filter.from, asked.filter.to);
    let memory = Arc::clone(&app.memory);
    let rows = app
        .pool
        .read(move |store| {
            let pairs = if from.is_none() && to.is_none() {
                store.pairs(limit)?
            } else {
                let held = memory
                    .ask(store, |cube| cube.pairs_between(store, from, to, limit).map(Some))?;
                held.map_or_else(|| store.pairs_between(from, to, limit), Ok)?
            };
            let mut rows = Vec::with_capacity(pairs.len());
            for pair in pairs {
                let (Some(a), Some(b)) =
                    (store.row(&ACTORS, &pair.a)?, store.row(&ACTORS, &pair.b)?)
                else {
                    continue;
                };
                let of = |row: &Row, column: &str| row.get(column).to_json();
                rows.push(vec![
                    json!(pair.a),
                    of(&a, "name"),
                    of(&a, "kind"),
                    json!(pair.b),
                    of(&b, "name"),
                    of(&b, "kind"),
                    json!(pair.events),
                    json!(pair.cooperation),
                    json!(pair.conflict),
                    json!(pair.intensity),
                ]);
            }
            Ok(rows)
        })
        .await?;
    let columns = [
        "a",
        "a_name",
        "a_kind",
        "b",
        "b_name",
        "b_kind",
        "events",
        "cooperation",
        "conflict",
        "intensity",
    ];
    reply::table("network", &columns.map(str::to_owned), &rows, wants)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_begin_where_they_should() {
        let day: Date = "2022-12-30".parse().unwrap();
        let start = |by: By| by.start(day).to_string();
        assert_eq!(start(By::Day), "2022-12-30");
        assert_eq!(start(By::Week), "2022-12-26");
        assert_eq!(start(By::Month), "2022-12-01");
        assert_eq!(start(By::Year), "2022-01-01");
        assert!(By::parse(Some("fortnight")).is_err());
    }
}
