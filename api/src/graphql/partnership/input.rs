//! Filters, orders and inputs of partnerships.

use async_graphql::{InputObject, MaybeUndefined};
use entity::ids::{AgreementId, CentreId, MunicipalityId, OrganisationId, PartnershipId, RegionId, StatusAssignmentId};

use crate::{
    graphql::{
        codes::E, external::ExternalIdInput, ids::Id, open_points::OpenPointInput, payload::patch,
        validity::ValidityInput,
    },
    service::{
        agreement::party::Who,
        partnership::{
            query,
            state::{PartnershipScope, PartnershipState},
            write::{CreatePartnership, Partner, UpdatePartnership},
        },
    },
};

entity::code_enum! {
    /// Order of a list of partnerships (порядок)
    pub enum PartnershipOrderBy {
        /// By the first day, earliest first (по началу)
        SinceAsc = "SINCE_ASC",
        /// By the first day, latest first (по началу, с последних)
        SinceDesc = "SINCE_DESC",
    }
}

/// The order as an argument.
pub type PartnershipOrder = E<PartnershipOrderBy>;

impl Default for E<PartnershipOrderBy> {
    fn default() -> Self {
        Self(PartnershipOrderBy::SinceAsc)
    }
}

impl E<PartnershipOrderBy> {
    /// Whether downwards.
    pub fn descending(self) -> bool {
        self.0 == PartnershipOrderBy::SinceDesc
    }
}

/// Narrows a list of partnerships; members are joined by and (отбор партнёрств)
#[derive(Clone, Debug, Default, InputObject)]
pub struct PartnershipFilter {
    /// In these states on that day; those that have not ended when absent (состояния)
    pub states: Option<Vec<E<PartnershipState>>>,
    /// Reaching so far (охват)
    pub scopes: Option<Vec<E<PartnershipScope>>>,
    /// With one of these organisations on either side (организации)
    pub organisation_ids: Option<Vec<Id<OrganisationId>>>,
    /// Led by one of these centres (центры)
    pub centre_ids: Option<Vec<Id<CentreId>>>,
    /// With one of these municipalities on either side (муниципальные образования)
    pub municipality_ids: Option<Vec<Id<MunicipalityId>>>,
    /// With one of these regions on either side (регионы)
    pub region_ids: Option<Vec<Id<RegionId>>>,
    /// Whether the partner was to take part (плановое участие)
    pub planned: Option<bool>,
    /// Whether the partner took part (фактическое участие)
    pub actual: Option<bool>,
}

impl From<PartnershipFilter> for query::PartnershipFilter {
    fn from(filter: PartnershipFilter) -> Self {
        fn bare<T>(ids: Option<Vec<Id<T>>>) -> Option<Vec<T>> {
            ids.map(|ids| ids.into_iter().map(|id| id.0).collect())
        }
        let PartnershipFilter {
            states,
            scopes,
            organisation_ids,
            centre_ids,
            municipality_ids,
            region_ids,
            planned,
            actual,
        } = filter;
        Self {
            states: states.map(|states| states.into_iter().map(|state| state.0).collect()),
            scopes: scopes.map(|scopes| scopes.into_iter().map(|scope| scope.0).collect()),
            organisations: bare(organisation_ids),
            centres: bare(centre_ids),
            municipalities: bare(municipality_ids),
            regions: bare(region_ids),
            planned,
            actual,
        }
    }
}

/// Who leads: exactly one of the members (ведущий)
#[derive(Clone, Copy, Debug, InputObject)]
pub struct PartnershipLeadInput {
    /// A centre (центр)
    pub centre_id: Option<Id<CentreId>>,
    /// An organisation (организация)
    pub organisation_id: Option<Id<OrganisationId>>,
    /// A municipality (муниципальное образование)
    pub municipality_id: Option<Id<MunicipalityId>>,
}

impl From<PartnershipLeadInput> for Who {
    fn from(input: PartnershipLeadInput) -> Self {
        let PartnershipLeadInput { centre_id, organisation_id, municipality_id } = input;
        Self {
            centre: centre_id.map(|id| id.0),
            organisation: organisation_id.map(|id| id.0),
            municipality: municipality_id.map(|id| id.0),
            ..Self::default()
        }
    }
}

/// With whom: an organisation, a municipality, or a name with the place where it stands (партнёр)
#[derive(Clone, Debug, InputObject)]
pub struct PartnershipPartnerInput {
    /// An organisation, of another region too (организация)
    pub organisation_id: Option<Id<OrganisationId>>,
    /// A municipality (муниципальное образование)
    pub municipality_id: Option<Id<MunicipalityId>>,
    /// What the partner is called, where it is not kept in opora (название)
    pub name: Option<String>,
    /// The region where a named partner stands (регион)
    pub in_region_id: Option<Id<RegionId>>,
    /// The municipality where a named partner stands (муниципальное образование)
    pub in_municipality_id: Option<Id<MunicipalityId>>,
}

