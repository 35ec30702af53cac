//! The roots of reading indicators.

use async_graphql::{Context, Object};

use super::{
    Indicator,
    input::{IndicatorFilter, IndicatorOrderBy, order},
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
    service::indicator::query,
};

/// Reading indicators.
#[derive(Default)]
pub struct IndicatorQuery;

#[Object]
impl IndicatorQuery {
    /// The indicator of a code, ended ones too (показатель по коду)
    async fn indicator(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Code (код)")] code: String,
        #[graphql(desc = "On that day; today when absent (на дату)")] as_of: Option<Date>,
    ) -> Option<Result<Indicator, AppError>> {
        let scope = ctx.cx().scope(Kind::Indicator);
        let row = query::by_code(&ctx.cx().db, &scope, &code).await.transpose()?;
        Some(row.map(|row| Indicator::show(row, ctx.day(as_of, None))))
    }

    /// The indicators of a day (показатели)
    async fn indicators(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Narrows the list (отбор)")] filter: Option<IndicatorFilter>,
        #[graphql(desc = "Order; by name when absent (порядок)")] order_by: Option<E<IndicatorOrderBy>>,
        #[graphql(desc = "Words of a name, an alias, a code (поиск)")] search: Option<String>,
        #[graphql(desc = "Page size forwards, 1 to 100, 20 when absent (размер страницы)")] first: Option<i32>,
        #[graphql(desc = "Cursor before the page (после)")] after: Option<String>,
        #[graphql(desc = "Page size backwards (с конца)")] last: Option<i32>,
        #[graphql(desc = "Cursor after the page (до)")] before: Option<String>,
        #[graphql(desc = "The list of that day; today when absent (на дату)")] as_of: Option<Date>,
    ) -> Result<Connection<Indicator>, AppError> {
        let day = ctx.day(as_of, None);
        let filter = filter.unwrap_or_default().into();
        let scope = ctx.cx().scope(Kind::Indicator);
        let listing = query::indicators(&ctx.list_tag(), &scope, day, &filter, search.as_deref(), order(order_by));
        connection::root(ctx, listing, page_args(first, after, last, before), day).await
    }
}
