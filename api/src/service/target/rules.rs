//! Which target of a set holds for a subject and a period, and whether a fact meets it. Exact, without a database.

use std::collections::HashMap;

use entity::{
    decimal::{Decimal, DecimalFault},
    ids::IndicatorId,
    shared::Level,
    target::{self, Comparator},
    target_set,
};
use uuid::Uuid;

use crate::{access::NodeRef, period::Period, service::given::subject_id};

/// For what a target is sought.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// The indicator.
    pub indicator: IndicatorId,
    /// The node.
    pub subject: &'a NodeRef,
    /// The folded name of a group in it, empty for all of it.
    pub group_key: &'a str,
    /// The canonical text of a breakdown, empty for the total.
    pub breakdown: &'a str,
    /// The period.
    pub period: Period,
}

/// Whom the rows of a set are about.
type Key<'a> = (IndicatorId, Level, Uuid, &'a str, &'a str);

/// The targets of one set, found by whom they are about. Bases are none.
#[derive(Debug)]
pub struct Targets<'a> {
    set: &'a target_set::Model,
    rows: HashMap<Key<'a>, Vec<&'a target::Model>>,
}

impl<'a> Targets<'a> {
    /// The targets among the rows of a set.
    pub fn new(set: &'a target_set::Model, rows: impl IntoIterator<Item = &'a target::Model>) -> Self {
        let mut found: HashMap<Key<'a>, Vec<&'a target::Model>> = HashMap::new();
        for row in rows.into_iter().filter(|row| !row.base) {
            let key = (row.indicator_id, row.subject, row.subject_id, row.group_key.as_str(), row.breakdown.as_str());
            found.entry(key).or_default().push(row);
        }
        Self { set, rows: found }
    }

    /// The target that holds: the subject's own before one of every node of its level; in either the one of exactly the
    /// period before the latest recurring one.
    pub fn effective(&self, asked: &Asked<'_>) -> Option<&'a target::Model> {
        if !reaches(self.set, asked.subject) {
            return None;
        }
        let level = asked.subject.level;
        let of = |subject: Uuid| {
            let rows = self.rows.get(&(asked.indicator, level, subject, asked.group_key, asked.breakdown))?;
            holding(rows, &asked.period)
        };
        of(subject_id(asked.subject)).or_else(|| of(Uuid::nil()))
    }
}

/// The target of a set that holds; of many subjects ask [`Targets`].
pub fn effective_target<'a>(
    set: &'a target_set::Model,
    rows: &'a [target::Model],
    asked: &Asked<'_>,
) -> Option<&'a target::Model> {
    Targets::new(set, rows).effective(asked)
}

/// Whether a set speaks of a node: those that lie in its territory.
pub fn reaches(set: &target_set::Model, node: &NodeRef) -> bool {
    set.region_id.is_none_or(|region| node.region == Some(region))
        && set.municipality_id.is_none_or(|municipality| node.municipality == Some(municipality))
}

fn holding<'a>(rows: &[&'a target::Model], period: &Period) -> Option<&'a target::Model> {
    let exact = rows.iter().find(|row| {
        let same = (row.period_type, row.period_from, row.period_to) == (period.kind(), period.from(), period.to());
        row.dated && same && !row.recurring
    });
    let recurring = rows.iter().filter(|row| {
        let begun = !row.dated || row.period_from <= period.from();
        row.recurring && row.period_type == period.kind() && begun && row.until.is_none_or(|until| period.to() <= until)
    });
    exact.or_else(|| recurring.max_by_key(|row| (row.dated, row.period_from))).copied()
}

/// The value of a target.
pub fn value(row: &target::Model) -> Result<Decimal, DecimalFault> {
    Decimal::from_stored(row.value_micros, row.value_scale)
}

/// Whether a fact meets a target.
pub fn met(comparator: Comparator, fact: Decimal, target: Decimal) -> bool {
    match comparator {
        Comparator::Ge => fact >= target,
        Comparator::Gt => fact > target,
        Comparator::Le => fact <= target,
        Comparator::Lt => fact < target,
        Comparator::Eq => fact == target,
    }
}

