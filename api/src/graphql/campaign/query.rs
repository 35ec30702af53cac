//! The roots of reading campaigns.

use async_graphql::{Context, Object};
use entity::ids::CampaignId;

use super::{
    Campaign,
    input::{CampaignFilterInput, CampaignOrder},
};
use crate::{
    access::Kind,
    error::AppError,
    graphql::{
        connection::{self, Connection, page_args},
        context::ContextExt,
        ids::Id,
        scalars::Date,
    },
    service::campaign::listing,
};

/// Reading campaigns.
#[derive(Default)]
pub struct CampaignQuery;

#[Object]
impl CampaignQuery {
    /// The campaign of an id; null when there is none, or none for this viewer (сбор отчётности)
    async fn campaign(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Identity (идентификатор)")] id: Id<CampaignId>,
        #[graphql(desc = "State of that day; today when absent (на дату)")] as_of: Option<Date>,
    ) -> Option<Result<Campaign, AppError>> {
        Campaign::load(ctx, id.0, ctx.day(as_of, None)).await.transpose()
    }

    /// The campaigns that this viewer sees: published ones, those of one's own nodes, those in which one is expected,
    /// with their states of a day (сборы отчётности)
    async fn campaigns(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Narrows the list (отбор)")] filter: Option<CampaignFilterInput>,
        #[graphql(desc = "Order; by the due day when absent (порядок)")] order_by: Option<CampaignOrder>,
        #[graphql(desc = "Words of a name, in any case, ё as е (поиск)")] search: Option<String>,
        #[graphql(desc = "Page size forwards, 1 to 100, 20 when absent (размер страницы)")] first: Option<i32>,
        #[graphql(desc = "Cursor before the page (после)")] after: Option<String>,
        #[graphql(desc = "Page size backwards (с конца)")] last: Option<i32>,
        #[graphql(desc = "Cursor after the page (до)")] before: Option<String>,
        #[graphql(desc = "States of that day; today when absent (на дату)")] as_of: Option<Date>,
    ) -> Result<Connection<Campaign>, AppError> {
        let day = ctx.day(as_of, None);
        let (order, descending) = order_by.unwrap_or_default().parts();
        let filter = filter.unwrap_or_default().into();
        let scope = ctx.cx().scope(Kind::Campaign);
        let list = listing::campaigns(&ctx.list_tag(), &scope, day, &filter, search.as_deref(), order, descending);
        connection::root(ctx, list, page_args(first, after, last, before), day).await
    }
}
