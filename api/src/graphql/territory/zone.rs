//! [`Zone`].

use async_graphql::{Context, Object};
use chrono::NaiveDate;
use entity::{
    ids::{AnyId, TypedId, ZoneId},
    zone,
};

use super::{
    Municipality, Region,
    input::{MunicipalityFilter, TerritoryOrder},
    region::allowed,
};
use crate::{
    access::Action,
    db::tally::Territory,
    error::AppError,
    graphql::{
        centre::{Above, Centre, CentreFilter, CentreOrder, NetworkBelow},
        codes::E,
        connection::{self, Connection, Shows, page_args},
        context::ContextExt,
        ids::Id,
        loaders::ById,
        organisation::{Asked, Below, Organisation, OrganisationFilterInput, OrganisationOrder},
        overview::Overview,
        scalars::{Date, DateTime},
        status::{StatusAssignment, StatusFilter, StatusOrder},
        validity::ValidityStats,
    },
    service::territory::{actions, query},
    validity_of,
};

/// A zone as of a day.
#[derive(Clone, Debug)]
pub struct Zone {
    row: zone::Model,
    as_of: NaiveDate,
}

impl Shows<zone::Entity> for Zone {
    fn show(row: zone::Model, as_of: NaiveDate) -> Self {
        Self { row, as_of }
    }
}

impl Zone {
    /// The zone of an id.
    pub async fn load(ctx: &Context<'_>, id: ZoneId, as_of: NaiveDate) -> Result<Option<Self>, AppError> {
        let row = ctx.loaders().load_one(ById::<zone::Entity>::new(id, as_of)).await?;
        Ok(row.map(|row| Self::show(row, as_of)))
    }
}

impl Zone {
    fn network(&self) -> NetworkBelow {
        NetworkBelow::new(Above::Zone(self.row.id), self.as_of)
    }
}

/// A group of municipalities of a region (территориальная зона)
#[Object]
impl Zone {
    /// Identity (идентификатор)
    pub async fn id(&self) -> Id<AnyId> {
        Id(self.row.id.any())
    }

    /// Counts the changes; goes into `expectedVersion` (версия)
    async fn version(&self) -> i32 {
        self.row.version
    }

    /// Code within the region (код)
    async fn code(&self) -> &str {
        &self.row.code
    }

    /// Name (наименование)
    async fn name(&self) -> &str {
        &self.row.name
    }

    /// Its centres, those that stand and those that do not; below an organisation those on its base (центры)
    async fn centres(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Narrows the list (отбор)")] filter: Option<CentreFilter>,
        #[graphql(desc = "Order; by name when absent (порядок)")] order_by: Option<CentreOrder>,
        #[graphql(desc = "Page size forwards, 1 to 100, 20 when absent (размер страницы)")] first: Option<i32>,
        #[graphql(desc = "Cursor before the page (после)")] after: Option<String>,
        #[graphql(desc = "Page size backwards (с конца)")] last: Option<i32>,
        #[graphql(desc = "Cursor after the page (до)")] before: Option<String>,
        #[graphql(desc = "The network of that day; inherited when absent (на дату)")] as_of: Option<Date>,
    ) -> Result<Connection<Centre>, AppError> {
        self.network().centres(ctx, filter, order_by, page_args(first, after, last, before), as_of).await
    }

    /// Statuses about it; below a region all of the region, below an organisation those that it holds (статусы)
    async fn status_assignments(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Narrows the list (отбор)")] filter: Option<StatusFilter>,
        #[graphql(desc = "Order; by first day, the newest first, when absent (порядок)")] order_by: Option<StatusOrder>,
        #[graphql(desc = "Words of a kind, a topic, a holder, in any case, ё as е (поиск)")] search: Option<String>,
        #[graphql(desc = "Page size forwards, 1 to 100, 20 when absent (размер страницы)")] first: Option<i32>,
        #[graphql(desc = "Cursor before the page (после)")] after: Option<String>,
        #[graphql(desc = "Page size backwards (с конца)")] last: Option<i32>,
        #[graphql(desc = "Cursor after the page (до)")] before: Option<String>,
        #[graphql(desc = "States of that day; inherited when absent (на дату)")] as_of: Option<Date>,
    ) -> Result<Connection<StatusAssignment>, AppError> {
        self.network()
            .status_assignments(ctx, filter, order_by, search, page_args(first, after, last, before), as_of)
            .await
    }

    #[graphql(flatten)]
    async fn validity(&self) -> ValidityStats {
        (&validity_of!(self.row)).into()
    }

    /// When last changed (изменён)
    async fn updated_at(&self) -> DateTime {
        DateTime(self.row.updated_at)
    }

    /// What is counted here on a day, of what this viewer may count (сводка)
    async fn overview(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "On that day; inherited when absent (на дату)")] as_of: Option<Date>,
    ) -> Overview {
        Overview::of(Territory::Zone(self.row.id, self.row.region_id), ctx.day(as_of, Some(self.as_of)))
    }

    /// What this viewer may do with the zone (доступные действия)
    async fn allowed_actions(&self, ctx: &Context<'_>) -> Vec<E<Action>> {
        allowed(ctx, actions::ZONE, &self.row)
    }

    /// The region it belongs to (регион)
    async fn region(&self, ctx: &Context<'_>) -> Result<Region, AppError> {
        Region::load(ctx, self.row.region_id, self.as_of).await?.ok_or_else(|| AppError::internal("zone's region"))
    }

    /// The municipalities that belong to it on that day (муниципальные образования)
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
        #[graphql(desc = "The map of that day; inherited when absent (на дату)")] as_of: Option<Date>,
    ) -> Result<Connection<Municipality>, AppError> {
        let day = ctx.day(as_of, Some(self.as_of));
        let (order, descending) = order_by.unwrap_or_default().parts();
        let filter = filter.unwrap_or_default().into();
        let listing = query::municipalities(&ctx.list_tag(), day, &filter, search.as_deref(), order, descending);
        let args = page_args(first, after, last, before);
        connection::child(ctx, listing, query::municipality_zone(), self.row.id, args, day).await
    }

    /// The organisations in its municipalities of that day (организации)
    async fn organisations(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Narrows the list (отбор)")] filter: Option<OrganisationFilterInput>,
        #[graphql(desc = "Order; by name when absent (порядок)")] order_by: Option<OrganisationOrder>,
        #[graphql(desc = "Words of a name or an ИНН, in any case, ё as е (поиск)")] search: Option<String>,
        #[graphql(desc = "Page size forwards, 1 to 100, 20 when absent (размер страницы)")] first: Option<i32>,
        #[graphql(desc = "Cursor before the page (после)")] after: Option<String>,
        #[graphql(desc = "Page size backwards (с конца)")] last: Option<i32>,
        #[graphql(desc = "Cursor after the page (до)")] before: Option<String>,
        #[graphql(desc = "The organisations of that day; inherited when absent (на дату)")] as_of: Option<Date>,
    ) -> Result<Connection<Organisation>, AppError> {
        let (page, day) = (page_args(first, after, last, before), ctx.day(as_of, Some(self.as_of)));
        Asked { filter, order_by, search, page, day }.below(ctx, Below::Zone, self.row.id).await
    }
}
