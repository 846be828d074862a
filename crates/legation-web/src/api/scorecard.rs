//! How well this version does on the evaluation sets.

use super::reply::{self, Rows};
use crate::App;
use crate::problem::Problem;
use crate::suffix::Wants;
use axum::extract::State;
use axum::response::Response;
use serde_json::Value;

/// The figures of the last evaluation of this version, a row for each measure of each set.
#[utoipa::path(
    get, path = "/scorecard", tag = "overview",
    responses((status = 200, description = "The figures; no rows where none are built in", body = Rows))
)]
pub(crate) async fn scorecard(State(app): State<App>, wants: Wants) -> Result<Response, Problem> {
    let mut rows = Vec::new();
    for (set, figures) in app.settings.scorecard.as_object().into_iter().flatten() {
        flatten(set, &mut Vec::new(), figures, &mut rows);
    }
    let columns = ["set", "measure", "value"].map(str::to_owned);
    reply::table("scorecard", &columns, &rows, wants)
}

/// Numbers with the names on the way to them.
fn flatten<'v>(set: &str, way: &mut Vec<&'v str>, value: &'v Value, rows: &mut Vec<Vec<Value>>) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                way.push(name);
                flatten(set, way, value, rows);
                way.pop();
            }
        }
        Value::Number(_) => {
            rows.push(vec![Value::from(set), Value::from(way.join(" ")), value.clone()]);
        }
        _ => {}
    }
}
