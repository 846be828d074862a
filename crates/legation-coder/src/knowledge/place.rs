//! Cities: where a place name lies. The table is large, so it is indexed only when the first place is asked for.

use super::name;
use foldhash::HashMap;
use std::sync::OnceLock;

/// A city or town.
#[derive(Clone, Debug, PartialEq)]
pub struct City<'k> {
    /// The GeoNames id.
    pub geonames: u64,
    /// The usual English name.
    pub name: &'k str,
    /// The state it lies in.
    pub country: &'k str,
    /// Degrees north.
    pub lat: f64,
    /// Degrees east.
    pub lon: f64,
    /// Inhabitants.
    pub population: u64,
}

/// The tables of cities as text, and the lines of each name.
#[derive(Clone, Debug, Default)]
pub struct Cities {
    texts: Vec<Box<str>>,
    index: OnceLock<Index>,
}

/// Text and byte offset of each line, by name key.
type Index = HashMap<Box<str>, Vec<(u8, u32)>>;

impl Cities {
    /// Adds a table; its columns are geonames, name, country, lat, lon, population, admin1, aliases in this order.
    pub(super) fn add(&mut self, text: &str) {
        self.texts.push(text.into());
        self.index = OnceLock::new();
    }

    /// The cities of this name, the most populous first.
    pub fn named(&self, city: &str) -> Vec<City<'_>> {
        let index = self.index.get_or_init(|| self.build());
        let mut out: Vec<City<'_>> = index
            .get(name::key(city).as_str())
            .into_iter()
            .flatten()
            .filter_map(|&(text, at)| self.city(text, at))
            .collect();
        out.sort_by_key(|c| (std::cmp::Reverse(c.population), c.geonames));
        out.dedup_by_key(|c| c.geonames);
        out
    }

    fn build(&self) -> Index {
        let mut index = Index::default();
        for (nth, text) in self.texts.iter().enumerate() {
            let mut at = 0;
            for line in text.split_inclusive('\n') {
                let mut cells = line.trim_end().split('\t');
                let is_row =
                    cells.next().is_some_and(|id| id.starts_with(|c: char| c.is_ascii_digit()));
                if is_row {
                    let name = cells.next().unwrap_or("");
                    let aliases = cells.nth(5).unwrap_or("").split('|').filter(|a| !a.is_empty());
                    for called in std::iter::once(name).chain(aliases) {
                        index.entry(name::key(called).into()).or_default().push((nth as u8, at));
                    }
                }
                at += line.len() as u32;
            }
        }
        index
    }

    fn city(&self, text: u8, at: u32) -> Option<City<'_>> {
        let line = self.texts.get(text as usize)?.get(at as usize..)?.lines().next()?;
        let mut cells = line.split('\t');
        Some(City {
            geonames: cells.next()?.parse().ok()?,
            name: cells.next()?,
            country: cells.next()?,
            lat: cells.next()?.parse().ok()?,
            lon: cells.next()?.parse().ok()?,
            population: cells.next()?.parse().ok()?,
        })
    }
}
