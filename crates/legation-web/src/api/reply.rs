//! The one shape of answers: `{"ok": true, "data": …, "next": …}`, or rows as CSV.

use crate::problem::Problem;
use crate::suffix::Wants;
use axum::Json;
use axum::extract::{FromRequest, Request};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use legation_store::Listing;
use legation_store::format::{Format, Formulas, safe_cell, write_rows};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

/// A page of rows.
#[derive(serde::Serialize, utoipa::ToSchema)]
pub(crate) struct Rows {
    /// Always true.
    ok: bool,
    /// The rows.
    data: Vec<serde_json::Map<String, Value>>,
    /// The cursor for the next page, if there is one.
    next: Option<String>,
}

/// One answer.
#[derive(serde::Serialize, utoipa::ToSchema)]
pub(crate) struct One {
    /// Always true.
    ok: bool,
    /// The answer.
    data: serde_json::Map<String, Value>,
    /// Always null.
    next: Option<String>,
}

/// An answer of one piece.
pub(crate) fn one(data: impl serde::Serialize) -> Response {
    Json(json!({"ok": true, "data": data, "next": null})).into_response()
}

/// A page of a list.
pub(crate) fn page(listing: &Listing, wants: Wants) -> Result<Response, Problem> {
    if wants == Wants::Csv {
        let mut out = Vec::new();
        write_rows(Format::Csv, &listing.columns, &listing.rows, &mut out, Formulas::Quoted)?;
        return Ok(csv(out, listing.table.name, listing.next.as_deref()));
    }
    let rows: Vec<Value> = listing.rows.iter().map(legation_store::Row::to_json).collect();
    Ok(Json(json!({"ok": true, "data": rows, "next": listing.next})).into_response())
}

/// A page of a list as JSON, each row with one more value.
pub(crate) fn page_with(listing: &Listing, name: &str, more: Vec<Value>) -> Response {
    let rows: Vec<Value> = listing
        .rows
        .iter()
        .zip(more)
        .map(|(row, value)| {
            let mut row = row.to_json();
            row[name] = value;
            row
        })
        .collect();
    Json(json!({"ok": true, "data": rows, "next": listing.next})).into_response()
}

/// A table with columns of its own.
pub(crate) fn table(
    name: &str,
    columns: &[String],
    rows: &[Vec<Value>],
    wants: Wants,
) -> Result<Response, Problem> {
    if wants == Wants::Csv {
        let mut out =
            csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
        let failed = |e: csv::Error| Problem::bad(e.to_string(), "ask for JSON instead");
        out.write_record(columns.iter().map(|c| safe_cell(c))).map_err(failed)?;
        for row in rows {
            out.write_record(row.iter().map(cell)).map_err(failed)?;
        }
        let bytes = out.into_inner().unwrap_or_default();
        return Ok(csv(bytes, name, None));
    }
    let objects: Vec<Value> = rows
        .iter()
        .map(|row| Value::Object(columns.iter().cloned().zip(row.iter().cloned()).collect()))
        .collect();
    Ok(Json(json!({"ok": true, "data": objects, "next": null})).into_response())
}

fn cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => safe_cell(text),
        other => other.to_string(),
    }
}

fn csv(bytes: Vec<u8>, name: &str, next: Option<&str>) -> Response {
    let file = format!("attachment; filename=\"{name}.csv\"");
    let head = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
        (header::CONTENT_DISPOSITION, file),
    ];
    let mut response = (head, bytes).into_response();
    // The cursor of a CSV page goes into a header: the file holds rows and nothing else.
    if let Some(next) = next.and_then(|n| HeaderValue::from_str(n).ok()) {
        response.headers_mut().insert("x-next", next);
    }
    response
}

/// A JSON body; what is wrong with it is said in our words.
pub(crate) struct Body<T>(pub(crate) T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Body<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        match Json::<T>::from_request(request, state).await {
            Ok(Json(body)) => Ok(Self(body)),
            Err(rejection) => Err(Problem::new(
                rejection.status(),
                rejection.body_text(),
                "send application/json as described in /api/v1/openapi.json, at most 4 MiB",
            )),
        }
    }
}
