//! Periods of figures and reports, in and out.

use async_graphql::{InputObject, SimpleObject};
use entity::shared::PeriodType;

use super::{codes::E, scalars::Date};
use crate::{
    error::{AppError, Code},
    lang::Lang,
    period::Period,
    service::given::GivenPeriod,
};

/// A period: its text alone, or its type with its days (период)
#[derive(Clone, Debug, Default, InputObject)]
pub struct PeriodInput {
    /// Type; with `from` (вид периода)
    #[graphql(name = "type")]
    pub kind: Option<E<PeriodType>>,
    /// First day; without `to` any day of the period (первый день)
    pub from: Option<Date>,
    /// Last day, inclusive; needed by CUSTOM alone (последний день)
    pub to: Option<Date>,
    /// As `PeriodStats.text` writes it: 2020, 2020-H1, 2020-Q1, 2020-03, 2020/2021, 2021-12-01..2024-12-31 (запись периода)
    pub text: Option<String>,
}

impl From<PeriodInput> for GivenPeriod {
    fn from(input: PeriodInput) -> Self {
        let PeriodInput { kind, from, to, text } = input;
        Self { kind: kind.map(|kind| kind.0), from: from.map(|day| day.0), to: to.map(|day| day.0), text }
    }
}

impl PeriodInput {
    /// The period of a filter or an argument, where what is wrong is malformed input.
    pub fn asked(self) -> Result<Period, AppError> {
        let given = GivenPeriod::from(self);
        given.checked("period").map_err(|error| AppError { code: Code::BadUserInput, message: error.message })
    }
}

/// What a figure, a target or a report is about in time (период)
#[derive(Clone, Debug, SimpleObject)]
pub struct PeriodStats {
    /// Type (вид периода)
    #[graphql(name = "type")]
    kind: E<PeriodType>,
    /// First day (первый день)
    from: Date,
    /// Last day, inclusive (последний день)
    to: Date,
    /// For machines: 2020, 2020-H1, 2020-Q1, 2020-03, 2020/2021, 2021-12-01..2024-12-31 (запись периода)
    text: String,
    /// For people, in the language of the request (как печатают)
    label: String,
}

impl From<Period> for PeriodStats {
    fn from(period: Period) -> Self {
        Self {
            kind: E(period.kind()),
            from: Date(period.from()),
            to: Date(period.to()),
            text: period.to_string(),
            label: period.label(Lang::current()),
        }
    }
}
