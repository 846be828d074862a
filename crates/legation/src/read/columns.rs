//! Columns: which field of a table or of a JSON object is which part of an article.
//!
//! Without a mapping the usual names are looked for; they stand in `codebook/pages/columns.toml`.

use super::html::{self, dates};
use super::{Options, ReadError};
use jiff::civil::Date;
use legation_core::{Article, Basis, Published};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::str::FromStr;
use std::sync::LazyLock;

/// A part of an article that a column can give.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Field {
    /// The text.
    Text,
    /// The page, out of which the text is taken.
    Html,
    /// The headline.
    Title,
    /// The publication date.
    Date,
    /// The address.
    Url,
    /// What tells articles without an address apart.
    Id,
    /// The outlet.
    Publisher,
    /// The authors.
    Byline,
    /// The language.
    Language,
}

/// All fields by name.
pub const FIELDS: [(&str, Field); 9] = [
    ("text", Field::Text),
    ("html", Field::Html),
    ("title", Field::Title),
    ("date", Field::Date),
    ("url", Field::Url),
    ("id", Field::Id),
    ("publisher", Field::Publisher),
    ("byline", Field::Byline),
    ("language", Field::Language),
];

static USUAL: LazyLock<BTreeMap<Field, Vec<String>>> = LazyLock::new(|| {
    toml::from_str(include_str!("../../../../codebook/pages/columns.toml"))
        .expect("codebook/pages/columns.toml is checked by a test")
});

/// One entry of a mapping: `text=body`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mapping {
    field: Field,
    column: String,
}

impl FromStr for Mapping {
    type Err = String;

    fn from_str(given: &str) -> Result<Self, String> {
        let names = || FIELDS.map(|(name, _)| name).join(", ");
        let (field, column) = given
            .split_once('=')
            .filter(|(_, column)| !column.is_empty())
            .ok_or_else(|| format!("write FIELD=COLUMN, where FIELD is one of {}", names()))?;
        let found = FIELDS.iter().find(|(name, _)| *name == field.trim());
        let (_, field) =
            found.ok_or_else(|| format!("{field:?} is no field; they are {}", names()))?;
        Ok(Self { field: *field, column: column.to_owned() })
    }
}

/// Where the fields stand: as the user maps them, else under their usual names.
#[derive(Clone, Debug, Default)]
pub struct Columns(pub Vec<Mapping>);

impl Columns {
    /// The columns of each field in a table with this header, by position.
    pub(super) fn positions(&self, header: &[String]) -> Result<Vec<(Field, usize)>, String> {
        let mut out = Vec::new();
        let bare = |name: &str| name.trim().to_lowercase();
        for mapping in &self.0 {
            let exact = header.iter().position(|h| h.trim() == mapping.column);
            let at = exact.or_else(|| header.iter().position(|h| bare(h) == bare(&mapping.column)));
            let at = at.ok_or_else(|| {
                format!("has no column {:?}; its columns are {}", mapping.column, listed(header))
            })?;
            out.push((mapping.field, at));
        }
        for (field, names) in USUAL.iter() {
            if self.0.iter().all(|m| m.field != *field)
                && let Some(at) =
                    names.iter().find_map(|n| header.iter().position(|h| bare(h) == *n))
            {
                out.push((*field, at));
            }
        }
        if out.iter().any(|(field, _)| matches!(field, Field::Text | Field::Html)) {
            Ok(out)
        } else {
            Err(format!("has no column of text; its columns are {}", listed(header)))
        }
    }

    /// The value of each field in a JSON object; a dot in a mapped name goes down into objects.
    pub(super) fn of_object(
        &self,
        object: &serde_json::Map<String, serde_json::Value>,
    ) -> Vec<(Field, Vec<String>)> {
        let mut out = Vec::new();
        for mapping in &self.0 {
            let direct = object.get(&mapping.column);
            let value = direct.or_else(|| {
                let mut parts = mapping.column.split('.');
                let first = object.get(parts.next()?)?;
                parts.try_fold(first, |value, part| value.get(part))
            });
            out.extend(value.map(|v| (mapping.field, plain(v))));
        }
        for (field, names) in USUAL.iter().filter(|(f, _)| self.0.iter().all(|m| m.field != **f)) {
            let found = names.iter().filter_map(|name| object.get(name)).find(|v| !v.is_null());
            out.extend(found.map(|v| (*field, plain(v))));
        }
        out
    }
}

fn listed(header: &[String]) -> String {
    const SHOWN: usize = 30;
    let names: Vec<&str> = header.iter().take(SHOWN).map(|h| h.trim()).collect();
    names.join(", ") + if header.len() > SHOWN { ", …" } else { "" }
}

