//! Actors in the [`Cube`]: pages and facets of them, the most frequent first.

use super::load::{Scope, or_null, text};
use super::select::has;
use super::{Actor, Cube, NONE};
use crate::columns::{ACTORS, Table};
use crate::facets::Facets;
use crate::filter::{Corrections, Filter, Order, Page};
use crate::query::{Listing, listed};
use crate::value::Value;
use crate::{Error, Result, Store};
use rusqlite::Connection;
use std::cmp::Reverse;

impl Cube {
    /// Reads the actors of articles, or all of them.
    pub(super) fn read_actors(&mut self, conn: &Connection, scope: &Scope) -> Result<()> {
        let unknown = Actor {
            articles: 0,
            kind: NONE,
            country: NONE,
            sectors: 0,
            merged: false,
            name: Box::default(),
        };
        if scope.0.is_none() {
            self.about.clear();
        }
        let columns =
            "n.id, n.articles, n.kind, n.country, n.sectors, n.merged_into IS NOT NULL, n.name";
        let which = if scope.0.is_none() {
            "1"
        } else {
            "n.id IN (SELECT r.actor FROM {article_actors} r)"
        };
        scope.each(conn, &format!("SELECT {columns} FROM actors n WHERE {which}"), &mut |row| {
            let number = self.actor_ids.number(text(row, 0)?) as usize;
            let sectors: Vec<String> = serde_json::from_str(text(row, 4)?).unwrap_or_default();
            let bits = sectors.iter().map(|s| bit(self.sector_ids.number(s)));
            let actor = Actor {
                articles: row.get(1)?,
                kind: self.kinds.number(text(row, 2)?),
                sectors: bits.fold(0, |all, bit| all | bit),
                country: or_null(row, 3)?.map_or(NONE, |c| self.country_ids.number(c)),
                merged: row.get(5)?,
                name: text(row, 6)?.to_ascii_lowercase().into(),
            };
            if self.about.len() <= number {
                self.about.resize(number + 1, unknown.clone());
            }
            self.about[number] = actor;
            Ok(())
        })?;
        self.about.resize(self.actor_ids.list.len(), unknown);
        Ok(())
    }

    /// A bit for each of these sectors.
    pub(super) fn sectors_of(&self, names: &[String]) -> u64 {
        let number = |name: &String| self.sector_ids.by.get(name.as_str()).copied();
        names.iter().filter_map(number).fold(0, |all, number| all | bit(number))
    }

    /// The numbers of the actors that the filter finds; `None` where the store must be asked.
    fn actors_of(&self, filter: &Filter) -> Result<Option<Vec<u32>>> {
        filter.check(&ACTORS)?;
        let known = Filter {
            types: filter.types.clone(),
            countries: filter.countries.clone(),
            sectors: filter.sectors.clone(),
            text: filter.text.clone(),
            attitudes: filter.attitudes,
            duplicates: filter.duplicates,
            corrections: Corrections::Applied,
            ..Filter::all()
        };
        // More than 64 sectors have no bits.
        if known != *filter || self.sector_ids.list.len() > 64 {
            return Ok(None);
        }
        let some = |set: Vec<bool>, wanted: &[String]| (!wanted.is_empty()).then_some(set);
        let kinds = some(self.kinds.among(&filter.types), &filter.types);
        let countries = some(self.country_ids.among(&filter.countries), &filter.countries);
        let sectors = self.sectors_of(&filter.sectors);
        let name = match &filter.text {
            None => None,
            Some(text) if !text.chars().any(char::is_alphanumeric) => return Ok(None),
            Some(text) => {
                Some(text.trim().trim_matches('"').trim_end_matches('*').to_ascii_lowercase())
            }
        };
        let fits = |actor: &Actor| {
            actor.kind != NONE
                && !actor.merged
                && has(kinds.as_ref(), actor.kind)
                && has(countries.as_ref(), actor.country)
                && (filter.sectors.is_empty() || actor.sectors & sectors != 0)
                && name.as_ref().is_none_or(|name| actor.name.contains(name.as_str()))
        };
        let numbers = (0..self.about.len()).filter(|at| fits(&self.about[*at]));
        Ok(Some(numbers.map(|at| at as u32).collect()))
    }

