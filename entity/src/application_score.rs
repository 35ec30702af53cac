//! Table `application_score`: what one expert gives one application.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;
use serde::Serialize;

use crate::ids::{ApplicationId, UserId};

/// The score of an expert.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize)]
#[sea_orm(table_name = "application_score")]
pub struct Model {
    /// The application.
    #[sea_orm(primary_key, auto_increment = false)]
    pub application_id: ApplicationId,
    /// The expert's account.
    #[sea_orm(primary_key, auto_increment = false)]
    pub user_id: UserId,
    /// The score in millionths.
    pub score_micros: i64,
    /// Printed decimals.
    pub score_scale: i16,
    /// When given.
    pub recorded_at: DateTime<Utc>,
}

impl ActiveModelBehavior for ActiveModel {}
