//! [`Store::happenings`]: events of several articles that tell of one happening, put together with the evidence kept, so that
//! counts do not grow with the number of articles.

use crate::columns::EVENTS;
use crate::filter::Filter;
use crate::value::Row;
use crate::{Result, Store};
use jiff::civil::Date;
use legation_core::same::{self, Report};
use std::collections::{BTreeMap, BTreeSet};

/// One happening, with every record that reports it.
#[derive(Clone, Debug)]
pub struct Happening {
    /// The events, the earliest published first. The first stands for all.
    pub reports: Vec<Row>,
    /// The articles that report it.
    pub articles: BTreeSet<String>,
    /// The articles that these are near-duplicates of, or themselves: how many there are says from how many places it is known.
    pub origins: BTreeSet<String>,
}

impl Happening {
    /// The event that stands for all: the surest.
    pub fn main(&self) -> &Row {
        let sure = |r: &Row| r.get("confidence").as_f64().unwrap_or_default();
        let mut main = &self.reports[0];
        for report in &self.reports[1..] {
            if sure(report) > sure(main) + 1e-9 {
                main = report;
            }
        }
        main
    }

    /// The first day that a report of it gives.
    pub fn day(&self) -> Option<Date> {
        day(self.main(), "date_from")
            .or_else(|| self.reports.iter().find_map(|r| day(r, "date_from")))
    }

    /// "14 articles, 3 origins".
    pub fn evidence(&self) -> String {
        let plural = |n: usize, what: &str| format!("{n} {what}{}", if n == 1 { "" } else { "s" });
        let (articles, origins) = (self.articles.len(), self.origins.len());
        if articles == origins {
            plural(articles, "article")
        } else {
            format!("{}, {}", plural(articles, "article"), plural(origins, "origin"))
        }
    }
}

/// What of an article matters here.
struct About {
    published: Option<Date>,
    /// The article that this one is a near-duplicate of, else itself.
    origin: String,
}

impl Store {
    /// The events that the filter finds, those of one happening together, in order of their days; undated ones come last.
    ///
    /// # Errors
    /// Where the filter does not fit events or the store cannot be read.
    pub fn happenings(&self, filter: &Filter) -> Result<Vec<Happening>> {
        let mut rows = Vec::new();
        self.each(&EVENTS, filter, &mut |row| {
            rows.push(row);
            Ok(())
        })?;
        let about = self.about()?;
        let reports: Vec<Report> = rows.iter().map(|row| report(row, &about)).collect();
        let mut found: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (at, first) in same::clusters(&reports).into_iter().enumerate() {
            found.entry(first).or_default().push(at);
        }
        let mut rows: Vec<Option<Row>> = rows.into_iter().map(Some).collect();
        let mut out: Vec<Happening> = Vec::new();
        for members in found.into_values() {
            let mut members = members;
            members.sort_by_key(|&i| (reports[i].published.is_none(), reports[i].published, i));
            let articles: BTreeSet<String> =
                members.iter().map(|&i| reports[i].article.clone()).collect();
            let origin =
                |id: &String| about.get(id).map_or_else(|| id.clone(), |a| a.origin.clone());
            let origins = articles.iter().map(origin).collect();
            let reports = members.iter().filter_map(|&i| rows[i].take()).collect();
            out.push(Happening { reports, articles, origins });
        }
        out.sort_by(|a, b| {
            let key = |h: &Happening| (h.day().is_none(), h.day(), h.main().str("id").to_owned());
            key(a).cmp(&key(b))
        });
        Ok(out)
    }

    fn about(&self) -> Result<BTreeMap<String, About>> {
        let mut query =
            self.conn.prepare_cached("SELECT id, published, duplicate_of FROM articles")?;
        let rows = query.query_map([], |row| {
            let id: String = row.get(0)?;
            let published: Option<String> = row.get(1)?;
            let copy_of: Option<String> = row.get(2)?;
            Ok((id, published, copy_of))
        })?;
        let mut out = BTreeMap::new();
        for row in rows {
            let (id, published, copy_of) = row?;
            let published = published.and_then(|d| d.parse().ok());
            out.insert(id.clone(), About { published, origin: copy_of.unwrap_or(id) });
        }
        Ok(out)
    }
}

fn day(row: &Row, column: &str) -> Option<Date> {
    row.get(column).as_str()?.parse().ok()
}

fn report(row: &Row, about: &BTreeMap<String, About>) -> Report {
    let set = |column: &str| row.get(column).as_list().iter().cloned().collect::<BTreeSet<_>>();
    let text = |column: &str| row.get(column).as_str().map(str::to_owned);
    let kind = text("type").or_else(|| text("other_type")).unwrap_or_default();
    let fact = match row.str("factuality") {
        // What is told as done in one article may be told as going on in another.
        "occurred" | "ongoing" | "habitual" | "alleged" => "fact",
        other => other,
    };
    let article = row.str("article").to_owned();
    Report {
        kind: format!("{kind} {fact}"),
        source: set("source"),
        target: set("target"),
        symmetric: row.get("symmetric").is_true(),
        from: day(row, "date_from"),
        to: day(row, "date_to"),
        published: about.get(&article).and_then(|a| a.published),
        place: text("place"),
        trigger: same::words(row.str("trigger")),
        words: same::words(row.str("text")),
        article,
    }
}
