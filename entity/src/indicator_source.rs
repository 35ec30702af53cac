//! Table `indicator_source`: which source of an indicator counts before which.

use sea_orm::entity::prelude::*;
use serde::Serialize;

use crate::ids::IndicatorId;

/// One source.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize)]
#[sea_orm(table_name = "indicator_source")]
pub struct Model {
    /// The indicator.
    #[sea_orm(primary_key, auto_increment = false)]
    pub indicator_id: IndicatorId,
    /// Who says so.
    #[sea_orm(primary_key, auto_increment = false)]
    pub source: String,
    /// The least counts.
    pub priority: i16,
}

impl ActiveModelBehavior for ActiveModel {}
