//! [`CompletenessStats`]: numbers, and who is missing.

use std::sync::Arc;

use async_graphql::{Context, Object, SimpleObject};
use entity::{ids::CampaignId, report::ReportState};
use uuid::Uuid;

use super::loader::MissingOf;
use crate::{
    error::AppError,
    graphql::{
        campaign::Campaign,
        codes::E,
        context::ContextExt,
        node::Node,
        scalars::{Date, Decimal},
        subject::subject,
    },
    service::completeness::{
        CompletenessLevel, Selection,
        counts::Counts,
        query::{GroupBy, MOST, Missing},
    },
};

/// A part of a selection.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Group {
    /// All of it.
    All,
    /// One campaign.
    Campaign(CampaignId),
    /// One node, what lies in it included.
    Node(CompletenessLevel, Uuid),
}

impl Group {
    /// What it is told apart by, and its key.
    pub fn parts(self) -> (GroupBy, Uuid) {
        match self {
            Self::All => (GroupBy::Nothing, Uuid::nil()),
            Self::Campaign(id) => (GroupBy::Campaign, id.into()),
            Self::Node(level, id) => (GroupBy::Node(level), id),
        }
    }
}

/// How complete reporting is in a part of a selection.
#[derive(Clone, Debug)]
pub struct CompletenessStats {
    counts: Counts,
    selection: Arc<Selection>,
    group: Group,
}

impl CompletenessStats {
    /// The numbers of a part.
    pub fn new(counts: Counts, selection: Arc<Selection>, group: Group) -> Self {
        Self { counts, selection, group }
    }
}

/// How complete and how timely reporting is on a day (полнота и своевременность отчётности)
#[Object]
impl CompletenessStats {
    /// Reports that are expected (ожидается)
    async fn expected(&self) -> i64 {
        self.counts.expected
    }

    /// Not begun (не начаты)
    async fn not_started(&self) -> i64 {
        self.counts.not_started
    }

    /// Being filled in (заполняются)
    async fn in_draft(&self) -> i64 {
        self.counts.in_draft
    }

    /// Handed in and not decided on (на рассмотрении)
    async fn submitted(&self) -> i64 {
        self.counts.submitted
    }

    /// Returned with remarks (возвращены)
    async fn returned(&self) -> i64 {
        self.counts.returned
    }

    /// Accepted (приняты)
    async fn accepted(&self) -> i64 {
        self.counts.accepted
    }

    /// Locked (закрыты для изменений)
    async fn locked(&self) -> i64 {
        self.counts.locked
    }

    /// Those that are there: handed in, accepted or locked (поступило)
    async fn received(&self) -> i64 {
        self.counts.received()
    }

    /// First handed in by the due day (в срок)
    async fn on_time(&self) -> i64 {
        self.counts.on_time
    }

    /// First handed in after the due day (с опозданием)
    async fn late(&self) -> i64 {
        self.counts.late
    }

    /// Never handed in, and the due day is over (просрочено)
    async fn overdue(&self) -> i64 {
        self.counts.overdue
    }

    /// `received` of `expected` in percent, to six decimals; null where nothing is expected (доля поступивших, %)
    async fn share(&self) -> Option<Decimal> {
        self.counts.share().map(Decimal)
    }

    /// Nodes whose report is not there, those due the earliest first, at most 100 (кто не отчитался)
    async fn missing(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, 1 to 100; 100 when absent (сколько)")] first: Option<i32>,
    ) -> Result<Vec<MissingReportStats>, AppError> {
        let first = i64::from(first.unwrap_or(100));
        if !(1..=MOST).contains(&first) {
            return Err(AppError::bad_input(format!("От 1 до {MOST}"), format!("From 1 to {MOST}")));
        }
        if self.counts.expected == self.counts.received() {
            return Ok(vec![]);
        }
        let key = MissingOf { selection: self.selection.clone(), group: self.group };
        let rows = ctx.loaders().load_one(key).await?.unwrap_or_default();
        let first = usize::try_from(first).unwrap_or(usize::MAX);
        let day = self.selection.day;
        let shown = rows.into_iter().take(first).map(|row| async move {
            let node = subject(ctx, row.level, row.subject, day).await.transpose()?;
            let campaign = Campaign::load(ctx, row.campaign, day).await?;
            Ok::<_, AppError>(node.map(|node| MissingReportStats::show(&row, node, campaign, day)))
        });
        let shown = futures_util::future::try_join_all(shown).await?;
        Ok(shown.into_iter().flatten().collect())
    }
}

/// A node whose report is not there (кто не отчитался)
#[derive(SimpleObject)]
pub struct MissingReportStats {
    /// The node (узел)
    node: Node,
    /// The campaign, where this viewer sees it (сбор)
    campaign: Option<Campaign>,
    /// State of the report (состояние отчёта)
    state: E<ReportState>,
    /// The day on which it is due (срок)
    due_on: Date,
    /// Days after the due day, 0 until it is over (дней просрочки)
    days_late: i64,
}

impl MissingReportStats {
    fn show(row: &Missing, node: Node, campaign: Option<Campaign>, day: chrono::NaiveDate) -> Self {
        Self {
            node,
            campaign,
            state: E(row.state),
            due_on: Date(row.due_on),
            days_late: day.signed_duration_since(row.due_on).num_days().max(0),
        }
    }
}
