//! Organisations: cards with their names, places and numbers over time, their life cycle, mergers and duplicates.
//!
//! - `query.rs`: reading, `list.rs`: the lists; `rules.rs`: states and segments of time, pure.
//! - `create.rs`, `update.rs`, `relocate.rs` (names and places from a day on), `lifecycle.rs`, `merge.rs`, `delete.rs`.
//! - `references.rs`: who refers to organisations. A domain that does adds its line there; `clash.rs`: what they forbid.

pub mod actions;
pub mod basis;
pub mod clash;
pub mod create;
pub mod delete;
pub mod fields;
pub mod lifecycle;
pub mod list;
pub mod merge;
pub mod parts;
pub mod query;
pub mod references;
pub mod relocate;
pub mod rows;
pub mod rules;
pub mod tally;
pub mod update;

use crate::error::{UserError, UserErrorCode};

/// An organisation with such numbers exists already.
fn duplicate(path: &str) -> UserError {
    UserError::new(
        UserErrorCode::Duplicate,
        path,
        "Организация с таким ИНН и КПП уже есть; филиал указывает головную организацию и свой КПП",
        "An organisation with this ИНН and КПП exists; a branch names its head organisation and has a КПП of its own",
    )
}
