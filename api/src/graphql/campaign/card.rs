//! [`Campaign`].

use std::sync::Arc;

use async_graphql::{Context, Object};
use chrono::NaiveDate;
use entity::{
    campaign,
    ids::{AnyId, CampaignId, TypedId},
    shared::Level,
};

use super::input::{CampaignFilterInput, CampaignOrder};
use crate::{
    access::{Action, Kind},
    error::AppError,
    graphql::{
        codes::E,
        completeness::{CompletenessOf, CompletenessStats, Group},
        connection::{self, Connection, Shows, page_args},
        context::ContextExt,
        due::DueRuleStats,
        ids::Id,
        loaders::ById,
        node::Node,
        period::PeriodStats,
        report::{Report, ReportFilterInput, ReportOrder, reports_of_campaign},
        scalars::{Date, DateTime},
        subject::subject,
        template::ReportTemplate,
        territory::{Municipality, Region, Zone},
    },
    service::{
        campaign::{
            actions, content, listing, owner,
            state::{CampaignState, state},
        },
        completeness::Selection,
        given::subject_id,
    },
};

/// A campaign as of a day.
#[derive(Clone, Debug)]
pub struct Campaign {
    row: campaign::Model,
    as_of: NaiveDate,
}

impl Shows<campaign::Entity> for Campaign {
    fn show(row: campaign::Model, as_of: NaiveDate) -> Self {
        Self { row, as_of }
    }
}

impl Campaign {
    /// The campaign of an id.
    pub async fn load(ctx: &Context<'_>, id: CampaignId, as_of: NaiveDate) -> Result<Option<Self>, AppError> {
        let row = ctx.loaders().load_one(ById::<campaign::Entity>::new(id, as_of)).await?;
        Ok(row.map(|row| Self::show(row, as_of)))
    }

    /// The day on which it is due.
    pub fn due(&self) -> NaiveDate {
        self.row.due_on
    }
}

/// A campaign of reporting: who reports what about which period until when (сбор отчётности)
#[Object]
impl Campaign {
    /// Identity (идентификатор)
    pub async fn id(&self) -> Id<AnyId> {
        Id(self.row.id.any())
    }

    /// Counts the changes; goes into `expectedVersion` (версия)
    async fn version(&self) -> i32 {
        self.row.version
    }

    /// When last changed (изменён)
    async fn updated_at(&self) -> DateTime {
        DateTime(self.row.updated_at)
    }

    /// Name (наименование)
    async fn name(&self) -> &str {
        &self.row.name
    }

    /// State on that day, from the decisions and the period (состояние)
    async fn state(&self) -> E<CampaignState> {
        E(state(&self.row, self.as_of))
    }

    /// The level of the network that keeps it (уровень)
    async fn level(&self) -> E<Level> {
        E(self.row.level)
    }

    /// The node whose campaign it is; null: the federation (владелец сбора)
    async fn owner(&self, ctx: &Context<'_>) -> Option<Result<Node, AppError>> {
        let owner = owner::of(&self.row);
        subject(ctx, owner.level, subject_id(&owner), self.as_of).await
    }

    /// The region of the owner (регион)
    async fn region(&self, ctx: &Context<'_>) -> Option<Result<Region, AppError>> {
        Region::load(ctx, self.row.region_id?, self.as_of).await.transpose()
    }

    /// The zone, of a zonal campaign (зона)
    async fn zone(&self, ctx: &Context<'_>) -> Option<Result<Zone, AppError>> {
        Zone::load(ctx, self.row.zone_id?, self.as_of).await.transpose()
    }

    /// The municipality, of a municipal campaign (муниципальное образование)
    async fn municipality(&self, ctx: &Context<'_>) -> Option<Result<Municipality, AppError>> {
        Municipality::load(ctx, self.row.municipality_id?, self.as_of).await.transpose()
    }

    /// What is filled in (форма отчёта)
    async fn template(&self, ctx: &Context<'_>) -> Option<Result<ReportTemplate, AppError>> {
        ReportTemplate::load(ctx, self.row.template_id, self.as_of).await.transpose()
    }

    /// The campaign that this one feeds: the sums of its numbers are offered to its owner's report there
    /// (сбор, в который поступают итоги)
    async fn parent(&self, ctx: &Context<'_>) -> Option<Result<Campaign, AppError>> {
        Self::load(ctx, self.row.parent_id?, self.as_of).await.transpose()
    }

