//! Centres: РМЦ, ЗОЦ, МОЦ as lasting nodes with territory, parent and host. Since when and by which act a centre stands
//! is told by its status assignments (`service/status`), once.
//!
//! - `create.rs`, `update.rs`, `delete.rs`: the operations; `tree.rs`: what a centre above another must be.
//! - `query.rs`: every read, the host of a day, which municipalities have none.

pub mod actions;
pub mod create;
pub mod delete;
pub mod query;
pub mod rows;
pub mod rules;
pub mod tree;
pub mod update;
