//! Partnerships: who works with whom, planned and actual, within a region and beyond it.
//!
//! - `state.rs`: the state of any day, and the scope that follows from where the two stand.
//! - `write.rs`: the operations; `query.rs`: reading through the scope; `actions.rs`: what may be done.
//! - `merger.rs`: what is in the way when a partner turns out to be recorded twice.

pub mod actions;
pub mod merger;
pub mod query;
pub mod rows;
pub mod state;
pub mod write;
