//! What is answered in a report, remarked about it and done with it.

use async_graphql::{Context, Object, SimpleObject};
use chrono::NaiveDate;
use entity::{
    decimal,
    ids::IndicatorId,
    report::ReportState,
    report_answer,
    report_event::{self, ReportEventKind},
    report_field::{self, FieldKind},
    report_remark,
    shared::{NullReason, Qualifier},
};
use uuid::Uuid;

use crate::{
    access::Role,
    error::AppError,
    graphql::{
        codes::E,
        file::File,
        ids::Id,
        scalars::{Date, DateTime, Decimal},
    },
};

/// One answer with its field.
pub struct ReportAnswerStats {
    row: report_answer::Model,
    field: report_field::Model,
    table: Option<String>,
    as_of: NaiveDate,
}

impl ReportAnswerStats {
    /// Answers in the order of their fields, tables by row.
    pub fn all(rows: Vec<report_answer::Model>, fields: &[report_field::Model], as_of: NaiveDate) -> Vec<Self> {
        let place = |id: Uuid| fields.iter().position(|field| field.id == id);
        let code = |id: Uuid| fields.iter().find(|field| field.id == id).map(|field| field.code.clone());
        let mut placed: Vec<_> = rows
            .into_iter()
            .filter_map(|row| {
                let at = place(row.field_id)?;
                let field = fields.get(at)?.clone();
                // The cells of a table stand where it does, row by row.
                let table = field.parent_id.and_then(place);
                Some(((table.unwrap_or(at), row.row_number, at), row, field))
            })
            .collect();
        placed.sort_by_key(|(key, ..)| *key);
        let show = |(_, row, field): (_, report_answer::Model, report_field::Model)| Self {
            table: field.parent_id.and_then(code),
            row,
            field,
            as_of,
        };
        placed.into_iter().map(show).collect()
    }
}

fn number(micros: Option<i64>, scale: Option<i16>) -> Option<Result<Decimal, AppError>> {
    let (micros, scale) = micros.zip(scale)?;
    Some(decimal::Decimal::from_stored(micros, scale).map(Decimal).map_err(AppError::internal))
}

/// An answer of a report: to a field, or to a column in a row of a table (ответ)
#[Object]
impl ReportAnswerStats {
    /// Code of the field; of a cell that of its table (код поля)
    async fn field(&self) -> &str {
        self.table.as_deref().unwrap_or(&self.field.code)
    }

    /// Code of the column, of a cell (код столбца)
    async fn column(&self) -> Option<&str> {
        self.table.as_ref().map(|_| self.field.code.as_str())
    }

    /// 0 for a field, from 1 on the rows of a table (строка)
    async fn row(&self) -> i32 {
        self.row.row_number
    }

    /// What is asked (вопрос)
    async fn label(&self) -> &str {
        &self.field.label
    }

    /// What is answered with (вид поля)
    async fn kind(&self) -> E<FieldKind> {
        E(self.field.kind)
    }

    /// The indicator that the number is a value of (показатель)
    async fn indicator_id(&self) -> Option<Id<IndicatorId>> {
        self.field.indicator_id.map(Id)
    }

    /// The number; of a ratio what was counted (число)
    async fn number(&self) -> Option<Result<Decimal, AppError>> {
        number(self.row.number_micros, self.row.number_scale)
    }

    /// Of what, where it is a ratio (знаменатель)
    async fn denominator(&self) -> Option<Result<Decimal, AppError>> {
        number(self.row.denominator_micros, self.row.denominator_scale)
    }

    /// The value as the node states it (указанное значение)
    async fn stated(&self) -> Option<Result<Decimal, AppError>> {
        number(self.row.stated_micros, self.row.stated_scale)
    }

    /// How the number is meant (уточнение)
    async fn qualifier(&self) -> E<Qualifier> {
        E(self.row.qualifier)
    }

