//! Agreements, partnerships and partners below other objects: fields that regions, municipalities, organisations and
//! centres take by flattening [`TerritoryTiesResult`] or [`PartyTiesResult`].

use async_graphql::{Context, Object};
use chrono::NaiveDate;
use uuid::Uuid;

use super::{
    Agreement,
    graph::{GraphOf, PartnerGraphResult},
    input::{AgreementFilter, AgreementOrder},
};
use crate::{
    error::AppError,
    graphql::{
        connection::{self, Connection, page_args},
        context::ContextExt,
        partnership::{Partnership, PartnershipFilter, PartnershipOrder, partnerships_below},
        scalars::Date,
    },
    service::{
        agreement::lists::{self, Asked, Below},
        list::PageArgs,
    },
};

/// What binds those who stand in a territory (связи территории)
#[derive(Clone, Copy, Debug)]
pub struct TerritoryTiesResult {
    below: Below,
    parent: Uuid,
    as_of: NaiveDate,
}

impl TerritoryTiesResult {
    /// Of an object on a day.
    pub fn of(below: Below, parent: impl Into<Uuid>, as_of: NaiveDate) -> Self {
        Self { below, parent: parent.into(), as_of }
    }
}

/// What binds those who stand in a territory (связи территории)
#[Object]
impl TerritoryTiesResult {
    /// Agreements with a party in it on that day, those that the viewer may read in full (соглашения)
    async fn agreements(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Narrows the list (отбор)")] filter: Option<AgreementFilter>,
        #[graphql(desc = "Order; by title when absent (порядок)")] order_by: Option<AgreementOrder>,
        #[graphql(desc = "Words, in any case, ё as е (поиск)")] search: Option<String>,
        #[graphql(desc = "Page size forwards, 1 to 100, 20 when absent (размер страницы)")] first: Option<i32>,
        #[graphql(desc = "Cursor before the page (после)")] after: Option<String>,
        #[graphql(desc = "Page size backwards (с конца)")] last: Option<i32>,
        #[graphql(desc = "Cursor after the page (до)")] before: Option<String>,
        #[graphql(desc = "States of that day; inherited when absent (на дату)")] as_of: Option<Date>,
    ) -> Result<Connection<Agreement>, AppError> {
        let day = ctx.day(as_of, Some(self.as_of));
        let (below, args) = ((self.below, self.parent), page_args(first, after, last, before));
        agreements_below(ctx, below, filter, order_by, search.as_deref(), args, day).await
    }

    /// Partnerships in which it stands on either side (партнёрства)
    async fn partnerships(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Narrows the list (отбор)")] filter: Option<PartnershipFilter>,
        #[graphql(desc = "Order; by the first day when absent (порядок)")] order_by: Option<PartnershipOrder>,
        #[graphql(desc = "Page size forwards, 1 to 100, 20 when absent (размер страницы)")] first: Option<i32>,
        #[graphql(desc = "Cursor before the page (после)")] after: Option<String>,
        #[graphql(desc = "Page size backwards (с конца)")] last: Option<i32>,
        #[graphql(desc = "Cursor after the page (до)")] before: Option<String>,
        #[graphql(desc = "States of that day; inherited when absent (на дату)")] as_of: Option<Date>,
    ) -> Result<Connection<Partnership>, AppError> {
        let day = ctx.day(as_of, Some(self.as_of));
        let (below, args) = ((self.below, self.parent), page_args(first, after, last, before));
        partnerships_below(ctx, below, filter, order_by, args, day).await
    }

    /// Who is bound to whom in it on that day, partners outside it too (граф партнёров)
    async fn partner_graph(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "On that day; inherited when absent (на дату)")] as_of: Option<Date>,
    ) -> Result<PartnerGraphResult, AppError> {
        partner_graph(ctx, self.parent, ctx.day(as_of, Some(self.as_of))).await
    }
}

/// What binds an organisation or a centre (связи участника)
#[derive(Clone, Copy, Debug)]
pub struct PartyTiesResult {
    below: Below,
    parent: Uuid,
    as_of: NaiveDate,
}

