//! Due days of the reports that are known, the columns of every rule, and the words for it.

use proptest::prelude::*;

use super::*;
use crate::period::tests::{any_period, date, period};

/// Any rule that columns can make.
fn rule() -> impl Strategy<Value = DueRule> {
    prop_oneof![
        crate::period::tests::day().prop_map(DueRule::OnDay),
        (0_u16..=1000).prop_map(DueRule::DaysAfter),
        (1_u8..=15).prop_map(DueRule::WorkingDayOfNextMonth),
        (1_u8..=12, 1_u8..=28).prop_map(|(month, day)| DueRule::DayOfNextYear { month, day }),
        Just(DueRule::LastWorkingDay),
    ]
}

#[test]
fn rules_give_the_days_that_people_know() {
    let annual = DueRule::DayOfNextYear { month: 3, day: 30 };
    let monthly = DueRule::WorkingDayOfNextMonth(6);
    for (rule, of, day) in [
        (annual, "2023", "2024-03-30"),
        (annual, "2023/2024", "2025-03-30"),
        (monthly, "2024-04", "2024-05-13"),
        (monthly, "2023-12", "2024-01-16"),
        (monthly, "2025-Q3", "2025-10-08"),
        (DueRule::DaysAfter(0), "2024-Q1", "2024-03-31"),
        (DueRule::DaysAfter(10), "2024-02", "2024-03-10"),
        (DueRule::OnDay(date("2021-01-15")), "2020", "2021-01-15"),
        (DueRule::LastWorkingDay, "2024", "2024-12-28"),
        (DueRule::LastWorkingDay, "2024-03", "2024-03-29"),
    ] {
        assert_eq!(rule.due(&period(of)), Some(date(day)), "{rule:?} {of}");
    }
    assert_eq!(DueRule::LastWorkingDay.due(&period("2024-01-01..2024-01-08")), None);
}

#[test]
fn columns_that_make_no_rule_are_refused() {
    use DueKind::{DayOfNextYear, DaysAfter, LastWorkingDay, OnDay, WorkingDayOfNextMonth};
    let day = Some(date("2024-01-01"));
    for (kind, day, number, fault) in [
        (OnDay, None, None, DueFault::DayMissing),
        (OnDay, day, Some(1), DueFault::NumberUnexpected),
        (OnDay, Some(date("1899-12-31")), None, DueFault::DayOutOfRange),
        (DaysAfter, None, None, DueFault::NumberMissing),
        (DaysAfter, day, Some(1), DueFault::DayUnexpected),
        (DaysAfter, None, Some(-1), DueFault::NumberOutOfRange { least: 0, most: 1000 }),
        (DaysAfter, None, Some(1001), DueFault::NumberOutOfRange { least: 0, most: 1000 }),
        (WorkingDayOfNextMonth, None, Some(0), DueFault::NumberOutOfRange { least: 1, most: 15 }),
        (WorkingDayOfNextMonth, None, Some(16), DueFault::NumberOutOfRange { least: 1, most: 15 }),
        (DayOfNextYear, None, Some(100), DueFault::NumberOutOfRange { least: 101, most: 1231 }),
        (DayOfNextYear, None, Some(1301), DueFault::NumberOutOfRange { least: 101, most: 1231 }),
        (DayOfNextYear, None, Some(229), DueFault::NoSuchDay),
        (DayOfNextYear, None, Some(431), DueFault::NoSuchDay),
        (DayOfNextYear, None, Some(300), DueFault::NoSuchDay),
        (LastWorkingDay, None, Some(1), DueFault::NumberUnexpected),
        (LastWorkingDay, day, None, DueFault::DayUnexpected),
    ] {
        assert_eq!(DueRule::from_stored(kind, day, number), Err(fault), "{kind:?} {day:?} {number:?}");
    }
    let annual = DueRule::from_stored(DayOfNextYear, None, Some(330));
    assert_eq!(annual, Ok(DueRule::DayOfNextYear { month: 3, day: 30 }));
}

#[test]
fn rules_are_said_as_people_say_them() {
    for (rule, ru, en) in [
        (
            DueRule::WorkingDayOfNextMonth(6),
            "6-й рабочий день следующего месяца",
            "the 6th working day of the next month",
        ),
        (
            DueRule::WorkingDayOfNextMonth(1),
            "1-й рабочий день следующего месяца",
            "the 1st working day of the next month",
        ),
        (
            DueRule::WorkingDayOfNextMonth(12),
            "12-й рабочий день следующего месяца",
            "the 12th working day of the next month",
        ),
        (DueRule::DayOfNextYear { month: 3, day: 30 }, "30 марта следующего года", "30 March of the next year"),
        (DueRule::DaysAfter(0), "последний день периода", "the last day of the period"),
        (DueRule::DaysAfter(1), "через 1 день после окончания периода", "1 day after the period ends"),
        (DueRule::DaysAfter(22), "через 22 дня после окончания периода", "22 days after the period ends"),
        (DueRule::DaysAfter(12), "через 12 дней после окончания периода", "12 days after the period ends"),
        (DueRule::OnDay(date("2024-03-05")), "05.03.2024", "5 March 2024"),
        (DueRule::LastWorkingDay, "последний рабочий день периода", "the last working day of the period"),
    ] {
        assert_eq!((rule.describe(Lang::Ru).as_str(), rule.describe(Lang::En).as_str()), (ru, en));
    }
}

proptest! {
    #[test]
    fn columns_give_the_rule_back(rule in rule()) {
        prop_assert_eq!(DueRule::from_stored(rule.kind(), rule.day(), rule.number()), Ok(rule));
    }

    #[test]
    fn a_rule_of_columns_gives_a_day(rule in rule(), period in any_period()) {
        let Some(due) = rule.due(&period) else {
            let working = working_days::working_days_between(period.from(), period.to());
            prop_assert_eq!((rule, working), (DueRule::LastWorkingDay, 0));
            return Ok(());
        };
        match rule {
            DueRule::OnDay(day) => prop_assert_eq!(due, day),
            DueRule::LastWorkingDay => {
                prop_assert!(period.contains_day(due));
                prop_assert_eq!(working_days::working_days_between(due, period.to()), 1);
            }
            DueRule::DaysAfter(days) => {
                prop_assert_eq!(due.signed_duration_since(period.to()).num_days(), i64::from(days));
            }
            DueRule::WorkingDayOfNextMonth(n) => {
                prop_assert!(period.is_over(due) && working_days::is_working(due));
                let first = due.with_day(1).unwrap();
                prop_assert!(first.pred_opt().unwrap().with_day(1) == period.to().with_day(1));
                prop_assert_eq!(working_days::working_days_between(first, due), u64::from(n));
            }
            DueRule::DayOfNextYear { month, day } => {
                let parts = (due.year(), due.month(), due.day());
                prop_assert_eq!(parts, (period.to().year() + 1, u32::from(month), u32::from(day)));
            }
        }
    }

    #[test]
    fn no_columns_panic(kind in 0_usize..5, day in proptest::option::of(crate::period::tests::day()), number: Option<i16>) {
        use entity::CodeEnum;
        let kind = DueKind::VALUES[kind].0;
        if let Ok(rule) = DueRule::from_stored(kind, day, number) {
            prop_assert_eq!((rule.kind(), rule.day(), rule.number()), (kind, day, number));
        }
    }
}
