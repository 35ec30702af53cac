//! Table `sign_in_guess`: how many passwords were tried lately, by account and by address.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

/// The tries of one account or address.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "sign_in_guess")]
pub struct Model {
    /// Hash of the sign-in name, or the address.
    #[sea_orm(primary_key, auto_increment = false)]
    pub subject: String,
    /// How many.
    pub guesses: i32,
    /// Since when they are counted.
    pub since: DateTime<Utc>,
}

impl ActiveModelBehavior for ActiveModel {}
