//! [`Store::positions`]: which side an actor takes towards others, statement by statement.
//!
//! What a position is, and when it changes, is told in [`legation_core::position`].

use crate::{Result, Store};
use legation_core::position::{self, Side, Turn};
use std::collections::{BTreeMap, HashMap};

/// A statement of an actor about another.
#[derive(Clone, Debug, PartialEq)]
pub struct Position {
    /// Id of the actor whom it is about.
    pub topic: String,
    /// Its name.
    pub name: String,
    /// The day of the statement, else the day of publication; `None` where neither is known.
    pub day: Option<String>,
    /// Whether the day is that of the statement.
    pub is_own_day: bool,
    /// Which side the statement takes.
    pub side: Side,
    /// What it is in the course of all statements about this actor.
    pub turn: Turn,
    /// What is done by speaking: a statement's `act`.
    pub act: String,
    /// The words that report.
    pub cue: Option<String>,
    /// What is said.
    pub content: String,
    /// The statement.
    pub statement: String,
    /// Its article.
    pub article: String,
}

/// A row of `statements`, with the day of publication of its article.
struct Statement {
    id: String,
    article: String,
    act: String,
    cue: Option<String>,
    content: String,
    own_day: Option<String>,
    published: Option<String>,
}

/// An actor of an article, as read.
struct Heard {
    id: String,
    members: Vec<String>,
    known: bool,
    mentions: Vec<((u64, u64), bool)>,
}

