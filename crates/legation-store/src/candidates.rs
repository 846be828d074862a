//! Which records a page looks at first where the filter names participants or contexts.
//!
//! The tables of participants and contexts carry the days of their records, under indexes by value and day. A page of
//! "events of China" is then read off one index in order, and each candidate is looked up only once everything that
//! indexes can say about it holds. Where the values are many (all actors of a country) and their records few, these are
//! sorted; where both are many, the records are walked by date.

use crate::condition::{Set, Where};
use crate::filter::{Filter, Order, Page};
use crate::value::Value;
use crate::{Error, Result, Store};
use rusqlite::params_from_iter;

/// So many times the number from which a condition counts as frequent are sorted at most.
const SORTED: u32 = 20;

/// A condition that an index by value and day answers.
#[derive(Clone, Debug)]
pub(crate) struct Keyed {
    /// The table, its column with the value and its column with the record's id.
    pub(crate) table: &'static str,
    pub(crate) key: &'static str,
    pub(crate) owner: &'static str,
    /// The values.
    pub(crate) set: Set,
    /// What else must hold of the row, with `{x}` for the alias; empty or beginning with ` AND `.
    pub(crate) more: String,
}

impl Keyed {
    fn more(&self, alias: &str) -> String {
        self.more.replace("{x}", alias)
    }

    fn values(&self) -> String {
        match self.set.listed {
            Some(1) => "= ?".to_owned(),
            _ => format!("IN ({})", self.set.sql),
        }
    }

    /// How many rows have one of the values, at most `cap`.
    fn count(&self, store: &Store, cap: u32) -> Result<u32> {
        let sql = format!(
            "SELECT count(*) FROM (SELECT 1 FROM {} x WHERE x.{} {} LIMIT {cap})",
            self.table,
            self.key,
            self.values()
        );
        let mut probe = store.conn.prepare_cached(&sql)?;
        Ok(probe.query_row(params_from_iter(&self.set.params), |row| row.get(0))?)
    }

    /// The condition on a record of which id and day are given as expressions.
    fn holds(&self, id: &str, day: &str) -> Where {
        let (table, key, owner) = (self.table, self.key, self.owner);
        let (values, more) = (self.values(), self.more("y"));
        let sql = if self.set.listed.is_some() {
            format!(
                "EXISTS (SELECT 1 FROM {table} y INDEXED BY {table}_by_{key} WHERE y.{key} {values} \
                 AND ifnull(y.date_from, '') = {day} AND y.{owner} = {id}{more})"
            )
        } else {
            format!(
                "EXISTS (SELECT 1 FROM {table} y WHERE y.{owner} = {id} AND y.{key} {values}{more})"
            )
        };
        Where { sql, params: self.set.params.clone() }
    }
}

/// Hands the ids of candidates in the order of the page to `take`, with the day that they are sorted by, until it has
/// enough (`false`). A record may come twice, one time right after the other.
pub(crate) fn walk(
    store: &Store,
    table: &'static str,
    keyed: &[Keyed],
    filter: &Filter,
    page: &Page,
    take: &mut dyn FnMut(&str, &str) -> Result<bool>,
) -> Result<()> {
    let cap = store.frequent.saturating_mul(SORTED);
    let counts = keyed.iter().map(|k| k.count(store, cap.max(1))).collect::<Result<Vec<u32>>>()?;
    let rank = |at: &usize| (counts[*at], keyed[*at].set.listed != Some(1));
    let best = (0..keyed.len()).min_by_key(rank);
    // One value is read in order; several are sorted, unless they are too many.
    let lead = best.filter(|at| keyed[*at].set.listed == Some(1) || counts[*at] < cap);
    let (from, id, day, mut condition) = match lead.map(|at| &keyed[at]) {
        Some(k) => (
            format!("{} x INDEXED BY {}_by_{}", k.table, k.table, k.key),
            format!("x.{}", k.owner),
            "ifnull(x.date_from, '')",
            Where {
                sql: format!("x.{} {}{}", k.key, k.values(), k.more("x")),
                params: k.set.params.clone(),
            },
        ),
        None => (
            format!("{table} t INDEXED BY {table}_by_date"),
            "t.id".to_owned(),
            "ifnull(t.date_from, '')",
            Where { sql: "1".to_owned(), params: Vec::new() },
        ),
    };
    let mut and = |sql: &str, params: Vec<Value>| {
        condition.sql.push_str(" AND ");
        condition.sql.push_str(sql);
        condition.params.extend(params);
    };
    if let Some(to) = filter.to {
        and(&format!("{day} <= ? AND {day} <> ''"), vec![Value::Text(to.to_string())]);
    }
    if let Some(from) = filter.from.filter(|_| lead.is_some()) {
        and(
            &format!("max({day}, ifnull(x.date_to, '')) >= ?"),
            vec![Value::Text(from.to_string())],
        );
    }
    let (compare, direction) = match page.order {
        Order::Newest => ("<", "DESC"),
        Order::Oldest => (">", "ASC"),
    };
    if let Some(cursor) = &page.after {
        let (key, last) = cursor.rsplit_once('~').ok_or_else(|| Error::Cursor(cursor.clone()))?;
        let values = [key, last].map(|v| Value::Text(v.to_owned()));
        and(&format!("({day}, {id}) {compare} (?, ?)"), values.to_vec());
    }
    for (at, other) in keyed.iter().enumerate() {
        if Some(at) != lead {
            let holds = other.holds(&id, day);
            and(&holds.sql, holds.params);
        }
    }
    let sql = format!(
        "SELECT {id}, {day} FROM {from} WHERE {} ORDER BY {day} {direction}, {id} {direction}",
        condition.sql
    );
    let mut statement = store.conn.prepare_cached(&sql)?;
    let mut rows = statement.query(params_from_iter(&condition.params))?;
    while let Some(row) = rows.next()? {
        let text = |i: usize| Ok::<_, Error>(row.get_ref(i)?.as_str().unwrap_or_default());
        if !take(text(0)?, text(1)?)? {
            break;
        }
    }
    Ok(())
}
