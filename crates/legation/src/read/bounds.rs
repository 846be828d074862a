//! Readers that keep hostile inputs bounded: archives that unpack to a thousand times their size, rows without an end.

use std::io::{self, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// So much may be unpacked from anything, however small.
const FREE: u64 = 1 << 30;
/// Beyond that, so many bytes from each packed one: text is packed to a tenth, tables of much repetition to a hundredth.
const RATIO: u64 = 200;

/// How many bytes went through a reader; shared between the reader and whoever watches it.
#[derive(Clone, Debug, Default)]
pub(super) struct Tally(Arc<AtomicU64>);

impl Tally {
    pub(super) fn get(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }

    pub(super) fn add(&self, bytes: u64) {
        self.0.fetch_add(bytes, Ordering::Relaxed);
    }

    pub(super) fn clear(&self) {
        self.0.store(0, Ordering::Relaxed);
    }
}

/// Whether so much unpacked from so little is no archive of articles.
pub(super) fn is_bomb(packed: u64, unpacked: u64) -> bool {
    unpacked > FREE && unpacked / RATIO > packed
}

/// Counts what is taken from a reader.
#[derive(Debug)]
pub(super) struct Counting<R> {
    inner: R,
    tally: Tally,
}

impl<R> Counting<R> {
    pub(super) fn new(inner: R, tally: Tally) -> Self {
        Self { inner, tally }
    }
}

impl<R: Read> Read for Counting<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.tally.add(read as u64);
        Ok(read)
    }
}

/// Stops a stream that unpacks to much more than it was.
pub(super) struct Unpacked<R> {
    inner: R,
    packed: Tally,
    out: u64,
}

impl<R> Unpacked<R> {
    pub(super) fn new(inner: R, packed: Tally) -> Self {
        Self { inner, packed, out: 0 }
    }
}

impl<R: Read> Read for Unpacked<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.out += read as u64;
        if is_bomb(self.packed.get(), self.out) {
            let size = self.out >> 20;
            return Err(io::Error::other(format!("a decompression bomb: {size} MiB so far")));
        }
        Ok(read)
    }
}

/// Stops a reader that was read for more than `most` bytes since its tally was cleared: a row without an end.
pub(super) struct Rows<R> {
    inner: R,
    since: Tally,
    most: u64,
}

impl<R> Rows<R> {
    pub(super) fn new(inner: R, since: Tally, most: u64) -> Self {
        Self { inner, since, most }
    }
}

impl<R: Read> Read for Rows<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.since.get() > self.most {
            return Err(io::Error::new(io::ErrorKind::FileTooLarge, "a row without an end"));
        }
        let read = self.inner.read(buffer)?;
        self.since.add(read as u64);
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_things_may_grow_and_bombs_may_not() {
        assert!(!is_bomb(10, 1 << 20));
        assert!(!is_bomb(100 << 20, 2 << 30));
        assert!(is_bomb(1 << 20, 2 << 30));
    }

    #[test]
    fn a_row_without_an_end_is_stopped() {
        let since = Tally::default();
        let mut rows = Rows::new(io::repeat(b'x'), since.clone(), 100);
        let mut buffer = [0; 64];
        assert!(rows.read(&mut buffer).is_ok() && rows.read(&mut buffer).is_ok());
        assert!(rows.read(&mut buffer).is_err());
        since.clear();
        assert!(rows.read(&mut buffer).is_ok());
    }
}
