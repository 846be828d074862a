//! Events: PLOVER coding of clauses.
