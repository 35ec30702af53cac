//! Filters, orders and inputs of assignments.

use async_graphql::{InputObject, MaybeUndefined};
use entity::{
    ids::{CentreId, LegalActId, MunicipalityId, OrganisationId, RegionId, StatusAssignmentId, StatusKindId, ZoneId},
    shared::Level,
};

use crate::{
    error::AppError,
    graphql::{
        act::BasisActInput,
        codes::E,
        external::ExternalIdInput,
        ids::Id,
        open_points::OpenPointInput,
        payload::{patch, patch_each},
        scalars::{Date, Year},
        validity::ValidityInput,
    },
    service::status::{
        content::{Subject, Terms},
        draft::{CreateStatusAssignment, DraftStep, UpdateStatusAssignment},
        end::EndStatus,
        grant::{GrantStatus, RecordStatus},
        query,
        renew::RenewStatus,
        rules::StatusState,
    },
};

entity::code_enum! {
    /// Order of a list of statuses (порядок)
    pub enum StatusOrderBy {
        /// By first day, the earliest first (по началу)
        ValidFromAsc = "VALID_FROM_ASC",
        /// By first day, the newest first (по началу, с конца)
        ValidFromDesc = "VALID_FROM_DESC",
        /// By last day of the term, the next to end first (по окончанию)
        ValidToAsc = "VALID_TO_ASC",
        /// By last day of the term, backwards (по окончанию, с конца)
        ValidToDesc = "VALID_TO_DESC",
        /// By code of the kind (по виду)
        KindAsc = "KIND_ASC",
        /// By code of the kind, backwards (по виду, с конца)
        KindDesc = "KIND_DESC",
    }
}

/// The order as an argument.
pub type StatusOrder = E<StatusOrderBy>;

impl Default for E<StatusOrderBy> {
    fn default() -> Self {
        Self(StatusOrderBy::ValidFromDesc)
    }
}

impl E<StatusOrderBy> {
    /// The order and its direction.
    pub fn parts(self) -> (query::StatusOrder, bool) {
        match self.0 {
            StatusOrderBy::ValidFromAsc => (query::StatusOrder::ValidFrom, false),
            StatusOrderBy::ValidFromDesc => (query::StatusOrder::ValidFrom, true),
            StatusOrderBy::ValidToAsc => (query::StatusOrder::ValidTo, false),
            StatusOrderBy::ValidToDesc => (query::StatusOrder::ValidTo, true),
            StatusOrderBy::KindAsc => (query::StatusOrder::Kind, false),
            StatusOrderBy::KindDesc => (query::StatusOrder::Kind, true),
        }
    }
}

/// The farthest end that can be asked for, days.
const FARTHEST: i32 = 3_660;

/// Narrows a list of statuses; members are joined by and (отбор статусов)
#[derive(Clone, Debug, Default, InputObject)]
pub struct StatusFilter {
    /// Of these kinds (виды)
    pub kind_ids: Option<Vec<Id<StatusKindId>>>,
    /// Of kinds with these codes (коды видов)
    pub kinds: Option<Vec<String>>,
    /// Of these levels (уровни)
    pub levels: Option<Vec<E<Level>>>,
    /// Held by these centres (центры)
    pub centre_ids: Option<Vec<Id<CentreId>>>,
    /// Held by these organisations, or through them (организации)
    pub organisation_ids: Option<Vec<Id<OrganisationId>>>,
    /// In these regions (регионы)
    pub region_ids: Option<Vec<Id<RegionId>>>,
    /// About these zones, or about their municipalities of that day (зоны)
    pub zone_ids: Option<Vec<Id<ZoneId>>>,
    /// About these municipalities (муниципальные образования)
    pub municipality_ids: Option<Vec<Id<MunicipalityId>>>,
    /// In these states on that day (состояния)
    pub states: Option<Vec<E<StatusState>>>,
    /// In force on that day, and for the last time within so many days, 0 to 3660 (истекают в течение дней)
    pub ends_within_days: Option<i32>,
    /// In force on another day (действуют на дату)
    pub in_force_on: Option<Date>,
    /// Whether the source leaves anything open (есть неполнота источника)
    pub has_open_points: Option<bool>,
}

