//! Results of indicators, and rankings by them.

mod input;
mod query;
mod ranking;
mod stats;

pub use query::ResultQuery;
