//! Filters, orders and the inputs that make an agreement.

use async_graphql::{InputObject, MaybeUndefined};
use chrono::NaiveDate;
use entity::{
    agreement::AgreementKind,
    agreement_party::PartyRole,
    ids::{AgreementId, CentreId, MunicipalityId, OrganisationId, RegionId},
    shared::Level,
};

use crate::{
    graphql::{
        act::BasisActInput,
        codes::E,
        external::ExternalIdInput,
        ids::Id,
        open_points::OpenPointInput,
        scalars::Date,
        validity::{Precision, ValidityInput},
    },
    service::{
        Patch,
        agreement::{
            Window,
            draft::{Content, CreateAgreement},
            keeper::Keeper,
            lists,
            party::{PartyInput, Who},
            record::RecordAgreement,
            state::AgreementState,
        },
    },
    validity::Bound,
};

entity::code_enum! {
    /// Order of a list of agreements (порядок); what the viewer may not read orders nothing and stands last
    pub enum AgreementOrderBy {
        /// By title, А to Я (по наименованию)
        TitleAsc = "TITLE_ASC",
        /// By title, Я to А (по наименованию, с конца)
        TitleDesc = "TITLE_DESC",
        /// By the day of the signature, earliest first (по дате подписания)
        SignedAsc = "SIGNED_ASC",
        /// By the day of the signature, latest first (по дате подписания, с последних)
        SignedDesc = "SIGNED_DESC",
        /// By the last day of the term, earliest first (по дате окончания)
        EndAsc = "END_ASC",
        /// By the last day of the term, latest first (по дате окончания, с последних)
        EndDesc = "END_DESC",
    }
}

/// The order as an argument.
pub type AgreementOrder = E<AgreementOrderBy>;

impl Default for E<AgreementOrderBy> {
    fn default() -> Self {
        Self(AgreementOrderBy::TitleAsc)
    }
}

impl E<AgreementOrderBy> {
    /// The order and its direction.
    pub fn parts(self) -> (lists::AgreementOrder, bool) {
        use lists::AgreementOrder::{End, Signed, Title};
        match self.0 {
            AgreementOrderBy::TitleAsc => (Title, false),
            AgreementOrderBy::TitleDesc => (Title, true),
            AgreementOrderBy::SignedAsc => (Signed, false),
            AgreementOrderBy::SignedDesc => (Signed, true),
            AgreementOrderBy::EndAsc => (End, false),
            AgreementOrderBy::EndDesc => (End, true),
        }
    }
}

/// Narrows a list of agreements; members are joined by and. All but kinds and states match only agreements that the
/// viewer may read in full (отбор соглашений)
#[derive(Clone, Debug, Default, InputObject)]
pub struct AgreementFilter {
    /// Of these kinds (виды)
    pub kinds: Option<Vec<E<AgreementKind>>>,
    /// In these states on that day; those that have not ended when absent (состояния)
    pub states: Option<Vec<E<AgreementState>>>,
    /// With one of these organisations as a party that day (организации)
    pub party_organisation_ids: Option<Vec<Id<OrganisationId>>>,
    /// With one of these centres as a party that day (центры)
    pub party_centre_ids: Option<Vec<Id<CentreId>>>,
    /// With a party in one of these municipalities that day (муниципальные образования)
    pub party_municipality_ids: Option<Vec<Id<MunicipalityId>>>,
    /// With a party in one of these regions that day (регионы)
    pub region_ids: Option<Vec<Id<RegionId>>>,
    /// With this number, in any case (номер)
    pub number: Option<String>,
    /// In force that day, and ending within so many days, 0 to 3660; what prolongs itself does not end
    /// (заканчивается в ближайшие дни)
    pub ends_within_days: Option<i32>,
}

impl From<AgreementFilter> for lists::AgreementFilter {
    fn from(filter: AgreementFilter) -> Self {
        fn bare<T>(ids: Option<Vec<Id<T>>>) -> Option<Vec<T>> {
            ids.map(|ids| ids.into_iter().map(|id| id.0).collect())
        }
        let AgreementFilter {
            kinds,
            states,
            party_organisation_ids,
            party_centre_ids,
            party_municipality_ids,
            region_ids,
            number,
            ends_within_days,
        } = filter;
        Self {
            kinds: kinds.map(E::plain),
            states: states.map(E::plain),
            organisations: bare(party_organisation_ids),
            centres: bare(party_centre_ids),
            municipalities: bare(party_municipality_ids),
            regions: bare(region_ids),
            number,
            ends_within_days,
        }
    }
}

