//! [`Store::facets`]: which values columns have among the rows that a filter finds, without reading all of a large store.

use crate::columns::{Column, Table};
use crate::filter::{Filter, Page};
use crate::value::Value;
use crate::{Error, Result, Store};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The values of columns among rows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Facets {
    /// For each column its values with their counts, the most frequent first.
    pub columns: Vec<Vec<(Value, u64)>>,
    /// How many rows were counted.
    pub rows: u64,
    /// Whether there are more rows, which were not looked at.
    pub more: bool,
}

impl Store {
    /// The values of columns among the first rows that the filter finds, at most `most` of them: the latest, or the most frequent
    /// actors. The items of lists count one by one; at most `values` are given of each column.
    ///
    /// # Errors
    /// Where the table has no such column, the filter does not fit or the store cannot be read.
    pub fn facets(
        &self,
        table: &'static Table,
        names: &[String],
        filter: &Filter,
        values: u32,
        most: u32,
    ) -> Result<Facets> {
        let column = |name: &str| {
            let id = || Error::NotFound { what: "column", id: format!("{}.{name}", table.name) };
            table.column(name).ok_or_else(id)
        };
        // The id comes first: pages are in its order where other keys are the same.
        let mut columns: Vec<&'static Column> = vec![column("id")?];
        for name in names {
            columns.push(column(name)?);
        }
        let columns: Arc<[&'static Column]> = columns.into();
        let mut rows =
            self.rows_of(table, &columns, filter, &Page::first(most), most as usize + 1)?;
        let more = rows.len() > most as usize;
        rows.truncate(most as usize);
        let mut counts: Vec<BTreeMap<String, (Value, u64)>> = vec![BTreeMap::new(); names.len()];
        for (row, _) in &rows {
            for (at, counts) in counts.iter_mut().enumerate() {
                let mut add = |value: Value| {
                    counts.entry(key(&value)).or_insert((value, 0)).1 += 1;
                };
                match &row.values[at + 1] {
                    Value::List(items) => items.iter().cloned().map(Value::Text).for_each(&mut add),
                    value => add(value.clone()),
                }
            }
        }
        let sorted = |counts: BTreeMap<String, (Value, u64)>| {
            let mut list: Vec<(Value, u64)> = counts.into_values().collect();
            list.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
            list.truncate(values as usize);
            list
        };
        Ok(Facets {
            columns: counts.into_iter().map(sorted).collect(),
            rows: rows.len() as u64,
            more,
        })
    }
}

/// A text by which values are told apart and put in order.
fn key(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::Text(text) => text.clone(),
        Value::Integer(number) => format!("{number:020}"),
        other => other.to_json().to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::columns::{ACTORS, EVENTS, STATEMENTS};
    use crate::testing;

    fn store() -> Store {
        let mut store = Store::in_memory().unwrap();
        let mut writer = store.writer();
        for seed in 0..30 {
            let (doc, coded) = testing::article(seed);
            writer.write(&doc, &coded, &crate::RunInfo::default()).unwrap();
        }
        writer.commit().unwrap();
        drop(writer);
        store
    }

    #[test]
    fn where_all_rows_are_looked_at_the_counts_are_those_of_each_column() {
        let store = store();
        let quarrels = Filter { quads: vec![3, 4], ..Filter::all() };
        let busy = Filter { from: "2016-01-01".parse().ok(), ..Filter::all() };
        let cases: [(&'static Table, &Filter, &[&str]); 4] = [
            (&EVENTS, &quarrels, &["quad", "type", "source", "contexts"]),
            (&EVENTS, &busy, &["factuality", "target"]),
            (&STATEMENTS, &Filter::all(), &["speaker", "act"]),
            (&ACTORS, &Filter::all(), &["kind", "country", "sectors"]),
        ];
        for (table, filter, names) in cases {
            let names: Vec<String> = names.iter().map(|&n| n.to_owned()).collect();
            let found = store.facets(table, &names, filter, 40, 100_000).unwrap();
            assert_eq!(found.rows, store.count(table, filter).unwrap());
            assert!(!found.more && found.rows > 0, "{}", table.name);
            for (name, counts) in names.iter().zip(&found.columns) {
                let one = store.facet(table, name, filter, 40).unwrap();
                let numbers = |list: &[(Value, u64)]| list.iter().map(|v| v.1).collect::<Vec<_>>();
                assert_eq!(numbers(counts), numbers(&one), "{}.{name}", table.name);
                assert_eq!(*counts, one, "{}.{name}", table.name);
            }
        }
    }

    #[test]
    fn only_so_many_rows_are_looked_at() {
        let store = store();
        let found = store.facets(&EVENTS, &["type".to_owned()], &Filter::all(), 40, 7).unwrap();
        assert_eq!((found.rows, found.more), (7, true));
        assert_eq!(found.columns[0].iter().map(|(_, count)| count).sum::<u64>(), 7);
        assert!(store.facets(&EVENTS, &["nothing".to_owned()], &Filter::all(), 40, 7).is_err());
    }
}
