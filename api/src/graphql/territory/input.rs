//! Filters, orders and inputs of the map.

use async_graphql::{InputObject, MaybeUndefined};
use entity::{
    ids::{MunicipalityId, RegionId, ZoneId},
    municipality::MunicipalityKind,
    municipality_succession::SuccessionKind,
    region::RegionKind,
};

use crate::{
    graphql::{
        codes::E,
        ids::Id,
        payload::patch,
        scalars::Date,
        validity::{Precision, ValidityInput, bound},
    },
    service::territory::{
        municipality, population,
        query::{self, TerritoryOrder as Order},
        region, reorganise, zone,
    },
    validity::Bound,
};

entity::code_enum! {
    /// Order of a list of the map (порядок)
    pub enum TerritoryOrderBy {
        /// By name, А to Я (по наименованию)
        NameAsc = "NAME_ASC",
        /// By name, Я to А (по наименованию, с конца)
        NameDesc = "NAME_DESC",
        /// By code or ОКТМО (по коду)
        CodeAsc = "CODE_ASC",
        /// By code or ОКТМО, downwards (по коду, с конца)
        CodeDesc = "CODE_DESC",
    }
}

/// The order as an argument.
pub type TerritoryOrder = E<TerritoryOrderBy>;

impl Default for E<TerritoryOrderBy> {
    fn default() -> Self {
        Self(TerritoryOrderBy::NameAsc)
    }
}

impl E<TerritoryOrderBy> {
    /// The order and its direction.
    pub fn parts(self) -> (Order, bool) {
        match self.0 {
            TerritoryOrderBy::NameAsc => (Order::Name, false),
            TerritoryOrderBy::NameDesc => (Order::Name, true),
            TerritoryOrderBy::CodeAsc => (Order::Code, false),
            TerritoryOrderBy::CodeDesc => (Order::Code, true),
        }
    }
}

/// Narrows a list of regions; members are joined by and (отбор регионов)
#[derive(Clone, Debug, Default, InputObject)]
pub struct RegionFilter {
    /// Of these kinds (виды субъектов)
    pub kinds: Option<Vec<E<RegionKind>>>,
}

impl From<RegionFilter> for query::RegionFilter {
    fn from(filter: RegionFilter) -> Self {
        Self { kinds: filter.kinds.map(|kinds| kinds.into_iter().map(|kind| kind.0).collect()) }
    }
}

/// Narrows a list of zones; members are joined by and (отбор зон)
#[derive(Clone, Debug, Default, InputObject)]
pub struct ZoneFilter {
    /// Zones of these regions (регионы)
    pub region_ids: Option<Vec<Id<RegionId>>>,
}

impl From<ZoneFilter> for query::ZoneFilter {
    fn from(filter: ZoneFilter) -> Self {
        Self { regions: filter.region_ids.map(|ids| ids.into_iter().map(|id| id.0).collect()) }
    }
}

/// Narrows a list of municipalities; members are joined by and (отбор муниципальных образований)
#[derive(Clone, Debug, Default, InputObject)]
pub struct MunicipalityFilter {
    /// In these regions (регионы)
    pub region_ids: Option<Vec<Id<RegionId>>>,
    /// In these zones on that day (зоны)
    pub zone_ids: Option<Vec<Id<ZoneId>>>,
    /// Of these kinds on that day (виды)
    pub kinds: Option<Vec<E<MunicipalityKind>>>,
    /// Whether a municipal centre stands there on that day (есть действующий МОЦ)
    pub has_centre: Option<bool>,
}

impl From<MunicipalityFilter> for query::MunicipalityFilter {
    fn from(filter: MunicipalityFilter) -> Self {
        Self {
            regions: filter.region_ids.map(|ids| ids.into_iter().map(|id| id.0).collect()),
            zones: filter.zone_ids.map(|ids| ids.into_iter().map(|id| id.0).collect()),
            kinds: filter.kinds.map(|kinds| kinds.into_iter().map(|kind| kind.0).collect()),
            has_centre: filter.has_centre,
        }
    }
}

