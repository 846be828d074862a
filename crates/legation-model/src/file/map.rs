//! [`ModelFile`]: a mapped and checked model file.

use super::{ALIGNMENT, Contents, FORMAT, HEADER, MAGIC, Meta, checksum};
use crate::{Error, Result};
use std::collections::HashMap;
use std::ops::Range;
use std::path::{Path, PathBuf};

/// A tensor's place in the file.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Floats {
    start: usize,
    len: usize,
}

/// A mapped and checked model file.
#[derive(Debug)]
pub(crate) struct ModelFile {
    map: memmap2::Mmap,
    path: PathBuf,
    meta: Meta,
    sections: HashMap<String, Range<usize>>,
}

impl ModelFile {
    /// Maps and checks a file.
    #[expect(unsafe_code, reason = "mapping a file")]
    pub(crate) fn open(path: &Path) -> Result<Self> {
        let io = |source| Error::Io { action: "read", path: path.to_owned(), source };
        let file = std::fs::File::open(path).map_err(io)?;
        let found = file.metadata().map_err(io)?.len();
        if found < HEADER as u64 {
            return Err(Error::NotAModel(path.to_owned()));
        }
        // SAFETY: model files are written beside their place and renamed into it, never changed in place, so
        // the mapped bytes stay as they are while the map lives.
        let map = unsafe { memmap2::Mmap::map(&file) }.map_err(io)?;
        let bytes: &[u8] = &map;
        let number = |at: usize| {
            u32::from_le_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]])
        };
        if bytes[..8] != MAGIC {
            return Err(Error::NotAModel(path.to_owned()));
        }
        if number(8) != FORMAT {
            return Err(Error::Format {
                path: path.to_owned(),
                found: number(8),
                expected: FORMAT,
            });
        }
        let expected = u64::from(number(16)) | u64::from(number(20)) << 32;
        if found != expected {
            return Err(Error::Length { path: path.to_owned(), found, expected });
        }
        let contents_end = HEADER + number(12) as usize;
        if bytes[24..56] != checksum(bytes) || contents_end > bytes.len() {
            return Err(Error::Checksum(path.to_owned()));
        }
        let contents: Contents = serde_json::from_slice(&bytes[HEADER..contents_end])
            .map_err(|_| Error::Checksum(path.to_owned()))?;
        let base = contents_end.next_multiple_of(ALIGNMENT);
        let mut sections = HashMap::new();
        for section in contents.sections {
            let start = base.saturating_add(section.offset);
            let end = start.saturating_add(section.length);
            if end > bytes.len() {
                return Err(Error::Checksum(path.to_owned()));
            }
            sections.insert(section.name, start..end);
        }
        Ok(Self { path: path.to_owned(), meta: contents.meta, sections, map })
    }

    /// What the model says about itself.
    pub(crate) fn meta(&self) -> &Meta {
        &self.meta
    }

    /// The length of the file in bytes.
    pub(crate) fn length(&self) -> u64 {
        self.map.len() as u64
    }

    /// Where the file is.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// The place of a section.
    pub(crate) fn range(&self, name: &str) -> Option<Range<usize>> {
        self.sections.get(name).cloned()
    }

    /// The bytes at a place.
    pub(crate) fn bytes(&self, range: Range<usize>) -> &[u8] {
        self.map.get(range).unwrap_or(&[])
    }

    /// The bytes of a section that must be there.
    pub(crate) fn section(&self, name: &str) -> Result<&[u8]> {
        self.range(name).map(|range| self.bytes(range)).ok_or_else(|| self.lacks(name))
    }

    /// The place of a tensor of `len` numbers that must be there.
    pub(crate) fn floats(&self, name: &str, len: usize) -> Result<Floats> {
        let range = self.range(name).ok_or_else(|| self.lacks(name))?;
        if range.len() != len * 4 {
            return Err(self.lacks(name));
        }
        Ok(Floats { start: range.start, len })
    }

    /// The numbers of a tensor.
    #[expect(unsafe_code, reason = "viewing mapped bytes as numbers")]
    pub(crate) fn view(&self, floats: Floats) -> &[f32] {
        let bytes = self.bytes(floats.start..floats.start + floats.len * 4);
        // SAFETY: every bit pattern is a valid f32; `align_to` takes care of alignment.
        let (before, numbers, after) = unsafe { bytes.align_to::<f32>() };
        debug_assert!(before.is_empty() && after.is_empty(), "sections are aligned");
        numbers
    }

    fn lacks(&self, name: &str) -> Error {
        Error::Package {
            package: self.path.clone(),
            reason: format!("section {name} is missing or misshapen"),
        }
    }
}
