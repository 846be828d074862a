//! Rounds: all feeds that are due are asked, what is new is fetched, read and coded.

use super::articles;
use super::config::Config;
use super::fetch::{Failure, Fetcher};
use super::listing::{self, Job};
use super::state::{FeedState, Seen, State};
use crate::pipeline::{self, Done, Engine, Progress};
use crate::read::ReadError;
use jiff::Timestamp;
use legation_core::Article;
use legation_store::{Outcome, Store};
use std::collections::VecDeque;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// Articles are written in groups of at most this many …
const GROUP: usize = 32;
/// … or when none came for this time.
const IDLE: Duration = Duration::from_secs(2);
/// A feed that fails is asked at least once in this time.
const SELDOM: Duration = Duration::from_hours(24);

/// How a watch goes.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    /// Whether addresses of private networks are asked.
    pub private: bool,
    /// Whether the articles are only listed.
    pub dry: bool,
}

/// What happened: one of these becomes one line of the log.
#[derive(Debug)]
pub enum Report<'a> {
    /// A feed was asked.
    Feed {
        /// Its address.
        url: &'a str,
        /// Whether it is the same as last time.
        same: bool,
        /// How many articles it lists.
        listed: usize,
        /// How many of them are fetched now.
        new: usize,
    },
    /// An article is in the store.
    Article {
        /// What became of it.
        done: &'a Done,
        /// How many versions of it there are now.
        versions: u64,
    },
    /// An article would be fetched.
    Would {
        /// Its address.
        url: &'a str,
        /// Its headline.
        title: Option<&'a str>,
    },
    /// A feed or an article could not be had.
    Failed {
        /// Its address.
        url: &'a str,
        /// Why.
        problem: &'a str,
        /// Whether it will be tried again.
        again: bool,
    },
}

/// What a round did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Round {
    /// Feeds that were asked.
    pub feeds: u64,
    /// Feeds that failed.
    pub feeds_failed: u64,
    /// Articles that are new, or new versions.
    pub new: u64,
    /// Articles that were in the store already.
    pub same: u64,
    /// Articles that could not be had.
    pub failed: u64,
}

/// A watch over feeds.
#[derive(Debug)]
pub struct Watch<'c> {
    config: &'c Config,
    fetcher: Fetcher<'c>,
    options: Options,
}

impl<'c> Watch<'c> {
    /// A watch.
    pub fn new(config: &'c Config, options: Options) -> Self {
        Self { config, fetcher: Fetcher::new(config, options.private), options }
    }

    /// How long until a feed is due.
    pub fn pause(&self, state: &State) -> Duration {
        let now = Timestamp::now().as_second();
        let next = self.config.feeds.iter().map(|f| state.feed(&f.url).due).min().unwrap_or(now);
        Duration::from_secs(next.saturating_sub(now).clamp(1, 3600) as u64)
    }