impl StatusFilter {
    /// The filter as the service takes it.
    pub fn checked(self) -> Result<query::StatusFilter, AppError> {
        fn bare<T>(ids: Option<Vec<Id<T>>>) -> Option<Vec<T>> {
            ids.map(|ids| ids.into_iter().map(|id| id.0).collect())
        }
        let Self {
            kind_ids,
            kinds,
            levels,
            centre_ids,
            organisation_ids,
            region_ids,
            zone_ids,
            municipality_ids,
            states,
            ends_within_days,
            in_force_on,
            has_open_points,
        } = self;
        let within = |days: i32| {
            u32::try_from(days).ok().filter(|_| days <= FARTHEST).ok_or_else(|| {
                AppError::bad_input(
                    format!("endsWithinDays: нужно от 0 до {FARTHEST}"),
                    format!("endsWithinDays: 0 to {FARTHEST} is possible"),
                )
            })
        };
        Ok(query::StatusFilter {
            kinds: bare(kind_ids),
            kind_codes: kinds,
            levels: levels.map(E::plain),
            centres: bare(centre_ids),
            organisations: bare(organisation_ids),
            regions: bare(region_ids),
            zones: bare(zone_ids),
            municipalities: bare(municipality_ids),
            states: states.map(E::plain),
            ends_within: ends_within_days.map(within).transpose()?,
            in_force_on: in_force_on.map(|day| day.0),
            open: has_open_points,
        })
    }
}

/// What the decision says.
#[derive(Clone, Debug, Default, InputObject)]
pub struct StatusTermsInput {
    /// Topic (тема)
    #[graphql(default)]
    pub topic: MaybeUndefined<String>,
    /// Programme or project (программа, проект)
    #[graphql(default)]
    pub programme: MaybeUndefined<String>,
    /// Who grants it, as printed (кем присвоен)
    #[graphql(default)]
    pub granting_body: MaybeUndefined<String>,
    /// Day of the decision (дата решения)
    #[graphql(default)]
    pub granted_on: MaybeUndefined<Date>,
    /// First year of the academic year; it is the term, unless bounds are given (учебный год)
    #[graphql(default)]
    pub academic_year: MaybeUndefined<Year>,
    /// Number in a register (реестровый номер)
    #[graphql(default)]
    pub registry_number: MaybeUndefined<String>,
    /// The acts on which it rests, all of them (акты-основания)
    #[graphql(default)]
    pub acts: MaybeUndefined<Vec<BasisActInput>>,
}

fn terms(terms: StatusTermsInput, validity: ValidityInput) -> Terms {
    let StatusTermsInput { topic, programme, granting_body, granted_on, academic_year, registry_number, acts } = terms;
    Terms {
        topic: patch(topic),
        programme: patch(programme),
        granting_body: patch(granting_body),
        granted_on: patch(granted_on).map(|day| day.0),
        academic_year: patch(academic_year).map(|year| year.0),
        registry_number: patch(registry_number),
        validity: validity.patch(),
        acts: patch_each(acts),
    }
}

/// What is granted, to whom, where.
#[derive(Clone, Debug, InputObject)]
pub struct StatusSubjectInput {
    /// Kind (вид статуса)
    pub kind_id: Id<StatusKindId>,
    /// Level of the status: who grants it (уровень статуса)
    pub level: E<Level>,
    /// The centre that holds it (центр)
    pub centre_id: Option<Id<CentreId>>,
    /// The organisation that holds it, or through which an association or a centre holds it (организация)
    pub organisation_id: Option<Id<OrganisationId>>,
    /// The unit or circle that holds it (объединение, подразделение)
    pub association: Option<String>,
    /// The region that it is about; absent: the holder's territory (регион)
    pub region_id: Option<Id<RegionId>>,
    /// The zone that it is about (зона)
    pub zone_id: Option<Id<ZoneId>>,
    /// The municipality that it is about (муниципальное образование)
    pub municipality_id: Option<Id<MunicipalityId>>,
}

