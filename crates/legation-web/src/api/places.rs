//! Where things happen: events by place and by country.

use super::reply::{self, Rows};
use crate::App;
use crate::params::{Asked, ListParams};
use crate::problem::{Problem, ProblemBody};
use crate::suffix::Wants;
use axum::extract::State;
use axum::response::Response;
use legation_store::Filter;
use serde_json::{Value, json};
use std::sync::Arc;

/// Events by place, the busiest first. Events without a place are left out.
#[utoipa::path(
    get, path = "/places", tag = "overview", params(ListParams),
    responses(
        (status = 200, description = "A row for each place, with its coordinates", body = Rows),
        (status = 400, description = "What is asked cannot be understood", body = ProblemBody)
    )
)]
pub(crate) async fn places(
    State(app): State<App>,
    wants: Wants,
    asked: Asked,
) -> Result<Response, Problem> {
    let limit = asked.page.limit;
    let memory = Arc::clone(&app.memory);
    let found = app
        .pool
        .read(move |store| {
            let held = memory.ask(store, |cube| cube.places(store, &asked.filter, limit))?;
            Ok(held.map_or_else(|| store.places(&asked.filter, limit), Ok)?)
        })
        .await?;
    let columns = ["place", "country", "lat", "lon", "events", "cooperation", "conflict"];
    let rows = found.iter().map(|p| {
        let coarse = |degrees: Option<f64>| degrees.map(|d| (d * 1e4).round() / 1e4);
        vec![
            json!(p.place),
            json!(p.country),
            json!(coarse(p.lat)),
            json!(coarse(p.lon)),
            json!(p.events),
            json!(p.cooperation),
            json!(p.conflict),
        ]
    });
    let rows: Vec<Vec<Value>> = rows.collect();
    reply::table("places", &columns.map(str::to_owned), &rows, wants)
}

/// Events by the country of those who take part, the busiest first. An event counts once for each country.
#[utoipa::path(
    get, path = "/countries", tag = "overview", params(ListParams),
    responses(
        (status = 200, description = "A row for each country", body = Rows),
        (status = 400, description = "What is asked cannot be understood", body = ProblemBody)
    )
)]
pub(crate) async fn countries(
    State(app): State<App>,
    wants: Wants,
    asked: Asked,
) -> Result<Response, Problem> {
    let memory = Arc::clone(&app.memory);
    let found = app
        .pool
        .read(move |store| {
            if asked.filter == Filter::all() {
                return Ok(store.countries(&asked.filter)?);
            }
            let held = memory.ask(store, |cube| cube.countries(store, &asked.filter))?;
            Ok(held.map_or_else(|| store.countries(&asked.filter), Ok)?)
        })
        .await?;
    let columns = ["country", "events", "cooperation", "conflict"];
    let rows = found
        .iter()
        .map(|c| vec![json!(c.country), json!(c.events), json!(c.cooperation), json!(c.conflict)]);
    let rows: Vec<Vec<Value>> = rows.collect();
    reply::table("countries", &columns.map(str::to_owned), &rows, wants)
}
