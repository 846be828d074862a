//! What is contested across articles: the same measure with different values ([`Store::ledger`]), and events told in one article
//! and denied in another ([`Store::contested`]).

use crate::columns::FIGURES;
use crate::filter::Filter;
use crate::happenings::Happening;
use crate::value::Row;
use crate::{Result, Store};
use jiff::civil::Date;
use legation_core::record::Comparator;
use legation_core::same::{self, Claim};
use std::collections::BTreeMap;

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
        let figures: Vec<FigureClaim> =
            rows.into_iter().map(|row| self.claimed(row)).collect::<Result<_>>()?;
        let claims: Vec<Claim> = figures
            .iter()
            .map(|f| Ok(claim(f, &self.reported_by(&f.figure)?)))
            .collect::<Result<_>>()?;
        // Figures of one unit are compared with the first of each measure of that unit.
        let mut of_unit: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        let mut groups: Vec<Vec<usize>> = Vec::new();
        for (at, claim) in claims.iter().enumerate() {
            let unit = claim.unit.as_deref().unwrap_or_default();
            let known = of_unit.entry(unit).or_default();
            let same = known.iter().copied().find(|&g| {
                let first = groups[g][0];
                claims[first].same_measure(claim) && of_one_time(&figures[first], &figures[at])
            });
            match same {
                Some(group) => groups[group].push(at),
                None => {
                    known.push(groups.len());
                    groups.push(vec![at]);
                }
            }
        }
        let mut out = Vec::with_capacity(groups.len());
        for group in groups {
            let contested = group.iter().enumerate().any(|(n, &i)| {
                group[n + 1..].iter().any(|&j| {
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
                        && claims[i].disagrees(&claims[j])
                })
            });
            let mut claims: Vec<FigureClaim> =
                group.into_iter().map(|i| figures[i].clone()).collect();
            let key = |c: &FigureClaim| {
                let day = c.figure.get("date_from").as_str().map(str::to_owned);
                (day, c.published.clone(), c.article.clone(), c.figure.str("id").to_owned())
            };
            claims.sort_by_key(key);
            out.push(Measure { claims, contested });
        }
        out.sort_by(|a, b| {
            let key = |m: &Measure| (!m.contested, std::cmp::Reverse(m.claims.len()));
            key(a).cmp(&key(b)).then_with(|| {
                a.claims[0].figure.str("measures").cmp(b.claims[0].figure.str("measures"))
            })
        });
        Ok(out)
    }

    /// The words by which the event around a figure is told: "killed" for "killed 12 people".
    fn reported_by(&self, figure: &Row) -> Result<String> {
        let mut query = self.conn.prepare_cached(
            "SELECT trigger FROM events WHERE article = ?1 AND span_start <= ?2 AND span_end >= ?3 AND status <> 'withdrawn' \
             ORDER BY span_end - span_start, id LIMIT 1",
        )?;
        let at = |column: &str| figure.get(column).as_i64().unwrap_or_default();
        let mut rows = query.query((figure.str("article"), at("span_start"), at("span_end")))?;
        Ok(rows.next()?.map(|row| row.get(0)).transpose()?.unwrap_or_default())
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
fn of_one_time(a: &FigureClaim, b: &FigureClaim) -> bool {
    let day = |f: &FigureClaim| {
        let own = f.figure.get("date_from");
        let text = own.as_str().map(str::to_owned).or_else(|| f.published.clone());
        text.and_then(|d| d.get(..10)?.parse::<Date>().ok())
    };
    let dated = |f: &FigureClaim| f.figure.get("date_from").as_str().is_some();
    match (day(a), day(b)) {
        (Some(one), Some(other)) if !(dated(a) && dated(b)) => {
            one.since(other).is_ok_and(|s| s.get_days().abs() <= UNDATED)
        }
        _ => true,
    }
}

fn claim(figure: &FigureClaim, reported_by: &str) -> Claim {
    let row = &figure.figure;
    // Actors that only one article knows ("12 people") cannot be told alike or apart.
    let actors = ["subject", "object"].iter().flat_map(|c| row.get(c).as_list().iter().cloned());
    let actors = actors.filter(|id| !id.contains('@'));
    let mut words = same::words(row.str("measures"));
    words.extend(same::words(reported_by));
    Claim {
        unit: row.get("unit").as_str().map(str::to_owned),
        value: row.get("value").as_f64(),
        value_to: row.get("value_to").as_f64(),
        comparator: Comparator::parse(row.str("comparator")).unwrap_or(Comparator::Exactly),
        head: same::head(row.str("measures")),
        words,
        actors: actors.collect(),
        from: row.get("date_from").as_str().and_then(|d| d.parse().ok()),
        to: row.get("date_to").as_str().and_then(|d| d.parse().ok()),
    }
}
