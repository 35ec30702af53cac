//! Table `external_ref`: the ids under which other systems know an object.

use sea_orm::entity::prelude::*;
use serde::Serialize;

/// One row: the id under which a source knows an object.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize)]
#[sea_orm(table_name = "external_ref")]
pub struct Model {
    /// Kind of the object.
    #[sea_orm(primary_key, auto_increment = false)]
    pub typename: String,
    /// The other system.
    #[sea_orm(primary_key, auto_increment = false)]
    pub source: String,
    /// Its id there.
    #[sea_orm(primary_key, auto_increment = false)]
    pub external_id: String,
    /// The object.
    pub object_id: Uuid,
}

impl ActiveModelBehavior for ActiveModel {}
