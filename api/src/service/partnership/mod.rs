//! Partnerships: who works with whom, planned and actual, within a region and beyond it.
//!
//! - `state.rs`: the state of any day, and the scope that follows from where the two stand.
//! - `write.rs`: the operations; `query.rs`: reading through the scope; `actions.rs`: what may be done.

pub mod actions;
pub mod query;
pub mod rows;
pub mod state;
pub mod write;
