//! Table `indicator`: what is measured, and what is divided by what.

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::entity::prelude::*;
use serde::Serialize;

use crate::{
    ids::{IndicatorId, MunicipalityId, RegionId},
    shared::{DueKind, Level, PeriodType, Unit, Visibility},
};

crate::code_enum! {
    /// Main or additional indicator (основной или дополнительный)
    pub enum IndicatorCategory {
        /// Main (основной)
        Main = "MAIN",
        /// Additional (дополнительный)
        Additional = "ADDITIONAL",
    }
}

crate::code_enum! {
    /// How an indicator behaves in time (вид показателя)
    pub enum IndicatorKind {
        /// A level at the end of the period (состояние на конец периода)
        Level = "LEVEL",
        /// Counted from the beginning of the year, never falling (нарастающим итогом)
        Cumulative = "CUMULATIVE",
        /// What happened in the period; periods add up (за период)
        Flow = "FLOW",
        /// Yes or no: 1 or 0 (признак)
        Flag = "FLAG",
    }
}

crate::code_enum! {
    /// Which way an indicator is better (направленность показателя)
    pub enum Better {
        /// More is better (больше – лучше)
        More = "MORE",
        /// Less is better (меньше – лучше)
        Less = "LESS",
        /// Neither (без направленности)
        Neutral = "NEUTRAL",
    }
}

crate::code_enum! {
    /// How an indicator of several territories is put together (правило свода)
    pub enum Aggregation {
        /// Sums of numerators and denominators, then divided (сумма числителей к сумме знаменателей)
        Ratio = "RATIO",
        /// Sum (сумма)
        Sum = "SUM",
        /// How many have it (число имеющих признак)
        CountTrue = "COUNT_TRUE",
        /// Not put together (не сводится)
        None = "NONE",
    }
}

/// An indicator.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize)]
#[sea_orm(table_name = "indicator")]
pub struct Model {
    /// Identity.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: IndicatorId,
    /// Counts the changes.
    pub version: i32,
    /// When recorded.
    pub created_at: DateTime<Utc>,
    /// When last changed.
    pub updated_at: DateTime<Utc>,
    /// The region whose indicator it is; null where it is everyone's.
    pub region_id: Option<RegionId>,
    /// The municipality whose indicator it is.
    pub municipality_id: Option<MunicipalityId>,
    /// Always public.
    pub visibility: Visibility,
    /// The level of the network that keeps the row.
    pub level: Level,
    /// The code, never reused.
    pub code: String,
    /// Name.
    pub name: String,
    /// Short name.
    pub short_name: Option<String>,
    /// Other printed names, one on a line.
    pub aliases: String,
    /// Main or additional.
    pub category: IndicatorCategory,
    /// How it behaves in time.
    pub kind: IndicatorKind,
    /// Unit of its numbers.
    pub unit: Unit,
    /// Power of ten of the unit: 0, 3 or 6.
    pub scale: i16,
    /// Decimals that are printed of it.
    pub decimals: i16,
    /// Which way is better.
    pub better: Better,
    /// How territories are put together.
    pub aggregation: Aggregation,
    /// What is counted.
    pub numerator: String,
    /// Of what; null where it is no ratio.
    pub denominator: Option<String>,
    /// The ratio is multiplied by it: 100 for percent.
    pub factor: i32,
    /// Youngest age of the population that is the denominator.
    pub denominator_age_from: Option<i16>,
    /// Oldest age of that population.
    pub denominator_age_to: Option<i16>,
    /// The indicator whose numerator is the denominator.
    pub denominator_indicator_id: Option<IndicatorId>,
    /// Whether the numerator may exceed the denominator.
    pub over_hundred: bool,
    /// Whether small numbers are hidden from the public and the neighbours.
    pub sensitive: bool,
    /// Types of periods that it is told for, one on a line.
    pub period_types: String,
    /// Type of the periods for which it is due.
    pub frequency: Option<PeriodType>,
    /// Dimensions that it is broken down by, one on a line.
    pub dimensions: String,
    /// Formula in words.
    pub formula: Option<String>,
    /// The form that it comes from.
    pub source_form: Option<String>,
    /// Who answers for it.
    pub responsible: Option<String>,
    /// How the day is found on which it is due.
    pub due_kind: Option<DueKind>,
    /// The day itself, where it is given.
    pub due_day: Option<NaiveDate>,
    /// The number of the rule: days, the n-th working day, or month × 100 + day.
    pub due_number: Option<i16>,
    /// A change from the last period by more percent asks for a reason.
    pub jump_threshold: Option<i16>,
    /// Difference between sources that is no finding, in millionths.
    pub tolerance_micros: Option<i64>,
    /// Decimals printed of it.
    pub tolerance_scale: Option<i16>,
    /// What the source leaves open.
    pub open_points: String,
    /// Orders by name.
    pub sort_key: String,
    /// Folded text for search.
    pub search_key: String,
    /// First day, inclusive.
    pub valid_from: Option<NaiveDate>,
    /// 1 day, 2 month, 3 year.
    pub valid_from_precision: i16,
    /// As printed.
    pub valid_from_text: Option<String>,
    /// Last day, inclusive.
    pub valid_to: Option<NaiveDate>,
    /// 1 day, 2 month, 3 year.
    pub valid_to_precision: i16,
    /// As printed.
    pub valid_to_text: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}
