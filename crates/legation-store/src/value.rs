//! [`Value`]: one field of a row, and its way in and out of `SQLite`, JSON and plain text.

use crate::columns::{Column, Kind};
use rusqlite::types::{ToSql, ToSqlOutput, ValueRef};
use serde_json::Value as Json;

/// One field of a row.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Not known.
    Null,
    /// True or false.
    Bool(bool),
    /// A whole number.
    Integer(i64),
    /// A number.
    Real(f64),
    /// Text, or a date in ISO 8601.
    Text(String),
    /// A list of texts.
    List(Vec<String>),
    /// Anything else.
    Json(Json),
}

impl Value {
    /// Reads a field of kind `kind` from JSON; `None` if it is of another kind.
    pub(crate) fn from_json(json: &Json, kind: Kind) -> Option<Self> {
        Some(match (kind, json) {
            (_, Json::Null) => Self::Null,
            (Kind::Text | Kind::Date, Json::String(text)) => Self::Text(text.clone()),
            (Kind::Integer, number) => Self::Integer(number.as_i64()?),
            (Kind::Real, number) => Self::Real(number.as_f64()?),
            (Kind::Bool, flag) => Self::Bool(flag.as_bool()?),
            (Kind::List, Json::Array(items)) => Self::List(
                items.iter().map(|i| i.as_str().map(str::to_owned)).collect::<Option<_>>()?,
            ),
            (Kind::Json, any) => Self::Json(any.clone()),
            _ => return None,
        })
    }

    /// Reads a field of kind `kind` from the store.
    pub(crate) fn from_sql(value: ValueRef<'_>, kind: Kind) -> Self {
        match (value, kind) {
            (ValueRef::Null, _) => Self::Null,
            (ValueRef::Integer(i), Kind::Bool) => Self::Bool(i != 0),
            (ValueRef::Integer(i), Kind::Real) => Self::Real(i as f64),
            (ValueRef::Integer(i), _) => Self::Integer(i),
            (ValueRef::Real(r), _) => Self::Real(r),
            (ValueRef::Text(bytes) | ValueRef::Blob(bytes), kind) => {
                let text = String::from_utf8_lossy(bytes);
                match kind {
                    Kind::List => serde_json::from_str(&text).map_or(Self::Null, Self::List),
                    Kind::Json => serde_json::from_str(&text).map_or(Self::Null, Self::Json),
                    _ => Self::Text(text.into_owned()),
                }
            }
        }
    }

    /// The value in JSON.
    pub fn to_json(&self) -> Json {
        match self {
            Self::Null => Json::Null,
            Self::Bool(b) => Json::from(*b),
            Self::Integer(i) => Json::from(*i),
            Self::Real(r) => Json::from(*r),
            Self::Text(text) => Json::from(text.as_str()),
            Self::List(items) => Json::from(items.as_slice()),
            Self::Json(json) => json.clone(),
        }
    }

    /// The text of a text or date.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The number of a whole number.
    pub fn as_i64(&self) -> Option<i64> {
        match self {
            Self::Integer(i) => Some(*i),
            _ => None,
        }
    }

    /// The number of any number.
    pub fn as_f64(&self) -> Option<f64> {
        match self {
            Self::Integer(i) => Some(*i as f64),
            Self::Real(r) => Some(*r),
            _ => None,
        }
    }

    /// Whether it is true.
    pub fn is_true(&self) -> bool {
        matches!(self, Self::Bool(true))
    }

    /// The items of a list; none for anything else.
    pub fn as_list(&self) -> &[String] {
        match self {
            Self::List(items) => items,
            _ => &[],
        }
    }

    /// Whether the value is not known.
    pub fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }
}

/// The value as plain text: empty for what is not known, lists joined by `; `.
impl std::fmt::Display for Value {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Null => Ok(()),
            Self::Bool(b) => write!(f, "{b}"),
            Self::Integer(i) => write!(f, "{i}"),
            Self::Real(r) => write!(f, "{r}"),
            Self::Text(text) => f.write_str(text),
            Self::List(items) => f.write_str(&items.join("; ")),
            Self::Json(json) => write!(f, "{json}"),
        }
    }
}

impl ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        use rusqlite::types::Value as Sql;
        Ok(match self {
            Self::Null => ToSqlOutput::Owned(Sql::Null),
            Self::Bool(b) => ToSqlOutput::Owned(Sql::Integer(i64::from(*b))),
            Self::Integer(i) => ToSqlOutput::Owned(Sql::Integer(*i)),
            Self::Real(r) => ToSqlOutput::Owned(Sql::Real(*r)),
            Self::Text(text) => ToSqlOutput::Borrowed(ValueRef::Text(text.as_bytes())),
            Self::List(items) => {
                ToSqlOutput::Owned(Sql::Text(serde_json::json!(items).to_string()))
            }
            Self::Json(json) => ToSqlOutput::Owned(Sql::Text(json.to_string())),
        })
    }
}

/// One row, with its columns.
#[derive(Clone, Debug)]
pub struct Row {
    /// What the fields are.
    pub columns: std::sync::Arc<[&'static Column]>,
    /// The fields, in the order of the columns.
    pub values: Vec<Value>,
}

impl Row {
    /// The field of that name; `Null` where there is none.
    pub fn get(&self, name: &str) -> &Value {
        let at = self.columns.iter().position(|c| c.name == name);
        at.and_then(|i| self.values.get(i)).unwrap_or(&Value::Null)
    }

    /// The text of a field; empty where it is not known.
    pub fn str(&self, name: &str) -> &str {
        self.get(name).as_str().unwrap_or("")
    }

    /// The row as a JSON object.
    pub fn to_json(&self) -> Json {
        let fields = self.columns.iter().zip(&self.values);
        Json::Object(fields.map(|(c, v)| (c.name.to_owned(), v.to_json())).collect())
    }
}