    /// A page of actors, as [`Store::actors`]; `None` where the store must be asked.
    pub(super) fn page_of_actors(
        &self,
        store: &Store,
        filter: &Filter,
        page: &Page,
    ) -> Result<Option<Listing>> {
        let Some(mut found) = self.actors_of(filter)? else { return Ok(None) };
        let id = |actor: u32| self.actor_ids.get(actor).unwrap_or_default();
        let key = |actor: &u32| (self.about[*actor as usize].articles, id(*actor));
        let newest = page.order == Order::Newest;
        if let Some(cursor) = &page.after {
            let wrong = || Error::Cursor(cursor.clone());
            let (articles, id) = cursor.rsplit_once('~').ok_or_else(wrong)?;
            let last = (articles.parse().map_err(|_| wrong())?, id);
            found.retain(|actor| if newest { key(actor) < last } else { key(actor) > last });
        }
        let limit = page.limit.clamp(1, 1_000_000) as usize;
        let order = |a: &u32, b: &u32| {
            let order = key(a).cmp(&key(b));
            if newest { order.reverse() } else { order }
        };
        let more = found.len() > limit;
        if more {
            found.select_nth_unstable_by(limit - 1, order);
            found.truncate(limit);
        }
        found.sort_unstable_by(order);
        let next = found.last().filter(|_| more).map(|actor| {
            let (articles, id) = key(actor);
            format!("{articles}~{id}")
        });
        let mut rows = Vec::with_capacity(found.len());
        for actor in found {
            rows.extend(store.row(&ACTORS, id(actor))?);
        }
        store.listing(&ACTORS, listed(&ACTORS), rows, next, filter).map(Some)
    }

    /// Facets of actors; `None` where the store must be asked.
    pub(super) fn facets_of_actors(
        &self,
        names: &[String],
        filter: &Filter,
        values: usize,
    ) -> Result<Option<Facets>> {
        if names.iter().any(|name| !["kind", "country", "sectors"].contains(&name.as_str())) {
            return Ok(None);
        }
        let Some(found) = self.actors_of(filter)? else { return Ok(None) };
        let facet = |name: &String| {
            let names = match name.as_str() {
                "kind" => &self.kinds,
                "country" => &self.country_ids,
                _ => &self.sector_ids,
            };
            let mut counts = vec![0_u64; names.list.len() + 1];
            let unknown = names.list.len();
            for actor in &found {
                let actor = &self.about[*actor as usize];
                match name.as_str() {
                    "kind" => counts[(actor.kind as usize).min(unknown)] += 1,
                    "country" => counts[(actor.country as usize).min(unknown)] += 1,
                    _ => (0..unknown)
                        .filter(|n| actor.sectors & bit(*n as u32) != 0)
                        .for_each(|n| counts[n] += 1),
                }
            }
            let value = |at: usize| {
                names.get(at as u32).map_or(Value::Null, |name| Value::Text(name.to_owned()))
            };
            let counted = counts.into_iter().enumerate().filter(|(_, n)| *n > 0);
            let mut counted: Vec<(Value, u64)> = counted.map(|(at, n)| (value(at), n)).collect();
            counted.sort_by_cached_key(|(value, n)| (Reverse(*n), value.to_string()));
            counted.truncate(values);
            counted
        };
        let columns = names.iter().map(facet).collect();
        Ok(Some(Facets { columns, rows: found.len() as u64, more: false }))
    }

    /// Whether the cube knows the table's rows.
    pub fn holds(table: &Table) -> bool {
        ["events", "statements", "figures", "actors"].contains(&table.name)
    }
}

fn bit(number: u32) -> u64 {
    1_u64.checked_shl(number).unwrap_or(0)
}
