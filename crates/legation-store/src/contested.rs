//! What is contested across articles: the same measure with different values ([`Store::ledger`]), and events told in one article
//! and denied in another ([`Store::contested`]).

use crate::columns::FIGURES;
use crate::filter::{Filter, Page};
use crate::happenings::Happening;
use crate::value::Row;
use crate::{Result, Store};
use jiff::civil::Date;
use legation_core::record::Comparator;
use legation_core::same::{self, Claim};
use std::collections::{BTreeMap, HashMap};

/// One measure, with all that is claimed of it.
#[derive(Clone, Debug)]
pub struct Measure {
    /// The figures, by day, then by article.
    pub claims: Vec<FigureClaim>,
    /// Whether two of the values exclude each other.
    pub contested: bool,
}

/// One figure of the ledger.
#[derive(Clone, Debug)]
pub struct FigureClaim {
    /// The figure.
    pub figure: Row,
    /// Id and name of the one who says so; `None` for the reporter or somebody not named.
    pub claimed_by: Option<(String, String)>,
    /// The publisher, else the address of the article.
    pub article: String,
    /// The day of publication.
    pub published: Option<String>,
}

/// What one side tells and the other denies.
#[derive(Clone, Debug)]
pub struct Contested {
    /// The events told as done, going on or alleged.
    pub told: Happening,
    /// The events denied or negated.
    pub denied: Happening,
}

impl Store {
    /// The figures that the filter finds, those of one measure together; measures with several claims come first, contested ones
    /// before all.
    ///
    /// # Errors
    /// Where the filter does not fit figures or the store cannot be read.
    pub fn ledger(&self, filter: &Filter) -> Result<Vec<Measure>> {
        let mut rows = Vec::new();
        self.each(&FIGURES, filter, &mut |row| {
            rows.push(row);
            Ok(())
        })?;
        let claims: Vec<Claim> = rows.iter().map(claim).collect();
        let partners = with_partners(&claims);
        let mut measures = Vec::new();
        let (mut compared, mut compared_claims) = (Vec::new(), Vec::new());
        for ((row, claim), has_partner) in rows.into_iter().zip(claims).zip(partners) {
            if has_partner {
                compared.push(row);
                compared_claims.push(claim);
            } else {
                measures.push(Measure { claims: vec![self.claimed(row)?], contested: false });
            }
        }
        measures.extend(self.measures(compared, compared_claims, 1)?);
        Ok(in_order(measures))
    }

    /// As [`Store::ledger`], among one page of figures, without the measures that only one figure is of: nothing else is read of
    /// these.
    ///
    /// # Errors
    /// Where the filter does not fit figures or the store cannot be read.
    pub fn compared(&self, filter: &Filter, page: &Page) -> Result<Vec<Measure>> {
        let rows = self.list(&FIGURES, filter, page)?.rows;
        let claims: Vec<Claim> = rows.iter().map(claim).collect();
        let partners = with_partners(&claims);
        let (rows, claims) = rows
            .into_iter()
            .zip(claims)
            .zip(partners)
            .filter_map(|(both, has_partner)| has_partner.then_some(both))
            .unzip();
        Ok(in_order(self.measures(rows, claims, 2)?))
    }

