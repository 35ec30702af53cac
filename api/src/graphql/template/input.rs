//! Filters, orders and inputs of templates.

use async_graphql::{InputObject, MaybeUndefined};
use entity::{
    ids::{IndicatorId, MunicipalityId, RegionId, ReportTemplateId, TargetSetId},
    report_field::{FieldKind, Prefill},
    report_template::ReportKind,
    shared::{PeriodType, Unit},
};

use crate::{
    graphql::{
        codes::E,
        ids::Id,
        payload::{patch, patch_each},
        scalars::Date,
    },
    service::template::{
        choices::Choice,
        create::CreateReportTemplate,
        decide::Decide,
        fields::Field,
        listing::{ReportTemplateFilter, ReportTemplateOrder as Order},
        rules::ReportTemplateState,
        update::UpdateReportTemplate,
    },
};

entity::code_enum! {
    /// Order of a list of templates (порядок)
    pub enum ReportTemplateOrderBy {
        /// By name, А to Я (по наименованию)
        NameAsc = "NAME_ASC",
        /// By name, Я to А (по наименованию, с конца)
        NameDesc = "NAME_DESC",
        /// By code, then by edition (по коду и редакции)
        CodeAsc = "CODE_ASC",
        /// By code, then by edition, the last first (по коду и редакции, с конца)
        CodeDesc = "CODE_DESC",
    }
}

/// The order as an argument.
pub type ReportTemplateOrder = E<ReportTemplateOrderBy>;

impl Default for E<ReportTemplateOrderBy> {
    fn default() -> Self {
        Self(ReportTemplateOrderBy::NameAsc)
    }
}

impl E<ReportTemplateOrderBy> {
    /// The order and its direction.
    pub fn parts(self) -> (Order, bool) {
        match self.0 {
            ReportTemplateOrderBy::NameAsc => (Order::Name, false),
            ReportTemplateOrderBy::NameDesc => (Order::Name, true),
            ReportTemplateOrderBy::CodeAsc => (Order::Code, false),
            ReportTemplateOrderBy::CodeDesc => (Order::Code, true),
        }
    }
}

/// Narrows a list of templates; members are joined by and (отбор форм отчётов)
#[derive(Clone, Debug, Default, InputObject)]
#[graphql(name = "ReportTemplateFilter")]
pub struct ReportTemplateFilterInput {
    /// Templates of these regions and of everyone (регионы)
    pub region_ids: Option<Vec<Id<RegionId>>>,
    /// Templates of these municipalities (муниципальные образования)
    pub municipality_ids: Option<Vec<Id<MunicipalityId>>>,
    /// Editions of these codes (коды)
    pub codes: Option<Vec<String>>,
    /// Of these kinds (виды)
    pub kinds: Option<Vec<E<ReportKind>>>,
    /// For periods of these types (виды периодов)
    pub period_types: Option<Vec<E<PeriodType>>>,
    /// In these states that day (состояния)
    pub states: Option<Vec<E<ReportTemplateState>>>,
}

fn ids<T: Copy>(ids: Option<Vec<Id<T>>>) -> Option<Vec<T>> {
    ids.map(|ids| ids.into_iter().map(|id| id.0).collect())
}

impl From<ReportTemplateFilterInput> for ReportTemplateFilter {
    fn from(filter: ReportTemplateFilterInput) -> Self {
        Self {
            regions: ids(filter.region_ids),
            municipalities: ids(filter.municipality_ids),
            codes: filter.codes,
            kinds: filter.kinds.map(E::plain),
            period_types: filter.period_types.map(E::plain),
            states: filter.states.map(E::plain),
        }
    }
}

/// A possible answer of a CHOICE (вариант ответа)
#[derive(Clone, Debug, InputObject)]
pub struct ReportChoiceInput {
    /// What is stored as the answer: Latin letters, digits and underscores (код)
    pub code: String,
    /// What people read (наименование)
    pub name: String,
}

impl From<ReportChoiceInput> for Choice {
    fn from(input: ReportChoiceInput) -> Self {
        let ReportChoiceInput { code, name } = input;
        Self { code, name }
    }
}

/// A column of a TABLE (столбец)
#[derive(Clone, Debug, InputObject)]
pub struct ReportColumnInput {
    /// Code, unique in its table: Latin letters, digits and underscores (код)
    pub code: String,
    /// What is asked (вопрос)
    pub label: String,
    /// What is meant (пояснение)
    pub help: Option<String>,
    /// What is answered: no TABLE, no FILE (вид поля)
    pub kind: E<FieldKind>,
    /// Whether a row needs it (обязательно)
    #[graphql(default)]
    pub required: bool,
    /// Possible answers of a CHOICE, at most 100 (варианты ответа)
    #[graphql(default)]
    pub choices: Vec<ReportChoiceInput>,
    /// Unit of a NUMBER (единица измерения)
    pub unit: Option<E<Unit>>,
}

