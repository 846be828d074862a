//! The server as a client sees it, in process.

mod answers;
mod common;
mod description;
mod hostile;
mod live;
mod load;
mod mcp;
mod people;