/// How far a fact is from its target, in the unit of the indicator: below zero it is less.
pub fn gap(fact: Decimal, target: Decimal) -> Result<Decimal, DecimalFault> {
    fact.checked_sub(target)
}

/// By how many percent a fact attains its target, to six decimals: the fact of the target, or, where less is asked for,
/// the target of the fact. None where it would be divided by nothing, or where a number is below zero.
pub fn attainment(comparator: Comparator, fact: Decimal, target: Decimal) -> Option<Decimal> {
    let (part, whole) = match comparator {
        Comparator::Ge | Comparator::Gt | Comparator::Eq => (fact, target),
        Comparator::Le | Comparator::Lt => (target, fact),
    };
    if part.is_negative() || whole.micros() <= 0 {
        return None;
    }
    let (part, whole) = (i128::from(part.micros()) * 100_000_000, i128::from(whole.micros()));
    // Half a millionth goes up.
    Decimal::from_micros(i64::try_from((part + whole / 2) / whole).ok()?).ok()
}

#[cfg(test)]
pub(super) mod tests {
    use chrono::{DateTime, NaiveDate};
    use entity::{shared::Visibility, target_set::TargetSetKind};

    use super::*;
    use crate::period::tests::period;

    fn id<T: From<Uuid>>(number: u128) -> T {
        Uuid::from_u128(number).into()
    }

    fn municipality(number: u128) -> NodeRef {
        NodeRef { level: Level::Municipality, municipality: Some(id(number)), ..NodeRef::region(id(1)) }
    }

    /// A set of a region.
    pub fn set() -> target_set::Model {
        target_set::Model {
            id: id(100),
            version: 1,
            created_at: DateTime::UNIX_EPOCH,
            updated_at: DateTime::UNIX_EPOCH,
            region_id: Some(id(1)),
            municipality_id: None,
            visibility: Visibility::Public,
            level: Level::Region,
            code: "SET".into(),
            name: "Набор".into(),
            kind: TargetSetKind::Roadmap,
            act_id: None,
            document: None,
            note: None,
            open_points: String::new(),
            sort_key: String::new(),
            search_key: String::new(),
            valid_from: None,
            valid_from_precision: 1,
            valid_from_text: None,
            valid_to: None,
            valid_to_precision: 1,
            valid_to_text: None,
        }
    }

    /// The target of a municipality for a period.
    pub fn target(subject: u128, text: &str, value: i64) -> target::Model {
        let period = period(text);
        target::Model {
            id: Uuid::from_u128(u128::from(value.unsigned_abs())),
            target_set_id: id(100),
            indicator_id: id(7),
            subject: Level::Municipality,
            subject_id: Uuid::from_u128(subject),
            group_name: None,
            group_key: String::new(),
            breakdown: String::new(),
            base: false,
            recurring: false,
            dated: true,
            until: None,
            period_type: period.kind(),
            period_from: period.from(),
            period_to: period.to(),
            comparator: Comparator::Ge,
            value_micros: value * 1_000_000,
            value_scale: 0,
            absolute_micros: None,
            absolute_scale: None,
            printed: None,
            place: None,
            open_points: String::new(),
        }
    }

    fn recurring(subject: u128, text: &str, value: i64) -> target::Model {
        target::Model { recurring: true, ..target(subject, text, value) }
    }

    fn holds(rows: &[target::Model], subject: &NodeRef, text: &str) -> Option<i64> {
        let set = set();
        let asked = Asked { indicator: id(7), subject, group_key: "", breakdown: "", period: period(text) };
        effective_target(&set, rows, &asked).map(|row| row.value_micros / 1_000_000)
    }

    #[test]
    fn the_exact_period_goes_before_the_recurring_one() {
        let rows = [target(10, "2021", 75), recurring(10, "2019", 50), recurring(10, "2022", 60)];
        let own = municipality(10);
        assert_eq!(holds(&rows, &own, "2021"), Some(75));
        assert_eq!(holds(&rows, &own, "2018"), None);
        assert_eq!(holds(&rows, &own, "2019"), Some(50));
        assert_eq!(holds(&rows, &own, "2020"), Some(50));
        assert_eq!(holds(&rows, &own, "2030"), Some(60));
        // A year says nothing of its quarters.
        assert_eq!(holds(&rows, &own, "2021-Q1"), None);
        assert_eq!(holds(&rows, &municipality(11), "2021"), None);
    }

