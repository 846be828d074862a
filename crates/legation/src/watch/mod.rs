//! `legation watch`: feeds and sitemaps are asked for news, and the articles they point to are fetched, read and coded.
//!
//! This and the installation of models are the only parts that use the network. Requests are honest about who asks, follow
//! `robots.txt`, leave a pause between two to one site, and never take more than is allowed of time and memory.

pub mod address;
mod articles;
pub mod config;
mod fetch;
mod listing;
pub mod robots;
mod round;
mod sites;
pub mod state;

pub use config::Config;
pub use round::{Options, Report, Round, Watch};
