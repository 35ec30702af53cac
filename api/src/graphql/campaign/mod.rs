//! Campaigns of reporting: for a period, until a due day, with the nodes that are expected.

mod card;
mod input;
mod input_change;
mod mutation;
mod query;

pub use card::Campaign;
pub use mutation::CampaignMutation;
pub use query::CampaignQuery;
