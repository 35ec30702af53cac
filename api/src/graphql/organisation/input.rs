//! Filters, orders and the inputs that record an organisation.

use async_graphql::InputObject;
use entity::{
    ids::{MunicipalityId, OrganisationId, RegionId, ZoneId},
    organisation::{Department, OrganisationType},
};

use crate::{
    error::AppError,
    graphql::{codes::E, external::ExternalIdInput, ids::Id, scalars::Date, validity::ValidityInput},
    service::organisation::{
        create::CreateOrganisation,
        fields::{Address, Numbers},
        list::{OrganisationFilter, OrganisationOrder as Order},
        rules::OrganisationState,
    },
};

entity::code_enum! {
    /// Order of a list of organisations (порядок)
    pub enum OrganisationOrderBy {
        /// By name, А to Я (по наименованию)
        NameAsc = "NAME_ASC",
        /// By name, Я to А (по наименованию, с конца)
        NameDesc = "NAME_DESC",
        /// By places, fewest first, unknown last (по мощности)
        CapacityAsc = "CAPACITY_ASC",
        /// By places, most first, unknown last (по мощности, с конца)
        CapacityDesc = "CAPACITY_DESC",
        /// By the last change, oldest first (по дате изменения)
        UpdatedAtAsc = "UPDATED_AT_ASC",
        /// By the last change, newest first (по дате изменения, с конца)
        UpdatedAtDesc = "UPDATED_AT_DESC",
    }
}

/// The order as an argument.
pub type OrganisationOrder = E<OrganisationOrderBy>;

impl Default for E<OrganisationOrderBy> {
    fn default() -> Self {
        Self(OrganisationOrderBy::NameAsc)
    }
}

impl E<OrganisationOrderBy> {
    /// The order and its direction.
    pub fn parts(self) -> (Order, bool) {
        match self.0 {
            OrganisationOrderBy::NameAsc => (Order::Name, false),
            OrganisationOrderBy::NameDesc => (Order::Name, true),
            OrganisationOrderBy::CapacityAsc => (Order::Capacity, false),
            OrganisationOrderBy::CapacityDesc => (Order::Capacity, true),
            OrganisationOrderBy::UpdatedAtAsc => (Order::UpdatedAt, false),
            OrganisationOrderBy::UpdatedAtDesc => (Order::UpdatedAt, true),
        }
    }
}

/// Narrows a list of organisations; members are joined by and, the values of one by or (отбор организаций)
#[derive(Clone, Debug, Default, InputObject)]
#[graphql(name = "OrganisationFilter")]
pub struct OrganisationFilterInput {
    /// In these regions (регионы)
    pub region_ids: Option<Vec<Id<RegionId>>>,
    /// In municipalities of these zones on that day (зоны)
    pub zone_ids: Option<Vec<Id<ZoneId>>>,
    /// In these municipalities on that day (муниципальные образования)
    pub municipality_ids: Option<Vec<Id<MunicipalityId>>>,
    /// Of these types (типы)
    pub types: Option<Vec<E<OrganisationType>>>,
    /// Of these departments (ведомственная принадлежность)
    pub departments: Option<Vec<E<Department>>>,
    /// Of these legal forms, codes of the dictionary `legal_form` (организационно-правовые формы)
    pub legal_forms: Option<Vec<String>>,
    /// In these states on that day; absent: those that exist then, active or suspended (состояния)
    pub states: Option<Vec<E<OrganisationState>>>,
    /// Branches of these organisations (филиалы организаций)
    pub head_organisation_ids: Option<Vec<Id<OrganisationId>>>,
    /// With an e-mail address, or without (есть электронная почта)
    pub has_email: Option<bool>,
    /// With a site, or without (есть сайт)
    pub has_website: Option<bool>,
    /// With an ИНН, or without (есть ИНН)
    pub has_inn: Option<bool>,
    /// With a number of places, or without (указана мощность)
    pub has_capacity: Option<bool>,
    /// Branches, or head organisations (филиал)
    pub is_branch: Option<bool>,
}

fn ids<T>(given: Option<Vec<Id<T>>>) -> Option<Vec<T>> {
    given.map(|ids| ids.into_iter().map(|id| id.0).collect())
}

impl TryFrom<OrganisationFilterInput> for OrganisationFilter {
    type Error = AppError;

