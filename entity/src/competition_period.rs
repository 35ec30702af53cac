//! Table `competition_period`: the windows of a competition that a postponement gave up.

use chrono::NaiveDate;
use sea_orm::entity::prelude::*;
use serde::Serialize;

use crate::ids::CompetitionId;

/// Windows that held until a postponement.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize)]
#[sea_orm(table_name = "competition_period")]
pub struct Model {
    /// Identity.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The competition.
    pub competition_id: CompetitionId,
    /// The day of the postponement that had set these windows; null: the announced ones.
    pub windows_since: Option<NaiveDate>,
    /// The day before the postponement that gave them up.
    pub to_day: NaiveDate,
    /// Why they were given up.
    pub reason: String,
    /// The day on which the earlier postponement ended.
    pub resumes_on: Option<NaiveDate>,
    /// First day for applications.
    pub applications_from: Option<NaiveDate>,
    /// Last day for applications.
    pub applications_to: Option<NaiveDate>,
    /// First day of the evaluation.
    pub evaluation_from: Option<NaiveDate>,
    /// Last day of the evaluation.
    pub evaluation_to: Option<NaiveDate>,
    /// First day on which it was to be held.
    pub valid_from: Option<NaiveDate>,
    /// 1 day, 2 month, 3 year.
    pub valid_from_precision: i16,
    /// As printed.
    pub valid_from_text: Option<String>,
    /// Last day on which it was to be held.
    pub valid_to: Option<NaiveDate>,
    /// 1 day, 2 month, 3 year.
    pub valid_to_precision: i16,
    /// As printed.
    pub valid_to_text: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}
