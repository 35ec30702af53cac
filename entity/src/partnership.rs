//! Table `partnership`: who works with whom, planned and actual.

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::entity::prelude::*;
use serde::Serialize;

use crate::{
    agreement_party::PartyKind,
    ids::{AgreementId, CentreId, MunicipalityId, OrganisationId, PartnershipId, RegionId, StatusAssignmentId},
    shared::{Level, Visibility},
};

/// A partnership.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize)]
#[sea_orm(table_name = "partnership")]
pub struct Model {
    /// Identity.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PartnershipId,
    /// Counts the changes.
    pub version: i32,
    /// When recorded.
    pub created_at: DateTime<Utc>,
    /// When last changed.
    pub updated_at: DateTime<Utc>,
    /// Region of the lead; null only where federal.
    pub region_id: Option<RegionId>,
    /// Municipality of the lead, or the lead itself.
    pub municipality_id: Option<MunicipalityId>,
    /// Organisation that leads, or at which the leading centre works.
    pub organisation_id: Option<OrganisationId>,
    /// Draft, submitted or public.
    pub visibility: Visibility,
    /// The level of the network that keeps the row.
    pub level: Level,
    /// What leads.
    pub lead_kind: PartyKind,
    /// The centre that leads.
    pub lead_centre_id: Option<CentreId>,
    /// What the partner is.
    pub partner_kind: PartyKind,
    /// The partner organisation.
    pub partner_organisation_id: Option<OrganisationId>,
    /// Municipality of the partner, or the partner itself.
    pub partner_municipality_id: Option<MunicipalityId>,
    /// Region of the partner.
    pub partner_region_id: Option<RegionId>,
    /// What the source calls a partner that is not kept here.
    pub partner_name: Option<String>,
    /// Whether it was to take part; null: not said.
    pub planned: Option<bool>,
    /// Whether it took part; null: not said.
    pub actual: Option<bool>,
    /// What the partner does.
    pub functions: Option<String>,
    /// Links, one a line.
    pub evidence: Option<String>,
    /// Folded text for search: the name of a partner that is not kept here, and what it does.
    pub search_key: String,
    /// The agreement behind it.
    pub agreement_id: Option<AgreementId>,
    /// The status within which they work.
    pub status_assignment_id: Option<StatusAssignmentId>,
    /// What the source leaves open, as `planned:NOT_PRINTED`, one a line.
    pub open_points: String,
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
