//! The roots of reading sets of targets.

use async_graphql::{Context, Object};

use super::{
    TargetSet,
    input::{TargetSetFilter, TargetSetOrderBy, order},
};
use crate::{
    access::Kind,
    error::AppError,
    graphql::{
        codes::E,
        connection::{self, Connection, Shows, page_args},
        context::ContextExt,
        scalars::Date,
    },
    service::target::query,
};

/// Reading sets of targets.
#[derive(Default)]
pub struct TargetQuery;

#[Object]
impl TargetQuery {
    /// The set of targets of a code, ended ones too; null when there is none, or none for this viewer (набор целевых
    /// значений по коду)
    async fn target_set(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Code (код)")] code: String,
        #[graphql(desc = "On that day; today when absent (на дату)")] as_of: Option<Date>,
    ) -> Option<Result<TargetSet, AppError>> {
        let scope = ctx.cx().scope(Kind::TargetSet);
        let row = query::by_code(&ctx.cx().db, &scope, &code).await.transpose()?;
        Some(row.map(|row| TargetSet::show(row, ctx.day(as_of, None))))
    }

    /// The sets of targets of a day (наборы целевых значений)
    async fn target_sets(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Narrows the list (отбор)")] filter: Option<TargetSetFilter>,
        #[graphql(desc = "Order; by name when absent (порядок)")] order_by: Option<E<TargetSetOrderBy>>,
        #[graphql(desc = "Words of a name, a code (поиск)")] search: Option<String>,
        #[graphql(desc = "Page size forwards, 1 to 100, 20 when absent (размер страницы)")] first: Option<i32>,
        #[graphql(desc = "Cursor before the page (после)")] after: Option<String>,
        #[graphql(desc = "Page size backwards (с конца)")] last: Option<i32>,
        #[graphql(desc = "Cursor after the page (до)")] before: Option<String>,
        #[graphql(desc = "The list of that day; today when absent (на дату)")] as_of: Option<Date>,
    ) -> Result<Connection<TargetSet>, AppError> {
        let day = ctx.day(as_of, None);
        let filter = filter.unwrap_or_default().into();
        let scope = ctx.cx().scope(Kind::TargetSet);
        let listing = query::target_sets(&ctx.list_tag(), &scope, day, &filter, search.as_deref(), order(order_by));
        connection::root(ctx, listing, page_args(first, after, last, before), day).await
    }
}
