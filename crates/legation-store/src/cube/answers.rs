//! What the [`Cube`] answers: counts by place, country, day, value and pair.

use super::{Cube, Item, NO_DAY, NONE, Records, UNRATED};
use crate::columns::{EVENTS, Table};
use crate::facets::Facets;
use crate::filter::Filter;
use crate::places::{CountryCount, DayCount, PlaceCount};
use crate::value::Value;
use crate::whole::PairCount;
use crate::{Result, Store};
use jiff::civil::Date;
use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};

/// Events, cooperation, conflict.
type Balance = [u64; 3];
/// The name of a place and its country.
type Spot<'c> = (&'c str, Option<&'c str>);
/// What happened at a place, and sums of its latitudes and longitudes with their numbers.
type Sums = (Balance, [(f64, u64); 2]);

fn add(to: &mut Balance, quad: u8) {
    to[0] += 1;
    to[1] += u64::from(quad == 1 || quad == 2);
    to[2] += u64::from(quad >= 3);
}

impl Cube {
    /// As [`Store::places`]; `None` where the store must be asked.
    ///
    /// # Errors
    /// Where the filter does not fit events or the store cannot be read.
    pub fn places(
        &self,
        store: &Store,
        filter: &Filter,
        limit: u32,
    ) -> Result<Option<Vec<PlaceCount>>> {
        let Some(found) = self.select(store, &EVENTS, filter)? else { return Ok(None) };
        let mut counts: Vec<Balance> = vec![[0; 3]; self.places.len()];
        for event in found {
            let event = &self.events.items[event as usize];
            if event.place != NONE {
                add(&mut counts[event.place as usize], event.quad);
            }
        }
        // One name may stand with several coordinates, of which the mean is given.
        let mut sums: HashMap<Spot<'_>, Sums> = HashMap::new();
        for (place, count) in self.places.iter().zip(&counts).filter(|(_, count)| count[0] > 0) {
            let sum = sums.entry((&*place.name, place.country.as_deref())).or_default();
            for (sum, more) in sum.0.iter_mut().zip(count) {
                *sum += more;
            }
            for (sum, degrees) in sum.1.iter_mut().zip([place.lat, place.lon]) {
                if let Some(degrees) = degrees {
                    sum.0 += degrees * count[0] as f64;
                    sum.1 += count[0];
                }
            }
        }
        let mut sums: Vec<_> = sums.into_iter().collect();
        sums.sort_by_key(|(place, (count, _))| (Reverse(count[0]), *place));
        sums.truncate(limit as usize);
        let mean = |(sum, n): (f64, u64)| (n > 0).then(|| sum / n as f64);
        let read = |((place, country), ([events, cooperation, conflict], [lat, lon])): (
            Spot<'_>,
            Sums,
        )| PlaceCount {
            place: place.to_owned(),
            country: country.map(str::to_owned),
            lat: mean(lat),
            lon: mean(lon),
            events,
            cooperation,
            conflict,
        };
        Ok(Some(sums.into_iter().map(read).collect()))
    }

    /// As [`Store::countries`]; `None` where the store must be asked.
    ///
    /// # Errors
    /// Where the filter does not fit events or the store cannot be read.
    pub fn countries(&self, store: &Store, filter: &Filter) -> Result<Option<Vec<CountryCount>>> {
        let Some(found) = self.select(store, &EVENTS, filter)? else { return Ok(None) };
        let mut counts: Vec<Balance> = vec![[0; 3]; self.country_ids.list.len()];
        for event in found {
            for country in self.countries.of(event as usize) {
                add(&mut counts[*country as usize], self.events.items[event as usize].quad);
            }
        }
        let counted = self.country_ids.list.iter().zip(counts).filter(|(_, count)| count[0] > 0);
        let mut out: Vec<CountryCount> = counted
            .map(|(country, [events, cooperation, conflict])| CountryCount {
                country: country.to_string(),
                events,
                cooperation,
                conflict,
            })
            .collect();
        out.sort_by(|a, b| b.events.cmp(&a.events).then_with(|| a.country.cmp(&b.country)));
        Ok(Some(out))
    }

    /// As [`Store::days`]; `None` where the store must be asked.
    ///
    /// # Errors
    /// Where the filter does not fit events or the store cannot be read.
    pub fn days(
        &self,
        store: &Store,
        filter: &Filter,
        exact: bool,
    ) -> Result<Option<Vec<DayCount>>> {
        let Some(found) = self.select(store, &EVENTS, filter)? else { return Ok(None) };
        let mut days: HashMap<i32, [u64; 8]> = HashMap::new();
        for event in found {
            let event = &self.events.items[event as usize];
            if event.from != NO_DAY && (!exact || event.exact) {
                days.entry(event.from).or_default()[usize::from(event.quad & 7)] += 1;
            }
        }
        let days: BTreeMap<i32, [u64; 8]> = days.into_iter().collect();
        let name =
            |day: i32| format!("{:04}-{:02}-{:02}", day / 10_000, day / 100 % 100, day % 100);
        let of = |(day, counts): (i32, [u64; 8])| {
            let counts = counts.into_iter().enumerate().filter(|(_, n)| *n > 0);
            counts.map(move |(quad, n)| (name(day), (quad > 0).then_some(quad as u8), n))
        };
        Ok(Some(days.into_iter().flat_map(of).collect()))
    }

