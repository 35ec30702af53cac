//! Applications to competitions in the graph.

mod card;
pub mod input;
mod mutation;
mod query;

pub use card::Application;
pub use input::{ApplicationFilterInput, ApplicationOrder};
pub use mutation::ApplicationMutation;
pub use query::{ApplicationQuery, applications_below};
