//! Pages of records from the [`Cube`]: which they are is known from memory, the rows themselves are read from the store.

use super::{Cube, NO_DAY};
use crate::columns::Table;
use crate::filter::{Filter, Order, Page};
use crate::query::{Listing, listed};
use crate::value::Row;
use crate::{Error, Result, Store};

/// The beginning of an id as a number that sorts as the id does.
pub(super) fn beginning(id: &str) -> u64 {
    let mut first = [0; 8];
    for (to, byte) in first.iter_mut().zip(id.bytes()) {
        *to = byte;
    }
    u64::from_be_bytes(first)
}

impl Cube {
    /// As [`Store::list`]; `None` where the store must be asked.
    ///
    /// # Errors
    /// Where the filter does not fit the table, the cursor is none, or the store cannot be read.
    pub fn page(
        &self,
        store: &Store,
        table: &'static Table,
        filter: &Filter,
        page: &Page,
    ) -> Result<Option<Listing>> {
        if table.name == "actors" {
            return self.page_of_actors(store, filter, page);
        }
        let Some(records) = self.records(table) else { return Ok(None) };
        let Some(mut found) = self.select(store, table, filter)? else { return Ok(None) };
        let key = |event: &u32| {
            let event = &records.items[*event as usize];
            (event.from, event.id)
        };
        let newest = page.order == Order::Newest;
        let after = match &page.after {
            None => None,
            Some(cursor) => {
                let (day, id) =
                    cursor.rsplit_once('~').ok_or_else(|| Error::Cursor(cursor.clone()))?;
                let from = if day.is_empty() { NO_DAY } else { super::load::day(day) };
                let last = (from, beginning(id));
                // Ids that begin alike are told apart when they are read.
                found.retain(|event| if newest { key(event) <= last } else { key(event) >= last });
                Some((day.to_owned(), id.to_owned()))
            }
        };
        let limit = page.limit.clamp(1, 1_000_000) as usize;
        let order = |a: &u32, b: &u32| {
            let order = key(a).cmp(&key(b));
            if newest { order.reverse() } else { order }
        };
        // One more tells whether there is a next page, another one is the last of the page before.
        if found.len() > limit + 2 {
            let last = key(found.select_nth_unstable_by(limit + 1, order).1);
            found.retain(|event| if newest { key(event) >= last } else { key(event) <= last });
        }
        let columns = listed(table);
        let mut rows: Vec<Row> = Vec::with_capacity(found.len());
        for event in found {
            rows.extend(store.row_at(table, &columns, records.items[event as usize].row)?);
        }
        let key = |row: &Row| (row.str("date_from").to_owned(), row.str("id").to_owned());
        rows.sort_by_cached_key(key);
        if newest {
            rows.reverse();
        }
        if let Some(after) = after {
            rows.retain(|row| if newest { key(row) < after } else { key(row) > after });
        }
        let mut next = None;
        if rows.len() > limit {
            rows.truncate(limit);
            next = rows.last().map(key).map(|(day, id)| format!("{day}~{id}"));
        }
        store.listing(table, columns, rows, next, filter).map(Some)
    }
}
