//! Table `role_grant`: who may act as what, where and when.

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::entity::prelude::*;
use serde::Serialize;

use crate::{
    ids::{GrantId, MunicipalityId, OrganisationId, RegionId, UserId, ZoneId},
    shared::{Level, Visibility},
};

crate::code_enum! {
    /// Role of a grant (роль); no grant is the public
    pub enum Role {
        /// Administrator of the deployment: accounts, settings, dictionaries, the whole audit log (администратор платформы)
        PlatformAdmin = "PLATFORM_ADMIN",
        /// Federal observer: aggregates of the country (федеральный наблюдатель)
        FederalObserver = "FEDERAL_OBSERVER",
        /// Ministry of a region (министерство)
        Ministry = "MINISTRY",
        /// Regional coordinator: the regional model centre (координатор РМЦ)
        RegionalCoordinator = "REGIONAL_COORDINATOR",
        /// Zonal coordinator: the zonal centre (координатор ЗОЦ)
        ZonalCoordinator = "ZONAL_COORDINATOR",
        /// Municipal coordinator: the municipal centre (координатор МОЦ)
        MunicipalCoordinator = "MUNICIPAL_COORDINATOR",
        /// Education department of a municipality (управление образования)
        EducationDepartment = "EDUCATION_DEPARTMENT",
        /// Editor of an organisation (редактор организации)
        OrganisationEditor = "ORGANISATION_EDITOR",
        /// Analyst: reads all in the scope, writes nothing (аналитик)
        Analyst = "ANALYST",
        /// Data clerk: enters, does not submit (оператор ввода)
        DataClerk = "DATA_CLERK",
        /// Expert: sees what is assigned (эксперт)
        Expert = "EXPERT",
        /// Integration: a service account (интеграция)
        Integration = "INTEGRATION",
    }
}

/// A grant: role × node × term. The node is `level` with the id in its column; the columns above tell where it lies.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize)]
#[sea_orm(table_name = "role_grant")]
pub struct Model {
    /// Identity.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: GrantId,
    /// Counts the changes.
    pub version: i32,
    /// When recorded.
    pub created_at: DateTime<Utc>,
    /// When last changed.
    pub updated_at: DateTime<Utc>,
    /// Whose.
    pub user_id: UserId,
    /// What as.
    pub role: Role,
    /// Level of the node.
    pub level: Level,
    /// The region of the node; null for the federation.
    pub region_id: Option<RegionId>,
    /// The zone, of a grant on a zone.
    pub zone_id: Option<ZoneId>,
    /// The municipality of the node.
    pub municipality_id: Option<MunicipalityId>,
    /// The organisation, of a grant on an organisation.
    pub organisation_id: Option<OrganisationId>,
    /// Never public.
    pub visibility: Visibility,
    /// Who gave it; null: the command line.
    pub granted_by: Option<UserId>,
    /// Whose work it stands in for.
    pub delegated_by: Option<UserId>,
    /// The grant that was delegated: without it this one is void.
    pub source_grant_id: Option<GrantId>,
    /// Why it was given.
    pub reason: Option<String>,
    /// The day since which it is void, whatever its term.
    pub revoked_on: Option<NaiveDate>,
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
