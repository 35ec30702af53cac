//! The roots of reading statuses and their kinds.

use async_graphql::{Context, Object};
use entity::ids::{RegionId, StatusAssignmentId};

use super::{
    StatusAssignment, StatusFilter, StatusKind, StatusOrder,
    kind_input::{StatusKindFilter, StatusKindOrder},
};
use crate::{
    access::Kind,
    error::AppError,
    graphql::{
        centre::assignments,
        connection::{self, Connection, Shows, page_args},
        context::ContextExt,
        external::asked,
        ids::Id,
        scalars::Date,
    },
    service::status::query,
};

/// Reading statuses.
#[derive(Default)]
pub struct StatusQuery;

#[Object]
impl StatusQuery {
    /// The kind of status of a code, ended ones too (вид статуса по коду)
    async fn status_kind(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Code (код)")] code: String,
        #[graphql(desc = "On that day; today when absent (на дату)")] as_of: Option<Date>,
    ) -> Option<Result<StatusKind, AppError>> {
        let scope = ctx.cx().scope(Kind::StatusKind);
        let row = query::kind_by_code(&ctx.cx().db, &scope, &code).await.transpose()?;
        Some(row.map(|row| StatusKind::show(row, ctx.day(as_of, None))))
    }

    /// The kinds of status that the dictionary has on a day (виды статуса)
    async fn status_kinds(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Narrows the list (отбор)")] filter: Option<StatusKindFilter>,
        #[graphql(desc = "Order; by name when absent (порядок)")] order_by: Option<StatusKindOrder>,
        #[graphql(desc = "Words of a name, an alias, a code (поиск)")] search: Option<String>,
        #[graphql(desc = "Page size forwards, 1 to 100, 20 when absent (размер страницы)")] first: Option<i32>,
        #[graphql(desc = "Cursor before the page (после)")] after: Option<String>,
        #[graphql(desc = "Page size backwards (с конца)")] last: Option<i32>,
        #[graphql(desc = "Cursor after the page (до)")] before: Option<String>,
        #[graphql(desc = "The dictionary of that day; today when absent (на дату)")] as_of: Option<Date>,
    ) -> Result<Connection<StatusKind>, AppError> {
        let day = ctx.day(as_of, None);
        let scope = ctx.cx().scope(Kind::StatusKind);
        let regions: Option<Vec<RegionId>> =
            filter.unwrap_or_default().region_ids.map(|ids| ids.into_iter().map(|id| id.0).collect());
        let order = order_by.unwrap_or_default().parts();
        let listing = query::kinds(&ctx.list_tag(), &scope, day, regions.as_deref(), search.as_deref(), order);
        connection::root(ctx, listing, page_args(first, after, last, before), day).await
    }

    /// The status assignment of an id, or of a source and its id there; null when there is none, or none for this viewer
    /// (присвоение статуса)
    async fn status_assignment(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Identity (идентификатор)")] id: Option<Id<StatusAssignmentId>>,
        #[graphql(desc = "The other system, with externalId (источник)")] source: Option<String>,
        #[graphql(desc = "Its id there (идентификатор в источнике)")] external_id: Option<String>,
        #[graphql(desc = "State of that day; today when absent (на дату)")] as_of: Option<Date>,
    ) -> Option<Result<StatusAssignment, AppError>> {
        let found = async {
            match asked(ctx, Kind::StatusAssignment, id, source, external_id).await? {
                Some(id) => StatusAssignment::load(ctx, id, ctx.day(as_of, None)).await,
                None => Ok(None),
            }
        };
        found.await.transpose()
    }

    /// Status assignments in any state, each with its state of the day; `filter.states` narrows them
    /// (присвоения статусов)
    async fn status_assignments(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Narrows the list (отбор)")] filter: Option<StatusFilter>,
        #[graphql(desc = "Order; by first day, the newest first, when absent (порядок)")] order_by: Option<StatusOrder>,
        #[graphql(desc = "Words of a kind, a topic, a holder, in any case, ё as е (поиск)")] search: Option<String>,
        #[graphql(desc = "Page size forwards, 1 to 100, 20 when absent (размер страницы)")] first: Option<i32>,
        #[graphql(desc = "Cursor before the page (после)")] after: Option<String>,
        #[graphql(desc = "Page size backwards (с конца)")] last: Option<i32>,
        #[graphql(desc = "Cursor after the page (до)")] before: Option<String>,
        #[graphql(desc = "States of that day; today when absent (на дату)")] as_of: Option<Date>,
    ) -> Result<Connection<StatusAssignment>, AppError> {
        let day = ctx.day(as_of, None);
        let listing = assignments(ctx, &ctx.list_tag(), day, filter, search.as_deref(), order_by)?;
        connection::root(ctx, listing, page_args(first, after, last, before), day).await
    }
}
