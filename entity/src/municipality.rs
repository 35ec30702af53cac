//! Table `municipality`: municipalities with their present attributes; earlier ones are in `municipality_period`.

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::entity::prelude::*;
use serde::Serialize;

use crate::ids::{MunicipalityId, RegionId, ZoneId};

crate::code_enum! {
    /// Kind of a municipality (вид муниципального образования)
    pub enum MunicipalityKind {
        /// Municipal district (муниципальный район)
        MunicipalDistrict = "MUNICIPAL_DISTRICT",
        /// Municipal okrug (муниципальный округ)
        MunicipalOkrug = "MUNICIPAL_OKRUG",
        /// Urban okrug (городской округ)
        UrbanOkrug = "URBAN_OKRUG",
        /// Urban okrug with inner division (городской округ с внутригородским делением)
        DividedUrbanOkrug = "DIVIDED_URBAN_OKRUG",
        /// District inside a city (внутригородской район)
        InnerCityDistrict = "INNER_CITY_DISTRICT",
        /// Territory inside a city of federal significance (внутригородская территория города федерального значения)
        FederalCityTerritory = "FEDERAL_CITY_TERRITORY",
    }
}

/// A municipality.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize)]
#[sea_orm(table_name = "municipality")]
pub struct Model {
    /// Identity.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: MunicipalityId,
    /// Counts the changes.
    pub version: i32,
    /// When recorded.
    pub created_at: DateTime<Utc>,
    /// When last changed.
    pub updated_at: DateTime<Utc>,
    /// The region it lies in.
    pub region_id: RegionId,
    /// The zone it belongs to, where the region has zones.
    pub zone_id: Option<ZoneId>,
    /// ОКТМО, 8 digits; never reused.
    pub oktmo: Option<String>,
    /// ОКТМО, 11 digits.
    pub oktmo11: Option<String>,
    /// Name.
    pub name: String,
    /// Kind.
    pub kind: MunicipalityKind,
    /// The day since which name, kind and zone are as here; before it `municipality_period` tells.
    pub attributes_since: Option<NaiveDate>,
    /// Orders by name.
    pub sort_key: String,
    /// Folded text for search: every name it ever had, and ОКТМО.
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
