//! Counts over time, and who has to do with whom.

use super::reply::{self, Rows};
use super::sql::OURS;
use crate::App;
use crate::params::{Asked, ListParams};
use crate::problem::{Problem, ProblemBody};
use crate::suffix::Wants;
use axum::extract::State;
use axum::response::Response;
use jiff::civil::Date;
use legation_store::Filter;
use legation_store::columns::EVENTS;
use serde_json::Value;
use std::collections::BTreeMap;

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
    let periods = app
        .pool
        .read(move |store| {
            let mut periods: BTreeMap<Date, [u64; 5]> = BTreeMap::new();
            if exact {
                for (day, quad, count) in store.days(&asked.filter)? {
                    let Ok(day) = day.parse() else { continue };
                    let counts = periods.entry(by.start(day)).or_default();
                    counts[0] += count;
                    if let Some(of) = quad.and_then(|q| counts.get_mut(usize::from(q))) {
                        *of += count;
                    }
                }
                return Ok(periods);
            }
            for quad in 0..5_u8 {
                // 0 stands for all events, those outside PLOVER's quadrants included.
                let quads = if quad == 0 { asked.filter.quads.clone() } else { vec![quad] };
                if quad > 0 && !asked.filter.quads.is_empty() && !asked.filter.quads.contains(&quad)
                {
                    continue;
                }
                let filter = Filter { quads, ..asked.filter.clone() };
                for (day, count) in store.facet(&EVENTS, "date_from", &filter, 1_000_000)? {
                    let Some(day) = day.as_str().and_then(|d| d.parse().ok()) else {
                        continue;
                    };
                    periods.entry(by.start(day)).or_default()[usize::from(quad)] += count;
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

/// Pairs of actors with the number of events between them, the busiest first.
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
    // Dates are dates by now, so they can stand in the query as they are.
    let since = asked.filter.from.map_or(String::new(), |d| format!(" AND date_to >= '{d}'"));
    let until = asked.filter.to.map_or(String::new(), |d| format!(" AND date_from <= '{d}'"));
    let limit = asked.page.limit.min(500);
    let query = format!(
        "SELECT d.a, x.name AS a_name, x.kind AS a_kind, d.b, y.name AS b_name, y.kind AS b_kind, d.events, d.cooperation, \
         d.conflict, d.intensity FROM ( \
           SELECT min(source, target) AS a, max(source, target) AS b, count(DISTINCT event) AS events, \
             count(DISTINCT CASE WHEN quad <= 2 THEN event END) AS cooperation, \
             count(DISTINCT CASE WHEN quad >= 3 THEN event END) AS conflict, round(avg(intensity), 2) AS intensity \
           FROM dyads WHERE source <> target{since}{until} GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2 LIMIT {limit} \
         ) d JOIN actors x ON x.id = d.a JOIN actors y ON y.id = d.b ORDER BY d.events DESC, d.a, d.b"
    );
    let answer = app.pool.read(move |store| Ok(store.sql(&query, 500, OURS)?)).await?;
    reply::table("network", &answer.columns, &answer.rows, wants)
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
