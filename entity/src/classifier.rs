//! Table `classifier`: entries of the open dictionaries.

use chrono::NaiveDate;
use sea_orm::entity::prelude::*;
use serde::Serialize;

/// One row: entries of the open dictionaries.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize)]
#[sea_orm(table_name = "classifier")]
pub struct Model {
    /// Which dictionary.
    #[sea_orm(primary_key, auto_increment = false)]
    pub dictionary: String,
    /// The code, never reused.
    #[sea_orm(primary_key, auto_increment = false)]
    pub code: String,
    /// Counts the changes.
    pub version: i32,
    /// Name.
    pub name: String,
    /// Printed abbreviation.
    pub short_name: Option<String>,
    /// First day of use, inclusive.
    pub valid_from: Option<NaiveDate>,
    /// Last day of use, inclusive.
    pub valid_to: Option<NaiveDate>,
    /// The code that replaced it.
    pub replaced_by: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}
