//! Table `change`: every committed change, in commit order. Written by the ledger alone, never changed.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

use crate::{
    ids::{MunicipalityId, OrganisationId, RegionId, UserId},
    shared::Visibility,
};

crate::code_enum! {
    /// What happened to an object, as whoever asks could see it (вид изменения)
    pub enum ChangeOperation {
        /// It began to exist, or came into sight (появился)
        Created = "CREATED",
        /// It was changed (изменён)
        Updated = "UPDATED",
        /// It was removed, or went out of sight (исчез)
        Deleted = "DELETED",
    }
}

/// A change.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "change")]
pub struct Model {
    /// Place in the order of commits, without holes.
    #[sea_orm(primary_key, auto_increment = false)]
    pub position: i64,
    /// When.
    pub at: DateTime<Utc>,
    /// The object's type in the graph.
    pub typename: String,
    /// The object.
    pub object_id: Uuid,
    /// What happened to it.
    pub operation: ChangeOperation,
    /// Its version since.
    pub version: i32,
    /// Who; null: the service itself or the command line.
    pub actor_id: Option<UserId>,
    /// The source of a push.
    pub source: Option<String>,
    /// The batch of a push.
    pub batch_id: Option<Uuid>,
    /// Its natural key.
    pub natural_key: Option<String>,
    /// The fields that changed, with commas between.
    pub changed_fields: String,
    /// Region before.
    pub region_before: Option<RegionId>,
    /// Municipality before.
    pub municipality_before: Option<MunicipalityId>,
    /// Organisation before.
    pub organisation_before: Option<OrganisationId>,
    /// Visibility before; null: it did not exist.
    pub visibility_before: Option<Visibility>,
    /// Number of the level that kept it before.
    pub draft_level_before: Option<i16>,
    /// Region since.
    pub region_after: Option<RegionId>,
    /// Municipality since.
    pub municipality_after: Option<MunicipalityId>,
    /// Organisation since.
    pub organisation_after: Option<OrganisationId>,
    /// Visibility since; null: it is removed.
    pub visibility_after: Option<Visibility>,
    /// Number of the level that keeps it since.
    pub draft_level_after: Option<i16>,
}

impl ActiveModelBehavior for ActiveModel {}
