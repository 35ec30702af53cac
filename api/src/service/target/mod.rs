//! Sets of targets: a roadmap, a passport, a concept, with the targets and bases in them. Several stand side by side.
//!
//! - `rules.rs`: which target holds for a subject and a period, whether a fact meets it; `warnings.rs`: what is odd about
//!   a set: both pure. `put.rs`: replacing and merging targets.
//! - `create.rs`, `update.rs`, `approve.rs`, `delete.rs`: the operations on a set; `actions.rs`: who may.

pub mod actions;
pub mod approve;
pub mod create;
pub mod delete;
pub mod put;
pub mod query;
pub mod row;
pub mod rows;
pub mod rules;
pub mod update;
pub mod warnings;
