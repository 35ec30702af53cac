//! What the ledger needs of the rows of statuses.

use entity::{shared::Level, status_assignment, status_kind};
use uuid::Uuid;

use crate::{
    access::Kind,
    db::change::{Place, Root},
};

impl Root for status_kind::Model {
    const KIND: Kind = Kind::StatusKind;
    fn id(&self) -> Uuid {
        self.id.into()
    }
    fn version(&self) -> i32 {
        self.version
    }
    fn natural_key(&self) -> Option<String> {
        Some(self.code.clone())
    }
    fn place(&self) -> Place {
        Place {
            region: self.region_id,
            municipality: self.municipality_id,
            organisation: None,
            visibility: self.visibility,
            level: self.level,
        }
    }
}

impl Root for status_assignment::Model {
    const KIND: Kind = Kind::StatusAssignment;
    fn id(&self) -> Uuid {
        self.id.into()
    }
    fn version(&self) -> i32 {
        self.version
    }
    fn natural_key(&self) -> Option<String> {
        None
    }
    fn place(&self) -> Place {
        Place {
            region: self.region_id,
            municipality: self.municipality_id,
            organisation: self.organisation_id,
            visibility: self.visibility,
            level: self.level,
        }
    }
}

/// Where a status is decided on: at its own level. What the federation granted is recorded by the region.
pub fn decided_at(row: &status_assignment::Model) -> Place {
    Place { level: decision_level(row.grant_level, row.recorded && row.region_id.is_some()), ..row.place() }
}

/// The level of the network that decides on a status of a level.
pub fn decision_level(grant_level: Level, recorded_in_region: bool) -> Level {
    match grant_level {
        Level::Federation if recorded_in_region => Level::Region,
        level => level,
    }
}
