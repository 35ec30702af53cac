//! Table `report_template`: templates of reports, by edition.

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::entity::prelude::*;
use serde::Serialize;

use crate::{
    ids::{MunicipalityId, RegionId, ReportTemplateId},
    shared::{Level, PeriodType, Visibility},
};

crate::code_enum! {
    /// What is reported (вид отчёта)
    pub enum ReportKind {
        /// Annual report of a centre (годовой отчёт центра)
        CentreAnnual = "CENTRE_ANNUAL",
        /// Annual report of an innovation platform (годовой отчёт площадки)
        PlatformAnnual = "PLATFORM_ANNUAL",
        /// Monitoring (мониторинг)
        Monitoring = "MONITORING",
        /// Execution of a plan (исполнение плана)
        PlanExecution = "PLAN_EXECUTION",
        /// Progress of a project (ход проекта)
        ProjectProgress = "PROJECT_PROGRESS",
        /// Results of competitions (итоги конкурсов)
        CompetitionResult = "COMPETITION_RESULT",
        /// Inventory (инвентаризация)
        Inventory = "INVENTORY",
        /// Another (иной)
        Other = "OTHER",
    }
}

/// One edition of a template.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize)]
#[sea_orm(table_name = "report_template")]
pub struct Model {
    /// Identity.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ReportTemplateId,
    /// Counts the changes.
    pub version: i32,
    /// When recorded.
    pub created_at: DateTime<Utc>,
    /// When last changed.
    pub updated_at: DateTime<Utc>,
    /// The region whose template it is; null where it is everyone's.
    pub region_id: Option<RegionId>,
    /// The municipality whose template it is.
    pub municipality_id: Option<MunicipalityId>,
    /// Who may know of it.
    pub visibility: Visibility,
    /// The level of the network that keeps the row.
    pub level: Level,
    /// The code, the same for all editions.
    pub code: String,
    /// Number of the edition.
    pub edition: i32,
    /// Name.
    pub name: String,
    /// What is reported.
    pub kind: ReportKind,
    /// How to fill it in.
    pub instructions: Option<String>,
    /// Type of the period.
    pub period_type: PeriodType,
    /// From that day on it is not changed.
    pub published_on: Option<NaiveDate>,
    /// From that day on no campaign takes it.
    pub retired_on: Option<NaiveDate>,
    /// The edition that it was copied from.
    pub copied_from_id: Option<ReportTemplateId>,
    /// Orders by name.
    pub sort_key: String,
    /// Folded text for search.
    pub search_key: String,
}

impl ActiveModelBehavior for ActiveModel {}
