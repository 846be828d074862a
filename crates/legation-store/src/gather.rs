//! [`Gatherer`]: adds up what articles contribute to actors and counts, on a thread of its own.
//!
//! The thread that writes hands each article's [`Share`] over and asks for the sum when it commits. Adding up compares and copies
//! names only, so that it goes on beside the database's work.

use crate::share::Share;
use std::sync::{Arc, mpsc};
use std::thread::JoinHandle;

/// What is handed over.
enum Message {
    /// The share of an article.
    Add(Arc<Share>),
    /// The sum is wanted.
    Sum(mpsc::SyncSender<Share>),
}

/// Adds up shares. Without a thread, where the system gives none, it adds up at once.
#[derive(Debug)]
pub(crate) struct Gatherer {
    thread: Option<(mpsc::Sender<Message>, JoinHandle<()>)>,
    /// What was added up here.
    own: Share,
}

impl Gatherer {
    pub(crate) fn new() -> Self {
        let (send, receive) = mpsc::channel();
        let spawned = std::thread::Builder::new().name("counts".to_owned()).spawn(move || {
            let mut sum = Share::default();
            for message in receive {
                match message {
                    Message::Add(share) => sum.merge(&share),
                    // Who asked may have gone.
                    Message::Sum(back) => drop(back.send(std::mem::take(&mut sum))),
                }
            }
        });
        Self { thread: spawned.ok().map(|thread| (send, thread)), own: Share::default() }
    }

    /// Adds an article's share.
    pub(crate) fn add(&mut self, share: &Arc<Share>) {
        let sent = self.thread.as_ref().map(|(send, _)| send.send(Message::Add(Arc::clone(share))));
        if !matches!(sent, Some(Ok(()))) {
            self.own.merge(share);
        }
    }

    /// Takes the sum of what was added since the last call.
    pub(crate) fn take(&mut self) -> Share {
        let (back, wait) = mpsc::sync_channel(1);
        let asked = self.thread.as_ref().map(|(send, _)| send.send(Message::Sum(back)));
        let mut sum = match asked {
            Some(Ok(())) => wait.recv().unwrap_or_default(),
            _ => Share::default(),
        };
        sum.merge(&std::mem::take(&mut self.own));
        sum
    }
}

impl Drop for Gatherer {
    fn drop(&mut self) {
        if let Some((send, thread)) = self.thread.take() {
            drop(send);
            // It only adds; if it panicked there is nobody left to tell.
            let _ = thread.join();
        }
    }
}
