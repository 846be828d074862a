//! [`Answers`]: answers that were given once and still hold.
//!
//! Lists are found through indexes in milliseconds; what counts over the whole store (networks, facets, series) is not. So an
//! answer is kept until the store changes, and many who ask the same at one time wait for one answer. An answer that took long
//! is given for some time more while articles are coming in, with its `Age`, and worked out anew meanwhile: else every commit would
//! make all of them wait.

use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use std::collections::HashMap;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Longer answers are not kept.
const LARGEST: usize = 1 << 20;
/// The most bytes kept in all.
const MOST: usize = 48 << 20;
/// From so long a time on, an answer counts as slow.
const SLOW: Duration = Duration::from_secs(1);
/// A slow answer is given for so many times the time that it took, though the store has changed …
const WORTH: u32 = 20;
/// … but no longer than this; then it is worked out anew while the old one is still given …
const AGED: Duration = Duration::from_mins(1);
/// … up to this age.
const OLDEST: Duration = Duration::from_mins(10);

/// An answer.
pub(crate) struct Kept {
    /// The tag of the store's state and the question.
    pub(crate) tag: String,
    status: StatusCode,
    headers: HeaderMap,
    pub(crate) body: Bytes,
    /// When it was worked out.
    pub(crate) at: Instant,
    /// How long that took.
    took: Duration,
    /// Whether somebody is working it out anew.
    pub(crate) renewing: AtomicBool,
}

/// Whether an answer may be given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Life {
    /// It holds.
    Holds,
    /// It may be given, and should be worked out anew.
    Fading,
    /// It may not.
    Over,
}

impl Kept {
    pub(crate) fn new(
        tag: String,
        status: StatusCode,
        headers: HeaderMap,
        body: Bytes,
        took: Duration,
    ) -> Self {
        let renewing = AtomicBool::new(false);
        Self { tag, status, headers, body, at: Instant::now(), took, renewing }
    }

    /// Whether it may be given where the store's tag is this one.
    pub(crate) fn life(&self, tag: &str) -> Life {
        let old = self.at.elapsed();
        if self.tag == tag {
            Life::Holds
        } else if self.took < SLOW || old > OLDEST {
            Life::Over
        } else if old < (self.took * WORTH).min(AGED) {
            Life::Holds
        } else {
            Life::Fading
        }
    }

    /// Whether it is short enough to be kept.
    pub(crate) fn fits(&self) -> bool {
        self.body.len() <= LARGEST
    }

    /// The answer as it was given first.
    pub(crate) fn response(&self) -> Response {
        let mut response = Response::new(Body::from(self.body.clone()));
        *response.status_mut() = self.status;
        *response.headers_mut() = self.headers.clone();
        response
    }
}

/// The place of one question's answer. Who holds it works the answer out; the others wait.
pub(crate) type Place = Arc<tokio::sync::Mutex<Option<Arc<Kept>>>>;

/// Answers by question.
#[derive(Default)]
pub(crate) struct Answers {
    places: Mutex<Places>,
}

#[derive(Default)]
struct Places {
    by: HashMap<String, (Place, usize, u64)>,
    bytes: usize,
    clock: u64,
}

impl Answers {
    /// The place of a question's answer.
    pub(crate) fn place(&self, question: &str) -> Place {
        let mut places = self.places.lock().unwrap_or_else(PoisonError::into_inner);
        places.clock += 1;
        let now = places.clock;
        let entry = places.by.entry(question.to_owned()).or_default();
        entry.2 = now;
        Arc::clone(&entry.0)
    }

    /// Says how large a question's answer is; those that were not asked for longest make room.
    pub(crate) fn weigh(&self, question: &str, bytes: usize) {
        let mut places = self.places.lock().unwrap_or_else(PoisonError::into_inner);
        let places = &mut *places;
        if let Some(entry) = places.by.get_mut(question) {
            places.bytes = places.bytes + bytes - std::mem::replace(&mut entry.1, bytes);
        }
        // Each question costs a little even where its answer is not kept.
        while places.bytes + places.by.len() * 512 > MOST {
            let oldest = places.by.iter().min_by_key(|(_, (_, _, asked))| *asked);
            let Some(oldest) = oldest.map(|(question, _)| question.clone()) else { break };
            if let Some((_, bytes, _)) = places.by.remove(&oldest) {
                places.bytes -= bytes;
            }
        }
    }

    /// Forgets everything: somebody corrected a record and wants to see it.
    pub(crate) fn clear(&self) {
        *self.places.lock().unwrap_or_else(PoisonError::into_inner) = Places::default();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept(took: Duration) -> Kept {
        Kept::new("a".to_owned(), StatusCode::OK, HeaderMap::new(), Bytes::new(), took)
    }

    #[test]
    fn only_slow_answers_outlive_a_change() {
        assert_eq!(kept(Duration::from_millis(1)).life("a"), Life::Holds);
        assert_eq!(kept(Duration::from_millis(1)).life("b"), Life::Over);
        assert_eq!(kept(Duration::from_secs(1)).life("b"), Life::Holds);
        let aged = |took: u64, ago: u64| {
            let now = Instant::now();
            let at = now.checked_sub(Duration::from_secs(ago)).unwrap_or(now);
            Kept { at, ..kept(Duration::from_secs(took)) }
        };
        assert_eq!(aged(1, 30).life("b"), Life::Fading);
        assert_eq!(aged(30, 30).life("b"), Life::Holds);
        assert_eq!(aged(30, 90).life("b"), Life::Fading);
        assert_eq!(aged(30, 700).life("b"), Life::Over);
    }

    #[test]
    fn what_was_not_asked_for_longest_makes_room() {
        let answers = Answers::default();
        for n in 0..200 {
            let question = format!("{n}");
            answers.place(&question);
            answers.place("0");
            answers.weigh(&question, LARGEST);
        }
        let places = answers.places.lock().unwrap();
        assert!(
            places.bytes <= MOST && places.by.contains_key("0") && !places.by.contains_key("1")
        );
        drop(places);
        answers.clear();
        assert_eq!(answers.places.lock().unwrap().bytes, 0);
    }
}