/// A party: exactly one of centre, organisation, municipality and name (сторона)
#[derive(Clone, Debug, InputObject)]
pub struct AgreementPartyInput {
    /// As what (роль)
    pub role: E<PartyRole>,
    /// A centre (центр)
    pub centre_id: Option<Id<CentreId>>,
    /// An organisation, of another region too (организация)
    pub organisation_id: Option<Id<OrganisationId>>,
    /// A municipality (муниципальное образование)
    pub municipality_id: Option<Id<MunicipalityId>>,
    /// What it is called, where it is not kept in opora (название)
    pub name: Option<String>,
    /// The source names nobody: `name` is what it says instead. Such a party can't sign (не названа)
    #[graphql(default)]
    pub not_named: bool,
    /// The day of its signature, where the agreement is recorded or amended (дата подписания)
    pub signed_on: Option<Date>,
    /// How exactly that day is known; DAY when absent (точность даты)
    pub signed_on_precision: Option<E<Precision>>,
}

impl From<AgreementPartyInput> for PartyInput {
    fn from(input: AgreementPartyInput) -> Self {
        let AgreementPartyInput {
            role,
            centre_id,
            organisation_id,
            municipality_id,
            name,
            not_named,
            signed_on,
            signed_on_precision,
        } = input;
        let who = Who {
            centre: centre_id.map(|id| id.0),
            organisation: organisation_id.map(|id| id.0),
            municipality: municipality_id.map(|id| id.0),
            name,
            not_named,
        };
        Self { role: role.0, who, signed_on: signature(signed_on, signed_on_precision) }
    }
}

/// The parties of an input.
pub(super) fn parties(inputs: Vec<AgreementPartyInput>) -> Vec<PartyInput> {
    inputs.into_iter().map(Into::into).collect()
}

/// The day of a signature: of a month or a year its first day.
pub(super) fn signature(day: Option<Date>, precision: Option<E<Precision>>) -> Option<Bound> {
    let input =
        ValidityInput { valid_from: Some(day).into(), valid_from_precision: precision, ..ValidityInput::default() };
    match input.patch().from {
        Patch::Set(bound) => bound,
        Patch::Absent => None,
    }
}

/// A window in which something was to be done (плановый срок)
#[derive(Clone, Debug, Default, InputObject)]
pub struct PlannedWindowInput {
    /// First day (с)
    pub from: Option<Date>,
    /// Last day (по)
    pub to: Option<Date>,
    /// As printed (как напечатано)
    pub text: Option<String>,
}

impl From<PlannedWindowInput> for Window {
    fn from(input: PlannedWindowInput) -> Self {
        let PlannedWindowInput { from, to, text } = input;
        let day = |date: Option<Date>| -> Option<NaiveDate> { date.map(|date| date.0) };
        Self { from: day(from), to: day(to), text }
    }
}

