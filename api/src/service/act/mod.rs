//! Legal acts: what they are, what they amend and repeal, and what they found.
//!
//! - `place.rs`: where an act is kept; `facts.rs`: what is printed on it, checked; `rules.rs`: keys, states, order.
//! - `create.rs`, `update.rs`, `amend.rs`, `repeal.rs`, `delete.rs`: the operations; `actions.rs`: who may when.
//! - `basis.rs` is for the other domains: the acts on which their objects rest.

pub mod actions;
pub mod amend;
pub mod basis;
pub mod create;
pub mod delete;
mod facts;
pub mod list;
mod place;
pub mod query;
pub mod repeal;
pub mod rows;
pub mod rules;
pub mod update;

/// Most characters of a title.
const TITLE: usize = 1_000;
/// Most acts that amend one, or that one amends.
const AMENDMENTS: usize = 200;
