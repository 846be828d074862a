//! Knowledge: the tables of facts, compiled for lookup.
