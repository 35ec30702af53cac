//! Samples of what counts, and the laws that hold for all of it.

use IndicatorKind::{Cumulative, Flow, Level};
use proptest::{prelude::*, sample::select};

use super::*;
use crate::period::tests::period;

fn told(number: u128, text: &str, rank: i16, numerator: Option<i64>) -> Told {
    Told {
        value: Uuid::from_u128(number),
        rank,
        at: DateTime::UNIX_EPOCH,
        period: period(text),
        breakdown: String::new(),
        number: Resolved {
            numerator,
            denominator: None,
            stated: None,
            qualifier: Qualifier::Eq,
            null_reason: numerator.is_none().then_some(NullReason::NotReported),
        },
    }
}

fn at(figures: &BTreeMap<Spot, Counted>, text: &str) -> Option<(Option<i64>, Derived)> {
    figures.get(&(String::new(), period(text))).map(|counted| (counted.number.numerator, counted.derived))
}

#[test]
fn a_number_counts_before_none_then_the_rank_then_the_newest() {
    let silent = told(1, "2020", 0, None);
    let first = told(2, "2020", 100, Some(7));
    let mut newer = told(3, "2020", 100, Some(8));
    newer.at += chrono::TimeDelta::days(1);
    assert_eq!(at(&resolve(Level, &[silent.clone(), first.clone()]), "2020"), Some((Some(7), Derived::Own)));
    assert_eq!(at(&resolve(Level, &[first.clone(), newer.clone()]), "2020"), Some((Some(8), Derived::Own)));
    let preferred = told(4, "2020", 5, Some(9));
    assert_eq!(at(&resolve(Level, &[silent, first, newer, preferred]), "2020"), Some((Some(9), Derived::Own)));
}

#[test]
fn a_running_total_takes_the_last_and_never_the_sum() {
    let told = [told(1, "2020-03", 0, Some(10)), told(2, "2020-Q1", 0, Some(11)), told(3, "2020-Q3", 0, Some(30))];
    let figures = resolve(Cumulative, &told);
    assert_eq!(at(&figures, "2020-Q1"), Some((Some(11), Derived::Own)));
    assert_eq!(at(&figures, "2020-H1"), Some((Some(11), Derived::Last)));
    assert_eq!(at(&figures, "2020"), Some((Some(30), Derived::Last)));
    assert_eq!(at(&figures, "2019/2020"), Some((Some(10), Derived::Last)), "quarters have no say in an academic year");
    let silent = super::tests::told(4, "2020-Q4", 0, None);
    assert_eq!(
        at(&resolve(Cumulative, &[told.to_vec(), vec![silent]].concat()), "2020"),
        Some((Some(30), Derived::Last))
    );
}

#[test]
fn a_flow_adds_up_once_all_parts_are_there() {
    let quarters = ["2020-Q1", "2020-Q2", "2020-Q3", "2020-Q4"];
    let all: Vec<Told> = (1..).zip(quarters).map(|(number, text)| told(number, text, 0, Some(5))).collect();
    let figures = resolve(Flow, &all);
    assert_eq!(at(&figures, "2020"), Some((Some(20), Derived::Sum)));
    assert_eq!(at(&figures, "2020-H2"), Some((Some(10), Derived::Sum)));
    let figures = resolve(Flow, &all[..3]);
    assert_eq!((at(&figures, "2020"), at(&figures, "2020-H1")), (None, Some((Some(10), Derived::Sum))));
    let own = told(9, "2020", 0, Some(21));
    assert_eq!(at(&resolve(Flow, &[all, vec![own]].concat()), "2020"), Some((Some(21), Derived::Own)));
    let mixed = [told(1, "2020-H1", 0, Some(1)), told(2, "2020-Q3", 0, Some(2)), told(3, "2020-Q4", 0, Some(4))];
    assert_eq!(at(&resolve(Flow, &mixed), "2020"), Some((Some(7), Derived::Sum)));
}

