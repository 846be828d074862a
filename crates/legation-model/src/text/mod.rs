//! What the networks see of a word: character classes, string ids, shapes and norms.

pub(crate) mod chars;
pub(crate) mod hash;
pub(crate) mod lexeme;
mod unicode;
