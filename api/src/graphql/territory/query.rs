//! The roots of reading the map.

use async_graphql::{Context, Object};

use super::{
    Municipality, Region, Zone,
    input::{MunicipalityFilter, RegionFilter, TerritoryOrder, ZoneFilter},
};
use crate::{
    error::AppError,
    graphql::{
        connection::{self, Connection, Shows, page_args},
        context::ContextExt,
        scalars::Date,
    },
    service::territory::query,
};

/// Reading the map.
#[derive(Default)]
pub struct TerritoryQuery;

#[Object]
impl TerritoryQuery {
    /// The region of a code (регион по коду)
    async fn region(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Two digits of the Constitution's list (код субъекта РФ)")] code: String,
        #[graphql(desc = "The map of that day; today when absent (на дату)")] as_of: Option<Date>,
    ) -> Option<Result<Region, AppError>> {
        let row = query::region_by_code(&ctx.cx().db, &code).await.transpose()?;
        Some(row.map(|row| Region::show(row, ctx.day(as_of, None))))
    }

    /// The regions of a day (регионы)
    async fn regions(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Narrows the list (отбор)")] filter: Option<RegionFilter>,
        #[graphql(desc = "Order; by name when absent (порядок)")] order_by: Option<TerritoryOrder>,
        #[graphql(desc = "Words of a name, in any case, ё as е (поиск)")] search: Option<String>,
        #[graphql(desc = "Page size forwards, 1 to 100, 20 when absent (размер страницы)")] first: Option<i32>,
        #[graphql(desc = "Cursor before the page (после)")] after: Option<String>,
        #[graphql(desc = "Page size backwards (с конца)")] last: Option<i32>,
        #[graphql(desc = "Cursor after the page (до)")] before: Option<String>,
        #[graphql(desc = "The map of that day; today when absent (на дату)")] as_of: Option<Date>,
    ) -> Result<Connection<Region>, AppError> {
        let day = ctx.day(as_of, None);
        let (order, descending) = order_by.unwrap_or_default().parts();
        let listing = query::regions(
            &ctx.list_tag(),
            day,
            &filter.unwrap_or_default().into(),
            search.as_deref(),
            order,
            descending,
        );
        connection::root(ctx, listing, page_args(first, after, last, before), day).await
    }

    /// The zone of a region and a code (зона по коду)
    async fn zone(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Code of the region (код субъекта РФ)")] region: String,
        #[graphql(desc = "Code within the region (код зоны)")] code: String,
        #[graphql(desc = "The map of that day; today when absent (на дату)")] as_of: Option<Date>,
    ) -> Option<Result<Zone, AppError>> {
        let row = query::zone_by_code(&ctx.cx().db, &region, &code).await.transpose()?;
        Some(row.map(|row| Zone::show(row, ctx.day(as_of, None))))
    }

    /// The zones of a day (зоны)
    async fn zones(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Narrows the list (отбор)")] filter: Option<ZoneFilter>,
        #[graphql(desc = "Order; by name when absent (порядок)")] order_by: Option<TerritoryOrder>,
        #[graphql(desc = "Words of a name, in any case, ё as е (поиск)")] search: Option<String>,
        #[graphql(desc = "Page size forwards, 1 to 100, 20 when absent (размер страницы)")] first: Option<i32>,
        #[graphql(desc = "Cursor before the page (после)")] after: Option<String>,
        #[graphql(desc = "Page size backwards (с конца)")] last: Option<i32>,
        #[graphql(desc = "Cursor after the page (до)")] before: Option<String>,
        #[graphql(desc = "The map of that day; today when absent (на дату)")] as_of: Option<Date>,
    ) -> Result<Connection<Zone>, AppError> {
        let day = ctx.day(as_of, None);
        let (order, descending) = order_by.unwrap_or_default().parts();
        let filter = filter.unwrap_or_default().into();
        let listing = query::zones(&ctx.list_tag(), day, &filter, search.as_deref(), order, descending);
        connection::root(ctx, listing, page_args(first, after, last, before), day).await
    }

    /// The municipality of an ОКТМО, ended ones too (муниципальное образование по ОКТМО)
    async fn municipality(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "ОКТМО, 8 digits (код ОКТМО)")] oktmo: String,
        #[graphql(desc = "Attributes of that day; today when absent (на дату)")] as_of: Option<Date>,
    ) -> Option<Result<Municipality, AppError>> {
        let day = ctx.day(as_of, None);
        let row = query::municipality_by_oktmo(&ctx.cx().db, &oktmo, day).await.transpose()?;
        Some(row.map(|row| Municipality::show(row, day)))
    }

    /// The municipalities of a day (муниципальные образования)
    async fn municipalities(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Narrows the list (отбор)")] filter: Option<MunicipalityFilter>,
        #[graphql(desc = "Order; by name when absent (порядок)")] order_by: Option<TerritoryOrder>,
        #[graphql(desc = "Words of a name, in any case, ё as е (поиск)")] search: Option<String>,
        #[graphql(desc = "Page size forwards, 1 to 100, 20 when absent (размер страницы)")] first: Option<i32>,
        #[graphql(desc = "Cursor before the page (после)")] after: Option<String>,
        #[graphql(desc = "Page size backwards (с конца)")] last: Option<i32>,
        #[graphql(desc = "Cursor after the page (до)")] before: Option<String>,
        #[graphql(desc = "The map of that day; today when absent (на дату)")] as_of: Option<Date>,
    ) -> Result<Connection<Municipality>, AppError> {
        let day = ctx.day(as_of, None);
        let (order, descending) = order_by.unwrap_or_default().parts();
        let filter = filter.unwrap_or_default().into();
        let listing = query::municipalities(&ctx.list_tag(), day, &filter, search.as_deref(), order, descending);
        connection::root(ctx, listing, page_args(first, after, last, before), day).await
    }
}
