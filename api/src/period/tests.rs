//! Samples of each kind and the laws that hold for all periods.

use PeriodType::{AcademicYear, Custom, HalfYear, Month, Quarter, Year};
use proptest::prelude::*;

use super::*;

pub(crate) fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub(crate) fn period(text: &str) -> Period {
    Period::parse(text).unwrap()
}

fn texts(periods: &[Period]) -> Vec<String> {
    periods.iter().map(ToString::to_string).collect()
}

/// Any day of the years of periods.
pub(crate) fn day() -> impl Strategy<Value = NaiveDate> {
    let last = date("2200-12-31").signed_duration_since(date("1900-01-01")).num_days().unsigned_abs();
    (0..=last).prop_map(|days| date("1900-01-01") + Days::new(days))
}

/// Any period: half of them with the bounds of the calendar.
pub(crate) fn any_period() -> impl Strategy<Value = Period> {
    let standard = (proptest::sample::select(&STANDARD[..]), day())
        .prop_filter_map("outside the years", |(kind, day)| Period::of(kind, day).ok());
    let custom = (day(), 0_u64..7300)
        .prop_filter_map("outside the years", |(from, days)| Period::new(Custom, from, from + Days::new(days)).ok());
    prop_oneof![standard, custom]
}

#[test]
fn a_day_gives_the_bounds_of_each_kind() {
    for (kind, from, to) in [
        (Month, "2024-02-01", "2024-02-29"),
        (Quarter, "2024-01-01", "2024-03-31"),
        (HalfYear, "2024-01-01", "2024-06-30"),
        (Year, "2024-01-01", "2024-12-31"),
        (AcademicYear, "2023-09-01", "2024-08-31"),
    ] {
        let of = Period::of(kind, date("2024-02-29")).unwrap();
        assert_eq!((of.kind(), of.from(), of.to()), (kind, date(from), date(to)));
    }
    assert_eq!(Period::of(AcademicYear, date("2023-09-01")).unwrap().to(), date("2024-08-31"));
    assert_eq!(Period::of(HalfYear, date("2023-07-01")).unwrap().to(), date("2023-12-31"));
    assert_eq!(Period::of(Custom, date("2024-02-29")), Err(PeriodFault::BoundsNeeded));
}

#[test]
fn only_the_bounds_of_its_kind_make_a_period() {
    let new = |kind, from, to| Period::new(kind, date(from), date(to));
    let (from, to) = (date("2024-01-01"), date("2024-03-31"));
    assert_eq!(new(Quarter, "2024-01-01", "2024-03-30"), Err(PeriodFault::NotItsBounds { from, to }));
    assert_eq!(new(Quarter, "2024-02-01", "2024-03-31"), Err(PeriodFault::NotItsBounds { from, to }));
    let (from, to) = (date("2024-01-02"), date("2024-01-01"));
    assert_eq!(new(Custom, "2024-01-02", "2024-01-01"), Err(PeriodFault::EndBeforeStart { from, to }));
    assert_eq!(new(Custom, "2000-03-01", "2020-03-01"), Err(PeriodFault::TooLong));
    assert_eq!(new(Custom, "2000-03-01", "2020-02-29").map(|period| period.days()), Ok(7305));
    assert_eq!(new(Custom, "1899-12-31", "1900-01-01"), Err(PeriodFault::OutOfRange));
    assert_eq!(new(AcademicYear, "2200-09-01", "2201-08-31"), Err(PeriodFault::OutOfRange));
    assert_eq!(Period::of(AcademicYear, date("1900-08-31")), Err(PeriodFault::OutOfRange));
    assert_eq!(Period::of(Year, NaiveDate::MAX), Err(PeriodFault::OutOfRange));
}

