//! Due rules of figures and reports, in and out.

use async_graphql::{InputObject, SimpleObject};
use entity::shared::DueKind;

use super::{codes::E, scalars::Date};
use crate::{lang::Lang, rules::due::DueRule, service::given::GivenDue};

/// How the day is found on which something about a period is due (правило срока)
#[derive(Clone, Copy, Debug, InputObject)]
pub struct DueRuleInput {
    /// How (правило)
    pub kind: E<DueKind>,
    /// The day itself, of `ON_DAY` alone (день)
    pub day: Option<Date>,
    /// Days of `DAYS_AFTER`, n of `WORKING_DAY_OF_NEXT_MONTH`, month × 100 + day of `DAY_OF_NEXT_YEAR` (число)
    pub number: Option<i16>,
}

impl From<DueRuleInput> for GivenDue {
    fn from(input: DueRuleInput) -> Self {
        let DueRuleInput { kind, day, number } = input;
        Self { kind: kind.0, day: day.map(|day| day.0), number }
    }
}

/// How the day is found on which something about a period is due (правило срока)
#[derive(Clone, Debug, SimpleObject)]
pub struct DueRuleStats {
    /// How (правило)
    kind: E<DueKind>,
    /// The day itself, of `ON_DAY` alone (день)
    day: Option<Date>,
    /// Days of `DAYS_AFTER`, n of `WORKING_DAY_OF_NEXT_MONTH`, month × 100 + day of `DAY_OF_NEXT_YEAR` (число)
    number: Option<i16>,
    /// In words, in the language of the request (словами)
    label: String,
}

impl From<DueRule> for DueRuleStats {
    fn from(rule: DueRule) -> Self {
        Self {
            kind: E(rule.kind()),
            day: rule.day().map(Date),
            number: rule.number(),
            label: rule.describe(Lang::current()),
        }
    }
}
