//! How complete reporting is: of a campaign, and by node, campaign and level.

mod loader;
mod query;
mod result;
mod stats;

pub use loader::CompletenessOf;
pub use query::CompletenessQuery;
pub use stats::{CompletenessStats, Group};
