//! [`Report`].

use async_graphql::{Context, Object};
use chrono::NaiveDate;
use entity::{
    campaign,
    ids::{AnyId, ReportId, TypedId},
    report::{self, ReportState, ReportStep},
    report_answer, report_event, report_field, report_remark,
    shared::Level,
};

use super::answer::{ReportAnswerStats, ReportCompletenessStats, ReportEventStats, ReportRemarkStats};
use crate::{
    access::Action,
    error::AppError,
    graphql::{
        campaign::Campaign,
        codes::E,
        connection::Shows,
        context::ContextExt,
        file::{File, files_of},
        ids::Id,
        loaders::{ById, Many},
        node::Node,
        period::PeriodStats,
        scalars::{Date, DateTime},
        subject::subject,
    },
    period::Period,
    service::report::{
        actions,
        answers::{Form, completeness},
        rules::{Timeliness, timeliness},
    },
};

/// A report, in time or not as of a day.
#[derive(Clone, Debug)]
pub struct Report {
    row: report::Model,
    as_of: NaiveDate,
}

impl Shows<report::Entity> for Report {
    fn show(row: report::Model, as_of: NaiveDate) -> Self {
        Self { row, as_of }
    }
}

impl Report {
    /// The report of an id.
    pub async fn load(ctx: &Context<'_>, id: ReportId, as_of: NaiveDate) -> Result<Option<Self>, AppError> {
        let row = ctx.loaders().load_one(ById::<report::Entity>::new(id, as_of)).await?;
        Ok(row.map(|row| Self::show(row, as_of)))
    }

    /// Whoever sees a report sees its campaign.
    async fn campaign_row(&self, ctx: &Context<'_>) -> Result<campaign::Model, AppError> {
        let key = ById::<campaign::Entity>::new(self.row.campaign_id, self.as_of);
        ctx.loaders().load_one(key).await?.ok_or_else(|| AppError::internal("a report without its campaign"))
    }

    async fn fields(&self, ctx: &Context<'_>) -> Result<Vec<report_field::Model>, AppError> {
        let campaign = self.campaign_row(ctx).await?;
        let key = Many::<report_field::Entity>::new(campaign.template_id);
        Ok(ctx.loaders().load_one(key).await?.unwrap_or_default())
    }

    async fn reads_answers(&self, ctx: &Context<'_>) -> Result<bool, AppError> {
        Ok(actions::reads_answers(ctx.viewer(), &self.row, &self.campaign_row(ctx).await?))
    }

    /// The answers that the viewer reads.
    async fn answer_rows(&self, ctx: &Context<'_>) -> Result<Vec<report_answer::Model>, AppError> {
        let rows = ctx.loaders().load_one(Many::<report_answer::Entity>::new(self.row.id)).await?;
        Ok(rows.unwrap_or_default())
    }

    fn timeliness(&self) -> Timeliness {
        timeliness(self.row.due_on, self.row.first_submitted_on, self.as_of)
    }
}

/// What an expected node reports in a campaign (отчёт)
#[Object]
impl Report {
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

    /// The campaign (сбор отчётности)
    async fn campaign(&self, ctx: &Context<'_>) -> Option<Result<Campaign, AppError>> {
        Campaign::load(ctx, self.row.campaign_id, self.as_of).await.transpose()
    }

    /// The node that reports: a region, a municipality or an organisation (кто отчитывается)
    async fn node(&self, ctx: &Context<'_>) -> Option<Result<Node, AppError>> {
        subject(ctx, self.row.level, self.row.subject_id, self.as_of).await
    }

    /// The level of that node (уровень)
    async fn level(&self) -> E<Level> {
        E(self.row.level)
    }

    /// What it is about in time (период)
    async fn period(&self, ctx: &Context<'_>) -> Result<PeriodStats, AppError> {
        let campaign = self.campaign_row(ctx).await?;
        let period = Period::new(campaign.period_type, campaign.period_from, campaign.period_to);
        Ok(period.map_err(AppError::internal)?.into())
    }

    /// State, as it is now (состояние)
    async fn state(&self) -> E<ReportState> {
        E(self.row.state)
    }

    /// Who looks at it, while it is handed in (этап рассмотрения)
    async fn step(&self) -> Option<E<ReportStep>> {
        self.row.step.map(E)
    }

    /// The last day on which this node is in time (срок сдачи)
    async fn due_on(&self) -> Date {
        Date(self.row.due_on)
    }

