//! What a source leaves open about an object, in and out.

use async_graphql::{InputObject, SimpleObject};

use super::codes::E;
use crate::service::open_points::{self, OpenPoint, OpenReason};

/// What the source leaves open about one field (неполнота источника)
#[derive(Clone, Debug, SimpleObject)]
pub struct OpenPointStats {
    /// The field, as named here (поле)
    field: String,
    /// Why (причина)
    reason: E<OpenReason>,
}

/// The open points of a column.
pub fn stats(column: &str) -> Vec<OpenPointStats> {
    open_points::read(column)
        .into_iter()
        .map(|point| OpenPointStats { field: point.field, reason: E(point.reason) })
        .collect()
}

/// What the source leaves open about one field (неполнота источника)
#[derive(Clone, Debug, InputObject)]
pub struct OpenPointInput {
    /// The field, as named here (поле)
    pub field: String,
    /// Why (причина)
    pub reason: E<OpenReason>,
}

impl From<OpenPointInput> for OpenPoint {
    fn from(input: OpenPointInput) -> Self {
        let OpenPointInput { field, reason } = input;
        Self { field, reason: reason.0 }
    }
}