#[test]
fn shorter_periods_fill_a_longer_one_or_none_do() {
    let parts = |text, kind| texts(&period(text).parts(kind));
    assert_eq!(parts("2023", HalfYear), ["2023-H1", "2023-H2"]);
    assert_eq!(parts("2023-H2", Quarter), ["2023-Q3", "2023-Q4"]);
    assert_eq!(parts("2023-Q4", Month), ["2023-10", "2023-11", "2023-12"]);
    assert_eq!(parts("2023/2024", Month).len(), 12);
    assert_eq!(parts("2021-12-01..2024-12-31", Month).len(), 37);
    assert_eq!(parts("2021-01-01..2022-12-31", Year), ["2021", "2022"]);
    for (text, kind) in [
        ("2023/2024", Quarter),
        ("2023", AcademicYear),
        ("2023", Year),
        ("2023", Custom),
        ("2023-01", Quarter),
        ("2021-12-02..2024-12-31", Month),
        ("2021-12-01..2024-12-30", Month),
    ] {
        assert_eq!(parts(text, kind), Vec::<String>::new(), "{text} {kind:?}");
    }
}

#[test]
fn a_period_knows_the_longer_ones_and_the_one_before() {
    let containing = |text| texts(&period(text).containing());
    assert_eq!(containing("2023-03"), ["2023-Q1", "2023-H1", "2023", "2022/2023"]);
    assert_eq!(containing("2023-Q3"), ["2023-H2", "2023"]);
    assert_eq!(containing("2023"), Vec::<String>::new());
    assert_eq!(containing("2023-01-31..2023-02-01"), ["2023-Q1", "2023-H1", "2023", "2022/2023"]);
    for (text, before) in [
        ("2024-Q1", "2023-Q4"),
        ("2024-H1", "2023-H2"),
        ("2024", "2023"),
        ("2023/2024", "2022/2023"),
        ("2024-03", "2024-02"),
        ("2024-03-01..2024-03-10", "2024-02-20..2024-02-29"),
    ] {
        assert_eq!(period(text).previous(), Some(period(before)), "{text}");
    }
    assert_eq!(period("1900").previous(), None);
}

proptest! {
    #[test]
    fn the_period_of_a_day_holds_it(day in day(), kind in proptest::sample::select(&STANDARD[..])) {
        if let Ok(period) = Period::of(kind, day) {
            prop_assert!(period.contains_day(day));
            prop_assert_eq!(Period::new(kind, period.from(), period.to()), Ok(period));
            prop_assert_eq!(Period::of(kind, period.to()), Ok(period));
            prop_assert!(!period.is_over(period.to()) && period.is_over(period.to() + Days::new(1)));
        }
    }

    #[test]
    fn the_one_before_ends_where_this_begins(period in any_period()) {
        if let Some(before) = period.previous() {
            prop_assert_eq!(before.to().succ_opt(), Some(period.from()));
            prop_assert_eq!(before.kind(), period.kind());
            prop_assert!(before < period && !before.overlaps(&period));
            prop_assert!(period.kind() != Custom || before.days() == period.days());
        }
    }

    #[test]
    fn parts_fill_exactly(period in any_period(), kind in proptest::sample::select(&STANDARD[..])) {
        let parts = period.parts(kind);
        if let (Some(first), Some(last)) = (parts.first(), parts.last()) {
            prop_assert_eq!((first.from(), last.to()), (period.from(), period.to()));
        }
        for pair in parts.windows(2) {
            prop_assert_eq!(pair[0].to().succ_opt(), Some(pair[1].from()));
        }
        prop_assert!(parts.iter().all(|part| part.kind() == kind && period.contains(part)));
    }

    #[test]
    fn those_around_are_all_that_hold_it(period in any_period(), kind in proptest::sample::select(&STANDARD[..])) {
        let around = period.containing();
        prop_assert!(around.windows(2).all(|pair| pair[0].kind() < pair[1].kind()));
        let by_hand = Period::of(kind, period.to())
            .ok()
            .filter(|other| other.contains_day(period.from()) && (other.from(), other.to()) != (period.from(), period.to()));
        prop_assert_eq!(around.iter().find(|other| other.kind() == kind).copied(), by_hand);
    }

    #[test]
    fn holding_and_meeting_are_those_of_days(a in any_period(), b in any_period()) {
        prop_assert_eq!(a.overlaps(&b), b.overlaps(&a));
        prop_assert_eq!(a.overlaps(&b), a.contains_day(b.from()) || b.contains_day(a.from()));
        prop_assert_eq!(a.contains(&b), a.contains_day(b.from()) && a.contains_day(b.to()));
        prop_assert_eq!(a.cmp(&b), (a.from(), a.to(), a.kind()).cmp(&(b.from(), b.to(), b.kind())));
    }
}