/// A region to record (новый регион)
#[derive(Clone, Debug, InputObject)]
pub struct CreateRegionInput {
    /// Two digits of the Constitution's list (код субъекта РФ)
    pub code: String,
    /// Another name than the list has (наименование)
    pub name: Option<String>,
    /// The term
    #[graphql(flatten)]
    pub validity: ValidityInput,
}

impl From<CreateRegionInput> for region::CreateRegion {
    fn from(input: CreateRegionInput) -> Self {
        let CreateRegionInput { code, name, validity } = input;
        Self { id: None, code, name, validity: validity.patch() }
    }
}

/// Changes of a region (изменение региона)
#[derive(Clone, Debug, InputObject)]
pub struct UpdateRegionInput {
    /// Which (регион)
    pub id: Id<RegionId>,
    /// The version that was read (прочитанная версия)
    pub expected_version: i32,
    /// Name (наименование)
    #[graphql(default)]
    pub name: MaybeUndefined<String>,
    /// The term
    #[graphql(flatten)]
    pub validity: ValidityInput,
}

impl From<UpdateRegionInput> for region::UpdateRegion {
    fn from(input: UpdateRegionInput) -> Self {
        let UpdateRegionInput { id, expected_version, name, validity } = input;
        Self { id: id.0, expected_version, name: patch(name), validity: validity.patch() }
    }
}

/// A zone to record (новая зона)
#[derive(Clone, Debug, InputObject)]
pub struct CreateZoneInput {
    /// The region (регион)
    pub region_id: Id<RegionId>,
    /// Code within the region (код)
    pub code: String,
    /// Name (наименование)
    pub name: String,
    /// The term
    #[graphql(flatten)]
    pub validity: ValidityInput,
}

impl From<CreateZoneInput> for zone::CreateZone {
    fn from(input: CreateZoneInput) -> Self {
        let CreateZoneInput { region_id, code, name, validity } = input;
        Self { id: None, region: region_id.0, code, name, validity: validity.patch() }
    }
}

/// Changes of a zone (изменение зоны)
#[derive(Clone, Debug, InputObject)]
pub struct UpdateZoneInput {
    /// Which (зона)
    pub id: Id<ZoneId>,
    /// The version that was read (прочитанная версия)
    pub expected_version: i32,
    /// Name (наименование)
    #[graphql(default)]
    pub name: MaybeUndefined<String>,
    /// The term
    #[graphql(flatten)]
    pub validity: ValidityInput,
}

impl From<UpdateZoneInput> for zone::UpdateZone {
    fn from(input: UpdateZoneInput) -> Self {
        let UpdateZoneInput { id, expected_version, name, validity } = input;
        Self { id: id.0, expected_version, name: patch(name), validity: validity.patch() }
    }
}

/// A municipality to record (новое муниципальное образование)
#[derive(Clone, Debug, InputObject)]
pub struct CreateMunicipalityInput {
    /// The region (регион)
    pub region_id: Id<RegionId>,
    /// The zone, where the region has zones (зона)
    pub zone_id: Option<Id<ZoneId>>,
    /// ОКТМО of 8 or 11 digits (код ОКТМО)
    pub oktmo: Option<String>,
    /// Name (наименование)
    pub name: String,
    /// Kind (вид)
    pub kind: E<MunicipalityKind>,
    /// The term
    #[graphql(flatten)]
    pub validity: ValidityInput,
}

impl From<CreateMunicipalityInput> for municipality::CreateMunicipality {
    fn from(input: CreateMunicipalityInput) -> Self {
        let CreateMunicipalityInput { region_id, zone_id, oktmo, name, kind, validity } = input;
        Self {
            id: None,
            region: region_id.0,
            zone: zone_id.map(|id| id.0),
            oktmo,
            name,
            kind: kind.0,
            validity: validity.patch(),
        }
    }
}

