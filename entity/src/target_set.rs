//! Table `target_set`: sets of targets: a roadmap, a passport, a concept.

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::entity::prelude::*;
use serde::Serialize;

use crate::{
    ids::{LegalActId, MunicipalityId, RegionId, TargetSetId},
    shared::{Level, Visibility},
};

crate::code_enum! {
    /// What a set of targets is (вид набора целей)
    pub enum TargetSetKind {
        /// Roadmap (дорожная карта)
        Roadmap = "ROADMAP",
        /// Passport of a project (паспорт проекта)
        Passport = "PASSPORT",
        /// Concept or strategy (концепция)
        Concept = "CONCEPT",
        /// Least value of a federal condition (минимальное значение)
        Minimum = "MINIMUM",
        /// Own obligation (собственное обязательство)
        Own = "OWN",
        /// Another document (иной документ)
        Other = "OTHER",
    }
}

/// A set of targets.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize)]
#[sea_orm(table_name = "target_set")]
pub struct Model {
    /// Identity.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: TargetSetId,
    /// Counts the changes.
    pub version: i32,
    /// When recorded.
    pub created_at: DateTime<Utc>,
    /// When last changed.
    pub updated_at: DateTime<Utc>,
    /// The region whose set it is; null where it is the federation's.
    pub region_id: Option<RegionId>,
    /// The municipality whose set it is.
    pub municipality_id: Option<MunicipalityId>,
    /// Who may know of it.
    pub visibility: Visibility,
    /// The level of the network that keeps the row.
    pub level: Level,
    /// The code, never reused.
    pub code: String,
    /// Name.
    pub name: String,
    /// What it is.
    pub kind: TargetSetKind,
    /// The act that set it.
    pub act_id: Option<LegalActId>,
    /// The document, a code of the dictionary of sources.
    pub document: Option<String>,
    /// Remark.
    pub note: Option<String>,
    /// What the source leaves open.
    pub open_points: String,
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
