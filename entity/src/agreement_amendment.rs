//! Table `agreement_amendment`: what began each edition of an agreement after the first.

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::entity::prelude::*;
use serde::Serialize;

use crate::ids::{AgreementId, LegalActId};

/// An amendment.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize)]
#[sea_orm(table_name = "agreement_amendment")]
pub struct Model {
    /// The agreement.
    #[sea_orm(primary_key, auto_increment = false)]
    pub agreement_id: AgreementId,
    /// Number of the edition that it began.
    #[sea_orm(primary_key, auto_increment = false)]
    pub edition: i32,
    /// First day of that edition.
    pub effective_on: NaiveDate,
    /// What changed.
    pub summary: String,
    /// The document, where it is not an act.
    pub document: Option<String>,
    /// The act.
    pub act_id: Option<LegalActId>,
    /// When recorded.
    pub recorded_at: DateTime<Utc>,
}

impl ActiveModelBehavior for ActiveModel {}
