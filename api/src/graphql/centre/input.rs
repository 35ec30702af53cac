//! Filters, orders and inputs of centres.

use async_graphql::{InputObject, MaybeUndefined};
use entity::{
    centre::CentreKind,
    ids::{CentreId, MunicipalityId, OrganisationId, RegionId, ZoneId},
};

use crate::{
    graphql::{
        act::BasisActInput,
        codes::E,
        external::ExternalIdInput,
        ids::Id,
        open_points::OpenPointInput,
        payload::{patch, patch_each},
        scalars::Date,
        validity::ValidityInput,
    },
    service::{
        Patch,
        centre::{
            create::CreateCentre,
            delete::DeleteCentre,
            query,
            update::{Arrangement, UpdateCentre},
        },
        contact::SetContact,
    },
};

entity::code_enum! {
    /// Order of a list of centres (порядок)
    pub enum CentreOrderBy {
        /// By name, А to Я (по наименованию)
        NameAsc = "NAME_ASC",
        /// By name, Я to А (по наименованию, с конца)
        NameDesc = "NAME_DESC",
        /// By kind, РМЦ first, then by name (по виду)
        KindAsc = "KIND_ASC",
        /// By kind, МОЦ first, then by name backwards (по виду, с конца)
        KindDesc = "KIND_DESC",
    }
}

/// The order as an argument.
pub type CentreOrder = E<CentreOrderBy>;

impl Default for E<CentreOrderBy> {
    fn default() -> Self {
        Self(CentreOrderBy::NameAsc)
    }
}

impl E<CentreOrderBy> {
    /// The order and its direction.
    pub fn parts(self) -> (query::CentreOrder, bool) {
        match self.0 {
            CentreOrderBy::NameAsc => (query::CentreOrder::Name, false),
            CentreOrderBy::NameDesc => (query::CentreOrder::Name, true),
            CentreOrderBy::KindAsc => (query::CentreOrder::Kind, false),
            CentreOrderBy::KindDesc => (query::CentreOrder::Kind, true),
        }
    }
}

/// Narrows a list of centres; members are joined by and (отбор центров)
#[derive(Clone, Debug, Default, InputObject)]
pub struct CentreFilter {
    /// Of these kinds (виды)
    pub kinds: Option<Vec<E<CentreKind>>>,
    /// In these regions (регионы)
    pub region_ids: Option<Vec<Id<RegionId>>>,
    /// Of these zones, or serving their municipalities of that day (зоны)
    pub zone_ids: Option<Vec<Id<ZoneId>>>,
    /// Serving these municipalities (муниципальные образования)
    pub municipality_ids: Option<Vec<Id<MunicipalityId>>>,
    /// On the base of these organisations on that day (базовые организации)
    pub host_ids: Option<Vec<Id<OrganisationId>>>,
    /// Whether they stand on that day: a status of their kind is in force (действует статус)
    pub standing: Option<bool>,
}

impl From<CentreFilter> for query::CentreFilter {
    fn from(filter: CentreFilter) -> Self {
        fn bare<T>(ids: Option<Vec<Id<T>>>) -> Option<Vec<T>> {
            ids.map(|ids| ids.into_iter().map(|id| id.0).collect())
        }
        let CentreFilter { kinds, region_ids, zone_ids, municipality_ids, host_ids, standing } = filter;
        Self {
            kinds: kinds.map(|kinds| kinds.into_iter().map(|kind| kind.0).collect()),
            regions: bare(region_ids),
            zones: bare(zone_ids),
            municipalities: bare(municipality_ids),
            hosts: bare(host_ids),
            standing,
        }
    }
}

/// A centre to record (новый центр)
#[derive(Clone, Debug, InputObject)]
pub struct CreateCentreInput {
    /// Kind (вид)
    pub kind: E<CentreKind>,
    /// Name (наименование)
    pub name: String,
    /// Region (регион)
    pub region_id: Id<RegionId>,
    /// The zone of a ЗОЦ (зона)
    pub zone_id: Option<Id<ZoneId>>,
    /// The municipality that a МОЦ serves, the seat of the others (муниципальное образование)
    pub municipality_id: Option<Id<MunicipalityId>>,
    /// The organisation on whose base it works (базовая организация)
    pub host_id: Option<Id<OrganisationId>>,
    /// The centre above it: of the same kind or wider, its territory and term hold this one's (вышестоящий центр)
    pub parent_id: Option<Id<CentreId>>,
    /// The centre that its reports go to, when not the one above (кому отчитывается)
    pub reports_to_id: Option<Id<CentreId>>,
    /// Site (сайт)
    pub website: Option<String>,
    /// Accounts in social networks, at most 20 (страницы в социальных сетях)
    #[graphql(default)]
    pub links: Vec<String>,
    /// What the source leaves open (неполнота источника)
    #[graphql(default)]
    pub open_points: Vec<OpenPointInput>,
    /// Acts about the centre; its standing is granted as a status (акты о центре)
    #[graphql(default)]
    pub acts: Vec<BasisActInput>,
    /// Whom to ask: a position, never a name, never public (контакт: должность)
    pub contact_position: Option<String>,
    /// Telephone (контакт: телефон)
    pub contact_phone: Option<String>,
    /// E-mail (контакт: электронная почта)
    pub contact_email: Option<String>,
    /// Ids under which other systems know it (внешние идентификаторы)
    #[graphql(default)]
    pub external_ids: Vec<ExternalIdInput>,
    /// The term
    #[graphql(flatten)]
    pub validity: ValidityInput,
}

