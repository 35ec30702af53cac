//! The root of the aggregate.

use async_graphql::{Context, Object};
use entity::{
    ids::{AnyId, MunicipalityId, RegionId, TypedId, ZoneId},
    municipality, zone,
};

use super::Overview;
use crate::{
    db::tally::Territory,
    error::AppError,
    graphql::{context::ContextExt, ids::Id, loaders::ById, scalars::Date},
};

/// Reading the aggregate.
#[derive(Default)]
pub struct OverviewQuery;

#[Object]
impl OverviewQuery {
    /// The aggregate over a region, a zone, a municipality, or the country when no node is named; null where there is
    /// no such node (сводка)
    async fn overview(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "A region, zone or municipality; the country when absent (узел)")] of: Option<Id<AnyId>>,
        #[graphql(desc = "On that day; today when absent (на дату)")] as_of: Option<Date>,
    ) -> Option<Result<Overview, AppError>> {
        let day = ctx.day(as_of, None);
        let Some(Id(id)) = of else { return Some(Ok(Overview::of(Territory::Federation, day))) };
        let territory = match id.prefix {
            RegionId::PREFIX => {
                let key = ById::<entity::region::Entity>::new(id.uuid, day);
                ctx.loaders().load_one(key).await.map(|row| row.map(|row| Territory::Region(row.id)))
            }
            ZoneId::PREFIX => {
                let key = ById::<zone::Entity>::new(id.uuid, day);
                ctx.loaders().load_one(key).await.map(|row| row.map(|row| Territory::Zone(row.id, row.region_id)))
            }
            MunicipalityId::PREFIX => {
                let key = ById::<municipality::Entity>::new(id.uuid, day);
                let territory = |row: municipality::Model| Territory::Municipality(row.id, row.region_id);
                ctx.loaders().load_one(key).await.map(|row| row.map(territory))
            }
            _ => Err(AppError::bad_input(
                "Сводка бывает по региону, зоне, муниципальному образованию",
                "An overview is of a region, a zone or a municipality",
            )),
        };
        territory.map(|territory| territory.map(|territory| Overview::of(territory, day))).transpose()
    }
}
