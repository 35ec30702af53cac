//! Table `value`: what one source says of a subject in a period.

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::entity::prelude::*;
use serde::Serialize;

use crate::{
    ids::{IndicatorId, MunicipalityId, OrganisationId, RegionId, ReportId, ZoneId},
    shared::{Level, NullReason, PeriodType, Qualifier, Visibility},
};

/// A value.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize)]
#[sea_orm(table_name = "value")]
pub struct Model {
    /// Identity.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Counts the changes.
    pub version: i32,
    /// When recorded.
    pub created_at: DateTime<Utc>,
    /// When last changed.
    pub updated_at: DateTime<Utc>,
    /// Region.
    pub region_id: Option<RegionId>,
    /// Zone.
    pub zone_id: Option<ZoneId>,
    /// Municipality.
    pub municipality_id: Option<MunicipalityId>,
    /// Organisation.
    pub organisation_id: Option<OrganisationId>,
    /// Who may know of it.
    pub visibility: Visibility,
    /// The level of the network that keeps the row.
    pub level: Level,
    /// The indicator.
    pub indicator_id: IndicatorId,
    /// What the subject is.
    pub subject: Level,
    /// The territory or the organisation that it is about.
    pub subject_id: Uuid,
    /// A named group in the subject, whom it is about.
    pub group_name: Option<String>,
    /// The folded name of the group, empty for all of the subject.
    pub group_key: String,
    /// `DIMENSION=member;…` in the order of the dimensions; empty for the total.
    pub breakdown: String,
    /// Type of the period.
    pub period_type: PeriodType,
    /// First day of the period.
    pub period_from: NaiveDate,
    /// Last day of the period.
    pub period_to: NaiveDate,
    /// Who says so.
    pub source: String,
    /// What was counted, in millionths.
    pub numerator_micros: Option<i64>,
    /// Decimals printed of it.
    pub numerator_scale: Option<i16>,
    /// Of what, in millionths.
    pub denominator_micros: Option<i64>,
    /// Decimals printed of it.
    pub denominator_scale: Option<i16>,
    /// The value as the source states it, in millionths.
    pub stated_micros: Option<i64>,
    /// Decimals printed of it.
    pub stated_scale: Option<i16>,
    /// How the number is meant.
    pub qualifier: Qualifier,
    /// Why there is no number.
    pub null_reason: Option<NullReason>,
    /// The day that it was counted on.
    pub as_of: Option<NaiveDate>,
    /// 1 day, 2 month, 3 year.
    pub as_of_precision: i16,
    /// Remark.
    pub note: Option<String>,
    /// Why the target is missed or the number jumps.
    pub reason: Option<String>,
    /// What is done about it.
    pub measures: Option<String>,
    /// The document, a code of the dictionary of sources.
    pub document: Option<String>,
    /// Where in the document.
    pub place: Option<String>,
    /// As printed.
    pub printed: Option<String>,
    /// What has to be mended, from whoever returned it.
    pub remark: Option<String>,
    /// Whether it was entered for a silent node.
    pub on_behalf: bool,
    /// Whether it can't be changed any more.
    pub locked: bool,
    /// The report that it comes from.
    pub report_id: Option<ReportId>,
}

impl ActiveModelBehavior for ActiveModel {}
