//! Table `status_assignment`: who holds which status, from when till when, by what decision.

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::entity::prelude::*;
use serde::Serialize;

use crate::{
    ids::{
        CentreId, CompetitionId, LegalActId, MunicipalityId, OrganisationId, RegionId, StatusAssignmentId,
        StatusKindId, ZoneId,
    },
    shared::{Level, Visibility},
};

crate::code_enum! {
    /// Decision that ended a status before its term (чем прекращён статус)
    pub enum StatusEnd {
        /// Revoked by an act (отозван)
        Revoked = "REVOKED",
        /// Given up by the holder (держатель отказался)
        Waived = "WAIVED",
        /// Replaced by its renewal (заменён новым присвоением)
        Superseded = "SUPERSEDED",
    }
}

/// A status assigned to a holder. Its state follows from visibility, dates and the decision that ended it.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize)]
#[sea_orm(table_name = "status_assignment")]
pub struct Model {
    /// Identity.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: StatusAssignmentId,
    /// Counts the changes.
    pub version: i32,
    /// When recorded.
    pub created_at: DateTime<Utc>,
    /// When last changed.
    pub updated_at: DateTime<Utc>,
    /// Region; null only where federal.
    pub region_id: Option<RegionId>,
    /// Zone, where the status is about one.
    pub zone_id: Option<ZoneId>,
    /// Municipality that it is about, or of the holder's seat.
    pub municipality_id: Option<MunicipalityId>,
    /// The holder, or the organisation through which a centre or an association holds it.
    pub organisation_id: Option<OrganisationId>,
    /// Draft, submitted (proposed) or public (granted).
    pub visibility: Visibility,
    /// The level of the network that keeps the row.
    pub level: Level,
    /// The level of the status: who grants it.
    pub grant_level: Level,
    /// What it is about: the municipality, the zone, the region or the country.
    pub territory: Level,
    /// Kind.
    pub kind_id: StatusKindId,
    /// Its code, which never changes.
    pub kind_code: String,
    /// The centre that holds it.
    pub centre_id: Option<CentreId>,
    /// The unit or circle that holds it.
    pub association: Option<String>,
    /// How many holders the source counts without naming them.
    pub unnamed_count: Option<i32>,
    /// Topic.
    pub topic: Option<String>,
    /// Programme or project.
    pub programme: Option<String>,
    /// Who granted it, as printed.
    pub granting_body: Option<String>,
    /// Day of the decision.
    pub granted_on: Option<NaiveDate>,
    /// First year of the academic year it is granted for.
    pub academic_year: Option<i32>,
    /// Number in a register.
    pub registry_number: Option<String>,
    /// The first assignment of its chain of renewals.
    pub chain_id: StatusAssignmentId,
    /// The assignment that it renews.
    pub predecessor_id: Option<StatusAssignmentId>,
    /// The assignment that renews it.
    pub successor_id: Option<StatusAssignmentId>,
    /// The competition that awarded it.
    pub competition_id: Option<CompetitionId>,
    /// Recorded from history: in force although an act may be lacking.
    pub recorded: bool,
    /// What the source leaves open, `field:REASON` on a line.
    pub open_points: String,
    /// What ended it before its term.
    pub end_kind: Option<StatusEnd>,
    /// The first day without the status.
    pub end_on: Option<NaiveDate>,
    /// The act that revoked it.
    pub end_act_id: Option<LegalActId>,
    /// The reason that was given.
    pub end_reason: Option<String>,
    /// Kind, holder, territory and topic, where two must not hold at once.
    pub conflict_key: Option<String>,
    /// Whether the database holds it apart from others of its key.
    pub exclusive: bool,
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
