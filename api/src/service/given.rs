//! Periods, due rules and subjects as inputs give them, checked once for all figures and reports.

use chrono::NaiveDate;
use entity::{
    ids::AnyId,
    shared::{DueKind, Level, PeriodType},
};
use uuid::Uuid;

use crate::{
    access::NodeRef,
    error::{UserError, UserErrorCode},
    period::{Period, PeriodFault},
    rules::due::{DueFault, DueRule},
};

/// A period of an input: its text alone, or its type with its days.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GivenPeriod {
    /// Type.
    pub kind: Option<PeriodType>,
    /// First day, or any day where the bounds follow from the type.
    pub from: Option<NaiveDate>,
    /// Last day.
    pub to: Option<NaiveDate>,
    /// As it is written: `2023-Q1`.
    pub text: Option<String>,
}

impl From<Period> for GivenPeriod {
    fn from(period: Period) -> Self {
        Self { kind: Some(period.kind()), from: Some(period.from()), to: Some(period.to()), text: None }
    }
}

impl GivenPeriod {
    /// The period, or what is wrong at a place of the input.
    pub fn checked(&self, path: &str) -> Result<Period, UserError> {
        let Self { kind, from, to, text } = self;
        match (kind, from, to, text) {
            (None, None, None, None) => Err(UserError::required(path)),
            (None, None, None, Some(text)) => {
                Period::parse(text).map_err(|fault| period_error(fault, &format!("{path}.text")))
            }
            (_, _, _, Some(_)) => Err(UserError::new(
                UserErrorCode::Contradiction,
                &format!("{path}.text"),
                "Задайте либо text, либо type и дни",
                "Give either the text, or the type and the days",
            )),
            (None, ..) => Err(UserError::required(&format!("{path}.type"))),
            (_, None, _, _) => Err(UserError::required(&format!("{path}.from"))),
            (Some(kind), Some(from), None, None) => {
                Period::of(*kind, *from).map_err(|fault| period_error(fault, &format!("{path}.to")))
            }
            (Some(kind), Some(from), Some(to), None) => {
                Period::new(*kind, *from, *to).map_err(|fault| period_error(fault, &format!("{path}.to")))
            }
        }
    }
}

fn period_error(fault: PeriodFault, path: &str) -> UserError {
    use UserErrorCode::{Invalid, OutOfRange};
    let (code, ru, en) = match fault {
        PeriodFault::Malformed => (
            Invalid,
            "Период записывают так: 2020, 2020-H1, 2020-Q1, 2020-03, 2020/2021, 2021-12-01..2024-12-31".to_owned(),
            "A period is written 2020, 2020-H1, 2020-Q1, 2020-03, 2020/2021, 2021-12-01..2024-12-31".to_owned(),
        ),
        PeriodFault::NoSuchPeriod => {
            (Invalid, "Такого периода нет".to_owned(), "The calendar has no such period".to_owned())
        }
        PeriodFault::OutOfRange => (
            OutOfRange,
            "Периоды лежат между 1900 и 2200 годом".to_owned(),
            "Periods lie between the years 1900 and 2200".to_owned(),
        ),
        PeriodFault::EndBeforeStart { .. } => return UserError::date_order(path),
        PeriodFault::TooLong => (
            OutOfRange,
            "Произвольный период не длиннее 20 лет".to_owned(),
            "A custom period has at most 20 years".to_owned(),
        ),
        PeriodFault::NotItsBounds { from, to } => (
            Invalid,
            format!("Период этого вида длится с {from} по {to}"),
            format!("The period of this type runs from {from} to {to}"),
        ),
        PeriodFault::BoundsNeeded => return UserError::required(path),
    };
    UserError::new(code, path, ru, en)
}

/// A due rule of an input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GivenDue {
    /// How the day is found.
    pub kind: DueKind,
    /// The day itself.
    pub day: Option<NaiveDate>,
    /// Days, the n-th working day, or month × 100 + day.
    pub number: Option<i16>,
}

impl From<DueRule> for GivenDue {
    fn from(rule: DueRule) -> Self {
        Self { kind: rule.kind(), day: rule.day(), number: rule.number() }
    }
}

impl GivenDue {
    /// The rule, or what is wrong at a place of the input.
    pub fn checked(self, path: &str) -> Result<DueRule, UserError> {
        DueRule::from_stored(self.kind, self.day, self.number).map_err(|fault| due_error(fault, path))
    }
}

