//! Statuses in the graph: the dictionary of kinds, the assignments, what is done with them.

mod assignment;
mod input;
mod kind;
mod kind_input;
mod mutation;
mod query;

pub use assignment::StatusAssignment;
pub use input::{StatusFilter, StatusOrder};
pub use kind::StatusKind;
pub use mutation::{StatusKindMutation, StatusMutation};
pub use query::StatusQuery;
