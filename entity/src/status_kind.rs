//! Table `status_kind`: the extensible, dated dictionary of what an organisation or a centre may be.

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::entity::prelude::*;
use serde::Serialize;

use crate::{
    ids::{MunicipalityId, RegionId, StatusKindId},
    shared::{Level, Visibility},
};

crate::code_enum! {
    /// Who holds a status of a kind (кто носит статус)
    pub enum StatusHolderType {
        /// A centre (центр)
        Centre = "CENTRE",
        /// An organisation (организация)
        Organisation = "ORGANISATION",
        /// A unit or circle inside an organisation (объединение, подразделение)
        Association = "ASSOCIATION",
    }
}

/// A kind of status.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize)]
#[sea_orm(table_name = "status_kind")]
pub struct Model {
    /// Identity.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: StatusKindId,
    /// Counts the changes.
    pub version: i32,
    /// When recorded.
    pub created_at: DateTime<Utc>,
    /// When last changed.
    pub updated_at: DateTime<Utc>,
    /// The region whose kind it is; null where it is everyone's.
    pub region_id: Option<RegionId>,
    /// The municipality whose kind it is.
    pub municipality_id: Option<MunicipalityId>,
    /// Always public.
    pub visibility: Visibility,
    /// The level of the network that keeps the entry.
    pub level: Level,
    /// The code, never reused.
    pub code: String,
    /// Name.
    pub name: String,
    /// Abbreviation.
    pub short_name: Option<String>,
    /// Other printed names, one on a line.
    pub aliases: String,
    /// Levels that may grant it: codes, one on a line.
    pub levels: String,
    /// Who holds it.
    pub held_by: StatusHolderType,
    /// Whether one holder may have several at a time on one territory and topic.
    pub parallels: bool,
    /// Whether the topic is part of what is granted.
    pub topic_in_key: bool,
    /// Whether it is granted per academic year.
    pub has_academic_year: bool,
    /// Whether it carries a number of a register.
    pub has_registry_number: bool,
    /// Orders by name.
    pub sort_key: String,
    /// Folded text for search.
    pub search_key: String,
    /// First day, inclusive.
    pub valid_from: Option<NaiveDate>,
    /// 1 day, 2 month, 3 year.
    pub valid_from_precision: i16,
    /// As printed.
    pub valid_from_text: Option<String>,
    /// Last day, inclusive.
    pub valid_to: Option<NaiveDate>,
    /// 1 day, 2 month, 3 year.
    pub valid_to_precision: i16,
    /// As printed.
    pub valid_to_text: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}