#[test]
fn sums_of_bounds_are_bounds() {
    use Qualifier::{Approx, Eq, Ge, Gt, Le};
    assert_eq!(together([]), Eq);
    assert_eq!(together([Eq, Ge, Gt]), Gt);
    assert_eq!(together([Ge, Eq]), Ge);
    assert_eq!(together([Gt, Le]), Approx);
    assert_eq!(together([Eq, Approx, Gt]), Approx);
}

fn any_told() -> impl Strategy<Value = Told> {
    let texts = vec![
        "2020",
        "2020-H1",
        "2020-H2",
        "2020-Q1",
        "2020-Q2",
        "2020-Q3",
        "2020-Q4",
        "2020-01",
        "2020-02",
        "2020-03",
        "2020-10",
        "2019/2020",
        "2020-01-05..2020-02-03",
    ];
    let number = (any::<u32>(), select(texts), 0..3_i16, prop::option::of(0..50_i64), 0..3_i64, any::<bool>());
    number.prop_map(|(number, text, rank, numerator, day, whole)| {
        let mut told = told(number.into(), text, rank, numerator);
        told.at += chrono::TimeDelta::days(day);
        if !whole {
            told.breakdown = "SEX=F".to_owned();
        }
        told
    })
}

fn history() -> impl Strategy<Value = (IndicatorKind, Vec<Told>)> {
    (select(vec![Level, Cumulative, Flow, IndicatorKind::Flag]), prop::collection::vec(any_told(), 0..25))
}

proptest! {
    #[test]
    fn the_order_of_what_is_told_has_no_say((kind, told, shuffled) in history().prop_flat_map(|(kind, told)| {
        (Just(kind), Just(told.clone()), Just(told).prop_shuffle())
    })) {
        prop_assert_eq!(resolve(kind, &told), resolve(kind, &shuffled));
    }

    #[test]
    fn own_counts_before_what_follows((kind, told) in history()) {
        let figures = resolve(kind, &told);
        for one in &told {
            let figure = figures[&(one.breakdown.clone(), one.period)];
            prop_assert_eq!(figure.derived, Derived::Own);
            prop_assert!(standing(told.iter().find(|other| other.value == figure.value).unwrap()) <= standing(one));
        }
        let is_told = |breakdown: &String, period: &Period| {
            told.iter().any(|one| &one.breakdown == breakdown && period.contains(&one.period))
        };
        prop_assert!(figures.keys().all(|(breakdown, period)| is_told(breakdown, period)));
    }

    #[test]
    fn a_sum_is_that_of_whole_parts_and_a_last_is_the_last((kind, told) in history()) {
        let figures = resolve(kind, &told);
        for ((breakdown, whole), figure) in &figures {
            let of = |part: &Period| figures.get(&(breakdown.clone(), *part)).and_then(|part| part.number.numerator);
            match figure.derived {
                Derived::Own => {}
                Derived::Sum => {
                    prop_assert_eq!(kind, Flow);
                    let sums = [PeriodType::HalfYear, PeriodType::Quarter, PeriodType::Month].map(|part| {
                        let parts = whole.parts(part);
                        let sum = parts.iter().map(&of).sum::<Option<i64>>();
                        if parts.is_empty() { None } else { sum }
                    });
                    prop_assert!(sums.contains(&figure.number.numerator));
                }
                Derived::Last => {
                    prop_assert!(kind != Flow && figure.number.is_number());
                    let later = told.iter().any(|one| {
                        &one.breakdown == breakdown
                            && steps(one.period.kind(), whole.kind())
                            && whole.contains(&one.period)
                            && figures[&(breakdown.clone(), one.period)].number.is_number()
                            && told.iter().find(|own| own.value == figure.value).is_some_and(|own| own.period.to() < one.period.to())
                    });
                    prop_assert!(!later);
                }
            }
        }
    }
}
