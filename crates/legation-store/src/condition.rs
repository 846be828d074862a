//! From a [`Filter`] to the `WHERE` of a query over one table.
//!
//! A condition on another table ("an event in which China takes part") has two forms: `id IN (those events)`, good
//! where they are few, and `EXISTS (a participant of this event that is China)`, good where they are many and the
//! rows are read in order of date until a page is full. A bounded count decides.

mod linked;

use crate::candidates::Keyed;
use crate::columns::Table;
use crate::filter::{Attitudes, Attribution, Corrections, Duplicates, Filter, fts_expression};
use crate::value::Value;
use crate::{Error, Result, Store};
use legation_core::plover::EventType;
use rusqlite::{Connection, params_from_iter};

/// A part of a `WHERE` with its parameters; `?` in order.
#[derive(Clone, Debug, Default)]
pub(crate) struct Where {
    pub(crate) sql: String,
    pub(crate) params: Vec<Value>,
}

/// A set of values, mostly ids of actors: listed, or a subquery.
#[derive(Clone, Debug)]
pub(crate) struct Set {
    pub(crate) sql: String,
    pub(crate) params: Vec<Value>,
    /// How many are listed; unknown for a subquery.
    pub(crate) listed: Option<usize>,
    /// For a subquery: the condition on columns of `actors` that says whose ids they are.
    pub(crate) whose: Option<String>,
}

impl Set {
    /// The actors that meet a condition on their own columns.
    fn of_actors(whose: String, params: Vec<Value>) -> Self {
        let sql = format!("SELECT id FROM actors WHERE {whose}");
        Self { sql, params, listed: None, whose: Some(whose) }
    }
}

