//! The roots of reading acts.

use async_graphql::{Context, Object};
use entity::{ids::LegalActId, legal_act::LegalActKind};

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
        ids::Id,
        scalars::Date,
    },
    service::act::{list, query},
};

/// Reading acts.
#[derive(Default)]
pub struct ActQuery;

#[Object]
impl ActQuery {
    /// The act of a natural key, however its issuer and number are printed, of an id, or of an id of another system
    /// (правовой акт по реквизитам, идентификатору или внешнему идентификатору)
    async fn legal_act(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Identity (идентификатор)")] id: Option<Id<LegalActId>>,
        #[graphql(desc = "Who issued it (кем издан)")] issuer: Option<String>,
        #[graphql(desc = "Kind (вид)")] kind: Option<E<LegalActKind>>,
        #[graphql(desc = "Date (дата)")] date: Option<Date>,
        #[graphql(desc = "Number (номер)")] number: Option<String>,
        #[graphql(desc = "The other system, with externalId (источник)")] source: Option<String>,
        #[graphql(desc = "Its id there (идентификатор в источнике)")] external_id: Option<String>,
        #[graphql(desc = "State of that day; today when absent (на дату)")] as_of: Option<Date>,
    ) -> Option<Result<LegalAct, AppError>> {
        let cx = ctx.cx();
        let day = ctx.day(as_of, None);
        let row = match (id, issuer.zip(kind), date.zip(number), source.zip(external_id)) {
            (Some(id), None, None, None) => return LegalAct::load(ctx, id.0, day).await.transpose(),
            (None, Some((issuer, kind)), Some((date, number)), None) => {
                query::by_key(cx, &issuer, kind.0, date.0, &number).await
            }
            (None, None, None, Some((source, id))) => query::by_external(cx, &source, &id).await,
            _ => Err(AppError::bad_input(
                "Задайте id, или issuer, kind, date и number, или source и externalId",
                "Give id, or issuer, kind, date and number, or source and externalId",
            )),
        };
        Some(row.transpose()?.map(|row| LegalAct::show(row, day)))
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
