//! Table `municipality_succession`: which municipality followed which, when and how.

use chrono::NaiveDate;
use sea_orm::entity::prelude::*;
use serde::Serialize;

use crate::ids::MunicipalityId;

crate::code_enum! {
    /// How one municipality became another (вид преобразования)
    pub enum SuccessionKind {
        /// One became one with another status or code (преобразование)
        Transformed = "TRANSFORMED",
        /// Several became one (объединение)
        Merged = "MERGED",
        /// One became several (разделение)
        Divided = "DIVIDED",
    }
}

/// One step of lineage.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize)]
#[sea_orm(table_name = "municipality_succession")]
pub struct Model {
    /// The one that ended.
    #[sea_orm(primary_key, auto_increment = false)]
    pub predecessor_id: MunicipalityId,
    /// The one that began.
    #[sea_orm(primary_key, auto_increment = false)]
    pub successor_id: MunicipalityId,
    /// First day of the successor.
    pub day: NaiveDate,
    /// How.
    pub kind: SuccessionKind,
}

impl ActiveModelBehavior for ActiveModel {}