/// A JSON value as text, a list of them as several.
fn plain(value: &serde_json::Value) -> Vec<String> {
    use serde_json::Value;
    match value {
        Value::Null => Vec::new(),
        Value::String(text) => vec![text.clone()],
        Value::Array(all) => all.iter().flat_map(plain).collect(),
        Value::Object(map) => map.get("name").map(plain).unwrap_or_default(),
        other => vec![other.to_string()],
    }
}

/// Where a row stood.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place<'a> {
    /// The file.
    pub(super) name: &'a str,
    /// The file and the row.
    pub(super) at: &'a str,
    /// The reader.
    pub(super) reader: &'static str,
}

/// The article of a row.
pub(super) fn article(
    place: Place<'_>,
    fields: Vec<(Field, Vec<String>)>,
    options: &Options,
) -> Result<Article, ReadError> {
    let mut values: BTreeMap<Field, Vec<String>> = BTreeMap::new();
    for (field, mut value) in fields {
        value.retain(|v| !v.trim().is_empty());
        if !value.is_empty() {
            values.entry(field).or_insert(value);
        }
    }
    let mut one = |field: Field| values.remove(&field).map(|v| v.join("\n\n"));
    let (url, id) = (one(Field::Url), one(Field::Id));
    let uri = url.clone().unwrap_or_else(|| match id {
        Some(id) => format!("{}#{}", place.name, id.trim()),
        None => place.at.to_owned(),
    });
    let uri = uri.trim().to_owned();
    let mut article = match (one(Field::Text), one(Field::Html)) {
        (Some(text), _) => Article::new(uri, text),
        (None, Some(page)) => {
            let page = html::Page {
                uri: &uri,
                address: url.as_deref(),
                charset: Some("utf-8"),
                bytes: page.as_bytes(),
            };
            html::article(&page).map_err(|e| ReadError::new(place.at, e.problem, e.remedy))?
        }
        (None, None) => {
            return Err(ReadError::new(
                place.at,
                "has an empty or no field \"text\"",
                "name the column: --column text=NAME",
            ));
        }
    };
    article.reader = if article.reader == "text" {
        place.reader.to_owned()
    } else {
        format!("{}:{}", place.reader, article.reader)
    };
    article.provenance = Some(place.at.to_owned());
    article.title = one(Field::Title).or(article.title);
    article.canonical = url.or(article.canonical);
    article.publisher = one(Field::Publisher).or(article.publisher);
    article.language = one(Field::Language).or(article.language);
    if let Some(given) = one(Field::Date) {
        match day(&given) {
            Some(date) => {
                article.published = Published { date: Some(date), basis: Basis::Metadata };
            }
            None => article
                .reader_remarks
                .push(format!("the date {given:?} was not understood; expected 2022-12-30")),
        }
    }
    if let Some(byline) = values.remove(&Field::Byline) {
        article.byline = byline;
    }
    super::date(&mut article, options);
    Ok(article)
}

/// A date in any usual form, or in seconds or milliseconds since 1970.
fn day(given: &str) -> Option<Date> {
    let given = given.trim();
    dates::parse(given).or_else(|| {
        let number: i64 = given.split('.').next()?.parse().ok()?;
        let seconds = match given.len() {
            9..=12 => number,
            13.. => number / 1000,
            _ => return None,
        };
        let days = i32::try_from(seconds.div_euclid(86_400)).ok()?;
        Date::new(1970, 1, 1).ok()?.checked_add(jiff::Span::new().try_days(days).ok()?).ok()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mappings_are_checked() {
        assert!("text=body".parse::<Mapping>().is_ok());
        assert!("body".parse::<Mapping>().unwrap_err().contains("FIELD=COLUMN"));
        assert!("txt=body".parse::<Mapping>().unwrap_err().contains("publisher"));
        let header = ["ID".to_owned(), "Body".to_owned()];
        let columns = Columns(vec!["title=headline".parse().unwrap()]);
        assert!(
            columns
                .positions(&header)
                .unwrap_err()
                .contains("\"headline\"; its columns are ID, Body")
        );
        let found = Columns::default().positions(&header).unwrap();
        assert_eq!(found, [(Field::Text, 1), (Field::Id, 0)]);
        assert!(Columns::default().positions(&["x".to_owned()]).is_err());
    }

    #[test]
    fn dates_of_dumps_are_understood() {
        let want = "2022-12-30".parse().ok();
        for given in
            ["2022-12-30", "2022-12-30T10:00:00", "30 December 2022", "1672358400", "1672358400000"]
        {
            assert_eq!(day(given), want, "{given}");
        }
        assert_eq!(day("17"), None);
    }
}
