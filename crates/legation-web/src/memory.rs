//! [`Memory`]: the events of the store, held in memory for questions that count many of them.
//!
//! It is loaded beside the first questions, which the store answers itself meanwhile, and catches up whenever the store's
//! files have changed.

use crate::fresh;
use legation_store::{Cube, Result, Store};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, PoisonError, RwLock};

/// The state of the store's files.
type State = [Option<(u64, u128)>; 2];

/// So many events are loaded before the first answer is given.
const FEW: u64 = 20_000;

/// The cube of one store.
#[derive(Default)]
pub(crate) struct Memory {
    held: RwLock<Option<(Cube, State)>>,
    loading: AtomicBool,
}

impl Memory {
    /// Asks what is held in memory; `None` where the store must be asked.
    pub(crate) fn ask<T>(
        self: &Arc<Self>,
        store: &Store,
        ask: impl Fn(&Cube) -> Result<Option<T>>,
    ) -> Result<Option<T>> {
        // What is written from here on is seen at the next question.
        let state = fresh::state(store.path());
        for _ in 0..2 {
            let held = self.held.read().unwrap_or_else(PoisonError::into_inner);
            match &*held {
                Some((cube, at)) if *at == state => return ask(cube),
                _ => drop(held),
            }
            if !self.renewed(store, state)? {
                break;
            }
        }
        Ok(None)
    }

    /// Brings the cube up to the store; false where that takes long, or cannot be done.
    fn renewed(self: &Arc<Self>, store: &Store, state: State) -> Result<bool> {
        let mut held = self.held.write().unwrap_or_else(PoisonError::into_inner);
        if let Some((cube, at)) = held.as_mut() {
            // Somebody else may have done so meanwhile.
            if *at == state {
                return Ok(true);
            }
            if let Ok(true) = cube.renew(store) {
                *at = state;
                return Ok(true);
            }
            *held = None;
        }
        let events = store.counts()?.into_iter().find(|(kind, _)| *kind == "events");
        if events.is_none_or(|(_, n)| n > FEW) {
            self.load(store.path());
            return Ok(false);
        }
        *held = Cube::load(store)?.map(|cube| (cube, state));
        Ok(held.is_some())
    }

    /// Loads the cube on a thread of its own, unless one does already.
    pub(crate) fn load(self: &Arc<Self>, path: &Path) {
        if self.loading.swap(true, Ordering::AcqRel) {
            return;
        }
        let (memory, path) = (Arc::clone(self), path.to_owned());
        std::thread::spawn(move || {
            let state = fresh::state(&path);
            // A store that cannot be read says so where it is asked.
            let cube = Store::open_read_only(&path).and_then(|store| Cube::load(&store));
            if let Ok(Some(cube)) = cube {
                let mut held = memory.held.write().unwrap_or_else(PoisonError::into_inner);
                *held = Some((cube, state));
                memory.loading.store(false, Ordering::Release);
            }
            // Else there is too much, or nothing: it is not tried again.
        });
    }
}
