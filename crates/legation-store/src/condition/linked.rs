//! What is asked of a record's events or articles, where it has no column of its own for it.

use super::{Build, marks, texts};
use crate::Result;
use crate::filter::Corrections;
use crate::value::Value;

impl Build<'_> {
    /// Articles and statements that hold an event, actors that take part in one, of the kind that the filter asks for and the table
    /// itself has no column for. All of it must hold of the same event.
    pub(super) fn of_events(&mut self) -> Result<()> {
        let filter = self.filter;
        let (from, key) = match self.table.name {
            "articles" => ("events e", "e.article"),
            "statements" => ("event_statements x JOIN events e ON e.id = x.event", "x.statement"),
            "actors" => ("event_actors x JOIN events e ON e.id = x.event", "x.actor"),
            _ => return Ok(()),
        };
        let lacks = |column: &str| self.table.position(column).is_none();
        let articles = self.table.name == "articles";
        let (mut tests, mut params): (Vec<String>, Vec<Value>) = (Vec::new(), Vec::new());
        let mut one_of = |column: &str, values: Vec<Value>| {
            if !values.is_empty() {
                tests.push(format!("e.{column} IN ({})", marks(values.len())));
                params.extend(values);
            }
        };
        one_of("quad", filter.quads.iter().map(|q| Value::Integer(i64::from(*q))).collect());
        one_of("factuality", texts(&filter.factualities));
        if lacks("manner") {
            one_of("mode", texts(&filter.modes));
        }
        if articles && !filter.types.is_empty() {
            let n = marks(filter.types.len());
            tests.push(format!("(e.type IN ({n}) OR e.other_type IN ({n}))"));
            params.extend([texts(&filter.types), texts(&filter.types)].concat());
        }
        if lacks("contexts") && !filter.contexts.is_empty() {
            let n = marks(filter.contexts.len());
            tests.push(format!(
                "EXISTS (SELECT 1 FROM event_contexts c WHERE c.event = e.id AND c.context IN ({n}))"
            ));
            params.extend(texts(&filter.contexts));
        }
        if let Some(least) = filter.min_confidence {
            tests.push("e.confidence >= ?".to_owned());
            params.push(Value::Real(least));
        }
        if articles {
            for (names, role) in [
                (&filter.sources, "p.role = 'source'"),
                (&filter.targets, "(p.role = 'target' OR e.symmetric)"),
            ] {
                if !names.is_empty() {
                    let set = self.named(names)?;
                    tests.push(format!(
                        "EXISTS (SELECT 1 FROM event_actors p WHERE p.event = e.id AND {role} AND p.actor IN ({}))",
                        set.sql
                    ));
                    params.extend(set.params);
                }
            }
        }
        if tests.is_empty() {
            return Ok(());
        }
        tests.push(match filter.corrections {
            Corrections::Applied => "e.status <> 'withdrawn'".to_owned(),
            Corrections::Ignored => "e.status <> 'added'".to_owned(),
        });
        self.member("id", from, key, &tests.join(" AND "), params)
    }

    /// Where neither record nor actor has a day: the articles that it stands in, by day and for actors by publisher.
    pub(super) fn of_articles(&mut self) {
        let filter = self.filter;
        let actors = self.table.name == "actors";
        let (mut tests, mut params) = (Vec::new(), Vec::new());
        if let Some(from) = filter.from {
            tests.push("r.published >= ?".to_owned());
            params.push(Value::Text(from.to_string()));
        }
        if let Some(to) = filter.to {
            tests.push("r.published <= ?".to_owned());
            params.push(Value::Text(to.to_string()));
        }
        if actors && !filter.publishers.is_empty() {
            tests.push(format!("r.publisher IN ({})", marks(filter.publishers.len())));
            params.extend(texts(&filter.publishers));
        }
        if tests.is_empty() {
            return;
        }
        let tests = tests.join(" AND ");
        let from = if actors {
            "article_actors x JOIN articles r ON r.id = x.article WHERE x.actor IN \
             (SELECT t.id UNION ALL SELECT m.id FROM actors m WHERE m.merged_into = t.id)"
        } else {
            "articles r WHERE r.id = t.article"
        };
        self.and(&format!("EXISTS (SELECT 1 FROM {from} AND {tests})"), params);
    }
}
