//! Table `report_event`: what happened to a report, by whom.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;
use serde::Serialize;

use crate::{
    ids::{ReportId, UserId},
    report::ReportState,
};

crate::code_enum! {
    /// What was done to a report (действие с отчётом)
    pub enum ReportEventKind {
        /// The campaign was opened (сбор открыт)
        Opened = "OPENED",
        /// Filling in began (начат)
        Started = "STARTED",
        /// Handed in (представлен)
        Submitted = "SUBMITTED",
        /// Passed on by the department or the zone (согласован)
        Endorsed = "ENDORSED",
        /// Returned with remarks (возвращён)
        Returned = "RETURNED",
        /// Taken back by its sender (отозван отправителем)
        Withdrawn = "WITHDRAWN",
        /// Accepted (принят)
        Accepted = "ACCEPTED",
        /// Locked (закрыт)
        Locked = "LOCKED",
        /// Unlocked with a reason (открыт для изменений)
        Unlocked = "UNLOCKED",
        /// Given a later day (срок продлён)
        Extended = "EXTENDED",
    }
}

/// One event.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize)]
#[sea_orm(table_name = "report_event")]
pub struct Model {
    /// The report.
    #[sea_orm(primary_key, auto_increment = false)]
    pub report_id: ReportId,
    /// Number in the report.
    #[sea_orm(primary_key, auto_increment = false)]
    pub number: i32,
    /// When.
    pub at: DateTime<Utc>,
    /// The account.
    pub actor_id: Option<UserId>,
    /// Position of whoever did it.
    pub actor: String,
    /// The role in which it was done.
    pub role: Option<String>,
    /// What was done.
    pub kind: ReportEventKind,
    /// The state after it.
    pub state: ReportState,
    /// Comment.
    pub comment: Option<String>,
    /// The version after it.
    pub report_version: i32,
}

impl ActiveModelBehavior for ActiveModel {}
