//! Table `report`: what an expected node answers in a campaign.

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::entity::prelude::*;
use serde::Serialize;

use crate::{
    ids::{CampaignId, MunicipalityId, OrganisationId, RegionId, ReportId},
    shared::{Level, Visibility},
};

crate::code_enum! {
    /// State of a report (состояние отчёта)
    pub enum ReportState {
        /// Not begun (не начат)
        NotStarted = "NOT_STARTED",
        /// Being filled in (черновик)
        Draft = "DRAFT",
        /// Handed in (представлен)
        Submitted = "SUBMITTED",
        /// Returned with remarks (возвращён на доработку)
        Returned = "RETURNED",
        /// Accepted (принят)
        Accepted = "ACCEPTED",
        /// Locked: changed only after unlocking (закрыт для изменений)
        Locked = "LOCKED",
    }
}

crate::code_enum! {
    /// Who looks at a report that is handed in (этап рассмотрения)
    pub enum ReportStep {
        /// The education department (управление образования)
        Department = "DEPARTMENT",
        /// The zonal centre (зональный центр)
        Zone = "ZONE",
        /// The owner of the campaign (владелец сбора)
        Owner = "OWNER",
    }
}

/// A report.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize)]
#[sea_orm(table_name = "report")]
pub struct Model {
    /// Identity.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ReportId,
    /// Counts the changes.
    pub version: i32,
    /// When recorded.
    pub created_at: DateTime<Utc>,
    /// When last changed.
    pub updated_at: DateTime<Utc>,
    /// Region.
    pub region_id: Option<RegionId>,
    /// Municipality.
    pub municipality_id: Option<MunicipalityId>,
    /// Organisation.
    pub organisation_id: Option<OrganisationId>,
    /// Who may know of it.
    pub visibility: Visibility,
    /// The level of the network that keeps the row.
    pub level: Level,
    /// The campaign.
    pub campaign_id: CampaignId,
    /// The territory or the organisation that it is about.
    pub subject_id: Uuid,
    /// State.
    pub state: ReportState,
    /// Who looks at it now.
    pub step: Option<ReportStep>,
    /// The day on which this node is due.
    pub due_on: NaiveDate,
    /// Why it is due later than the others.
    pub extension_reason: Option<String>,
    /// When last handed in.
    pub submitted_on: Option<NaiveDate>,
    /// When first handed in.
    pub first_submitted_on: Option<NaiveDate>,
    /// When accepted.
    pub accepted_on: Option<NaiveDate>,
    /// Whether it was handed in before the period ended.
    pub preliminary: bool,
    /// Whether another entered it for a silent node.
    pub on_behalf: bool,
    /// Whether it was unlocked to be mended, although the campaign may be closed.
    pub unlocked: bool,
}

impl ActiveModelBehavior for ActiveModel {}