    /// Why this node was given a later day (причина продления срока)
    async fn extension_reason(&self) -> Option<&str> {
        self.row.extension_reason.as_deref()
    }

    /// When last handed in (представлен)
    async fn submitted_on(&self) -> Option<Date> {
        self.row.submitted_on.map(Date)
    }

    /// When first handed in: that counts for being in time (впервые представлен)
    async fn first_submitted_on(&self) -> Option<Date> {
        self.row.first_submitted_on.map(Date)
    }

    /// When accepted (принят)
    async fn accepted_on(&self) -> Option<Date> {
        self.row.accepted_on.map(Date)
    }

    /// Whether it was handed in by its day, as of the day asked for (сдан вовремя)
    async fn on_time(&self) -> bool {
        self.timeliness().on_time
    }

    /// Whether it was handed in after its day, as of the day asked for; late is allowed and shown (сдан с опозданием)
    async fn late(&self) -> bool {
        self.timeliness().late
    }

    /// Whether it is not handed in although its day is over, as of the day asked for (просрочен)
    async fn overdue(&self) -> bool {
        self.timeliness().overdue
    }

    /// Days after its day: of handing in, or until the day asked for (дней опоздания)
    async fn days_late(&self) -> i64 {
        self.timeliness().days_late
    }

    /// Whether it was handed in before its period ended (предварительный)
    async fn preliminary(&self) -> bool {
        self.row.preliminary
    }

    /// Whether the owner of the campaign entered it for a silent node (внесён за узел)
    async fn on_behalf(&self) -> bool {
        self.row.on_behalf
    }

    /// Whether it was unlocked to be mended, even in a closed campaign (открыт для исправления)
    async fn unlocked(&self) -> bool {
        self.row.unlocked
    }

    /// The answers in the order of the fields; empty where they are hidden (ответы)
    async fn answers(&self, ctx: &Context<'_>) -> Result<Vec<ReportAnswerStats>, AppError> {
        let rows = self.answer_rows(ctx).await?;
        Ok(ReportAnswerStats::all(rows, &self.fields(ctx).await?, self.as_of))
    }

    /// Whether the answers are hidden from this viewer: a draft is read where it is filled in (ответы скрыты)
    async fn answers_hidden(&self, ctx: &Context<'_>) -> Result<bool, AppError> {
        Ok(!self.reads_answers(ctx).await?)
    }

    /// How much of what it must have is answered; null where the answers are hidden (полнота)
    async fn completeness(&self, ctx: &Context<'_>) -> Result<Option<ReportCompletenessStats>, AppError> {
        if !self.reads_answers(ctx).await? {
            return Ok(None);
        }
        let (rows, fields) = (self.answer_rows(ctx).await?, self.fields(ctx).await?);
        let (answered, required) = completeness(&Form::new(&fields), &rows);
        let count = |number: usize| i32::try_from(number).unwrap_or(i32::MAX);
        Ok(Some(ReportCompletenessStats { answered: count(answered), required: count(required) }))
    }

    /// Remarks, those of the last submission first (замечания)
    async fn remarks(&self, ctx: &Context<'_>) -> Result<Vec<ReportRemarkStats>, AppError> {
        let rows = ctx.loaders().load_one(Many::<report_remark::Entity>::new(self.row.id)).await?.unwrap_or_default();
        let fields = self.fields(ctx).await?;
        Ok(rows.into_iter().map(|row| ReportRemarkStats::show(row, &fields)).collect())
    }

    /// What happened to it, oldest first (история)
    async fn events(&self, ctx: &Context<'_>) -> Result<Vec<ReportEventStats>, AppError> {
        let rows = ctx.loaders().load_one(Many::<report_event::Entity>::new(self.row.id)).await?;
        Ok(rows.unwrap_or_default().into_iter().map(Into::into).collect())
    }

    /// Its documents, hidden as its answers are (файлы)
    async fn files(&self, ctx: &Context<'_>) -> Result<Vec<File>, AppError> {
        files_of(ctx, self.row.id, self.as_of).await
    }

    /// What this viewer may do with the report (доступные действия)
    async fn allowed_actions(&self, ctx: &Context<'_>) -> Result<Vec<E<Action>>, AppError> {
        let (viewer, today) = (ctx.viewer(), ctx.cx().today());
        let campaign = self.campaign_row(ctx).await?;
        Ok(actions::allowed(viewer, &self.row, &campaign, today).into_iter().map(E).collect())
    }
}