    /// Puts the figures of one measure together; measures of fewer figures than `least` are left out.
    fn measures(
        &self,
        rows: Vec<Row>,
        mut claims: Vec<Claim>,
        least: usize,
    ) -> Result<Vec<Measure>> {
        let mut told = HashMap::new();
        for (row, claim) in rows.iter().zip(&mut claims) {
            let article = row.str("article");
            if !told.contains_key(article) {
                told.insert(article.to_owned(), self.told(article)?);
            }
            claim.words.extend(same::words(reported_by(row, &told[article])));
        }
        let days = rows.iter().map(|row| self.day_of(row)).collect::<Result<Vec<_>>>()?;
        // Figures of one unit are compared with the first of each measure of that unit.
        let mut of_unit: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        let mut groups: Vec<Vec<usize>> = Vec::new();
        for (at, claim) in claims.iter().enumerate() {
            let unit = claim.unit.as_deref().unwrap_or_default();
            let known = of_unit.entry(unit).or_default();
            let same = known.iter().copied().find(|&g| {
                let first = groups[g][0];
                claims[first].same_measure(claim) && of_one_time(days[first], days[at])
            });
            match same {
                Some(group) => groups[group].push(at),
                None => {
                    known.push(groups.len());
                    groups.push(vec![at]);
                }
            }
        }
        groups.retain(|group| group.len() >= least);
        let mut rows: Vec<Option<Row>> = rows.into_iter().map(Some).collect();
        let mut out = Vec::with_capacity(groups.len());
        for group in groups {
            let mut figures = Vec::with_capacity(group.len());
            for &at in &group {
                figures.extend(rows[at].take().map(|row| self.claimed(row)).transpose()?);
            }
            let contested = (0..group.len()).any(|i| {
                (i + 1..group.len()).any(|j| {
                    let compared = |x: usize, y: usize| {
                        let (x, y) = (&figures[x].figure, &figures[y].figure);
                        x.get("compared_to").as_str() == Some(y.str("id"))
                    };
                    // One voice in one article names parts and wholes, before and after.
                    let one_voice = figures[i].claimed_by == figures[j].claimed_by
                        && figures[i].figure.str("article") == figures[j].figure.str("article");
                    !one_voice
                        && !compared(i, j)
                        && !compared(j, i)
                        && claims[group[i]].disagrees(&claims[group[j]])
                })
            });
            let key = |c: &FigureClaim| {
                let day = c.figure.get("date_from").as_str().map(str::to_owned);
                (day, c.published.clone(), c.article.clone(), c.figure.str("id").to_owned())
            };
            figures.sort_by_key(key);
            out.push(Measure { claims: figures, contested });
        }
        Ok(out)
    }

    /// The day of a figure, and whether it is its own; that of the article where it says none.
    fn day_of(&self, figure: &Row) -> Result<(Option<Date>, bool)> {
        if let Some(own) = figure.get("date_from").as_str() {
            return Ok((own.get(..10).and_then(|d| d.parse().ok()), true));
        }
        let mut query = self.conn.prepare_cached("SELECT published FROM articles WHERE id = ?1")?;
        let published: Option<String> =
            query.query_row([figure.str("article")], |row| row.get(0))?;
        Ok((published.and_then(|d| d.get(..10)?.parse().ok()), false))
    }

