//! Table `report_answer`: answers of a report.

use chrono::NaiveDate;
use sea_orm::entity::prelude::*;
use serde::Serialize;

use crate::{
    ids::{FileId, ReportId},
    shared::{NullReason, Qualifier},
};

/// One answer.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize)]
#[sea_orm(table_name = "report_answer")]
pub struct Model {
    /// The report.
    #[sea_orm(primary_key, auto_increment = false)]
    pub report_id: ReportId,
    /// The field.
    #[sea_orm(primary_key, auto_increment = false)]
    pub field_id: Uuid,
    /// 0 for the field itself, from 1 on the rows of a table.
    #[sea_orm(primary_key, auto_increment = false)]
    pub row_number: i32,
    /// The number: of a ratio what was counted, in millionths.
    pub number_micros: Option<i64>,
    /// Decimals printed of it.
    pub number_scale: Option<i16>,
    /// Of what, in millionths.
    pub denominator_micros: Option<i64>,
    /// Decimals printed of it.
    pub denominator_scale: Option<i16>,
    /// The value as stated, in millionths.
    pub stated_micros: Option<i64>,
    /// Decimals printed of it.
    pub stated_scale: Option<i16>,
    /// How the number is meant.
    pub qualifier: Qualifier,
    /// Why there is no number.
    pub null_reason: Option<NullReason>,
    /// The text.
    pub text: Option<String>,
    /// The choice.
    pub choice: Option<String>,
    /// Yes or no.
    pub yes: Option<bool>,
    /// The day.
    pub day: Option<NaiveDate>,
    /// The file.
    pub file_id: Option<FileId>,
    /// What the level below adds up to, in millionths.
    pub computed_micros: Option<i64>,
    /// Decimals printed of it.
    pub computed_scale: Option<i16>,
    /// The denominator that the level below adds up to, in millionths.
    pub computed_denominator_micros: Option<i64>,
    /// Decimals printed of it.
    pub computed_denominator_scale: Option<i16>,
    /// Why the number differs from the sum.
    pub override_reason: Option<String>,
    /// Why the target is missed or the number jumps.
    pub reason: Option<String>,
    /// What is done about it.
    pub measures: Option<String>,
    /// Whether it still is as it was prefilled.
    pub prefilled: bool,
}

impl ActiveModelBehavior for ActiveModel {}
