//! Where records come from: a plain file, or a row of gzip members.

use flate2::bufread::GzDecoder;
use std::io::{self, BufRead, BufReader, Read};

/// A reader that knows how many bytes were taken from it.
pub(super) struct Counted<R> {
    inner: R,
    taken: u64,
}

impl<R: BufRead> Counted<R> {
    pub(super) fn new(inner: R) -> Self {
        Self { inner, taken: 0 }
    }
}

impl<R: BufRead> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.taken += read as u64;
        Ok(read)
    }
}

impl<R: BufRead> BufRead for Counted<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.inner.fill_buf()
    }

    fn consume(&mut self, amount: usize) {
        self.taken += amount as u64;
        self.inner.consume(amount);
    }
}

/// The records of an archive as one stream of bytes, with the offsets of the file.
pub(super) struct Source<R> {
    state: State<R>,
    /// Where the record or member began that is being read.
    offset: u64,
    packed: bool,
}

enum State<R> {
    /// Between members, or in a plain file.
    Plain(Counted<R>),
    /// In a member.
    Member(Box<BufReader<GzDecoder<Counted<R>>>>),
    /// Only while one state becomes the other.
    Moving,
}

impl<R: BufRead> Source<R> {
    pub(super) fn new(file: Counted<R>, packed: bool) -> Self {
        Self { state: State::Plain(file), offset: 0, packed }
    }

    /// Where the current record or its member begins.
    pub(super) fn offset(&self) -> u64 {
        self.offset
    }

    /// What the current record is read from.
    pub(super) fn reader(&mut self) -> &mut dyn BufRead {
        match &mut self.state {
            State::Plain(file) => file,
            State::Member(member) => member,
            State::Moving => unreachable!("a source is never left between two states"),
        }
    }

    /// Goes on to the next record, past the blank lines before it. `None` at the end.
    pub(super) fn next_record(&mut self) -> io::Result<Option<u64>> {
        loop {
            if let State::Plain(file) = &self.state {
                self.offset = file.taken;
            }
            let packed = self.packed && matches!(self.state, State::Plain(_));
            let buffer = self.reader().fill_buf()?;
            let Some(first) = buffer.first().copied() else {
                if !self.leave_member() {
                    return Ok(None);
                }
                continue;
            };
            if packed {
                self.enter_member();
            } else if matches!(first, b'\r' | b'\n') {
                self.reader().consume(1);
            } else {
                return Ok(Some(self.offset));
            }
        }
    }

    fn enter_member(&mut self) {
        self.state = match std::mem::replace(&mut self.state, State::Moving) {
            State::Plain(file) => State::Member(Box::new(BufReader::new(GzDecoder::new(file)))),
            other => other,
        };
    }

    /// Back to the file behind a member that was read to its end; false where there is none.
    fn leave_member(&mut self) -> bool {
        let (state, left) = match std::mem::replace(&mut self.state, State::Moving) {
            State::Member(member) => (State::Plain(member.into_inner().into_inner()), true),
            other => (other, false),
        };
        self.state = state;
        left
    }
}
