//! Indicators in the graph: what is measured, what is divided by what, by which method, from which sources.

mod card;
pub mod input;
mod input_change;
mod mutation;
mod query;

pub use card::Indicator;
pub use mutation::IndicatorMutation;
pub use query::IndicatorQuery;
