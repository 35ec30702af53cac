//! The roots of reading reports, and reports below a campaign.

use async_graphql::{Context, Object};
use chrono::NaiveDate;
use entity::ids::{CampaignId, ReportId};

use super::{
    Report,
    input::{ReportFilterInput, ReportOrder},
};
use crate::{
    access::Kind,
    error::AppError,
    graphql::{
        connection::{self, Connection, page_args},
        context::ContextExt,
        ids::Id,
        scalars::Date,
    },
    service::{list::PageArgs, report::list},
};

/// The reports of a campaign.
pub async fn reports_of_campaign(
    ctx: &Context<'_>,
    campaign: CampaignId,
    filter: Option<ReportFilterInput>,
    order_by: Option<ReportOrder>,
    args: PageArgs,
    day: NaiveDate,
) -> Result<Connection<Report>, AppError> {
    let (order, descending) = order_by.unwrap_or_default().parts();
    let filter = filter.unwrap_or_default().asked()?;
    let scope = ctx.cx().scope(Kind::Report);
    // The same arguments on another day are another list.
    let tag = format!("{}|{day}", ctx.list_tag());
    let reports = list::reports(&tag, &scope, day, &filter, order, descending)?;
    connection::child(ctx, reports, list::by_campaign(), campaign, args, day).await
}

/// Reading reports.
#[derive(Default)]
pub struct ReportQuery;

#[Object]
impl ReportQuery {
    /// The report of an id; null when there is none, or none for this viewer (отчёт)
    async fn report(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Identity (идентификатор)")] id: Id<ReportId>,
        #[graphql(desc = "In time or not as of that day; today when absent (на дату)")] as_of: Option<Date>,
    ) -> Option<Result<Report, AppError>> {
        Report::load(ctx, id.0, ctx.day(as_of, None)).await.transpose()
    }

    /// The reports that this viewer may know of: of one's own node, of those below; drafts without their answers (отчёты)
    async fn reports(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Narrows the list (отбор)")] filter: Option<ReportFilterInput>,
        #[graphql(desc = "Order; by the due day when absent (порядок)")] order_by: Option<ReportOrder>,
        #[graphql(desc = "Page size forwards, 1 to 100, 20 when absent (размер страницы)")] first: Option<i32>,
        #[graphql(desc = "Cursor before the page (после)")] after: Option<String>,
        #[graphql(desc = "Page size backwards (с конца)")] last: Option<i32>,
        #[graphql(desc = "Cursor after the page (до)")] before: Option<String>,
        #[graphql(desc = "In time or not as of that day; today when absent (на дату)")] as_of: Option<Date>,
    ) -> Result<Connection<Report>, AppError> {
        let day = ctx.day(as_of, None);
        let (order, descending) = order_by.unwrap_or_default().parts();
        let filter = filter.unwrap_or_default().asked()?;
        let scope = ctx.cx().scope(Kind::Report);
        let reports = list::reports(&ctx.list_tag(), &scope, day, &filter, order, descending)?;
        connection::root(ctx, reports, page_args(first, after, last, before), day).await
    }
}
