//! Table `organisation_alias`: other printed forms of a name.

use sea_orm::entity::prelude::*;
use serde::Serialize;

use crate::ids::OrganisationId;

/// One row: other printed forms of a name.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize)]
#[sea_orm(table_name = "organisation_alias")]
pub struct Model {
    /// Whose.
    #[sea_orm(primary_key, auto_increment = false)]
    pub organisation_id: OrganisationId,
    /// As printed.
    #[sea_orm(primary_key, auto_increment = false)]
    pub name: String,
}

impl ActiveModelBehavior for ActiveModel {}
