//! Table `target`: targets of a set, and the bases that they start from.

use chrono::NaiveDate;
use sea_orm::entity::prelude::*;
use serde::Serialize;

use crate::{
    ids::{IndicatorId, TargetSetId},
    shared::{Level, PeriodType},
};

crate::code_enum! {
    /// How a fact is compared with its target (условие достижения)
    pub enum Comparator {
        /// Not less (не менее)
        Ge = "GE",
        /// More (более)
        Gt = "GT",
        /// Not more (не более)
        Le = "LE",
        /// Less (менее)
        Lt = "LT",
        /// Equal (равно)
        Eq = "EQ",
    }
}

/// One target or base.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize)]
#[sea_orm(table_name = "target")]
pub struct Model {
    /// Identity.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The set.
    pub target_set_id: TargetSetId,
    /// The indicator.
    pub indicator_id: IndicatorId,
    /// What the subject is.
    pub subject: Level,
    /// The territory or the organisation that it is about; nil for every one of the level, and for the federation.
    pub subject_id: Uuid,
    /// A named group in the subject, whom it is about.
    pub group_name: Option<String>,
    /// The folded name of the group, empty for all of the subject.
    pub group_key: String,
    /// `DIMENSION=member;…` in the order of the dimensions; empty for the total.
    pub breakdown: String,
    /// Whether it is the base and not a target.
    pub base: bool,
    /// Whether it holds for every period of the type from the first on.
    pub recurring: bool,
    /// Whether the source prints its period; the columns of the period hold nothing where it does not.
    pub dated: bool,
    /// The day by which the last period of a recurring target ends; null without an end.
    pub until: Option<NaiveDate>,
    /// Type of the period.
    pub period_type: PeriodType,
    /// First day of the period.
    pub period_from: NaiveDate,
    /// Last day of the period.
    pub period_to: NaiveDate,
    /// How a fact is compared with it.
    pub comparator: Comparator,
    /// The value, in millionths.
    pub value_micros: i64,
    /// Decimals printed of it.
    pub value_scale: i16,
    /// The same as printed in absolute numbers, in millionths.
    pub absolute_micros: Option<i64>,
    /// Decimals printed of it.
    pub absolute_scale: Option<i16>,
    /// As printed.
    pub printed: Option<String>,
    /// Where in the document.
    pub place: Option<String>,
    /// What the source leaves open.
    pub open_points: String,
}

impl ActiveModelBehavior for ActiveModel {}