impl Store {
    /// The positions of an actor on others, from its latest statements, of which at most so many are looked at: those on the actor
    /// that most is said about come first, and of one actor in order of time. Statements that several make together are not among them.
    ///
    /// # Errors
    /// Where the store cannot be read.
    pub fn positions(&self, actor: &str, statements: u32) -> Result<Vec<Position>> {
        let mut query = self.conn.prepare_cached(
            "SELECT id FROM actors WHERE id = ?1 OR merged_into = ?1 ORDER BY id",
        )?;
        let same: Vec<String> =
            query.query_map([actor], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
        let mut topics: BTreeMap<String, Vec<Position>> = BTreeMap::new();
        let mut heard = HashMap::new();
        for speaker in &same {
            for statement in self.statements_of(speaker, statements)? {
                if !heard.contains_key(&statement.article) {
                    heard.insert(statement.article.clone(), self.heard(&statement.article)?);
                }
                for (topic, side) in self.taken(speaker, &statement, &heard[&statement.article])? {
                    let (topic, name) = self.named(&topic)?;
                    if same.contains(&topic) {
                        continue;
                    }
                    topics.entry(topic.clone()).or_default().push(Position {
                        topic,
                        name,
                        day: statement.own_day.clone().or_else(|| statement.published.clone()),
                        is_own_day: statement.own_day.is_some(),
                        side,
                        turn: Turn::Between,
                        act: statement.act.clone(),
                        cue: statement.cue.clone(),
                        content: statement.content.clone(),
                        statement: statement.id.clone(),
                        article: statement.article.clone(),
                    });
                }
            }
        }
        let mut topics: Vec<Vec<Position>> = topics.into_values().collect();
        topics.sort_by_key(|said| std::cmp::Reverse(said.len()));
        for said in &mut topics {
            said.sort_by(|a, b| {
                let key = |p: &Position| (p.day.is_none(), p.day.clone(), p.statement.clone());
                key(a).cmp(&key(b))
            });
            let sides: Vec<Side> = said.iter().map(|p| p.side).collect();
            for (position, turn) in said.iter_mut().zip(position::turns(&sides)) {
                position.turn = turn;
            }
        }
        Ok(topics.into_iter().flatten().collect())
    }

    fn statements_of(&self, speaker: &str, limit: u32) -> Result<Vec<Statement>> {
        let mut query = self.conn.prepare_cached(
            "SELECT s.id, s.article, s.act, s.cue, s.content, s.date_from, a.published FROM statements s \
             JOIN articles a ON a.id = s.article WHERE s.speaker = ?1 AND s.status <> 'withdrawn' \
             ORDER BY ifnull(s.date_from, '') DESC, s.id DESC LIMIT ?2",
        )?;
        let rows = query.query_map((speaker, limit), |row| {
            Ok(Statement {
                id: row.get(0)?,
                article: row.get(1)?,
                act: row.get(2)?,
                cue: row.get(3)?,
                content: row.get(4)?,
                own_day: row.get(5)?,
                published: row.get(6)?,
            })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// The actors of an article with their words.
    fn heard(&self, article: &str) -> Result<Vec<Heard>> {
        let mut query = self.conn.prepare_cached(
            "SELECT x.actor, x.members, x.known, m.span_start, m.span_end, m.type = 'name' FROM article_actors x \
             JOIN mentions m ON m.article = x.article AND m.actor = x.actor WHERE x.article = ?1 ORDER BY x.actor, m.position",
        )?;
        let mut rows = query.query([article])?;
        let mut out: Vec<Heard> = Vec::new();
        while let Some(row) = rows.next()? {
            let id: String = row.get(0)?;
            if out.last().is_none_or(|last| last.id != id) {
                let members: String = row.get(1)?;
                let members = serde_json::from_str(&members).unwrap_or_default();
                out.push(Heard { id, members, known: row.get(2)?, mentions: Vec::new() });
            }
            let span = (row.get::<_, i64>(3)? as u64, row.get::<_, i64>(4)? as u64);
            if let Some(last) = out.last_mut() {
                last.mentions.push((span, row.get(5)?));
            }
        }
        Ok(out)
    }

    fn taken(
        &self,
        speaker: &str,
        statement: &Statement,
        heard: &[Heard],
    ) -> Result<Vec<(String, Side)>> {
        let mut query = self.conn.prepare_cached(
            "SELECT span_start, span_end FROM statement_pieces WHERE statement = ?1 AND part = 'content' ORDER BY position",
        )?;
        let content = query
            .query_map([&statement.id], |row| {
                Ok((row.get::<_, i64>(0)? as u64, row.get::<_, i64>(1)? as u64))
            })?
            .collect::<rusqlite::Result<_>>()?;
        let mut query = self.conn.prepare_cached(
            "SELECT n.actor, j.polarity FROM assessment_statements x JOIN assessments j ON j.id = x.assessment \
             JOIN assessment_actors n ON n.assessment = j.id AND n.role = 'about' \
             WHERE x.statement = ?1 AND x.position = 0 AND j.status <> 'withdrawn'",
        )?;
        let judged: Vec<(String, String)> = query
            .query_map([&statement.id], |row| Ok((row.get(0)?, row.get(1)?)))?
            .collect::<rusqlite::Result<_>>()?;
        let said = position::Said {
            speaker,
            act: &statement.act,
            content,
            judged: judged.iter().map(|(a, p)| (a.as_str(), p.as_str())).collect(),
        };
        let actors: Vec<position::Actor<'_>> = heard
            .iter()
            .map(|h| position::Actor {
                id: &h.id,
                members: h.members.iter().map(String::as_str).collect(),
                known: h.known,
                mentions: h.mentions.clone(),
            })
            .collect();
        let taken = position::taken(&said, &actors);
        Ok(taken.into_iter().map(|(topic, side)| (topic.to_owned(), side)).collect())
    }

    /// The id and name of an actor, of the one it was merged into.
    fn named(&self, id: &str) -> Result<(String, String)> {
        let mut query = self.conn.prepare_cached(
            "SELECT w.id, w.name FROM actors n JOIN actors w ON w.id = ifnull(n.merged_into, n.id) WHERE n.id = ?1",
        )?;
        let mut rows = query.query([id])?;
        Ok(match rows.next()? {
            Some(row) => (row.get(0)?, row.get(1)?),
            None => (id.to_owned(), id.to_owned()),
        })
    }
}
