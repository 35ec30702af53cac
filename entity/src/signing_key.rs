//! Table `signing_key`: the keys that sign access tokens, sealed with the master key.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

/// An Ed25519 key.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "signing_key")]
pub struct Model {
    /// Counts the keys; the newest signs.
    #[sea_orm(primary_key, auto_increment = false)]
    pub serial: i32,
    /// The `kid` of tokens.
    pub id: Uuid,
    /// When made.
    pub created_at: DateTime<Utc>,
    /// The public half, 32 bytes.
    pub public_key: Vec<u8>,
    /// The secret half: nonce and ciphertext, bound to `id`.
    pub sealed_key: Vec<u8>,
}

impl ActiveModelBehavior for ActiveModel {}
