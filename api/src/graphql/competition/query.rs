//! The roots of reading competitions.

use async_graphql::{Context, Object};
use entity::ids::CompetitionId;

use super::{
    Competition,
    input::{CompetitionFilterInput, CompetitionOrder},
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
    service::competition::listing,
};

/// Reading competitions.
#[derive(Default)]
pub struct CompetitionQuery;

#[Object]
impl CompetitionQuery {
    /// The competition of an id, or of a source and its id there, ended ones too; null when there is none, or none for this
    /// viewer (конкурс)
    async fn competition(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Identity (идентификатор)")] id: Option<Id<CompetitionId>>,
        #[graphql(desc = "The other system, with externalId (источник)")] source: Option<String>,
        #[graphql(desc = "Its id there (идентификатор в источнике)")] external_id: Option<String>,
        #[graphql(desc = "State of that day; today when absent (на дату)")] as_of: Option<Date>,
    ) -> Option<Result<Competition, AppError>> {
        let found = async {
            match asked(ctx, Kind::Competition, id, source, external_id).await? {
                Some(id) => Competition::load(ctx, id, ctx.day(as_of, None)).await,
                None => Ok(None),
            }
        };
        found.await.transpose()
    }

    /// The competitions that are known on a day, with their states of that day (конкурсы)
    async fn competitions(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Narrows the list (отбор)")] filter: Option<CompetitionFilterInput>,
        #[graphql(desc = "Order; by window when absent (порядок)")] order_by: Option<CompetitionOrder>,
        #[graphql(desc = "Words of a title, in any case, ё as е (поиск)")] search: Option<String>,
        #[graphql(desc = "Page size forwards, 1 to 100, 20 when absent (размер страницы)")] first: Option<i32>,
        #[graphql(desc = "Cursor before the page (после)")] after: Option<String>,
        #[graphql(desc = "Page size backwards (с конца)")] last: Option<i32>,
        #[graphql(desc = "Cursor after the page (до)")] before: Option<String>,
        #[graphql(desc = "States of that day; today when absent (на дату)")] as_of: Option<Date>,
    ) -> Result<Connection<Competition>, AppError> {
        let day = ctx.day(as_of, None);
        let (order, descending) = order_by.unwrap_or_default().parts();
        let filter = filter.unwrap_or_default().try_into()?;
        let scope = ctx.cx().scope(Kind::Competition);
        let list = listing::competitions(&ctx.list_tag(), &scope, day, &filter, search.as_deref(), order, descending);
        connection::root(ctx, list, page_args(first, after, last, before), day).await
    }
}