/// How the records of a table are linked to actors.
struct Shape {
    /// Columns of the acting and of the other side.
    columns: [&'static [&'static str]; 2],
    /// The table of participants, its owner column and the roles of the two sides.
    child: Option<(&'static str, &'static str, [&'static str; 2])>,
    /// The table of attributions and its owner column.
    statements: Option<(&'static str, &'static str)>,
    /// The column that `types` asks for.
    types: &'static [&'static str],
    /// The days of the record.
    dates: Option<[&'static str; 2]>,
}

fn shape(table: &str) -> Shape {
    let shape = |columns, child, statements, types| Shape {
        columns,
        child,
        statements,
        types,
        dates: Some(["date_from", "date_to"]),
    };
    match table {
        "events" => shape(
            [&[], &[]],
            Some(("event_actors", "event", ["source", "target"])),
            Some(("event_statements", "event")),
            &["type", "other_type"],
        ),
        "statements" => shape(
            [&["speaker"], &["via"]],
            Some(("statement_actors", "statement", ["", "addressee"])),
            None,
            &["act"],
        ),
        "figures" => shape(
            [&[], &[]],
            Some(("figure_actors", "figure", ["subject", "object"])),
            Some(("figure_statements", "figure")),
            &["unit"],
        ),
        "ties" => shape([&["a"], &["b"]], None, Some(("tie_statements", "tie")), &["type"]),
        "assessments" => Shape {
            dates: None,
            ..shape(
                [&["holder"], &[]],
                Some(("assessment_actors", "assessment", ["", "about"])),
                Some(("assessment_statements", "assessment")),
                &["kind"],
            )
        },
        "articles" => Shape {
            dates: Some(["published", "published"]),
            ..shape([&[], &[]], Some(("article_actors", "article", ["", ""])), None, &[])
        },
        "actors" => Shape { dates: None, ..shape([&["id"], &[]], None, None, &["kind"]) },
        _ => shape([&[], &[]], None, None, &["type"]),
    }
}

/// The condition for the rows of `table` (under the alias `t`) that `filter` asks for.
pub(crate) fn build(store: &Store, table: &'static Table, filter: &Filter) -> Result<Where> {
    Ok(built(store, table, filter, false)?.0)
}

/// The same, with what indexes by value and day can answer kept apart. Nothing is kept apart where the filter asks for
/// something that finds the records sooner.
pub(crate) fn build_keyed(
    store: &Store,
    table: &'static Table,
    filter: &Filter,
) -> Result<(Where, Vec<Keyed>)> {
    let sooner = filter.text.is_some()
        || [&filter.ids, &filter.articles].iter().any(|list| !list.is_empty())
        || !filter.speakers.is_empty() && table.name != "events";
    built(store, table, filter, !sooner)
}

fn built(
    store: &Store,
    table: &'static Table,
    filter: &Filter,
    keyed: bool,
) -> Result<(Where, Vec<Keyed>)> {
    let conn = &store.conn;
    filter.check(table)?;
    let mut build = Build {
        conn,
        // What is tested candidate by candidate must not be collected each time.
        frequent: if keyed { 0 } else { store.frequent },
        table,
        shape: shape(table.name),
        filter,
        out: Where::default(),
        wide: !keyed,
        keyed: keyed.then(Vec::new),
    };
    build.plain();
    build.participants()?;
    build.attributions()?;
    build.of_events()?;
    build.article()?;
    build.text()?;
    if build.out.sql.is_empty() {
        build.out.sql.push('1');
    }
    let keyed = build.keyed.unwrap_or_default();
    if keyed.is_empty() && build.frequent != store.frequent {
        return built(store, table, filter, false);
    }
    Ok((build.out, keyed))
}

/// The ids under which an actor named by id or name is kept, with those merged into it.
pub(crate) fn resolve(
    conn: &Connection,
    name: &str,
    corrections: Corrections,
) -> Result<Vec<String>> {
    let mut found: Vec<String> = conn
        .prepare_cached("SELECT id FROM actors WHERE id = ?1 UNION SELECT id FROM actors WHERE name = ?1 COLLATE NOCASE")?
        .query_map([name], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    if corrections == Corrections::Applied {
        // Up to the actor that stands for all, then down to all that were merged into it.
        let mut up = conn.prepare_cached(
            "SELECT merged_into FROM actors WHERE id = ?1 AND merged_into IS NOT NULL",
        )?;
        let mut down =
            conn.prepare_cached("SELECT id FROM actors WHERE merged_into = ?1 ORDER BY id")?;
        let mut i = 0;
        while let Some(id) = found.get(i).cloned() {
            let mut near: Vec<String> =
                up.query_map([&id], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
            near.extend(
                down.query_map([&id], |row| row.get(0))?
                    .collect::<rusqlite::Result<Vec<String>>>()?,
            );
            for id in near {
                if !found.contains(&id) {
                    found.push(id);
                }
            }
            i += 1;
        }
    }
    Ok(found)
}

/// The tables of participants that carry the days of their records.
const DATED: [&str; 2] = ["event_actors", "figure_actors"];

fn texts(values: &[String]) -> Vec<Value> {
    values.iter().map(|v| Value::Text(v.clone())).collect()
}

fn marks(n: usize) -> String {
    vec!["?"; n].join(", ")
}

struct Build<'a> {
    conn: &'a Connection,
    frequent: u32,
    table: &'static Table,
    shape: Shape,
    filter: &'a Filter,
    out: Where,
    /// Whether no selective condition has been found yet.
    wide: bool,
    /// Where wanted, what indexes by value and day can answer.
    keyed: Option<Vec<Keyed>>,
}

impl Build<'_> {
    fn and(&mut self, sql: &str, params: Vec<Value>) {
        if !self.out.sql.is_empty() {
            self.out.sql.push_str(" AND ");
        }
        self.out.sql.push_str(sql);
        self.out.params.extend(params);
    }

    fn one_of(&mut self, columns: &[&str], values: &[String]) {
        if values.is_empty() {
            return;
        }
        let tests: Vec<String> =
            columns.iter().map(|c| format!("t.{c} IN ({})", marks(values.len()))).collect();
        let params = columns.iter().flat_map(|_| texts(values)).collect();
        self.and(&format!("({})", tests.join(" OR ")), params);
    }

    /// The types. PLOVER's stand in a column of their own, which an index knows.
    fn types(&mut self) {
        let filter = self.filter;
        if self.shape.types.is_empty() {
            return;
        }
        let known = |name: &String| EventType::parse(name).is_some_and(|t| t.as_str() == name);
        match self.shape.types {
            [own, _] if filter.types.iter().all(known) => self.one_of(&[own], &filter.types),
            [_, other] if !filter.types.iter().any(known) => self.one_of(&[other], &filter.types),
            columns => self.one_of(columns, &filter.types),
        }
    }

    /// A condition on another table, in whichever form suits: `from` selects from it with the alias `x`, `key` is its
    /// column that holds `t.{own}`, `test` the condition.
    fn member(
        &mut self,
        own: &str,
        from: &str,
        key: &str,
        test: &str,
        params: Vec<Value>,
    ) -> Result<()> {
        self.member_of(own, key, [(from, test), (from, test)], params)
    }

    /// The same, with one way (tables and condition) to collect all members and another to test one.
    fn member_of(
        &mut self,
        own: &str,
        key: &str,
        [(all, which), (one, whether)]: [(&str, &str); 2],
        params: Vec<Value>,
    ) -> Result<()> {
        let frequent = i64::from(self.frequent);
        let found = if self.wide {
            let probe = format!(
                "SELECT count(*) FROM (SELECT 1 FROM {all} WHERE {which} LIMIT {frequent})"
            );
            let mut probe = self.conn.prepare_cached(&probe)?;
            probe.query_row(params_from_iter(&params), |row| row.get::<_, i64>(0))?
        } else {
            frequent
        };
        if found < frequent {
            self.wide = false;
            self.and(&format!("t.{own} IN (SELECT {key} FROM {all} WHERE {which})"), params);
        } else if own == "row" {
            // Matches of full text are found once, and kept: asking for each row anew takes longer than all rows together.
            self.and(&format!("+t.row IN (SELECT {key} FROM {all} WHERE {which})"), params);
        } else {
            self.and(
                &format!("EXISTS (SELECT 1 FROM {one} WHERE {key} = t.{own} AND {whether})"),
                params,
            );
        }
        Ok(())
    }

    fn plain(&mut self) {
        let filter = self.filter;
        if self.table.position("status").is_some() {
            match filter.corrections {
                Corrections::Applied => self.and("t.status <> 'withdrawn'", vec![]),
                Corrections::Ignored => self.and("t.status <> 'added'", vec![]),
            }
        }
        self.wide &= filter.ids.is_empty() && filter.articles.is_empty();
        self.one_of(&["id"], &filter.ids);
        self.one_of(&["article"], &filter.articles);
        self.types();
        let has = |column: &str| self.table.position(column).is_some();
        // What the table has no column for is asked of its events.
        let own = [
            ("mode", &filter.modes),
            ("manner", &filter.modes),
            ("factuality", &filter.factualities),
        ]
        .map(|(column, values)| (has(column).then_some(column), values));
        let (quads, confidence) = (has("quad"), has("confidence"));
        for (column, values) in own {
            if let Some(column) = column {
                self.one_of(&[column], values);
            }
        }
        self.one_of(&["cue_class"], &filter.cues);
        let anything = filter.attitudes == Attitudes::Shown
            || !filter.cues.is_empty()
            || !filter.ids.is_empty();
        if self.table.name == "statements" && !anything {
            self.and("t.cue_class IS NOT 'attitude'", vec![]);
        }
        if !filter.quads.is_empty() && quads {
            let quads = filter.quads.iter().map(|q| Value::Integer(i64::from(*q))).collect();
            self.and(&format!("t.quad IN ({})", marks(filter.quads.len())), quads);
        }
        if let Some(least) = filter.min_confidence.filter(|_| confidence) {
            self.and("t.confidence >= ?", vec![Value::Real(least)]);
        }
        if !filter.rules.is_empty() {
            let tests = vec!["substr(t.rule, 1, length(?)) = ?"; filter.rules.len()];
            let params = filter.rules.iter().flat_map(|r| texts(&[r.clone(), r.clone()])).collect();
            self.and(&format!("({})", tests.join(" OR ")), params);
        }
        if let Some([first, last]) = self.shape.dates {
            if let Some(from) = filter.from {
                self.and(
                    &format!("ifnull(t.{last}, t.{first}) >= ?"),
                    vec![Value::Text(from.to_string())],
                );
            }
            if let Some(to) = filter.to {
                // The second half lets the date index bound the scan.
                self.and(
                    &format!("t.{first} <= ? AND ifnull(t.{first}, '') <= ?"),
                    vec![Value::Text(to.to_string()); 2],
                );
            }
        }
    }

    fn participants(&mut self) -> Result<()> {
        let filter = self.filter;
        // Who does it to whom is asked of an article's events.
        let sides = self.table.name != "articles";
        for (names, side) in
            [(&filter.actors, None), (&filter.sources, Some(0)), (&filter.targets, Some(1))]
        {
            if !names.is_empty() && (sides || side.is_none()) {
                let set = self.named(names)?;
                self.takes_part(&set, side)?;
            }
        }
        if !filter.about.is_empty() {
            let set = self.named(&filter.about)?;
            self.is_about(&set)?;
        }
        if let Some((a, b)) = &filter.dyad {
            for one in [a, b] {
                let set = self.named(std::slice::from_ref(one))?;
                self.takes_part(&set, None)?;
            }
        }
        if !filter.countries.is_empty() {
            let whose = format!("country IN ({})", marks(filter.countries.len()));
            self.takes_part(&Set::of_actors(whose, texts(&filter.countries)), None)?;
        }
        if !filter.sectors.is_empty() {
            let tests = vec!["instr(sectors, ?)"; filter.sectors.len()].join(" OR ");
            let quoted = filter.sectors.iter().map(|s| Value::Text(format!("\"{s}\"")));
            self.takes_part(&Set::of_actors(format!("({tests})"), quoted.collect()), None)?;
        }
        if !filter.contexts.is_empty() {
            let n = marks(filter.contexts.len());
            if let Some(keyed) = self.keyed.as_mut().filter(|_| self.table.name == "events") {
                keyed.push(Keyed {
                    table: "event_contexts",
                    keys: &["context"],
                    owner: "event",
                    set: Set {
                        sql: n,
                        params: texts(&filter.contexts),
                        listed: Some(filter.contexts.len()),
                        whose: None,
                    },
                    more: String::new(),
                });
            } else if self.table.name == "events" {
                let test = format!("x.context IN ({n})");
                self.member("id", "event_contexts x", "x.event", &test, texts(&filter.contexts))?;
            } else if self.table.position("contexts").is_some() {
                self.and(
                    &format!(
                        "EXISTS (SELECT 1 FROM json_each(t.contexts) c WHERE c.value IN ({n}))"
                    ),
                    texts(&filter.contexts),
                );
            }
        }
        Ok(())
    }

    /// The actors of those ids or names.
    fn named(&self, names: &[String]) -> Result<Set> {
        let mut ids = Vec::new();
        for name in names {
            ids.extend(resolve(self.conn, name, self.filter.corrections)?);
        }
        let (sql, params, listed) = (marks(ids.len()), texts(&ids), Some(ids.len()));
        Ok(Set { sql, params, listed, whose: None })
    }

    /// One of the actors is mentioned in what a statement says, or addressed; elsewhere one of them takes part.
    fn is_about(&mut self, set: &Set) -> Result<()> {
        if self.table.name != "statements" {
            return self.takes_part(set, None);
        }
        let (actors, params) = (&set.sql, [set.params.clone(), set.params.clone()].concat());
        self.and(
            &format!(
                "(t.id IN (SELECT x.statement FROM statement_actors x WHERE x.actor IN ({actors})) \
                 OR EXISTS (SELECT 1 FROM mentions m JOIN statement_pieces p ON p.statement = t.id \
                 AND p.part = 'content' AND p.span_start <= m.span_start AND m.span_end <= p.span_end \
                 WHERE m.article = t.article AND m.actor IN ({actors})))"
            ),
            params,
        );
        Ok(())
    }

    /// One of the actors takes part, on that side or any.
    fn takes_part(&mut self, set: &Set, side: Option<usize>) -> Result<()> {
        let columns: Vec<&str> = match side {
            Some(side) => self.shape.columns[side].to_vec(),
            None => self.shape.columns.concat(),
        };
        let child =
            self.shape.child.filter(|(.., roles)| side.is_none_or(|s| !roles[s].is_empty()));
        let mut tests: Vec<String> =
            columns.iter().map(|c| format!("t.{c} IN ({})", set.sql)).collect();
        if let Some(keyed) = self.keyed.as_mut().filter(|_| self.table.name == "ties") {
            let keys: &[&str] = side.map_or(&["a", "b"], |side| self.shape.columns[side]);
            let (set, more) = (set.clone(), String::new());
            keyed.push(Keyed { table: "ties", keys, owner: "id", set, more });
            return Ok(());
        }
        let Some((table, owner, roles)) = child else {
            if tests.is_empty() {
                tests.push("0".to_owned());
            }
            let params = columns.iter().flat_map(|_| set.params.clone()).collect();
            self.and(&format!("({})", tests.join(" OR ")), params);
            return Ok(());
        };
        let role = match side {
            // In symmetric events all participants stand on the acting side.
            Some(1) if table == "event_actors" => {
                " AND ({x}.role = 'target' OR (SELECT s.symmetric FROM events s WHERE s.id = {x}.event))".to_owned()
            }
            Some(side) => format!(" AND {{x}}.role = '{}'", roles[side]),
            None => String::new(),
        };
        if let Some(keyed) = self.keyed.as_mut().filter(|_| DATED.contains(&table)) {
            keyed.push(Keyed { table, keys: &["actor"], owner, set: set.clone(), more: role });
            return Ok(());
        }
        let role = role.replace("{x}", "x");
        let from = format!("{table} x");
        let key = format!("x.{owner}");
        let test = format!("x.actor IN ({}){role}", set.sql);
        if columns.is_empty() {
            return self.member("id", &from, &key, &test, set.params.clone());
        }
        tests.push(format!("t.id IN (SELECT {key} FROM {from} WHERE {test})"));
        let params = tests.iter().flat_map(|_| set.params.clone()).collect();
        self.and(&format!("({})", tests.join(" OR ")), params);
        Ok(())
    }

    fn attributions(&mut self) -> Result<()> {
        // A statement is attributed where it is reported within another.
        let own = if self.table.position("within").is_some() {
            "t.within IS NULL"
        } else {
            "t.attribution = '[]'"
        };
        match self.filter.attribution {
            Some(Attribution::Reporter) => self.and(own, vec![]),
            Some(Attribution::Attributed) => self.and(&format!("NOT ({own})"), vec![]),
            None => {}
        }
        if self.filter.speakers.is_empty() {
            return Ok(());
        }
        let set = self.named(&self.filter.speakers)?;
        if let Some(keyed) = self.keyed.as_mut().filter(|_| self.table.name == "events") {
            let (table, more) = ("event_statements", String::new());
            keyed.push(Keyed { table, keys: &["speaker"], owner: "event", set, more });
            return Ok(());
        }
        match self.shape.statements {
            None => {
                self.and(&format!("t.speaker IN ({})", set.sql), set.params);
                Ok(())
            }
            Some((table @ "event_statements", owner)) => {
                let test = format!("x.speaker IN ({})", set.sql);
                self.member("id", &format!("{table} x"), &format!("x.{owner}"), &test, set.params)
            }
            Some((table, owner)) => {
                let (key, test) = (format!("x.{owner}"), format!("s.speaker IN ({})", set.sql));
                let all = format!("{table} x JOIN statements s ON s.id = x.statement");
                // A speaker may have said far more than a record stands in: its own statements are looked up, one by one.
                let one = format!("{table} x CROSS JOIN statements s ON s.id = x.statement");
                let ways = [(all.as_str(), test.as_str()), (one.as_str(), &format!("+{test}"))];
                self.member_of("id", &key, ways, set.params)
            }
        }
    }

    fn article(&mut self) -> Result<()> {
        let filter = self.filter;
        let own = self.table.name == "articles";
        if self.shape.dates.is_none() {
            self.of_articles();
        }
        if !filter.publishers.is_empty() && self.table.name != "actors" {
            if own {
                self.one_of(&["publisher"], &filter.publishers);
            } else {
                let test = format!("r.publisher IN ({})", marks(filter.publishers.len()));
                self.member("article", "articles r", "r.id", &test, texts(&filter.publishers))?;
            }
        }
        if filter.duplicates == Duplicates::Collapse {
            if own {
                self.and("t.duplicate_of IS NULL", vec![]);
            } else if self.table.position("article").is_some() {
                self.and(
                    "NOT EXISTS (SELECT 1 FROM articles d WHERE d.id = t.article AND d.duplicate_of IS NOT NULL)",
                    vec![],
                );
            }
        }
        Ok(())
    }

    fn text(&mut self) -> Result<()> {
        let Some(text) = self.filter.text.as_deref() else { return Ok(()) };
        let Some(expression) = fts_expression(text) else {
            return Err(Error::Sql(format!("there is no word to look for in {text:?}")));
        };
        let params = vec![Value::Text(expression)];
        match self.table.name {
            name @ ("articles" | "statements") => {
                let index = format!("{name}_fts");
                self.member(
                    "row",
                    &index,
                    &format!("{index}.rowid"),
                    &format!("{index} MATCH ?"),
                    params,
                )
            }
            // Any part of a name will do, and names are few enough to be looked through.
            "actors" => {
                let plain = text.trim().trim_matches('"').trim_end_matches('*');
                self.and("instr(lower(t.name), lower(?))", vec![Value::Text(plain.to_owned())]);
                Ok(())
            }
            _ => {
                let from = "articles_fts JOIN articles r ON r.row = articles_fts.rowid";
                self.member("article", from, "r.id", "articles_fts MATCH ?", params)
            }
        }
    }
}
