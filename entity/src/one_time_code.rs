//! Table `one_time_code`: codes of invitations and password resets, hashed.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

use crate::ids::UserId;

crate::code_enum! {
    /// What a one-time code is for (назначение кода)
    pub enum CodePurpose {
        /// To accept an invitation (приглашение)
        Invitation = "INVITATION",
        /// To choose a new password (сброс пароля)
        Reset = "RESET",
    }
}

/// A one-time code.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "one_time_code")]
pub struct Model {
    /// Identity.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// For whom.
    pub user_id: UserId,
    /// What for.
    pub purpose: CodePurpose,
    /// SHA-256 of the code.
    pub code_hash: Vec<u8>,
    /// When made.
    pub created_at: DateTime<Utc>,
    /// Until when it is good.
    pub expires_at: DateTime<Utc>,
    /// When it was used, or replaced by another.
    pub used_at: Option<DateTime<Utc>>,
}

impl ActiveModelBehavior for ActiveModel {}
