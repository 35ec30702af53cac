//! [`DueItemStats`]: something that is to be handed in.

use async_graphql::{Context, Object};
use chrono::NaiveDate;
use entity::report::{self, ReportState};

use crate::{
    error::AppError,
    graphql::{
        campaign::Campaign, codes::E, connection::Shows, node::Node, report::Report, scalars::Date, subject::subject,
    },
};

entity::code_enum! {
    /// What is to be handed in (что сдавать)
    pub enum DueItemKind {
        /// A report of a campaign (отчёт)
        Report = "REPORT",
    }
}

/// A report that is due, seen from a day.
#[derive(Clone, Debug)]
pub struct DueItemStats {
    row: report::Model,
    as_of: NaiveDate,
}

impl Shows<report::Entity> for DueItemStats {
    fn show(row: report::Model, as_of: NaiveDate) -> Self {
        Self { row, as_of }
    }
}

/// Something that is to be handed in (что сдавать)
#[Object]
impl DueItemStats {
    /// What it is (вид)
    async fn kind(&self) -> E<DueItemKind> {
        E(DueItemKind::Report)
    }

    /// The report (отчёт)
    async fn report(&self) -> Option<Report> {
        Some(Report::show(self.row.clone(), self.as_of))
    }

    /// The last day on which it is in time (срок)
    async fn due_on(&self) -> Date {
        Date(self.row.due_on)
    }

    /// Days that are left, 0 on the due day, below 0 when it is over (осталось дней)
    async fn days_left(&self) -> i64 {
        self.row.due_on.signed_duration_since(self.as_of).num_days()
    }

    /// Whether it was never handed in and its due day is over (просрочено)
    async fn overdue(&self) -> bool {
        self.row.first_submitted_on.is_none_or(|day| day > self.as_of) && self.row.due_on < self.as_of
    }

    /// State of the report (состояние отчёта)
    async fn state(&self) -> E<ReportState> {
        E(self.row.state)
    }

    /// Who hands it in, where this viewer sees it (кто сдаёт)
    async fn node(&self, ctx: &Context<'_>) -> Option<Result<Node, AppError>> {
        subject(ctx, self.row.level, self.row.subject_id, self.as_of).await
    }

    /// The campaign that asks for it, where this viewer sees it (сбор)
    async fn campaign(&self, ctx: &Context<'_>) -> Option<Result<Campaign, AppError>> {
        Campaign::load(ctx, self.row.campaign_id, self.as_of).await.transpose()
    }
}
