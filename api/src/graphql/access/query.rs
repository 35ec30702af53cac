//! The roots of reading accounts, grants and the audit log.

use async_graphql::{Context, Object};
use entity::ids::{GrantId, UserId};

use super::{
    Grant, User,
    audit::AuditEntry,
    input::{AuditFilter, AuditOrderBy, GrantFilter, GrantOrderBy, UserFilter, UserOrderBy, order},
    viewer::Viewer,
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
    service::access::list,
};

/// Reading accounts, grants and the audit log.
#[derive(Default)]
pub struct AccessQuery;

#[Object]
impl AccessQuery {
    /// Who asks; null without a token (кто я)
    async fn viewer(&self, ctx: &Context<'_>) -> Option<Viewer> {
        ctx.viewer().account.clone().map(Viewer)
    }

    /// An account by its id or its e-mail; one of them (учётная запись)
    async fn user(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Identity (идентификатор)")] id: Option<Id<UserId>>,
        #[graphql(desc = "The sign-in name (адрес почты)")] email: Option<String>,
    ) -> Option<Result<User, AppError>> {
        let today = ctx.cx().today();
        match (id, email) {
            (Some(id), None) => User::load(ctx, id.0, today).await.transpose(),
            (None, Some(email)) => {
                let row = list::user_by_email(ctx.cx(), &email).await.transpose()?;
                Some(row.map(|row| User::show(row, today)))
            }
            _ => Some(Err(AppError::bad_input("Укажите либо id, либо email", "Either id or email"))),
        }
    }

    /// The accounts that the viewer sees (учётные записи)
    async fn users(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Narrows the list (отбор)")] filter: Option<UserFilter>,
        #[graphql(desc = "Order; by position when absent (порядок)")] order_by: Option<E<UserOrderBy>>,
        #[graphql(desc = "Words of a position or an e-mail (поиск)")] search: Option<String>,
        #[graphql(desc = "Page size forwards, 1 to 100, 20 when absent (размер страницы)")] first: Option<i32>,
        #[graphql(desc = "Cursor before the page (после)")] after: Option<String>,
        #[graphql(desc = "Page size backwards (с конца)")] last: Option<i32>,
        #[graphql(desc = "Cursor after the page (до)")] before: Option<String>,
        #[graphql(desc = "Grants of that day; today when absent (на дату)")] as_of: Option<Date>,
    ) -> Result<Connection<User>, AppError> {
        let day = ctx.day(as_of, None);
        let filter = filter.unwrap_or_default().into();
        let listing = list::users(ctx.cx(), &ctx.list_tag(), day, filter, search.as_deref(), order(order_by));
        connection::root(ctx, listing, page_args(first, after, last, before), day).await
    }

    /// The grant of an id, ended ones too; null when there is none, or none for this viewer (полномочие)
    async fn grant(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Identity (идентификатор)")] id: Id<GrantId>,
        #[graphql(desc = "State of that day; today when absent (на дату)")] as_of: Option<Date>,
    ) -> Option<Result<Grant, AppError>> {
        Grant::load(ctx, id.0, ctx.day(as_of, None)).await.transpose()
    }

    /// The grants in force on a day that the viewer sees (полномочия)
    async fn grants(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Narrows the list (отбор)")] filter: Option<GrantFilter>,
        #[graphql(desc = "Order; newest first when absent (порядок)")] order_by: Option<E<GrantOrderBy>>,
        #[graphql(desc = "Page size forwards, 1 to 100, 20 when absent (размер страницы)")] first: Option<i32>,
        #[graphql(desc = "Cursor before the page (после)")] after: Option<String>,
        #[graphql(desc = "Page size backwards (с конца)")] last: Option<i32>,
        #[graphql(desc = "Cursor after the page (до)")] before: Option<String>,
        #[graphql(desc = "In force that day; today when absent (на дату)")] as_of: Option<Date>,
    ) -> Result<Connection<Grant>, AppError> {
        let day = ctx.day(as_of, None);
        let descending = order_by.is_none_or(|order| order.0 == GrantOrderBy::CreatedAtDesc);
        let listing = list::grants(ctx.cx(), &ctx.list_tag(), day, filter.unwrap_or_default().into(), descending);
        connection::root(ctx, listing, page_args(first, after, last, before), day).await
    }

    /// The audit log of the viewer's territory, and what the viewer did (журнал действий)
    async fn audit_log(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Narrows the list (отбор)")] filter: Option<AuditFilter>,
        #[graphql(desc = "Order; newest first when absent (порядок)")] order_by: Option<E<AuditOrderBy>>,
        #[graphql(desc = "Page size forwards, 1 to 100, 20 when absent (размер страницы)")] first: Option<i32>,
        #[graphql(desc = "Cursor before the page (после)")] after: Option<String>,
        #[graphql(desc = "Page size backwards (с конца)")] last: Option<i32>,
        #[graphql(desc = "Cursor after the page (до)")] before: Option<String>,
    ) -> Result<Connection<AuditEntry>, AppError> {
        let descending = order_by.is_none_or(|order| order.0 == AuditOrderBy::PositionDesc);
        let listing = list::audit_log(ctx.cx(), &ctx.list_tag(), filter.unwrap_or_default().try_into()?, descending);
        connection::root(ctx, listing, page_args(first, after, last, before), ctx.cx().today()).await
    }
}
