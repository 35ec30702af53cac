//! [`Indicator`], its methods, and what it is divided by.

use async_graphql::{Context, Object, SimpleObject};
use chrono::NaiveDate;
use entity::{
    CodeEnum,
    decimal::Decimal as Exact,
    ids::{AnyId, IndicatorId, LegalActId, TypedId},
    indicator::{self, Aggregation, Better, IndicatorCategory, IndicatorKind},
    indicator_method, indicator_source,
    shared::{Level, PeriodType, Unit},
};

use crate::{
    access::Action,
    error::AppError,
    graphql::{
        act::LegalAct,
        codes::E,
        connection::Shows,
        context::ContextExt,
        due::DueRuleStats,
        external::{ExternalIdResult, external_ids},
        ids::Id,
        loaders::{ById, Many},
        open_points::{self, OpenPointStats},
        scalars::{Date, DateTime, Decimal},
        territory::{Municipality, Region},
        validity::ValidityStats,
    },
    rules::breakdown::Dimension,
    service::{
        given::stored_due,
        indicator::{actions, parts},
    },
    validity_of,
};

/// An indicator as of a day.
#[derive(Clone, Debug)]
pub struct Indicator {
    row: indicator::Model,
    as_of: NaiveDate,
}

impl Shows<indicator::Entity> for Indicator {
    fn show(row: indicator::Model, as_of: NaiveDate) -> Self {
        Self { row, as_of }
    }
}

impl Indicator {
    /// The indicator of an id.
    pub async fn load(ctx: &Context<'_>, id: IndicatorId, as_of: NaiveDate) -> Result<Option<Self>, AppError> {
        let row = ctx.loaders().load_one(ById::<indicator::Entity>::new(id, as_of)).await?;
        Ok(row.map(|row| Self::show(row, as_of)))
    }

    /// The indicator to which something refers.
    pub async fn of(ctx: &Context<'_>, id: IndicatorId, as_of: NaiveDate) -> Result<Self, AppError> {
        Self::load(ctx, id, as_of).await?.ok_or_else(|| AppError::internal("a reference to an indicator that is gone"))
    }

    async fn known_methods(&self, ctx: &Context<'_>) -> Result<Vec<indicator_method::Model>, AppError> {
        let key = Many::<indicator_method::Entity>::new(self.row.id);
        Ok(ctx.loaders().load_one(key).await?.unwrap_or_default())
    }
}

/// By which method an indicator is told from a day on (методика расчёта)
pub struct IndicatorMethodStats {
    row: indicator_method::Model,
    as_of: NaiveDate,
}

/// By which method an indicator is told from a day on (методика расчёта)
#[Object]
impl IndicatorMethodStats {
    /// First day; null where it is not known since when (действует с)
    async fn since(&self) -> Option<Date> {
        parts::since(&self.row).map(Date)
    }

    /// Number or name of the version (номер или название редакции)
    async fn number(&self) -> Option<&str> {
        self.row.number.as_deref()
    }

    /// The act; null where there is none, or none that this viewer sees (акт)
    async fn act(&self, ctx: &Context<'_>) -> Option<Result<LegalAct, AppError>> {
        let act: LegalActId = self.row.act_id?;
        LegalAct::load(ctx, act, self.as_of).await.transpose()
    }

    /// The method in words (методика)
    async fn text(&self) -> Option<&str> {
        self.row.text.as_deref()
    }
}

/// What an indicator is divided by; part of its identity (знаменатель)
#[derive(SimpleObject)]
#[graphql(complex)]
pub struct DenominatorStats {
    /// What it is (наименование знаменателя)
    name: String,
    /// The ratio is multiplied by it: 100 for percent (множитель)
    factor: i32,
    /// Youngest age of the population that is the denominator; null where it is none (возраст от)
    age_from: Option<i32>,
    /// Oldest age of that population, inclusive (возраст до)
    age_to: Option<i32>,
    #[graphql(skip)]
    indicator_id: Option<IndicatorId>,
    #[graphql(skip)]
    as_of: NaiveDate,
}

#[async_graphql::ComplexObject]
impl DenominatorStats {
    /// The indicator whose numerator is the denominator; null where it is none (показатель-знаменатель)
    async fn indicator(&self, ctx: &Context<'_>) -> Option<Result<Indicator, AppError>> {
        Indicator::load(ctx, self.indicator_id?, self.as_of).await.transpose()
    }
}

/// Codes of a column.
fn codes<T: CodeEnum>(column: &str) -> Vec<E<T>> {
    column.lines().filter_map(T::from_code).map(E).collect()
}

/// An indicator: what is measured, of what, by which method (показатель)
#[Object]
impl Indicator {
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

    /// What this viewer may do with it (доступные действия)
    async fn allowed_actions(&self, ctx: &Context<'_>) -> Vec<E<Action>> {
        let may = |action: &Action| actions::verdict(ctx.viewer(), *action, &self.row).is_allowed();
        actions::INDICATOR.iter().copied().filter(may).map(E).collect()
    }

    /// Code, never reused (код)
    async fn code(&self) -> &str {
        &self.row.code
    }

    /// Name (наименование)
    async fn name(&self) -> &str {
        &self.row.name
    }

    /// Short name, for columns (краткое наименование)
    async fn short_name(&self) -> Option<&str> {
        self.row.short_name.as_deref()
    }

    /// Other printed names (другие напечатанные названия)
    async fn aliases(&self) -> Vec<&str> {
        self.row.aliases.lines().collect()
    }

