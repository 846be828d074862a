//! [`Watch`]: notices that somebody writes to the store, and tells all who listen. One look serves all of them.

use crate::pool::Pool;
use crate::problem::Problem;
use serde::Serialize;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};
use tokio::sync::watch;

/// How often the store's files are looked at.
const LOOK: Duration = Duration::from_millis(500);
/// A run that has written nothing for so long is over, or has nothing new to write.
const QUIET: Duration = Duration::from_secs(4);
/// The most listeners.
const MOST: usize = 256;

/// What the store holds, and whether it is growing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub(crate) struct Progress {
    /// Whether somebody is writing.
    reading: bool,
    /// Articles in the store.
    articles: i64,
    /// Events in the store.
    events: i64,
    /// Statements in the store.
    statements: i64,
    /// Articles that came in since the writing began.
    new: i64,
    /// Articles a second since the writing began.
    per_second: f64,
}

/// Tells what becomes of a store.
pub(crate) struct Watch {
    /// `None` until the store has been looked at for the first time.
    sender: watch::Sender<Option<Progress>>,
    looking: AtomicBool,
}

impl Watch {
    pub(crate) fn new() -> Self {
        Self { sender: watch::Sender::new(None), looking: AtomicBool::new(false) }
    }

    /// Begins to listen; `None` where too many do. The first value is the state as it is now, as soon as it is known.
    ///
    /// The looking is a task of its own: a listener that leaves takes nothing away from the others.
    pub(crate) fn listen(
        self: &Arc<Self>,
        pool: &Arc<Pool>,
    ) -> Option<watch::Receiver<Option<Progress>>> {
        if self.sender.receiver_count() >= MOST {
            return None;
        }
        let receiver = self.sender.subscribe();
        if !self.looking.swap(true, Ordering::AcqRel) {
            tokio::spawn(Arc::clone(self).look(Arc::clone(pool)));
        }
        Some(receiver)
    }

    /// Looks at the files until nobody listens any more, also to those who came while it was leaving.
    async fn look(self: Arc<Self>, pool: Arc<Pool>) {
        loop {
            self.look_on(&pool).await;
            self.looking.store(false, Ordering::Release);
            if self.sender.receiver_count() == 0 || self.looking.swap(true, Ordering::AcqRel) {
                return;
            }
        }
    }

    async fn look_on(&self, pool: &Pool) {
        let mut seen = crate::fresh::state(pool.path());
        match count(pool).await {
            Ok(now) => drop(self.sender.send_replace(Some(now))),
            // A store that cannot be read just now is looked at again in a moment.
            Err(_) => {
                seen = [None, None];
                self.sender.send_replace(None);
            }
        }
        let mut began: Option<(Instant, i64)> = None;
        let mut last = Instant::now();
        while self.sender.receiver_count() > 0 {
            tokio::time::sleep(LOOK).await;
            let state = crate::fresh::state(pool.path());
            let before = *self.sender.borrow();
            let known = before.is_some();
            let before = before.unwrap_or_default();
            if state == seen {
                if began.is_some() && last.elapsed() > QUIET {
                    began = None;
                    self.sender.send_replace(Some(Progress { reading: false, ..before }));
                }
                continue;
            }
            seen = state;
            // A store that cannot be read just now is looked at again after the next change.
            let Ok(now) = count(pool).await else { continue };
            if (now.articles, now.events, now.statements)
                == (before.articles, before.events, before.statements)
            {
                continue;
            }
            if !known {
                self.sender.send_replace(Some(now));
                continue;
            }
            last = Instant::now();
            let (since, articles) = *began.get_or_insert((Instant::now(), before.articles));
            let new = now.articles - articles;
            let seconds = since.elapsed().as_secs_f64() + LOOK.as_secs_f64();
            let per_second = (new as f64 / seconds * 10.0).round() / 10.0;
            self.sender.send_replace(Some(Progress { reading: true, new, per_second, ..now }));
        }
    }
}

async fn count(pool: &Pool) -> Result<Progress, Problem> {
    pool.read(|store| {
        let sql = "SELECT (SELECT count(*) FROM articles), (SELECT count(*) FROM events), \
            (SELECT count(*) FROM statements)";
        let found = store.connection().prepare_cached(sql).and_then(|mut query| {
            query.query_row([], |row| {
                let (articles, events, statements) = (row.get(0)?, row.get(1)?, row.get(2)?);
                Ok(Progress { articles, events, statements, ..Progress::default() })
            })
        });
        Ok(found.map_err(legation_store::Error::from)?)
    })
    .await
}
