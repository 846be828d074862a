//! Statements: who said what, through whom, to whom.
