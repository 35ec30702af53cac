//! The roots of reading centres.

use async_graphql::{Context, Object};
use entity::ids::CentreId;

use super::{
    Centre,
    input::{CentreFilter, CentreOrder},
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
    service::centre::query,
};

/// Reading centres.
#[derive(Default)]
pub struct CentreQuery;

#[Object]
impl CentreQuery {
    /// The centre of an id, or of a source and its id there, ended ones too; null when there is none, or none for this
    /// viewer (центр)
    async fn centre(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Identity (идентификатор)")] id: Option<Id<CentreId>>,
        #[graphql(desc = "The other system, with externalId (источник)")] source: Option<String>,
        #[graphql(desc = "Its id there (идентификатор в источнике)")] external_id: Option<String>,
        #[graphql(desc = "The network of that day; today when absent (на дату)")] as_of: Option<Date>,
    ) -> Option<Result<Centre, AppError>> {
        let found = async {
            match asked(ctx, Kind::Centre, id, source, external_id).await? {
                Some(id) => Centre::load(ctx, id, ctx.day(as_of, None)).await,
                None => Ok(None),
            }
        };
        found.await.transpose()
    }

    /// The centres of a day, those that stand and those that do not (центры)
    async fn centres(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Narrows the list (отбор)")] filter: Option<CentreFilter>,
        #[graphql(desc = "Order; by name when absent (порядок)")] order_by: Option<CentreOrder>,
        #[graphql(desc = "Words of a name, in any case, ё as е (поиск)")] search: Option<String>,
        #[graphql(desc = "Page size forwards, 1 to 100, 20 when absent (размер страницы)")] first: Option<i32>,
        #[graphql(desc = "Cursor before the page (после)")] after: Option<String>,
        #[graphql(desc = "Page size backwards (с конца)")] last: Option<i32>,
        #[graphql(desc = "Cursor after the page (до)")] before: Option<String>,
        #[graphql(desc = "The network of that day; today when absent (на дату)")] as_of: Option<Date>,
    ) -> Result<Connection<Centre>, AppError> {
        let day = ctx.day(as_of, None);
        let scope = ctx.cx().scope(Kind::Centre);
        let filter = filter.unwrap_or_default().into();
        let order = order_by.unwrap_or_default().parts();
        let listing = query::centres(&ctx.list_tag(), &scope, day, &filter, search.as_deref(), order);
        connection::root(ctx, listing, page_args(first, after, last, before), day).await
    }
}