impl From<ReportColumnInput> for Field {
    fn from(input: ReportColumnInput) -> Self {
        let ReportColumnInput { code, label, help, kind, required, choices, unit } = input;
        Self {
            help,
            required,
            choices: choices.into_iter().map(Into::into).collect(),
            unit: unit.map(|unit| unit.0),
            ..Self::new(&code, &label, kind.0)
        }
    }
}

/// A field of a template (поле формы)
#[derive(Clone, Debug, InputObject)]
pub struct ReportFieldInput {
    /// Heading that it stands under (раздел)
    pub section: Option<String>,
    /// Code, unique in the template: Latin letters, digits and underscores (код)
    pub code: String,
    /// What is asked (вопрос)
    pub label: String,
    /// What is meant (пояснение)
    pub help: Option<String>,
    /// What is answered (вид поля)
    pub kind: E<FieldKind>,
    /// Whether a report is handed in only with it (обязательно)
    #[graphql(default)]
    pub required: bool,
    /// Possible answers of a CHOICE, at most 100 (варианты ответа)
    #[graphql(default)]
    pub choices: Vec<ReportChoiceInput>,
    /// Unit of a NUMBER without an indicator (единица измерения)
    pub unit: Option<E<Unit>>,
    /// The indicator that a NUMBER is a value of (показатель)
    pub indicator_id: Option<Id<IndicatorId>>,
    /// Of which part it is a value: `DIMENSION=MEMBER;…`, by dimensions of the indicator; the total when absent (разрез)
    pub breakdown: Option<String>,
    /// The set of targets that the value is held against (набор целевых значений)
    pub target_set_id: Option<Id<TargetSetId>>,
    /// Where a first answer comes from; nowhere when absent (предзаполнение)
    pub prefill: Option<E<Prefill>>,
    /// The source, any when absent; or the register that is counted in the node's territory on the last day of the period,
    /// or today before it is over. `organisations`, `organisations:TYPE`: organisations that exist. `population:FROM-TO`:
    /// the newest count of an age band. `centres`, `centres:KIND`: centres in force. `statuses:CODE`: statuses of a kind in
    /// force. `agreements`, `agreements:KIND`: agreements in force. `competitions`, `competitions:LEVEL`: competitions known.
    /// `applications`: applications of its organisations. `partnerships`: partnerships under way (источник предзаполнения)
    pub prefill_from: Option<String>,
    /// A change from the last period by more percent asks for a reason, 1 to 10,000 (порог отклонения, %)
    pub jump_threshold: Option<i16>,
    /// The columns of a TABLE, at most 30 (столбцы)
    #[graphql(default)]
    pub columns: Vec<ReportColumnInput>,
}

impl From<ReportFieldInput> for Field {
    fn from(input: ReportFieldInput) -> Self {
        let ReportFieldInput {
            section,
            code,
            label,
            help,
            kind,
            required,
            choices,
            unit,
            indicator_id,
            breakdown,
            target_set_id,
            prefill,
            prefill_from,
            jump_threshold,
            columns,
        } = input;
        Self {
            section,
            code,
            label,
            help,
            kind: kind.0,
            required,
            choices: choices.into_iter().map(Into::into).collect(),
            unit: unit.map(|unit| unit.0),
            indicator: indicator_id.map(|id| id.0),
            breakdown: breakdown.unwrap_or_default(),
            target_set: target_set_id.map(|id| id.0),
            prefill: prefill.map_or(Prefill::None, |prefill| prefill.0),
            prefill_from,
            jump_threshold,
            columns: columns.into_iter().map(Into::into).collect(),
        }
    }
}

