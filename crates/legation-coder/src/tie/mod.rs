//! Ties: lasting relations between actors.
