//! The root of reading partnerships, and the same list below other objects.

use async_graphql::{Context, Object};
use chrono::NaiveDate;
use entity::ids::PartnershipId;
use uuid::Uuid;

use super::{
    Partnership,
    input::{PartnershipFilter, PartnershipOrder},
};
use crate::{
    access::Kind,
    error::AppError,
    graphql::{
        connection::{self, Connection, page_args},
        context::ContextExt,
        external::asked,
        ids::Id,
        scalars::Date,
    },
    service::{agreement::lists::Below, list::PageArgs, partnership::query},
};

/// Reading partnerships.
#[derive(Default)]
pub struct PartnershipQuery;

#[Object]
impl PartnershipQuery {
    /// The partnership of an id, or of a source and its id there, ended ones too; null when there is none, or none for this
    /// viewer (партнёрство)
    async fn partnership(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Identity (идентификатор)")] id: Option<Id<PartnershipId>>,
        #[graphql(desc = "The other system, with externalId (источник)")] source: Option<String>,
        #[graphql(desc = "Its id there (идентификатор в источнике)")] external_id: Option<String>,
        #[graphql(desc = "State of that day; today when absent (на дату)")] as_of: Option<Date>,
    ) -> Option<Result<Partnership, AppError>> {
        let found = async {
            match asked(ctx, Kind::Partnership, id, source, external_id).await? {
                Some(id) => Partnership::load(ctx, id, ctx.day(as_of, None)).await,
                None => Ok(None),
            }
        };
        found.await.transpose()
    }

    /// The partnerships of a day; the ended ones where `states` asks for them (партнёрства)
    async fn partnerships(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Narrows the list (отбор)")] filter: Option<PartnershipFilter>,
        #[graphql(desc = "Order; by the first day when absent (порядок)")] order_by: Option<PartnershipOrder>,
        #[graphql(desc = "Words of either side, of what the partner does, in any case, ё as е (поиск)")] search: Option<
            String,
        >,
        #[graphql(desc = "Page size forwards, 1 to 100, 20 when absent (размер страницы)")] first: Option<i32>,
        #[graphql(desc = "Cursor before the page (после)")] after: Option<String>,
        #[graphql(desc = "Page size backwards (с конца)")] last: Option<i32>,
        #[graphql(desc = "Cursor after the page (до)")] before: Option<String>,
        #[graphql(desc = "States of that day; today when absent (на дату)")] as_of: Option<Date>,
    ) -> Result<Connection<Partnership>, AppError> {
        let day = ctx.day(as_of, None);
        let filter = filter.unwrap_or_default().into();
        let descending = order_by.unwrap_or_default().descending();
        let listing = query::partnerships(ctx.cx(), &ctx.list_tag(), day, &filter, search.as_deref(), descending);
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
