//! Mentions: words that may stand for an actor.
