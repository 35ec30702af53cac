//! What is to be done by when.

mod calendar;
mod due_item;

use async_graphql::{Context, Object};
use entity::{ids::AnyId, report::ReportState};

use calendar::CalendarDayStats;
use due_item::DueItemStats;

use super::{
    codes::E,
    connection::{self, Connection, page_args},
    context::ContextExt,
    ids::Id,
    scalars::Date,
};
use crate::{
    access::Kind,
    error::AppError,
    service::{
        inside,
        schedule::due_items::{DueFilter, due_items},
    },
};

/// Reading what is to be done by when.
#[derive(Default)]
pub struct ScheduleQuery;

#[Object]
impl ScheduleQuery {
    /// What is to be handed in by nodes that this viewer sees, the earliest due first, so that what is late stands at
    /// the beginning (что сдавать и к какому сроку)
    async fn due_items(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "A region, zone, municipality or organisation; all when absent (узел)")] of: Option<Id<AnyId>>,
        #[graphql(desc = "Due on that day or later (срок с)")] from: Option<Date>,
        #[graphql(desc = "Due on that day or earlier (срок по)")] to: Option<Date>,
        #[graphql(desc = "In these states; not begun, in draft and returned when absent (состояния)")] states: Option<
            Vec<E<ReportState>>,
        >,
        #[graphql(desc = "Page size forwards, 1 to 100, 20 when absent (размер страницы)")] first: Option<i32>,
        #[graphql(desc = "Cursor before the page (после)")] after: Option<String>,
        #[graphql(desc = "Page size backwards (с конца)")] last: Option<i32>,
        #[graphql(desc = "Cursor after the page (до)")] before: Option<String>,
        #[graphql(desc = "Of campaigns that are open that day; today when absent (на дату)")] as_of: Option<Date>,
    ) -> Result<Connection<DueItemStats>, AppError> {
        let day = ctx.day(as_of, None);
        let filter = DueFilter {
            of: inside::asked(ctx.cx(), of.map(|id| id.0)).await?,
            from: from.map(|day| day.0),
            to: to.map(|day| day.0),
            states: states.map(|states| states.into_iter().map(|state| state.0).collect()),
        };
        let list = due_items(&ctx.list_tag(), &ctx.cx().scope(Kind::Report), day, &filter);
        connection::root(ctx, list, page_args(first, after, last, before), day).await
    }

    /// Every day from one to another: whether it is worked on in Russia, which campaigns open and which are due;
    /// null where there is no such node (календарь)
    async fn calendar(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "A region, zone, municipality or organisation; all when absent (узел)")] of: Option<Id<AnyId>>,
        #[graphql(desc = "First day (с)")] from: Date,
        #[graphql(desc = "Last day, inclusive, at most 366 days in all (по)")] to: Date,
    ) -> Option<Result<Vec<CalendarDayStats>, AppError>> {
        calendar::days(ctx, of.map(|id| id.0), from.0, to.0).await.transpose()
    }
}