/// A template to make (новая форма отчёта)
#[derive(Clone, Debug, InputObject)]
pub struct CreateReportTemplateInput {
    /// The region whose template it is; absent: everyone's (регион)
    pub region_id: Option<Id<RegionId>>,
    /// The municipality whose template it is (муниципальное образование)
    pub municipality_id: Option<Id<MunicipalityId>>,
    /// Code: capital Latin letters, digits and underscores; a code of one's own makes its next edition (код)
    pub code: String,
    /// The edition that it is copied from: what is absent here comes from there (составить по форме)
    pub copy_of: Option<Id<ReportTemplateId>>,
    /// Name; needed without `copyOf` (наименование)
    pub name: Option<String>,
    /// What is reported; needed without `copyOf` (вид отчёта)
    pub kind: Option<E<ReportKind>>,
    /// How to fill it in (указания по заполнению)
    pub instructions: Option<String>,
    /// Type of the period; needed without `copyOf` (вид периода)
    pub period_type: Option<E<PeriodType>>,
    /// The fields in their order, at most 300 (поля)
    pub fields: Option<Vec<ReportFieldInput>>,
}

impl From<CreateReportTemplateInput> for CreateReportTemplate {
    fn from(input: CreateReportTemplateInput) -> Self {
        let CreateReportTemplateInput {
            region_id,
            municipality_id,
            code,
            copy_of,
            name,
            kind,
            instructions,
            period_type,
            fields,
        } = input;
        Self {
            id: None,
            region: region_id.map(|id| id.0),
            municipality: municipality_id.map(|id| id.0),
            code,
            copy_of: copy_of.map(|id| id.0),
            name,
            kind: kind.map(|kind| kind.0),
            instructions,
            period_type: period_type.map(|kind| kind.0),
            fields: fields.map(|fields| fields.into_iter().map(Into::into).collect()),
        }
    }
}

/// Changes of an edition that is not published (изменение формы отчёта)
#[derive(Clone, Debug, InputObject)]
pub struct UpdateReportTemplateInput {
    /// Which (форма)
    pub id: Id<ReportTemplateId>,
    /// The version that was read (прочитанная версия)
    pub expected_version: i32,
    /// Name (наименование)
    #[graphql(default)]
    pub name: MaybeUndefined<String>,
    /// What is reported (вид отчёта)
    #[graphql(default)]
    pub kind: MaybeUndefined<E<ReportKind>>,
    /// How to fill it in (указания по заполнению)
    #[graphql(default)]
    pub instructions: MaybeUndefined<String>,
    /// Type of the period (вид периода)
    #[graphql(default)]
    pub period_type: MaybeUndefined<E<PeriodType>>,
    /// The fields in their order, all of them, at most 300 (поля)
    #[graphql(default)]
    pub fields: MaybeUndefined<Vec<ReportFieldInput>>,
}

impl From<UpdateReportTemplateInput> for UpdateReportTemplate {
    fn from(input: UpdateReportTemplateInput) -> Self {
        let UpdateReportTemplateInput { id, expected_version, name, kind, instructions, period_type, fields } = input;
        Self {
            id: id.0,
            expected_version,
            name: patch(name),
            kind: patch(kind).map(|kind| kind.0),
            instructions: patch(instructions),
            period_type: patch(period_type).map(|kind| kind.0),
            fields: patch_each(fields),
        }
    }
}

/// The publication of an edition (утверждение формы отчёта)
#[derive(Clone, Debug, InputObject)]
pub struct PublishReportTemplateInput {
    /// Which (форма)
    pub id: Id<ReportTemplateId>,
    /// The version that was read (прочитанная версия)
    pub expected_version: i32,
    /// Its day; today when absent (дата утверждения)
    pub published_on: Option<Date>,
}

impl From<PublishReportTemplateInput> for Decide {
    fn from(input: PublishReportTemplateInput) -> Self {
        let PublishReportTemplateInput { id, expected_version, published_on } = input;
        Self { id: id.0, expected_version, on: published_on.map(|day| day.0) }
    }
}

/// The retirement of an edition (вывод формы отчёта из употребления)
#[derive(Clone, Debug, InputObject)]
pub struct RetireReportTemplateInput {
    /// Which (форма)
    pub id: Id<ReportTemplateId>,
    /// The version that was read (прочитанная версия)
    pub expected_version: i32,
    /// Its day; today when absent (дата)
    pub retired_on: Option<Date>,
}

impl From<RetireReportTemplateInput> for Decide {
    fn from(input: RetireReportTemplateInput) -> Self {
        let RetireReportTemplateInput { id, expected_version, retired_on } = input;
        Self { id: id.0, expected_version, on: retired_on.map(|day| day.0) }
    }
}

/// An edition to remove that is not published (удаление формы отчёта)
#[derive(Clone, Debug, InputObject)]
pub struct DeleteReportTemplateInput {
    /// Which (форма)
    pub id: Id<ReportTemplateId>,
    /// The version that was read (прочитанная версия)
    pub expected_version: i32,
}
