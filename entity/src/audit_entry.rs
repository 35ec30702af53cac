//! Table `audit_entry`: who did what to whom and why. Written by the ledger alone, never changed.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

use crate::ids::{MunicipalityId, OrganisationId, RegionId, UserId};

/// An entry.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "audit_entry")]
pub struct Model {
    /// Place in the log.
    #[sea_orm(primary_key, auto_increment = false)]
    pub position: i64,
    /// When.
    pub at: DateTime<Utc>,
    /// Who; null: the service itself or the command line.
    pub actor_id: Option<UserId>,
    /// Position of whoever did it, at that time.
    pub actor_name: String,
    /// What was done: the name of a mutation.
    pub action: String,
    /// Kind of the object.
    pub typename: String,
    /// The object.
    pub object_id: Uuid,
    /// Region of the object.
    pub region_id: Option<RegionId>,
    /// Municipality of the object.
    pub municipality_id: Option<MunicipalityId>,
    /// Organisation of the object.
    pub organisation_id: Option<OrganisationId>,
    /// Why.
    pub reason: Option<String>,
    /// What changed, as JSON.
    pub details: String,
    /// Hash of the entry before.
    pub previous_hash: String,
    /// Hash of this entry.
    pub hash: String,
}

impl ActiveModelBehavior for ActiveModel {}
