//! Table `user_account`: people who sign in, by the e-mail of their position.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;
use serde::Serialize;

use crate::{
    ids::{MunicipalityId, OrganisationId, RegionId, UserId},
    shared::{Level, Visibility},
};

/// A hash that no log shows.
#[derive(Clone, PartialEq, Eq, DeriveValueType)]
pub struct PasswordHash(pub String);

impl std::fmt::Debug for PasswordHash {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("PasswordHash")
    }
}

/// An account. What is secret is left out where the row is shown as a whole.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize)]
#[sea_orm(table_name = "user_account")]
pub struct Model {
    /// Identity.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: UserId,
    /// Counts the changes.
    pub version: i32,
    /// When recorded.
    pub created_at: DateTime<Utc>,
    /// When last changed.
    pub updated_at: DateTime<Utc>,
    /// The sign-in name, as typed.
    pub email: String,
    /// The sign-in name, as compared.
    #[serde(skip)]
    pub email_key: String,
    /// A position, as shown to others.
    pub name: String,
    /// Orders by name.
    pub sort_key: String,
    /// Folded text for search: name and e-mail.
    pub search_key: String,
    /// The region where the account was opened.
    pub region_id: Option<RegionId>,
    /// The municipality where the account was opened.
    pub municipality_id: Option<MunicipalityId>,
    /// The organisation where the account was opened.
    pub organisation_id: Option<OrganisationId>,
    /// Never public.
    pub visibility: Visibility,
    /// The level at which the account was opened.
    pub level: Level,
    /// Argon2id, in the PHC form; null until an invitation is accepted.
    #[serde(skip)]
    pub password_hash: Option<PasswordHash>,
    /// The password was made by the service and printed once.
    #[serde(skip)]
    pub must_change_password: bool,
    /// Tokens of an earlier version are refused.
    #[serde(skip)]
    pub token_version: i32,
    /// When the person first chose a password.
    pub activated_at: Option<DateTime<Utc>>,
    /// When the person last signed in.
    #[serde(skip)]
    pub signed_in_at: Option<DateTime<Utc>>,
    /// When the account was closed.
    pub disabled_at: Option<DateTime<Utc>>,
}

impl ActiveModelBehavior for ActiveModel {}
