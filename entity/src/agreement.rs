//! Table `agreement`: agreements in their newest edition; earlier ones are in `agreement_edition`.

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::entity::prelude::*;
use serde::Serialize;

use crate::{
    ids::{AgreementId, LegalActId, MunicipalityId, OrganisationId, RegionId},
    shared::{Level, Visibility},
};

crate::code_enum! {
    /// Kind of an agreement (вид соглашения, договора)
    pub enum AgreementKind {
        /// Cooperation (соглашение о взаимодействии, о сотрудничестве)
        Cooperation = "COOPERATION",
        /// The regional project in a municipality (о реализации регионального проекта в муниципалитете)
        RegionalProject = "REGIONAL_PROJECT",
        /// Network form of programmes (договор о сетевой форме реализации программ)
        NetworkForm = "NETWORK_FORM",
        /// Subsidy (соглашение о предоставлении субсидии)
        Subsidy = "SUBSIDY",
        /// Partnership (договор о партнёрстве)
        Partnership = "PARTNERSHIP",
        /// Between municipalities (межмуниципальное)
        InterMunicipal = "INTER_MUNICIPAL",
        /// Between regions (межрегиональное)
        InterRegional = "INTER_REGIONAL",
        /// Social order (соглашение по социальному заказу)
        SocialOrder = "SOCIAL_ORDER",
        /// Another (иное)
        Other = "OTHER",
    }
}

/// An agreement.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize)]
#[sea_orm(table_name = "agreement")]
pub struct Model {
    /// Identity.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: AgreementId,
    /// Counts the changes.
    pub version: i32,
    /// When recorded.
    pub created_at: DateTime<Utc>,
    /// When last changed.
    pub updated_at: DateTime<Utc>,
    /// Region of whoever keeps it; null only where federal.
    pub region_id: Option<RegionId>,
    /// Municipality of whoever keeps it.
    pub municipality_id: Option<MunicipalityId>,
    /// Organisation that keeps it.
    pub organisation_id: Option<OrganisationId>,
    /// Draft, on approval, signed.
    pub visibility: Visibility,
    /// The level of the network that keeps the row.
    pub level: Level,
    /// Kind.
    pub kind: AgreementKind,
    /// Number as printed.
    pub number: Option<String>,
    /// The number, folded.
    pub number_key: Option<String>,
    /// Title.
    pub title: String,
    /// Subject.
    pub subject: Option<String>,
    /// Programmes, one a line.
    pub programmes: Option<String>,
    /// Where it is signed.
    pub place: Option<String>,
    /// The day it was put up for approval.
    pub submitted_on: Option<NaiveDate>,
    /// The day of the last signature.
    pub signed_on: Option<NaiveDate>,
    /// 1 day, 2 month, 3 year.
    pub signed_on_precision: i16,
    /// First day on which it was to be concluded.
    pub planned_from: Option<NaiveDate>,
    /// Last day on which it was to be concluded.
    pub planned_to: Option<NaiveDate>,
    /// That window as printed.
    pub planned_text: Option<String>,
    /// First day on which it was to be amended.
    pub amendment_planned_from: Option<NaiveDate>,
    /// Last day on which it was to be amended.
    pub amendment_planned_to: Option<NaiveDate>,
    /// That window as printed.
    pub amendment_planned_text: Option<String>,
    /// Rule by which it prolongs itself.
    pub auto_renewal: Option<String>,
    /// Last day to which it may prolong itself; null: without limit.
    pub auto_renewal_to: Option<NaiveDate>,
    /// Number of the edition, 1 before any amendment.
    pub edition: i32,
    /// First day of the edition; null for the first.
    pub edition_since: Option<NaiveDate>,
    /// First day on which it no longer holds because it was terminated.
    pub terminated_on: Option<NaiveDate>,
    /// Why it was terminated.
    pub termination_ground: Option<String>,
    /// The document of termination, where it is not an act.
    pub termination_document: Option<String>,
    /// The act of termination.
    pub termination_act_id: Option<LegalActId>,
    /// The agreement that it renews.
    pub renews_id: Option<AgreementId>,
    /// First day on which its renewal holds in its place.
    pub superseded_on: Option<NaiveDate>,
    /// Its renewal.
    pub superseded_by_id: Option<AgreementId>,
    /// What the source leaves open, as `number:NOT_PRINTED`, one a line.
    pub open_points: String,
    /// Orders by title.
    pub sort_key: String,
    /// Folded title, for the search of those who may read no more.
    pub title_key: String,
    /// Folded text for search: title, number, subject, programmes, names of parties.
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
