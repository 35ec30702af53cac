//! Sets of targets in the graph, with the targets and bases in them.

pub mod input;
mod mutation;
mod query;
mod set;
mod target;

pub use mutation::TargetMutation;
pub use query::TargetQuery;
pub use set::TargetSet;
pub use target::TargetStats;