impl From<PartnershipPartnerInput> for Partner {
    fn from(input: PartnershipPartnerInput) -> Self {
        let PartnershipPartnerInput { organisation_id, municipality_id, name, in_region_id, in_municipality_id } =
            input;
        Self {
            who: Who {
                organisation: organisation_id.map(|id| id.0),
                municipality: municipality_id.map(|id| id.0),
                name,
                ..Who::default()
            },
            region: in_region_id.map(|id| id.0),
            municipality: in_municipality_id.map(|id| id.0),
        }
    }
}

/// A partnership to record (новое партнёрство)
#[derive(Clone, Debug, InputObject)]
pub struct CreatePartnershipInput {
    /// Who leads (ведущий)
    pub lead: PartnershipLeadInput,
    /// With whom (партнёр)
    pub partner: PartnershipPartnerInput,
    /// Whether the partner was to take part (плановое участие)
    pub planned: Option<bool>,
    /// Whether the partner took part (фактическое участие)
    pub actual: Option<bool>,
    /// What the partner does (функции)
    pub functions: Option<String>,
    /// Links that prove it (подтверждение)
    #[graphql(default)]
    pub evidence: Vec<String>,
    /// The agreement behind it (соглашение)
    pub agreement_id: Option<Id<AgreementId>>,
    /// The status within which they work (присвоение статуса)
    pub status_assignment_id: Option<Id<StatusAssignmentId>>,
    /// The term
    #[graphql(flatten)]
    pub validity: ValidityInput,
    /// What the source leaves open (неполнота источника)
    #[graphql(default)]
    pub open_points: Vec<OpenPointInput>,
    /// Ids under which other systems know it (внешние идентификаторы)
    #[graphql(default)]
    pub external_ids: Vec<ExternalIdInput>,
}

impl From<CreatePartnershipInput> for CreatePartnership {
    fn from(input: CreatePartnershipInput) -> Self {
        let CreatePartnershipInput {
            lead,
            partner,
            planned,
            actual,
            functions,
            evidence,
            agreement_id,
            status_assignment_id,
            validity,
            open_points,
            external_ids,
        } = input;
        Self {
            id: None,
            lead: lead.into(),
            partner: partner.into(),
            planned,
            actual,
            functions,
            evidence,
            agreement: agreement_id.map(|id| id.0),
            status: status_assignment_id.map(|id| id.0),
            validity: validity.patch(),
            open_points: open_points.into_iter().map(Into::into).collect(),
            external_ids: external_ids.into_iter().map(Into::into).collect(),
        }
    }
}

/// Changes of a partnership; it ends by its term (изменение партнёрства)
#[derive(Clone, Debug, InputObject)]
pub struct UpdatePartnershipInput {
    /// Which (партнёрство)
    pub id: Id<PartnershipId>,
    /// The version that was read (прочитанная версия)
    pub expected_version: i32,
    /// Whether the partner was to take part (плановое участие)
    #[graphql(default)]
    pub planned: MaybeUndefined<bool>,
    /// Whether the partner took part (фактическое участие)
    #[graphql(default)]
    pub actual: MaybeUndefined<bool>,
    /// What the partner does (функции)
    #[graphql(default)]
    pub functions: MaybeUndefined<String>,
    /// All links that prove it (подтверждение)
    #[graphql(default)]
    pub evidence: MaybeUndefined<Vec<String>>,
    /// The agreement behind it (соглашение)
    #[graphql(default)]
    pub agreement_id: MaybeUndefined<Id<AgreementId>>,
    /// The status within which they work (присвоение статуса)
    #[graphql(default)]
    pub status_assignment_id: MaybeUndefined<Id<StatusAssignmentId>>,
    /// The term
    #[graphql(flatten)]
    pub validity: ValidityInput,
}

impl From<UpdatePartnershipInput> for UpdatePartnership {
    fn from(input: UpdatePartnershipInput) -> Self {
        let UpdatePartnershipInput {
            id,
            expected_version,
            planned,
            actual,
            functions,
            evidence,
            agreement_id,
            status_assignment_id,
            validity,
        } = input;
        Self {
            id: id.0,
            expected_version,
            planned: patch(planned),
            actual: patch(actual),
            functions: patch(functions),
            evidence: patch(evidence),
            agreement: patch(agreement_id).map(|id| id.0),
            status: patch(status_assignment_id).map(|id| id.0),
            validity: validity.patch(),
        }
    }
}

/// A partnership that was recorded by mistake (удалить ошибочное партнёрство)
#[derive(Clone, Copy, Debug, InputObject)]
pub struct DeletePartnershipInput {
    /// Which (партнёрство)
    pub id: Id<PartnershipId>,
    /// The version that was read (прочитанная версия)
    pub expected_version: i32,
}
