//! The roots of reading applications, and applications below another object.

use async_graphql::{Context, Object};
use entity::ids::ApplicationId;

use super::{
    Application,
    input::{ApplicationFilterInput, ApplicationOrder},
};
use crate::{
    access::Kind,
    error::AppError,
    graphql::{
        competition::below::Below,
        connection::{self, Connection, page_args},
        context::ContextExt,
        external::asked,
        ids::Id,
        scalars::Date,
    },
    service::{application::listing, list::PageArgs},
};

/// The applications below an object.
pub async fn applications_below(
    ctx: &Context<'_>,
    of: Below,
    filter: Option<ApplicationFilterInput>,
    order_by: Option<ApplicationOrder>,
    args: PageArgs,
) -> Result<Connection<Application>, AppError> {
    let (order, descending) = order_by.unwrap_or_default().parts();
    let filter = filter.unwrap_or_default().into();
    let scope = ctx.cx().scope(Kind::Application);
    // The same arguments on another day are another list.
    let tag = format!("{}|{}", ctx.list_tag(), of.day);
    let list = listing::applications(&tag, &scope, of.day, &filter, None, order, descending);
    connection::child(ctx, list, of.column, of.parent, args, of.day).await
}

/// Reading applications.
#[derive(Default)]
pub struct ApplicationQuery;

#[Object]
impl ApplicationQuery {
    /// The application of an id, or of a source and its id there, ended ones too; null when there is none, or none for this
    /// viewer (заявка)
    async fn application(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Identity (идентификатор)")] id: Option<Id<ApplicationId>>,
        #[graphql(desc = "The other system, with externalId (источник)")] source: Option<String>,
        #[graphql(desc = "Its id there (идентификатор в источнике)")] external_id: Option<String>,
        #[graphql(desc = "State of that day; today when absent (на дату)")] as_of: Option<Date>,
    ) -> Option<Result<Application, AppError>> {
        let found = async {
            match asked(ctx, Kind::Application, id, source, external_id).await? {
                Some(id) => Application::load(ctx, id, ctx.day(as_of, None)).await,
                None => Ok(None),
            }
        };
        found.await.transpose()
    }

    /// The applications that this viewer sees: results are public, before them one's own, and those one decides on or
    /// evaluates (заявки)
    async fn applications(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Narrows the list (отбор)")] filter: Option<ApplicationFilterInput>,
        #[graphql(desc = "Order; by the day of submission when absent (порядок)")] order_by: Option<ApplicationOrder>,
        #[graphql(desc = "Words of a title, in any case, ё as е (поиск)")] search: Option<String>,
        #[graphql(desc = "Page size forwards, 1 to 100, 20 when absent (размер страницы)")] first: Option<i32>,
        #[graphql(desc = "Cursor before the page (после)")] after: Option<String>,
        #[graphql(desc = "Page size backwards (с конца)")] last: Option<i32>,
        #[graphql(desc = "Cursor after the page (до)")] before: Option<String>,
        #[graphql(desc = "States of that day; today when absent (на дату)")] as_of: Option<Date>,
    ) -> Result<Connection<Application>, AppError> {
        let day = ctx.day(as_of, None);
        let (order, descending) = order_by.unwrap_or_default().parts();
        let filter = filter.unwrap_or_default().into();
        let scope = ctx.cx().scope(Kind::Application);
        let list = listing::applications(&ctx.list_tag(), &scope, day, &filter, search.as_deref(), order, descending);
        connection::root(ctx, list, page_args(first, after, last, before), day).await
    }
}