    /// As [`Store::facets`], of all that the filter finds; `None` where the store must be asked.
    ///
    /// # Errors
    /// Where the filter does not fit the table or the store cannot be read.
    pub fn facets(
        &self,
        store: &Store,
        table: &'static Table,
        names: &[String],
        filter: &Filter,
        values: u32,
    ) -> Result<Option<Facets>> {
        let known: &[&str] = match table.name {
            "events" => &["type", "mode", "quad", "factuality", "source", "target", "contexts"],
            "statements" => &["act", "cue_class", "manner", "speaker"],
            _ => &["unit", "subject", "object"],
        };
        if table.name == "actors" {
            return self.facets_of_actors(names, filter, values as usize);
        }
        let Some(records) = self.records(table) else { return Ok(None) };
        if names.iter().any(|name| !known.contains(&name.as_str())) {
            return Ok(None);
        }
        let Some(found) = self.select(store, table, filter)? else { return Ok(None) };
        let of = |name: &String| self.facet(records, name, &found, values as usize);
        Ok(Some(Facets {
            columns: names.iter().map(of).collect(),
            rows: found.len() as u64,
            more: false,
        }))
    }

    fn facet(
        &self,
        records: &Records,
        name: &str,
        found: &[u32],
        values: usize,
    ) -> Vec<(Value, u64)> {
        let names = match name {
            "type" | "act" | "unit" => &self.kinds,
            "mode" | "manner" => &self.modes,
            "cue_class" => &self.others,
            "factuality" => &self.factualities,
            "contexts" => &self.context_ids,
            _ => &self.actor_ids,
        };
        // The last place counts what is not known.
        let size = names.list.len().max(8) + 1;
        let mut counts = vec![0_u64; size];
        let mut one = |number: u32| counts[(number as usize).min(size - 1)] += 1;
        let side = u32::from(matches!(name, "target" | "object"));
        for &at in found {
            let at = at as usize;
            let item = &records.items[at];
            match name {
                "type" | "act" | "unit" => one(item.kind),
                "mode" | "manner" => one(item.mode),
                "cue_class" => one(item.other),
                "quad" => one(if item.quad == 0 { NONE } else { u32::from(item.quad) }),
                "factuality" => one(u32::from(item.factuality)),
                "contexts" => records.contexts.of(at).iter().for_each(|n| one(*n)),
                "speaker" => one(records.speakers.of(at).first().copied().unwrap_or(NONE)),
                _ => {
                    records
                        .actors
                        .of(at)
                        .iter()
                        .filter(|n| *n % 2 == side)
                        .for_each(|n| one(n / 2));
                }
            }
        }
        let value = |number: usize| match name {
            _ if number == size - 1 => Value::Null,
            "quad" => Value::Integer(number as i64),
            _ => names.get(number as u32).map_or(Value::Null, |name| Value::Text(name.to_owned())),
        };
        let mut frequent: Vec<(usize, u64)> =
            counts.into_iter().enumerate().filter(|(_, n)| *n > 0).collect();
        if frequent.len() > values && values > 0 {
            let mut numbers: Vec<u64> = frequent.iter().map(|(_, n)| *n).collect();
            let least = *numbers.select_nth_unstable_by_key(values - 1, |n| Reverse(*n)).1;
            frequent.retain(|(_, n)| *n >= least);
        }
        let mut out: Vec<(Value, u64)> =
            frequent.into_iter().map(|(at, n)| (value(at), n)).collect();
        out.sort_by_cached_key(|(value, n)| (Reverse(*n), value.as_i64(), value.to_string()));
        out.truncate(values);
        out
    }

