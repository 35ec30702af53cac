//! The aggregate over a node of the network on a day.

mod counts;
mod loader;
mod query;

pub use counts::Overview;
pub use query::OverviewQuery;
