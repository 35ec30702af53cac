//! Table `report_remark`: remarks of whoever returned a report.

use sea_orm::entity::prelude::*;
use serde::Serialize;

use crate::ids::ReportId;

/// One remark.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize)]
#[sea_orm(table_name = "report_remark")]
pub struct Model {
    /// Identity.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The report.
    pub report_id: ReportId,
    /// Number of the submission.
    pub round: i32,
    /// Place among the remarks.
    pub ordinal: i32,
    /// The field; null about the whole report.
    pub field_id: Option<Uuid>,
    /// What to mend.
    pub text: String,
}

impl ActiveModelBehavior for ActiveModel {}
