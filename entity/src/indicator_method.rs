//! Table `indicator_method`: by which method an indicator is told from a day on.

use chrono::NaiveDate;
use sea_orm::entity::prelude::*;
use serde::Serialize;

use crate::ids::{IndicatorId, LegalActId};

/// One method.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize)]
#[sea_orm(table_name = "indicator_method")]
pub struct Model {
    /// The indicator.
    #[sea_orm(primary_key, auto_increment = false)]
    pub indicator_id: IndicatorId,
    /// First day.
    #[sea_orm(primary_key, auto_increment = false)]
    pub since: NaiveDate,
    /// Number or name of the version.
    pub number: Option<String>,
    /// The act.
    pub act_id: Option<LegalActId>,
    /// The method in words.
    pub text: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}
