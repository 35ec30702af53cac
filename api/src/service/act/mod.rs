//! Legal acts: what they are, what they amend and repeal, and what they found.
//!
//! `basis.rs` is for the other domains: the acts on which their objects rest.

pub mod basis;
pub mod query;
pub mod rows;
