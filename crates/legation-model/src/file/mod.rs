//! The converted model file: one file, memory-mapped, checked as a whole before anything in it is used.
//!
//! ```text
//! 0   8 bytes   magic "LEGMODEL"
//! 8   u32       format version
//! 12  u32       length of the table of contents
//! 16  u64       length of the file
//! 24  32 bytes  BLAKE3 of everything but these 32 bytes
//! 56  8 bytes   zero
//! 64  JSON      table of contents: [`Meta`] and the sections
//! …   sections, each at a multiple of 64 bytes: little-endian f32 tensors and other tables
//! ```

mod map;
mod write;

pub(crate) use map::{Floats, ModelFile};
pub(crate) use write::FileBuilder;

use serde::{Deserialize, Serialize};

const MAGIC: [u8; 8] = *b"LEGMODEL";
/// The format that this program reads and writes.
pub(crate) const FORMAT: u32 = 3;
const HEADER: usize = 64;
const ALIGNMENT: usize = 64;

/// What a converted model says about itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Meta {
    pub(crate) name: String,
    pub(crate) version: String,
    pub(crate) language: String,
    pub(crate) licence: String,
    /// BLAKE3 of all sections, in hexadecimal: the same weights and rules have the same hash.
    pub(crate) hash: String,
}

#[derive(Debug, Serialize, Deserialize)]
struct Contents {
    meta: Meta,
    sections: Vec<Section>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
struct Section {
    name: String,
    offset: usize,
    length: usize,
}

/// The checksum of a whole file.
fn checksum(bytes: &[u8]) -> [u8; 32] {
    let mut hasher = blake3::Hasher::new();
    hasher.update(&bytes[..24]);
    hasher.update(&bytes[56..]);
    *hasher.finalize().as_bytes()
}
