//! Table `centre_host`: on whose base a centre worked before `host_since`.

use chrono::NaiveDate;
use sea_orm::entity::prelude::*;
use serde::Serialize;

use crate::ids::{CentreId, OrganisationId};

/// The host of one past period.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize)]
#[sea_orm(table_name = "centre_host")]
pub struct Model {
    /// Identity.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Whose.
    pub centre_id: CentreId,
    /// The host at that time; null where there was none.
    pub organisation_id: Option<OrganisationId>,
    /// First day, inclusive; null is since ever.
    pub from_day: Option<NaiveDate>,
    /// Last day, inclusive.
    pub to_day: NaiveDate,
}

impl ActiveModelBehavior for ActiveModel {}
