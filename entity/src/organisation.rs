//! Table `organisation`: organisations with their present attributes; earlier names and places are in `organisation_period`.

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::entity::prelude::*;
use serde::Serialize;

use crate::{
    ids::{MunicipalityId, OrganisationId, RegionId},
    shared::{Level, Visibility},
};

crate::code_enum! {
    /// Type of an organisation (тип организации)
    pub enum OrganisationType {
        /// Organisation of additional education (организация дополнительного образования)
        AdditionalEducation = "ADDITIONAL_EDUCATION",
        /// School (общеобразовательная организация)
        School = "SCHOOL",
        /// Kindergarten (дошкольная образовательная организация)
        Kindergarten = "KINDERGARTEN",
        /// Culture (учреждение культуры)
        Culture = "CULTURE",
        /// Sport (спортивная организация)
        Sport = "SPORT",
        /// Vocational education (профессиональная образовательная организация)
        Vocational = "VOCATIONAL",
        /// University (организация высшего образования)
        University = "UNIVERSITY",
        /// Science (научная организация)
        Science = "SCIENCE",
        /// Private organisation or entrepreneur (частная организация, ИП)
        Private = "PRIVATE",
        /// Methodical centre, teachers' training (методический центр, ДПО)
        MethodicalCentre = "METHODICAL_CENTRE",
        /// Governing body (орган управления)
        GoverningBody = "GOVERNING_BODY",
        /// Enterprise (предприятие)
        Enterprise = "ENTERPRISE",
        /// Non-profit organisation (некоммерческая организация)
        Ngo = "NGO",
    }
}

crate::code_enum! {
    /// Department of an organisation (ведомственная принадлежность)
    pub enum Department {
        /// Education (образование)
        Education = "EDUCATION",
        /// Culture (культура)
        Culture = "CULTURE",
        /// Sport (спорт)
        Sport = "SPORT",
        /// Youth policy (молодёжная политика)
        Youth = "YOUTH",
        /// Private (частная)
        Private = "PRIVATE",
        /// Another (иная)
        Other = "OTHER",
    }
}

crate::code_enum! {
    /// How an organisation ended (чем завершилась деятельность)
    pub enum OrganisationEnd {
        /// Reorganised into another (реорганизована)
        Reorganised = "REORGANISED",
        /// Closed (ликвидирована)
        Closed = "CLOSED",
    }
}

/// One row: organisations with their present attributes; earlier names and places are in `organisation_period`.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize)]
#[sea_orm(table_name = "organisation")]
pub struct Model {
    /// Identity.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: OrganisationId,
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
    /// Draft, submitted or public.
    pub visibility: Visibility,
    /// The level of the network that keeps the row.
    pub level: Level,
    /// Full name.
    pub name: String,
    /// Short name.
    pub short_name: Option<String>,
    /// The day since which names and municipality are as here; before it `organisation_period` tells.
    pub attributes_since: Option<NaiveDate>,
    /// Type of organisation.
    pub kind: OrganisationType,
    /// Department.
    pub department: Option<Department>,
    /// Legal form, a code of the dictionary `legal_form`.
    pub legal_form: Option<String>,
    /// ИНН.
    pub inn: Option<String>,
    /// КПП; tells branches of one ИНН apart.
    pub kpp: Option<String>,
    /// ОГРН or ОГРНИП.
    pub ogrn: Option<String>,
    /// The organisation whose branch it is.
    pub head_organisation_id: Option<OrganisationId>,
    /// Institutional e-mail.
    pub email: Option<String>,
    /// Site.
    pub website: Option<String>,
    /// Places.
    pub capacity: Option<i32>,
    /// Number of the licence.
    pub licence_number: Option<String>,
    /// Position of the head, never a name.
    pub head_position: Option<String>,
    /// First day of a suspension.
    pub suspended_from: Option<NaiveDate>,
    /// Last day of a suspension.
    pub suspended_to: Option<NaiveDate>,
    /// How it ended.
    pub end_kind: Option<OrganisationEnd>,
    /// What it was reorganised into.
    pub merged_into_id: Option<OrganisationId>,
    /// The record that stands for it, when it was recorded twice.
    pub duplicate_of_id: Option<OrganisationId>,
    /// Orders by name.
    pub sort_key: String,
    /// Folded text for search: every name and alias, ИНН.
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
