//! Table `organisation_address`: addresses at which an organisation is licensed to teach.

use chrono::NaiveDate;
use sea_orm::entity::prelude::*;
use serde::Serialize;

use crate::ids::OrganisationId;

/// One row: addresses at which an organisation is licensed to teach.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize)]
#[sea_orm(table_name = "organisation_address")]
pub struct Model {
    /// Identity.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Whose.
    pub organisation_id: OrganisationId,
    /// The address.
    pub address: String,
    /// First day of the licence there, inclusive.
    pub licensed_from: Option<NaiveDate>,
    /// Last day of the licence there, inclusive.
    pub licensed_to: Option<NaiveDate>,
}

impl ActiveModelBehavior for ActiveModel {}
