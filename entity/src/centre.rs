//! Table `centre`: the lasting nodes of the network with their present host; earlier hosts are in `centre_host`.

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::entity::prelude::*;
use serde::Serialize;

use crate::{
    ids::{CentreId, MunicipalityId, OrganisationId, RegionId, ZoneId},
    shared::{Level, Visibility},
};

crate::code_enum! {
    /// Kind of a centre (вид центра)
    pub enum CentreKind {
        /// Regional model centre (региональный модельный центр, РМЦ)
        Rmc = "RMC",
        /// Zonal centre (зональный опорный центр, ЗОЦ)
        Zoc = "ZOC",
        /// Municipal centre (муниципальный опорный центр, МОЦ)
        Moc = "MOC",
    }
}

/// A centre. Since when and by which act it stands is told by its status assignments.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize)]
#[sea_orm(table_name = "centre")]
pub struct Model {
    /// Identity.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: CentreId,
    /// Counts the changes.
    pub version: i32,
    /// When recorded.
    pub created_at: DateTime<Utc>,
    /// When last changed.
    pub updated_at: DateTime<Utc>,
    /// The region.
    pub region_id: RegionId,
    /// The zone that a zonal centre serves.
    pub zone_id: Option<ZoneId>,
    /// The municipality that a municipal centre serves; the seat of the others.
    pub municipality_id: Option<MunicipalityId>,
    /// The organisation on whose base it works.
    pub organisation_id: Option<OrganisationId>,
    /// Draft, submitted or public.
    pub visibility: Visibility,
    /// The level of the network that keeps the row.
    pub level: Level,
    /// Kind.
    pub kind: CentreKind,
    /// Name.
    pub name: String,
    /// The centre above it.
    pub parent_id: Option<CentreId>,
    /// The centre that its reports go to, where it is not the parent.
    pub reports_to_id: Option<CentreId>,
    /// The day since which the host is as here; before it `centre_host` tells.
    pub host_since: Option<NaiveDate>,
    /// Site.
    pub website: Option<String>,
    /// Accounts, one on a line.
    pub links: String,
    /// What the source leaves open, `field:REASON` on a line.
    pub open_points: String,
    /// Orders by name.
    pub sort_key: String,
    /// Folded text for search.
    pub search_key: String,
    /// First day, inclusive.
    pub valid_from: Option<NaiveDate>,
    /// 1 day, 2 month, 3 year.
    pub valid_from_precision: i16,
    /// As printed.
    pub valid_from_text: Option<String>,
    /// Last day, inclusive.
    pub valid_to: Option<NaiveDate>,
    /// 1 day, 2 month, 3 year.
    pub valid_to_precision: i16,
    /// As printed.
    pub valid_to_text: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}
