//! Table `figure`: what counts for a subject and a period, of all sources and shorter periods.

use chrono::NaiveDate;
use sea_orm::entity::prelude::*;
use serde::Serialize;

use crate::{
    ids::{IndicatorId, MunicipalityId, OrganisationId, RegionId},
    shared::{Level, NullReason, PeriodType, Qualifier},
};

crate::code_enum! {
    /// Where the figure of a period comes from (происхождение значения)
    pub enum Derived {
        /// Told for this period (за этот период)
        Own = "OWN",
        /// The last of shorter periods (последнее за более короткие периоды)
        Last = "LAST",
        /// The sum of all shorter periods (сумма более коротких периодов)
        Sum = "SUM",
    }
}

/// One figure.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize)]
#[sea_orm(table_name = "figure")]
pub struct Model {
    /// The indicator.
    #[sea_orm(primary_key, auto_increment = false)]
    pub indicator_id: IndicatorId,
    /// 1 of what is past draft, 2 of what is accepted.
    #[sea_orm(primary_key, auto_increment = false)]
    pub state: i16,
    /// Type of the period.
    #[sea_orm(primary_key, auto_increment = false)]
    pub period_type: PeriodType,
    /// First day of the period.
    #[sea_orm(primary_key, auto_increment = false)]
    pub period_from: NaiveDate,
    /// Last day of the period.
    #[sea_orm(primary_key, auto_increment = false)]
    pub period_to: NaiveDate,
    /// `DIMENSION=member;…` in the order of the dimensions; empty for the total.
    #[sea_orm(primary_key, auto_increment = false)]
    pub breakdown: String,
    /// The territory or the organisation that it is about.
    #[sea_orm(primary_key, auto_increment = false)]
    pub subject_id: Uuid,
    /// What the subject is.
    pub subject: Level,
    /// Region.
    pub region_id: Option<RegionId>,
    /// Municipality.
    pub municipality_id: Option<MunicipalityId>,
    /// Organisation.
    pub organisation_id: Option<OrganisationId>,
    /// What was counted, in millionths.
    pub numerator_micros: Option<i64>,
    /// Of what, in millionths.
    pub denominator_micros: Option<i64>,
    /// The value as stated, in millionths.
    pub stated_micros: Option<i64>,
    /// How the number is meant.
    pub qualifier: Qualifier,
    /// Why there is no number.
    pub null_reason: Option<NullReason>,
    /// Whether it is told for this period, or follows from shorter ones.
    pub derived: Derived,
    /// The value it is taken from, the last of several.
    pub value_id: Uuid,
}

impl ActiveModelBehavior for ActiveModel {}