    /// Who else takes part in events of an actor on the other side, most often first; merged actors are one.
    ///
    /// # Errors
    /// Where the store cannot be read.
    pub fn partners(&self, store: &Store, actor: &str, limit: u32) -> Result<Vec<PairCount>> {
        let merges = crate::correct::merges(store.connection())?;
        let number = |id: &str| self.actor_ids.by.get(id).copied();
        let into: HashMap<u32, u32> =
            merges.iter().filter_map(|(id, into)| Some((number(id)?, number(into)?))).collect();
        let one = |actor: u32| into.get(&actor).copied().unwrap_or(actor);
        let Some(mine) = number(actor).map(one) else { return Ok(Vec::new()) };
        let mut with: Vec<u32> = Vec::with_capacity(self.pair_list.len());
        for (a, b) in &self.pair_list {
            let (a, b) = (one(*a), one(*b));
            with.push(if a == b || (a != mine && b != mine) {
                NONE
            } else if a == mine {
                b
            } else {
                a
            });
        }
        let mut sums: HashMap<u32, [i64; 5]> = HashMap::new();
        let mut partners = Vec::new();
        for (at, event) in self.events.items.iter().enumerate() {
            if matches!(event.status, super::Status::Withdrawn | super::Status::Gone) {
                continue;
            }
            partners.clear();
            partners.extend(self.pairs.of(at).iter().map(|pair| with[*pair as usize]));
            partners.sort_unstable();
            partners.dedup();
            for partner in partners.iter().filter(|partner| **partner != NONE) {
                count(sums.entry(*partner).or_default(), event);
            }
        }
        let name = |actor: u32| self.actor_ids.get(actor).unwrap_or_default();
        let found = sums.into_iter().map(|(partner, sum)| ((actor, name(partner)), sum));
        Ok(first(found.collect(), limit))
    }

    /// As [`Store::pairs_between`].
    ///
    /// # Errors
    /// Where the store cannot be read.
    pub fn pairs_between(
        &self,
        store: &Store,
        from: Option<Date>,
        to: Option<Date>,
        limit: u32,
    ) -> Result<Vec<PairCount>> {
        let (from, to) = (from.map(super::select::number), to.map(super::select::number));
        let mut sums: Vec<[i64; 5]> = vec![[0; 5]; self.pair_list.len()];
        for (at, event) in self.events.items.iter().enumerate() {
            let inside = event.from != NO_DAY
                && from.is_none_or(|from| event.from >= from)
                && to.is_none_or(|to| event.from <= to);
            let stands = !matches!(event.status, super::Status::Withdrawn | super::Status::Gone);
            if !inside || !stands {
                continue;
            }
            for pair in self.pairs.of(at) {
                count(&mut sums[*pair as usize], event);
            }
        }
        let merges = crate::correct::merges(store.connection())?;
        let number = |id: &String| self.actor_ids.by.get(id.as_str()).copied();
        // One that no event names has no number, and stands for itself.
        let into: HashMap<u32, &str> =
            merges.iter().filter_map(|(id, into)| Some((number(id)?, into.as_str()))).collect();
        let name = |actor: u32| {
            into.get(&actor).copied().or(self.actor_ids.get(actor)).unwrap_or_default()
        };
        let found = self.pair_list.iter().zip(&sums).filter(|(_, sum)| sum[0] > 0);
        if into.is_empty() {
            let mut pairs: Vec<_> = found.collect();
            if pairs.len() > limit as usize && limit > 0 {
                let mut numbers: Vec<i64> = pairs.iter().map(|(_, sum)| sum[0]).collect();
                let least =
                    *numbers.select_nth_unstable_by_key(limit as usize - 1, |n| Reverse(*n)).1;
                pairs.retain(|(_, sum)| sum[0] >= least);
            }
            let named = |((a, b), sum): (&(u32, u32), &[i64; 5])| ((name(*a), name(*b)), *sum);
            return Ok(first(pairs.into_iter().map(named).collect(), limit));
        }
        let mut merged: HashMap<(&str, &str), [i64; 5]> = HashMap::new();
        for ((a, b), sum) in found {
            let (a, b) = (name(*a), name(*b));
            if a != b {
                let to = merged.entry((a.min(b), a.max(b))).or_default();
                to.iter_mut().zip(sum).for_each(|(to, more)| *to += more);
            }
        }
        Ok(first(merged.into_iter().collect(), limit))
    }
}

/// Counts an event: all, cooperation, conflict, rated, the sum of the intensities.
fn count(sum: &mut [i64; 5], event: &Item) {
    sum[0] += 1;
    sum[1] += i64::from(event.quad == 1 || event.quad == 2);
    sum[2] += i64::from(event.quad >= 3);
    if event.intensity != UNRATED {
        sum[3] += 1;
        sum[4] += i64::from(event.intensity);
    }
}

/// The pairs with most events, by number, then by name.
fn first(mut pairs: Vec<((&str, &str), [i64; 5])>, limit: u32) -> Vec<PairCount> {
    pairs.sort_by(|(x, p), (y, q)| q[0].cmp(&p[0]).then_with(|| x.cmp(y)));
    pairs.truncate(limit as usize);
    let mean = |sum: i64, n: i64| (sum as f64 / 1000.0 / n as f64 * 100.0).round() / 100.0;
    let pair = |((a, b), [events, cooperation, conflict, rated, sum]): ((&str, &str), [i64; 5])| {
        PairCount {
            a: a.to_owned(),
            b: b.to_owned(),
            events: events as u64,
            cooperation: cooperation as u64,
            conflict: conflict as u64,
            intensity: (rated > 0).then(|| mean(sum, rated)),
        }
    };
    pairs.into_iter().map(pair).collect()
}
