//! Filters, orders and inputs of reports.

use async_graphql::{InputObject, MaybeUndefined};
use entity::{
    ids::{AnyId, CampaignId, FileId, ReportId},
    report::ReportState,
    shared::{Level, NullReason, Qualifier},
};

use crate::{
    error::AppError,
    graphql::{
        codes::E,
        ids::Id,
        payload::patch,
        period::PeriodInput,
        scalars::{Date, Decimal},
    },
    service::report::{
        answers::{Answer, Clear},
        fill::FillReport,
        list::{ReportFilter, ReportOrder as Order},
        lock::{ExtendReport, UnlockReport, UnlockedTo},
        review::Remark,
        submit::ReportStep,
    },
};

entity::code_enum! {
    /// Order of a list of reports (порядок)
    pub enum ReportOrderBy {
        /// By the day on which they are due (по сроку)
        DueOnAsc = "DUE_ON_ASC",
        /// By the day on which they are due, the latest first (по сроку, с конца)
        DueOnDesc = "DUE_ON_DESC",
        /// By the day of handing in (по дате представления)
        SubmittedOnAsc = "SUBMITTED_ON_ASC",
        /// By the day of handing in, the latest first (по дате представления, с конца)
        SubmittedOnDesc = "SUBMITTED_ON_DESC",
        /// By the last change (по изменению)
        UpdatedAtAsc = "UPDATED_AT_ASC",
        /// By the last change, the latest first (по изменению, с конца)
        UpdatedAtDesc = "UPDATED_AT_DESC",
    }
}

/// The order as an argument.
pub type ReportOrder = E<ReportOrderBy>;

impl Default for E<ReportOrderBy> {
    fn default() -> Self {
        Self(ReportOrderBy::DueOnAsc)
    }
}

impl E<ReportOrderBy> {
    /// The order and its direction.
    pub fn parts(self) -> (Order, bool) {
        match self.0 {
            ReportOrderBy::DueOnAsc => (Order::Due, false),
            ReportOrderBy::DueOnDesc => (Order::Due, true),
            ReportOrderBy::SubmittedOnAsc => (Order::Submitted, false),
            ReportOrderBy::SubmittedOnDesc => (Order::Submitted, true),
            ReportOrderBy::UpdatedAtAsc => (Order::Updated, false),
            ReportOrderBy::UpdatedAtDesc => (Order::Updated, true),
        }
    }
}

/// Narrows a list of reports; members are joined by and (отбор отчётов)
#[derive(Clone, Debug, Default, InputObject)]
#[graphql(name = "ReportFilter")]
pub struct ReportFilterInput {
    /// Of these campaigns (сборы)
    pub campaign_ids: Option<Vec<Id<CampaignId>>>,
    /// In these states now (состояния)
    pub states: Option<Vec<E<ReportState>>>,
    /// Of this node itself (узел)
    pub of: Option<Id<AnyId>>,
    /// Of nodes inside this one, itself included: a region, a zone, a municipality, an organisation (внутри узла)
    pub within: Option<Id<AnyId>>,
    /// Of nodes of this level (уровень)
    pub level: Option<E<Level>>,
    /// About this period (период)
    pub period: Option<PeriodInput>,
    /// Handed in late by that day, or not (сдан с опозданием)
    pub late: Option<bool>,
    /// Overdue on that day, or not (просрочен)
    pub overdue: Option<bool>,
    /// Entered for a silent node, or not (внесён за узел)
    pub on_behalf: Option<bool>,
}

impl ReportFilterInput {
    /// The filter; a period that is none is malformed.
    pub fn asked(self) -> Result<ReportFilter, AppError> {
        let Self { campaign_ids, states, of, within, level, period, late, overdue, on_behalf } = self;
        Ok(ReportFilter {
            campaigns: campaign_ids.map(|ids| ids.into_iter().map(|id| id.0).collect()),
            states: states.map(|states| states.into_iter().map(|state| state.0).collect()),
            of: of.map(|id| id.0),
            within: within.map(|id| id.0),
            level: level.map(|level| level.0),
            period: period.map(PeriodInput::asked).transpose()?,
            late,
            overdue,
            on_behalf,
        })
    }
}

