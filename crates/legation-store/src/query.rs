//! Pages of records: [`Store::events`] and its like, counts and facets.

use crate::candidates::{self, Keyed};
use crate::columns::{
    self, ACTORS, ARTICLES, ASSESSMENTS, Column, EVENTS, FIGURES, From, Kind, STATEMENTS, TIES,
    Table,
};
use crate::condition::{self, Where};
use crate::correct;
use crate::filter::{Corrections, Filter, Order, Page};
use crate::value::{Row, Value};
use crate::{Error, Result, Store};
use rusqlite::{Connection, params_from_iter};
use std::sync::Arc;

/// A page of rows.
#[derive(Clone, Debug)]
pub struct Listing {
    /// The table.
    pub table: &'static Table,
    /// The columns of the rows.
    pub columns: Arc<[&'static Column]>,
    /// The rows.
    pub rows: Vec<Row>,
    /// The cursor for the next page; `None` where this is the last.
    pub next: Option<String>,
}

impl Store {
    /// Events.
    pub fn events(&self, filter: &Filter, page: &Page) -> Result<Listing> {
        self.list(&EVENTS, filter, page)
    }

    /// Statements.
    pub fn statements(&self, filter: &Filter, page: &Page) -> Result<Listing> {
        self.list(&STATEMENTS, filter, page)
    }

    /// Figures.
    pub fn figures(&self, filter: &Filter, page: &Page) -> Result<Listing> {
        self.list(&FIGURES, filter, page)
    }

    /// Ties.
    pub fn ties(&self, filter: &Filter, page: &Page) -> Result<Listing> {
        self.list(&TIES, filter, page)
    }

    /// Assessments.
    pub fn assessments(&self, filter: &Filter, page: &Page) -> Result<Listing> {
        self.list(&ASSESSMENTS, filter, page)
    }

    /// Actors, the most frequent first.
    pub fn actors(&self, filter: &Filter, page: &Page) -> Result<Listing> {
        self.list(&ACTORS, filter, page)
    }

    /// Articles, without their texts.
    pub fn documents(&self, filter: &Filter, page: &Page) -> Result<Listing> {
        self.list(&ARTICLES, filter, page)
    }

    /// A page of one of these tables: events, statements, figures, ties, assessments, actors, articles.
    pub fn list(&self, table: &'static Table, filter: &Filter, page: &Page) -> Result<Listing> {
        let columns = listed(table);
        let limit = page.limit.clamp(1, 1_000_000) as usize;
        let mut rows = self.rows_of(table, &columns, filter, page, limit + 1)?;
        let mut next = None;
        if rows.len() > limit {
            rows.truncate(limit);
            next = rows.last().map(|(row, key)| format!("{key}~{}", row.str("id")));
        }
        let rows = rows.into_iter().map(|(row, _)| row).collect();
        self.listing(table, columns, rows, next, filter)
    }

