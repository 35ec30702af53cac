//! Table `report_field`: fields of a template.

use sea_orm::entity::prelude::*;
use serde::Serialize;

use crate::{
    ids::{IndicatorId, ReportTemplateId, TargetSetId},
    shared::Unit,
};

crate::code_enum! {
    /// What a field is answered with (вид поля)
    pub enum FieldKind {
        /// A number (число)
        Number = "NUMBER",
        /// A text (текст)
        Text = "TEXT",
        /// One of several answers (выбор)
        Choice = "CHOICE",
        /// Yes or no (да или нет)
        YesNo = "YES_NO",
        /// A day (дата)
        Date = "DATE",
        /// A file (файл)
        File = "FILE",
        /// Rows of several columns (повторяющаяся таблица)
        Table = "TABLE",
    }
}

crate::code_enum! {
    /// Where the first answer of a field comes from (предзаполнение)
    pub enum Prefill {
        /// From nowhere (нет)
        None = "NONE",
        /// From the report of the last period (из прошлого периода)
        LastPeriod = "LAST_PERIOD",
        /// From the value of another source (из значения источника)
        Source = "SOURCE",
        /// Counted from the register (из реестра)
        Register = "REGISTER",
    }
}

/// One field.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize)]
#[sea_orm(table_name = "report_field")]
pub struct Model {
    /// Identity.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The edition.
    pub template_id: ReportTemplateId,
    /// The table whose column it is.
    pub parent_id: Option<Uuid>,
    /// Place in the template.
    pub ordinal: i32,
    /// Heading that it stands under.
    pub section: Option<String>,
    /// The code, the same in all editions.
    pub code: String,
    /// What is asked.
    pub label: String,
    /// What is meant.
    pub help: Option<String>,
    /// What is answered.
    pub kind: FieldKind,
    /// Whether a report is handed in only with it.
    pub required: bool,
    /// Possible answers, one on a line.
    pub choices: String,
    /// Unit, where no indicator tells it.
    pub unit: Option<Unit>,
    /// The indicator that the number is a value of.
    pub indicator_id: Option<IndicatorId>,
    /// `DIMENSION=member;…` in the order of the dimensions; empty for the total.
    pub breakdown: String,
    /// Targets that the number is held against.
    pub target_set_id: Option<TargetSetId>,
    /// Where a first answer comes from.
    pub prefill: Prefill,
    /// The source or the register.
    pub prefill_from: Option<String>,
    /// A change from the last period by more percent asks for a reason.
    pub jump_threshold: Option<i16>,
}

impl ActiveModelBehavior for ActiveModel {}
