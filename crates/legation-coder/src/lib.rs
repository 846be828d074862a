//! The coder: a document and its layers become records.
//!
//! [`code`] is a pure function that cannot fail: what it cannot code becomes a remark. It goes in steps, each a
//! module with a layer of its own, and no step changes a layer before it:
//! timexes → quantities → mentions and actors → clauses → statements → events → figures → ties → assessments.

pub mod actor;
pub mod assessment;
pub mod clause;
pub mod codebook;
pub mod event;
pub mod figure;
pub mod knowledge;
pub mod mention;
pub mod quantity;
pub mod statement;
pub mod syntax;
pub mod tie;
pub mod timex;

pub use codebook::Codebook;
pub use syntax::Syntax;