/// Declares an input that holds what an agreement says, with members of its own.
macro_rules! content_input {
    (
        $(#[doc = $doc:literal])+ $name:ident { $($(#[doc = $member_doc:literal])+ $(#[graphql($attr:ident)])? $member:ident: $type:ty,)* }
    ) => {
        $(#[doc = $doc])+
        #[derive(Clone, Debug, InputObject)]
        pub struct $name {
            /// The region that it concerns; without one it is federal (регион)
            pub region_id: Option<Id<RegionId>>,
            /// The municipality that it concerns (муниципальное образование)
            pub municipality_id: Option<Id<MunicipalityId>>,
            /// The level that keeps the record: only its drafts are seen there; that of one's own node when absent (уровень)
            pub level: Option<E<Level>>,
            /// Kind (вид)
            pub kind: E<AgreementKind>,
            /// Number as printed (номер)
            pub number: Option<String>,
            /// Title, at most 500 characters (наименование)
            pub title: String,
            /// Subject (предмет)
            pub subject: Option<String>,
            /// Titles of programmes; the network form needs one (программы)
            #[graphql(default)]
            pub programmes: Vec<String>,
            /// Where it is signed (место заключения)
            pub place: Option<String>,
            /// The term
            #[graphql(flatten)]
            pub validity: ValidityInput,
            /// The rule by which it prolongs itself (автоматическая пролонгация)
            pub auto_renewal: Option<String>,
            /// The last day to which it may prolong itself (пролонгация не позднее)
            pub auto_renewal_to: Option<Date>,
            /// When it was to be concluded (плановый срок заключения)
            pub planned: Option<PlannedWindowInput>,
            /// Its parties, at most 30 (стороны)
            #[graphql(default)]
            pub parties: Vec<AgreementPartyInput>,
            /// The acts on which it rests (акты-основания)
            #[graphql(default)]
            pub acts: Vec<BasisActInput>,
            /// Ids under which other systems know it (внешние идентификаторы)
            #[graphql(default)]
            pub external_ids: Vec<ExternalIdInput>,
            $($(#[doc = $member_doc])+ $(#[graphql($attr)])? pub $member: $type,)*
        }
    };
}

content_input! {
    /// An agreement to draft (проект соглашения)
    CreateAgreementInput {}
}

content_input! {
    /// An agreement that was signed elsewhere or long ago. Number, dates and signatures may be unknown: it counts, with
    /// the points that are open (заключённое соглашение)
    RecordAgreementInput {
        /// The day it was signed; the last of the parties' signatures when absent (дата подписания)
        signed_on: Option<Date>,
        /// How exactly that day is known; DAY when absent (точность даты)
        signed_on_precision: Option<E<Precision>>,
        /// The agreement that it renews (перезаключает)
        renews_id: Option<Id<AgreementId>>,
        /// When it was to be amended (плановый срок изменения)
        amendment_planned: Option<PlannedWindowInput>,
        /// What the source leaves open (неполнота источника)
        #[graphql(default)]
        open_points: Vec<OpenPointInput>,
    }
}

impl From<CreateAgreementInput> for CreateAgreement {
    fn from(input: CreateAgreementInput) -> Self {
        let CreateAgreementInput {
            region_id,
            municipality_id,
            level,
            kind,
            number,
            title,
            subject,
            programmes,
            place,
            validity,
            auto_renewal,
            auto_renewal_to,
            planned,
            parties: inputs,
            acts,
            external_ids,
        } = input;
        Self {
            id: None,
            keeper: keeper(region_id, municipality_id, level),
            content: Content {
                kind: kind.0,
                number,
                title,
                subject,
                programmes,
                place,
                validity: validity.patch(),
                auto_renewal,
                auto_renewal_to: auto_renewal_to.map(|day| day.0),
                planned: planned.unwrap_or_default().into(),
                open_points: vec![],
            },
            parties: parties(inputs),
            acts: acts.into_iter().map(Into::into).collect(),
            external_ids: external_ids.into_iter().map(Into::into).collect(),
        }
    }
}

impl From<RecordAgreementInput> for RecordAgreement {
    fn from(input: RecordAgreementInput) -> Self {
        let RecordAgreementInput {
            region_id,
            municipality_id,
            level,
            kind,
            number,
            title,
            subject,
            programmes,
            place,
            validity,
            auto_renewal,
            auto_renewal_to,
            planned,
            parties: inputs,
            acts,
            external_ids,
            signed_on,
            signed_on_precision,
            renews_id,
            amendment_planned,
            open_points,
        } = input;
        Self {
            id: None,
            keeper: keeper(region_id, municipality_id, level),
            content: Content {
                kind: kind.0,
                number,
                title,
                subject,
                programmes,
                place,
                validity: validity.patch(),
                auto_renewal,
                auto_renewal_to: auto_renewal_to.map(|day| day.0),
                planned: planned.unwrap_or_default().into(),
                open_points: open_points.into_iter().map(Into::into).collect(),
            },
            signed_on: signature(signed_on, signed_on_precision),
            parties: parties(inputs),
            acts: acts.into_iter().map(Into::into).collect(),
            external_ids: external_ids.into_iter().map(Into::into).collect(),
            renews: renews_id.map(|id| id.0),
            amendment_planned: amendment_planned.unwrap_or_default().into(),
        }
    }
}

fn keeper(region: Option<Id<RegionId>>, municipality: Option<Id<MunicipalityId>>, level: Option<E<Level>>) -> Keeper {
    Keeper {
        region: region.map(|id| id.0),
        municipality: municipality.map(|id| id.0),
        level: level.map(|level| level.0),
    }
}

/// A member of an input that may be absent or null, through a change of its type.
pub(super) fn over<T, U>(member: MaybeUndefined<T>, f: impl FnOnce(T) -> U) -> Patch<U> {
    crate::graphql::payload::patch(member).map(f)
}
