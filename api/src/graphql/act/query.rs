//! The roots of reading acts.

use async_graphql::{Context, Object};
use entity::legal_act::LegalActKind;

use super::{
    LegalAct,
    input::{LegalActFilter, LegalActOrderBy, order},
};
use crate::{
    error::AppError,
    graphql::{
        codes::E,
        connection::{self, Connection, Shows, page_args},
        context::ContextExt,
        scalars::Date,
    },
    service::act::{list, query},
};

/// Reading acts.
#[derive(Default)]
pub struct ActQuery;

#[Object]
impl ActQuery {
    /// The act of a natural key, however its issuer and number are printed (правовой акт по реквизитам)
    async fn legal_act(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Who issued it (кем издан)")] issuer: String,
        #[graphql(desc = "Kind (вид)")] kind: E<LegalActKind>,
        #[graphql(desc = "Date (дата)")] date: Date,
        #[graphql(desc = "Number (номер)")] number: String,
        #[graphql(desc = "State of that day; today when absent (на дату)")] as_of: Option<Date>,
    ) -> Option<Result<LegalAct, AppError>> {
        let row = query::by_key(ctx.cx(), &issuer, kind.0, date.0, &number).await.transpose()?;
        Some(row.map(|row| LegalAct::show(row, ctx.day(as_of, None))))
    }

    /// The acts that are issued by a day (правовые акты)
    async fn legal_acts(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Narrows the list (отбор)")] filter: Option<LegalActFilter>,
        #[graphql(desc = "Order; the newest first when absent (порядок)")] order_by: Option<E<LegalActOrderBy>>,
        #[graphql(desc = "Words of title, issuer, number, in any case, ё as е (поиск)")] search: Option<String>,
        #[graphql(desc = "Page size forwards, 1 to 100, 20 when absent (размер страницы)")] first: Option<i32>,
        #[graphql(desc = "Cursor before the page (после)")] after: Option<String>,
        #[graphql(desc = "Page size backwards (с конца)")] last: Option<i32>,
        #[graphql(desc = "Cursor after the page (до)")] before: Option<String>,
        #[graphql(desc = "States of that day; today when absent (на дату)")] as_of: Option<Date>,
    ) -> Result<Connection<LegalAct>, AppError> {
        let day = ctx.day(as_of, None);
        let filter = filter.unwrap_or_default().into();
        let listing = list::legal_acts(ctx.cx(), &ctx.list_tag(), day, &filter, search.as_deref(), order(order_by))?;
        connection::root(ctx, listing, page_args(first, after, last, before), day).await
    }
}