fn subject(subject: StatusSubjectInput, unnamed: Option<i32>) -> Subject {
    let StatusSubjectInput {
        kind_id,
        level,
        centre_id,
        organisation_id,
        association,
        region_id,
        zone_id,
        municipality_id,
    } = subject;
    Subject {
        kind: kind_id.0,
        level: level.0,
        centre: centre_id.map(|id| id.0),
        organisation: organisation_id.map(|id| id.0),
        association,
        unnamed,
        region: region_id.map(|id| id.0),
        zone: zone_id.map(|id| id.0),
        municipality: municipality_id.map(|id| id.0),
    }
}

/// A status to prepare (проект присвоения статуса)
#[derive(Clone, Debug, InputObject)]
pub struct CreateStatusAssignmentInput {
    /// What, to whom, where
    #[graphql(flatten)]
    pub subject: StatusSubjectInput,
    /// What the decision will say
    #[graphql(flatten)]
    pub terms: StatusTermsInput,
    /// The term
    #[graphql(flatten)]
    pub validity: ValidityInput,
}

impl From<CreateStatusAssignmentInput> for CreateStatusAssignment {
    fn from(input: CreateStatusAssignmentInput) -> Self {
        let CreateStatusAssignmentInput { subject: what, terms: says, validity } = input;
        Self { id: None, subject: subject(what, None), terms: terms(says, validity) }
    }
}

/// Changes of a draft or a proposal; what is granted to whom stays (изменение проекта присвоения)
#[derive(Clone, Debug, InputObject)]
pub struct UpdateStatusAssignmentInput {
    /// Which (присвоение)
    pub id: Id<StatusAssignmentId>,
    /// The version that was read (прочитанная версия)
    pub expected_version: i32,
    /// What the decision will say
    #[graphql(flatten)]
    pub terms: StatusTermsInput,
    /// The term
    #[graphql(flatten)]
    pub validity: ValidityInput,
}

impl From<UpdateStatusAssignmentInput> for UpdateStatusAssignment {
    fn from(input: UpdateStatusAssignmentInput) -> Self {
        let UpdateStatusAssignmentInput { id, expected_version, terms: says, validity } = input;
        Self { id: id.0, expected_version, terms: terms(says, validity) }
    }
}

/// Declares an input that names a draft and its version.
macro_rules! draft_step {
    ($name:ident, $doc:literal) => {
        #[doc = $doc]
        #[derive(Clone, Debug, InputObject)]
        pub struct $name {
            /// Which (присвоение)
            pub id: Id<StatusAssignmentId>,
            /// The version that was read (прочитанная версия)
            pub expected_version: i32,
        }

        impl From<$name> for DraftStep {
            fn from(input: $name) -> Self {
                let $name { id, expected_version } = input;
                Self { id: id.0, expected_version }
            }
        }
    };
}

draft_step!(ProposeStatusAssignmentInput, "A draft to hand over (предлагаемый проект)");
draft_step!(DeleteStatusAssignmentInput, "A draft to delete (удаляемый черновик)");

/// A draft or a proposal to put in force (присвоение статуса)
#[derive(Clone, Debug, InputObject)]
pub struct GrantStatusInput {
    /// Which (присвоение)
    pub id: Id<StatusAssignmentId>,
    /// The version that was read (прочитанная версия)
    pub expected_version: i32,
    /// What the decision says, over what was proposed; an act with role GRANTS, date and number is needed
    #[graphql(flatten)]
    pub terms: StatusTermsInput,
    /// The term; its first day is needed, the day of the decision is taken when there is none
    #[graphql(flatten)]
    pub validity: ValidityInput,
}

impl From<GrantStatusInput> for GrantStatus {
    fn from(input: GrantStatusInput) -> Self {
        let GrantStatusInput { id, expected_version, terms: says, validity } = input;
        Self { id: id.0, expected_version, terms: terms(says, validity) }
    }
}

