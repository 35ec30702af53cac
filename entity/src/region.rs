//! Table `region`: federal subjects.

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::entity::prelude::*;
use serde::Serialize;

use crate::ids::RegionId;

crate::code_enum! {
    /// Kind of a federal subject (вид субъекта РФ)
    pub enum RegionKind {
        /// Republic (республика)
        Republic = "REPUBLIC",
        /// Krai (край)
        Krai = "KRAI",
        /// Oblast (область)
        Oblast = "OBLAST",
        /// City of federal significance (город федерального значения)
        FederalCity = "FEDERAL_CITY",
        /// Autonomous oblast (автономная область)
        AutonomousOblast = "AUTONOMOUS_OBLAST",
        /// Autonomous okrug (автономный округ)
        AutonomousOkrug = "AUTONOMOUS_OKRUG",
    }
}

/// A federal subject.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize)]
#[sea_orm(table_name = "region")]
pub struct Model {
    /// Identity.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: RegionId,
    /// Counts the changes.
    pub version: i32,
    /// When recorded.
    pub created_at: DateTime<Utc>,
    /// When last changed.
    pub updated_at: DateTime<Utc>,
    /// Two digits of the Constitution's list.
    pub code: String,
    /// First digits of ОКТМО.
    pub oktmo: String,
    /// Full name.
    pub name: String,
    /// Kind of subject.
    pub kind: RegionKind,
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
