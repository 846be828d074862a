//! Counts by dyad, period and quadrant, and how much there was to read in each period: the denominators of every rate.

use super::fact;
use super::{Out, Period};
use crate::columns::ARTICLES;
use crate::filter::{Duplicates, Filter};
use crate::format::safe_cell;
use crate::{Error, Result};
use jiff::civil::Date;
use std::collections::BTreeMap;
use std::fs::File;

#[derive(Debug, Default)]
struct Cell {
    events: u64,
    /// Each event adds up to one over all pairs that it makes.
    weight: f64,
    articles: std::collections::BTreeSet<String>,
    intensity: f64,
    attributed: u64,
}

#[derive(Debug, Default)]
struct Coverage {
    articles: u64,
    duplicates: u64,
    characters: u64,
    publishers: std::collections::BTreeSet<String>,
}

impl Coverage {
    fn add(&mut self, article: &crate::Row) {
        self.articles += 1;
        self.duplicates += u64::from(!article.get("duplicate_of").is_null());
        self.characters += article.get("characters").as_i64().unwrap_or_default() as u64;
        self.publishers.extend(article.get("publisher").as_str().map(str::to_owned));
    }
}

pub(super) fn write(out: &mut Out<'_>) -> Result<()> {
    out.report.not_in_format = vec![
        "single events, their words and who says so",
        "statements, figures, ties and assessments",
    ];
    let period = out.options.period;
    let mut coverage: BTreeMap<String, Coverage> = BTreeMap::new();
    let mut days: BTreeMap<(String, String, String), Coverage> = BTreeMap::new();
    let wanted = Filter {
        from: out.options.filter.from,
        to: out.options.filter.to,
        publishers: out.options.filter.publishers.clone(),
        duplicates: Duplicates::Keep,
        ..Filter::default()
    };
    out.store.each(&ARTICLES, &wanted, &mut |article| {
        let key = article.get("published").as_str().and_then(|d| of(period, d)).unwrap_or_default();
        let day = (
            article.str("publisher").to_owned(),
            article.get("published").as_str().unwrap_or_default().to_owned(),
            key.clone(),
        );
        coverage.entry(key).or_default().add(&article);
        days.entry(day).or_default().add(&article);
        Ok(())
    })?;
    let mut cells: BTreeMap<(String, String, String, i64), Cell> = BTreeMap::new();
    fact::each(out, fact::Dates::Needed, &mut |out, fact| {
        let Some(key) = of(period, &fact.date_from) else { return Ok(false) };
        if of(period, &fact.date_to).as_ref() != Some(&key) {
            out.report
                .lose("intervals over several periods counted in the first", fact.event.str("id"));
        }
        let pairs = fact::pairs(fact);
        let weight = 1.0 / pairs.len() as f64;
        for (source, target, _) in pairs {
            let target = target.map_or_else(String::new, |t| t.id.clone());
            let cell =
                cells.entry((source.id.clone(), target, key.clone(), fact.quad)).or_default();
            cell.events += 1;
            cell.weight += weight;
            cell.articles.insert(fact.article.row.str("id").to_owned());
            cell.intensity += fact.intensity;
            cell.attributed += u64::from(!fact.event.get("attribution").as_list().is_empty());
        }
        Ok(true)
    })?;
    out.report.rows = cells.len() as u64;
    let mut file = csv_file(out, "dyads.csv")?;
    let header = [
        "source",
        "target",
        "period",
        "quad",
        "events",
        "articles",
        "mean_intensity",
        "attributed",
        "articles_read",
        "events_per_1000_articles",
        "weighted_events",
    ];
    file.write_record(header).map_err(Error::format("CSV"))?;
    for ((source, target, key, quad), cell) in &cells {
        // Rates compare with what was published in the period of the event: what was not read cannot be counted.
        let read = coverage.get(key).map_or(0, |c| c.articles);
        let rate = if read == 0 {
            String::new()
        } else {
            format!("{:.3}", cell.events as f64 * 1000.0 / read as f64)
        };
        file.write_record([
            safe_cell(source),
            safe_cell(target),
            key.clone(),
            quad.to_string(),
            cell.events.to_string(),
            cell.articles.len().to_string(),
            format!("{:.3}", cell.intensity / cell.events as f64),
            cell.attributed.to_string(),
            read.to_string(),
            rate,
            format!("{:.3}", cell.weight),
        ])
        .map_err(Error::format("CSV"))?;
    }
    file.flush().map_err(Error::format("CSV"))?;
    let mut file = csv_file(out, "coverage.csv")?;
    file.write_record(["period", "articles", "duplicates", "characters", "publishers"])
        .map_err(Error::format("CSV"))?;
    for (key, cell) in &coverage {
        let numbers =
            [cell.articles, cell.duplicates, cell.characters, cell.publishers.len() as u64];
        let row = std::iter::once(key.clone()).chain(numbers.map(|n| n.to_string()));
        file.write_record(row).map_err(Error::format("CSV"))?;
    }
    file.flush().map_err(Error::format("CSV"))?;
    let mut file = csv_file(out, "coverage_days.csv")?;
    file.write_record(["publisher", "day", "period", "articles", "duplicates", "characters"])
        .map_err(Error::format("CSV"))?;
    for ((publisher, day, period), cell) in &days {
        let numbers = [cell.articles, cell.duplicates, cell.characters].map(|n| n.to_string());
        let row = [safe_cell(publisher), day.clone(), period.clone()];
        file.write_record(row.iter().chain(&numbers)).map_err(Error::format("CSV"))?;
    }
    file.flush().map_err(Error::format("CSV"))
}

fn csv_file(out: &mut Out<'_>, name: &str) -> Result<csv::Writer<File>> {
    let path = out.folder.join(name);
    let file = File::create(&path).map_err(Error::file(&path))?;
    out.report.files.push(name.to_owned());
    Ok(csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(file))
}

/// The period of a day: `2022`, `2022-Q4`, `2022-12`, `2022-W51`, `2022-12-30`.
fn of(period: Period, day: &str) -> Option<String> {
    let date: Date = day.parse().ok()?;
    Some(match period {
        Period::Year => format!("{:04}", date.year()),
        Period::Quarter => format!("{:04}-Q{}", date.year(), (date.month() + 2) / 3),
        Period::Month => format!("{:04}-{:02}", date.year(), date.month()),
        Period::Week => {
            let week = date.iso_week_date();
            format!("{:04}-W{:02}", week.year(), week.week())
        }
        Period::Day => date.to_string(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods() {
        let of = |period| of(period, "2021-01-02").unwrap();
        assert_eq!(of(Period::Year), "2021");
        assert_eq!(of(Period::Quarter), "2021-Q1");
        assert_eq!(of(Period::Month), "2021-01");
        assert_eq!(of(Period::Week), "2020-W53");
        assert_eq!(of(Period::Day), "2021-01-02");
    }
}