impl PartyTiesResult {
    /// Of an object on a day.
    pub fn of(below: Below, parent: impl Into<Uuid>, as_of: NaiveDate) -> Self {
        Self { below, parent: parent.into(), as_of }
    }
}

/// What binds an organisation or a centre (связи участника)
#[Object]
impl PartyTiesResult {
    /// Agreements with a party in it on that day, those that the viewer may read in full (соглашения)
    async fn agreements(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Narrows the list (отбор)")] filter: Option<AgreementFilter>,
        #[graphql(desc = "Order; by title when absent (порядок)")] order_by: Option<AgreementOrder>,
        #[graphql(desc = "Words, in any case, ё as е (поиск)")] search: Option<String>,
        #[graphql(desc = "Page size forwards, 1 to 100, 20 when absent (размер страницы)")] first: Option<i32>,
        #[graphql(desc = "Cursor before the page (после)")] after: Option<String>,
        #[graphql(desc = "Page size backwards (с конца)")] last: Option<i32>,
        #[graphql(desc = "Cursor after the page (до)")] before: Option<String>,
        #[graphql(desc = "States of that day; inherited when absent (на дату)")] as_of: Option<Date>,
    ) -> Result<Connection<Agreement>, AppError> {
        let day = ctx.day(as_of, Some(self.as_of));
        let (below, args) = ((self.below, self.parent), page_args(first, after, last, before));
        agreements_below(ctx, below, filter, order_by, search.as_deref(), args, day).await
    }

    /// Partnerships in which it stands on either side (партнёрства)
    async fn partnerships(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Narrows the list (отбор)")] filter: Option<PartnershipFilter>,
        #[graphql(desc = "Order; by the first day when absent (порядок)")] order_by: Option<PartnershipOrder>,
        #[graphql(desc = "Page size forwards, 1 to 100, 20 when absent (размер страницы)")] first: Option<i32>,
        #[graphql(desc = "Cursor before the page (после)")] after: Option<String>,
        #[graphql(desc = "Page size backwards (с конца)")] last: Option<i32>,
        #[graphql(desc = "Cursor after the page (до)")] before: Option<String>,
        #[graphql(desc = "States of that day; inherited when absent (на дату)")] as_of: Option<Date>,
    ) -> Result<Connection<Partnership>, AppError> {
        let day = ctx.day(as_of, Some(self.as_of));
        let (below, args) = ((self.below, self.parent), page_args(first, after, last, before));
        partnerships_below(ctx, below, filter, order_by, args, day).await
    }
}

/// The agreements below an object on a day, those that the viewer may read in full.
async fn agreements_below(
    ctx: &Context<'_>,
    (below, parent): (Below, impl Into<Uuid>),
    filter: Option<AgreementFilter>,
    order_by: Option<AgreementOrder>,
    search: Option<&str>,
    args: PageArgs,
    day: NaiveDate,
) -> Result<Connection<Agreement>, AppError> {
    let (order, descending) = order_by.unwrap_or_default().parts();
    let filter = filter.unwrap_or_default().into();
    // Lists of another day are other lists, also where the day is inherited.
    let tag = format!("{below:?}@{day}|{}", ctx.list_tag());
    let asked = Asked { tag: &tag, day, filter: &filter, words: search, order, descending };
    let listing = lists::agreements_below(ctx.cx(), below, asked)?;
    connection::child(ctx, listing, lists::parent(), parent, args, day).await
}

/// The partner graph of a territory on a day; the same of siblings costs no further statement.
pub(super) async fn partner_graph(
    ctx: &Context<'_>,
    territory: impl Into<Uuid>,
    day: NaiveDate,
) -> Result<PartnerGraphResult, AppError> {
    let graph = ctx.loaders().load_one(GraphOf(territory.into(), day)).await?.unwrap_or_default();
    Ok(PartnerGraphResult::show(&graph, day))
}
