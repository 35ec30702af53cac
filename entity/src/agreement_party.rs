//! Table `agreement_party`: the parties of agreements, each with its place in the network.

use chrono::NaiveDate;
use sea_orm::entity::prelude::*;
use serde::Serialize;

use crate::{
    ids::{AgreementId, CentreId, MunicipalityId, OrganisationId, RegionId},
    shared::Level,
};

crate::code_enum! {
    /// Role of a party (роль стороны)
    pub enum PartyRole {
        /// Regional model centre (РМЦ)
        RegionalCentre = "REGIONAL_CENTRE",
        /// Zonal centre (ЗОЦ)
        ZonalCentre = "ZONAL_CENTRE",
        /// Municipal centre (МОЦ)
        MunicipalCentre = "MUNICIPAL_CENTRE",
        /// Ministry of a region or the federation (министерство)
        Ministry = "MINISTRY",
        /// Education department (орган управления образованием)
        EducationDepartment = "EDUCATION_DEPARTMENT",
        /// Educational organisation (образовательная организация)
        EducationalOrganisation = "EDUCATIONAL_ORGANISATION",
        /// Grants a subsidy (главный распорядитель, предоставляет субсидию)
        Grantor = "GRANTOR",
        /// Receives a subsidy (получатель)
        Recipient = "RECIPIENT",
        /// Orders a service (заказчик)
        Customer = "CUSTOMER",
        /// Renders a service (исполнитель)
        Performer = "PERFORMER",
        /// Partner (партнёр)
        Partner = "PARTNER",
    }
}

crate::code_enum! {
    /// What a party is (вид стороны)
    pub enum PartyKind {
        /// A centre (опорный центр)
        Centre = "CENTRE",
        /// An organisation (организация)
        Organisation = "ORGANISATION",
        /// A municipality (муниципальное образование)
        Municipality = "MUNICIPALITY",
        /// Named, not kept in opora (вне системы)
        Outside = "OUTSIDE",
        /// Not named in the source (в источнике не названа)
        NotNamed = "NOT_NAMED",
    }
}

/// A party of an agreement.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize)]
#[sea_orm(table_name = "agreement_party")]
pub struct Model {
    /// The agreement.
    #[sea_orm(primary_key, auto_increment = false)]
    pub agreement_id: AgreementId,
    /// Its place among the parties, never given twice.
    #[sea_orm(primary_key, auto_increment = false)]
    pub position: i32,
    /// As what.
    pub role: PartyRole,
    /// What it is.
    pub kind: PartyKind,
    /// The centre.
    pub centre_id: Option<CentreId>,
    /// The organisation, or the one that a centre works at.
    pub organisation_id: Option<OrganisationId>,
    /// The municipality in which the party stands, or which is the party.
    pub municipality_id: Option<MunicipalityId>,
    /// The region in which the party stands.
    pub region_id: Option<RegionId>,
    /// The level of the network at which the party stands: who may sign for it.
    pub level: Level,
    /// What the source calls a party that is not kept here.
    pub name: Option<String>,
    /// The day of its signature.
    pub signed_on: Option<NaiveDate>,
    /// 1 day, 2 month, 3 year.
    pub signed_on_precision: i16,
    /// The day it joined by an amendment; null: from the beginning.
    pub from_day: Option<NaiveDate>,
    /// The last day before it left by an amendment.
    pub to_day: Option<NaiveDate>,
}

impl ActiveModelBehavior for ActiveModel {}
