//! Reading ahead: what makes an article out of bytes runs on all threads, and the articles come in the order of the inputs.

use super::{ReadError, finished};
use legation_core::Article;
use rayon::prelude::*;
use std::collections::VecDeque;

/// What is read ahead for each thread: so many inputs at most …
const INPUTS: usize = 8;
/// … and about so many bytes.
const BYTES: usize = 2 << 20;

type Found = Result<Article, ReadError>;

/// An article, or the work that makes one.
pub(super) enum Pending<'a> {
    /// An article or error.
    Done(Box<Found>),
    /// Work on so many bytes, which may turn out to hold no article at all.
    Work(usize, Box<dyn FnOnce() -> Option<Found> + Send + 'a>),
}

impl From<Found> for Pending<'_> {
    fn from(found: Found) -> Self {
        Self::Done(Box::new(found))
    }
}

impl Pending<'_> {
    /// Does the work.
    pub(super) fn run(self) -> Option<Found> {
        match self {
            Self::Done(found) => Some(*found),
            Self::Work(_, work) => work(),
        }
    }

    fn bytes(&self) -> usize {
        match self {
            Self::Done(found) => found.as_ref().as_ref().map_or(0, |article| article.text.len()),
            Self::Work(bytes, _) => *bytes,
        }
    }
}

/// Does the work of all inputs, a few at a time on all threads, and finishes the articles.
pub(super) fn in_order<'a>(
    mut inputs: impl Iterator<Item = Pending<'a>> + Send + 'a,
) -> impl Iterator<Item = Found> + Send + 'a {
    let threads = rayon::current_num_threads();
    let mut ready = VecDeque::new();
    std::iter::from_fn(move || {
        while ready.is_empty() {
            let (mut batch, mut bytes) = (Vec::new(), 0);
            while batch.len() < threads * INPUTS && bytes < threads * BYTES {
                let Some(input) = inputs.next() else { break };
                bytes += input.bytes();
                batch.push(input);
            }
            if batch.is_empty() {
                return None;
            }
            let done: Vec<Option<Found>> = batch
                .into_par_iter()
                .with_max_len(1)
                .map(|input| input.run().map(|found| found.map(finished)))
                .collect();
            ready.extend(done.into_iter().flatten());
        }
        ready.pop_front()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn articles_come_in_order_and_inputs_without_one_are_passed_over() {
        let inputs = (0..200).map(|i| match i % 3 {
            0 => Pending::from(Ok(Article::new(i.to_string(), "The premier resigned."))),
            1 => Pending::Work(
                BYTES,
                Box::new(move || Some(Ok(Article::new(i.to_string(), "The talks failed.")))),
            ),
            _ => Pending::Work(1, Box::new(|| None)),
        });
        let uris: Vec<String> = in_order(inputs).map(|found| found.unwrap().uri).collect();
        let want: Vec<String> = (0..200).filter(|i| i % 3 < 2).map(|i| i.to_string()).collect();
        assert_eq!(uris, want);
    }
}