/// A status of the past, as its source tells it (ранее присвоенный статус)
#[derive(Clone, Debug, InputObject)]
pub struct RecordStatusInput {
    /// What, to whom, where
    #[graphql(flatten)]
    pub subject: StatusSubjectInput,
    /// How many holders the source counts without naming them (число не названных держателей)
    pub unnamed_count: Option<i32>,
    /// The recorded status that this one renews (что продлено)
    pub renews_id: Option<Id<StatusAssignmentId>>,
    /// What the source leaves open (неполнота источника)
    #[graphql(default)]
    pub open_points: Vec<OpenPointInput>,
    /// Ids under which other systems know it (внешние идентификаторы)
    #[graphql(default)]
    pub external_ids: Vec<ExternalIdInput>,
    /// What the source says of the decision
    #[graphql(flatten)]
    pub terms: StatusTermsInput,
    /// The term
    #[graphql(flatten)]
    pub validity: ValidityInput,
}

impl From<RecordStatusInput> for RecordStatus {
    fn from(input: RecordStatusInput) -> Self {
        let RecordStatusInput {
            subject: what,
            unnamed_count,
            renews_id,
            open_points,
            external_ids,
            terms: says,
            validity,
        } = input;
        Self {
            id: None,
            subject: subject(what, unnamed_count),
            terms: terms(says, validity),
            renews: renews_id.map(|id| id.0),
            competition: None,
            open_points: open_points.into_iter().map(Into::into).collect(),
            external_ids: external_ids.into_iter().map(Into::into).collect(),
        }
    }
}

/// A status to grant again: a new record, linked to this one (продление статуса)
#[derive(Clone, Debug, InputObject)]
pub struct RenewStatusInput {
    /// The status that is renewed (продлеваемое присвоение)
    pub id: Id<StatusAssignmentId>,
    /// Its version that was read (прочитанная версия)
    pub expected_version: i32,
    /// What the new decision says; topic, programme, body and number stay unless given
    #[graphql(flatten)]
    pub terms: StatusTermsInput,
    /// The new term; it begins no earlier than the one that is renewed
    #[graphql(flatten)]
    pub validity: ValidityInput,
}

impl From<RenewStatusInput> for RenewStatus {
    fn from(input: RenewStatusInput) -> Self {
        let RenewStatusInput { id, expected_version, terms: says, validity } = input;
        Self { id: id.0, expected_version, terms: terms(says, validity) }
    }
}

/// A status to revoke by an act (отзыв статуса)
#[derive(Clone, Debug, InputObject)]
pub struct RevokeStatusInput {
    /// Which (присвоение)
    pub id: Id<StatusAssignmentId>,
    /// The version that was read (прочитанная версия)
    pub expected_version: i32,
    /// The first day without the status, inside its term (отозван с)
    pub on: Date,
    /// The act, with date and number (акт об отзыве)
    pub act_id: Option<Id<LegalActId>>,
    /// Why (причина)
    pub reason: Option<String>,
}

impl From<RevokeStatusInput> for EndStatus {
    fn from(input: RevokeStatusInput) -> Self {
        let RevokeStatusInput { id, expected_version, on, act_id, reason } = input;
        Self { id: id.0, expected_version, on: on.0, act: act_id.map(|id| id.0), reason }
    }
}

/// A status that its holder gives up (отказ от статуса)
#[derive(Clone, Debug, InputObject)]
pub struct WaiveStatusInput {
    /// Which (присвоение)
    pub id: Id<StatusAssignmentId>,
    /// The version that was read (прочитанная версия)
    pub expected_version: i32,
    /// The first day without the status, inside its term (прекращён с)
    pub on: Date,
    /// The act, where there is one (акт)
    pub act_id: Option<Id<LegalActId>>,
    /// Why (причина)
    pub reason: Option<String>,
}

impl From<WaiveStatusInput> for EndStatus {
    fn from(input: WaiveStatusInput) -> Self {
        let WaiveStatusInput { id, expected_version, on, act_id, reason } = input;
        Self { id: id.0, expected_version, on: on.0, act: act_id.map(|id| id.0), reason }
    }
}
