//! Sites and their turns: one request at a time to each, with a pause between two, and its `robots.txt`.

use super::robots::Robots;
use std::collections::HashMap;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// Rules are asked for again after this time.
const RULES_LAST: Duration = Duration::from_hours(24);
/// Rules that could not be fetched are asked for again after this time.
const FAILURE_LASTS: Duration = Duration::from_mins(10);

#[derive(Debug, Default)]
struct Site {
    busy: bool,
    next: Option<Instant>,
    /// The rules, or that they could not be fetched, and until when that holds.
    robots: Option<(Rules, Instant)>,
}

/// What is known of a site's rules.
#[derive(Clone, Debug)]
pub(super) enum Rules {
    Known(Arc<Robots>),
    /// They could not be fetched, which forbids everything for a while.
    Failed,
}

/// All sites.
#[derive(Debug)]
pub(super) struct Sites {
    known: Mutex<HashMap<String, Site>>,
    changed: Condvar,
    delay: Duration,
}

impl Sites {
    pub(super) fn new(delay: Duration) -> Self {
        Self { known: Mutex::default(), changed: Condvar::new(), delay }
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<String, Site>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether a site can be asked now.
    pub(super) fn is_free(&self, site: &str) -> bool {
        self.lock()
            .get(site)
            .is_none_or(|s| !s.busy && s.next.is_none_or(|at| at <= Instant::now()))
    }

    /// Waits for the site's turn and keeps it until the turn is dropped.
    pub(super) fn turn(&self, site: &str) -> Turn<'_> {
        let mut sites = self.lock();
        loop {
            let now = Instant::now();
            let one = sites.entry(site.to_owned()).or_default();
            let wait =
                one.next.and_then(|at| at.checked_duration_since(now)).filter(|w| !w.is_zero());
            if !one.busy && wait.is_none() {
                one.busy = true;
                return Turn { sites: self, site: site.to_owned() };
            }
            let wait = if one.busy { Duration::from_secs(1) } else { wait.unwrap_or_default() };
            sites =
                self.changed.wait_timeout(sites, wait).unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    /// The rules of a site, where they are known and fresh.
    pub(super) fn rules(&self, site: &str) -> Option<Rules> {
        let sites = self.lock();
        let (rules, until) = sites.get(site)?.robots.as_ref()?;
        (*until > Instant::now()).then(|| rules.clone())
    }

    /// Keeps the rules of a site. The delay they ask for holds from now on: fetching them was a request too.
    pub(super) fn keep_rules(&self, site: &str, rules: Rules) {
        let now = Instant::now();
        let lasts = if matches!(rules, Rules::Known(_)) { RULES_LAST } else { FAILURE_LASTS };
        let mut sites = self.lock();
        let one = sites.entry(site.to_owned()).or_default();
        if let Rules::Known(robots) = &rules {
            one.next = one.next.max(robots.delay.map(|delay| now + delay));
        }
        one.robots = Some((rules, now + lasts));
    }

    /// How long until a site can be asked.
    pub(super) fn wait(&self, site: &str) -> Option<Duration> {
        self.lock().get(site)?.next?.checked_duration_since(Instant::now())
    }

    /// Puts off the next request to a site.
    pub(super) fn put_off(&self, site: &str, pause: Duration) {
        let mut sites = self.lock();
        let one = sites.entry(site.to_owned()).or_default();
        one.next = one.next.max(Some(Instant::now() + pause));
    }
}

/// The right to ask a site; the pause begins when it is dropped.
#[derive(Debug)]
pub(super) struct Turn<'s> {
    sites: &'s Sites,
    site: String,
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        let mut sites = self.sites.lock();
        if let Some(one) = sites.get_mut(&self.site) {
            let asked = match &one.robots {
                Some((Rules::Known(robots), _)) => robots.delay.unwrap_or_default(),
                _ => Duration::ZERO,
            };
            one.busy = false;
            one.next = one.next.max(Some(Instant::now() + self.sites.delay.max(asked)));
        }
        self.sites.changed.notify_all();
    }
}
