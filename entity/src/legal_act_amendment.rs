//! Table `legal_act_amendment`: which act amends which.

use sea_orm::entity::prelude::*;
use serde::Serialize;

use crate::ids::LegalActId;

/// One row: which act amends which.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize)]
#[sea_orm(table_name = "legal_act_amendment")]
pub struct Model {
    /// The later act.
    #[sea_orm(primary_key, auto_increment = false)]
    pub amending_id: LegalActId,
    /// The earlier act.
    #[sea_orm(primary_key, auto_increment = false)]
    pub amended_id: LegalActId,
}

impl ActiveModelBehavior for ActiveModel {}
