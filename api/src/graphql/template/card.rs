//! [`ReportTemplate`] and its fields.

use async_graphql::{Context, Object, SimpleObject};
use chrono::NaiveDate;
use entity::{
    ids::{AnyId, IndicatorId, ReportTemplateId, TargetSetId, TypedId},
    report_field::{self, FieldKind, Prefill},
    report_template::{self, ReportKind},
    shared::{Level, PeriodType, Unit},
};
use uuid::Uuid;

use crate::{
    access::Action,
    error::AppError,
    graphql::{
        codes::E,
        connection::Shows,
        context::ContextExt,
        ids::Id,
        loaders::{ById, Many},
        scalars::{Date, DateTime},
        territory::{Municipality, Region},
    },
    service::template::{
        actions,
        choices::{self, Choice},
        rules::{ReportTemplateState, state},
    },
};

/// An edition of a template as of a day.
#[derive(Clone, Debug)]
pub struct ReportTemplate {
    row: report_template::Model,
    as_of: NaiveDate,
}

impl Shows<report_template::Entity> for ReportTemplate {
    fn show(row: report_template::Model, as_of: NaiveDate) -> Self {
        Self { row, as_of }
    }
}

impl ReportTemplate {
    /// The edition of an id.
    pub async fn load(ctx: &Context<'_>, id: ReportTemplateId, as_of: NaiveDate) -> Result<Option<Self>, AppError> {
        let row = ctx.loaders().load_one(ById::<report_template::Entity>::new(id, as_of)).await?;
        Ok(row.map(|row| Self::show(row, as_of)))
    }
}

/// An edition of a template of reports (форма отчёта)
#[Object]
impl ReportTemplate {
    /// Identity (идентификатор)
    pub async fn id(&self) -> Id<AnyId> {
        Id(self.row.id.any())
    }

    /// Counts the changes; goes into `expectedVersion` (версия записи)
    async fn version(&self) -> i32 {
        self.row.version
    }

    /// When last changed (изменена)
    async fn updated_at(&self) -> DateTime {
        DateTime(self.row.updated_at)
    }

    /// The code, the same for all editions (код)
    async fn code(&self) -> &str {
        &self.row.code
    }

    /// Number of the edition, from 1 (редакция)
    async fn edition(&self) -> i32 {
        self.row.edition
    }

    /// Name (наименование)
    async fn name(&self) -> &str {
        &self.row.name
    }

    /// What is reported (вид отчёта)
    async fn kind(&self) -> E<ReportKind> {
        E(self.row.kind)
    }

    /// How to fill it in (указания по заполнению)
    async fn instructions(&self) -> Option<&str> {
        self.row.instructions.as_deref()
    }

    /// Type of the period that a report is about (вид периода)
    async fn period_type(&self) -> E<PeriodType> {
        E(self.row.period_type)
    }

    /// State on that day (состояние)
    async fn state(&self) -> E<ReportTemplateState> {
        E(state(&self.row, self.as_of))
    }

    /// The level of the network that keeps it (уровень)
    async fn level(&self) -> E<Level> {
        E(self.row.level)
    }

    /// The region whose template it is; null where it is everyone's (регион)
    async fn region(&self, ctx: &Context<'_>) -> Option<Result<Region, AppError>> {
        Region::load(ctx, self.row.region_id?, self.as_of).await.transpose()
    }

    /// The municipality whose template it is (муниципальное образование)
    async fn municipality(&self, ctx: &Context<'_>) -> Option<Result<Municipality, AppError>> {
        Municipality::load(ctx, self.row.municipality_id?, self.as_of).await.transpose()
    }

    /// The day on which it was published; from then on it does not change (утверждена)
    async fn published_on(&self) -> Option<Date> {
        self.row.published_on.map(Date)
    }

    /// The day from which no campaign takes it (выведена из употребления)
    async fn retired_on(&self) -> Option<Date> {
        self.row.retired_on.map(Date)
    }

    /// The edition that it was copied from (составлена по форме)
    async fn copied_from(&self, ctx: &Context<'_>) -> Option<Result<ReportTemplate, AppError>> {
        Self::load(ctx, self.row.copied_from_id?, self.as_of).await.transpose()
    }