    /// Main or additional (основной или дополнительный)
    async fn category(&self) -> E<IndicatorCategory> {
        E(self.row.category)
    }

    /// How it behaves in time (вид показателя)
    async fn kind(&self) -> E<IndicatorKind> {
        E(self.row.kind)
    }

    /// Unit of its numbers (единица измерения)
    async fn unit(&self) -> E<Unit> {
        E(self.row.unit)
    }

    /// Power of ten of the unit: 0 units, 3 thousands, 6 millions (масштаб)
    async fn scale(&self) -> i32 {
        self.row.scale.into()
    }

    /// Decimals that are printed of a computed value (знаков после запятой)
    async fn decimals(&self) -> i32 {
        self.row.decimals.into()
    }

    /// Which way is better (направленность)
    async fn better(&self) -> E<Better> {
        E(self.row.better)
    }

    /// How it is put together over territories (правило свода)
    async fn aggregation(&self) -> E<Aggregation> {
        E(self.row.aggregation)
    }

    /// What is counted (числитель)
    async fn numerator(&self) -> &str {
        &self.row.numerator
    }

    /// What it is divided by; null where it is no ratio (знаменатель)
    async fn denominator(&self) -> Option<DenominatorStats> {
        Some(DenominatorStats {
            name: self.row.denominator.clone()?,
            factor: self.row.factor,
            age_from: self.row.denominator_age_from.map(Into::into),
            age_to: self.row.denominator_age_to.map(Into::into),
            indicator_id: self.row.denominator_indicator_id,
            as_of: self.as_of,
        })
    }

    /// Whether the numerator may exceed the denominator (может превышать 100 %)
    async fn over_hundred(&self) -> bool {
        self.row.over_hundred
    }

    /// Whether numbers from 1 to 4 are hidden from the public and the neighbours (малые числа скрываются)
    async fn sensitive(&self) -> bool {
        self.row.sensitive
    }

    /// Types of periods that it is told for (виды периодов)
    async fn period_types(&self) -> Vec<E<PeriodType>> {
        codes(&self.row.period_types)
    }

    /// Dimensions that it is broken down by; their members are dictionaries of the same name (разрезы)
    async fn dimensions(&self) -> Vec<E<Dimension>> {
        codes(&self.row.dimensions)
    }

    /// Formula in words (формула)
    async fn formula(&self) -> Option<&str> {
        self.row.formula.as_deref()
    }

    /// The form or system that its numbers come from (форма отчётности)
    async fn source_form(&self) -> Option<&str> {
        self.row.source_form.as_deref()
    }

    /// Who answers for it (ответственный)
    async fn responsible(&self) -> Option<&str> {
        self.row.responsible.as_deref()
    }

    /// Type of the periods for which it is due; null where nobody says (периодичность)
    async fn frequency(&self) -> Option<E<PeriodType>> {
        self.row.frequency.map(E)
    }

    /// When it is due; null where nobody says (срок представления)
    async fn due(&self) -> Option<DueRuleStats> {
        stored_due(self.row.due_kind, self.row.due_day, self.row.due_number).map(Into::into)
    }

    /// A change from the last period by more percent asks for a reason (порог изменения, %)
    async fn jump_threshold(&self) -> Option<i32> {
        self.row.jump_threshold.map(Into::into)
    }

    /// Difference between sources that is no finding, in its unit (допустимое расхождение источников)
    async fn tolerance(&self) -> Option<Result<Decimal, AppError>> {
        let tolerance = Exact::from_stored(self.row.tolerance_micros?, self.row.tolerance_scale.unwrap_or(6));
        Some(tolerance.map(Decimal).map_err(AppError::internal))
    }

    /// Its methods, the newest first (методики)
    async fn methods(&self, ctx: &Context<'_>) -> Result<Vec<IndicatorMethodStats>, AppError> {
        let rows = self.known_methods(ctx).await?;
        Ok(rows.into_iter().map(|row| IndicatorMethodStats { row, as_of: self.as_of }).collect())
    }

    /// The method of the day; null where there is none (методика на дату)
    async fn method(&self, ctx: &Context<'_>) -> Option<Result<IndicatorMethodStats, AppError>> {
        let show = |row| IndicatorMethodStats { row, as_of: self.as_of };
        let rows = self.known_methods(ctx).await;
        rows.map(|rows| rows.into_iter().find(|row| row.since <= self.as_of).map(show)).transpose()
    }

    /// Its sources, the first counts first; those that are not listed come after (источники по старшинству)
    async fn sources(&self, ctx: &Context<'_>) -> Result<Vec<String>, AppError> {
        let rows = ctx.loaders().load_one(Many::<indicator_source::Entity>::new(self.row.id)).await?;
        Ok(rows.unwrap_or_default().into_iter().map(|row| row.source).collect())
    }

    /// What the source of the definition leaves open (неполнота источника)
    async fn open_points(&self) -> Vec<OpenPointStats> {
        open_points::stats(&self.row.open_points)
    }

    /// The level of the network that keeps it (кто ведёт)
    async fn level(&self) -> E<Level> {
        E(self.row.level)
    }

    /// The region whose indicator it is; null where it is everyone's (регион)
    async fn region(&self, ctx: &Context<'_>) -> Option<Result<Region, AppError>> {
        Region::load(ctx, self.row.region_id?, self.as_of).await.transpose()
    }

    /// The municipality whose indicator it is (муниципальное образование)
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
