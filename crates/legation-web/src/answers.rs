//! [`Answers`]: answers that were given once and still hold.
//!
//! Lists are found through indexes in milliseconds; what counts over the whole store (networks, facets, series) is not. So an
//! answer is kept until the store changes, and many who ask the same at one time wait for one answer. An answer that took long
//! is given for some time more while articles are coming in, with its `Age`: else every commit would make all of them wait.

use axum::body::Bytes;
use axum::http::{HeaderMap, StatusCode};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Longer answers are not kept.
const LARGEST: usize = 512 << 10;
/// The most bytes kept in all.
const MOST: usize = 48 << 20;
/// From so long a time on, an answer counts as slow.
const SLOW: Duration = Duration::from_millis(250);
/// A slow answer is given for so many times the time that it took …
const WORTH: u32 = 20;
/// … but no longer than this.
const OLDEST: Duration = Duration::from_mins(1);

/// An answer.
pub(crate) struct Kept {
    /// The tag of the store's state and the question.
    pub(crate) tag: String,
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
    /// When it was worked out.
    pub(crate) at: Instant,
    /// How long that took.
    pub(crate) took: Duration,
}

impl Kept {
    /// Whether it may be given now that the store's tag is another one.
    pub(crate) fn will_do(&self, tag: &str) -> bool {
        let old = self.at.elapsed();
        self.tag == tag || (self.took >= SLOW && old < (self.took * WORTH).min(OLDEST))
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

    /// Whether an answer of that length is kept.
    pub(crate) fn fits(bytes: usize) -> bool {
        bytes <= LARGEST
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept(took: Duration) -> Kept {
        Kept {
            tag: "a".to_owned(),
            status: StatusCode::OK,
            headers: HeaderMap::new(),
            body: Bytes::new(),
            at: Instant::now(),
            took,
        }
    }

    #[test]
    fn only_slow_answers_outlive_a_change() {
        assert!(kept(Duration::from_millis(1)).will_do("a"));
        assert!(!kept(Duration::from_millis(1)).will_do("b"));
        assert!(kept(Duration::from_secs(1)).will_do("b"));
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
