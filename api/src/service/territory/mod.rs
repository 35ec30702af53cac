//! The map: regions, zones, municipalities with their history and lineage, population series.

pub mod actions;
pub mod municipality;
pub mod population;
pub mod query;
pub mod region;
pub mod reorganise;
pub mod rows;
pub mod zone;

use crate::error::{UserError, UserErrorCode};

/// Such an object exists already.
fn duplicate(path: &str) -> UserError {
    UserError::new(UserErrorCode::Duplicate, path, "Такой объект уже есть", "Such an object exists already")
}
