//! What narrows and orders a list of values.

use async_graphql::InputObject;
use entity::{
    ids::{AnyId, IndicatorId},
    shared::{Level, PeriodType},
};

use crate::{
    access::NodeRef,
    error::AppError,
    graphql::{codes::E, ids::Id, period::PeriodInput, scalars::Date},
    rules::breakdown::{Breakdown, Dimension},
    service::value::{
        list::{self, ValueOrder},
        shown::ValueState,
    },
};

entity::code_enum! {
    /// Order of a list of values (порядок)
    pub enum ValueOrderBy {
        /// By period, the earliest first (по периоду)
        PeriodAsc = "PERIOD_ASC",
        /// By period, the latest first (по периоду, с конца)
        PeriodDesc = "PERIOD_DESC",
        /// By when it was last changed, the oldest first (по изменению)
        UpdatedAtAsc = "UPDATED_AT_ASC",
        /// By when it was last changed, the newest first (по изменению, с конца)
        UpdatedAtDesc = "UPDATED_AT_DESC",
    }
}

/// The order and its direction.
pub fn order(by: Option<E<ValueOrderBy>>) -> (ValueOrder, bool) {
    match by.map_or(ValueOrderBy::PeriodDesc, |by| by.0) {
        ValueOrderBy::PeriodAsc => (ValueOrder::Period, false),
        ValueOrderBy::PeriodDesc => (ValueOrder::Period, true),
        ValueOrderBy::UpdatedAtAsc => (ValueOrder::UpdatedAt, false),
        ValueOrderBy::UpdatedAtDesc => (ValueOrder::UpdatedAt, true),
    }
}

/// Narrows a list of values; members are joined by and (отбор значений)
#[derive(Clone, Debug, Default, InputObject)]
pub struct ValueFilter {
    /// Of these indicators (показатели)
    pub indicator_ids: Option<Vec<Id<IndicatorId>>>,
    /// Of indicators with these codes (коды показателей)
    pub indicator_codes: Option<Vec<String>>,
    /// About these nodes (объекты)
    pub subject_ids: Option<Vec<Id<AnyId>>>,
    /// About nodes in this one, itself included (внутри узла)
    pub within: Option<Id<AnyId>>,
    /// About nodes of this level (уровень объекта)
    pub level: Option<E<Level>>,
    /// Of exactly these periods (периоды)
    pub periods: Option<Vec<PeriodInput>>,
    /// Of periods of these types (виды периодов)
    pub period_types: Option<Vec<E<PeriodType>>>,
    /// Of periods that begin on that day or later (не раньше)
    pub from: Option<Date>,
    /// Of periods that end on that day or earlier (не позже)
    pub to: Option<Date>,
    /// Of these sources (источники)
    pub sources: Option<Vec<String>>,
    /// In these states (состояния)
    pub states: Option<Vec<E<ValueState>>>,
    /// Of exactly this part, `DIMENSION=member;…`; empty for the totals (разрез)
    pub breakdown: Option<String>,
    /// Of parts along this dimension (по разрезу)
    pub dimension: Option<E<Dimension>>,
    /// Of this named group (группа)
    pub group: Option<String>,
}

impl ValueFilter {
    /// As the service takes it, with the node of `within`.
    pub fn checked(self, within: Option<NodeRef>) -> Result<list::ValueFilter, AppError> {
        let Self {
            indicator_ids,
            indicator_codes,
            subject_ids,
            within: _,
            level,
            periods,
            period_types,
            from,
            to,
            sources,
            states,
            breakdown,
            dimension,
            group,
        } = self;
        let periods = periods.map(|periods| periods.into_iter().map(PeriodInput::asked).collect());
        let breakdown = breakdown.map(|text| Breakdown::parse(&text)).transpose().map_err(|_fault| {
            AppError::bad_input(
                "Разрез записывают так: DIRECTION=TECHNICAL;SEX=FEMALE",
                "A breakdown is written DIRECTION=TECHNICAL;SEX=FEMALE",
            )
        })?;
        Ok(list::ValueFilter {
            indicators: indicator_ids.map(|ids| ids.into_iter().map(|id| id.0).collect()),
            codes: indicator_codes,
            subjects: subject_ids.map(|ids| ids.into_iter().map(|id| id.0.uuid).collect()),
            within,
            level: level.map(|level| level.0),
            periods: periods.transpose()?,
            period_types: period_types.map(|types| types.into_iter().map(|kind| kind.0).collect()),
            from: from.map(|day| day.0),
            to: to.map(|day| day.0),
            sources,
            states: states.map(|states| states.into_iter().map(|state| state.0.into()).collect()),
            breakdown,
            dimension: dimension.map(|dimension| dimension.0),
            group,
        })
    }
}