    /// The fields in their order, columns below their table (поля)
    async fn fields(&self, ctx: &Context<'_>) -> Result<Vec<ReportFieldStats>, AppError> {
        let rows = ctx.loaders().load_one(Many::<report_field::Entity>::new(self.row.id)).await?;
        Ok(tree(&rows.unwrap_or_default()))
    }

    /// What this viewer may do with the edition (доступные действия)
    async fn allowed_actions(&self, ctx: &Context<'_>) -> Vec<E<Action>> {
        let today = ctx.cx().today();
        let allowed = |action: &Action| actions::verdict(ctx.viewer(), *action, &self.row, today).is_allowed();
        actions::TEMPLATE.iter().copied().filter(allowed).map(E).collect()
    }
}

/// A field of a template (поле формы)
#[derive(Clone, Debug, SimpleObject)]
pub struct ReportFieldStats {
    /// Heading that it stands under (раздел)
    section: Option<String>,
    /// The code, the same in all editions; of a column unique in its table (код)
    code: String,
    /// What is asked (вопрос)
    label: String,
    /// What is meant (пояснение)
    help: Option<String>,
    /// What is answered (вид поля)
    kind: E<FieldKind>,
    /// Whether a report is handed in only with it; of a column: whether a row needs it (обязательно)
    required: bool,
    /// Possible answers of a CHOICE (варианты ответа)
    choices: Vec<ReportChoiceStats>,
    /// Unit, where no indicator tells it (единица измерения)
    unit: Option<E<Unit>>,
    /// The indicator that the number is a value of (показатель)
    indicator_id: Option<Id<IndicatorId>>,
    /// Of which part it is a value: `DIMENSION=MEMBER;…`; empty for the total (разрез)
    breakdown: String,
    /// The set of targets that the number is held against: a miss asks for a reason (набор целевых значений)
    target_set_id: Option<Id<TargetSetId>>,
    /// Where a first answer comes from (предзаполнение)
    prefill: E<Prefill>,
    /// The source or the register that it comes from, as `ReportFieldInput.prefillFrom` names it (источник предзаполнения)
    prefill_from: Option<String>,
    /// A change from the last period by more percent asks for a reason (порог отклонения, %)
    jump_threshold: Option<i32>,
    /// The columns of a TABLE (столбцы)
    columns: Vec<ReportFieldStats>,
}

/// A possible answer of a CHOICE (вариант ответа)
#[derive(Clone, Debug, SimpleObject)]
pub struct ReportChoiceStats {
    /// What is stored as the answer (код)
    code: String,
    /// What people read (наименование)
    name: String,
}

impl From<Choice> for ReportChoiceStats {
    fn from(choice: Choice) -> Self {
        Self { code: choice.code, name: choice.name }
    }
}

impl ReportFieldStats {
    /// A field with its columns.
    pub fn show(row: &report_field::Model, columns: Vec<Self>) -> Self {
        Self {
            section: row.section.clone(),
            code: row.code.clone(),
            label: row.label.clone(),
            help: row.help.clone(),
            kind: E(row.kind),
            required: row.required,
            choices: choices::read(&row.choices).into_iter().map(Into::into).collect(),
            unit: row.unit.map(E),
            indicator_id: row.indicator_id.map(Id),
            breakdown: row.breakdown.clone(),
            target_set_id: row.target_set_id.map(Id),
            prefill: E(row.prefill),
            prefill_from: row.prefill_from.clone(),
            jump_threshold: row.jump_threshold.map(Into::into),
            columns,
        }
    }
}

/// Fields in their order, each table with its columns.
fn tree(rows: &[report_field::Model]) -> Vec<ReportFieldStats> {
    let below = |parent: Option<Uuid>| rows.iter().filter(move |row| row.parent_id == parent);
    below(None)
        .map(|row| {
            let columns = below(Some(row.id)).map(|column| ReportFieldStats::show(column, vec![]));
            ReportFieldStats::show(row, columns.collect())
        })
        .collect()
}
