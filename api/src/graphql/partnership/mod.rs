//! Partnerships in the graph.

mod input;
mod mutation;
mod node;
mod query;

pub use input::{PartnershipFilter, PartnershipOrder};
pub use mutation::PartnershipMutation;
pub use node::Partnership;
pub use query::{PartnershipQuery, partnerships_below};
