//! The roots of changing the map.

use async_graphql::{Context, Object, SimpleObject};
use entity::{municipality as municipality_row, region as region_row, zone as zone_row};

use super::{
    Municipality, Region, Zone,
    input::{
        CreateMunicipalityInput, CreateRegionInput, CreateZoneInput, RecordPopulationInput,
        ReorganiseMunicipalitiesInput, UpdateMunicipalityInput, UpdateRegionInput, UpdateZoneInput,
    },
    municipality::PopulationStats,
};
use crate::{
    graphql::{
        connection::Shows,
        context::ContextExt,
        payload::{Mutated, Payload, UserErrorNode, create, update},
    },
    payload,
    service::{
        list::visible_row,
        territory::{municipality, population, region, reorganise, zone},
    },
};

payload!(CreateRegionPayload, region: Region, "the recorded region (регион)");
payload!(UpdateRegionPayload, region: Region, "the changed region (регион)");
payload!(CreateZonePayload, zone: Zone, "the recorded zone (зона)");
payload!(UpdateZonePayload, zone: Zone, "the changed zone (зона)");
payload!(CreateMunicipalityPayload, municipality: Municipality, "the recorded municipality (муниципальное образование)");
payload!(UpdateMunicipalityPayload, municipality: Municipality, "the changed municipality (муниципальное образование)");
payload!(RecordPopulationPayload, population: PopulationStats, "the recorded figure (численность)");

/// Answer of the mutation: the municipalities after the change of borders (преобразованные муниципальные образования)
#[derive(SimpleObject)]
pub struct ReorganiseMunicipalitiesPayload {
    /// The successors (преемники)
    successors: Option<Vec<Municipality>>,
    /// Why nothing was written; empty when all went well (ошибки ввода)
    user_errors: Vec<UserErrorNode>,
}

impl Payload for ReorganiseMunicipalitiesPayload {
    type Object = Vec<Municipality>;

    fn of(successors: Option<Self::Object>, user_errors: Vec<UserErrorNode>) -> Self {
        Self { successors, user_errors }
    }
}

/// Changing the map.
#[derive(Default)]
pub struct TerritoryMutation;

#[Object]
impl TerritoryMutation {
    /// Records a region of the Constitution's list (завести регион)
    async fn create_region(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The region (регион)")] input: CreateRegionInput,
    ) -> Mutated<CreateRegionPayload> {
        let (cx, input) = (ctx.cx(), region::CreateRegion::from(input));
        create(|| region::create(cx, input.clone()), |row| Region::show(row, cx.today())).await
    }

    /// Changes a region (изменить регион)
    async fn update_region(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The changes (изменения)")] input: UpdateRegionInput,
    ) -> Mutated<UpdateRegionPayload> {
        let (cx, input) = (ctx.cx(), region::UpdateRegion::from(input));
        update(
            || region::update(cx, input.clone()),
            || visible_row::<region_row::Entity>(&cx.db, &cx.viewer, input.id, cx.today()),
            |row| Region::show(row, cx.today()),
        )
        .await
    }

    /// Records a zone of a region (завести зону)
    async fn create_zone(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The zone (зона)")] input: CreateZoneInput,
    ) -> Mutated<CreateZonePayload> {
        let (cx, input) = (ctx.cx(), zone::CreateZone::from(input));
        create(|| zone::create(cx, input.clone()), |row| Zone::show(row, cx.today())).await
    }

    /// Changes a zone; it ends by its term (изменить зону)
    async fn update_zone(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The changes (изменения)")] input: UpdateZoneInput,
    ) -> Mutated<UpdateZonePayload> {
        let (cx, input) = (ctx.cx(), zone::UpdateZone::from(input));
        update(
            || zone::update(cx, input.clone()),
            || visible_row::<zone_row::Entity>(&cx.db, &cx.viewer, input.id, cx.today()),
            |row| Zone::show(row, cx.today()),
        )
        .await
    }

    /// Records a municipality (завести муниципальное образование)
    async fn create_municipality(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The municipality (муниципальное образование)")] input: CreateMunicipalityInput,
    ) -> Mutated<CreateMunicipalityPayload> {
        let (cx, input) = (ctx.cx(), municipality::CreateMunicipality::from(input));
        create(|| municipality::create(cx, input.clone()), |row| Municipality::show(row, cx.today())).await
    }

    /// Corrects a municipality, or changes its name, kind or zone from a day on (изменить муниципальное образование)
    async fn update_municipality(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The changes (изменения)")] input: UpdateMunicipalityInput,
    ) -> Mutated<UpdateMunicipalityPayload> {
        let (cx, input) = (ctx.cx(), municipality::UpdateMunicipality::from(input));
        update(
            || municipality::update(cx, input.clone()),
            || visible_row::<municipality_row::Entity>(&cx.db, &cx.viewer, input.id, cx.today()),
            |row| Municipality::show(row, cx.today()),
        )
        .await
    }

    /// Merges, divides or transforms municipalities; the old ones stay, ended, with their history
    /// (преобразовать муниципальные образования)
    async fn reorganise_municipalities(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The change of borders (преобразование)")] input: ReorganiseMunicipalitiesInput,
    ) -> Mutated<ReorganiseMunicipalitiesPayload> {
        let (cx, input) = (ctx.cx(), reorganise::Reorganise::from(input));
        let show = |rows: Vec<municipality_row::Model>| {
            rows.into_iter().map(|row| Municipality::show(row, cx.today())).collect()
        };
        create(|| reorganise::reorganise(cx, input.clone()), show).await
    }

    /// Records a figure of population; the same municipality, ages, day and source is corrected
    /// (записать численность населения)
    async fn record_population(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The figure (численность)")] input: RecordPopulationInput,
    ) -> Mutated<RecordPopulationPayload> {
        let (cx, input) = (ctx.cx(), population::RecordPopulation::from(input));
        create(|| population::record(cx, input.clone()), Into::into).await
    }
}
