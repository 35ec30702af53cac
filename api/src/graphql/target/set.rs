//! [`TargetSet`].

use std::collections::HashSet;

use async_graphql::{Context, Object};
use chrono::NaiveDate;
use entity::{
    ids::{AnyId, IndicatorId, LegalActId, TargetSetId, TypedId},
    indicator::{self, IndicatorKind},
    shared::{Level, Visibility},
    target,
    target_set::{self, TargetSetKind},
};

use super::{TargetStats, input::TargetFilter, stats::TargetWarningStats};
use crate::{
    access::Action,
    error::AppError,
    graphql::{
        act::LegalAct,
        codes::E,
        connection::{self, Connection, Shows, page_args},
        context::ContextExt,
        external::{ExternalIdResult, external_ids},
        ids::Id,
        loaders::{ById, Many},
        open_points::{self, OpenPointStats},
        scalars::DateTime,
        territory::{Municipality, Region},
        validity::ValidityStats,
    },
    service::target::{actions, query, warnings},
    validity_of,
};

/// A set of targets as of a day.
#[derive(Clone, Debug)]
pub struct TargetSet {
    row: target_set::Model,
    as_of: NaiveDate,
}

impl Shows<target_set::Entity> for TargetSet {
    fn show(row: target_set::Model, as_of: NaiveDate) -> Self {
        Self { row, as_of }
    }
}

impl TargetSet {
    /// The set of an id.
    pub async fn load(ctx: &Context<'_>, id: TargetSetId, as_of: NaiveDate) -> Result<Option<Self>, AppError> {
        let row = ctx.loaders().load_one(ById::<target_set::Entity>::new(id, as_of)).await?;
        Ok(row.map(|row| Self::show(row, as_of)))
    }
}

/// A set of targets: a roadmap, a passport, a concept; several stand side by side (набор целевых значений)
#[Object]
impl TargetSet {
    /// Identity (идентификатор)
    pub async fn id(&self) -> Id<AnyId> {
        Id(self.row.id.any())
    }

    /// Counts the changes, those of its targets too; goes into `expectedVersion` (версия)
    async fn version(&self) -> i32 {
        self.row.version
    }

    /// When last changed (изменён)
    async fn updated_at(&self) -> DateTime {
        DateTime(self.row.updated_at)
    }

    /// What this viewer may do with it (доступные действия)
    async fn allowed_actions(&self, ctx: &Context<'_>) -> Vec<E<Action>> {
        let may = |action: &Action| actions::verdict(ctx.viewer(), *action, &self.row).is_allowed();
        actions::TARGET_SET.iter().copied().filter(may).map(E).collect()
    }

    /// Code, never reused (код)
    async fn code(&self) -> &str {
        &self.row.code
    }

    /// Name (наименование)
    async fn name(&self) -> &str {
        &self.row.name
    }

    /// What it is (вид набора)
    async fn kind(&self) -> E<TargetSetKind> {
        E(self.row.kind)
    }

    /// DRAFT, SUBMITTED to those who approve, PUBLIC when approved (видимость)
    async fn visibility(&self) -> E<Visibility> {
        E(self.row.visibility)
    }

    /// The act that set it; null where there is none, or none that this viewer sees (акт)
    async fn act(&self, ctx: &Context<'_>) -> Option<Result<LegalAct, AppError>> {
        let act: LegalActId = self.row.act_id?;
        LegalAct::load(ctx, act, self.as_of).await.transpose()
    }

    /// The document, a code of the dictionary of sources (документ-источник)
    async fn document(&self) -> Option<&str> {
        self.row.document.as_deref()
    }

    /// Remark (примечание)
    async fn note(&self) -> Option<&str> {
        self.row.note.as_deref()
    }

    /// What the document leaves open (неполнота источника)
    async fn open_points(&self) -> Vec<OpenPointStats> {
        open_points::stats(&self.row.open_points)
    }

    /// What is odd about its series: documents contradict themselves (замечания)
    async fn warnings(&self, ctx: &Context<'_>) -> Result<Vec<TargetWarningStats>, AppError> {
        let rows = ctx.loaders().load_one(Many::<target::Entity>::new(self.row.id)).await?.unwrap_or_default();
        let indicators: HashSet<IndicatorId> = rows.iter().map(|row| row.indicator_id).collect();
        let keys = indicators.into_iter().map(|id| ById::<indicator::Entity>::new(id, self.as_of));
        let indicators = ctx.loaders().load_many(keys).await?;
        let cumulative = indicators.into_values().filter(|row| row.kind == IndicatorKind::Cumulative);
        let found = warnings::of(&rows, &cumulative.map(|row| row.id).collect());
        Ok(found.into_iter().map(|finding| TargetWarningStats::new(finding, self.as_of)).collect())
    }

    /// Its targets and bases by indicator, bases first, then by period (целевые и базовые значения)
    async fn targets(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Narrows the list (отбор)")] filter: Option<TargetFilter>,
        #[graphql(desc = "Page size forwards, 1 to 100, 20 when absent (размер страницы)")] first: Option<i32>,
        #[graphql(desc = "Cursor before the page (после)")] after: Option<String>,
        #[graphql(desc = "Page size backwards (с конца)")] last: Option<i32>,
        #[graphql(desc = "Cursor after the page (до)")] before: Option<String>,
    ) -> Result<Connection<TargetStats>, AppError> {
        let filter = filter.unwrap_or_default().checked()?;
        let listing = query::targets(&ctx.list_tag(), &filter);
        let args = page_args(first, after, last, before);
        connection::child(ctx, listing, query::set_column(), self.row.id, args, self.as_of).await
    }

    /// The level of the network that keeps it (кто ведёт)
    async fn level(&self) -> E<Level> {
        E(self.row.level)
    }

    /// The region whose set it is; null where it is the federation's (регион)
    async fn region(&self, ctx: &Context<'_>) -> Option<Result<Region, AppError>> {
        Region::load(ctx, self.row.region_id?, self.as_of).await.transpose()
    }

    /// The municipality whose set it is (муниципальное образование)
    async fn municipality(&self, ctx: &Context<'_>) -> Option<Result<Municipality, AppError>> {
        Municipality::load(ctx, self.row.municipality_id?, self.as_of).await.transpose()
    }

    /// Ids under which other systems know it (внешние идентификаторы)
    async fn external_ids(&self, ctx: &Context<'_>) -> Result<Vec<ExternalIdResult>, AppError> {
        external_ids(ctx, self.row.id).await
    }

    #[graphql(flatten)]
    async fn validity(&self) -> ValidityStats {
        (&validity_of!(self.row)).into()
    }
}