fn due_error(fault: DueFault, path: &str) -> UserError {
    let (day, number) = (format!("{path}.day"), format!("{path}.number"));
    match fault {
        DueFault::DayMissing => UserError::required(&day),
        DueFault::NumberMissing => UserError::required(&number),
        DueFault::DayUnexpected => UserError::new(
            UserErrorCode::Contradiction,
            &day,
            "У такого срока нет своего дня",
            "This rule takes no day of its own",
        ),
        DueFault::NumberUnexpected => UserError::new(
            UserErrorCode::Contradiction,
            &number,
            "У такого срока нет числа",
            "This rule takes no number",
        ),
        DueFault::NumberOutOfRange { least, most } => UserError::new(
            UserErrorCode::OutOfRange,
            &number,
            format!("От {least} до {most}"),
            format!("From {least} to {most}"),
        ),
        DueFault::NoSuchDay => UserError::new(
            UserErrorCode::Invalid,
            &number,
            "Такой день есть не в каждом году",
            "Not every year has such a day",
        ),
        DueFault::DayOutOfRange => UserError::new(
            UserErrorCode::OutOfRange,
            &day,
            "День между 1900 и 2200 годом",
            "A day between the years 1900 and 2200",
        ),
    }
}

/// The rule of stored columns; what the columns hold was checked when it was written.
pub fn stored_due(kind: Option<DueKind>, day: Option<NaiveDate>, number: Option<i16>) -> Option<DueRule> {
    DueRule::from_stored(kind?, day, number).ok()
}

/// The id under which figures and targets keep a node as their subject; that of the federation is nil.
pub fn subject_id(node: &NodeRef) -> Uuid {
    match node.level {
        Level::Federation => Uuid::nil(),
        Level::Region => node.region.map(Uuid::from).unwrap_or_default(),
        Level::Zone => node.zone.map(Uuid::from).unwrap_or_default(),
        Level::Municipality => node.municipality.map(Uuid::from).unwrap_or_default(),
        Level::Organisation => node.organisation.map(Uuid::from).unwrap_or_default(),
    }
}

/// The typed id of a stored subject; none of the federation.
pub fn subject_any(level: Level, id: Uuid) -> Option<AnyId> {
    use entity::ids::{MunicipalityId, OrganisationId, RegionId, TypedId, ZoneId};
    match level {
        Level::Federation => None,
        Level::Region => Some(RegionId::from(id).any()),
        Level::Zone => Some(ZoneId::from(id).any()),
        Level::Municipality => Some(MunicipalityId::from(id).any()),
        Level::Organisation => Some(OrganisationId::from(id).any()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Option<NaiveDate> {
        text.parse().ok()
    }

    fn refused(given: &GivenPeriod) -> (UserErrorCode, String) {
        match given.checked("period") {
            Err(error) => (error.code, error.path.join(".")),
            Ok(period) => panic!("{period}"),
        }
    }

    #[test]
    fn a_period_is_given_by_its_text_or_by_its_days() {
        let text = GivenPeriod { text: Some("2020-Q1".into()), ..Default::default() };
        let typed = |from, to| GivenPeriod { kind: Some(PeriodType::Quarter), from, to, text: None };
        let quarter = text.checked("period");
        assert!(quarter.is_ok());
        assert_eq!(typed(day("2020-02-10"), None).checked("period"), quarter);
        assert_eq!(typed(day("2020-01-01"), day("2020-03-31")).checked("period"), quarter);

        let path = |code, path: &str| (code, path.to_owned());
        assert_eq!(refused(&typed(day("2020-01-01"), day("2020-03-30"))), path(UserErrorCode::Invalid, "period.to"));
        assert_eq!(refused(&typed(day("2020-01-02"), day("2020-01-01"))), path(UserErrorCode::DateOrder, "period.to"));
        assert_eq!(refused(&typed(None, None)), path(UserErrorCode::Required, "period.from"));
        assert_eq!(refused(&GivenPeriod::default()), path(UserErrorCode::Required, "period"));
        let custom = GivenPeriod { kind: Some(PeriodType::Custom), ..typed(day("2020-01-02"), None) };
        assert_eq!(refused(&custom), path(UserErrorCode::Required, "period.to"));
        let both = GivenPeriod { text: Some("2020".into()), ..typed(day("2020-01-01"), None) };
        assert_eq!(refused(&both), path(UserErrorCode::Contradiction, "period.text"));
        let wrong = GivenPeriod { text: Some("март".into()), ..Default::default() };
        assert_eq!(refused(&wrong), path(UserErrorCode::Invalid, "period.text"));
    }

    #[test]
    fn a_due_rule_says_which_member_is_wrong() {
        let due =
            |kind, day, number| GivenDue { kind, day, number }.checked("due").map_err(|error| error.path.join("."));
        assert!(due(DueKind::DayOfNextYear, None, Some(330)).is_ok());
        assert_eq!(due(DueKind::DayOfNextYear, None, Some(230)), Err("due.number".to_owned()));
        assert_eq!(due(DueKind::OnDay, None, None), Err("due.day".to_owned()));
        assert_eq!(due(DueKind::LastWorkingDay, day("2020-01-01"), None), Err("due.day".to_owned()));
        assert_eq!(due(DueKind::DaysAfter, None, Some(-1)), Err("due.number".to_owned()));
    }
}
