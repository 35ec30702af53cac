//! Table `agreement_edition`: what agreements said before their last amendment.

use chrono::NaiveDate;
use sea_orm::entity::prelude::*;
use serde::Serialize;

use crate::ids::AgreementId;

/// A past edition.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize)]
#[sea_orm(table_name = "agreement_edition")]
pub struct Model {
    /// The agreement.
    #[sea_orm(primary_key, auto_increment = false)]
    pub agreement_id: AgreementId,
    /// Number of the edition.
    #[sea_orm(primary_key, auto_increment = false)]
    pub edition: i32,
    /// Title.
    pub title: String,
    /// Subject.
    pub subject: Option<String>,
    /// Programmes, one a line.
    pub programmes: Option<String>,
    /// Rule by which it prolonged itself.
    pub auto_renewal: Option<String>,
    /// Last day to which it could prolong itself.
    pub auto_renewal_to: Option<NaiveDate>,
    /// Last day, inclusive.
    pub valid_to: Option<NaiveDate>,
    /// 1 day, 2 month, 3 year.
    pub valid_to_precision: i16,
    /// As printed.
    pub valid_to_text: Option<String>,
    /// Orders by title.
    pub sort_key: String,
    /// First day of the edition; null for the first.
    pub edition_since: Option<NaiveDate>,
    /// Last day of the edition.
    pub to_day: NaiveDate,
}

impl ActiveModelBehavior for ActiveModel {}
