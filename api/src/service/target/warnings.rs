//! What is odd about a set of targets (DOMAIN V4): a base that lies in the first period, several bases of one series, a
//! cumulative series that falls. Nothing is refused for it: documents contradict themselves.

use std::collections::{BTreeMap, HashSet};

use entity::{ids::IndicatorId, shared::Level, target};
use uuid::Uuid;

entity::code_enum! {
    /// What is odd about a series of targets (замечание к целевым значениям)
    pub enum TargetWarning {
        /// The base is not before the first period (базовое значение не раньше первого периода)
        BaseNotBeforeFirstPeriod = "BASE_NOT_BEFORE_FIRST_PERIOD",
        /// The series has several bases (несколько базовых значений)
        SeveralBases = "SEVERAL_BASES",
        /// Counted from the beginning, and yet a later target is less (нарастающий итог убывает)
        CumulativeFalls = "CUMULATIVE_FALLS",
    }
}

/// A warning about one series of a set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What.
    pub warning: TargetWarning,
    /// About which indicator.
    pub indicator: IndicatorId,
    /// What the subject is.
    pub subject: Level,
    /// The subject.
    pub subject_id: Uuid,
    /// The group in it.
    pub group: Option<String>,
}

/// The warnings about the rows of a set; `cumulative` are the indicators that are counted from the beginning.
pub fn of(rows: &[target::Model], cumulative: &HashSet<IndicatorId>) -> Vec<Finding> {
    let mut series: BTreeMap<_, Vec<&target::Model>> = BTreeMap::new();
    for row in rows {
        let key = (row.indicator_id, row.subject, row.subject_id, &row.group_key, &row.breakdown);
        series.entry(key).or_default().push(row);
    }
    let mut found = Vec::new();
    for rows in series.values() {
        let Some(one) = rows.first() else { continue };
        let finding = |warning| Finding {
            warning,
            indicator: one.indicator_id,
            subject: one.subject,
            subject_id: one.subject_id,
            group: one.group_name.clone(),
        };
        let bases: Vec<_> = rows.iter().filter(|row| row.base).collect();
        let dated = rows.iter().filter(|row| !row.base && row.dated);
        let first = dated.clone().map(|row| row.period_from).min();
        if bases.iter().any(|base| base.dated && first.is_some_and(|first| base.period_to >= first)) {
            found.push(finding(TargetWarning::BaseNotBeforeFirstPeriod));
        }
        if bases.len() > 1 {
            found.push(finding(TargetWarning::SeveralBases));
        }
        if cumulative.contains(&one.indicator_id) && falls(dated.copied().collect()) {
            found.push(finding(TargetWarning::CumulativeFalls));
        }
    }
    found
}

/// Whether a target is less than the one before it, among those of one type of period.
fn falls(mut rows: Vec<&target::Model>) -> bool {
    rows.sort_by_key(|row| (row.period_type, row.period_from));
    let next = rows.iter().skip(1);
    rows.iter().zip(next).any(|(a, b)| a.period_type == b.period_type && b.value_micros < a.value_micros)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::service::target::rules::tests::target;

    fn base(text: &str) -> target::Model {
        target::Model { base: true, ..target(10, text, 71) }
    }

    fn warnings(rows: &[target::Model]) -> Vec<TargetWarning> {
        let cumulative = HashSet::from([Uuid::from_u128(7).into()]);
        of(rows, &cumulative).into_iter().map(|finding| finding.warning).collect()
    }

    #[test]
    fn a_base_stands_before_the_series() {
        let series = [target(10, "2019", 73), target(10, "2020", 75)];
        let with = |bases: &[target::Model]| warnings(&[bases, &series].concat());
        assert_eq!(with(&[]), []);
        assert_eq!(with(&[base("2018-01-01..2018-01-01")]), []);
        assert_eq!(with(&[base("2019-01-01..2019-01-01")]), [TargetWarning::BaseNotBeforeFirstPeriod]);
        let undated = target::Model { dated: false, ..base("2019-01-01..2019-01-01") };
        assert_eq!(with(std::slice::from_ref(&undated)), []);
        assert_eq!(with(&[undated, base("2018-01-01..2018-01-01")]), [TargetWarning::SeveralBases]);
        // A base alone starts nothing.
        assert_eq!(warnings(&[base("2019-01-01..2019-01-01")]), []);
    }

    #[test]
    fn what_is_counted_from_the_beginning_does_not_fall() {
        let falling = [target(10, "2019", 75), target(10, "2020", 73)];
        assert_eq!(warnings(&falling), [TargetWarning::CumulativeFalls]);
        assert_eq!(of(&falling, &HashSet::new()), []);
        // Another subject is another series.
        assert_eq!(warnings(&[target(10, "2019", 75), target(11, "2020", 73)]), []);
        assert_eq!(warnings(&[target(10, "2020", 75), target(10, "2019-Q1", 73)]), []);
    }
}
