//! The networks: matrix products, token-to-vector encoders, linear layers.

pub(crate) mod kernel;
pub(crate) mod known;
pub(crate) mod matrix;
pub(crate) mod tagger;
pub(crate) mod tok2vec;
