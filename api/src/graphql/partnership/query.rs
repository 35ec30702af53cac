//! The root of reading partnerships, and the same list below other objects.

use async_graphql::{Context, Object};
use chrono::NaiveDate;
use uuid::Uuid;

use super::{
    Partnership,
    input::{PartnershipFilter, PartnershipOrder},
};
use crate::{
    error::AppError,
    graphql::{
        connection::{self, Connection, page_args},
        context::ContextExt,
        scalars::Date,
    },
    service::{agreement::lists::Below, list::PageArgs, partnership::query},
};

/// Reading partnerships.
#[derive(Default)]
pub struct PartnershipQuery;

#[Object]
impl PartnershipQuery {
    /// The partnerships of a day; the ended ones where `states` asks for them (партнёрства)
    async fn partnerships(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Narrows the list (отбор)")] filter: Option<PartnershipFilter>,
        #[graphql(desc = "Order; by the first day when absent (порядок)")] order_by: Option<PartnershipOrder>,
        #[graphql(desc = "Page size forwards, 1 to 100, 20 when absent (размер страницы)")] first: Option<i32>,
        #[graphql(desc = "Cursor before the page (после)")] after: Option<String>,
        #[graphql(desc = "Page size backwards (с конца)")] last: Option<i32>,
        #[graphql(desc = "Cursor after the page (до)")] before: Option<String>,
        #[graphql(desc = "States of that day; today when absent (на дату)")] as_of: Option<Date>,
    ) -> Result<Connection<Partnership>, AppError> {
        let day = ctx.day(as_of, None);
        let filter = filter.unwrap_or_default().into();
        let descending = order_by.unwrap_or_default().descending();
        let listing = query::partnerships(ctx.cx(), &ctx.list_tag(), day, &filter, descending);
        connection::root(ctx, listing, page_args(first, after, last, before), day).await
    }
}

/// The partnerships below an object on a day, on either side.
pub async fn partnerships_below(
    ctx: &Context<'_>,
    (below, parent): (Below, impl Into<Uuid>),
    filter: Option<PartnershipFilter>,
    order_by: Option<PartnershipOrder>,
    args: PageArgs,
    day: NaiveDate,
) -> Result<Connection<Partnership>, AppError> {
    let filter = filter.unwrap_or_default().into();
    let descending = order_by.unwrap_or_default().descending();
    let tag = format!("{below:?}@{day}|{}", ctx.list_tag());
    let listing = query::partnerships_below(ctx.cx(), below, &tag, day, &filter, descending);
    connection::child(ctx, listing, query::parent(), parent, args, day).await
}
