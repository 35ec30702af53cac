//! [`TargetStats`], and the warnings about a series of them.

use async_graphql::{Context, Object};
use chrono::NaiveDate;
use entity::{
    decimal::Decimal as Exact,
    shared::{Level, PeriodType},
    target::{self, Comparator},
};

use crate::{
    error::AppError,
    graphql::{
        codes::E,
        connection::Shows,
        indicator::Indicator,
        node::Node,
        open_points::{self, OpenPointStats},
        period::PeriodStats,
        scalars::{Date, Decimal},
        subject::subject,
    },
    period::Period,
    service::target::{
        rules,
        warnings::{Finding, TargetWarning},
    },
};

/// A target or a base of a set.
pub struct TargetStats {
    row: target::Model,
    as_of: NaiveDate,
}

impl Shows<target::Entity> for TargetStats {
    fn show(row: target::Model, as_of: NaiveDate) -> Self {
        Self { row, as_of }
    }
}

/// A target of a set, or the base from which its targets start (целевое или базовое значение)
#[Object]
impl TargetStats {
    /// The indicator (показатель)
    async fn indicator(&self, ctx: &Context<'_>) -> Result<Indicator, AppError> {
        Indicator::of(ctx, self.row.indicator_id, self.as_of).await
    }

    /// What it is about: the level of its subject (уровень субъекта)
    async fn subject_level(&self) -> E<Level> {
        E(self.row.subject)
    }

    /// The territory or the organisation that it is about; null of the federation, of every node of the level, and of
    /// what this viewer does not see (субъект)
    async fn subject(&self, ctx: &Context<'_>) -> Option<Result<Node, AppError>> {
        if self.row.subject_id.is_nil() {
            return None;
        }
        subject(ctx, self.row.subject, self.row.subject_id, self.as_of).await
    }

    /// Whether it is about every node of the level in the territory of the set (для каждого субъекта этого уровня)
    async fn every(&self) -> bool {
        self.row.subject != Level::Federation && self.row.subject_id.is_nil()
    }

    /// The named group in the subject that it is about; null: all of the subject (группа)
    async fn group(&self) -> Option<&str> {
        self.row.group_name.as_deref()
    }

    /// What part of the whole it is about, `DIRECTION=TECHNICAL;SEX=FEMALE`; empty for the total (разрез)
    async fn breakdown(&self) -> &str {
        &self.row.breakdown
    }

    /// Whether it is the base from which the targets start (базовое значение)
    async fn base(&self) -> bool {
        self.row.base
    }

    /// The period, of a recurring target the first one, of a base its day; null where the source prints none (период)
    async fn period(&self) -> Option<Result<PeriodStats, AppError>> {
        let row = &self.row;
        let period = row.dated.then(|| Period::new(row.period_type, row.period_from, row.period_to))?;
        Some(period.map(Into::into).map_err(AppError::internal))
    }

    /// Whether it holds for every period of its type from the first on (повторяется каждый период)
    async fn recurring(&self) -> bool {
        self.row.recurring
    }

    /// Type of the periods for which a recurring target holds; null of another (вид повторяющегося периода)
    async fn recurring_type(&self) -> Option<E<PeriodType>> {
        self.row.recurring.then_some(E(self.row.period_type))
    }

    /// The day by which the last period of a recurring target ends; null without an end (до)
    async fn until(&self) -> Option<Date> {
        self.row.until.map(Date)
    }

    /// How a fact is compared with it; null of a base (условие достижения)
    async fn comparator(&self) -> Option<E<Comparator>> {
        (!self.row.base).then_some(E(self.row.comparator))
    }

    /// The value, in the unit and scale of the indicator (значение)
    async fn value(&self) -> Result<Decimal, AppError> {
        rules::value(&self.row).map(Decimal).map_err(AppError::internal)
    }

    /// The same as the document prints it in absolute numbers: 20 % (600) (в абсолютных числах)
    async fn absolute(&self) -> Option<Result<Decimal, AppError>> {
        let absolute = Exact::from_stored(self.row.absolute_micros?, self.row.absolute_scale.unwrap_or(6));
        Some(absolute.map(Decimal).map_err(AppError::internal))
    }

    /// As printed (как напечатано)
    async fn printed(&self) -> Option<&str> {
        self.row.printed.as_deref()
    }

    /// Where in the document (место в документе)
    async fn place(&self) -> Option<&str> {
        self.row.place.as_deref()
    }

    /// What the document leaves open (неполнота источника)
    async fn open_points(&self) -> Vec<OpenPointStats> {
        open_points::stats(&self.row.open_points)
    }
}

/// What is odd about one series of targets of a set.
pub struct TargetWarningStats {
    finding: Finding,
    as_of: NaiveDate,
}

impl TargetWarningStats {
    /// Shows a finding.
    pub fn new(finding: Finding, as_of: NaiveDate) -> Self {
        Self { finding, as_of }
    }
}

/// What is odd about one series of targets of a set; nothing is refused for it (замечание к целевым значениям)
#[Object]
impl TargetWarningStats {
    /// What (замечание)
    async fn code(&self) -> E<TargetWarning> {
        E(self.finding.warning)
    }

    /// The indicator of the series (показатель)
    async fn indicator(&self, ctx: &Context<'_>) -> Result<Indicator, AppError> {
        Indicator::of(ctx, self.finding.indicator, self.as_of).await
    }

    /// The level of its subject (уровень субъекта)
    async fn subject_level(&self) -> E<Level> {
        E(self.finding.subject)
    }

    /// Its subject, as `TargetStats.subject` (субъект)
    async fn subject(&self, ctx: &Context<'_>) -> Option<Result<Node, AppError>> {
        if self.finding.subject_id.is_nil() {
            return None;
        }
        subject(ctx, self.finding.subject, self.finding.subject_id, self.as_of).await
    }

    /// The group in the subject (группа)
    async fn group(&self) -> Option<&str> {
        self.finding.group.as_deref()
    }
}
