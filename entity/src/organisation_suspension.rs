//! Table `organisation_suspension`: suspensions before the one that stands in `organisation` itself.

use chrono::NaiveDate;
use sea_orm::entity::prelude::*;
use serde::Serialize;

use crate::ids::OrganisationId;

/// One row: a suspension that was followed by another.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize)]
#[sea_orm(table_name = "organisation_suspension")]
pub struct Model {
    /// Identity.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Whose.
    pub organisation_id: OrganisationId,
    /// First day, inclusive.
    pub from_day: NaiveDate,
    /// Last day, inclusive.
    pub to_day: NaiveDate,
}

impl ActiveModelBehavior for ActiveModel {}