    /// The campaigns that feed this one (сборы, питающие этот)
    async fn feeders(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Narrows the list (отбор)")] filter: Option<CampaignFilterInput>,
        #[graphql(desc = "Order; by the due day when absent (порядок)")] order_by: Option<CampaignOrder>,
        #[graphql(desc = "Page size forwards, 1 to 100, 20 when absent (размер страницы)")] first: Option<i32>,
        #[graphql(desc = "Cursor before the page (после)")] after: Option<String>,
        #[graphql(desc = "Page size backwards (с конца)")] last: Option<i32>,
        #[graphql(desc = "Cursor after the page (до)")] before: Option<String>,
        #[graphql(desc = "States of that day; inherited when absent (на дату)")] as_of: Option<Date>,
    ) -> Result<Connection<Campaign>, AppError> {
        let day = ctx.day(as_of, Some(self.as_of));
        let (order, descending) = order_by.unwrap_or_default().parts();
        let filter = filter.unwrap_or_default().into();
        let scope = ctx.cx().scope(Kind::Campaign);
        let tag = format!("{}|{day}", ctx.list_tag());
        let list = listing::campaigns(&tag, &scope, day, &filter, None, order, descending);
        let args = page_args(first, after, last, before);
        connection::child(ctx, list, listing::by_parent(), self.row.id, args, day).await
    }

    /// The level whose nodes report (кто сдаёт отчёт)
    async fn respondents(&self) -> E<Level> {
        E(self.row.respondents)
    }

    /// What it is about in time (период)
    async fn period(&self) -> Option<PeriodStats> {
        content::period(&self.row).map(Into::into)
    }

    /// How the due day is found (правило срока)
    async fn due_rule(&self) -> Option<DueRuleStats> {
        content::due(&self.row).map(Into::into)
    }

    /// The last day on which a report is in time, by the rule (срок сдачи)
    async fn due_on(&self) -> Date {
        Date(self.row.due_on)
    }

    /// The day on which it opens; null while it is prepared (открывается)
    async fn opens_on(&self) -> Option<Date> {
        self.row.opens_on.map(Date)
    }

    /// Whether the education department looks at a report first (этап управления образования)
    async fn department_step(&self) -> bool {
        self.row.department_step
    }

    /// Whether the zonal centre looks at a report before the owner (этап зонального центра)
    async fn zone_step(&self) -> bool {
        self.row.zone_step
    }

    /// What respondents are told (указания)
    async fn instructions(&self) -> Option<&str> {
        self.row.instructions.as_deref()
    }

    /// How complete and how timely it is, as far as this viewer may count (полнота и своевременность)
    async fn completeness(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "As of that day; inherited when absent (на дату)")] as_of: Option<Date>,
    ) -> Result<CompletenessStats, AppError> {
        let day = ctx.day(as_of, Some(self.as_of));
        let counts = ctx.loaders().load_one(CompletenessOf(self.row.id, day)).await?;
        let selection = Arc::new(Selection::on(day));
        Ok(CompletenessStats::new(counts.unwrap_or_default(), selection, Group::Campaign(self.row.id)))
    }

    /// The day on which it was closed (закрыт)
    async fn closed_on(&self) -> Option<Date> {
        self.row.closed_on.map(Date)
    }

    /// The day of the summary (итоги подведены)
    async fn summarised_on(&self) -> Option<Date> {
        self.row.summarised_on.map(Date)
    }

    /// The day on which the summary was published (итоги опубликованы)
    async fn published_on(&self) -> Option<Date> {
        self.row.published_on.map(Date)
    }

    /// The day on which it was called off (отменён)
    async fn cancelled_on(&self) -> Option<Date> {
        self.row.cancelled_on.map(Date)
    }

    /// Why it was called off (причина отмены)
    async fn cancel_reason(&self) -> Option<&str> {
        self.row.cancel_reason.as_deref()
    }

    /// The reports of the expected nodes, those that this viewer may know of (отчёты)
    async fn reports(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Narrows the list (отбор)")] filter: Option<ReportFilterInput>,
        #[graphql(desc = "Order; by the due day when absent (порядок)")] order_by: Option<ReportOrder>,
        #[graphql(desc = "Page size forwards, 1 to 100, 20 when absent (размер страницы)")] first: Option<i32>,
        #[graphql(desc = "Cursor before the page (после)")] after: Option<String>,
        #[graphql(desc = "Page size backwards (с конца)")] last: Option<i32>,
        #[graphql(desc = "Cursor after the page (до)")] before: Option<String>,
        #[graphql(desc = "In time or not as of that day; inherited when absent (на дату)")] as_of: Option<Date>,
    ) -> Result<Connection<Report>, AppError> {
        let day = ctx.day(as_of, Some(self.as_of));
        reports_of_campaign(ctx, self.row.id, filter, order_by, page_args(first, after, last, before), day).await
    }

    /// What this viewer may do with the campaign (доступные действия)
    async fn allowed_actions(&self, ctx: &Context<'_>) -> Vec<E<Action>> {
        let today = ctx.cx().today();
        let allowed = |action: &Action| actions::verdict(ctx.viewer(), *action, &self.row, today).is_allowed();
        actions::CAMPAIGN.iter().copied().filter(allowed).map(E).collect()
    }
}