/// An answer: to a field, or to a column in a row of a table. An absent member stays as it is, null clears it (ответ)
#[derive(Clone, Debug, InputObject)]
pub struct ReportAnswerInput {
    /// Code of the field; of a cell that of its table (код поля)
    pub field: String,
    /// Code of the column, of a cell (код столбца)
    pub column: Option<String>,
    /// Row of a table, from 1; 0 or absent for a field (строка)
    #[graphql(default)]
    pub row: i32,
    /// The number; of a ratio what was counted (число)
    #[graphql(default)]
    pub number: MaybeUndefined<Decimal>,
    /// Of what, where it is a ratio (знаменатель)
    #[graphql(default)]
    pub denominator: MaybeUndefined<Decimal>,
    /// The value as stated (указанное значение)
    #[graphql(default)]
    pub stated: MaybeUndefined<Decimal>,
    /// How the number is meant; exactly when null (уточнение)
    #[graphql(default)]
    pub qualifier: MaybeUndefined<E<Qualifier>>,
    /// Why there is no answer; takes the place of one (причина отсутствия)
    #[graphql(default)]
    pub null_reason: MaybeUndefined<E<NullReason>>,
    /// The text, no personal names (текст)
    #[graphql(default)]
    pub text: MaybeUndefined<String>,
    /// The code of the choice (выбор)
    #[graphql(default)]
    pub choice: MaybeUndefined<String>,
    /// Yes or no (да или нет)
    #[graphql(default)]
    pub yes: MaybeUndefined<bool>,
    /// The day (дата)
    #[graphql(default)]
    pub day: MaybeUndefined<Date>,
    /// A file that hangs on the report (файл)
    #[graphql(default)]
    pub file_id: MaybeUndefined<Id<FileId>>,
    /// Why the number differs from the sum of the reports below (почему отличается от суммы)
    #[graphql(default)]
    pub override_reason: MaybeUndefined<String>,
    /// Why the target is missed or the number jumps (причина отклонения)
    #[graphql(default)]
    pub reason: MaybeUndefined<String>,
    /// What is done about it (меры)
    #[graphql(default)]
    pub measures: MaybeUndefined<String>,
}

impl From<ReportAnswerInput> for Answer {
    fn from(input: ReportAnswerInput) -> Self {
        let ReportAnswerInput {
            field,
            column,
            row,
            number,
            denominator,
            stated,
            qualifier,
            null_reason,
            text,
            choice,
            yes,
            day,
            file_id,
            override_reason,
            reason,
            measures,
        } = input;
        Self {
            field,
            column,
            row,
            number: patch(number).map(|number| number.0),
            denominator: patch(denominator).map(|number| number.0),
            stated: patch(stated).map(|number| number.0),
            qualifier: patch(qualifier).map(|code| code.0),
            null_reason: patch(null_reason).map(|code| code.0),
            text: patch(text),
            choice: patch(choice),
            yes: patch(yes),
            day: patch(day).map(|day| day.0),
            file: patch(file_id).map(|id| id.0),
            override_reason: patch(override_reason),
            reason: patch(reason),
            measures: patch(measures),
        }
    }
}

/// An answer to remove (удаление ответа)
#[derive(Clone, Debug, InputObject)]
pub struct ClearReportAnswerInput {
    /// Code of the field, or of a table (код поля)
    pub field: String,
    /// The row of a table; absent: all of it (строка)
    pub row: Option<i32>,
}

/// Answers of a report, merged with those that it has (заполнение отчёта)
#[derive(Clone, Debug, InputObject)]
pub struct FillReportInput {
    /// Which (отчёт)
    pub id: Id<ReportId>,
    /// The version that was read (прочитанная версия)
    pub expected_version: i32,
    /// Answers by field and row, at most 1000; none only begins the report (ответы)
    #[graphql(default)]
    pub answers: Vec<ReportAnswerInput>,
    /// Answers to remove, before the others are merged (удаляемые ответы)
    #[graphql(default)]
    pub clear: Vec<ClearReportAnswerInput>,
}

