//! What a watch remembers: a journal of JSON lines beside the store. A line that was cut off when the program was killed is
//! passed over; what it would have said is found out again.

use anyhow::Context as _;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};

/// What is known of a feed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeedState {
    /// The tag of the version that was read last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub etag: Option<String>,
    /// When that version was made, as the site says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub modified: Option<String>,
    /// When it is asked next, in seconds since 1970.
    #[serde(default)]
    pub due: i64,
    /// How often it failed in a row.
    #[serde(default)]
    pub failures: u32,
}

/// What is known of an article.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seen {
    /// When it was changed last, as the feed says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub updated: Option<String>,
    /// How often fetching failed; `0` where it is in the store or will never be.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub tries: u32,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands a reference")]
fn is_zero(number: &u32) -> bool {
    *number == 0
}

#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum Line {
    Feed {
        feed: String,
        #[serde(flatten)]
        state: FeedState,
    },
    Seen {
        seen: String,
        #[serde(flatten)]
        state: Seen,
    },
}

/// The memory of a watch.
#[derive(Debug)]
pub struct State {
    feeds: HashMap<String, FeedState>,
    seen: HashMap<String, Seen>,
    journal: File,
}

impl State {
    /// Opens the memory, and keeps others from using it.
    ///
    /// # Errors
    /// Where the file cannot be read or written, or another watch uses it.
    pub fn open(path: &Path) -> anyhow::Result<Self> {
        let name = || path.display().to_string();
        let lock = OpenOptions::new()
            .create(true)
            .append(true)
            .read(true)
            .open(path)
            .with_context(name)?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                anyhow::bail!(
                    "{}: another legation watch uses it; stop that one, or give another --state",
                    name()
                )
            }
            // Some network file systems cannot lock: then nobody is kept out.
            Err(TryLockError::Error(_)) => {}
        }
        let (mut feeds, mut seen) = (HashMap::new(), HashMap::new());
        let mut lines = 0usize;
        for line in BufReader::new(&lock).split(b'\n') {
            lines += 1;
            match serde_json::from_slice(&line.with_context(name)?) {
                Ok(Line::Feed { feed, state }) => {
                    feeds.insert(feed, state);
                }
                Ok(Line::Seen { seen: address, state }) => {
                    seen.insert(address, state);
                }
                Err(_) => {}
            }
        }
        let mut state = Self { feeds, seen, journal: lock };
        // The end of a line that was cut off must not become the beginning of the next one.
        state.journal.write_all(b"\n").with_context(name)?;
        if lines > 2 * (state.feeds.len() + state.seen.len()) + 1000 {
            state.rewrite(path).with_context(name)?;
        }
        Ok(state)
    }

    /// Writes the journal anew with what holds now.
    fn rewrite(&mut self, path: &Path) -> std::io::Result<()> {
        let mut anew: PathBuf = path.to_owned();
        anew.as_mut_os_string().push(".new");
        let mut file = std::io::BufWriter::new(File::create(&anew)?);
        for (feed, state) in &self.feeds {
            let line = Line::Feed { feed: feed.clone(), state: state.clone() };
            writeln!(file, "{}", serde_json::to_string(&line)?)?;
        }
        for (address, state) in &self.seen {
            let line = Line::Seen { seen: address.clone(), state: state.clone() };
            writeln!(file, "{}", serde_json::to_string(&line)?)?;
        }
        let file = file.into_inner().map_err(std::io::IntoInnerError::into_error)?;
        file.sync_all()?;
        std::fs::rename(&anew, path)?;
        let journal = OpenOptions::new().append(true).read(true).open(path)?;
        let _ = journal.try_lock();
        self.journal = journal;
        Ok(())
    }

    /// What is known of a feed.
    pub fn feed(&self, url: &str) -> FeedState {
        self.feeds.get(url).cloned().unwrap_or_default()
    }

    /// What is known of an article.
    pub fn seen(&self, address: &str) -> Option<&Seen> {
        self.seen.get(address)
    }

    /// Remembers a feed.
    ///
    /// # Errors
    /// Where the journal cannot be written.
    pub fn set_feed(&mut self, url: &str, state: FeedState) -> anyhow::Result<()> {
        self.put(&Line::Feed { feed: url.to_owned(), state: state.clone() })?;
        self.feeds.insert(url.to_owned(), state);
        Ok(())
    }

    /// Remembers an article.
    ///
    /// # Errors
    /// Where the journal cannot be written.
    pub fn set_seen(&mut self, address: &str, state: Seen) -> anyhow::Result<()> {
        self.put(&Line::Seen { seen: address.to_owned(), state: state.clone() })?;
        self.seen.insert(address.to_owned(), state);
        Ok(())
    }

    fn put(&mut self, line: &Line) -> anyhow::Result<()> {
        let line = serde_json::to_string(line)? + "\n";
        self.journal.write_all(line.as_bytes()).context("the memory of the watch cannot be written")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_written_whole_is_remembered() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("state");
        let mut state = State::open(&path).unwrap();
        let feed = FeedState { etag: Some("\"1\"".to_owned()), due: 7, ..FeedState::default() };
        state.set_feed("f", feed.clone()).unwrap();
        state.set_seen("a", Seen { updated: None, tries: 2 }).unwrap();
        assert!(State::open(&path).unwrap_err().to_string().contains("another legation watch"));
        drop(state);
        let mut file = OpenOptions::new().append(true).open(&path).unwrap();
        file.write_all(b"{\"seen\":\"b\",\"upd").unwrap();
        drop(file);
        let mut state = State::open(&path).unwrap();
        assert_eq!((state.feed("f"), state.seen("a").unwrap().tries), (feed, 2));
        assert!(state.seen("b").is_none());
        for tries in 0..3000 {
            state.set_seen("c", Seen { updated: None, tries }).unwrap();
        }
        drop(state);
        drop(State::open(&path).unwrap());
        assert!(std::fs::metadata(&path).unwrap().len() < 1000);
        assert_eq!(State::open(&path).unwrap().seen("c").unwrap().tries, 2999);
    }
}
