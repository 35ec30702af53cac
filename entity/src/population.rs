//! Table `population`: how many children of an age band lived in a municipality on a day, by source.

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::entity::prelude::*;
use serde::Serialize;

use crate::ids::{MunicipalityId, RegionId};

/// One figure of a population series.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize)]
#[sea_orm(table_name = "population")]
pub struct Model {
    /// Identity.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Where.
    pub municipality_id: MunicipalityId,
    /// The region of the municipality.
    pub region_id: RegionId,
    /// Youngest age, inclusive.
    pub age_from: i16,
    /// Oldest age, inclusive.
    pub age_to: i16,
    /// The day of the count.
    pub as_of: NaiveDate,
    /// 1 day, 2 month, 3 year.
    pub as_of_precision: i16,
    /// People.
    pub count: i64,
    /// Who says so.
    pub source: String,
    /// Counts the changes.
    pub version: i32,
    /// When recorded.
    pub created_at: DateTime<Utc>,
    /// When last changed.
    pub updated_at: DateTime<Utc>,
}

impl ActiveModelBehavior for ActiveModel {}