    /// A page of rows, with merged actors as the filter asks.
    pub(crate) fn listing(
        &self,
        table: &'static Table,
        columns: Arc<[&'static Column]>,
        mut rows: Vec<Row>,
        next: Option<String>,
        filter: &Filter,
    ) -> Result<Listing> {
        Merged::of(self, filter)?.apply(&mut rows);
        if table.name == ACTORS.name && filter.corrections == Corrections::Applied {
            self.count_merged(&mut rows)?;
        }
        Ok(Listing { table, columns, rows, next })
    }

    /// One row by its place in the table.
    pub(crate) fn row_at(
        &self,
        table: &'static Table,
        columns: &Arc<[&'static Column]>,
        place: i64,
    ) -> Result<Option<Row>> {
        let sql = format!("SELECT {} FROM {} t WHERE t.rowid = ?1", select(columns), table.name);
        let mut query = self.conn.prepare_cached(&sql)?;
        let mut rows = query.query([place])?;
        rows.next()?.map(|row| read(columns, row)).transpose()
    }

    /// Counts articles and mentions of merged actors with those of the one that they are.
    fn count_merged(&self, actors: &mut [Row]) -> Result<()> {
        if !correct::has_merges(&self.conn)? {
            return Ok(());
        }
        let mut count = self.conn.prepare_cached(
            "SELECT count(DISTINCT x.article), \
             (SELECT sum(n.mentions) FROM actors n WHERE n.id = ?1 OR n.merged_into = ?1) FROM article_actors x \
             WHERE x.actor IN (SELECT n.id FROM actors n WHERE n.id = ?1 OR n.merged_into = ?1)",
        )?;
        let mut merged = self.conn.prepare_cached("SELECT 1 FROM actors WHERE merged_into = ?1")?;
        for row in actors {
            let id = row.str("id").to_owned();
            if !merged.exists([&id])? {
                continue;
            }
            let counts: [i64; 2] = count.query_row([&id], |r| Ok([r.get(0)?, r.get(1)?]))?;
            for (column, value) in row.columns.iter().zip(&mut row.values) {
                match column.name {
                    "articles" => *value = Value::Integer(counts[0]),
                    "mentions" => *value = Value::Integer(counts[1]),
                    _ => {}
                }
            }
        }
        Ok(())
    }

    /// Rows in the order of the page, each with what it is sorted by.
    pub(crate) fn rows_of(
        &self,
        table: &'static Table,
        columns: &Arc<[&'static Column]>,
        filter: &Filter,
        page: &Page,
        limit: usize,
    ) -> Result<Vec<(Row, String)>> {
        let (condition, keyed) = condition::build_keyed(self, table, filter)?;
        if keyed.is_empty() {
            self.by_sort_key(table, columns, condition, filter, page, limit)
        } else {
            self.by_candidates(table, columns, (&condition, &keyed), filter, page, limit)
        }
    }

    /// Rows in the order of the page, each with what it is sorted by: read off the index of that order.
    fn by_sort_key(
        &self,
        table: &'static Table,
        columns: &Arc<[&'static Column]>,
        mut condition: Where,
        filter: &Filter,
        page: &Page,
        limit: usize,
    ) -> Result<Vec<(Row, String)>> {
        let key = sort_key(table)?;
        let (compare, direction) = match page.order {
            Order::Newest => ("<", "DESC"),
            Order::Oldest => (">", "ASC"),
        };
        if let Some(cursor) = &page.after {
            let (value, id) =
                cursor.rsplit_once('~').ok_or_else(|| Error::Cursor(cursor.clone()))?;
            let value = if table.name == ACTORS.name {
                Value::Integer(value.parse().map_err(|_| Error::Cursor(cursor.clone()))?)
            } else {
                Value::Text(value.to_owned())
            };
            condition.sql = format!("{} AND ({key}, t.id) {compare} (?, ?)", condition.sql);
            condition.params.extend([value, Value::Text(id.to_owned())]);
        }
        if table.name == ACTORS.name && filter.corrections == Corrections::Applied {
            condition.sql.push_str(" AND t.merged_into IS NULL");
        }
        let sql = format!(
            "SELECT {}, {key} FROM {} t WHERE {} ORDER BY {key} {direction}, t.id {direction} LIMIT {limit}",
            select(columns),
            table.name,
            condition.sql,
        );
        let mut statement = self.conn.prepare_cached(&sql)?;
        let mut found = statement.query(params_from_iter(&condition.params))?;
        let mut rows = Vec::new();
        while let Some(row) = found.next()? {
            let key = match row.get_ref(columns.len())? {
                rusqlite::types::ValueRef::Integer(i) => i.to_string(),
                other => other.as_str().unwrap_or_default().to_owned(),
            };
            rows.push((read(columns, row)?, key));
        }
        Ok(rows)
    }

    /// The same, for conditions that find candidates by index: each is looked up and tested against the rest.
    fn by_candidates(
        &self,
        table: &'static Table,
        columns: &Arc<[&'static Column]>,
        (condition, keyed): (&Where, &[Keyed]),
        filter: &Filter,
        page: &Page,
        limit: usize,
    ) -> Result<Vec<(Row, String)>> {
        let sql = format!(
            "SELECT {} FROM {} t WHERE t.id = ? AND {}",
            select(columns),
            table.name,
            condition.sql
        );
        let mut lookup = self.conn.prepare_cached(&sql)?;
        let mut params = vec![Value::Null];
        params.extend(condition.params.iter().cloned());
        let mut rows = Vec::new();
        candidates::walk(self, table.name, keyed, filter, page, &mut |id, key| {
            // A record stands once for each of its participants that is asked for.
            if params[0].as_str() == Some(id) {
                return Ok(true);
            }
            params[0] = Value::Text(id.to_owned());
            let mut found = lookup.query(params_from_iter(&params))?;
            if let Some(row) = found.next()? {
                rows.push((read(columns, row)?, key.to_owned()));
            }
            Ok(rows.len() < limit)
        })?;
        Ok(rows)
    }

    /// How many rows of a table the filter finds.
    pub fn count(&self, table: &'static Table, filter: &Filter) -> Result<u64> {
        if table.name == EVENTS.name
            && let Some(count) = self.whole_count(filter)?
        {
            return Ok(count);
        }
        let condition = condition::build(self, table, filter)?;
        let sql = format!("SELECT count(*) FROM {} t WHERE {}", table.name, condition.sql);
        let count: i64 = self
            .conn
            .prepare_cached(&sql)?
            .query_row(params_from_iter(&condition.params), |row| row.get(0))?;
        Ok(count as u64)
    }

    /// The values of a column among the rows that the filter finds, each with its count, the most frequent first. The
    /// items of lists count one by one.
    pub fn facet(
        &self,
        table: &'static Table,
        column: &str,
        filter: &Filter,
        limit: u32,
    ) -> Result<Vec<(Value, u64)>> {
        let not_found =
            || Error::NotFound { what: "column", id: format!("{}.{column}", table.name) };
        let column = table.column(column).ok_or_else(not_found)?;
        if table.name == EVENTS.name
            && let Some(found) = self.whole_facet(column.name, filter, limit)?
        {
            return Ok(found);
        }
        let condition = condition::build(self, table, filter)?;
        let (value, from) = match column.kind {
            Kind::List => ("e.value".to_owned(), format!(", json_each(t.{}) e", column.name)),
            _ => (format!("t.{}", column.name), String::new()),
        };
        let sql = format!(
            "SELECT {value}, count(*) FROM {} t{from} WHERE {} GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT {limit}",
            table.name, condition.sql
        );
        let kind = if column.kind == Kind::List { Kind::Text } else { column.kind };
        let mut statement = self.conn.prepare_cached(&sql)?;
        let found = statement.query_map(params_from_iter(&condition.params), |row| {
            Ok((Value::from_sql(row.get_ref(0)?, kind), row.get::<_, i64>(1)? as u64))
        })?;
        Ok(found.collect::<rusqlite::Result<_>>()?)
    }

    /// Hands every row of a table that the filter finds to `take`, in the order of the key.
    pub fn each(
        &self,
        table: &'static Table,
        filter: &Filter,
        take: &mut dyn FnMut(Row) -> Result<()>,
    ) -> Result<u64> {
        let order: Vec<String> = table.key.iter().map(|k| format!("t.{k}")).collect();
        self.each_in(table, filter, &order.join(", "), take)
    }

    /// The same in another order.
    pub(crate) fn each_in(
        &self,
        table: &'static Table,
        filter: &Filter,
        order: &str,
        take: &mut dyn FnMut(Row) -> Result<()>,
    ) -> Result<u64> {
        let condition = condition_of(self, table, filter)?;
        let columns: Arc<[&'static Column]> = table.columns.iter().collect();
        let sql = format!(
            "SELECT {} FROM {} t WHERE {} ORDER BY {}",
            select(&columns),
            table.name,
            condition.sql,
            order
        );
        let mut statement = self.conn.prepare_cached(&sql)?;
        let mut found = statement.query(params_from_iter(&condition.params))?;
        let merged = if table.name == ACTORS.name || table.name == "article_actors" {
            Merged::default()
        } else {
            Merged::of(self, filter)?
        };
        let mut n = 0;
        while let Some(row) = found.next()? {
            let mut row = read(&columns, row)?;
            merged.apply(std::slice::from_mut(&mut row));
            take(row)?;
            n += 1;
        }
        Ok(n)
    }
}

/// Puts the actor that stands for a merged one in its place.
#[derive(Default)]
struct Merged(std::collections::HashMap<String, String>);

impl Merged {
    fn of(store: &Store, filter: &Filter) -> Result<Self> {
        Ok(match filter.corrections {
            Corrections::Applied => Self(correct::merges(&store.conn)?),
            Corrections::Ignored => Self::default(),
        })
    }

    fn apply(&self, rows: &mut [Row]) {
        if self.0.is_empty() {
            return;
        }
        let last = |id: &mut String| {
            if let Some(to) = self.0.get(id.as_str()) {
                id.clone_from(to);
            }
        };
        for row in rows {
            for (column, value) in row.columns.iter().zip(&mut row.values) {
                match value {
                    Value::Text(id) if column.is_actor() => last(id),
                    Value::List(ids) if column.is_actor() => ids.iter_mut().for_each(last),
                    _ => {}
                }
            }
        }
    }
}

/// The condition for the rows of any table: those of lists follow the record they belong to, or their article.
fn condition_of(store: &Store, table: &'static Table, filter: &Filter) -> Result<Where> {
    if has_shape(table) {
        return condition::build(store, table, filter);
    }
    let parent = table.columns.iter().find_map(|c| {
        let (parent, key) = c.refers?.split_once('.')?;
        let wanted = matches!(c.from, From::Owner | From::Article) && parent != ACTORS.name;
        (wanted && key == "id").then(|| Some((c.name, columns::table(parent)?))).flatten()
    });
    let Some((column, parent)) = parent else {
        return Ok(Where { sql: "1".to_owned(), params: Vec::new() });
    };
    let inner = condition::build(store, parent, &filter.fitted(parent))?;
    if inner.sql == "1" {
        return Ok(inner);
    }
    let sql = format!("t.{column} IN (SELECT t.id FROM {} t WHERE {})", parent.name, inner.sql);
    Ok(Where { sql, params: inner.params })
}

/// Whether filters know the table.
pub(crate) fn has_shape(table: &Table) -> bool {
    ["events", "statements", "figures", "ties", "assessments", "actors", "articles"]
        .contains(&table.name)
}

/// All rows of a table that meet a condition.
pub(crate) fn rows(
    conn: &Connection,
    table: &'static Table,
    condition: &str,
    params: &[Value],
    order: &str,
) -> Result<Vec<Row>> {
    let columns: Arc<[&'static Column]> = table.columns.iter().collect();
    let sql = format!(
        "SELECT {} FROM {} t WHERE {condition} ORDER BY {order}",
        select(&columns),
        table.name
    );
    let mut statement = conn.prepare_cached(&sql)?;
    let mut found = statement.query(params_from_iter(params))?;
    let mut rows = Vec::new();
    while let Some(row) = found.next()? {
        rows.push(read(&columns, row)?);
    }
    Ok(rows)
}

/// The columns that listings show: all but the texts of articles.
pub(crate) fn listed(table: &'static Table) -> Arc<[&'static Column]> {
    let heavy = |c: &Column| table.name == ARTICLES.name && c.name == "text";
    table.columns.iter().filter(|c| !heavy(c)).collect()
}

fn select(columns: &[&'static Column]) -> String {
    columns.iter().map(|c| format!("t.{}", c.name)).collect::<Vec<_>>().join(", ")
}

fn read(columns: &Arc<[&'static Column]>, row: &rusqlite::Row<'_>) -> Result<Row> {
    let values =
        columns.iter().enumerate().map(|(i, c)| Ok(Value::from_sql(row.get_ref(i)?, c.kind)));
    Ok(Row { columns: Arc::clone(columns), values: values.collect::<Result<_>>()? })
}

/// The expression that rows are sorted by; there is an index over it and the id.
fn sort_key(table: &Table) -> Result<&'static str> {
    match table.name {
        "actors" => Ok("t.articles"),
        "articles" => Ok("ifnull(t.published, '')"),
        "assessments" => Ok("t.article"),
        "events" | "statements" | "figures" | "ties" => Ok("ifnull(t.date_from, '')"),
        other => Err(Error::NotFound { what: "listing", id: other.to_owned() }),
    }
}
