//! Numbers that differ: what [`Store::compared`](legation_store::Store::compared) puts together, with more than one value.

use super::reply::{self, Rows};
use crate::App;
use crate::params::Asked;
use crate::problem::{Problem, ProblemBody};
use crate::suffix::Wants;
use axum::extract::State;
use axum::response::Response;
use legation_store::{Filter, Measure, Order, Page};
use serde_json::{Value, json};
use std::collections::HashSet;

/// So many of the latest figures are compared: the claims of one matter come close together, and each is compared with many.
const LATEST: u32 = 500;

const COLUMNS: [&str; 17] = [
    "measure",
    "measures",
    "unit",
    "subject",
    "contested",
    "differing",
    "figure",
    "article",
    "value",
    "value_to",
    "comparator",
    "text",
    "claimed_by",
    "claimed_by_name",
    "date_from",
    "published",
    "publisher",
];

/// Figures for the same thing that differ, those for the same time before those that change over time, among the latest
/// 500 in the span of days. Rows of one `measure` follow each other: `contested` says whether two of its values exclude each
/// other, `differing` how many values there are.
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
    let limit = asked.page.limit.min(200) as usize;
    let measures = app
        .pool
        .read(move |store| {
            let page = Page { limit: LATEST, after: None, order: Order::Newest };
            let days = Filter { from: asked.filter.from, to: asked.filter.to, ..Filter::all() };
            Ok(store.compared(&days, &page)?)
        })
        .await?;
    let columns = COLUMNS.map(str::to_owned);
    let rows: Vec<Vec<Value>> = measures
        .iter()
        .filter(|m| values(m) > 1)
        .take(limit)
        .enumerate()
        .flat_map(|(n, m)| claims(n + 1, m))
        .collect();
    reply::table("ledger", &columns, &rows, wants)
}

/// How many values a measure has.
fn values(measure: &Measure) -> usize {
    let value = |c: &legation_store::FigureClaim| c.figure.get("value").as_f64().map(f64::to_bits);
    measure.claims.iter().filter_map(value).collect::<HashSet<_>>().len()
}

/// A row for each claim.
fn claims(number: usize, measure: &Measure) -> impl Iterator<Item = Vec<Value>> {
    let differing = values(measure);
    measure.claims.iter().map(move |claim| {
        let figure = |column: &str| claim.figure.get(column).to_json();
        let (by, name) = claim.claimed_by.clone().unzip();
        vec![
            json!(number),
            figure("measures"),
            figure("unit"),
            json!(figure("subject").to_string()),
            json!(i32::from(measure.contested)),
            json!(differing),
            figure("id"),
            figure("article"),
            figure("value"),
            figure("value_to"),
            figure("comparator"),
            figure("text"),
            json!(by),
            json!(name),
            figure("date_from"),
            json!(claim.published),
            json!(claim.article),
        ]
    })
}