impl From<CreateCentreInput> for CreateCentre {
    fn from(input: CreateCentreInput) -> Self {
        let CreateCentreInput {
            kind,
            name,
            region_id,
            zone_id,
            municipality_id,
            host_id,
            parent_id,
            reports_to_id,
            website,
            links,
            open_points,
            acts,
            contact_position,
            contact_phone,
            contact_email,
            external_ids,
            validity,
        } = input;
        let given = |text: Option<String>| text.map_or(Patch::Absent, |text| Patch::Set(Some(text)));
        Self {
            id: None,
            kind: kind.0,
            name,
            region: region_id.0,
            zone: zone_id.map(|id| id.0),
            municipality: municipality_id.map(|id| id.0),
            host: host_id.map(|id| id.0),
            parent: parent_id.map(|id| id.0),
            reports_to: reports_to_id.map(|id| id.0),
            website,
            links,
            open_points: open_points.into_iter().map(Into::into).collect(),
            acts: acts.into_iter().map(Into::into).collect(),
            contact: SetContact {
                position: given(contact_position),
                phone: given(contact_phone),
                email: given(contact_email),
            },
            external_ids: external_ids.into_iter().map(Into::into).collect(),
            validity: validity.patch(),
        }
    }
}

/// Changes of a centre: the card by those who write it; host, place in the network, seat and term by those who decide
/// on the network (изменение центра)
#[derive(Clone, Debug, InputObject)]
pub struct UpdateCentreInput {
    /// Which (центр)
    pub id: Id<CentreId>,
    /// The version that was read (прочитанная версия)
    pub expected_version: i32,
    /// Name (наименование)
    #[graphql(default)]
    pub name: MaybeUndefined<String>,
    /// Site (сайт)
    #[graphql(default)]
    pub website: MaybeUndefined<String>,
    /// Accounts in social networks, all of them (страницы в социальных сетях)
    #[graphql(default)]
    pub links: MaybeUndefined<Vec<String>>,
    /// What the source leaves open, all of it (неполнота источника)
    #[graphql(default)]
    pub open_points: MaybeUndefined<Vec<OpenPointInput>>,
    /// Acts about the centre, all of them (акты о центре)
    #[graphql(default)]
    pub acts: MaybeUndefined<Vec<BasisActInput>>,
    /// The organisation on whose base it works (базовая организация)
    #[graphql(default)]
    pub host_id: MaybeUndefined<Id<OrganisationId>>,
    /// First day on that base, the earlier host is kept; absent: a correction of what is stored (с какого дня)
    pub host_since: Option<Date>,
    /// The centre above it (вышестоящий центр)
    #[graphql(default)]
    pub parent_id: MaybeUndefined<Id<CentreId>>,
    /// The centre that its reports go to, when not the one above (кому отчитывается)
    #[graphql(default)]
    pub reports_to_id: MaybeUndefined<Id<CentreId>>,
    /// The seat of an РМЦ or a ЗОЦ (место нахождения)
    #[graphql(default)]
    pub seat_id: MaybeUndefined<Id<MunicipalityId>>,
    /// The term
    #[graphql(flatten)]
    pub validity: ValidityInput,
}

impl From<UpdateCentreInput> for UpdateCentre {
    fn from(input: UpdateCentreInput) -> Self {
        let UpdateCentreInput {
            id,
            expected_version,
            name,
            website,
            links,
            open_points,
            acts,
            host_id,
            host_since,
            parent_id,
            reports_to_id,
            seat_id,
            validity,
        } = input;
        Self {
            id: id.0,
            expected_version,
            name: patch(name),
            website: patch(website),
            links: patch(links),
            open_points: patch_each(open_points),
            acts: patch_each(acts),
            arrangement: Arrangement {
                host: patch(host_id).map(|id| id.0),
                host_since: host_since.map(|day| day.0),
                parent: patch(parent_id).map(|id| id.0),
                reports_to: patch(reports_to_id).map(|id| id.0),
                seat: patch(seat_id).map(|id| id.0),
                validity: validity.patch(),
            },
        }
    }
}

/// A centre recorded by mistake (ошибочно заведённый центр)
#[derive(Clone, Debug, InputObject)]
pub struct DeleteCentreInput {
    /// Which (центр)
    pub id: Id<CentreId>,
    /// The version that was read (прочитанная версия)
    pub expected_version: i32,
}

impl From<DeleteCentreInput> for DeleteCentre {
    fn from(input: DeleteCentreInput) -> Self {
        let DeleteCentreInput { id, expected_version } = input;
        Self { id: id.0, expected_version }
    }
}