    /// Why there is no answer (причина отсутствия)
    async fn null_reason(&self) -> Option<E<NullReason>> {
        self.row.null_reason.map(E)
    }

    /// The text (текст)
    async fn text(&self) -> Option<&str> {
        self.row.text.as_deref()
    }

    /// The code of the choice (выбор)
    async fn choice(&self) -> Option<&str> {
        self.row.choice.as_deref()
    }

    /// Yes or no (да или нет)
    async fn yes(&self) -> Option<bool> {
        self.row.yes
    }

    /// The day (дата)
    async fn day(&self) -> Option<Date> {
        self.row.day.map(Date)
    }

    /// The file (файл)
    async fn file(&self, ctx: &Context<'_>) -> Option<Result<File, AppError>> {
        File::load(ctx, self.row.file_id?, self.as_of).await.transpose()
    }

    /// What the reports of the level below add up to, by the same code; null where nobody reports below
    /// (сумма по нижнему уровню)
    async fn computed(&self) -> Option<Result<Decimal, AppError>> {
        number(self.row.computed_micros, self.row.computed_scale)
    }

    /// The denominator that they add up to (сумма знаменателей нижнего уровня)
    async fn computed_denominator(&self) -> Option<Result<Decimal, AppError>> {
        number(self.row.computed_denominator_micros, self.row.computed_denominator_scale)
    }

    /// Why the number differs from that sum (почему отличается от суммы)
    async fn override_reason(&self) -> Option<&str> {
        self.row.override_reason.as_deref()
    }

    /// Why the target is missed or the number jumps (причина отклонения)
    async fn reason(&self) -> Option<&str> {
        self.row.reason.as_deref()
    }

    /// What is done about it (меры)
    async fn measures(&self) -> Option<&str> {
        self.row.measures.as_deref()
    }

    /// Whether it still is as the report began with it (предзаполнено)
    async fn prefilled(&self) -> bool {
        self.row.prefilled
    }
}

/// What whoever returned a report asks to mend (замечание)
#[derive(Clone, Debug, SimpleObject)]
pub struct ReportRemarkStats {
    /// Number of the submission that it is about, from 1 (номер представления)
    round: i32,
    /// Code of the field; null: the whole report (код поля)
    field: Option<String>,
    /// What to mend (замечание)
    text: String,
}

impl ReportRemarkStats {
    /// A remark with the code of its field.
    pub fn show(row: report_remark::Model, fields: &[report_field::Model]) -> Self {
        let field = row.field_id.and_then(|id| fields.iter().find(|field| field.id == id));
        Self { round: row.round, field: field.map(|field| field.code.clone()), text: row.text }
    }
}

/// What happened to a report (событие отчёта)
#[derive(Clone, Debug, SimpleObject)]
pub struct ReportEventStats {
    /// When (когда)
    at: DateTime,
    /// Position of whoever did it; never a personal name (должность)
    actor: String,
    /// The role in which it was done; null of the service itself (роль)
    role: Option<E<Role>>,
    /// What was done (действие)
    kind: E<ReportEventKind>,
    /// The state after it (состояние после)
    state: E<ReportState>,
    /// Comment or reason (комментарий)
    comment: Option<String>,
    /// The version of the report after it (версия отчёта)
    version: i32,
}

impl From<report_event::Model> for ReportEventStats {
    fn from(row: report_event::Model) -> Self {
        Self {
            at: DateTime(row.at),
            actor: row.actor,
            role: row.role.as_deref().and_then(entity::CodeEnum::from_code).map(E),
            kind: E(row.kind),
            state: E(row.state),
            comment: row.comment,
            version: row.report_version,
        }
    }
}

/// How much of what a report must have is answered (полнота)
#[derive(Clone, Copy, Debug, SimpleObject)]
pub struct ReportCompletenessStats {
    /// Required fields with an answer or a reason why there is none (заполнено)
    pub answered: i32,
    /// Required fields (обязательных полей)
    pub required: i32,
}
