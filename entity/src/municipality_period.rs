//! Table `municipality_period`: what a municipality was called, was and belonged to before `attributes_since`.

use chrono::NaiveDate;
use sea_orm::entity::prelude::*;
use serde::Serialize;

use crate::{
    ids::{MunicipalityId, ZoneId},
    municipality::MunicipalityKind,
};

/// Attributes of one past period.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize)]
#[sea_orm(table_name = "municipality_period")]
pub struct Model {
    /// Identity.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Whose.
    pub municipality_id: MunicipalityId,
    /// Name at that time.
    pub name: String,
    /// Kind at that time.
    pub kind: MunicipalityKind,
    /// Zone at that time.
    pub zone_id: Option<ZoneId>,
    /// Orders by name.
    pub sort_key: String,
    /// First day, inclusive; null is since ever.
    pub from_day: Option<NaiveDate>,
    /// Last day, inclusive.
    pub to_day: NaiveDate,
}

impl ActiveModelBehavior for ActiveModel {}