    fn try_from(input: OrganisationFilterInput) -> Result<Self, AppError> {
        if input.is_branch == Some(false) && input.head_organisation_ids.is_some() {
            return Err(AppError::excluding_filter("isBranch: false", "headOrganisationIds"));
        }
        Ok(Self {
            regions: ids(input.region_ids),
            zones: ids(input.zone_ids),
            municipalities: ids(input.municipality_ids),
            types: input.types.map(E::plain),
            departments: input.departments.map(E::plain),
            legal_forms: input.legal_forms,
            states: input.states.map(E::plain),
            heads: ids(input.head_organisation_ids),
            has_email: input.has_email,
            has_website: input.has_website,
            has_inn: input.has_inn,
            has_capacity: input.has_capacity,
            is_branch: input.is_branch,
        })
    }
}

/// An address at which an organisation is licensed to teach (адрес ведения образовательной деятельности)
#[derive(Clone, Debug, InputObject)]
pub struct OrganisationAddressInput {
    /// The address (адрес)
    pub address: String,
    /// First day of the licence there, inclusive (с)
    pub licensed_from: Option<Date>,
    /// Last day of the licence there, inclusive (по)
    pub licensed_to: Option<Date>,
}

impl From<OrganisationAddressInput> for Address {
    fn from(input: OrganisationAddressInput) -> Self {
        let OrganisationAddressInput { address, licensed_from, licensed_to } = input;
        Self { address, from: licensed_from.map(|day| day.0), to: licensed_to.map(|day| day.0) }
    }
}

/// An organisation to record (новая организация)
#[derive(Clone, Debug, InputObject)]
pub struct CreateOrganisationInput {
    /// Region; follows from the municipality when absent; with neither a federal organisation (регион)
    pub region_id: Option<Id<RegionId>>,
    /// Municipality (муниципальное образование)
    pub municipality_id: Option<Id<MunicipalityId>>,
    /// Full name (полное наименование)
    pub name: String,
    /// Short name (краткое наименование)
    pub short_name: Option<String>,
    /// Other printed forms of the name (иные формы наименования)
    #[graphql(default)]
    pub aliases: Vec<String>,
    /// Type (тип организации)
    #[graphql(name = "type")]
    pub kind: E<OrganisationType>,
    /// Department (ведомственная принадлежность)
    pub department: Option<E<Department>>,
    /// Legal form, a code of the dictionary `legal_form` (организационно-правовая форма)
    pub legal_form: Option<String>,
    /// ИНН, 10 digits, or 12 of an entrepreneur (ИНН)
    pub inn: Option<String>,
    /// КПП, 9 characters; of a branch its own (КПП)
    pub kpp: Option<String>,
    /// ОГРН, 13 digits, or ОГРНИП, 15 digits (ОГРН)
    pub ogrn: Option<String>,
    /// The organisation whose branch it is; a branch takes its ИНН (головная организация)
    pub head_organisation_id: Option<Id<OrganisationId>>,
    /// Institutional e-mail (электронная почта)
    pub email: Option<String>,
    /// Site; https where no scheme is given (сайт)
    pub website: Option<String>,
    /// Capacity, places (мощность, мест)
    pub capacity: Option<i32>,
    /// Number of the licence (номер лицензии)
    pub licence_number: Option<String>,
    /// Position of the head, never a name (должность руководителя)
    pub head_position: Option<String>,
    /// Licensed addresses (адреса ведения образовательной деятельности)
    #[graphql(default)]
    pub addresses: Vec<OrganisationAddressInput>,
    /// Ids under which other systems know it (внешние идентификаторы)
    #[graphql(default)]
    pub external_ids: Vec<ExternalIdInput>,
    /// Public at once; absent: when the viewer may publish; false: a draft of the level that keeps it (опубликовать)
    pub published: Option<bool>,
    /// The term
    #[graphql(flatten)]
    pub validity: ValidityInput,
}

impl From<CreateOrganisationInput> for CreateOrganisation {
    fn from(input: CreateOrganisationInput) -> Self {
        let CreateOrganisationInput {
            region_id,
            municipality_id,
            name,
            short_name,
            aliases,
            kind,
            department,
            legal_form,
            inn,
            kpp,
            ogrn,
            head_organisation_id,
            email,
            website,
            capacity,
            licence_number,
            head_position,
            addresses,
            external_ids,
            published,
            validity,
        } = input;
        Self {
            id: None,
            region: region_id.map(|id| id.0),
            municipality: municipality_id.map(|id| id.0),
            name,
            short_name,
            aliases,
            kind: kind.0,
            department: department.map(|code| code.0),
            legal_form,
            numbers: Numbers { inn, kpp, ogrn, head: head_organisation_id.map(|id| id.0) },
            email,
            website,
            capacity,
            licence_number,
            head_position,
            addresses: addresses.into_iter().map(Into::into).collect(),
            validity: validity.patch(),
            external_ids: external_ids.into_iter().map(Into::into).collect(),
            published,
        }
    }
}
