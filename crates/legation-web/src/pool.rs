//! [`Pool`]: read-only connections to the store, and the one that writes.

use crate::problem::Problem;
use axum::http::StatusCode;
use legation_store::Store;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::Semaphore;

/// How many questions are answered at one time; the others wait.
const AT_ONCE: usize = 8;
/// How long they wait.
const PATIENCE: Duration = Duration::from_secs(20);

/// Connections to one store.
pub(crate) struct Pool {
    path: PathBuf,
    idle: Mutex<Vec<Store>>,
    turns: Semaphore,
    writing: tokio::sync::Mutex<()>,
}

impl Pool {
    pub(crate) fn new(path: PathBuf) -> Self {
        Self {
            path,
            idle: Mutex::new(Vec::new()),
            turns: Semaphore::new(AT_ONCE),
            writing: tokio::sync::Mutex::new(()),
        }
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Asks the store something, on a thread that may block.
    pub(crate) async fn read<T: Send + 'static>(
        &self,
        ask: impl FnOnce(&mut Store) -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        let turn = tokio::time::timeout(PATIENCE, self.turns.acquire()).await;
        let Ok(Ok(_turn)) = turn else {
            return Err(Problem::new(
                StatusCode::SERVICE_UNAVAILABLE,
                "the server is busy",
                "try again in a few seconds",
            ));
        };
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let path = self.path.clone();
        let (store, answer) = blocking(move || {
            let mut store = match idle {
                Some(store) => store,
                None => Store::open_read_only(&path)?,
            };
            let answer = ask(&mut store);
            Ok((store, answer))
        })
        .await?;
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(store);
        answer
    }

    /// Changes the store. One at a time.
    pub(crate) async fn write<T: Send + 'static>(
        &self,
        change: impl FnOnce(&mut Store) -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        let _turn = self.writing.lock().await;
        let path = self.path.clone();
        blocking(move || change(&mut Store::open(&path)?)).await
    }
}

/// Runs something that may block.
pub(crate) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Problem> + Send + 'static,
) -> Result<T, Problem> {
    tokio::task::spawn_blocking(work).await.unwrap_or_else(|_| {
        Err(Problem::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            "this request could not be answered",
            "please report what was asked",
        ))
    })
}