    /// Where the events of an article stand, the shortest first, with the words by which they are told.
    fn told(&self, article: &str) -> Result<Vec<(i64, i64, String)>> {
        let mut query = self.conn.prepare_cached(
            "SELECT span_start, span_end, trigger FROM events WHERE article = ?1 AND status <> 'withdrawn' \
             ORDER BY span_end - span_start, id",
        )?;
        let rows = query.query_map([article], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    fn claimed(&self, figure: Row) -> Result<FigureClaim> {
        let mut query = self.conn.prepare_cached(
            "SELECT s.speaker, n.name FROM figure_statements x JOIN statements s ON s.id = x.statement \
             LEFT JOIN actors n ON n.id = s.speaker WHERE x.figure = ?1 ORDER BY x.position LIMIT 1",
        )?;
        let mut speakers = query.query([figure.str("id")])?;
        let mut claimed_by = None;
        if let Some(row) = speakers.next()? {
            let id: Option<String> = row.get(0)?;
            let name: Option<String> = row.get(1)?;
            claimed_by = id.map(|id| (id.clone(), name.unwrap_or(id)));
        }
        let mut query = self.conn.prepare_cached(
            "SELECT ifnull(publisher, uri), published FROM articles WHERE id = ?1",
        )?;
        let (article, published) =
            query.query_row([figure.str("article")], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(FigureClaim { figure, claimed_by, article, published })
    }

    /// Happenings that are told, in whatever article, and denied or negated in others, in order of their days.
    ///
    /// # Errors
    /// Where the filter does not fit events or the store cannot be read.
    pub fn contested(&self, filter: &Filter) -> Result<Vec<Contested>> {
        let happenings = self.happenings(filter)?;
        let denied = |h: &Happening| matches!(h.main().str("factuality"), "denied" | "negated");
        let told = |h: &Happening| {
            matches!(h.main().str("factuality"), "occurred" | "ongoing" | "alleged" | "habitual")
        };
        let mut out = Vec::new();
        for no in happenings.iter().filter(|h| denied(h)) {
            for yes in happenings.iter().filter(|h| told(h)) {
                if one_matter(no, yes) {
                    out.push(Contested { told: yes.clone(), denied: no.clone() });
                }
            }
        }
        Ok(out)
    }
}

/// Whether two happenings of opposite status are of the same type, sides and days.
fn one_matter(a: &Happening, b: &Happening) -> bool {
    let (one, other) = (a.main(), b.main());
    let meet = |column: &str| {
        let (p, q) = (one.get(column).as_list(), other.get(column).as_list());
        p.is_empty() && q.is_empty() || p.iter().any(|id| q.contains(id))
    };
    let day = |r: &Row, column: &str| r.get(column).as_str().map(str::to_owned);
    let days = match (
        day(one, "date_from").zip(day(one, "date_to")),
        day(other, "date_from").zip(day(other, "date_to")),
    ) {
        (Some((a0, a1)), Some((b0, b1))) => a0 <= b1 && b0 <= a1,
        _ => true,
    };
    let modes = one.get("mode").is_null()
        || other.get("mode").is_null()
        || one.str("mode") == other.str("mode");
    !one.get("type").is_null()
        && one.str("type") == other.str("type")
        && modes
        && days
        && meet("source")
        && meet("target")
}

/// Figures without a day of their own are of one measure only if their articles appeared within so many days.
const UNDATED: i32 = 30;

/// Whether two figures may be of one time, by their articles' where they say none.
fn of_one_time(a: (Option<Date>, bool), b: (Option<Date>, bool)) -> bool {
    match (a, b) {
        ((Some(one), own), (Some(other), others)) if !(own && others) => {
            one.since(other).is_ok_and(|s| s.get_days().abs() <= UNDATED)
        }
        _ => true,
    }
}

/// The words by which the event around a figure is told: "killed" for "killed 12 people".
fn reported_by<'t>(figure: &Row, told: &'t [(i64, i64, String)]) -> &'t str {
    let at = |column: &str| figure.get(column).as_i64().unwrap_or_default();
    let (start, end) = (at("span_start"), at("span_end"));
    told.iter().find(|(from, to, _)| *from <= start && end <= *to).map_or("", |(_, _, told)| told)
}

/// Those claims that another one may be of the same measure as.
fn with_partners(claims: &[Claim]) -> Vec<bool> {
    let mut has = vec![false; claims.len()];
    for at in 0..claims.len() {
        for other in at + 1..claims.len() {
            if !(has[at] && has[other]) && claims[at].comparable(&claims[other]) {
                (has[at], has[other]) = (true, true);
            }
        }
    }
    has
}

/// Contested measures first, then those with most claims, then by name.
fn in_order(mut measures: Vec<Measure>) -> Vec<Measure> {
    measures.sort_by(|a, b| {
        let key = |m: &Measure| (!m.contested, std::cmp::Reverse(m.claims.len()));
        let name = |m: &Measure| {
            let first = &m.claims[0].figure;
            (first.str("measures").to_owned(), first.str("id").to_owned())
        };
        key(a).cmp(&key(b)).then_with(|| name(a).cmp(&name(b)))
    });
    measures
}

/// A figure as it is compared, as yet without the words by which the event around it is told.
fn claim(row: &Row) -> Claim {
    // Actors that only one article knows ("12 people") cannot be told alike or apart.
    let actors = ["subject", "object"].iter().flat_map(|c| row.get(c).as_list().iter().cloned());
    let actors = actors.filter(|id| !id.contains('@'));
    Claim {
        unit: row.get("unit").as_str().map(str::to_owned),
        value: row.get("value").as_f64(),
        value_to: row.get("value_to").as_f64(),
        comparator: Comparator::parse(row.str("comparator")).unwrap_or(Comparator::Exactly),
        head: same::head(row.str("measures")),
        words: same::words(row.str("measures")),
        actors: actors.collect(),
        from: row.get("date_from").as_str().and_then(|d| d.parse().ok()),
        to: row.get("date_to").as_str().and_then(|d| d.parse().ok()),
    }
}
