//! Table `organisation_period`: what an organisation was called and where it stood before `attributes_since`.

use chrono::NaiveDate;
use sea_orm::entity::prelude::*;
use serde::Serialize;

use crate::ids::{MunicipalityId, OrganisationId};

/// One row: what an organisation was called and where it stood before `attributes_since`.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize)]
#[sea_orm(table_name = "organisation_period")]
pub struct Model {
    /// Identity.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Whose.
    pub organisation_id: OrganisationId,
    /// Full name at that time.
    pub name: String,
    /// Short name at that time.
    pub short_name: Option<String>,
    /// Municipality at that time.
    pub municipality_id: Option<MunicipalityId>,
    /// Orders by name.
    pub sort_key: String,
    /// First day, inclusive; null is since ever.
    pub from_day: Option<NaiveDate>,
    /// Last day, inclusive.
    pub to_day: NaiveDate,
}

impl ActiveModelBehavior for ActiveModel {}
