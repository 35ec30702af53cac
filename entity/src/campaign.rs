//! Table `campaign`: who reports what about which period until when.

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::entity::prelude::*;
use serde::Serialize;

use crate::{
    ids::{CampaignId, MunicipalityId, RegionId, ReportTemplateId, ZoneId},
    shared::{DueKind, Level, PeriodType, Visibility},
};

/// A campaign.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize)]
#[sea_orm(table_name = "campaign")]
pub struct Model {
    /// Identity.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: CampaignId,
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
    /// Who may know of it.
    pub visibility: Visibility,
    /// The level of the network that keeps the row.
    pub level: Level,
    /// The edition of the template.
    pub template_id: ReportTemplateId,
    /// The campaign that this one feeds: its numbers are summed there.
    pub parent_id: Option<CampaignId>,
    /// Name.
    pub name: String,
    /// The level that reports.
    pub respondents: Level,
    /// Type of the period.
    pub period_type: PeriodType,
    /// First day of the period.
    pub period_from: NaiveDate,
    /// Last day of the period.
    pub period_to: NaiveDate,
    /// How the day is found on which it is due.
    pub due_kind: DueKind,
    /// The day itself, where it is given.
    pub due_day: Option<NaiveDate>,
    /// The number of the rule: days, the n-th working day, or month × 100 + day.
    pub due_number: Option<i16>,
    /// The day on which it is due.
    pub due_on: NaiveDate,
    /// The day on which it opens, null while it is prepared.
    pub opens_on: Option<NaiveDate>,
    /// Whether the education department looks first.
    pub department_step: bool,
    /// Whether the zonal centre looks before the owner.
    pub zone_step: bool,
    /// The day on which it was closed.
    pub closed_on: Option<NaiveDate>,
    /// The day of the summary.
    pub summarised_on: Option<NaiveDate>,
    /// The day on which the summary was published.
    pub published_on: Option<NaiveDate>,
    /// The day on which it was called off.
    pub cancelled_on: Option<NaiveDate>,
    /// Why.
    pub cancel_reason: Option<String>,
    /// What respondents are told.
    pub instructions: Option<String>,
    /// Orders by name.
    pub sort_key: String,
    /// Folded text for search.
    pub search_key: String,
}

impl ActiveModelBehavior for ActiveModel {}
