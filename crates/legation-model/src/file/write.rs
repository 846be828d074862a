//! [`FileBuilder`]: collects sections and writes the file in one go.

use super::{ALIGNMENT, Contents, FORMAT, HEADER, MAGIC, Meta, Section, checksum};

/// A model file in the making.
#[derive(Debug, Default)]
pub(crate) struct FileBuilder {
    sections: Vec<(String, Vec<u8>)>,
}

impl FileBuilder {
    /// Adds a section.
    pub(crate) fn bytes(&mut self, name: impl Into<String>, bytes: Vec<u8>) {
        self.sections.push((name.into(), bytes));
    }

    /// Adds a tensor.
    pub(crate) fn floats(&mut self, name: impl Into<String>, values: &[f32]) {
        self.bytes(name, values.iter().flat_map(|value| value.to_le_bytes()).collect());
    }

    /// The file's bytes. `meta.hash` is filled in.
    pub(crate) fn finish(self, mut meta: Meta) -> Vec<u8> {
        let mut hasher = blake3::Hasher::new();
        for (name, bytes) in &self.sections {
            hasher.update(name.as_bytes());
            hasher.update(&(bytes.len() as u64).to_le_bytes());
            hasher.update(bytes);
        }
        meta.hash = hasher.finalize().to_hex().to_string();

        let mut offset = 0;
        let mut sections = Vec::with_capacity(self.sections.len());
        for (name, bytes) in &self.sections {
            sections.push(Section { name: name.clone(), offset, length: bytes.len() });
            offset += bytes.len().next_multiple_of(ALIGNMENT);
        }
        let contents = serde_json::to_vec(&Contents { meta, sections }).unwrap_or_default();
        let mut file = Vec::with_capacity(offset + contents.len() + 2 * HEADER);
        file.extend(MAGIC);
        file.extend(FORMAT.to_le_bytes());
        file.extend((contents.len() as u32).to_le_bytes());
        file.resize(HEADER, 0);
        file.extend(&contents);
        for (_, bytes) in self.sections {
            file.resize(file.len().next_multiple_of(ALIGNMENT), 0);
            file.extend(bytes);
        }
        file.resize(file.len().next_multiple_of(ALIGNMENT), 0);
        let length = file.len() as u64;
        file[16..24].copy_from_slice(&length.to_le_bytes());
        let sum = checksum(&file);
        file[24..56].copy_from_slice(&sum);
        file
    }
}
