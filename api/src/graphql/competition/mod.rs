//! Competitions in the graph.

pub mod below;
mod card;
pub mod input;
mod input_change;
mod mutation;
pub mod parts;
mod query;

pub use card::Competition;
pub use mutation::{CompetitionDecisionMutation, CompetitionMutation};
pub use query::CompetitionQuery;
