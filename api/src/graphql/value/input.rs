//! What mutations of values take.

use async_graphql::InputObject;
use entity::{
    ids::{AnyId, IndicatorId},
    shared::{NullReason, Qualifier, Visibility},
};

use crate::{
    graphql::{
        codes::E,
        ids::Id,
        period::PeriodInput,
        scalars::{Date, Decimal},
        validity::Precision,
    },
    rules::breakdown::Dimension,
    service::value::{
        decide::Step,
        put::Number,
        record::{IndicatorRef, Member, RecordRow, RecordValues},
    },
    validity::Bound,
};

entity::code_enum! {
    /// In which state values are entered (состояние при вводе)
    pub enum ValueEntryState {
        /// As drafts (черновик)
        Draft = "DRAFT",
        /// Handed in at once; needs the right to hand in (сразу представить)
        Submitted = "SUBMITTED",
    }
}

/// A member of a dimension (член разреза)
#[derive(Clone, Debug, InputObject)]
pub struct BreakdownMemberInput {
    /// The dimension (разрез)
    pub dimension: E<Dimension>,
    /// Code in the dictionary of the dimension; OTHER is the remainder (код)
    pub member: String,
}

fn members(given: Option<Vec<BreakdownMemberInput>>) -> Vec<Member> {
    let member = |one: BreakdownMemberInput| Member { dimension: one.dimension.0, member: one.member };
    given.unwrap_or_default().into_iter().map(member).collect()
}

/// A value to record; the same indicator, node, group, breakdown, period and source is corrected (строка значений)
#[derive(Clone, Debug, InputObject)]
pub struct ValueRowInput {
    /// The indicator, or its code (показатель)
    pub indicator_id: Option<Id<IndicatorId>>,
    /// Code of the indicator (код показателя)
    pub indicator_code: Option<String>,
    /// The node that it is about; absent: the federation (объект)
    pub subject_id: Option<Id<AnyId>>,
    /// A named group in it; absent: all of it (группа)
    pub group: Option<String>,
    /// Which part of the whole; absent: the total (разрез)
    pub breakdown: Option<Vec<BreakdownMemberInput>>,
    /// When (период)
    pub period: PeriodInput,
    /// What was counted (числитель)
    pub numerator: Option<Decimal>,
    /// Of what; absent where the indicator is bound to it (знаменатель)
    pub denominator: Option<Decimal>,
    /// The value as stated, with its printed zeros; of a count it may stand for the numerator (значение)
    pub value: Option<Decimal>,
    /// How the number is meant; exactly when absent (уточнение)
    pub qualifier: Option<E<Qualifier>>,
    /// Why there is no number; zero is a number (причина отсутствия)
    pub null_reason: Option<E<NullReason>>,
    /// The day that it was counted on (по состоянию на)
    pub as_of: Option<Date>,
    /// How exactly that day is known; to the day when absent (точность даты)
    pub as_of_precision: Option<E<Precision>>,
    /// Remark (примечание)
    pub note: Option<String>,
    /// Why the target is missed or the number jumps (причина отклонения)
    pub reason: Option<String>,
    /// What is done about it (принимаемые меры)
    pub measures: Option<String>,
    /// The document, a code of the dictionary of sources (документ)
    pub document: Option<String>,
    /// Where in the document (место в документе)
    pub place: Option<String>,
    /// The print itself (напечатанное)
    pub source_text: Option<String>,
}

impl From<ValueRowInput> for RecordRow {
    fn from(input: ValueRowInput) -> Self {
        let ValueRowInput {
            indicator_id,
            indicator_code,
            subject_id,
            group,
            breakdown,
            period,
            numerator,
            denominator,
            value,
            qualifier,
            null_reason,
            as_of,
            as_of_precision,
            note,
            reason,
            measures,
            document,
            place,
            source_text,
        } = input;
        let precision = as_of_precision.map_or(Precision::Day, |precision| precision.0).into();
        Self {
            indicator: IndicatorRef { id: indicator_id.map(|id| id.0), code: indicator_code },
            subject: subject_id.map(|id| id.0),
            group,
            breakdown: members(breakdown),
            period: period.into(),
            number: Number {
                numerator: numerator.map(|number| number.0),
                denominator: denominator.map(|number| number.0),
                stated: value.map(|number| number.0),
                qualifier: qualifier.map_or(Qualifier::Eq, |qualifier| qualifier.0),
                null_reason: null_reason.map(|reason| reason.0),
            },
            as_of: as_of.map(|day| Bound { date: day.0, precision, text: None }),
            note,
            reason,
            measures,
            document,
            place,
            printed: source_text,
        }
    }
}

