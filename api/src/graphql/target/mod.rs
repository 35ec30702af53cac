//! Sets of targets in the graph, with the targets and bases in them.

pub mod input;
mod mutation;
mod query;
mod set;
mod stats;

pub use mutation::TargetMutation;
pub use query::TargetQuery;
pub use set::TargetSet;
pub use stats::TargetStats;