impl From<FillReportInput> for FillReport {
    fn from(input: FillReportInput) -> Self {
        let FillReportInput { id, expected_version, answers, clear } = input;
        Self {
            id: id.0,
            expected_version,
            answers: answers.into_iter().map(Into::into).collect(),
            clear: clear.into_iter().map(|ClearReportAnswerInput { field, row }| Clear { field, row }).collect(),
        }
    }
}

/// Declares the input of a step: the report, the version, and a comment.
macro_rules! step {
    ($name:ident, $doc:literal) => {
        #[doc = $doc]
        #[derive(Clone, Debug, InputObject)]
        pub struct $name {
            /// Which (отчёт)
            pub id: Id<ReportId>,
            /// The version that was read (прочитанная версия)
            pub expected_version: i32,
            /// For the others, in the history of the report (комментарий)
            pub comment: Option<String>,
        }

        impl From<$name> for ReportStep {
            fn from(input: $name) -> Self {
                let $name { id, expected_version, comment } = input;
                Self { id: id.0, expected_version, comment }
            }
        }
    };
}

step!(SubmitReportInput, "A report to hand in (представление отчёта)");
step!(WithdrawReportInput, "A report to take back (отзыв отчёта)");
step!(EndorseReportInput, "A report to pass on (согласование отчёта)");
step!(AcceptReportInput, "A report to accept (приём отчёта)");
step!(LockReportInput, "A report to lock (закрытие отчёта)");

/// What is to be mended (замечание)
#[derive(Clone, Debug, InputObject)]
pub struct ReportRemarkInput {
    /// Code of the field; absent: the whole report (код поля)
    pub field: Option<String>,
    /// What to mend (замечание)
    pub text: String,
}

/// A report to return with remarks (возврат отчёта)
#[derive(Clone, Debug, InputObject)]
pub struct ReturnReportInput {
    /// Which (отчёт)
    pub id: Id<ReportId>,
    /// The version that was read (прочитанная версия)
    pub expected_version: i32,
    /// What is to be mended, at least one, at most 200 (замечания)
    pub remarks: Vec<ReportRemarkInput>,
    /// For the others, in the history of the report (комментарий)
    pub comment: Option<String>,
}

impl ReturnReportInput {
    /// The step and its remarks.
    pub fn parts(self) -> (ReportStep, Vec<Remark>) {
        let Self { id, expected_version, remarks, comment } = self;
        let remarks = remarks.into_iter().map(|ReportRemarkInput { field, text }| Remark { field, text });
        (ReportStep { id: id.0, expected_version, comment }, remarks.collect())
    }
}

/// A report to unlock (открытие отчёта для изменений)
#[derive(Clone, Debug, InputObject)]
pub struct UnlockReportInput {
    /// Which (отчёт)
    pub id: Id<ReportId>,
    /// The version that was read (прочитанная версия)
    pub expected_version: i32,
    /// What it is then (состояние после открытия)
    pub to: E<UnlockedTo>,
    /// Why; stands in the history and the audit log (причина)
    pub reason: String,
}

impl From<UnlockReportInput> for UnlockReport {
    fn from(input: UnlockReportInput) -> Self {
        let UnlockReportInput { id, expected_version, to, reason } = input;
        Self { id: id.0, expected_version, to: to.0, reason }
    }
}

/// A later day for one node (продление срока)
#[derive(Clone, Debug, InputObject)]
pub struct ExtendReportInput {
    /// Which (отчёт)
    pub id: Id<ReportId>,
    /// The version that was read (прочитанная версия)
    pub expected_version: i32,
    /// The new day, after the old one (новый срок)
    pub due_on: Date,
    /// Why (причина)
    pub reason: String,
}

impl From<ExtendReportInput> for ExtendReport {
    fn from(input: ExtendReportInput) -> Self {
        let ExtendReportInput { id, expected_version, due_on, reason } = input;
        Self { id: id.0, expected_version, due_on: due_on.0, reason }
    }
}