/// Values of one source, all or none of them (значения одного источника)
#[derive(Clone, Debug, InputObject)]
pub struct RecordValuesInput {
    /// Who says so: a system, a form, a centre (источник)
    pub source: String,
    /// As drafts, or handed in at once; drafts when absent (состояние)
    pub state: Option<E<ValueEntryState>>,
    /// At most 1,000 (строки)
    pub rows: Vec<ValueRowInput>,
}

impl From<RecordValuesInput> for RecordValues {
    fn from(input: RecordValuesInput) -> Self {
        let RecordValuesInput { source, state, rows } = input;
        let state = match state.map(|state| state.0) {
            Some(ValueEntryState::Submitted) => Visibility::Submitted,
            Some(ValueEntryState::Draft) | None => Visibility::Draft,
        };
        Self { source, state, rows: rows.into_iter().map(Into::into).collect() }
    }
}

/// A stored value by its key, with the version that was read (ключ значения)
#[derive(Clone, Debug, InputObject)]
pub struct ValueKeyInput {
    /// The indicator, or its code (показатель)
    pub indicator_id: Option<Id<IndicatorId>>,
    /// Code of the indicator (код показателя)
    pub indicator_code: Option<String>,
    /// The node that it is about; absent: the federation (объект)
    pub subject_id: Option<Id<AnyId>>,
    /// A named group in it (группа)
    pub group: Option<String>,
    /// Which part of the whole; absent: the total (разрез)
    pub breakdown: Option<Vec<BreakdownMemberInput>>,
    /// When (период)
    pub period: PeriodInput,
    /// Who says so (источник)
    pub source: String,
    /// The version that was read (прочитанная версия)
    pub expected_version: i32,
}

impl From<ValueKeyInput> for Step {
    fn from(input: ValueKeyInput) -> Self {
        let ValueKeyInput {
            indicator_id,
            indicator_code,
            subject_id,
            group,
            breakdown,
            period,
            source,
            expected_version,
        } = input;
        Self {
            indicator: IndicatorRef { id: indicator_id.map(|id| id.0), code: indicator_code },
            subject: subject_id.map(|id| id.0),
            group,
            breakdown: members(breakdown),
            period: period.into(),
            source,
            expected_version,
        }
    }
}

/// The keys of rows as the service takes them.
pub fn steps(rows: Vec<ValueKeyInput>) -> Vec<Step> {
    rows.into_iter().map(Into::into).collect()
}

/// Drafts to hand in (представление значений)
#[derive(Clone, Debug, InputObject)]
pub struct SubmitValuesInput {
    /// Which, at most 1,000 (строки)
    pub rows: Vec<ValueKeyInput>,
}

/// Values to accept (принятие значений)
#[derive(Clone, Debug, InputObject)]
pub struct AcceptValuesInput {
    /// Which, at most 1,000 (строки)
    pub rows: Vec<ValueKeyInput>,
}

/// Values to return (возврат значений)
#[derive(Clone, Debug, InputObject)]
pub struct ReturnValuesInput {
    /// Which, at most 1,000 (строки)
    pub rows: Vec<ValueKeyInput>,
    /// What has to be mended (замечание)
    pub remark: String,
}

/// Values to close, or to open again (закрытие значений)
#[derive(Clone, Debug, InputObject)]
pub struct LockValuesInput {
    /// Which, at most 1,000 (строки)
    pub rows: Vec<ValueKeyInput>,
    /// Closed, or opened again (закрыть или открыть)
    pub locked: bool,
    /// Why; needed to open (причина)
    pub reason: Option<String>,
}

/// Drafts to delete (удаление черновиков)
#[derive(Clone, Debug, InputObject)]
pub struct DeleteValuesInput {
    /// Which, at most 1,000 (строки)
    pub rows: Vec<ValueKeyInput>,
}