/// Changes of a municipality (изменение муниципального образования)
#[derive(Clone, Debug, InputObject)]
pub struct UpdateMunicipalityInput {
    /// Which (муниципальное образование)
    pub id: Id<MunicipalityId>,
    /// The version that was read (прочитанная версия)
    pub expected_version: i32,
    /// First day of the new name, kind and zone, what held before is kept; absent: a correction of what is stored
    /// (с какого дня)
    pub since: Option<Date>,
    /// Name (наименование)
    #[graphql(default)]
    pub name: MaybeUndefined<String>,
    /// Kind (вид)
    #[graphql(default)]
    pub kind: MaybeUndefined<E<MunicipalityKind>>,
    /// Zone (зона)
    #[graphql(default)]
    pub zone_id: MaybeUndefined<Id<ZoneId>>,
    /// The term
    #[graphql(flatten)]
    pub validity: ValidityInput,
}

impl From<UpdateMunicipalityInput> for municipality::UpdateMunicipality {
    fn from(input: UpdateMunicipalityInput) -> Self {
        let UpdateMunicipalityInput { id, expected_version, since, name, kind, zone_id, validity } = input;
        Self {
            id: id.0,
            expected_version,
            since: since.map(|day| day.0),
            name: patch(name),
            kind: patch(kind).map(|kind| kind.0),
            zone: patch(zone_id).map(|id| id.0),
            validity: validity.patch(),
        }
    }
}

/// A change of borders (преобразование муниципальных образований)
#[derive(Clone, Debug, InputObject)]
pub struct ReorganiseMunicipalitiesInput {
    /// How: one into one, several into one, one into several (вид преобразования)
    pub kind: E<SuccessionKind>,
    /// First day of the new map; the old ones end the day before (дата)
    pub day: Date,
    /// Those that end (преобразуемые)
    pub predecessor_ids: Vec<Id<MunicipalityId>>,
    /// Those that begin (новые)
    #[graphql(default)]
    pub successors: Vec<CreateMunicipalityInput>,
    /// Those that exist and take over (существующие преемники)
    #[graphql(default)]
    pub existing_successor_ids: Vec<Id<MunicipalityId>>,
}

impl From<ReorganiseMunicipalitiesInput> for reorganise::Reorganise {
    fn from(input: ReorganiseMunicipalitiesInput) -> Self {
        let ReorganiseMunicipalitiesInput { kind, day, predecessor_ids, successors, existing_successor_ids } = input;
        Self {
            kind: kind.0,
            day: day.0,
            predecessors: predecessor_ids.into_iter().map(|id| id.0).collect(),
            successors: successors.into_iter().map(Into::into).collect(),
            existing: existing_successor_ids.into_iter().map(|id| id.0).collect(),
        }
    }
}

/// A figure of population (численность населения)
#[derive(Clone, Debug, InputObject)]
pub struct RecordPopulationInput {
    /// Where (муниципальное образование)
    pub municipality_id: Id<MunicipalityId>,
    /// Youngest age, inclusive, years (возраст от)
    pub age_from: i32,
    /// Oldest age, inclusive, years (возраст до)
    pub age_to: i32,
    /// The day of the count; with a precision of MONTH or YEAR any day of it, and its last is kept (на дату)
    pub as_of: Date,
    /// How exactly the day is known; DAY when absent (точность даты)
    pub as_of_precision: Option<E<Precision>>,
    /// People (человек)
    pub count: i64,
    /// Who says so (источник)
    pub source: String,
}

impl From<RecordPopulationInput> for population::RecordPopulation {
    fn from(input: RecordPopulationInput) -> Self {
        let RecordPopulationInput { municipality_id, age_from, age_to, as_of, as_of_precision, count, source } = input;
        let as_of = bound(as_of, as_of_precision, None, Bound::end);
        Self { municipality: municipality_id.0, age_from, age_to, as_of, count, source }
    }
}
