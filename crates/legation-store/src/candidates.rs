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

/// A condition that indexes by value and day answer.
#[derive(Clone, Debug)]
pub(crate) struct Keyed {
    /// The table, its columns that may hold the value and its column with the record's id.
    pub(crate) table: &'static str,
    pub(crate) keys: &'static [&'static str],
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

    /// How many rows have one of the values, at most `cap` in each column.
    fn count(&self, store: &Store, cap: u32) -> Result<u32> {
        let mut found = 0;
        for key in self.keys {
            let from = match &self.set.whose {
                // Not all of the actors are looked for, where those of the first are enough.
                Some(whose) => format!(
                    "actors CROSS JOIN {} x INDEXED BY {0}_by_{key} WHERE x.{key} = actors.id AND {whose}",
                    self.table
                ),
                None => format!("{} x WHERE x.{key} {}", self.table, self.values()),
            };
            let sql = format!("SELECT count(*) FROM (SELECT 1 FROM {from} LIMIT {cap})");
            let mut probe = store.conn.prepare_cached(&sql)?;
            found +=
                probe.query_row(params_from_iter(&self.set.params), |row| row.get::<_, u32>(0))?;
        }
        Ok(found)
    }

    /// The condition on a record of which id and day are given as expressions.
    fn holds(&self, id: &str, day: &str) -> Where {
        let (table, owner, values, more) = (self.table, self.owner, self.values(), self.more("y"));
        let one = |key: &&str| {
            if self.set.listed.is_some() {
                return format!(
                    "EXISTS (SELECT 1 FROM {table} y INDEXED BY {table}_by_{key} WHERE y.{key} {values} \
                     AND ifnull(y.date_from, '') = {day} AND y.{owner} = {id}{more})"
                );
            }
            match &self.set.whose {
                Some(whose) => format!(
                    "EXISTS (SELECT 1 FROM {table} y CROSS JOIN actors WHERE y.{owner} = {id} \
                     AND actors.id = y.{key} AND +{whose}{more})"
                ),
                None => format!(
                    "EXISTS (SELECT 1 FROM {table} y WHERE y.{owner} = {id} AND y.{key} {values}{more})"
                ),
            }
        };
        let tests: Vec<String> = self.keys.iter().map(one).collect();
        let params = self.keys.iter().flat_map(|_| self.set.params.clone()).collect();
        Where { sql: format!("({})", tests.join(" OR ")), params }
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
    let (id, day, arms) = match lead.map(|at| &keyed[at]) {
        Some(k) => {
            let arm = |key: &&str| {
                let from = format!("{} x INDEXED BY {0}_by_{key}", k.table);
                (from, format!("x.{key} {}{}", k.values(), k.more("x")))
            };
            (format!("x.{}", k.owner), "ifnull(x.date_from, '')", k.keys.iter().map(arm).collect())
        }
        None => {
            let from = format!("{table} t INDEXED BY {table}_by_date");
            ("t.id".to_owned(), "ifnull(t.date_from, '')", vec![(from, "1".to_owned())])
        }
    };
    let first = lead.map_or_else(Vec::new, |at| keyed[at].set.params.clone());
    let mut condition = Where::default();
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
    // Each column that may hold the value is read off its own index, in the same order.
    let arm = |(from, which): &(String, String)| {
        format!("SELECT {id} AS id, {day} AS day FROM {from} WHERE {which}{}", condition.sql)
    };
    let all = arms.iter().map(arm).collect::<Vec<_>>().join(" UNION ALL ");
    let sql = format!("{all} ORDER BY day {direction}, id {direction}");
    let params = arms.iter().flat_map(|_| first.iter().chain(&condition.params));
    let mut statement = store.conn.prepare_cached(&sql)?;
    let mut rows = statement.query(params_from_iter(params))?;
    while let Some(row) = rows.next()? {
        let text = |i: usize| Ok::<_, Error>(row.get_ref(i)?.as_str().unwrap_or_default());
        if !take(text(0)?, text(1)?)? {
            break;
        }
    }
    Ok(())
}
