//! What the store promises, seen from outside. One binary, so that it links once.

mod common;
mod corrections;
mod counts;
mod cube;
mod exports;
mod filters;
mod formats;
mod large;
mod readers;
mod speed;
mod upkeep;
mod usual;
mod write;
