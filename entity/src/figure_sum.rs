//! Table `figure_sum`: sums of the figures below a region or a municipality.

use chrono::NaiveDate;
use sea_orm::entity::prelude::*;
use serde::Serialize;

use crate::{ids::IndicatorId, shared::PeriodType};

/// One sum.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize)]
#[sea_orm(table_name = "figure_sum")]
pub struct Model {
    /// The region or the municipality.
    #[sea_orm(primary_key, auto_increment = false)]
    pub territory_id: Uuid,
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
    /// Sum of all numerators, in millionths.
    pub numerator_micros: i64,
    /// Sum of numerators that have a denominator.
    pub pair_numerator_micros: i64,
    /// Sum of those denominators.
    pub pair_denominator_micros: i64,
    /// Figures with both.
    pub pairs: i64,
    /// Figures with a numerator.
    pub numbers: i64,
    /// Of them those that are bounds or approximations.
    pub inexact: i64,
    /// Figures that are no silence.
    pub reported: i64,
}

impl ActiveModelBehavior for ActiveModel {}
