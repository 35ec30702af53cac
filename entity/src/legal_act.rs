//! Table `legal_act`: legal acts.

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::entity::prelude::*;
use serde::Serialize;

use crate::{
    ids::{LegalActId, MunicipalityId, OrganisationId, RegionId},
    shared::{Level, Visibility},
};

crate::code_enum! {
    /// Kind of a legal act (вид правового акта)
    pub enum LegalActKind {
        /// Federal law (федеральный закон)
        FederalLaw = "FEDERAL_LAW",
        /// Law of a region (закон субъекта РФ)
        RegionalLaw = "REGIONAL_LAW",
        /// Decree (указ)
        Decree = "DECREE",
        /// Resolution (постановление)
        Resolution = "RESOLUTION",
        /// Directive (распоряжение)
        Directive = "DIRECTIVE",
        /// Order (приказ)
        Order = "ORDER",
        /// Regulation (положение)
        Regulation = "REGULATION",
        /// Charter (устав)
        Charter = "CHARTER",
        /// Protocol (протокол)
        Protocol = "PROTOCOL",
        /// Letter (письмо)
        Letter = "LETTER",
        /// Another (иной)
        Other = "OTHER",
    }
}

/// One row: legal acts.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize)]
#[sea_orm(table_name = "legal_act")]
pub struct Model {
    /// Identity.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: LegalActId,
    /// Counts the changes.
    pub version: i32,
    /// When recorded.
    pub created_at: DateTime<Utc>,
    /// When last changed.
    pub updated_at: DateTime<Utc>,
    /// Region; null only where federal.
    pub region_id: Option<RegionId>,
    /// Municipality, where it has one.
    pub municipality_id: Option<MunicipalityId>,
    /// Organisation that issued it, where it is one of ours.
    pub organisation_id: Option<OrganisationId>,
    /// Draft, submitted or public.
    pub visibility: Visibility,
    /// The level of the network that keeps the row.
    pub level: Level,
    /// Kind of act.
    pub kind: LegalActKind,
    /// Level of whoever issued it.
    pub issuer_level: Level,
    /// Who issued it, as printed.
    pub issuer: Option<String>,
    /// The issuer, folded: part of the natural key.
    pub issuer_key: Option<String>,
    /// Date.
    pub date: Option<NaiveDate>,
    /// 1 day, 2 month, 3 year.
    pub date_precision: i16,
    /// The date as printed, where its form differs.
    pub date_text: Option<String>,
    /// Number as printed.
    pub number: Option<String>,
    /// The number, folded: part of the natural key.
    pub number_key: Option<String>,
    /// Title.
    pub title: String,
    /// Link.
    pub url: Option<String>,
    /// The day since which it no longer holds.
    pub repealed_on: Option<NaiveDate>,
    /// What repealed it.
    pub repealed_by_id: Option<LegalActId>,
    /// Orders by title.
    pub sort_key: String,
    /// Folded text for search: title, issuer, number.
    pub search_key: String,
}

impl ActiveModelBehavior for ActiveModel {}
