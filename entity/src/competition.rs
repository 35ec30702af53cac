//! Table `competition`: competitions with their present windows; those that a postponement gave up are in
//! `competition_period`.

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::entity::prelude::*;
use serde::Serialize;

use crate::{
    ids::{CentreId, CompetitionId, MunicipalityId, OrganisationId, RegionId},
    shared::{Level, Visibility},
};

crate::code_enum! {
    /// Kind of a competition (вид конкурса)
    pub enum CompetitionKind {
        /// Awards a status (на присвоение статуса)
        StatusAward = "STATUS_AWARD",
        /// Professional mastery (профессионального мастерства)
        ProfessionalMastery = "PROFESSIONAL_MASTERY",
        /// For pupils (для обучающихся)
        Pupils = "PUPILS",
        /// Programme and methodical materials (программно-методических материалов)
        ProgrammeMaterials = "PROGRAMME_MATERIALS",
        /// Methodical materials (методических материалов)
        MethodicalMaterials = "METHODICAL_MATERIALS",
        /// Development programmes (программ развития)
        DevelopmentProgramme = "DEVELOPMENT_PROGRAMME",
        /// Best practices (лучших практик)
        BestPractice = "BEST_PRACTICE",
        /// Web pages and stands (страниц, стендов)
        WebpageOrStand = "WEBPAGE_OR_STAND",
        /// Another (иной)
        Other = "OTHER",
    }
}

crate::code_enum! {
    /// Level of a competition, from the lowest (уровень конкурса)
    pub enum CompetitionLevel {
        /// Of one organisation (школьный, уровень организации)
        School = "SCHOOL",
        /// Of a municipality (муниципальный)
        Municipal = "MUNICIPAL",
        /// Of a zone (зональный)
        Zonal = "ZONAL",
        /// Of a region (региональный)
        Regional = "REGIONAL",
        /// Of several regions (межрегиональный)
        Interregional = "INTERREGIONAL",
        /// Of the whole country (всероссийский)
        AllRussian = "ALL_RUSSIAN",
        /// International (международный)
        International = "INTERNATIONAL",
    }
}

crate::code_enum! {
    /// Form in which a competition is held (форма проведения)
    pub enum CompetitionForm {
        /// In person (очная)
        InPerson = "IN_PERSON",
        /// Remote (заочная, дистанционная)
        Remote = "REMOTE",
        /// Both (очно-заочная)
        Mixed = "MIXED",
    }
}

/// A competition.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize)]
#[sea_orm(table_name = "competition")]
pub struct Model {
    /// Identity.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: CompetitionId,
    /// Counts the changes.
    pub version: i32,
    /// When recorded.
    pub created_at: DateTime<Utc>,
    /// When last changed.
    pub updated_at: DateTime<Utc>,
    /// Region; null only above the regions.
    pub region_id: Option<RegionId>,
    /// Municipality, up to the zonal level: of a zone its seat.
    pub municipality_id: Option<MunicipalityId>,
    /// The organiser, where it is one of ours.
    pub organisation_id: Option<OrganisationId>,
    /// Draft until announced, then public.
    pub visibility: Visibility,
    /// The level of the network that keeps the row.
    pub level: Level,
    /// Level of the competition.
    pub competition_level: CompetitionLevel,
    /// Kind.
    pub kind: CompetitionKind,
    /// Title.
    pub title: String,
    /// Form.
    pub form: Option<CompetitionForm>,
    /// The competition that this one is a stage of.
    pub parent_id: Option<CompetitionId>,
    /// The centre that organises, where it is one.
    pub organiser_centre_id: Option<CentreId>,
    /// Link.
    pub url: Option<String>,
    /// Whether the regulation allows several applications of one organisation, nomination and title.
    pub repeat_applications: bool,
    /// Code of the kind of status that a result gives.
    pub award_kind_code: Option<String>,
    /// How many statuses are to be awarded.
    pub expected_awards: Option<i32>,
    /// How many were awarded, where the source does not name the winners.
    pub awarded_count: Option<i32>,
    /// Recorded from the past: dates and acts may be absent.
    pub recorded: bool,
    /// What the source leaves open, `field:REASON` joined by commas.
    pub open_points: String,
    /// The day it was announced.
    pub announced_on: Option<NaiveDate>,
    /// The day of the last postponement.
    pub windows_since: Option<NaiveDate>,
    /// The day on which the last postponement ends; null: not known yet.
    pub resumes_on: Option<NaiveDate>,
    /// First day for applications.
    pub applications_from: Option<NaiveDate>,
    /// Last day for applications.
    pub applications_to: Option<NaiveDate>,
    /// First day of the evaluation: of the first tour.
    pub evaluation_from: Option<NaiveDate>,
    /// Last day of the evaluation: of the last tour.
    pub evaluation_to: Option<NaiveDate>,
    /// The day on which the evaluation was declared over.
    pub evaluation_closed_on: Option<NaiveDate>,
    /// The day of the results.
    pub results_published_on: Option<NaiveDate>,
    /// 1 day, 2 month, 3 year.
    pub results_precision: i16,
    /// The day it was cancelled.
    pub cancelled_on: Option<NaiveDate>,
    /// Why.
    pub cancellation_reason: Option<String>,
    /// The day it was archived.
    pub archived_on: Option<NaiveDate>,
    /// Orders by title.
    pub sort_key: String,
    /// Folded text for search.
    pub search_key: String,
    /// First day on which it is held, inclusive.
    pub valid_from: Option<NaiveDate>,
    /// 1 day, 2 month, 3 year.
    pub valid_from_precision: i16,
    /// As printed.
    pub valid_from_text: Option<String>,
    /// Last day on which it is held, inclusive.
    pub valid_to: Option<NaiveDate>,
    /// 1 day, 2 month, 3 year.
    pub valid_to_precision: i16,
    /// As printed.
    pub valid_to_text: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}