    /// Asks the feeds that are due (`all`: every one) and reads what is new.
    ///
    /// # Errors
    /// Where the store or the memory cannot be written. What cannot be fetched is reported and no error.
    pub fn round(
        &self,
        engine: &Engine,
        store: &mut Store,
        state: &mut State,
        all: bool,
        report: &mut dyn FnMut(Report<'_>),
    ) -> anyhow::Result<Round> {
        let mut round = Round::default();
        let jobs = self.list(state, all, &mut round, report)?;
        if self.options.dry {
            for job in &jobs {
                report(Report::Would { url: job.url.as_str(), title: job.entry.title.as_deref() });
            }
            return Ok(round);
        }
        let queue = Mutex::new(VecDeque::from(jobs));
        let changed = std::thread::scope(|scope| -> anyhow::Result<bool> {
            let (send, fetched) = mpsc::sync_channel::<Fetched>(2 * GROUP);
            for _ in 0..self.config.parallel {
                let (send, queue) = (send.clone(), &queue);
                scope.spawn(move || self.work(queue, &send));
            }
            drop(send);
            let mut changed = false;
            loop {
                let (group, over) = gather(&fetched);
                changed |= self.write(engine, store, state, group, &mut round, report)?;
                if over {
                    return Ok(changed);
                }
            }
        })?;
        if changed {
            pipeline::mark_duplicates(store)?;
        }
        Ok(round)
    }

    /// Asks the feeds for what they list, several sites at a time.
    fn list(
        &self,
        state: &mut State,
        all: bool,
        round: &mut Round,
        report: &mut dyn FnMut(Report<'_>),
    ) -> anyhow::Result<Vec<Job>> {
        let now = Timestamp::now().as_second();
        let feeds = self.config.feeds.iter().enumerate();
        let due: VecDeque<usize> =
            feeds.filter(|(_, f)| all || state.feed(&f.url).due <= now).map(|(at, _)| at).collect();
        let queue = Mutex::new(due);
        let (send, listings) = mpsc::channel();
        let known: &State = state;
        std::thread::scope(|scope| {
            for _ in 0..self.config.parallel {
                let (send, queue) = (send.clone(), &queue);
                scope.spawn(move || {
                    while let Some(at) = take(queue, |_| true) {
                        let feed = &self.config.feeds[at];
                        let listing =
                            listing::ask(&self.fetcher, at, feed, &known.feed(&feed.url), known);
                        if send.send((at, listing)).is_err() {
                            break;
                        }
                    }
                });
            }
            drop(send);
        });
        // In the order of the list, however fast they answered.
        let mut answers: Vec<_> = listings.into_iter().collect();
        answers.sort_by_key(|(at, _)| *at);
        let mut jobs: Vec<Job> = Vec::new();
        for (at, answer) in answers {
            let feed = &self.config.feeds[at];
            let every = feed.every.unwrap_or(self.config.every);
            round.feeds += 1;
            let next = match answer {
                Ok(listing) => {
                    let before = jobs.len();
                    for job in listing.jobs {
                        if jobs.iter().all(|j| j.key != job.key) {
                            jobs.push(job);
                        }
                    }
                    let new = jobs.len() - before;
                    report(Report::Feed {
                        url: &feed.url,
                        same: listing.same,
                        listed: listing.listed,
                        new,
                    });
                    FeedState { due: now + every.as_secs() as i64, failures: 0, ..listing.state }
                }
                Err(failure) => {
                    round.feeds_failed += 1;
                    report(Report::Failed {
                        url: &feed.url,
                        problem: failure.problem(),
                        again: true,
                    });
                    let before = state.feed(&feed.url);
                    let failures = before.failures.saturating_add(1);
                    let wanted = match failure {
                        Failure::Later(_, wanted) => wanted.unwrap_or_default(),
                        Failure::Never(_) => Duration::ZERO,
                    };
                    let pause = every
                        .saturating_mul(1 << failures.min(6))
                        .min(SELDOM.max(every))
                        .max(wanted);
                    FeedState {
                        due: now.saturating_add_unsigned(pause.as_secs()),
                        failures,
                        ..before
                    }
                }
            };
            if !self.options.dry {
                state.set_feed(&feed.url, next)?;
            }
        }
        Ok(jobs)
    }

    /// Fetches articles until none is left.
    fn work(&self, queue: &Mutex<VecDeque<Job>>, send: &mpsc::SyncSender<Fetched>) {
        let free = |job: &Job| self.fetcher.sites.is_free(&super::address::site(&job.url));
        while let Some(job) = take(queue, free) {
            let feed = &self.config.feeds[job.feed];
            // A page that makes a reader panic costs that page.
            let read = || articles::article(&self.fetcher, feed, &job);
            let result = std::panic::catch_unwind(std::panic::AssertUnwindSafe(read))
                .unwrap_or_else(|_| {
                    Err(Failure::Never("is a page that cannot be read".to_owned()))
                });
            if send.send(Fetched { job, result }).is_err() {
                return;
            }
        }
    }

    /// Codes and writes a group of articles, and remembers them. Returns whether the store has changed.
    fn write(
        &self,
        engine: &Engine,
        store: &mut Store,
        state: &mut State,
        group: Vec<Fetched>,
        round: &mut Round,
        report: &mut dyn FnMut(Report<'_>),
    ) -> anyhow::Result<bool> {
        let mut had = Vec::new();
        let mut read: Vec<Result<Article, ReadError>> = Vec::new();
        for Fetched { job, result } in group {
            match result {
                Ok(article) => {
                    read.push(Ok(article));
                    had.push(job);
                }
                Err(failure) => {
                    round.failed += 1;
                    let before = state.seen(&job.key).map_or(0, |s| s.tries);
                    let tries = if matches!(failure, Failure::Never(_)) { 0 } else { before + 1 };
                    let again = tries > 0 && tries < listing::GIVEN_UP;
                    report(Report::Failed {
                        url: job.url.as_str(),
                        problem: failure.problem(),
                        again,
                    });
                    state.set_seen(&job.key, Seen { updated: job.entry.updated, tries })?;
                    if again {
                        self.ask_again(state, job.feed)?;
                    }
                }
            }
        }
        let mut done = Vec::new();
        let mut failed = Vec::new();
        pipeline::write_into(engine, store, read.into_iter(), &mut |progress| match progress {
            Progress::Written(one) => done.push(one.clone()),
            Progress::Failed(error) => failed.push(error.clone()),
        })?;
        // Only now is it safe to remember them: they are in the store.
        for job in had {
            state.set_seen(&job.key, Seen { updated: job.entry.updated, tries: 0 })?;
        }
        for error in &failed {
            round.failed += 1;
            report(Report::Failed { url: &error.input, problem: &error.problem, again: false });
        }
        let mut changed = false;
        for one in &done {
            match one.outcome {
                Outcome::Same => round.same += 1,
                _ => round.new += 1,
            }
            changed |= one.outcome != Outcome::Same;
            report(Report::Article { done: one, versions: store.version_count(&one.uri)? });
        }
        Ok(changed)
    }

    /// Makes sure that a feed is read next time even if it is the same, as an article of it is still wanted.
    fn ask_again(&self, state: &mut State, feed: usize) -> anyhow::Result<()> {
        let url = &self.config.feeds[feed].url;
        let before = state.feed(url);
        if before.etag.is_none() && before.modified.is_none() {
            return Ok(());
        }
        state.set_feed(url, FeedState { etag: None, modified: None, ..before })
    }
}

/// An article on its way from the network to the store.
struct Fetched {
    job: Job,
    result: Result<Article, Failure>,
}

/// Takes the first that is ready; where none is, the first of all.
fn take<T>(queue: &Mutex<VecDeque<T>>, ready: impl Fn(&T) -> bool) -> Option<T> {
    let mut queue = queue.lock().unwrap_or_else(PoisonError::into_inner);
    let at = queue.iter().position(ready).unwrap_or_default();
    queue.remove(at)
}

/// The articles that came in, and whether more will come.
fn gather(fetched: &mpsc::Receiver<Fetched>) -> (Vec<Fetched>, bool) {
    let mut group = Vec::new();
    while group.len() < GROUP {
        match fetched.recv_timeout(IDLE) {
            Ok(one) => group.push(one),
            Err(RecvTimeoutError::Timeout) if group.is_empty() => {}
            Err(RecvTimeoutError::Timeout) => return (group, false),
            Err(RecvTimeoutError::Disconnected) => return (group, true),
        }
    }
    (group, false)
}
