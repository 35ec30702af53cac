//! Indicators: what is measured, what is divided by what, by which method, from which sources.
//!
//! - `fields.rs`: what an indicator says, given and checked once for creating and changing; `rules.rs`: which definitions
//!   make sense, pure; `parts.rs`: its methods and sources; `denominator.rs`: what it is divided by.
//! - `create.rs`, `update.rs`, `delete.rs`: the operations; `actions.rs`: who may.

pub mod actions;
pub mod create;
pub mod delete;
mod denominator;
pub mod fields;
pub mod parts;
pub mod query;
pub mod rows;
pub mod rules;
pub mod update;
