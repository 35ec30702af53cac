//! Table `application`: applications of organisations to competitions. No personal names: counts only.

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::entity::prelude::*;
use serde::Serialize;

use crate::{
    ids::{ApplicationId, CentreId, CompetitionId, MunicipalityId, OrganisationId, RegionId},
    shared::{Level, Visibility},
};

crate::code_enum! {
    /// Result of an application (результат участия)
    pub enum ApplicationResult {
        /// Winner (победитель)
        Winner = "WINNER",
        /// Prize, second or third place (призёр)
        Prize = "PRIZE",
        /// Laureate (лауреат)
        Laureate = "LAUREATE",
        /// Participant (участник)
        Participant = "PARTICIPANT",
    }
}

/// An application to a competition.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize)]
#[sea_orm(table_name = "application")]
pub struct Model {
    /// Identity.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ApplicationId,
    /// Counts the changes.
    pub version: i32,
    /// When recorded.
    pub created_at: DateTime<Utc>,
    /// When last changed.
    pub updated_at: DateTime<Utc>,
    /// Region of the applicant; null only where federal.
    pub region_id: Option<RegionId>,
    /// Municipality of the applicant.
    pub municipality_id: Option<MunicipalityId>,
    /// The applicant.
    pub organisation_id: OrganisationId,
    /// Draft until submitted, public with a result.
    pub visibility: Visibility,
    /// The level of the network that keeps the row: the applicant, or who enters for it.
    pub level: Level,
    /// The competition.
    pub competition_id: CompetitionId,
    /// The centre at the applicant, where it applies as one.
    pub centre_id: Option<CentreId>,
    /// The nomination, a clause of the competition.
    pub nomination_id: Option<Uuid>,
    /// Title of the work; null where the source does not print it.
    pub title: Option<String>,
    /// How many take part.
    pub participants: Option<i32>,
    /// Organisation, nomination and title of a submitted application, where only one is allowed.
    pub single_key: Option<String>,
    /// Recorded from the past: dates may be absent.
    pub recorded: bool,
    /// What the source leaves open, `field:REASON` joined by commas.
    pub open_points: String,
    /// The day it was submitted.
    pub submitted_on: Option<NaiveDate>,
    /// The day it was admitted.
    pub admitted_on: Option<NaiveDate>,
    /// The day it was rejected.
    pub rejected_on: Option<NaiveDate>,
    /// Why.
    pub rejection_reason: Option<String>,
    /// The day the applicant withdrew it.
    pub withdrawn_on: Option<NaiveDate>,
    /// The result.
    pub result: Option<ApplicationResult>,
    /// The day of the result; null where the source does not print it.
    pub result_on: Option<NaiveDate>,
    /// Place, 1 to 3.
    pub place: Option<i16>,
    /// The score in millionths.
    pub score_micros: Option<i64>,
    /// Printed decimals of the score.
    pub score_scale: Option<i16>,
    /// Orders by title.
    pub sort_key: String,
    /// Folded text for search.
    pub search_key: String,
}

impl ActiveModelBehavior for ActiveModel {}
