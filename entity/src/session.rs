//! Table `session`: one sign-in of one device, with the refresh token that is good for it now, hashed.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

use crate::ids::UserId;

/// A session.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "session")]
pub struct Model {
    /// Identity, in every token of the session.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Whose.
    pub user_id: UserId,
    /// When signed in.
    pub created_at: DateTime<Utc>,
    /// When the refresh token was last exchanged.
    pub refreshed_at: DateTime<Utc>,
    /// Until when the refresh token is good.
    pub expires_at: DateTime<Utc>,
    /// How often the refresh token was exchanged.
    pub generation: i32,
    /// Hash of the part that all refresh tokens of the session share.
    pub family_hash: Vec<u8>,
    /// Hash of the refresh token that is good.
    pub refresh_hash: Vec<u8>,
    /// Hash of the one before it.
    pub previous_hash: Option<Vec<u8>>,
    /// When it ended.
    pub ended_at: Option<DateTime<Utc>>,
    /// Why it ended.
    pub end_reason: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}