    #[test]
    fn a_recurring_target_ends_by_its_last_day_and_may_be_undated() {
        let until = NaiveDate::from_ymd_opt(2024, 12, 31);
        let rows = [target::Model { until, ..recurring(10, "2019", 4) }];
        assert_eq!(holds(&rows, &municipality(10), "2024"), Some(4));
        assert_eq!(holds(&rows, &municipality(10), "2025"), None);
        let undated = target::Model { dated: false, ..recurring(10, "2023", 50) };
        assert_eq!(holds(std::slice::from_ref(&undated), &municipality(10), "2001"), Some(50));
        assert_eq!(holds(&[undated, recurring(10, "2019", 60)], &municipality(10), "2020"), Some(60));
        let never = target::Model { dated: false, ..target(10, "2023", 50) };
        assert_eq!(holds(&[never], &municipality(10), "2023"), None);
    }

    #[test]
    fn a_subject_goes_before_its_level_and_a_base_is_no_target() {
        let rows =
            [target(0, "2021", 30), target(10, "2021", 40), target::Model { base: true, ..target(12, "2021", 1) }];
        assert_eq!(holds(&rows, &municipality(10), "2021"), Some(40));
        assert_eq!(holds(&rows, &municipality(11), "2021"), Some(30));
        assert_eq!(holds(&rows[2..], &municipality(12), "2021"), None);
        // Neither the region itself nor a municipality of another region is meant.
        assert_eq!(holds(&rows, &NodeRef::region(id(1)), "2021"), None);
        let elsewhere = NodeRef { region: Some(id(2)), ..municipality(10) };
        assert_eq!(holds(&rows, &elsewhere, "2021"), None);
        let group = Asked {
            indicator: id(7),
            subject: &municipality(10),
            group_key: "школы",
            breakdown: "",
            period: period("2021"),
        };
        assert!(effective_target(&set(), &rows, &group).is_none());
    }

    fn number(text: &str) -> Decimal {
        text.parse().unwrap_or_default()
    }

    #[test]
    fn a_fact_meets_its_target_by_the_comparator() {
        let met = |comparator, fact, target| met(comparator, number(fact), number(target));
        assert!(met(Comparator::Ge, "0.90", "0.9") && !met(Comparator::Gt, "0.90", "0.9"));
        assert!(!met(Comparator::Ge, "3.7", "25") && met(Comparator::Lt, "3.7", "25"));
        assert!(met(Comparator::Le, "5", "5") && met(Comparator::Eq, "5.0", "5") && !met(Comparator::Eq, "5.1", "5"));
    }

    #[test]
    fn gap_and_attainment_are_exact() {
        let gap = |fact, target| gap(number(fact), number(target)).map(|gap| gap.to_string());
        assert_eq!(gap("3.7", "25").as_deref(), Ok("-21.3"));
        assert_eq!(gap("75.396266", "75").as_deref(), Ok("0.396266"));
        let attained = |comparator, fact, target| {
            attainment(comparator, number(fact), number(target)).map(|percent| percent.to_string())
        };
        assert_eq!(attained(Comparator::Ge, "3.7", "25").as_deref(), Some("14.8"));
        assert_eq!(attained(Comparator::Ge, "1", "3").as_deref(), Some("33.333333"));
        assert_eq!(attained(Comparator::Ge, "2", "3").as_deref(), Some("66.666667"));
        assert_eq!(attained(Comparator::Ge, "0", "3").as_deref(), Some("0"));
        assert_eq!(attained(Comparator::Ge, "1", "0"), None);
        // Where less is asked for, half of the allowed is twice as good.
        assert_eq!(attained(Comparator::Le, "5", "10").as_deref(), Some("200"));
        assert_eq!(attained(Comparator::Le, "0", "10"), None);
        assert_eq!(attained(Comparator::Ge, "-1", "10"), None);
        assert_eq!(attained(Comparator::Ge, "999999999999", "0.000001"), None);
    }
}
