//! The calendar of statuses against a set of days counted one by one.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::*;

const SPAN: u64 = 40;

fn date(day: u64) -> NaiveDate {
    NaiveDate::from_ymd_opt(2022, 12, 10).unwrap() + Days::new(day)
}

/// The days of the window on which the state is `IN_FORCE`.
fn in_force(term: &Term) -> BTreeSet<u64> {
    (0..SPAN).filter(|day| term.state(date(*day)) == StatusState::InForce).collect()
}

/// Any granted term that the database would take.
fn term() -> impl Strategy<Value = Term> {
    let day = || 2..SPAN - 2;
    let end = prop::sample::select(vec![StatusEnd::Revoked, StatusEnd::Waived, StatusEnd::Superseded]);
    (prop::option::of(day()), prop::option::of(0..SPAN / 2), prop::option::of((end, 0..SPAN / 2))).prop_map(
        |(from, length, end)| {
            let start = from.unwrap_or(2);
            let to = length.map(|length| (start + length).min(SPAN - 2));
            let end = end.map(|(kind, after)| (kind, date((start + after).min(to.unwrap_or(SPAN - 2)))));
            Term { visibility: Visibility::Public, from: from.map(date), to: to.map(date), end }
        },
    )
}

#[test]
fn what_is_not_granted_has_no_calendar() {
    let term = Term { visibility: Visibility::Draft, from: Some(date(1)), to: None, end: None };
    assert_eq!(term.state(date(5)), StatusState::Draft);
    assert_eq!(Term { visibility: Visibility::Submitted, ..term }.state(date(5)), StatusState::Proposed);
    assert_eq!(Term { visibility: Visibility::Public, ..term }.state(date(0)), StatusState::Pending);
}

#[test]
fn a_month_that_ends_a_term_is_in_it() {
    let to = NaiveDate::from_ymd_opt(2024, 12, 31);
    let term = Term { visibility: Visibility::Public, from: NaiveDate::from_ymd_opt(2021, 12, 1), to, end: None };
    assert_eq!(term.state(to.unwrap()), StatusState::InForce);
    assert_eq!(term.state(to.unwrap() + Days::new(1)), StatusState::Expired);
}

#[test]
fn an_academic_year_runs_from_september_to_august() {
    assert_eq!(academic_year(2023).unwrap().to_string(), "01.09.2023 – 31.08.2024");
}

proptest! {
    #[test]
    fn the_days_in_force_are_those_of_the_state(term in term()) {
        let days: BTreeSet<u64> =
            (0..SPAN).filter(|day| term.days().is_some_and(|days| days.contains(date(*day)))).collect();
        prop_assert_eq!(&days, &in_force(&term));
        if let Some(last) = term.last_day().filter(|_| !days.is_empty()) {
            prop_assert_eq!(days.last().map(|day| date(*day)), Some(last));
        }
    }

    #[test]
    fn an_overlap_is_a_shared_day(a in term(), b in term()) {
        let shared = in_force(&a).intersection(&in_force(&b)).next().is_some();
        // Open ends may meet outside the window only where both are open there.
        let outside = a.from.is_none() && b.from.is_none() || a.last_day().is_none() && b.last_day().is_none();
        prop_assert!(a.overlaps(&b) == shared || outside && a.overlaps(&b));
        prop_assert_eq!(a.overlaps(&b), b.overlaps(&a));
    }

    #[test]
    fn a_state_never_goes_back(term in term()) {
        let order = |day: u64| match term.state(date(day)) {
            StatusState::Pending => 0,
            StatusState::InForce => 1,
            _ => 2,
        };
        prop_assert!((1..SPAN).all(|day| order(day - 1) <= order(day)));
    }

    #[test]
    fn a_chain_of_renewals_holds_once_a_day_and_its_gaps_are_the_rest(
        first in 2..8u64,
        steps in prop::collection::vec((0..12u64, prop::option::of(0..10u64)), 1..5),
    ) {
        let mut chain: Vec<Term> = Vec::new();
        let mut covered = BTreeSet::new();
        let mut start = first;
        for (after, length) in steps {
            start += after;
            let from = date(start);
            if let Some(last) = chain.last_mut() {
                prop_assert!(last.may_be_renewed_from(from));
                *last = last.renewed(from);
            }
            let to = length.map(|length| date(start + length));
            chain.push(Term { visibility: Visibility::Public, from: Some(from), to, end: None });
        }
        for day in 0..SPAN {
            let holding = chain.iter().filter(|term| term.state(date(day)) == StatusState::InForce).count();
            prop_assert!(holding <= 1);
            if holding == 1 {
                covered.insert(day);
            }
        }
        let gaps = chain_gaps(&chain);
        for day in 0..SPAN {
            let inside = covered.iter().next().is_some_and(|low| *low < day)
                && chain.iter().any(|term| term.days().is_some_and(|days| !days.is_ended(date(day))));
            let missing = inside && !covered.contains(&day);
            prop_assert_eq!(gaps.iter().any(|gap| gap.contains(date(day))), missing, "day {}", day);
        }
    }
}
